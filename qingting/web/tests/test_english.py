"""The platform in English: every sentence has its English, nothing is said around the catalogue, and no page is half Chinese."""

import ast
import re
from collections import Counter
from datetime import date
from pathlib import Path

import pytest
from babel.messages.mofile import write_mo
from django.template.base import Lexer, TokenType
from django.urls import reverse
from django.utils import translation
from django.utils.html import strip_tags

from ops import messages
from ops.messages import PLATFORM
from qingting.clocks.rules import common, read
from qingting.clocks.spans import Days, Months, WorkingDays
from qingting.docket.models import Deadline, Matter
from qingting.examination.models import Question
from qingting.examination.tests.doings import appointed, begun, candidate, fill, rule, sat
from qingting.organs.models import Organ, Person
from qingting.organs.sheets import Sheet, bare
from qingting.procuratorate.tests.doings import SAID, anew, flagged, offered, own, walk
from qingting.web.templatetags import web

CHINESE = re.compile("[\u3001\u3002\u3007-\u3011\u3400-\u9fff\uff08\uff09\uff0c\uff1a\uff1b\uff1f]")
PLACE = re.compile(r"%\(\w+\)s|\{\w*\}|%%")

# Where Chinese stands for itself. Everything else that a person reads goes through gettext.
OFFICIAL = {  # whole files
    "meetings/thresholds.py": "articles of law are cited as they are called",
    "appointments/offices.py": "articles of law are cited as they are called",
    "mandates/papers.py": "an official document is Chinese, whoever drafts it",
    "mandates/titles.py": "a matter is called in Chinese, whoever opens it",
    "meetings/gazette.py": "a gazette is Chinese, whoever makes it",
    "meetings/minutes.py": "minutes are an official document and Chinese, whoever drafts them",
    "duties/places.py": "what is looked for in Chinese names",
    "duties/file_drafts.py": "what a deputy reports to his voters is Chinese, whoever drafts it",
    "duties/file_papers.py": "a file on paper is Chinese, whoever prints it",
    "documents/akoma.py": "an official document is Chinese, whoever reads it",
    "documents/letter.py": "an official document is Chinese, whoever prints it",
    "documents/paper.py": "an official document is Chinese, whoever prints it",
    "documents/elements.py": "an official document is Chinese, whoever prints it",
    "documents/parts.py": "an official document is Chinese, whoever prints it",
    "documents/pdf.py": "an official document is Chinese, and so are the names of type faces",
    "documents/templates.py": "an official document is Chinese, whoever prints it",
    "documents/word.py": "an official document is Chinese, whoever prints it",
    "directory/management/commands/found.py": "the organs that it founds have Chinese names",
    "documents/models.py": "a document number is written in brackets of its own",
    "suggestions/letters.py": "the letter of answer is an official document",
    "suggestions/catalogue.py": "the printed catalogue is an official document",
    "suggestions/redaction.py": "what is hidden in Chinese texts, and what stands in its place",
    "voices/alike.py": "words in Chinese texts that say nothing",
    "redaction/masking.py": "what is looked for in Chinese texts",
    "redaction/names.py": "what is looked for in Chinese texts",
    "organs/cells.py": "how people write numbers, days and yes or no in their sheets",
    "triage/adviser.py": "what a model is asked about Chinese texts",
    "triage/files.py": "what people call the columns of their tables",
    "triage/holds.py": "what is looked for in Chinese texts",
    "report/linter.py": "how numbers and set phrases are written in a Chinese text",
    "report/outputs.py": "a report is Chinese, whoever prints it",
    "report/rendering.py": "a report is Chinese, whoever reads it",
    "report/text.py": "the marks of a Chinese text",
    "handbook/management/commands/documents.py": "the documents for developers have the words of the hall",
}
NAMES = {  # single texts
    "appointments/candidacy.py": {"选举", "第三十条"},  # the number series; an article
    "appointments/election_forms.py": {"（"},  # namesakes, as the list of persons writes them
    "appointments/departing.py": {"离任"},  # the number series
    "appointments/models.py": {
        "我宣誓：忠于中华人民共和国宪法，维护宪法权威，履行法定职责，忠于祖国、忠于人民，恪尽职守、廉洁奉公，"
        "接受人民监督，为建设富强民主文明和谐美丽的社会主义现代化强国努力奋斗！"  # the oath is spoken in Chinese
    },
    "appointments/page.py": {"Y年n月j日"},  # in an official document
    "appointments/process.py": {"任免"},  # the number series
    "appointments/reporting.py": {"履职"},  # the number series
    "appointments/forms.py": {"（"},  # namesakes, as the list of persons writes them
    "clocks/calendar.py": {"调休上班", "国务院办公厅关于", "年部分节假日安排的通知"},
    "directory/rosters.py": {"第", "届"},  # a term as sheets have it; read in every language
    "duties/voter_reports.py": {"代表述职", "（请您写"},  # how it is called; what a draft leaves open
    "files/spread.py": {"人大工委"},  # what is left out of the name of a sub-district's committee
    "docket/management/commands/verify.py": {"："},
    "duties/imports.py": {"册人次本份", "，"},  # as people write numbers in their sheets
    "duties/asking.py": {"（", "）"},  # a kind behind a name
    "duties/list_views.py": {"对“", "”的异议"},  # a matter is called in Chinese, whoever opens it
    "duties/process.py": {"活动〔", "号"},  # the number series
    "duties/groups.py": {"代表团"},  # looked for in the name of an organ
    "duties/livelihood.py": {"民生〔", "号"},  # the number series
    "duties/plan_views.py": {"年代表工作计划"},  # how a matter is called, in Chinese, whoever opens it
    "duties/street_views.py": {"年工作"},  # the same
    "duties/streets.py": {"专职", "联络员"},  # looked for in the title of a post
    "duties/studies.py": {  # the number series; an article
        *("调研〔", "号", "《中华人民共和国全国人民代表大会和地方各级人民代表大会代表法》（2025）第三十一条")
    },
    "duties/yearly.py": {"《中华人民共和国全国人民代表大会和地方各级人民代表大会代表法》（2025）第四十三条"},
    "examination/bank.py": {"对", "正确", "错", "错误", "甲方式", "乙方式"},  # as people write them in a sheet
    "examination/models.py": {"对", "错"},  # as the bank keeps them; a page says them in its own language
    "examination/process.py": {"任考", "平台惯例：考试安排在哪一天"},  # a number series; the basis of a time limit
    "figures/management/commands/figures.py": {"（", "）"},
    "meetings/opinions.py": {
        "主任会议另定的期限",
        "、",
    },  # the basis of a time limit, as articles are; a heading's number
    "meetings/rhythm.py": {"第五十一条", "第十四条"},  # articles
    "organs/models.py": {"（", "）"},
    "mandates/ending.py": {"辞职", "终止", "罢免"},  # the number series
    "mandates/municipal.py": {"市代表", "罢免"},  # the number series
    "mandates/permitting.py": {"许可"},  # the number series
    "mandates/forms.py": {"公安"},  # looked for in the name of an organ
    "mandates/process.py": {"补选"},  # the number series
    "mandates/suspension.py": {"暂停"},  # the number series
    "mandates/views.py": {"资格审查"},  # looked for in the name of an organ
    "organs/offices.py": {"代表", "资格审查", "司法", "任免", "人事", "办公室"},  # looked for in the name of an organ
    "procuratorate/process.py": {
        "公益",
        "《人民检察院检察建议工作规定》（2019；条次待核）：紧急情形可以另定期限",
    },  # a number series; an article
    # a mark is part of the name
    "report/drawing.py": {
        "：",
        "，",
        "SimHei, 黑体, STHeiti, FandolHei, 'Noto Sans SC', sans-serif",
    },  # what a chart says in words, in a Chinese report
    "report/forms.py": {"年工作报告"},  # what a report is called, in Chinese
    "report/models.py": {"年", "月", "月至"},  # a period, as a Chinese sentence says it
    "report/proposing.py": {"、", "。", "，"},  # between the clauses of a Chinese sentence
    "report/sheet.py": {"、"},  # behind the number of a heading
    "report/values.py": {"月"},  # in the chart of a Chinese report
    "report/views.py": {"（", "）."},  # as a file is called
    "search/words.py": {"的了和与及或之在是"},
    "suggestions/forms.py": {"、", "，"},  # between the names that somebody types
    "suggestions/importing.py": {"（", "）"},  # as a sheet has them
    "suggestions/paper_views.py": {"答复函-", "答复函（审签稿）-", "代表建议目录-"},  # as papers are called
    "suggestions/process.py": {"建议"},  # the number series
    "suggestions/promises.py": {"答复中的承诺"},  # the basis of a time limit, as articles are
    "triage/lexicon.py": {  # words of a category's name that say nothing
        *("其他", "管理", "工作", "问题", "有关", "方面", "服务", "以及", "负责", "监督", "政策", "处理", "综合")
    },
    "triage/topics.py": {"省市区县镇乡村路街的地得是在有和与及或了到对为从由被把将要会能都也又请问"},
    "voices/intake.py": {"社区", "街道"},  # looked for in the name of an organ
    "voices/process.py": {  # where a day comes from, as articles are
        "承办单位恢复办理，按暂停前剩余的天数计",
        "承办单位说明理由时自定的日期",
    },
    "web/templatetags/web.py": {"n月j日", "Y年n月j日", "n月", "Y年n月"},
}


def sources(pattern):
    return [path for path in sorted(PLATFORM.rglob(pattern)) if not {"tests", "migrations", "demo"} & {*path.parts}]


def place_of(path: Path) -> str:
    return str(path.relative_to(PLATFORM))


@pytest.fixture(scope="module")
def compiled(tmp_path_factory):
    """The catalogue as it stands, also where set-up has not compiled it yet."""
    folder = tmp_path_factory.mktemp("locale")
    (folder / "en" / "LC_MESSAGES").mkdir(parents=True)
    with (folder / "en" / "LC_MESSAGES" / "django.mo").open("wb") as file:
        write_mo(file, messages.catalogue())
    return folder


@pytest.fixture
def english(compiled, settings):
    settings.LOCALE_PATHS = [compiled]
    with translation.override("en"):
        yield


def test_every_sentence_has_its_english():
    lacking = messages.lacking(messages.said(), messages.english())
    assert [sentence.one for sentence in lacking] == [], "run make messages and write the English"


def test_the_catalogue_keeps_nothing_that_is_no_longer_said():
    assert messages.english().keys() - messages.said().keys() == set(), "run make messages"


def test_english_leaves_the_same_places_open():
    for sentence, forms in messages.english().items():
        for english in forms:
            assert {*PLACE.findall(sentence.one)} == {*PLACE.findall(english)}, sentence.one


def test_english_is_english_but_for_what_one_is_to_write():
    for sentence, forms in messages.english().items():
        for english in forms:
            left = re.sub("“[^”]*”|、", "", english)
            assert sentence.one == "中文" or not CHINESE.search(left), english


def test_a_sentence_is_whole_before_it_is_translated():
    with pytest.raises(ValueError, match="put together"):
        list(messages.calls(ast.parse('from django.utils.translation import gettext as _\n_(f"{n} 件")')))


def test_a_new_sentence_is_noticed_by_whatever_name_gettext_goes():
    module = 'from django.utils.translation import ngettext_lazy as several\nx = several("一件", "几件", n)'
    assert [s for _call, s in messages.calls(ast.parse(module))] == [messages.Sentence("一件", "几件")]
    page = '{% load i18n %}{% blocktranslate trimmed %}\n 共 {{ n }} 件{% endblocktranslate %}{{ x|default:_("空") }}'
    assert [*messages.said_in_template(page)] == [messages.Sentence("共 %(n)s 件"), messages.Sentence("空")]


@pytest.mark.parametrize("path", sources("templates/**/*.html"), ids=place_of)
def test_no_template_speaks_chinese_around_the_catalogue(path):
    assert list(chinese_in_template(path.read_text(encoding="utf-8"))) == []


def chinese_in_template(source):
    translated = False
    for token in Lexer(source).tokenize():
        name = token.split_contents()[0] if token.token_type == TokenType.BLOCK else ""
        translated = name == "blocktranslate" if name.endswith("blocktranslate") else translated
        said = re.sub(r"""_\((["']).*?\1\)""", "", token.contents)
        said = re.sub(r'<button[^>]* lang="zh-hans">中文</button>', "", said)  # a language is named in itself
        if name not in ("translate", "comment") and not translated and CHINESE.search(said):
            yield token.lineno, said


def test_chinese_in_a_template_is_noticed():
    assert [*chinese_in_template('<p title="编号">{% translate "标题" %}</p>')]
    assert [*chinese_in_template('{{ x|default:"空" }}')]
    assert not [*chinese_in_template("{% blocktranslate trimmed %}共 {{ n }} 件{% endblocktranslate %}")]


@pytest.mark.parametrize("path", [p for p in sources("*.py") if place_of(p) not in OFFICIAL], ids=place_of)
def test_no_code_speaks_chinese_around_the_catalogue(path):
    found = {said for _line, said in chinese_in_code(path.read_text(encoding="utf-8"))}
    assert found - NAMES.get(place_of(path), set()) == set()


@pytest.mark.parametrize(("place", "texts"), NAMES.items(), ids=NAMES)
def test_what_is_let_through_is_there(place, texts):
    found = {said for _line, said in chinese_in_code((PLATFORM / place).read_text(encoding="utf-8"))}
    assert texts - found == set()


def chinese_in_code(source):
    """Literals that are neither translated nor told to developers nor matched against what people type."""
    tree = ast.parse(source)
    let = {id(text) for call, _sentence in messages.calls(tree) for text in call.args}
    for node in ast.walk(tree):
        if isinstance(node, ast.Expr):  # a docstring
            let.add(id(node.value))
        elif isinstance(node, ast.Dict):  # what is looked up
            let |= {id(key) for key in node.keys}
        elif isinstance(node, ast.Call) and ast.unparse(node.func).startswith("re."):
            let |= {id(text) for text in ast.walk(node)}
        elif isinstance(node, ast.Call) and ast.unparse(node.func) == "Column":  # of a sheet: example, other names
            also = [word.value for word in node.keywords if word.arg == "also"]
            let |= {id(text) for part in [*node.args[3:4], *also] for text in ast.walk(part)}
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in let:
            if CHINESE.search(node.value):
                yield node.lineno, node.value


def test_chinese_in_code_is_noticed():
    assert [*chinese_in_code('label = "编号"')] == [(1, "编号")]
    assert [*chinese_in_code('"、".join(names)')]
    assert not [*chinese_in_code('"""代表建议"""')]


@pytest.mark.parametrize("path", sources("*.py"), ids=place_of)
def test_nothing_is_translated_while_modules_load(path):
    """Then it would stay in the language of that moment, for everybody."""
    tree = ast.parse(path.read_bytes())
    names = {name for name, real in messages.names_of(tree).items() if real in ("gettext", "ngettext", "pgettext")}
    early = [call for call in loaded(tree) if isinstance(call.func, ast.Name) and call.func.id in names]
    assert [ast.unparse(call) for call in early] == []


def loaded(node):
    """The calls made when a module loads: those outside of its functions."""
    for child in ast.iter_child_nodes(node):
        if not isinstance(child, ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda):
            yield from [child] if isinstance(child, ast.Call) else []
            yield from loaded(child)


def test_the_columns_of_a_sheet_are_told_apart_in_english(english):
    for sheet in Sheet.all.values():
        assert [title for title, n in Counter(map(bare, sheet.head)).items() if n > 1] == [], sheet.slug


def test_a_chinese_sheet_is_read_while_the_pages_are_english(english):
    deputies = Sheet.all["deputies"]
    titles = [title for column in deputies.columns for title in column.titles]
    assert "姓名" in titles and bare("Name") in titles


def test_days_and_numbers_follow_the_language(english, on):
    on("2026-11-23")
    assert web.full_day(date(2026, 9, 5)) == "5 Sep 2026, Saturday"
    assert web.day(date(2025, 9, 5)) == "5 Sep 2025"
    assert [web.left(days) for days in (-5, -1, 0, 1, 8)] == [
        "5 days late", "1 day late", "due today", "1 day left", "8 days left",
    ]  # fmt: skip
    assert [str(span) for span in (Days(10), WorkingDays(1), Months(1), Months(3))] == [
        "10 days", "1 working day", "1 month", "3 months",
    ]  # fmt: skip


@pytest.fixture
def busy(town, on):
    """A town with matters in all sorts of states, one of them concluded and made public."""
    on("2026-03-02")
    town.walk(town.suggestion(), upto="assign")
    closed = town.walk(town.suggestion(title="修清河路面"), upto="close")
    closed.take("redact", town.wang, public_title="修路", public_text="路面破损。", public_answer="修好了。")
    closed.take("publish", town.wang)
    town.walk(town.suggestion(title="设公交站"), upto="draft_answer")
    walk(town, flagged(town, anew(closed)), upto="forward")
    offered(town, walk(town, own(town), upto="issue"))
    walk(town, own(town), upto="decide")
    town.walk(town.suggestion(title="建养老院"), upto="answer")
    town.suggestion(title="草稿一件")
    on("2026-04-20")
    fill(town, n=3), fill(town, n=1, practice=True), rule(town)
    sat(town)
    appointed(town, candidate(town, "钟灵"))
    return town


AROUND = ("inbox", "notices", "rulebook", "search", "organs", "posts", "deputies", "terms", "imports")
AROUND += ("suggestion_new", "suggestion_from_bill", "suggestion_catalogue", "promises_bring_back", "procuratorate_new")
AROUND += ("examination_new", "examination_bank", "examination_rules", "examination_practice")
AROUND += ("meetings_attendance", "meetings_mine", "briefing_new")
AROUND += ("files", "voter_report_new")
AROUND += ("account_change_password", "mfa_index", "mfa_list_webauthn", "usersessions_list")
PUBLIC = ("home", "account_login", "public_suggestions", "public_meetings", "public_voter_reports")


def pages_of(town):
    """The pages that a visitor finds: whatever is not for him answers 404 or 403, in English too."""
    matters, deadlines = Matter.objects.all(), Deadline.objects.select_related("matter")
    yield from map(reverse, AROUND)
    yield from (
        reverse("register", args=[slug]) for slug in ("suggestions", "promises", "procuratorial", "examinations")
    )
    yield reverse("examination_rule", args=["all"])
    yield from (reverse("organ", args=[organ.pk]) for organ in (town.congress, town.office))
    yield reverse("person", args=[town.lin.person_id])
    yield reverse("search") + "?q=河道"
    for matter in matters:
        about = ("matter", "verified", "procuratorate_flag", "procuratorate_refer")
        yield from (reverse(name, args=[matter.pk]) for name in about)
        steps = matter.rules.steps.values()
        yield from (reverse("step", args=[matter.pk, step.name]) for step in steps if matter.state in step.source)
    yield from (reverse("deadline", args=[owed.matter_id, owed.pk]) for owed in deadlines)


def known_names():
    """What people, places and laws are called, and what people wrote: Chinese in any language."""
    yield from Organ.objects.values_list("name", flat=True)
    yield from Person.objects.values_list("name", flat=True)
    for matter in Matter.objects.select_related("suggestion"):
        words = [
            getattr(matter, "suggestion", matter).__dict__.get(name) for name in ("text", "answer", "contact_note")
        ]
        yield from filter(None, [matter.title, matter.number, *words])
    yield from (version["basis"] for versions in common().values() for version in versions)
    yield from (version["words"] for versions in common().values() for version in versions if "words" in version)
    yield from (v["basis"] for its in read(PLATFORM / "rulebook" / "examination.toml").values() for v in its)
    for question in Question.objects.all():
        yield from (question.text, question.topic, *question.options)
    yield from ("据以判断的条文金丝雀", "平台惯例：考试安排在哪一天")
    yield from re.findall("“[^”]*”", "".join("".join(forms) for forms in messages.english().values()))
    fields = [version for versions in read(PLATFORM / "rulebook" / "interests.toml").values() for version in versions]
    yield from (version[said] for version in fields for said in ("basis", "note") if said in version)
    yield from filter(CHINESE.search, SAID.values())
    yield from (
        "清河沿岸倾倒建筑垃圾，河水发黑。",
        "涉及生态环境保护",
        "沿河街道都有这个问题，须系统治理",
        "紧急情形可以另定期限",
    )
    yield from ("中文", "修路", "路面破损。", "修好了。", "河道", "答复中的承诺")


def chinese_on(page, names) -> list[str]:
    page = re.sub("</?mark>", "", page)  # what was looked for
    page = re.sub("|".join(map(re.escape, names)), "", page)
    page = re.sub(r"国务院办公厅关于\d+年部分节假日安排的通知", "", page)
    lines = (line.strip() for line in [*strip_tags(page).splitlines(), *re.findall(r'"[^"<>]*"', page)])
    return [line for line in lines if CHINESE.search(line)]


@pytest.mark.parametrize("who", ["wang", "lin", "zhao", "gao", "shi", "yan"])
def test_no_page_of_the_desk_is_half_chinese(who, busy, client, english):
    client.cookies["django_language"] = "en"
    client.force_login(getattr(busy, who).person.user)
    names = sorted(known_names(), key=len, reverse=True)
    pages = list(pages_of(busy))
    assert len(pages) > 40
    for url in pages:
        page = client.get(url, follow=True)
        assert (url, chinese_on(page.content.decode(), names)) == (url, [])


def test_no_page_of_an_examination_is_half_chinese(busy, client, english):
    client.cookies["django_language"] = "en"
    names = sorted(known_names(), key=len, reverse=True)
    (_m, before), (_n, during) = appointed(busy, candidate(busy, "甲生")), begun(busy, candidate(busy, "乙生"))
    names = ["甲生", "乙生", *names, *Matter.objects.filter(number__startswith="任考").values_list("number", flat=True)]
    asked = [
        f"/exam/r/{before}/",
        f"/exam/r/{before}/practice/",
        f"/exam/r/{during}/",
        f"/exam/r/{during}/clock/",
        "/exam/",
    ]
    for url in asked:
        page = client.get(url)
        assert (url, page.status_code, chinese_on(page.content.decode(), names)) == (url, 200, [])
    sent = {"act": "hand_in"}, {"act": "hand_in", "sure": "yes"}, {"act": "hand_in"}
    pages = [client.post(f"/exam/r/{during}/", said, follow=True) for said in sent]
    pages.append(client.post("/exam/", {"code": "x"}))
    assert [chinese_on(page.content.decode(), names) for page in pages] == [[], [], [], []]


def test_no_page_for_the_public_is_half_chinese(busy, client, english):
    client.cookies["django_language"] = "en"
    names = sorted(known_names(), key=len, reverse=True)
    public = Matter.objects.get(public=True)
    for url in [*map(reverse, PUBLIC), reverse("public_suggestion", args=[public.pk]), "/nowhere/"]:
        page = client.get(url, follow=True)
        assert (url, chinese_on(page.content.decode(), names)) == (url, [])


def test_refusals_are_english_too(busy, client, english):
    client.cookies["django_language"] = "en"
    client.force_login(busy.lin.person.user)
    names = sorted(known_names(), key=len, reverse=True)
    for matter in Matter.objects.all():
        for step in matter.rules.steps:
            page = client.post(reverse("step", args=[matter.pk, step]), {"contacted_on": "2026-02-31"}, follow=True)
            assert (step, chinese_on(page.content.decode(), names)) == (step, [])
