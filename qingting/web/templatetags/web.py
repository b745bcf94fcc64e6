"""How pages say things: an icon beside its word, a day as one says it, how long is left, a field of a form."""

from datetime import date, datetime
from functools import cache

from django import template
from django.db.models.fields import BLANK_CHOICE_DASH
from django.forms import CheckboxInput, DateInput, Select, Textarea, TimeInput
from django.template.defaultfilters import linebreaksbr
from django.templatetags.static import static
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.safestring import mark_safe
from django.utils.timezone import localdate, localtime
from django.utils.translation import get_language, gettext, ngettext
from django.utils.translation import gettext_lazy as _

from qingting.clocks.rules import CONFIDENCE, LAYERS

register = template.Library()
DASHES = BLANK_CHOICE_DASH[0][1]

# Django's own Chinese format pads the month (09月5日), and its English one puts the month first.
DAY = {"zh-hans": ("n月j日", "Y年n月j日"), "en": ("j M", "j M Y")}
MONTH = {"zh-hans": ("n月", "Y年n月"), "en": ("M", "F Y")}


@register.simple_tag
@cache  # a page has a dozen of them, and the address of the sprite is looked up for each
def icon(name):
    """A drawing from the sprite that frontend/src/icons.json names; it never stands without its word."""
    return format_html('<svg class="ico" aria-hidden="true"><use href="{}#{}"/></svg>', static("dist/icons.svg"), name)


@register.filter
def day(value):
    """A day as one says it: with its year only when that is not this year."""
    if not value:
        return ""
    value = _day_of(value)
    short, long = DAY[get_language()]
    return date_format(value, short if value.year == localdate().year else long)


def _day_of(value) -> date:
    """The day on the wall's calendar, of a day or of a moment."""
    return localdate(value) if isinstance(value, datetime) else value


@register.filter(needs_autoescape=True)
def as_said(value, autoescape=True):
    """What someone has filled in, as a page repeats it: a day as one says it, words with their lines."""
    return day(value) if isinstance(value, date) else linebreaksbr(value, autoescape=autoescape)


@register.filter
def day_of_year(value):
    """A day without its year, for a narrow margin; `other_year` stands beneath it."""
    return date_format(_day_of(value), DAY[get_language()][0]) if value else ""


@register.filter
def other_year(value):
    """The year of a day that is not in this year, as one says it."""
    year = value and _day_of(value).year
    return gettext("%(year)s年") % {"year": year} if year and year != localdate().year else ""


@register.filter
def full_day(value):
    """A day with its year and its day of the week."""
    return f"{date_format(value, DAY[get_language()][1])}{gettext('，')}{date_format(value, 'l')}" if value else ""


@register.filter
def month(value):
    """The month of a day, over the number of the day."""
    return date_format(value, MONTH[get_language()][0]) if value else ""


@register.filter
def full_month(value):
    """A month with its year."""
    return date_format(value, MONTH[get_language()][1]) if value else ""


@register.filter
def hour(value):
    """The time of day of a moment, as the clock on the wall shows it."""
    return f"{localtime(value):%H:%M}" if value else ""


@register.filter
def is_never(value):
    """Whether this day stands for "no clock runs"."""
    return value == date.max


@register.filter
def left(days):
    """How long is left, or how late it is; `days` is counted from today and negative when late."""
    if days is None:
        return ""
    if days < 0:
        return ngettext("迟 %(n)s 天", "迟 %(n)s 天", -days) % {"n": -days}
    return ngettext("还有 %(n)s 天", "还有 %(n)s 天", days) % {"n": days} if days else gettext("今天到期")


@register.filter
def hundred(n):
    """A count as a badge has room for it."""
    return "99+" if n > 99 else n


@register.filter
def step_word(event):
    """What the step of an event is called, by the process of its matter."""
    return event.matter.rules.label_of(event.step)


# A row of a register. By hand: twenty rows of a template cost more than all else on their page.
ROW = (
    '<tr><td class="lamp-cell">{}</td><td class="number muted">{}</td>'
    '<th scope="row"><a class="t" href="{}">{}</a></th>{}<td><span class="tag">{}</span></td>{}</tr>\n'
)
LAMP = '<span class="lamp {}" aria-hidden="true"></span> <span class="fine-print">{}</span>'
OWED = '<td class="owed-cell" data-l="{}"><b>{}</b> <span class="{}">{}</span></td>'
NOT_OWED = mark_safe('<td class="owed-cell"></td>')
TAGS = {"red": "tag late", "yellow": "tag soon"}


@register.simple_tag
def register_rows(rows):
    """The rows of a register: each with its light, its number, its title, its cells, its state and by when it is owed."""
    lamps = {lamp: format_html(LAMP, lamp, word) for lamp, word in lamp_words().items()}
    due = gettext("到期")
    drawn = []
    for row in rows:
        lamp, owed = lamps.get(row.lamp, ""), NOT_OWED
        if row.owed_on:
            owed = format_html(OWED, due, day(row.owed_on), TAGS.get(row.lamp, "tag"), left(row.days))
        shown = lamp, row.called, row.get_absolute_url(), row.title, row.cells, row.state_label, owed
        drawn.append(format_html(ROW, *shown))
    return mark_safe("".join(drawn))  # each row escapes what it shows


def lamp_words():
    """The words of the lights; their colours and their shapes never stand alone."""
    return {"red": gettext("红灯"), "yellow": gettext("黄灯"), "green": gettext("绿灯")}


@register.filter
def layer_word(layer):
    """Where a rule comes from, by the layer that the rulebook gives it."""
    return LAYERS.get(layer, layer)


@register.filter
def confidence_word(confidence):
    """How a rule is known, by the rulebook's code of confidence."""
    return CONFIDENCE.get(confidence, confidence)


@register.filter
def is_tick(field):
    """Whether the field is one box to tick, which stands before its words."""
    return isinstance(field.field.widget, CheckboxInput)


@register.filter
def control(field):
    """The field as the desk draws it: tall where one writes at length, with a calendar where one gives a day."""
    widget = field.field.widget
    if field.use_fieldset or isinstance(widget, CheckboxInput):
        return field.as_widget()
    if isinstance(widget, Select):
        _ask(field.field)
    if isinstance(widget, DateInput):
        widget.input_type, widget.format = "date", "%Y-%m-%d"
    if isinstance(widget, TimeInput):
        widget.input_type, widget.format = "time", "%H:%M"
    if isinstance(widget, Textarea) and widget.attrs["rows"] == "10":  # Django's own, where a form says nothing
        widget.attrs["rows"] = 6
    return field.as_widget(attrs={"class": "form-select" if isinstance(widget, Select) else "form-control"})


def _ask(field):
    """The empty line of a list that asks for a choice says so; a row of dashes says nothing."""
    if getattr(field, "empty_label", None) == DASHES:
        field.empty_label = _("请选择")
    elif not hasattr(field, "queryset"):
        field.choices = [(value, _("请选择") if label == DASHES else label) for value, label in field.choices]
