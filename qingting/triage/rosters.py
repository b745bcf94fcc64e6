"""The sheets of a place's categories and of its organs' duties. A row that is there already is the same row."""

from django.utils.translation import gettext as said
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from qingting.organs.cells import claim, folded, line, text
from qingting.organs.models import Organ, Post
from qingting.organs.sheets import CHANGED, NEW, SAME, Column, Row, Sheet
from qingting.triage.models import Category, Duty


def names_of_organs(congress):
    return Organ.objects.filter(congress=congress).order_by("pk").values_list("name", flat=True)


def yes_and_no(congress):
    return [said("是"), said("否")]


def take_in_categories(rows: list[Row], by: Post) -> list[str]:
    """Categories by their whole path; those above one need no row of their own."""
    congress = by.organ.congress
    there = {
        (c.parent_id, folded(c.name)): c for c in Category.objects.filter(congress=congress).select_related("organ")
    }
    organs = {folded(organ.name): organ for organ in Organ.objects.filter(congress=congress)}
    for row in rows:
        path = [row.get(name) for name in ("first", "second", "third")]
        organ = organs.get(folded(row.get("organ") or ""))
        if row.get("organ") and not organ:
            row.refuse(CATEGORIES.label("organ"), said("没有“%(name)s”这个机构") % {"name": row.get("organ")})
        if path[2] and not path[1]:
            row.refuse(CATEGORIES.label("second"), said("空着。有三级分类的，请写它的二级分类"))
        if not row.faults:
            take_in_path(row, [name for name in path if name], organ, congress, there)
    return []


def take_in_path(row, path, organ, congress, there):
    parent, is_new = None, False
    for name in path:
        key = (parent.pk if parent else None, folded(name))
        is_new = key not in there
        if is_new:
            there[key] = Category.objects.create(congress=congress, parent=parent, name=name)
        parent = there[key]
    for name, becomes in (("organ", organ), ("active", row.get("active"))):
        if becomes is not None and getattr(parent, name) != becomes:
            if not is_new:
                row.compare(CATEGORIES.label(name), shown(getattr(parent, name)), shown(becomes))
            setattr(parent, name, becomes)
    parent.save()
    row.outcome = NEW if is_new else CHANGED if row.changes else SAME


def shown(value) -> str:
    return (said("是") if value else said("否")) if isinstance(value, bool) else str(value or "")


def category_cells(path) -> list:
    """`path`: the category and those above it, itself first."""
    names = [one.name for one in reversed(path)]
    return [*names, *[""] * (3 - len(names)), path[0].organ.name if path[0].organ else "", shown(path[0].active)]


def take_in_duties(rows: list[Row], by: Post) -> list[str]:
    """What each organ is for; a text that stands there already is the same."""
    organs = {folded(organ.name): organ for organ in Organ.objects.filter(congress=by.organ.congress)}
    there = set(Duty.objects.filter(organ__congress=by.organ.congress).values_list("organ", "text"))
    for row in rows:
        organ = organs.get(folded(row.get("organ") or ""))
        if row.get("organ") and not organ:
            row.refuse(DUTIES.label("organ"), said("没有“%(name)s”这个机构") % {"name": row.get("organ")})
        if not row.faults:
            row.outcome = SAME if (organ.pk, row.get("text")) in there else NEW
            if row.outcome == NEW:
                Duty.objects.create(organ=organ, text=row.get("text"))
                there.add((organ.pk, row.get("text")))
    return []


CATEGORIES = Sheet(
    slug="categories",
    title=pgettext_lazy("list", "分类"),
    take_in=take_in_categories,
    columns=(
        Column("first", _("一级分类"), line(40), "示例：城市管理", _("必须填写。"), required=True, also=("大类",)),
        Column("second", _("二级分类"), line(40), "示例：市政设施", _("没有的空着。"), also=("中类",)),
        Column("third", _("三级分类"), line(40), "示例：路灯照明", _("没有的空着。"), also=("小类",)),
        Column(
            "organ",
            _("通常承办单位"),
            line(100),
            "示例区城市管理局",
            _("系统里已有的机构全称。下级分类空着的，按上级分类的。"),
            also=("承办单位", "责任单位", "主管部门"),
            offers=names_of_organs,
        ),
        Column(
            "active",
            _("在用"),
            claim,
            "是",
            _("不再使用的写“否”，以前归入的仍在。"),
            also=("启用", "是否在用"),
            offers=yes_and_no,
        ),
    ),
    notes=(_("一行一个分类，写出它的各级名称；承办单位是这一行最末一级的。"), _("分类改了以后，请重新训练智能分办。")),
)

DUTIES = Sheet(
    slug="duties-of-organs",
    title=_("机构职责"),
    take_in=take_in_duties,
    columns=(
        Column(
            "organ",
            _("机构"),
            line(100),
            "示例区城市管理局",
            _("系统里已有的机构全称。"),
            required=True,
            also=("单位", "部门", "机构名称"),
            offers=names_of_organs,
        ),
        Column(
            "text",
            _("职责"),
            text(2000),
            "示例：负责市政设施、市容环境卫生的管理。",
            _("照抄“三定”规定。"),
            required=True,
            also=("主要职责", "职能"),
        ),
    ),
    notes=(_("一个机构有几条职责，可以写几行。"),),
)
