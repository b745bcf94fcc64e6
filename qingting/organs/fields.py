"""Words that people type or paste: one line or many, never with control characters or marks that nobody sees."""

import re

from django import forms
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext as _

CONTROL = re.compile(
    r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff]"
)  # all but tab, line feed and carriage return

# What turns the direction of text, breaks a word or a number where nobody sees it, or says something that nobody sees.
# The tags of a flag (of Scotland, say) are kept, for they draw it.
UNSEEN = re.compile(
    "(\U0001f3f4[\U000e0030-\U000e007a]{2,6}\U000e007f)"
    "|[\u00ad\u061c\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb\U000e0000-\U000e007f]"
)
# Joiners draw emoji and letters of other scripts; beside a Chinese character, a Latin letter or a digit they only hide.
WRITTEN = r"[0-9A-Za-z\u3400-\u9fff\uff10-\uff5a]"
IDLE_JOINER = re.compile(f"(?<={WRITTEN})[\u200c\u200d]+|[\u200c\u200d]+(?={WRITTEN})")


def visible(text: str) -> str:
    """The text as it looks. A telephone pastes such marks beside a number, so they are taken out and nobody is blamed."""
    return IDLE_JOINER.sub("", UNSEEN.sub(r"\1", text))


def without_control_characters(text):
    """A NUL stops PostgreSQL and passes SQLite; the others hide in what is printed."""
    if found := CONTROL.search(text):
        raise ValidationError(
            _("文字里有看不见的控制字符（第 %(place)s 个字），请删去后重新输入") % {"place": found.start() + 1}
        )


class Typed(forms.CharField):
    """What a person types into a form, or pastes into it."""

    default_validators = [without_control_characters]

    def to_python(self, value):
        return super().to_python(visible(value) if isinstance(value, str) else value)


class Line(models.CharField):
    """One line that a person writes."""

    default_validators = [without_control_characters]

    def clean(self, value, instance):
        return super().clean(value.strip() if isinstance(value, str) else value, instance)

    def formfield(self, **kwargs):
        return super().formfield(**{"form_class": Typed} | kwargs)

    def deconstruct(self):
        name, _path, args, kwargs = super().deconstruct()
        return name, "qingting.organs.fields.Line", args, kwargs


class Text(models.TextField):
    """What a person writes at length, within a bound that a form can show."""

    default_validators = [without_control_characters]

    def __init__(self, *args, max_length=20_000, **kwargs):
        super().__init__(*args, max_length=max_length, **kwargs)

    def formfield(self, **kwargs):
        return super().formfield(**{"form_class": Typed} | kwargs)

    def deconstruct(self):
        name, _path, args, kwargs = super().deconstruct()
        return name, "qingting.organs.fields.Text", args, kwargs
