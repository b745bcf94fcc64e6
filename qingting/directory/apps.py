from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules
from django.utils.translation import gettext_lazy as _


class DirectoryConfig(AppConfig):
    name = "qingting.directory"
    verbose_name = _("机构和人员")

    def ready(self):
        autodiscover_modules("rosters", "importing")  # the sheets of this app, and those of the domains
