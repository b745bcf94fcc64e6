"""Meetings of the demonstration: one of last month with its votes and minutes, one today, one announced, one being prepared.

With who sits in and who observes, and a briefing of last week.
"""

from datetime import time, timedelta
from secrets import token_urlsafe

from django.utils.timezone import localdate

from qingting.appointments.putting import put_to_the_vote, waiting_in
from qingting.demo.appointments import propose, swear_in
from qingting.demo.hands import moment
from qingting.meetings import hall, observers
from qingting.meetings.agenda import add
from qingting.meetings.briefings import Attendee, Briefing, in_office
from qingting.meetings.casting import issue_paper, tell_tally
from qingting.meetings.guests import Invitation
from qingting.meetings.minutes import composed, publish, report_of
from qingting.meetings.models import Item, Meeting
from qingting.meetings.opinions import grouped
from qingting.meetings.speeches import confirm, seen, write
from qingting.meetings.votes import Question, Vote
from qingting.meetings.words import Opinions, Passage, Turn
from qingting.organs.models import Organ, Post, Role

AGENDA = (
    ("听取和审议区人民政府关于代表建议办理情况的报告", "区人民政府"),
    ("听取和审议关于优化营商环境执法检查情况的报告", ""),
    ("审议关于批准本年度区级预算调整方案的决定（草案）", "区财政局"),
    ("人事任免事项", ""),
)
CHAIRS_AGENDA = (("讨论提请常委会会议审议的人事任免事项", ""),)
SPEECHES = (
    "代表建议办理的答复率不错，可有些答复还停留在“正在研究”。建议把承诺事项列成台账，逐件写明完成时间（示例）。",
    "老旧小区加装电梯的建议连续三年有人提。政府要说清楚难在哪里，请住建部门牵头拿出统一的办法（示例）。",
    "希望办理情况多向群众公开。群众看得见进度，就少跑很多路（示例）。",
)
PASSAGES = (
    ("关于承诺落实", "建议把承诺事项列成台账，逐件写明完成时间。", 0),
    ("关于重点难点", "请住建部门牵头拿出统一的办法。", 1),
    ("关于办理公开", "希望办理情况多向群众公开。", 2),
)


def convene(congress, today):
    """Last month's meeting as it was held, and today's up to its notice: whoever looks in may sign in and vote."""
    committee = Organ.objects.get(congress=congress, kind=Organ.Kind.STANDING_COMMITTEE)
    clerks = Post.objects.filter(organ__parent=committee, organ__kind=Organ.Kind.OFFICE, role=Role.CLERK)
    clerk = clerks.filter(organ__name__contains="办公室").first() or clerks.order_by("pk").first()
    chair = committee.posts.current().get(role=Role.CHAIR)
    past = called(committee, clerk, chair, "第四十二次会议", 42, today - timedelta(days=30), notified=True)
    propose(congress, past, clerk, held_by_the_chairs(congress, clerk, past.held_on - timedelta(days=14)))
    sit_in(past, clerk, came=True)
    hold(past, clerk, chair)
    swear_in(past, clerk)
    coming = called(committee, clerk, chair, "第四十三次会议", 43, today, notified=True)
    propose(congress, coming, clerk, held_by_the_chairs(congress, clerk, today - timedelta(days=14)))
    sit_in(coming, clerk, came=False)
    observe(called(committee, clerk, chair, "第四十四次会议", 44, today + timedelta(days=12), notified=True), clerk)
    called(committee, clerk, chair, "第四十五次会议", 45, today + timedelta(days=55), notified=False)
    brief(committee.congress, clerk, today - timedelta(days=7))


def called(committee, clerk, chair, title, ordinal, day, *, notified, items=AGENDA) -> Meeting:
    m = Meeting.objects.create(title=title, ordinal=ordinal, body=committee, keeper=clerk.organ, presiding=chair.person)
    for words, reporter in items if notified else ():
        organ = Organ.objects.filter(congress=committee.congress, name=reporter).first()
        add(Item(meeting=m, title=words, reporter=organ))
    ahead = moment(day - timedelta(days=12), 15)
    m.take(
        "plan",
        clerk,
        at=min(ahead, moment(localdate() - timedelta(days=5), 15)),
        held_on=day,
        opens_at=time(9),
        place="区人大常委会会议厅",
    )
    m = Meeting.objects.get(pk=m.pk)
    if notified:
        told = min(day - timedelta(days=8), localdate() - timedelta(days=3))  # nothing is done in days to come
        sent = min(day - timedelta(days=6), localdate() - timedelta(days=2))
        m.take("notify", clerk, at=moment(told, 9))
        Meeting.objects.get(pk=m.pk).take("hand_out", clerk, at=moment(sent, 9), materials_on=sent)
    return Meeting.objects.get(pk=m.pk)


def held_by_the_chairs(congress, clerk, day) -> Meeting:
    """A chairpersons' meeting that decided which nominations go to the committee."""
    body = Organ.objects.get(congress=congress, kind=Organ.Kind.CHAIRPERSONS)
    chair = body.posts.current().get(role=Role.CHAIR)
    m = called(body, clerk, chair, f"主任会议（{day:%-m}月{day:%-d}日）", None, day, notified=True, items=CHAIRS_AGENDA)
    for post in m.members:
        hall.come(m, post, clerk, at=moment(day, 8, 50))
    m.take("open", chair, at=moment(day, 9))
    put(m, clerk, chair, None, "会议议程", Vote.Way.HANDS, [len(m.members), 0, 0], 5)
    Meeting.objects.get(pk=m.pk).take("close", chair, at=moment(day, 10))
    return Meeting.objects.get(pk=m.pk)


def sit_in(m, clerk, *, came):
    """Two bureaus and three deputies are invited; last month's came, today's have not all answered."""
    at = moment(min(m.held_on, localdate()) - timedelta(days=2), 10)
    members = [post.person_id for post in m.members]
    deputies = [post.person for post in in_office(m.congress, m.held_on).exclude(person__in=members)[:3]]
    organs = Organ.objects.filter(congress=m.congress, kind=Organ.Kind.DEPARTMENT, until=None).order_by("pk")[:2]
    for field, one in [*(("deputy", one) for one in deputies), *(("organ", one) for one in organs)]:
        i = Invitation.objects.create(on=m, **{field: one})
        i.take("invite", clerk, at=at)
        if came or field == "deputy":
            Invitation.objects.get(pk=i.pk).take("note_yes", clerk, at=at + timedelta(hours=3))
        if came:
            Invitation.objects.get(pk=i.pk).take("come", clerk, at=moment(m.held_on, 8, 55))


def observe(m, clerk):
    """Three residents want to observe; the first is admitted."""
    for name, contact in (("周女士", "13900000001"), ("吴先生", "13900000002"), ("郑女士", "13900000003")):
        observers.apply(m, token_urlsafe(16), name=name, contact=contact)
    observers.admit(m.observers.first(), clerk)


def brief(congress, clerk, day):
    """A briefing with twelve deputies asked, of whom ten came."""
    given = {
        "title": "前三季度经济运行情况通报会",
        "held_on": day,
        "opens_at": time(14, 30),
        "place": "区人大常委会会议厅",
    }
    b = Briefing.objects.create(keeper=clerk.organ, **given)
    b.reporting.set(Organ.objects.filter(congress=congress, kind=Organ.Kind.DEPARTMENT, until=None).order_by("pk")[:2])
    asked = in_office(congress, day)[:12]
    Attendee.objects.bulk_create(Attendee(briefing=b, post=post, came=n < 10) for n, post in enumerate(asked))
    b.take("announce", clerk, at=moment(day - timedelta(days=4), 9))
    told = "通报前三季度地区生产总值、财政收支、重大项目进展；材料两份。（示例）"
    Briefing.objects.get(pk=b.pk).take("hold", clerk, at=moment(day, 17), told=told)


def hold(m, clerk, chair):
    """All but three are there; the agenda is adopted by a show of hands, the decision by secret ballot on paper."""
    here = m.members[:-3]
    for post in here:
        hall.come(m, post, clerk, at=moment(m.held_on, 8, 50))
    m.take("open", chair, at=moment(m.held_on, 9))
    put(m, clerk, chair, None, "会议议程", Vote.Way.HANDS, [len(here), 0, 0], 5)
    item = m.items.get(place=3)
    put(m, clerk, chair, item, "关于批准本年度区级预算调整方案的决定", Vote.Way.PAPER, [len(here) - 2, 1, 1], 95)
    for n, nomination in enumerate(waiting_in(m)):
        v = put_to_the_vote(m, [nomination], Vote.Way.PAPER)
        settle(m, v, clerk, chair, [len(here) - 1 - n, n, 1], 110 + 10 * n)
    m = Meeting.objects.get(pk=m.pk)
    speak(m, clerk)
    m.take("close", chair, at=moment(m.held_on, 11, 40))
    m = Meeting.objects.get(pk=m.pk)
    for step, by, day, said in (("write_up", clerk, 2, {"minutes": composed(m)}), ("sign", chair, 4, {})):
        Meeting.objects.get(pk=m.pk).take(step, by, at=moment(m.held_on + timedelta(days=day), 10), **said)
    publish(Meeting.objects.get(pk=m.pk), list(m.items.all()), clerk)
    opine(m, clerk)


def speak(m, clerk):
    """Three members spoke to the first item; two have confirmed what was written down, one of them with a correction."""
    item = m.items.get(place=1)
    for n, (post, words) in enumerate(zip(m.members[2:5], SPEECHES, strict=True)):
        at = moment(m.held_on, 9, 20 + 12 * n)
        times = {"asked_at": at, "began_at": at, "ended_at": at + timedelta(minutes=8, seconds=20 * n)}
        Turn.objects.create(meeting=m, item=item, post=post, place=n + 1, minutes=10, written_by=clerk, **times)
        its = write(item, post, words, clerk)
        if n < 2:
            confirm(its, post, seen(its), words.replace("不错", "达到百分之百") if n == 0 else words)


def opine(m, clerk):
    """What they said of the report is put together and waits for the chairpersons' meeting."""
    item = m.items.get(place=1)
    spoken = list(item.speeches.order_by("pk"))
    for group, text, n in PASSAGES:
        Passage.objects.create(item=item, speech=spoken[n], group=group, text=text, written_by=clerk)
    o = Opinions.objects.create(on=m, item=item, title=f"对“{report_of(item)}”的审议意见", reporter=item.reporter)
    o.take("begin", clerk, at=moment(m.held_on + timedelta(days=1), 9), reporter=item.reporter)
    text = grouped(item.passages.all())
    Opinions.objects.get(pk=o.pk).take("compile", clerk, at=moment(m.held_on + timedelta(days=5), 9), text=text)


def put(m, clerk, chair, item, words, way, counts, minutes):
    """One vote on the agenda or a decision."""
    v = Vote.objects.create(held_at=m, item=item, title=words, way=way)
    Question.objects.create(vote=v, place=1, text=words)
    settle(m, v, clerk, chair, counts, minutes)


def settle(m, v, clerk, chair, counts, minutes):
    """A vote is opened, counted by two tellers and announced."""
    at = moment(m.held_on, 9) + timedelta(minutes=minutes)
    v.take("open", clerk, at=at)
    v = Vote.objects.get(pk=v.pk)
    if v.way == Vote.Way.PAPER:
        for post in m.members[: sum(counts)]:
            issue_paper(v, post)
    ballots = [[choice] for choice, n in zip(("yes", "no", "abstain"), counts, strict=True) for _ in range(n)]
    for teller in clerk.organ.posts.current(m.held_on)[:2]:
        tell_tally(v, teller, ballots)
    v.take("close", clerk, at=at + timedelta(minutes=5))
    Vote.objects.get(pk=v.pk).take("carry", chair, at=at + timedelta(minutes=6))
