"""How someone is put forward for an office, examined, voted on, given his letter and sworn in; and how one is removed.

Law: Organic Law of Local Congresses and Governments (2022), arts. 34, 50, 51, 54, 55, 56; Constitution, art. 27 and the decision
on the oath (2018). What runs before and after the vote is by-law of other places until Hubei's own is read: it stands in
the rulebook with its confidence. Who may put forward whom is the table in `offices.py`.
"""

from django.utils.timezone import localdate
from django.utils.translation import gettext as said
from django.utils.translation import gettext_lazy as _

from qingting.appointments.models import Nomination
from qingting.appointments.offices import local
from qingting.clocks.rules import Rule
from qingting.docket.models import Part, Series
from qingting.docket.process import Amend, Clock, Process, Refused, Step, Who
from qingting.meetings import agenda
from qingting.meetings.chairs import ByTheChairs, a_meeting_of_the_chairs
from qingting.meetings.following import a_vote_that_carried, a_vote_that_lost, an_annulled_vote
from qingting.meetings.models import Item, Meeting
from qingting.organs.models import Organ, Post, Role

office = Who("keeper", Role.CLERK, _("人事任免工作机构"))
office_head = Who("keeper", Role.HEAD, _("人事任免工作机构负责人"))
proposing_clerk = Who("proposer", Role.CLERK, _("提请机关"))
proposing_head = Who("proposer", Role.HEAD, _("提请机关负责人"))
presiding = Who("presiding", "", _("主持人"))
chair = Who("committee", Role.CHAIR, _("常委会主任"))
vice_chairs = Who("committee", Role.VICE_CHAIR, _("常委会副主任"))
members = Who("introduced_to", Role.MEMBER, _("常委会组成人员"))    # once it is on the agenda, and not before

CALLED = ("planned", "notified", "sitting")
PEOPLE = _("人事任免事项")  # one item of the agenda bears all nominations of a meeting

# What a step needs. Each says what is missing, or None.

def the_right_proposer(n):
    """The table of P11: each office has one organ that puts candidates forward."""
    its = n.its_office
    if n.proposer.kind == its.proposer:
        return None
    return said("“%(office)s”由%(proposer)s提请，不由%(organ)s提请（%(basis)s）") % {
        "office": its.label, "proposer": Organ.Kind(its.proposer).label, "organ": n.proposer, "basis": its.basis}


def a_post_to_end(n):
    """Only who holds an office can be removed from it."""
    if n.begins or its_post(n):
        return None
    return said("%(person)s现在没有登记%(organ)s的这个职务，不能提请免职。请先在“机构和人员”里核对") % {"person": n.nominee, "organ": n.organ}


def an_office_not_held_yet(n):
    held = n.begins and its_post(n)
    return said("%(person)s已经担任这个职务，不用再提请任命") % {"person": n.nominee} if held else None


def one_who_may_act(n):
    """Whoever acts for an absent head is taken from his deputies; from elsewhere he is appointed one first (art. 50)."""
    acting = n.its_office.acting
    if n.change != n.Change.ACT or n.organ.posts.current(n.today).filter(person=n.nominee, role=acting).exists():
        return None
    return said("代理人选从%(organ)s的%(role)s中决定；%(person)s不是的，先提请任命（%(basis)s）") % {
        "organ": n.organ, "role": Role(acting).label, "person": n.nominee, "basis": n.its_office.basis}


def not_rejected_twice(n):
    """By-law: put forward once more after a vote that did not carry; after two in a row not for the same office in this term."""
    rule = local("rejections", n.congress, n.today)
    earlier = Nomination.objects.filter(organ=n.organ, role=n.role, office_title=n.office_title, nominee=n.nominee, change=n.change)
    term = n.congress.terms.filter(since__lte=n.today).order_by("since").last()
    in_term = earlier.filter(filed_on__gte=term.since) if term else earlier
    last = list(in_term.filter(state__in=("carried", "lost", "closed")).order_by("-filed_on", "-pk").values_list("state", flat=True)[: rule["most"]])
    if last.count("lost") < rule["most"]:
        return None
    return said("%(person)s连续%(n)s次未获通过，本届内不再提请任命同一职务（%(basis)s）") % {"person": n.nominee, "n": rule["most"], "basis": rule["basis"]}


def no_other_like_it(n):
    running = Nomination.objects.filter(organ=n.organ, role=n.role, office_title=n.office_title, nominee=n.nominee, state__in=RUNNING).exclude(pk=n.pk).first()
    return said("同样的任免案正在办理：%(other)s") % {"other": running.number} if running else None


def an_examination(n):
    """Where the by-law asks for one: passed, or let off with a reason."""
    rule = local("examined", n.congress, n.today)
    if not n.begins or n.office not in rule["offices"] or n.examined_by:
        return None
    return said("拟任人还没有通过任前法律知识考试，也没有登记免试（%(basis)s）") % {"basis": rule["basis"]}


def a_passed_sitting(n):
    """The examination's own record presses this when it is passed, for this nomination or for an earlier one in this term."""
    return None if passed_by(n).exists() else said("考试通过以后自动登记；免试的请点“登记免试”")


def passed_by(n):
    """The sittings that the nominee has passed: a matter of another room, which is known by its cast alone."""
    return Part.objects.filter(kind="examination.sitting", state="passed", hat=f"person:{n.nominee_id}:")


def an_appointment(n):
    return None if n.begins else said("免职的，点“公布免职”；不颁发任命书")


def a_removal(n):
    return said("任命的，点“公布任命”") if n.begins else None


def an_oath_owed(n):
    return None if n.begins else said("免职不宣誓")


def an_oath_not_taken(n):
    return said("已经宣誓，不用登记") if is_sworn(n) else None


def one_who_may_owe_none(n):
    """Officers of state swear (Constitution, art. 27; decision of 2018, item 1). Of a part-time member of a sub-district's
    committee no text read says so: whether he is one, the office writes down with its reason (confidence E)."""
    may = n.organ.kind == Organ.Kind.SUBDISTRICT_COMMITTEE and n.role == Role.MEMBER
    return None if may else said("国家工作人员就职时应当公开宪法宣誓（宪法第二十七条），不能免去；只有街道工委的兼职委员可以登记不组织宣誓")


def is_sworn(n):
    return bool(n.sworn_at and n.sworn_at.state == "held")


def a_ceremony(n):
    """The record of the ceremony presses this."""
    its = n.sworn_at
    return None if its and its.state == "held" else said("宣誓在“宪法宣誓”里登记，仪式举行以后自动记到这里")


def everything_done(n):
    """An appointment is over when the letter is given, the oath taken, the proposer told, the public told, and it is reported."""
    lacks = [
        label
        for is_lacking, label in (
            (n.begins and not n.lettered_on, said("颁发任命书")),
            (n.begins and not is_sworn(n) and not n.events.filter(step="waive_oath").exists(), said("宪法宣誓")),
            (not n.told_on, said("通知提请机关")),
            (not n.published_on, said("公布")),
            (n.its_office.reported and not n.reported_on, said("报送备案")),
        )
        if is_lacking
    ]
    return said("还没有办完：%(lacks)s") % {"lacks": said("、").join(lacks)} if lacks else None


def its_post(n):
    posts = n.organ.posts.current(n.today).filter(person=n.nominee, role=n.role)
    named = posts.filter(title=n.office_title)
    return named.first() if n.role == Role.OFFICER else posts.first()


# What follows from a step, in the same transaction.

def number(n, event):
    year = n.today.year
    n.number = n.number or f"任免{year}-{Series.following(n.congress_id, f'appointments-{year}'):04d}"
    n.save(update_fields=["number"])


def note_the_exam(n, event):
    n.examined_by = event.data.get("sitting") or passed_by(n).order_by("-matter").first().matter.number
    n.save(update_fields=["examined_by"])


def note_that_none_is_due(n, event):
    n.examined_by = said("免试")
    n.save(update_fields=["examined_by"])


def see_that_it_can_go_there(n):
    """A meeting of this committee that is called, is not over and has not adopted its agenda."""
    m = n.at_meeting
    if m.body_id != n.decides.pk or m.state not in CALLED:
        raise Refused(said("请选一次还没有闭会的%(body)s会议") % {"body": n.decides})
    if reason := agenda.why_not_change(m):
        raise Refused(reason)


def put_on_the_agenda(n, event):
    """One item bears all nominations of a meeting. Late ones say why (by-law); members may read it from now on. Raises Refused."""
    m = n.at_meeting
    see_that_it_can_go_there(n)
    ruling = Rule("appointment_submit").on(m.held_on, n.congress, "")
    last = ruling.span.due(m.held_on, m)
    if n.filed_on > last and not n.late_because:
        raise Refused(said("任免案最迟在会议%(span)s（%(last)s）提请，这件是%(filed)s提请的，请写明迟于期限的理由（%(basis)s）") % {
            "span": ruling.span, "last": last, "filed": n.filed_on, "basis": ruling.basis})
    n.item = m.items.filter(title=str(PEOPLE)).first() or agenda.add(Item(meeting=m, title=str(PEOPLE)))
    n.introduced_to = n.committee
    n.save(update_fields=["item", "introduced_to"])


def take_off_the_agenda(n, event):
    n.item, n.at_meeting, n.introduced_to = None, None, None
    n.save(update_fields=["item", "at_meeting", "introduced_to"])


def have_it_take_effect(n, event):
    """From the day of the vote (by-laws of Guangdong, art. 21, and Chongqing, art. 26): a post begins, or ends."""
    day = localdate(event.at)
    if n.begins:
        kept = {"level": "", "title": n.office_title if n.role in (Role.OFFICER, Role.VICE_HEAD) or n.change == n.Change.ACT else ""}
        n.post, _new = Post.objects.get_or_create(person=n.nominee, organ=n.organ, role=n.role, since=day, defaults=kept)
    else:
        n.post = its_post(n)
        Post.objects.filter(pk=n.post.pk).update(until=day)
    n.save(update_fields=["post"])


def undo_it(n, event):
    """A vote that does not count has made and ended nothing: the post it made lasts no day longer, the one it ended goes on."""
    if n.post_id:
        Post.objects.filter(pk=n.post_id).update(until=n.post.since if n.begins else None)
        n.post = None
        n.save(update_fields=["post"])


def see_that_it_is_not_ahead(field):
    def look(n, event):
        if getattr(n, field) > n.today:
            raise Refused(said("日期不能晚于今天"))

    return look


class ToAMeeting(Step):
    """To which meeting of the committee it goes: those that are called and not over. Only who is late says why."""

    def form(self, *args, **kwargs):
        form = super().form(*args, **kwargs)
        called = Meeting.objects.filter(body=form.instance.decides, state__in=CALLED)
        form.fields["at_meeting"].queryset = called.order_by("held_on")
        return form

    def is_optional(self, name):
        return name == "late_because"

    def lacks(self, field, value):
        return field.name != "late_because" and super().lacks(field, value)


BEFORE = ("proposed", "returned", "checked", "ready")
RUNNING = (*BEFORE, "scheduled")


class NominationProcess(Process, of=Nomination):
    watched_by = (office_head, proposing_clerk, chair, vice_chairs, members)
    reads = ("proposer", "organ", "nominee", "keeper", "committee", "presiding", "sworn_at", "post")
    route = ("propose", "check", "submit", "schedule", "carry", "letter", "swear", "close")

    states = dict(
        draft=_("草稿"), proposed=_("已提请，待初审"), returned=_("退回补正"), checked=_("初审合格，待主任会议"), ready=_("待列入常委会议程"),
        scheduled=_("已列入议程，待表决"), carried=_("已通过"), lost=_("未通过"), closed=_("已办结"), declined=_("主任会议不提请"), withdrawn=_("已撤回"),
    )

    propose    = Step(_("提请"), "draft", "proposed", by=proposing_head, needs=(the_right_proposer, a_post_to_end, an_office_not_held_yet, one_who_may_act, not_rejected_twice, no_other_like_it), then=number)
    register   = Step(_("登记纸质提请"), "draft", "proposed", by=office, fields=("paper_number",), needs=(the_right_proposer, a_post_to_end, an_office_not_held_yet, one_who_may_act, not_rejected_twice, no_other_like_it), then=number)
    send_back  = Step(_("退回补正"), ("proposed", "checked"), "returned", by=office, why=True, at_will=True)
    propose_again = Step(_("补正后再提请"), "returned", "proposed", by=proposing_head)
    register_again = Step(_("登记补正材料"), "returned", "proposed", by=office, why=True, at_will=True)
    check      = Step(_("初审合格"), "proposed", "checked", by=office, fields=("qualification",))
    examined   = Step(_("通过考试"), ("proposed", "checked"), "", by=office, needs=(a_passed_sitting,), then=note_the_exam, at_will=True)
    excuse     = Step(_("登记免试"), ("proposed", "checked"), "", by=office, why=True, then=note_that_none_is_due, at_will=True)
    submit     = ByTheChairs(_("主任会议决定提请"), "checked", "ready", by=office, fields=("chairs_meeting",), needs=(an_examination, a_meeting_of_the_chairs))
    decline    = ByTheChairs(_("主任会议决定不提请"), "checked", "declined", by=office, fields=("chairs_meeting",), why=True, at_will=True)
    schedule   = ToAMeeting(_("列入常委会议程"), "ready", "scheduled", by=office, fields=("at_meeting", "late_because"), then=put_on_the_agenda)
    introduce  = Step(_("登记提请说明"), "scheduled", "", by=office, fields=("introduction",), at_will=True)
    speak      = Step(_("登记拟任人发言"), "scheduled", "", by=office, fields=("statement",), at_will=True)
    put_off    = Step(_("暂不付表决"), "scheduled", "ready", by=office, why=True, at_will=True, then=take_off_the_agenda)
    carry      = Step(_("表决通过"), "scheduled", "carried", by=presiding, needs=(a_vote_that_carried,), then=have_it_take_effect)
    lose       = Step(_("表决未通过"), "scheduled", "lost", by=presiding, needs=(a_vote_that_lost,), at_will=True)
    revote     = Step(_("表决无效，重新表决"), ("carried", "lost"), "scheduled", by=presiding, needs=(an_annulled_vote,), at_will=True, then=undo_it)
    letter     = Step(_("颁发任命书"), "carried", "", by=office, fields=("lettered_on",), needs=(an_appointment,), then=see_that_it_is_not_ahead("lettered_on"))
    swear      = Step(_("宪法宣誓"), "carried", "", by=office, needs=(an_oath_owed, a_ceremony), at_will=True)
    waive_oath = Step(_("登记不组织宣誓"), "carried", "", by=office, why=True, needs=(an_oath_owed, one_who_may_owe_none, an_oath_not_taken), at_will=True)
    tell       = Step(_("通知提请机关"), "carried", "", by=office, fields=("told_on",), then=see_that_it_is_not_ahead("told_on"))
    publish    = Step(_("公布任命"), "carried", "", by=office, fields=("published_on",), needs=(an_appointment,), then=see_that_it_is_not_ahead("published_on"))
    publish_end = Step(_("公布免职"), "carried", "", by=office, fields=("published_on",), needs=(a_removal,), then=see_that_it_is_not_ahead("published_on"))
    report     = Step(_("报送备案"), "carried", "", by=office, fields=("reported_on",), then=see_that_it_is_not_ahead("reported_on"), at_will=True)
    close      = Step(_("办结归档"), "carried", "closed", by=office, needs=(everything_done,))
    withdraw   = Step(_("撤回提请"), BEFORE, "withdrawn", by=proposing_head, why=True, at_will=True)
    withdraw_for = Step(_("登记撤回（主任会议同意）"), (*BEFORE, "scheduled"), "withdrawn", by=office, why=True, at_will=True)
    amend      = Amend(by=office, fields=("title", "office_title", "paper_number", "qualification", "introduction", "statement"))

    swearing   = Clock(_("宪法宣誓"), letter, (swear, waive_oath, close, revote), Rule("oath_by_organ"))
