"""What a deputy's public page tells of what residents said to him: the public ones, by their confirmed titles."""

from django.db.models import Exists, OuterRef
from django.urls import reverse
from django.utils.translation import gettext as _

from qingting.docket.models import Part
from qingting.stations import deeds
from qingting.voices.models import Voice


@deeds.register
def heard(post):
    shown = Part.objects.filter(matter=OuterRef("pk"), hat=f"public:{post.congress_id}:")
    found = Voice.objects.filter(Exists(shown), deputy=post.person_id).order_by("-filed_on", "-pk")
    lines = found.values_list("filed_on", "public_title", "pk")[: deeds.SHOWN]
    return [deeds.Deed(day, _("群众诉求"), title, reverse("public_voice", args=[pk])) for day, title, pk in lines]
