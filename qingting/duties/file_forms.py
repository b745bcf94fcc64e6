"""What is filled in beside the steps: a report that is planned, its text, the paper slips, an honour."""

from django import forms
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from qingting.duties.honours import Honour
from qingting.duties.ratings import Ratings
from qingting.duties.voter_reports import VoterReport
from qingting.files.spread import mandates
from qingting.organs.models import Post


def required(form):
    for field in form.fields.values():
        field.error_messages["required"] = _("请填写“%(field)s”") % {"field": field.label}


class Planned(forms.ModelForm):
    """Who reports, when and where, and of what time."""

    class Meta:
        model = VoterReport
        fields = ["mandate", "held_on", "opens_at", "place", "since", "until"]

    def __init__(self, *args, offered, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["mandate"].queryset = offered
        self.fields["mandate"].label_from_instance = named
        for name in ("held_on", "since", "until"):
            self.fields[name].widget = forms.DateInput(attrs={"type": "date"})
        self.fields["opens_at"].widget = forms.TimeInput(attrs={"type": "time"})
        required(self)

    def clean(self):
        said = super().clean()
        if said.get("since") and said.get("until") and said["until"] < said["since"]:
            self.add_error("until", _("早于起始日期，请核对"))
        return said


def named(post: Post) -> str:
    return _("%(deputy)s（%(where)s）") % {"deputy": post.person, "where": post.constituency or post.organ}


def may_report(actors, street, is_office):
    """The seats whose deputies report here: of the street, those it elected; of the office, those of other levels, and of
    no street; of a deputy, his own."""
    today = localdate()
    own = Post.objects.none()
    congress = actors[0].congress_id
    every = mandates(congress, today, today)
    if street:
        own = every.filter(constituency__organ=street)
    elif is_office:
        own = every.filter(constituency__organ=None)
    return own if street or is_office else every.filter(pk__in=[actor.pk for actor in actors])


class Written(forms.ModelForm):
    class Meta:
        model = VoterReport
        fields = ["text"]
        widgets = {"text": forms.Textarea(attrs={"rows": 22})}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["text"].required = True
        required(self)


class PaperSlips(forms.Form):
    satisfied = forms.IntegerField(label=gettext_lazy("满意（份）"), min_value=0, max_value=100_000)
    fair = forms.IntegerField(label=gettext_lazy("基本满意（份）"), min_value=0, max_value=100_000)
    dissatisfied = forms.IntegerField(label=gettext_lazy("不满意（份）"), min_value=0, max_value=100_000)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        required(self)
        for field in self.fields.values():
            field.error_messages["min_value"] = _("份数不能是负数")

    @property
    def sums(self) -> Ratings:
        return Ratings(**self.cleaned_data)


class HonourForm(forms.ModelForm):
    class Meta:
        model = Honour
        fields = ["name", "given_by", "given_on", "proof"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["given_on"].widget = forms.DateInput(attrs={"type": "date"})
        required(self)
