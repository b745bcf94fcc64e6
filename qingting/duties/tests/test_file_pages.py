"""The pages of a file, of a report and of its rating: who may open them, what they say, and how often they ask."""

import re
from datetime import date

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from qingting.duties import file_page, ratings
from qingting.duties.file_drafts import proposed
from qingting.duties.honours import Honour
from qingting.duties.looks import Look
from qingting.duties.models import Presence
from qingting.duties.tests.test_recording import an_entry, confirmed, objection
from qingting.duties.tests.test_voter_reports import a_report, anew, walk, ward  # noqa: F401
from qingting.duties.voter_reports import VoterReport
from qingting.files.spread import FEWEST
from qingting.organs.models import Constituency, Post, Role


@pytest.fixture(autouse=True)
def a_day_in_march(on):
    on("2026-03-20")


def seen(client, post, address, status=200):
    client.force_login(post.person.user)
    response = client.get(address)
    assert response.status_code == status, (post, address, response.status_code)
    return response.content.decode()


def file_of(post, more=""):
    return f"/files/{post.person_id}/{more}"


def test_a_deputy_reads_his_own_and_no_other(client, town):
    assert "由办理记录生成，没有人填写" in seen(client, town.lin, file_of(town.lin))
    seen(client, town.he, file_of(town.lin), 404)
    seen(client, town.he, file_of(town.lin, "file.pdf"), 404)


def test_the_office_and_the_leaders_read_all_and_a_bureau_none(client, town, next_town):
    for post in (town.wang, town.sun, town.gao):
        seen(client, post, file_of(town.lin))
    elsewhere = next_town.seat("白石王", next_town.office, Role.CLERK)
    for post in (town.zhao, town.zhou, town.xu, elsewhere):
        seen(client, post, file_of(town.lin), 404)


def test_the_sub_district_reads_those_of_its_constituencies(client, town, ward):  # noqa: F811
    seen(client, town.xu, file_of(town.lin))
    seen(client, town.xu, file_of(town.he), 404)
    listed = seen(client, town.xu, "/files/")
    assert "林秀英" in listed and "何建国" not in listed


def test_a_line_is_read_by_whoever_may_see_its_matter_and_is_a_number_to_the_rest(client, town, ward):  # noqa: F811
    town.walk(town.suggestion(title="不给工委看的一件"), upto="file")
    assert "不给工委看的一件" in seen(client, town.lin, file_of(town.lin))
    assert "不给工委看的一件" in seen(client, town.wang, file_of(town.lin))
    page = seen(client, town.xu, file_of(town.lin))
    assert "不给工委看的一件" not in page and "另有 1 条，您现在的职务不能打开" in page


def test_everyone_is_told_the_numbers_of_one_year_and_no_line_and_no_objection(client, town):
    confirmed(town, town.lin, held_on=date(2025, 5, 6), title="去年的一次")
    a = confirmed(town, town.lin)
    objection(town, a, town.lin, "absent").take("lodge", town.lin)
    town.walk(town.suggestion(), upto="file")
    page = client.get(f"/deputies/{town.lin.pk}/").content.decode()
    assert "<dt>参加活动</dt><dd>1次" in page and "<dt>代表建议</dt><dd>1件，其中公开 0件" in page
    for inner in ("异议", a.title, "去年的一次", "疏浚清河河道", "活动〔2026〕"):
        assert inner not in page, inner
    assert "<dt>参加活动</dt><dd>1次" in client.get(f"/deputies/{town.lin.pk}/?year=2025").content.decode()


def test_what_nobody_confirmed_or_what_was_struck_stands_in_no_file(client, town):
    an_entry(town, town.lin, title="还没有确认").take("record", town.xu, confirmer=town.deng.person)
    confirmed(town, town.lin, title="后来作废").take("strike", town.xu, "录错了")
    a = confirmed(town, town.lin, town.he, title="没有他")
    Presence.objects.filter(activity=a, post=town.lin).update(struck=True)
    page = seen(client, town.lin, file_of(town.lin))
    assert not [title for title in ("还没有确认", "后来作废", "没有他") if title in page]
    assert "没有他" in seen(client, town.he, file_of(town.he))
    assert "<dt>参加活动</dt>" not in client.get(f"/deputies/{town.lin.pk}/").content.decode()


def test_every_look_of_another_is_noted_and_shown_to_him(client, town):
    seen(client, town.lin, file_of(town.lin))
    assert not Look.objects.exists()
    seen(client, town.wang, file_of(town.lin))
    seen(client, town.wang, file_of(town.lin, "?year=2025"))  # turns a page: still one look
    seen(client, town.sun, file_of(town.lin))
    assert [look.by for look in Look.objects.order_by("pk")] == [town.wang, town.sun]
    page = seen(client, town.lin, file_of(town.lin))
    assert "王敏" in page and "孙立" in page
    assert "谁看过" not in seen(client, town.wang, file_of(town.lin))


def test_who_takes_it_out_is_noted_each_time(client, town):
    for kind in ("docx", "pdf"):
        client.force_login(town.wang.person.user)
        assert client.get(file_of(town.lin, f"file.{kind}")).status_code == 200
    assert Look.objects.filter(taken_out=True).count() == 2


def test_the_list_stands_by_constituency_and_says_no_number(client, town, ward):  # noqa: F811
    confirmed(town, town.he)
    page = seen(client, town.wang, "/files/")
    order = [page.index(name) for name in ("林秀英", "何建国", "方若谷")]
    assert order == sorted(order)
    assert not re.search(r"\d+\s*(次|件|分|名次)", page[page.index("roll") :].split("</section>")[0])


def test_a_number_stands_beside_its_unit_and_a_small_unit_is_not_broken_down(client, town):
    place = Constituency.objects.create(congress=town.congress, name="老街选区", organ=town.street)
    posts = [town.lin, town.he, town.fang, town.seat("甲一", town.congress, Role.DEPUTY)]
    Post.objects.filter(pk__in=[post.pk for post in posts]).update(constituency=place)
    confirmed(town, town.lin, town.he)
    assert len(posts) == FEWEST - 1 and '<svg class="strip"' not in seen(client, town.lin, file_of(town.lin))
    fifth = town.seat("甲二", town.congress, Role.DEPUTY)
    Post.objects.filter(pk=fifth.pk).update(constituency=place)
    page = seen(client, town.lin, file_of(town.lin))
    assert '<svg class="strip"' in page and "5 名代表最少 0，中间一半在 0 到 1 之间，最多 1；本人 1" in page
    assert "何建国" not in page.split("<article")[1].split("</article>")[0]


def test_how_often_one_objected_is_not_set_beside_how_often_others_did(town):
    for n in range(FEWEST):
        town.seat(f"代表{n}", town.congress, Role.DEPUTY)
    a = confirmed(town, town.lin)
    objection(town, a, town.lin, "absent").take("lodge", town.lin)
    told = file_page.file_of(town.lin.person, date(2026, 1, 1), date(2026, 3, 20), [town.lin])
    strips = {page.section.name: strip for _chapter, entries in told.chapters for page, strip in entries}
    assert strips["activities"] and strips["objections"] is None


def test_a_year_is_chosen_and_a_foolish_one_is_this_year(client, town):
    confirmed(town, town.lin, held_on=date(2025, 5, 6), title="去年的一次")
    assert "去年的一次" in seen(client, town.lin, file_of(town.lin, "?year=2025"))
    for foolish in ("2019", "9" * 5000, "x", "²"):
        assert "去年的一次" not in seen(client, town.lin, file_of(town.lin, f"?year={foolish}"))


def test_the_page_asks_as_often_with_fifty_deputies_as_with_three(client, town):
    confirmed(town, town.lin)
    one = asked(client, town.wang, file_of(town.lin))
    for n in range(50):
        post = town.seat(f"代表{n}", town.congress, Role.DEPUTY)
        Presence.objects.create(activity=confirmed(town, post, title=f"活动{n}"), post=town.lin)
    many = asked(client, town.wang, file_of(town.lin))
    assert many == one, (one, many)


def asked(client, post, address):
    client.force_login(post.person.user)
    client.get(address)
    Look.objects.all().delete()
    with CaptureQueriesContext(connection) as queries:
        assert client.get(address).status_code == 200
    return len(queries)


def test_the_list_asks_as_often_with_many(client, town):
    one = asked(client, town.wang, "/files/")
    for n in range(30):
        town.seat(f"代表{n}", town.congress, Role.DEPUTY)
    assert asked(client, town.wang, "/files/") == one


# ---- Honours


def test_an_honour_is_written_down_by_one_and_confirmed_by_another(client, town):
    said = {"name": "优秀人大代表", "given_by": "常委会", "given_on": "2026-03-01", "proof": "清常〔2026〕3号"}
    client.force_login(town.wang.person.user)
    assert client.post(file_of(town.lin, "honours/new/"), said).status_code == 302
    assert client.post(file_of(town.lin, "honours/new/"), said).status_code == 422
    h = Honour.objects.get()
    client.post(f"/files/honours/{h.pk}/")
    assert Honour.objects.get().confirmed_at is None
    assert "清常〔2026〕3号" in seen(client, town.lin, file_of(town.lin))
    assert "清常〔2026〕3号" not in seen(client, town.gao, file_of(town.lin))  # whoever leads reads what is confirmed
    client.force_login(town.sun.person.user)
    client.post(f"/files/honours/{h.pk}/")
    assert Honour.objects.get().confirmer == town.sun
    assert "清常〔2026〕3号" in seen(client, town.lin, file_of(town.lin))


def test_nobody_honours_himself_and_whoever_leads_records_nothing(client, town):
    for post in (town.lin, town.gao, town.zhao):
        seen(client, post, file_of(town.lin, "honours/new/"), 404)


# ---- A report


@pytest.fixture
def report(town, ward):  # noqa: F811
    return walk(town, a_report(town.lin, held_on=date(2026, 3, 27)), upto="tell")


def test_a_report_is_planned_on_a_page(client, town, ward):  # noqa: F811
    said = {
        "mandate": town.lin.pk,
        "held_on": "2026-03-27",
        "opens_at": "15:00",
        "place": "会议室",
        "since": "2025-01-01",
        "until": "2026-02-28",
    }
    client.force_login(town.xu.person.user)
    assert client.post("/voter-reports/new/", said | {"held_on": "2026-03-01"}).status_code == 409
    assert client.post("/voter-reports/new/", said | {"until": "2024-12-31"}).status_code == 422
    assert not VoterReport.objects.exists()
    assert client.post("/voter-reports/new/", said).status_code == 302
    assert VoterReport.objects.get().state == "planned"


def test_a_street_plans_for_its_own_and_a_deputy_for_himself(client, town, ward):  # noqa: F811
    page = seen(client, town.xu, "/voter-reports/new/")
    assert "林秀英" in page and "何建国" not in page
    own = seen(client, town.he, "/voter-reports/new/")
    assert "何建国" in own and "林秀英" not in own
    seen(client, town.zhao, "/voter-reports/new/", 404)


def test_the_draft_says_what_the_file_says_and_leaves_the_rest_open(client, town, report):
    confirmed(town, town.lin, held_on=date(2026, 2, 3))
    draft = proposed(anew(report), [town.lin])
    assert "参加活动1次" in draft and "老街选区选出的区人大代表林秀英" in draft and "（请您写" in draft
    assert "参加活动1次" in seen(client, town.lin, f"/voter-reports/{report.pk}/write/")


def test_a_draft_that_is_not_filled_in_is_not_taken(client, town, report):
    client.force_login(town.lin.person.user)
    address = f"/voter-reports/{report.pk}/write/"
    draft = proposed(anew(report), [town.lin])
    refused = client.post(address, {"text": draft, "seen": anew(report).head})
    assert refused.status_code == 409 and "要您自己写的地方" in refused.content.decode()
    assert client.post(address, {"text": "各位选民：……", "seen": anew(report).head}).status_code == 302
    assert anew(report).state == "written"


def test_nobody_else_writes_it(client, town, report):
    for post in (town.xu, town.he, town.wang):
        seen(client, post, f"/voter-reports/{report.pk}/write/", 404)


# ---- On the phone


@pytest.fixture
def meeting(town, report, on):
    report.take("write", town.lin, text="各位选民：去年我提了三件建议。")
    on("2026-03-27")
    return anew(report)


def address_of(r):
    return f"/rate/{ratings.token(r)}/"


def phone():
    return Client(enforce_csrf_checks=False)


def press(r, grade="satisfied", client=None):
    client = client or phone()
    client.get(address_of(r))
    return client.post(address_of(r), {"grade": grade})


def test_a_phone_reads_the_code_and_rates_once(meeting):
    mine = phone()
    assert "收到了，谢谢您" in press(meeting, client=mine).content.decode()
    again = mine.post(address_of(meeting), {"grade": "dissatisfied"})
    assert "收到了，谢谢您" in again.content.decode()
    assert ratings.counted(meeting) == ratings.Ratings(1, 0, 0)
    press(meeting, "fair")
    assert ratings.counted(meeting) == ratings.Ratings(1, 1, 0)


def test_without_a_cookie_and_with_a_forged_one_nothing_is_taken(meeting):
    plain = phone()
    assert plain.post(address_of(meeting), {"grade": "fair"}).status_code == 409
    forged = phone()
    forged.cookies["rating-device"] = "made-up:signature"
    assert forged.post(address_of(meeting), {"grade": "fair"}).status_code == 409
    assert ratings.counted(meeting).total == 0


def test_a_foolish_grade_is_refused(meeting):
    assert press(meeting, "excellent").status_code == 409 and press(meeting, "").status_code == 409


def test_a_forged_code_is_absent_and_a_late_one_says_so(meeting, on):
    for token in ("1-forged", f"{meeting.pk}-aaaaaaaaaaaaaaaa", "x", f"{'9' * 400}-a"):
        assert phone().get(f"/rate/{token}/").status_code == 404
    on("2026-03-28")
    assert "已经结束" in phone().get(address_of(meeting)).content.decode()


def test_the_code_is_shown_by_whoever_holds_the_meeting(client, town, meeting):
    assert ratings.token(meeting) in seen(client, town.xu, f"/voter-reports/{meeting.pk}/code/")
    seen(client, town.lin, f"/voter-reports/{meeting.pk}/code/", 404)
    seen(client, town.lin, f"/voter-reports/{meeting.pk}/slips/", 404)


def test_nobody_sees_the_ratings_while_they_come_in(client, town, meeting):
    for _n in range(6):
        press(meeting, "dissatisfied")
    for post in (town.lin, town.xu, town.deng, town.wang):
        page = seen(client, post, f"/matters/{meeting.pk}/")
        assert "谁也看不到评价" in page and "不满意 6" not in page


def test_paper_is_entered_on_a_page_and_no_count_is_negative(client, town, meeting):
    client.force_login(town.xu.person.user)
    address = f"/voter-reports/{meeting.pk}/slips/"
    wrong = client.post(address, {"satisfied": "-3", "fair": "0", "dissatisfied": "0"})
    assert wrong.status_code == 422 and "份数不能是负数" in wrong.content.decode()
    assert client.post(address, {"satisfied": "3", "fair": "0", "dissatisfied": "0"}).status_code == 302
    other = seen(client, town.deng, address)
    assert "请照您自己数的录" in other and 'value="3"' not in other


def test_what_came_of_it_is_public_once_it_is_closed(client, town, meeting):
    for _n in range(5):
        press(meeting)
    address = f"/public/voter-reports/{meeting.pk}/"
    assert "各位选民" not in client.get(address).content.decode()
    anew(meeting).take("hold", town.xu, present=7, heard="没有提出意见")
    anew(meeting).take("count", town.xu)
    assert "满意 5" not in client.get(address).content.decode()
    anew(meeting).take("close", town.wang)
    page = client.get(address).content.decode()
    assert "满意 5" in page and "各位选民" in page and "没有提出意见" not in page
    assert "林秀英代表述职" in client.get(f"/deputies/{town.lin.pk}/").content.decode()
    assert "林秀英代表述职" in client.get("/public/voter-reports/").content.decode()


def test_what_is_only_planned_is_not_public(client, town, ward):  # noqa: F811
    r = a_report(town.lin, held_on=date(2026, 3, 27))
    r.take("plan", town.xu)
    assert client.get(f"/public/voter-reports/{r.pk}/").status_code == 404
    assert client.get(address_of(r)).status_code == 404


def test_another_congress_lists_its_own(client, town, next_town, meeting):
    assert "林秀英" in client.get("/public/429900/voter-reports/").content.decode()
    assert "林秀英" not in client.get("/public/429901/voter-reports/").content.decode()
    assert client.get("/public/nowhere/voter-reports/").status_code == 404
