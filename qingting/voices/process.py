"""How a resident's voice travels: said by code, accepted or explained, graded, assigned, answered, checked, rated, concluded.

Law: the Standing Committee sets up liaison stations and hears opinions through them (Organic Law of Local Congresses and
Governments, art. 60 (2)); deputies reflect what they hear and do not handle it themselves (Deputies Law, art. 28).
No national text gives a time limit for it: every number is the place's own, in the rulebook.
What is handled and what is solved are two facts: the handling organ states an outcome, the resident says whether it is solved.
"""

from django.db.models import F
from django.utils.timezone import localdate
from django.utils.translation import gettext as said
from django.utils.translation import gettext_lazy as _

from qingting.clocks.rules import Rule
from qingting.clocks.spans import Days
from qingting.docket.guards import an_end_to_what_arose_from_it, what_arose_from_it
from qingting.docket.models import Notice
from qingting.docket.process import Amend, Clock, Process, Step, Who
from qingting.organs.models import Role
from qingting.voices import follow
from qingting.voices.models import OVER, Grade, Hold, Shares, Solved, Voice
from qingting.voices.spans import Own
from qingting.voices.steps import Accept, AssignVoice, Merge, RedactVoice, Redirect

# The cast. The resident acts by the receipt that he holds.
resident = Who("receipt", label=_("反映人"))
deputy = Who("deputy", Role.DEPUTY, _("代表"))
keeper = Who("keeper", Role.CLERK, _("街道人大工委"))                # who keeps it: accepts, grades, checks
keeper_chair = Who("keeper", Role.CHAIR, _("街道人大工委主任"))
coordinator = Who("coordinator", Role.CLERK, _("代表工作机构"))      # who alone transfers between sub-districts and organs
coordinator_head = Who("coordinator", Role.HEAD, _("代表工作机构负责人"))
handler = Who("handler", Role.CLERK, _("承办单位"))
handler_head = Who("handler", Role.HEAD, _("承办单位负责人"))
leader = Who("coordinator__parent", Role.VICE_CHAIR, _("常委会副主任"))  # who hears of what stays late

ON_ITS_WAY = ("raised", "misplaced", "accepted", "referred", "assigned", "declining", "signed", "paused", "answered", "split", "merged", "converted", "checked", "rated")
HANDLED = ("assigned", "declining", "signed", "paused", "answered", "checked", "rated", "concluded")

# What a step needs. Each says what is missing, or None.

def graded(*grades):
    """That it was graded so: who can settle it decides where it goes."""
    def need(v):
        return None if v.grade in grades else said("分级为“%(grade)s”，请按这一级办；要改分级，先更正") % {"grade": v.get_grade_display() or said("未分级")}
    return need


def the_window_for_returning(v):
    """A late return is not accepted: the handler must then handle it."""
    window, ruling = v.last_debt("returning"), v.last_debt("ruling")
    if window and ruling and ruling.started_id > window.started_id:
        return said("退办已经裁定，须按裁定办理")
    return None if window and v.today <= window.due_on else said("申请退办的期限已过，须由承办单位办理")


def time_left(v):
    """A pause saves the days that are left: where none is, there is nothing to save."""
    owed = [debt.due_on for debt in v.debts if debt.met_id is None and debt.clock in ("answering", "resting", "again")]
    return said("答复期限 %(day)s 已过，不能再暂停，请尽快答复") % {"day": owed[-1]} if owed and owed[-1] < v.today else None


def the_lead_answered(v):
    """Asked of the voice it was merged into: whoever said the same is answered together with it."""
    lead = v.merged_into
    if lead and lead.state == "withdrawn":
        return said("并入的那一件已经撤回，请撤销并案后单独办")
    return None if lead and lead.given_answer else said("并入的那一件还没有答复")


def a_rating_overdue(v):
    debt = v.last_debt("rating")
    return None if debt and debt.met_id is None and debt.due_on < v.today else said("评价期限未满")


def unsolved(v):
    return None if v.solved == Solved.NO else said("没有评为“没有解决”")


def the_first_time(v):
    return None if v.round == 1 else said("已经重办过一次，由街道人大工委说明情况后办结")


def a_handler(v):
    return None if v.handler_id else said("没有承办单位，由街道人大工委重新受理")


def no_handler(v):
    return said("有承办单位，由其重办") if v.handler_id else None


def nothing_to_reopen(v):
    return said("反映人说没有解决，须先重办一次") if v.solved == Solved.NO and v.round == 1 else None


def half_a_year_since(v):
    first = Rule("voice_recheck").on(v.concluded_on, v.congress, "").span.due(v.concluded_on)
    return None if v.today >= first else said("回访自 %(day)s 起") % {"day": first}


def not_drawn_yet(v):
    return said("已经抽中过回访") if v.drawn_on else None


def being_drawn(v):
    return None if v.drawn_on and not v.solved_later else said("没有抽中回访，或者已经回答过")


def someone_to_know(v):
    return None if follow.identity_of(v) else said("反映人没有留下身份和联系方式，或者已经收回")


def consent_for_deputies(v):
    return None if v.may_see_identity(Shares.DEPUTY) else said("反映人没有同意让代表知道他是谁")


def consent_for_handlers(v):
    return None if v.may_see_identity(Shares.HANDLER) else said("反映人没有同意让承办单位知道他是谁")


def a_view_fit_to_show(v):
    return None if v.public_title and v.public_text else said("须先核定公开的文本")


def no_stale_answer(v):
    """What is shown has its second half, and that half is the answer that stands."""
    return said("已有答复，须先核定公开的答复") if v.given_answer and not v.public_answer else None


def not_public_yet(v):
    return said("已经公开；再次核定的文本随即换上") if v.public else None


def what_is_public(v):
    return None if v.public else said("还没有公开")


def nothing_for_a_few_eyes(v):
    """Reports on officials, on crime and violence, of courts and elections are never shown. What is in danger may be."""
    return said("这一类不公开：%(why)s") % {"why": v.get_hold_display()} if v.hold in FOR_FEW_EYES else None


FOR_FEW_EYES = (Hold.OFFICIAL, Hold.CRIME, Hold.VIOLENCE, Hold.COURT, Hold.ELECTION)


# What follows from a step, in the same transaction; what is longer stands in follow.py.

def hear_the_deputy(v, event):
    """He is told of every voice to him, though he owes nothing."""
    if v.deputy_id and not (event.post and event.post.person_id == v.deputy_id):
        Notice.objects.create(event=event, person_id=v.deputy_id)


def forget_the_handler(v, event):
    v.handler = None
    v.save(update_fields=["handler"])


def keep_what_is_left(v, event):
    """How many days the handler still has when it begins again."""
    debt = next(d for d in reversed(v.debts) if d.met_id == event.pk)
    v.days_left = max(1, (debt.due_on - localdate(event.at)).days)
    v.save(update_fields=["days_left"])


def note_the_day(v, event):
    v.concluded_on = localdate(event.at)
    v.save(update_fields=["concluded_on"])


def begin_again(v, event):
    v.round = F("round") + 1
    v.outcome, v.answer, v.process_rating, v.result_rating, v.solved, v.public_answer = "", "", "", "", "", ""
    v.save(update_fields=["round", "outcome", "answer", "process_rating", "result_rating", "solved", "public_answer"])
    v.refresh_from_db(fields=["round"])


def reopen_by_itself(v, event):
    """A word “not solved” reopens once, and nobody has to ask for it."""
    if v.solved == Solved.NO and v.round == 1:
        v.take("reopen" if v.handler_id else "reopen_here", event.receipt, at=event.at)


def draw_it(v, event):
    v.drawn_on = localdate(event.at)
    v.save(update_fields=["drawn_on"])


def show_it(v, event):
    v.public = True
    v.save(update_fields=["public"])


def hide_it(v, event):
    v.public = False
    v.save(update_fields=["public"])


def hide_from_most(v, event):
    """What turns out to be for a few eyes is public no more, and nobody has to think of it."""
    if v.public and nothing_for_a_few_eyes(v):
        hide_it(v, event)


# How long. No national number; each is a rule of the rulebook, by grade.

def time_to_answer(v):
    """By who can settle it."""
    if v.grade == Grade.SUBDISTRICT:
        return Rule("voice_answer_subdistrict")
    return Rule("voice_answer_higher") if v.grade == Grade.HIGHER else Rule("voice_answer_district")


def what_was_left(v):
    """After a pause, the days that were left when it began."""
    return Own(Days(v.days_left))


def the_day_it_named(v):
    """The handler says itself when it goes on; how long a pause may last at most is a rule."""
    return Own(Days((v.resumes_on - v.today).days))


def everything_over(v):
    """What he told is one for all that hangs on his receipt."""
    waiting = [str(one.number) for one in v.receipt.voices.order_by("pk") if one.state not in (*OVER, "draft")]
    return said("还有没办完的：%(numbers)s。要删，请先撤回") % {"numbers": said("、").join(waiting)} if waiting else None


class VoiceProcess(Process, of=Voice):
    watched_by = (deputy, keeper_chair, coordinator, coordinator_head, handler_head, leader)
    kin = ()
    reads = ("deputy", "handler", "station", "keeper", "merged_into", "receipt", "category", "told")
    route = ("speak_up", "accept", "assign", "answer", "check", "rate", "conclude")

    states = dict(
        draft=_("填写中"), raised=_("已反映，待受理"), misplaced=_("申请转办，待协调"), accepted=_("已受理，待办"), explained=_("已说明去向"),
        referred=_("报区级，待交办"), assigned=_("已交办，待签收"), declining=_("申请退办，待协调"), signed=_("正在办理"), paused=_("暂停办理"),
        answered=_("已答复，待核实"), checked=_("已告知，待评价"), rated=_("已评价"), merged=_("并案办理"), split=_("已分开办理"),
        converted=_("已提为代表建议"), concluded=_("已办结"), withdrawn=_("已撤回"),
    )

    speak_up  = Step(_("反映"), "draft", "raised", by=resident, fields=("told",), then=hear_the_deputy)
    enter     = Step(_("代为登记"), "draft", "raised", by=keeper, fields=("told",), then=hear_the_deputy, at_will=True)
    accept    = Accept(_("受理"), "raised", "accepted", by=keeper, fields=("title", "category", "grade"), then=follow.note_the_proposal)
    explain   = Step(_("说明去向"), "raised", "explained", by=keeper, fields=("elsewhere", "answer"), then=follow.tell_the_result, at_will=True)
    ask_transfer = Step(_("申请转办"), ("raised", "accepted"), "misplaced", by=keeper, why=True, at_will=True)
    redirect  = Redirect(_("转办"), "misplaced", "raised", by=coordinator, fields=("keeper",))
    reply     = Step(_("代表直接答复"), ("raised", "accepted"), "checked", by=deputy, fields=("outcome", "answer"), then=follow.tell_the_result, at_will=True)
    hand_on   = Step(_("代表转交"), ("raised", "accepted"), "", by=deputy, fields=("deputy_word",), then=follow.tell_the_keeper, at_will=True)

    settle    = Step(_("当场答复"), "accepted", "checked", by=keeper, fields=("outcome", "answer"), needs=(graded(Grade.ON_THE_SPOT),), then=follow.tell_the_result)
    assign    = AssignVoice(_("交办"), "accepted", "assigned", by=keeper, fields=("handler",), needs=(graded(Grade.SUBDISTRICT),))
    refer     = Step(_("报区级"), "accepted", "referred", by=keeper, needs=(graded(Grade.DISTRICT, Grade.HIGHER),))
    dispatch  = AssignVoice(_("区级交办"), "referred", "assigned", by=coordinator, fields=("handler",))
    merge     = Merge(_("并案"), ("raised", "accepted"), "merged", by=keeper, fields=("merged_into",), then=follow.join_it, at_will=True)
    unmerge   = Step(_("撤销并案"), "merged", "accepted", by=keeper, why=True, then=follow.part_from_it, at_will=True)
    part      = Step(_("分开办理"), "accepted", "split", by=keeper, needs=(what_arose_from_it,), at_will=True)
    part_off  = Step(_("分出"), "draft", "accepted", by=keeper, fields=("title", "grade"), then=follow.part_the_source, at_will=True)
    convert   = Step(_("提为代表建议"), ("raised", "accepted", "referred", "assigned", "signed", "checked", "rated", "concluded"), "converted", by=deputy,
                     needs=(what_arose_from_it,), at_will=True)

    sign      = Step(_("签收"), "assigned", "signed", by=handler)
    decline   = Step(_("申请退办"), ("assigned", "signed"), "declining", by=handler, why=True, needs=(the_window_for_returning,), at_will=True)
    transfer  = AssignVoice(_("改交"), "declining", "assigned", by=coordinator, fields=("handler",))
    overrule  = Step(_("不予退办"), "declining", "assigned", by=coordinator, why=True, at_will=True)
    pause     = Step(_("暂停办理"), "signed", "paused", by=handler, fields=("resumes_on",), why=True, needs=(time_left,), then=keep_what_is_left, at_will=True)
    resume    = Step(_("恢复办理"), "paused", "signed", by=handler)
    answer    = Step(_("答复"), "signed", "answered", by=handler, fields=("outcome", "answer"))
    send_back = Step(_("退回再办"), "answered", "signed", by=keeper, why=True, at_will=True)
    check     = Step(_("核实并告知"), "answered", "checked", by=keeper, then=follow.tell_the_result)
    share     = Step(_("一并告知"), "merged", "checked", by=keeper, fields=("outcome", "answer"), needs=(the_lead_answered,), then=follow.tell_the_result)
    report    = Step(_("告知建议的结果"), "converted", "checked", by=keeper, fields=("outcome", "answer"), needs=(an_end_to_what_arose_from_it,), then=follow.tell_the_result)
    gather    = Step(_("汇总告知"), "split", "checked", by=keeper, fields=("outcome", "answer"), needs=(an_end_to_what_arose_from_it,), then=follow.tell_the_result)
    inform    = Step(_("登记已告知"), ("explained", "checked", "rated", "concluded"), "", by=keeper, fields=("told_by",), at_will=True)

    rate      = Step(_("评价"), "checked", "rated", by=resident, fields=("process_rating", "result_rating", "solved"), then=reopen_by_itself,
                     veiled_from=(handler, handler_head))
    reopen    = Step(_("重办"), "rated", "assigned", by=resident, needs=(unsolved, the_first_time, a_handler), then=begin_again, at_will=True)
    reopen_here = Step(_("重办"), "rated", "accepted", by=resident, needs=(unsolved, the_first_time, no_handler), then=begin_again, at_will=True)
    lapse     = Step(_("逾期未评，办结"), "checked", "concluded", by=keeper, needs=(a_rating_overdue,), then=note_the_day, at_will=True)
    conclude  = Step(_("办结"), "rated", "concluded", by=keeper, needs=(nothing_to_reopen,), then=note_the_day)
    draw      = Step(_("抽取回访"), "concluded", "", by=coordinator, needs=(half_a_year_since, not_drawn_yet), then=draw_it, at_will=True)
    say_again = Step(_("回访"), "concluded", "", by=resident, fields=("solved_later",), needs=(being_drawn,), veiled_from=(handler, handler_head), at_will=True)

    add       = Step(_("补充"), ON_ITS_WAY, "", by=resident, fields=("added",), then=follow.tell_of_more, at_will=True)
    withdraw  = Step(_("撤回"), tuple(s for s in ON_ITS_WAY if s not in ("checked", "rated")), "withdrawn", by=resident, then=follow.leave_it, at_will=True)
    consent   = Step(_("身份可以给谁"), (*ON_ITS_WAY, *OVER), "", by=resident, fields=("shares",), at_will=True)
    give_contact = Step(_("留下联系方式"), (*ON_ITS_WAY, *OVER), "", by=resident, at_will=True)
    take_back = Step(_("收回联系方式"), (*ON_ITS_WAY, *OVER), "", by=resident, then=follow.take_back, at_will=True)
    forget    = Step(_("删去我说的话"), (*ON_ITS_WAY, *OVER), "", by=resident, needs=(everything_over,), then=follow.forget, at_will=True)

    look      = Step(_("查看身份"), (*ON_ITS_WAY, *OVER), "", by=keeper, why=True, needs=(someone_to_know,),
                     veiled_from=(deputy, handler, handler_head), at_will=True)
    look_above = Step(_("查看身份"), (*ON_ITS_WAY, *OVER), "", by=coordinator_head, why=True, needs=(someone_to_know,),
                     veiled_from=(deputy, handler, handler_head), at_will=True)
    look_as_deputy = Step(_("查看身份"), ON_ITS_WAY, "", by=deputy, why=True, needs=(someone_to_know, consent_for_deputies),
                     veiled_from=(handler, handler_head), at_will=True)
    look_as_handler = Step(_("查看身份"), ("assigned", "signed", "paused"), "", by=handler, why=True, needs=(someone_to_know, consent_for_handlers),
                     veiled_from=(deputy,), at_will=True)

    redact    = RedactVoice(_("核定公开文本"), ("explained", "converted", *HANDLED, "accepted", "referred"), "", by=keeper,
                            fields=("public_title", "public_text", "public_answer"), needs=(nothing_for_a_few_eyes,), at_will=True)
    publish   = Step(_("公开"), ("explained", "converted", *HANDLED, "accepted", "referred"), "", by=keeper,
                     needs=(nothing_for_a_few_eyes, a_view_fit_to_show, no_stale_answer, not_public_yet), then=show_it, at_will=True)
    unpublish = Step(_("撤下"), tuple(s for s in (*ON_ITS_WAY, *OVER) if s not in ("raised", "misplaced", "withdrawn")), "", by=keeper, why=True, needs=(what_is_public,), then=hide_it, at_will=True)
    amend     = Amend(by=keeper, fields=("title", "place", "category", "grade", "deputy", "hold", "counts"), label=_("更正"), then=hide_from_most)

    accepting   = Clock(_("受理"), (speak_up, enter, redirect), (accept, explain, ask_transfer, merge, reply, convert, withdraw), Rule("voice_accept"))
    deciding    = Clock(_("转办"), ask_transfer, (redirect, withdraw), Rule("voice_transfer"))
    handing_out = Clock(_("交办"), (accept, part_off, unmerge, reopen_here), (settle, assign, refer, merge, part, reply, convert, ask_transfer, withdraw), Rule("voice_assign"))
    dispatching = Clock(_("区级交办"), refer, (dispatch, convert, withdraw), Rule("voice_dispatch"))
    signing     = Clock(_("签收"), (assign, dispatch, transfer, overrule, reopen), (sign, decline, convert, withdraw), Rule("voice_sign"))
    returning   = Clock(_("申请退办"), (assign, dispatch, transfer), (sign, decline, convert, withdraw), Rule("voice_return"), lapses=True)
    ruling      = Clock(_("裁定退办"), decline, (transfer, overrule, withdraw), Rule("voice_transfer"))
    answering   = Clock(_("答复"), (assign, dispatch, transfer, overrule, reopen), (answer, pause, decline, convert, withdraw), time_to_answer)
    resuming    = Clock(_("恢复办理"), pause, (resume, withdraw), the_day_it_named, "承办单位说明理由时自定的日期")
    resting     = Clock(_("恢复后答复"), resume, (answer, pause, decline, convert, withdraw), what_was_left, "承办单位恢复办理，按暂停前剩余的天数计")
    checking    = Clock(_("核实"), answer, (check, send_back, withdraw), Rule("voice_check"))
    again       = Clock(_("再次答复"), send_back, (answer, pause, decline, convert, withdraw), Rule("voice_answer_again"))
    rating      = Clock(_("评价"), (check, settle, reply, share, report, gather), (rate, lapse, convert), Rule("voice_rate"), lapses=True)
    closing     = Clock(_("办结"), rate, (conclude, reopen, reopen_here, convert), Rule("voice_conclude"))
