from django.apps import AppConfig
from django.utils.module_loading import import_module
from django.utils.translation import gettext_lazy as _


class SuggestionsConfig(AppConfig):
    name = "qingting.suggestions"
    verbose_name = _("代表建议")

    def ready(self):
        for page in ("process", "handling", "cosigning", "promises", "figures", "register", "page"):
            import_module(f"{self.name}.{page}")
