from django.apps import AppConfig
from django.utils.module_loading import import_module
from django.utils.translation import pgettext_lazy


class SuggestionsConfig(AppConfig):
    name = "qingting.suggestions"
    verbose_name = pgettext_lazy("list", "代表建议")

    def ready(self):
        for page in ("process", "handling", "cosigning", "promises", "figures", "register", "page"):
            import_module(f"{self.name}.{page}")
