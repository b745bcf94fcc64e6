"""Reports to voters and honours of the demonstration: some of this autumn closed, one today, one to come; an honour that waits."""

from datetime import time, timedelta

from qingting.demo.hands import moment
from qingting.duties.honours import Honour
from qingting.duties.ratings import Box, Ratings
from qingting.duties.voter_reports import VoterReport
from qingting.organs.models import Organ, Post, Role
from qingting.organs.offices import office_for_deputies

CLOSED = (
    (96, 41, (29, 6, 2)),
    (75, 28, (19, 4, 1)),
    (54, 33, (24, 5, 0)),
    (33, 12, (3, 0, 0)),
)  # days ago, present, ratings
HEARD = "有人提出小区门口早晚高峰堵车，希望增设非机动车道；有人问去年提的加装电梯办到哪一步。代表当场作了说明，并记下两件会后跟进（示例）。"
TEXT = (
    "各位选民：\n现将一年来履行代表职务的情况报告如下（示例）。\n一、参加会议\n按时参加人民代表大会会议，应邀列席常委会会议。\n"
    "二、联系群众，提出建议\n在联络站接待群众，把大家反映的事整理成代表建议。\n三、不足和打算\n走访企业还不够多，明年补上。\n以上报告，请予评议。"
)
HONOURS = ("优秀人大代表（示例）", "代表建议办理先进个人（示例）")
PLACE = "社区党群服务中心会议室（示例）"


def report_to_voters(congress, today):
    """Deputies of different sub-districts; and one whose report is to be written from a file that has something in it."""
    desk = Desk(congress, today)
    streets = Organ.objects.filter(congress=congress, kind=Organ.Kind.SUBDISTRICT_COMMITTEE).order_by("pk")
    seats = [first_of(street, 5) for street in streets]
    for (ago, present, came), post in zip(CLOSED, seats, strict=False):
        desk.closed(post, ago, present, Ratings(*came))
    desk.written(first_of(streets[0], 3), 0)
    desk.told(first_of(streets[0], 1), -9)
    desk.honoured(first_of(streets[0], 1))
    desk.planned(first_of(streets[1], 4), -20)


def first_of(street, n) -> Post:
    """The n-th deputy elected in the constituencies of a sub-district."""
    return Post.objects.current().filter(constituency__organ=street, role=Role.DEPUTY).order_by("pk")[n]


class Desk:
    """Who acts, and the days counted from the day of loading."""

    def __init__(self, congress, today):
        self.today, self.office = today, office_for_deputies(congress.pk)
        self.clerk = self.office.posts.filter(role=Role.CLERK).order_by("pk").first()

    def day(self, ago):
        return self.today - timedelta(days=ago)

    def planned(self, post, ago) -> tuple[VoterReport, Post]:
        """On a day so long ago, or, where that is less than nothing, to come; planned a fortnight before and never later than today."""
        held_on = self.day(ago)
        span = dict(since=held_on.replace(year=held_on.year - 1, day=1), until=held_on - timedelta(days=14))
        r = VoterReport(mandate=post, held_on=held_on, opens_at=time(15), place=PLACE, **span)
        r.settle_whose()
        clerk = r.keeper.posts.filter(role=Role.CLERK).order_by("pk").first()
        r.take("plan", clerk, at=moment(min(self.day(ago + 14), self.day(1)), 9))
        return r, clerk

    def told(self, post, ago):
        r, clerk = self.planned(post, ago)
        r.take("tell", clerk, at=moment(min(self.day(ago + 12), self.day(1)), 10))
        return r, clerk

    def written(self, post, ago):
        r, clerk = self.told(post, ago)
        r.take("write", post, text=TEXT, at=moment(min(self.day(ago + 3), self.day(1)), 20))
        return r, clerk

    def closed(self, post, ago, present, came):
        """Its ratings came by phone, and were counted the next day."""
        r, clerk = self.written(post, ago)
        r.take("hold", clerk, present=present, heard=HEARD, at=moment(self.day(ago), 17))
        Box.objects.create(report=r, satisfied=came.satisfied, fair=came.fair, dissatisfied=came.dissatisfied)
        r.take("count", clerk, at=moment(self.day(ago - 1), 9))
        r.take("close", self.clerk, at=moment(self.day(ago - 4), 9))

    def honoured(self, post):
        """One confirmed by another person, one that waits for it."""
        street = post.constituency.organ.posts.filter(role=Role.CLERK).order_by("pk").first()
        for n, name in enumerate(HONOURS):
            given = dict(
                given_by="区人大常委会（示例）",
                given_on=self.day(200 - 90 * n),
                proof=f"示例发〔{self.today.year}〕{n + 7}号",
            )
            h = Honour.objects.create(post=post, recorder=street, name=name, **given)
            if n == 0:
                h.confirm(self.clerk)
