"""No deputy is arrested or tried without leave: who asks, who decides, and who knows of it."""

from datetime import date

import pytest
from django.test import Client

from qingting.clocks import rules
from qingting.docket.models import Matter
from qingting.mandates.leave import Permission
from qingting.mandates.opening import opened
from qingting.mandates.putting import put_to_the_vote, scheduled, waiting_in
from qingting.mandates.tests.doings import refused
from qingting.meetings import hall as doors
from qingting.meetings.models import Item, Meeting
from qingting.meetings.slate import Slate
from qingting.meetings.tests.doings import anew
from qingting.organs.models import Organ, Role, Session

TODAY = date(2026, 3, 26)


def asked(hall, post=None, **said):
    town = hall.town
    p = opened(Permission(mandate=post or town.he, applicant=town.procuratorate), town.congress)
    p.take("ask", town.shi, **dict(measure="arrest", reference="清检请〔2026〕1号") | said)
    return anew(p)


def examined(hall, **given):
    p = asked(hall, **given)
    p.take("examine", hall.town.sun, finding="none")
    return anew(p)


def test_asked_examined_permitted_and_told(hall):
    p = examined(hall)
    assert (p.number, p.state) == ("许可2026-001", "examined")
    hall.decide(p)
    assert anew(p).state == "granted"
    anew(p).take("tell", hall.town.sun, told_on=TODAY)
    assert anew(p).state == "told"


def test_nobody_decides_before_it_is_examined(hall):
    """Deputies Law, art. 39: whether it pursues what he said, or takes revenge."""
    p = asked(hall)
    assert "已提请许可，待审查，不能再表决" in refused(hall.decide, p)


def test_refused_it_is_told_too(hall):
    p = examined(hall)
    hall.decide(p, yes=3)  # of seven: no majority
    assert anew(p).state == "refused"
    anew(p).take("tell", hall.town.sun, told_on=TODAY)


def test_it_is_answered_in_three_days_and_the_clock_rests_while_it_is_sent_back(hall, on):
    p = asked(hall)
    assert p.last_debt("deciding").due_on == date(2026, 3, 30)  # the third day is a Sunday
    p.take("send_back", hall.town.sun, "请补充法律文书")
    assert anew(p).last_debt("deciding").met_id
    on("2026-04-01")
    anew(p).take("ask_again", hall.town.shi)
    assert anew(p).last_debt("deciding").due_on == date(2026, 4, 7)  # 4 to 6 April are rest days


def test_the_same_is_not_asked_twice_and_other_congresses_protect_their_own(hall):
    asked(hall)
    again = opened(Permission(mandate=hall.town.he, applicant=hall.town.procuratorate), hall.town.congress)
    assert "同样的申请正在办理：许可2026-001" in refused(
        again.take, "ask", hall.town.shi, measure="arrest", reference="2"
    )
    city = opened(Permission(mandate=hall.shao, applicant=hall.town.procuratorate), hall.town.congress)
    assert "请向该级人民代表大会主席团" in refused(city.take, "ask", hall.town.shi, measure="trial", reference="3")


def test_until_it_is_decided_the_same_is_not_asked_and_another_measure_is(hall):
    examined(hall)
    said = dict(measure="arrest", reference="清检请〔2026〕2号")
    again = opened(Permission(mandate=hall.town.he, applicant=hall.town.procuratorate), hall.town.congress)
    assert "同样的申请正在办理" in refused(again.take, "ask", hall.town.shi, **said)
    p = asked(hall, measure="trial")
    assert (p.number, p.state) == ("许可2026-002", "asked")


def test_whoever_is_no_deputy_any_more_needs_no_leave(hall):
    hall.ended(hall.town.he, date(2026, 3, 25))
    town, said = hall.town, dict(measure="arrest", reference="清检请〔2026〕1号")
    for step, post in (("ask", town.shi), ("take_down", town.sun)):
        p = opened(Permission(mandate=anew(town.he), applicant=town.procuratorate), town.congress)
        assert "终止" in refused(p.take, step, post, **said)


def test_leave_whose_vote_does_not_count_was_not_given(hall):
    p = examined(hall)
    v = hall.decide(p)
    v.take("annul", hall.chair, "程序有误")
    assert anew(p).state == "examined"
    assert "不能书面告知提请机关" in refused(anew(p).take, "tell", hall.town.sun, told_on=TODAY)


def test_the_organ_that_asks_does_not_examine_and_takes_nothing_back_that_is_decided(hall):
    p = asked(hall)
    assert "不能登记审查情况" in refused(p.take, "examine", hall.town.shi, finding="none")
    anew(p).take("examine", hall.town.sun, finding="none")
    hall.decide(anew(p))
    assert "不能撤回申请" in refused(anew(p).take, "withdraw", hall.town.shi, "不提请了")


def test_the_organ_the_head_and_whoever_presides_see_it_and_nobody_else(hall):
    p = asked(hall)
    everyone = [*hall.town.posts, hall.gu, *hall.members, hall.vice, hall.shao]
    seen = {post.person.name for post in everyone if Matter.objects.seen_by(post).filter(pk=p.pk).exists()}
    assert seen == {"石正", "孙立", "高平"}


def test_one_who_would_preside_over_his_own_case_does_not(hall):
    """A vice-chair is asked to; the chair does not know."""
    mine = hall.town.seat("高平", hall.town.congress, Role.DEPUTY)
    p = asked(hall, mine)
    assert p.presiding == hall.vice.person
    assert not Matter.objects.seen_by(mine, hall.chair).filter(pk=p.pk).exists()


def test_neither_title_nor_agenda_nor_ballot_nor_ledger_says_who(hall):
    p = examined(hall)
    m = hall.meeting()
    scheduled(p, m)
    item = Item.objects.get(matter=p.pk)
    assert item.access == Item.Access.CLOSED and item.title == "许可2026-001号许可申请"
    for post in hall.all:
        doors.come(m, post, hall.town.wang)
    m.take("open", hall.chair)
    v = put_to_the_vote(hall.adopt(anew(m)), waiting_in(m), "secret")
    said = [p.title, item.title, v.title, v.questions.get().text, *(str(event.data) for event in p.events.all())]
    assert not any("何建国" in one for one in said)


def session(hall, opens=TODAY):
    """A session that runs, and the presidium that its preparatory meeting elected."""
    s = Session.objects.create(term=hall.town.term, number=6, opens_on=opens, closes_on=date(2026, 3, 29))
    organ = Organ.objects.create(name="主席团", kind=Organ.Kind.PRESIDIUM, parent=hall.town.congress)
    slate = Slate(session=s, secretary=hall.town.sun.person, keeper=hall.town.office, elected=organ)
    slate.save()
    Slate.objects.filter(pk=slate.pk).update(state="carried")
    return organ


def test_in_a_session_the_presidium_permits(hall):
    p = examined(hall)
    presidium = session(hall)
    assert anew(p).decides == presidium
    assert "由主席团许可，不由清河县人大常委会许可" in refused(hall.decide, p)
    assert "大会期间由主席团许可" in refused(anew(p).take, "grant_ahead", hall.town.sun, chairs_meeting=None)


def test_in_recess_the_committee_permits(hall):
    p = examined(hall)
    session(hall, opens=date(2026, 3, 27))
    assert anew(p).decides == hall.town.committee


def chairs_meeting(hall):
    organ = Organ.objects.create(name="主任会议", kind=Organ.Kind.CHAIRPERSONS, parent=hall.town.committee)
    m = Meeting.objects.create(title="主任会议", body=organ, keeper=hall.town.office, presiding=hall.chair.person)
    Meeting.objects.filter(pk=m.pk).update(held_on=TODAY, state="closed", opened_at="2026-03-26T09:00+08:00")
    return anew(m)


def test_the_chairs_give_leave_ahead_only_where_the_place_lets_them(hall, settings, tmp_path):
    p, m = examined(hall), chairs_meeting(hall)
    assert "本地没有规定主任会议可以先行许可" in refused(p.take, "grant_ahead", hall.town.sun, chairs_meeting=m)
    for file in settings.RULEBOOK.glob("*.toml"):
        (tmp_path / file.name).write_text(file.read_text("utf-8"), "utf-8")
    settings.RULEBOOK = tmp_path
    own = '[[by_the_chairs]]\nallowed = true\nbasis = "本地办法"\nlayer = "H"\nconfidence = "C"\nsince = 2020-01-01\n'
    (tmp_path / "429900.permissions.toml").write_text(own, "utf-8")
    rules.read.cache_clear()
    anew(p).take("grant_ahead", hall.town.sun, chairs_meeting=m)
    assert anew(p).state == "ahead" and anew(p).last_debt("deciding").met_id
    hall.decide(p)  # and the committee confirms it
    assert anew(p).state == "granted"


def test_one_detained_in_the_act_is_reported_and_passed_on(hall):
    p = opened(Permission(mandate=hall.town.he, applicant=hall.town.procuratorate), hall.town.congress)
    assert "还没有到" in refused(p.take, "report", hall.town.shi, detained_on=date(2026, 4, 1), reference="1")
    p = anew(p)
    p.take("report", hall.town.shi, detained_on=TODAY, reference="清公报〔2026〕1号")
    assert anew(p).last_debt("passing").due_on == date(2026, 3, 27)
    anew(p).take("pass_on", hall.town.sun)
    assert anew(p).state == "noted"


@pytest.fixture
def at():
    def sign_in(post):
        client = Client()
        client.force_login(post.person.user)
        return client

    return sign_in


def test_an_organ_asks_at_the_screen_and_a_bureau_cannot(hall, at):
    said = {"applicant": hall.town.procuratorate.pk, "mandate": hall.town.he.pk, "measure": "trial", "reference": "1号"}
    assert "提请许可" in at(hall.town.shi).get("/registers/by-elections/").content.decode()
    answer = at(hall.town.shi).post("/mandates/new/permission/", said)
    p = Permission.objects.get()
    assert answer.url == p.get_absolute_url() and p.events.get().step == "ask"
    page = at(hall.town.shi).get(answer.url).content.decode()
    assert "现在由清河县人大常委会决定是否许可" in page and "石正" in page
    for post in (hall.town.zhao, hall.town.he, hall.town.wang):
        assert at(post).get(answer.url).status_code == 404
        assert at(post).post("/mandates/new/permission/", said).status_code == 404


def test_the_office_takes_down_from_paper_and_knows_every_organ_that_may(hall, at):
    police = Organ.objects.create(name="清河县公安局", kind=Organ.Kind.DEPARTMENT, parent=hall.town.government)
    form = at(hall.town.sun).get("/mandates/new/detention/").content.decode()
    assert "清河县公安局" in form and "人民检察院" in form and "水利局" not in form
    said = {"applicant": police.pk, "mandate": hall.town.he.pk, "detained_on": "2026-03-26", "reference": "1号"}
    at(hall.town.sun).post("/mandates/new/detention/", said)
    assert Permission.objects.get().events.get().step == "take_down_report"


def test_who_is_a_deputy_of_the_city_too_needs_two_leaves(hall, at):
    p = asked(hall)
    page = f"/matters/{p.pk}/"
    assert "还担任这一级的人大代表" not in at(hall.town.sun).get(page).content.decode()
    type(hall.shao).objects.filter(pk=hall.shao.pk).update(person=hall.town.he.person)
    assert "本人还担任这一级的人大代表" in at(hall.town.sun).get(page).content.decode()
