"""The campaigns that the year's report may name: those that ran in the period."""

from qingting.duties.models import Campaign
from qingting.figures.notable import Notable


def running(congress, since, until):
    return Campaign.objects.filter(congress=congress, since__lte=until).exclude(until__lt=since)


Notable("campaigns", running, lambda one: one.name, matter=None)
