"""What a clerk is proposed, and that nothing is certain that should not be."""

import os

import pytest
from django.core.exceptions import ValidationError
from django.core.management import call_command
from django.db import IntegrityError

from qingting.organs.models import Organ
from qingting.triage.holds import Hold
from qingting.triage.models import Category, Duty
from qingting.triage.proposing import classifier_for, figures_of, folder, propose
from qingting.triage.tree import Tree, plant


def test_the_first_day_needs_no_model(planted):
    found = propose(planted.congress, "路灯不亮", "青年路的路灯坏了三天")
    assert found.category.name == "路灯照明" and found.organ.name == "城市管理执法局"
    assert not found.is_certain and 0 < found.confidence <= 1 and found.hold is None
    assert any("“路灯”" in sentence for sentence in found.why)


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("幼儿园收费太高", "教育"),
        ("公交车半小时一班", "交通运输"),
        ("公司拖欠工资", "劳动和社会保障"),
        ("物业费涨价，业委会没有开会", "住房和城乡建设"),
        ("工厂排放黑烟，臭味难闻", "生态环境"),
        ("医院乱收费，医生态度差", "卫生健康"),
        ("电梯老是困人", "市场监管"),
        ("低保申请没有批", "民政和救助"),
    ],
)
def test_a_new_district_is_proposed_the_field_on_the_first_day(planted, text, name):
    tree = Tree(planted.congress)
    assert tree.path(tree.categories[propose(planted.congress, text, "").category.pk])[-1].name == name


def test_without_categories_it_still_says_what_is_urgent(town):
    found = propose(town.congress, "煤气泄漏", "满屋煤气味")
    assert (found.category, found.organ, found.confidence, found.is_certain) == (None, None, 0.0, False)
    assert found.urgent and found.hold is Hold.LIFE


def test_it_learns_and_is_certain_only_then(filed, planted):
    said = ("江边三号", "江边的路灯不亮，夜里漆黑看不见路")
    assert not propose(planted.congress, *said).is_certain
    call_command("triage", "retrain")
    found = propose(planted.congress, *said)
    assert found.is_certain and found.category.name == "路灯照明"
    assert found.confidence >= figures_of(planted.congress)["threshold"]


def test_what_is_held_is_never_certain(filed, planted):
    call_command("triage", "retrain")
    found = propose(planted.congress, "江边的路灯不亮", "路灯不亮，看不见路，有人掉进了井里")
    assert found.category.name == "路灯照明" and found.urgent and not found.is_certain
    assert "人身危险" in found.why[0]


def test_like_cases_are_named(filed, planted):
    call_command("triage", "retrain")
    number, title, detail, *_rest = filed[5]
    assert any(f"#{number}" in sentence for sentence in propose(planted.congress, title, detail).why)


def test_a_new_model_speaks_without_a_restart(filed, planted, category):
    before = classifier_for(planted.congress, Tree(planted.congress))
    call_command("triage", "retrain")
    after = classifier_for(planted.congress, Tree(planted.congress))
    assert before.learned is None and after.learned is not None
    call_command("triage", "retrain")
    os.utime(folder(planted.congress) / "model.json", ns=(1, 1))
    assert classifier_for(planted.congress, Tree(planted.congress)) is not after


def test_a_broken_model_stops_nobody(filed, planted, caplog):
    call_command("triage", "retrain")
    (folder(planted.congress) / "model.json").write_text("{")
    assert propose(planted.congress, "路灯不亮", "").category.name == "路灯照明"
    assert "请重新训练" in caplog.text and figures_of(planted.congress) == {}


def test_a_category_given_up_is_proposed_no_more(filed, planted, category):
    call_command("triage", "retrain")
    Category.objects.filter(pk=category("路灯照明").pk).update(active=False)
    found = propose(planted.congress, "江边的路灯不亮", "夜里漆黑，灯坏了")
    assert found.category is None or found.category.name != "路灯照明"


def test_nothing_crosses_between_congresses(filed, planted, next_town):
    call_command("triage", "retrain")
    plant(next_town.congress)
    found = propose(next_town.congress, "江边的路灯不亮", "夜里漆黑")
    assert found.category.congress == next_town.congress and not found.is_certain
    assert figures_of(next_town.congress).get("macro_f1") is None


def test_duties_tell_whose_a_matter_is(planted, category):
    """A word that stands in no list, and in the duties of one organ."""
    assert propose(planted.congress, "盆景", "").category is None
    parks = Organ.objects.create(name="园林中心", kind=Organ.Kind.DEPARTMENT, parent=planted.government)
    Duty.objects.create(organ=parks, text="负责盆景、雕塑的养护")
    Category.objects.filter(pk=category("园林绿化和公园").pk).update(organ=parks)
    found = propose(planted.congress, "盆景雕塑", "雕塑没有人养护")
    assert found.organ == parks


@pytest.mark.parametrize("text", ["", "😀😀😀", "\x00", "好" * 10_000, "يۇلتۇز", "<script>", "%s %(n)s"])
def test_whatever_is_typed_is_answered(filed, planted, text):
    for _round in range(2):
        found = propose(planted.congress, text, text)
        assert not found.is_certain and found.why
        call_command("triage", "retrain")


def test_a_proposal_asks_the_database_three_times_at_most(filed, planted, django_assert_max_num_queries):
    with django_assert_max_num_queries(3):
        propose(planted.congress, "路灯不亮", "青年路")
    for n in range(30):
        Category.objects.create(congress=planted.congress, name=f"另一类{n}")
    with django_assert_max_num_queries(3):
        propose(planted.congress, "路灯不亮", "青年路")


# The tree


def test_a_place_with_categories_is_planted_no_others(planted):
    n = Category.objects.count()
    assert plant(planted.congress) == 0 and Category.objects.count() == n > 60


def test_what_ships_goes_to_the_departments_that_there_are(planted, category):
    assert category("招生入学").level == 2 and category("教育").organ.name == "教育局"
    assert category("水利和河湖").organ == planted.water and category("教育").parent is None


def test_a_tree_has_three_levels(planted, category):
    with pytest.raises(ValidationError, match="三级"):
        Category.objects.create(congress=planted.congress, parent=category("路灯照明"), name="太深")


def test_a_category_stays_in_its_congress(planted, next_town):
    with pytest.raises(ValidationError, match="不属于同一个人大"):
        Category.objects.create(congress=next_town.congress, name="别处的", organ=planted.water)


def test_a_name_stands_once_below_another(planted, category):
    with pytest.raises(IntegrityError):
        Category.objects.create(congress=planted.congress, name="教育")
