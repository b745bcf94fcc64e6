from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules
from django.utils.translation import gettext_lazy as _


class TriageConfig(AppConfig):
    name = "qingting.triage"
    verbose_name = _("智能分办")

    def ready(self):
        autodiscover_modules("corpora")  # where a domain registers what its people have classified
