"""Reception days for one's calendar, and a deputy's card for one's address book; with what is public, and nothing else."""

from datetime import datetime, timedelta
from urllib.parse import urlsplit

from django.conf import settings
from django.http import HttpResponse
from django.urls import reverse
from django.utils.timezone import get_default_timezone, localdate
from django.utils.translation import gettext as _
from icalendar import Calendar, Event
from icalendar.cal import Component
from icalendar.prop import vGeo, vInline, vText

from qingting.stations.models import Duty, DutyDay

KEPT = timedelta(days=60)  # how long a day stands in a feed once it is over
FED = 500  # days of a feed: a district's for half a year


def shown(days, on=None):
    """Of these reception days those that were announced and are not over, with what it takes to tell of them, the next first."""
    days = days.filter(public=True, day__gte=on or localdate()).order_by("day", "opens", "pk")
    return days.select_related("station__organ").prefetch_related("duties__post__person")


def names_on(day) -> list[str]:
    """Who receives on it, as everyone may read; nobody is named where deputies are not."""
    on = (Duty.Standing.ON, Duty.Standing.LEAVING)
    duties = sorted(day.duties.all(), key=lambda duty: duty.pk) if settings.NAME_DEPUTIES else ()
    return [duty.post.person.name for duty in duties if duty.standing in on]


def where(station) -> str:
    return _("%(station)s，%(address)s") % {"station": station, "address": station.address}


def calendar_of(congress, name, days) -> bytes:
    """An iCalendar feed (RFC 5545) of reception days. A moved one keeps its UID and raises its SEQUENCE."""
    feed = Calendar()
    feed.add("version", "2.0")
    feed.add("prodid", f"-//{congress}//qingting//ZH")
    feed.add("method", "PUBLISH")
    feed.add("name", name)
    feed.add("x-wr-calname", name)
    feed.add("refresh-interval", timedelta(hours=6), parameters={"VALUE": "DURATION"})
    for day in shown(days, localdate() - KEPT)[:FED]:
        feed.add_component(event_of(day))
    feed.add_missing_timezones()
    return feed.to_ical()


def event_of(day: DutyDay) -> Event:
    zone, names = get_default_timezone(), names_on(day)
    event = Event()
    event.add("uid", f"reception-{day.pk}@{urlsplit(settings.SITE_URL).hostname}")
    event.add("sequence", day.revision)
    event.add("dtstamp", day.moved_at)
    event.add("dtstart", datetime.combine(day.day, day.opens, zone))
    event.add("dtend", datetime.combine(day.day, day.closes, zone))
    event.add("summary", _("代表接待日：%(station)s") % {"station": day.station})
    event.add("status", "CANCELLED" if day.is_cancelled else "CONFIRMED")
    event.add("location", where(day.station))
    if names:
        event.add("description", _("接待代表：%(names)s") % {"names": _("、").join(names)})
    if day.station.longitude is not None:
        event.add("geo", vGeo((day.station.latitude, day.station.longitude)))
    event.add("url", settings.SITE_URL.rstrip("/") + day.station.get_absolute_url())
    return event


def as_calendar(content: bytes, name: str) -> HttpResponse:
    return HttpResponse(
        content,
        content_type="text/calendar; charset=utf-8",
        headers={"Content-Disposition": f'inline; filename="{name}.ics"', "Cache-Control": "public, max-age=600"},
    )


class Card(Component):
    """A vCard is written in the lines of iCalendar (RFC 2426, sec. 2.4)."""

    name = "VCARD"


def card_of(post, stations) -> bytes:
    """A deputy's vCard: his stations' telephones and addresses, none of his own."""
    card = Card()
    card.add("version", "3.0")
    card.add("fn", vText(_("%(name)s代表") % {"name": post.person.name}))
    card.add("n", vInline(vText(post.person.name).to_ical().decode() + ";;;;"))
    card.add("org", vText(str(post.organ.congress)))
    card.add("title", vText(str(post.role_label)))
    for station in stations:
        if station.telephone:
            card.add("tel", vText(station.telephone), parameters={"TYPE": "WORK"})
        street = vText(where(station)).to_ical().decode()
        card.add("adr", vInline(f";;{street};;;;"), parameters={"TYPE": "WORK"})
    card.add("url", vInline(settings.SITE_URL.rstrip("/") + reverse("deputy", args=[post.pk])))
    return card.to_ical(sorted=False)
