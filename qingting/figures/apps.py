from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules
from django.utils.translation import gettext_lazy as _


class FiguresConfig(AppConfig):
    name = "qingting.figures"
    verbose_name = _("指标")

    def ready(self):
        autodiscover_modules("figures", "notable")  # those of each domain
        from qingting.figures import checks  # noqa: F401
