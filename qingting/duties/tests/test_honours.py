"""An honour stands in a file once a second person has confirmed it; a slip is struck with a reason."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError

from qingting.docket.process import Refused
from qingting.duties.honours import Honour, confirmed

YEAR = date(2026, 1, 1), date(2026, 12, 31)


@pytest.fixture(autouse=True)
def a_day_in_march(on):
    on("2026-03-20")


def an_honour(town, **more):
    given = dict(name="优秀人大代表", given_by="清河县人大常委会", given_on=date(2026, 3, 1), proof="清常〔2026〕3号")
    return Honour.objects.create(post=town.lin, recorder=town.xu, **given | more)


def test_an_honour_counts_once_it_is_confirmed_by_another(town):
    h = an_honour(town)
    assert not confirmed(town.congress, *YEAR).exists()
    with pytest.raises(Refused, match="不能自己确认"):
        h.confirm(town.xu)
    h.confirm(town.wang)
    assert confirmed(town.congress, *YEAR).get() == h
    with pytest.raises(Refused, match="已经确认"):
        h.confirm(town.sun)


def test_whoever_has_no_business_confirms_none(town, next_town):
    for other in (town.lin, next_town.wang):
        with pytest.raises(Refused, match="不能确认"):
            an_honour(town, name=f"荣誉{other.pk}").confirm(other)


def test_a_slip_is_struck_with_a_reason_and_stays(town):
    h = an_honour(town)
    h.confirm(town.wang)
    with pytest.raises(Refused, match="说明理由"):
        h.strike(town.wang, " ")
    h.strike(town.wang, "同名的另一位代表的")
    assert not confirmed(town.congress, *YEAR).exists() and Honour.objects.get().why


@pytest.mark.parametrize(("day", "sentence"), [(date(2026, 3, 21), "还没有到"), (date(2019, 12, 31), "不在任")])
def test_a_day_that_cannot_be_is_refused(town, day, sentence):
    with pytest.raises(ValidationError, match=sentence):
        an_honour(town, given_on=day).full_clean()
