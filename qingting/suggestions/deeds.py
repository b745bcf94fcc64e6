"""What a deputy's public page says of his suggestions: those made public, by the title that a person confirmed."""

from django.db.models import Exists, OuterRef
from django.urls import reverse
from django.utils.translation import gettext as _

from qingting.docket.models import Part
from qingting.stations import deeds
from qingting.suggestions.models import Suggestion


@deeds.register
def suggestions_of(post):
    """The public suggestions that he led, filed since his mandate began, the newest first."""
    shown = Part.objects.filter(
        matter=OuterRef("pk"), hat=f"public:{post.congress_id}:", kind=Suggestion._meta.label_lower
    )
    found = Suggestion.objects.filter(Exists(shown), lead=post.person_id, filed_on__gte=post.since)
    lines = found.order_by("-filed_on", "-pk").values_list("filed_on", "public_title", "pk")[: deeds.SHOWN]
    return [deeds.Deed(day, _("代表建议"), title, reverse("public_suggestion", args=[pk])) for day, title, pk in lines]
