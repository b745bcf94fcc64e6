"""A session elects: ten deputies put somebody forward, the presidium too, and a chief procurator waits for the approval."""

from datetime import date, time

import pytest
from django.test import Client

from qingting.appointments.contests import Backing, Candidacy, Contest
from qingting.appointments.electing import put_to_the_election
from qingting.appointments.models import Nomination
from qingting.docket.models import Matter
from qingting.docket.process import Refused
from qingting.meetings import hall as doors
from qingting.meetings.casting import cast
from qingting.meetings.models import Item, Meeting
from qingting.meetings.slate import Slate
from qingting.meetings.tests.doings import anew
from qingting.organs.models import Organ, Person, Post, Role, Session

pytestmark = pytest.mark.django_db
TODAY = date(2026, 3, 26)


def refused(act, *args, **kwargs):
    with pytest.raises(Refused) as told:
        act(*args, **kwargs)
    return str(told.value)


class Congress:
    """Twelve deputies in a session that has its presidium; Gao presides."""

    def __init__(self, hall):
        self.hall, self.town = hall, hall.town
        t = self.town
        self.deputies = [t.lin, t.he, t.fang, *(t.seat(f"代表{n:02d}", t.congress, Role.DEPUTY) for n in range(9))]
        self.session = Session.objects.create(term=t.term, number=6, opens_on=TODAY, closes_on=date(2026, 3, 29))
        presidium = Organ.objects.create(name="主席团", kind=Organ.Kind.PRESIDIUM, parent=t.congress)
        slate = Slate(session=self.session, secretary=t.sun.person, keeper=t.office, elected=presidium)
        slate.save()
        Slate.objects.filter(pk=slate.pk).update(state="carried")
        Post.objects.create(person=hall.chair.person, organ=presidium, role=Role.MEMBER, since=date(2026, 1, 1))

    def contest(self, organ=None, elects="byelection", role=Role.HEAD, title="县人民检察院检察长", seats=1):
        c = Contest(
            session=self.session, keeper=self.town.office, elects=elects, organ=organ or self.town.procuratorate,
            role=role, office_title=title, seats=seats,
        )  # fmt: skip
        c.save()
        c.take("open", self.town.wang)
        return anew(c)

    def person(self, name):
        return Person.objects.create(name=name, congress=self.town.congress, invented=True)

    def by_the_presidium(self, contest, name="许清源"):
        c = Candidacy(on=contest, nominee=self.person(name), introduction="符合条件。")
        c.save()
        c.take("name", self.town.wang)
        return anew(c)

    def by_deputies(self, contest, name="季明诚", lead=0, others=range(1, 10), confirmed=9):
        """The lead asks the others; so many of them confirm."""
        c = Candidacy(on=contest, nominee=self.person(name), introduction="符合条件。", lead=self.deputies[lead].person)
        c.save()
        for n in others:
            Backing(on=c, person=self.deputies[n].person).save()
        c.take("propose", self.deputies[lead])
        for n in list(others)[:confirmed]:
            Backing.objects.get(on=c, person=self.deputies[n].person).take("confirm", self.deputies[n])
        return anew(c)

    def vote(self, contest, *ballots):
        """A plenary meeting; each deputy's marks, y or n."""
        m = Meeting.objects.filter(session=self.session, state="sitting").first() or self.plenary()
        v = put_to_the_election(m, anew(contest), m.items.first(), "secret")
        v.take("open", self.town.wang)
        for post, marks in zip(self.deputies, ballots, strict=False):
            cast(anew(v), post, [{"y": "yes", "n": "no"}[mark] for mark in marks])
        anew(v).take("close", self.town.wang)
        anew(v).take("elect", self.hall.chair)
        return anew(v)

    def plenary(self):
        m = Meeting.objects.create(
            title="第二次全体会议", body=self.town.congress, session=self.session, keeper=self.town.office,
            presiding=self.hall.chair.person,
        )  # fmt: skip
        Item.objects.create(meeting=m, place=1, title="选举")
        m.take("plan", self.town.wang, held_on=TODAY, opens_at=time(9), place="人民会堂")
        anew(m).take("notify", self.town.wang)
        for post in self.deputies:
            doors.come(m, post, self.town.wang)
        anew(m).take("open", self.hall.chair)
        Meeting.objects.filter(pk=m.pk).update(agenda_adopted=True)
        return anew(m)


@pytest.fixture
def congress(hall):
    return Congress(hall)


# Who nominates


def test_ten_deputies_nominate_jointly_and_nine_do_not(congress):
    c = congress.by_deputies(congress.contest(), confirmed=8)  # and the lead
    said = refused(c.take, "file", congress.deputies[0])
    assert "现在领衔和已确认的共 9 人" in said and "第二十六条" in said
    Backing.objects.get(on=c, state="invited").take("confirm", congress.deputies[9])
    anew(c).take("file", congress.deputies[0])
    assert anew(c).state == "named"


def test_each_confirms_it_himself(congress):
    c = congress.by_deputies(congress.contest(), confirmed=0)
    b = Backing.objects.get(on=c, person=congress.deputies[1].person)
    assert "不能确认联名" in refused(b.take, "confirm", congress.deputies[0])
    assert "不能确认联名" in refused(b.take, "confirm", congress.town.wang)
    b.take("decline", congress.deputies[1])
    assert anew(b).state == "declined"


def test_nobody_puts_forward_more_than_there_are_seats(congress):
    """Organic Law, art. 26: the presidium, and each deputy with others."""
    contest = congress.contest()
    congress.by_deputies(contest)
    again = Candidacy(on=contest, nominee=congress.person("甘霖"), introduction="。", lead=congress.deputies[1].person)
    again.save()
    assert "第二十六条" in refused(again.take, "propose", congress.deputies[1])
    other = congress.by_deputies(contest, "时雨", lead=10, others=(1, 11), confirmed=0)
    b = Backing.objects.get(on=other, person=congress.deputies[1].person)
    assert "第二十六条" in refused(b.take, "confirm", congress.deputies[1])
    congress.by_the_presidium(contest)
    assert "主席团提名的候选人不能超过应选名额" in refused(congress.by_the_presidium, contest, "宋安")


def test_the_committee_is_elected_from_among_the_deputies(congress):
    contest = congress.contest(congress.town.committee, role=Role.MEMBER, title="县人大常委会委员")
    assert "第四十七条" in refused(congress.by_the_presidium, contest)


def test_who_is_no_deputy_any_more_does_not_stand_for_the_committee(congress):
    fang = congress.town.fang
    Post.objects.filter(pk=fang.pk).update(until=date(2026, 3, 25))
    contest = congress.contest(congress.town.committee, role=Role.MEMBER, title="县人大常委会委员")
    c = Candidacy(on=contest, nominee=fang.person, introduction="符合条件。")
    c.save()
    assert "第四十七条" in refused(c.take, "name", congress.town.wang)


def test_nobody_stands_twice(congress):
    contest = congress.contest()
    c = congress.by_the_presidium(contest)
    again = Candidacy(on=contest, nominee=c.nominee, introduction="。", lead=congress.deputies[0].person)
    again.save()
    assert "许清源已经被提名" in refused(again.take, "propose", congress.deputies[0])


def test_nobody_joins_what_was_filed_and_nobody_is_named_once_it_is_settled(congress):
    contest = congress.contest()
    c = congress.by_deputies(contest, others=range(1, 11))
    c.take("file", congress.deputies[0])
    late = Backing.objects.get(on=c, state="invited")
    assert "提名已经提交或者撤回" in refused(late.take, "confirm", congress.deputies[10])
    anew(contest).take("settle", congress.town.wang)
    assert "现在不能提名" in refused(congress.by_the_presidium, anew(contest))


def test_whoever_withdrew_is_no_candidate(congress):
    contest = congress.contest()
    congress.by_the_presidium(contest).take("withdraw_for", congress.town.wang, "本人不愿意")
    assert "现在有 0 人" in refused(contest.take, "settle", congress.town.wang)


def test_a_head_is_elected_alone(congress):
    said = dict(session=congress.session.pk, elects="head", organ=congress.town.government.pk, role="head", office_title="县长", seats=2)  # fmt: skip
    page = at(congress.town.wang).post("/elections/new/", said)
    assert page.status_code == 422 and "正职的应选人数是 1 人" in page.content.decode()
    assert not Contest.objects.exists()


def test_until_it_is_filed_the_other_deputies_do_not_know(congress):
    c = congress.by_deputies(congress.contest())
    stranger = congress.deputies[11]
    assert not Matter.objects.seen_by(stranger).filter(pk=c.pk).exists()
    c.take("file", congress.deputies[0])
    assert Matter.objects.seen_by(stranger).filter(pk=c.pk).exists()


# How many, and when


def test_at_a_change_of_term_two_days_are_kept_for_nominations(congress, on):
    contest = congress.contest(congress.town.government, "head", title="县长")
    congress.by_the_presidium(contest)
    assert "不得少于两天" in refused(contest.take, "settle", congress.town.wang)
    on("2026-03-28")
    assert "不得少于两天" in refused(anew(contest).take, "settle", congress.town.wang)  # a Saturday: due on Monday
    on("2026-03-30")
    anew(contest).take("settle", congress.town.wang)


def test_deputy_heads_have_more_candidates_than_seats(congress, on):
    contest = congress.contest(congress.town.government, "deputy", Role.VICE_HEAD, "副县长", seats=1)
    congress.by_the_presidium(contest)
    on("2026-03-30")
    assert "候选人应当是 2 至 4 人" in refused(contest.take, "settle", congress.town.wang)


def test_whoever_is_still_being_put_forward_is_waited_for(congress):
    contest = congress.contest()
    congress.by_the_presidium(contest)
    congress.by_deputies(contest, confirmed=2)
    assert "还有联名提名没有提交" in refused(contest.take, "settle", congress.town.wang)


# The chief procurator


def elected(congress, contest, *marks):
    contest.take("settle", congress.town.wang)
    congress.vote(contest, *marks)


def test_a_chief_procurator_is_in_office_when_the_approval_is_noted(congress, a_box, on):
    contest = congress.contest()
    c = congress.by_the_presidium(contest)
    elected(congress, contest, *"yyyyyyyyyyyy")
    posts = Post.objects.filter(organ=congress.town.procuratorate, person=c.nominee)
    assert anew(c).state == "elected" and not posts.exists() and anew(contest).state == "over"
    on("2026-04-01")
    anew(c).take("report_above", congress.town.wang, reported_on=date(2026, 3, 27))
    on("2026-04-20")
    anew(c).take("approve", congress.town.wang, approved_by="市人大常〔2026〕9号")
    assert posts.get().since == date(2026, 4, 20) and anew(c).state == "seated"


def test_not_approved_he_is_not_in_office(congress, a_box):
    contest = congress.contest()
    c = congress.by_the_presidium(contest)
    elected(congress, contest, *"yyyyyyyyyyyy")
    anew(c).take("report_above", congress.town.wang, reported_on=TODAY)
    assert anew(contest).left == 0  # the seat is taken while the approval is awaited
    anew(c).take("deny", congress.town.wang, "上级未批准")
    assert not Post.objects.filter(person=c.nominee).exists()
    assert anew(contest).left == 1


def recall(congress, **given):
    holder = congress.town.yan
    given = dict(way="recall", mover="deputies", signatures=2, office_title="县人民检察院检察长") | given
    return congress.hall.departure(holder, **given), holder


def test_a_recall_is_moved_by_a_tenth_of_the_deputies_and_decided_by_the_congress(congress, a_box, on):
    """Organic Law, arts. 31 and 13: the recall of a chief procurator takes effect with the approval from above."""
    t = congress.town
    d, _holder = recall(congress, signatures=1)
    assert "全体代表12人，至少2人联名" in refused(d.take, "file", t.wang)
    d, holder = recall(congress)
    d.take("file", t.wang)
    assert "由主席团提请大会审议" in refused(
        anew(d).take, "submit", t.wang, chairs_meeting=congress.hall.chairs_meeting()
    )
    anew(d).take("bring", t.wang)
    m = congress.plenary()
    Meeting.objects.filter(pk=m.pk).update(agenda_adopted=False)
    assert "请选一次还没有闭会的" in refused(anew(d).take, "schedule", t.wang, at_meeting=congress.hall.its_meeting())
    anew(d).take("schedule", t.wang, at_meeting=anew(m))
    Meeting.objects.filter(pk=m.pk).update(agenda_adopted=True)
    assert "第三十一条" in refused(congress.hall.put, anew(m), [d])
    anew(d).take("defend", t.wang, defence="书面申辩。")
    v = congress.hall.put(anew(m), [d])
    v.take("open", t.wang)
    for post in congress.deputies:
        cast(anew(v), post, ["yes"])
    anew(v).take("close", t.wang)
    anew(v).take("carry", congress.hall.chair)
    assert anew(d).state == "carried" and anew(holder).until is None
    assert "须经上一级人大常委会批准" in refused(anew(d).take, "close", t.wang)
    on("2026-04-20")
    anew(d).take("approve", t.wang, approved_by="市人大常〔2026〕10号")
    assert anew(holder).until == date(2026, 4, 20)


# Everyone else


def test_of_two_the_one_with_a_majority_of_all_deputies_is_in_office_today(congress, a_box):
    contest = congress.contest(congress.town.government, title="县长")
    a, b = congress.by_the_presidium(contest), congress.by_deputies(contest)
    b.take("file", congress.deputies[0])
    elected(congress, contest, *["yn"] * 7, *["ny"] * 5)
    assert (anew(a).state, anew(b).state) == ("seated", "lost")
    assert Post.objects.get(person=a.nominee, role=Role.HEAD).since == TODAY
    assert anew(contest).state == "over"  # a by-election founds no new government


def test_an_annulled_election_has_seated_nobody(congress, a_box):
    contest = congress.contest(congress.town.government, title="县长")
    a = congress.by_the_presidium(contest)
    contest.take("settle", congress.town.wang)
    v = congress.vote(contest, *"yyyyyyyyyyyy")
    v.take("annul", congress.hall.chair, "程序有误")
    assert (anew(a).state, anew(contest).state) == ("named", "settled")
    assert not Post.objects.current(date(2026, 3, 27)).filter(person=a.nominee).exists()


def test_seats_that_are_left_are_voted_on_again(congress, a_box):
    contest = congress.contest(congress.town.government, title="县长")
    a = congress.by_the_presidium(contest)
    contest.take("settle", congress.town.wang)
    first = congress.vote(contest, *"yyynnnnnnnnn")
    assert anew(a).state == "lost" and anew(contest).left == 1
    m = Meeting.objects.get(state="sitting")
    assert "候选人不能少于 1 人，现在有 0 人" in refused(
        put_to_the_election, m, anew(contest), m.items.first(), "secret"
    )
    anew(a).take("again", congress.town.wang)
    second = congress.vote(contest, *"yyyyyyyyyyyy")
    assert second.follows == first and anew(a).state == "seated"


def test_where_seats_are_left_and_nominations_begin_anew_who_lost_fills_nobodys_number(congress, a_box):
    contest = congress.contest(congress.town.government, title="县长")
    a, b = congress.by_the_presidium(contest), congress.by_deputies(contest)
    b.take("file", congress.deputies[0])
    contest.take("settle", congress.town.wang)
    congress.vote(contest, *["nn"] * 12)
    assert (anew(a).state, anew(b).state) == ("lost", "lost")
    anew(contest).take("reopen", congress.town.wang, "无人当选，另行提名")
    c = congress.by_the_presidium(contest, "宋安")
    d = congress.by_deputies(contest, "时雨")
    anew(d).take("file", congress.deputies[0])
    assert (c.state, anew(d).state) == ("named", "named")
    assert "主席团提名的候选人不能超过应选名额" in refused(congress.by_the_presidium, contest, "又一位")


def test_a_new_government_puts_its_members_forward_in_two_months(congress, a_box, on):
    """Organic Law, art. 71."""
    t = congress.town
    contest = congress.contest(t.government, "head", title="县长")
    congress.by_the_presidium(contest)
    Contest.objects.filter(pk=contest.pk).update(state="settled")
    congress.vote(contest, *"yyyyyyyyyyyy")
    assert anew(contest).state == "forming"
    assert anew(contest).last_debt("forming").due_on == date(2026, 5, 26)
    assert "第七十一条" in refused(anew(contest).take, "form", t.wang)
    n = congress.hall.nomination()  # of the director of the bureau of water, by the government
    assert "第七十一条" in refused(anew(contest).take, "form", t.wang)  # it was put forward before the election
    Nomination.objects.filter(pk=n.pk).update(filed_on=TODAY)
    anew(contest).take("form", t.wang)
    assert anew(contest).state == "over"


# At the screen


def at(post):
    client = Client()
    client.force_login(post.person.user)
    return client


def test_a_deputy_nominates_and_the_others_confirm_at_the_screen(congress):
    contest = congress.contest()
    lead = at(congress.deputies[0])
    assert "提名候选人" in lead.get(contest.get_absolute_url()).content.decode()
    names = "\n".join(post.person.name for post in congress.deputies[1:10])
    said = {"who": "季明诚", "introduction": "符合条件。", "others": names}
    answer = lead.post(f"/elections/{contest.pk}/candidates/new/", said)
    c = Candidacy.objects.get()
    assert answer.url == c.get_absolute_url() and c.backings.filter(state="invited").count() == 9
    b = c.backings.order_by("pk").first()
    assert "林秀英领衔提名，请您联名" in at(congress.deputies[1]).get(b.get_absolute_url()).content.decode()
    assert at(congress.deputies[2]).get(b.get_absolute_url()).status_code == 404
    wrong = lead.post(f"/elections/{contest.pk}/candidates/new/", said | {"others": "无此代表"})
    assert wrong.status_code == 422 and "名册里没有这几位代表" in wrong.content.decode()


def test_the_office_prepares_and_puts_to_the_vote_at_the_screen(congress, a_box):
    office, t = at(congress.town.wang), congress.town
    said = dict(session=congress.session.pk, elects="byelection", organ=t.procuratorate.pk, role="head", office_title="检察长", seats=1)  # fmt: skip
    office.post("/elections/new/", said)
    contest = Contest.objects.get()
    contest.take("open", t.wang)
    office.post(f"/elections/{contest.pk}/candidates/new/", {"who": "许清源", "introduction": "符合条件。"})
    anew(contest).take("settle", t.wang)
    m = congress.plenary()
    assert "候选人付选举" in office.get(m.get_absolute_url()).content.decode()
    sent = {"contest": contest.pk, "item": m.items.get().pk, "way": "secret"}
    assert office.post(f"/meetings/{m.pk}/candidates/", sent).status_code == 302
    again = office.post(f"/meetings/{m.pk}/candidates/", sent)
    assert again.status_code == 422 and "正在投票" in again.content.decode()
    for post in (t.zhao, congress.deputies[0]):
        assert at(post).get("/elections/new/").status_code == 404
        assert at(post).get(f"/meetings/{m.pk}/candidates/").status_code == 404
