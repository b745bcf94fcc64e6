import pytest

from qingting.mandates.tests.doings import Hall
from qingting.meetings.tests.doings import DAY, a_box  # noqa: F401 - a fixture


@pytest.fixture
def hall(town, on):
    """The standing committee of the town on the day of its meeting, with a credentials committee and two constituencies."""
    on(DAY)
    return Hall(town)
