"""What a resident fills in, on a telephone and without an account; and what a clerk fills in for him."""

import re

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext_lazy

from qingting.organs.fields import Typed
from qingting.stations.models import Outline
from qingting.voices.confidence import Identity
from qingting.voices.models import Channel

LONGEST = 10_000  # characters
PHOTOS = 6
PICTURES = ("jpg", "jpeg", "png", "webp")  # what a telephone's photographs end with
WORD = re.compile(r"[^\W_]")  # a letter or a digit of any script
TELEPHONE = re.compile(r"\+?[\d０-９][\d０-９ ()（）-]{5,18}[\d０-９]")
TOO_LONG = ngettext_lazy(
    "最多写 %(limit_value)d 个字，现在有 %(show_value)d 个。请留下最要紧的",
    "最多写 %(limit_value)d 个字，现在有 %(show_value)d 个。请留下最要紧的",
    "limit_value",
)


class Several(forms.ClearableFileInput):
    allow_multiple_selected = True


class Photos(forms.FileField):
    """Several photographs by the browser's own field. What each is, is looked into when it is kept."""

    # by name and not image/*, so that an iPhone turns its own kind into one of these
    widget = Several(attrs={"accept": "image/jpeg,image/png,image/webp"})

    def clean(self, data, initial=None):
        files = [file for file in data or [] if file]
        if len(files) > PHOTOS:
            raise ValidationError(
                _("最多附 %(most)s 张照片，现在选了 %(n)s 张。请挑最能说明问题的") % {"most": PHOTOS, "n": len(files)}
            )
        other = next((file for file in files if file.name.rpartition(".")[2].lower() not in PICTURES), None)
        if other:
            raise ValidationError(_("“%(name)s”不是照片。请选 JPG、PNG 或 WebP 的照片") % {"name": other.name[-60:]})
        return files


class Say(forms.Form):
    """What is wrong, where, and whether the resident wants to be told what came of it."""

    what = Typed(
        label=gettext_lazy("什么事？"),
        help_text=gettext_lazy("可以点输入法上的话筒，直接说。一次说一件。"),
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 6, "maxlength": False}),
        error_messages={"required": gettext_lazy("您还没有写。请先写几个字，说说是什么事"), "max_length": TOO_LONG},
    )
    place = Typed(
        label=gettext_lazy("在哪里？"),
        help_text=gettext_lazy("写小区、楼栋或路口就好。"),
        max_length=200,
        required=False,
        error_messages={"max_length": TOO_LONG},
        widget=forms.TextInput(attrs={"autocomplete": "street-address"}),
    )
    point = forms.CharField(max_length=60, required=False, widget=forms.HiddenInput)  # degrees east and north
    photos = Photos(label=gettext_lazy("拍照片"), required=False)
    wish = forms.ChoiceField(
        label=gettext_lazy("要不要告诉您结果？"),
        choices=[("", gettext_lazy("不留联系方式")), *[(w.value, w.label) for w in Identity.Wish]],
        required=False,
        widget=forms.RadioSelect,
    )
    telephone = Typed(
        label=gettext_lazy("手机号"),
        max_length=30,
        required=False,
        widget=forms.TextInput(attrs={"type": "tel", "inputmode": "tel", "autocomplete": "tel"}),
    )
    name = Typed(
        label=gettext_lazy("怎么称呼您"),
        max_length=50,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "nickname"}),
    )

    def __init__(self, *args, congress=None, **kwargs):
        super().__init__(*args, **kwargs)
        self.congress = congress

    def clean_point(self):
        """Where the telephone says it is; what is no place at all is left out, for nobody has typed it."""
        east, _comma, north = self.cleaned_data["point"].partition(",")
        try:
            point = float(east), float(north)
        except ValueError:
            return None
        if not (-180 <= point[0] <= 180 and -90 <= point[1] <= 90):
            return None
        outline = Outline.objects.filter(congress=self.congress).first()
        west, south, east, north = outline.box if outline else (-180, -90, 180, 90)
        if not (west <= point[0] <= east and south <= point[1] <= north):
            raise ValidationError(
                _("您现在不在本区。要说的事在本区，请点“不用这个位置”，在“在哪里”里写清地点；不在本区，请向当地反映")
            )
        return point

    def clean_what(self):
        what = self.cleaned_data["what"].strip()
        if not WORD.search(what):
            raise ValidationError(_("只有表情和符号，我们看不懂。请用文字说说是什么事"))
        return what

    def clean_telephone(self):
        telephone = self.cleaned_data["telephone"].strip()
        if telephone and not TELEPHONE.fullmatch(telephone):
            raise ValidationError(_("号码好像不对，请再看一下。不想留可以空着"))
        return telephone

    def clean(self):
        said = super().clean()
        if said.get("wish") and not said.get("telephone") and "telephone" not in self.errors:
            self.add_error("telephone", _("要告诉您结果，请留一个号码；不想留，就选“不留联系方式”"))
        elif said.get("telephone") and not said.get("wish"):
            self.add_error(
                "wish", _("写了手机号，又选了“不留联系方式”。要告知结果，就选一种告知方式；不要，请把手机号删去")
            )
        return said


class Contact(Say):
    """Contact given later, by the receipt: then it is for being told."""

    what = place = photos = point = None

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["wish"].choices = Identity.Wish.choices
        self.fields["wish"].required = True
        self.fields["wish"].error_messages["required"] = _("请选怎样告诉您")


class More(forms.Form):
    """What is added by the receipt."""

    what = Typed(
        label=gettext_lazy("还想说什么？"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"required": gettext_lazy("您还没有写"), "max_length": TOO_LONG},
    )


class Enter(Say):
    """What a clerk writes down for a resident who came, telephoned or wrote."""

    channel = forms.ChoiceField(
        label=gettext_lazy("怎样来的"),
        choices=[(c.value, c.label) for c in (Channel.VISIT, Channel.TELEPHONE, Channel.PAPER)],
        widget=forms.RadioSelect,
    )
    deputy = Typed(
        label=gettext_lazy("接待的代表"),
        max_length=60,
        required=False,
        help_text=gettext_lazy("写姓名；没有代表接待就空着"),
    )
    station = forms.ModelChoiceField(None, label=gettext_lazy("联络站"), required=False)
    point = None
    field_order = ["channel", "station", "deputy", "what", "place", "photos", "wish", "telephone", "name"]

    def __init__(self, *args, deputies, stations, **kwargs):
        super().__init__(*args, **kwargs)
        self.deputies = deputies
        self.fields["station"].queryset = stations

    def clean_deputy(self):
        typed = self.cleaned_data["deputy"].strip()
        if not typed:
            return None
        found = [person for person in self.deputies if typed in (person.name, str(person))]
        if not found:
            raise ValidationError(_("没有找到代表“%(name)s”，请核对姓名") % {"name": typed})
        if len(found) > 1:
            marks = _("、").join(str(person) for person in found)
            raise ValidationError(_("有同名代表，请写明是哪一位：%(marks)s") % {"marks": marks})
        return found[0]
