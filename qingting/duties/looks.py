"""Who has looked at the inner part of a deputy's file: noted each time, and shown to the deputy himself."""

from datetime import timedelta

from django.db import models
from django.utils.timezone import now
from django.utils.translation import gettext_lazy as _

from qingting.organs.models import Person, Post


class Look(models.Model):
    """One look at the inner part of a file by someone else."""

    person = models.ForeignKey(Person, models.PROTECT, related_name="+")
    by = models.ForeignKey(Post, models.PROTECT, related_name="+")
    at = models.DateTimeField(default=now)
    taken_out = models.BooleanField(default=False)  # as Word or PDF, and not on the page alone

    class Meta:
        verbose_name = _("查看履职档案")
        indexes = [models.Index(fields=["person", "-at"], name="looks_at_a_file")]


ONE_LOOK = timedelta(minutes=10)  # who turns from year to year meanwhile has looked once


def note(person: Person, by: Post, taken_out: bool = False):
    """That this post has looked; his own file everyone reads unnoted."""
    if by.person_id == person.pk:
        return
    just_now = Look.objects.filter(person=person, by=by, at__gt=now() - ONE_LOOK)
    if taken_out or not just_now.exists():
        Look.objects.create(person=person, by=by, taken_out=taken_out)


def looks_at(person: Person, n: int = 20):
    """The newest looks at a file."""
    return Look.objects.filter(person=person).select_related("by__person", "by__organ").order_by("-at", "-pk")[:n]
