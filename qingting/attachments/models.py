"""Attachments: the files that belong to a matter, and who attached and who withdrew each."""

from pathlib import Path
from secrets import token_hex

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.timezone import now
from django.utils.translation import gettext_lazy as _

from qingting.attachments.kinds import KINDS
from qingting.docket.models import Matter
from qingting.organs.fields import Line
from qingting.organs.models import Post, Receipt


def new_key() -> str:
    """128 bits that nobody guesses: the name under which a file is stored and asked for."""
    return token_hex(16)


class Attachment(models.Model):
    """A file that belongs to a matter. It is never deleted: it may be withdrawn, for a reason, and its line stays."""

    matter = models.ForeignKey(Matter, models.PROTECT, related_name="attachments")
    name = models.CharField(max_length=120)  # what it was called, cleaned
    kind = models.CharField(max_length=5)  # an ending, as KINDS has it
    size = models.PositiveIntegerField()  # bytes
    digest = models.CharField(max_length=64)  # SHA-256 of what is stored
    key = models.CharField(max_length=32, unique=True, default=new_key)
    # who attached it: somebody in his post, or a resident by his receipt
    post = models.ForeignKey(Post, models.PROTECT, null=True, related_name="+")
    receipt = models.ForeignKey(Receipt, models.PROTECT, null=True, related_name="+")
    hat = models.CharField(max_length=40)  # under which hat: whoever wears it now may withdraw it
    at = models.DateTimeField(default=now)
    withdrawn_by = models.ForeignKey(Post, models.PROTECT, null=True, related_name="+")
    withdrawn_at = models.DateTimeField(null=True)
    reason = Line(_("撤回理由"), max_length=200, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["matter", "digest"], condition=Q(withdrawn_at=None), name="one_of_each_file"
            ),
            models.CheckConstraint(condition=Q(post=None) ^ Q(receipt=None), name="one_attached_it"),
        ]

    def __str__(self):
        return self.name

    def get_absolute_url(self):
        return reverse("attachment", args=[self.key])

    @property
    def actor(self) -> Post | Receipt:
        return self.post or self.receipt

    @property
    def path(self) -> Path:
        return Path(settings.MEDIA_ROOT) / self.key[:2] / self.key

    @property
    def kind_label(self) -> str:
        return KINDS[self.kind].label

    def why_not_withdraw(self, actor) -> str | None:
        """Why this post may not withdraw it; None if it may: as whoever attached it may, and the office that keeps the matter."""
        if self.withdrawn_at:
            return _("这个附件已经撤回")
        is_mine = self.hat in actor.hats or getattr(actor, "organ_id", None) == self.matter.keeper_id
        return None if is_mine and actor.is_current() else _("只有附上它的一方和主管机构可以撤回")

    def erase(self):
        """Take the file itself away, for whom it shows has asked for it; that there was one stays on record."""
        self.path.unlink(missing_ok=True)
        self.name, self.digest, self.reason, self.withdrawn_at = "", "", "", self.withdrawn_at or now()
        self.save(update_fields=["name", "digest", "reason", "withdrawn_at"])
