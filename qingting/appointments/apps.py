from django.apps import AppConfig
from django.utils.module_loading import import_module
from django.utils.translation import pgettext_lazy


class AppointmentsConfig(AppConfig):
    name = "qingting.appointments"
    verbose_name = pgettext_lazy("list", "任免")

    def ready(self):
        for page in ("process", "departing", "swearing", "reporting", "candidacy", "figures", "register", "page"):
            import_module(f"{self.name}.{page}")
