"""A register: the list of all matters of a kind that one may see, with its columns, filters and exports.

A domain declares one in its `register.py`; it needs no view of its own.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from html import escape
from typing import Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError
from django.utils.formats import localize
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from qingting.organs.models import Organ

LAMPS = [
    ("", gettext_lazy("全部")),
    ("red", gettext_lazy("红灯")),
    ("yellow", gettext_lazy("黄灯")),
    ("green", gettext_lazy("绿灯")),
]
ORDERS = [("", gettext_lazy("最新的在前")), ("due", gettext_lazy("先到期的在前"))]


@dataclass(frozen=True)
class Column:
    label: Any
    value: Callable[[Any], Any]  # of a matter; None where there is nothing to say
    in_export_only: bool = False
    veiled: str = ""  # the field that it shows: left empty for those from whom that field is veiled


@dataclass(frozen=True)
class Register:
    slug: str
    model: Any
    heading: Any
    icon: str
    columns: tuple[Column, ...]
    reads: tuple[str, ...] = ()  # what the columns need, as `select_related` names it
    fetches: tuple[Any, ...] = ()  # what the columns of a sheet need beside, as `prefetch_related` takes it
    played_by: tuple[
        tuple[str, Any, str, Any], ...
    ] = ()  # filters by cast: name, label, pattern of the hat, whom to offer
    # filters by what the matters say of themselves: name, label, what a choice asks of the model, what to offer
    narrowed_by: tuple[tuple[str, Any, Callable[[str], dict[str, Any]], Callable[[list], Any]], ...] = ()
    begins: tuple[
        tuple[str, Any, Callable[[list], bool]], ...
    ] = ()  # what one may begin here, the first of all before the rest: address, words, and for whom
    in_rail: bool = True
    # what stands above it for these actors, a sentence each: that something is near which no line of it can say
    notes: Callable[[list], list[str]] = lambda actors: []

    all: ClassVar[dict[str, "Register"]] = {}

    def __post_init__(self):
        Register.all[self.slug] = self

    def matters(self):
        return self.model.objects.select_related(*self.reads)

    def filters(self, data, congresses) -> "Filters":
        return Filters(data, register=self, congresses=congresses)


class Filters(forms.Form):
    """What a list is narrowed by. It all stands in the address, so that it can be sent to a colleague."""

    lamp = forms.ChoiceField(label=gettext_lazy("灯"), choices=LAMPS, required=False)
    state = forms.ChoiceField(label=gettext_lazy("办到哪一步"), required=False)
    order = forms.ChoiceField(label=gettext_lazy("排列"), choices=ORDERS, required=False)
    after = forms.CharField(label=gettext_lazy("页码"), required=False, max_length=40)

    def __init__(self, data, *, register, congresses):
        super().__init__(data)
        states = [(name, label) for name, label in register.model.process.states.items() if name != "draft"]
        self.fields["state"].choices = [("", _("全部")), *states]
        self.hats = {}
        self.offered = {}
        for name, label, hat, offered in register.played_by:
            self.hats[name] = hat
            self.offered[name] = [(str(pk), str(said)) for pk, said in offered(congresses)] if offered else []
            self.fields[name] = forms.IntegerField(label=label, required=False, min_value=1, max_value=2**31)
        self.asks = {}
        for name, label, asks, offered in register.narrowed_by:
            self.asks[name] = asks
            self.offered[name] = [(str(value), str(said)) for value, said in offered(congresses)]
            choices = [("", _("全部")), *self.offered[name]]
            self.fields[name] = forms.ChoiceField(label=label, required=False, choices=choices)

    def clean_after(self):
        typed = self.cleaned_data["after"]
        key = key_of(typed, dated=not typed.startswith("."))
        if typed and not key:
            raise ValidationError("no such place in a list")
        return key

    def chosen(self) -> dict[str, Any]:
        """What `listed` needs to know. A filter that makes no sense narrows nothing, and is named by `unknown`."""
        said = (
            self.cleaned_data
            if self.is_valid()
            else {k: v for k, v in self.cleaned_data.items() if k not in self.errors}
        )
        by_due = bool(said.get("lamp")) or said.get("order") == "due"
        after = said.get("after")
        return {
            "states": [said["state"]] if said.get("state") else [],
            "lamp": said.get("lamp", ""),
            "by_due": by_due,
            "narrow": {k: v for name, asks in self.asks.items() if said.get(name) for k, v in asks(said[name]).items()},
            "played_by": [hat.format(said[name]) for name, hat in self.hats.items() if said.get(name)],
            "after": after if after and len(after) == (2 if by_due else 1) else None,
        }

    def unknown(self) -> list:
        """What the address asks for that this list does not know: it was mistyped, cut short or grew old on the way."""
        return [self.fields[name].label for name in self.errors]

    def selects(self):
        """Each filter for the page, its options as one text: Django draws a select one template an option, and a city has 200 organs."""
        plain = {name: self.fields[name].choices for name in ("lamp", "state", "order")} | self.offered
        return [
            {"name": name, "label": self.fields[name].label, "options": options(choices, self.data.get(name, ""))}
            for name, choices in plain.items()
            if choices
        ]

    def kept(self):
        """Filters that came by a link and have no select: they stay when another is changed."""
        return [
            (name, self.data[name]) for name, choices in self.offered.items() if not choices and self.data.get(name)
        ]


def options(choices, chosen) -> SafeString:
    """The options of a select, with one of them chosen; an empty choice in front where there is none."""
    pairs = list(choices) if choices[0][0] == "" else [("", _("全部")), *choices]
    # all escaped at once, parted by what no name may have in it: there are hundreds
    values, labels = (escape("\0".join(map(str, said))).split("\0") for said in zip(*pairs, strict=True))
    chosen = escape(chosen)
    drawn = [
        f'<option value="{value}"{" selected" if value == chosen else ""}>{label}</option>'
        for value, label in zip(values, labels, strict=True)
    ]
    return mark_safe("".join(drawn))


def key_of(typed: str, dated: bool):
    """The key of the last row of the page before: a day and a number, as 2026-03-02.17, or .17; None where it is neither."""
    day, _dot, pk = typed.rpartition(".")
    try:
        key = int(pk)
        return ((date.fromisoformat(day), key) if dated else (key,)) if 0 <= key < 2**63 else None
    except ValueError:
        return None


def organs_that(**known):
    """For a filter: the organs of one's congresses that are so, by name."""
    return lambda congresses: (
        Organ.objects.filter(congress__in=congresses, **known).order_by("name").values_list("pk", "name")
    )


def drawn(columns, values) -> SafeString:
    """The cells of one row of a page, each with its column's name for a telephone; by hand for the reason of `options`."""
    cells = [
        f'<td data-l="{escape(name)}">{escape(str(localize(value)))}</td>' if value else "<td></td>"
        for name, value in zip(columns, values, strict=True)
    ]
    return mark_safe("".join(cells))  # each name and each value is escaped above


def cell(value) -> str | int | float | date | datetime:
    """A value as a page or a sheet shows it."""
    return "" if value is None else value if isinstance(value, int | float | date | datetime) else str(value)
