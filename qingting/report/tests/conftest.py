import pytest

from qingting.report.tests.office import desk_of


@pytest.fixture
def desk(town):
    return desk_of(town)
