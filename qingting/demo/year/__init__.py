"""The year 2023 of the demonstration district: what its own report tells, all of it invented, each by its own door."""

from qingting.demo.year.doings import Doings
from qingting.demo.year.grounds import Grounds
from qingting.demo.year.names import newcomers
from qingting.demo.year.seats import Seats
from qingting.demo.year.sittings import Sittings


class Year:
    """All that happened in it; `len` says how many matters that is."""

    def __init__(self, congress):
        doings = Doings(congress)
        seats = Seats(congress, doings.told)
        # whoever moved away goes first: he is named in nothing of that year
        self.parts = Sittings(congress, doings.told, newcomers(congress), seats), doings, Grounds(doings)

    def __len__(self):
        return sum(len(part) for part in self.parts)

    def __iter__(self):
        for part in self.parts:
            yield from part
