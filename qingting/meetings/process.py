"""How a meeting is convened, opened, held and written down; and how a member asks for leave.

Law: Organic Law of Local Congresses and Governments (2022), arts. 14 and 25 (congress), 51 (standing committee: convened
and presided over by its chair, who may entrust a vice-chair; at least every two months; more than half of all members
must be present), 54 (the chairpersons' meeting fixes the days and drafts the agenda, the committee adopts it).
Days of notice are by-laws of other places until Hubei's own are read; they stand in the rulebook.
"""

from django.utils.translation import gettext as said
from django.utils.translation import gettext_lazy as _

from qingting.clocks.rules import Rule
from qingting.docket.process import Amend, Clock, Process, Refused, Step, Who
from qingting.meetings.hall import quorum
from qingting.meetings.minutes import composed
from qingting.meetings.models import SITTING, Leave, Meeting
from qingting.meetings.telling import after_cancelling, after_moving, after_notice, after_writing_up
from qingting.meetings.thresholds import ORGANIC
from qingting.organs.models import Organ, Post, Role, Term

office = Who("keeper", Role.CLERK, _("会务工作机构"))
office_head = Who("keeper", Role.HEAD, _("会务工作机构负责人"))
presiding = Who("presiding", "", _("主持人"))                      # the chair, or the vice-chair whom he entrusts
chair = Who("body", Role.CHAIR, _("主任"))
vice_chairs = Who("body", Role.VICE_CHAIR, _("副主任"))
members = Who("body", Role.MEMBER, _("组成人员"))
deputies = Who("body", Role.DEPUTY, _("代表"))
asker = Who("asker", "", _("请假人"))

# What a step needs. Each says what is missing, or None.

def a_day_ahead(m):
    """Nobody can be called to a meeting that is over."""
    if not m.held_on:
        return None  # the form asks for it
    return said("开会日期 %(day)s 已经过去，请改为今天以后的日期") % {"day": f"{m.held_on:%Y-%m-%d}"} if m.held_on < m.today else None


def an_agenda(m):
    return None if m.items.exists() else said("议程里还没有议题，请先列议题再发通知")


def its_day(m):
    return None if m.held_on == m.today else said("会议定在 %(day)s 举行，当天才能宣布开会；改期请先“改期”") % {"day": f"{m.held_on:%Y-%m-%d}"}


def a_presidium(m):
    """Organic Law, art. 17: the preparatory meeting elects the presidium, which presides over the session."""
    if m.body.kind != Organ.Kind.CONGRESS or m.is_preparatory or m.presidium:
        return None
    return said("预备会议还没有选举主席团和秘书长，大会不能开会（%(law)s第十七条）") % {"law": ORGANIC}


def enough_people(m):
    """A meeting does not open without its quorum, and takes no vote without it."""
    here = quorum(m)
    if here.is_there:
        return None
    lacks = {"quorum": here, "missing": -here.to_spare, "basis": here.rule.basis, "rule": here.rule}
    return said("到会的人不足法定人数（%(rule)s）：%(quorum)s，还差 %(missing)s 人。%(basis)s") % lacks


def an_adopted_agenda(m):
    return None if m.agenda_adopted else said("议程还没有经会议通过，不能闭会")


def a_vote_on_the_agenda(m):
    """The meeting adopts its agenda by a vote, and that vote presses this."""
    carried = any(v.is_on_the_agenda and v.state == "carried" for v in m.every_vote)
    return None if carried else said("议程由会议表决通过：请先就议程发起表决")


def every_vote_over(m):
    """What was put to the vote is announced, or is said not to be voted on; else it would wait in an inbox for ever."""
    waiting = next((v for v in m.every_vote if v.state in ("draft", "voting", "counted")), None)
    return said("“%(vote)s”%(state)s，不能闭会。不表决的，请点“不付表决”") % {"vote": waiting.title, "state": waiting.state_label} if waiting else None


def a_meeting_to_come(leave):
    on = leave.on
    return None if on.state in ("planned", "notified") else said("会议“%(state)s”，请假应当在会前提出") % {"state": on.state_label}


# What follows from a step, in the same transaction.

def number(m, event):
    """The ordinal counts a body's meetings within its term of five years. Raises Refused where another has it."""
    Organ.objects.select_for_update().get(pk=m.body_id)  # two that are planned at one moment get two numbers
    m.term = Term.objects.filter(congress=m.congress_id, since__lte=m.held_on).order_by("since").last()
    last = Meeting.objects.filter(body=m.body_id, term=m.term).exclude(ordinal=None).order_by("ordinal").last()
    if m.session:  # a session has its own number, and its meetings none
        m.save(update_fields=["term"])
        return
    m.ordinal = m.ordinal or (last.ordinal + 1 if last else 1)
    if other := Meeting.objects.filter(body=m.body_id, term=m.term, ordinal=m.ordinal).exclude(pk=m.pk).first():
        raise Refused(said("本届已经有第 %(n)s 次会议：%(other)s。请先“取消会议”，再召集一次，次序空着就会接着编") % {"n": m.ordinal, "other": other.title})
    m.save(update_fields=["term", "ordinal"])


def see_that_it_lies_ahead(m, event):
    if reason := a_day_ahead(m):
        raise Refused(reason)


def after_planning(m, event):
    see_that_it_lies_ahead(m, event)
    number(m, event)


def after_a_new_day(m, event):
    see_that_it_lies_ahead(m, event)
    after_moving(m, event)


def begin(m, event):
    """A session's agenda is adopted once, by its preparatory meeting (art. 17); its other meetings follow it."""
    m.opened_at = event.at
    if m.session and not m.is_preparatory:
        m.agenda_adopted = m.session.meetings.filter(is_preparatory=True, agenda_adopted=True).exists()
    m.save(update_fields=["opened_at", "agenda_adopted"])


def end(m, event):
    """The hall is empty when the meeting is over: whoever is still there leaves with its end."""
    m.closed_at = event.at
    m.save(update_fields=["closed_at"])
    m.presences.filter(left_at=None, came_at__lte=event.at).update(left_at=event.at)
    m.turns.filter(began_at__lte=event.at, ended_at=None).update(ended_at=event.at)


def adopt_it(m, event):
    m.agenda_adopted = True
    m.save(update_fields=["agenda_adopted"])


def see_that_he_may_preside(m, event):
    """The chair presides, and may entrust a vice-chair (art. 51); a session, one of its presidium, whom it chooses itself."""
    if who_may_preside(m).filter(person=m.presiding).exists():
        return
    if m.body.kind in (Organ.Kind.CONGRESS, Organ.Kind.PRESIDIUM):
        who = {"person": m.presiding, "law": ORGANIC}
        raise Refused(said("大会由主席团主持，预备会议由常委会主持；%(person)s不是其中的成员（%(law)s第十七条）") % who)
    raise Refused(said("会议由主任召集并主持，主任可以委托副主任主持；%(person)s不是%(body)s的主任、副主任（%(law)s第五十一条第一款）") % {
            "person": m.presiding, "body": m.body, "law": ORGANIC})


def who_may_preside(m):
    """The posts whose holders may preside over this meeting."""
    leaders = (Role.CHAIR, Role.VICE_CHAIR)
    if m.body.kind == Organ.Kind.PRESIDIUM or m.presidium and m.body.kind == Organ.Kind.CONGRESS and not m.is_preparatory:
        return (m.presidium or m.body).posts.current(m.held_on).filter(role__in=SITTING[Organ.Kind.PRESIDIUM])
    if m.body.kind == Organ.Kind.CONGRESS:
        return Post.objects.current(m.held_on).filter(organ__parent=m.body, organ__kind=Organ.Kind.STANDING_COMMITTEE, role__in=leaders)
    return m.body.posts.current(m.held_on).filter(role__in=leaders)


# How long.

def time_of_notice(m):
    """From the notice back from the day: as by-laws have it for each kind of meeting."""
    if m.body.kind == Organ.Kind.CHAIRPERSONS:
        return Rule("cm_notice")
    if m.body.kind == Organ.Kind.SPECIAL_COMMITTEE:
        return Rule("committee_notice")
    if m.body.kind in (Organ.Kind.PRESIDIUM, Organ.Kind.GROUP):
        return Rule("session_notice")
    return Rule("congress_notice") if m.body.kind == Organ.Kind.CONGRESS else Rule("sc_notice")


def time_of_materials(m):
    """The standing committee's members have a right to read first; for other meetings they go out with the notice."""
    return Rule("sc_materials") if m.body.kind == Organ.Kind.STANDING_COMMITTEE else time_of_notice(m)


class Entrust(Step):
    """Entrusting another to preside: the form offers those whom the law allows."""

    def form(self, *args, **kwargs):
        form = super().form(*args, **kwargs)
        m = form.instance
        form.fields["presiding"].queryset = form.fields["presiding"].queryset.filter(pk__in=who_may_preside(m).values("person"))
        return form


class WriteUp(Step):
    """Writing the minutes begins from what happened; the office edits it."""

    def form(self, *args, **kwargs):
        form = super().form(*args, **kwargs)
        if not form.instance.minutes:
            form.initial["minutes"] = composed(form.instance)
        return form


class MeetingProcess(Process, of=Meeting):
    is_heard = False
    watched_by = (office_head, chair, vice_chairs, members, deputies)
    kin = ("vote__item", "leave__asker")
    reads = ("body", "body__congress", "presiding", "keeper")
    route = ("plan", "notify", "open", "close", "write_up", "sign")

    states = dict(
        draft=_("草稿"), planned=_("已定会期，待通知"), notified=_("已通知"), sitting=_("正在开会"), closed=_("已闭会，待整理纪要"),
        written=_("纪要待签发"), signed=_("纪要已签发"), cancelled=_("已取消"),
    )

    plan     = Step(_("确定会期"), "draft", "planned", by=office, fields=("held_on", "opens_at", "place"), then=after_planning)
    move     = Step(_("改期"), ("planned", "notified"), "", by=office, fields=("held_on", "opens_at", "place"), why=True, at_will=True, then=after_a_new_day)
    entrust  = Entrust(_("委托主持"), ("planned", "notified"), "", by=presiding, fields=("presiding",), at_will=True, then=see_that_he_may_preside)
    notify   = Step(_("发出会议通知"), "planned", "notified", by=office, needs=(a_day_ahead, an_agenda), then=after_notice)
    hand_out = Step(_("送达材料"), ("planned", "notified"), "", by=office, fields=("materials_on",), needs=(an_agenda,))
    open     = Step(_("宣布开会"), "notified", "sitting", by=presiding, needs=(its_day, a_presidium, enough_people), then=begin)
    adopt    = Step(_("通过议程"), "sitting", "", by=presiding, needs=(a_vote_on_the_agenda,), at_will=True, then=adopt_it)
    close    = Step(_("宣布闭会"), "sitting", "closed", by=presiding, needs=(an_adopted_agenda, every_vote_over), then=end)
    write_up = WriteUp(_("整理纪要"), "closed", "written", by=office, fields=("minutes",), then=after_writing_up)
    sign     = Step(_("签发纪要"), "written", "signed", by=presiding)
    send_back = Step(_("退回修改纪要"), "written", "closed", by=presiding, why=True, at_will=True)
    cancel   = Step(_("取消会议"), ("draft", "planned", "notified"), "cancelled", by=office, why=True, at_will=True, then=after_cancelling)
    amend    = Amend(by=office, fields=("title", "place", "opens_at"))

    notice   = Clock(_("发出会议通知"), plan, (notify, cancel), time_of_notice, anew=move)
    materials = Clock(_("送达材料"), plan, (hand_out, cancel, open), time_of_materials, anew=move)


class LeaveProcess(Process, of=Leave):
    is_heard = False
    watched_by = (office, office_head)
    reads = ("asker", "on")
    route = ("ask", "grant")
    states = dict(draft=_("草稿"), asked=_("已请假，待批"), granted=_("准假"), refused=_("不准假"), withdrawn=_("已销假"))

    ask      = Step(_("请假"), "draft", "asked", by=asker, fields=("reason",), needs=(a_meeting_to_come,))
    grant    = Step(_("准假"), "asked", "granted", by=presiding)
    refuse   = Step(_("不准假"), "asked", "refused", by=presiding, why=True, at_will=True)
    withdraw = Step(_("销假"), ("asked", "granted"), "withdrawn", by=asker, at_will=True)
