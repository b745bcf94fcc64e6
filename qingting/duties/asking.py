"""您说的是不是…: the question which place is meant, where a name was written that nobody has written so before."""

from hashlib import sha256

from django import forms
from django.utils.translation import gettext as _

from qingting.duties.models import Place

NEW = "new:"


def which(written: str) -> str:
    """The name of the field that asks which place is meant by what was written."""
    return "which-" + sha256(written.encode()).hexdigest()[:12]


def is_question(bound) -> bool:
    return bound.name.startswith("which-")


def question(found, kind) -> forms.ChoiceField:
    """您说的是不是…: those that it may be, the likeliest chosen; and a new one, which one has to say."""
    known = [(str(place.pk), f"{place.name}（{place.get_kind_display()}）") for place in found.perhaps]
    fresh = [(NEW + k, _("新的：%(kind)s") % {"kind": Place.Kind(k).label}) for k in kind.places]
    asked = _("“%(written)s”：您说的是不是…") if known else _("“%(written)s”还没有登记过，是什么？")
    asks = forms.ChoiceField(label=asked % {"written": found.written}, choices=known + fresh, widget=forms.RadioSelect)
    asks.error_messages["required"] = _("请选“%(written)s”是哪一个") % {"written": found.written}
    return asks
