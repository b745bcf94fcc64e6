"""Who was there: the list of an activity as it is ticked, and as it is put right."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from qingting.duties.people import Roll, called
from qingting.organs.fields import Typed
from qingting.organs.models import Post


class ListOf(forms.ModelMultipleChoiceField):
    widget = forms.CheckboxSelectMultiple

    def label_from_instance(self, thing):
        return str(thing.person) if isinstance(thing, Post) else str(thing)


class Relisted(forms.Form):
    """The list as it should read: who stays, who was there too, and why it is changed."""

    people = ListOf(
        Post.objects.none(),
        label=gettext_lazy("名单上的代表"),
        required=False,
        help_text=gettext_lazy("没有参加的，去掉勾；会划去，不会删掉。"),
    )
    names = Typed(
        label=gettext_lazy("还有谁参加了"),
        required=False,
        max_length=2000,
        help_text=gettext_lazy("写姓名，几位之间用顿号隔开"),
    )
    why = Typed(label=gettext_lazy("为什么更正"), max_length=500, help_text=gettext_lazy("会记入办理记录。"))

    def __init__(self, *args, activity, **kwargs):
        super().__init__(*args, **kwargs)
        self.activity, self.listed = activity, list(activity.present)
        self.fields["people"].queryset = Post.objects.filter(pk__in=[one.post_id for one in self.listed])
        self.fields["people"].choices = [(one.post_id, called(one.post)) for one in self.listed]
        self.initial.setdefault("people", [one.post_id for one in self.listed])
        self.fields["why"].error_messages["required"] = _("请说明为什么更正")

    def clean_names(self):
        roll = Roll(self.activity.congress_id, self.activity.held_on)
        named = roll.read(self.cleaned_data["names"])
        if faults := [roll.why_not(one) for one in named if one.post is None]:
            raise ValidationError(faults)
        return [one.post for one in named]

    @property
    def posts(self):
        return [*self.cleaned_data["people"], *self.cleaned_data["names"]]

    @property
    def leading(self):
        return [one.post for one in self.listed if one.leads and one.post in self.cleaned_data["people"]]
