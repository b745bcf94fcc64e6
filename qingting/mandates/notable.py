"""The by-elections that the year's report may name, by their constituency."""

from qingting.figures.counted import took
from qingting.figures.notable import Notable
from qingting.mandates.models import ByElection


def announced(congress, since, until):
    return took(ByElection, "announce")(congress, since, until).select_related("constituency")


Notable("by_elections", announced, lambda one: one.constituency.name)
