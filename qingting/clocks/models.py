"""The yearly notices of rest days, as tables of the platform's own."""

from django.db import models


class CalendarYear(models.Model):
    """A year whose notice by the State Council has been loaded."""

    year = models.PositiveSmallIntegerField(primary_key=True)
    notice = models.CharField(max_length=100)


class CalendarDay(models.Model):
    """A day on which the State Council's yearly notice departs from the plain week."""

    date = models.DateField(primary_key=True)
    works = models.BooleanField()
    name = models.CharField(max_length=20)
