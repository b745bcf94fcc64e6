from django import forms
from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

# Django's own Chinese speaks of a field (字段) that is mandatory; here one is told what to do.
# It stands here, and not in ready(): every form that is made afterwards says so, and some are made with the models.
forms.Field.default_error_messages["required"] = _("请填写这一项")


class WebConfig(AppConfig):
    name = "qingting.web"
