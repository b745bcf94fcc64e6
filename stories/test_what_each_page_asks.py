"""How often each page asks the database: so many times, with one row as with a thousand; and nothing reads a whole table."""

import re
from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from qingting.desk.visitor import find
from qingting.docket.models import Matter, Part
from qingting.suggestions.models import Suggestion

A_THOUSAND = 1000


@pytest.fixture(autouse=True)
def monday(on, monkeypatch):
    on("2026-03-02")
    monkeypatch.setattr("qingting.clocks.calendar.A_MINUTE", 10**9)  # no worker reads the calendar again meanwhile


@pytest.fixture
def s(town):
    """The one suggestion that is asked about: signed for, with an answer to be written."""
    return town.walk(town.suggestion(), upto="contact")


def like(s, n):
    """As many suggestions again as this one, in the same hands; each table is filled at once."""
    own = [f.attname for f in Suggestion._meta.local_concrete_fields if not f.primary_key]
    plain = {
        f.attname: getattr(s, f.attname) for f in Matter._meta.concrete_fields if f.attname not in ("id", "number")
    }
    matters = Matter.objects.bulk_create([Matter(**plain, number=f"第{i}号") for i in range(n)])
    table, row = Suggestion._meta.db_table, Suggestion.objects.filter(pk=s.pk).values_list(*own)[0]
    columns, marks = ", ".join(["matter_ptr_id", *own]), ", ".join(["%s"] * (len(own) + 1))
    with connection.cursor() as cursor:
        cursor.executemany(f"INSERT INTO {table} ({columns}) VALUES ({marks})", [[m.pk, *row] for m in matters])
    parts = list(s.parts.values("hat", "kind", "state", "turn", "due_on", "owed_on"))
    Part.objects.bulk_create([Part(matter_id=m.pk, **p) for m in matters for p in parts], batch_size=1000)


def asked(client, url, post=None):
    """The queries of one page, and the page."""
    with CaptureQueriesContext(
        connection,
    ) as queries:
        response = client.get(url) if post is None else client.post(url, post)
    assert response.status_code in (200, 302), response.status_code
    return [
        query["sql"] for query in queries if not re.match(r"(SAVEPOINT|RELEASE|BEGIN|COMMIT)", query["sql"])
    ], response


PAGES = {
    "the inbox": ("/inbox/", 4),
    "the register": ("/registers/suggestions/", 4),
    "the register, by its days": ("/registers/suggestions/?order=due", 4),
    "the register, in one state": ("/registers/suggestions/?state=signed", 4),
    "the register, under one light": ("/registers/suggestions/?lamp=green", 4),
    "the register, of one bureau": ("/registers/suggestions/?handler={water}", 4),
    "the register of promises": ("/registers/promises/", 4),
    "a matter": ("/matters/{s}/", 8),  # one of them: on which agenda it is
    "a step": ("/matters/{s}/draft_answer/", 7),
    "a deadline": ("/matters/{s}/deadlines/{debt}/", 6),
    "its seals": ("/matters/{s}/seals/", 6),
    "the notices": ("/notices/", 3),
}


@pytest.mark.parametrize("who", ["zhao", "wang"])
@pytest.mark.parametrize("page", PAGES)
def test_a_page_asks_as_often_with_a_thousand_as_with_one(town, s, client, page, who):
    address, most = PAGES[page]
    if (page, who) == ("a step", "wang"):
        address = "/matters/{s}/amend/"
    url = address.format(s=s.pk, water=town.water.pk, debt=s.deadlines.order_by("pk").last().pk)
    client.force_login(getattr(town, who).person.user)
    client.get(url)  # what a worker reads once in its life
    one, _response = asked(client, url)
    like(s, A_THOUSAND)
    thousand, _response = asked(client, url)
    assert len(one) == len(thousand), (one, thousand)
    assert len(thousand) <= most, "\n".join(thousand)


@pytest.mark.parametrize("page", PAGES)
def test_no_page_counts_or_reads_a_whole_table(town, s, client, page):
    """Whoever counts stops at a bound; whoever lists takes a page. What belongs to one matter is read whole."""
    like(s, A_THOUSAND)
    client.force_login(town.wang.person.user if page != "a step" else town.zhao.person.user)
    url = PAGES[page][0].format(s=s.pk, water=town.water.pk, debt=s.deadlines.order_by("pk").last().pk)
    for sql in asked(client, url)[0]:
        said = sql.lower()
        if "count(" in said:
            assert "limit" in said or f"= {s.pk}" in said, sql
        if 'from "docket_part"' in said or 'from "docket_matter"' in said:
            assert "limit" in said or f"{s.pk}" in said, sql


def test_a_list_shows_one_page_and_the_key_of_the_next(town, s, client):
    like(s, 50)
    client.force_login(town.wang.person.user)
    first = client.get("/registers/suggestions/").content.decode()
    assert first.count('<th scope="row">') == 20
    following = re.search(r'rel="next" href="\?(after=[^"]+)"', first)[1]
    second = client.get("/registers/suggestions/?" + following).content.decode()
    rows = re.compile(r"第\d+号")
    assert second.count('<th scope="row">') == 20 and not set(rows.findall(first)) & set(rows.findall(second))


def test_how_often_a_step_asks(town, s, client):
    """A step that is pressed: the matter found, locked and asked, the event, its clocks, its cast, its word."""
    s = town.walk(town.suggestion(title="修桥"), upto="assign")
    client.force_login(town.zhao.person.user)
    client.get(f"/matters/{s.pk}/")
    queries, response = asked(client, f"/matters/{s.pk}/sign/", {"once": "a" * 32, "seen": s.head})
    assert response.status_code == 302 and Suggestion.objects.get(pk=s.pk).state == "signed"
    before = len(queries)
    other = town.walk(town.suggestion(title="修路"), upto="assign")
    like(other, A_THOUSAND)
    queries, _response = asked(client, f"/matters/{other.pk}/sign/", {"once": "b" * 32, "seen": other.head})
    assert len(queries) == before <= 14, "\n".join(queries)


def test_how_often_take_asks(town):
    s = town.walk(town.suggestion(), upto="assign")
    with CaptureQueriesContext(connection) as queries:
        s.take("sign", town.zhao)
    plain = [q["sql"] for q in queries if not q["sql"].startswith(("SAVEPOINT", "RELEASE"))]
    assert len(plain) <= 12, "\n".join(plain)


def test_how_often_each_step_of_the_plain_way_asks(town):
    """A step that brings others with it may ask more, but it is known how often."""
    town.walk(town.suggestion(), upto="file")  # the year has its series of numbers
    s, counts = town.suggestion(), {}
    for name in "file accept assign sign contact draft_answer answer rate close".split():
        with CaptureQueriesContext(connection) as queries:
            s = town.walk(s, upto=name)
        counts[name] = (
            len([q for q in queries if not q["sql"].startswith(("SAVEPOINT", "RELEASE"))]) - 1
        )  # read again after
    assert counts == {
        "file": 14,  # a number of the series, the session that is being held, the word to the office
        "accept": 7,
        "assign": 14,  # four clocks
        "sign": 7,
        "contact": 10,
        "draft_answer": 19,  # the co-handlers' opinions, the promises
        "answer": 12,
        "rate": 11,
        "close": 8,
    }


def test_a_page_is_whole_or_a_fragment_at_the_same_address(town, s, client):
    client.force_login(town.zhao.person.user)
    for url in ("/inbox/", "/registers/suggestions/", f"/matters/{s.pk}/", f"/matters/{s.pk}/draft_answer/"):
        whole, part = client.get(url).content.decode(), client.get(url, HTTP_HX_REQUEST="true").content.decode()
        assert "<html" in whole and "<html" not in part and "<h1" in part


def test_an_empty_page_says_what_to_do_next(town, client):
    client.force_login(town.zhao.person.user)
    assert "这里还没有事项" in client.get("/registers/suggestions/").content.decode()
    client.force_login(town.lin.person.user)
    assert "/suggestions/new/" in client.get("/registers/suggestions/").content.decode()
    assert "不筛选，看全部" in client.get("/registers/suggestions/?state=closed").content.decode()


def test_what_is_late_is_red_in_the_inbox_and_the_register(town, on, client):
    town.walk(town.suggestion(), upto="sign")
    client.force_login(town.zhao.person.user)
    assert "lamp red" not in client.get("/registers/suggestions/").content.decode()
    on("2026-04-01")
    client.force_login(town.zhao.person.user)  # a session does not last a month
    assert Suggestion.objects.get().state == "signed"
    assert "lamp red" in client.get("/registers/suggestions/").content.decode()
    inbox = client.get("/inbox/").content.decode()
    assert "疏浚清河河道" in inbox and "登记沟通" in inbox


def test_a_grey_button_says_why(town, client):
    s = town.walk(town.suggestion(), upto="sign")
    client.force_login(town.zhao.person.user)
    page = client.get(f"/matters/{s.pk}/").content.decode()
    assert "答复前须与代表沟通并登记。先点“登记沟通”" in page
    told = client.post(f"/matters/{s.pk}/draft_answer/")  # the grey button, pressed without script
    assert told.status_code == 200 and "答复前须与代表沟通并登记" in told.content.decode()
    assert s.events.filter(at__date=date(2026, 3, 2)).count() == 4


def test_the_cast_of_kin_is_found_by_key_whatever_the_planner_believes(town, s):
    """As after a bulk of rows that no vacuum has seen: to PostgreSQL the tables are empty, and any order is as good."""
    like(s, A_THOUSAND)
    with CaptureQueriesContext(connection) as queries:
        find([town.zhao], s.pk)
    (family,) = [q["sql"] for q in queries if 'FROM "docket_part"' in q["sql"]]
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(
                "UPDATE pg_class SET reltuples = 0, relpages = 28 WHERE relname IN ('docket_part', 'docket_matter')"
            )
        cursor.execute(("EXPLAIN " if connection.vendor == "postgresql" else "EXPLAIN QUERY PLAN ") + family)
        plan = "\n".join(str(line) for line in cursor.fetchall())
    assert "Join Filter" not in plan and "SCAN docket_" not in plan and "Seq Scan on docket_" not in plan, plan
