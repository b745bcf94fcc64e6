"""How a session of the congress elects: opened, candidates put forward by the presidium or by ten deputies, settled, voted, seated.

Law: Organic Law (2022), arts. 26 (who nominates: the presidium, or ten deputies of a county jointly in writing; no more than
there are seats), 27 (how many candidates; at a change of term not less than two days to put them forward and talk them
over), 29 (seats that are left), 11(6) (a chief procurator who was elected needs the approval of the higher committee, asked
for by the procuratorate above), 47 (the committee is elected from among the deputies), 71 (a new government puts its members
forward within two months). That each of the ten confirms it himself is how writing is kept here.
"""

from django.utils.timezone import localdate
from django.utils.translation import gettext as said
from django.utils.translation import gettext_lazy as _

from qingting.appointments.contests import Backing, Candidacy, Contest
from qingting.appointments.models import Nomination
from qingting.appointments.process import office, office_head, presiding, see_that_it_is_not_ahead
from qingting.clocks.rules import Rule
from qingting.clocks.spans import Days
from qingting.docket.models import Series
from qingting.docket.process import Clock, Process, Step, Who
from qingting.meetings.election import Elects, why_not_so_many
from qingting.meetings.following import a_vote_that_carried, a_vote_that_lost, an_annulled_vote
from qingting.meetings.thresholds import ORGANIC
from qingting.organs.models import Organ, Post, Role

deputies = Who("body", Role.DEPUTY, _("代表"))
told = Who("known_to", Role.DEPUTY, _("代表"))                     # once it is filed, and not before
lead = Who("lead", Role.DEPUTY, _("领衔代表"))
backer = Who("person", Role.DEPUTY, _("联名代表"))
TEN = 10

# What a step needs. Each says what is missing, or None.

def the_days_to_nominate(c):
    """Art. 27(2): at a change of term, not less than two days."""
    debt = c.last_debt("nominating")
    early = c.elects != Elects.BYELECTION and debt and c.today < debt.due_on
    return said("换届选举提名、酝酿候选人不得少于两天，%(day)s 起才能确定候选人（%(law)s第二十七条第二款）") % {"day": debt.due_on, "law": ORGANIC} if early else None


def as_many_as_the_law_has(c):
    return why_not_so_many(c.elects, c.seats, c.candidacies.filter(state="named").count())


def nobody_still_asked(c):
    """Who is being put forward is filed or withdrawn first."""
    other = c.candidacies.filter(state="proposed").first()
    return said("还有联名提名没有提交：%(other)s。请提交或者撤回") % {"other": other.title} if other else None


def all_seats_filled(c):
    return said("还有 %(n)s 个名额没有选出") % {"n": c.left} if c.left else None


def no_new_government(c):
    return said("新一届政府领导人员选出以后，等政府提请任命组成人员") if c.is_of_a_new_government else None


def a_new_government(c):
    return None if c.is_of_a_new_government else said("不是换届选举政府正职")


def seats_open_again(c):
    return None if c.left else said("表决结果宣布无效以后，才重新选举")


def members_put_forward(c):
    """Art. 71: to the committee, by the new head."""
    since = c.last_debt("forming").started.at
    put = Nomination.objects.filter(proposer=c.organ, office="department", change="appoint", filed_on__gte=localdate(since)).exclude(state__in=("draft", "withdrawn"))
    return None if put.exists() else said("%(organ)s还没有提请任命局长、委员会主任、科长（%(law)s第七十一条）") % {"organ": c.organ, "law": ORGANIC}


def an_open_contest(c):
    return None if c.on.state == "open" else said("“%(contest)s”%(state)s，现在不能提名") % {"contest": c.on.title, "state": c.on.state_label}


def one_who_may_stand(c):
    """Art. 47: the committee's members are elected from among the deputies; and nobody stands twice."""
    if c.on.candidacies.filter(nominee=c.nominee_id, state__in=("proposed", "named")).exclude(pk=c.pk).exists():
        return said("%(person)s已经被提名") % {"person": c.nominee}
    is_deputy = c.body.posts.current(c.today).filter(person=c.nominee_id, role=Role.DEPUTY).exists()
    if c.on.organ.kind == Organ.Kind.STANDING_COMMITTEE and not is_deputy:
        return said("%(person)s不是本级人大代表，常委会组成人员在代表中选举（%(law)s第四十七条）") % {"person": c.nominee, "law": ORGANIC}
    return None


def no_more_than_seats(c):
    """Art. 26, of the presidium."""
    n = c.on.candidacies.filter(lead=None, state__in=("named", *LATER)).count()
    return too_many(c.on, said("主席团")) if n >= c.on.seats else None


def ten_deputies(c):
    """Art. 26(2): ten deputies of a county jointly, in writing; of the lead and of those who have confirmed it."""
    n = 1 + c.backings.filter(state="joined").count()
    return None if n >= TEN else said("联名提名须代表十人以上，现在领衔和已确认的共 %(n)s 人（%(law)s第二十六条）") % {"n": n, "law": ORGANIC}


def still_being_put_forward(b):
    return None if b.on.state == "proposed" else said("提名已经提交或者撤回，不能再确认")


def no_other_name_of_his(b):
    """Art. 26: with others one puts forward no more than there are seats."""
    return too_many(b.on.on, b.person) if names_put_forward(b.on.on, b.person_id) >= b.on.on.seats else None


def no_other_name_of_the_lead(c):
    return too_many(c.on, c.lead) if names_put_forward(c.on, c.lead_id) >= c.on.seats else None


def names_put_forward(contest, person) -> int:
    """How many candidates of it a deputy has put forward, leading or joining."""
    alive = contest.candidacies.filter(state__in=("proposed", "named", *LATER))
    return alive.filter(lead=person).count() + Backing.objects.filter(on__in=alive, person=person, state="joined").count()


def too_many(contest, who):
    return said("应选 %(seats)s 人，%(who)s提名的候选人不能超过应选名额（%(law)s第二十六条）") % {"seats": contest.seats, "who": who, "law": ORGANIC}


def the_procurator(c):
    return None if c.on.is_of_the_procurator else said("只有检察长的选举须报上级批准")


def not_the_procurator(c):
    return said("选出的检察长，报经上一级人民检察院检察长提请该级人大常委会批准以后才就职（%(law)s第十一条第六项）") % {"law": ORGANIC} if c.on.is_of_the_procurator else None


# What follows from a step, in the same transaction.

def number(c, event):
    year = c.today.year
    c.number = f"选举{year}-{Series.following(c.congress_id, f'elections-{year}'):03d}"
    c.save(update_fields=["number"])


def ask_the_others(c, event):
    for backing in c.backings.order_by("pk"):
        backing.take("invite", event.actor, at=event.at)


def make_it_known(c, event):
    c.known_to = c.body
    c.save(update_fields=["known_to"])


def seat_or_wait(c, event):
    """A chief procurator waits for the approval; everyone else is in office, and when all are elected the contest is over."""
    contest = c.on
    contest.presiding_id = c.presiding_id
    contest.save(update_fields=["presiding"])
    if not contest.is_of_the_procurator:
        c.take("take_office", event.actor, at=event.at)
    if not contest.left:
        contest.take("elect_head" if contest.is_of_a_new_government else "elect", event.actor, at=event.at)


def begin_the_post(c, event):
    """From the day of the election, or of the approval."""
    its, day = c.on, localdate(event.at)
    titled = its.office_title if its.role in (Role.VICE_HEAD, Role.OFFICER) else ""
    c.post, _new = Post.objects.get_or_create(person=c.nominee, organ=its.organ, role=its.role, since=day, defaults={"title": titled})
    c.save(update_fields=["post"])


def undo(c, event):
    """A vote that does not count has elected nobody."""
    if c.post_id:
        Post.objects.filter(pk=c.post_id).update(until=c.post.since)
        c.post = None
    c.reported_on = None
    c.save(update_fields=["post", "reported_on"])
    if c.on.state in c.on.process.revote.source:
        c.on.take("revote", event.actor, at=event.at)


# How long.

def time_to_nominate(c):
    """At a change of term two days; where a seat is filled between, as the congress itself sets it."""
    return Days(0) if c.elects == Elects.BYELECTION else Rule("leader_nomination_period")


LATER = ("elected", "reported", "seated")  # not who lost: where seats are left, nominations begin anew (art. 29)


class ContestProcess(Process, of=Contest):
    watched_by = (office_head, deputies)
    reads = ("organ", "session__term", "keeper", "presiding")
    route = ("open", "settle", "elect")
    states = dict(draft=_("草稿"), open=_("正在提名"), settled=_("候选人已确定，待选举"), forming=_("已选出，待政府提请任命组成人员"), over=_("已选出"), left=_("留待下次会议"), dropped=_("已取消"))

    open    = Step(_("开始提名"), "draft", "open", by=office, then=number)
    settle  = Step(_("确定候选人"), "open", "settled", by=office, needs=(the_days_to_nominate, nobody_still_asked, as_many_as_the_law_has))
    reopen  = Step(_("另行提名"), "settled", "open", by=office, why=True, at_will=True)
    elect   = Step(_("全部选出"), "settled", "over", by=presiding, needs=(all_seats_filled, no_new_government))
    elect_head = Step(_("新一届政府正职选出"), "settled", "forming", by=presiding, needs=(all_seats_filled, a_new_government))
    form    = Step(_("政府已提请任命组成人员"), "forming", "over", by=office, needs=(members_put_forward,))
    revote  = Step(_("选举无效，重新选举"), ("over", "forming"), "settled", by=presiding, needs=(seats_open_again,), at_will=True)
    leave   = Step(_("不足的名额留待下次会议"), ("open", "settled"), "left", by=office, why=True, at_will=True)
    drop    = Step(_("取消"), ("draft", "open"), "dropped", by=office, why=True, at_will=True)

    nominating = Clock(_("提名、酝酿候选人"), (open, reopen), (settle, leave, drop), time_to_nominate, f"{ORGANIC}第三十条", lapses=True)
    forming = Clock(_("提请任命政府组成人员"), elect_head, (form, revote), Rule("gov_members_new_term"))


class CandidacyProcess(Process, of=Candidacy):
    is_heard = False
    watched_by = (office_head, told)
    kin = ("backing__person",)
    reads = ("on__organ", "on__session__term", "nominee", "lead", "keeper", "presiding", "post")
    route = ("propose", "file", "carry", "take_office")
    states = dict(
        draft=_("草稿"), proposed=_("正在联名"), named=_("已提名"), elected=_("已当选"), reported=_("已报上级，待批准"), seated=_("已就职"),
        lost=_("未当选"), denied=_("未获批准"), dropped=_("未列为候选人"), withdrawn=_("已撤回"),
    )

    name     = Step(_("主席团提名"), "draft", "named", by=office, needs=(an_open_contest, one_who_may_stand, no_more_than_seats), then=make_it_known)
    propose  = Step(_("联名提名"), "draft", "proposed", by=lead, needs=(an_open_contest, one_who_may_stand, no_other_name_of_the_lead), then=ask_the_others)
    file     = Step(_("提交主席团"), "proposed", "named", by=lead, needs=(an_open_contest, ten_deputies), then=make_it_known)
    withdraw = Step(_("撤回提名"), ("proposed", "named"), "withdrawn", by=lead, why=True, at_will=True)
    withdraw_for = Step(_("登记撤回"), ("proposed", "named"), "withdrawn", by=office, why=True, at_will=True)
    drop     = Step(_("预选未列入"), "named", "dropped", by=office, why=True, at_will=True)
    carry    = Step(_("宣布当选"), "named", "elected", by=presiding, needs=(a_vote_that_carried,), then=seat_or_wait)
    lose     = Step(_("宣布未当选"), "named", "lost", by=presiding, needs=(a_vote_that_lost,))
    again    = Step(_("另行选举，再列为候选人"), "lost", "named", by=office, at_will=True)
    take_office = Step(_("就职"), "elected", "seated", by=presiding, needs=(not_the_procurator,), then=begin_the_post)
    report_above = Step(_("报上一级人民检察院"), "elected", "reported", by=office, fields=("reported_on",), needs=(the_procurator,), then=see_that_it_is_not_ahead("reported_on"))
    approve  = Step(_("登记上级批准"), "reported", "seated", by=office, fields=("approved_by",), then=begin_the_post)
    deny     = Step(_("登记未获批准"), "reported", "denied", by=office, why=True, at_will=True)
    revote   = Step(_("选举无效，重新选举"), ("elected", "reported", "seated", "lost"), "named", by=presiding, needs=(an_annulled_vote,), then=undo, at_will=True)


class BackingProcess(Process, of=Backing):
    is_heard = False
    watched_by = (office,)
    reads = ("person", "on__on", "on__nominee", "lead")
    route = ("invite", "confirm")
    states = dict(draft=_("拟邀请"), invited=_("待确认"), joined=_("已联名"), declined=_("未联名"))

    invite  = Step(_("邀请联名"), "draft", "invited", by=lead, at_will=True)
    confirm = Step(_("确认联名"), "invited", "joined", by=backer, needs=(still_being_put_forward, no_other_name_of_his))
    decline = Step(_("不联名"), "invited", "declined", by=backer)
