"""What is filled in before there is a matter: which constituency, whose mandate, which seat of the city's; and who stands."""

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Q
from django.forms import modelform_factory
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from qingting.mandates.carrying import next_ordinal
from qingting.mandates.effects import vacant
from qingting.mandates.leave import Permission
from qingting.mandates.models import ByElection, Candidate, MunicipalByElection
from qingting.mandates.putting import waiting_in
from qingting.mandates.terms import Changeover
from qingting.meetings.agenda import OPEN
from qingting.meetings.models import Item, Meeting
from qingting.meetings.votes import Vote
from qingting.organs.models import Constituency, Level, Organ, Post, Role


class Opened(forms.ModelForm):
    """What all of them have in common: everything that is asked is required, and belongs to this congress."""

    optional: tuple[str, ...] = ()

    def __init__(self, *args, by, **kwargs):
        super().__init__(*args, **kwargs)
        self.by, self.congress = by, by.organ.congress
        for name, asked in self.fields.items():
            asked.required = name not in self.optional
            asked.error_messages["required"] = _("请填写“%(field)s”") % {"field": asked.label}
        self.offer()

    def offer(self):
        """Which rows of this congress may be chosen."""


class Vacancy(Opened):
    """Constituencies with an empty seat come first; one that is full may be chosen, and is refused with the article."""

    class Meta:
        model = ByElection
        fields = ["constituency", "seats"]

    def offer(self):
        found = list(Constituency.objects.filter(congress=self.congress).order_by("pk"))
        found.sort(key=lambda one: not vacant(one))
        its = self.fields["constituency"]
        its.queryset = Constituency.objects.filter(congress=self.congress)
        its.choices = [("", "---------"), *((one.pk, seats_of(one)) for one in found)]


def seats_of(constituency) -> str:
    said = {"where": constituency, "seats": constituency.seats, "free": vacant(constituency)}
    return _("%(where)s（应选 %(seats)s 名，缺 %(free)s 名）") % said


class OfAMandate(Opened):
    """Whose mandate: those that run today, of the levels that this procedure is for."""

    levels: tuple[str, ...] = (Level.DISTRICT, Level.MUNICIPAL)

    def offer(self):
        posts = Post.objects.current().filter(organ__congress=self.congress, role=Role.DEPUTY, level__in=self.levels)
        its = self.fields["mandate"]
        its.queryset = posts.select_related("person", "constituency").order_by("person__name", "pk")
        its.label_from_instance = whose


def whose(post) -> str:
    where = post.constituency or post.get_level_display()
    return _("%(person)s（%(where)s）") % {"person": post.person, "where": where}


def of_a_mandate(model, *asks, optional=(), levels=OfAMandate.levels):
    """The form that opens one thing that befalls a mandate: whose, and what else is asked."""
    kept = {"optional": optional, "levels": levels}
    return modelform_factory(model, type(f"Of{model.__name__}", (OfAMandate,), kept), ["mandate", *asks, *optional])


def of_an_applicant(*asks):
    """The form by which an organ asks leave, or reports."""
    return modelform_factory(Permission, OfAnApplicant, ["applicant", "mandate", *asks])


class OfAnApplicant(OfAMandate):
    """Which organ asks or reports: one's own; the office takes down from paper for any that may."""

    levels = (Level.DISTRICT,)

    def offer(self):
        super().offer()
        its = self.fields["applicant"]
        its.queryset = Organ.objects.filter(congress=self.congress, until=None).order_by("pk")
        its.queryset = its.queryset.filter(Q(kind__in=APPLY) | Q(name__contains=POLICE))
        if self.by.role == Role.CLERK:
            its.queryset = its.queryset.filter(pk=self.by.organ_id)
            its.initial, its.empty_label = self.by.organ_id, None


APPLY = (Organ.Kind.PROCURATORATE, Organ.Kind.COURT, Organ.Kind.SUPERVISORY_COMMISSION)
POLICE = "公安"


def is_an_applicant(organ) -> bool:
    """Whether it arrests, tries or detains: procuratorate, court, supervisory commission, police."""
    return organ.kind in APPLY or POLICE in organ.name


class MunicipalVacancy(Opened):
    """Which seat in the city's congress fell vacant: one whose holder's mandate has ended in this term."""

    class Meta:
        model = MunicipalByElection
        fields = ["replaces", "nominee"]

    def offer(self):
        ended = Post.objects.filter(organ__congress=self.congress, role=Role.DEPUTY, level=Level.MUNICIPAL)
        its = self.fields["replaces"]
        its.queryset = ended.exclude(Q(until=None)).select_related("person", "constituency").order_by("-until", "pk")
        its.label_from_instance = lambda post: (
            _("%(person)s（%(day)s 终止）") % {"person": post.person, "day": post.until}
        )


class NextTerm(Opened):
    class Meta:
        model = Changeover
        fields = ["ordinal", "begins_on", "committee_on"]

    def offer(self):
        self.fields["ordinal"].initial = next_ordinal(self.congress)


class CandidateForm(forms.ModelForm):
    class Meta:
        model = Candidate
        fields = ["name", "by", "nominators"]

    def clean_name(self):
        name = self.cleaned_data["name"]
        if self.instance.on.candidates.filter(name=name).exists():
            raise ValidationError(
                _("“%(name)s”已经列入候选人；同名的另一人请加注，如“%(name)s（女）”") % {"name": name}
            )
        return name


class Schedule(forms.Form):
    """Which meeting of the committee: one whose agenda may still be changed."""

    meeting = forms.ModelChoiceField(Meeting.objects.none(), label=gettext_lazy("哪次会议"), empty_label=None)

    def __init__(self, *args, matter, **kwargs):
        super().__init__(*args, **kwargs)
        body = matter.decides
        open_ones = Meeting.objects.filter(body=body, state__in=OPEN, agenda_adopted=False)
        self.fields["meeting"].queryset = open_ones.order_by("held_on", "pk")
        self.fields["meeting"].label_from_instance = lambda m: f"{m.title} {m.held_on or ''}".strip()
        self.fields["meeting"].error_messages["required"] = _("%(body)s还没有可以列议题的会议，请先召集会议") % {
            "body": body
        }


class PutToTheVote(forms.Form):
    """Which of the items; of several on one ballot each has a line, and each learns what came of it for itself."""

    items = forms.ModelMultipleChoiceField(
        Item.objects.none(), label=gettext_lazy("表决事项"), widget=forms.CheckboxSelectMultiple
    )
    way = forms.ChoiceField(label=gettext_lazy("表决方式"), choices=Vote.Way, initial=Vote.Way.SECRET)

    def __init__(self, *args, meeting, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["items"].queryset = waiting_in(meeting)
        self.fields["items"].error_messages["required"] = _("请选定要表决的事项")
