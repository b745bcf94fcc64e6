"""What is filled in about guests: whom to invite, how many may observe, who applies, why one looks; and a briefing."""

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from qingting.meetings.briefings import Briefing, in_office
from qingting.meetings.models import Item
from qingting.organs.fields import Typed
from qingting.organs.models import Organ, Person, Post

# Who reports to the congress or works for it: those whose heads are asked to sit in.
K = Organ.Kind
ASKED = (
    K.GOVERNMENT, K.DEPARTMENT, K.SUPERVISORY_COMMISSION, K.COURT, K.PROCURATORATE, K.SPECIAL_COMMITTEE, K.OFFICE,
    K.SUBDISTRICT_COMMITTEE, K.SUBDISTRICT,
)  # fmt: skip


def organs_of(congress, kinds=ASKED):
    return Organ.objects.filter(congress=congress, kind__in=kinds, until=None).order_by("name")


def deputies_of(congress):
    """The persons who hold a mandate today, of whatever level."""
    mandates = in_office(congress, None).order_by().values("person")
    return Person.objects.filter(pk__in=mandates).order_by("name", "pk")


class Invite(forms.Form):
    """Deputies and organs, for the whole meeting or for some of its items."""

    deputies = forms.ModelMultipleChoiceField(
        Person.objects.none(),
        label=gettext_lazy("代表"),
        required=False,
        help_text=gettext_lazy("按住 Ctrl 可选几位"),
        widget=forms.SelectMultiple(attrs={"size": 10}),
    )
    organs = forms.ModelMultipleChoiceField(
        Organ.objects.none(),
        label=gettext_lazy("单位（负责人，或者单位派的人）"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    items = forms.ModelMultipleChoiceField(
        Item.objects.none(),
        label=gettext_lazy("只列席这些议题（都不选就是全程）"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(self, *args, meeting, **kwargs):
        super().__init__(*args, **kwargs)
        members = [post.person_id for post in meeting.members]
        self.fields["deputies"].queryset = deputies_of(meeting.congress_id).exclude(pk__in=members)
        self.fields["organs"].queryset = organs_of(meeting.congress_id)
        self.fields["items"].queryset = meeting.items.all()

    def clean(self):
        said = super().clean()
        if not self.errors and not said.get("deputies") and not said.get("organs"):
            self.add_error("deputies", _("请选请谁列席：代表，或者单位"))
        return said


class Seats(forms.Form):
    seats = forms.IntegerField(label=gettext_lazy("旁听席位"), min_value=0, max_value=300)


class Look(forms.Form):
    """Why one must know who they are; it stands on record, and each of them can read it."""

    reason = Typed(
        label=gettext_lazy("为什么要看"),
        max_length=200,
        error_messages={"required": gettext_lazy("请说明理由")},
        help_text=gettext_lazy("如：会前核对名单。理由和您的姓名记录在案，申请人在回执上看得到。"),
    )


class Apply(forms.Form):
    """A citizen applies for a place. Nothing else is asked of him."""

    name = Typed(
        label=gettext_lazy("姓名"),
        max_length=50,
        help_text=gettext_lazy("入场时核对身份证件用。"),
        error_messages={"required": gettext_lazy("请写姓名，入场时要核对")},
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    contact = Typed(
        label=gettext_lazy("手机号或者邮箱"),
        max_length=60,
        help_text=gettext_lazy("会议改期时告诉您。"),
        error_messages={"required": gettext_lazy("请留一个联系方式，会议改期时告诉您")},
        widget=forms.TextInput(attrs={"autocomplete": "tel"}),
    )
    grown = forms.BooleanField(error_messages={"required": gettext_lazy("旁听有年龄要求，请确认以后再提交")})

    def __init__(self, *args, age, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["grown"].label = _("我已年满 %(age)s 周岁") % {"age": age}


class BriefingForm(forms.ModelForm):
    class Meta:
        model = Briefing
        fields = ["title", "held_on", "opens_at", "place", "reporting"]
        widgets = {"reporting": forms.CheckboxSelectMultiple}
        labels = {"title": gettext_lazy("通报会名称")}

    def __init__(self, *args, by, **kwargs):
        super().__init__(*args, **kwargs)
        self.instance.keeper = by.organ
        self.fields["held_on"].widget = forms.DateInput(attrs={"type": "date"})
        self.fields["opens_at"].widget = forms.TimeInput(attrs={"type": "time"})
        kinds = (K.GOVERNMENT, K.DEPARTMENT, K.SUPERVISORY_COMMISSION, K.COURT, K.PROCURATORATE)
        self.fields["reporting"].queryset = organs_of(by.congress_id, kinds)
        for field in self.fields.values():
            field.error_messages["required"] = _("请填写“%(field)s”") % {"field": field.label}


class Asked(forms.Form):
    """Whom a briefing is for: every deputy in office, or those who are chosen."""

    everyone = forms.BooleanField(label=gettext_lazy("请全体在任代表"), required=False)
    posts = forms.ModelMultipleChoiceField(
        Post.objects.none(),
        label=gettext_lazy("或者只请这些代表"),
        required=False,
        widget=forms.SelectMultiple(attrs={"size": 10}),
        help_text=gettext_lazy("按住 Ctrl 可选几位"),
    )

    def __init__(self, *args, briefing, **kwargs):
        super().__init__(*args, **kwargs)
        self.every = in_office(briefing.congress_id, briefing.held_on)
        self.fields["posts"].queryset = self.every

    def clean(self):
        said = super().clean()
        if not self.errors and not said.get("everyone") and not said.get("posts"):
            self.add_error("posts", _("请选请谁来"))
        return said

    @property
    def chosen(self):
        return self.every if self.cleaned_data["everyone"] else self.cleaned_data["posts"]


class Period(forms.Form):
    """Whose meetings, from what day to what day."""

    body = forms.ModelChoiceField(
        Organ.objects.none(), label=gettext_lazy("谁的会议"), empty_label=None, required=False
    )
    since = forms.DateField(
        label=gettext_lazy("从"), required=False, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
    until = forms.DateField(
        label=gettext_lazy("到"), required=False, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )

    def __init__(self, *args, bodies, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["body"].queryset = bodies

    def clean(self):
        said = super().clean()
        if said.get("since") and said.get("until") and said["since"] > said["until"]:
            self.add_error("until", _("开始日期在结束日期之后，请改一下"))
        return said
