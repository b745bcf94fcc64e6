"""What is filled in before there is a step: a nomination, a departure, a ceremony, a year's account, what is put to the vote."""

from django import forms
from django.core.exceptions import ValidationError
from django.db.models.fields import BLANK_CHOICE_DASH
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from qingting.appointments.models import Account, Ceremony, Departure, Nomination
from qingting.appointments.offices import OFFICES, offices_of
from qingting.meetings.following import SECRET
from qingting.organs.fields import Typed
from qingting.organs.models import Organ, Person, Post, Role

PROPOSE = sorted({office.proposer for office in OFFICES.values()})
FILLED = [role for role in Role if role not in (Role.DEPUTY, Role.CLERK)]


class NominationForm(forms.ModelForm):
    """One person for one office. The office may take down what another organ sends on paper."""

    proposer = forms.ModelChoiceField(Organ.objects.none(), label=gettext_lazy("提请机关"))
    who = Typed(
        label=gettext_lazy("人选姓名"),
        max_length=60,
        help_text=gettext_lazy("与名册里的人同名的，写成“姓名（区分）”"),
    )

    class Meta:
        model = Nomination
        fields = ["change", "office", "organ", "role", "office_title", "grounds"]

    field_order = ["proposer", "change", "office", "organ", "role", "office_title", "who", "grounds"]

    def __init__(self, *args, proposers, **kwargs):
        super().__init__(*args, **kwargs)
        congress = proposers[0].congress_id
        self.fields["proposer"].queryset = Organ.objects.filter(pk__in=[organ.pk for organ in proposers])
        if len(proposers) == 1:
            self.fields["proposer"].initial = proposers[0]
        offices = {office.key for organ in proposers for office in offices_of(organ)}
        self.fields["office"].choices = [
            *BLANK_CHOICE_DASH,
            *((key, OFFICES[key].label) for key in OFFICES if key in offices),
        ]
        kinds = {kind for key in offices for kind in OFFICES[key].organs}
        self.fields["organ"].queryset = Organ.objects.filter(congress=congress, kind__in=kinds, until=None).order_by(
            "kind", "name"
        )
        self.fields["role"].choices = [*BLANK_CHOICE_DASH, *((role, role.label) for role in FILLED)]
        if self.instance.pk:
            self.initial |= {"who": str(self.instance.nominee), "proposer": self.instance.proposer_id}
        demand(self)

    def clean(self):
        said = super().clean()
        proposer, who = said.get("proposer"), said.get("who")
        if not proposer or not who:
            return said
        self.instance.proposer = proposer
        found = [
            p
            for p in Person.objects.filter(congress=proposer.congress_id, name=who.split("（")[0].strip())
            if who in (p.name, str(p))
        ]
        exact = [p for p in found if str(p) == who]
        if len(found) > 1 and not exact:
            names = _("、").join(map(str, found))
            raise ValidationError({"who": _("名册里有几位同名的：%(names)s。请写成其中一种") % {"names": names}})
        if not found and said.get("change") == Nomination.Change.REMOVE:
            raise ValidationError({"who": _("名册里没有“%(who)s”，不能提请免职，请核对姓名") % {"who": who}})
        self.nominee = (exact or found or [None])[0]
        return said

    def save(self, commit=True):
        """A draft; whoever is put forward for the first time is entered in the list of persons by his name alone.

        Sent twice, at one moment even, it is one draft: the proposing organ is locked, and the draft that says the same is
        written over.
        """
        n = super().save(commit=False)
        Organ.objects.select_for_update().get(pk=n.proposer_id)
        n.nominee = self.nominee or self.newcomer()
        n.title = n.motion
        same = {name: getattr(n, name) for name in ("proposer", "change", "office", "organ", "role", "office_title")}
        drafts = Nomination.objects.filter(**same, nominee=n.nominee, state="draft")
        if not n.pk and (earlier := drafts.order_by("pk").first()):
            earlier.grounds = n.grounds
            n = earlier
        n.save()
        return n

    def newcomer(self) -> Person:
        """Who has come into the list since it was read, by the same form sent once more, is not entered again."""
        by_name = dict(name=self.cleaned_data["who"], congress=self.instance.proposer.congress)
        return Person.objects.filter(**by_name).first() or Person.objects.create(**by_name)


def demand(form):
    """An empty field is named as the person sees it."""
    for field in form.fields.values():
        field.error_messages["required"] = _("请填写“%(field)s”") % {"field": field.label}


def officers(congress_id):
    """Who holds an office that the committee or the congress fills."""
    kinds = {kind for office in OFFICES.values() for kind in office.organs}
    posts = Post.objects.current().filter(organ__congress=congress_id, organ__kind__in=kinds, role__in=FILLED)
    return posts.select_related("organ", "person").order_by("organ__kind", "organ__name", "pk")


class DepartureForm(forms.ModelForm):
    class Meta:
        model = Departure
        fields = ["way", "office_holder", "office_title", "mover", "signatures", "grounds"]

    def __init__(self, *args, congress, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["office_holder"].queryset = officers(congress)
        demand(self)

    def save(self, commit=True):
        d = super().save(commit=False)
        d.title = d.motion
        d.save()
        return d


class CeremonyForm(forms.ModelForm):
    """A ceremony, and who takes the oath in it: of those who have been appointed and owe one."""

    takers = forms.ModelMultipleChoiceField(
        Nomination.objects.none(), label=gettext_lazy("宣誓人"), widget=forms.CheckboxSelectMultiple
    )

    class Meta:
        model = Ceremony
        fields = ["held_on", "place", "organiser", "leader"]
        widgets = {"held_on": forms.DateInput(attrs={"type": "date"})}

    field_order = ["takers", "held_on", "place", "organiser", "leader"]

    def __init__(self, *args, congress, **kwargs):
        super().__init__(*args, **kwargs)
        owing = owes_an_oath(congress)
        self.fields["takers"].queryset = owing
        self.fields["takers"].error_messages |= {
            "required": _("请选宣誓人：已经任命、还没有宣誓的人"),
            "invalid_choice": _(
                "只有已经任命、还没有宣誓的人才能选：国家工作人员就职时宣誓（《中华人民共和国宪法》第二十七条）"
            ),
        }
        self.fields["organiser"].queryset = Organ.objects.filter(congress=congress, until=None).exclude(
            kind__in=(Organ.Kind.COMMUNITY, Organ.Kind.VILLAGE, Organ.Kind.STATION, Organ.Kind.GROUP)
        )
        self.fields["leader"].queryset = Person.objects.filter(pk__in=owing.values("nominee"))
        demand(self)

    def save(self, commit=True):
        c = super().save(commit=False)
        names = [str(n.nominee) for n in self.cleaned_data["takers"]]
        c.title = (
            _("%(name)s等%(n)s人宪法宣誓") % {"name": names[0], "n": len(names)}
            if len(names) > 1
            else _("%(name)s宪法宣誓") % {"name": names[0]}
        )
        c.save()
        Nomination.objects.filter(pk__in=self.cleaned_data["takers"]).update(sworn_at=c)
        return c


def owes_an_oath(congress_id):
    """Those who have been appointed and have not sworn yet, nor are about to."""
    begin = (Nomination.Change.APPOINT, Nomination.Change.ACT)
    owing = Nomination.objects.filter(congress=congress_id, state="carried", change__in=begin, sworn_at=None)
    return owing.select_related("nominee", "organ").order_by("pk")


class AccountForm(forms.ModelForm):
    class Meta:
        model = Account
        fields = ["office_holder", "year", "is_rated"]

    def __init__(self, *args, congress, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["office_holder"].queryset = officers(congress)
        self.fields["year"].initial = localdate().year
        demand(self)

    def clean_year(self):
        year, now = self.cleaned_data["year"], localdate().year
        if not now - 5 <= year <= now:
            raise ValidationError(_("请填 %(since)s 到 %(until)s 之间的年份") % {"since": now - 5, "until": now})
        return year

    def save(self, commit=True):
        a = super().save(commit=False)
        a.title = a.motion
        a.save()
        return a


class VoteOnPeople(forms.Form):
    """Which of the matters on the agenda are put to the vote together, and how: on persons always by secret ballot."""

    matters = forms.MultipleChoiceField(label=gettext_lazy("付表决的事项"), widget=forms.CheckboxSelectMultiple)
    way = forms.ChoiceField(label=gettext_lazy("表决方式"), choices=[(way, way.label) for way in SECRET])

    def __init__(self, *args, waiting, **kwargs):
        super().__init__(*args, **kwargs)
        self.waiting = {str(matter.pk): matter for matter in waiting}
        self.fields["matters"].choices = [(pk, matter.motion) for pk, matter in self.waiting.items()]
        demand(self)

    def clean_matters(self):
        chosen = [self.waiting[pk] for pk in self.cleaned_data["matters"]]
        if len({type(matter) for matter in chosen}) > 1:
            raise ValidationError(_("任免、撤职和辞职、履职测评要分开付表决"))
        if len(chosen) > 1 and any(isinstance(matter, Departure) for matter in chosen):
            raise ValidationError(_("辞职、撤职一件一件表决"))
        return chosen
