"""What is filled in for a study, a livelihood matter, a link, a sub-district's year and a line of the deputies' plan."""

from datetime import timedelta

from django import forms
from django.db.models import Case, Q, When
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from qingting.duties.kinds import kinds_of
from qingting.duties.links import LINKABLE, leaders
from qingting.duties.livelihood import Livelihood
from qingting.duties.models import Activity, Linked, Place
from qingting.duties.streets import StreetYear
from qingting.duties.studies import Advice, Study
from qingting.duties.yearly import PlanItem
from qingting.organs.models import Organ, Post, Role

K = Organ.Kind
HOME = (K.OFFICE, K.SPECIAL_COMMITTEE, K.SUBDISTRICT_COMMITTEE)
AUTHORS_SIT_IN = (K.CONGRESS, K.STANDING_COMMITTEE, K.CHAIRPERSONS, *HOME)
ADVISED = (K.GOVERNMENT, K.DEPARTMENT, K.SUPERVISORY_COMMISSION, K.COURT, K.PROCURATORATE, K.SUBDISTRICT)
STUDIED = ("research", "inspection", "centre_survey", "three_entries", "linked_visit", "project_support")
MANY = forms.SelectMultiple(attrs={"size": 10})


def day_field(field):
    field.widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    return field


def organs_of(congress, kinds):
    return Organ.objects.filter(congress=congress, kind__in=kinds, until=None).order_by("name")


class StudyForm(forms.ModelForm):
    class Meta:
        model = Study
        fields = ["series", "title", "authors", "activities", "text"]
        widgets = {"authors": MANY, "activities": forms.CheckboxSelectMultiple}

    def __init__(self, *args, by: Post, **kwargs):
        super().__init__(*args, **kwargs)
        today = localdate()
        posts = Post.objects.current().filter(organ__congress=by.congress_id, organ__kind__in=AUTHORS_SIT_IN)
        self.fields["authors"].queryset = posts.select_related("organ", "person").order_by(
            # of a district there are hundreds of deputies: the few others stand before them
            Case(When(role=Role.DEPUTY, then=1), default=0),
            "organ",
            "person__name",
            "pk",
        )
        self.fields["authors"].help_text = _("按住 Ctrl 可选几位")
        kept = Q(held_on__gte=today - timedelta(days=400), activity_kind__in=STUDIED)
        if self.instance.pk:
            kept |= Q(studies=self.instance)
        found = Activity.objects.filter(kept, congress=by.congress_id, state="confirmed").distinct()
        self.fields["activities"].queryset = found.order_by("-held_on", "-pk")[:40] if not self.is_bound else found
        self.fields["activities"].label_from_instance = lambda a: f"{a.held_on:%Y-%m-%d} {a.title}"
        if by.role == Role.DEPUTY:
            del self.fields["series"]  # a deputy writes of what deputies did
            self.instance.series = Study.Series.DEPUTIES


class AdviceForm(forms.ModelForm):
    class Meta:
        model = Advice
        fields = ["text", "organ"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["organ"].queryset = organs_of(self.instance.study.congress_id, ADVISED)
        self.fields["organ"].empty_label = _("各有关单位")

    def clean_text(self):
        words = self.cleaned_data["text"]
        if self.instance.study.advice.filter(text=words).exists():
            raise forms.ValidationError(_("这一条已经写过了"))
        return words


class LivelihoodForm(forms.ModelForm):
    class Meta:
        model = Livelihood
        fields = ["title", "where", "what", "found_on"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        day_field(self.fields["found_on"])
        self.fields["found_on"].initial = localdate()


class LinkForm(forms.ModelForm):
    class Meta:
        model = Linked
        fields = ["post", "place", "since"]

    def __init__(self, *args, by: Post, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["post"].queryset = leaders(by.congress_id)
        places = Place.objects.filter(congress=by.congress_id, kind__in=LINKABLE).order_by("kind", "name")
        self.fields["place"].queryset = places
        self.fields["place"].label_from_instance = lambda place: f"{place.get_kind_display()} · {place}"
        day_field(self.fields["since"])
        self.fields["since"].initial = localdate()


class EndForm(forms.Form):
    until = day_field(forms.DateField(label=gettext_lazy("结束日期")))


class YearForm(forms.ModelForm):
    """Which year a sub-district's committee plans."""

    class Meta:
        model = StreetYear
        fields = ["year"]

    def __init__(self, *args, by: Post, **kwargs):
        super().__init__(*args, **kwargs)
        self.by = by
        this = localdate().year
        self.fields["year"] = forms.TypedChoiceField(
            label=_("年份"), choices=[(year, year) for year in (this, this + 1)], coerce=int, initial=this
        )

    def clean_year(self):
        year = self.cleaned_data["year"]
        if StreetYear.objects.filter(street=self.by.organ_id, year=year).exists():
            raise forms.ValidationError(_("%(year)s年的已经有了，在街道人大工委的页面里") % {"year": year})
        return year


class PlanYearForm(forms.Form):
    """Of which year a plan is drafted."""

    year = forms.TypedChoiceField(label=gettext_lazy("哪一年"), coerce=int)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        this = localdate().year
        self.fields["year"].choices = [(year, year) for year in (this, this + 1)]


class PlanItemForm(forms.ModelForm):
    class Meta:
        model = PlanItem
        fields = ["month", "activity_kind", "what", "organiser"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        congress = self.instance.plan.congress
        offered = [(key, str(kind)) for key, kind in kinds_of(congress, localdate()).items()]
        self.fields["activity_kind"] = forms.ChoiceField(label=_("活动种类"), choices=offered)
        self.fields["organiser"].queryset = organs_of(congress, (*HOME, K.STANDING_COMMITTEE))

    def clean(self):
        said = super().clean()
        same = self.instance.plan.items.filter(month=said.get("month"), what=said.get("what"))
        if same.exists():
            self.add_error("what", _("这个月已经有同样的一项"))
        return said
