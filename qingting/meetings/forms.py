"""What is filled in beside the steps: a meeting that is called, an item, a vote, what a teller has counted, a leave."""

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Q
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from qingting.meetings.counting import CHOICES, INVALID, Form
from qingting.meetings.election import Elects, plain_name, why_not_so_many
from qingting.meetings.models import OF_A_SESSION, SITTING, Item, Leave, Meeting
from qingting.meetings.votes import Vote
from qingting.organs.fields import Typed
from qingting.organs.models import Organ, Person, Role, Session, Term

QUESTIONS = 60  # on one ballot


class Called(forms.ModelForm):
    """A meeting: whose, and how it is called. Its chair presides until another is entrusted."""

    class Meta:
        model = Meeting
        fields = ["body", "title", "ordinal", "session", "is_preparatory"]
        labels = {"title": gettext_lazy("会议名称")}
        help_texts = {
            "ordinal": gettext_lazy("空着就接着上一次编号；大会期间的会议不编号"),
            "session": gettext_lazy("大会的预备会议、全体会议、主席团会议、代表团会议才选"),
        }

    def __init__(self, *args, by, **kwargs):
        super().__init__(*args, **kwargs)
        self.by = by
        bodies = Organ.objects.filter(congress=by.congress_id, kind__in=list(SITTING)).order_by("pk")
        self.fields["body"].queryset = bodies.filter(Q(until=None) | Q(until__gte=localdate()))
        sessions = Session.objects.filter(term__congress=by.congress_id, closes_on__gte=localdate())
        self.fields["session"].queryset = sessions.select_related("term").order_by("-opens_on")
        for field in self.fields.values():
            field.error_messages["required"] = _("请填写“%(field)s”") % {"field": field.label}

    def clean(self):
        said = super().clean()
        body = said.get("body")
        if not body:
            return said
        self._fit_the_session(body, said)
        # a session of the congress is presided over by its presidium; until that chooses, the committee's chair convenes
        of_congress = body.kind in (Organ.Kind.CONGRESS, Organ.Kind.PRESIDIUM)
        seats = (
            Organ.objects.filter(congress=body.congress_id, kind=Organ.Kind.STANDING_COMMITTEE)
            if of_congress
            else [body]
        )
        chair = Person.objects.filter(pk__in=_chairs_of(seats)).first()
        if not chair:
            lacks = (
                _("%(body)s还没有登记团长，不知道由谁召集")
                if body.kind == Organ.Kind.GROUP
                else _("%(body)s还没有登记主任，不知道由谁召集")
            )
            raise ValidationError({"body": lacks % {"body": body}})
        self.instance.presiding, self.instance.keeper = chair, self.by.organ
        ordinal, term = said.get("ordinal"), Term.objects.filter(congress=body.congress_id, until=None).last()
        taken = ordinal and Meeting.objects.filter(body=body, term=term, ordinal=ordinal).first()
        if taken:
            raise ValidationError(
                {"ordinal": _("本届已经有第 %(n)s 次会议：%(other)s") % {"n": ordinal, "other": taken.title}}
            )
        return said

    def _fit_the_session(self, body, said):
        """The meetings of a session say which one; others are of none; there is one preparatory meeting, the congress's own."""
        session, is_preparatory = said.get("session"), said.get("is_preparatory")
        if body.kind in OF_A_SESSION and not session:
            raise ValidationError({"session": _("请选是哪一次人民代表大会会议。还没有的，先在“机构和人员”里登记届次")})
        if body.kind not in OF_A_SESSION and (session or is_preparatory):
            raise ValidationError({"session": _("%(body)s的会议不在大会期间的会议里，请把这一项空着") % {"body": body}})
        if is_preparatory and body.kind != Organ.Kind.CONGRESS:
            raise ValidationError({"is_preparatory": _("预备会议是全体代表的会议，请把“谁的会议”选成人民代表大会")})
        running = Meeting.objects.filter(session=session, is_preparatory=True).exclude(state="cancelled")
        if is_preparatory and running.exists():
            raise ValidationError(
                {"is_preparatory": _("这次大会已经有预备会议：%(other)s") % {"other": running.first().title}}
            )


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
        help_text=gettext_lazy(
            "一行一项。几个人一起表决的，一行写一人，如“任命某某为区水利局局长”；选举一行写一位候选人的姓名"
        ),
    )

    class Meta:
        model = Vote
        fields = ["item", "form", "elects", "seats", "follows", "way", "amends", "again_for"]
        help_texts = {"elects": gettext_lazy("选举才填"), "seats": gettext_lazy("选举才填")}

    field_order = ["item", "form", "elects", "seats", "asks", "way", "follows", "amends", "again_for"]

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
        self.fields["follows"].queryset = Vote.objects.filter(body=held_at.body_id, state="elected").order_by("pk")
        for name in ("follows", "amends", "again_for"):
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

    def clean(self):
        said = super().clean()
        if said.get("form") == Form.ELECTION and "asks" in said:
            self._be_an_election(said)
        elif said.get("form") != Form.ELECTION:
            said |= {"elects": "", "seats": None, "follows": None}
        return said

    def _be_an_election(self, said):
        """Who elects whom, how many, in secret, with as many candidates as the article allows."""
        m, elects, seats, names = self.instance.held_at, said.get("elects"), said.get("seats"), said["asks"]
        for name in ("elects", "seats", "item"):
            if not said.get(name):
                raise ValidationError({name: _("选举请填写“%(field)s”") % {"field": self.fields[name].label}})
        if (m.body.kind == Organ.Kind.CONGRESS) == (elects == Elects.MUNICIPAL) or m.body.kind not in (
            Organ.Kind.CONGRESS,
            Organ.Kind.STANDING_COMMITTEE,
        ):
            raise ValidationError(
                {"elects": _("国家机关领导人员由代表大会选举；闭会期间补选上一级人大代表由常委会选举")}
            )
        if said["way"] not in (Vote.Way.SECRET, Vote.Way.PAPER):
            raise ValidationError({"way": _("选举用无记名投票，请改用平板或者纸质票")})
        if len(set(map(plain_name, names))) < len(names):
            raise ValidationError({"asks": _("同一个候选人写了两次")})
        if long := next((name for name in names if len(name) > 40), None):
            raise ValidationError({"asks": _("候选人只写姓名，最多 40 字：%(start)s…") % {"start": long[:20]}})
        before = said.get("follows")
        if before and not 0 < seats <= before.election.left:
            raise ValidationError(
                {"seats": _("“%(vote)s”还缺 %(n)s 人") % {"vote": before.title, "n": before.election.left}}
            )
        tied = bool(before and before.election.tied)
        if reason := why_not_so_many(elects, seats, len(names), follows=bool(before), tied=tied):
            raise ValidationError({"asks": reason})
        if tied and set(names) != {one.name for one in before.election.tied}:
            said_so = _("、").join(one.name for one in before.election.tied)
            raise ValidationError({"asks": _("再次投票的候选人是票数相等的人：%(names)s") % {"names": said_so}})


class SpellingForm(forms.Form):
    """That two names which were written in are one person."""

    written = forms.ChoiceField(label=gettext_lazy("票上写的"))
    meant = forms.ChoiceField(label=gettext_lazy("就是"))
    note = Typed(label=gettext_lazy("认定理由"), max_length=200)

    def __init__(self, *args, vote, **kwargs):
        super().__init__(*args, **kwargs)
        names = [(one.name, one.name) for one in vote.election.standings if not one.is_candidate]
        self.fields["written"].choices = self.fields["meant"].choices = names

    def clean(self):
        said = super().clean()
        if said.get("written") and said.get("written") == said.get("meant"):
            raise ValidationError(_("请选两个不同的写法"))
        return said


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
