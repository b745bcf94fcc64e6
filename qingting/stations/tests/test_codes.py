"""What a code is worth: it vouches for one holder in one term, nobody else can make one, and it can be ended."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from hypothesis import HealthCheck, given
from hypothesis import settings as how
from hypothesis import strategies as st

from qingting.docket.process import Refused
from qingting.organs.models import Level, Post, Role, Term
from qingting.stations import codes
from qingting.stations.codes import State, read, token
from qingting.stations.models import Code


@pytest.fixture
def code(street):
    return codes.issue(street.town.lin, street.town.wang)


def page(client, code):
    said = code if isinstance(code, str) else token(code)
    response = client.get(f"/c/{said}/")
    return response.status_code, response.content.decode()


def test_a_valid_code_says_what_is_verified_about_whom(client, street, code):
    street.constituency("第三选区", street.town.lin)
    reading = read(token(code))
    assert (reading.state, reading.holder) == (State.VALID, street.town.lin)
    sentence = "经代表工作委员会核验：林秀英是清河县人民代表大会第16届代表，由第三选区选出。"
    assert reading.sentence == sentence
    status, said = page(client, code)
    assert status == 200 and "身份已核验" in said and sentence in said and "testserver" in said


def test_it_says_until_when_where_that_is_known(street, code):
    Term.objects.update(until=date(2026, 12, 31))
    assert read(token(code)).sentence.endswith("，任期至 2026-12-31。")


def test_a_station_has_one_too(client, street):
    code = codes.issue(street.station, street.town.wang)
    status, said = page(client, code)
    assert status == 200 and "河西街道代表联络站是清河县人民代表大会的代表联络站，由河西街道人大工委管理。" in said


def test_a_deputy_of_a_higher_level_is_called_so(street):
    post = Post.objects.create(
        person=street.town.lin.person,
        organ=street.town.congress,
        role=Role.DEPUTY,
        level=Level.MUNICIPAL,
        since=date(2022, 1, 1),
    )
    assert "林秀英是市人大代表" in read(token(codes.issue(post, street.town.wang))).sentence


def changed(token, place):
    other = "b" if token[place] != "b" else "c"
    return token[:place] + other + token[place + 1 :]


def test_a_code_changed_in_any_place_is_forged(street, code):
    codes.issue(street.town.he, street.town.wang)
    genuine = token(code)
    assert read(genuine.upper()).is_valid  # some readers give back large letters
    for place in range(len(genuine)):
        assert read(changed(genuine, place)).state == State.FORGED, place


def test_the_signature_of_one_is_not_that_of_another(street, code):
    other = codes.issue(street.town.he, street.town.wang)
    swapped = f"{other.pk}-{token(code).partition('-')[2]}"
    assert read(swapped).state == State.FORGED


def test_it_is_bound_to_its_holder_and_its_term(street, code):
    """Who could write into the table of codes could not make a printed one vouch for somebody else."""
    printed = token(code)
    Code.objects.update(post=street.town.he)
    assert read(printed).state == State.FORGED
    Code.objects.update(
        post=street.town.lin, term=Term.objects.create(congress=code.congress, number=17, since=date(2027, 1, 5))
    )
    assert read(printed).state == State.FORGED


def test_another_key_makes_other_codes_and_an_older_one_stays_good(street, code, settings):
    printed, first = token(code), settings.SECRET_KEY
    settings.SECRET_KEY = "another"
    assert read(printed).state == State.FORGED
    settings.SECRET_KEY_FALLBACKS = [first]
    assert read(printed).is_valid and token(code) != printed


def test_it_carries_at_least_80_bits(code):
    signed = token(code).partition("-")[2]
    assert len(signed) == 16 and set(signed) <= set("abcdefghijklmnopqrstuvwxyz234567")  # five bits each


@how(max_examples=200, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(said=st.one_of(st.text(max_size=60), st.from_regex(r"[0-9]{1,40}-[a-z2-7]{0,40}", fullmatch=True)))
def test_whatever_is_scanned_is_read_or_forged(street, code, said):
    assert read(said).state == State.FORGED or said == token(code)


@pytest.mark.parametrize(
    "said",
    ["1", "1-", "-a", "1" * 40 + "-a", "٣-abc", "字", "%00", "1-%0a", "a" * 2000, "😀-😀"],
    ids=lambda said: said[:12],
)
def test_a_forged_code_says_so_and_offers_the_directory(client, street, code, said):
    status, told = page(client, said)
    assert status == 404 and "这个码是假的" in told and 'href="/stations/"' in told
    assert "林秀英" not in told


def test_a_revoked_code_says_so_and_a_new_one_may_be_issued(client, street, code, on):
    with pytest.raises(Refused, match="已经有码，要换发的先作废旧码"):
        codes.issue(street.town.lin, street.town.wang)
    on("2026-03-05")
    codes.revoke(code, street.town.wang, "代表卡遗失")
    status, told = page(client, code)
    assert status == 200 and "这个码已于 2026-03-05 作废" in told and "/stations/" in told
    assert "遗失" not in told and "身份已核验" not in told and "向林秀英代表说一件事" not in told
    with pytest.raises(Refused, match="已经作废了"):
        codes.revoke(code, street.town.wang, "再来一次")
    assert read(token(codes.issue(street.town.lin, street.town.wang))).is_valid
    assert read(token(code)).state == State.REVOKED


def test_a_code_ends_with_the_mandate_or_with_the_term(client, street, code, on):
    Post.objects.filter(pk=street.town.lin.pk).update(until=date(2026, 3, 10))
    assert read(token(code), date(2026, 3, 10)).is_valid  # the last day is still a day
    on("2026-03-11")
    status, told = page(client, code)
    assert status == 200 and "林秀英代表的这个码已于 2026-03-10 到期" in told and "身份已核验" not in told
    Post.objects.filter(pk=street.town.lin.pk).update(until=None)
    assert read(token(code)).is_valid
    Term.objects.update(until=date(2026, 3, 9))
    assert read(token(code)).state == State.ENDED


def test_the_code_of_a_closed_station_has_ended(street, on):
    code = codes.issue(street.station, street.town.wang)
    street.station.organ.until = date(2026, 3, 4)
    street.station.organ.save()
    on("2026-03-05")
    assert read(token(code)).state == State.ENDED


def test_a_suspended_deputy_s_code_does_not_vouch_for_him(client, street, code, on):
    Post.objects.filter(pk=street.town.lin.pk).update(
        suspended_since=date(2026, 3, 3), suspended_until=date(2026, 3, 6)
    )
    assert read(token(code)).is_valid
    on("2026-03-03")
    status, told = page(client, code)
    assert status == 200 and "林秀英代表现在暂停执行代表职务" in told and "身份已核验" not in told
    on("2026-03-06")
    assert read(token(code)).is_valid


def test_only_a_deputy_in_office_gets_one(street, on):
    town = street.town
    for post, changed in (
        (town.zhao, {}),
        (town.he, {"until": date(2026, 3, 1)}),
        (town.fang, {"suspended_since": date(2026, 3, 1)}),
    ):
        Post.objects.filter(pk=post.pk).update(**changed)
        post.refresh_from_db()
        with pytest.raises(Refused, match="现在不是在任代表，不能发码"):
            codes.issue(post, town.wang)
    street.station.organ.until = date(2026, 3, 1)
    with pytest.raises(Refused, match="现在不开放，不能发码"):
        codes.issue(street.station, town.wang)


def test_all_who_lack_one_get_one_and_once(street):
    town = street.town
    codes.issue(town.lin, town.wang)
    Post.objects.filter(pk=town.fang.pk).update(suspended_since=date(2026, 3, 1))
    assert codes.lacking(town.congress) == 2
    assert codes.issue_to_all(town.congress, town.wang) == 2  # He and the station
    assert codes.issue_to_all(town.congress, town.wang) == codes.lacking(town.congress) == 0
    assert {code.holder for code in codes.in_force(town.congress)} == {town.lin, town.he, street.station}


def test_without_a_term_there_is_none(street):
    Term.objects.all().delete()
    with pytest.raises(Refused, match="没有登记现在是哪一届"):
        codes.issue(street.town.lin, street.town.wang)
    assert codes.lacking(street.town.congress) == 0


def test_the_database_holds_one_code_to_one_holder(street, code):
    for held in ({"post": street.town.lin, "station": street.station}, {"post": street.town.lin}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Code.objects.create(**held, term=street.town.term, issued_by=street.town.wang)


def test_nothing_crosses_between_two_congresses(street, next_street):
    ours, theirs = street.town, next_street.town
    with pytest.raises(ValidationError, match="不属于同一个人大"):
        codes.issue(ours.lin, theirs.wang)
    with pytest.raises(Refused, match="只能给本级人大"):
        codes.issue_to_all(ours.congress, theirs.wang)
    codes.issue_to_all(theirs.congress, theirs.wang)
    assert not codes.in_force(ours.congress).exists()
    assert codes.lacking(ours.congress) == 4


def test_a_signature_is_compared_in_constant_time(street, code, monkeypatch):
    asked = []
    monkeypatch.setattr(codes, "constant_time_compare", lambda ours, said: asked.append(said) or False)
    assert read(token(code)).state == State.FORGED and asked == [token(code).partition("-")[2]]


def test_the_printed_address_is_that_of_the_site(code, settings):
    settings.SITE_URL = "https://qingting.example/"
    assert codes.address(code) == f"https://qingting.example/c/{token(code)}/"
