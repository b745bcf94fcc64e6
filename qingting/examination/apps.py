from django.apps import AppConfig
from django.utils.module_loading import import_module
from django.utils.translation import pgettext_lazy


class ExaminationConfig(AppConfig):
    name = "qingting.examination"
    verbose_name = pgettext_lazy("list", "任前考试")

    def ready(self):
        for page in ("bank", "process", "figures", "page", "register", "daily"):
            import_module(f"{self.name}.{page}")
