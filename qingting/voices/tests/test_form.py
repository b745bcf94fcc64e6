"""The form by which a resident speaks: what it takes, what it says where it cannot, and that nothing of it is lost."""

import gzip
import re
from datetime import date
from io import BytesIO
from secrets import token_hex

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from PIL import Image

from conftest import at_once
from qingting.attachments.kinds import LARGEST
from qingting.docket.models import Event, Series
from qingting.organs.models import Organ
from qingting.organs.offices import office_for_deputies
from qingting.stations.models import Outline
from qingting.voices import limits, public_views
from qingting.voices.confidence import Identity
from qingting.voices.intake import put_down
from qingting.voices.models import Hold, Voice

WORDS = "老街口的路灯坏了，晚上看不见，老人走路不放心。"
SAY = "/say/"


def picture(color="red", kind="JPEG", name="IMG_0001.jpg"):
    drawn = BytesIO()
    Image.new("RGB", (40, 30), color).save(drawn, kind)
    return SimpleUploadedFile(name, drawn.getvalue())


def said(client, what=WORDS, once=None, **more):
    return client.post(SAY, {"what": what, "place": "老街口", "once": once or token_hex(16)} | more)


def alert(page) -> str:
    """What stands first on a page on which something was wrong."""
    found = re.search(r'role="alert" tabindex.*?</div>', page.content.decode(), re.DOTALL)
    return re.sub(r"<[^>]+>", "", found[0].partition(">")[2]) if found else ""


@pytest.fixture(autouse=True)
def photographs(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


def test_three_fields_and_no_account(client, town):
    page = client.get(SAY).content.decode()
    assert "<h1>说一件事</h1>" in page and "清河县人民代表大会" in page
    for name in ("what", "place", "photos", "wish", "telephone", "name"):
        assert f'name="{name}"' in page
    answer = said(client)
    v = Voice.objects.get()
    assert answer.status_code == 302 and answer["Location"].endswith("/?new=1")
    assert (v.state, v.channel, v.keeper, v.told.what, v.told.place) == ("raised", "site", town.office, WORDS, "老街口")
    page = client.get(answer["Location"]).content.decode()
    assert "收到了，谢谢您" in page and v.number in page and "<svg" in page


def test_sent_again_it_is_the_same_voice_and_the_same_receipt(client, town):
    once = token_hex(16)
    first, again = said(client, once=once), said(client, once=once)
    assert first["Location"] == again["Location"] and Voice.objects.count() == 1


def test_sent_twice_at_one_moment_it_is_one_voice(client, busy_town):
    once = token_hex(16)
    one, two = at_once(*[lambda: said(client.__class__(), once=once)["Location"]] * 2)
    assert one == two and Voice.objects.count() == 1 and Event.objects.filter(step="speak_up").count() == 1
    assert Voice.objects.get().number.endswith("-0001")


def test_confirmed_twice_at_one_moment_it_is_numbered_once(client, busy_town):
    once = token_hex(16)
    put_down(busy_town.congress, once, what=WORDS)
    at_once(*[lambda: client.__class__().post(SAY, {"once": once}).status_code] * 4)
    assert Voice.objects.get().number.endswith("-0001") and Event.objects.filter(step="speak_up").count() == 1
    assert Series.objects.get(name__startswith="voices").last == 1


def test_what_was_changed_after_it_had_arrived_is_kept_and_can_be_sent_as_another(client, town):
    once = token_hex(16)
    said(client, once=once)
    page = said(client, "路灯也坏了。", once=once)
    assert page.status_code == 409 and "已经收到，回执号 Q" in alert(page) and "路灯也坏了。" in page.content.decode()
    again = re.search(r'name="once" value="(\w+)"', page.content.decode())[1]
    assert again != once and said(client, "路灯也坏了。", once=again).status_code == 302
    assert Voice.objects.count() == 2


def test_who_he_is_stands_apart_and_only_where_he_wants_to_be_told(client, town):
    said(client, wish="message", telephone="13812345678", name="李阿姨")
    identity = Identity.objects.get()
    assert identity.wish == "message" and identity.open() == {"name": "李阿姨", "telephone": "13812345678"}
    assert (
        alert(said(client, wish="telephone"))
        == "还差一步，您写的都还在。要告诉您结果，请留一个号码；不想留，就选“不留联系方式”"
    )
    assert "又选了“不留联系方式”" in alert(said(client, telephone="13812345678"))
    assert "号码好像不对" in alert(said(client, wish="message", telephone="一三八"))
    assert Voice.objects.count() == 1


def test_a_form_sent_anew_without_contact_forgets_the_contact_it_had_before(client, town, monkeypatch):
    like = town.voice()
    monkeypatch.setattr(public_views, "others_said", lambda congress, words: [like])  # so it waits before it is sent
    once = token_hex(16)
    said(client, once=once, wish="message", telephone="13812345678")
    assert Identity.objects.count() == 1
    said(client, once=once)
    assert not Identity.objects.exists()


def test_marks_that_nobody_sees_are_taken_out_and_hide_no_number(client, town):
    """An address book puts them beside a number; somebody else could turn or break one with them."""
    what = "井盖\u202e坏了\u202c，请找\u2068周淑芬\u2069，138\u200b1234\u200d5678"
    number = "\u202a13812345678\u202c"
    page = said(client, what, place="\ufeff老街口", wish="message", telephone=number, name="李\u200f阿姨")
    v = Voice.objects.get()
    assert page.status_code == 302 and v.told.what == "井盖坏了，请找周淑芬，13812345678" and v.told.place == "老街口"
    assert "井盖坏了" in v.text and "13812345678" not in v.text
    assert Identity.objects.get().open() == {"name": "李阿姨", "telephone": "13812345678"}
    assert "您还没有写" in alert(said(client, "\u200b\u202e"))


WRONG = {
    "empty": ("", "请先写几个字"),
    "blanks": (" 　\n", "请先写几个字"),
    "only emoji": ("😡🔥😡", "只有表情和符号"),
    "ten thousand and one": ("井" * 10_001, "最多写 10000 个字，现在有 10001 个"),
    "a control character": ("井盖\x07坏了", "看不见的控制字符（第 3 个字）"),
    "a NUL": ("井盖\x00坏了", "看不见的控制字符（第 3 个字）"),
}


@pytest.mark.parametrize("what, sentence", WRONG.values(), ids=WRONG)
def test_what_cannot_be_taken_is_told_in_one_sentence_and_kept(client, town, what, sentence):
    page = said(client, what, wish="message", telephone="13812345678", name="李阿姨")
    assert page.status_code == 422 and sentence in alert(page)
    assert alert(page).startswith("还差一步，您写的都还在。") and "不允许" not in alert(page)
    page = page.content.decode()
    assert "13812345678" in page and "李阿姨" in page and "老街口" in page and what.strip() in page
    assert not Voice.objects.exists()


@pytest.mark.parametrize(
    "what",
    [
        "井" * 10_000,
        "The manhole cover is broken.",
        "كسر غطاء البالوعة",
        "ᠬᠤᠳᠤᠭ",
        "井盖坏了😡",
        "15栋",
        "一家👨\u200d👩\u200d👧都看见",
        "می\u200cخواهم",
    ],
)
def test_any_script_and_ten_thousand_characters_are_taken(client, town, what):
    assert said(client, what).status_code == 302 and Voice.objects.get().told.what == what


@pytest.mark.parametrize("once", ["", "x", "\x00" * 32, "０" * 32, "f" * 400])
def test_a_mark_that_is_none_is_as_good_as_a_new_one(client, town, once):
    assert said(client, once=once or "0").status_code == 302 and Voice.objects.count() == 1


# ---- Photographs


def test_photographs_are_kept_once_each_under_names_that_say_nothing(client, town):
    same = [
        picture(),
        picture(name="again.jpg"),
        picture("blue", "PNG", "张三家.png"),
        picture("green", "WEBP", "c.webp"),
    ]
    said(client, photos=same)
    kept = Voice.objects.get().attachments.order_by("pk")
    assert [one.name for one in kept] == ["照片1.jpg", "照片2.png", "照片3.webp"]


BAD = {
    "a program": ([SimpleUploadedFile("a.exe", b"MZ\x90\0")], "“a.exe”不是照片"),
    "a program called a photograph": ([SimpleUploadedFile("a.jpg", b"MZ\x90\0\3")], "打不开，或者并不是 jpg 文件"),
    "a page": ([SimpleUploadedFile("a.svg", b"<svg onload=alert(1)>")], "不是照片"),
    "empty": ([SimpleUploadedFile("a.png", b"")], "是空的"),
    "without a name's end": ([SimpleUploadedFile("a", b"x")], "不是照片"),
    "fifty": ([picture(name=f"{n}.jpg") for n in range(50)], "最多附 6 张照片，现在选了 50 张"),
    "forty megabytes": ([SimpleUploadedFile("a.jpg", b"\xff\xd8" + b"x" * 2 * LARGEST)], "加起来不能超过 20 MB"),
}


@pytest.mark.parametrize("photos, sentence", BAD.values(), ids=BAD)
def test_what_is_no_photograph_is_told_in_one_sentence_and_the_text_is_kept(client, town, photos, sentence):
    for photo in photos:
        photo.seek(0)
    page = said(client, photos=photos)
    assert page.status_code in (413, 422) and sentence in alert(page) and WORDS in page.content.decode()
    assert not Voice.objects.exclude(state="draft").exists() and not any(settings.MEDIA_ROOT.rglob("??/*"))


def test_a_bad_photograph_beside_a_good_one_does_not_stand_in_the_way_of_the_next_try(client, town):
    once = token_hex(16)
    page = said(client, once=once, photos=[picture(), SimpleUploadedFile("b.jpg", b"MZ\x90\0\3")])
    assert "打不开" in alert(page) and not Voice.objects.get().attachments.exists()
    assert said(client, once=once, photos=[picture()]).status_code == 302
    assert [one.name for one in Voice.objects.get().attachments.all()] == ["照片1.jpg"]


# ---- Before it is sent


@pytest.fixture
def known(client, town):
    """A voice that was handled and made public."""
    v = town.handle(town.voice("清河街道老街口的路灯坏了，老人看不见路。"))
    v.take(
        "redact",
        town.xu,
        public_title="老街口路灯",
        public_text="老街口路灯坏了，老人看不见。",
        public_answer="路灯已经换好。",
    )
    v.take("publish", town.xu)
    return v


def test_what_others_said_near_by_is_shown_first_by_what_is_public_of_it(client, known):
    once = token_hex(16)
    page = said(client, "清河街道老街口的路灯又坏了，老人看不见。", once=once)
    shown = page.content.decode()
    assert page.status_code == 200 and "老街口路灯" in shown and "路灯已经换好。" in shown and "还是要说" in shown
    assert known.text not in shown and not Event.objects.filter(step="speak_up", matter__state="raised").exists()
    assert client.post(SAY, {"once": once}).status_code == 302
    assert Voice.objects.get(state="raised").told.what == "清河街道老街口的路灯又坏了，老人看不见。"


def test_it_can_be_changed_or_left_alone(client, known):
    once = token_hex(16)
    said(
        client,
        "清河街道老街口的路灯又坏了，老人看不见。",
        once=once,
        wish="message",
        telephone="13812345678",
        photos=[picture()],
    )
    page = client.post(SAY, {"once": once, "edit": "1"}).content.decode()
    assert "老街口的路灯又坏了" in page and "13812345678" in page and once in page and "不要刚才附上的 1 张照片" in page
    said(client, "清河街道老街口的路灯还是坏的，老人摔了。", once=once, drop_photos="1")
    assert Voice.objects.get(state="draft").attachments.count() == 0
    assert not Voice.objects.filter(state="raised").exists()


ELSEWHERE = {
    "court": ("法院判决不公，要求重审。", "12348"),
    "official": ("社区书记收受贿赂，我要实名举报。", "12388"),
    "crime": ("老人被骗子骗走了养老钱。", "110"),
    "election": ("村里换届有人拉票送米。", "选举委员会"),
}


@pytest.mark.parametrize("hold", ELSEWHERE)
def test_what_belongs_elsewhere_is_told_where_to_go_and_can_be_left_all_the_same(client, town, hold):
    (what, place), once = ELSEWHERE[hold], token_hex(16)
    page = said(client, what, once=once).content.decode()
    assert place in page and "12345" in page and "也可以照样留在这里" in page and what in page
    assert not Event.objects.filter(step="speak_up").exists()
    assert client.post(SAY, {"once": once}).status_code == 302
    assert (v := Voice.objects.get()).state == "raised" and v.hold == hold


@pytest.mark.parametrize(
    "what, hold", [("楼道里煤气泄漏，味道很大。", "life"), ("隔壁又在打人，孩子在哭。", "violence")]
)
def test_of_danger_nobody_is_asked_twice_and_whom_to_call_comes_first(client, town, what, hold):
    page = client.get(said(client, what)["Location"]).content.decode()
    v = Voice.objects.get()
    assert (v.state, v.hold) == ("raised", hold) and page.index("tel:119") < page.index("收到了，谢谢您")


def test_danger_is_received_at_once_and_the_receipt_begins_with_the_numbers_to_call(client, town):
    answer = said(client, "楼下煤气泄漏了，快来人。")
    v = Voice.objects.get()
    assert answer.status_code == 302 and (v.state, v.hold, v.is_urgent) == ("raised", "life", True)
    page = client.get(answer.url).content.decode()
    assert page.index("有危险，先打电话") < page.index("收到了，谢谢您") and 'href="tel:119"' in page
    assert "有危险" not in client.get(answer.url.replace("?new=1", "")).content.decode()


@pytest.fixture
def outline(town):
    ring = [[114.3, 30.6], [114.5, 30.6], [114.5, 30.7], [114.3, 30.7]]
    return Outline.objects.create(congress=town.congress, rings=[ring], source="示例")


@pytest.mark.parametrize("point", ["", "x", "1", "200,95", "nan,nan", ",", "114.4"])
def test_a_place_that_is_none_is_left_out(client, outline, point):
    assert said(client, point=point).status_code == 302
    assert Voice.objects.get().longitude is None


def test_where_the_telephone_is_goes_with_it_and_outside_the_district_it_is_told_so(client, outline):
    answer = said(client, "井盖坏了。", point="113.0,30.65")
    assert (
        answer.status_code == 422
        and "您现在不在本区" in answer.content.decode()
        and "井盖坏了。" in answer.content.decode()
    )
    assert said(client, "井盖坏了。", point="114.40000,30.65000").status_code == 302
    assert (Voice.objects.get().longitude, Voice.objects.get().latitude) == (114.4, 30.65)


def test_a_form_that_is_drawn_once_is_everybodys_own(town, client):
    """Each has its mark and its token; what differs for somebody is drawn for him."""
    pages = [Client(enforce_csrf_checks=True).get(SAY) for _visitor in range(2)]
    marks = {re.search(r'name="once" value="([0-9a-f]{32})"', page.content.decode())[1] for page in pages}
    tokens = {re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', page.content.decode())[1] for page in pages}
    assert len(marks) == len(tokens) == 2 and "0" * 32 not in marks
    strict = Client(enforce_csrf_checks=True)
    token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', strict.get(SAY).content.decode())[1]
    assert (
        strict.post(SAY, {"what": "灯不亮。", "once": token_hex(16), "csrfmiddlewaretoken": token}).status_code == 302
    )
    assert strict.post(SAY, {"what": "灯不亮。", "once": token_hex(16)}).status_code == 403
    client.cookies["large"] = "1"
    assert 'class="large"' in client.get(SAY).content.decode() and "no-store" in client.get(SAY)["Cache-Control"]
    client.cookies["django_language"] = "en"
    assert 'lang="en"' in client.get(SAY).content.decode()
    town.congress.name = "改名县人民代表大会"
    town.congress.save()
    assert "改名县人民代表大会" in client.get(SAY).content.decode()


# ---- Against floods, without punishing the honest


def test_who_sends_much_is_looked_at_first_and_only_a_flood_is_refused(client, town, settings):
    settings.VOICES_HELD, settings.VOICES_REFUSED = 2, 3
    for n in range(3):
        said(client, f"第{n}盏路灯坏了。")
    assert [v.hold for v in Voice.objects.order_by("pk")] == [Hold.UNPROVEN, Hold.UNPROVEN, Hold.BURST]
    page = said(client, "第四盏路灯也坏了。", wish="message", telephone="13812345678")
    assert page.status_code == 429 and "请过一会儿再发" in alert(page)
    assert "第四盏路灯也坏了。" in page.content.decode() and "13812345678" in page.content.decode()
    assert Voice.objects.filter(state="raised").count() == 3


def test_the_same_words_from_many_addresses_are_looked_at_first(client, town):
    for n in range(limits.SAME + 1):
        client.post(SAY, {"what": "请支持某某楼盘！", "once": token_hex(16)}, REMOTE_ADDR=f"10.0.0.{n}")
    assert [v.hold for v in Voice.objects.order_by("pk")][-2:] == [Hold.UNPROVEN, Hold.BURST]


# ---- To whom, and how it looks


def test_where_two_congresses_are_served_one_chooses(client, next_town):
    page = client.get(SAY).content.decode()
    assert "?at=429900" in page and "?at=429901" in page
    page = client.get(SAY, {"at": "429901"}).content.decode()
    assert "白石县" in page and 'name="at" value="429901"' in page
    said(client, at="429901")
    assert Voice.objects.get().congress == next_town.congress
    for nonsense in ("\x00", "😡", "9" * 10_000):
        assert client.get(SAY, {"at": nonsense}).status_code == 200


def test_an_office_that_was_closed_gets_nothing(client, town):
    """What is said goes to the office for deputies as it stands today; where there is none, the form says so and keeps the words."""
    later = Organ.objects.create(name="代表联络处", kind=Organ.Kind.OFFICE, parent=town.committee)
    Organ.objects.filter(pk=town.office.pk).update(until=date(2026, 1, 31))
    said(client)
    assert Voice.objects.get().coordinator == later == office_for_deputies(town.congress.pk)
    Organ.objects.filter(pk=later.pk).update(until=date(2026, 1, 31))
    answer = said(client, what="桥上的栏杆断了一截。")
    assert answer.status_code == 422 and "暂时收不了" in answer.content.decode()
    assert "栏杆断了" in answer.content.decode() and Voice.objects.count() == 1


@pytest.mark.parametrize(
    "place, street", [("清河街道桥头", True), ("八大家社区门口", True), ("邻县的地方", False), ("", False)]
)
def test_the_place_that_is_named_tells_whose_it_is(client, town, place, street):
    """A community belongs to the committee of its sub-district, as both are called in people's mouths."""
    office = Organ.objects.create(name="清河街道办事处", kind=Organ.Kind.SUBDISTRICT, parent=town.government)
    Organ.objects.create(name="八大家社区居委会", kind=Organ.Kind.COMMUNITY, parent=office)
    said(client, place=place)
    assert Voice.objects.get().keeper == (town.street if street else town.office)


def test_where_none_is_served_the_page_says_so(client, db):
    assert "这里还没有人大接收诉求" in client.get(SAY).content.decode() and not Organ.objects.exists()


def test_the_form_is_english_too(client, town):
    client.cookies["django_language"] = "en"
    page = client.get(SAY).content.decode()
    assert (
        "What is wrong?" in page
        and re.search("[一-鿿]", re.sub("清河县人民代表大会|中文|<!--.*?-->", "", page)) is None
    )
    assert "Please write a few words first" in alert(said(client, ""))


def test_the_first_load_weighs_no_more_than_60_kb(client, town):
    """Everything that a browser fetches before one can type, and the worker that it fetches then, compressed."""
    dist = settings.BASE_DIR / "qingting/web/static"
    if not (dist / "dist/say.js").exists():
        pytest.skip("the front end has not been built: make setup")
    page = client.get(SAY).content
    named = {name.decode() for name in re.findall(rb'(?:href|src)="/static/([^"#]+)', page)}
    assert {"dist/public.css", "dist/say.js", "dist/public.js", "dist/icons.svg"} <= named
    loaded = [
        page,
        *((dist / name).read_bytes() for name in sorted(named | {"dist/forms.js", "dist/pbkdf2.js", "dist/sw.js"})),
    ]
    weight = sum(len(gzip.compress(part)) for part in loaded)
    bare = sum(map(len, loaded))
    print(f"\nthe first load of the form: {weight / 1000:.1f} kB; {bare / 1000:.1f} kB where nothing is compressed")
    assert weight <= 60_000


def test_the_form_asks_the_database_as_often_however_much_there_is(client, town, django_assert_num_queries):
    with django_assert_num_queries(1):
        client.get(SAY)
    for n in range(3):
        town.voice(f"第{n}盏路灯坏了。")
    with django_assert_num_queries(1):
        client.get(SAY)


def test_the_service_worker_stays_beneath_the_form(client, db):
    answer = client.get(reverse("say_worker"))
    assert answer["Content-Type"] == "text/javascript" and reverse("say_worker").startswith(SAY)
    assert "Service-Worker-Allowed" not in answer and b"receipt" not in b"".join(answer.streaming_content)
