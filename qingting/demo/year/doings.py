"""What the deputies did in 2023 outside the hall: visits, talks, training, what was written; each recorded and confirmed."""

import tomllib
from datetime import date, datetime, time, timedelta
from itertools import cycle, islice

from django.utils.timezone import make_aware

from qingting.clocks.calendar import Calendar
from qingting.demo.district import DATA
from qingting.duties.links import link
from qingting.duties.models import Activity, Campaign, Place, Presence, Visit
from qingting.organs.models import Organ, Post, Role
from qingting.organs.offices import office_for_deputies

YEAR = 2023
K = Organ.Kind


class Doings:
    """Every activity of the year, in series; `len` says how many there are."""

    def __init__(self, congress):
        self.congress = congress
        self.told = tomllib.loads((DATA / "year.toml").read_text(encoding="utf-8"))
        self.office = office_for_deputies(congress.pk)
        self.days = [day for n in range(365) if Calendar.current().works(day := date(YEAR, 1, 1) + timedelta(days=n))]
        self.committees = list(Organ.objects.filter(congress=congress, kind=K.SUBDISTRICT_COMMITTEE).order_by("pk"))
        self.posts, self.campaigns = {}, {}

    def __len__(self):
        return sum(series["count"] for series in self.told["series"])

    def __iter__(self):
        """Record one activity after another, and yield each. Raises Refused where a series asks what may not be."""
        self.begin()
        for series in self.told["series"]:
            yield from self.series(series)

    # Where and by whom.

    def begin(self):
        """The places, the campaigns, and the deputies who serve."""
        self.places, self.deputies = self.found_places(), self.those_who_serve()
        for said in self.told["campaign"]:
            self.campaigns[said["name"]] = Campaign.objects.create(congress=self.congress, **said)

    def found_places(self) -> dict[str, list[Place]]:
        """Communities and villages are organs of the district; enterprises and projects have made-up names."""
        committee = {c.name.removesuffix("街道人大工委"): c for c in self.committees}
        made = {kind: [] for kind in Place.Kind.values}
        organs = Organ.objects.filter(congress=self.congress, kind__in=[K.COMMUNITY, K.VILLAGE]).order_by("pk")
        for organ in organs.select_related("parent"):
            self.place(made, organ.kind, organ.name, committee[organ.parent.name.removesuffix("街道办事处")])
        names = [f"{name}{trade}" for trade in self.told["trades"] for name in self.told["names"]]
        for name, where in zip(names[: self.told["enterprises"]], cycle(self.committees)):
            self.place(made, "enterprise", f"武汉{name}有限公司（示例）", where)
        for name, where in zip(names[-self.told["projects"] :], cycle(self.committees)):
            self.place(made, "project", f"{name}扩建项目（示例）", where)
        for village in made["village"][:7]:
            self.place(made, "contact_point", f"{village.name}乡村振兴联系点", village.subdistrict)
        for c in self.committees:
            self.place(made, "centre", f"{c.name.removesuffix('人大工委')}综合执法中心", c)
        Place.objects.bulk_create(place for kind in made.values() for place in kind)
        return made

    def place(self, made, kind, name, subdistrict):
        told = {"name": name, "subdistrict": subdistrict, "invented": "示例" in name}
        made[kind].append(Place(congress=self.congress, kind=kind, **told))

    def those_who_serve(self) -> dict:
        """The deputies who served on some day of the year, by committee of their constituency, by level, and all together."""
        serving = Post.objects.filter(organ__congress=self.congress, role=Role.DEPUTY, since__lte=date(YEAR, 12, 31))
        found = {}
        for post in serving.select_related("person", "constituency").order_by("pk"):
            found.setdefault(post.constituency and post.constituency.organ_id, []).append(post)
            found.setdefault(post.level, []).append(post)
            found.setdefault("all", []).append(post)
        return found

    def actors(self, organ) -> tuple[Post, Post]:
        """Who records and who confirms: the clerk and the head of an office, or of a sub-district's committee."""
        if organ not in self.posts:
            posts = list(
                organ.posts.filter(role__in=[Role.CLERK, Role.HEAD, Role.CHAIR]).select_related("person").order_by("pk")
            )
            clerk = next(post for post in posts if post.role == Role.CLERK)
            self.posts[organ] = clerk, next(post for post in posts if post.role != Role.CLERK)
        return self.posts[organ]

    # One series.

    def series(self, said):
        n = said["count"]
        organs = (
            self.committees
            if said["by"] == "subdistricts"
            else [Organ.objects.get(congress=self.congress, name=said["by"])]
        )
        goes = self.went(said)
        shares = {name: parts(said.get(name, 0), n) for name in ("times", "copies", "reached")}
        turns = {}
        for i in range(n):
            places = list(islice(goes, said.get("each", 1))) if "places" in said else []
            organ = places[0].subdistrict if places and len(organs) > 1 else organs[i % len(organs)]
            turns[organ] = turns.get(organ, 0) + 1
            day = self.days[i * len(self.days) // n]
            title = said["title"].format(n=i + 1, place=places[0] if places else "")
            more = {name: shares[name][i] or None for name in ("copies", "reached")}
            if "outlets" in said:
                more["outlet"], more["outlet_level"] = said["outlets"][i % len(said["outlets"])]
            more |= {name: said[name] for name in ("told", "lecturer") if name in said}
            who = self.who(said, organ, day, shares["times"][i], turns[organ])
            campaign = self.campaigns.get(said.get("campaign"))
            yield self.record(
                organ,
                day,
                places,
                who,
                activity_kind=said["kind"],
                title=title,
                campaign=campaign,
                leads="leads" in said,
                **more,
            )
            if said.get("link"):
                self.link(places[0], self.leader(i), organ)

    def went(self, said):
        """The places of a series in turn: every different one once, and then some of them again."""
        wanted = [self.places[kind][said.get("skip", 0) :][:n] for kind, n in said.get("places", {}).items()]
        return cycle([place for kind in wanted for place in kind])

    def who(self, said, organ, day, n, turn) -> list[Post]:
        """So many deputies in office that day: of the sub-district where one organises, else of the district, each in his turn."""
        pool = (
            self.deputies[said["leads"]]
            if "leads" in said and said["leads"] != "district"
            else self.deputies.get(organ.pk) or self.deputies["all"]
        )
        start = turn * max(n, 1) % len(pool)
        in_turn = [post for post in [*pool[start:], *pool[:start]] if post.is_current(day)]
        return in_turn[:n]

    def link(self, place, leader, organ):
        if not place.links.filter(post=leader).exists():
            link(place, leader, date(YEAR, 1, 10), by=self.actors(organ)[0])

    def leader(self, i) -> Post:
        committee = self.office.parent
        leaders = committee.posts.filter(role__in=[Role.CHAIR, Role.VICE_CHAIR]).order_by("pk")
        return leaders[i % len(leaders)]

    def record(self, organ, day, places, who, *, leads, **said) -> Activity:
        clerk, second = self.actors(organ)
        a = Activity.objects.create(keeper=organ, coordinator=self.office, recorder=clerk.person, held_on=day, **said)
        Presence.objects.bulk_create(Presence(activity=a, post=post, leads=leads) for post in who)
        Visit.objects.bulk_create(Visit(activity=a, place=place) for place in places)
        told = make_aware(datetime.combine(day, time(16, 30)))
        a.take("record", clerk, at=told, confirmer=second.person)
        a.take("confirm", second, at=told + timedelta(hours=1))
        return a


def parts(whole, n) -> list[int]:
    """A whole in n parts that differ by one at most."""
    return [whole * (i + 1) // n - whole * i // n for i in range(n)]
