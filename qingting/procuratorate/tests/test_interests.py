"""The fields that are proposed: by which words, from which day, and that innocent sentences propose nothing."""

from datetime import date

import pytest

from qingting.clocks.checks import faults
from qingting.clocks.rules import CONFIDENCE, LAYERS, read
from qingting.procuratorate.interests import fields_of, interests
from qingting.procuratorate.models import Field

TODAY = date(2026, 3, 2)


def proposed(town, text, on=TODAY):
    return [(one.field.value, words) for one, words in fields_of(text, town.congress, on)]


@pytest.mark.parametrize(
    "text, field, words",
    [
        ("村湾的生活污水直接排入水塘，渠水发臭。", "environment", ["污水直接排入"]),
        ("工地扬尘大，夜里又有施工噪声，还有人偷排。", "environment", ["扬尘", "施工噪声", "偷排"]),
        ("学校周边小店卖过期食品，食品安全没人管。", "food", ["过期食品", "食品安全"]),
        ("有人冒领养老金，套取补贴。", "property", ["冒领养老金", "套取补贴"]),
        ("那块地拍下五年没有动工，属于闲置土地。", "land", ["闲置土地"]),
        ("烈士陵园的石碑裂了。", "heroes", ["烈士陵园"]),
        ("中学周边一百米内有网吧，向未成年人开放。", "minors", ["未成年人"]),
        ("车站没有落实军人依法优先。", "soldiers", ["军人依法优先"]),
        ("楼道消防通道被杂物堵死。", "work_safety", ["消防通道被杂物堵"]),
        ("小区强制采集人脸信息，业主名单被倒卖信息的人拿到。", "personal_data", ["人脸信息", "倒卖信息"]),
        ("燃气公司限定交易，只准买它的报警器。", "monopoly", ["限定交易"]),
        ("老人屡遭电信诈骗。", "fraud", ["电信诈骗"]),
        ("市场抽检农药残留超标。", "produce", ["农药残留"]),
        ("招聘性别歧视时有发生。", "women", ["招聘性别歧视"]),
        ("人行道盲道断头，没有轮椅坡道。", "accessibility", ["盲道", "轮椅坡道"]),
        ("老街的不可移动文物屋顶漏雨。", "heritage", ["不可移动文物"]),
    ],
)
def test_the_words_that_speak_for_each_field(town, text, field, words):
    assert (field, words) in proposed(town, text)


def test_every_field_is_spoken_for_above_and_has_its_article():
    rules = read(settings_file())
    assert set(rules) == set(Field.values)
    for versions in rules.values():
        for version in versions:
            assert version["basis"].startswith(("《", "孝感市")) and version["layer"] in LAYERS
            assert version["confidence"] in CONFIDENCE
    cases = next(m for m in test_the_words_that_speak_for_each_field.pytestmark if m.name == "parametrize").args[1]
    assert {field for _text, field, _words in cases} == set(Field.values)


def settings_file():
    from django.conf import settings

    return settings.RULEBOOK / "interests.toml"


@pytest.mark.parametrize(
    "text",
    [
        "",
        "建议请区生态环境局、文物局和国有资产监督管理局派人参加会议。",
        "疏浚清河河道，汛期漫堤，两岸居民出行不便。",
        "放学时校门口接送车辆拥堵，建议增设港湾式停车带。",
        "公交站亭没有座椅，下雨天没处躲。",
        "社区食堂饭菜可口，建议多开几家。",
        "三八节慰问女职工，办一场联欢会。",
        "图书馆周末延长开放时间。",
        "建议多组织孩子参观军事博物馆，学习英雄事迹。",
        "水费账单看不懂，建议写明阶梯水价。",
        "安全感不强，建议路口多设路灯。",
        "信息公开栏的字太小。",
        "人大代表联络站信息员培训。",
        "😀😀😀",
        "\0\x07",
        "长" * 20_000,
    ],
)
def test_an_innocent_sentence_proposes_nothing(town, text):
    assert proposed(town, text) == []


def test_the_field_for_which_most_words_speak_comes_first(town):
    text = "餐馆污水直排、油烟扰民，食品安全也有问题。"
    assert [field for field, _words in proposed(town, text)] == ["environment", "food"]


def test_a_word_counts_once_however_often_it_is_said(town):
    assert proposed(town, "扬尘！扬尘！扬尘！") == [("environment", ["扬尘"])]


def test_a_field_is_open_from_the_day_of_its_law(town):
    """The revised law on cultural relics is in force from 1 March 2025, that on accessibility from 1 September 2023."""
    text = "盲道断头；不可移动文物漏雨。"
    assert proposed(town, text, date(2023, 8, 31)) == []
    assert [field for field, _ in proposed(town, text, date(2023, 9, 1))] == ["accessibility"]
    assert {field for field, _ in proposed(town, text, date(2025, 3, 1))} == {"accessibility", "heritage"}


def test_a_place_may_open_a_field_in_its_own_words_but_not_change_national_law(town, settings, tmp_path):
    for name in ("default.toml", "schemes.toml", "interests.toml"):
        (tmp_path / name).write_text((settings.RULEBOOK / name).read_text())
    settings.RULEBOOK = tmp_path
    file = tmp_path / f"{town.congress.code}.interests.toml"
    said = 'basis = "清河县办法第三条"\nlayer = "H"\nconfidence = "A"\nsince = 2024-01-01\nwords = ["纪念碑"]\n'
    file.write_text(f"[[heroes]]\n{said}")
    read.cache_clear()
    assert proposed(town, "纪念碑旁堆满杂物。") == [("heroes", ["纪念碑"])]
    assert list(faults(file)) == []
    file.write_text(f"[[food]]\n{said}")
    read.cache_clear()
    assert any("national law" in fault for fault in faults(file))
    for words in ('["(未闭合"]', "[]", '"纪念碑"', "[1]"):
        file.write_text("[[heroes]]\n" + said.replace('["纪念碑"]', words))
        read.cache_clear()
        assert any("words" in fault or "word" in fault for fault in faults(file)), words
    read.cache_clear()


def test_a_congress_without_a_rulebook_of_its_own_has_all_fields(town):
    assert {one.field for one in interests(town.congress, TODAY)} == set(Field)
