"""What the rosters of organs, posts and deputies bring in, and what they refuse by row and column."""

from datetime import date

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl import Workbook

from qingting.directory.rosters import DEPUTIES, ORGANS, POSTS
from qingting.directory.views import deputy_cells, organ_cells, post_cells
from qingting.docket.models import Part
from qingting.organs.models import Constituency, Organ, Person, Post, Role
from qingting.organs.sheets import bring_in, cleaned, found_in
from qingting.organs.workbooks import saved, workbook


def book_of(head, *rows):
    book = Workbook()
    for row in (head, *rows):
        book.active.append(row)
    return saved(book)


def brought(sheet, by, head, *rows, rehearsal=False):
    """What comes of a file: its rows, and the remarks on it."""
    read = cleaned(sheet, found_in(sheet, book_of(head, *rows), "名册.xlsx").rows)
    return read, bring_in(sheet, read, by, rehearsal=rehearsal)


def faults(rows):
    return [sentence for row in rows for sentence in row.sentences]


def outcomes(rows):
    return [row.outcome for row in rows]


OF_ORGANS = ["机构名称", "类别", "上级机构", "行政区划代码", "名额", "设立日期", "撤销日期"]
P = ["姓名", "区分", "机构", "职务", "起始日期", "终止日期", "暂停执行职务起", "恢复执行职务"]
D = ["姓名", "区分", "代表层级", "届次", "选区", "机构", "起始日期", "终止日期"]


def test_organs_come_with_those_they_belong_to_in_any_order(town):
    rows, _ = brought(
        ORGANS,
        town.wang,
        OF_ORGANS,
        ["河东社区", "社区", "河 东 街 道", "", "", "", ""],
        ["河东街道", "街道办事处", "清河县人民政府", "429900001", "", "2001.1.1", ""],
    )
    assert faults(rows) == [] and outcomes(rows) == ["new", "new"]
    community = Organ.objects.get(name="河东社区")
    assert community.parent.name == "河东街道" and community.parent.since == date(2001, 1, 1)
    assert community.congress == town.congress


def test_the_congress_itself_may_stand_in_its_roster(town):
    rows, _ = brought(ORGANS, town.wang, OF_ORGANS, [town.congress.name, "人民代表大会", "", "", "２２６名", "", ""])
    assert rows[0].changes == [("名额", "", "226")]
    assert Organ.objects.get(pk=town.congress.pk).quota == 226


@pytest.mark.parametrize(
    ("row", "told"),
    [
        (["河东局", "政府部门", "白石县人民政府"], "第 2 行“上级机构”：没有“白石县人民政府”这个机构"),
        (["河东局", "政府部门", ""], "第 2 行“上级机构”：空着。直属本级人大的请写“清河县人民代表大会”"),
        (["河东局", "政府局", "清河县人民政府"], "第 2 行“类别”：没有“政府局”这一项"),
        (["清河乡人大", "人民代表大会", "清河县人民代表大会"], "第 2 行“类别”：本级人大只有“清河县人民代表大会”一个"),
        (["清河县人民代表大会", "人民代表大会", "水利局"], "第 2 行“上级机构”：本级人大没有上级机构"),
        (["清河县人民代表大会", "政府部门", ""], "第 2 行“类别”：本级人大只有"),
        (["清河县人民政府", "人民政府", "水利局"], "第 2 行“上级机构”：上级机构绕成了一圈"),
        (["水利局", "政府部门", "水利局"], "第 2 行“上级机构”：上级机构绕成了一圈"),
        (["", "政府部门", "清河县人民政府"], "第 2 行“机构名称”：空着"),
        (["水利局", "政府部门", "", "42A"], "第 2 行“行政区划代码”：“42A”里有数字以外的字"),
        (["水利局", "政府部门", "", "", "-1"], "第 2 行“名额”：“-1”不是整数"),
        (["水利局", "政府部门", "", "", "", "2001-1-1", "2000-1-1"], "第 2 行“撤销日期”：早于设立日期 2001-01-01"),
    ],
)
def test_an_organ_that_cannot_be_is_told(town, next_town, row, told):
    rows, _ = brought(ORGANS, town.wang, OF_ORGANS, [*row, *[""] * (7 - len(row))])
    assert told in faults(rows)[0]


def test_one_fault_and_nothing_is_saved(town):
    before = Organ.objects.count()
    rows, _ = brought(
        ORGANS, town.wang, OF_ORGANS, ["新局", "政府部门", "清河县人民政府"], ["新局", "政府部门", "清河县人民政府"]
    )
    assert faults(rows) == ["第 3 行“机构名称”：与第 2 行重复"]
    assert Organ.objects.count() == before


def test_an_organ_that_moves_takes_its_matters_along(town):
    s = town.walk(town.suggestion(), upto="file")
    assert s.parts.filter(hat=f"organ:{town.committee.pk}:chair").exists()
    brought(ORGANS, town.wang, OF_ORGANS, ["代表工作委员会", "工作机构", "清河县人民代表大会"])
    assert not Part.objects.filter(matter=s, hat=f"organ:{town.committee.pk}:chair").exists()
    assert Part.objects.filter(matter=s, hat=f"organ:{town.congress.pk}:chair").exists()


def test_persons_come_with_their_posts(town):
    rows, _ = brought(
        POSTS, town.wang, P, ["张　三", "", "水利局", "经办人", "2023.1.5"], ["张三", "", "交通局", "负责人", 44931]
    )
    assert outcomes(rows) == ["new", "new"]
    one = Person.objects.get(name="张三")
    assert {(str(p.organ), p.role, p.since) for p in one.posts.all()} == {
        ("水利局", "clerk", date(2023, 1, 5)),
        ("交通局", "head", date(2023, 1, 5)),
    }
    assert one.congress == town.congress and one.user is None and not one.invented


@pytest.mark.parametrize(
    ("row", "told"),
    [
        (["张三", "", "白石县水利局", "经办人", "2023-1-5"], "第 2 行“机构”：没有“白石县水利局”这个机构"),
        (["张三", "", "水利局", "代表", "2023-1-5"], "第 2 行“职务”：没有“代表”这一项"),
        (["张三", "", "水利局", "经办人", "2023-1-5", "2022-1-5"], "第 2 行“终止日期”：早于起始日期 2023-01-05"),
        (["张三", "", "水利局", "经办人", "2023-1-5", "", "2022-1-5"], "第 2 行“暂停执行职务起”：早于起始日期"),
        (["张三", "", "水利局", "经办人", "2023-1-5", "", "", "2023-2-5"], "第 2 行“暂停执行职务起”：空着"),
        (
            ["张三", "", "水利局", "经办人", "2023-1-5", "", "2023-2-5", "2023-2-1"],
            "第 2 行“恢复执行职务”：早于暂停日期",
        ),
        (
            ["赵强", "", "水利局", "经办人", "2023-1-5"],
            "第 2 行“起始日期”：与自 2020-01-01 起的同一职务（水利局）时间重叠",
        ),
    ],
)
def test_a_post_that_cannot_be_is_told(town, row, told):
    rows, _ = brought(POSTS, town.wang, P, row)
    assert told in faults(rows)[0]
    assert not Person.objects.filter(name="张三").exists()


def test_namesakes_are_asked_for_their_mark(town):
    for mark in ("男", "女"):
        Person.objects.create(name="张三", mark=mark, congress=town.congress)
    rows, _ = brought(
        POSTS,
        town.wang,
        P,
        ["张三", "", "水利局", "经办人", "2023-1-5"],
        ["张三", "女", "水利局", "经办人", "2023-1-5"],
        rehearsal=True,
    )
    assert faults(rows) == ["第 2 行“区分”：有叫“张三”的人，区分是：男、女。请写明是哪一位；另有其人的，也请写一个区分"]


def test_a_post_ends_and_the_next_begins(town):
    rows, _ = brought(
        POSTS,
        town.wang,
        P,
        ["赵强", "", "水利局", "经办人", "2020-1-1", "2026-2-28"],
        ["赵强", "", "水利局", "经办人", "2026-3-1"],
    )
    assert faults(rows) == [] and outcomes(rows) == ["changed", "new"]
    assert rows[0].changes == [("终止日期", "", "2026-02-28")]
    assert not Post.objects.get(pk=town.zhao.pk).is_current(date(2026, 3, 1))


def test_no_post_ends_before_its_last_act(town, on):
    on("2026-03-02")
    town.walk(town.suggestion(), upto="sign")
    rows, _ = brought(POSTS, town.wang, P, ["赵强", "", "水利局", "经办人", "2020-1-1", "2026-2-28"])
    assert faults(rows) == ["第 2 行“终止日期”：2026-03-02 还以此职务办过事，终止日期不能早于这一天"]


def test_an_empty_cell_changes_nothing(town):
    Post.objects.filter(pk=town.zhao.pk).update(until=date(2024, 1, 1))
    rows, _ = brought(POSTS, town.wang, P, ["赵强", "", "水利局", "经办人", "2020-1-1"])
    assert outcomes(rows) == ["same"]
    assert Post.objects.get(pk=town.zhao.pk).until == date(2024, 1, 1)


def test_deputies_sit_from_the_first_day_of_their_term(town):
    rows, remarks = brought(
        DEPUTIES, town.wang, D, ["张三", "", "区", "第十六届", "第一选区"], ["李四", "", "区代表", "16", "第1选区"]
    )
    assert outcomes(rows) == ["new", "new"]
    assert remarks == ["名册里第一次出现的选区，会一并设立：第一选区、第1选区"]
    post = Post.objects.get(person__name="张三")
    assert (post.since, post.organ, post.level, str(post.constituency)) == (
        date(2022, 1, 5),
        town.congress,
        "district",
        "第一选区",
    )
    assert town.congress.strength(Role.DEPUTY) == (None, 5, 0)


@pytest.mark.parametrize(
    ("row", "told"),
    [
        (["张三", "", "区", "第十九届", "第一选区"], "第 2 行“届次”：没有第 19 届。请先在“届次”页登记"),
        (["张三", "", "乡", "16", ""], "第 2 行“代表层级”：没有“乡”这一项"),
        (["张三", "", "区", "", ""], "第 2 行“起始日期”：空着。请写起始日期；区代表也可以只写届次"),
        (["张三", "", "区", "16", "", "", "2021-1-1"], "第 2 行“起始日期”：不在第16届的任期内"),
        (["张三", "", "市", "", "", "", "2022-1-1"], "第 2 行“机构”：空着。上级人大的代表请写所在的代表小组"),
        (["张三", "", "市", "16", "", "水利局"], "第 2 行“届次”：届次只用于区代表"),
        (["张三", "", "市", "", "", "清河县人民代表大会", "2022-1-1"], "第 2 行“机构”：上级人大的代表不占本级名额"),
        (["张三", "", "市", "", "第一选区", "水利局", "2022-1-1"], "第 2 行“选区”：选区只用于区代表"),
        (
            ["林秀英", "", "区", "16", "第一选区"],
            "第 2 行“起始日期”：与自 2020-01-01 起的同一职务（清河县人民代表大会）时间重叠",
        ),
    ],
)
def test_a_deputy_who_cannot_be_is_told(town, row, told):
    rows, _ = brought(DEPUTIES, town.wang, D, [*row, *[""] * (8 - len(row))])
    assert told in faults(rows)[0]
    assert not Constituency.objects.exists()


def test_no_constituency_sends_four(town):
    rows, _ = brought(
        DEPUTIES, town.wang, D, *([name, "", "区", "16", "第一选区"] for name in ("甲乙", "丙丁", "戊己", "庚辛"))
    )
    assert faults(rows) == ["第 5 行“选区”：已有 3 名代表。一个选区选一至三名（选举法第二十五条）"]
    rows, remarks = brought(DEPUTIES, town.wang, D, *([name, "", "区", "16", "第一选区"] for name in ("甲乙", "丙丁")))
    assert Constituency.objects.get().seats == 2
    _, remarks = brought(DEPUTIES, town.wang, D, ["戊己", "", "区", "16", "第一选区"])
    assert remarks == ["应选名额随之增加的选区：第一选区（3）"]
    assert Constituency.objects.get().seats == 3


def test_the_same_row_twice_in_a_file_is_told(town):
    rows, _ = brought(DEPUTIES, town.wang, D, ["张三", "", "区", "16", ""], ["张 三", "", "区", "16", ""])
    assert faults(rows) == ["第 3 行：与第 2 行重复"]


def test_the_namesake_of_another_congress_is_another_person(town, next_town):
    rows, _ = brought(POSTS, next_town.wang, P, ["赵强", "", "交通局", "经办人", "2023-1-5"])
    assert faults(rows) == []
    assert Post.objects.get(since=date(2023, 1, 5)).organ == next_town.roads
    assert Post.objects.filter(organ__congress=town.congress, since=date(2023, 1, 5)).count() == 0


def roll_of(n):
    return [[f"代表{i:03}", "", "区", "第十六届", f"第{i // 3 + 1}选区", "", "", ""] for i in range(n)]


def test_two_hundred_and_sixty_deputies_come_in_with_few_questions_and_once(town, django_assert_max_num_queries):
    with django_assert_max_num_queries(30):
        rows, _ = brought(DEPUTIES, town.wang, D, *roll_of(260))
    assert outcomes(rows) == ["new"] * 260
    rows, remarks = brought(DEPUTIES, town.wang, D, *roll_of(260))
    assert outcomes(rows) == ["same"] * 260 and remarks == []
    assert Post.objects.filter(role=Role.DEPUTY, organ=town.congress).count() == 263


def test_a_rehearsal_tells_the_same_and_leaves_nothing(town):
    rows, _ = brought(DEPUTIES, town.wang, D, *roll_of(5), rehearsal=True)
    assert outcomes(rows) == ["new"] * 5
    assert not Person.objects.filter(name__startswith="代表0").exists()


@pytest.mark.parametrize(("sheet", "cells"), [(ORGANS, organ_cells), (POSTS, post_cells), (DEPUTIES, None)])
def test_what_goes_out_comes_back_unchanged(town, sheet, cells):
    Person.objects.create(name="赵强", mark="女", congress=town.congress)
    town.lin.constituency = Constituency.objects.create(congress=town.congress, name="第一选区", organ=town.committee)
    town.lin.since, town.lin.suspended_since = date(2023, 5, 1), date(2024, 1, 1)
    town.lin.save()
    everything = {
        ORGANS: Organ.objects.filter(congress=town.congress),
        POSTS: Post.objects.exclude(role=Role.DEPUTY),
        DEPUTIES: Post.objects.filter(role=Role.DEPUTY),
    }[sheet].order_by("pk")
    told = [(cells or (lambda post: deputy_cells(post, [town.term])))(thing) for thing in everything]
    content = workbook(sheet.head, told)
    rows = cleaned(sheet, found_in(sheet, content, "名册.xlsx").rows)
    bring_in(sheet, rows, town.wang, rehearsal=False)
    assert faults(rows) == [] and outcomes(rows) == ["same"] * len(told)


cell = st.one_of(
    st.none(),
    st.text(alphabet="张三水利局经办人区第十六届2023.-年月日 　=+'\x00\x07女", max_size=12),
    st.integers(-(10**9), 10**9),
    st.floats(),
    st.sampled_from(
        [
            "水利局",
            "经办人",
            "区",
            "16",
            "2023-1-5",
            "清河县人民代表大会",
            "林秀英",
            {"odd": "formula"},
            {"odd": "error"},
        ]
    ),
)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.data())
def test_whatever_is_typed_gets_a_sentence_and_breaks_nothing(town, data):
    sheet = data.draw(st.sampled_from([ORGANS, POSTS, DEPUTIES]))
    names = [column.name for column in sheet.columns]
    typed = data.draw(st.lists(st.dictionaries(st.sampled_from(names), cell, max_size=8), min_size=1, max_size=4))
    before = Organ.objects.count(), Person.objects.count(), Post.objects.count()
    rows = cleaned(sheet, enumerate(typed, 2))
    bring_in(sheet, rows, town.wang, rehearsal=True)
    assert all(row.outcome or row.faults for row in rows)
    assert all(fault for row in rows for _column, fault in row.faults)
    assert before == (Organ.objects.count(), Person.objects.count(), Post.objects.count())
