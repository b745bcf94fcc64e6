"""Two people press the same button at the same moment."""

import pytest
from django.test import Client

from conftest import at_once
from qingting.appointments.models import Nomination
from qingting.docket.ledger import verify
from qingting.docket.models import Matter, Series
from qingting.docket.process import Refused
from qingting.organs.models import Person

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def town(busy_town):
    return busy_town


def test_on_the_same_matter_exactly_one_wins_and_the_others_hear_why(town):
    s = town.suggestion()
    s.take("file", town.lin)
    came = at_once(*[lambda: s.take("accept", town.wang, category="building")] * 4)
    refused = [str(c) for c in came if isinstance(c, Refused)]
    assert refused == ["当前为“已立案，待交办”，不能审查立案"] * 3
    assert [e.step for e in s.events.order_by("pk")] == ["file", "accept"]
    assert verify(town.congress) is None


def test_whoever_is_slower_hears_who_was_faster(town):
    s = town.suggestion()
    s.take("file", town.lin)
    head = s.head
    s.take("amend", town.wang, "错字", title="疏浚清水河")
    with pytest.raises(Refused, match="已由代表工作委员会经办人 王敏“更正”"):
        s.take("accept", town.wang, category="building", seen=head)


def test_the_same_form_sent_twice_acts_once(town):
    s = town.suggestion()
    once = "f" * 32
    came = at_once(*[lambda: s.take("file", town.lin, once=once)] * 3)
    assert len({event.pk for event in came}) == 1 and s.events.count() == 1


def test_no_number_is_given_twice_and_none_is_left_out(town):
    made = [town.suggestion(title=f"建议{i}") for i in range(8)]
    came = at_once(*[lambda s=s: s.take("file", town.lin) for s in made])
    assert not any(isinstance(c, Refused) for c in came)
    numbers = sorted(Matter.objects.values_list("number", flat=True))
    assert [n[-4:] for n in numbers] == [f"{n:04d}" for n in range(1, 9)]


def test_a_number_whose_filing_failed_is_given_to_the_next(town, monkeypatch):
    one, two = town.suggestion(), town.suggestion(title="修桥")

    def fail(*args):
        raise RuntimeError("the disk is full")

    with monkeypatch.context() as patch, pytest.raises(RuntimeError):
        patch.setattr(type(one), "recast", fail)
        one.take("file", town.lin)
    two.take("file", town.lin)
    assert type(two).objects.get(pk=two.pk).number.endswith("0001") and Series.objects.get().last == 1


def test_on_different_matters_nobody_waits_in_vain(town):
    made = [town.suggestion(title=f"建议{i}") for i in range(4)]
    came = at_once(*[lambda s=s: town.walk(s, upto="accept") for s in made])
    assert not any(isinstance(c, Refused) for c in came)
    assert all(s.events.count() == 2 for s in made) and verify(town.congress) is None


def test_a_nomination_that_is_sent_twice_is_one_draft_and_one_person(town):
    """Two presses of one button: of the form as it was read, before either was written."""
    said = dict(
        proposer=town.government.pk, change="appoint", office="department", organ=town.roads.pk, role="head",
        office_title="县交通局局长", who="温如玉", grounds="熟悉业务。",
    )  # fmt: skip

    def send():
        client = Client()
        client.force_login(town.wang.person.user)
        return client.post("/appointments/new/", said).url

    came = at_once(*[send] * 3)
    n = Nomination.objects.get()
    assert set(came) == {f"/matters/{n.pk}/"} and n.nominee == Person.objects.get(name="温如玉")
