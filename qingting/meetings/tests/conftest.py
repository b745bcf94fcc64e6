import pytest

from qingting.meetings.tests.doings import DAY, House, a_box  # noqa: F401 - a fixture


@pytest.fixture
def house(town, on):
    """A standing committee of seven on the day of its meeting: four of them are its quorum and its majority."""
    on(DAY)
    return House(town)
