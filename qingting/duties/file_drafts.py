"""The draft of what a deputy reports to his voters: proposed from his file by template, for him to change; in Chinese.

Nothing in it is invented: each number is that of the file, and what only he can say is left open and marked.
"""

from itertools import groupby

from django.utils.translation import override

from qingting.documents.paper import long_day
from qingting.duties.voter_reports import TO_FILL_IN, VoterReport
from qingting.files.sections import Chapter, Page, pages

NUMERALS = "一二三四五六七八九十"
NAMED = 6  # lines of a section that a draft names one by one
LEFT_OUT = (Chapter.OBJECTIONS,)


def proposed(report: VoterReport, actors) -> str:
    """The draft of a report, as far as the file goes that its deputy reads himself."""
    with override("zh-hans"):
        told = [page for page in pages(report.deputy, report.since, report.until, actors) if page.n or page.out_of]
        told = [page for page in told if page.section.chapter not in LEFT_OUT]
        chapters = [
            (str(Chapter(chapter).label), list(its))
            for chapter, its in groupby(told, key=lambda page: page.section.chapter)
        ]
        body = [opening(report)]
        for numeral, (chapter, its) in zip(NUMERALS, chapters, strict=False):
            body += [f"{numeral}、{chapter}", "".join(sentence(page, report) for page in its)]
        last = NUMERALS[len(chapters)]
        body += [
            f"{last}、不足和打算",
            f"{TO_FILL_IN}：还有哪些没有办成，为什么，下一步怎么做）",
            "以上报告，请予评议。",
        ]
    return "\n".join(body)


def opening(report) -> str:
    post, whom = report.mandate, "各位选民" if report.constituency else "主任、各位副主任、各位委员"
    where = f"{post.constituency}选出的" if report.constituency else ""
    span = f"{long_day(report.since)}至{long_day(report.until)}"
    return f"{whom}：\n我是{where}{post.get_level_display()}人大代表{report.deputy.name}。现将{span}履行代表职务的情况报告如下。"


def named(page: Page, report: VoterReport) -> list[str]:
    """The lines that are told one by one: what is not public yet, or was asked to stay so, is told in numbers."""
    section = page.section
    if not section.is_notable:
        return []
    if not section.tells:
        return [line.said for line in page.lines]
    rows = section.of(report.deputy, report.since, report.until)
    return [section.tells(row)[0] for row in section.shown_to_all(report.congress_id, rows)]


def sentence(page: Page, report: VoterReport) -> str:
    """A section in a sentence: its number, of how many, of what sorts; and what is worth naming."""
    said = f"{page.section.label}{page.n}{page.section.unit}"
    if page.whole:
        said += f"（{page.whole.replace(' ', '')}）"
    if len(page.sorts) > 1:
        said += "，其中" + "、".join(f"{sort}{n}{page.section.unit}" for sort, n in page.sorts.items())
    if lines := named(page, report):
        said += f"：{'；'.join(lines[:NAMED])}" + ("等" if page.n > min(len(lines), NAMED) else "")
    return f"{said}。"
