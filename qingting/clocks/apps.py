from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ClocksConfig(AppConfig):
    name = "qingting.clocks"
    verbose_name = _("时限和规则")

    def ready(self):
        from qingting.clocks import checks  # noqa: F401
