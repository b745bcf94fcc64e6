"""What people fill in beside the steps: a draft, who signs and handles it, what is promised."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from qingting.organs.fields import Typed
from qingting.organs.models import Organ, Person, Post, Role
from qingting.suggestions.models import Extension, Handling, KeySupervision, Promise, Suggestion

DAY = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")


class Titled(forms.ModelForm):
    class Meta:
        model = Suggestion
        fields = ["title"]
        labels = {"title": gettext_lazy("题目")}
        help_texts = {"title": gettext_lazy("一句话说清要解决什么，如“在武青堤增设轮椅坡道”")}


class Draft(forms.ModelForm):
    class Meta:
        model = Suggestion
        fields = ["title", "text", "delegation", "confidential"]
        labels = {"title": gettext_lazy("题目")}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        groups = Organ.objects.filter(congress=self.instance.congress_id, kind=Organ.Kind.GROUP)
        self.fields["delegation"].queryset = groups
        self.fields["text"].required = False  # a draft may still be empty; filing asks for it
        self.fields["text"].needed_later = True
        if not groups:
            del self.fields["delegation"]


def deputies(congress_id):
    return Person.objects.filter(
        pk__in=Post.objects.current().filter(role=Role.DEPUTY, organ__congress=congress_id).values("person")
    )


class Invitation(forms.Form):
    """Joint deputies by name, as many as one types."""

    names = Typed(
        label=gettext_lazy("联名代表"), max_length=500, help_text=gettext_lazy("写姓名，几位之间用顿号、逗号或空格隔开")
    )

    def __init__(self, *args, on, **kwargs):
        super().__init__(*args, **kwargs)
        self.on = on

    def clean_names(self):
        names = [
            name
            for name in self.cleaned_data["names"].replace("，", "、").replace(",", "、").replace(" ", "、").split("、")
            if name
        ]
        found = {str(p): p for p in deputies(self.on.congress_id).exclude(pk=self.on.lead_id)}
        by_name = {}
        for person in found.values():
            by_name.setdefault(person.name, []).append(person)
        wrong = [name for name in names if name not in found and name not in by_name]
        if wrong:
            raise ValidationError(_("没有找到代表：%(names)s。请核对姓名") % {"names": _("、").join(wrong)})
        if many := [name for name in names if name not in found and len(by_name[name]) > 1]:
            marks = _("、").join(str(p) for p in by_name[many[0]])
            raise ValidationError(_("有同名代表，请写明是哪一位：%(marks)s") % {"marks": marks})
        return list(dict.fromkeys(found.get(name) or by_name[name][0] for name in names))


class Share(forms.ModelForm):
    class Meta:
        model = Handling
        fields = ["handler", "share"]

    def __init__(self, *args, on, **kwargs):
        super().__init__(*args, **kwargs)
        self.instance.on = on
        taken = on.handlings.values("handler")
        self.fields["handler"].queryset = able_to_handle(on).exclude(pk__in=taken).exclude(pk=on.handler_id)
        if on.handler_id:  # who answers for himself is named before it is handed out
            self.fields["share"].choices = [(Handling.Share.CO.value, Handling.Share.CO.label)]


def able_to_handle(s):
    """The organs that can be given a suggestion: those with somebody to sign for it."""
    clerks = Post.objects.current().filter(role=Role.CLERK).values("organ")
    return Organ.objects.filter(congress=s.congress_id, pk__in=clerks).exclude(pk=s.keeper_id).order_by("name")


class Promised(forms.ModelForm):
    class Meta:
        model = Promise
        fields = ["title", "finish", "promised_for"]
        labels = {"title": gettext_lazy("承诺办什么")}
        widgets = {"promised_for": DAY, "finish": forms.Textarea(attrs={"rows": 3})}

    def clean_title(self):
        title = self.cleaned_data["title"]
        if self.instance.on.promises.filter(title=title).exists():
            raise ValidationError(_("已经列过这一条承诺"))
        return title

    def clean_promised_for(self):
        day = self.cleaned_data["promised_for"]
        if day <= localdate():
            raise ValidationError(_("承诺完成日期应当在今天以后"))
        return day


class MoreTime(forms.ModelForm):
    class Meta:
        model = Extension
        fields = ["reason"]

    def clean(self):
        if self.instance.on.extensions.filter(state="asked").exists():
            raise ValidationError(_("已经申请过，正等代表工作机构负责人决定"))


class Supervised(forms.ModelForm):
    class Meta:
        model = KeySupervision
        fields = ["supervisor"]

    def __init__(self, *args, on, **kwargs):
        super().__init__(*args, **kwargs)
        leaders = Post.objects.current().filter(organ__congress=on.congress_id, role__in=[Role.CHAIR, Role.VICE_CHAIR])
        supervise_it = on.keysupervisions.values("supervisor")
        self.fields["supervisor"].queryset = Person.objects.filter(pk__in=leaders.values("person")).exclude(
            pk__in=supervise_it
        )


class FromBill(forms.ModelForm):
    class Meta:
        model = Suggestion
        fields = ["bill_number", "converted_on", "lead", "title", "text"]
        widgets = {"converted_on": DAY}

    def __init__(self, *args, congress_id, **kwargs):
        super().__init__(*args, **kwargs)
        self.congress_id = congress_id
        self.fields["lead"].queryset = deputies(congress_id)
        for name in ("bill_number", "converted_on"):
            self.fields[name].required = True

    def clean(self):
        said = {name: self.cleaned_data.get(name) for name in ("bill_number", "converted_on")}
        if all(said.values()) and (before := Suggestion.objects.filter(congress=self.congress_id, **said).first()):
            raise ValidationError(_("这件议案已经转为%(number)s") % {"number": before.number})

    def clean_converted_on(self):
        day = self.cleaned_data["converted_on"]
        if day > localdate():
            raise ValidationError(_("主席团决定日期不能在今天以后"))
        return day
