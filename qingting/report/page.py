"""What the pages of a report and of a chapter show besides their steps."""

from qingting.desk.story import body_of
from qingting.docket.models import hats
from qingting.report import drafting
from qingting.report.forms import CommentForm
from qingting.report.linter import faults_of
from qingting.report.models import AnnualReport, Chapter, Edition
from qingting.report.process import office, writer, writers_head
from qingting.report.sheet import awaited_in, contents


@body_of(AnnualReport)
def of_report(r, actors):
    chapters = list(r.standing.seen_by(*actors).select_related("writer"))
    return {
        "places": contents(r, chapters),
        "awaited": [] if r.is_frozen else awaited_in(r),
        "editions": list(Edition),
        "may_add": r.state in ("draft", "writing") and office.hat(r) in hats(actors),
    }


@body_of(Chapter)
def of_chapter(c, actors):
    drafts = list(c.drafts.select_related("post__person", "post__organ").order_by("-number"))
    settling = {who.hat(c) for who in (writer, writers_head, office)}
    return {
        "drafts": drafts,
        "last": drafts[0] if drafts else None,
        "faults": faults_of(drafts[0].text) if drafts else [],
        "why_not_write": drafting.why_not_write(c, actors),
        "comments": c.comments.select_related(
            "draft", "post__person", "post__organ", "settled_by__person", "settled_by__organ"
        ).order_by("-pk"),
        "may_settle": bool(settling & set(hats(actors))),
        "comment_form": CommentForm(),
    }
