"""A place with the tree that ships, and sentences of our own that people there have classified."""

import pytest

from qingting.organs.models import Organ
from qingting.triage import corpus
from qingting.triage.models import Category
from qingting.triage.training import Example
from qingting.triage.tree import plant

WHERE = "青年路 建设路 江边 北门 学府街 老桥头 翠湖 南苑 东站 体育场 菜场 三小 水厂 花园 西湖 铁路边".split()
SAID = {
    "灯": ["{}的路灯不亮，晚上看不见路", "{}一排灯都灭了，请派人修", "{}夜里漆黑，灯坏了几盏"],
    "校": ["{}小学怎么报名，孩子今年六岁", "{}附近的孩子划到哪个学校", "请问{}的入学材料要交什么"],
    "薪": ["在{}工地干活，老板欠了工钱", "{}一家公司两个月没有发工资", "{}的包工头不给我们结工资"],
}


def examples(labels=None):
    """A hundred and forty-four texts; each says nothing that another says word for word."""
    labels = labels or {name: name for name in SAID}
    return [
        Example(f"{where}{n}号", sentence.format(where), labels[name], key=f"{name}{where}{n}")
        for name, sentences in SAID.items()
        for where in WHERE
        for n, sentence in enumerate(sentences)
    ]


@pytest.fixture
def planted(town):
    """The town with its categories, and a department for some of them."""
    for name in ("教育局", "住房和城乡建设局", "人力资源和社会保障局", "城市管理执法局"):
        Organ.objects.create(name=name, kind=Organ.Kind.DEPARTMENT, parent=town.government)
    plant(town.congress)
    return town


@pytest.fixture
def category(planted):
    return lambda name: Category.objects.get(congress=planted.congress, name=name)


@pytest.fixture
def filed(planted, category, monkeypatch):
    """What the people of this town have classified so far."""
    labels = {"灯": category("路灯照明"), "校": category("招生入学"), "薪": category("拖欠工资和劳动关系")}
    said = [(n, one.title, one.detail, labels[one.label].pk, n % 9 == 0) for n, one in enumerate(examples())]
    monkeypatch.setattr(corpus, "_corpora", {})
    corpus.register("voice", lambda congress: said if congress == planted.congress else [])
    return said


@pytest.fixture(autouse=True)
def models_apart(settings, tmp_path):
    settings.VAR = tmp_path
