from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules
from django.utils.translation import gettext_lazy as _


class FilesConfig(AppConfig):
    name = "qingting.files"
    verbose_name = _("履职档案")

    def ready(self):
        autodiscover_modules("file")  # the sections of each domain
