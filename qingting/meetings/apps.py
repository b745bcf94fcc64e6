from django.apps import AppConfig
from django.utils.module_loading import import_module
from django.utils.translation import pgettext_lazy


class MeetingsConfig(AppConfig):
    name = "qingting.meetings"
    verbose_name = pgettext_lazy("list", "会议")

    def ready(self):
        for page in (
            *("checks", "votes", "words", "published", "process", "voting", "slate", "opinions", "checking"),
            *("materials", "reading", "proposing"),
            *(
                "guests",
                "observers",
                "briefings",
                "diary",
                "figures",
                "register",
                "page",
                "opinion_views",
                "daily",
                "sendings",
            ),
        ):
            import_module(f"{self.name}.{page}")
