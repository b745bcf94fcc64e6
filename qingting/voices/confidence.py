"""What a resident tells us in confidence: his own words, and who he is. Both are encrypted and can be erased.

Nothing else keeps them: an event names the row, and never what stands in it.
"""

import json
import re

from django.db import models
from django.utils.timezone import now
from django.utils.translation import gettext_lazy as _

from qingting.organs.models import Organ, Receipt
from qingting.vault import Unreadable, blind, seal, unseal

# What stands where something was erased.
FORGOTTEN = _("（已按本人要求删去）")


class Kept(models.Model):
    """A row of what was told in confidence, encrypted as one text."""

    congress = models.ForeignKey(Organ, models.PROTECT, related_name="+", editable=False)
    sealed = models.TextField(blank=True)
    at = models.DateTimeField(default=now)
    erased_at = models.DateTimeField(null=True)

    class Meta:
        abstract = True

    @classmethod
    def about(cls) -> str:
        return cls._meta.label_lower

    def keep(self, **told):
        """Seal what was told. Nothing is saved yet."""
        self.congress_id = self.receipt.congress_id
        self.sealed = seal(json.dumps(told, ensure_ascii=False), self.about())
        return self

    def open(self) -> dict[str, str]:
        """What was told; nothing, once it was erased. Raises Unreadable."""
        return json.loads(unseal(self.sealed, self.about())) if self.sealed else {}


class Said(Kept):
    """What a resident said at one time, in his own words (原话). The keeper reads them; all others a masked text."""

    receipt = models.ForeignKey(Receipt, models.PROTECT, related_name="said")

    class Meta:
        verbose_name = _("原话")

    def __str__(self):
        return f"{self._meta.verbose_name}{self.pk}"

    @property
    def what(self) -> str:
        """What he said; where it cannot be read, why, for a page is no place to break down."""
        try:
            return self.open().get("what", str(FORGOTTEN) if self.erased_at else "")
        except Unreadable as why:
            return str(why)

    @property
    def place(self) -> str:
        try:
            return self.open().get("place", "")
        except Unreadable:
            return ""


class Identity(Kept):
    """Who a resident is and how he can be reached (身份). Opened by a named post, for a reason, on the record."""

    class Wish(models.TextChoices):
        TELEPHONE = "telephone", _("打电话告诉我")
        MESSAGE = "message", _("发短信告诉我")

    receipt = models.OneToOneField(Receipt, models.PROTECT, related_name="identity")
    wish = models.CharField(_("怎样告诉您结果"), max_length=10, choices=Wish, blank=True)
    mark = models.CharField(max_length=32, blank=True, db_index=True)  # by which the same telephone is known again

    def keep(self, *, name, telephone):
        self.mark = mark_of(telephone, self.receipt.congress_id) if telephone else ""
        self.erased_at = None
        return super().keep(name=name, telephone=telephone)

    def __bool__(self):
        return bool(self.sealed)


def mark_of(telephone: str, congress_id: int) -> str:
    """The mark of a telephone number in a congress, however it was written down."""
    return blind(re.sub(r"^(?:86)(?=1\d{10}$)", "", re.sub(r"\D", "", telephone)), f"telephone {congress_id}")


def take_back(receipt):
    """Erase who he is: he has taken it back."""
    Identity.objects.filter(receipt=receipt).update(sealed="", mark="", wish="", erased_at=now())


def forget(receipt):
    """Erase all that this resident told. The voice, its events and every count stay as they are."""
    take_back(receipt)
    Said.objects.filter(receipt=receipt).update(sealed="", erased_at=now())
