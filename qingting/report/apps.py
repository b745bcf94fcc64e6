from django.apps import AppConfig
from django.utils.module_loading import import_module
from django.utils.translation import gettext_lazy as _


class ReportConfig(AppConfig):
    name = "qingting.report"
    verbose_name = _("年度报告")

    def ready(self):
        for page in ("process", "register", "page"):
            import_module(f"{self.name}.{page}")
