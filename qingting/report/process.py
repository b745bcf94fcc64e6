"""How the annual report comes about: chapters are written by several organs, the figures are frozen, it is made public.

Law: Organic Law of Local Congresses and Governments (2022): the standing committee is responsible to the congress and
reports on its work; Deputies Law (2025) art. 58 and Supervision Law (2024) art. 10 want what it does made public. No law
read names the steps of writing, so they are ours, and few.
"""

from django.utils.timezone import localdate
from django.utils.translation import gettext as said
from django.utils.translation import gettext_lazy as _

from qingting.docket.process import Amend, Process, Step, Who
from qingting.organs.models import Role
from qingting.report.freezing import freeze
from qingting.report.linter import faults_of
from qingting.report.models import AnnualReport, Chapter

# The cast.
office = Who("keeper", Role.CLERK, _("常委会办公室经办人"))
office_head = Who("keeper", Role.HEAD, _("常委会办公室负责人"))
chair = Who("committee", Role.CHAIR, _("常委会主任"))
vice_chair = Who("committee", Role.VICE_CHAIR, _("常委会副主任"))
writer = Who("writer", Role.CLERK, _("章节执笔"))
writers_head = Who("writer", Role.HEAD, _("执笔单位负责人"))

# What a step needs. Each says what is missing, or None.

def a_period_that_is_over(r):
    return None if r.until < r.today else said("期间到 %(day)s 才结束，过后才能定稿封存；现在可以先写") % {"day": r.until}


def chapters(r):
    return None if r.standing.exists() else said("还没有章节，请先加章节")


def every_chapter_accepted(r):
    missing = r.standing.exclude(state="accepted").first()
    return said("“%(chapter)s”还是“%(state)s”，各章都定了才能定稿") % {"chapter": missing.title, "state": missing.state_label} if missing else None


def no_loose_number(r):
    """Every number in the text is bound to a figure, or marked as quoted."""
    for chapter in r.standing:
        if reason := no_loose_number_in(chapter):
            return said("“%(chapter)s”：%(reason)s") % {"chapter": chapter.title, "reason": reason}
    return None


def no_loose_number_in(c):
    return next((fault.sentence for fault in faults_of(c.text)), None)


def something_written(c):
    return None if c.text.strip() else said("这一章还没有写，写了再交")


def an_open_report(c):
    return None if c.annual.state == "writing" else said("报告“%(state)s”，章节不能再动") % {"state": c.annual.state_label}


def read_the_figures(r, event):
    freeze(r, event.actor, event.at)


def open_to_all(r, event):
    r.public, r.published_on = True, localdate(event.at)
    r.save(update_fields=["public", "published_on"])


def close_again(r, event):
    r.public, r.published_on = False, None
    r.save(update_fields=["public", "published_on"])


class ReportProcess(Process, of=AnnualReport):
    watched_by = (office_head, chair, vice_chair)
    reads = ("keeper", "committee")
    route = ("start", "freeze", "publish")

    states = dict(draft=_("筹备"), writing=_("撰写"), frozen=_("已定稿封存"), published=_("已公开"), dropped=_("不再编写"))

    start   = Step(_("开始撰写"), "draft", "writing", by=office, needs=(chapters,))
    freeze  = Step(_("定稿并封存数字"), "writing", "frozen", by=office_head, needs=(a_period_that_is_over, every_chapter_accepted, no_loose_number), then=read_the_figures)
    reopen  = Step(_("重新开稿"), "frozen", "writing", by=office_head, why=True, at_will=True)
    publish = Step(_("公开"), "frozen", "published", by=office_head, then=open_to_all)
    retract = Step(_("撤回公开"), "published", "frozen", by=office_head, why=True, then=close_again, at_will=True)
    drop    = Step(_("不再编写"), "writing", "dropped", by=office_head, why=True, at_will=True)
    amend   = Amend(by=office, fields=("title",))


class ChapterProcess(Process, of=Chapter):
    is_heard = False
    watched_by = (office, office_head, chair, vice_chair, writers_head)
    reads = ("keeper", "writer")
    route = ("ask", "hand_in", "accept")

    states = dict(draft=_("草稿"), writing=_("撰写"), handed_in=_("已交稿"), accepted=_("已定"), dropped=_("不用"))

    ask      = Step(_("请写这一章"), "draft", "writing", by=office)
    hand_in  = Step(_("交稿"), "writing", "handed_in", by=writer, needs=(an_open_report, something_written, no_loose_number_in))
    accept   = Step(_("定下这一章"), "handed_in", "accepted", by=office, needs=(an_open_report, no_loose_number_in))
    return_  = Step(_("退回修改"), ("handed_in", "accepted"), "writing", by=office, why=True, needs=(an_open_report,), at_will=True)
    drop     = Step(_("不用这一章"), ("writing", "handed_in", "accepted"), "dropped", by=office, why=True, needs=(an_open_report,), at_will=True)
    reassign = Step(_("换单位写"), "writing", "", by=office, fields=("writer",), needs=(an_open_report,), at_will=True)
    amend    = Amend(by=office, fields=("title", "position"))

