"""The pages: what is proposed, what is veiled, what is absent, whatever is typed, and how often each asks the database."""

import csv
import io
import zipfile

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from qingting.docket.models import Event, Matter
from qingting.procuratorate.models import ProcuratorialSuggestion, Referral
from qingting.procuratorate.tests.doings import SAID, anew, flagged, offered, own, taken_up, walk

CLUE = {"title": "清河沿岸倾倒", "field": "environment", "facts": "河水发黑发臭。", "ground": "涉及生态环境"}
OWN = {"title": "清河沿岸倾倒", "field": "environment", "facts": "河水发黑发臭。", "assessment": "决定立案"}
NUL, BELL, LONG, FACES = "a\0b", "a\x07b", "长" * 30_000, "😀" * 10


@pytest.fixture(autouse=True)
def monday(on):
    on("2026-03-02")


@pytest.fixture
def at_desk(client):
    def sit(post):
        client.force_login(post.person.user)
        return client

    return sit


def dirty(town, upto="sign"):
    text = "沿河有人非法倾倒建筑垃圾，污水直排，河水发黑发臭，请求整治。"
    return town.walk(town.suggestion(text=text), upto=upto)


# ---- Flagging


def test_the_office_is_shown_the_fields_with_the_words_that_spoke(town, at_desk):
    s = dirty(town)
    client = at_desk(town.wang)
    assert f"/procuratorate/flag/{s.pk}/" in client.get(s.get_absolute_url()).content.decode()
    page = client.get(f"/procuratorate/flag/{s.pk}/").content.decode()
    assert "<b>生态环境和资源保护</b>" in page and "<mark>污水直排</mark>" in page and "行政诉讼法》第二十五条" in page
    assert 'value="environment" selected' in page and s.text in page
    assert client.post(f"/procuratorate/flag/{s.pk}/", CLUE).status_code == 302
    p = ProcuratorialSuggestion.objects.get()
    assert f"/procuratorate/flag/{s.pk}/" not in client.get(s.get_absolute_url()).content.decode()
    assert (p.state, p.source_id, p.committee, p.procuratorate) == ("flagged", s.pk, town.judicial, town.procuratorate)


def test_where_no_word_speaks_a_person_may_flag_it_all_the_same(town, at_desk):
    s = town.walk(town.suggestion(text="路灯太暗，行人看不清路，请求增设几盏路灯。", title="增设路灯"), upto="file")
    page = at_desk(town.wang).get(f"/procuratorate/flag/{s.pk}/").content.decode()
    assert "没有找到提示词" in page and "selected" not in page.split('id="id_field"')[1].split("</select>")[0].replace(
        'value="" selected', ""
    )
    assert at_desk(town.wang).post(f"/procuratorate/flag/{s.pk}/", CLUE).status_code == 302


def test_whoever_does_not_keep_it_flags_nothing(town, next_town, at_desk):
    s, draft = dirty(town), town.suggestion(title="草稿")
    p = flagged(town, s)
    for post in [post for post in (*town.posts, *next_town.posts) if post.person.name != "王敏"]:
        assert at_desk(post).get(f"/procuratorate/flag/{s.pk}/").status_code == 404, post
        assert at_desk(post).post(f"/procuratorate/flag/{s.pk}/", CLUE).status_code == 404
    for pk in (draft.pk, p.pk, 0, 10**9, 2**63, 10**30):
        assert at_desk(town.wang).get(f"/procuratorate/flag/{pk}/").status_code == 404, pk
    assert at_desk(next_town.wang).get(f"/procuratorate/flag/{s.pk}/").status_code in (200, 404)
    client = at_desk(town.wang)
    client.logout()
    assert client.get(f"/procuratorate/flag/{s.pk}/").status_code == 302


def test_the_next_towns_office_flags_nothing_here(town, next_town, at_desk):
    """Wang keeps the office of both towns under one sign-in, and acts in each as its own clerk."""
    s = dirty(town)
    at_desk(town.wang).post(f"/procuratorate/flag/{s.pk}/", CLUE)
    assert ProcuratorialSuggestion.objects.get().events.get().post == town.wang


@pytest.mark.parametrize(
    "changed",
    [
        {"title": ""},
        {"field": ""},
        {"field": "dream"},
        {"facts": ""},
        {"ground": " "},
        {"facts": NUL},
        {"ground": BELL},
        {"title": LONG},
        {"facts": LONG},
    ],
)
def test_what_is_wrong_is_told_and_the_rest_stays(town, at_desk, changed):
    s = dirty(town)
    told = at_desk(town.wang).post(f"/procuratorate/flag/{s.pk}/", CLUE | changed)
    page = told.content.decode()
    assert told.status_code == 422 and "还有要改的地方" in page
    assert all(value in page for name, value in CLUE.items() if name not in changed)
    assert not ProcuratorialSuggestion.objects.exists()


def test_faces_and_long_texts_are_kept_whole(town, at_desk):
    s = dirty(town)
    said = CLUE | {"title": FACES, "facts": "长" * 20_000, "ground": FACES}
    assert at_desk(town.wang).post(f"/procuratorate/flag/{s.pk}/", said).status_code == 302
    p = ProcuratorialSuggestion.objects.get()
    assert p.title == p.ground == FACES and len(p.facts) == 20_000
    assert at_desk(town.wang).get(p.get_absolute_url()).status_code == 200


def test_what_arose_from_a_procuratorial_suggestion_is_no_clue_for_it(town, at_desk):
    p = walk(town, own(town), upto="issue")
    offered(town, p)
    s = taken_up(town, anew(p))
    client = at_desk(town.wang)
    assert f"/procuratorate/flag/{s.pk}/" not in client.get(s.get_absolute_url()).content.decode()
    assert client.get(f"/procuratorate/flag/{s.pk}/").status_code == 404


# ---- The procuratorate's own, and the way back


def test_the_procuratorate_opens_a_case_of_its_own(town, at_desk):
    client = at_desk(town.shi)
    assert "/procuratorate/new/" in client.get("/registers/procuratorial/").content.decode()
    assert client.post("/procuratorate/new/", OWN | {"facts": ""}).status_code == 422
    assert client.post("/procuratorate/new/", OWN).status_code == 302
    p = ProcuratorialSuggestion.objects.get()
    assert (p.state, p.source, p.keeper, p.number) == ("case", None, town.office, "公益2026-0001")
    for post in (town.wang, town.yan, town.zhao, town.lin, town.pan):
        assert at_desk(post).get("/procuratorate/new/").status_code == 404
        assert "/procuratorate/new/" not in at_desk(post).get("/registers/procuratorial/").content.decode()


def test_it_is_handed_over_once_from_its_page(town, at_desk):
    p = walk(town, own(town), upto="issue")
    client = at_desk(town.shi)
    assert f"/procuratorate/{p.pk}/refer/" in client.get(p.get_absolute_url()).content.decode()
    for reason in ("", NUL, LONG):
        assert client.post(f"/procuratorate/{p.pk}/refer/", {"importance": reason}).status_code == 422
    assert client.post(f"/procuratorate/{p.pk}/refer/", {"importance": "须系统治理"}).status_code == 302
    told = client.post(f"/procuratorate/{p.pk}/refer/", {"importance": "须系统治理"})
    assert told.status_code == 422 and "已经移送过" in told.content.decode()
    assert Referral.objects.count() == 1
    for post in (town.wang, town.zhao, town.yan, town.lin):
        assert at_desk(post).get(f"/procuratorate/{p.pk}/refer/").status_code == 404
    early = own(town)
    assert at_desk(town.shi).get(f"/procuratorate/{early.pk}/refer/").status_code == 404
    assert at_desk(town.shi).get(f"/procuratorate/{2**63}/refer/").status_code == 404


# ---- Veils


@pytest.fixture
def reads(client):
    """All that one of the town finds at an address, unpacked."""

    def read(post, address):
        client.force_login(post.person.user)
        response = client.get(address)
        content = b"".join(response.streaming_content) if response.streaming else response.content
        if content[:2] == b"PK":
            with zipfile.ZipFile(io.BytesIO(content)) as file:
                return "".join(file.read(name).decode(errors="replace") for name in file.namelist())
        return content.decode()

    return read


SECRET = "只在内部说的评估意见"


@pytest.mark.parametrize("upto", ["open_case", "issue", "answer", "report"])
@pytest.mark.parametrize("way", [flagged, own])
def test_the_assessment_is_not_read_by_whom_it_concerns(town, reads, way, upto):
    """Before the suggestion is issued the organ finds nothing at all; afterwards, all but the assessment."""
    p = way(town)
    if p.state == "flagged":
        p = walk(town, p, upto="open_case", assessment=SECRET)
    else:
        ProcuratorialSuggestion.objects.filter(pk=p.pk).update(assessment=SECRET)
        p = anew(p)
    p = walk(town, p, upto=upto, assessment=SECRET)
    if p.state not in ("case",):
        offered(town, p)
    addresses = [
        p.get_absolute_url(),
        f"/matters/{p.pk}/seals/",
        "/registers/procuratorial/",
        "/inbox/",
        "/notices/",
        "/search/?q=清河",
    ]
    addresses += [f"/registers/procuratorial/?export={kind}" for kind in ("csv", "xlsx")]
    if p.source_id:
        addresses.append(f"/matters/{p.source_id}/")
    for post in (town.zhao, town.zhou, town.lin):
        for address in addresses:
            assert SECRET not in reads(post, address), (post, address)
    for post in (town.wang, town.sun, town.shi, town.yan, town.pan):
        assert SECRET in reads(post, p.get_absolute_url()), post
    assert SECRET in reads(town.wang, "/registers/procuratorial/?export=csv")
    seen = "水利局" if upto != "open_case" else "没有"
    assert seen in reads(town.zhao, p.get_absolute_url())


def test_whom_the_office_asked_stands_in_the_history_by_name(town, reads):
    referral = offered(town, walk(town, own(town), upto="issue"))
    referral.take("take_back", town.wang, "person:1 另请")
    anew(referral).take("offer", town.wang, lead=town.he.person)
    page = reads(town.wang, referral.get_absolute_url())
    asked = [part.split("</p>")[0] for part in page.split("商请的代表：</span>")[1:]]
    assert "何建国" in asked[0] and "林秀英" in asked[1] and page.count("person:") == 1


def test_the_deputy_reads_what_is_suggested_once_he_is_asked(town, reads):
    p = walk(town, own(town), upto="issue")
    assert SAID["demand"] not in reads(town.lin, p.get_absolute_url())
    offered(town, p)
    assert SAID["demand"] in reads(town.lin, p.get_absolute_url())


# ---- Registers, queries


def test_the_register_narrows_and_leaves_as_a_sheet(town, at_desk):
    p, q = (
        walk(town, flagged(town), upto="issue"),
        walk(town, own(town, title="修路", field="food"), upto="issue", addressee=town.roads),
    )
    client = at_desk(town.wang)

    def titles(asked):
        rows = list(
            csv.reader(io.StringIO(client.get(f"/registers/procuratorial/{asked}").content.decode("utf-8-sig")))
        )
        return [row[rows[0].index("标题")] for row in rows[1:]]

    assert titles("?export=csv") == [q.title, p.title]
    assert titles(f"?addressee={town.roads.pk}&export=csv") == [q.title]
    assert titles("?state=rectifying&export=csv") == []
    sheet = client.get("/registers/procuratorial/?export=csv").content.decode("utf-8-sig")
    assert "检察院自行发现" in sheet and "建议2026-0001" in sheet
    assert (
        titles("?export=csv&state=issued&order=due")
        and client.get("/registers/procuratorial/?export=xlsx").status_code == 200
    )
    for post, n in ((town.zhao, 1), (town.qian, 1), (town.shi, 2), (town.pan, 2), (town.lin, 0), (town.cai, 0)):
        client = at_desk(post)
        assert len(titles("?export=csv")) == n, post


def queries(client, url):
    with CaptureQueriesContext(connection) as asked:
        assert client.get(url).status_code == 200
    return [q["sql"] for q in asked if not q["sql"].startswith(("SAVEPOINT", "RELEASE", "BEGIN", "COMMIT"))]


def test_how_often_each_page_asks_does_not_grow(town, at_desk):
    """With one matter as with a dozen, and with a long history as with a short one."""
    s = dirty(town)
    p = walk(town, flagged(town, s), upto="issue")
    referral = offered(town, p)
    client = at_desk(town.wang)
    pages = [
        "/registers/procuratorial/",
        f"/matters/{p.pk}/",
        f"/matters/{referral.pk}/",
        f"/procuratorate/flag/{s.pk}/",
        f"/matters/{s.pk}/",
    ]
    for page in pages:
        client.get(page)
    before = [len(queries(client, page)) for page in pages]
    for n in range(12):
        walk(town, own(town, title=f"第{n}件"), upto="receive")
    for n in range(6):
        p.take("inform", town.wang, handling_views=f"第{n}次")
        p = anew(p)
    referral.take("take_back", town.wang, "另请")
    anew(referral).take("offer", town.wang, lead=town.he.person)
    assert [len(queries(client, page)) for page in pages] == before
    assert before[0] <= 5 and max(before) <= 11, before


def test_what_arose_from_it_may_not_be_seen_by_all_and_is_then_no_link(town, at_desk):
    p = walk(town, own(town), upto="issue")
    offered(town, p)
    s = taken_up(town, anew(p))
    page = at_desk(town.zhao).get(p.get_absolute_url()).content.decode()
    assert s.number in page and s.get_absolute_url() not in page
    assert s.get_absolute_url() in at_desk(town.wang).get(p.get_absolute_url()).content.decode()
    assert Matter.objects.seen_by(town.zhao).filter(pk=s.pk).count() == 0


def test_the_same_step_sent_twice_acts_once(town, at_desk):
    p = walk(town, own(town), upto="issue")
    for _ in range(2):
        at_desk(town.zhao).post(f"/matters/{p.pk}/receive/", {"once": "a" * 32, "seen": p.head})
    assert Event.objects.filter(step="receive").count() == 1
