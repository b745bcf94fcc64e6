"""A month of paper, by Excel: each line is read as the form is, and says in a sentence what is wrong with it."""

from dataclasses import dataclass, field
from datetime import date

from django.db import transaction
from django.utils.timezone import localdate
from django.utils.translation import gettext as said
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from qingting.docket.process import Refused
from qingting.duties.keeping import keeper_for
from qingting.duties.kinds import kinds_of
from qingting.duties.models import Activity, Campaign, Place
from qingting.duties.people import Roll
from qingting.duties.places import Atlas, parts_of
from qingting.duties.recording import Entry, keep, record, title_of
from qingting.organs.cells import Unread, choice, clipped, day, folded, line, plain, text
from qingting.organs.models import Level, Organ, Person, Post
from qingting.organs.sheets import Column, Row, Sheet

MOST = 500  # lines: a month of a whole district
LARGEST = 10_000_000


def count(cell) -> int:
    """A whole number that is not negative, with or without its unit."""
    written = plain(cell).replace(",", "").replace("，", "").rstrip("册人次本份").strip()
    if not written.lstrip("-−").isdecimal():
        raise Unread(said("“%(said)s”不是整数") % {"said": clipped(written)})
    if written[:1] in "-−":
        raise Unread(said("“%(said)s”是负数。人次、册数不能小于 0，请核对") % {"said": clipped(written)})
    if int(written) > LARGEST:
        raise Unread(said("“%(said)s”太大，请核对") % {"said": clipped(written)})
    return int(written)


def kinds_offered(congress):
    return [kind.label for kind in kinds_of(congress, localdate()).values()]


def campaigns_offered(congress):
    return Campaign.objects.filter(congress=congress).order_by("-since", "-pk").values_list("name", flat=True)


@dataclass
class Book:
    """What the lines of a sheet are read against, each thing once: kinds, places, campaigns, those in office on a day."""

    by: Post
    atlases: dict[str, Atlas] = field(default_factory=dict)
    rolls: dict[date, Roll] = field(default_factory=dict)

    def __post_init__(self):
        self.congress = self.by.organ.congress
        self.keeper = keeper_for(self.by)
        kinds = kinds_of(self.congress, localdate()).values()
        self.kinds = {folded(word): kind for kind in kinds for word in (kind.english, kind.label)}
        self.campaigns = {folded(c.name): c for c in Campaign.objects.filter(congress=self.congress).order_by("pk")}
        groups = Organ.objects.filter(congress=self.congress, kind=Organ.Kind.GROUP)
        self.groups = {folded(group.name): group for group in groups.order_by("pk")}
        before = Activity.objects.filter(keeper=self.keeper).exclude(state__in=("draft", "struck"))
        self.before = {(a.activity_kind, a.held_on, a.title): a.number for a in before.order_by("-pk")}

    def roll(self, on) -> Roll:
        if on not in self.rolls:
            self.rolls[on] = Roll(self.congress.pk, on)
        return self.rolls[on]

    def atlas(self, kind) -> Atlas:
        if kind.key not in self.atlases:
            self.atlases[kind.key] = Atlas(self.congress, kind.places)
        return self.atlases[kind.key]


def understood(row: Row, book: Book) -> Entry | None:
    """A line as an entry; None, with its sentences in the row, where it cannot be one."""
    kind = book.kinds.get(folded(row.get("kind") or ""))
    if row.get("kind") and not kind:
        row.refuse(label("kind"), said("没有“%(said)s”这个种类，可以填：%(offered)s") % {"said": row.get("kind"), "offered": said("、").join(str(k) for k in dict.fromkeys(book.kinds.values()))})  # fmt: skip
    on = row.get("held_on")
    if on and on > localdate():
        row.refuse(label("held_on"), said("%(day)s 还没有到，活动举行以后才能登记") % {"day": on})
    if not kind or not on or on > localdate():
        return None
    entry = Entry(kind=kind, title=row.get("title") or "", fields={"held_on": on, "told": row.get("told") or ""})
    for name in ("venue", "lecturer", "outlet", "outlet_level", "copies", "reached"):
        if row.get(name) is not None:
            entry.fields[name] = row.get(name)
    for name, known, sentence in (
        ("campaign", book.campaigns, said("没有叫“%(said)s”的专项行动。请先在“专项行动”里新建")),
        ("group", book.groups, said("没有叫“%(said)s”的代表专业小组，请核对名称")),
    ):
        if written := row.get(name):
            entry.fields[name] = known.get(folded(written))
            if entry.fields[name] is None:
                row.refuse(label(name), sentence % {"said": written})
    if row.get("places"):
        entry.spots = spots(row, book, kind)
    if row.get("people"):
        entry.present = present(row, book.roll(on))
    say_what_is_missing(row, entry)
    where = entry.spots[0].name if entry.spots else entry.fields.get("venue", "")
    entry.title = (entry.title or title_of(kind, on, where))[:200]
    like = book.before.get((kind.key, on, entry.title))
    if like is not None:
        row.refuse(
            "", said("这一天已经登记过同名的%(kind)s（%(number)s），不用再登记") % {"kind": kind, "number": like}
        )
    if row.faults:
        return None
    book.before[kind.key, on, entry.title] = said("本表第 %(n)s 行") % {"n": row.place}
    return entry


def spots(row, book, kind) -> list[Place]:
    """The places of a line, by their names; one that is written otherwise is proposed."""
    found = []
    if not kind.places:
        row.refuse(label("places"), said("“%(kind)s”不填走访点位，请写在“地点”里") % {"kind": kind})
    for written in parts_of(row.get("places")) if kind.places else ():
        meant = book.atlas(kind).meant(written)
        if meant.place:
            found.append(meant.place)
        elif meant.perhaps:
            known = "”“".join(place.name for place in meant.perhaps[:3])
            row.refuse(label("places"), said("没有“%(said)s”。您说的是不是“%(known)s”？请在表里改成登记的名称；真是新的，请先在“走访点位”里登记") % {"said": written, "known": known})  # fmt: skip
        else:
            row.refuse(
                label("places"),
                said("没有登记过“%(said)s”。请先在“走访点位”里登记，或者导入点位表") % {"said": written},
            )
    return list(dict.fromkeys(found))


def present(row, roll) -> list[Post]:
    named = roll.read(row.get("people"))
    for one in named:
        if one.post is None:
            row.refuse(label("people"), roll.why_not(one))
    return [one.post for one in named if one.post]


def say_what_is_missing(row, entry):
    kind, given = entry.kind, entry.fields
    for name in kind.needs:
        if name == "places" and not entry.spots and not row.get("places"):
            row.refuse(label("places"), said("“%(kind)s”要写明去了哪里") % {"kind": kind})
        elif name not in ("places", "link") and given.get(name) in (None, "") and not row.get(name):
            row.refuse(label(name), said("“%(kind)s”要填这一项") % {"kind": kind})
    if kind.who == "needed" and not row.get("people"):
        row.refuse(label("people"), said("“%(kind)s”要写谁参加了") % {"kind": kind})


def label(name) -> str:
    return ACTIVITIES.label(name)


@transaction.atomic
def take_in(rows: list[Row], by: Post, confirmer: Person, sheet: str) -> list[Activity]:
    """Record every line, or none. Raises Refused where the sheet was taken before, or a line is refused after all."""
    Organ.objects.select_for_update().get(pk=by.congress_id)  # one sheet at a time
    if past := taken_before(sheet, by):
        raise Refused(past)
    book, found = Book(by), []
    for row in rows:
        entry = understood(row, book)
        if entry is None:
            raise Refused(row.sentences[0])
        entry.confirmer = confirmer
        activity = keep(entry, by, sheet=sheet)
        try:
            record(activity, by, confirmer)
        except Refused as why:
            raise Refused(said("第 %(n)s 行：%(why)s") % {"n": row.place, "why": why}) from why
        found.append(activity)
    return found


def taken_before(sheet, by) -> str | None:
    """The sentence about a sheet that was taken already: by whom, when, and how much came of it."""
    same = Activity.objects.filter(congress=by.congress_id, sheet=sheet).exclude(state="draft")
    first = same.select_related("recorder").order_by("pk").first()
    if first is None:
        return None
    given = {"who": first.recorder, "day": first.filed_on, "n": same.count()}
    return said("这份表 %(day)s 已由%(who)s导入过（%(n)s 项），不能再导入一次") % given


def take_in_by_itself(rows, by):
    raise TypeError("a month of activities has a page of its own")


ACTIVITIES = Sheet(
    slug="activities",
    title=_("履职活动"),
    take_in=take_in_by_itself,
    at="activity_import",
    most=MOST,
    columns=(
        Column("kind", _("种类"), line(30), "代表“三进”", _("从下拉列表里选。"), required=True, also=("活动种类", "类别"), offers=kinds_offered),
        Column("held_on", _("日期"), day, "2026-03-02", _("活动举行的那一天。"), required=True, also=("活动日期", "时间")),
        Column("title", _("标题"), line(200), "代表进社区听民声", _("空着就叫“种类 · 地点 · 日期”。"), also=("活动名称", "主题")),
        Column("venue", _("地点"), line(100), "示例社区党群服务中心", _("在哪里举行，可以空着。")),
        Column("places", _("走访点位"), text(1000), "示例社区", _("登记过的社区、村、企业等，几个之间用顿号隔开。"), also=("走访单位", "去了哪里")),
        Column("people", _("参加人员"), text(5000), "张三、李四", _("代表姓名，几位之间用顿号、空格隔开；同名的写明是哪一位。"), also=("参加代表", "参加的代表")),
        Column("copies", _("册数"), count, 20, _("发放书籍资料的册数。"), also=("发放书籍资料（册）", "发放册数")),
        Column("reached", pgettext_lazy("column", "人次"), count, 35, _("听讲、参与的群众。"), also=("群众人次", "参加群众")),
        Column("lecturer", _("主讲专家"), line(60), "", _("专题辅导报告要填。"), also=("主讲人",)),
        Column("outlet", _("媒体"), line(60), "", _("媒体发表要填。"), also=("媒体名称",)),
        Column("outlet_level", _("媒体层级"), choice(Level), "", _("媒体发表要填。"), offers=lambda congress: [level.label for level in Level]),
        Column("group", _("代表专业小组"), line(100), "", _("小组活动要填。"), also=("小组",)),
        Column("campaign", _("专项行动"), line(80), "", _("登记过的专项行动的名称。"), also=("活动品牌",), offers=campaigns_offered),
        Column("told", _("情况"), text(5000), "", _("做了什么、听到什么，可以空着。"), also=("活动内容", "主要内容")),
    ),
    notes=(_("同一份表不能导入两次；种类、日期、标题都相同的，算同一项活动。"),),
)  # fmt: skip
