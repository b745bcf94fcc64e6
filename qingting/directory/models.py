"""What somebody has sent and not yet confirmed, and who has brought in what."""

import json
import secrets
from datetime import timedelta

from django.db import models
from django.utils.timezone import now
from django.utils.translation import gettext_lazy as _

from qingting.organs.fields import Line
from qingting.organs.models import Post
from qingting.organs.sheets import Found
from qingting.vault import seal, unseal

KEPT = timedelta(hours=2)  # how long an upload waits to be confirmed


def unguessable() -> str:
    """128 bits."""
    return secrets.token_urlsafe(16)


class UploadQuerySet(models.QuerySet):
    def waiting(self):
        return self.filter(confirmed_at=None, at__gt=now() - KEPT)

    def expired(self):
        return self.filter(confirmed_at=None, at__lte=now() - KEPT)


class Upload(models.Model):
    """A sheet between its preview and its confirmation. Once confirmed, its rows are gone and what it did stays."""

    id = models.CharField(primary_key=True, max_length=22, default=unguessable)
    sheet = models.CharField(_("表"), max_length=30)
    file = Line(_("文件"), max_length=200)
    post = models.ForeignKey(Post, models.PROTECT, related_name="+", verbose_name=_("导入人"))
    at = models.DateTimeField(default=now)
    content = models.TextField(default="", blank=True)  # sealed: rosters hold people, and a bank of questions its key
    digest = models.CharField(max_length=64, default="", blank=True)  # of the file, where the same one is refused
    confirmed_at = models.DateTimeField(null=True)
    new = models.PositiveIntegerField(_("新增"), default=0)
    changed = models.PositiveIntegerField(_("改动"), default=0)

    objects = UploadQuerySet.as_manager()

    class Meta:
        verbose_name = _("导入")
        indexes = [models.Index(fields=["post", "confirmed_at"], name="uploads_by_post")]

    @property
    def found(self) -> Found:
        return Found(**json.loads(unseal(self.content, "directory.upload")))

    @found.setter
    def found(self, found: Found):
        self.content = seal(json.dumps(vars(found)), "directory.upload")
