"""What is filled in at the desk about stations: places, who receives there, codes, reception days."""

import re

from django import forms
from django.core.exceptions import ValidationError
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from qingting.directory.keeping import keeps as keeps_the_lists
from qingting.organs.fields import Typed
from qingting.organs.models import Organ, Post, Role
from qingting.stations.models import KEEPERS, NAMED, Duty, DutyDay, Profile, Recurrence, Station, Stationed

APART = re.compile(r"[、，,；;\s]+")


class Asking:
    """A form that says what is to be filled in where it was left out."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            field.error_messages["required"] = _("请填写“%(field)s”") % {"field": field.label}


class StationForm(Asking, forms.ModelForm):
    """A station and its organ. Who keeps it is said once: its days are in that committee's hands."""

    name = Typed(label=gettext_lazy("站名"), max_length=100)
    keeper = forms.ModelChoiceField(Organ.objects.none(), label=gettext_lazy("管理机构"))
    since = forms.DateField(label=gettext_lazy("设立日期"))
    until = forms.DateField(
        label=gettext_lazy("撤销日期"), required=False, help_text=gettext_lazy("最后开放的一天；还开着的空着")
    )

    class Meta:
        model = Station
        fields = ["kind", "address", "hours", "telephone", "longitude", "latitude"]

    field_order = ["name", "kind", "keeper", "address", "hours", "telephone", "longitude", "latitude", "since", "until"]

    def __init__(self, *args, by, **kwargs):
        super().__init__(*args, **kwargs)
        self.is_new = self.instance._state.adding
        keepers = Organ.objects.filter(congress=by.congress_id, kind__in=KEEPERS)
        if self.is_new:
            self.instance.organ = Organ(kind=Organ.Kind.STATION, congress_id=by.congress_id)
            self.fields["keeper"].queryset = (
                keepers if keeps_the_lists(by) else keepers.filter(pk=by.organ_id)
            ).order_by("pk")
            self.initial |= {"since": localdate(), "keeper": by.organ_id}
        else:
            del self.fields["keeper"]
            self.initial |= {name: getattr(self.instance.organ, name) for name in ("name", "since", "until")}

    def clean_name(self):
        name = self.cleaned_data["name"].strip()
        others = Organ.objects.filter(congress=self.instance.organ.congress_id, name=name)
        if others.exclude(pk=self.instance.organ.pk).exists():
            raise ValidationError(_("已经有叫“%(name)s”的机构，请换一个名称") % {"name": name})
        return name

    def clean(self):
        said = super().clean()
        if said.get("since") and said.get("until") and said["until"] < said["since"]:
            self.add_error("until", _("早于设立日期 %(day)s") % {"day": said["since"]})
        return said

    def save(self):
        organ, said = self.instance.organ, self.cleaned_data
        organ.name, organ.since, organ.until = said["name"], said["since"], said["until"]
        organ.parent = said.get("keeper") or organ.parent
        organ.save()
        self.instance.organ = organ  # which has a key only now
        return super().save()


def deputies_of(congress_id, on=None):
    """The deputies of a congress who are in office, of all levels, those of its own first."""
    posts = Post.objects.current(on).filter(role=Role.DEPUTY, organ__congress=congress_id)
    return posts.select_related("person", "organ", "constituency").order_by("organ", "pk")


class StayForm(Asking, forms.Form):
    """Deputies begin to receive at a station, as many as one types."""

    names = Typed(
        label=gettext_lazy("代表姓名"), max_length=500, help_text=gettext_lazy("几位之间用顿号、逗号或空格隔开")
    )
    since = forms.DateField(label=gettext_lazy("起始日期"), initial=localdate)

    def __init__(self, *args, station, **kwargs):
        super().__init__(*args, **kwargs)
        self.station = station

    def clean_names(self):
        names = [name for name in APART.split(self.cleaned_data["names"]) if name]
        found = {}
        for post in deputies_of(self.station.congress_id):
            for called in {str(post.person), post.person.name}:
                found.setdefault(called, {}).setdefault(post.person_id, post)
        if wrong := [name for name in names if name not in found]:
            raise ValidationError(_("没有找到代表：%(names)s。请核对姓名") % {"names": _("、").join(wrong)})
        if many := [name for name in names if len(found[name]) > 1]:
            marks = _("、").join(str(post.person) for post in found[many[0]].values())
            raise ValidationError(_("有同名代表，请写明是哪一位：%(marks)s") % {"marks": marks})
        return list({post.pk: post for name in names for post in found[name].values()}.values())

    def save(self):
        for post in self.cleaned_data["names"]:
            Stationed.objects.get_or_create(
                station=self.station, post=post, until=None, defaults={"since": self.cleaned_data["since"]}
            )


class Revocation(Asking, forms.Form):
    reason = Typed(
        label=gettext_lazy("作废理由"),
        help_text=gettext_lazy("如“代表卡遗失”。留在码的记录里，扫码的人看不到。"),
        max_length=200,
    )


class ProfileForm(Asking, forms.ModelForm):
    """What a deputy's page says of him, and his photograph."""

    picture = forms.FileField(
        label=gettext_lazy("照片"),
        required=False,
        help_text=gettext_lazy("jpg、png 或 webp。会裁成竖的，压到 15 kB，去掉拍摄时间和地点。"),
        widget=forms.FileInput(attrs={"accept": "image/jpeg,image/png,image/webp"}),
    )
    without = forms.BooleanField(label=gettext_lazy("不放照片"), required=False)

    class Meta:
        model = Profile
        fields = ["work", "concerns"]


class DutyList(Asking, forms.Form):
    """Who is on duty: those who receive at the station, and whoever is on the list already."""

    deputies = forms.ModelMultipleChoiceField(
        Post.objects.none(),
        label=gettext_lazy("值班代表"),
        widget=forms.CheckboxSelectMultiple,
        help_text=gettext_lazy("从在这个站接待的本级人大代表里选。"),
    )

    def __init__(self, *args, station, also=(), **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["deputies"].queryset = may_be_on_duty(station, also)
        self.fields["deputies"].label_from_instance = lambda post: str(post.person)


def may_be_on_duty(station, also=()):
    here = Stationed.objects.on().filter(station=station).values("post")
    posts = Post.objects.filter(pk__in=here) | Post.objects.filter(pk__in=[post.pk for post in also])
    posts = posts.filter(role=Role.DEPUTY, organ=station.congress_id)
    return posts.select_related("person", "organ").distinct().order_by("pk")


class DayForm(DutyList):
    """A reception day of its own, beside those that come round by a rule."""

    day = forms.DateField(label=gettext_lazy("接待日"))
    opens = forms.TimeField(label=gettext_lazy("开始"), initial="09:00")
    closes = forms.TimeField(label=gettext_lazy("结束"), initial="11:00")
    field_order = ["day", "opens", "closes", "deputies"]

    def __init__(self, *args, station, **kwargs):
        super().__init__(*args, station=station, **kwargs)
        self.station = station

    def clean(self):
        said = super().clean()
        if said.get("opens") and said.get("closes") and said["closes"] <= said["opens"]:
            self.add_error("closes", _("结束要晚于开始"))
        there = DutyDay.objects.filter(station=self.station, day=said.get("day")).exclude(state="cancelled")
        if said.get("day") and there.exists():
            self.add_error("day", _("这一天已经排了接待"))
        return said


WANTED_BY = {  # which way of coming round asks for which field
    "weekday": gettext_lazy("选了“每周”或“每月第几个星期几”的填"),
    "nth": gettext_lazy("选了“每月第几个星期几”的填"),
    "day_of_month": gettext_lazy("选了“每月几日”的填；写 31，没有 31 日的月份算到月底"),
}


class RecurrenceForm(Asking, forms.ModelForm):
    class Meta:
        model = Recurrence
        fields = ["every", "weekday", "nth", "day_of_month", "opens", "closes", "since", "until", "deputies"]
        widgets = {
            "deputies": forms.CheckboxSelectMultiple,
        }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["deputies"].queryset = may_be_on_duty(self.instance.station)
        self.fields["deputies"].label_from_instance = lambda post: str(post.person)
        self.initial |= {"opens": "09:00", "closes": "11:00"}
        for name, when in WANTED_BY.items():
            self.fields[name].help_text, self.fields[name].needed_later = when, True


def listed_on(day) -> list[Post]:
    """Who is on the list of a reception day as it was last drawn up, in force or not."""
    drawn_up = day.duties.filter(standing__in=(Duty.Standing.JOINING, Duty.Standing.ON)).select_related(*NAMED)
    return [duty.post for duty in drawn_up.order_by("pk")]
