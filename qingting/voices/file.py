"""What the file of a deputy tells of residents' voices: how many came to him, and how many he answered first himself.

It counts. What a resident said stands in no file, and the page of a voice is opened by those alone who may see it.
"""

from django.urls import reverse
from django.utils.translation import gettext as said
from django.utils.translation import gettext_lazy as _

from qingting.figures.counted import took
from qingting.files.sections import Chapter, Section
from qingting.voices.figures import CAME, counted
from qingting.voices.models import Voice

FIRST = took(Voice, "reply", "hand_on", "convert")  # steps that nobody but the deputy takes


def heard(congress, since, until):
    return counted(took(Voice, *CAME))(congress, since, until).filter(deputy__isnull=False)


def answered_first(congress, since, until):
    """Those that he answered, handed on with a word of his own, or took up as a suggestion, in the period."""
    return (
        FIRST(congress, since, until).filter(counts=True, deputy__isnull=False).annotate(day=FIRST.when(since, until))
    )


def by_number(v) -> str:
    """By its number alone: the title may say what only those who handle it read."""
    return said("群众诉求 %(number)s（%(state)s）") % {"number": v.called, "state": v.state_label}


def tells(v) -> tuple[str, str]:
    return v.public_title, reverse("public_voice", args=[v.pk])


Section(
    "voices",
    _("群众诉求"),
    _("件"),
    _("群众向本人反映"),
    Chapter.PEOPLE,
    4,
    heard,
    "deputy",
    "filed_on",
    by_number,
    tells=tells,
)
Section(
    "voices_first",
    _("首办群众诉求"),
    _("件"),
    _("本人直接答复、写明意见转交，或者提为建议"),
    Chapter.PEOPLE,
    5,
    answered_first,
    "deputy",
    "day",
    by_number,
)
