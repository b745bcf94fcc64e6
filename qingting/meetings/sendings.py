"""A form that is sent twice acts once: also where what it makes is no step, such as an item or a meeting that is called.

A step knows the form by which it came (`Event.once`). What begins a matter, or is none, has no event yet; so the mark of
its form stands here for a day, with where it led. Whoever goes back and writes something else into the same form is told,
and by pressing again files that too: nothing that was typed is lost, and nothing is there twice by a double press.
"""

from datetime import timedelta

from django.db import models, transaction
from django.shortcuts import resolve_url
from django.utils.timezone import now
from django.utils.translation import gettext as _

from qingting.desk.views import mark_of
from qingting.docket.process import Refused
from qingting.vault import blind

KEPT = timedelta(days=1)
UNSAID = ("once", "csrfmiddlewaretoken")  # what a form sends besides what was filled in


class Sending(models.Model):
    """That a form was sent: what it said, as a mark that tells nobody what that was, and where it led."""

    once = models.CharField(max_length=32, unique=True)
    said = models.CharField(max_length=32)
    led_to = models.CharField(max_length=300, blank=True)
    at = models.DateTimeField(default=now, db_index=True)


@transaction.atomic
def act_once(request, act) -> str:
    """Do what a form was sent for, and where that leads; what this form has done before is not done again.

    Raises Refused, also where the same form comes back with something else in it.
    """
    filled_in = sorted((name, said) for name, said in request.POST.lists() if name not in UNSAID)
    said = blind(f"{request.path} {filled_in}", "what a form said")
    sending, is_first = Sending.objects.get_or_create(once=mark_of(request), defaults={"said": said})
    if not is_first and sending.said != said:
        raise Refused(_("这张表单刚才已经存过一次，这一次没有再存。要把现在写的另存一份，请再按一次"))
    if is_first:
        sending.led_to = resolve_url(act())
        sending.save(update_fields=["led_to"])
    return sending.led_to


def tidy():
    """A form that is older than a day is no double press."""
    Sending.objects.filter(at__lt=now() - KEPT).delete()
