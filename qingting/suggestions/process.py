"""How a deputy's suggestion travels: filed, checked, assigned, signed for, answered, rated, closed.

Law: Deputies Law (2025), arts. 24, 36, 51 and 52. What the by-laws set stands in the rulebook.
Who else has a share in it acts on a page of his own: handling.py (co-handlers, separate handlers, extension),
cosigning.py (joint deputies), promises.py (promises, key supervision).
"""

from django.db.models import F
from django.utils.timezone import localdate
from django.utils.translation import gettext as said
from django.utils.translation import gettext_lazy as _

from qingting.clocks.rules import Rule
from qingting.docket.models import Series
from qingting.docket.process import Amend, Clock, Process, Step, Who
from qingting.organs.models import Role
from qingting.suggestions.joining import Join
from qingting.suggestions.models import PROMISING, Cosigning, Extension, Handling, Promise, Rating, Suggestion
from qingting.suggestions.redaction import Redact

# The cast: each part is a field of the suggestion, and a role in the organ it names.
lead = Who("lead", Role.DEPUTY, _("领衔代表"))
office = Who("keeper", Role.CLERK, _("代表工作机构"))            # the standing committee's office for deputies
chief = Who("keeper", Role.HEAD, _("代表工作机构负责人"))
handler = Who("handler", Role.CLERK, _("主办单位"))
handler_head = Who("handler", Role.HEAD, _("主办单位负责人"))    # who signs the answer
chair = Who("keeper__parent", Role.CHAIR, _("常委会主任"))       # who only watches
vice_chair = Who("keeper__parent", Role.VICE_CHAIR, _("常委会副主任"))

# What a step needs. Each says what is missing, or None.

def a_matter_of_fact(s):
    """Arts. 24, 36: a suggestion is concrete and says how things are."""
    return None if len(s.text.strip()) >= 20 and s.title.strip() else said("建议须有标题，并写明具体情况和要求（至少 20 字）")


def every_cosigner(s):
    """Joint deputies confirm the content, each for himself."""
    return said("尚有联名代表未确认，可等其确认，或取消邀请") if any(c.state == "invited" for c in shares(s, Cosigning)) else None


def several_handlers(s):
    separate = [h for h in shares(s, Handling) if h.share == Handling.Share.SEPARATE]
    return None if len(separate) > 1 else said("分别交办须先列明两个以上分办单位")


def no_separate_handlers(s):
    separate = any(h.share == Handling.Share.SEPARATE for h in shares(s, Handling))
    return said("已列分办单位，请分别交办；由一个单位主办的，先去掉分办单位") if separate else None


def nothing_joined_to_it(s):
    """What was joined has the answer of one handler; several have none to give it."""
    return said("有建议并入本件，须先撤销并案") if s.joined.filter(state="joined").exists() else None


def no_objection_in_time(s):
    window = s.last_debt("objecting")
    over = s.state == "agreed" or window and window.due_on < s.today
    return None if over else said("异议期至 %(day)s，其间主办单位可以提出异议") % {"day": window and window.due_on}


def the_window_for_returning(s):
    """A late return is not accepted: the handler must then handle it."""
    window = s.last_debt("returning")
    if s.ruled:
        return said("退办已经裁定，须按裁定办理")
    return None if window and s.today <= window.due_on else said("申请退办的期限已过，须由主办单位办理")


def a_talk_with_the_deputy(s):
    """Art. 51: the handler keeps in touch with the deputy and hears him out."""
    return None if s.contacted_on else said("答复前须与代表沟通并登记。先点“登记沟通”")


def an_opinion_from_each(s):
    waiting = [h for h in shares(s, Handling) if h.share == Handling.Share.CO and h.state in ("assigned", "signed")]
    return said("尚有会办单位未提出意见：%(organs)s") % {"organs": said("、").join(str(h.handler) for h in waiting)} if waiting else None


def an_answer_from_each(s):
    waiting = [h for h in shares(s, Handling) if h.share == Handling.Share.SEPARATE and h.state in ("assigned", "signed")]
    return said("尚有分办单位未答复：%(organs)s") % {"organs": said("、").join(str(h.handler) for h in waiting)} if waiting else None


def a_dated_promise(s):
    """What is promised is written down with its day and its measure, or it is forgotten."""
    promised = any(p.state != "withdrawn" for p in shares(s, Promise))
    return said("结果为“%(result)s”的答复，须先列明承诺事项") % {"result": s.get_result_display()} if s.result in PROMISING and not promised else None


def the_joint_answer(s):
    return None if s.joined_to and s.joined_to.answer and s.joined_to.state == "answered" else said("并入的建议尚未答复")


def a_rating_overdue(s):
    debt = s.last_debt("rating")
    return None if debt and debt.due_on < s.today else said("评价期限未满")


def a_reminder_in_vain(s):
    debt = s.last_debt("reminding")
    return None if debt and debt.met_id is None and debt.due_on < s.today else said("须先催评，且催评期满")


def dissatisfaction(s):
    return None if Rating.DISSATISFIED in ratings(s) else said("没有代表评价“不满意”")


def contentment(s):
    return said("有代表评价“不满意”，须重新办理或调处") if Rating.DISSATISFIED in ratings(s) and s.round < 3 else None


def every_rating(s):
    """Every joint deputy is asked; office reminds, and what stays unsaid is left out of the rates."""
    return said("尚有联名代表未评价，可催评或等待") if any(c.state == "asked" for c in shares(s, Cosigning)) else None


def the_first_time(s):
    return None if s.round == 1 else said("已重新办理过一次，仍不满意的应当调处")


def the_second_time(s):
    return None if s.round > 1 else said("第一次不满意，应当先重新办理")


def a_lead(s):
    return None if s.handler_id else said("没有主办单位，须重新分别办理")


def no_lead(s):
    return said("已有主办单位，由其重新办理") if s.handler_id else None


def the_consent_asked_for(s):
    """The request is granted on its own page, and that page presses this."""
    return None if any(e.state == "granted" for e in shares(s, Extension)) and not s.is_complex else said("须由承办单位先申请、代表工作机构同意")


def some_months_since(s):
    first = Rule("suggestion_second_rating").on(s.closed_on, s.congress, "").span.due(s.closed_on)
    return None if s.today >= first else said("回访再评自 %(day)s 起") % {"day": first}


def a_view_fit_to_show(s):
    if s.confidential:
        return said("代表要求不公开")
    return None if s.public_title and s.public_text else said("须先核定公开的文本")


def not_public_yet(s):
    return said("已经公开；再次核定的文本随即换上") if s.public else None


def what_is_public(s):
    return None if s.public else said("还没有公开")


def shares(s, kind):
    """What hangs on it, of one kind, but what was withdrawn."""
    return [kin for kin in s.kin if isinstance(kin, kind)]


def ratings(s):
    """What the lead and every joint deputy said of the result."""
    return {s.result_rating, *(c.result_rating for c in shares(s, Cosigning) if c.state == "rated")}


# What follows from a step, in the same transaction.

def number(s, event):
    """Number it, and see at which session it was filed. What gave rise to it is converted when it is filed first."""
    day = localdate(event.at)
    if not s.number:
        s.number = f"建议{day.year}-{Series.following(s.congress_id, f'suggestions-{day.year}'):04d}"
        s.session = s.sitting
        s.occasion = Suggestion.Occasion.SESSION if s.session else Suggestion.Occasion.RECESS
        s.save(update_fields=["number", "session", "occasion"])
        if s.source and "convert" in s.source.rules.steps and s.source.state != "converted":
            s.source.specific.take("convert", event.actor, at=event.at, suggestion=s.number)


def hand_out(s, event):
    """What the office has set down for the other handlers goes out together with the suggestion; what was joined goes along."""
    for handling in shares(s, Handling):
        if handling.state == "draft":
            handling.take("assign", event.actor, at=event.at)
    Cosigning.objects.filter(on=s).update(handler=s.handler)
    for other in s.joined.filter(state="joined"):
        go_with_it(other, event)
        other.recast()


def forget_the_handler(s, event):
    s.handler, s.contacted_on = None, None
    s.save(update_fields=["handler", "contacted_on"])


def remember_the_ruling(s, event):
    s.ruled = True
    s.save(update_fields=["ruled"])


def go_with_it(s, event):
    """It goes to the handler of the suggestion it was joined to."""
    s.handler = s.joined_to.handler
    s.save(update_fields=["handler"])
    Cosigning.objects.filter(on=s).update(handler=s.handler)


def part_from_it(s, event):
    s.joined_to, s.handler = None, None
    s.save(update_fields=["joined_to", "handler"])


def give_answer(s, event):
    """Its promises begin to run, its joint deputies are asked, and what was joined to it has its answer too."""
    step = "make" if s.handler_id else "make_for_them"
    for promise in shares(s, Promise):
        if promise.state == "draft":
            promise.take(step, event.actor, at=event.at)
    for cosigning in shares(s, Cosigning):
        if cosigning.state in ("joined", "rated", "asked"):
            cosigning.take("hear" if s.handler_id else "hear_from_office", event.actor, at=event.at)
    for other in s.joined.filter(state="joined"):
        other.take("share", event.actor, at=event.at, result=s.result, answer=s.answer)


def begin_again(s, event):
    """It goes back to whoever answered: to the lead, or to all who answered separately."""
    s.round = F("round") + 1
    s.contacted_on, s.contact_kind, s.contact_note, s.result, s.answer = None, "", "", "", ""
    s.process_rating = s.result_rating = ""
    s.save(update_fields=["round", "contacted_on", "contact_kind", "contact_note", "result", "answer", "process_rating", "result_rating"])
    s.refresh_from_db(fields=["round"])
    for handling in shares(s, Handling) if s.state == "divided" else ():
        if handling.state == "given":
            handling.take("redo", event.actor, at=event.at)


def note_the_day(s, event):
    s.closed_on = localdate(event.at)
    s.save(update_fields=["closed_on"])


def stop_the_rest(s, event):
    """Nobody goes on handling, signing, deciding on or supervising what was withdrawn."""
    for kin in s.kin:
        name = "drop" if isinstance(kin, Cosigning) else "end"
        if kin.process and name in kin.process.steps and kin.state in kin.process.steps[name].source:
            kin.take(name, event.actor, at=event.at)


def show_it(s, event):
    s.public = True
    s.save(update_fields=["public"])


def hide_it(s, event):
    s.public = False
    s.save(update_fields=["public"])


# How long. National law stands here; what a by-law may set is a rule of the rulebook.

def time_to_assign(s):
    """At a session, by its close; in recess, the time of the by-law."""
    return Rule("suggestion_assign_session") if s.sitting else Rule("suggestion_assign_recess")


def time_to_answer(s):
    """Art. 51: three months from assignment; six when it is broad or hard. Two classes, not an extension by consent."""
    return Rule("suggestion_reply_complex") if s.is_complex else Rule("suggestion_reply")


class SuggestionProcess(Process, of=Suggestion):
    watched_by = (chair, vice_chair)
    kin = ("handling__handler", "cosigning__person", "extension", "promise__handler", "keysupervision__supervisor")
    reads = ("lead", "handler", "session__term", "delegation", "joined_to__keeper", "keeper__parent")
    route = ("file", "accept", "assign", "sign", "answer", "rate", "close")

    states = dict(
        draft=_("草稿"), filed=_("已提出，待审查"), returned=_("已退回修改"), refused=_("不作为建议办理"), accepted=_("已立案，待交办"),
        proposed=_("预交办"), agreed=_("无异议，待交办"), assigned=_("已交办，待签收"), declining=_("申请退办，待裁定"), joined=_("已并案"),
        signed=_("已签收，待答复"), divided=_("已分别交办"), drafted=_("已拟答复，待签发"), answered=_("已答复，待评价"), rated=_("已评价"),
        unrated=_("逾期未评"), mediating=_("正在调处"), closed=_("已办结"), withdrawn=_("已撤回"),
    )

    file         = Step(_("提出"), ("draft", "returned"), "filed", by=lead, needs=(a_matter_of_fact, every_cosigner), then=number)
    convert_bill = Step(_("议案转为建议"), "draft", "filed", by=office, fields=("bill_number", "converted_on"), then=number, at_will=True)
    accept       = Step(_("审查立案"), "filed", "accepted", by=office, fields=("category",))
    send_back    = Step(_("退回修改"), "filed", "returned", by=office, why=True)
    refuse       = Step(_("不作为建议办理"), "filed", "refused", by=office, fields=("ground", "other_path"))
    withdraw     = Step(_("撤回"), ("filed", "returned", "accepted", "proposed", "agreed", "assigned", "declining", "signed", "divided", "joined", "drafted"),
                        "withdrawn", by=lead, why=True, at_will=True, then=stop_the_rest)

    propose      = Step(_("预交办"), "accepted", "proposed", by=office, fields=("handler", "is_complex"), needs=(no_separate_handlers,), at_will=True)
    agree        = Step(_("无异议"), "proposed", "agreed", by=handler)
    object       = Step(_("提出异议"), "proposed", "accepted", by=handler, why=True, then=forget_the_handler, at_will=True)
    assign       = Step(_("交办"), "accepted", "assigned", by=office, fields=("handler", "is_complex"), needs=(no_separate_handlers,), then=hand_out)
    confirm      = Step(_("正式交办"), ("proposed", "agreed"), "assigned", by=office, needs=(no_objection_in_time,), then=hand_out)
    divide       = Step(_("分别交办"), "accepted", "divided", by=office, fields=("is_complex",), needs=(several_handlers, nothing_joined_to_it), then=hand_out, at_will=True)
    join         = Join(_("并案"), "accepted", "joined", by=office, fields=("joined_to",), then=go_with_it, at_will=True)
    unjoin       = Step(_("撤销并案"), "joined", "accepted", by=office, why=True, then=part_from_it, at_will=True)
    sign         = Step(_("签收"), "assigned", "signed", by=handler)
    decline      = Step(_("申请退办"), ("assigned", "signed"), "declining", by=handler, why=True, needs=(the_window_for_returning,), at_will=True)
    uphold       = Step(_("准予退办"), "declining", "accepted", by=office, then=forget_the_handler)
    overrule     = Step(_("不予退办"), "declining", "assigned", by=office, why=True, then=remember_the_ruling)
    extend       = Step(_("改为复杂件"), ("assigned", "signed", "drafted"), "", by=chief, fields=("is_complex",), needs=(the_consent_asked_for,), at_will=True)

    draft_answer = Step(_("拟写答复"), "signed", "drafted", by=handler, fields=("result", "answer"), needs=(a_talk_with_the_deputy, an_opinion_from_each),
                        veiled_from=(lead, office, chief, chair, vice_chair))
    contact      = Step(_("登记沟通"), "signed", "", by=handler, fields=("contacted_on", "contact_kind", "contact_note"))
    rework       = Step(_("退回重拟"), "drafted", "signed", by=handler_head, why=True, at_will=True)
    answer       = Step(_("签发答复"), "drafted", "answered", by=handler_head, needs=(a_dated_promise,), then=give_answer)
    gather       = Step(_("汇总答复"), "divided", "answered", by=office, fields=("result", "answer"), needs=(an_answer_from_each,), then=give_answer)
    share        = Step(_("一并答复"), "joined", "answered", by=handler_head, fields=("result", "answer"), needs=(the_joint_answer,), then=give_answer)

    rate         = Step(_("评价"), "answered", "rated", by=lead, fields=("process_rating", "result_rating"), veiled_from=(handler, handler_head))
    remind       = Step(_("催评"), "answered", "", by=office, needs=(a_rating_overdue,), at_will=True)
    lapse        = Step(_("逾期未评"), "answered", "unrated", by=office, needs=(a_reminder_in_vain,), at_will=True)
    redo         = Step(_("重新办理"), ("rated", "unrated"), "signed", by=office, why=True, needs=(dissatisfaction, a_lead, the_first_time), then=begin_again)
    redivide     = Step(_("重新分别办理"), ("rated", "unrated"), "divided", by=office, why=True, needs=(dissatisfaction, no_lead, the_first_time), then=begin_again)
    mediate      = Step(_("组织调处"), ("rated", "unrated"), "mediating", by=office, why=True, needs=(dissatisfaction, the_second_time))
    settle       = Step(_("调处办结"), "mediating", "closed", by=office, fields=("mediation",), then=note_the_day)
    close        = Step(_("办结"), ("rated", "unrated"), "closed", by=office, needs=(contentment, every_rating), then=note_the_day)
    revisit      = Step(_("回访再评"), "closed", "", by=lead, fields=("second_process_rating", "second_result_rating"), needs=(some_months_since,),
                        veiled_from=(handler, handler_head), at_will=True)

    redact       = Redact(_("核定公开文本"), "closed", "", by=office, fields=("public_title", "public_text", "public_answer"), at_will=True)
    publish      = Step(_("公开"), "closed", "", by=office, needs=(a_view_fit_to_show, not_public_yet), then=show_it, at_will=True)
    unpublish    = Step(_("撤下"), "closed", "", by=office, why=True, needs=(what_is_public,), then=hide_it, at_will=True)
    amend        = Amend(by=office, fields=("title", "text", "category", "occasion", "confidential"), label=_("更正"))

    assigning  = Clock(_("交办"), file, (assign, confirm, divide, join, refuse, send_back, withdraw), time_to_assign)
    objecting  = Clock(_("提出异议"), propose, (agree, object, confirm, withdraw), Rule("suggestion_object"), lapses=True)
    signing    = Clock(_("签收"), (assign, confirm, overrule), (sign, decline, withdraw), Rule("suggestion_sign"))
    returning  = Clock(_("申请退办"), (assign, confirm), (sign, decline, withdraw), Rule("suggestion_return"), lapses=True)
    ruling     = Clock(_("裁定退办"), decline, (uphold, overrule, withdraw), Rule("suggestion_reassign"))
    contacting = Clock(_("与代表沟通"), (assign, confirm), (contact, uphold, withdraw), Rule("suggestion_contact_deputy"))
    answering  = Clock(_("答复代表"), (assign, confirm, divide, join), (answer, gather, share, uphold, unjoin, withdraw), time_to_answer, anew=extend)
    again      = Clock(_("再次答复"), (redo, redivide), (answer, gather, withdraw), Rule("suggestion_redo_reply"))
    rating     = Clock(_("评价"), (answer, gather, share), (rate, lapse), Rule("suggestion_feedback"))
    reminding  = Clock(_("催评后评价"), remind, (rate, lapse), Rule("suggestion_remind"))
