"""A nomination waits for the law examination, and learns by itself that it was passed."""

import pytest
from django.test import Client

from qingting.appointments.models import Nomination
from qingting.docket.process import Refused
from qingting.examination import papers
from qingting.examination.models import Sitting
from qingting.examination.tests.doings import anew, answers, fill, rule
from qingting.organs.models import Person, Role

pytestmark = pytest.mark.django_db


@pytest.fixture
def nomination(town, on):
    """Lu for director of the bureau of water, taken down on paper and found qualified."""
    on("2026-03-26")
    fill(town)
    rule(town)
    lu = Person.objects.create(name="陆明远", congress=town.congress, invented=True)
    n = Nomination.objects.create(
        keeper=town.office, proposer=town.government, office="department", organ=town.roads, role=Role.HEAD,
        office_title="县交通局局长", nominee=lu, grounds="熟悉业务。", title="任命陆明远为县交通局局长",
    )  # fmt: skip
    n.take("register", town.wang, paper_number="清政〔2026〕3号")
    anew(n).take("check", town.wang, qualification="符合条件。")
    return anew(n)


def desk(town):
    client = Client()
    client.force_login(town.wang.person.user)
    return client


def sit(town, n, wrong=0):
    """Begun from the page of the nomination, answered, handed in; the office sends the result."""
    page = desk(town).get(n.get_absolute_url()).content.decode()
    assert f"/examination/new/?source={n.pk}" in page
    answer = desk(town).post(f"/examination/new/?source={n.pk}", {"branch": "government", "held_on": "2026-03-26"})
    assert answer.status_code == 302, answer.content.decode()
    m = Sitting.objects.latest("pk")
    m.take("begin", m.receipt)
    papers.keep(anew(m), answers(m, wrong))
    anew(m).take("hand_in", m.receipt)
    return anew(m)


def test_passed_and_the_nomination_goes_on(town, nomination):
    m = sit(town, nomination)
    assert m.state == "passed"
    m.take("tell", town.wang)
    assert anew(nomination).examined_by == m.number
    page = desk(town).get(nomination.get_absolute_url()).content.decode()
    assert m.number in page


def test_failed_and_it_does_not(town, nomination):
    m = sit(town, nomination, wrong=12)
    assert m.state == "failed"
    assert anew(nomination).examined_by == ""
    with pytest.raises(Refused, match="考试通过以后自动登记"):
        anew(nomination).take("examined", town.wang)


def test_what_was_passed_in_this_term_counts_for_the_next_nomination(town, nomination):
    m = sit(town, nomination)
    m.take("tell", town.wang)
    other = Nomination.objects.create(
        keeper=town.office, proposer=town.government, office="department", organ=town.funds, role=Role.HEAD,
        office_title="县财政局局长", nominee=nomination.nominee, grounds="熟悉业务。", title="任命陆明远为县财政局局长",
    )  # fmt: skip
    other.take("register", town.wang, paper_number="清政〔2026〕4号")
    anew(other).take("check", town.wang, qualification="符合条件。")
    desk(town).post(f"/examination/new/?source={other.pk}", {"act": "use"})
    assert anew(other).examined_by == m.number
