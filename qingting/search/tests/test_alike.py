"""Earlier suggestions that are like a new one, and why."""

import pytest
from django.db import connection

from qingting.search import alike as like
from qingting.search.alike import alike

TEXT = "在学校门口加装路灯，放学时天黑，孩子看不清斑马线。"


def filed(town, **kwargs):
    s = town.suggestion(**kwargs)
    s.take("file", town.lin)
    return s


def earlier(town):
    for i in range(8):
        filed(town, title=f"修建公园{i}", text="社区里没有公园，居民散步没有地方。建议修建公园，种植树木。")
    return filed(town, title="学校周边路灯不亮", text="学校门口的路灯坏了三个月，夜里过斑马线有危险。请尽快修好。")


def test_a_like_suggestion_is_shown_with_the_reason(town):
    s = earlier(town)
    (near,) = alike(town.congress, TEXT, [town.lin], model=type(s))
    assert near.matter == s and near.matter.state_label
    assert {"路灯", "斑马线"} <= set(near.words)


def test_what_all_have_in_common_makes_nothing_alike(town):
    earlier(town)
    assert alike(town.congress, "建议。没有。请。", [town.lin]) == []


def test_nothing_is_like_an_empty_text(town):
    earlier(town)
    assert alike(town.congress, "", [town.lin]) == alike(town.congress, "，\x00。", [town.lin]) == []


def test_only_what_one_may_see_and_what_was_filed(town, next_town):
    earlier(town)
    town.suggestion(title="草稿：学校路灯", text=TEXT)
    assert [near.matter.title for near in alike(town.congress, TEXT, [town.lin])] == ["学校周边路灯不亮"]
    assert alike(town.congress, TEXT, [town.he]) == alike(next_town.congress, TEXT, [next_town.lin]) == []
    assert alike(next_town.congress, TEXT, [town.lin]) == []


def test_the_likest_is_first(town):
    s = earlier(town)
    twin = filed(town, title="学校门口加装路灯", text=TEXT)
    assert [near.matter.pk for near in alike(town.congress, TEXT, [town.lin], n=2)] == [twin.pk, s.pk]
    assert len(alike(town.congress, TEXT, [town.lin], n=1)) == 1


def test_what_stands_very_often_is_not_counted_again_for_each_text(town, monkeypatch):
    """Until there is a tenth more in all."""
    if connection.vendor != "sqlite":
        pytest.skip("on PostgreSQL the statistics answer, and nothing is counted")
    monkeypatch.setattr(like, "OFTEN", 2)
    monkeypatch.setattr(like, "COUNTED", {})
    for n in range(3):
        town.walk(town.suggestion(title=f"疏浚清河{n}"), upto="file")
    with connection.cursor() as cursor:
        assert like._frequencies({"清河"}, cursor, 100) == {"清河": 3}
        town.walk(town.suggestion(title="疏浚清河又一次"), upto="file")
        assert like._frequencies({"清河"}, cursor, 105) == {"清河": 3}
        assert like._frequencies({"清河"}, cursor, 111) == {"清河": 4}
        assert like._frequencies({"清河"}, cursor, 110) == {
            "清河": 4
        }  # fewer than when it was counted: another database
