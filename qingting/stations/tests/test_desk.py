"""Stations at the desk: who may do what, by address; what is filled in, and what is refused in a sentence."""

from datetime import date, time
from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from PIL import Image

from qingting.docket.models import Notice
from qingting.organs.models import Organ, Post, Role
from qingting.stations import codes
from qingting.stations.models import Code, Duty, DutyDay, Profile, Recurrence, Station, Stationed
from qingting.stations.tests.conftest import Street

D = "/stations/desk/"


@pytest.fixture
def at(client):
    """Sign in as somebody."""

    def enter(post):
        client.force_login(post.person.user)
        return client

    return enter


@pytest.fixture
def things(street):
    """Something at every address."""
    rule = Recurrence.objects.create(
        station=street.station, weekday=4, opens=time(9), closes=time(11), since=date(2026, 3, 1)
    )
    rule.deputies.set([street.town.lin])
    return {
        "s": street.station.pk,
        "code": codes.issue(street.town.he, street.town.wang).pk,
        "stay": Stationed.objects.get(post=street.town.he).pk,
        "day": street.reception().pk,
        "rule": rule.pk,
        "lin": street.town.lin.pk,
    }


# Who is let in. As the division of work has it: everyone at a desk looks, offices keep all, a committee's clerk its own.
EVERYONE, CLERK_OF_IT, OFFICE = "everyone", "clerk", "office"
PAGES = {
    "": EVERYONE,
    "{s}/": EVERYONE,
    "days/": EVERYONE,
    "new/": (CLERK_OF_IT, OFFICE),
    "{s}/edit/": (CLERK_OF_IT, OFFICE),
    "{s}/deputies/": (CLERK_OF_IT, OFFICE),
    "codes/cards.pdf?station={s}": (CLERK_OF_IT, OFFICE),
    "{s}/days/new/": (CLERK_OF_IT,),
    "{s}/rules/new/": (CLERK_OF_IT,),
    "days/{day}/duties/": (CLERK_OF_IT,),
    "deputies/{lin}/": (OFFICE,),
    "codes/": (OFFICE,),
    "codes/cards.pdf": (OFFICE,),
    "codes/cards.pdf?code={code}": (OFFICE,),
    "codes/{code}/revoke/": (OFFICE,),
}
PRESSES = {
    "stays/{stay}/end/": (CLERK_OF_IT, OFFICE),
    "rules/{rule}/plan/": (CLERK_OF_IT,),
    "rules/{rule}/end/": (CLERK_OF_IT,),
    "codes/issue/": (OFFICE,),
}


def allowed(street, who):
    return {CLERK_OF_IT: [street.shi], OFFICE: [street.town.wang, street.town.sun]}[who]


@pytest.mark.parametrize("address", PAGES)
def test_who_is_let_in(street, things, at, address):
    may = PAGES[address]
    let_in = street.posts if may == EVERYONE else [post for who in may for post in allowed(street, who)]
    if address == "new/":  # a station of his own street, which is another
        let_in.append(street.town.xu)
    for post in street.posts:
        status = at(post).get(D + address.format(**things)).status_code
        assert status == (200 if post in let_in else 404), post


@pytest.mark.parametrize("address", PRESSES)
def test_who_may_press(street, things, at, address):
    let_in = [post for who in PRESSES[address] for post in allowed(street, who)]
    for post in street.posts:
        client = at(post)
        assert client.get(D + address.format(**things)).status_code == 405
        status = client.post(D + address.format(**things)).status_code
        assert status == (302 if post in let_in else 404), post


@pytest.mark.parametrize("address", [*PAGES, *PRESSES])
def test_nobody_comes_in_from_the_street_or_from_another_congress(street, things, next_street, client, address):
    address = D + address.format(**things)
    method = (
        client.get if address.removeprefix(D).format() in [page.format(**things) for page in PAGES] else client.post
    )
    assert method(address).status_code == 302 and "/accounts/login/" in method(address)["Location"]
    named = "{" in next((page for page in [*PAGES, *PRESSES] if D + page.format(**things) == address), "")
    for post in (next_street.town.wang, next_street.shi):
        client.force_login(post.person.user)
        session = client.session
        session["acting"] = post.pk
        session.save()
        post.person.user.persons.exclude(pk=post.person_id).update(user=None)  # of the same names in two congresses
        if named:
            assert method(address).status_code == 404, post


def test_the_clerk_of_the_next_committee_keeps_her_own(street, things, at):
    other = Street(street.town, "河东街道")
    Post.objects.filter(pk=street.shi.pk).update(until=date(2026, 3, 1))  # the same woman has moved there
    for address in ("{s}/edit/", "{s}/deputies/", "{s}/days/new/", "days/{day}/duties/"):
        assert at(other.shi).get(D + address.format(**things)).status_code == 404, address
    assert at(other.shi).get(f"{D}{other.station.pk}/edit/").status_code == 200


def test_an_office_of_another_congress_keeps_nothing_here_though_its_clerk_serves_here_too(
    street, next_street, things, at
):
    """One sign-in, two congresses: a deputy of this one, who acts as such, is a clerk of an office of the next."""
    user = street.town.fang.person.user
    for person in (next_street.town.wang.person, street.town.fang.person):
        person.user = user
        person.save()
    client = at(street.town.fang)
    session = client.session
    session["acting"] = street.town.fang.pk
    session.save()
    assert client.get(f"{D}{things['s']}/").status_code == 200
    for address in ("{s}/edit/", "{s}/deputies/", "codes/cards.pdf?station={s}", "codes/{code}/revoke/"):
        assert client.get(D + address.format(**things)).status_code == 404, address


# Setting up


PLACE = {"name": "河西菜场代表联系点", "kind": "point", "address": "菜场二楼", "since": "2026-03-02"}


def test_a_clerk_opens_a_station_below_her_own_committee(street, at):
    response = at(street.shi).post(f"{D}new/", PLACE | {"keeper": street.committee.pk})
    station = Station.objects.get(organ__name=PLACE["name"])
    assert response.status_code == 302 and station.keeper == street.committee
    assert (station.congress, station.organ.kind) == (street.town.congress, Organ.Kind.STATION)
    other = Street(street.town, "河东街道")
    Post.objects.filter(pk=other.shi.pk).delete()
    page = at(street.shi).post(f"{D}new/", PLACE | {"name": "另一个", "keeper": other.committee.pk})
    assert page.status_code == 422 and not Station.objects.filter(organ__name="另一个").exists()


def test_an_office_opens_one_below_any_committee_of_its_congress(street, next_street, at):
    assert at(street.town.wang).post(f"{D}new/", PLACE | {"keeper": street.committee.pk}).status_code == 302
    page = at(street.town.wang).post(f"{D}new/", PLACE | {"name": "另一个", "keeper": next_street.committee.pk})
    assert page.status_code == 422


@pytest.mark.parametrize(
    "said, sentence",
    [
        ({"name": "河西街道代表联络站"}, "已经有叫“河西街道代表联络站”的机构"),
        ({"name": ""}, "请填写“站名”"),
        ({"name": "站\x00名"}, "看不见的控制字符"),
        ({"address": "长" * 10_000}, "200"),
        ({"longitude": "114.4"}, "经度和纬度要写就都写"),
        ({"longitude": "30.6", "latitude": "80"}, "这个位置不在本区范围内"),
        ({"longitude": "nan", "latitude": "1e400"}, "输入一个数字"),
        ({"until": "2026-03-01"}, "早于设立日期"),
        ({"since": "9" * 30}, "输入一个有效的日期"),
        ({"kind": "castle"}, "castle"),
    ],
)
def test_what_is_filled_in_is_checked_in_a_sentence(street, at, said, sentence):
    street.outline()
    page = at(street.town.wang).post(f"{D}new/", PLACE | {"keeper": street.committee.pk} | said)
    assert page.status_code == 422
    assert any(sentence in fault for faults in page.context["form"].errors.values() for fault in faults)
    assert Station.objects.count() == 1


def test_a_station_is_changed_and_closed(street, at):
    said = {
        "name": "河西代表之家",
        "kind": "studio",
        "address": "河西路 1 号",
        "since": "2022-03-01",
        "until": "2026-03-31",
    }
    assert at(street.shi).post(f"{D}{street.station.pk}/edit/", said).status_code == 302
    station = Station.objects.get()
    assert (str(station), station.kind, station.organ.until) == ("河西代表之家", "studio", date(2026, 3, 31))


def test_deputies_are_sent_by_name(street, at):
    address = f"{D}{street.station.pk}/deputies/"
    page = at(street.shi).post(address, {"names": "方若谷、谁", "since": "2026-03-02"})
    assert page.status_code == 422 and "没有找到代表：谁" in page.content.decode()
    for _twice in range(2):
        assert at(street.shi).post(address, {"names": "方若谷，林秀英", "since": "2026-03-02"}).status_code == 302
    assert [post.person.name for post in street.station.deputies()] == ["林秀英", "何建国", "方若谷"]
    stay = Stationed.objects.get(post=street.town.fang)
    at(street.shi).post(f"{D}stays/{stay.pk}/end/")
    stay.refresh_from_db()
    assert stay.until == date(2026, 3, 2)


def test_an_office_issues_and_revokes(street, at):
    client = at(street.town.wang)
    client.post(f"{D}codes/issue/", {"post": street.town.lin.pk})
    client.post(f"{D}codes/issue/", {"station": street.station.pk})
    assert Code.objects.filter(post=street.town.lin).exists() and Code.objects.filter(station=street.station).exists()
    client.post(f"{D}codes/issue/")
    assert Code.objects.count() == 4
    code = Code.objects.get(post=street.town.lin)
    page = client.post(f"{D}codes/{code.pk}/revoke/", {"reason": "\x00"})
    assert page.status_code == 422
    client.post(f"{D}codes/{code.pk}/revoke/", {"reason": "代表卡遗失"})
    code.refresh_from_db()
    assert (code.revoked_on, code.revoked_by, code.reason) == (date(2026, 3, 2), street.town.wang, "代表卡遗失")
    assert client.get(f"{D}codes/{code.pk}/revoke/").status_code == 404
    for nonsense in ({"post": "9" * 30}, {"post": "x"}, {"station": "😀"}):
        assert client.post(f"{D}codes/issue/", nonsense).status_code in (302, 404)


def test_a_clerk_prints_those_of_her_own_station_alone(street, at):
    codes.issue_to_all(street.town.congress, street.town.wang)
    printed = at(street.shi).get(f"{D}codes/cards.pdf?station={street.station.pk}")
    assert b"".join(printed.streaming_content).startswith(b"%PDF-") and "no-store" in printed["Cache-Control"]
    other = Street(street.town, "河东街道")
    Post.objects.filter(pk=other.shi.pk).delete()
    assert at(street.shi).get(f"{D}codes/posters.pdf?station={other.station.pk}").status_code == 404


def picture():
    file = BytesIO()
    Image.new("RGB", (400, 500), "teal").save(file, "PNG")
    return SimpleUploadedFile("代表.png", file.getvalue())


def test_an_office_writes_what_a_deputy_s_page_says(street, at):
    address, client = f"{D}deputies/{street.town.lin.pk}/", at(street.town.wang)
    client.post(address, {"work": "乡村医生", "concerns": "老人看病", "picture": picture()})
    profile = Profile.objects.get(post=street.town.lin)
    assert profile.work == "乡村医生" and bytes(profile.photograph).startswith(b"\xff\xd8")
    page = client.post(address, {"work": "医生", "picture": SimpleUploadedFile("代表.png", b"<svg onload=x>")})
    assert page.status_code == 422 and "打不开" in page.content.decode()
    client.post(address, {"work": "医生", "without": "on"})
    profile.refresh_from_db()
    assert (profile.photograph, profile.digest, profile.work) == (None, "", "医生")


# Planning


def test_a_day_is_planned_and_a_rest_day_pointed_out(street, at):
    said = {"day": "2026-03-14", "opens": "09:00", "closes": "11:00", "deputies": [street.town.lin.pk]}
    address, client = f"{D}{street.station.pk}/days/new/", at(street.shi)
    page = client.post(address, said, follow=True).content.decode()
    assert "这天是周末" in page and "林秀英" in page
    assert "这一天已经排了接待" in client.post(address, said).content.decode()
    assert "结束要晚于开始" in client.post(address, said | {"closes": "09:00"}).content.decode()
    assert "2026-03-01 已经过去" in client.post(address, said | {"day": "2026-03-01"}).content.decode()
    assert client.post(address, said | {"deputies": [street.town.zhao.pk]}).status_code == 422
    assert DutyDay.objects.count() == 1


def test_a_rule_is_set_and_planned(street, at):
    client, said = (
        at(street.shi),
        {"every": "week", "weekday": "6", "opens": "09:00", "closes": "11:00", "since": "2026-03-02"},
    )
    page = client.post(f"{D}{street.station.pk}/rules/new/", said)
    assert page.status_code == 422 and "请填写“值班代表”" in page.content.decode()
    client.post(f"{D}{street.station.pk}/rules/new/", said | {"deputies": [street.town.lin.pk]})
    rule = Recurrence.objects.get()
    page = client.post(f"{D}rules/{rule.pk}/plan/", follow=True).content.decode()
    assert "新排定 8 天" in page and "其中有休息日，没有自动挪动" in page and "03-07（周末）" in page
    client.post(f"{D}rules/{rule.pk}/end/")
    rule.refresh_from_db()
    assert rule.until == date(2026, 3, 2)


def test_a_list_is_drawn_up_and_then_put_in_force(street, at):
    d, client = street.reception(upto="announce"), at(street.shi)
    Stationed.objects.create(station=street.station, post=street.town.fang, since=date(2026, 3, 1))
    address = f"{D}days/{d.pk}/duties/"

    def draw_up(*posts):
        client.post(address, {"deputies": [post.pk for post in posts]})
        return {duty.post.person.name: duty.standing for duty in Duty.objects.select_related("post__person")}

    town = street.town
    assert draw_up(town.lin, town.fang) == {"林秀英": "on", "何建国": "leaving", "方若谷": "joining"}
    assert draw_up(town.lin, town.he) == {"林秀英": "on", "何建国": "on"}
    draw_up(town.lin, town.fang)
    told = Notice.objects.count()
    client.post(
        f"/matters/{d.pk}/rearrange/", {"note": "何代表出差", "once": "a" * 32, "seen": DutyDay.objects.get().head}
    )
    assert [post.person.name for post in d.on_duty()] == ["林秀英", "方若谷"] and Notice.objects.count() == told + 2
    assert draw_up(town.lin, town.he)["何建国"] == "joining"


def test_the_form_of_moving_offers_the_time_as_a_time(street, at):
    d = street.reception(upto="announce")
    page = at(street.shi).get(f"/matters/{d.pk}/move/").content.decode()
    assert 'type="time" name="opens" value="09:00"' in page


def test_the_office_for_deputies_reads_a_day_and_changes_nothing_of_it(street, at):
    """The stations are the standing committee's (Organic Law, art. 60 (2)); a day is the sub-district committee's work."""
    d, client = street.reception(), at(street.town.wang)  # not announced yet
    for listed in (f"{D}days/", f"{D}{street.station.pk}/"):
        assert f'href="/matters/{d.pk}/"' in client.get(listed).content.decode()
    page = client.get(f"/matters/{d.pk}/").content.decode()
    assert "林秀英" in page and "改值班名单" not in page
    assert [name for name in d.process.steps if f'href="/matters/{d.pk}/{name}/"' in page] == []
    assert client.get(f"{D}days/{d.pk}/duties/").status_code == 404
    assert at(street.town.qian).get(f"/matters/{d.pk}/").status_code == 404  # an organ that handles has no part in it


def test_the_calendar_shows_a_month(street, at):
    street.reception("2026-03-12")
    street.reception("2026-03-19", upto="announce")
    street.reception("2026-04-09", upto="announce")
    mine = at(street.shi).get(f"{D}days/").content.decode()
    assert mine.count('<li><div class="day">') == 2 and "2026年3月" in mine
    bureau = at(street.town.qian).get(f"{D}days/").content.decode()  # sees what was announced
    assert bureau.count('<li><div class="day">') == 1
    assert at(street.shi).get(f"{D}days/?month=2026-04").content.decode().count('<li><div class="day">') == 1
    for nonsense in ("x", "2026-13", "9999-99", "0000-00", "２０２６-04", "2026-4%00", "9" * 50):
        assert at(street.shi).get(f"{D}days/?month={nonsense}").status_code == 200, nonsense


@pytest.mark.parametrize(
    "asked", ["q=%00", "q=" + "长" * 10_000, "kind=x", "committee=" + "9" * 40, "after=" + "9" * 40, "closed=x"]
)
def test_whatever_the_list_is_asked_is_answered(street, at, asked):
    assert at(street.town.wang).get(f"{D}?{asked}").status_code == 200
    assert at(street.town.wang).get(f"{D}codes/?{asked}").status_code == 200


@pytest.mark.parametrize("pk", ["0", "9" * 19, "9" * 40])
def test_no_number_breaks_the_desk(street, at, pk):
    client = at(street.town.wang)
    for address in (
        "{}/",
        "{}/edit/",
        "{}/deputies/",
        "deputies/{}/",
        "codes/{}/revoke/",
        "codes/cards.pdf?station={}",
    ):
        assert client.get(D + address.format(pk)).status_code == 404, address
    assert client.get(f"{D}codes/cards.pdf?code={pk}").status_code == 404
    for address in ("stays/{}/end/", "rules/{}/plan/"):
        assert client.post(D + address.format(pk)).status_code == 404


def test_no_page_of_the_desk_asks_more_often_when_there_is_more(street, at, monkeypatch):
    monkeypatch.setattr("qingting.clocks.calendar.A_MINUTE", 10**9)
    codes.issue_to_all(street.town.congress, street.town.wang)
    street.reception("2026-03-12", upto="announce")
    pages = [D, f"{D}{street.station.pk}/", f"{D}codes/", f"{D}days/"]

    def asks(address):
        with CaptureQueriesContext(connection) as queries:
            assert at_work.get(address).status_code == 200
        return len(queries)

    at_work = at(street.town.wang)
    for address in pages:
        at_work.get(address)
    before = {address: asks(address) for address in pages}
    for n in range(4):
        street.open_station(f"河东第{n}代表联系点")
        new = street.town.seat(f"林{n}", street.town.congress, Role.DEPUTY)
        Stationed.objects.create(station=street.station, post=new, since=date(2026, 3, 1))
        street.reception(f"2026-03-{16 + n}", upto="announce")
    codes.issue_to_all(street.town.congress, street.town.wang)
    assert {address: asks(address) for address in pages} == before
