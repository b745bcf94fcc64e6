"""The receipt: by it alone a resident sees every step, adds, withdraws, gives and takes back contact, rates, is forgotten."""

import re
from secrets import token_hex

import pytest
from django.urls import reverse

from conftest import at_once
from qingting.organs.models import Receipt
from qingting.voices import limits
from qingting.voices.confidence import FORGOTTEN, Identity, Said
from qingting.voices.intake import file, put_down, secret_of, tell_who
from qingting.voices.models import Voice

WORDS = "清河街道老街口的井盖坏了，我叫周淑芬，电话13812345678。"


class Held:
    """A voice with its receipt, and the browser of whoever holds it."""

    def __init__(self, town, client, what=WORDS):
        once = token_hex(16)
        self.town, self.client, self.secret = town, client, secret_of(once)
        draft = put_down(town.congress, once, what=what, place="清河街道老街口", deputy=town.lin.person)
        file(draft, draft.receipt, once)

    @property
    def v(self):
        return Voice.objects.get()

    @property
    def url(self):
        return reverse("receipt", args=[self.secret])

    def page(self, **asked):
        return self.client.get(self.url, asked).content.decode()

    def does(self, step, once="", /, **given):
        given |= {"seen": self.v.head, "once": once or token_hex(16), "no": self.v.number}
        return self.client.post(reverse("receipt_act", args=[self.secret, step]), given)

    def handled(self, upto, **changed):
        return self.town.handle(self.v, upto=upto, **changed)


@pytest.fixture
def held(town, client):
    return Held(town, client)


def words_of(page) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", page))


def test_it_is_a_number_a_picture_and_an_address_that_nobody_guesses(held):
    page = held.page(new=1)
    assert "收到了，谢谢您。" in page and held.v.number in page and 'class="qr"' in page and held.url in page
    assert len(held.secret) == 22 and not Receipt.objects.filter(digest__contains=held.secret).exists()


def test_no_other_page_and_no_cache_learns_the_address(held):
    answer = held.client.get(held.url)
    assert "no-store" in answer["Cache-Control"] and answer["X-Robots-Tag"] == "noindex"
    assert answer["Referrer-Policy"] == "strict-origin"  # no-referrer would make every form on it a forgery


def test_every_step_is_told_with_organ_and_day_and_no_clerk_by_name(held):
    held.handled("sign")
    page = words_of(held.page())
    assert WORDS in page  # his own words, to himself unmasked
    for told in ("您说了这件事", "受理", "交给交通局办理", "签收", "清河街道人大工委 经办人", "接下来：答复"):
        assert told in page
    assert held.town.xu.person.name not in page and held.town.qian.person.name not in page


def test_what_is_owed_can_be_reckoned(town, client, on):
    on("2026-03-02")
    held = Held(town, client)
    held.handled("sign")
    page = words_of(held.page())
    assert "3月16日前" in page and "还有 14 天" in page and "这个日子怎么算的" in page and "10个工作日" in page
    on("2026-03-20")
    assert "迟 4 天" in words_of(held.page())


def test_the_answer_is_shown_once_it_is_checked_and_not_before(held):
    held.handled("answer")
    assert "井盖已经换好" not in held.page()
    held.handled("check")
    page = words_of(held.page())
    assert page.count("井盖已经换好") == 1 and "已经解决" in page and "答复在上面" in page


def test_what_was_answered_first_can_still_be_read_after_it_was_handled_anew(held):
    held.handled("rate", solved="no", result_rating="dissatisfied")
    assert held.v.round == 2 and "井盖已经换好，并加了反光条。" in held.page()
    held.handled("check", answer="这回真换好了。")
    page = held.page()
    assert "并加了反光条。" in page and page.count("这回真换好了。") == 1


def test_he_rates_and_a_word_not_solved_reopens_it(held):
    assert "办得怎么样？" not in held.page()
    held.handled("check")
    assert "办得怎么样？" in held.page()
    page = held.does("rate", process_rating="satisfied").content.decode()
    assert "还差一步" in page and re.search(r'value="satisfied" checked', page)
    page = held.client.get(
        held.does("rate", process_rating="fair", result_rating="dissatisfied", solved="no")["Location"]
    )
    assert "您的评价收到了" in page.content.decode() and (held.v.state, held.v.round) == ("assigned", 2)


def test_he_adds_and_those_who_handle_it_read_it_masked(held):
    assert "您还没有写" in held.does("add", what=" ").content.decode()
    held.does("add", what="又摔了一个人，电话13900001111。")
    assert "13900001111" in held.page() and "13900001111" not in held.v.text and "又摔了一个人" in held.v.text


def test_added_twice_by_one_form_it_is_added_once(held):
    once = token_hex(16)
    assert held.does("add", once, what="又摔了。")["Location"] == held.does("add", once, what="又摔了。")["Location"]
    assert Said.objects.count() == 2 and held.v.text.count("又摔了") == 1


def test_added_twice_at_one_moment_it_is_added_once(busy_town, client):
    held, once = Held(busy_town, client), token_hex(16)
    at_once(*[lambda: held.does("add", once, what="又摔了。").status_code] * 2)
    assert Said.objects.count() == 2 and held.v.text.count("又摔了") == 1


def test_contact_is_given_changed_and_taken_back(held):
    assert "您没有留下姓名和联系方式" in held.page() and "收回联系方式" not in held.page()
    assert "请选怎样告诉您" in held.does("give_contact", telephone="13812345678").content.decode()
    assert "请留一个号码" in held.does("give_contact", wish="message").content.decode()
    held.does("give_contact", wish="message", telephone="13812345678", name="李阿姨")
    assert Identity.objects.get().open() == {"name": "李阿姨", "telephone": "13812345678"}
    assert "13812345678" not in held.page().replace(WORDS, "")  # whoever finds the slip learns no number
    held.does("consent", shares="handler")
    assert held.v.shares == "handler"
    held.does("take_back")
    assert not Identity.objects.get().sealed and "您收回了联系方式" in held.page()


def test_who_looked_at_his_identity_is_told_with_the_reason(held):
    tell_who(held.v.receipt, name="李阿姨", telephone="13812345678", wish="message")
    assert "还没有人看过" in held.page()
    held.v.take("look", held.town.xu, "约您看现场")
    page = words_of(held.page())
    assert "看过 1 次" in page and "约您看现场" in page and "清河街道人大工委 经办人" in page


def test_he_withdraws(held):
    held.does("withdraw")
    page = held.page()
    assert held.v.state == "withdrawn" and "您撤回了" in page and "撤回，不办了" not in page
    assert held.does("withdraw").status_code == 409


def test_he_is_forgotten_once_nothing_is_being_handled(held):
    tell_who(held.v.receipt, name="周淑芬", telephone="13812345678")
    page = held.does("forget")
    assert page.status_code == 409 and "请先撤回" in page.content.decode() and held.v.told.what == WORDS
    held.does("withdraw")
    held.does("forget")
    page = held.page()
    assert str(FORGOTTEN) in page and "井盖" not in page and "13812345678" not in page
    assert not any(said.sealed for said in Said.objects.all()) and held.v.number in page


def test_a_step_that_is_not_his_is_not_there(held):
    for name in ("accept", "assign", "look", "amend", "redact", "speak_up", "reopen", "nowhere", "x" * 500):
        assert held.does(name).status_code == 404


def test_somebody_was_faster(held):
    seen = held.v.head
    held.handled("accept")
    answer = held.client.post(
        reverse("receipt_act", args=[held.secret, "withdraw"]), {"seen": seen, "no": held.v.number}
    )
    assert answer.status_code == 409 and "请看过再办" in answer.content.decode() and held.v.state == "accepted"


def test_what_was_parted_off_is_read_on_the_same_receipt(held):
    whole = held.handled("accept")
    part = Voice.objects.create(
        receipt=whole.receipt, keeper=whole.keeper, coordinator=whole.coordinator, source=whole.matter_ptr,
        title="路灯不亮", text="路灯不亮", number=f"{whole.number}-1",
    )  # fmt: skip
    part.take("part_off", held.town.xu, title="路灯不亮", grade="subdistrict")
    page = held.client.get(held.url).content.decode()
    assert f"?no={part.number}" in page and "路灯不亮" in page
    page = held.client.get(held.url, {"no": part.number}).content.decode()
    assert "<h1>路灯不亮</h1>" in page
    for nonsense in ("\x00", "9" * 10_000, "😡"):
        assert held.client.get(held.url, {"no": nonsense}).status_code == 200


# ---- Whoever does not hold it


@pytest.mark.parametrize("secret", ["x" * 22, "0", "\x00", "😡", "1" * 5000, "AAAAAAAAAAAAAAAAAAAAAA"])
def test_a_forged_receipt_is_absent(held, secret):
    for address in ("receipt", "receipt_act", "receipt_photo"):
        more = {"receipt_act": ["add"], "receipt_photo": ["a" * 32]}.get(address, [])
        url = reverse(address, args=[secret, *more])
        answer = held.client.post(url, {"what": "x"}) if address == "receipt_act" else held.client.get(url)
        assert answer.status_code == 404
    page = held.client.post(reverse("receipt_find"), {"secret": secret})
    assert page.status_code == 404 and "没有这张回执" in page.content.decode()


def test_who_guesses_is_stopped(held, monkeypatch):
    monkeypatch.setattr(limits, "TRIES", 3)
    tried = [held.client.get(reverse("receipt", args=[f"{n:022}"])).status_code for n in range(5)]
    assert tried == [404, 404, 404, 429, 429]
    assert held.client.get(held.url).status_code == 200  # whoever holds one is let in


def test_it_is_found_by_the_line_beneath_the_code_or_by_the_whole_address(held):
    assert "回执上的那一行" in held.client.get(reverse("receipt_find")).content.decode()
    for typed in (held.secret, f" {held.secret[:11]} {held.secret[11:]}\n", f"http://testserver{held.url}"):
        assert held.client.post(reverse("receipt_find"), {"secret": typed})["Location"] == held.url


def test_a_photograph_is_shown_to_whoever_holds_the_receipt_alone(held, settings, tmp_path):
    from qingting.attachments import shelf
    from qingting.voices.tests.test_form import picture

    settings.MEDIA_ROOT = tmp_path
    shelf.attach(held.v, [held.v.receipt], picture())
    url = re.search(r'href="(/r/[^"]+/photos/\w{32}/)"', held.page())[1]
    answer = held.client.get(url)
    assert answer.status_code == 200 and answer["Content-Disposition"].startswith("attachment")
    other = put_down(held.town.congress, token_hex(16), what="别的事。")
    assert held.client.get(url.replace(held.secret, secret_of("0" * 32))).status_code == 404 and other.pk
    for key in ("\x00", "0" * 32, "😡", "x" * 5000):
        assert held.client.get(reverse("receipt_photo", args=[held.secret, key])).status_code == 404


# ---- In English, and at what cost


def test_it_is_english_too(held):
    tell_who(held.v.receipt, name="", telephone="13812345678", wish="message")
    held.v.take("look", held.town.xu, "OK")
    held.handled("check", title="a cover", answer="It is mended.")
    held.client.cookies["django_language"] = "en"
    page = held.page()
    for known in (
        WORDS,
        "清河县人民代表大会",
        "清河街道人大工委",
        "交通局",
        "林秀英",
        "中文",
        "平台默认，可由各地设定",
    ):
        page = page.replace(known, "")
    assert "How was it handled?" in page and re.findall("[一-鿿]+", page) == []


def test_it_asks_the_database_as_often_however_much_befell_it(held, django_assert_max_num_queries):
    held.handled("sign")
    held.client.get(held.url)  # what is read once and kept, such as the calendar
    with django_assert_max_num_queries(100) as before:
        held.client.get(held.url)
    for n in range(3):
        held.does("add", what=f"第{n}次补充。")
    with django_assert_max_num_queries(100) as after:
        held.client.get(held.url)
    assert len(before) == len(after) <= 16
