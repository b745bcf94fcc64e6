"""A voice's whole life on a telephone: said, held back by a broken line, followed by its receipt, rated, forgotten.

The pictures of every page are kept under var/pictures.
"""

import re
from io import BytesIO

import pytest
from PIL import Image

from qingting.docket.models import Event
from qingting.voices.intake import file, put_down, secret_of
from qingting.voices.models import Hold, Voice
from qingting.web.tests.test_browser import faults, is_wrong
from stories.test_in_the_browser import PICTURES

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.django_db(transaction=True)]

PHONE = {"viewport": {"width": 390, "height": 844}, "device_scale_factor": 1, "is_mobile": True, "has_touch": True}
WORDS = "清河街道老街口的路灯坏了，晚上看不见，老人摔了两次。"


@pytest.fixture(autouse=True)
def photographs(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    PICTURES.mkdir(parents=True, exist_ok=True)


@pytest.fixture
def phone(chromium, live_server, busy_town, settings):
    """Telephones to be had: phone() is a new one, with whatever goes wrong on its pages noted."""
    settings.SITE_URL = live_server.url
    phones = []

    def new(**more):
        context = chromium.new_context(base_url=live_server.url, **PHONE | more)
        page = context.new_page()
        page.wrongs = []
        page.set_default_timeout(30_000)  # milliseconds: the machine may be busy with other tests
        page.on("console", lambda said: page.wrongs.append(said.text) if is_wrong(said) else None)
        page.on("pageerror", lambda error: page.wrongs.append(str(error)))
        phones.append(page)
        return page

    yield new
    for page in phones:
        page.context.close()


def looks(page, name):
    """Keep a picture; axe finds no fault in the page and it fits its width."""
    page.evaluate("scrollTo(0, 0)")
    page.screenshot(path=PICTURES / f"voice-{page.viewport_size['width']}-{name}.png", full_page=True)
    assert faults(page) == [], name
    assert page.wrongs == [], name


def photograph(side=3000):
    drawn = BytesIO()
    Image.effect_noise((side, side * 3 // 4), 90).convert("RGB").save(drawn, "JPEG", quality=95)
    return {"name": "IMG_0001.JPG", "mimeType": "image/jpeg", "buffer": drawn.getvalue()}


def say(page, words=WORDS):
    page.goto("/say/")
    page.get_by_label("什么事？").fill(words)
    page.get_by_label("在哪里？").fill("老街口")


def send(page):
    page.get_by_role("button", name="说给代表听").click()


def arrives(page):
    page.wait_for_url(re.compile(r"/r/[\w-]{22}/"))
    return page.url.partition("?")[0]


def test_a_whole_life_on_a_telephone(phone, busy_town):
    town, page = busy_town, phone()
    page.goto("/")
    looks(page, "01-home")
    page.get_by_role("link", name="说一件事").first.click()
    page.get_by_role("heading", name="说一件事", level=1).wait_for()
    looks(page, "02-say")
    send(page)
    alert = page.get_by_role("alert").filter(has_text="还差一步")
    alert.wait_for()
    assert alert.evaluate("it => it === document.activeElement")
    looks(page, "03-error")
    page.get_by_label("什么事？").fill(WORDS)
    page.get_by_label("拍照片").set_input_files([photograph(40)] * 7)
    page.get_by_role("status").filter(has_text="最多 6 张，您选了 7 张").wait_for()
    page.get_by_label("拍照片").set_input_files([photograph()])
    page.get_by_role("status").filter(has_text="选了 1 张").wait_for()
    assert page.get_by_label("拍照片").evaluate("it => it.files[0].size") < 1_500_000  # of some six megabytes
    page.get_by_label("在哪里？").fill("老街口")
    page.get_by_label("发短信告诉我").check()
    page.get_by_label("手机号").fill("13812345678")
    page.get_by_label("怎么称呼您").fill("李阿姨")
    send(page)
    receipt = arrives(page)
    page.get_by_role("heading", name="收到了，谢谢您。").wait_for()
    looks(page, "04-receipt-new")
    assert page.evaluate("Object.keys(localStorage).length") == 0

    v = Voice.objects.get()
    assert (v.told.what, v.hold) == (WORDS, "")  # the telephone has worked for it
    [kept] = v.attachments.all()
    assert max(Image.open(kept.path).size) == 1600

    v = town.handle(v, upto="sign")
    v.take("look", town.wang if v.keeper == town.office else town.xu, "约您看现场")
    page.goto(receipt)
    page.get_by_text("补充几句").click()
    page.get_by_label("还想说什么？").fill("又摔了一个人，电话13900001111。")
    page.get_by_role("button", name="补充", exact=True).click()
    page.get_by_role("status").filter(has_text="您补充的收到了").wait_for()
    page.get_by_text("我是谁，可以告诉谁").click()
    page.get_by_label("可以给代表", exact=True).check()
    page.get_by_role("button", name="就这样").click()
    page.get_by_text("记下了").wait_for()
    looks(page, "05-receipt-on-its-way")

    town.handle(Voice.objects.get(), upto="check")
    page.goto(receipt)
    for group, choice in {"办的过程": "满意", "办的结果": "基本满意", "问题解决了吗": "解决了一部分"}.items():
        page.get_by_role("group", name=group).get_by_label(choice, exact=True).check()
    looks(page, "06-receipt-answered")
    page.get_by_role("button", name="评价").click()
    page.get_by_text("您的评价收到了").wait_for()

    page.get_by_text("收回联系方式").click()
    page.get_by_text("想好了，收回").click()
    page.get_by_role("button", name="收回，删去").click()
    page.get_by_text("已经删去").first.wait_for()
    town.handle(Voice.objects.get())
    page.goto(receipt)
    page.get_by_text("请删去我说的话").click()
    looks(page, "07-receipt-over")
    page.get_by_text("想好了，删去").click()
    page.get_by_role("button", name="全部删去").click()
    page.get_by_text("您说的话已经删去").wait_for()
    assert "路灯" not in page.locator("main").inner_text()
    looks(page, "08-forgotten")


def test_without_javascript(phone, busy_town):
    page = phone(java_script_enabled=False)
    page.goto("/say/")
    send(page)
    page.get_by_role("alert").filter(has_text="请先写几个字").wait_for()
    page.get_by_label("什么事？").fill(WORDS)
    page.get_by_label("拍照片").set_input_files([photograph(400)])
    send(page)
    receipt = arrives(page)
    v = Voice.objects.get()
    assert v.attachments.count() == 1 and v.hold == Hold.UNPROVEN  # taken in; a person looks first
    busy_town.handle(v, upto="check")
    page.goto("/receipt/")
    page.get_by_label("回执上的那一行").fill(receipt)
    page.get_by_role("button", name="查一查").click()
    page.wait_for_url(receipt)
    for group in ("办的过程", "办的结果", "问题解决了吗"):
        page.get_by_role("group", name=group).locator("label").first.click()
    page.get_by_role("button", name="评价").click()
    page.get_by_text("您的评价收到了").wait_for()
    assert Voice.objects.get().state == "rated"


def test_a_broken_line_loses_nothing_and_makes_one_voice(phone, busy_town):
    page = phone()
    say(page)
    page.evaluate("navigator.serviceWorker.ready.then(() => true)")
    page.get_by_label("拍照片").set_input_files([photograph(400)])
    page.get_by_role("status").filter(has_text="选了 1 张").wait_for()
    page.wait_for_timeout(1500)  # milliseconds: the service worker puts the form away
    page.context.set_offline(True)
    send(page)
    page.get_by_role("alert").filter(has_text="网断了，您写的还在这台设备上").wait_for()
    looks_offline(page)

    page.reload()  # as after the in-app browser was closed: the form comes from the device, filled in
    assert page.get_by_label("什么事？").input_value() == WORDS
    page.get_by_role("status").filter(has_text="选了 1 张").wait_for()
    page.get_by_role("alert").filter(has_text="网断了").wait_for()
    assert not Voice.objects.exists()

    page.context.set_offline(False)  # nothing is pressed
    arrives(page)
    v = Voice.objects.get()
    assert v.told.what == WORDS and v.attachments.count() == 1 and v.hold == ""
    assert page.evaluate("Object.keys(localStorage).length") == 0


def looks_offline(page):
    page.screenshot(path=PICTURES / "voice-390-09-offline.png", full_page=True)
    page.wrongs.clear()  # the browser complains of every request that fails


def test_an_answer_that_never_came_is_asked_for_again_and_finds_the_same_voice(phone, busy_town):
    page = phone()
    lost = []

    def lose_the_first_answer(route):
        if route.request.method == "POST" and not lost:
            lost.append(route.fetch(max_redirects=0))  # it arrives, and its answer does not
            return route.abort()
        return route.continue_()

    page.context.route("**/say/", lose_the_first_answer)
    say(page)
    send(page)
    page.get_by_role("alert").filter(has_text="网断了").wait_for()
    assert Voice.objects.count() == 1
    send(page)
    arrives(page)
    assert len(lost) == 1 and Voice.objects.count() == 1 and Event.objects.filter(step="speak_up").count() == 1


def test_what_others_said_is_shown_on_the_same_telephone(phone, busy_town):
    town = busy_town
    v = town.handle(town.voice("清河街道老街口的路灯坏了，老人看不见路。"))
    v.take(
        "redact",
        town.xu,
        public_title="老街口路灯",
        public_text="老街口路灯坏了，老人看不见。",
        public_answer="路灯已经换好。",
    )
    v.take("publish", town.xu)
    page = phone()
    say(page)
    send(page)
    page.get_by_role("heading", name="有人说过差不多的事").wait_for()
    looks(page, "10-before")
    page.get_by_role("button", name="回去改一改").click()
    page.get_by_label("什么事？").fill(WORDS + "孩子也摔了。")
    send(page)
    page.get_by_role("button", name="还是要说").click()
    arrives(page)
    assert Voice.objects.get(state="raised").told.what == WORDS + "孩子也摔了。"


def test_what_belongs_elsewhere_and_what_is_in_danger(phone, busy_town):
    page = phone()
    say(page, "法院判决不公，要求重审。")
    send(page)
    page.get_by_role("heading", name="打官司的事").wait_for()
    looks(page, "13-elsewhere")
    page.get_by_role("button", name="还是要说").click()
    arrives(page)
    say(page, "楼道里煤气泄漏，味道很大。")
    send(page)
    arrives(page)
    page.get_by_role("heading", name="有危险，先打电话").wait_for()
    looks(page, "14-danger")
    page.goto("/receipt/")
    page.get_by_label("回执上的那一行").fill("抄错了")
    page.get_by_role("button", name="查一查").click()
    page.get_by_role("alert").filter(has_text="没有这张回执").wait_for()
    looks(page, "15-not-found")


@pytest.mark.parametrize("width", [390, 1280])
def test_large_type_and_english(phone, busy_town, width):
    town = busy_town
    once = "0" * 32
    draft = put_down(town.congress, once, what=WORDS, place="老街口", deputy=town.lin.person)
    file(draft, draft.receipt, once)
    town.handle(Voice.objects.get(), upto="check")
    receipt = f"/r/{secret_of(once)}/"
    page = phone(viewport={"width": width, "height": 844}, is_mobile=width == 390)
    for name, address in {"say": "/say/", "receipt": receipt, "find": "/receipt/"}.items():
        page.goto(address)
        looks(page, f"11-{name}")
    page.goto("/type/on/?next=/say/")
    page.locator("button[lang=en]").click()
    page.wait_for_url("**/say/")
    for name, address in {"home": "/", "say": "/say/", "receipt": receipt, "find": "/receipt/"}.items():
        page.goto(address)
        assert page.evaluate("document.documentElement.lang") == "en"
        looks(page, f"12-{name}-large-en")
