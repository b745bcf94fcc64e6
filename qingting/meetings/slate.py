"""Who presides over a session of the congress: the list of its presidium and its secretary-general, and how it is elected.

Organic Law (2022), art. 17: before each session the standing committee holds a preparatory meeting, which elects the
presidium and the secretary-general and adopts the agenda; the presidium presides over the session.
"""

from django import forms
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.timezone import localdate
from django.utils.translation import gettext, gettext_lazy
from django.utils.translation import gettext_lazy as _

from qingting.docket.models import Matter, MatterQuerySet
from qingting.docket.process import Process, Refused, Step
from qingting.meetings import agenda
from qingting.meetings.following import a_vote_that_carried, a_vote_that_lost, an_annulled_vote
from qingting.meetings.models import Item, Meeting
from qingting.meetings.process import chair, deputies, office, office_head, presiding, vice_chairs
from qingting.organs.fields import Typed
from qingting.organs.models import Organ, Person, Post, Role, Session


class Slate(Matter):
    """The list that the preparatory meeting votes on, and the presidium that came of it (主席团和秘书长名单)."""

    session = models.ForeignKey(Session, models.PROTECT, related_name="slates", verbose_name=_("人民代表大会会议"))
    body = models.ForeignKey(Organ, models.PROTECT, related_name="+", editable=False)
    members = models.ManyToManyField(Person, related_name="+", verbose_name=_("主席团成员"))
    secretary = models.ForeignKey(Person, models.PROTECT, related_name="+", verbose_name=_("秘书长"))
    at_meeting = models.ForeignKey(
        Meeting, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("预备会议")
    )
    presiding = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+", editable=False)
    elected = models.OneToOneField(Organ, models.PROTECT, null=True, related_name="slate", editable=False)

    objects = MatterQuerySet.as_manager()

    class Meta:
        verbose_name = _("主席团和秘书长名单")

    def save(self, *args, **kwargs):
        if self._state.adding:
            self.body_id = self.session.congress_id
            self.title = gettext("%(session)s主席团和秘书长名单") % {"session": self.session}
        super().save(*args, **kwargs)


# What a step needs. Each says what is missing, or None.


def someone_on_it(s):
    return None if s.members.exists() else gettext("名单里还没有人")


def no_presidium_yet(s):
    other = s.session.slates.filter(state="carried").exclude(pk=s.pk).first()
    return gettext("这次大会已经选举了主席团：%(other)s") % {"other": other.title} if other else None


# What follows from a step, in the same transaction.


def put_on_the_agenda(s, event):
    m = s.at_meeting
    if m.session_id != s.session_id or not m.is_preparatory:
        raise Refused(gettext("请选这次大会的预备会议"))
    agenda.add(Item(meeting=m, title=gettext("选举%(session)s主席团和秘书长") % {"session": s.session}, matter=s))


def seat_the_presidium(s, event):
    """From the day of the vote to the end of the session; a vote that is annulled and held again finds it made."""
    day, last = localdate(event.at), s.session.closes_on
    name = gettext("%(session)s主席团") % {"session": s.session}
    organ, _new = Organ.objects.get_or_create(
        congress=s.body, name=name, defaults={"kind": Organ.Kind.PRESIDIUM, "parent": s.body, "since": day, "until": last}
    )
    seats = [(person, Role.MEMBER, "") for person in s.members.all()]
    for person, role, title in [*seats, (s.secretary, Role.OFFICER, gettext("秘书长"))]:
        Post.objects.get_or_create(person=person, organ=organ, role=role, since=day, defaults={"title": title, "until": last})
    s.elected = organ
    s.save(update_fields=["elected"])


def unseat_it(s, event):
    if s.elected:
        s.elected.posts.update(until=models.F("since"))
        s.elected = None
        s.save(update_fields=["elected"])


class ToThePreparatoryMeeting(Step):
    """The form offers the preparatory meeting of this session."""

    def form(self, *args, **kwargs):
        form = super().form(*args, **kwargs)
        its = Meeting.objects.filter(session=form.instance.session_id, is_preparatory=True)
        form.fields["at_meeting"].queryset = its.filter(state__in=("planned", "notified", "sitting"))
        return form


class SlateProcess(Process, of=Slate):
    is_heard = False
    watched_by = (office_head, chair, vice_chairs, deputies)
    reads = ("session__term", "body", "secretary", "at_meeting")
    route = ("list_it", "carry")
    states = dict(draft=_("草稿"), listed=_("已列入预备会议，待表决"), carried=_("已选举产生"), lost=_("未通过"), withdrawn=_("已撤下"))

    list_it  = ToThePreparatoryMeeting(_("列入预备会议"), "draft", "listed", by=office, fields=("at_meeting",), needs=(someone_on_it, no_presidium_yet), then=put_on_the_agenda)
    carry    = Step(_("选举产生"), "listed", "carried", by=presiding, needs=(a_vote_that_carried,), then=seat_the_presidium)
    lose     = Step(_("表决未通过"), "listed", "lost", by=presiding, needs=(a_vote_that_lost,), at_will=True)
    revote   = Step(_("表决无效，重新表决"), ("carried", "lost"), "listed", by=presiding, needs=(an_annulled_vote,), at_will=True, then=unseat_it)
    withdraw = Step(_("撤下"), "listed", "withdrawn", by=office, why=True, at_will=True)


def deputies_named(typed: str, congress) -> list[Person]:
    """Each line is one deputy of this congress. Raises ValidationError with the lines that are none, or two."""
    asked = list(dict.fromkeys(line.strip() for line in typed.splitlines() if line.strip()))
    mandates = Post.objects.current().filter(organ=congress, role=Role.DEPUTY)
    by_name: dict[str, list] = {}
    for person in Person.objects.filter(pk__in=mandates.values("person")):
        for name in {person.name, str(person)}:
            by_name.setdefault(name, []).append(person)
    unknown = [name for name in asked if len(by_name.get(name, [])) != 1]
    if unknown:
        raise ValidationError(
            gettext("名册里没有这几位代表，或者有同名的：%(names)s。同名的写成“姓名（区分）”")
            % {"names": gettext("、").join(unknown[:10])}
        )
    return [by_name[name][0] for name in asked]


class SlateForm(forms.ModelForm):
    """The names of deputies, one a line, as they stand on a list; and the secretary-general, who may be any person."""

    names = Typed(
        label=gettext_lazy("主席团成员"),
        max_length=10_000,
        widget=forms.Textarea(attrs={"rows": 12}),
        help_text=gettext_lazy("一行一名代表，可以从名单里整列粘贴"),
    )

    class Meta:
        model = Slate
        fields = ["secretary"]

    field_order = ["names", "secretary"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        congress = self.instance.session.congress_id
        self.fields["secretary"].queryset = Person.objects.filter(
            congress=congress, pk__in=Post.objects.current().filter(organ__congress=congress).values("person")
        ).order_by("name")
        if self.instance.pk:
            self.initial["names"] = "\n".join(map(str, self.instance.members.order_by("pk")))
        for field in self.fields.values():
            field.error_messages["required"] = gettext("请填写“%(field)s”") % {"field": field.label}

    def clean_names(self):
        return deputies_named(self.cleaned_data["names"], self.instance.session.congress_id)

    def save(self, commit=True):
        slate = super().save()
        slate.members.set(self.cleaned_data["names"])
        return slate
