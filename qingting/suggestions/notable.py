"""What the year's report may name of suggestions, and how everyone may see one: by the title that a person confirmed."""

from django.urls import reverse

from qingting.figures.counted import took
from qingting.figures.notable import Face, Notable
from qingting.suggestions.models import KeySupervision, Promise, Suggestion


def of_their_suggestions(model, *steps):
    """The suggestions upon which such steps were taken in the period."""

    def rows(congress, since, until):
        taken = took(model, *steps)(congress, since, until)
        return Suggestion.objects.filter(pk__in=taken.values("on"))

    return rows


Notable("key_supervised", of_their_suggestions(KeySupervision, "select"), lambda s: s.public_title or s.title)
Notable("promises_kept", of_their_suggestions(Promise, "confirm", "confirm_for"), lambda s: s.public_title or s.title)
Face(Suggestion, lambda found: [(s.public_title, reverse("public_suggestion", args=[s.pk])) for s in found])
