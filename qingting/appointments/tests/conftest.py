import pytest

from qingting.appointments.tests.doings import Hall
from qingting.meetings.tests.doings import DAY, a_box  # noqa: F401 - a fixture


@pytest.fixture
def hall(town, on):
    """The committee of the town, its office for appointments, the government that proposes, on 26 March."""
    on(DAY)
    return Hall(town)
