from django.apps import AppConfig
from django.utils.module_loading import import_module
from django.utils.translation import pgettext_lazy


class VoicesConfig(AppConfig):
    name = "qingting.voices"
    verbose_name = pgettext_lazy("list", "群众诉求")

    def ready(self):
        for page in (
            "checks",
            "process",
            "candidates",
            "figures",
            "register",
            "page",
            "escalation",
            "board",
            "daily",
            "receptions",
            "corpus",
        ):
            import_module(f"{self.name}.{page}")
