"""Words that people type: one line or many, never with control characters."""

import re

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext as _

CONTROL = re.compile(
    r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff]"
)  # all but tab, line feed and carriage return


def without_control_characters(text):
    """A NUL stops PostgreSQL and passes SQLite; the others hide in what is printed."""
    if found := CONTROL.search(text):
        raise ValidationError(
            _("文字里有看不见的控制字符（第 %(place)s 个字），请删去后重新输入") % {"place": found.start() + 1}
        )


class Line(models.CharField):
    """One line that a person writes."""

    default_validators = [without_control_characters]

    def clean(self, value, instance):
        return super().clean(value.strip() if isinstance(value, str) else value, instance)

    def deconstruct(self):
        name, _path, args, kwargs = super().deconstruct()
        return name, "qingting.organs.fields.Line", args, kwargs


class Text(models.TextField):
    """What a person writes at length, within a bound that a form can show."""

    default_validators = [without_control_characters]

    def __init__(self, *args, max_length=20_000, **kwargs):
        super().__init__(*args, max_length=max_length, **kwargs)

    def deconstruct(self):
        name, _path, args, kwargs = super().deconstruct()
        return name, "qingting.organs.fields.Text", args, kwargs
