"""The list of an activity is put right with a reason; a deputy objects, and the objection stays for all to see."""

from datetime import date
from secrets import token_hex

import pytest

from qingting.duties.models import Objection, Presence
from qingting.duties.tests.doings import at_desk, entered, filled, settled_in
from qingting.figures.figure import Figure
from qingting.organs.models import Role

YEAR = date(2026, 1, 1), date(2026, 12, 31)


@pytest.fixture(autouse=True)
def a_day_in_march(on):
    on("2026-03-20")


@pytest.fixture
def street(town):
    return settled_in(town)


@pytest.fixture
def a(client, street):
    """A visit of Lin and He, recorded by Xu and confirmed by Deng."""
    at_desk(client, street.xu)
    _response, found = entered(client, street, people=[street.lin.pk, street.he.pk])
    found.take("confirm", street.deng)
    return found


def text(response):
    return response.content.decode().replace("&quot;", '"')


def put_right(client, a, **changed):
    page = client.get(f"/duties/activities/{a.pk}/people/")
    said = {"once": token_hex(16), "seen": page.context["seen"], "why": "核对签到表"} | changed
    return client.post(f"/duties/activities/{a.pk}/people/", said)


def times(street):
    return Figure.all["three_entries_attendance"].value(street.congress, *YEAR)


def test_a_list_is_put_right_with_a_reason_that_stays(client, street, a):
    assert put_right(client, a, people=[street.lin.pk], names="方若谷").status_code == 302
    assert [str(one) for one in a.present] == ["林秀英", "方若谷"] and times(street) == 2
    event = a.events.get(step="relist")
    assert event.words.said["note"] == "核对签到表" and not {"林秀英", "何建国"} & {*event.data}
    page = text(client.get(f"/matters/{a.pk}/"))
    assert "<del>何建国</del>" in page and "核对签到表" in page
    assert Presence.objects.get(post=street.he).struck  # struck out, and still there


def test_nothing_changed_is_no_correction(client, street, a):
    response = put_right(client, a, people=[street.lin.pk, street.he.pk])
    assert response.status_code == 409 and "名单没有改动，请先在“参加人员”里更正名单" in text(response)
    assert not a.events.filter(step="relist").exists()


def test_a_list_of_nobody_is_refused_and_stands_as_it_was(client, street, a):
    response = put_right(client, a, people=[])
    assert response.status_code == 409 and "还没有登记谁参加了" in text(response)
    assert len(a.present) == 2 and times(street) == 2


def test_no_reason_no_correction(client, street, a):
    assert "请说明为什么更正" in text(put_right(client, a, people=[street.lin.pk], why=""))


def test_a_list_that_moved_meanwhile_is_shown_first(client, street, a):
    response = put_right(client, a, people=[street.lin.pk], seen="x" * 64)
    assert response.status_code == 409 and "已由" in text(response) and len(a.present) == 2


def test_two_presses_put_it_right_once(client, street, a):
    once = token_hex(16)
    for _press in range(2):
        put_right(client, a, people=[street.lin.pk], once=once)
    assert a.events.filter(step="relist").count() == 1


def test_only_its_keeper_puts_a_list_right(client, street, a):
    for post in (street.deng, street.lin, street.wang, street.zhao):
        assert at_desk(client, post).get(f"/duties/activities/{a.pk}/people/").status_code == 404


def test_whoever_is_asked_sends_it_back_and_it_comes_again(client, street):
    at_desk(client, street.xu)
    _response, a = entered(client, street)
    a.take("send_back", street.deng, "日期不对")
    assert "接着填写" in text(client.get(f"/matters/{a.pk}/"))
    client.post(f"/duties/activities/{a.pk}/edit/", filled(street, held_on="2026-03-17", people=[street.he.pk]))
    a.refresh_from_db()
    assert (a.state, a.held_on, a.number) == ("recorded", date(2026, 3, 17), "活动〔2026〕1号")
    assert [str(one) for one in a.present] == ["何建国"] and Presence.objects.get(post=street.lin).struck


def test_a_place_that_is_taken_out_again_was_not_visited(client, street):
    at_desk(client, street.xu)
    _response, a = entered(client, street, spots=[street.bank.pk, street.bridge.pk])
    a.take("send_back", street.deng, "没有去临江社区")
    client.post(f"/duties/activities/{a.pk}/edit/", filled(street, spots=[street.bridge.pk]))
    assert [visit.place for visit in a.visits.all()] == [street.bridge]


# Objections


def object_to(client, a, claim="absent", **more):
    said = {"once": token_hex(16), "claim": claim, "words": "那天我在外地开会。"} | more
    return client.post(f"/duties/activities/{a.pk}/object/", said)


def test_a_deputy_objects_and_it_stands_on_the_activity_with_its_answer(client, street, a):
    at_desk(client, street.he)
    assert f"/duties/activities/{a.pk}/object/" in text(client.get(f"/matters/{a.pk}/"))
    assert object_to(client, a).status_code == 302
    o = Objection.objects.get()
    assert (o.state, o.deputy, o.keeper) == ("raised", street.he.person, street.street)
    o.take("uphold", street.xu, answer="核对签到表，确实没有参加。")
    assert times(street) == 1
    at_desk(client, street.fang)  # another deputy reads that he objected and what came of it, not his words
    page = text(client.get(f"/matters/{a.pk}/"))
    assert "我没有参加" in page and "已更正" in page and "核对签到表，确实没有参加。" in page and "外地开会" not in page
    at_desk(client, street.xu)
    assert "外地开会" in text(client.get(f"/matters/{a.pk}/"))


def test_an_objection_that_does_not_fit_is_told_and_nothing_is_kept(client, street, a):
    at_desk(client, street.he)
    response = object_to(client, a, "left_out")
    assert response.status_code == 409 and "名单里已经有您，请选别的情形" in text(response)
    assert not Objection.objects.exists()
    assert "请填写“怎么不对”" in text(object_to(client, a, words=""))


def test_two_presses_are_one_objection_and_a_second_waits_for_the_first(client, street, a):
    at_desk(client, street.he)
    once = token_hex(16)
    assert {object_to(client, a, once=once).status_code for _press in range(2)} == {302}
    assert Objection.objects.count() == 1
    assert "上一件异议还没有办完" in text(object_to(client, a))


def test_an_organ_that_is_no_deputy_cannot_object(client, street, a):
    for post in (street.xu, street.deng, street.zhao):
        assert at_desk(client, post).get(f"/duties/activities/{a.pk}/object/").status_code == 404


def test_before_it_is_confirmed_there_is_nothing_to_object_to(client, street):
    at_desk(client, street.xu)
    _response, a = entered(client, street)
    at_desk(client, street.he)
    assert "/object/" not in text(client.get(f"/matters/{a.pk}/"))
    assert "确认以后才能提异议" in text(object_to(client, a, "left_out"))


def test_a_page_of_an_activity_asks_as_often_with_many_as_with_one(client, street, a, django_assert_max_num_queries):
    at_desk(client, street.wang)
    client.get(f"/matters/{a.pk}/")
    Presence.objects.bulk_create(
        [Presence(activity=a, post=street.seat(f"代表{n}", street.congress, Role.DEPUTY)) for n in range(30)]
    )
    with django_assert_max_num_queries(20):
        client.get(f"/matters/{a.pk}/")
