from django.apps import AppConfig
from django.utils.module_loading import import_module
from django.utils.translation import pgettext_lazy


class MandatesConfig(AppConfig):
    name = "qingting.mandates"
    verbose_name = pgettext_lazy("list", "代表资格")

    def ready(self):
        for page in (
            "process",
            "municipal",
            "ending",
            "suspension",
            "permitting",
            "changing",
            "figures",
            "papers",
            "register",
            "page",
        ):
            import_module(f"{self.name}.{page}")
