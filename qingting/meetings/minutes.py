"""Minutes (会议纪要): composed from what happened, edited by the office, signed, numbered, and public in part or whole.

Chongqing's rules, art. 48 (confidence B). The text keeps one heading for each item, so that what is made public is cut out
of what was signed and is not written a second time. What is closed is never public, nor whatever names it.
"""

from django.conf import settings
from django.db import transaction
from django.utils.timezone import localdate, localtime, now
from django.utils.translation import gettext as _
from django.utils.translation import override

from qingting.docket.models import legible
from qingting.docket.process import Refused
from qingting.documents.models import OfficialDocument, in_words
from qingting.documents.paper import long_day
from qingting.documents.templates import draft, full_name
from qingting.meetings.hall import quorum
from qingting.meetings.models import Item, Meeting
from qingting.meetings.published import Publication
from qingting.meetings.votes import ANNOUNCED
from qingting.organs.models import Post

# ---- Composed


def composed(m: Meeting) -> str:
    """The minutes as the record has them: who presided, how many were there of how many, each item with its votes."""
    with override(settings.LANGUAGE_CODE):  # an official document is Chinese, whoever drafts it
        items = list(m.items.select_related("reporter"))
        votes = list(m.votes.select_related("item").order_by("pk"))
        spoke = spoken(m)
        parts = opening(m, votes)
        for n, item in enumerate(items, 1):
            parts += [
                heading(n, item),
                *section(item, [v for v in votes if v.item_id == item.pk], spoke.get(item.pk, [])),
            ]
        return "\n".join(parts)


def named(m: Meeting) -> str:
    """As an official document calls it: with the whole name of its organ, which a title may have already."""
    return m.title if m.body.name in m.title or full_name(m.body) in m.title else f"{full_name(m.body)}{m.title}"


def report_of(item: Item) -> str:
    """What is reported on, without what the meeting does with it: 听取和审议某某的报告 is 某某的报告."""
    found = next((words for words in ("听取和审议", "听取审议", "听取", "审议") if item.title.startswith(words)), "")
    return item.title.removeprefix(found) or item.title


def heading(n: int, item: Item) -> str:
    return f"{in_words(n)}、{item.title}"


def opening(m: Meeting, votes) -> list[str]:
    day = m.held_on or localdate(m.opened_at)
    hours = [f"{localtime(at):%-H:%M}{what}" for at, what in ((m.opened_at, "开会"), (m.closed_at, "闭会")) if at]
    place = f"在{m.place}" if m.place else ""
    said = [f"{long_day(day)}，{named(m)}{place}举行，{'，'.join(hours)}。{m.presiding.name}主持会议。"]
    if m.opened_at:
        here = quorum(m, m.opened_at)
        enough = "达到" if here.is_there else "不足"
        said.append(f"开会时应到{here.whole.n}人，到会{here.present}人，{enough}法定人数{here.least}人。")
    who = attendance(m)
    said += [f"{label}：{'、'.join(post.person.name for post in posts)}。" for label, posts in who.items() if posts]
    said += [f"会议议程：{sentence}" for v in votes if v.item_id is None for sentence in outcome(v)]
    return said


def attendance(m: Meeting) -> dict[str, list[Post]]:
    """Each member once: present at any time, on leave that was granted, or neither."""
    came = set(m.presences.values_list("post", flat=True))
    excused = set(m.leaves.filter(state="granted").values_list("asker", flat=True))
    who: dict[str, list[Post]] = {"出席": [], "请假": [], "未到会": []}
    for post in m.members:
        who["出席" if post.pk in came else "请假" if post.person_id in excused else "未到会"].append(post)
    return who


def spoken(m: Meeting) -> dict[int, list[str]]:
    """Who spoke to each item, once each, in order."""
    found: dict[int, dict[str, None]] = {}
    for turn in m.turns.filter(began_at__isnull=False).select_related("post__person").order_by("began_at", "pk"):
        found.setdefault(turn.item_id, {})[turn.post.person.name] = None
    return {item: list(names) for item, names in found.items()}


def section(item: Item, votes, names: list[str]) -> list[str]:
    said = [f"报告机关：{item.reporter.name}。"] if item.reporter else []
    said += [f"发言的有：{'、'.join(names)}。"] if names else []
    return said + [sentence for v in votes for sentence in outcome(v)]


def outcome(v) -> list[str]:
    """What came of a vote, in the sentences by which it was announced."""
    if v.state in ANNOUNCED:
        elected = [f"{v.title}，{v.get_way_display()}：{v.election}。"] if v.election else []
        return elected + [f"表决“{question.text}”，{v.get_way_display()}：{total}。" for question, total in v.totals]
    return [f"表决“{v.title}”：{v.state_label}。"] if v.state in ("void", "annulled", "withdrawn") else []


# ---- As an official document


def why_no_paper(m: Meeting) -> str | None:
    if m.state != "signed":
        return _("纪要签发以后才能编号印发")
    known = m.documents.filter(form=OfficialDocument.Form.MINUTES).exclude(state="withdrawn").first()
    return _("这次会议的纪要已经有公文：%(document)s") % {"document": known} if known else None


@transaction.atomic
def as_paper(m: Meeting, by: Post) -> OfficialDocument:
    """A draft in the form of minutes with the text that was signed; the desk numbers and issues it. Raises Refused."""
    m = Meeting.objects.select_for_update(of=("matter_ptr",)).select_related("body", "presiding").get(pk=m.pk)
    if reason := why_no_paper(m):
        raise Refused(reason)
    made = draft("minutes", m, m.body, by, meeting=named(m), chair=m.presiding.name, agenda="")
    who = attendance(m)
    made.body = m.minutes
    made.present, made.on_leave = ("\n".join(post.person.name for post in who[label]) for label in ("出席", "请假"))
    made.save()
    return made


# ---- Public, in part or whole


def cut(m: Meeting) -> tuple[str, dict[int, str]]:
    """The signed minutes in parts: what stands before the first item, and each item that has its heading in them."""
    waiting = {}
    for item in m.items.all():
        waiting.setdefault(" ".join(item.title.split()), []).append(item.pk)
    opening: list[str] = []
    parts: dict[int, list[str]] = {}
    here = opening
    for line in m.minutes.splitlines():
        title = " ".join(line.strip().partition("、")[2].split())
        if waiting.get(title):
            here = parts.setdefault(waiting[title].pop(0), [])
        here.append(line)
    return "\n".join(opening).strip(), {pk: "\n".join(lines).strip() for pk, lines in parts.items()}


def why_not_public(item: Item, parts: dict[int, str]) -> str | None:
    """Why an item may not be chosen; None if it may."""
    if item.access == Item.Access.CLOSED:
        return _("不公开的议题，不能公布")
    return None if item.pk in parts else _("签发的纪要里没有这个议题的标题，不能单独公布")


@transaction.atomic
def publish(m: Meeting, chosen: list[Item], by: Post) -> Publication:
    """Everyone may read the opening and the chosen items of the signed minutes. Raises Refused."""
    m = Meeting.objects.select_for_update(of=("matter_ptr",)).get(pk=m.pk)
    if m.state != "signed":
        raise Refused(_("纪要签发以后才能公布"))
    if m.publications.filter(withdrawn_at=None).exists():
        raise Refused(_("这次会议的纪要已经公布。要改，请先撤下再公布"))
    if not chosen:
        raise Refused(_("请选要公布的议题"))
    opening, parts = cut(m)
    for item in chosen:
        if reason := why_not_public(item, parts):
            raise Refused(_("“%(item)s”：%(reason)s") % {"item": item, "reason": reason})
    items = list(m.items.all())
    keys = {item.pk for item in chosen}
    text = "\n".join(filter(None, [opening, *(parts[item.pk] for item in items if item.pk in keys)]))
    if named := next((item for item in items if item.access == Item.Access.CLOSED and item.title in text), None):
        raise Refused(_("要公布的文字里写到了不公开的议题“%(item)s”，不能公布") % {"item": named})
    made = Publication.objects.create(meeting=m, text=text, is_whole=len(keys) == len(items), published_by=by)
    made.items.set(chosen)
    return made


@transaction.atomic
def take_down(publication: Publication, by: Post, why: str):
    """It is public no longer; that it was, and why it is not, stays on record. Raises Refused."""
    why = legible(why)[:500]
    if not why:
        raise Refused(_("请说明撤下的理由"))
    its = Publication.objects.filter(pk=publication.pk, withdrawn_at=None)
    if not its.update(withdrawn_at=now(), withdrawn_by=by, why=why):
        raise Refused(_("已经撤下了"))
