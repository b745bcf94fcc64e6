"""By-elections of 2023: deputies moved away in the winter, and their voters elected others in May."""

from datetime import date

from qingting.demo.hands import again
from qingting.demo.mandates import Mandates, unencumbered
from qingting.mandates.models import ByElection, Candidate, MunicipalByElection
from qingting.mandates.opening import opened
from qingting.mandates.tally import Votes
from qingting.organs.models import Level, Person, Post, Role

YEAR_END = date(2023, 12, 31)
# the meetings of the committee that decide on the elections, on the credentials, and that elect deputies of the city
DECIDED, CONFIRMED, ELECTED = 11, 12, 13


class Seats(Mandates):
    """The vacancies of the year, and the people who filled them."""

    def __init__(self, congress, told):
        super().__init__(congress, YEAR_END)
        self.told = told
        self.elections, self.stand = [], []

    def ago(self, day: date) -> int:
        return (self.today - day).days

    def fall_vacant(self):
        """So many deputies of so many constituencies have moved away; the office proposes a by-election in each."""
        names, wanted = iter(self.told["candidates"]), list(self.told["seats"])
        by_place = {}
        for post in unencumbered(self.congress, seats=2):
            by_place.setdefault(post.constituency, []).append(post)
        there = sorted(by_place.items(), key=lambda one: (-len(one[1]), one[0].pk))
        for n, (place, posts) in enumerate(there[: len(wanted)]):
            moved, note = self.ago(date(2023, 2, 9 + n)), self.ago(date(2023, 3, 9 + n))
            gone = [self.moved_away(post, moved) for post in posts[: wanted[n]]]
            b = ByElection(constituency=place, seats=wanted[n], source=gone[0].matter_ptr)
            b = self.take(opened(b, self.congress), "propose", self.clerk, note)
            self.elections.append((b, [next(names) for _seat in range(wanted[n] + 1)]))
        self.of_the_city(names)

    def of_the_city(self, names):
        """Deputies of the city have left their seats there; for each one stands."""
        held = Post.objects.filter(organ__congress=self.congress, level=Level.MUNICIPAL).order_by("pk").first()
        for n, name in zip(range(self.told["city_seats"]), names, strict=False):
            person = Person.objects.create(name=next(names), congress=self.congress, invented=True)
            days = {"since": held.since, "until": date(2023, 4, 20)}
            seat = Post.objects.create(person=person, organ=held.organ, role=Role.DEPUTY, level=Level.MUNICIPAL, **days)
            b = opened(MunicipalByElection(replaces=seat, nominee=name), self.congress)
            self.stand.append(self.take(b, "propose", self.clerk, self.ago(date(2023, 7, 3 + n))))

    def before(self, ordinal) -> list:
        """What this meeting of the committee has to decide."""
        if ordinal == DECIDED:
            return [again(b) for b, _names in self.elections]
        if ordinal == CONFIRMED:
            return [again(b).reports.get() for b, _names in self.elections]
        return [again(b) for b in self.stand] if ordinal == ELECTED else []

    def after(self, ordinal):
        if ordinal == DECIDED:
            for n, (b, names) in enumerate(self.elections):
                self.elect(b, names, n)
        if ordinal == CONFIRMED:
            for b, _names in self.elections:
                self.take(b, "announce", self.clerk, self.ago(date(2023, 6, 28)))
                b = self.take(b, "certify", self.clerk, self.ago(date(2023, 7, 3)))
                Person.objects.filter(pk__in=[one.post.person_id for one in b.elected]).update(invented=True)

        if ordinal == ELECTED:
            for b in self.stand:
                self.take(b, "report_up", self.clerk, self.ago(date(2023, 7, 27)), reported_on=date(2023, 7, 27))
                b = self.take(b, "confirm", self.clerk, self.ago(date(2023, 8, 31)), confirmed_on=date(2023, 8, 29))
                Person.objects.filter(pk=b.post.person_id).update(invented=True)

    def elect(self, b, names, n):
        """The day is fixed, the list published, candidates stand, the voters vote, two count."""
        parties, voters = Candidate.By.PARTIES, Candidate.By.VOTERS
        stand = [(name, parties, None) for name in names[:-1]] + [(names[-1], voters, 15 + n)]
        days = [self.ago(date(2023, *day)) for day in ((4, 27), (5, 30), (4, 29), (5, 18))]
        self.prepare(b, days[0], days[1], 4200 + 130 * n, stand, days[2], days[3])
        ballots = 2700 + 80 * n
        got = {place: 1900 + 40 * n - 90 * place for place in range(1, len(names))} | {len(names): 600}
        said = dict(turnout=ballots + 3, ballots=ballots, spoilt=20 + n, votes=Votes(got))
        self.take(b, "enter", self.clerk, days[1], 20, **said)
        self.take(b, "countersign", self.head, days[1], 21)
        self.take(b, "report", self.examiner, self.ago(date(2023, 6, 9)))
