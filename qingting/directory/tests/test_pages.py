"""What the pages of organs, posts and deputies show; how a post begins and ends on them; and that nothing crosses."""

import io
from datetime import date

import pytest
from openpyxl import load_workbook

from qingting.organs.models import Constituency, Level, Organ, Person, Post, Role, Session, Term


def page_of(client, address, status=200):
    answer = client.get(address)
    assert answer.status_code == status
    return answer.content.decode()


def test_the_tree_shows_every_organ_but_the_outermost(visit, town):
    Organ.objects.create(name="河东社区", kind=Organ.Kind.COMMUNITY, parent=town.government)
    page = page_of(visit(town.zhao), "/organs/")
    assert "代表工作委员会" in page and "水利局" in page and "河东社区" not in page
    assert "河东社区" in page_of(visit(town.zhao), f"/organs/{town.government.pk}/")


def test_seats_holders_and_suspended_stand_apart(visit, town):
    town.seat("李委员", town.committee, Role.MEMBER)
    Post.objects.filter(pk=town.gao.pk).update(suspended_since=date(2025, 1, 1))
    page = visit(town.wang).get(f"/organs/{town.committee.pk}/")
    assert page.context["strength"] == (27, 2, 1)
    assert "暂停" in page.content.decode()
    assert visit(town.wang).get(f"/organs/{town.water.pk}/").context["strength"] is None


def test_nothing_of_another_congress_is_seen(visit, town, next_town):
    client = visit(town.wang)
    for address in (
        f"/organs/{next_town.water.pk}/",
        f"/organs/persons/{next_town.zhao.person_id}/",
        f"/organs/posts/{next_town.zhao.pk}/change/",
    ):
        page_of(client, address, 404)
    for address in (f"/organs/{next_town.water.pk}/begin/", f"/organs/terms/{next_town.term.pk}/"):
        page_of(client, address, 404)
    for address in ("/organs/", "/organs/posts/", "/organs/deputies/", "/organs/terms/", "/organs/deputies/?when=all"):
        page = client.get(address).content.decode()
        assert "白石县" not in page
    sheet = load_workbook(io.BytesIO(client.get("/organs/?export=xlsx").content)).active
    assert "白石县人民代表大会" not in {row[0].value for row in sheet.iter_rows()}


def test_only_the_keepers_are_offered_to_change_anything(visit, town):
    for who, may in ((town.wang, True), (town.zhao, False), (town.lin, False)):
        client = visit(who)
        assert ("登记任职" in page_of(client, f"/organs/{town.water.pk}/")) is may
        for address in (
            f"/organs/{town.water.pk}/begin/",
            f"/organs/posts/{town.zhao.pk}/change/",
            "/organs/terms/new/",
            "/organs/sessions/new/",
        ):
            assert client.get(address).status_code == (200 if may else 404)
            assert client.post(address).status_code == (422 if may else 404)


def test_deputies_are_found_by_name_level_and_constituency(visit, town):
    first = Constituency.objects.create(congress=town.congress, name="第一选区")
    Post.objects.filter(pk=town.lin.pk).update(constituency=first)
    group = Organ.objects.create(name="市代表小组", kind=Organ.Kind.GROUP, parent=town.congress)
    chen = Person.objects.create(name="陈示例", congress=town.congress)
    Post.objects.create(person=chen, organ=group, role=Role.DEPUTY, level=Level.MUNICIPAL, since=date(2022, 1, 1))
    client = visit(town.wang)

    def names(query):
        return [post.person.name for post in client.get(f"/organs/deputies/?{query}").context["rows"]]

    assert names("") == ["林秀英", "何建国", "方若谷", "陈示例"]
    assert names("q=秀英") == ["林秀英"]
    assert names("level=municipal") == ["陈示例"]
    assert names(f"constituency={first.pk}") == ["林秀英"]
    assert names("q=%25") == []
    assert "没有符合这些条件的人" in page_of(client, "/organs/deputies/?q=无名氏")


@pytest.mark.parametrize(
    "query", ["q=%00", "after=x", "after=99999999999999999999", "level=nonsense", "constituency=1%27", "when=2"]
)
def test_a_forged_filter_breaks_nothing(visit, town, query):
    page_of(visit(town.wang), f"/organs/deputies/?{query}")


def test_former_deputies_are_listed_apart(visit, town):
    Post.objects.filter(pk=town.he.pk).update(until=date(2024, 1, 1))
    client = visit(town.wang)
    assert "何建国" not in page_of(client, "/organs/deputies/")
    assert "已终止" in page_of(client, "/organs/deputies/?when=former")


def test_a_long_list_is_read_page_by_page_with_the_same_queries(visit, town, django_assert_num_queries):
    client = visit(town.wang)

    def read(address):
        return client.get(address).context

    with django_assert_num_queries(4):
        read("/organs/deputies/")
    persons = Person.objects.bulk_create(Person(name=f"代表{i}", congress=town.congress) for i in range(300))
    Post.objects.bulk_create(
        Post(person=p, organ=town.congress, role=Role.DEPUTY, level=Level.DISTRICT, since=date(2022, 1, 5))
        for p in persons
    )
    address, seen = "/organs/deputies/", []
    while address:
        with django_assert_num_queries(4):
            page = read(address)
        seen += [post.pk for post in page["rows"]]
        address = page["next_url"] and "/organs/deputies/" + page["next_url"]
    assert len(seen) == len(set(seen)) == 303


def test_every_list_goes_out_as_a_sheet(visit, town):
    client = visit(town.zhao)
    for address, first in (("/organs/", "机构名称"), ("/organs/posts/", "姓名"), ("/organs/deputies/", "姓名")):
        assert load_workbook(io.BytesIO(client.get(f"{address}?export=xlsx").content)).active["A1"].value == first
        assert client.get(f"{address}?export=csv").content.decode("utf-8-sig").startswith(first)
    Person.objects.filter(pk=town.he.person_id).update(name="=HYPERLINK(1)")
    assert "'=HYPERLINK(1)" in client.get("/organs/deputies/?export=csv").content.decode()


def test_somebody_begins_in_a_post(visit, town):
    client, address = visit(town.wang), f"/organs/{town.water.pk}/begin/"
    said = {"name": "张 三", "role": "经办人", "since": "2026-03-01"}
    done = client.post(address, said, follow=True)
    assert "已登记" in done.content.decode()
    post = Post.objects.get(person__name="张三")
    assert (post.organ, post.role, post.since) == (town.water, Role.CLERK, date(2026, 3, 1))
    again = client.post(address, said, follow=True)
    assert "已经登记过" in again.content.decode()
    assert Post.objects.filter(person__name="张三").count() == 1


def test_a_deputy_begins_in_the_congress_or_a_group_and_nowhere_else(visit, town):
    client = visit(town.wang)
    said = {"name": "张三", "level": "区", "constituency": "第一选区", "since": "2026-03-01"}
    client.post(f"/organs/{town.congress.pk}/begin-deputy/", said)
    assert Post.objects.get(person__name="张三").level == Level.DISTRICT
    assert client.get(f"/organs/{town.water.pk}/begin-deputy/").status_code == 404
    refused = client.post(
        f"/organs/{town.congress.pk}/begin-deputy/", said | {"name": "李四", "level": "市", "constituency": ""}
    )
    assert "上级人大的代表不占本级名额" in refused.content.decode()


def test_a_post_cannot_begin_twice_at_once(visit, town):
    page = visit(town.wang).post(
        f"/organs/{town.water.pk}/begin/", {"name": "赵强", "role": "经办人", "since": "2026-03-01"}
    )
    assert page.status_code == 422
    assert "与自 2020-01-01 起的同一职务（水利局）时间重叠" in page.content.decode()
    assert 'value="赵强"' in page.content.decode()


def changed(client, post, **said):
    page = client.get(f"/organs/posts/{post.pk}/change/")
    return client.post(f"/organs/posts/{post.pk}/change/", {"seen": page.context["seen"]} | said, follow=True)


def test_a_post_that_has_ended_cannot_act(visit, town, on):
    on("2026-03-02")
    s = town.walk(town.suggestion(), upto="assign")
    changed(visit(town.wang), town.zhao, until="2026-03-01")
    zhao = Post.objects.get(pk=town.zhao.pk)
    assert str(zhao.until) == "2026-03-01"
    assert s.process.steps["sign"].why_not(s, zhao)
    assert visit(zhao).get(f"/matters/{s.pk}/").status_code == 404


def test_a_suspended_post_comes_back(visit, town, on):
    on("2026-03-02")
    client = visit(town.wang)
    changed(client, town.lin, suspended_since="2026-03-01")
    assert not Post.objects.get(pk=town.lin.pk).is_current()
    assert town.congress.strength(Role.DEPUTY) == (None, 3, 1)
    changed(client, town.lin, suspended_since="2026-03-01", suspended_until="2026-03-02")
    assert Post.objects.get(pk=town.lin.pk).is_current()


@pytest.mark.parametrize(
    ("said", "told"),
    [
        ({"until": "2019-01-01"}, "早于起始日期"),
        ({"until": "某日"}, "有效的日期|输入"),
        ({"until": "2026-03-01"}, "还以此职务办过事"),
        ({"suspended_until": "2026-03-02"}, "也要写哪天起暂停"),
    ],
)
def test_an_end_that_cannot_be_is_told(visit, town, on, said, told):
    on("2026-03-02")
    town.walk(town.suggestion(), upto="sign")
    page = changed(visit(town.wang), town.zhao, **said)
    assert page.status_code == 422 and any(part in page.content.decode() for part in told.split("|"))
    assert Post.objects.get(pk=town.zhao.pk).is_current()


def test_two_clerks_do_not_overwrite_each_other(visit, town):
    client = visit(town.wang)
    seen = client.get(f"/organs/posts/{town.zhao.pk}/change/").context["seen"]
    Post.objects.filter(pk=town.zhao.pk).update(until=date(2030, 1, 1))
    page = client.post(f"/organs/posts/{town.zhao.pk}/change/", {"seen": seen, "until": "2029-01-01"})
    assert page.status_code == 422 and "刚刚有人改过" in page.content.decode()
    assert Post.objects.get(pk=town.zhao.pk).until == date(2030, 1, 1)


def test_terms_and_sessions_are_written_down(visit, town):
    client = visit(town.wang)
    refused = client.post("/organs/terms/new/", {"number": 17, "since": "2027-01-05"})
    assert "请先写明第16届的结束日期" in refused.content.decode()
    client.post(f"/organs/terms/{town.term.pk}/", {"number": 16, "since": "2022-01-05", "until": "2027-01-04"})
    client.post("/organs/terms/new/", {"number": 17, "since": "2027-01-05"})
    assert Term.objects.filter(congress=town.congress).count() == 2
    client.post(
        "/organs/sessions/new/",
        {"term": town.term.pk, "number": 1, "opens_on": "2022-01-05", "closes_on": "2022-01-08"},
    )
    assert str(Session.objects.get()) == "第16届第1次会议"
    for said, told in (
        ({"number": 1, "opens_on": "2023-01-05", "closes_on": "2023-01-08"}, "已经登记过了"),
        ({"number": 2, "opens_on": "2023-01-08", "closes_on": "2023-01-05"}, "闭幕日期早于开幕日期"),
        ({"number": 2, "opens_on": "2030-01-08", "closes_on": "2030-01-09"}, "不在第16届的任期内"),
        ({"number": 2, "opens_on": "2022-01-08", "closes_on": "2022-01-09"}, "会期重叠"),
    ):
        assert told in client.post("/organs/sessions/new/", {"term": town.term.pk} | said).content.decode()
    assert "第1次会议" in page_of(client, "/organs/terms/")


def test_a_visitor_without_a_post_sees_no_lists(client, town, django_user_model):
    client.force_login(django_user_model.objects.create_user("nobody"))
    for address in (
        "/organs/",
        "/organs/posts/",
        "/organs/deputies/",
        "/organs/terms/",
        f"/organs/persons/{town.lin.person_id}/",
        "/organs/imports/",
    ):
        assert client.get(address).status_code == 404
    client.logout()
    assert client.get("/organs/").status_code == 302
