"""Each figure of residents' voices moves when its record moves; every rate shows of how many; last year's number stays."""

from datetime import date

import pytest

from qingting.figures.figure import Figure
from qingting.organs.models import Organ
from qingting.voices.models import Voice
from qingting.voices.tests.doings import ANSWER, CONTENT, UNSOLVED, anew, merged, parted

YEAR = date(2026, 1, 1), date(2026, 12, 31)
OURS = [name for name in Figure.all if name.startswith("voices_")]


def told(town, name, year=2026):
    """What the report prints for a figure."""
    return Figure.all[name].rendered(town.congress, date(year, 1, 1), date(year, 12, 31))


def counts(town):
    return {name: Figure.all[name].count(town.congress, *YEAR) for name in OURS}


def upto(name, **said):
    return lambda town, v, on: town.handle(v, upto=name, **said)


def entered(town, v, on):
    other = town.voice(sent=False, channel="visit")
    other.take("enter", town.xu, told=other.told)


def explained(town, v, on):
    v.take("explain", town.xu, elsewhere="court", answer="请循法律途径。")


def made_a_suggestion_of(town, v, on):
    town.suggestion(source=v.matter_ptr).take("file", town.lin)


def drawn(town, v, on):
    town.handle(v)
    on("2026-09-02")
    v.take("draw", town.wang)


def asked_again(town, v, on):
    drawn(town, v, on)
    v.take("say_again", v.receipt, solved_later="yes")


MOVES = {
    "voices_received": lambda town, v, on: None,
    "voices_residents": lambda town, v, on: None,
    "voices_outstanding": lambda town, v, on: None,
    "voices_received_by_code": lambda town, v, on: town.voice(channel="station_code"),
    "voices_received_at_stations": entered,
    "voices_accepted": upto("accept"),
    "voices_explained": explained,
    "voices_told": upto("check"),
    "voices_answered_by_organ": upto("answer"),
    "voices_on_time": upto("answer"),
    "voices_rated": upto("rate"),
    "voices_solved": upto("rate"),
    "voices_process_satisfaction": upto("rate"),
    "voices_result_satisfaction": upto("rate"),
    "voices_reopened": upto("rate", **UNSOLVED),
    "voices_concluded": upto("conclude"),
    "voices_converted": made_a_suggestion_of,
    "voices_drawn": drawn,
    "voices_asked_again": asked_again,
    "voices_solved_later": asked_again,
}


def test_every_figure_has_its_case():
    assert set(MOVES) == set(OURS)


@pytest.mark.parametrize("name", MOVES)
def test_it_moves_by_one_when_its_record_moves(town, on, name):
    on("2026-03-02")
    v = town.voice(sent=False)
    assert counts(town)[name] == 0
    v.take("speak_up", v.receipt, told=v.told)
    before = counts(town)[name]
    MOVES[name](town, anew(v), on)
    assert (
        counts(town)[name] == 1 == before + (name not in ("voices_received", "voices_residents", "voices_outstanding"))
    )


@pytest.mark.parametrize("name", MOVES)
def test_what_deputies_and_organs_say_themselves_is_in_none(town, on, name):
    on("2026-03-02")
    v = town.voice()
    MOVES[name](town, v, on)
    Voice.objects.update(counts=False)
    assert not any(counts(town).values())


def test_a_part_of_a_voice_is_counted_with_the_whole(town, on):
    on("2026-03-02")
    v = town.handle(town.voice(), upto="accept")
    for one in (parted(town, v), parted(town, anew(v))):
        town.handle(one)
    anew(v).take("gather", town.xu, **ANSWER)
    assert (told(town, "voices_received"), told(town, "voices_told"), told(town, "voices_accepted")) == (
        "1件",
        "1件",
        "1件",
    )


def test_two_voices_on_one_receipt_are_one_resident_and_merged_ones_two_voices(town, on):
    on("2026-03-02")
    lead, other = merged(town)
    assert (told(town, "voices_received"), told(town, "voices_residents")) == ("2件", "2人")
    town.handle(lead, upto="check")
    assert told(town, "voices_told") == "2件" and told(town, "voices_outstanding") == "0件"


def test_a_rate_says_of_how_many_and_a_perfect_one_is_marked(town, on):
    on("2026-03-02")
    assert told(town, "voices_solved") == "无（0 件可算）"
    town.handle(town.voice())
    assert told(town, "voices_solved") == "100.0%（1/1，满分，请核对）"
    for solved in ("partly", "no"):
        town.handle(town.voice(), upto="rate", **CONTENT | {"result_rating": "dissatisfied", "solved": solved})
    assert told(town, "voices_solved") == "33.3%（1/3）"
    assert told(town, "voices_result_satisfaction") == "33.3%（1/3）"
    assert told(town, "voices_process_satisfaction") == "100.0%（3/3，满分，请核对）"  # process and result apart


def test_silence_is_in_no_rate_and_in_the_concluded(town, on):
    on("2026-03-02")
    v = town.handle(town.voice(), upto="check")
    on("2026-03-18")
    v.take("lapse", town.xu)
    assert told(town, "voices_concluded") == "1件" and told(town, "voices_solved") == "无（0 件可算）"


def test_the_second_rating_stands_for_the_first(town, on):
    on("2026-03-02")
    v = town.handle(town.voice(), upto="rate", **UNSOLVED)
    assert told(town, "voices_solved") == "0.0%（0/1）"
    town.handle(v, **CONTENT)
    assert (told(town, "voices_solved"), told(town, "voices_rated")) == ("100.0%（1/1，满分，请核对）", "1件")


def test_on_the_last_day_is_in_time_and_late_once_is_late(town, on):
    on("2026-03-02")
    first, second = (town.handle(town.voice(), upto="sign") for _ in range(2))
    on("2026-03-16", "23:59")
    town.handle(first, upto="answer")
    on("2026-03-17")
    town.handle(second, upto="answer")
    assert told(town, "voices_on_time") == "50.0%（1/2）"
    first.take("send_back", town.xu, "没有写明")
    on("2026-03-30")
    town.handle(anew(first), upto="answer")
    assert told(town, "voices_on_time") == "0.0%（0/2）"


def test_no_pause_makes_a_late_answer_punctual(town, on):
    on("2026-03-02")
    v = town.handle(town.voice(), upto="sign")
    on("2026-03-17")
    assert v.process.pause.why_not(anew(v), town.qian) == "答复期限 2026-03-16 已过，不能再暂停，请尽快答复"
    other = town.handle(town.voice("路灯不亮。"), upto="sign")
    other.take("pause", town.qian, "等备件", resumes_on=date(2026, 4, 20))
    on("2026-04-20")
    other.take("resume", town.qian)
    town.handle(anew(other), upto="answer")
    assert told(town, "voices_on_time") == "100.0%（1/1，满分，请核对）"


def test_what_was_withdrawn_or_settled_by_the_keeper_was_not_answered_in_time_by_an_organ(town, on):
    on("2026-03-02")
    v = town.handle(town.voice(), upto="sign")
    v.take("withdraw", v.receipt)
    town.handle(town.voice(), upto="settle", grade="on_the_spot")
    assert told(town, "voices_on_time") == "无（0 件可算）" and told(town, "voices_told") == "1件"


def test_last_years_numbers_are_the_same_when_asked_next_year(town, on):
    """Of four that came in 2026 one is concluded, one answered, one begun again, one not looked at yet."""
    on("2026-12-28")
    town.handle(town.voice())
    second = town.handle(town.voice(), upto="check")
    third = town.handle(town.voice(), upto="rate", **UNSOLVED)
    fourth = town.voice()
    before = {name: told(town, name) for name in OURS}
    assert (before["voices_received"], before["voices_outstanding"], before["voices_reopened"]) == ("4件", "1件", "1件")
    on("2027-01-04")
    for v in (second, third, fourth):
        town.handle(anew(v))
    second.take("forget", second.receipt)
    assert {name: told(town, name) for name in OURS} == before
    assert (told(town, "voices_received", 2027), told(town, "voices_told", 2027)) == ("0件", "2件")


def test_every_figure_breaks_down_into_parts_that_add_up(town, on):
    on("2026-03-02")
    station = Organ.objects.create(name="老街口联络站", kind=Organ.Kind.STATION, parent=town.street)
    town.handle(town.voice(channel="station_code", station=station))
    town.handle(town.voice(), upto="dispatch", grade="district", handler=town.water)
    for name in OURS:
        figure = Figure.all[name]
        for what in figure.broken_down_by:
            assert sum(figure.by(what, town.congress, *YEAR).values()) == figure.count(town.congress, *YEAR)
    received = Figure.all["voices_received"]
    assert received.by("channel", town.congress, *YEAR) == {"station_code": 1, "site": 1}
    assert received.by("station", town.congress, *YEAR) == {"老街口联络站": 1, None: 1}
    assert received.by("organ", town.congress, *YEAR) == {"交通局": 1, "水利局": 1}
    assert received.by("subdistrict", town.congress, *YEAR) == {"清河街道人大工委": 2}
    assert received.by("grade", town.congress, *YEAR) == {"subdistrict": 1, "district": 1}


def test_the_next_town_is_not_counted(town, next_town, on):
    on("2026-03-02")
    town.handle(town.voice())
    assert not any(Figure.all[name].count(next_town.congress, *YEAR) for name in OURS)
