"""A livelihood matter is solved when there is proof, a second person says so, and the resident does not say otherwise."""

from datetime import date

import pytest

from qingting.docket.process import Refused
from qingting.duties.tests.hanging import a_livelihood_matter, attach_proof, value


@pytest.fixture(autouse=True)
def a_day_in_march(on):
    on("2026-03-20")


def handled(town, confirmer=None, handler=None, **more):
    one = a_livelihood_matter(town, **more)
    one.take("find", town.xu)
    one.take("assign", town.xu, handler=handler or town.roads, confirmer=(confirmer or town.deng).person)
    return one


def solved(town, **more):
    one = handled(town, **more)
    attach_proof(one, town.qian)
    one.take("solve", town.qian, done="三盏灯都换了。")
    return one


def test_a_matter_counts_once_a_second_person_has_confirmed_it(town):
    one = solved(town)
    assert value(town, "livelihood_matters_solved") == 0
    one.take("confirm", town.deng)
    one.refresh_from_db()
    assert value(town, "livelihood_matters_solved") == 1 and one.number == "民生〔2026〕1号"


def test_nothing_is_solved_without_proof(town):
    with pytest.raises(Refused, match="还没有凭证"):
        handled(town).take("solve", town.qian, done="换好了。")


def test_proof_that_was_taken_back_is_none(town):
    one = solved(town)
    attachment = one.attachments.get()
    attachment.withdrawn_at = "2026-03-20T09:00:00+08:00"
    attachment.save()
    with pytest.raises(Refused, match="还没有凭证"):
        one.take("confirm", town.deng)


def test_whoever_solved_it_does_not_confirm_it(town):
    one = handled(town, handler=town.street, confirmer=town.xu)
    attach_proof(one, town.xu)
    one.take("solve", town.xu, done="街道自己换的。")
    with pytest.raises(Refused, match="徐兰登记了“已解决”，不能自己确认"):
        one.take("confirm", town.xu)


def test_nobody_of_the_organ_that_solved_it_confirms_it(town):
    with pytest.raises(Refused, match="确认人是承办单位的人"):
        handled(town, confirmer=town.wu)


def test_it_goes_back_as_often_as_it_is_not_solved(town):
    one = solved(town)
    one.take("send_back", town.deng, "还有一盏不亮")
    assert one.state == "handling"
    one.take("solve", town.qian, done="第三盏也换了。")
    one.take("confirm", town.deng)
    assert one.state == "confirmed"


def test_what_is_open_again_counts_no_more(town):
    one = solved(town)
    one.take("confirm", town.deng)
    one.take("reopen", town.xu, "雨后又坏了")
    assert value(town, "livelihood_matters_solved") == 0
    assert one.deadlines.filter(clock="solving", met=None).count() == 1
    one.refresh_from_db()
    assert one.confirmed_on is None  # its page names no confirmer any more


def test_what_a_resident_raised_is_not_confirmed_before_he_had_his_say(town):
    voice = town.handle(town.voice(), upto="check")
    with pytest.raises(Refused, match="反映人还没有评价"):
        solved(town, source=voice).take("confirm", town.deng)


@pytest.mark.parametrize("word", ["no", "partly"])
def test_nor_against_his_word(town, word):
    voice = town.handle(town.voice(), upto="check")
    one = solved(town, source=voice)
    voice.take("rate", voice.receipt, process_rating="satisfied", result_rating="satisfied", solved=word)
    with pytest.raises(Refused, match="反映人说还没有完全解决"):
        one.take("confirm", town.deng)


def test_what_he_says_is_solved_may_be_confirmed(town):
    voice = town.handle(town.voice())
    one = solved(town, source=voice)
    one.take("confirm", town.deng)
    assert value(town, "livelihood_matters_solved") == 1


def test_who_says_nothing_by_the_day_is_waited_for_no_longer(town, on):
    voice = town.handle(town.voice(), upto="check")
    one = solved(town, source=voice)
    on("2026-12-20")
    voice.take("lapse", town.xu)
    one.take("confirm", town.deng)
    one.refresh_from_db()
    assert one.confirmed_on == date(2026, 12, 20)


def test_a_matter_of_a_day_to_come_was_not_found(town):
    with pytest.raises(Refused, match="还没有到"):
        a_livelihood_matter(town, found_on=date(2026, 3, 21)).take("find", town.xu)
