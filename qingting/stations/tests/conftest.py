"""A street of the town: the committee that keeps a station, its clerk, and who receives there."""

from datetime import date, time

import pytest

from qingting.organs.models import Constituency, Organ, Role
from qingting.stations.models import Outline, Station, Stationed
from qingting.stations.receptions import plan


class Street:
    """The working committee of a sub-district of a town, with one station where Lin and He receive."""

    def __init__(self, town, name="河西街道"):
        self.town = town
        self.committee = Organ.objects.create(
            name=f"{name}人大工委", kind=Organ.Kind.SUBDISTRICT_COMMITTEE, parent=town.committee
        )
        self.shi = town.seat("石楚红", self.committee, Role.CLERK)
        self.du = town.seat("杜国华", self.committee, Role.CHAIR)
        self.station = self.open_station(f"{name}代表联络站")
        for post in (town.lin, town.he):
            Stationed.objects.create(station=self.station, post=post, since=date(2022, 3, 1))

    def open_station(self, name, **place):
        organ = Organ.objects.create(name=name, kind=Organ.Kind.STATION, parent=self.committee, since=date(2022, 3, 1))
        given = {"address": "河西路 12 号", "hours": "工作日 9:00–17:00", "telephone": "027-0000 0101"}
        return Station.objects.create(organ=organ, **given | place)

    @property
    def posts(self):
        return [*self.town.posts, self.shi, self.du]

    def reception(self, day="2026-03-12", upto="plan", deputies=None):
        """A reception day of the station, from nine to eleven, along its plain way up to a step."""
        deputies = [self.town.lin, self.town.he] if deputies is None else deputies
        hours = {"opens": time(9), "closes": time(11)}
        d = plan(self.station, self.shi, deputies, day=date.fromisoformat(day), **hours)
        if upto == "announce":
            d.take("announce", self.shi)
        return d

    def outline(self, drawn=False):
        rings = [[[114.3, 30.5], [114.6, 30.5], [114.6, 30.7], [114.3, 30.7]]]
        return Outline.objects.create(congress=self.town.congress, rings=rings, source="测试", drawn=drawn)

    def constituency(self, name, *posts):
        drawn = Constituency.objects.create(congress=self.town.congress, name=name, organ=self.committee)
        for post in posts:
            post.constituency = drawn
            post.save()
        return drawn


@pytest.fixture
def street(town, on):
    on("2026-03-02")
    return Street(town)


@pytest.fixture
def next_street(next_town, street):
    return Street(next_town, "白石街道")
