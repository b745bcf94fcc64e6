"""What is filled in for an election of a session: the office that is filled, who is put forward, what goes to the vote."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from qingting.appointments.contests import Backing, Candidacy, Contest
from qingting.appointments.forms import FILLED, SECRET, demand
from qingting.meetings.models import Item
from qingting.meetings.slate import deputies_named
from qingting.organs.fields import Typed
from qingting.organs.models import Organ, Person, Role, Session

KINDS = (
    Organ.Kind.STANDING_COMMITTEE,
    Organ.Kind.GOVERNMENT,
    Organ.Kind.SUPERVISORY_COMMISSION,
    Organ.Kind.COURT,
    Organ.Kind.PROCURATORATE,
)


class ContestForm(forms.ModelForm):
    """Which office a session fills, and how many seats of it."""

    class Meta:
        model = Contest
        fields = ["session", "elects", "organ", "role", "office_title", "seats"]

    def __init__(self, *args, congress, **kwargs):
        super().__init__(*args, **kwargs)
        running = Session.objects.filter(term__congress=congress, closes_on__gte=localdate())
        self.fields["session"].queryset = running.select_related("term").order_by("opens_on")
        organs = Organ.objects.filter(congress=congress, kind__in=KINDS, until=None)
        self.fields["organ"].queryset = organs.order_by("kind", "name")
        roles = [role for role in FILLED if role != Role.OFFICER]
        self.fields["role"].choices = [("", "---------"), *((role, role.label) for role in roles)]
        demand(self)


class CandidacyForm(forms.ModelForm):
    """Who is put forward; by deputies, together with whom."""

    who = Typed(label=gettext_lazy("候选人姓名"), max_length=60)
    others = Typed(
        label=gettext_lazy("联名代表"),
        max_length=10_000,
        widget=forms.Textarea(attrs={"rows": 8}),
        help_text=gettext_lazy("一行一名代表，不写自己。须代表十人以上联名（含领衔），每人各自确认以后才算数"),
    )

    class Meta:
        model = Candidacy
        fields = ["introduction"]

    field_order = ["who", "introduction", "others"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if not self.instance.lead:  # the presidium nominates alone
            del self.fields["others"]
        demand(self)

    def clean_who(self):
        congress, said = self.instance.on.congress_id, self.cleaned_data["who"]
        found = [
            p for p in Person.objects.filter(congress=congress, name=said.split("（")[0]) if said in (p.name, str(p))
        ]
        exact = [p for p in found if str(p) == said]
        if len(found) > 1 and not exact:
            names = _("、").join(map(str, found))
            raise ValidationError(_("名册里有几位同名的：%(names)s。请写成其中一种") % {"names": names})
        return (exact or found or [None])[0] or Person(congress_id=congress, name=said)

    def clean_others(self):
        found = deputies_named(self.cleaned_data["others"], self.instance.on.body_id)
        return [person for person in found if person != self.instance.lead]

    def save(self, commit=True):
        c, who = super().save(commit=False), self.cleaned_data["who"]
        if not who.pk:
            who.save()
        c.nominee = who
        c.save()
        for person in self.cleaned_data.get("others", ()):
            Backing(on=c, person=person).save()
        return c


class ElectionForm(forms.Form):
    """Which contest goes to the vote at a meeting, on which item of its agenda, and how: always in secret."""

    contest = forms.ModelChoiceField(Contest.objects.none(), label=gettext_lazy("大会选举"))
    item = forms.ModelChoiceField(Item.objects.none(), label=gettext_lazy("议题"))
    way = forms.ChoiceField(label=gettext_lazy("表决方式"), choices=[(way, way.label) for way in SECRET])

    def __init__(self, *args, meeting, waiting, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["contest"].queryset = waiting
        self.fields["item"].queryset = meeting.items.all()
        demand(self)
