"""The demonstration district's year: loaded once, handled through `take`, counted as the report counts it."""

import csv
import json
import re
from datetime import date, datetime
from io import StringIO
from pathlib import Path

import pytest
import time_machine
from django.contrib.auth.hashers import check_password, is_password_usable
from django.contrib.auth.models import User
from django.core.management import call_command
from django.db import transaction
from django.utils.timezone import make_aware

from qingting.clocks.calendar import forget
from qingting.demo.district import PASSWORD, password_of_the_cast
from qingting.demo.walk import Walk, read
from qingting.desk.lists import lamp_days, lamp_of
from qingting.docket.ledger import verify
from qingting.docket.models import Event, Matter, Notice, Part
from qingting.duties.models import Activity, Campaign, Linked, Place, Presence, Visit
from qingting.figures.awaited import AWAITED
from qingting.organs.models import Constituency, Level, Organ, Person, Post, Role
from qingting.procuratorate.models import OVER, ProcuratorialSuggestion
from qingting.suggestions.models import Cosigning, Handling, Promise, Suggestion

ROOT = Path(__file__).resolve().parent.parent
TODAY = date(2026, 11, 23)
K = Organ.Kind


@pytest.fixture(scope="module")
def loaded(django_db_setup, django_db_blocker):
    """The demonstration, loaded once for all these tests on one day and taken back after them; what the command said."""
    with django_db_blocker.unblock(), transaction.atomic():
        forget()
        with time_machine.travel(make_aware(datetime(2026, 11, 23, 9, 0)), tick=False):
            said = load()
        yield said
        transaction.set_rollback(True)


@pytest.fixture
def district(loaded, db):
    return Organ.objects.get(kind=K.CONGRESS, name="武汉市青山区人民代表大会")


def load():
    out = StringIO()
    call_command("demo", stdout=out)
    return out.getvalue()


def figures(since="2023-01-01", until="2023-12-31"):
    """What `qingting figures` prints for the year, by name."""
    out = StringIO()
    call_command("figures", "--from", since, "--to", until, "--format", "json", stdout=out)
    return {figure["id"]: figure["value"] for figure in json.loads(out.getvalue())["figures"]}


def published():
    """The figures of the district's own report of that year."""
    table = ROOT.parent / "shared" / "qingshan-2023" / "figures.csv"
    if not table.is_file():
        pytest.skip(f"SKIPPED: the district's published figures are not here ({table.name})")
    with table.open(encoding="utf-8", newline="") as rows:
        return {row["id"]: (int(row["value"]), row["reading"]) for row in csv.DictReader(rows)}


def another(congress, upto):
    """One more suggestion of that December, taken along its plain way up to a step."""
    way = [
        ("file", 1),
        ("accept", 1),
        ("assign", 4),
        ("sign", 5),
        ("contact", 6),
        ("draft_answer", 11),
        ("answer", 12),
        ("rate", 20),
        ("close", 26),
    ]
    said = {
        "accept": {"category": "traffic"},
        "assign": {"handler": "区交通运输局", "is_complex": False},
        "contact": {"contact_kind": "visit", "contact_note": "上门听取意见。"},
        "draft_answer": {"result": "solved", "answer": "路口已增设信号灯。"},
        "rate": {"process_rating": "satisfied", "result_rating": "satisfied"},
    }
    names = [name for name, day in way]
    steps = [
        {"at": make_aware(datetime(2023, 12, day, 15, n)), "take": name, **said.get(name, {})}
        for n, (name, day) in enumerate(way[: names.index(upto) + 1])
    ]
    lead = Post.objects.filter(organ=congress, role=Role.DEPUTY).first().person.name
    script = {
        "title": "关于增设冬季路口照明的建议",
        "lead": lead,
        "text": "冬季天黑得早，路口昏暗，行人过街不安全，建议增设照明。",
        "steps": steps,
    }
    for _event in Walk(congress, [script]):
        pass


def test_the_year_adds_up_to_what_the_district_published(district):
    """Every figure of the printed report whose domain is here: the exact ones exactly, the rounded ones at or above."""
    ours = figures()
    for name, (value, reading) in published().items():
        if name in AWAITED:
            assert ours[name] is None, f"{name} is said to be awaited"
        else:
            assert ours[name] == value if reading == "exact" else ours[name] >= value, name


def test_one_more_visit_is_one_more_batch_and_one_more_place(district):
    """No figure knows what it should come to: a visit to a village that nobody has been to moves three of them."""
    before = figures()
    street = Organ.objects.filter(congress=district, kind=K.SUBDISTRICT_COMMITTEE).first()
    clerk, chair = street.posts.get(role=Role.CLERK), street.posts.get(role=Role.CHAIR)
    campaign = Campaign.objects.get(congress=district, since=date(2023, 1, 1))
    a = Activity.objects.create(
        title="再走一个村", activity_kind="three_entries", held_on=date(2023, 12, 28), keeper=street,
        recorder=clerk.person, campaign=campaign,
    )  # fmt: skip
    Visit.objects.create(activity=a, place=Place.objects.create(congress=district, kind="village", name="没去过的村"))
    Presence.objects.create(activity=a, post=Post.objects.current(a.held_on).filter(level=Level.DISTRICT).first())
    at = make_aware(datetime(2023, 12, 29, 10))
    a.take("record", clerk, at=at, confirmer=chair.person)
    a.take("confirm", chair, at=at)
    now = figures()
    moved = {name for name in now if now[name] != before[name]}
    assert moved == {"three_entries_groups", "three_entries_attendance", "villages_visited"}
    assert all(now[name] == before[name] + 1 for name in moved)


def test_a_suggestion_filed_and_not_concluded_shows(district):
    before = figures()
    another(district, upto="rate")
    assert figures()["suggestions_outstanding"] == before["suggestions_outstanding"] + 1
    assert figures()["suggestions_concluded"] == before["suggestions_concluded"]


def test_one_more_concluded_is_one_more_counted(district):
    before = figures()
    another(district, upto="close")
    assert figures()["suggestions_concluded"] == before["suggestions_concluded"] + 1
    assert figures()["suggestions_outstanding"] == before["suggestions_outstanding"]


def test_nothing_knows_the_values():
    """The number is nowhere written down: it is what the register counts."""
    value = re.compile(rf"(?<![\d#.\w]){published()['suggestions_concluded'][0]}(?![\d\w])")
    knowing = [
        f"{path.relative_to(ROOT)}: {line.strip()[:80]}"
        for suffix in ("py", "toml", "csv")
        for path in sorted((ROOT / "qingting").rglob(f"*.{suffix}"))
        if "tests" not in path.parts  # a test may say what it expects
        for line in path.read_text(encoding="utf-8").splitlines()
        if value.search(line)
    ]
    assert knowing == []


def test_loading_it_again_changes_nothing(district, loaded):
    before = {kind: kind.objects.count() for kind in (User, Organ, Person, Post, Matter, Event, Notice, Part)}
    last = Event.objects.order_by("pk").last()
    assert "什么也没有改动" in load()
    assert "装好了" in loaded
    assert {kind: kind.objects.count() for kind in before} == before
    assert Event.objects.order_by("pk").last() == last


def test_the_ledger_holds(district):
    assert verify(district) is None


def test_every_event_was_taken_on_its_day(district):
    """Two years of scripts were written down in a minute, but none before its time and none out of turn."""
    assert Event.objects.filter(step="file", at__year=2023).count() >= len(read("session"))
    for matter in Suggestion.objects.filter(filed_on__year=2023).prefetch_related("events"):
        days = [event.at for event in matter.events.order_by("pk")]
        assert days == sorted(days), matter
        assert matter.filed_on == Event.objects.filter(matter=matter).order_by("pk").first().at.date()


def test_the_spread_is_that_of_a_year(district):
    """Some late, some dissatisfied and handled again, one mediated, some silent; most in time and content."""
    year = figures()
    answered = year["suggestions_answered"]
    assert 85 <= year["suggestions_on_time"] < 95, "most answers in time, and some late"
    assert 4 <= year["suggestions_redone"] <= answered / 10
    assert year["suggestions_mediated"] == 1
    assert 3 <= answered - year["suggestions_rated"] <= 12, "some deputies stayed silent, and are left out"
    assert 90 < year["suggestions_process_satisfaction"] < 100 and 90 < year["suggestions_result_satisfaction"] < 100
    assert year["suggestions_filed_recess"] < year["suggestions_filed_session"] / 2
    assert year["suggestions_key_supervised"] >= 3


def test_every_turn_that_a_suggestion_can_take_was_taken(district):
    """Returned and upheld, returned and overruled, objected to, joined, divided, converted, made complex, shown to the public."""
    taken = set(Event.objects.filter(matter__congress=district, at__year=2023).values_list("step", flat=True))
    assert taken >= {
        "send_back", "refuse", "withdraw", "convert_bill", "object", "agree", "confirm", "uphold", "overrule", "divide", "gather", "join", "share",
        "rework", "extend", "remind", "lapse", "redo", "mediate", "settle", "revisit", "redact", "publish", "fulfil", "bring_back", "select", "conclude",
    }  # fmt: skip
    joined = Suggestion.objects.exclude(joined_to=None)
    assert joined and all(s.answer == s.joined_to.answer and s.state == "closed" for s in joined)


def test_some_promises_are_kept_and_some_are_still_open(district):
    year = figures()
    assert year["promises_kept"] >= 5 and year["promises_open"] > year["promises_kept"]
    assert Promise.objects.filter(state="kept", events__step="confirm", events__at__year__gt=2023).exists(), (
        "kept in a later year"
    )
    still = Promise.objects.filter(state="open")
    assert still and all(p.on.state == "closed" for p in still), "they outlive the suggestion"


def test_several_organs_and_several_deputies_take_part(district):
    year = Suggestion.objects.filter(filed_on__year=2023)
    joint = year.filter(pk__in=Cosigning.objects.values("on"))
    assert year.count() / 4 < joint.count() < year.count() / 2
    assert all(3 <= s.cosignings.count() <= 10 for s in joint)
    assert year.filter(handlings__share=Handling.Share.CO).distinct().count() > year.count() / 6
    assert year.filter(handlings__share=Handling.Share.SEPARATE).distinct().count() > 2


def test_every_light_is_lit_on_the_day_of_loading(district, on):
    on(TODAY)
    days = lamp_days(TODAY)
    flying = Part.objects.filter(due_on__isnull=False, matter__filed_on__year=2026)
    assert {lamp_of(part.due_on, days) for part in flying} == {"red", "yellow", "green"}
    clerks = Post.objects.filter(organ__name="区人大常委会代表工作委员会", role=Role.CLERK)
    assert Part.objects.inbox(*clerks).exists(), "the office has something to do"


def test_nothing_in_flight_counts_for_the_past(district):
    assert not Event.objects.filter(at__date__gt=TODAY).exists()
    flying = Suggestion.objects.exclude(state__in=["closed", "refused", "withdrawn"])
    assert not flying.filter(filed_on__lt=date(2026, 1, 1)).exists()


def test_of_every_link_it_is_known_who_wrote_it_down(district):
    assert Linked.objects.count() > 4 and not Linked.objects.filter(begun_by=None).exists()


def test_no_mail_goes_to_the_invented(district):
    assert not Notice.objects.filter(try_again_at__isnull=False).exists()
    assert Notice.objects.filter(read_at=None).exists(), "what is new is unread"
    assert not Notice.objects.filter(read_at=None, at__date__lt=date(2026, 10, 1)).exists()


def test_the_district_is_as_large_as_a_real_one(district):
    organs = Organ.objects.filter(congress=district)
    assert organs.filter(kind=K.SUBDISTRICT).count() == organs.filter(kind=K.SUBDISTRICT_COMMITTEE).count() == 10
    assert organs.filter(kind=K.COMMUNITY).count() >= 86 and organs.filter(kind=K.VILLAGE).count() >= 18
    assert organs.filter(kind=K.DEPARTMENT).count() >= 30
    # those of the first day, and not the three whose seats in the city fell vacant in 2023
    first = Post.objects.filter(role=Role.DEPUTY, since__lt=date(2022, 1, 1))
    first = first.exclude(level=Level.MUNICIPAL, until__isnull=False)
    levels = {level: first.filter(level=level).count() for level in Level.values}
    assert levels["national"] == 2 and sum(levels.values()) == 260 and levels["district"] > 200
    seated = [(c.seats, first.filter(constituency=c).count()) for c in Constituency.objects.filter(congress=district)]
    assert all(1 <= seats <= 3 and seats == sitting for seats, sitting in seated)


def test_everyone_in_it_is_invented_and_can_act(district):
    assert not Person.objects.filter(congress=district, invented=False).exists()
    handlers = Organ.objects.filter(
        congress=district, kind__in=[K.DEPARTMENT, K.SUBDISTRICT, K.COURT, K.PROCURATORATE, K.SUPERVISORY_COMMISSION]
    )
    for organ in handlers:
        assert {Role.HEAD, Role.CLERK} <= set(organ.posts.values_list("role", flat=True)), organ


def test_the_password_of_the_cast_works_in_a_demonstration_only(district, settings):
    assert not any(is_password_usable(user.password) for user in User.objects.filter(persons__congress=district)[:5])
    settings.DEMO = True
    assert check_password(PASSWORD, password_of_the_cast())


def test_no_two_texts_are_the_same():
    scripts = [script for name in ("session", "recess", "now") for script in read(name)]
    assert len({script["title"] for script in scripts}) == len({script["text"] for script in scripts}) == len(scripts)


def test_one_clue_went_each_way_with_the_procuratorate(district):
    """In 2023 a suggestion became a procuratorial one, and a procuratorial one a deputy's; today another is in two hands at once."""
    year = figures()
    assert (year["procuratorial_from_clues"], year["procuratorial_to_suggestions"]) == (1, 1)
    back = Suggestion.objects.get(source__kind="procuratorate.procuratorialsuggestion")
    assert back.source.specific.became == back.number and back.source.state == "reported"
    flying = ProcuratorialSuggestion.objects.exclude(state__in=OVER)
    assert {p.state for p in flying} == {"flagged", "rectifying"}
