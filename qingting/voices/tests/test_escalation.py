"""What stays late is told upward in three steps, on their days, and each person hears of it once."""

from datetime import date

import pytest
from django.core.management import call_command

from qingting.clocks.rules import read
from qingting.docket.models import Deadline, Notice
from qingting.mail.reminders import DAILY, remind
from qingting.organs.models import Role
from qingting.voices.escalation import escalate
from qingting.voices.models import Voice
from qingting.voices.process import VoiceProcess
from qingting.voices.tests.doings import anew


@pytest.fixture(autouse=True)
def monday(on):
    on("2026-03-02")


@pytest.fixture
def vice(town):
    """The vice-chair of the standing committee who hears of what stays late."""
    return town.seat("卢副", town.committee, Role.VICE_CHAIR)


def told(v=None):
    """The names of those who were told of what is late, in the order in which they were."""
    word = Notice.objects.filter(late=True, **({"deadline__matter": v} if v else {}))
    return list(word.order_by("pk").values_list("person__name", flat=True))


def morning(on, day):
    """Whom the round of that day told: the names of those who were not told before."""
    before = Notice.objects.count()
    on(day)
    n = escalate(date.fromisoformat(day))
    new = list(Notice.objects.order_by("pk").values_list("person__name", flat=True))[before:]
    assert len(new) == n
    return set(new)


def test_what_an_organ_owes_goes_up_three_stairs_on_their_days(town, vice, on):
    """Due on 16 March: one working day later its head hears, five later the office, ten later the vice-chair."""
    v = town.handle(town.voice(), upto="sign")
    assert v.last_debt("answering").due_on == date(2026, 3, 16)
    for day, people in (
        ("2026-03-16", set()),
        ("2026-03-17", {"吴迪"}),
        ("2026-03-20", set()),
        ("2026-03-23", {"王敏", "孙立"}),
        ("2026-03-27", set()),
        ("2026-03-30", {"卢副"}),
        ("2026-05-29", set()),
    ):
        assert morning(on, day) == people, day
    assert not {"钱进", "徐兰", "邓和", "林秀英"} & {*told()} and len(told()) == 4


def test_what_the_street_owes_goes_to_its_chair(town, vice, on):
    town.voice()
    due = Deadline.objects.get(clock="accepting").due_on
    assert due == date(2026, 3, 5)
    assert morning(on, "2026-03-06") == {"邓和"}
    assert morning(on, "2026-03-12") == {"王敏", "孙立"}
    assert morning(on, "2026-03-19") == {"卢副"}


def test_what_the_office_owes_goes_to_its_head(town, on):
    v = town.voice()
    v.take("ask_transfer", town.xu, "不在本街道")
    due = v.last_debt("deciding").due_on
    assert due == date(2026, 3, 5)
    assert morning(on, "2026-03-06") == {"孙立"}


def test_somebody_is_first_told_of_every_clock_that_is_owed(town):
    """Three may owe something, and each has a head; what a resident may do lapses, and is owed by nobody."""
    town.handle(town.voice(), upto="sign")
    debt = Deadline.objects.filter(met=None, clock="answering")
    for name, clock in VoiceProcess.clocks.items():
        if not clock.lapses:
            debt.model.objects.filter(pk=debt.get().pk).update(clock=name, due_on=date(2026, 3, 2))
            escalate(date(2026, 3, 3))
            assert told() == [{"handler": "吴迪", "keeper": "邓和", "coordinator": "孙立"}[clock.stops[0].by.field]], (
                name
            )
            Notice.objects.filter(late=True).delete()
            Deadline.objects.filter(clock=name, due_on=date(2026, 3, 2)).update(clock="answering")


def test_a_person_is_told_once_though_he_stands_on_several_stairs(town, vice, on):
    town.seat("孙立", town.roads, Role.HEAD)
    v = town.handle(town.voice(), upto="sign")
    on("2026-04-30")
    assert escalate(date(2026, 4, 30)) == 4 and sorted(told(v)) == ["卢副", "吴迪", "孙立", "王敏"]
    assert escalate(date(2026, 4, 30)) == escalate(date(2026, 5, 8)) == 0 and len(told()) == 4


def test_whoever_is_reminded_of_his_own_is_not_told_the_same_again(town, on):
    v = town.handle(town.voice(), upto="refer", grade="district")
    due = v.last_debt("dispatching").due_on
    day = date(2026, 3, 20)
    assert due < day
    on("2026-03-20")
    remind(day)
    assert told(v) == ["王敏"]  # who owes it, and who would be told of it as the office
    assert escalate(day) == 1 and told(v) == ["王敏", "孙立"]


def test_a_new_day_that_is_owed_is_told_of_anew(town, on):
    v = town.handle(town.voice(), upto="sign")
    assert morning(on, "2026-03-17") == {"吴迪"}
    town.handle(anew(v), upto="answer")
    v.take("send_back", town.xu, "没有写明")
    due = anew(v).last_debt("again").due_on
    on("2026-04-30")
    assert due < date(2026, 4, 30) and escalate(date(2026, 4, 30)) == 3


def test_what_was_done_is_told_of_nobody(town, vice, on):
    town.handle(town.voice())
    gone = town.voice()
    gone.take("withdraw", gone.receipt)
    assert Deadline.objects.exclude(met=None).count() >= 5
    assert morning(on, "2026-06-01") == set()


def test_a_right_that_lapses_makes_nobody_late(town, vice, on):
    """The resident may rate, and the organ may return it; whoever does not, owes nothing."""
    town.handle(town.voice(), upto="check")
    open_ones = set(Deadline.objects.filter(met=None).values_list("clock", flat=True))
    assert open_ones == {"rating"}
    assert morning(on, "2026-06-01") == set()
    v = town.handle(town.voice(), upto="assign")
    Deadline.objects.filter(matter=v).exclude(clock="returning").delete()
    on("2026-08-03")
    assert Deadline.objects.filter(matter=v, met=None).exists() and escalate(date(2026, 8, 3)) == 0


def own_rules(tmp_path, settings, congress, **rules):
    line = 'basis = "本县办法第九条"\nlayer = "H"\nconfidence = "A"\nsince = {}\n'
    (tmp_path / "default.toml").write_text((settings.RULEBOOK / "default.toml").read_text())
    said = [
        f'[[{name}]]\nvalue = {n}\nunit = "{unit}"\n' + line.format(since) for name, (n, unit, since) in rules.items()
    ]
    (tmp_path / f"{congress.code}.toml").write_text("\n".join(said))
    settings.RULEBOOK = tmp_path
    read.cache_clear()


@pytest.fixture
def ours(town, settings, tmp_path):
    yield lambda **rules: own_rules(tmp_path, settings, town.congress, **rules)
    read.cache_clear()


def test_a_place_may_have_days_of_its_own(town, next_town, ours, on):
    ours(
        voice_escalate_head=(2, "working days", "2020-01-01"),
        voice_escalate_coordinator=(2, "working days", "2020-01-01"),
    )
    for t in (town, next_town):
        t.handle(t.voice(), upto="sign")
    people = {
        "ours": {t.person_id for t in (town.wu, town.wang, town.sun)},
        "theirs": {next_town.wu.person_id},
    }
    on("2026-03-17")
    assert escalate(date(2026, 3, 17)) == 1
    assert set(Notice.objects.filter(late=True).values_list("person", flat=True)) == people["theirs"]
    on("2026-03-18")
    assert escalate(date(2026, 3, 18)) == 3
    assert set(Notice.objects.filter(late=True).values_list("person", flat=True)) == people["theirs"] | people["ours"]


def test_a_place_may_count_in_calendar_days(town, ours, on):
    """Due on Monday, 16 March; four calendar days are Friday, six end on Sunday and so on the Monday after."""
    ours(voice_escalate_head=(4, "days", "2020-01-01"), voice_escalate_coordinator=(6, "days", "2020-01-01"))
    town.handle(town.voice(), upto="sign")
    assert morning(on, "2026-03-19") == set()
    assert morning(on, "2026-03-20") == {"吴迪"}
    assert morning(on, "2026-03-22") == set()
    assert morning(on, "2026-03-23") == {"王敏", "孙立"}


def test_the_rule_of_the_day_on_which_it_began_counts_by_the_calendar_on_the_wall(town, ours, on):
    """Begun at half past midnight on 2 March, when it is still 1 March in Greenwich; the place's rule is of 2 March."""
    ours(voice_escalate_head=(4, "working days", "2026-03-02"))
    on("2026-03-02", "00:30")
    town.handle(town.voice(), upto="sign")
    assert morning(on, "2026-03-19") == set()
    assert morning(on, "2026-03-20") == {"吴迪"}


def test_whoever_has_left_his_post_is_not_told_and_whoever_followed_him_is(town, on):
    town.handle(town.voice(), upto="sign")
    town.wu.until = date(2026, 3, 10)
    town.wu.save()
    town.seat("新局长", town.roads, Role.HEAD)
    assert morning(on, "2026-03-17") == {"新局长"}


def test_nobody_is_told_of_another_congress_or_another_kind(town, next_town, vice, on):
    town.walk(town.suggestion(), upto="assign")
    theirs = next_town.handle(next_town.voice(), upto="sign")
    on("2026-06-01")
    escalate(date(2026, 6, 1))
    congresses = set(Notice.objects.filter(late=True).values_list("person__congress", flat=True))
    assert congresses == {next_town.congress.pk} and len(told(theirs)) == len(told())


def test_it_is_part_of_the_daily_round_and_whoever_is_told_opens_it(town, vice, on, client):
    v = town.handle(town.voice(), upto="sign")
    assert escalate in DAILY
    on("2026-03-30")
    call_command("work", once=True)
    assert {"吴迪", "孙立", "王敏", "卢副"} <= {*told(v)}
    for post in (town.wu, town.sun, town.wang, vice):
        client.force_login(post.person.user)
        page = client.get("/notices/").content.decode()
        assert v.number in page, post
        assert client.get(f"/matters/{v.pk}/").status_code == 200, post


def test_many_that_are_late_are_each_told_of(town, on):
    for n in range(3):
        town.handle(town.voice(f"第{n}件。"), upto="sign")
    on("2026-03-17")
    assert escalate(date(2026, 3, 17)) == 3 and told() == ["吴迪"] * 3
    assert Voice.objects.filter(state="signed").count() == 3  # being told moves nothing
