"""How a roster is sent, looked at and confirmed on the pages; and by whom."""

import io
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils.timezone import now
from openpyxl import Workbook, load_workbook

from qingting.directory.models import Upload
from qingting.organs.models import Organ, Person, Post, Role
from qingting.organs.workbooks import LARGEST, saved

HEAD = ["姓名", "机构", "职务", "起始日期"]


def book_of(*rows):
    book = Workbook()
    for row in rows:
        book.active.append(row)
    return saved(book)


def send(client, content, name="名册.xlsx", sheet="posts"):
    return client.post(f"/organs/imports/{sheet}/", {"file": SimpleUploadedFile(name, content)})


def seen_on(page):
    return page.context["seen"]


def test_a_roster_is_looked_at_and_then_confirmed(visit, town):
    client = visit(town.wang)
    answer = send(client, book_of(HEAD, ["张三", "水利局", "经办人", "2023.1.5"]))
    page = client.get(answer.url)
    assert "第 2 行" in page.content.decode() and page.context["counts"] == {"new": 1, "changed": 0, "same": 0}
    assert not Person.objects.filter(name="张三").exists()
    done = client.post(answer.url, {"seen": seen_on(page)}, follow=True)
    assert "已导入：新增 1，改动 0，不变 0。" in done.content.decode()
    assert Post.objects.get(person__name="张三").organ == town.water
    past = Upload.objects.get()
    assert (past.new, past.content, past.post) == (1, "", town.wang)


def test_the_same_file_twice_has_nothing_to_confirm(visit, town):
    client = visit(town.wang)
    content = book_of(HEAD, ["张三", "水利局", "经办人", "2023.1.5"])
    for _time in range(2):
        answer = send(client, content)
        page = client.get(answer.url)
        client.post(answer.url, {"seen": seen_on(page)})
    assert page.context["counts"] == {"new": 0, "changed": 0, "same": 1}
    assert "没有要改的" in page.content.decode() and "确认导入" not in page.content.decode()
    assert Post.objects.filter(person__name="张三").count() == 1


def test_confirming_twice_brings_in_once(visit, town):
    client = visit(town.wang)
    answer = send(client, book_of(HEAD, ["张三", "水利局", "经办人", "2023.1.5"]))
    seen = seen_on(client.get(answer.url))
    client.post(answer.url, {"seen": seen})
    again = client.post(answer.url, {"seen": seen}, follow=True)
    assert "已经导入过了" in again.content.decode()
    assert Post.objects.filter(person__name="张三").count() == 1


def test_every_fault_is_named_and_nothing_can_be_confirmed(visit, town):
    client = visit(town.wang)
    rows = [
        ["张三", "水利局", "经办人", "2023.13.1"],
        ["李四", "河务局", "科长", "2023.1.5"],
        ["王五", "水利局", "经办人", "2023.1.5"],
    ]
    answer = send(client, book_of(HEAD, *rows))
    page = client.get(answer.url)
    said = page.content.decode()
    assert "有 3 处不对，什么都没有保存" in said and "确认导入" not in said
    for sentence in (
        "第 2 行“起始日期”：没有“2023.13.1”这一天",
        "第 3 行“职务”：没有“科长”这一项",
        "第 3 行“机构”：没有“河务局”这个机构",
    ):
        assert sentence in said
    sheet = load_workbook(io.BytesIO(client.get(answer.url + "?export=faults").content)).active
    assert [row[0].value for row in sheet.iter_rows(min_row=2)] == [2, 3, 3]
    assert client.post(answer.url, {"seen": seen_on(page)}).status_code == 409
    assert not Person.objects.filter(name="王五").exists()


def test_what_changed_meanwhile_is_shown_again_before_it_is_done(visit, town):
    client = visit(town.wang)
    answer = send(client, book_of([*HEAD, "终止日期"], ["赵强", "水利局", "经办人", "2020-1-1", "2026-1-31"]))
    seen = seen_on(client.get(answer.url))
    Post.objects.filter(pk=town.zhao.pk).update(until="2026-01-15")
    page = client.post(answer.url, {"seen": seen})
    assert page.status_code == 409 and "系统里的内容有变动" in page.content.decode()
    assert str(Post.objects.get(pk=town.zhao.pk).until) == "2026-01-15"
    client.post(answer.url, {"seen": seen_on(page)})
    assert str(Post.objects.get(pk=town.zhao.pk).until) == "2026-01-31"


@pytest.mark.parametrize(
    ("content", "name", "told"),
    [
        (b"", "名册.xlsx", "空文件"),
        ("姓名,机构\n张三,水利局".encode("gbk"), "名册.xlsx", "不是 Excel 文件"),
        (b"\xd0\xcf\x11\xe0" + bytes(100), "名册.xlsx", "旧格式"),
        (book_of(HEAD), "名册.xls", "只收 .xlsx"),
        (book_of(HEAD), "名册.xlsx", "表头下面没有内容"),
        (
            book_of(["机构名称", "类别", "上级机构"], ["河东局", "政府部门", "水利局"]),
            "名册.xlsx",
            "这像是“机构”表，不是“人员与职务”表",
        ),
        (bytes(LARGEST + 1), "名册.xlsx", "最多 10 MB"),
    ],
)
def test_a_file_that_is_no_roster_is_told_on_the_page(visit, town, content, name, told):
    answer = send(visit(town.wang), content, name)
    assert answer.status_code == 422 and told in answer.content.decode()
    assert not Upload.objects.exists()


def test_nothing_sent_is_told(visit, town):
    answer = visit(town.wang).post("/organs/imports/posts/")
    assert answer.status_code == 422 and 'role="alert"' in answer.content.decode()


def test_a_name_that_is_no_name_for_a_file_does_no_harm(visit, town):
    answer = send(visit(town.wang), book_of(HEAD, ["张三", "水利局", "经办人", "2023-1-5"]), "‮<img src=x>.xlsx")
    page = visit(town.wang).get(answer.url).content.decode()
    assert "<img src=x>" not in page and "‮" not in page


@pytest.mark.parametrize("who", ["zhao", "lin", "gao", "sun"])
def test_only_the_office_brings_in(visit, town, who):
    client = visit(getattr(town, who))
    for address in ("/organs/imports/", "/organs/imports/posts/template/"):
        assert client.get(address).status_code == (200 if who == "sun" else 404)
    assert send(client, b"").status_code == (422 if who == "sun" else 404)


def test_whoever_left_the_office_brings_in_no_more(visit, town):
    Post.objects.filter(pk=town.wang.pk).update(until="2024-01-01")
    assert visit(town.wang).get("/organs/imports/").status_code == 404


def test_an_upload_is_its_senders_alone(visit, town, next_town):
    answer = send(visit(town.wang), book_of(HEAD, ["张三", "水利局", "经办人", "2023-1-5"]))
    for stranger in (town.sun, next_town.seat("邻县经办", next_town.office, Role.CLERK), town.zhao):
        client = visit(stranger)
        assert client.get(answer.url).status_code == 404
        assert client.post(answer.url, {"seen": ""}).status_code == 404
    assert visit(town.wang).get("/organs/imports/waiting/AAAAAAAAAAAAAAAAAAAAAA/").status_code == 404


def test_an_upload_goes_where_it_was_sent_for(visit, town, next_town):
    """One person who serves in two congresses sends it for the one in which he acts."""
    client = visit(next_town.wang)
    answer = send(client, book_of(HEAD, ["张三", "水利局", "经办人", "2023-1-5"]))
    client = visit(town.wang)
    client.post(answer.url, {"seen": seen_on(client.get(answer.url))})
    assert Post.objects.get(person__name="张三").organ == next_town.water


def test_an_upload_waits_two_hours_and_no_longer(visit, town):
    client = visit(town.wang)
    answer = send(client, book_of(HEAD, ["张三", "水利局", "经办人", "2023-1-5"]))
    Upload.objects.update(at=now() - timedelta(hours=3))
    page = client.get(answer.url, follow=True)
    assert "已经过期" in page.content.decode()
    send(client, book_of(HEAD, ["李四", "水利局", "经办人", "2023-1-5"]))
    assert Upload.objects.count() == 1


def test_the_name_of_another_congress_is_unknown_here(visit, town, next_town):
    answer = send(visit(town.wang), book_of(HEAD, ["张三", str(next_town.committee), "经办人", "2023-1-5"]))
    page = visit(town.wang).get(answer.url)
    assert f"没有“{next_town.committee}”这个机构" in page.content.decode()


def test_each_template_goes_out_with_the_organs_of_this_congress(visit, town, next_town):
    client = visit(town.wang)
    for slug in ("organs", "posts", "deputies"):
        book = load_workbook(io.BytesIO(client.get(f"/organs/imports/{slug}/template/").content))
        offered = {cell for row in book["选项"].iter_rows(values_only=True) for cell in row}
        assert str(town.committee) in offered and str(next_town.committee) not in offered
    assert client.get("/organs/imports/nonsense/template/").status_code == 404


def test_a_template_sent_back_as_it_came_brings_in_nothing(visit, town):
    client = visit(town.wang)
    answer = send(client, client.get("/organs/imports/organs/template/").content, sheet="organs")
    assert answer.status_code == 422 and "表头下面没有内容" in answer.content.decode()
    assert not Organ.objects.filter(name__startswith="示例").exists()
