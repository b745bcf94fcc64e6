"""The pages of a report: for the office that writes it, for whoever writes a chapter, for everyone once it is published."""

import csv
import io
import json

import pytest

from qingting.figures.figure import Figure
from qingting.report.models import AnnualReport
from qingting.report.tests.office import TEXT, anew, one_year_and_the_next, only

INNER = "\n【只报党委】内部的话甲乙丙，走访企业{enterprises_visited}，其中{“壬癸”}。"


def got(client, post, address, **more):
    client.force_login(post.person.user)
    return client.get(address, **more)


def seen(client, post, address):
    page = got(client, post, address)
    assert page.status_code == 200, address
    return page.content.decode()


def test_the_office_begins_a_report_with_its_chapters(town, desk, on, client):
    on("2026-01-10")
    assert "编写报告" in seen(client, desk.clerk, "/registers/reports/")
    assert got(client, town.zhao, "/reports/new/").status_code == 404
    client.force_login(desk.clerk.person.user)
    sent = {"title": "2025年工作报告", "since": "2025-01-01", "until": "2024-12-31", "outlined": "on"}
    page = client.post("/reports/new/", sent)
    assert page.status_code == 422 and "期间的最后一天早于第一天，请核对" in page.content.decode()
    assert client.post("/reports/new/", sent | {"until": "2025-12-31"}).status_code == 302
    r = AnnualReport.objects.get()
    assert [(c.position, c.section) for c in r.standing] == [(0, "opening"), (1, "1"), (2, "2"), (3, "3"), (4, "4")]
    assert "开头" in seen(client, desk.clerk, f"/matters/{r.pk}/")
    assert (
        client.post(
            f"/reports/{r.pk}/chapters/new/", {"title": "附录", "position": 9, "writer": town.office.pk, "section": ""}
        ).status_code
        == 302
    )
    assert r.standing.last().writer == town.office
    said = seen(client, desk.clerk, f"/reports/{r.pk}/")
    assert "一、坚持党的领导" in said and "五、附录" in said and "这一章还没有写" in said
    assert f"/reports/{r.pk}/doubts/" in said, "what contradicts itself is looked at before it is printed"


def test_what_makes_one_look_again_is_of_what_the_report_names_alone(town, desk, on, client):
    """And it is for whoever may see the whole."""
    on("2024-06-03")
    town.walk(town.suggestion())
    on("2025-06-02")
    town.handle(town.voice())
    on("2026-01-10")
    r = desk.report("办结{suggestions_concluded}。")
    page = seen(client, desk.clerk, f"/reports/{r.pk}/doubts/")
    assert "“代表建议办结”（" in page and "“群众诉求" not in page
    assert got(client, town.zhao, f"/reports/{r.pk}/doubts/").status_code == 404
    assert "没有自相矛盾" in seen(client, desk.clerk, f"/reports/{desk.report('没有数字。', year=2024).pk}/doubts/")


def test_a_number_opens_its_card_without_a_script(town, desk, on, client):
    on("2025-06-02")
    s = town.walk(town.suggestion())
    on("2026-01-10")
    r = desk.report(TEXT)
    c = only(r)
    said = seen(client, town.gao, f"/reports/{r.pk}/?chapter={c.pk}&figure=suggestions_concluded")
    assert (
        'aria-current="true"' in said
        and str(Figure.all["suggestions_concluded"].scope) in said
        and f'href="/matters/{s.pk}/"' in said
    )
    said = seen(client, desk.clerk, f"/reports/{r.pk}/?chapter={c.pk}&figure=suggestions_concluded")
    assert "疏浚清河河道" not in said and "1 条记录，在这里只计数" in said  # he has no part in it
    said = seen(client, desk.clerk, f"/reports/{r.pk}/?figure=no_such_figure&chapter=x&edition=y")
    assert "没有这个指标" in said


def test_a_frozen_report_says_what_has_changed(town, desk, on, client):
    on("2026-01-10")
    r = desk.frozen(TEXT)
    on("2025-09-01")
    town.walk(town.suggestion())
    on("2026-01-11")
    said = seen(client, town.gao, f"/reports/{r.pk}/?figure=suggestions_concluded")
    assert "有 1 个数字和封存时不同" in said and 'class="fig drift"' in said and "1 个有变" in said
    assert "封存时 0件，现在再数是 1件。因为多了 1 条记录，少了 0 条。" in said
    assert "稿中写“0件”，现在再数就不是这样写了。" in said and "疏浚清河河道" in said


def test_whoever_writes_a_chapter_sees_that_chapter_alone(town, desk, on, client):
    on("2026-01-10")
    r = desk.report("自己的一章{suggestions_concluded}。", writer=desk.other)
    other = desk.report("别人的一章。", year=2024)
    said = seen(client, desk.other, f"/reports/{r.pk}/")
    assert "自己的一章" in said and "版本" not in said
    assert got(client, desk.other, f"/reports/{other.pk}/").status_code == 404
    for address in (f"/reports/{r.pk}/seals/", f"/reports/{r.pk}/party/report.pdf", f"/reports/{r.pk}/chapters/new/"):
        assert got(client, desk.other, address).status_code == 404
    for stranger in (town.zhao, town.lin):
        for address in (f"/reports/{r.pk}/", f"/matters/{r.pk}/", f"/reports/chapters/{only(r).pk}/drafts/"):
            assert got(client, stranger, address).status_code == 404


def test_what_is_not_counted_yet_is_named_before_it_is_frozen(town, desk, on, client):
    on("2026-01-10")
    r = desk.report("听取专项工作报告{special_work_reports}。")
    said = seen(client, desk.head, f"/reports/{r.pk}/")
    assert "有 1 个数字还没有业务登记" in said and "监督工作尚未登记，暂缺" in said


def test_the_seals_are_reckoned_anew(town, desk, on, client):
    from qingting.report.models import Reading

    on("2026-01-10")
    r = desk.frozen(TEXT)
    assert "对得上" in seen(client, desk.head, f"/reports/{r.pk}/seals/")
    Reading.objects.update(n=9, value=9)
    assert "对不上，有人改过" in seen(client, desk.head, f"/reports/{r.pk}/seals/")


def test_a_page_asks_no_more_when_there_is_more(town, desk, on, client, django_assert_max_num_queries):
    on("2025-06-02")
    town.walk(town.suggestion())
    on("2026-01-10")
    r = desk.report(*[TEXT] * 6)
    first = r.standing.first()
    address = f"/reports/{r.pk}/?chapter={first.pk}&figure=suggestions_concluded"
    client.force_login(desk.clerk.person.user)
    client.get(address)
    with django_assert_max_num_queries(40) as few:
        client.get(address)
    on("2025-07-02")
    for n in range(4):
        town.walk(town.suggestion(title=f"又一件{n}"))
    on("2026-01-10")
    with django_assert_max_num_queries(len(few)):
        client.get(address)


# ---- Everyone


@pytest.fixture
def report(town, desk, on):
    on("2025-06-02")
    s = town.walk(town.suggestion(title="不公开的原题"))
    s.take("redact", town.wang, public_title="公开的题目", public_text="河道淤积。", public_answer="已清淤。")
    anew(s).take("publish", town.wang)
    town.walk(town.suggestion(title="没有公开的一件"))
    on("2026-01-10")
    return desk.published(TEXT + INNER + "\n{图:suggestions_concluded:month}")


def public_pages(r):
    at = f"/public/reports/{r.pk}/"
    names = ("", "figures/suggestions_concluded/", "figures.csv", "figures.json", "figures.csv-metadata.json")
    return ["/public/reports/", *(at + name for name in names)]


def test_everyone_reads_it_and_each_number_opens(report, client):
    said = client.get(f"/public/reports/{report.pk}/").content.decode()
    assert "2025年工作报告" in said and f'href="/public/reports/{report.pk}/figures/suggestions_concluded/"' in said
    said = client.get(f"/public/reports/{report.pk}/figures/suggestions_concluded/").content.decode()
    assert "公开的题目" in said and "另有 1 条在这里只计数" in said
    assert "2025年工作报告" in client.get("/public/reports/").content.decode()


def test_a_number_named_beside_last_years_opens_as_this_years(town, desk, on, client):
    one_year_and_the_next(town, on)
    r = desk.published("上年{suggestions_concluded|上年}，今年{suggestions_concluded}。")
    page = client.get(f"/public/reports/{r.pk}/figures/suggestions_concluded/")
    assert (page.context["reading"].rendered, page.context["records"].total) == ("2件", 2)


def test_nothing_inner_is_told(report, client):
    for address in public_pages(report):
        page = client.get(address)
        assert page.status_code == 200, address
        for word in ("内部的话甲乙丙", "壬癸", "不公开的原题", "没有公开的一件", "enterprises_visited", "走访企业"):
            assert word not in page.content.decode(), (address, word)
    assert client.get(f"/public/reports/{report.pk}/figures/enterprises_visited/").status_code == 404


def test_before_it_is_published_and_after_it_was_taken_back_it_is_absent(town, desk, on, report, client):
    on("2026-01-10")
    frozen = desk.frozen(TEXT, year=2024)
    report.take("retract", desk.head, "有误")
    for one in (frozen, report):
        for address in public_pages(one)[1:]:
            assert client.get(address).status_code == 404, address
    assert client.get(f"/public/reports/{2**70}/").status_code == 404
    assert "还没有公布报告" in client.get("/public/reports/").content.decode()


def test_everyone_is_told_what_would_be_counted_now(town, report, on, client):
    on("2025-10-01")
    town.walk(town.suggestion(title="后来补登的一件"))
    on("2026-02-01")
    said = client.get(f"/public/reports/{report.pk}/").content.decode()
    assert "1 个数字现在再数会不同" in said and "2件 → 3件" in said and "代表建议办结" in said
    said = client.get(f"/public/reports/{report.pk}/figures/suggestions_concluded/").content.decode()
    assert "封存时 2件，现在再数是 3件" in said and "后来补登的一件" not in said


def test_the_numbers_are_open_data_with_their_dictionary(report, client):
    rows = list(
        csv.DictReader(io.StringIO(client.get(f"/public/reports/{report.pk}/figures.csv").content.decode("utf-8-sig")))
    )
    [reading] = [one for one in report.readings if one.figure == "suggestions_concluded"]
    assert [row["id"] for row in rows] == ["suggestions_concluded"]
    assert (rows[0]["value"], rows[0]["unit"], rows[0]["digest"]) == ("2", "件", reading.digest)
    said = json.loads(client.get(f"/public/reports/{report.pk}/figures.json").content)
    assert said["figures"][0]["rendered"] == "2件" and said["figures"][0]["from"] == "2025-01-01"
    told = json.loads(client.get(f"/public/reports/{report.pk}/figures.csv-metadata.json").content)
    assert [one["name"] for one in told["tableSchema"]["columns"]] == list(rows[0])
