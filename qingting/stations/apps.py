from django.apps import AppConfig
from django.utils.module_loading import import_module
from django.utils.translation import pgettext_lazy


class StationsConfig(AppConfig):
    name = "qingting.stations"
    verbose_name = pgettext_lazy("list", "代表联络站")

    def ready(self):
        for page in ("process", "figures", "register", "page", "rosters"):
            import_module(f"{self.name}.{page}")
