"""What the office, the government and the members see and fill in."""

import pytest
from django.urls import reverse

from qingting.appointments.models import Ceremony, Departure, Nomination
from qingting.meetings.tests.doings import anew
from qingting.meetings.votes import Vote
from qingting.organs.models import Person

pytestmark = pytest.mark.django_db


def signed_in(client, post):
    client.force_login(post.person.user)
    return client


def said(hall, **changed):
    t = hall.town
    return dict(
        proposer=t.government.pk, change="appoint", office="department", organ=t.roads.pk, role="head",
        office_title="县交通局局长", who="陆明远", grounds="熟悉业务。",
    ) | changed  # fmt: skip


def test_the_government_writes_and_its_head_puts_forward(hall, client):
    answer = signed_in(client, hall.scribe).post(reverse("nomination_new"), said(hall))
    n = Nomination.objects.get()
    assert answer.url == n.get_absolute_url()
    assert (n.title, n.nominee, n.keeper) == ("任命陆明远为县交通局局长", hall.person, hall.town.office)
    signed_in(client, hall.mayor).post(reverse("step", args=[n.pk, "propose"]), {"once": "a" * 32, "seen": ""})
    assert anew(n).state == "proposed"
    assert anew(n).number == "任免2026-0001"


def test_a_name_that_is_new_becomes_a_person_and_a_namesake_is_asked_for(hall, client):
    office = signed_in(client, hall.town.wang)
    office.post(reverse("nomination_new"), said(hall, who="温如玉"))
    assert Nomination.objects.get().nominee.name == "温如玉"
    Person.objects.create(name="陆明远", mark="女", congress=hall.town.congress)
    page = office.post(reverse("nomination_new"), said(hall)).content.decode()
    assert "名册里有几位同名的：陆明远、陆明远（女）" not in page  # the plain name is one of them
    Person.objects.filter(pk=hall.person.pk).update(mark="男")
    answer = office.post(reverse("nomination_new"), said(hall))
    assert answer.status_code == 422
    assert "名册里有几位同名的" in answer.content.decode()
    assert office.post(reverse("nomination_new"), said(hall, who="陆明远（女）")).status_code == 302


@pytest.mark.parametrize(
    ("changed", "why"),
    [
        (dict(role="officer"), "只能选"),
        (dict(change="remove", who="无此人"), "名册里没有"),
        (dict(change="act"), "代理人选用"),
        (dict(grounds=""), "请填写“提请理由”"),
        (dict(office="vice_government", role="vice_head"), "不设在"),
    ],
)
def test_wrong_things_get_one_sentence(hall, client, changed, why):
    answer = signed_in(client, hall.town.wang).post(reverse("nomination_new"), said(hall, **changed))
    assert answer.status_code == 422
    assert why in answer.content.decode()
    assert not Nomination.objects.exists()


def test_the_table_of_offices_stands_beside_the_form_and_a_bureau_has_none(hall, client):
    page = signed_in(client, hall.scribe).get(reverse("nomination_new")).content.decode()
    assert "第五十条第一款第十四项" in page
    assert "人民陪审员" not in page  # the court's
    assert signed_in(client, hall.town.zhao).get(reverse("nomination_new")).status_code == 404


def test_a_nomination_that_was_sent_back_is_put_right(hall, client):
    n = hall.nomination()
    office = signed_in(client, hall.town.wang)
    assert office.get(reverse("nomination_edit", args=[n.pk])).status_code == 404
    n.take("send_back", hall.town.wang, "缺考察材料")
    office.post(
        reverse("nomination_edit", args=[n.pk]),
        said(hall, organ=hall.town.water.pk, office_title="县水利局局长", grounds="补充考察材料。"),
    )
    assert anew(n).grounds == "补充考察材料。"
    anew(n).take("propose_again", hall.mayor)
    assert anew(n).number == n.number


def test_what_is_on_the_agenda_is_put_to_the_vote_in_secret(hall, client, a_box):
    n = hall.nomination(upto="schedule")
    m = hall.sit()
    office = signed_in(client, hall.town.wang)
    assert "人事事项付表决" in office.get(m.get_absolute_url()).content.decode()
    page = office.get(reverse("people_vote", args=[m.pk])).content.decode()
    assert n.motion in page
    assert 'value="named"' not in page
    office.post(reverse("people_vote", args=[m.pk]), {"matters": [n.pk], "way": "secret"})
    v = Vote.objects.latest("pk")
    assert v.questions.get().matter_id == n.pk
    hall.decide(v)
    page = office.get(n.get_absolute_url()).content.decode()
    assert "同意 7 票" in page
    again = office.get(reverse("people_vote", args=[m.pk])).content.decode()
    assert "没有等待表决的任免案" in again


def test_an_oath_is_prepared_for_those_who_owe_one(hall, client, a_box):
    office = signed_in(client, hall.town.wang)
    assert "没有人要宣誓" in office.get(reverse("ceremony_new")).content.decode()
    early = hall.nomination(upto="submit", organ=hall.town.roads, office_title="县交通局局长")
    n = hall.appointed()
    data = dict(takers=[n.pk], held_on="2026-03-26", place="会议厅", organiser=hall.chairs.pk)
    answer = office.post(reverse("ceremony_new"), data | {"takers": [early.pk]})
    assert "只有已经任命、还没有宣誓的人才能选" in answer.content.decode()
    office.post(reverse("ceremony_new"), data)
    c = Ceremony.objects.get()
    page = office.get(c.get_absolute_url()).content.decode()
    assert "我宣誓：忠于中华人民共和国宪法" in page
    assert hall.person.name in page


def test_a_dismissal_says_who_moves_it(hall, client):
    office = signed_in(client, hall.town.wang)
    data = dict(
        way="dismiss",
        office_holder=hall.town.zhou.pk,
        office_title="县水利局局长",
        grounds="失职。",
        mover="",
        signatures="",
    )
    assert "由谁提出" in office.post(reverse("departure_new"), data).content.decode()
    office.post(reverse("departure_new"), data | {"mover": "members", "signatures": "2"})
    d = Departure.objects.get()
    assert d.title == "撤销周平的县水利局局长职务"
    page = office.get(d.get_absolute_url()).content.decode()
    assert "表决前应当听取" in page


def test_the_file_opens_to_those_who_see_its_matters(hall, client, a_box):
    n = hall.appointed()
    address = reverse("officer", args=[n.nominee_id])
    assert "表决通过" in signed_in(client, hall.members[0]).get(address).content.decode()
    assert signed_in(client, hall.town.qian).get(address).status_code == 404


def test_a_letter_is_begun_with_what_the_record_knows(hall, client, a_box):
    from qingting.documents.models import OfficialDocument

    n = hall.appointed()
    office = signed_in(client, hall.town.wang)
    office.post(
        reverse("matter_papers", args=[n.pk]), {"organ": hall.town.committee.pk, "template": "appointment-letter"}
    )
    letter = OfficialDocument.objects.get()
    assert "2026年3月26日" in letter.body
    assert "任命陆明远为县水利局局长" in letter.body


def test_a_deputy_learns_nothing_of_it(hall, client):
    n = hall.nomination(upto="submit")
    assert signed_in(client, hall.town.lin).get(n.get_absolute_url()).status_code == 404
