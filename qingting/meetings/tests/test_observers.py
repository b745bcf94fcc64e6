"""Citizens observe within the places: without an account, first come first served, and with next to nothing kept of them."""

from datetime import date

import pytest
from django.core.management import call_command
from django.urls import reverse

from conftest import at_once
from qingting.figures.figure import Figure
from qingting.meetings import daily, observers
from qingting.meetings.models import Meeting
from qingting.meetings.observers import Gallery, Observer, Opening
from qingting.meetings.public_views import secret_of
from qingting.meetings.tests.doings import House, anew
from qingting.meetings.tests.test_secrecy import every_row
from qingting.meetings.tests.test_the_hall import refused

NAME, CONTACT = "令狐晚晴", "13907125555"


@pytest.fixture
def m(house, on):
    on("2026-03-20")
    return house.meeting()


def applied(client, m, n=1, **given):
    given = {"name": NAME, "contact": CONTACT, "grown": "on", "once": f"{n:032x}"} | given
    return client.post(reverse("public_observe", args=[m.pk]), given)


def application(m, n=1):
    return observers.apply(m, secret_of(f"{n:032x}"), name=f"{NAME}{n}", contact=CONTACT)


def answer(client, o, **said):
    return client.post(reverse("observer_answer", args=[o.meeting_id, o.place]), said, follow=True).content.decode()


def test_a_citizen_applies_and_holds_a_receipt(m, town, client):
    page = client.get(reverse("public_meeting", args=[m.pk])).content.decode()
    assert "旁听席 15 个，年满 18 周岁" in page and reverse("public_observe", args=[m.pk]) in page
    sent = applied(client, m)
    assert sent.status_code == 302
    receipt = client.get(sent.url)
    assert "您是第 1 位申请的" in receipt.content.decode() and NAME not in receipt.content.decode()
    assert receipt.headers["X-Robots-Tag"] == "noindex" and "no-store" in receipt.headers["Cache-Control"]
    assert applied(client, m).url == sent.url and Observer.objects.count() == 1  # the form came twice
    assert client.get(reverse("observer_receipt", args=["nobody-holds-this"])).status_code == 404


@pytest.mark.parametrize(
    "wrong, said", [({"name": ""}, "请写姓名"), ({"contact": " "}, "请留一个联系方式"), ({"grown": ""}, "年龄要求")]
)
def test_what_is_missing_is_said(m, client, wrong, said):
    sent = applied(client, m, **wrong)
    assert sent.status_code == 422 and said in sent.content.decode() and not Observer.objects.exists()


def test_name_and_contact_stand_nowhere_in_the_clear(m, town, client):
    applied(client, m)
    assert NAME not in str(every_row()) and CONTACT not in str(every_row())
    assert Observer.objects.get().open() == {"name": NAME, "contact": CONTACT}
    pages = [reverse("public_meetings"), reverse("public_meeting", args=[m.pk]), reverse("public_meetings_feed")]
    for address in pages:
        said = client.get(address).content.decode()
        assert NAME not in said and CONTACT not in said


def test_whoever_looks_says_why_and_the_citizen_reads_it(m, town, client):
    receipt = applied(client, m).url
    client.force_login(town.wang.person.user)
    address = reverse("meeting_observers", args=[m.pk])
    assert NAME not in client.get(address).content.decode()
    assert client.post(address, {"reason": ""}).status_code == 422 and not Opening.objects.exists()
    client.post(address, {"reason": "会前核对名单甲乙"})
    assert NAME in client.get(address).content.decode()
    assert "会前核对名单甲乙" in client.get(receipt).content.decode()


def test_the_names_close_again(m, town, client, on):
    applied(client, m)
    client.force_login(town.wang.person.user)
    address = reverse("meeting_observers", args=[m.pk])
    client.post(address, {"reason": "核对"})
    on("2026-03-21")
    client.force_login(town.wang.person.user)
    assert NAME not in client.get(address).content.decode()


def test_first_come_first_served_within_the_places(m, town):
    Gallery.objects.create(meeting=m, seats=2, set_by=town.wang)
    one, two, three = (application(m, n) for n in (1, 2, 3))
    assert "请先答复第 1 位" in refused(observers.admit, two, town.wang)
    observers.admit(one, town.wang)
    observers.admit(two, town.wang)
    assert "2 个旁听席都已经有人" in refused(observers.admit, three, town.wang)
    observers.take_back(one)
    observers.admit(three, town.wang)
    assert [o.state for o in m.observers.all()] == ["cancelled", "admitted", "admitted"]


def test_a_no_has_a_reason(m, town, client):
    receipt, o = applied(client, m).url, Observer.objects.get()
    client.force_login(town.wang.person.user)
    assert "请说明理由" in answer(client, o, act="decline", reason=" ")
    answer(client, o, act="decline", reason="会议改为内部举行")
    assert "会议改为内部举行" in client.get(receipt).content.decode()
    assert "不能再答复" in refused(observers.admit, o, town.wang)


def test_a_citizen_takes_it_back_and_is_forgotten(m, town, client):
    receipt = applied(client, m).url
    client.post(receipt)
    o = Observer.objects.get()
    assert (o.state, o.sealed, o.open()) == ("cancelled", "", {})
    assert "已经删去" in client.get(receipt).content.decode()


def test_who_came_is_counted_also_when_he_is_forgotten(m, town, on):
    o = application(m)
    assert "不能登记到会" in refused(observers.come, o, town.wang)
    observers.admit(o, town.wang)
    assert "会议当天" in refused(observers.come, o, town.wang)
    on("2026-03-26")
    observers.come(o, town.wang)
    came = Observer.objects.get().came_at
    observers.come(o, town.wang)
    observers.take_back(o)
    o = Observer.objects.get()
    assert (o.state, o.came_at, o.sealed) == ("admitted", came, "")
    assert Figure.all["meetings_observed"].value(town.congress, date(2026, 1, 1), date(2026, 12, 31)) == 1


def test_the_morning_forgets_who_observed_what_is_long_over(m, on):
    application(m)
    daily.forget(date(2026, 4, 25))
    assert Observer.objects.get().sealed  # the thirtieth day after the meeting
    daily.forget(date(2026, 4, 26))
    assert not Observer.objects.get().sealed and Observer.objects.get().erased_at


def test_a_cancelled_meeting_forgets_at_once_and_says_so(m, town, client):
    receipt = applied(client, m).url
    anew(m).take("cancel", town.wang, "不开了")
    assert "会议已取消" in client.get(receipt).content.decode()
    daily.forget(date(2026, 3, 21))
    assert not Observer.objects.get().sealed


def test_when_nobody_may_apply(house, town, on, client):
    planned = house.meeting(upto="plan")
    assert client.get(reverse("public_observe", args=[planned.pk])).status_code == 404
    m = house.meeting(ordinal=9)
    assert "举行以前提出" in refused(observers.apply, m, "秘密", name="某", contact="1")
    on("2026-03-20")
    Gallery.objects.create(meeting=m, seats=0, set_by=town.wang)
    assert "不设旁听席" in refused(observers.apply, m, "秘密", name="某", contact="1")
    assert "来旁听" not in client.get(reverse("public_meeting", args=[m.pk])).content.decode()


def test_a_flood_is_bounded(m, monkeypatch):
    monkeypatch.setattr(observers, "MOST", 2)
    application(m, 1), application(m, 2)
    assert "不能再排" in refused(application, m, 3)


def test_a_place_sets_its_own_number(m, town, settings, tmp_path):
    for file in settings.RULEBOOK.glob("*.toml"):
        (tmp_path / file.name).write_text(file.read_text())
    own = 'seats = 6\nage = 16\nannounced = 5\nkept = 10\nbasis = "清河县旁听办法"\nlayer = "H"\nconfidence = "A"\nsince = 2024-01-01\n'
    (tmp_path / f"{town.congress.code}.meetings.toml").write_text(f"[[observing]]\n{own}")
    settings.RULEBOOK = tmp_path
    assert (observers.seats(m), observers.places(m.congress, m.held_on).age) == (6, 16)
    call_command("check")


def test_two_who_are_admitted_at_one_moment_take_one_place(busy_town, on):
    on("2026-03-20")
    house = House(busy_town)
    m = house.meeting()
    Gallery.objects.create(meeting=m, seats=1, set_by=house.town.wang)
    one, two = application(m, 1), application(m, 2)
    told = at_once(*[lambda o=o: observers.admit(o, busy_town.wang) for o in (one, two, one, two)])
    assert any("旁听席都已经有人" in str(said) or "请先答复" in str(said) for said in told)
    assert Meeting.objects.get().observers.filter(state="admitted").count() == 1


def test_one_sender_is_bounded_and_others_are_not(m, client, settings):
    settings.OBSERVERS_REFUSED = 2
    assert [applied(client, m, n).status_code for n in (1, 2)] == [302, 302]
    flood = applied(client, m, 3, name="欧阳某某")
    page = flood.content.decode()
    assert (
        flood.status_code == 429 and "请过一会儿再提交" in page and "欧阳某某" in page
    )  # what he wrote is still there
    assert applied(client, m, 1).status_code == 302  # who has his receipt finds it
    assert Observer.objects.count() == 2
    client.defaults["REMOTE_ADDR"] = "203.0.113.9"
    assert applied(client, m, 4).status_code == 302


def test_what_is_filled_in_wrongly_counts_nothing_and_the_hour_passes(m, client, settings, on):
    settings.OBSERVERS_REFUSED = 1
    on("2026-03-20", "09:10")
    assert [applied(client, m, 1, name="").status_code for _n in range(3)] == [422, 422, 422]
    assert [applied(client, m, n).status_code for n in (1, 2)] == [302, 429]
    on("2026-03-20", "10:10")
    assert applied(client, m, 2).status_code == 302


def test_names_that_one_opened_are_closed_to_his_colleague(m, town, client):
    applied(client, m)
    Opening.objects.create(meeting=m, by=town.wang, reason="核对")
    assert observers.opened(m, [town.wang]) and not observers.opened(m, [town.sun])


def test_a_receipt_tells_who_looked_since_and_how_many_still_wait_before(m, town, client, on):
    Opening.objects.create(meeting=m, by=town.wang, reason="申请以前看的甲乙")
    one, two = application(m, 1), application(m, 2)
    observers.admit(one, town.wang)
    on("2026-03-20", "09:05")
    receipt = applied(client, m, 3).url
    Opening.objects.create(meeting=m, by=town.wang, reason="申请以后看的丙丁")
    page = client.get(receipt)
    assert page.context["ahead"] == 1  # the second; the first has his place
    assert "申请以后看的丙丁" in page.content.decode() and "申请以前看的甲乙" not in page.content.decode()
    assert two.place == 2


def test_who_has_been_there_is_not_declined_afterwards(m, town, on):
    o = application(m)
    observers.admit(o, town.wang)
    on("2026-03-26")
    observers.come(o, town.wang)
    assert "不能再答复" in refused(observers.decline, o, town.wang, "迟到")


def test_a_day_that_is_decided_and_not_yet_announced_takes_no_application(house, town, on):
    on("2026-03-20")
    m = house.meeting(upto="plan")
    type(m).objects.filter(pk=m.pk).update(body=town.congress)
    assert "现在不接受旁听申请" in refused(application, anew(m))
