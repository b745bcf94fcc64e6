"""What the year's report may name of it: campaigns that ran, matters of people's lives that were solved; and what all may open."""

from django.urls import reverse

from qingting.duties.livelihood import Livelihood
from qingting.duties.models import Campaign
from qingting.duties.voter_reports import VoterReport
from qingting.figures.counted import took
from qingting.figures.notable import Face, Notable


def running(congress, since, until):
    return Campaign.objects.filter(congress=congress, since__lte=until).exclude(until__lt=since)


Notable("campaigns", running, lambda one: one.name, matter=None)
Notable("livelihood_solved", took(Livelihood, "confirm"), lambda one: one.title)
Face(VoterReport, lambda found: [(r.title, reverse("public_voter_report", args=[r.pk])) for r in found])
