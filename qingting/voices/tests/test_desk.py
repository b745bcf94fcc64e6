"""What is done with a voice at the desk: writing it down for somebody, parting it, drawing who is asked again, the register."""

import re
from html import unescape

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from qingting.attachments.tests.papers import paper, photo
from qingting.docket.models import Matter
from qingting.organs.models import Organ, Receipt, Role
from qingting.voices.confidence import Identity
from qingting.voices.models import Voice
from qingting.voices.tests.doings import anew, known, merged, parted
from qingting.voices.thread import thread_of

ONCE = "0123456789abcdef" * 2
SAID = {"channel": "visit", "what": "老街口的井盖坏了，晚上看不见。", "place": "清河街道老街口", "once": ONCE}


@pytest.fixture(autouse=True)
def monday(on, monkeypatch, settings, tmp_path):
    on("2026-03-02")
    settings.MEDIA_ROOT = tmp_path
    monkeypatch.setattr("qingting.clocks.calendar.A_MINUTE", 10**9)  # no worker reads the calendar again meanwhile


@pytest.fixture
def at_desk(client):
    def sit(post):
        client.force_login(post.person.user)
        return client

    return sit


# ---- Writing it down for somebody


def secret_on(page) -> str:
    return re.search(r"/r/([A-Za-z0-9_-]{22})/", page)[1]


def test_a_clerk_writes_it_down_and_gives_the_receipt_away(town, at_desk):
    told = at_desk(town.xu).post(
        "/voices/enter/", SAID | {"name": "周大妈", "telephone": "13812345678", "wish": "telephone"}
    )
    page = told.content.decode()
    v = Voice.objects.get()
    assert (told.status_code, v.state, v.channel, v.keeper) == (200, "raised", "visit", town.street)
    assert v.events.get().post == town.xu and Identity.objects.get().open()["name"] == "周大妈"
    assert Receipt.shown(secret_on(page)) == v.receipt and v.number in page and "<svg" in page
    assert "2026年3月2日" in page
    assert [knot.words for knot in thread_of(v)["knots"]] == [SAID["what"]]  # he reads on it what he said
    again = at_desk(town.xu).get(f"/matters/{v.pk}/").content.decode()
    assert secret_on(page) not in again  # the clerk does not keep it
    assert "no-store" in told.headers["Cache-Control"]


def test_the_same_form_sent_twice_makes_one_voice_and_the_same_receipt(town, at_desk):
    client = at_desk(town.xu)
    first, second = (client.post("/voices/enter/", SAID).content.decode() for _ in range(2))
    assert Voice.objects.count() == 1 and secret_on(first) == secret_on(second)


def test_a_clerk_who_was_cut_off_begins_where_he_was(town, at_desk, monkeypatch):
    """The line broke after the photograph was kept and before the voice was filed."""
    client = at_desk(town.xu)

    def broken(*_given):
        raise ConnectionError

    with monkeypatch.context() as cut:
        cut.setattr("qingting.voices.views.file", broken)
        with pytest.raises(ConnectionError):
            client.post("/voices/enter/", SAID | {"photos": [paper("井盖.jpg", photo())]})
    told = client.post("/voices/enter/", SAID | {"photos": [paper("井盖.jpg", photo())]})
    assert told.status_code == 200 and "回执号" in told.content.decode()
    assert (
        Voice.objects.get().state == "raised" and Voice.objects.get().attachments.filter(withdrawn_at=None).count() == 1
    )


def test_it_stays_with_whoever_wrote_it_down_wherever_it_happened(town, at_desk):
    other = Organ.objects.create(
        name="新沟桥街道人大工委", kind=Organ.Kind.SUBDISTRICT_COMMITTEE, parent=town.committee
    )
    clerk = town.seat("余敏", other, Role.CLERK)
    at_desk(clerk).post("/voices/enter/", SAID)
    assert Voice.objects.get().keeper == other


def test_a_station_and_a_deputy_are_named(town, next_town, at_desk):
    station = Organ.objects.create(name="老街口联络站", kind=Organ.Kind.STATION, parent=town.street)
    elsewhere = Organ.objects.create(name="白石站", kind=Organ.Kind.STATION, parent=next_town.street)
    clerk = town.seat("只在清河", town.street, Role.CLERK)  # who serves in one town alone
    client = at_desk(clerk)
    page = client.get("/voices/enter/").content.decode()
    assert "老街口联络站" in page and "白石站" not in page
    for wrong, sentence in (
        ({"deputy": "何处有"}, "没有找到代表“何处有”，请核对姓名"),
        ({"deputy": "赵强"}, "没有找到代表“赵强”，请核对姓名"),
        ({"station": elsewhere.pk}, "联络站"),
    ):
        told = client.post("/voices/enter/", SAID | wrong)
        assert told.status_code == 422 and sentence in told.content.decode() and not Voice.objects.exists()
    client.post("/voices/enter/", SAID | {"deputy": "何建国", "station": station.pk})
    assert (Voice.objects.get().deputy, Voice.objects.get().station) == (town.he.person, station)


@pytest.mark.parametrize(
    "wrong, sentence",
    [
        ({"what": ""}, "您还没有写"), ({"what": "😀😀"}, "只有表情和符号"), ({"what": "a\0b"}, "控制字符|空字符"), ({"what": "a\x07b"}, "控制字符"),
        ({"what": "长" * 10_001}, "最多写 10000 个字，现在有 10001 个"), ({"place": "长" * 201}, "最多写 200 个字"), ({"channel": "dream"}, "dream"),
        ({"channel": ""}, "怎样来的"), ({"telephone": "12"}, "号码好像不对"), ({"wish": "telephone"}, "请留一个号码"), ({"station": "9" * 30}, "联络站"),
        ({"deputy": "长" * 61}, "接待的代表"), ({"name": "a\x07b", "telephone": "13812345678"}, "控制字符"),
    ],
)  # fmt: skip
def test_a_wrong_field_is_told_and_the_rest_stays(town, at_desk, wrong, sentence):
    told = at_desk(town.xu).post("/voices/enter/", SAID | wrong)
    page = unescape(told.content.decode())
    assert told.status_code == 422 and re.search(sentence, page) and not Voice.objects.exists()
    kept = SAID | wrong
    assert kept["what"] in page or not kept["what"].isprintable() or not kept["what"]
    assert ONCE in page


def test_a_file_that_is_no_photograph_is_told_and_the_rest_stays(town, at_desk):
    told = at_desk(town.xu).post("/voices/enter/", SAID | {"photos": [paper("井盖.jpg", b"no photograph")]})
    assert (
        told.status_code == 422
        and SAID["what"] in told.content.decode()
        and not Voice.objects.filter(number__isnull=False)
    )
    assert at_desk(town.xu).post("/voices/enter/", SAID).status_code == 200 and Voice.objects.count() == 1


# ---- Parting it


def part(client, v, once=ONCE, **said):
    return client.post(
        f"/voices/{v.pk}/part/",
        {"title": "路灯不亮", "text": "路灯不亮。", "grade": "subdistrict", "once": once} | said,
    )


def test_two_matters_of_one_voice_go_their_own_ways(town, at_desk):
    v = town.handle(known(town), upto="accept")
    client = at_desk(town.xu)
    assert part(client, v).status_code == 302
    assert part(client, v, once="f" * 32, title="井盖损坏").status_code == 302
    one, two = anew(v).offspring.order_by("pk")
    assert (one.number, two.number) == (f"{v.number}-1", f"{v.number}-2") and anew(v).state == "split"
    assert one.specific.receipt == v.receipt and not one.specific.counts and one.state == "accepted"
    assert [kin.number for kin in thread_of(anew(v))["kin"]] == [one.number, two.number]


def test_the_same_part_sent_twice_is_one(town, at_desk):
    v = town.handle(town.voice(), upto="accept")
    client = at_desk(town.xu)
    part(client, v)
    assert part(client, v).status_code == 409 and anew(v).offspring.count() == 1


def test_what_is_about_an_official_is_so_in_all_its_parts(town, at_desk):
    v = town.handle(town.voice(), upto="accept")
    Voice.objects.filter(pk=v.pk).update(hold="official")
    part(at_desk(town.xu), v)
    one = anew(anew(v).offspring.get())
    assert "这一类不公开" in one.process.redact.why_not(one, town.xu)


@pytest.mark.parametrize(
    "wrong", [{"title": ""}, {"text": "a\0b"}, {"title": "长" * 201}, {"text": "长" * 5001}, {"grade": "x"}]
)
def test_a_part_that_says_nothing_is_none(town, at_desk, wrong):
    v = town.handle(town.voice(), upto="accept")
    told = part(at_desk(town.xu), v, **wrong)
    assert told.status_code == 422 and 'class="err"' in told.content.decode() and not anew(v).offspring.exists()


# ---- Drawing


def test_whoever_is_drawn_is_asked_and_nobody_is_chosen(town, at_desk, on):
    handled = [town.handle(town.voice()) for _ in range(3)]
    Voice.objects.filter(pk=handled[0].pk).update(counts=False)  # what an organ said itself is not asked about
    client = at_desk(town.wang)
    assert "现在没有可抽的" in client.get("/voices/draw/").content.decode()
    on("2026-09-02")
    client = at_desk(town.wang)
    page = client.get("/voices/draw/").content.decode()
    assert "可抽的有 2 件" in page and handled[1].number not in page
    told = client.post("/voices/draw/", {"n": "1"}, follow=True).content.decode()
    assert "抽中 1 件" in told and Voice.objects.filter(drawn_on__isnull=False).count() == 1
    client.post("/voices/draw/", {"n": "50"})
    assert {v.pk for v in Voice.objects.filter(drawn_on__isnull=False)} == {v.pk for v in handled[1:]}
    v = anew(handled[1])
    assert not v.process.say_again.why_not(v, v.receipt)


@pytest.mark.parametrize("n", ["0", "51", "x", "", "9" * 40, "-1"])
def test_how_many_are_drawn_is_a_number(town, at_desk, n):
    told = at_desk(town.wang).post("/voices/draw/", {"n": n})
    assert told.status_code == 200


def test_two_who_draw_at_once_draw_each_once(town, at_desk, on, monkeypatch):
    town.handle(town.voice())
    on("2026-09-02")
    drawn = Voice.objects.get()

    class Faster:
        def sample(self, keys, n):
            drawn.take("draw", town.wang)  # a colleague, between the list and the draw
            return keys

    monkeypatch.setattr("qingting.voices.views.secrets.SystemRandom", Faster)
    told = at_desk(town.wang).post("/voices/draw/", {"n": "10"}, follow=True)
    assert "抽中 0 件" in told.content.decode() and drawn.events.filter(step="draw").count() == 1


# ---- Who may


def test_who_opens_which_page(town, at_desk, client):
    v = town.handle(town.voice(), upto="accept")
    own = [town.seat("马丽", town.street, Role.CLERK)]
    pages = ("/voices/enter/", "/voices/draw/", f"/voices/{v.pk}/part/")
    opens = {p.person.name: [at_desk(p).get(url).status_code == 200 for url in pages] for p in [*town.posts, *own]}
    assert {name: may for name, may in opens.items() if any(may)} == {
        "徐兰": [True, False, True], "马丽": [True, False, True], "王敏": [True, True, False],
    }  # fmt: skip
    client.logout()
    for url in (*pages, f"/voices/{v.pk}/identity/"):
        assert client.get(url).status_code == 302 and client.get(url).url.startswith("/accounts/login/")


@pytest.mark.parametrize("pk", [0, 999_999, 10**25])
def test_a_number_that_nobody_has_leads_nowhere(town, at_desk, pk):
    for page in ("part", "identity"):
        assert at_desk(town.xu).get(f"/voices/{pk}/{page}/").status_code == 404


def test_only_what_was_accepted_is_parted(town, at_desk):
    for v in (town.voice(), town.handle(town.voice(), upto="assign"), town.suggestion()):
        assert at_desk(town.xu).get(f"/voices/{v.pk}/part/").status_code == 404


# ---- The forms of its steps


def test_the_merge_asks_for_a_number_and_names_no_other(town, at_desk):
    lead, other = town.voice(), town.voice("路灯不亮。")
    elsewhere = town.voice("桥洞积水。", keeper=town.office)
    client = at_desk(town.xu)
    assert lead.number not in client.get(f"/matters/{other.pk}/merge/").content.decode()
    for n, typed in enumerate(("", "Q26-0302-9999", other.number, elsewhere.number, "a\0b", "长" * 10_000, "😀")):
        said = {"merged_into": typed, "once": f"{n:032x}", "seen": anew(other).head}
        assert client.post(f"/matters/{other.pk}/merge/", said).status_code == 422
    told = client.post(
        f"/matters/{other.pk}/merge/", {"merged_into": lead.number, "once": ONCE, "seen": anew(other).head}
    )
    assert told.status_code == 302 and anew(other).merged_into == lead
    assert "另有 1 人说了同一件事" in client.get(f"/matters/{lead.pk}/").content.decode()


def test_it_is_handed_only_to_organs_that_can_sign(town, next_town, at_desk):
    v = town.handle(town.voice(), upto="accept")
    Organ.objects.create(name="没有经办人的局", kind=Organ.Kind.DEPARTMENT, parent=town.government)
    page = at_desk(town.xu).get(f"/matters/{v.pk}/assign/").content.decode()
    offered = re.findall(r"<option[^>]*>([^<]+)</option>", page)
    assert "交通局" in offered and offered.count("水利局") == 1
    assert not {"没有经办人的局", "清河街道人大工委", "代表工作委员会"} & {*offered}


def test_what_is_made_public_begins_with_what_a_machine_has_hidden(town, at_desk):
    v = town.handle(town.voice(), answer="已请周大妈（13812345678）看过。")
    page = at_desk(town.xu).get(f"/matters/{v.pk}/redact/").content.decode()
    assert "［电话已隐去］" in page and "13812345678" not in page and "从头到尾读一遍" in page


# ---- How often a page asks


def queries(client, url):
    with CaptureQueriesContext(connection) as asked:
        response = client.get(url)
    assert response.status_code == 200
    return [q["sql"] for q in asked if not re.match("SAVEPOINT|RELEASE|BEGIN|COMMIT", q["sql"])]


PAGES = {
    "a voice": ("/matters/{v}/", ("xu", "lin", "qian", "wang")),
    "a step": ("/matters/{v}/look/", ("xu",)),
    "the register": ("/registers/voices/", ("xu", "lin", "qian", "wang")),
    "the form": ("/voices/enter/", ("xu",)),
    "the draw": ("/voices/draw/", ("wang",)),
    "the identity": ("/voices/{v}/identity/", ("xu",)),
}


@pytest.mark.parametrize("page", PAGES)
def test_a_page_asks_as_often_with_many_as_with_one(town, at_desk, page):
    address, posts = PAGES[page]
    v = town.handle(known(town), upto="sign")
    v.take("look", town.xu, "核实地点")
    merged_into(town, v)
    url = address.format(v=v.pk)
    before = {}
    for who in posts:
        client = at_desk(getattr(town, who))
        client.get(url)
        before[who] = queries(client, url)
    for n in range(12):
        merged_into(town, v, f"第{n}个人也说井盖坏了。")
        v.take("look", town.xu, "再核实")
        town.handle(town.voice(f"第{n}件事。", channel="visit"), upto="sign")
    for who in posts:
        client = at_desk(getattr(town, who))
        after = queries(client, url)
        assert len(after) == len(before[who]) <= 16, (who, after)


def merged_into(town, lead, what="老街口没有井盖，太危险。"):
    town.voice(what).take("merge", town.xu, merged_into=lead)


def test_the_register_narrows_and_begins(town, at_desk):
    v = town.handle(town.voice(), upto="sign")
    other = town.voice("路灯不亮。")
    client = at_desk(town.xu)
    page = client.get("/registers/voices/").content.decode()
    assert v.number in page and other.number in page and reverse("voice_enter") in page
    narrowed = client.get(f"/registers/voices/?handler={town.roads.pk}").content.decode()
    assert v.number in narrowed and other.number not in narrowed
    assert other.number in client.get("/registers/voices/?state=raised").content.decode()
    assert reverse("voice_enter") not in at_desk(town.lin).get("/registers/voices/").content.decode()


def test_the_ratings_are_not_for_the_organ_that_is_rated(town, at_desk):
    v = town.handle(town.voice(), **{"process_rating": "fair", "result_rating": "dissatisfied", "solved": "partly"})
    for post, reads in ((town.xu, True), (town.lin, True), (town.qian, False), (town.wu, False)):
        client = at_desk(post)
        for url in (f"/matters/{v.pk}/", "/registers/voices/?export=csv"):
            assert ("解决了一部分" in client.get(url).content.decode()) == reads, (post, url)


def test_a_page_of_the_parts_and_of_the_merged_is_whole(town, at_desk):
    v = town.handle(town.voice(), upto="accept")
    one = parted(town, v)
    lead, other = merged(town)
    for matter in (v, one, lead, other):
        told = at_desk(town.xu).get(f"/matters/{matter.pk}/")
        assert told.status_code == 200 and Matter.objects.get(pk=matter.pk).title in told.content.decode()
