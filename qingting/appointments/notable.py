"""The oath ceremonies that the year's report may name."""

from qingting.appointments.models import Ceremony
from qingting.figures.counted import took
from qingting.figures.notable import Notable

Notable("oath_ceremonies", took(Ceremony, "hold"), lambda one: one.title)
