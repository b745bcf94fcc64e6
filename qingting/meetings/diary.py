"""Meetings in a calendar (iCalendar, RFC 5545): the announced ones for everyone, and each person's own at a secret address.

The address is signed and bound to a number that the person may raise: then what he gave away before is worth nothing. The
feed names what, when and where, and no item of an agenda.
"""

from datetime import datetime, timedelta
from urllib.parse import urlsplit

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.crypto import constant_time_compare, salted_hmac
from django.utils.timezone import get_default_timezone, localdate, now
from django.utils.translation import gettext as _
from icalendar import Calendar, Event

from qingting.meetings.briefings import Briefing
from qingting.meetings.guests import Invitation
from qingting.meetings.models import SITTING, Meeting
from qingting.organs.models import Person, Post

KEPT = timedelta(days=180)
FED = 300  # meetings of a feed
SITS = timedelta(hours=3)  # how long a meeting blocks a calendar: nobody says beforehand when it ends
KNOWN = ("planned", "notified", "sitting", "closed", "written", "signed", "cancelled")


class Diary(models.Model):
    """A person's private calendar: the number to which its address is bound."""

    person = models.OneToOneField(Person, models.PROTECT, related_name="diary")
    serial = models.PositiveIntegerField(default=1)


def diary_of(person_id) -> Diary:
    return Diary.objects.get_or_create(person_id=person_id)[0]


def renew(person_id):
    """Another address; the old one is worth nothing from now on."""
    diary_of(person_id)
    Diary.objects.filter(person=person_id).update(serial=F("serial") + 1)


def token(diary) -> str:
    return f"{diary.person_id}-{_signature(diary, settings.SECRET_KEY)}"


def _signature(diary, key) -> str:
    said = f"{diary.person_id}:{diary.serial}"
    return salted_hmac("qingting.meetings.diary", said, secret=key, algorithm="sha256").hexdigest()[:32]


def address(diary) -> str:
    return settings.SITE_URL.rstrip("/") + reverse("meetings_diary", args=[token(diary)])


def read(token: str) -> Person | None:
    """Whose calendar this is; None where the signature does not hold, or he holds no post any more."""
    number, _dash, signed = token.partition("-")
    if not (number.isascii() and number.isdigit()) or len(number) > 18:
        return None
    diary = Diary.objects.select_related("person__congress").filter(person=int(number)).first()
    keys = (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)
    if not diary or not any(constant_time_compare(_signature(diary, key), signed) for key in keys):
        return None
    return diary.person if Post.objects.current().filter(person=diary.person_id).exists() else None


def calendar(congress, name, entries) -> bytes:
    feed = Calendar()
    feed.add("version", "2.0")
    feed.add("prodid", f"-//{congress}//qingting//ZH")
    feed.add("method", "PUBLISH")
    feed.add("name", name)
    feed.add("x-wr-calname", name)
    feed.add("refresh-interval", timedelta(hours=6), parameters={"VALUE": "DURATION"})
    for entry in entries:
        feed.add_component(entry)
    feed.add_missing_timezones()
    return feed.to_ical()


def entry(matter, summary, path, is_cancelled=False) -> Event:
    """One day in a calendar. A moved or cancelled one keeps its UID and raises its SEQUENCE."""
    begins = datetime.combine(matter.held_on, matter.opens_at, get_default_timezone()) if matter.opens_at else None
    event = Event()
    event.add("uid", f"meeting-{matter.pk}@{urlsplit(settings.SITE_URL).hostname}")
    # a number that only grows while the matter moves: the seconds from which it has stood so
    event.add("sequence", int(matter.moved_at.timestamp()) % 2**31 if matter.moved_at else 0)
    event.add("dtstamp", matter.moved_at or now())
    event.add("dtstart", begins or matter.held_on)
    event.add("dtend", begins + SITS if begins else matter.held_on + timedelta(days=1))
    event.add("summary", summary)
    event.add("status", "CANCELLED" if is_cancelled else "CONFIRMED")
    if matter.place:
        event.add("location", matter.place)
    event.add("url", settings.SITE_URL.rstrip("/") + path)
    return event


def of_everyone(congress, meetings) -> bytes:
    """The announced meetings of a congress."""
    found = meetings.filter(congress=congress, held_on__gte=localdate() - KEPT).order_by("held_on", "pk")[:FED]
    told = [
        entry(m, f"{m.body}{m.title}", reverse("public_meeting", args=[m.pk]), m.state == "cancelled") for m in found
    ]
    return calendar(congress, _("%(congress)s公开的会议") % {"congress": congress}, told)


def of_person(person) -> bytes:
    """A person's own: where he sits as a member, where he was invited to sit in, and briefings to which he was asked."""
    since = localdate() - KEPT
    posts = Post.objects.current().filter(person=person)
    seats = Q(pk__in=[])
    for post in posts.select_related("organ"):
        if post.role in SITTING.get(post.organ.kind, ()):
            seats |= Q(body=post.organ_id)
    meetings = Meeting.objects.filter(seats, state__in=KNOWN, held_on__gte=since).select_related("body")
    told = [entry(m, f"{m.body}{m.title}", m.get_absolute_url(), m.state == "cancelled") for m in meetings[:FED]]
    asked = Invitation.objects.filter(deputy=person, state__in=("invited", "coming", "came", "called_off"))
    for one in asked.filter(on__held_on__gte=since).select_related("on__body")[:FED]:
        words = _("列席：%(meeting)s") % {"meeting": f"{one.on.body}{one.on.title}"}
        told.append(entry(one.on, words, one.get_absolute_url(), one.state == "called_off"))
    briefings = Briefing.objects.filter(attendees__post__person=person, held_on__gte=since).exclude(state="draft")
    told += [entry(b, b.title, b.get_absolute_url(), b.state == "cancelled") for b in briefings[:FED]]
    return calendar(person.congress, _("%(person)s的会议") % {"person": person}, told)
