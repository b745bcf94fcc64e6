"""Who spoke is asked to check what was written down: in his inbox and by mail, until he has; and nobody else learns of it."""

import pytest
from django.core import mail

from qingting.docket.ledger import verify
from qingting.docket.models import Notice, Part
from qingting.mail.delivery import deliver
from qingting.meetings import checking, speeches
from qingting.meetings.checking import Checking
from qingting.meetings.models import Item
from qingting.meetings.tests.doings import anew
from qingting.meetings.tests.test_at_the_screen import signed_in, text
from qingting.meetings.tests.test_speeches import refused
from qingting.meetings.words import Speech


@pytest.fixture
def item(house):
    return house.sitting().items.get()


def written(item, post, by):
    return speeches.write(item, post, "我赞成，建议抓紧整改。", by)


def waits(post):
    return [part.matter.specific for part in Part.objects.inbox(post) if part.kind == "meetings.checking"]


def test_it_waits_in_the_speakers_inbox_and_word_is_sent(house, town, item):
    user = house.vice.person.user
    user.email = "vice@example.org"
    user.save()
    speech = written(item, house.vice, town.wang)
    asked = Checking.objects.get()
    assert waits(house.vice) == [asked] and waits(house.members[0]) == waits(town.lin) == []
    assert [n.person for n in Notice.objects.filter(event__matter=asked.pk)] == [house.vice.person]
    Notice.objects.exclude(event__matter=asked.pk).delete()
    deliver()
    (letter,) = mail.outbox
    assert letter.subject == "待办：发言记录核对" and item.title not in letter.body and "整改" not in letter.body
    speeches.confirm(speech, house.vice, speeches.seen(speech))
    assert anew(asked).state == "checked" and waits(house.vice) == []
    assert verify(town.congress) is None


def test_no_word_of_what_was_said_or_dealt_with_stands_there(house, town, item):
    Item.objects.filter(pk=item.pk).update(access="closed", title="密议甲乙")
    item.refresh_from_db()
    written(item, house.vice, town.wang)
    asked = Checking.objects.get()
    said = f"{asked.title} {[event.data for event in asked.events.all()]}"
    assert "密议" not in said and "整改" not in said
    assert "密议" not in text(signed_in(house.vice).get(asked.get_absolute_url()))


def test_he_is_asked_once_and_checks_it_on_the_record_alone(house, town, item):
    speech = written(item, house.vice, town.wang)
    speeches.rewrite(speech, "改过的记录", town.wang)
    asked = Checking.objects.get()
    assert "请打开发言记录" in refused(asked.take, "check", house.vice)
    client = signed_in(house.vice)
    assert f"/speeches/{speech.pk}/" in client.get(asked.get_absolute_url()).content.decode()
    mark = speeches.seen(type(speech).objects.get(pk=speech.pk))
    assert client.post(f"/speeches/{speech.pk}/", {"text": "我的原话", "mark": mark}).status_code == 302
    assert anew(asked).state == "checked"


def test_who_was_never_asked_is_asked_when_the_record_is_put_right(house, town, item):
    before = Speech.objects.create(item=item, post=house.vice, text="记录", written_by=town.wang)  # of an older version
    speeches.rewrite(before, "改过的记录", town.wang)
    assert [asked.speech for asked in waits(house.vice)] == [before]


def test_what_was_erased_waits_for_nobody_and_the_office_may_stop_waiting(house, town, item):
    one, two = written(item, house.vice, town.wang), written(item, house.members[0], town.wang)
    speeches.erase(one, town.wang, "当事人申请")
    assert waits(house.vice) == [] and Checking.objects.get(speech=one).state == "dropped"
    Checking.objects.get(speech=two).take("drop", town.wang, "本人已离任，联系不上")
    assert waits(house.members[0]) == []
    speeches.confirm(two, house.members[0], speeches.seen(two))  # he may still do so, where he comes back
    assert Checking.objects.get(speech=two).state == "dropped"


def test_whoever_answers_for_the_organ_that_reported_checks_his_own_record_without_a_seat(house, town, item):
    mayor = town.seat("郑县长", town.government, "head")
    speech, other = written(item, mayor, town.wang), written(item, house.vice, town.wang)
    asked, client = Checking.objects.get(speech=speech), signed_in(mayor)
    assert waits(mayor) == [asked]
    page = client.get(f"/speeches/{speech.pk}/")
    assert page.status_code == 200 and item.meeting.get_absolute_url() not in page.content.decode()
    for address in (item.meeting.get_absolute_url(), f"/speeches/{other.pk}/", f"/speeches/{speech.pk}/erase/"):
        assert client.get(address).status_code in (404, 405)
    assert client.post(f"/speeches/{speech.pk}/erase/", {"why": "不要了"}).status_code == 404
    sent = {"text": speech.text, "mark": speeches.seen(speech)}
    assert client.post(f"/speeches/{speech.pk}/", sent).status_code == 302
    assert anew(asked).state == "checked"


def test_it_is_not_offered_as_an_item_of_a_meeting(house, town, item):
    asked = checking.waiting(written(item, house.vice, town.wang))
    assert signed_in(town.wang).get(f"/matters/{asked.pk}/agenda/propose/").status_code == 404


def test_nobody_but_the_speaker_and_the_office_sees_that_he_was_asked(house, town, item):
    asked = checking.waiting(written(item, house.vice, town.wang))
    for post, status in ((house.vice, 200), (town.wang, 200), (house.members[0], 404), (town.lin, 404)):
        assert signed_in(post).get(asked.get_absolute_url()).status_code == status
