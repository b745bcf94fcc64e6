"""Files beside a matter: who may put one there, who may fetch it, and what is left of it when it is withdrawn."""

import stat
from hashlib import sha256
from pathlib import Path

import pytest
from django.core.files.uploadhandler import FileUploadHandler
from django.template import Context, Template
from django.urls import reverse

from conftest import at_once
from qingting.attachments import shelf
from qingting.attachments.kinds import LARGEST
from qingting.attachments.models import Attachment
from qingting.attachments.shelf import MOST, attach, withdraw
from qingting.attachments.tests import papers
from qingting.attachments.tests.papers import PDF, paper
from qingting.desk.visitor import find
from qingting.docket.process import Refused
from qingting.organs.models import Role


@pytest.fixture(autouse=True)
def cabinet(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "attachments"
    return settings.MEDIA_ROOT


def stored(cabinet) -> list[Path]:
    return [path for path in Path(cabinet).rglob("*") if path.is_file()]


@pytest.fixture
def suggestion(town):
    return town.walk(town.suggestion(), upto="sign")


@pytest.fixture
def signed_in(client):
    """Sign in as whoever holds this post."""

    def as_holder_of(post):
        client.force_login(post.person.user)
        return client

    return as_holder_of


def press(client, matter, *uploads):
    return client.post(reverse("attach", args=[matter.pk]), {"file": uploads[0]} if uploads else {})


def files_of(client, matter, *actors):
    """What its page says of the files of a matter."""
    request = client.get("/").wsgi_request
    shown = find(actors or request.user.posts, matter.pk)
    return Template("{% load attachments %}{% attachments matter %}").render(
        Context({"request": request, "matter": shown})
    )


# Putting one there


def test_the_handler_attaches_and_the_deputy_fetches(town, suggestion, signed_in, cabinet):
    answer = press(signed_in(town.zhao), suggestion, paper("答复（正式）.pdf"))
    assert answer.status_code == 302 and answer.url == f"/matters/{suggestion.pk}/#attachments"

    kept = Attachment.objects.get()
    assert (kept.name, kept.kind, kept.size, kept.post) == ("答复（正式）.pdf", "pdf", len(PDF), town.zhao)
    assert kept.digest == sha256(PDF).hexdigest()
    assert "答复（正式）.pdf" in files_of(signed_in(town.lin), suggestion)

    sent = signed_in(town.lin).get(kept.get_absolute_url())
    assert b"".join(sent.streaming_content) == PDF
    assert sent.headers["Content-Disposition"].startswith("attachment; filename*=utf-8''%E7%AD%94")
    assert sent.headers["X-Content-Type-Options"] == "nosniff"
    assert sent.headers["Content-Type"] == "application/pdf"
    assert "no-store" in sent.headers["Cache-Control"]


def test_it_is_stored_where_its_name_says_nothing_and_only_the_platform_reads(suggestion, town, cabinet):
    kept = attach(suggestion, [town.zhao], paper())
    assert stored(cabinet) == [kept.path]
    assert len(kept.key) == 32 and kept.key == kept.path.name
    assert stat.S_IMODE(kept.path.stat().st_mode) == 0o600


def test_only_a_party_that_has_a_step_to_take_attaches(town, suggestion):
    """Once assigned and signed for, the deputy and the bureau act on it; another bureau does not, nor does the chair who watches."""
    for post in (town.qian, town.gao):
        with pytest.raises(Refused, match="现在没有要您办的"):
            attach(suggestion, [post], paper())
    assert attach(suggestion, [town.gao, town.zhao], paper()).post == town.zhao


def test_nobody_attaches_once_it_is_over(town, suggestion):
    closed = town.walk(suggestion)
    assert closed.state == "closed"
    for post in town.posts:
        with pytest.raises(Refused, match="“已办结”，现在没有要您办的"):
            attach(closed, [post], paper())


def test_a_post_that_has_ended_attaches_nothing(town, suggestion, on):
    on("2026-03-20")
    town.zhao.until = "2026-03-10"
    town.zhao.save()
    town.zhao.refresh_from_db()
    with pytest.raises(Refused):
        attach(suggestion, [town.zhao], paper())


def test_the_author_of_a_draft_attaches_and_nobody_else_sees_it(town, signed_in):
    draft = town.suggestion()
    kept = attach(draft, [town.lin], paper())
    assert signed_in(town.lin).get(kept.get_absolute_url()).status_code == 200
    assert signed_in(town.wang).get(kept.get_absolute_url()).status_code == 404


@pytest.mark.parametrize(
    ("upload", "said"),
    [
        (lambda: paper("答复.exe", b"MZ"), "可以附的文件有"),
        (lambda: paper("答复.pdf", b"<html>"), "并不是 pdf 文件"),
        (lambda: paper("答复.pdf", b""), "是空的"),
        (lambda: paper("答复.pdf", PDF + b"\0" * LARGEST), "文件超过 20 MB"),
        (lambda: paper("答复.pdf", PDF + b"\0" * (LARGEST + 2 * 1024 * 1024)), "文件超过 20 MB"),
    ],
)
def test_a_file_that_may_not_be_attached_gets_one_sentence(town, suggestion, signed_in, cabinet, upload, said):
    answer = press(signed_in(town.zhao), suggestion, upload())
    assert answer.status_code == 422
    assert said in answer.content.decode()
    assert not Attachment.objects.exists() and not stored(cabinet)


def test_pressing_without_a_file_says_so(town, suggestion, signed_in):
    assert "还没有选文件" in press(signed_in(town.zhao), suggestion).content.decode()


def test_a_form_that_is_too_large_leaves_nothing_on_any_disk(town, suggestion, signed_in, settings, tmp_path):
    settings.FILE_UPLOAD_TEMP_DIR = str(tmp_path / "uploads")
    (tmp_path / "uploads").mkdir()
    seen = []
    settings.FILE_UPLOAD_HANDLERS = [
        *settings.FILE_UPLOAD_HANDLERS[:1],
        f"{__name__}.Telltale",
        *settings.FILE_UPLOAD_HANDLERS[1:],
    ]
    Telltale.seen = seen
    press(signed_in(town.zhao), suggestion, paper("答复.pdf", PDF + b"\0" * (LARGEST + 2 * 1024 * 1024)))
    assert not seen
    press(signed_in(town.zhao), suggestion, paper())
    assert seen == ["答复函.pdf"]


class Telltale(FileUploadHandler):
    """Notes which files reach the handlers after the first."""

    seen: list[str] = []

    def new_file(self, field_name, file_name, *args, **kwargs):
        self.seen.append(file_name)

    def receive_data_chunk(self, raw_data, start):
        return raw_data

    def file_complete(self, file_size):
        return None


def test_the_same_file_twice_is_one(town, suggestion, signed_in, cabinet):
    attach(suggestion, [town.zhao], paper())
    answer = press(signed_in(town.zhao), suggestion, paper("另一个名字.pdf"))
    assert "已经附在本件上了，名为“答复函.pdf”" in answer.content.decode()
    assert Attachment.objects.count() == len(stored(cabinet)) == 1


def test_the_same_photograph_twice_is_one(town, suggestion):
    """It is drawn anew each time, and comes out the same."""
    attach(suggestion, [town.zhao], paper("现场.jpg", papers.photo_with_its_place()))
    with pytest.raises(Refused, match="已经附在本件上"):
        attach(suggestion, [town.zhao], paper("现场2.jpg", papers.photo_with_its_place()))


def test_there_is_an_end_to_it(town, suggestion, cabinet):
    for n in range(MOST):
        attach(suggestion, [town.zhao], paper(content=PDF + str(n).encode()))
    with pytest.raises(Refused, match="最多附 20 份"):
        attach(suggestion, [town.zhao], paper())
    withdraw(Attachment.objects.first(), town.zhao, "并入第二份")
    attach(suggestion, [town.zhao], paper())
    assert len(stored(cabinet)) == MOST + 1


def test_when_its_line_cannot_be_written_the_file_goes_too(town, suggestion, cabinet, monkeypatch):
    def full_disk(*args, **kwargs):
        raise OSError("no space left on device")

    monkeypatch.setattr(Attachment, "save", full_disk)
    with pytest.raises(OSError):
        attach(suggestion, [town.zhao], paper())
    assert not stored(cabinet)


def test_when_the_matter_moves_meanwhile_the_file_is_refused(town, suggestion, cabinet, monkeypatch):
    """While a large picture was looked into, the suggestion was answered, rated and closed."""
    looked = shelf.examine

    def slowly(name, file):
        town.walk(suggestion)
        return looked(name, file)

    monkeypatch.setattr(shelf, "examine", slowly)
    with pytest.raises(Refused, match="已办结"):
        attach(suggestion, [town.zhao], paper())
    assert not stored(cabinet) and not Attachment.objects.exists()


def all_at_once(matter, post, uploads):
    """Attach them at the same moment; what was said to those that were refused."""
    came = at_once(*[lambda upload=upload: attach(matter, [post], upload) for upload in uploads])
    return [str(said) for said in came if isinstance(said, Refused)]


def test_the_last_place_goes_to_one_of_those_who_press_at_once(busy_town, cabinet):
    suggestion = busy_town.walk(busy_town.suggestion(), upto="sign")
    for n in range(MOST - 1):
        attach(suggestion, [busy_town.zhao], paper(content=PDF + str(n).encode()))
    refused = all_at_once(
        suggestion, busy_town.zhao, [paper(content=PDF + b"at once" + bytes([n])) for n in range(65, 69)]
    )
    assert len(refused) == 3 and all("最多附 20 份" in said for said in refused)
    assert Attachment.objects.count() == len(stored(cabinet)) == MOST


def test_one_file_sent_twice_at_once_is_one(busy_town, cabinet):
    suggestion = busy_town.walk(busy_town.suggestion(), upto="sign")
    refused = all_at_once(suggestion, busy_town.zhao, [paper() for _n in range(4)])
    assert len(refused) == 3 and all("已经附在本件上" in said for said in refused)
    assert len(stored(cabinet)) == 1


# Fetching it


def test_whoever_may_not_see_the_matter_does_not_learn_of_the_file(town, next_town, suggestion, signed_in, client):
    kept = attach(suggestion, [town.zhao], paper())
    url = kept.get_absolute_url()
    assert client.get(url).status_code == 302  # to the sign-in
    neighbour = next_town.seat("邻县经办人", next_town.office, Role.CLERK)
    for post in (town.qian, town.cai, neighbour):
        assert signed_in(post).get(url).status_code == 404
        assert press(signed_in(post), suggestion, paper()).status_code == 404
        assert (
            signed_in(post).post(reverse("withdraw_attachment", args=[kept.key]), {"reason": "试"}).status_code == 404
        )
    assert signed_in(town.lin).get(reverse("attachment", args=["0" * 32])).status_code == 404
    assert signed_in(town.lin).post(url).status_code == 405


def test_no_page_of_a_matter_grows_slower_with_its_files(town, suggestion, signed_in, django_assert_num_queries):
    attach(suggestion, [town.zhao], paper())
    for n in range(5):
        attach(suggestion, [town.zhao], paper(content=PDF + str(n).encode()))
    request = signed_in(town.zhao).get("/").wsgi_request
    request.user.posts, request.session.get("receipt")
    matter = find(request.user.posts, suggestion.pk)
    with django_assert_num_queries(1):
        page = Template("{% load attachments %}{% attachments matter %}").render(
            Context({"request": request, "matter": matter})
        )
    assert page.count("答复函.pdf") == 12  # each once to fetch and once to withdraw


def test_who_may_not_attach_sees_no_form(town, suggestion, signed_in):
    assert 'type="file"' in files_of(signed_in(town.zhao), suggestion)
    assert 'type="file"' not in files_of(signed_in(town.gao), suggestion)
    assert "附件" not in files_of(signed_in(town.gao), suggestion)  # nothing there, nothing to do: no heading


# Withdrawing it


def test_a_file_is_withdrawn_with_a_reason_and_its_line_stays(town, suggestion, signed_in, cabinet):
    kept = attach(suggestion, [town.zhao], paper("传错了的.pdf"))
    url = reverse("withdraw_attachment", args=[kept.key])
    assert "撤回理由" in signed_in(town.zhao).get(url).content.decode()
    assert signed_in(town.zhao).post(url, {"reason": "附错了文件"}).status_code == 302

    kept.refresh_from_db()
    assert (kept.withdrawn_by, kept.reason) == (town.zhao, "附错了文件")
    page = files_of(signed_in(town.lin), suggestion)
    assert "一个附件已由水利局经办人 赵强于" in page and "撤回：附错了文件" in page
    assert "传错了的" not in page
    assert signed_in(town.zhao).get(kept.get_absolute_url()).status_code == 404
    assert stored(cabinet) == [kept.path]


@pytest.mark.parametrize("reason", ["", "   ", "字" * 201, "附错\x00了"])
def test_withdrawing_asks_for_a_reason(town, suggestion, signed_in, reason):
    kept = attach(suggestion, [town.zhao], paper())
    answer = signed_in(town.zhao).post(reverse("withdraw_attachment", args=[kept.key]), {"reason": reason})
    assert answer.status_code == 422
    assert Attachment.objects.get().withdrawn_at is None


def test_only_its_side_and_the_keeper_withdraw(town, suggestion):
    """The bureau's next clerk may, for it was attached under the bureau's hat; the deputy may not."""
    kept = attach(suggestion, [town.zhao], paper())
    with pytest.raises(Refused, match="只有附上它的一方和主管机构"):
        withdraw(kept, town.lin, "不要")
    successor = town.seat("孙新", town.water, Role.CLERK)
    withdraw(kept, successor, "另附新稿")
    with pytest.raises(Refused, match="已经撤回"):
        withdraw(kept, town.wang, "再撤一次")
    withdraw(attach(suggestion, [town.zhao], paper()), town.wang, "含居民电话")


def test_a_deputys_file_is_not_his_colleagues(town, suggestion):
    kept = attach(suggestion, [town.lin], paper())
    with pytest.raises(Refused):
        withdraw(kept, town.he, "不要")
