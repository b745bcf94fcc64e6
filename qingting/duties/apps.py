from django.apps import AppConfig
from django.utils.module_loading import import_module
from django.utils.translation import gettext_lazy as _


class DutiesConfig(AppConfig):
    name = "qingting.duties"
    verbose_name = _("代表履职")

    def ready(self):
        for page in (
            "process",
            "studies",
            "livelihood",
            "streets",
            "yearly",
            "honours",
            "looks",
            "ratings",
            "voter_reports",
            "figures",
            "page",
            "register",
            "imports",
            "place_rosters",
            "street_figures",
            "file_register",
            "street_register",
            "street_page",
        ):
            import_module(f"{self.name}.{page}")
