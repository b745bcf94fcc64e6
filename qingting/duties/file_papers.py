"""A deputy's file on paper: the same lines as on the page, in official layout, as Word and as PDF; in Chinese, whoever prints it."""

from datetime import date

from django.utils.translation import override

from qingting.documents.elements import Elements
from qingting.documents.models import OfficialDocument
from qingting.documents.paper import long_day
from qingting.duties.file_page import File
from qingting.organs.models import Post

NUMERALS = "一二三四五六七八九十"


def as_paper(file: File, person, since: date, until: date, printed_by: Post, today: date) -> Elements:
    """A chapter under a heading of its own; a section is a sentence with its number and its spread, then its lines."""
    with override("zh-hans"):
        body = [basics(file, person, since, until)]
        for numeral, (chapter, entries) in zip(NUMERALS, file.chapters, strict=False):
            body.append(f"{numeral}、{chapter}")
            for page, strip in entries:
                body += section(page, strip, file.unit)
        if file.without:
            body.append(f"这一时期没有：{'、'.join(file.without)}。")
        body.append("本档案由办理记录生成，没有人填写；只记事实和依据，不打分、不排名。")
        body.append(f"（{printed_by}于{long_day(today)}打印）")
    return Elements(
        form=OfficialDocument.Form.FILE,
        head=f"{person.congress}代表履职档案",
        number=f"{since.year}年",
        title=f"{person.name}代表{since.year}年履职档案",
        body="\n".join(body),
        stamp="示例" if person.invented else "",
    )


def basics(file, person, since, until) -> str:
    post = file.mandate
    if not post:
        return f"{person.name}在{long_day(since)}至{long_day(until)}期间没有担任代表。"
    where = f"，由{post.constituency}选出" if post.constituency else f"，编入{post.organ}"
    end = f"，任职至{long_day(post.until)}" if post.until else ""
    return f"{person.name}，{post.get_level_display()}人大代表{where}，{long_day(post.since)}起任职{end}。本档案记{long_day(since)}至{long_day(until)}的履职。"


def section(page, strip, unit) -> list[str]:
    """A sentence, and under it its lines, a day each; what the reader may not open is told in numbers."""
    sorts = "、".join(f"{sort} {n}{page.section.unit}" for sort, n in page.sorts.items())
    said = f"{page.section.label}：{page.n}{page.section.unit}"
    said += "".join(f"，{more}" for more in (page.whole, f"其中{sorts}" if sorts else "") if more)
    compared = f"{unit}：{strip.spread}。" if strip else ""
    rows = [f"{line.day.month}月{line.day.day}日　{line.said}" for line in page.lines]
    rest = [f"另有{page.unread}{page.section.unit}，凭权限在平台上查看。"] if page.unread else []
    return [f"{said}。{compared}", *rows, *rest]
