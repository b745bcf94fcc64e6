"""What the hall does again and again in these tests, in few words."""

import threading
from datetime import date, time
from pathlib import Path
from tempfile import mkdtemp

import pytest

from qingting.meetings import box, hall
from qingting.meetings.casting import cast
from qingting.meetings.models import Item, Meeting
from qingting.meetings.votes import Question, Vote, Voter
from qingting.organs.models import Role

DAY = "2026-03-26"


def anew(matter):
    """The matter as the next reader finds it."""
    return type(matter).objects.get(pk=matter.pk)


@pytest.fixture
def a_box(settings):
    """A ballot box on a socket of its own, in this process: the path of a socket may have a hundred characters."""
    settings.BALLOT_BOX = Path(mkdtemp(prefix="qt")) / "b"
    server = box.Server(settings.BALLOT_BOX)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
    thread.start()
    yield server.box
    server.shutdown()
    server.server_close()


class House:
    """The standing committee of the town: Gao in the chair, a vice-chair, and as many members as are asked for."""

    def __init__(self, town, members=7):
        self.town, self.chair = town, town.gao
        self.vice = town.seat("副主任甲", town.committee, Role.VICE_CHAIR)
        self.members = [town.seat(f"委员{n:02d}", town.committee, Role.MEMBER) for n in range(members - 2)]
        self.all = [self.chair, self.vice, *self.members]

    def meeting(self, *, upto="notify", **given):
        """A meeting on 26 March, with one item, taken up to a step by those whom the law names."""
        given = (
            dict(title="第三十二次会议", body=self.town.committee, keeper=self.town.office, presiding=self.chair.person)
            | given
        )
        m = Meeting.objects.create(**given)
        Item.objects.create(
            meeting=m, place=1, title="听取审议区人民政府关于河道治理情况的报告", reporter=self.town.government
        )
        acts = [("plan", self.town.wang, self.when()), ("notify", self.town.wang, {}), ("open", self.chair, {})]
        for name, post, said in acts:
            if name == "open":
                for member in self.all:
                    hall.come(m, member, self.town.wang)
            m.take(name, post, **said)
            m = anew(m)
            if name == upto:
                break
        return m

    def when(self, **changed):
        return dict(held_on=date(2026, 3, 26), opens_at=time(9), place="区人大常委会会议厅") | changed

    def sitting(self, *, adopted=True):
        """A meeting that has begun and, unless told otherwise, has adopted its agenda by a show of hands."""
        m = self.meeting(upto="open")
        return self.adopt(m) if adopted else m

    def adopt(self, m):
        v = self.vote(m, way="named", item=None, title="会议议程")
        self.open(v)
        for post in self.all:
            cast(anew(v), post, ["yes"])
        self.announce(v)
        return anew(m)

    def vote(self, m, *, asks=("关于批准河道治理方案的决议",), **given):
        given = dict(held_at=m, item=m.items.first(), title="关于批准河道治理方案的决议", way="secret") | given
        v = Vote.objects.create(**given)
        Question.objects.bulk_create([Question(vote=v, place=n, text=text) for n, text in enumerate(asks, 1)])
        return v

    def open(self, v):
        anew(v).take("open", self.town.wang)
        return anew(v)

    def close(self, v):
        anew(v).take("close", self.town.wang)
        return anew(v)

    def announce(self, v, step="carry"):
        """Closed and announced by whoever presides."""
        v = self.close(v)
        v.take(step, self.chair)
        return anew(v)

    def line(self, v, post):
        return Voter.objects.get(vote=v, post=post)
