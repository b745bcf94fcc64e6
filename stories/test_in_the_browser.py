"""A suggestion's whole life on the screen: everyone signs in at a browser of his own and presses only what he sees.

The pictures of every page are kept under var/pictures, first the width, then in the order in which they were seen.
"""

from datetime import timedelta
from pathlib import Path

import pytest
from django.conf import settings
from django.contrib.auth.hashers import make_password
from django.contrib.auth.models import User
from django.utils.timezone import localdate

from qingting.docket.ledger import verify
from qingting.suggestions.models import Cosigning, Promise, Suggestion
from qingting.web.tests.test_browser import faults, is_wrong

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.django_db(transaction=True)]

PICTURES = Path(settings.BASE_DIR) / "var" / "pictures"
PASSWORD = "清河水长流，两岸稻花香"
PDF = b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[]/Count 0>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"
TITLE = "疏浚清河河道"
TEXT = "清河下游三公里淤积严重，汛期漫堤，两岸居民出行不便。建议疏浚河道，并定期清淤。联系电话 13800138000。"
PLAN = "清河下游三公里清淤已列入明年计划，分两段施工，汛期前完成上游一段。"
DONE = "上游一段提前开工，已清淤一公里半，其余三个月内完成。"


class Someone:
    """A person at a screen of his own. What goes wrong on it by itself is noted in `wrongs`."""

    def __init__(self, name, context, pictures):
        self.name, self.page, self.pictures, self.wrongs = name, context.new_page(), pictures, []
        self.main = self.page.locator("main")
        self.page.set_default_timeout(60_000)  # milliseconds: the machine may be busy with other tests
        self.page.on("console", lambda said: self.wrongs.append(said.text) if is_wrong(said) else None)
        self.page.on("pageerror", lambda error: self.wrongs.append(str(error)))

    def signs_in(self):
        self.page.goto("/accounts/login/")
        self.writes(账号=self.name, 密码=PASSWORD)
        self.presses("登录")
        self.page.wait_for_url("**/inbox/")
        return self

    def looks(self, name, words):
        """Wait for these words; keep a picture of the page; axe finds no fault in it, and it fits its width."""
        self.main.get_by_text(words).first.wait_for()
        width = self.page.viewport_size["width"]
        path = PICTURES / f"{width}-{len(self.pictures) + 1:02}-{name}.png"
        self.page.evaluate("scrollTo(0, 0)")  # or the rail that goes along would stand in the middle of the picture
        self.page.screenshot(path=path, full_page=True, animations="disabled")
        self.pictures.append(path)
        assert faults(self.page) == [], name
        assert self.wrongs == [], name

    def control(self, words):
        """The first button or link of the page that says just this."""
        button, link = (self.main.get_by_role(role, name=words, exact=True) for role in ("button", "link"))
        return button.or_(link).first

    def field(self, label):
        return self.main.get_by_label(label, exact=True).and_(self.main.locator("input, textarea, select"))

    def presses(self, words):
        self.control(words).click()

    def begins(self, words):
        """Press what leads to a form, and wait for the form."""
        self.presses(words)
        self.heads(words)

    def heads(self, words):
        self.main.get_by_role("heading", name=words, exact=True, level=1).wait_for()

    def opens(self, step, title=TITLE):
        """From the inbox, by the button that names the step that is owed."""
        self.page.goto("/inbox/")
        self.main.get_by_role("link").filter(has_text=f"{step}：{title}").click()
        self.heads(title)

    def writes(self, **words):
        for label, said in words.items():
            self.field(label).fill(said)

    def chooses(self, **options):
        for label, option in options.items():
            self.field(label).select_option(label=option)

    def is_told(self, words):
        """An alert stands on the page and says so."""
        self.main.get_by_role("alert").filter(has_text=words).wait_for()

    def finds_grey(self, words, reason):
        """A grey button stands beside its reason; who presses it all the same is told the reason again."""
        grey = self.main.get_by_role("button", name=words, exact=True)
        assert grey.get_attribute("aria-disabled") == "true"
        assert reason in self.page.locator(f"#{grey.get_attribute('aria-describedby')}").inner_text()
        grey.press("Enter")
        self.is_told(reason)

    def can_follow_every_link(self):
        """No link of the page leads where he may not go."""
        links = self.main.locator("a[href]").evaluate_all("links => links.map(link => link.href.split('#')[0])")
        for link in dict.fromkeys(links):
            assert self.page.request.get(link).ok, link

    def sees_no(self, words):
        assert words not in self.page.locator("body").inner_text()

    def tabs_to(self, control):
        """By the keyboard alone, and one sees where one is."""
        for _press in range(60):
            if control.evaluate("it => it === document.activeElement"):
                assert control.evaluate("it => getComputedStyle(it).outlineStyle !== 'none'"), "nothing shows the focus"
                return
            self.page.keyboard.press("Tab")
        raise AssertionError(f"the keyboard does not lead to {control}")

    def keys(self, words):
        """Press it by Tab and Enter."""
        self.tabs_to(self.control(words))
        self.page.keyboard.press("Enter")

    def keys_in(self, **options):
        """Choose by Tab and the arrow that leads down."""
        for label, option in options.items():
            field = self.field(label)
            self.tabs_to(field)
            self.page.keyboard.press("Home")
            for _press in range(field.evaluate("it => it.options.length")):
                if field.evaluate("it => it.selectedOptions[0].label") == option:
                    break
                self.page.keyboard.press("ArrowDown")
            else:
                raise AssertionError(f"no {option} among the options of {label}")


@pytest.fixture
def town(busy_town, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "attachments"
    User.objects.update(password=make_password(PASSWORD))  # the same for all of them: it is made to take its time
    return busy_town


@pytest.fixture(params=[1280, 390])
def enters(request, chromium, live_server, town):
    """Let somebody come to a browser of his own, as wide as a desk's or a telephone's."""
    PICTURES.mkdir(parents=True, exist_ok=True)
    for old in PICTURES.glob(f"{request.param}-*.png"):
        old.unlink()
    people, pictures = [], []

    def enter(name):
        size = {"width": request.param, "height": 844}
        context = chromium.new_context(base_url=live_server.url, viewport=size, locale="zh-CN")
        people.append(Someone(name, context, pictures))
        return people[-1]

    yield enter
    for someone in people:
        someone.page.context.close()
    assert [wrong for someone in people for wrong in someone.wrongs] == []


def test_a_suggestions_whole_life_on_the_screen(town, enters):
    lin, he = enters("林秀英"), enters("何建国")
    lin.page.goto("/accounts/login/")
    lin.looks("sign-in", "办公室发给您的账号")
    lin.signs_in(), he.signs_in()
    writes_and_files(lin, he)
    wang, zhao, cai, zhou = (enters(name).signs_in() for name in ("王敏", "赵强", "蔡云", "周平"))
    accepts_and_hands_out(wang)
    takes_it_on(zhao)
    gives_an_opinion(cai)
    answers_with_a_promise(zhao, zhou)
    rate_differently(lin, he, zhao)
    has_it_handled_again(wang)
    answers_again(zhao, zhou)
    rate_well(lin, he)
    closes_and_publishes(wang)
    reads_it(enters("居民"))
    keeps_the_promise(zhao, zhou, lin)

    s, promise = Suggestion.objects.get(), Promise.objects.get()
    assert (s.state, s.public, promise.state) == ("closed", True, "kept")
    assert list(s.events.order_by("pk").values_list("step", flat=True)) == [
        *("file", "accept", "assign", "sign", "contact", "draft_answer", "answer", "rate", "redo"),
        *("contact", "draft_answer", "answer", "rate", "close", "redact", "publish"),
    ]
    assert Cosigning.objects.get().events.count() == 6  # invited, confirmed, asked, rated, asked again, rated again
    assert verify(town.congress) is None


def writes_and_files(lin, he):
    lin.looks("inbox-empty", "手上的事都办完了")
    lin.page.get_by_role("link", name="代表建议").first.click()
    lin.looks("register-empty", "代表建议")
    lin.presses("写一件建议")
    lin.writes(题目=TITLE)
    lin.presses("接着写内容")
    lin.writes(内容=TEXT)
    lin.looks("draft-kept", "已存草稿")
    lin.page.go_back()
    lin.writes(题目="")
    lin.presses("接着写内容")
    lin.is_told("题目：请填写这一项")
    lin.looks("title-missing", "还有要改的地方")
    lin.writes(题目=TITLE)
    lin.presses("接着写内容")
    assert lin.field("内容").input_value() == TEXT  # the same draft, not a second

    lin.writes(联名代表="何建")
    lin.presses("邀请联名")
    lin.looks("nobody-of-that-name", "没有找到代表：何建。请核对姓名")
    lin.writes(联名代表="何建国")
    lin.presses("邀请联名")
    lin.looks("invited", "待确认")
    lin.presses("写好了，去提出")
    lin.finds_grey("提出", "尚有联名代表未确认")
    lin.looks("filing-is-grey", "没有办成")

    he.opens("确认联名")
    he.looks("asked-to-sign", "汛期漫堤")
    he.presses("确认联名")
    he.looks("signed", "已联名")

    lin.opens("提出")
    lin.looks("ready-to-file", "已联名")
    other = Someone(lin.name, lin.page.context, lin.pictures)  # the same page in another window
    other.page.goto(lin.page.url)
    lin.keys("提出") if lin.page.viewport_size["width"] == 1280 else lin.presses("提出")
    lin.looks("filed", "已提出，待审查")
    lin.page.reload()
    lin.looks("filed-and-reloaded", "已提出，待审查")
    other.presses("提出")
    other.is_told("“提出”。下面是最新的样子")
    other.page.close()


def accepts_and_hands_out(wang):
    wang.page.goto("/inbox/")
    wang.looks("office-inbox", TITLE)
    wang.opens("审查立案")
    wang.looks("filed-for-the-office", "审查立案")
    wang.begins("审查立案")
    wang.presses("审查立案")
    wang.is_told("请填写“分类”")
    wang.looks("class-missing", "还有要改的地方")
    wang.chooses(分类="生态环境")
    wang.presses("审查立案")
    wang.looks("accepted", "已立案，待交办")
    wang.begins("列会办、分办单位")
    wang.chooses(承办单位="财政局", 办理方式="会办")
    wang.looks("co-handler", "列会办、分办单位")
    wang.presses("列会办、分办单位")
    wang.looks("co-handler-listed", "拟交办")
    wang.begins("交办")
    wang.chooses(主办单位="水利局")
    wang.looks("assigning", "以此职务办理")
    wang.presses("交办")
    wang.looks("assigned", "已交办，待签收")


def takes_it_on(zhao):
    zhao.opens("签收")
    zhao.looks("for-the-handler", "申请退办")
    zhao.presses("签收")
    zhao.looks("taken-on", "已签收，待答复")
    zhao.finds_grey("拟写答复", "答复前须与代表沟通并登记")
    zhao.begins("登记沟通")
    zhao.writes(沟通日期=f"{localdate()}", 沟通情况="到河边听林秀英、何建国两位代表讲汛期的情况。")
    zhao.presses("登记沟通")
    zhao.is_told("请填写“沟通方式”")
    assert "汛期的情况" in zhao.field("沟通情况").input_value()
    zhao.looks("contact", "还有要改的地方")
    zhao.chooses(沟通方式="走访")
    zhao.presses("登记沟通")
    zhao.looks("in-contact", "到河边听")
    zhao.can_follow_every_link()
    zhao.finds_grey("拟写答复", "尚有会办单位未提出意见：财政局")

    attach = zhao.field("附一份文件")
    attach.set_input_files({"name": "河道图.pdf", "mimeType": "application/pdf", "buffer": "不是图".encode()})
    zhao.presses("附上")
    zhao.is_told("河道图")
    attach.set_input_files({"name": "施工图.pdf", "mimeType": "application/pdf", "buffer": PDF})
    zhao.presses("附上")
    zhao.looks("attached", "施工图.pdf")


def gives_an_opinion(cai):
    cai.opens("签收")
    cai.looks("for-the-co-handler", "原建议")
    cai.presses("签收")
    cai.begins("提出会办意见")
    cai.writes(意见="清淤经费列入明年预算，同意分两段实施。")
    cai.looks("opinion", "提出会办意见")
    cai.presses("提出会办意见")
    cai.looks("opinion-given", "已提出意见")
    cai.can_follow_every_link()


def answers_with_a_promise(zhao, zhou):
    zhao.opens("拟写答复")
    zhao.begins("拟写答复")
    zhao.writes(答复=PLAN)
    zhao.presses("拟写答复")
    zhao.is_told("请填写“办理结果”")
    assert zhao.field("答复").input_value() == PLAN
    zhao.looks("answer", "还有要改的地方")
    zhao.chooses(办理结果="已列入计划，逐步解决")
    zhao.presses("拟写答复")
    zhao.looks("answer-drafted", "已拟答复，待签发")

    zhou.opens("签发答复")
    zhou.finds_grey("签发答复", "须先列明承诺事项")
    zhou.looks("signing-is-grey", "须先列明承诺事项")

    later = f"{localdate() + timedelta(200)}"
    promised = dict(承诺办什么="清淤三公里", 怎样算办成="三公里河床见底，以两岸测量桩为准", 承诺完成日期=later)
    zhao.begins("列承诺事项")
    zhao.writes(**promised)
    zhao.presses("列承诺事项")
    zhao.looks("promise-listed", "清淤三公里")
    zhao.can_follow_every_link()
    zhao.page.go_back()
    zhao.writes(**promised)
    zhao.presses("列承诺事项")
    zhao.is_told("已经列过这一条承诺")
    zhao.writes(承诺办什么="日常保洁", 承诺完成日期=f"{localdate()}")
    zhao.presses("列承诺事项")
    zhao.is_told("承诺完成日期应当在今天以后")
    assert zhao.field("承诺办什么").input_value() == "日常保洁"
    zhao.looks("promise-too-soon", "还有要改的地方")
    zhao.presses("先不办")

    zhou.opens("签发答复")
    zhou.presses("签发答复")
    zhou.looks("answer-signed", "已答复，待评价")


def rate_differently(lin, he, zhao):
    lin.opens("评价")
    lin.looks("answered", PLAN)
    lin.can_follow_every_link()
    with lin.page.expect_download() as letter:
        lin.presses("下载答复函（Word）")
    assert letter.value.suggested_filename.endswith(".docx")
    with lin.page.expect_download() as drawing:
        lin.main.get_by_role("link", name="施工图.pdf").click()
    assert drawing.value.path().read_bytes() == PDF
    rates(lin, 对办理过程="满意", 对办理结果="不满意")
    lin.looks("dissatisfied", "代表评价")
    he.opens("评价")
    he.looks("asked-to-rate", PLAN)
    rates(he, 对办理过程="满意", 对办理结果="基本满意")
    he.looks("joint-deputy-has-rated", "已评价")
    zhao.page.goto(lin.page.url)
    zhao.looks("the-handler-sees-no-rating", "这一步写的内容不向您现在的职务显示")
    for told in ("不满意", "重新办理"):  # nor what follows from it
        zhao.sees_no(told)


def rates(deputy, **ratings):
    """At a desk by the keyboard alone; on a telephone by the finger."""
    by_keyboard = deputy.page.viewport_size["width"] == 1280
    presses, chooses = (deputy.keys, deputy.keys_in) if by_keyboard else (deputy.presses, deputy.chooses)
    presses("评价")
    deputy.heads("评价")
    chooses(**ratings)
    deputy.looks("rating", "以此职务办理")
    presses("评价")
    deputy.heads(TITLE)


def has_it_handled_again(wang):
    wang.opens("重新办理")
    wang.finds_grey("办结", "有代表评价“不满意”")
    wang.looks("closing-is-grey", "没有办成")
    wang.begins("重新办理")
    wang.presses("重新办理")
    wang.is_told("理由：请说明理由")
    wang.looks("reason-missing", "还有要改的地方")
    wang.writes(理由="代表认为计划太远，请先办上游一段。")
    wang.presses("重新办理")
    wang.looks("handled-again", "已签收，待答复")


def answers_again(zhao, zhou):
    zhao.opens("登记沟通")
    zhao.begins("登记沟通")
    zhao.writes(沟通日期=f"{localdate()}", 沟通情况="与两位代表座谈，商定先办上游。")
    zhao.chooses(沟通方式="座谈")
    zhao.presses("登记沟通")
    zhao.begins("拟写答复")
    zhao.writes(答复=DONE)
    zhao.chooses(办理结果="正在解决")
    zhao.presses("拟写答复")
    zhao.looks("second-answer", "已拟答复，待签发")
    zhou.opens("签发答复")
    zhou.presses("签发答复")
    zhou.looks("second-answer-signed", "已答复，待评价")


def rate_well(lin, he):
    for deputy in (lin, he):
        deputy.opens("评价")
        rates(deputy, 对办理过程="满意", 对办理结果="满意")
    lin.page.goto("/notices/")
    lin.looks("notices", "签发答复")


def closes_and_publishes(wang):
    wang.opens("办结")
    wang.looks("both-have-rated", "代表评价")
    wang.can_follow_every_link()
    wang.presses("办结")
    wang.looks("closed", "已办结")
    wang.finds_grey("撤下", "还没有公开")
    wang.finds_grey("公开", "须先核定公开的文本")
    wang.begins("核定公开文本")
    wang.looks("redacting", "电话 1 处")
    assert "［电话已隐去］" in wang.field("公开的内容").input_value()
    wang.presses("核定公开文本")
    wang.presses("公开")
    wang.looks("published", "看公开页")
    wang.finds_grey("公开", "已经公开")
    wang.page.goto("/registers/suggestions/")
    wang.looks("register", TITLE)


def reads_it(resident):
    resident.page.goto("/")
    resident.looks("front-page", "最近的回音")
    resident.page.get_by_role("link", name="公开的代表建议").click()
    resident.looks("public-list", TITLE)
    resident.presses(TITLE)
    resident.looks("public-page", DONE)
    assert "［电话已隐去］" in resident.main.inner_text()
    for unsaid in ("13800138000", "不满意", "计划太远", PLAN):
        resident.sees_no(unsaid)


def keeps_the_promise(zhao, zhou, lin):
    zhao.opens("报告进展", "清淤三公里")
    zhao.begins("报告进展")
    zhao.writes(进展="已清淤一公里半。")
    zhao.presses("报告进展")
    zhao.looks("progress", "已清淤一公里半。")
    zhou.opens("报告完成", "清淤三公里")
    zhou.begins("报告完成")
    zhou.writes(完成情况和证明="三公里河床见底，测量记录已归档。")
    zhou.presses("报告完成")
    zhou.looks("promise-fulfilled", "报告完成，待代表确认")
    lin.opens("确认兑现", "清淤三公里")
    lin.looks("asked-to-confirm", "测量记录已归档")
    lin.presses("确认兑现")
    lin.looks("promise-kept", "已兑现")
    lin.page.goto("/inbox/")
    lin.looks("inbox-done", "手上的事都办完了")
