from django.apps import AppConfig, apps
from django.db.backends.signals import connection_created
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _


class SearchConfig(AppConfig):
    name = "qingting.search"
    verbose_name = _("查找")

    def ready(self):
        from qingting.search import checks, index  # noqa: F401

        connection_created.connect(index.teach)
        post_migrate.connect(index.guard, sender=apps.get_app_config("docket"))
