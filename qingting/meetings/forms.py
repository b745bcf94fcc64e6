"""What is filled in beside the steps: a meeting that is called, an item, a vote, what a teller has counted, a leave."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from qingting.meetings.counting import CHOICES, INVALID
from qingting.meetings.models import SITTING, Item, Leave, Meeting
from qingting.meetings.votes import Vote
from qingting.organs.fields import Typed
from qingting.organs.models import Organ, Person, Role, Term

QUESTIONS = 60  # on one ballot


class Called(forms.ModelForm):
    """A meeting: whose, and how it is called. Its chair presides until another is entrusted."""

    class Meta:
        model = Meeting
        fields = ["body", "title", "ordinal"]
        labels = {"title": gettext_lazy("会议名称")}
        help_texts = {"ordinal": gettext_lazy("空着就接着上一次编号")}

    def __init__(self, *args, by, **kwargs):
        super().__init__(*args, **kwargs)
        self.by = by
        bodies = Organ.objects.filter(congress=by.congress_id, kind__in=list(SITTING), until=None).order_by("pk")
        self.fields["body"].queryset = bodies
        for field in self.fields.values():
            field.error_messages["required"] = _("请填写“%(field)s”") % {"field": field.label}

    def clean(self):
        said = super().clean()
        body = said.get("body")
        if not body:
            return said
        # a session of the congress is presided over by its presidium; until one is elected, the committee's chair convenes
        seats = body.children.filter(kind=Organ.Kind.STANDING_COMMITTEE) if body.kind == Organ.Kind.CONGRESS else [body]
        chair = Person.objects.filter(pk__in=_chairs_of(seats)).first()
        if not chair:
            raise ValidationError({"body": _("%(body)s还没有登记主任，不知道由谁召集") % {"body": body}})
        self.instance.presiding, self.instance.keeper = chair, self.by.organ
        ordinal, term = said.get("ordinal"), Term.objects.filter(congress=body.congress_id, until=None).last()
        taken = ordinal and Meeting.objects.filter(body=body, term=term, ordinal=ordinal).first()
        if taken:
            raise ValidationError(
                {"ordinal": _("本届已经有第 %(n)s 次会议：%(other)s") % {"n": ordinal, "other": taken.title}}
            )
        return said


def _chairs_of(organs):
    return [post.person_id for organ in organs for post in organ.posts.current().filter(role=Role.CHAIR)]


class ItemForm(forms.ModelForm):
    class Meta:
        model = Item
        fields = ["title", "reporter", "access"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        congress = self.instance.meeting.congress_id
        self.fields["reporter"].queryset = Organ.objects.filter(congress=congress, until=None).order_by("name")
        self.fields["title"].error_messages["required"] = _("请写明议题")


class VoteForm(forms.ModelForm):
    """What is put to the vote, one question a line; without an item, it is the agenda of the meeting."""

    asks = Typed(
        label=gettext_lazy("表决事项"),
        widget=forms.Textarea(attrs={"rows": 4}),
        max_length=10_000,
        help_text=gettext_lazy("一行一项。几个人一起表决的，一行写一人，如“任命某某为区水利局局长”"),
    )

    class Meta:
        model = Vote
        fields = ["item", "form", "way", "amends", "again_for"]

    field_order = ["item", "form", "asks", "way", "amends", "again_for"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        held_at = self.instance.held_at
        self.fields["item"].queryset = held_at.items.all()
        if held_at.agenda_adopted:
            self.fields["item"].required = True
        else:
            self.fields["item"].empty_label = _("会议议程（通过议程）")
        votes = held_at.votes.all().order_by("pk")
        self.fields["amends"].queryset = votes.filter(state="draft")
        self.fields["again_for"].queryset = votes.filter(state__in=("void", "annulled"))
        for name in ("amends", "again_for"):
            if not self.fields[name].queryset:
                del self.fields[name]
        for field in self.fields.values():
            field.error_messages["required"] = _("请填写“%(field)s”") % {"field": field.label}

    def clean_asks(self):
        asks = [line.strip() for line in self.cleaned_data["asks"].splitlines() if line.strip()]
        if len(asks) > QUESTIONS:
            raise ValidationError(_("一张票最多 %(most)s 项，现在有 %(n)s 项") % {"most": QUESTIONS, "n": len(asks)})
        if long := next((ask for ask in asks if len(ask) > 200), None):
            raise ValidationError(_("每一项最多 200 字：%(start)s…") % {"start": long[:20]})
        return asks


class TallyForm(forms.Form):
    """What one teller has counted: of one question, how many papers or hands say each thing."""

    def __init__(self, *args, vote, **kwargs):
        super().__init__(*args, **kwargs)
        choices = CHOICES[vote.form] | ({INVALID: _("无效")} if vote.way == Vote.Way.PAPER else {})
        for name, label in choices.items():
            self.fields[name] = forms.IntegerField(label=label, min_value=0, max_value=5000, initial=0)

    @property
    def ballots(self):
        return [[choice] for choice, n in self.cleaned_data.items() for _again in range(n)]


class LeaveForm(forms.ModelForm):
    class Meta:
        model = Leave
        fields = ["reason"]
