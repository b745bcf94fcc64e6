from django.apps import AppConfig
from django.db.models.signals import post_migrate
from django.utils.module_loading import autodiscover_modules
from django.utils.translation import gettext_lazy as _


class DocketConfig(AppConfig):
    name = "qingting.docket"
    verbose_name = _("事项")

    def ready(self):
        autodiscover_modules("process")
        from qingting.docket import checks, ledger  # noqa: F401

        post_migrate.connect(ledger.guard, sender=self)
