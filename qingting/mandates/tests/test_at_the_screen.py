"""What the office, the members and the others see of mandates at the screen."""

from datetime import date

import pytest
from django.urls import reverse

from qingting.mandates.models import ByElection, MunicipalByElection, Resignation, Suspension
from qingting.mandates.putting import scheduled
from qingting.mandates.terms import Changeover
from qingting.meetings.casting import cast
from qingting.meetings.models import Item
from qingting.meetings.tests.doings import anew
from qingting.meetings.votes import Question, Vote
from qingting.organs.models import Post

TODAY = "2026-03-26"


@pytest.fixture
def at(client):
    """Sign in as one of the town, and give the client."""

    def sit(post):
        client.force_login(post.person.user)
        return client

    return sit


def said(response):
    return response.content.decode()


def test_a_full_constituency_is_one_clear_sentence_with_the_article(hall, at):
    page = at(hall.town.wang).post("/mandates/new/byelection/", {"constituency": hall.first.pk, "seats": 1})
    assert "第一选区应选代表 2 名，现有 2 名，没有缺额，不能补选（《选举法》第五十七条）" in said(page)
    assert "您写的都还在" in said(page) and not ByElection.objects.exists()


def test_a_by_election_begins_where_a_seat_is_vacant(hall, at):
    client = at(hall.town.wang)
    page = said(client.get("/mandates/"))
    assert "第二选区" in page and "应选 3 名，现有 1 名，缺 2 名" in page and "另有 1 个选区没有缺额" in page
    assert "第二选区（应选 3 名，缺 2 名）" in said(client.get("/mandates/new/byelection/"))
    client.post("/mandates/new/byelection/", {"constituency": hall.second.pk, "seats": 2})
    b = ByElection.objects.get()
    assert (b.state, b.seats, b.number) == ("proposed", 2, "补选2026-001")


@pytest.mark.parametrize(
    "sent, sentence",
    [
        ({"seats": "1"}, "请填写“选区”"),
        ({"constituency": "99999", "seats": "1"}, "选"),
        ({"constituency": "second", "seats": ""}, "请填写“补选名额”"),
        ({"constituency": "second", "seats": "-1"}, "大于"),
        ({"constituency": "second", "seats": "0"}, "不能补选 0 名"),
        ({"constituency": "second", "seats": "zwei"}, "整数"),
    ],
)
def test_what_makes_no_sense_is_said_in_one_sentence(hall, at, sent, sentence):
    sent = sent | ({"constituency": hall.second.pk} if sent.get("constituency") == "second" else {})
    page = at(hall.town.wang).post("/mandates/new/byelection/", sent)
    assert page.status_code == 422 and sentence in said(page) and not ByElection.objects.exists()


def test_a_constituency_of_another_congress_is_not_offered(hall, next_town, at):
    from qingting.organs.models import Constituency

    theirs = Constituency.objects.create(congress=next_town.congress, name="白石选区", seats=2)
    client = at(hall.town.wang)
    assert "白石选区" not in said(client.get("/mandates/new/byelection/"))
    assert client.post("/mandates/new/byelection/", {"constituency": theirs.pk, "seats": 1}).status_code == 422


def test_only_the_office_opens_anything(hall, at):
    for who in ("lin", "zhao", "xu", "shi", "gao"):
        client = at(getattr(hall.town, who))
        for slug in (
            "byelection",
            "municipal",
            "resignation",
            "termination",
            "recall",
            "municipal_recall",
            "suspension",
            "changeover",
        ):
            assert client.get(f"/mandates/new/{slug}/").status_code == 404, (who, slug)
    assert at(hall.town.wang).get("/mandates/new/suspension/").status_code == 404
    assert at(hall.town.sun).get("/mandates/new/suspension/").status_code == 200
    for who in ("lin", "zhao"):
        assert at(getattr(hall.town, who)).get("/mandates/").status_code == 404


def test_candidates_are_listed_and_taken_off_until_they_are_published(hall, on, at):
    b = hall.proposed()
    hall.decide(b)
    anew(b).take("fix", hall.town.wang, election_on=date(2026, 4, 28), place="社区活动室")
    client, url = at(hall.town.wang), f"/mandates/{b.pk}/candidates/"
    few = client.post(url, {"name": "季云", "by": "voters", "nominators": "9"})
    assert few.status_code == 422 and "须十人以上（《选举法》第三十条）" in said(few)
    client.post(url, {"name": "季云", "by": "voters", "nominators": "10"})
    twice = client.post(url, {"name": "季云", "by": "parties"})
    assert twice.status_code == 422 and "“季云”已经列入候选人" in said(twice) and b.candidates.count() == 1
    client.post(url, {"name": "甘霖", "by": "parties"})
    client.post(url, {"off": "1"})
    assert [(one.place, one.name) for one in b.candidates.all()] == [(2, "甘霖")]
    anew(b).take("publish_list", hall.town.wang, voters=900)
    anew(b).take("publish_candidates", hall.town.wang)
    late = client.post(url, {"name": "季云", "by": "parties"})
    assert "现在不能增减候选人" in said(late) and b.candidates.count() == 1
    assert at(hall.town.lin).get(url).status_code == 404


def test_the_count_is_entered_with_a_line_for_each_candidate(hall, on, at):
    b = hall.published(on, "季云", "甘霖", voters=1000)
    on("2026-04-28")
    client, url = at(hall.town.wang), f"/matters/{b.pk}/enter/"
    page = said(client.get(url))
    assert "1号 季云 得票" in page and "2号 甘霖 得票" in page
    sent = {"once": "a" * 32, "seen": anew(b).head, "turnout": 700, "ballots": 690, "spoilt": 5, "votes_1": 400}
    assert "请填写“2号 甘霖 得票”" in said(client.post(url, sent))
    assert "多于有效票 685 张" in said(client.post(url, sent | {"votes_2": 686}))
    assert anew(b).state == "published"
    client.post(url, sent | {"votes_2": 280})
    assert anew(b).state == "entered" and anew(b).count.votes == {1: 400, 2: 280}
    at(hall.town.sun).post(f"/matters/{b.pk}/countersign/", {"once": "b" * 32, "seen": anew(b).head})
    page = said(client.get(f"/matters/{b.pk}/"))
    assert "400 票" in page and "当选" in page and "没有人填写" in page


def test_it_goes_on_an_agenda_and_from_there_to_the_vote(hall, at):
    """Two things on one ballot: a resignation that is accepted, a by-election that is not decided; each learns its own."""
    m = hall.meeting()
    client = at(hall.town.wang)
    client.post("/mandates/new/resignation/", {"mandate": hall.town.he.pk, "received_on": TODAY, "reason": ""})
    r, b = Resignation.objects.get(), hall.proposed()
    for matter in (r, b):
        assert client.post(f"/mandates/{matter.pk}/schedule/", {"meeting": m.pk}).status_code == 302
    again = client.post(f"/mandates/{r.pk}/schedule/", {"meeting": m.pk})
    assert "已经列入“第三十二次会议”的议程" in said(again) and Item.objects.filter(matter=r).count() == 1
    assert "已列入“第三十二次会议”的议程" in said(client.get(f"/matters/{r.pk}/"))
    for member in hall.all:
        from qingting.meetings import hall as presence

        presence.come(anew(m), member, hall.town.wang)
    anew(m).take("open", hall.chair)
    m = hall.adopt(anew(m))
    assert "代表资格事项付表决" in said(client.get(f"/matters/{m.pk}/"))
    items = list(Item.objects.filter(matter__in=[r.pk, b.pk]).values_list("pk", flat=True))
    assert "请选定要表决的事项" in said(client.post(f"/mandates/{m.pk}/put/", {"way": "named"}))
    client.post(f"/mandates/{m.pk}/put/", {"items": items, "way": "named"})
    v = Vote.objects.latest("pk")
    places = {q.matter_id: q.place for q in Question.objects.filter(vote=v)}
    hall.open(v)
    for n, post in enumerate(hall.all):
        ballot = ["yes", "yes"]
        ballot[places[b.pk] - 1] = "yes" if n < 2 else "no"
        cast(anew(v), post, ballot)
    hall.close(v).take("split", hall.chair)
    assert (anew(r).state, anew(b).state) == ("accepted", "refused")


def test_a_deputy_reads_his_own_resignation_and_nobody_elses(hall, at):
    client = at(hall.town.wang)
    client.post("/mandates/new/resignation/", {"mandate": hall.town.he.pk, "received_on": TODAY, "reason": "调离"})
    r = Resignation.objects.get()
    assert at(hall.town.he).get(f"/matters/{r.pk}/").status_code == 200
    assert at(hall.town.lin).get(f"/matters/{r.pk}/").status_code == 404


def test_of_a_suspension_nothing_is_told_to_the_clerk(hall, at):
    sun = at(hall.town.sun)
    sun.post("/mandates/new/suspension/", {"mandate": hall.town.he.pk, "ground": "trial", "began_on": TODAY})
    s = Suspension.objects.get()
    assert s.state == "noted"
    client = at(hall.town.wang)
    assert client.get(f"/matters/{s.pk}/").status_code == 404
    for url in (
        "/mandates/",
        "/inbox/",
        "/registers/mandates-suspension/",
        "/registers/mandates-suspension/?export=csv",
    ):
        assert "何建国" not in said(client.get(url)), url
    assert "mandates-suspension" not in said(client.get("/mandates/"))
    assert "暂停" not in said(at(hall.town.he).get("/inbox/"))


def test_a_document_begins_with_what_the_record_knows(hall, at):
    client = at(hall.town.wang)
    client.post("/mandates/new/byelection/", {"constituency": hall.second.pk, "seats": 2})
    b = ByElection.objects.get()
    page = client.post(
        f"/matters/{b.pk}/documents/",
        {"template": "by-election-decision", "organ": hall.town.committee.pk},
        follow=True,
    )
    assert "在第二选区补选代表2名" in said(page)


def test_the_preview_of_a_change_of_term(hall, at):
    client = at(hall.town.wang)
    sent = {"ordinal": "17", "begins_on": "2026-04-08", "committee_on": "2026-04-10"}
    assert 'value="17"' in said(client.get("/mandates/new/changeover/"))
    client.post("/mandates/new/changeover/", sent)
    c = Changeover.objects.get()
    page = said(client.get(f"/matters/{c.pk}/"))
    assert c.title == "第17届人大换届" and "区代表 3 名" in page and "职务 8 项" in page
    c.take("carry_out", hall.town.wang)
    page = said(client.get(f"/matters/{c.pk}/"))
    assert "名册上有区代表 0 名" in page and reverse("imports") in page
    assert "上一届" in page


def test_a_municipal_seat_is_offered_once_its_mandate_has_ended(hall, at):
    client = at(hall.town.wang)
    assert "邵青" not in said(client.get("/mandates/new/municipal/"))
    Post.objects.filter(pk=hall.shao.pk).update(until=date(2026, 3, 1))
    assert "邵青（2026-03-01 终止）" in said(client.get("/mandates/new/municipal/"))
    client.post("/mandates/new/municipal/", {"replaces": hall.shao.pk, "nominee": "季云"})
    b = MunicipalByElection.objects.get()
    assert "补选季云为市人民代表大会代表" in said(client.get(f"/matters/{b.pk}/"))
    scheduled(b, hall.meeting())
