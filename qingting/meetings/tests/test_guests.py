"""Who sits in without a vote: invited, answered, told of another day, let in at the door, counted."""

from datetime import date, time

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, transaction
from django.urls import reverse

from qingting.docket.models import Matter, Notice, Part
from qingting.figures.figure import Figure
from qingting.meetings import casting, guests, hall, materials
from qingting.meetings.agenda import add
from qingting.meetings.briefings import Attendee, Briefing
from qingting.meetings.guests import Invitation
from qingting.meetings.materials import Material
from qingting.meetings.models import Item
from qingting.meetings.tests.doings import anew
from qingting.meetings.tests.papers import pdf
from qingting.meetings.tests.test_the_hall import refused
from qingting.organs.models import Level


def told(post):
    return [(n.event.matter.specific, n.event.step) for n in Notice.objects.filter(person=post.person).order_by("pk")]


def asked(house, m, **who):
    return guests.invite(m, house.town.wang, **who)


def value(name, town):
    return Figure.all[name].value(town.congress, date(2026, 1, 1), date(2026, 12, 31))


def test_a_deputy_is_invited_and_answers(house, town):
    m = house.meeting()
    (i,) = asked(house, m, deputies=[town.lin.person])
    assert told(town.lin) == [(i, "invite")] and [part.matter_id for part in Part.objects.inbox(town.lin)] == [i.pk]
    i.take("accept", town.lin)
    assert anew(i).state == "coming" and not Part.objects.inbox(town.lin).exists()
    anew(i).take("decline", town.lin, "在外地开会")
    assert anew(i).state == "declined"


def test_an_organ_says_whom_it_sends(house, town):
    m = house.meeting()
    (i,) = asked(house, m, organs=[town.water])
    assert told(town.zhao) == [(i, "invite")]
    assert "答复派谁列席须填写" in refused(anew(i).take, "send", town.zhao)
    i.take("send", town.zhao, sent="副局长 周平")
    assert anew(i).sent == "副局长 周平"
    assert "sent" not in i.events.last().data and i.events.last().words.said["sent"] == "副局长 周平"
    anew(i).take("resend", town.zhao, sent="局长")
    assert (anew(i).state, anew(i).sent) == ("coming", "局长")


def test_a_deputy_of_any_level_is_invited_and_a_member_is_not(house, town):
    m = house.meeting()
    town.he.level = Level.MUNICIPAL
    town.he.save()
    assert len(asked(house, m, deputies=[town.he.person, house.vice.person])) == 1
    assert "不用邀请" in refused(asked, house, m, deputies=[town.he.person, house.vice.person])


def test_a_guest_knows_the_day_and_what_is_not_closed_and_opens_no_meeting(house, town, client):
    m = house.meeting()
    closed = Item.objects.create(meeting=m, place=2, title="不公开的议题甲乙", access=Item.Access.CLOSED)
    (i,) = asked(house, m, deputies=[town.lin.person])
    client.force_login(town.lin.person.user)
    page = client.get(i.get_absolute_url()).content.decode()
    assert "区人大常委会会议厅" in page and "河道治理情况" in page and "不公开的议题甲乙" not in page
    assert client.get(m.get_absolute_url()).status_code == 404
    i.is_whole = False
    i.save()
    i.items.set([closed])  # who is asked to a closed item must know to which
    assert "不公开的议题甲乙" in client.get(i.get_absolute_url()).content.decode()


def test_another_day_is_told_and_a_cancelled_meeting_waits_for_nobody(house, town):
    m = house.meeting()
    (i,) = asked(house, m, deputies=[town.lin.person])
    anew(m).take("move", town.wang, "场地维修", **house.when(held_on=date(2026, 3, 30)))
    assert told(town.lin)[-1] == (i, "tell_day")
    anew(m).take("cancel", town.wang, "不开了")
    assert anew(i).state == "called_off" and told(town.lin)[-1] == (i, "call_off")
    assert not Part.objects.inbox(town.lin).exists()


def test_the_office_presses_neither_by_hand(house, town):
    (i,) = asked(house, house.meeting(), deputies=[town.lin.person])
    assert "会议改期时自动告知" in refused(i.take, "tell_day", town.wang)
    assert "自动作罢" in refused(i.take, "call_off", town.wang)


def test_an_invitation_that_was_never_answered_ends_with_the_minutes(house, town):
    m = house.meeting()
    (i,) = asked(house, m, deputies=[town.lin.person])
    for post in house.all:
        hall.come(m, post, town.wang)
    anew(m).take("open", house.chair)
    house.adopt(anew(m)).take("close", house.chair)
    assert Part.objects.inbox(town.lin).exists()
    anew(m).take("write_up", town.wang, minutes="纪要")
    assert anew(i).state == "called_off" and not Part.objects.inbox(town.lin).exists()


def test_whoever_sits_in_makes_no_quorum_and_casts_no_vote(house, town):
    m = house.meeting()
    asked(house, m, deputies=[town.lin.person, town.he.person], organs=[town.water, town.roads])
    for i in Invitation.objects.all():
        i.take("come", town.wang)
    for post in house.all[:3]:
        hall.come(m, post, town.wang)
    assert hall.quorum(anew(m)).present == 3 and "还差 1 人" in refused(anew(m).take, "open", house.chair)
    assert "不是清河县人大常委会的组成人员" in refused(hall.come, m, town.lin, town.wang)
    hall.come(m, house.all[3], town.wang)
    anew(m).take("open", house.chair)
    v = house.vote(anew(m), way="named", item=None, title="会议议程")
    v = house.open(v)
    assert not v.voters.filter(post__person=town.lin.person).exists()
    assert refused(casting.cast, v, town.lin, ["yes"])


def test_nobody_has_sat_in_before_the_day(house, town, on):
    m = house.meeting()
    (i,) = asked(house, m, organs=[town.water])
    on("2026-03-25")
    assert "当天才能登记到会" in refused(i.take, "come", town.wang)
    on("2026-03-26")
    i.take("come", town.wang)
    assert value("meetings_organs_sat_in", town) == 1 and value("meetings_deputies_sat_in", town) == 0
    anew(i).take("uncome", town.wang, "登记错了")
    assert value("meetings_organs_sat_in", town) == 0


def test_the_notice_goes_to_every_member_once(house, town):
    m = house.meeting()
    for post in house.all:
        assert told(post) == [(m, "notify")]
    anew(m).take("move", town.wang, "场地维修", **house.when(held_on=date(2026, 3, 30)))
    assert [step for _m, step in told(house.vice)] == ["notify", "move"]
    anew(m).take("cancel", town.wang, "不开了")
    assert [step for _m, step in told(house.vice)] == ["notify", "move", "cancel"]
    assert told(town.lin) == []


def test_who_was_never_told_is_not_told_that_it_is_off(house, town):
    m = house.meeting(upto="plan")
    m.take("cancel", town.wang, "不开了")
    assert told(house.vice) == []


def test_the_office_invites_from_its_page(house, town, client):
    m = house.meeting()
    client.force_login(town.wang.person.user)
    address = reverse("meeting_invite", args=[m.pk])
    assert "请选请谁列席" in client.post(address, {"csrfmiddlewaretoken": "as a browser sends"}).content.decode()
    item = m.items.get()
    client.post(address, {"deputies": [town.lin.person_id], "organs": [town.water.pk], "items": [item.pk]})
    page = client.get(reverse("meeting_guests", args=[m.pk])).content.decode()
    assert "林秀英" in page and "水利局" in page and item.title in page
    (i,) = Invitation.objects.filter(organ=town.water)
    client.post(reverse("guest_came", args=[m.pk, i.pk]))
    assert anew(i).state == "came"
    client.force_login(town.lin.person.user)
    assert client.get(address).status_code == 404


@pytest.mark.parametrize("who", ["lin", "zhao", "gao", "pan"])
def test_only_the_office_reads_who_is_there(house, town, client, who):
    m = house.meeting()
    client.force_login(getattr(town, who).person.user)
    for name in ("meeting_guests", "meeting_invite", "meeting_observers", "meeting_door_code"):
        assert client.get(reverse(name, args=[m.pk])).status_code == 404


def test_nothing_of_another_congress_is_invited(house, next_town):
    m = house.meeting()
    with pytest.raises(Exception, match="不属于|同一"):
        guests.invite(m, house.town.wang, organs=[next_town.water])
    assert not Matter.objects.filter(kind="meetings.invitation").exists()


def test_who_sits_in_reads_the_papers_of_his_items_once_he_says_that_he_comes(house, town, client):
    m = house.meeting()
    mine, other, closed = m.items.get(), Item(meeting=m, title="另一项"), Item(meeting=m, title="密", access="closed")
    add(other), add(closed)
    papers = [
        materials.add(Material(meeting=m, item=item, title=f"材料{n}"), SimpleUploadedFile("甲.pdf", pdf()), town.wang)
        for n, item in enumerate((mine, other, closed, None))
    ]
    (i,) = guests.invite(m, town.wang, deputies=[town.lin.person], items=[mine, closed])
    client.force_login(town.lin.person.user)
    assert {client.get(paper.get_absolute_url()).status_code for paper in papers} == {404}
    i.take("accept", town.lin)
    assert [client.get(paper.get_absolute_url()).status_code for paper in papers] == [200, 404, 404, 404]
    page = client.get(i.get_absolute_url()).content.decode()
    assert "材料0" in page and "材料2" not in page


def test_one_number_of_two_kinds_of_record_opens_to_both_lists(house, town, on):
    """One deputy sits in with the committee, one at another meeting, two come to a briefing: three person-times."""
    m = house.meeting()
    for i in asked(house, m, deputies=[town.lin.person], organs=[town.water]):
        on("2026-03-26")
        i.take("come", town.wang)
    b = Briefing.objects.create(
        title="通报", keeper=town.office, held_on=date(2026, 5, 6), opens_at=time(9), place="厅"
    )
    Briefing.objects.filter(pk=b.pk).update(state="held")
    came = [Attendee.objects.create(briefing=b, post=post, came=True) for post in (town.lin, town.he)]
    Attendee.objects.create(briefing=b, post=town.fang)
    year, figure = (date(2026, 1, 1), date(2026, 12, 31)), Figure.all["sitting_in_attendance"]
    assert figure.rendered(town.congress, *year) == "3人次"
    assert figure.by("month", town.congress, *year) == {date(2026, 3, 1): 1, date(2026, 5, 1): 2}
    assert figure.by("part", town.congress, *year) == {"代表列席常委会会议": 1, "代表参加政情通报会": 2}
    [sat_in, *briefed] = figure.records(town.congress, *year)
    assert sat_in.startswith("standing_committee_deputies_sat_in:")
    assert briefed == [f"briefings_attended:{one.pk}" for one in came]


def test_the_journey_of_an_invitation_names_the_answer_that_is_asked_of_this_guest(house, town, client):
    deputy, organ = asked(house, house.meeting(), deputies=[town.lin.person], organs=[town.water])
    client.force_login(town.wang.person.user)
    labels = [
        [segment["label"] for segment in client.get(one.get_absolute_url()).context["segments"]]
        for one in (deputy, organ)
    ]
    assert labels == [["邀请列席", "应邀列席", "登记到会"], ["邀请列席", "答复派谁列席", "登记到会"]]


def with_papers(m, town):
    """An item with a paper, another, a closed one, and a paper of the whole meeting, in this order."""
    items = [m.items.get(), Item(meeting=m, title="另一项"), Item(meeting=m, title="密议丙丁", access="closed")]
    add(items[1]), add(items[2])
    for n, item in enumerate((*items, None)):
        materials.add(Material(meeting=m, item=item, title=f"材料{n}"), SimpleUploadedFile("甲.pdf", pdf()), town.wang)
    return items


def papers_page(client, post, m):
    client.force_login(post.person.user)
    page = client.get(reverse("materials", args=[m.pk]))
    said = page.content.decode()
    return page.status_code, [n for n in range(4) if f"材料{n}" in said], said


def test_a_guest_reads_on_the_page_of_the_meetings_papers_what_he_sits_in_for_and_nothing_closed(house, town, client):
    m = house.meeting()
    mine, _other, closed = with_papers(m, town)
    (i,) = guests.invite(m, town.wang, deputies=[town.lin.person], items=[mine, closed])
    assert papers_page(client, town.lin, m)[0] == 404  # he has not answered
    i.take("accept", town.lin)
    status, papers, said = papers_page(client, town.lin, m)
    assert (status, papers) == (200, [0])
    assert "另一项" not in said and "密议丙丁" not in said and m.get_absolute_url() not in said
    assert client.get(m.get_absolute_url()).status_code == 404
    assert reverse("materials", args=[m.pk]) in client.get(i.get_absolute_url()).content.decode()
    anew(i).take("decline", town.lin, "有事")
    assert papers_page(client, town.lin, m)[0] == 404


def test_whoever_sits_in_at_the_whole_meeting_reads_all_items_but_the_closed_and_no_paper_of_the_house(
    house, town, client
):
    m = house.meeting()
    with_papers(m, town)
    (i,) = guests.invite(m, town.wang, organs=[town.water])
    i.take("send", town.zhao, sent="副局长")
    for post in (town.zhao, town.zhou):  # the clerk of the organ, and its head
        status, papers, said = papers_page(client, post, m)
        assert (status, papers) == (200, [0, 1]) and "密议丙丁" not in said
    for post in (town.qian, town.he):
        assert papers_page(client, post, m)[0] == 404
    for name in ("material_new", "tablet", "results", "floor"):
        name = {"results": "meeting_results"}.get(name, name)
        assert client.get(reverse(name, args=[m.pk])).status_code == 404


def test_a_guest_keeps_notes_of_his_own_and_erases_them(house, town, client):
    m = house.meeting()
    with_papers(m, town)
    (i,) = guests.invite(m, town.wang, deputies=[town.lin.person])
    i.take("accept", town.lin)
    client.force_login(town.lin.person.user)
    version = m.materials.first().newest
    page = client.get(version.get_absolute_url()).content.decode()
    assert reverse("materials", args=[m.pk]) in page and reverse("tablet", args=[m.pk]) not in page
    client.post(reverse("reading_note", args=[version.key, 1]), {"text": "记一笔甲乙"})
    assert "记一笔甲乙" in papers_page(client, town.lin, m)[2]
    assert client.post(reverse("notes_forget", args=[m.pk])).status_code == 302
    assert "记一笔甲乙" not in papers_page(client, town.lin, m)[2]


def test_no_answer_when_the_meeting_is_over_and_no_guest_at_one_that_is_off(house, town):
    m = house.meeting()
    i, off = asked(house, m, deputies=[town.lin.person, town.he.person])
    for post in house.all:
        hall.come(m, post, town.wang)
    anew(m).take("open", house.chair)
    house.adopt(anew(m)).take("close", house.chair)
    assert "邀请应当在会前发出、答复" in refused(anew(i).take, "accept", town.lin)
    anew(m).take("write_up", town.wang, minutes="纪要")
    assert refused(anew(off).take, "come", town.wang)  # it was called off
    later = house.meeting(ordinal=40)
    (one,) = asked(house, later, deputies=[town.fang.person])
    type(later).objects.filter(pk=later.pk).update(state="planned")
    assert "不能登记到会" in refused(anew(one).take, "come", town.wang)


def test_an_invitation_is_for_one_guest_and_seen_by_no_other(house, town, client):
    m = house.meeting()
    (i,) = asked(house, m, deputies=[town.lin.person])
    with pytest.raises(IntegrityError), transaction.atomic():
        Invitation.objects.filter(pk=i.pk).update(organ=town.water)
    client.force_login(house.members[0].person.user)
    assert client.get(i.get_absolute_url()).status_code == 404
    other = house.meeting(ordinal=41)
    client.force_login(town.wang.person.user)
    assert client.post(reverse("guest_came", args=[other.pk, i.pk])).status_code == 404
