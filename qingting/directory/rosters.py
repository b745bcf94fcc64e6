"""The three rosters that come as sheets: organs; persons and their posts; deputies. What each row says is checked against what is there.

An empty cell changes nothing. A row that is there already is the same row: so the same file twice changes nothing.
"""

from collections import defaultdict
from datetime import date

from django.utils.timezone import localdate
from django.utils.translation import gettext as said
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from qingting.directory.keeping import last_act, recast_under
from qingting.organs.cells import choice, day, digits, folded, line, number, ordinal
from qingting.organs.models import Constituency, Level, Organ, Person, Post, Role, Term
from qingting.organs.sheets import CHANGED, NEW, SAME, Column, Row, Sheet

DEPUTIES_OF_ONE_CONSTITUENCY = 3  # Electoral Law, art. 25: one to three
LEVELS = {
    "全国代表": Level.NATIONAL,
    "省代表": Level.PROVINCIAL,
    "市代表": Level.MUNICIPAL,
    "区代表": Level.DISTRICT,
    "县": Level.DISTRICT,
    "县代表": Level.DISTRICT,
}
STAFF = [role for role in Role if role != Role.DEPUTY]


def names_of_organs(congress):
    return Organ.objects.filter(congress=congress).order_by("pk").values_list("name", flat=True)


def labels(members):
    return lambda congress: [member.label for member in members]


def settle_outcome(row, is_new):
    row.outcome = NEW if is_new else CHANGED if row.changes else SAME


def first_of_its_kind(row, key, seen, column):
    """Refuse a row that says again what an earlier row of the file has said."""
    if key in seen:
        row.refuse(column, said("与第 %(n)s 行重复") % {"n": seen[key]})
        return False
    seen[key] = row.place
    return True


# Organs


def take_in_organs(rows: list[Row], by: Post) -> list[str]:
    """Organs by their names; the one they belong to may stand in the same file, before or after."""
    congress = by.organ.congress
    there = {organ.pk: organ for organ in Organ.objects.filter(congress=congress)}
    for organ in there.values():
        organ.parent = there.get(organ.parent_id)  # all in memory, to walk up the tree
    known = {folded(organ.name): organ for organ in there.values()}
    organs, seen = dict(known), {}
    named = [
        (row, key)
        for row in rows
        if row.get("name") and first_of_its_kind(row, key := folded(row.get("name")), seen, ORGANS.label("name"))
    ]
    for row, key in named:
        organs.setdefault(key, Organ(name=row.get("name"), congress=congress))
    for row, key in named:
        fill_in_organ(row, organs[key], organs, congress, is_new=key not in known)
    for row, key in named:
        if goes_round(organs[key]):
            row.refuse(ORGANS.label("parent"), said("上级机构绕成了一圈"))
    if not any(row.faults for row in rows):
        save_organs([(row, organs[key]) for row, key in named])
    return []


def fill_in_organ(row, organ, organs, congress, is_new):
    is_root = not is_new and organ.pk == congress.pk
    if (row.get("kind") == Organ.Kind.CONGRESS) != is_root and row.get("kind"):
        row.refuse(ORGANS.label("kind"), said("本级人大只有“%(name)s”一个") % {"name": congress})
    parent = organs.get(folded(row.get("parent") or ""))
    if row.get("parent") and is_root:
        row.refuse(ORGANS.label("parent"), said("本级人大没有上级机构，这一格请空着"))
    elif row.get("parent") and not parent:
        row.refuse(ORGANS.label("parent"), said("没有“%(name)s”这个机构") % {"name": row.get("parent")})
    elif is_new and not parent:
        row.refuse(ORGANS.label("parent"), said("空着。直属本级人大的请写“%(name)s”") % {"name": congress})
    for name in ("kind", "parent", "code", "quota", "since", "until"):
        becomes = parent if name == "parent" else row.get(name)
        if becomes in (None, ""):
            continue
        if not is_new:
            row.compare(ORGANS.label(name), shown(organ, name), shown_as(organ, name, becomes))
        setattr(organ, name, becomes)
    if organ.since and organ.until and organ.until < organ.since:
        row.refuse(ORGANS.label("until"), said("早于设立日期 %(day)s") % {"day": organ.since})
    settle_outcome(row, is_new)


def shown(organ, name):
    return shown_as(organ, name, getattr(organ, name))


def shown_as(organ, name, value):
    """A value as a person reads it, to tell what changes."""
    return str(Organ.Kind(value).label) if name == "kind" and value else "" if value is None else str(value)


def goes_round(organ) -> bool:
    passed = set()
    while organ is not None and id(organ) not in passed:
        passed.add(id(organ))
        organ = organ.parent
    return organ is not None


def save_organs(pairs):
    moved = [
        organ for row, organ in pairs if any(label == ORGANS.label("parent") for label, _was, _becomes in row.changes)
    ]
    for row, organ in pairs:
        if row.outcome == CHANGED and (organ.parent is None or organ.parent.pk):
            organ.save()
    fresh = [organ for row, organ in pairs if row.outcome == NEW]
    while fresh:
        ready = [organ for organ in fresh if organ.parent.pk]
        Organ.objects.bulk_create(ready)
        fresh = [organ for organ in fresh if not organ.pk]
    for organ in moved:
        organ.save()  # under one that is new itself, perhaps
    if moved:
        recast_under(moved)


def organ_cells(organ) -> list:
    parent = organ.parent.name if organ.parent else ""
    return [organ.name, organ.get_kind_display(), parent, organ.code, organ.quota, organ.since, organ.until]


ORGANS = Sheet(
    slug="organs",
    title=pgettext_lazy("list", "机构"),
    take_in=take_in_organs,
    columns=(
        Column(
            "name",
            _("机构名称"),
            line(100),
            "示例街道人大工委",
            _("全称，一个名称一个机构。"),
            required=True,
            also=("名称", "单位名称", "单位", "机构"),
        ),
        Column(
            "kind",
            _("类别"),
            choice(Organ.Kind),
            "街道人大工委",
            _("从下拉列表里选。"),
            required=True,
            also=("机构类别", "类型"),
            offers=labels(Organ.Kind),
        ),
        Column(
            "parent",
            _("上级机构"),
            line(100),
            "示例区人大常委会",
            _("系统里已有的，或这张表里的机构。"),
            also=("上级", "上级单位", "主管单位"),
            offers=names_of_organs,
        ),
        Column("code", _("行政区划代码"), digits(12), "", _("只有数字，最多 12 位。"), also=("区划代码", "代码")),
        Column(
            "quota", _("名额"), number(9999), "", _("法定组成人员名额，不是现有人数。"), also=("法定名额", "编制名额")
        ),
        Column("since", _("设立日期"), day, "2021-12-28", _("如 2021-12-28。"), also=("成立日期",)),
        Column("until", _("撤销日期"), day, "", _("没有撤销的空着。")),
    ),
    notes=(_("本级人大自己也可以占一行，用来写名额和代码。"),),
)


# Persons and their posts


class People:
    """The persons of a congress by their names. Whoever is not there yet is new."""

    def __init__(self, congress):
        self.congress, self.fresh = congress, []
        self.known = defaultdict(list)
        for person in Person.objects.filter(congress=congress).order_by("pk"):
            self.known[folded(person.name)].append(person)

    def meant(self, row) -> Person | None:
        """The person of a row; None, and a sentence in the row, where nobody could tell which of several namesakes."""
        name, mark = row.get("name"), row.get("mark") or ""
        namesakes = self.known[folded(name)]
        found = next((person for person in namesakes if folded(person.mark) == folded(mark)), None)
        if found is None and not mark and namesakes:
            marks = said("、").join(person.mark for person in namesakes)
            row.refuse(
                said("区分"),
                said("有叫“%(name)s”的人，区分是：%(marks)s。请写明是哪一位；另有其人的，也请写一个区分")
                % {"name": name, "marks": marks},
            )
            return None
        if found is None:
            found = Person(name=name, mark=mark, congress=self.congress)
            namesakes.append(found)
            self.fresh.append(found)
        return found


class Seating:
    """Rows of persons in posts, checked against the posts that there are and against each other."""

    def __init__(self, sheet, by):
        self.sheet, self.congress = sheet, by.organ.congress
        self.people = People(self.congress)
        self.organs = {folded(organ.name): organ for organ in Organ.objects.filter(congress=self.congress)}
        self.constituencies = {folded(c.name): c for c in Constituency.objects.filter(congress=self.congress)}
        self.terms = {term.number: term for term in Term.objects.filter(congress=self.congress)}
        self.posts, self.of_constituency = defaultdict(list), defaultdict(list)
        for post in (
            Post.objects.filter(organ__congress=self.congress)
            .select_related("organ", "person", "constituency")
            .order_by("pk")
        ):
            self.remember(post)
        self.pairs, self.seen, self.drawn, self.widened = [], {}, [], []

    def remember(self, post):
        self.posts[self.key(post)].append(post)
        if post.constituency:
            self.of_constituency[folded(post.constituency.name)].append(post)

    @staticmethod
    def key(post):
        """A person is once at a time in one role in one organ, and once at a time a deputy of one level."""
        who = folded(post.person.name), folded(post.person.mark)
        return (who, post.level) if post.role == Role.DEPUTY else (who, folded(post.organ.name), post.role)

    def organ(self, row) -> Organ | None:
        found = self.organs.get(folded(row.get("organ") or ""))
        if row.get("organ") and not found:
            row.refuse(self.sheet.label("organ"), said("没有“%(name)s”这个机构") % {"name": row.get("organ")})
        return found

    def seat(self, row, organ, role, since, level="", constituency=None):
        """A new post, or one that begins on the same day and is there already."""
        person = self.people.meant(row)
        if person is None:
            return
        post = Post(person=person, organ=organ, role=role, level=level, constituency=constituency, since=since)
        if not first_of_its_kind(row, (self.key(post), since), self.seen, ""):
            return
        others = self.posts[self.key(post)]
        there = next((other for other in others if other.since == since), None)
        if there and there.organ != organ:
            row.refuse(
                self.sheet.label("organ"),
                said("同一天起已在“%(organ)s”任此职。换了机构的，请先终止原来的职务") % {"organ": there.organ},
            )
            return
        post = there or post
        self.fill_in(row, post, constituency, is_new=not there)
        if clash := next((other for other in others if other is not post and overlap(other, post)), None):
            row.refuse(
                self.sheet.label("since"),
                said("与自 %(day)s 起的同一职务（%(organ)s）时间重叠，请先写明那一项的终止日期")
                % {"day": clash.since, "organ": clash.organ},
            )
        if not there:
            self.remember(post)
        if constituency and row.outcome != SAME:
            self.check_constituency(row, post)
        self.pairs.append((row, post))

    def fill_in(self, row, post, constituency, is_new):
        for name in ("until", "suspended_since", "suspended_until"):
            if row.get(name):
                if not is_new:
                    row.compare(self.sheet.label(name), str(getattr(post, name) or ""), str(row.get(name)))
                setattr(post, name, row.get(name))
        if constituency and not is_new and post.constituency != constituency:
            row.compare(self.sheet.label("constituency"), str(post.constituency or ""), str(constituency))
            post.constituency = constituency
        self.check_days(row, post)
        settle_outcome(row, is_new)

    def check_days(self, row, post):
        if post.until and post.until < post.since:
            row.refuse(self.sheet.label("until"), said("早于起始日期 %(day)s") % {"day": post.since})
        if post.suspended_since and post.suspended_since < post.since:
            row.refuse(self.sheet.label("suspended_since"), said("早于起始日期 %(day)s") % {"day": post.since})
        if post.suspended_until and not post.suspended_since:
            row.refuse(self.sheet.label("suspended_since"), said("空着。写了恢复日期，也要写哪天起暂停"))
        elif post.suspended_until and post.suspended_until < post.suspended_since:
            row.refuse(
                self.sheet.label("suspended_until"), said("早于暂停日期 %(day)s") % {"day": post.suspended_since}
            )

    def constituency(self, row) -> Constituency | None:
        """The constituency that a row names. One that is not there yet is drawn, and the preview says so."""
        name = row.get("constituency")
        if name and folded(name) not in self.constituencies:
            self.drawn.append(Constituency(congress=self.congress, name=name))
            self.constituencies[folded(name)] = self.drawn[-1]
        return self.constituencies[folded(name)] if name else None

    def check_constituency(self, row, post):
        beside = [
            other
            for other in self.of_constituency[folded(post.constituency.name)]
            if other is not post and overlap(other, post)
        ]
        if len(beside) >= DEPUTIES_OF_ONE_CONSTITUENCY:
            row.refuse(
                self.sheet.label("constituency"),
                said("已有 %(n)s 名代表。一个选区选一至三名（选举法第二十五条）") % {"n": len(beside)},
            )
        elif post.constituency.seats <= len(beside):
            post.constituency.seats = len(beside) + 1
            if post.constituency.pk and post.constituency not in self.widened:
                self.widened.append(post.constituency)

    def settle(self, rows) -> list[str]:
        """Save it all, if nothing is wrong with any row."""
        self.check_last_acts()
        if not any(row.faults for row in rows):
            Person.objects.bulk_create(self.people.fresh)
            Constituency.objects.bulk_create(self.drawn)
            for constituency in self.widened:
                constituency.save()
            Post.objects.bulk_create([post for row, post in self.pairs if row.outcome == NEW])
            changed = [post for row, post in self.pairs if row.outcome == CHANGED]
            Post.objects.bulk_update(
                changed, ["until", "suspended_since", "suspended_until", "constituency"], batch_size=500
            )
        return self.remarks()

    def remarks(self) -> list[str]:
        drawn = said("、").join(c.name for c in self.drawn)
        widened = said("、").join(
            said("%(name)s（%(seats)s）") % {"name": c.name, "seats": c.seats} for c in self.widened
        )
        return [
            *([said("名册里第一次出现的选区，会一并设立：%(names)s") % {"names": drawn}] if drawn else []),
            *([said("应选名额随之增加的选区：%(names)s") % {"names": widened}] if widened else []),
        ]

    def check_last_acts(self):
        """Nobody has acted in a post after the day on which it is said to have ended."""
        ended = {post.pk: row for row, post in self.pairs if row.outcome == CHANGED and post.until}
        acted = last_act([post for row, post in self.pairs if post.pk in ended])
        for row, post in self.pairs:
            if post.pk in ended and (reason := too_early(post.until, acted.get(post.pk))):
                row.refuse(self.sheet.label("until"), reason)


def too_early(until, acted_at) -> str | None:
    if acted_at is None or localdate(acted_at) <= until:
        return None
    return said("%(day)s 还以此职务办过事，终止日期不能早于这一天") % {"day": localdate(acted_at)}


def overlap(one, other) -> bool:
    return one.since <= (other.until or date.max) and other.since <= (one.until or date.max)


def take_in_posts(rows: list[Row], by: Post) -> list[str]:
    """Persons in posts other than a deputy's. Who is not there yet is new."""
    seating = Seating(POSTS, by)
    for row in rows:
        organ = seating.organ(row)
        if organ and not row.faults:
            seating.seat(row, organ, row.get("role"), row.get("since"))
    return seating.settle(rows)


def take_in_deputies(rows: list[Row], by: Post) -> list[str]:
    """Deputies of four levels. Those of the district sit for a constituency in a term of the congress itself."""
    seating = Seating(DEPUTIES, by)
    for row in rows:
        organ, since = seat_of(row, seating), since_of(row, seating)
        if row.get("constituency") and row.get("level") not in (None, Level.DISTRICT):
            row.refuse(DEPUTIES.label("constituency"), said("选区只用于区代表，这一格请空着"))
        if organ and since and not row.faults:
            seating.seat(row, organ, Role.DEPUTY, since, row.get("level"), seating.constituency(row))
    return seating.settle(rows)


def seat_of(row, seating) -> Organ | None:
    """A district deputy belongs to the congress; its seats are counted, so those of higher levels sit in their groups."""
    organ = seating.organ(row)
    is_district = row.get("level") == Level.DISTRICT
    if row.get("organ") or not row.get("level"):
        if organ == seating.congress and not is_district:
            row.refuse(DEPUTIES.label("organ"), said("上级人大的代表不占本级名额，请写所在的代表小组"))
        return organ
    if not is_district:
        row.refuse(DEPUTIES.label("organ"), said("空着。上级人大的代表请写所在的代表小组"))
        return None
    return seating.congress


def since_of(row, seating) -> date | None:
    """The first day of the mandate: as written, or else the first day of the term."""
    number_of_term, since = row.get("term"), row.get("since")
    if number_of_term is None:
        if not since and row.get("level") and not row.faults:
            row.refuse(DEPUTIES.label("since"), said("空着。请写起始日期；区代表也可以只写届次"))
        return since
    if row.get("level") not in (None, Level.DISTRICT):
        row.refuse(DEPUTIES.label("term"), said("届次只用于区代表；上级人大的代表请写起始日期"))
        return None
    term = seating.terms.get(number_of_term)
    if term is None:
        row.refuse(DEPUTIES.label("term"), said("没有第 %(n)s 届。请先在“届次”页登记") % {"n": number_of_term})
        return None
    if since and not term.since <= since <= (term.until or date.max):
        row.refuse(DEPUTIES.label("since"), said("不在%(term)s的任期内") % {"term": term})
        return None
    return since or term.since


def post_cells(post) -> list:
    role = str(post.get_role_display())
    return [
        post.person.name,
        post.person.mark,
        post.organ.name,
        role,
        post.since,
        post.until,
        post.suspended_since,
        post.suspended_until,
    ]


def deputy_cells(post, terms) -> list:
    """`terms` are those of the congress."""
    is_district = post.level == Level.DISTRICT
    term = next((t for t in terms if is_district and t.since <= post.since <= (t.until or date.max)), None)
    constituency = post.constituency.name if post.constituency else ""
    seat = [
        post.person.name,
        post.person.mark,
        str(post.get_level_display()),
        f"第{term.number}届" if term else "",
        constituency,
        post.organ.name,
    ]
    return [*seat, post.since, post.until, post.suspended_since, post.suspended_until]


NAME = Column(
    "name",
    _("姓名"),
    line(50),
    "张示例",
    _("姓名中间的空格会去掉。"),
    required=True,
    also=("名字", "代表姓名", "人员姓名"),
)
MARK = Column("mark", _("区分"), line(30), "", _("同名时用来区分，如“女”或单位。"), also=("备注区分", "同名区分"))
UNTIL = Column("until", _("终止日期"), day, "", _("仍在任的空着。"), also=("离任日期", "免职日期", "结束日期"))
SUSPENDED = (
    Column("suspended_since", _("暂停执行职务起"), day, "", _("没有暂停的空着。"), also=("暂停日期",)),
    Column("suspended_until", _("恢复执行职务"), day, "", _("恢复的那一天。"), also=("恢复日期",)),
)

POSTS = Sheet(
    slug="posts",
    title=_("人员与职务"),
    take_in=take_in_posts,
    columns=(
        NAME,
        MARK,
        Column(
            "organ",
            _("机构"),
            line(100),
            "示例街道人大工委",
            _("系统里已有的机构全称。"),
            required=True,
            also=("单位", "部门", "所在单位", "工作单位", "机构名称"),
            offers=names_of_organs,
        ),
        Column(
            "role",
            _("职务"),
            choice(STAFF, {"联络员": Role.CLERK}),
            "经办人",
            _("从下拉列表里选。代表请用“代表”表。"),
            required=True,
            also=("职位", "任职"),
            offers=labels(STAFF),
        ),
        Column(
            "since",
            _("起始日期"),
            day,
            "2023-01-05",
            _("任职的第一天，如 2023-01-05。"),
            required=True,
            also=("任职日期", "开始日期", "到任日期"),
        ),
        UNTIL,
        *SUSPENDED,
    ),
    notes=(_("一人有几个职务，就写几行。"),),
)

DEPUTIES = Sheet(
    slug="deputies",
    title=pgettext_lazy("list", "代表"),
    take_in=take_in_deputies,
    columns=(
        NAME,
        MARK,
        Column(
            "level",
            _("代表层级"),
            choice(Level, LEVELS),
            "区",
            _("全国、省、市、区。"),
            required=True,
            also=("层级", "级别", "代表级别"),
            offers=labels(Level),
        ),
        Column(
            "term", _("届次"), ordinal, "第十六届", _("只用于区代表；写了届次，起始日期可以空着。"), also=("届", "任届")
        ),
        Column(
            "constituency",
            _("选区"),
            line(60),
            "示例第一选区",
            _("只用于区代表。第一次出现的选区会一并设立。"),
            also=("所在选区", "选举单位"),
        ),
        Column(
            "organ",
            _("机构"),
            line(100),
            "",
            _("区代表空着；上级人大的代表写所在的代表小组。"),
            also=("代表团", "代表小组", "所在机构"),
            offers=names_of_organs,
        ),
        Column("since", _("起始日期"), day, "", _("当选或补选的第一天。"), also=("任职日期", "当选日期", "开始日期")),
        UNTIL,
        *SUSPENDED,
    ),
)
