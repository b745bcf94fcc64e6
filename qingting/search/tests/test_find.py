"""How things are found: by any word in them, by whoever may see them, and by nobody else."""

import random
from pathlib import Path

import pytest
from django.core.management import call_command
from django.db import connection, transaction

from qingting.docket.models import Matter
from qingting.search import find, index
from qingting.search.find import found, shown
from qingting.search.words import Query

WAYS = {
    "by a glance": {},
    "through the index": {"GLANCE": 2},
    "through the index, twice": {"GLANCE": 2, "FIRST": 1},
    "by walking on": {"GLANCE": 2, "FIRST": 1, "GATHER": 1},
}
MESSAGES = Path(__file__).resolve().parents[4] / "shared/data/residents-messages/messages-labelled-7368.csv"


@pytest.fixture(params=WAYS)
def way(request, monkeypatch):
    """Each of the three ways to the first page, forced upon a small town."""
    for name, bound in WAYS[request.param].items():
        monkeypatch.setattr(find, name, bound)


def titles(said, *actors, after=None):
    keys = found(Query.of(said), actors, after).keys
    known = Matter.objects.in_bulk(keys)
    return [known[key].title for key in keys]


def filed(town, **kwargs):
    s = town.suggestion(**kwargs)
    s.take("file", town.lin)
    return s


def several(town, n, **kwargs):
    return [filed(town, title=f"第{i}件", **kwargs) for i in range(1, n + 1)]


@pytest.mark.parametrize(
    "said",
    ["疏浚", "清河", "两岸居民出行", "清淤", "河", "建议疏浚河道并定期清淤", "疏浚 居民", "疏浚　居民", "居民，疏浚"],
)
def test_it_is_found_by_any_words_in_it(town, way, said):
    filed(town)
    several(town, 3, text="路灯不亮，夜里行人多。请尽快修好，并且定期检查。")
    assert titles(said, town.lin) == ["疏浚清河河道"]


@pytest.mark.parametrize("said", ["幼儿园", "疏浚 幼儿园", "充", "two"])
def test_it_is_not_found_by_what_is_not_in_it(town, way, said):
    several(town, 4, text="河道淤积，汛期漫堤。建议疏浚河道并且定期清淤。")
    assert titles(said, town.lin) == []


@pytest.mark.parametrize("said", ["建议2023-0086", "2023-0086", "0086", "建议 0086", "２０２３－００８６"])
def test_a_number_is_found_whole_or_by_its_end(town, way, said):
    several(town, 3)
    s = filed(town, title="新建公园")
    Matter.objects.filter(pk=s.pk).update(number="建议2023-0086")
    Matter.objects.filter(title="第1件").update(number="建议2023-0087")
    assert titles(said, town.lin) == ["新建公园"]


def test_part_of_a_number_is_another_number(town):
    s = filed(town)
    Matter.objects.filter(pk=s.pk).update(number="建议2023-0086")
    assert titles("086", town.lin) == []


@pytest.mark.parametrize("said", ["5G基站", "5g", "ＷＩＦＩ", "wifi", "b12座"])
def test_width_and_capitals_do_not_matter(town, said):
    filed(town, title="在Ｂ12座装5G基站和WiFi")
    assert titles(said, town.lin) == ["在Ｂ12座装5G基站和WiFi"]


def test_who_says_electric_bicycle_finds_electric_car(town, way):
    several(town, 3)
    filed(town, title="整治电动自行车进楼", text="楼道里停放的车辆太多，容易起火，请想办法管起来。")
    assert titles("电动车", town.lin) == ["整治电动自行车进楼"]
    assert titles("电瓶车 楼道", town.lin) == ["整治电动自行车进楼"]


def test_a_phrase_does_not_run_from_the_title_into_the_text(town):
    filed(town, title="疏浚清河", text="河道淤积已经多年，汛期漫堤，请尽快治理。")
    assert titles("2023-1", town.lin) == []
    assert found(Query.of("清河"), [town.lin]).count == "1"
    assert index_holds("河河") == 0


def index_holds(gram):
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("SELECT count(*) FROM search_index WHERE search_index MATCH %s", [f'"{gram}"'])
        else:
            cursor.execute(
                "SELECT count(*) FROM search_text WHERE search_grams(heading || body) @> ARRAY[hashtext(%s)]", [gram]
            )
        return cursor.fetchone()[0]


def test_what_one_may_not_see_is_not_found(town, next_town, way):
    several(town, 4)
    theirs = next_town.suggestion(title="邻县疏浚")
    theirs.take("file", next_town.lin)
    assert len(titles("疏浚河道", town.lin)) == len(titles("疏浚河道", town.wang)) == 4
    assert titles("疏浚河道", town.he) == titles("疏浚河道", town.zhao) == []
    assert titles("疏浚河道", next_town.lin) == titles("疏浚河道", next_town.wang) == ["邻县疏浚"]


def test_a_draft_is_found_by_its_author_alone(town):
    town.suggestion()
    assert titles("疏浚", town.lin) == ["疏浚清河河道"]
    assert titles("疏浚", town.wang, town.sun, town.gao) == []


def test_whoever_has_no_post_finds_nothing(town):
    filed(town)
    assert found(Query.of("疏浚"), []).keys == []


def test_what_is_said_otherwise_is_found_otherwise(town, way):
    several(town, 3)
    s = filed(town)
    s.title = "修复白石桥"
    s.save()
    type(s).objects.filter(pk=s.pk).update(text="桥面开裂，行人通过有危险。请尽快修复。")
    assert titles("疏浚清河", town.lin) == []
    assert titles("白石桥 开裂", town.lin) == ["修复白石桥"]


def test_what_is_undone_is_not_found(town):
    with pytest.raises(RuntimeError), transaction.atomic():
        filed(town)
        raise RuntimeError
    assert found(Query.of("疏浚"), [town.lin]).keys == []
    assert index_holds("疏浚") == 0


def test_what_is_thrown_away_is_forgotten(town):
    s = town.suggestion()
    assert index_holds("疏浚") == 1
    s.discard()
    assert index_holds("疏浚") == 0


def test_the_newest_are_first_and_no_page_repeats(town, way):
    wanted = [f"第{i}件" for i in range(45, 0, -1)]
    several(town, 45)
    seen, after = [], None
    while True:
        page = found(Query.of("疏浚"), [town.lin], after)
        seen += [Matter.objects.get(pk=key).title for key in page.keys]
        if not page.more:
            break
        after = page.keys[-1]
    assert seen == wanted


def test_a_long_list_is_not_counted_to_its_end(town, monkeypatch):
    several(town, 25)
    assert found(Query.of("疏浚"), [town.lin]).count == "25"
    monkeypatch.setattr(find, "GLANCE", 23)
    assert found(Query.of("疏浚"), [town.lin]).count == "20+"


def test_the_words_found_are_marked_and_nothing_else_is_markup(town):
    filed(town, title="<b>疏浚</b>清河", text="前面还有很多话要说，" * 5 + "建议疏<浚>河道&清淤。")
    query = Query.of("疏浚河道")
    (matter,) = shown(found(query, [town.lin]).keys, query)
    assert matter.found_in_title == "&lt;b&gt;<mark>疏浚</mark>&lt;/b&gt;清河"
    assert "<mark>疏&lt;浚</mark>&gt;<mark>河道</mark>&amp;清淤。" in matter.found_in_text
    assert matter.found_in_text.startswith("…")


def test_a_synonym_is_marked_where_it_stands(town):
    filed(town, title="电动自行车和电动车")
    query = Query.of("电动车")
    (matter,) = shown(found(query, [town.lin]).keys, query)
    assert matter.found_in_title == "<mark>电动自行车</mark>和<mark>电动车</mark>"


def test_rows_loaded_by_sql_are_found_too(town):
    s = filed(town)
    with connection.cursor() as cursor:
        cursor.execute("UPDATE docket_matter SET title = '修复白石桥' WHERE id = %s", [s.pk])
    assert titles("白石桥", town.lin) == ["修复白石桥"]


def test_where_a_trigger_is_gone_the_next_migration_makes_the_index_anew(town):
    s = filed(town)
    name, table = next((name, table) for name, table in index.standing(connection).items() if table == "docket_matter")
    with connection.cursor() as cursor:
        cursor.execute(f"DROP TRIGGER {name}" + (f" ON {table}" if connection.vendor == "postgresql" else ""))
        for its, table in index.standing(connection).items():
            if table == "docket_matter":
                cursor.execute(f"DROP TRIGGER {its}" + (f" ON {table}" if connection.vendor == "postgresql" else ""))
    Matter.objects.filter(pk=s.pk).update(title="修复白石桥")
    assert titles("白石桥", town.lin) == []
    index.guard("default")
    assert titles("白石桥", town.lin) == ["修复白石桥"]
    assert set(index.standing(connection)) == set(index.triggers(connection.vendor))


def test_a_migration_that_changes_nothing_leaves_the_index_alone(town, monkeypatch):
    monkeypatch.setattr(index, "rebuild", lambda using: pytest.fail("made anew for nothing"))
    index.guard("default")


def test_reindex_makes_anew_what_was_lost(town, capsys, way):
    several(town, 4)
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM search_text")
    assert titles("疏浚", town.lin) == []
    call_command("reindex")
    assert len(titles("疏浚", town.lin)) == 4
    assert "4 ✓" in capsys.readouterr().out


def test_nothing_that_a_plain_scan_finds_is_missed(town):
    """On texts that nobody here wrote: each word of two to five characters, in every page."""
    if not MESSAGES.exists():
        pytest.skip(f"no real messages: {MESSAGES} is not here")
    import csv

    with MESSAGES.open(encoding="utf-8-sig", newline="") as file:
        rows = [row for row, _n in zip(csv.DictReader(file), range(300), strict=False)]
    made = [town.suggestion(title=row["title"][:200], text=row["detail"][:20000]) for row in rows]
    chance = random.Random(3)
    words = [
        row["detail"][at : at + n]
        for row in rows[:100]
        for n in (2, 3, 5)
        for at in [chance.randrange(max(1, len(row["detail"]) - n))]
    ]
    words = [word for word in words if len(word) > 1 and all("\u4e00" <= c <= "\u9fff" for c in word)]
    assert len(words) > 100
    for word in words:
        wanted = {s.pk for s in made if word in s.title or word in s.text}
        assert wanted <= all_keys(word, town.lin), word


def all_keys(said, actor):
    keys, after = set(), None
    while True:
        page = found(Query.of(said), [actor], after)
        keys |= set(page.keys)
        if not page.more:
            return keys
        after = page.keys[-1]


def test_a_character_that_stands_a_thousand_times_is_found_at_the_end_too(town, way):
    several(town, 3)
    filed(town, title="很长的建议", text="我们的路的灯的桥的。" * 1500 + "请修白石桥的路灯")
    assert titles("白石桥的路灯", town.lin) == ["很长的建议"]
