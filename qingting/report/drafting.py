"""How a chapter is written: each save is a draft that stays, and nobody writes over what another has just written."""

from django.db import transaction
from django.utils.timezone import now
from django.utils.translation import gettext as _

from qingting.docket.models import legible
from qingting.docket.process import Refused
from qingting.organs.models import Post
from qingting.report.models import Chapter, Comment, Draft
from qingting.report.process import office, writer

# In which states of the chapter each of the two may write it.
WRITES = {writer: ("writing",), office: ("draft", "writing", "handed_in")}


class Overtaken(Refused):
    """Somebody saved another draft meanwhile; the message says who, and nothing typed is lost."""

    def __init__(self, message, last: Draft):
        super().__init__(message)
        self.last = last


def writer_among(chapter: Chapter, actors) -> Post | None:
    """The post of one of these actors who writes this chapter as it stands now; None where none may."""
    fit = [who.hat(chapter) for who, states in WRITES.items() if chapter.state in states]
    return next((actor for hat in fit for actor in actors if hat in actor.hats), None)


def why_not_write(chapter: Chapter, actors) -> str | None:
    """Why none of these actors may write it now; None if one may."""
    if chapter.annual.state not in ("draft", "writing"):
        return _("报告“%(state)s”，章节不能再动") % {"state": chapter.annual.state_label}
    if writer_among(chapter, actors):
        return None
    if any(who.hat(chapter) in actor.hats for who in WRITES for actor in actors):
        return _("这一章“%(state)s”，要改请先退回修改") % {"state": chapter.state_label}
    return _("这一章由%(writer)s写") % {"writer": chapter.writer}


@transaction.atomic
def save(chapter: Chapter, actors, text: str, after: int) -> Draft:
    """Keep a draft that was begun from the draft of number `after`. The same text again makes no new one.

    Raises Overtaken where another has saved meanwhile, Refused where none of these actors may write.
    """
    held = Chapter.objects.select_for_update(of=("matter_ptr",)).select_related("annual", "writer").get(pk=chapter.pk)
    if reason := why_not_write(held, actors):
        raise Refused(reason)
    last, text = held.last, text.replace("\r\n", "\n").strip()
    if last and last.number != after:
        said = {"who": last.post, "draft": last}
        raise Overtaken(_("%(who)s刚存了%(draft)s。下面并排显示，请看过再存，您写的都还在") % said, last)
    if last and last.text == text:
        return last
    if not text:
        raise Refused(_("还没有写，写了再存"))
    number = last.number + 1 if last else 1
    return Draft.objects.create(chapter=held, number=number, text=text, post=writer_among(held, actors))


def say(chapter: Chapter, post: Post, text: str, about="") -> Comment:
    """Say something about a chapter as its last draft stands. Raises Refused."""
    text, about, draft = legible(text)[:2000], " ".join(legible(about).split())[:200], chapter.last
    if not draft:
        raise Refused(_("这一章还没有写，写了再提意见"))
    if not text:
        raise Refused(_("请写下意见"))
    return Comment.objects.create(chapter=chapter, draft=draft, about=about, text=text, post=post)


def settle(comment: Comment, post: Post):
    """Somebody has seen to it. Raises Refused where another was faster."""
    if not Comment.objects.filter(pk=comment.pk, settled_at=None).update(settled_by=post, settled_at=now()):
        raise Refused(_("这条意见已经处理了"))
