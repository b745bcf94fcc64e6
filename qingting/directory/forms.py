"""Forms of the directory: what a list is narrowed by, a post, a term, a session, a file."""

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Q
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from qingting.directory.rosters import DEPUTIES, POSTS
from qingting.organs.cells import Unread, day
from qingting.organs.fields import Typed
from qingting.organs.models import Constituency, Level, Role, Session, Term
from qingting.organs.sheets import Row, bring_in
from qingting.organs.workbooks import LARGEST, too_large

WHEN = [("", gettext_lazy("现任")), ("former", gettext_lazy("已终止")), ("all", gettext_lazy("全部"))]


class Narrowed(forms.Form):
    """What a list of posts is narrowed by. It all stands in the address, so that it can be sent to a colleague."""

    q = Typed(label=gettext_lazy("姓名、机构"), max_length=50, required=False)
    when = forms.ChoiceField(label=gettext_lazy("任期"), choices=WHEN, required=False)
    after = forms.IntegerField(widget=forms.HiddenInput, required=False, min_value=0, max_value=2**62)

    def said(self) -> dict:
        """A filter that makes no sense narrows nothing; its message stands beside it."""
        self.is_valid()
        return self.cleaned_data

    def narrow(self, posts):
        said = self.said()
        if said.get("q"):
            posts = posts.filter(Q(person__name__icontains=said["q"]) | Q(organ__name__icontains=said["q"]))
        if said.get("when") == "former":
            return posts.filter(until__lt=localdate())
        return posts if said.get("when") == "all" else posts.filter(Q(until=None) | Q(until__gte=localdate()))


class NarrowedDeputies(Narrowed):
    level = forms.ChoiceField(
        label=gettext_lazy("层级"), choices=[("", gettext_lazy("全部")), *Level.choices], required=False
    )
    constituency = forms.ModelChoiceField(
        label=gettext_lazy("选区"),
        queryset=Constituency.objects.none(),
        required=False,
        empty_label=gettext_lazy("全部"),
    )
    field_order = ("q", "level", "constituency", "when", "after")

    def __init__(self, *args, congress, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["constituency"].queryset = Constituency.objects.filter(congress=congress).order_by("pk")

    def narrow(self, posts):
        posts, said = super().narrow(posts), self.said()
        return posts.filter(**{name: said[name] for name in ("level", "constituency") if said.get(name)})


class RosterForm(forms.Form):
    """One row of a roster, typed on a page: the same columns, the same rules, the same sentences."""

    asked: tuple[str, ...] = ()

    def __init__(self, *args, sheet, known, by, initial=None, **kwargs):
        """`known` is what of the row stands already; `by` the post that keeps the roster."""
        super().__init__(*args, initial=initial, **kwargs)
        self.sheet, self.known, self.by, self.row = sheet, known, by, None
        for column in sheet.columns:
            if column.name in self.asked:
                self.fields[column.name] = field_of(column, by)

    def clean(self):
        self.row = Row(0, dict(self.known))
        for name, said in self.cleaned_data.items():
            self.read(next(column for column in self.sheet.columns if column.name == name), said)
        if not self.errors:
            bring_in(self.sheet, [self.row], self.by, rehearsal=True)
            self.tell()
        return self.cleaned_data

    def read(self, column, said):
        try:
            if said not in (None, ""):
                self.row.values[column.name] = column.read(said)
        except Unread as reason:
            self.add_error(column.name, str(reason))

    def tell(self):
        names = {str(column.label): column.name for column in self.sheet.columns if column.name in self.fields}
        for label, sentence in self.row.faults:
            told = (
                sentence
                if label in names or not label
                else _("“%(column)s”：%(fault)s") % {"column": label, "fault": sentence}
            )
            self.add_error(names.get(label), told)

    def save(self) -> Row:
        """Bring it in. What another clerk has done meanwhile can still refuse it: then the form has errors."""
        row = Row(0, self.row.values)
        bring_in(self.sheet, [row], self.by, rehearsal=False)
        self.row = row
        self.tell()
        return row


def field_of(column, by):
    given = {"label": column.label, "help_text": column.note, "required": column.required}
    if column.read is day:
        return forms.DateField(**given)
    if column.offers:
        labels = [str(label) for label in column.offers(by.organ.congress)]
        return forms.ChoiceField(choices=[("", "—"), *((label, label) for label in labels)], **given)
    return Typed(max_length=100, **given)


class Begin(RosterForm):
    """A person begins in a post."""

    asked = ("name", "mark", "role", "level", "constituency", "since")


class Change(RosterForm):
    """A post ends, or is suspended and resumed. An empty field changes nothing."""

    asked = ("until", "suspended_since", "suspended_until")


def sheet_for(role):
    return DEPUTIES if role == Role.DEPUTY else POSTS


class TermForm(forms.ModelForm):
    class Meta:
        model = Term
        fields = ("number", "since", "until")

    def clean(self):
        said = super().clean()
        others = Term.objects.filter(congress=self.instance.congress).exclude(pk=self.instance.pk)
        if others.filter(number=said.get("number")).exists():
            self.add_error("number", _("这一届已经登记过了"))
        since, until = said.get("since"), said.get("until")
        if since and until and until < since:
            self.add_error("until", _("结束日期早于开始日期"))
        elif since and (clash := _overlapping(others, "since", "until", since, until)):
            raise ValidationError(_("与%(other)s的任期重叠。请先写明%(other)s的结束日期") % {"other": clash})
        return said


class SessionForm(forms.ModelForm):
    class Meta:
        model = Session
        fields = ("term", "number", "opens_on", "closes_on")

    def __init__(self, *args, congress, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["term"].queryset = Term.objects.filter(congress=congress).order_by("number")

    def clean(self):
        said = super().clean()
        term, opens, closes = said.get("term"), said.get("opens_on"), said.get("closes_on")
        if not (term and opens and closes):
            return said
        if closes < opens:
            raise ValidationError({"closes_on": _("闭幕日期早于开幕日期")})
        if opens < term.since or (term.until and closes > term.until):
            raise ValidationError({"opens_on": _("不在%(term)s的任期内") % {"term": term}})
        others = Session.objects.filter(term__congress=term.congress_id).exclude(pk=self.instance.pk)
        if others.filter(term=term, number=said.get("number")).exists():
            self.add_error("number", _("这次会议已经登记过了"))
        if clash := _overlapping(others.select_related("term"), "opens_on", "closes_on", opens, closes):
            raise ValidationError(_("与%(other)s的会期重叠") % {"other": clash})
        return said


def _overlapping(others, first, last, since, until):
    begun = others.filter(**{f"{first}__lte": until}) if until else others
    return begun.filter(Q(**{f"{last}__gte": since}) | Q(**{last: None})).first()


class FileForm(forms.Form):
    file = forms.FileField(
        label=gettext_lazy("Excel 文件（.xlsx，不超过 10 MB）"), max_length=200, allow_empty_file=True
    )

    def clean_file(self):
        file = self.cleaned_data["file"]
        if file.size > LARGEST:
            raise ValidationError(too_large(file.size))
        return file
