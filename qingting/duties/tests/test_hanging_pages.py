"""The pages of studies, livelihood matters, links, sub-district committees, groups and the plan, as those who use them."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from qingting.desk.begins import begun_from
from qingting.desk.visitor import find
from qingting.docket.process import Refused
from qingting.duties import links
from qingting.duties.livelihood import Livelihood
from qingting.duties.models import Activity, Linked, Place, Visit
from qingting.duties.studies import Study
from qingting.duties.tests.hanging import a_livelihood_matter, a_study, value
from qingting.duties.tests.test_recording import confirmed
from qingting.organs.models import Organ, Role


@pytest.fixture(autouse=True)
def a_day_in_august(on):
    on("2026-08-20")


@pytest.fixture
def as_(client):
    def sign_in(post):
        client.force_login(post.person.user)
        return client

    return sign_in


def read(client, url):
    response = client.get(url)
    assert response.status_code == 200, response.status_code
    return response.content.decode()


# ---- Studies


def test_a_study_is_begun_advises_line_by_line_and_pressed_twice_is_one(town, as_):
    went = confirmed(town, town.lin, kind="research", held_on=date(2026, 8, 18))
    said = {
        "series": "deputies",
        "title": "养老调研",
        "authors": [town.lin.pk],
        "activities": [went.pk],
        "text": "正文。",
    }
    client = as_(town.wang)
    first = client.post("/duties/studies/new/", said)
    assert client.post("/duties/studies/new/", said).url == first.url
    s = Study.objects.get()
    client.post(first.url, {"add": "1", "text": "疏通管网。", "organ": town.water.pk})
    again = client.post(first.url, {"add": "1", "text": "疏通管网。", "organ": town.water.pk})
    assert "这一条已经写过了" in again.content.decode() and s.advice.count() == 1
    client.post(first.url, {"drop": s.advice.get().pk})
    assert s.advice.count() == 0


def test_a_deputy_writes_of_what_deputies_did(town, as_):
    page = read(as_(town.lin), "/duties/studies/new/")
    assert 'name="series"' not in page
    as_(town.lin).post("/duties/studies/new/", {"title": "视察报告", "authors": [town.lin.pk], "text": "正文。"})
    s = Study.objects.get()
    assert (s.series, s.keeper, s.writer) == ("deputies", town.office, town.lin.person)


def test_what_was_handed_in_is_changed_by_nobody(town, as_):
    s = a_study(town, "staff", town.wang)
    s.take("submit", town.wang)
    assert as_(town.wang).get(f"/duties/studies/{s.pk}/advice/").status_code == 404
    assert as_(town.wang).get(f"/duties/studies/{s.pk}/change/").status_code == 404


def test_the_organ_that_is_advised_reads_the_report_and_its_own_advice(town, as_):
    went = confirmed(town, town.lin, kind="research", held_on=date(2026, 8, 18))
    advice = [("给水利局的。", town.water), ("给交通局的。", town.roads), ("给大家的。", None)]
    s = a_study(town, "deputies", town.lin, advice=advice, activities=[went])
    s.take("submit", town.wang)
    s.take("forward", town.wang)
    page = read(as_(town.zhao), s.replies.get(handler=town.water).get_absolute_url())
    assert "给水利局的。" in page and "给大家的。" in page and "一、基本情况" in page
    assert "给交通局的。" not in page
    assert as_(town.zhao).get(s.get_absolute_url()).status_code == 404


def test_a_government_bureau_begins_neither(town, as_):
    for url in ("/duties/studies/new/", "/duties/livelihood/new/", "/duties/links/", "/duties/streets/"):
        assert as_(town.zhao).get(url).status_code == 404


# ---- Livelihood matters


def test_a_matter_is_written_down_from_where_it_was_found(town, as_):
    went = confirmed(town, town.lin, held_on=date(2026, 8, 18))
    client, others = as_(town.xu), begun_from(find([town.wang], went.pk), [town.wang, town.zhao, town.lin])
    address = f"/duties/livelihood/new/?source={went.pk}"
    assert address in [url for _words, url in begun_from(find([town.xu], went.pk), [town.xu])] and address not in [
        url for _words, url in others
    ]
    said = {"title": "路灯不亮", "where": "临江路", "what": "坏了半年。", "found_on": "2026-08-18"}
    for _twice in range(2):
        client.post(f"/duties/livelihood/new/?source={went.pk}", said)
    assert Livelihood.objects.get().source_id == went.pk


def test_nobody_writes_one_down_from_what_he_may_not_see(town, as_):
    hidden = a_livelihood_matter(town)
    elsewhere = Organ.objects.create(name="白河街道人大工委", kind="subdistrict_committee", parent=town.committee)
    stranger = town.seat("过路", elsewhere, Role.CLERK)
    assert as_(stranger).get(f"/duties/livelihood/new/?source={hidden.pk}").status_code == 404


# ---- Links


def an_enterprise(town, name="示例特钢有限公司", kind="enterprise"):
    return Place.objects.create(congress=town.congress, kind=kind, name=name)


def test_a_link_is_begun_and_ended_and_counts_while_it_runs(town, as_):
    place = an_enterprise(town)
    client = as_(town.wang)
    client.post("/duties/links/new/", {"post": town.gao.pk, "place": place.pk, "since": "2026-03-01"})
    one = Linked.objects.get()
    assert value(town, "key_enterprises_linked") == 1
    client.post(f"/duties/links/{one.pk}/end/", {"until": "2026-06-30"})
    assert value(town, "key_enterprises_linked", (date(2026, 7, 1), date(2026, 12, 31))) == 0
    assert "示例特钢有限公司" not in read(client, "/duties/links/")
    assert "示例特钢有限公司" in read(client, "/duties/links/?all=1")


@pytest.mark.parametrize(
    ("changed", "sentence"),
    [
        ({"place": "community"}, "只有企业、项目、村和乡村振兴联系点可以挂点"),
        ({"post": "lin"}, "不是常委会组成人员"),
        ({"since": date(2019, 1, 1)}, "高平在 2019-01-01 不是常委会组成人员"),
    ],
)
def test_what_is_no_link_is_refused(town, changed, sentence):
    place = an_enterprise(town, kind=changed.get("place", "enterprise"))
    with pytest.raises(Refused, match=sentence):
        links.link(place, getattr(town, changed.get("post", "gao")), changed.get("since", date(2026, 3, 1)), town.wang)


def test_the_same_link_is_not_begun_twice_and_does_not_end_before_it_began(town):
    one = links.link(an_enterprise(town), town.gao, date(2026, 3, 1), town.wang)
    with pytest.raises(Refused, match="已经挂点"):
        links.link(one.place, town.gao, date(2026, 4, 1), town.wang)
    with pytest.raises(Refused, match="早于开始日期"):
        links.end(one, date(2026, 2, 28), town.wang)
    with pytest.raises(Refused, match="还没有到"):
        links.end(one, date(2026, 8, 21), town.wang)


def test_the_list_says_who_wrote_a_link_down_and_who_that_it_ended(town, as_):
    one = links.link(an_enterprise(town), town.gao, date(2026, 3, 1), town.wang)
    assert "王敏登记" in read(as_(town.wang), "/duties/links/")
    links.end(one, date(2026, 8, 19), town.deng)
    assert "邓和登记结束" in read(as_(town.wang), "/duties/links/?all=1")


def test_a_link_tells_what_its_own_leader_did_there(town, as_):
    place, gao = an_enterprise(town), town.seat("高平", town.congress, Role.DEPUTY)
    links.link(place, town.gao, date(2026, 3, 1), town.wang)
    for title, who, day in (
        ("高平去过", gao, date(2026, 4, 1)),
        ("别人去过", town.lin, date(2026, 4, 2)),
        ("挂点以前", gao, date(2026, 2, 1)),
    ):
        a = confirmed_visit(town, place, title, who, day)
        assert a.state == "confirmed"
    page = read(as_(town.wang), "/duties/links/")
    assert "高平去过" in page and "别人去过" not in page and "挂点以前" not in page


def confirmed_visit(town, place, title, who, day) -> Activity:
    from qingting.duties.tests.test_recording import an_entry

    a = an_entry(town, who, kind="linked_visit", held_on=day, title=title, place="")
    Visit.objects.create(activity=a, place=place)
    a.take("record", town.xu, confirmer=town.deng.person)
    a.take("confirm", town.deng)
    return a


# ---- Sub-district committees, groups


def test_a_quarter_without_a_meeting_is_said_once_it_is_over(town, as_):
    confirmed(town, kind="committee_meeting", title="会议", held_on=date(2026, 2, 3), place="")
    page = read(as_(town.xu), f"/duties/streets/{town.street.pk}/")
    assert "2季度 没有登记会议" in " ".join(page.split()) and "3季度 没有登记会议" not in page
    assert "借用外地规定做默认" in page  # it is another place's rule, and says so


def test_the_committees_own_clerk_begins_its_year_once(town, as_):
    client = as_(town.xu)
    assert client.post("/duties/streets/years/new/", {"year": "2026"}).status_code == 302
    assert "2026年的已经有了" in client.post("/duties/streets/years/new/", {"year": "2026"}).content.decode()
    assert as_(town.wang).get("/duties/streets/years/new/").status_code == 404


def test_a_group_is_told_with_its_leader_first_and_no_rank(town, as_):
    group = Organ.objects.create(name="财经专业小组", kind=Organ.Kind.GROUP, parent=town.congress)
    Organ.objects.create(name="清河代表团", kind=Organ.Kind.GROUP, parent=town.congress)
    town.seat("林秀英", group, Role.MEMBER)
    town.seat("何建国", group, Role.CHAIR)
    a = confirmed(town, town.lin, kind="inspection", held_on=date(2026, 8, 18), title="小组视察", group=group)
    page = read(as_(town.lin), f"/duties/groups/{group.pk}/")
    assert page.index("<b>何建国</b>") < page.index("<b>林秀英</b>") and a.get_absolute_url() in page
    every = read(as_(town.lin), "/duties/groups/")
    assert "财经专业小组" in every and "清河代表团" not in every


def test_another_congress_is_not_here(town, next_town, as_):
    alone = next_town.seat("白石独", next_town.street, Role.CLERK)
    assert as_(alone).get(f"/duties/streets/{town.street.pk}/").status_code == 404


@pytest.mark.parametrize("url", ["/duties/streets/", "/duties/groups/", "/duties/links/"])
def test_a_list_asks_no_more_with_twenty_rows_than_with_one(town, as_, url):
    def asked():
        with CaptureQueriesContext(connection) as queries:
            read(client, url)
        return len(queries)

    client = as_(town.wang)
    more(town, 1)
    before = asked()
    more(town, 20)
    assert asked() == before <= 12


def more(town, n):
    for i in range(n):
        street = Organ.objects.create(name=f"街道{n}{i}工委", kind="subdistrict_committee", parent=town.committee)
        town.seat(f"主任{n}{i}", street, Role.CHAIR)
        Organ.objects.create(name=f"小组{n}{i}", kind=Organ.Kind.GROUP, parent=town.congress)
        links.link(an_enterprise(town, f"企业{n}{i}"), town.gao, date(2026, 3, 1), town.wang)
