from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class FloodsConfig(AppConfig):
    name = "qingting.floods"
    verbose_name = _("防刷")
