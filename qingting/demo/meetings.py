"""Meetings of the demonstration: one of last month with its votes and minutes, one today, one that is being prepared."""

from datetime import datetime, time, timedelta

from django.utils.timezone import localdate, make_aware

from qingting.appointments.putting import put_to_the_vote, waiting_in
from qingting.demo.appointments import propose, swear_in
from qingting.meetings import hall
from qingting.meetings.agenda import add
from qingting.meetings.casting import issue_paper, tell_tally
from qingting.meetings.models import Item, Meeting
from qingting.meetings.votes import Question, Vote
from qingting.organs.models import Organ, Post, Role

AGENDA = (
    ("听取和审议区人民政府关于代表建议办理情况的报告", "区人民政府"),
    ("听取和审议关于优化营商环境执法检查情况的报告", ""),
    ("审议关于批准本年度区级预算调整方案的决定（草案）", "区财政局"),
    ("人事任免事项", ""),
)
CHAIRS_AGENDA = (("讨论提请常委会会议审议的人事任免事项", ""),)
MINUTES = """会议听取和审议了区人民政府关于代表建议办理情况的报告、关于优化营商环境执法检查情况的报告，批准了本年度区级预算调整方案。

会议要求有关部门认真研究常委会组成人员的审议意见，按期报告落实情况。（示例）"""


def convene(congress, today):
    """Last month's meeting as it was held, and today's up to its notice: whoever looks in may sign in and vote."""
    committee = Organ.objects.get(congress=congress, kind=Organ.Kind.STANDING_COMMITTEE)
    clerks = Post.objects.filter(organ__parent=committee, organ__kind=Organ.Kind.OFFICE, role=Role.CLERK)
    clerk = clerks.filter(organ__name__contains="办公室").first() or clerks.order_by("pk").first()
    chair = committee.posts.current().get(role=Role.CHAIR)
    past = called(committee, clerk, chair, "第四十二次会议", 42, today - timedelta(days=30), notified=True)
    propose(congress, past, clerk, held_by_the_chairs(congress, clerk, past.held_on - timedelta(days=14)))
    hold(past, clerk, chair)
    swear_in(past, clerk)
    coming = called(committee, clerk, chair, "第四十三次会议", 43, today, notified=True)
    propose(congress, coming, clerk, held_by_the_chairs(congress, clerk, today - timedelta(days=14)))
    called(committee, clerk, chair, "第四十四次会议", 44, today + timedelta(days=55), notified=False)


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
        m.take("notify", clerk, at=moment(day - timedelta(days=8), 9))
        Meeting.objects.get(pk=m.pk).take(
            "hand_out", clerk, at=moment(day - timedelta(days=6), 9), materials_on=day - timedelta(days=6)
        )
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


def moment(day, hour, minute=0):
    return make_aware(datetime.combine(day, time(hour, minute)))


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
    m.take("close", chair, at=moment(m.held_on, 11, 40))
    for step, by, day, said in (("write_up", clerk, 2, {"minutes": MINUTES}), ("sign", chair, 4, {})):
        Meeting.objects.get(pk=m.pk).take(step, by, at=moment(m.held_on + timedelta(days=day), 10), **said)


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
