"""What the file of a deputy tells of his suggestions: those he led and those he joined, each with what came of it."""

from django.urls import reverse
from django.utils.translation import gettext as said
from django.utils.translation import gettext_lazy as _

from qingting.files.sections import Chapter, Section
from qingting.suggestions.figures import filed_in
from qingting.suggestions.models import Cosigning


def joined(congress, since, until):
    """Those that he confirmed as a joint deputy and that were filed in the period."""
    return Cosigning.objects.filter(
        congress=congress, state__in=("joined", "asked", "rated", "silent"), on__filed_on__range=(since, until)
    )


def says(s) -> str:
    """Its number, its title, how far it is, and what came of it once that is answered."""
    told = {"suggestion": s, "state": s.state_label, "result": s.get_result_display()}
    shown = s.given_answer and s.result
    return (said("%(suggestion)s（%(state)s，%(result)s）") if shown else said("%(suggestion)s（%(state)s）")) % told


def tells(s) -> tuple[str, str]:
    return s.public_title, reverse("public_suggestion", args=[s.pk])


Section(
    "suggestions",
    _("代表建议"),
    _("件"),
    _("领衔提出，含议案转来的"),
    Chapter.PEOPLE,
    1,
    filed_in,
    "lead",
    "filed_on",
    says,
    tells=tells,
    is_notable=True,
)
Section(
    "joint_suggestions",
    _("联名的建议"),
    _("件"),
    _("确认联名并且已经提出"),
    Chapter.PEOPLE,
    2,
    joined,
    "person",
    "on__filed_on",
    lambda c: says(c.on),
    reads=("on",),
)
