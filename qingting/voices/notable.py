"""How everyone may see a voice that is on the board: by the title that a person confirmed."""

from django.urls import reverse

from qingting.figures.notable import Face
from qingting.voices.models import Voice

Face(Voice, lambda found: [(v.public_title, reverse("public_voice", args=[v.pk])) for v in found])
