"""The catalogue of suggestions (代表建议目录): a line for each, for a period or a session, in Word or in Excel."""

import tempfile
from collections.abc import Iterator

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Exists, OuterRef, Prefetch, Subquery
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, override
from openpyxl import Workbook

from qingting.clocks.schemes import letter_of
from qingting.desk.lists import lamp_days
from qingting.docket.models import Event, Part
from qingting.documents.paper import long_day, plain
from qingting.documents.table import table_document
from qingting.organs.models import Session
from qingting.organs.workbooks import harmless
from qingting.suggestions.letters import ANSWERING, SIGNED
from qingting.suggestions.models import ANSWERED, Cosigning, Handling, Suggestion

MOST = 5_000  # lines in one catalogue: more than a term of a large district
COLUMNS = [
    ("编号", 16),
    ("题目", 27),
    ("提出代表", 14),
    ("分类", 10),
    ("主办单位", 13),
    ("会办、分办单位", 15),
    ("结果", 6),
    ("办结日期", 17),
]


class Span(forms.Form):
    """For which period, or for which session, and in which kind of file."""

    since = forms.DateField(label=gettext_lazy("起"), required=False)
    until = forms.DateField(label=gettext_lazy("止"), required=False)
    session = forms.ModelChoiceField(Session.objects.none(), label=gettext_lazy("大会"), required=False)
    format = forms.ChoiceField(label=gettext_lazy("格式"), choices=[("docx", "Word"), ("xlsx", "Excel")])

    def __init__(self, data, *, congresses):
        super().__init__(data)
        self.fields["session"].queryset = (
            Session.objects.filter(term__congress__in=congresses).select_related("term").order_by("-opens_on")
        )

    def clean(self):
        said = super().clean()
        if said.get("since") and said.get("until") and said["until"] < said["since"]:
            raise ValidationError(_("止日早于起日，请改过再下载"))
        return said


def chosen(actors, narrowed, span):
    """The filed suggestions that these actors may see, under the filters of the register and within the span, by number."""
    rows = Suggestion.objects.seen_by(*actors).filed()
    if narrowed["states"]:
        rows = rows.filter(state__in=narrowed["states"])
    if narrowed["lamp"]:
        rows = rows.filter(owed_on__range=lamp_days(localdate())[narrowed["lamp"]])
    for hat in narrowed["played_by"]:
        rows = rows.filter(Exists(Part.objects.filter(matter=OuterRef("pk"), hat=hat)))
    if span["since"]:
        rows = rows.filter(filed_on__gte=span["since"])
    if span["until"]:
        rows = rows.filter(filed_on__lte=span["until"])
    if span["session"]:
        rows = rows.filter(session=span["session"])
    return rows.order_by("filed_on", "number", "pk")


def lines(rows) -> Iterator[list[str]]:
    """One at a time, read in pieces: a catalogue takes no more memory for being long."""
    signed = Cosigning.objects.filter(state__in=SIGNED).select_related("person").order_by("pk")
    shared = Handling.objects.exclude(state__in=["draft", "stopped"]).select_related("handler").order_by("pk")
    answered = Event.objects.filter(matter=OuterRef("pk"), step__in=ANSWERING).order_by("-pk").values("at")[:1]
    read = rows.select_related("lead", "handler", "delegation", "congress").annotate(answered_at=Subquery(answered))
    read = read.prefetch_related(Prefetch("cosignings", signed), Prefetch("handlings", shared))
    for s in read[:MOST].iterator(chunk_size=200):
        by = [s.delegation.name] if s.delegation else [s.lead.name, *(c.person.name for c in s.cosignings.all())]
        others = [h.handler.name for h in s.handlings.all()]
        handler, closed = s.handler.name if s.handler else "", long_day(s.closed_on) if s.closed_on else ""
        yield [
            s.number or "",
            s.title,
            "、".join(by),
            s.get_category_display(),
            handler,
            "、".join(others),
            letter_given(s),
            closed,
        ]


def letter_given(s) -> str:
    """The letter of its result, once it has been answered; a draft of the handler is nobody else's."""
    if s.state not in ANSWERED or not s.result:
        return ""
    return letter_of(s.congress, s.result, localdate(s.answered_at))


def as_word(rows, post, under):
    """Open for reading. Official paper is in Chinese, whatever language the desk is set to."""
    with override("zh-hans"):
        foot = f"{post.organ.name}{long_day(localdate())}制。最多列{MOST}件。"
        return table_document(
            organ=post.organ.name,
            title="代表建议目录",
            under=under,
            day=localdate(),
            columns=COLUMNS,
            rows=lines(rows),
            foot=foot,
        )


def as_excel(rows):
    """Open for reading; every text as text."""
    book = Workbook(write_only=True)
    page = book.create_sheet("代表建议目录")
    page.freeze_panes = "A2"
    for place, (_name, share) in enumerate(COLUMNS):
        page.column_dimensions["ABCDEFGH"[place]].width = 1.5 * share
    with override("zh-hans"):
        for row in ([name for name, _share in COLUMNS], *lines(rows)):
            page.append([harmless(plain(cell)) for cell in row])
    out = tempfile.TemporaryFile()
    book.save(out)
    out.seek(0)
    return out


def span_in_words(span) -> str:
    """What stands under the title."""
    if span["session"]:
        with override("zh-hans"):
            return str(span["session"])
    since, until = (long_day(day) if day else "" for day in (span["since"], span["until"]))
    return f"{since or '最早'}至{until or long_day(localdate())}"
