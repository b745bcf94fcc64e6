"""An activity is written down on one screen: who, where, when, and whom one asks to confirm it."""

from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from qingting.attachments.tests.papers import photo_with_its_place
from qingting.docket.models import Event
from qingting.duties.models import Activity, Campaign, Place, Spelling
from qingting.duties.tests.doings import NEW, at_desk, entered, filled, known, settled_in
from qingting.organs.models import Constituency, Level, Organ, Person, Post, Role


@pytest.fixture(autouse=True)
def a_day_in_march(on, settings, tmp_path):
    on("2026-03-20")
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def street(town):
    return settled_in(town)


@pytest.fixture
def xu(client, street):
    return at_desk(client, street.xu)


def text(response):
    return response.content.decode()


def test_two_ticks_and_a_press_make_an_activity_that_waits_for_a_second_person(xu, street):
    response, a = entered(xu, street)
    assert response.status_code == 302 and response.url == f"/matters/{a.pk}/"
    assert (a.state, a.keeper, a.confirmer, a.recorder) == (
        "recorded",
        street.street,
        street.deng.person,
        street.xu.person,
    )
    assert a.title == "代表“三进” · 临江社区 · 2026-03-18" and a.number == "活动〔2026〕1号"
    assert [one.post for one in a.present] == [street.lin] and [v.place for v in a.visits.all()] == [street.bank]


def test_the_form_offers_those_of_ones_own_sub_district_and_the_chair_first(xu, street):
    page = xu.get(f"{NEW}three_entries/")
    form = page.context["form"]
    assert [name for _pk, name in form["people"].field.choices] == ["林秀英", "何建国"]
    assert form["confirmer"].field.choices[0] == (street.deng.person_id, "邓和")
    assert "2026-03-20" in text(page)  # today, unless one says otherwise
    assert "册" not in text(xu.get(f"{NEW}study_exchange/"))  # what its kind does not ask for is not there


def test_the_kinds_one_used_lately_come_first(xu, street):
    entered(xu, street, "public_talk", places="")
    page = xu.get(NEW)
    assert [kind.key for kind in page.context["lately"]] == ["public_talk"]
    assert "public_talk" not in [kind.key for kind in page.context["others"]]


def test_a_pasted_sheet_names_people_by_any_mark_between_them(xu, street):
    _response, a = entered(xu, street, people=[], names="林秀英、何 建国\n方若谷，林秀英")
    assert {str(one) for one in a.present} == {"林秀英", "方若谷"} | {"何建国"}


@pytest.mark.parametrize(
    "names, sentence",
    [("王二麻", "没有找到 2026-03-18 在任的代表“王二麻”"), ("国", "“国”是哪一位？请勾选：何建国 · 第一选区")],
)
def test_a_name_that_says_too_little_is_told_in_a_sentence(xu, street, names, sentence):
    response, a = entered(xu, street, names=names)
    assert response.status_code == 422 and sentence in text(response) and a is None


def test_a_tick_settles_a_name_that_says_too_little(xu, street):
    _response, a = entered(xu, street, names="建国", people=[street.he.pk])
    assert [one.post for one in a.present] == [street.he]


def test_who_was_not_in_office_that_day_is_told(xu, street):
    Post.objects.filter(pk=street.he.pk).update(since=date(2026, 3, 19))
    response, a = entered(xu, street, names="何建国")
    assert response.status_code == 422 and "没有找到 2026-03-18 在任的代表“何建国”" in text(response)
    response, a = entered(xu, street, people=[street.he.pk])  # ticked on the roster of today
    assert response.status_code == 409 and "何建国在 2026-03-18 不在任" in text(response) and a.state == "draft"


def test_namesakes_are_told_apart(xu, street):
    other = Person.objects.create(name="林秀英", mark="女", congress=street.congress, invented=True)
    Post.objects.create(
        person=other, organ=street.congress, role=Role.DEPUTY, level=Level.DISTRICT, since=date(2020, 1, 1)
    )
    response, _a = entered(xu, street, people=[], names="林秀英")
    assert "“林秀英”是哪一位" in text(response)
    _response, a = entered(xu, street, people=[], names="林秀英（女）")
    assert [one.post.person for one in a.present] == [other]


@pytest.mark.parametrize(
    "changed, sentence",
    [
        ({"held_on": "2026-03-21"}, "2026-03-21 还没有到，活动举行以后才能登记"),
        ({"reached": "-3"}, "“听讲、参与的群众（人次）”不能是负数，请写 0 或者更大的整数"),
        ({"people": []}, "还没有登记谁参加了，请勾选或写姓名"),
        ({"spots": []}, "“代表“三进””要写明去了哪里"),
        ({"confirmer": ""}, "请填写“请谁确认”"),
    ],
)
def test_what_cannot_have_been_is_said_where_it_stands_and_nothing_is_kept(xu, street, changed, sentence):
    response, a = entered(xu, street, **changed)
    assert response.status_code == 422 and sentence in text(response).replace("&quot;", '"') and a is None


def test_nobody_is_offered_to_confirm_his_own_record(xu, street):
    assert "徐兰" not in dict(xu.get(f"{NEW}training/").context["form"]["confirmer"].field.choices).values()
    response, a = entered(xu, street, confirmer=street.xu.person_id)
    assert response.status_code == 422 and a is None


# Places


def test_a_place_that_is_spelt_otherwise_is_offered_as_the_one_it_is(xu, street):
    response, a = entered(xu, street, spots=[], places="振华机械（清河县）股份有限公司")
    assert response.status_code == 422 and a is None
    page = text(response)
    assert "您说的是不是…" in page and "清河县振华机械有限公司（企业）" in page and "新的：企业" in page
    (question,) = response.context["form"].questions
    said = {question.name: str(street.plant.pk)}
    _response, a = entered(xu, street, spots=[], places="振华机械（清河县）股份有限公司", **said)
    assert [v.place for v in a.visits.all()] == [street.plant]
    assert Spelling.objects.get().written == "振华机械（清河县）股份有限公司"
    _response, a = entered(xu, street, spots=[], places="振华机械(清河县)股份有限公司", title="再去")
    assert a.title == "再去" and a.visits.get().place == street.plant  # nobody is asked twice


def test_a_new_place_is_one_only_after_it_was_said(xu, street):
    response, _a = entered(xu, street, spots=[], places="柳林村")
    assert "“柳林村”还没有登记过，是什么？" in text(response) and not Place.objects.filter(name="柳林村").exists()
    (question,) = response.context["form"].questions
    _response, a = entered(xu, street, spots=[], places="柳林村", **{question.name: "new:village"})
    place = a.visits.get().place
    assert (place.name, place.kind, place.subdistrict) == ("柳林村", "village", street.street)


def test_a_place_is_asked_about_while_one_types(xu, street):
    page = text(
        xu.get(f"{NEW}three_entries/where/", {"places": "临江社区居委会、石桥社区"}, headers={"HX-Request": "true"})
    )
    assert "“临江社区居委会”：您说的是不是…" in page and "石桥社区（" not in page
    page = text(xu.get("/duties/activities/who/", {"names": "林秀英 建 李四", "held_on": "2026-03-18"}))
    assert "林秀英 · 第一选区" in page and "“建”是哪一位？" in page and "没有找到 2026-03-18 在任的代表“李四”" in page


# Kept, and once


def test_two_presses_of_one_button_make_one(xu, street):
    form = filled(street)
    assert [xu.post(f"{NEW}three_entries/", form).status_code for _press in range(2)] == [302, 302]
    assert Activity.objects.count() == 1 and Event.objects.filter(step="record").count() == 1


def test_a_form_that_comes_again_changes_nothing_of_what_was_recorded(xu, street):
    form = filled(street)
    xu.post(f"{NEW}three_entries/", form)
    changed = form | {"people": [street.he.pk], "spots": [street.bridge.pk], "held_on": "2026-03-17"}
    assert xu.post(f"{NEW}three_entries/", changed).status_code == 302
    a = Activity.objects.get()
    assert (a.held_on, [str(one) for one in a.present]) == (date(2026, 3, 18), ["林秀英"])
    assert a.visits.get().place == street.bank


def test_a_draft_is_kept_when_it_is_refused_and_goes_on_from_there(xu, street):
    entered(xu, street)
    response, draft = entered(xu, street)  # a day, a title and a kind that there are already
    assert response.status_code == 409 and "已经登记过同名的代表“三进”（活动〔2026〕1号）" in text(response)
    assert draft.state == "draft" and f"/duties/activities/{draft.pk}/edit/" in text(response)
    response = xu.post(f"/duties/activities/{draft.pk}/edit/", filled(street, title="下午又去"))
    draft.refresh_from_db()
    assert response.status_code == 302 and (draft.state, draft.title) == ("recorded", "下午又去")
    assert Activity.objects.count() == 2


def test_a_draft_is_seen_by_its_recorder_alone_and_can_be_thrown_away(xu, street, client):
    entered(xu, street)
    _response, draft = entered(xu, street)
    assert draft.title in text(xu.get(NEW))
    at_desk(client, street.wang)
    assert [
        client.get(f"/{where}").status_code for where in (f"matters/{draft.pk}/", f"duties/activities/{draft.pk}/edit/")
    ] == [404, 404]
    assert client.post(f"/duties/activities/{draft.pk}/discard/").status_code == 404
    at_desk(client, street.xu).post(f"/duties/activities/{draft.pk}/discard/")
    assert not Activity.objects.filter(pk=draft.pk).exists()


def test_a_photograph_of_the_sheet_stands_beside_it(xu, street):
    photograph = SimpleUploadedFile("签到表.jpg", photo_with_its_place())
    _response, a = entered(xu, street, sheet=photograph)
    assert (a.state, a.attachments.get().name) == ("recorded", "签到表.jpg")
    _response, a = entered(xu, street, title="另一项", sheet=SimpleUploadedFile("签到表.exe", b"MZ"))
    assert a.state == "draft" and a.attachments.count() == 0  # what is no picture is refused, and the rest is kept


def test_the_photograph_of_a_draft_that_is_thrown_away_is_gone(xu, street, tmp_path):
    entered(xu, street)
    _response, draft = entered(xu, street, sheet=SimpleUploadedFile("签到表.jpg", photo_with_its_place()))
    assert (draft.state, draft.attachments.count()) == ("draft", 1)
    assert [path for path in tmp_path.rglob("*") if path.is_file()]
    xu.post(f"/duties/activities/{draft.pk}/discard/")
    assert not [path for path in tmp_path.rglob("*") if path.is_file()]


# Who may


def test_a_deputy_records_what_he_took_part_in_and_his_committee_keeps_it(client, street):
    at_desk(client, street.lin)
    page = client.get(f"{NEW}three_entries/")
    assert page.context["form"].initial["people"] == [street.lin.pk]
    assert [name for _pk, name in page.context["form"]["confirmer"].field.choices][:2] == ["邓和", "徐兰"]
    _response, a = entered(client, street, confirmer=street.xu.person_id)
    assert (a.keeper, a.recorder, a.state) == (street.street, street.lin.person, "recorded")
    at_desk(client, street.fang)  # elected nowhere that a committee is: the office keeps it
    _response, a = entered(
        client, street, people=[street.fang.pk], title="方代表进社区", confirmer=street.wang.person_id
    )
    assert a.keeper == street.office


def test_a_deputy_is_not_asked_for_what_only_an_office_does(client, street):
    at_desk(client, street.lin)
    assert "发放书籍资料" not in text(client.get(NEW)) and client.get(f"{NEW}books/").status_code == 404


def test_whoever_is_neither_clerk_nor_deputy_has_no_such_page(client, street):
    for post in (street.zhao, street.gao, street.yan):
        assert at_desk(client, post).get(NEW).status_code == 404
    client.logout()
    assert client.get(NEW).status_code == 302


def test_a_clerk_of_a_special_committee_and_of_a_station_record_too(client, street):
    station = Organ.objects.create(name="老街口联络站", kind=Organ.Kind.STATION, parent=street.street)
    keeps = street.seat("胡站", station, Role.CLERK)
    at_desk(client, street.pan)
    _response, a = entered(client, street, "research", confirmer=street.sun.person_id)
    assert (a.keeper, a.state) == (street.judicial, "recorded")
    at_desk(client, keeps)
    _response, a = entered(client, street, "research", title="站上组织的", confirmer=street.deng.person_id)
    assert (a.keeper, a.state) == (street.street, "recorded")


def test_nothing_of_the_next_town_can_be_named(xu, street, next_town):
    theirs = known(next_town, "白石社区")
    for changed in ({"spots": [theirs.pk]}, {"people": [next_town.lin.pk]}, {"confirmer": next_town.deng.person_id}):
        response, a = entered(xu, street, **changed)
        assert response.status_code == 422 and a is None
    Constituency.objects.create(congress=next_town.congress, name="白石选区", organ=next_town.street)


def test_a_campaign_is_chosen_once_there_is_one(xu, street):
    assert "campaign" not in xu.get(f"{NEW}three_entries/").context["form"].fields
    c = Campaign.objects.create(congress=street.congress, brand="qingting", name="青听青声", since=date(2026, 1, 1))
    page = xu.get(f"{NEW}three_entries/?campaign={c.pk}")
    assert page.context["form"]["campaign"].value() == str(c.pk)
    _response, a = entered(xu, street, campaign=c.pk)
    assert a.campaign == c


def test_who_led_is_named_and_was_there(xu, street):
    _response, a = entered(xu, street, "public_talk", leads="何建国")
    assert {(str(one), one.leads) for one in a.present} == {("林秀英", False), ("何建国", True)}
