"""What happened on the ground in 2023: people received at stations, matters solved, studies written, deputies who reported to voters."""

from datetime import date, time, timedelta
from io import BytesIO
from itertools import cycle, islice

from qingting.attachments.models import Attachment
from qingting.attachments.shelf import store
from qingting.demo.hands import again, moment
from qingting.demo.mandates import unencumbered
from qingting.demo.year.doings import YEAR, Doings, parts
from qingting.duties.livelihood import Livelihood
from qingting.duties.models import Activity
from qingting.duties.studies import Advice, Feedback, Study
from qingting.duties.voter_reports import VoterReport
from qingting.organs.models import Level, Organ, Role
from qingting.stations.models import Station
from qingting.stations.receptions import plan

K = Organ.Kind


class Grounds:
    """Everything of the year that is neither an activity nor a meeting; `len` says how many there are."""

    def __init__(self, doings: Doings):
        self.doings, self.told, self.congress = doings, doings.told, doings.congress

    def __len__(self):
        told = self.told
        solved = len(told["livelihood"]) * told["livelihood_of_each"]
        return told["receptions"]["days"] + solved + told["voter_reports"] + sum(s["count"] for s in told["study"])

    def __iter__(self):
        yield from self.receive()
        yield from self.solve()
        for said in self.told["study"]:
            yield from self.study(said)
        yield from self.report_to_voters()

    def receive(self):
        """Reception days at the stations in turn, each announced a week before and told the same evening."""
        n = self.told["receptions"]["days"]
        came = parts(self.told["receptions"]["residents"], n)
        stations = list(
            Station.objects.filter(congress=self.congress, organ__since__lt=date(YEAR, 1, 1))
            .select_related("organ__parent")
            .order_by("pk")
        )
        for i, station in enumerate(islice(cycle(stations), n)):
            day = self.doings.days[i * len(self.doings.days) // n]
            clerk, _second = self.doings.actors(station.keeper)
            hours = {"opens": time(9), "closes": time(11)}
            d = plan(
                station, clerk, station.deputies(day)[:2], day=day, **hours, at=moment(day - timedelta(days=10), 9)
            )
            d.take("announce", clerk, at=moment(day - timedelta(days=7), 9))
            d.take(
                "hold",
                clerk,
                at=moment(day, 16),
                received=came[i],
                report="说的多是身边的小事，能答的当场答，要办的登记。（示例）",
            )
            yield d

    def solve(self):
        """Small matters that deputies found: handed to the sub-district's office, solved with proof, confirmed by the committee's director."""
        offices = {
            o.name.removesuffix("街道办事处"): o
            for o in Organ.objects.filter(congress=self.congress, kind=K.SUBDISTRICT)
        }
        communities = self.doings.places["community"]
        whole = [words for _n in range(self.told["livelihood_of_each"]) for words in self.told["livelihood"]]
        for i, words in enumerate(whole):
            place = communities[i * 5 % len(communities)]
            committee = place.subdistrict
            office = offices[committee.name.removesuffix("街道人大工委")]
            clerk, director = self.doings.actors(committee)
            solver = office.posts.filter(role=Role.CLERK).select_related("person").order_by("pk").first()
            day = self.doings.days[(i + 4) * (len(self.doings.days) - 20) // (len(whole) + 4)]
            one = Livelihood.objects.create(
                keeper=committee,
                title=f"{place.name}{words}（示例）",
                where=place.name,
                what=f"居民反映{words}。（示例）",
                found_on=day,
            )
            one.take("find", clerk, at=moment(day, 16))
            one.take("assign", clerk, at=moment(day, 17), handler=office, confirmer=director.person)
            prove(one, solver, f"{place.name}{words}已完成。（示例）")
            one.take("solve", solver, at=moment(day + timedelta(days=9), 10), done="已派人处理，居民看过。（示例）")
            one.take("confirm", director, at=moment(day + timedelta(days=11), 10))
            yield one

    def study(self, said):
        """Studies of leading members, of the staff, and of the sub-districts' enforcement centres."""
        chairs = list(
            Organ.objects.get(congress=self.congress, kind=K.CHAIRPERSONS).posts.select_related("person").order_by("pk")
        )
        keeper = Organ.objects.get(congress=self.congress, name="区人大常委会研究室")
        clerk, head = self.doings.actors(keeper)
        for n in range(said["count"]):
            day = self.doings.days[(n + 2) * (len(self.doings.days) - 30) // (said["count"] + 2) + 20]
            s = Study(
                series=said["series"],
                keeper=keeper,
                writer=clerk.person,
                title=said["title"].format(n=n + 1),
                text="情况、问题和建议。（示例）",
            )
            s.save()
            s.authors.set([chairs[n % len(chairs)]] if said["series"] == "leading" else [clerk, head])
            if said["series"] == "centres":
                s.activities.set(Activity.objects.filter(congress=self.congress, activity_kind="centre_survey"))
            self.advise(s, said.get("advice", 0))
            s.take("submit", clerk, at=moment(day, 10))
            self.see_through(again(s), day)
            yield s

    def see_through(self, s, day):
        """What advises nobody is kept; what does goes to those it advises, who tell what they made of it."""
        office, _head = self.doings.actors(self.doings.office)
        if not s.advised.exists():
            return s.take("keep", office, at=moment(day, 15))
        s.take("forward", office, at=moment(day, 15))
        for feedback in Feedback.objects.filter(report=s).select_related("handler"):
            clerk = feedback.handler.posts.filter(role=Role.CLERK).order_by("pk").first()
            feedback.take(
                "answer", clerk, at=moment(day + timedelta(days=14), 10), answer="已逐条研究，能改的已改。（示例）"
            )
        return s.take("report_back", office, at=moment(day + timedelta(days=15), 10))

    def advise(self, s, n):
        departments = Organ.objects.filter(congress=self.congress, kind=K.SUBDISTRICT).order_by("pk")
        for i, organ in enumerate(islice(cycle(departments), n)):
            Advice.objects.create(study=s, organ=organ, text=f"关于综合执法中心人员、流程和场所的意见之{i + 1}（示例）")

    def report_to_voters(self):
        """Deputies of the district report to their voters in the autumn."""
        spared = unencumbered(self.congress)  # another story takes its vacancies from them
        chosen = [
            p
            for p in self.doings.deputies[Level.DISTRICT]
            if p not in spared and p.until is None and p.since.year < YEAR
        ][::3]
        office_clerk, _head = self.doings.actors(self.doings.office)
        for n, post in enumerate(chosen[: self.told["voter_reports"]]):
            day = self.doings.days[170 + n]
            clerk, _director = self.doings.actors(post.constituency.organ)
            r = VoterReport(
                mandate=post, keeper=post.constituency.organ, title=f"{post.person}代表向选民述职（示例）", held_on=day, opens_at=time(15),
                place=f"{post.constituency.name}居民活动中心（示例）", since=date(YEAR, 1, 1), until=day - timedelta(days=20),
            )  # fmt: skip
            r.settle_whose()
            r.save()
            r.take("plan", clerk, at=moment(day - timedelta(days=18), 9))
            r.take("tell", clerk, at=moment(day - timedelta(days=12), 9))
            r.take(
                "write",
                post,
                at=moment(day - timedelta(days=4), 20),
                text="一年来参加了哪些活动、提了哪些建议、办成了哪些事。（示例）",
            )
            r.take("hold", clerk, at=moment(day, 17), present=24 + n % 15, heard="希望代表多到小区来看看。（示例）")
            r.take("count", clerk, at=moment(day, 17, 30))
            r.take("close", office_clerk, at=moment(day + timedelta(days=3), 10))
            yield r


def prove(matter, post, words):
    """A slip beside a matter. The door for files wants no transaction around it, and a demonstration is loaded in one."""
    slip = Attachment(
        matter_id=matter.pk, name="完工单.txt", kind="txt", post=post, hat=f"organ:{post.organ_id}:{post.role}"
    )
    store(slip, BytesIO(words.encode()))
    slip.save()
