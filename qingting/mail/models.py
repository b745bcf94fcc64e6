"""That the round of a day was begun, so that of several workers only one makes it."""

from django.db import models


class Round(models.Model):
    """The daily round: whoever writes its line makes it."""

    day = models.DateField(primary_key=True)
