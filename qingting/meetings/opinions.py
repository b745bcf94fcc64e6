"""How what the members said of a report becomes one document, is sent to the organ that reported, and is reported on.

Law: Supervision Law (2024), art. 17: the opinions go to the organ that reported, to be studied and dealt with (1); its
working office lets the committee's comment on the result before it reports in writing (1); the chairpersons' meeting may
put that report on the committee's agenda (2); opinions and report are made public (3). That a working body puts them together, the chairpersons' meeting consents
and the office sends them: Zhejiang, arts. 42 and 43, and Beijing, art. 14 (confidence B). The numbers are by-laws.
"""

from django.utils.translation import gettext as said
from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop

from qingting.clocks.rules import Rule
from qingting.clocks.spans import Before
from qingting.docket.process import Amend, Clock, Process, Refused, Step, Who
from qingting.documents.models import in_words
from qingting.meetings.models import Item
from qingting.meetings.process import office, office_head
from qingting.meetings.words import Opinions
from qingting.organs.models import Role

chair = Who("body", Role.CHAIR, _("主任（代表主任会议）"))
vice_chairs = Who("body", Role.VICE_CHAIR, _("副主任"))
members = Who("body", Role.MEMBER, _("组成人员"))
handler = Who("handler", Role.CLERK, _("报告机关"))
handler_head = Who("handler", Role.HEAD, _("报告机关负责人"))

# What a step needs. Each says what is missing, or None.

def a_closed_meeting(o):
    return None if o.on.closed_at else said("会议还没有闭会，闭会以后再整理审议意见。会上可以先摘录")


def some_passages(o):
    return None if o.item.passages.exists() else said("还没有摘录意见。请先从发言记录里摘录，或者录入")


def an_issued_letter(o):
    """What is sent is an official document with its number."""
    return None if o.documents.filter(state="issued").exists() else said("审议意见函还没有印发。请先起草、编号印发，再印送")


def somebody_to_answer(o):
    """It would lie in nobody's inbox."""
    there = o.reporter.posts.current(o.today).filter(role=Role.CLERK).exists()
    return None if there else said("%(organ)s还没有登记经办人，送去没有人收。请先在“机构和人员”里登记") % {"organ": o.reporter}


def an_item_that_is_not_closed(o):
    return said("这个议题不公开，审议意见不能公布") if o.item.access == Item.Access.CLOSED else None


def not_public_yet(o):
    return said("已经公布") if o.public else None


def what_is_public(o):
    return None if o.public else said("还没有公布")


# What follows from a step, in the same transaction.

def show_it(o, event):
    o.public = True
    o.save(update_fields=["public"])


def hide_it(o, event):
    o.public = False
    o.save(update_fields=["public"])


def it_goes_to_the_organ(o, event):
    """From now on the organ sees it."""
    o.handler = o.reporter
    o.save(update_fields=["handler"])


def see_that_the_day_lies_ahead(o, event):
    if o.report_by < o.today:
        raise Refused(said("另定的期限 %(day)s 已经过去，请改为今天以后的日期") % {"day": f"{o.report_by:%Y-%m-%d}"})


def see_that_it_was_heard(o, event):
    """It was heard where the committee that sent it met, and later than it was sent."""
    m = o.heard_at
    if m.body_id != o.body_id or not m.opened_at or m.pk == o.on_id or m.opened_at < o.on.opened_at:
        raise Refused(said("请选%(body)s后来已经开过的会议") % {"body": o.body})


# How long.

def time_to_report(o):
    """By the by-law, from the day it was sent; by the day that the chairpersons' meeting has set instead."""
    return Before(0, "report_by", gettext_noop("另定的期限")) if o.report_by else Rule("review_opinion_report")


class Compile(Step):
    """Putting them together begins from the passages, by their groups; the office edits it."""

    def form(self, *args, **kwargs):
        form = super().form(*args, **kwargs)
        if not form.instance.text:
            form.initial["text"] = grouped(form.instance.item.passages.all())
        return form


def grouped(passages) -> str:
    """The passages in their groups, each group under its name, in the order in which it was first named."""
    groups: dict[str, list[str]] = {}
    for one in passages:
        groups.setdefault(one.group, []).append(one.text.strip())
    return "\n".join(line for n, (name, texts) in enumerate(groups.items(), 1) for line in (f"{in_words(n)}、{name}", *texts))


class OpinionsProcess(Process, of=Opinions):
    is_heard = False
    watched_by = (office_head, chair, vice_chairs, members, handler_head)
    reads = ("reporter", "handler", "on", "item", "body", "heard_at")
    route = ("begin", "compile", "approve", "send", "consult", "comment", "report", "close")

    states = dict(
        draft=_("草稿"), gathering=_("正在汇总"), compiled=_("待主任会议同意"), approved=_("已同意，待印送"), sent=_("已印送，研究处理中"),
        consulted=_("处理情况征求意见中"), commented=_("已反馈意见，待书面报告"), reported=_("已书面报告"), tabled=_("待常委会审议"), closed=_("已办结"), dropped=_("不再整理"),
    )

    begin       = Step(_("开始整理"), "draft", "gathering", by=office, fields=("reporter",), needs=(a_closed_meeting,))
    compile     = Compile(_("整理成稿"), "gathering", "compiled", by=office, fields=("text",), needs=(some_passages,))
    approve     = Step(_("主任会议同意"), "compiled", "approved", by=chair)
    send_back   = Step(_("退回修改"), "compiled", "gathering", by=chair, why=True, at_will=True)
    send        = Step(_("印送报告机关"), "approved", "sent", by=office, needs=(somebody_to_answer, an_issued_letter), then=it_goes_to_the_organ)
    drop        = Step(_("不再整理"), ("draft", "gathering"), "dropped", by=office, why=True, at_will=True)
    set_day     = Step(_("另定报告期限"), ("sent", "consulted", "commented"), "", by=chair, fields=("report_by",), why=True, at_will=True, then=see_that_the_day_lies_ahead)
    consult     = Step(_("送交征求意见"), "sent", "consulted", by=handler, fields=("result",))
    comment     = Step(_("反馈意见"), "consulted", "commented", by=office, fields=("comment",))
    report      = Step(_("书面报告"), "commented", "reported", by=handler, fields=("result",))
    close       = Step(_("存档办结"), "reported", "closed", by=chair)
    put_forward = Step(_("提请常委会审议"), "reported", "tabled", by=chair, at_will=True)
    heard       = Step(_("审议后办结"), "tabled", "closed", by=office, fields=("heard_at",), then=see_that_it_was_heard)
    publish     = Step(_("公布"), "closed", "", by=office, needs=(an_item_that_is_not_closed, not_public_yet), then=show_it, at_will=True)
    unpublish   = Step(_("撤下"), "closed", "", by=office, why=True, needs=(what_is_public,), then=hide_it, at_will=True)
    amend       = Amend(by=office, fields=("title",))

    compiling   = Clock(_("整理成稿"), begin, (compile, drop), Rule("review_opinion_compile"))
    sending     = Clock(_("印送报告机关"), approve, send, Rule("review_opinion_send"))
    reporting   = Clock(_("书面报告研究处理情况"), send, report, time_to_report, "主任会议另定的期限", anew=set_day)
