"""A feed of reception days, read by icalendar and by ical.js alike; and a card for the address book."""

import json
import os
import shutil
import subprocess
from datetime import UTC, date, datetime, time
from pathlib import Path

import icalendar
import pytest

from ops import setup
from qingting.organs.models import Person
from qingting.stations.models import Stationed

FRONTEND = Path(setup.FRONTEND)
READ = """
import ICAL from "ical.js";
let said = ""; for await (const part of process.stdin) said += part;
const calendar = new ICAL.Component(ICAL.parse(said));
for (const zone of calendar.getAllSubcomponents("vtimezone")) ICAL.TimezoneService.register(new ICAL.Timezone(zone));
const text = (event, name) => event.component.getFirstPropertyValue(name);
console.log(JSON.stringify(calendar.getAllSubcomponents("vevent").map(one => new ICAL.Event(one)).map(event => ({
  uid: event.uid, sequence: event.sequence, status: text(event, "status"), summary: event.summary, location: event.location,
  description: event.description, start: event.startDate.toUnixTime(), end: event.endDate.toUnixTime(), zone: event.startDate.zone.tzid,
}))));
"""


def by_icalendar(said: bytes) -> list[dict]:
    return [
        {
            "uid": str(event["uid"]),
            "sequence": int(event["sequence"]),
            "status": str(event["status"]),
            "summary": str(event["summary"]),
            "location": str(event["location"]),
            "description": str(event["description"]),
            "start": int(event.decoded("dtstart").timestamp()),
            "end": int(event.decoded("dtend").timestamp()),
            "zone": event["dtstart"].params["TZID"],
        }
        for event in icalendar.Calendar.from_ical(said).walk("VEVENT")
    ]


def by_ical_js(said: bytes) -> list[dict]:
    path = os.pathsep.join([str(setup.NODE), os.environ["PATH"]])
    node = shutil.which("node", path=path)
    if not node or not (FRONTEND / "node_modules/ical.js").exists():
        pytest.skip("no node or no ical.js here (make setup): the feed was NOT read by a second reader")
    done = subprocess.run(
        [node, "--input-type=module", "-e", READ], input=said, cwd=FRONTEND, capture_output=True, timeout=60
    )
    assert done.returncode == 0, done.stderr.decode()
    return json.loads(done.stdout)


@pytest.fixture
def three(street):
    """One announced, one moved, one cancelled; and one that nobody was told of."""
    street.reception("2026-03-12", upto="announce")
    moved = street.reception("2026-03-19", upto="announce")
    moved.take("move", street.shi, "停电", day=date(2026, 3, 20), opens=time(14, 30), closes=time(16, 30))
    street.reception("2026-03-26", upto="announce").take("cancel", street.shi, "代表开会")
    street.reception("2026-04-02")
    return street


def feed(client, street):
    response = client.get(f"/stations/{street.station.pk}/reception.ics")
    assert response.status_code == 200 and response["Content-Type"] == "text/calendar; charset=utf-8"
    return response.content


def test_two_readers_read_it_alike(client, three):
    said = feed(client, three)
    read = by_icalendar(said)
    assert [(event["sequence"], event["status"]) for event in read] == [
        (0, "CONFIRMED"),
        (1, "CONFIRMED"),
        (1, "CANCELLED"),
    ]
    first = read[0]
    assert first["summary"] == "代表接待日：河西街道代表联络站"
    assert first["location"] == "河西街道代表联络站，河西路 12 号"
    assert first["description"] == "接待代表：林秀英、何建国"
    assert first["start"] == datetime(2026, 3, 12, 1, tzinfo=UTC).timestamp()  # nine in Shanghai
    assert first["end"] - first["start"] == 2 * 60 * 60
    assert read[1]["start"] == datetime(2026, 3, 20, 6, 30, tzinfo=UTC).timestamp()
    assert by_ical_js(said) == read


def test_a_moved_day_keeps_its_uid_and_raises_its_sequence(client, street):
    d = street.reception("2026-03-12", upto="announce")
    (before,) = by_icalendar(feed(client, street))
    d.take("move", street.shi, "停电", day=date(2026, 3, 13), opens=time(9), closes=time(11))
    (after,) = by_icalendar(feed(client, street))
    assert after["uid"] == before["uid"] and after["uid"].endswith("@127.0.0.1")
    assert after["sequence"] == before["sequence"] + 1 and after["start"] > before["start"]


def test_every_line_is_short_and_ends_as_it_must(client, three):
    """RFC 5545, sec. 3.1: at most 75 octets, then CR LF; Chinese is not cut within a character."""
    lines = feed(client, three).split(b"\r\n")
    assert all(len(line) <= 75 and b"\n" not in line for line in lines)
    assert "BEGIN:VTIMEZONE" in feed(client, three).decode()


def test_words_cannot_end_a_line_and_begin_another(client, street):
    street.station.address = "河西路;12 号,二楼\\BEGIN:VEVENT"
    street.station.save()
    street.reception(upto="announce")
    (event,) = by_icalendar(feed(client, street))
    assert event["location"] == "河西街道代表联络站，河西路;12 号,二楼\\BEGIN:VEVENT"


def test_the_whole_district_and_nothing_of_the_next(client, three, next_street):
    next_street.reception("2026-03-12", upto="announce")
    assert client.get("/stations/reception.ics").status_code == 404  # of which of the two?
    ours = by_icalendar(client.get("/public/429900/reception.ics").content)
    theirs = by_icalendar(client.get("/public/429901/reception.ics").content)
    assert (len(ours), len(theirs)) == (3, 1)
    assert client.get("/public/999999/reception.ics").status_code == 404


def test_of_the_only_congress_without_a_code(client, three):
    assert len(by_icalendar(client.get("/stations/reception.ics").content)) == 3


def test_what_is_long_over_falls_out(client, three, on):
    on("2026-05-20")
    assert len(by_icalendar(feed(client, three))) == 1


def test_nobody_is_named_where_deputies_are_not(client, three, settings):
    settings.NAME_DEPUTIES = False
    said = feed(client, three).decode()
    assert "林秀英" not in said and "河西街道" in said.replace("\r\n ", "")


# The card


def card(client, street):
    response = client.get(f"/deputies/{street.town.lin.pk}/card.vcf")
    assert response.status_code == 200 and response["Content-Type"] == "text/vcard; charset=utf-8"
    return response.content.decode().replace("\r\n ", "")


def test_the_card_has_the_station_s_telephone_and_none_of_his_own(client, street):
    lines = card(client, street).split("\r\n")
    assert lines[:3] == ["BEGIN:VCARD", "VERSION:3.0", "FN:林秀英代表"] and lines[-2:] == ["END:VCARD", ""]
    assert "N:林秀英;;;;" in lines and "ORG:清河县人民代表大会" in lines and "TITLE:区代表" in lines
    assert [line for line in lines if line.startswith("TEL")] == ["TEL;TYPE=WORK:027-0000 0101"]
    assert [line for line in lines if line.startswith("ADR")] == [
        "ADR;TYPE=WORK:;;河西街道代表联络站，河西路 12 号;;;;"
    ]


def test_a_name_does_not_break_out_of_its_line(client, street):
    Person.objects.filter(pk=street.town.lin.person_id).update(name="林;秀,英")
    assert r"N:林\;秀\,英;;;;" in card(client, street)


def test_the_card_of_one_without_a_station_has_no_telephone(client, street):
    Stationed.objects.update(until=date(2026, 3, 1))
    assert "TEL" not in card(client, street)
