"""The papers of a meeting: who adds, replaces and reads them; what is drawn; what nobody outside learns of what is closed."""

from io import BytesIO
from time import monotonic

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from qingting.attachments.tests.papers import PDF, word
from qingting.docket.process import Refused
from qingting.documents.issuing import issue
from qingting.documents.models import Mark, OfficialDocument
from qingting.meetings import agenda, drawing, materials
from qingting.meetings.materials import Material, Version, may_read
from qingting.meetings.models import Item
from qingting.meetings.tests.doings import anew
from qingting.meetings.tests.papers import pdf
from qingting.meetings.tests.test_at_the_screen import signed_in, text
from qingting.meetings.tests.test_the_hall import refused


def upload(name="关于河道治理情况的报告.pdf", content=None):
    return SimpleUploadedFile(name, content or pdf())


@pytest.fixture(autouse=True)
def shelf(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    return tmp_path


@pytest.fixture
def m(house):
    return house.meeting()


def paper(m, item=None, title="关于河道治理情况的报告", **given) -> Version:
    return materials.add(Material(meeting=m, item=item, title=title), upload(**given), m.keeper.posts.first())


def test_the_office_adds_a_paper_to_an_item_and_members_read_it(house, m):
    item, office = m.items.get(), signed_in(house.town.wang)
    page = office.get(f"/meetings/{m.pk}/materials/new/?item={item.pk}")
    assert f'value="{item.pk}" selected' in page.content.decode()
    answer = office.post(f"/meetings/{m.pk}/materials/new/", {"item": item.pk, "title": "", "file": upload()})
    assert answer.status_code == 302 and answer.url == f"/meetings/{m.pk}/materials/"
    kept = Version.objects.get()
    assert (kept.material.title, kept.material.item, kept.pages, kept.n) == ("关于河道治理情况的报告", item, 2, 1)
    for reader in (house.chair, house.members[0], house.town.wang, house.town.sun):
        client = signed_in(reader)
        assert "关于河道治理情况的报告" in text(client.get(f"/meetings/{m.pk}/materials/"))
        assert "第 1 页 / 共 2 页" in text(client.get(kept.get_absolute_url()))
        drawn = client.get(f"{kept.get_absolute_url()}picture/")
        assert drawn["Content-Type"] == "image/webp" and drawn["Cache-Control"] == "private, no-store"
        assert Image.open(BytesIO(b"".join(drawn.streaming_content))).width == drawing.WIDTH


def test_it_is_never_shown_as_a_page_of_ours(house, m):
    kept = paper(m)
    sent = signed_in(house.chair).get(f"/papers-of-meetings/{kept.key}/")
    assert sent["Content-Disposition"].startswith("attachment") and sent["X-Content-Type-Options"] == "nosniff"


def test_nobody_else_reads_or_changes_it(house, m):
    kept = paper(m, m.items.get())
    addresses = [f"/meetings/{m.pk}/materials/", f"/meetings/{m.pk}/materials/new/", f"/papers-of-meetings/{kept.key}/"]
    addresses += [f"/papers-of-meetings/{kept.key}/1/", f"/papers-of-meetings/{kept.key}/1/picture/"]
    addresses += [f"/materials/{kept.material_id}/anew/", f"/materials/{kept.material_id}/withdraw/"]
    for post in (house.town.lin, house.town.zhao, house.town.xu):
        client = signed_in(post)
        assert [client.get(address).status_code for address in addresses] == [404] * 7
    member = signed_in(house.members[0])
    for address in (addresses[1], *addresses[5:]):
        assert member.get(address).status_code == 404


def test_who_sits_in_reads_the_papers_of_his_items_and_nothing_that_is_closed(house, m):
    """What a guest may read is asked of one function, with the items for which he is asked in."""
    internal = agenda.add(Item(meeting=m, title="内部的议题", access="internal"))
    closed = agenda.add(Item(meeting=m, title="不公开的议题", access="closed"))
    of = {
        item: paper(m, item, content=pdf(n + 1)).material for n, item in enumerate((m.items.first(), internal, closed))
    }
    whole, guest = paper(m, content=pdf(5)).material, [house.town.lin]
    assert not any(may_read(one, guest) for one in [*of.values(), whole])
    sits_in = {item.pk for item in of}
    assert [may_read(one, guest, sits_in) for one in [*of.values(), whole]] == [True, True, False, False]
    assert [may_read(one, guest, {internal.pk}) for one in of.values()] == [False, True, False]
    assert all(may_read(one, [house.members[0]]) for one in [*of.values(), whole])


def test_a_new_version_says_what_changed_and_the_old_stays(house, m):
    old = paper(m, m.items.get())
    member, other, office = signed_in(house.members[0]), signed_in(house.members[1]), signed_in(house.town.wang)
    member.get(f"/papers-of-meetings/{old.key}/2/")
    address = f"/materials/{old.material_id}/anew/"
    assert office.post(address, {"file": upload(content=pdf(3)), "changed": " "}).status_code == 422
    assert office.post(address, {"file": upload(content=pdf(3)), "changed": "第二页的数字更正了"}).status_code == 302
    new = old.material.versions.get(n=2)
    listed = text(member.get(f"/meetings/{m.pk}/materials/"))
    assert (
        "您读过旧版，现在有新版" in listed
        and "第 2 版（3月26日）：第二页的数字更正了" in listed
        and "已被新版代替" in listed
    )
    assert "您读过旧版" not in text(other.get(f"/meetings/{m.pk}/materials/"))
    assert "这是第 1 版，已被新版代替" in text(member.get(f"/papers-of-meetings/{old.key}/2/"))
    member.get(new.get_absolute_url())
    assert "您读过旧版" not in text(member.get(f"/meetings/{m.pk}/materials/"))
    member.get(f"/papers-of-meetings/{old.key}/1/")  # to look into the old again is not to have unread the new
    assert "读到第 1 页" in text(member.get(f"/meetings/{m.pk}/materials/"))


def test_what_may_not_be_a_paper(house, m, shelf):
    by = house.town.wang

    def told(name, content):
        return refused(materials.add, Material(meeting=m, title="甲"), SimpleUploadedFile(name, content), by)

    assert "会议材料收 PDF 和 Word" in told("a.txt", b"abc")
    assert "打不开，请用原来的软件重新导出" in told("a.pdf", PDF)
    assert "加了密码" in told("a.pdf", locked())
    assert "还没有选文件" in refused(materials.add, Material(meeting=m, title="甲"), None, by)
    paper(m)
    assert "已经在材料里了" in refused(paper, m)
    assert not Material.objects.filter(title="甲").exists()
    kept = Version.objects.get()
    assert {path.name for path in shelf.glob("*/*")} == {kept.key, f"{kept.key}.pages"}  # of what was refused, nothing


def locked() -> bytes:
    """A PDF whose dictionary of encryption asks for a password that nobody knows."""
    plain = pdf(1)
    lock = b"/Encrypt<</Filter/Standard/V 1/R 2/O<%s>/U<%s>/P -4>>/ID[<00><00>]" % (b"00" * 32, b"11" * 32)
    return plain.replace(b"/Root", lock + b"/Root")


def test_word_and_what_has_too_many_pages_is_downloaded(house, m, monkeypatch):
    kept = paper(m, name="说明.docx", content=word())
    assert kept.pages is None and kept.get_absolute_url() == f"/papers-of-meetings/{kept.key}/"
    many = paper(m, content=pdf(drawing.PAGES + 1))
    assert many.pages is None and not many.folder.exists()
    said = text(signed_in(house.chair).get(f"/meetings/{m.pk}/materials/"))
    assert said.count("只供下载") == 2
    assert signed_in(house.chair).get(f"/papers-of-meetings/{many.key}/1/").status_code == 404


def test_whoever_breaks_the_reader_breaks_no_server(m, monkeypatch):
    """It is drawn in a process of its own, which is ended after its time."""
    monkeypatch.setattr(drawing, "SECONDS", 0.01)
    began = monotonic()
    assert paper(m).pages is None and monotonic() - began < 20


def test_an_issued_document_is_read_in_print(house, m, shelf):
    office = house.town.office
    mark = Mark.objects.create(organ=office, words="清人常", used_for="决定")
    d = OfficialDocument.objects.create(
        matter=m, organ=office, mark=mark, head="清河县人大常委会", title="关于河道治理的审议意见", body="请抓紧办理。", signed_by="清河县人大常委会",
        drafted_by=house.town.wang,
    )  # fmt: skip
    said = {"item": m.items.get().pk, "title": "", "document": d.pk}
    client = signed_in(house.town.wang)
    assert client.post(f"/meetings/{m.pk}/materials/new/", said).status_code == 422  # a draft is no paper
    issue(d, house.town.wang)
    assert client.post(f"/meetings/{m.pk}/materials/new/", said | {"file": upload()}).status_code == 422
    assert client.post(f"/meetings/{m.pk}/materials/new/", said).status_code == 302
    kept = Version.objects.get()
    assert (kept.document, kept.pages, kept.material.title) == (d, 2, "关于河道治理的审议意见")
    assert "请抓紧办理" in (kept.folder / "1.txt").read_text(encoding="utf-8")
    assert "请抓紧办理" in text(signed_in(house.members[0]).get(kept.get_absolute_url()))


def test_withdrawn_is_for_nobody_and_the_reason_for_the_office(house, m):
    kept = paper(m, m.items.get(), title="传错的材料")
    office, member = signed_in(house.town.wang), signed_in(house.members[0])
    member.get(kept.get_absolute_url())
    office.post(f"/materials/{kept.material_id}/withdraw/", {"reason": "传错了"})
    assert member.get(kept.get_absolute_url()).status_code == 404
    assert "传错的材料" not in text(member.get(f"/meetings/{m.pk}/materials/"))
    assert "传错的材料 王敏 · 3月26日 · 传错了" in text(office.get(f"/meetings/{m.pk}/materials/"))
    assert office.get(f"/materials/{kept.material_id}/anew/").status_code == 404
    assert "已经撤下" in refused(materials.withdraw, kept.material, house.town.wang, "再撤")


def test_after_the_meeting_its_papers_stay_as_they_are(house, a_box):
    m = house.sitting()
    kept = paper(m)
    m.take("close", house.chair)
    m = anew(m)
    assert "材料不能再改" in refused(paper, m, content=pdf(4))
    assert "材料不能再改" in refused(materials.withdraw, kept.material, house.town.wang, "晚了")
    assert signed_in(house.members[0]).get(kept.get_absolute_url()).status_code == 200


def test_an_item_with_papers_stays_on_the_agenda(m):
    paper(m, m.items.get())
    assert "已经有会议材料" in refused(agenda.take_off, m.items.get())


def test_a_lost_line_leaves_no_file(m, shelf, monkeypatch):
    monkeypatch.setattr(materials, "MOST", 0)
    with pytest.raises(Refused):
        paper(m)
    assert not list(shelf.glob("*/*"))


def test_an_item_is_put_where_it_was_dropped(house, m):
    for title in ("第二项", "第三项"):
        agenda.add(Item(meeting=m, title=title))
    office, third = signed_in(house.town.wang), Item.objects.get(title="第三项")
    for place, order in ((1, "三听二"), (2, "听三二"), (99, "听二三"), (1, "三听二")):
        office.post(f"/meetings/{m.pk}/items/{third.pk}/", {"act": "to", "place": place})
        assert "".join(item.title.strip("第")[0] for item in m.items.all()) == order
    assert "data-drag" in office.get(f"/matters/{m.pk}/").content.decode()
    member = signed_in(house.members[0])
    assert member.post(f"/meetings/{m.pk}/items/{third.pk}/", {"act": "to", "place": 1}).status_code == 404
    assert "data-drag" not in member.get(f"/matters/{m.pk}/").content.decode()
