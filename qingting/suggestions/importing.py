"""Last year's suggestions from the register that the office kept: each is walked through its own steps on its own dates.

Whoever held the post on that day is the one who acts. What the register does not tell is not made up: what a step
asks for and the row leaves out is refused by row, or stands in the record as not having been written down.
"""

import re
from datetime import date, datetime, time, timedelta

from django.db import transaction
from django.utils.timezone import localdate, make_aware, now
from django.utils.translation import gettext as said
from django.utils.translation import gettext_lazy as _

from qingting.clocks.schemes import results
from qingting.docket.models import Event, Matter, Notice, Series
from qingting.docket.process import Refused
from qingting.organs.cells import choice, claim, day, folded, line, names, text
from qingting.organs.models import Organ, Person, Post, Role, Session
from qingting.organs.offices import office_for_deputies
from qingting.organs.sheets import CHANGED, NEW, SAME, Column, Row, Sheet
from qingting.suggestions.models import Cosigning, Handling, Promise, Rating, Result, Suggestion

OURS = re.compile(r"建议(\d{4})-(\d{4})")  # a number of the platform's own series
DAYS = ("filed_on", "assigned_on", "signed_on", "contacted_on", "answered_on", "rated_on", "closed_on")  # in this order
NEEDED = {  # with a day, what else a row must tell
    "assigned_on": ("handler",),
    "contacted_on": ("assigned_on", "contact_kind"),
    "answered_on": ("contacted_on", "result", "answer"),
    "rated_on": ("answered_on", "process_rating", "result_rating"),
    "closed_on": ("answered_on", "process_rating", "result_rating"),
}
STEPS = {  # a step and the column of its day
    "file": "filed_on",
    "accept": "assigned_on",
    "assign": "assigned_on",
    "sign": "signed_on",
    "contact": "contacted_on",
    "draft_answer": "answered_on",
    "answer": "answered_on",
    "rate": "rated_on",
    "close": "closed_on",
}
TOLD_BY = {column: step for step, column in STEPS.items()}  # a day is told by the last step of that day
DATED = {  # what means nothing without its day
    "handler": "assigned_on",
    "contact_kind": "contacted_on",
    "result": "answered_on",
    "answer": "answered_on",
    "promise": "promised_for",
    "promised_for": "answered_on",
}
NOT_WRITTEN_DOWN = _("（补录：原登记中没有这一项）")


def take_in_suggestions(rows: list[Row], by: Post) -> list[str]:
    """Each row by itself, so that every refusal is named by its row; whoever calls undoes them all if one is refused."""
    book, began_at = Book(by, rows), now()
    for row in rows:
        book.check(row)
    walks = [Walk(book, row) for row in rows if not row.faults]
    for walk in walks:
        try:
            with transaction.atomic():
                walk.go()
        except Refused as refusal:
            walk.row.refuse(book.label(walk.at), str(refusal))
    let_the_past_rest([walk.s for walk in walks if walk.s], began_at)
    return []


class Book:
    """What the rows are checked against: the deputies, organs, sessions and result classes of this congress."""

    def __init__(self, by, rows):
        self.congress = by.organ.congress
        self.keeper = office_for_deputies(self.congress.pk)
        self.organs = {folded(organ.name): organ for organ in Organ.objects.filter(congress=self.congress)}
        self.persons: dict[str, list[Person]] = {}
        for person in Person.objects.filter(congress=self.congress, posts__role=Role.DEPUTY).distinct():
            for name in {folded(person.name), folded(str(person))}:
                self.persons.setdefault(name, []).append(person)
        self.sessions = list(Session.objects.filter(term__congress=self.congress))
        known = Suggestion.objects.filter(congress=self.congress, number__in=[row.get("number") for row in rows])
        self.known = {s.number: s for s in known.select_related("lead", "handler")}
        self.seen: dict[str, int] = {}
        self.posts: dict[tuple[str, date], Post | None] = {}

    @staticmethod
    def label(name) -> str:
        return SUGGESTIONS.label(name)

    def check(self, row):
        """Everything that can be told of a row before a step is taken."""
        number = row.get("number")
        if number and number in self.seen:
            row.refuse(self.label("number"), said("与第 %(n)s 行重复") % {"n": self.seen[number]})
        self.seen.setdefault(number, row.place)
        self.find(row, "lead", self.person)
        self.find(row, "cosigners", self.person)
        self.find(row, "handler", self.organ)
        self.find(row, "co_handlers", self.organ)
        if row.get("result"):
            self.find(row, "result", self.result)
        if row.get("lead") in (row.get("cosigners") or ()):
            row.refuse(self.label("cosigners"), said("领衔代表不用再写一次"))
        if row.get("handler") in (row.get("co_handlers") or ()):
            row.refuse(self.label("co_handlers"), said("主办单位不用再写一次"))
        self.check_days(row)
        self.check_session(row)

    def find(self, row, column, look_up):
        """Put in place of a name, or of several, what it names."""
        named = row.get(column)
        try:
            if named:
                row.values[column] = (
                    [look_up(name, row) for name in named] if isinstance(named, list) else look_up(named, row)
                )
        except Refused as refusal:
            row.refuse(self.label(column), str(refusal))
            del row.values[column]

    def person(self, name, row) -> Person:
        found = self.persons.get(folded(name), [])
        if not found:
            raise Refused(said("代表名册里没有“%(name)s”") % {"name": name})
        if len(found) > 1:
            raise Refused(
                said("有几位“%(name)s”，请写成：%(marked)s")
                % {"name": name, "marked": said("、").join(map(str, found))}
            )
        return found[0]

    def organ(self, name, row) -> Organ:
        if folded(name) not in self.organs:
            raise Refused(said("没有“%(name)s”这个机构") % {"name": name})
        return self.organs[folded(name)]

    def result(self, name, row) -> Result:
        """The class of a result by its letter or its words, as they were on the day of the answer."""
        scheme = results(self.congress, row.get("answered_on"))
        for code, letter, label in scheme:
            if folded(name) in (
                folded(letter),
                folded(label),
                folded(str(Result(code).label)),
                folded(f"{letter}{label}"),
            ):
                return Result(code)
        offered = said("、").join(f"{letter}（{label}）" for _code, letter, label in scheme)
        raise Refused(said("没有“%(name)s”这一类，可以填：%(offered)s") % {"name": name, "offered": offered})

    def check_days(self, row):
        given = [name for name in DAYS if row.get(name)]
        for earlier, later in zip(given, given[1:], strict=False):
            if row.get(later) < row.get(earlier):
                row.refuse(self.label(later), said("早于“%(label)s”") % {"label": self.label(earlier)})
        for name in given:
            if row.get(name) > localdate():
                row.refuse(self.label(name), said("在今天以后"))
            for needed in NEEDED.get(name, ()):
                if row.get(needed) in (None, "") and not has_fault(row, self.label(needed)):
                    row.refuse(
                        self.label(needed), said("空着。写了“%(label)s”，这一格也要写") % {"label": self.label(name)}
                    )
        for name, dated in DATED.items():
            if row.get(name) and not row.get(dated) and not has_fault(row, self.label(dated)):
                row.refuse(self.label(dated), said("空着。写了“%(label)s”，这一格也要写") % {"label": self.label(name)})
        if (
            (row.get("process_rating") or row.get("result_rating"))
            and not row.get("rated_on")
            and not row.get("closed_on")
        ):
            row.refuse(self.label("rated_on"), said("空着。写了评价，也要写评价日期"))

    def session(self, row) -> Session | None:
        return next((s for s in self.sessions if s.opens_on <= row.get("filed_on") <= s.closes_on), None)

    def check_session(self, row):
        if not row.get("filed_on") or not row.get("occasion"):
            return
        at_session = self.session(row) is not None
        if at_session != (row.get("occasion") == Suggestion.Occasion.SESSION):
            told = (
                said("提出日期在大会会期内")
                if at_session
                else said("提出日期不在任何一次大会的会期内。请核对日期，或先在“届次”页登记会议")
            )
            row.refuse(self.label("occasion"), told)

    def holder(self, who, matter, on: date) -> Post:
        """Whoever played this part on that day."""
        hat = who.hat(matter)
        if (hat, on) not in self.posts:
            held = Post.objects.current(on).wearing([hat]).select_related("organ", "person").order_by("pk")
            self.posts[hat, on] = next((post for post in held if post.is_current(on)), None)
        if self.posts[hat, on] is None:
            told = {"day": on, "who": who, "named": who.named(matter)}
            raise Refused(said("%(day)s 没有在任的%(who)s（%(named)s）。请先登记其任职") % told)
        return self.posts[hat, on]


def has_fault(row, label) -> bool:
    return any(column == label for column, _fault in row.faults)


class Walk:
    """One suggestion, taken as far as its row tells; `at` is the column at which it has arrived."""

    def __init__(self, book, row):
        self.book, self.row, self.minutes, self.at = book, row, 0, "number"
        self.s = book.known.get(row.get("number"))
        self.taken: dict[str, date] = {}

    def go(self):
        self.row.outcome = SAME if self.s else NEW
        if self.s:
            self.taken = {event.step: localdate(event.at) for event in self.s.events.order_by("pk")}
            self.compare()
        else:
            self.put_down()
        for name, column in STEPS.items() if not self.row.faults else ():
            if name not in self.taken and self.day_of(column):
                self.take(name, column)

    def day_of(self, column) -> date | None:
        """Where a register has no day of signing or rating, it was on the day of the step that shows it."""
        row = self.row
        if column == "signed_on" and (row.get("contacted_on") or row.get("answered_on")):
            return row.get("signed_on") or row.get("assigned_on")
        if column == "rated_on" and row.get("process_rating"):
            return row.get("rated_on") or row.get("closed_on")
        return row.get(column)

    def put_down(self):
        """The suggestion as a draft under its old number, with all that hangs on it."""
        row, session = self.row, self.book.session(self.row)
        occasion = Suggestion.Occasion.SESSION if session else Suggestion.Occasion.RECESS
        self.s = Suggestion.objects.create(
            number=row.get("number"),
            title=row.get("title"),
            text=row.get("text"),
            lead=row.get("lead"),
            keeper=self.book.keeper,
            session=session,
            occasion=occasion,
        )
        for person in row.get("cosigners") or ():
            Cosigning.objects.create(on=self.s, person=person, lead=self.s.lead)
        for organ in row.get("co_handlers") or ():
            Handling.objects.create(on=self.s, handler=organ, share=Handling.Share.CO)
        keep_series_ahead(self.s)

    def compare(self):
        """What stands in the ledger is not changed by an import: only what comes after it is added."""
        s, row = self.s, self.row
        recorded = {name: getattr(s, name) for name in ("title", "text", "lead", "filed_on", "handler", "category")}
        recorded |= {
            name: getattr(s, name) for name in ("result", "answer", "process_rating", "result_rating", "closed_on")
        }
        recorded |= {column: self.taken[step] for column, step in TOLD_BY.items() if step in self.taken}
        recorded["cosigners"] = {cosigning.person for cosigning in s.cosignings.select_related("person")}
        recorded["co_handlers"] = {
            h.handler for h in s.handlings.filter(share=Handling.Share.CO).select_related("handler")
        }
        for name, was in recorded.items():
            told = set(row.get(name) or ()) if isinstance(was, set) else row.get(name)
            if was and told and told != was:
                row.refuse(
                    self.book.label(name),
                    said("与系统里已有的记录不同。导入不改已有记录，要更正的请到这件建议的页上办"),
                )

    def take(self, name, column):
        row, on = self.row, self.day_of(column)
        self.at = column
        if name == "file":
            self.have_it_signed(on)
        if name == "draft_answer":
            self.have_opinions_given(on)
            self.write_down_the_promise()
        if name == "rate" and row.get("joint_rating"):
            self.have_it_rated(on)
        if name == "close":
            self.let_silence_lapse(on)
        self.step(self.s, name, on, **self.given(name))
        self.s = Suggestion.objects.select_related("lead", "handler", "keeper").get(pk=self.s.pk)
        if row.outcome != NEW:
            row.outcome = CHANGED
            row.changes.append((self.s.process.label_of(name), "", str(on)))

    def given(self, name) -> dict:
        said_elsewhere = {
            "category": self.row.get("category") or Suggestion.Category.OTHER,
            "is_complex": self.row.get("is_complex") or False,
            "contact_note": self.row.get("contact_note") or str(NOT_WRITTEN_DOWN),
        }
        fields = self.s.process.steps[name].fields
        return {field: said_elsewhere.get(field, self.row.get(field)) for field in fields}

    def step(self, matter, name, on, **given):
        post = self.book.holder(matter.process.steps[name].by, matter, on)
        self.minutes += 1  # one after another, so that no record is earlier than the one before
        moment = make_aware(datetime.combine(on, time(9)) + timedelta(minutes=self.minutes))
        matter.take(name, post, at=min(moment, now()), **given)

    def have_it_signed(self, on):
        for cosigning in self.s.cosignings.select_related("person", "lead", "on"):
            self.step(cosigning, "invite", on)
            self.step(cosigning, "confirm", on)

    def have_opinions_given(self, on):
        for handling in self.s.handlings.select_related("handler", "on", "keeper").filter(share=Handling.Share.CO):
            if handling.state == "assigned":
                self.step(handling, "sign", self.day_of("signed_on"))
            if handling.state == "signed":
                self.step(handling, "give", on, opinion=str(NOT_WRITTEN_DOWN))

    def write_down_the_promise(self):
        row, s = self.row, self.s
        if row.get("promise") and row.get("promised_for"):
            promised = {
                "title": row.get("promise")[:200],
                "finish": row.get("promise"),
                "promised_for": row.get("promised_for"),
            }
            Promise.objects.create(on=s, handler=s.handler, lead=s.lead, **promised)

    def asked(self):
        """The joint deputies who have the answer and have not rated it."""
        return self.s.cosignings.select_related("person", "keeper", "on", "handler").filter(state="asked")

    def have_it_rated(self, on):
        """Where the register says so: the joint deputies rated as the lead did."""
        for cosigning in self.asked():
            ratings = {name: self.row.get(name) for name in ("process_rating", "result_rating")}
            self.step(cosigning, "rate", on, **ratings)

    def let_silence_lapse(self, on):
        """Where the register tells only how the lead deputy rated, the others are left out of the rates, once their time is over."""
        try:
            for cosigning in self.asked():
                self.step(cosigning, "lapse", on)
        except Refused as too_early:
            raise Refused(
                said(
                    "联名代表的评价期限到这一天还没有满。评价与领衔代表相同的，“%(column)s”写“是”；不知道的，这一格空着，导入后再办结"
                )
                % {"column": self.book.label("joint_rating")}
            ) from too_early


def keep_series_ahead(s):
    """An old number of the platform's own series is never given again."""
    if found := OURS.fullmatch(s.number):
        series, _made = Series.objects.get_or_create(congress=s.congress, name=f"suggestions-{found[1]}")
        Series.objects.filter(pk=series.pk, last__lt=int(found[2])).update(last=int(found[2]))


def let_the_past_rest(brought, began_at):
    """Nobody gets a mail about last year; what is still somebody's turn stands in his inbox all the same."""
    matters = [s.pk for s in brought]
    matters += Matter.objects.filter(source__in=matters).values_list("pk", flat=True)
    events = Event.objects.filter(matter__in=matters, written_at__gte=began_at)
    past = {pk: at for pk, at in events.values_list("pk", "at") if localdate(at) < localdate()}
    told = list(Notice.objects.filter(event__in=past))
    for notice in told:
        notice.at = notice.read_at = past[notice.event_id]
        notice.try_again_at = None
    Notice.objects.bulk_update(told, ["at", "read_at", "try_again_at"], batch_size=500)


OCCASIONS = {
    "会上": Suggestion.Occasion.SESSION,
    "大会": Suggestion.Occasion.SESSION,
    "闭会": Suggestion.Occasion.RECESS,
}


def labels(members):
    return lambda congress: [member.label for member in members]


def names_of_organs(congress):
    return Organ.objects.filter(congress=congress).order_by("pk").values_list("name", flat=True)


def letters(congress):
    return [f"{letter}（{label}）" for _code, letter, label in results(congress)]


SUGGESTIONS = Sheet(
    slug="suggestions",
    title=_("上一年代表建议"),
    take_in=take_in_suggestions,
    most=200,  # each row is nine steps or more, all in one transaction: for so long nobody else can write on SQLite
    columns=(
        Column(
            "number",
            _("建议编号"),
            line(30),
            "示例0001",
            _("原来的编号，一件一个。"),
            required=True,
            also=("编号", "建议号", "序号编号"),
        ),
        Column(
            "title",
            _("标题"),
            line(200),
            "关于疏浚示例河道的建议",
            _("不超过 200 字。"),
            required=True,
            also=("案由", "题目", "建议标题"),
        ),
        Column(
            "text",
            _("内容"),
            text(20_000),
            "示例：河道淤积，汛期漫堤，两岸居民出行不便。建议疏浚。",
            _("情况、问题、建议，至少 20 字。"),
            required=True,
            also=("建议内容", "正文"),
        ),
        Column(
            "lead",
            _("领衔代表"),
            line(80),
            "张示例",
            _("代表名册里的姓名；同名的写成“张三（女）”。"),
            required=True,
            also=("提出人", "代表", "领衔人", "提建议人"),
        ),
        Column("cosigners", _("联名代表"), names, "", _("几位之间用顿号。"), also=("附议代表", "附议人", "联名人")),
        Column(
            "filed_on",
            _("提出日期"),
            day,
            "2023-01-06",
            _("如 2023-01-06。"),
            required=True,
            also=("提交日期", "提出时间日期"),
        ),
        Column(
            "occasion",
            _("提出时间"),
            choice(Suggestion.Occasion, OCCASIONS),
            "大会期间",
            _("大会期间或闭会期间，与提出日期核对。"),
            also=("会期", "类型"),
            offers=labels(Suggestion.Occasion),
        ),
        Column(
            "category",
            _("分类"),
            choice(Suggestion.Category),
            "",
            _("空着的记为“其他”。"),
            also=("类别", "建议类别"),
            offers=labels(Suggestion.Category),
        ),
        Column(
            "handler",
            _("主办单位"),
            line(100),
            "示例水利局",
            _("系统里的机构全称。"),
            also=("承办单位", "主办"),
            offers=names_of_organs,
        ),
        Column("co_handlers", _("会办单位"), names, "", _("几家之间用顿号。"), also=("协办单位", "会办", "协办")),
        Column("is_complex", _("复杂件"), claim, "否", _("六个月答复的写“是”，三个月的写“否”或空着。")),
        Column("assigned_on", _("交办日期"), day, "2023-01-20", _("没有交办的空着。"), also=("交办时间",)),
        Column("signed_on", _("签收日期"), day, "", _("空着的，按交办当天签收。"), also=("签收时间",)),
        Column(
            "contacted_on",
            _("沟通日期"),
            day,
            "2023-03-05",
            _("答复前与代表沟通的那一天（代表法第五十一条）。"),
            also=("见面日期", "见面时间", "沟通时间"),
        ),
        Column(
            "contact_kind",
            _("沟通方式"),
            choice(Suggestion.Contact),
            "走访",
            _("走访、座谈、共同调研或电话、信函。"),
            also=("见面方式",),
            offers=labels(Suggestion.Contact),
        ),
        Column("contact_note", _("沟通情况"), text(2000), "", _("空着的，记为原登记中没有这一项。")),
        Column("answered_on", _("答复日期"), day, "2023-04-01", _("没有答复的空着。"), also=("答复时间", "办复日期")),
        Column(
            "result",
            _("办理结果"),
            line(60),
            "A",
            _("本地的类别字母，或类别的文字。一个字母有几类的，写文字。"),
            also=("结果", "答复类别", "办理类别"),
            offers=letters,
        ),
        Column("answer", _("答复"), text(20_000), "示例：已完成清淤。", _("答复全文。"), also=("答复内容", "答复意见")),
        Column(
            "promise",
            _("承诺事项"),
            text(1000),
            "",
            _("结果为正在解决、列入计划的，写明承诺做成什么。"),
            also=("承诺",),
        ),
        Column("promised_for", _("承诺完成日期"), day, "", _("承诺哪一天做成。"), also=("承诺期限",)),
        Column(
            "process_rating",
            _("对办理过程"),
            choice(Rating),
            "满意",
            _("领衔代表的评价。"),
            also=("过程评价", "对过程评价", "办理态度"),
            offers=labels(Rating),
        ),
        Column(
            "joint_rating",
            _("联名代表同样评价"),
            claim,
            "",
            _("联名代表的评价与领衔代表相同的写“是”；不知道的空着，不计入评价。"),
            also=("联名代表评价",),
        ),
        Column(
            "result_rating",
            _("对办理结果"),
            choice(Rating),
            "满意",
            _("领衔代表的评价。"),
            also=("结果评价", "对结果评价"),
            offers=labels(Rating),
        ),
        Column("rated_on", _("评价日期"), day, "", _("空着的，按办结当天评价。"), also=("评价时间",)),
        Column(
            "closed_on",
            _("办结日期"),
            day,
            "2023-04-20",
            _("没有评价或者不满意的，请空着，导入后再办。"),
            also=("办结时间",),
        ),
    ),
    notes=(
        _("每一件按所写的日期逐环节补录，经办人是当天在任的人；先导入机构、人员与职务、代表。"),
        _("已经导入过的建议，导入不改已有记录，只接着补后来的环节。"),
    ),
)
