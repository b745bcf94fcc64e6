"""Messages in a CSV file, read one after another, whatever somebody's table calls its columns. A broken row is told and passed over."""

import codecs
import csv
import re
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

from django.utils.translation import gettext as _

from qingting.organs.fields import CONTROL

COLUMNS = {
    "title": ("title", "标题", "主题", "留言主题", "诉求标题"),
    "detail": ("detail", "内容", "详情", "留言详情", "诉求内容", "正文"),
    "label": ("label", "分类", "一级标签", "一级分类", "类别"),
    "pk": ("id", "编号", "留言编号", "序号"),
    "person": ("person", "user", "用户", "留言用户", "诉求人"),
    "on": ("on", "time", "date", "时间", "留言时间", "日期"),
    "place": ("place", "city", "地点", "地区", "街道"),
    "answered": ("answered", "答复", "答复意见", "已答复"),
}
LONGEST = 200_000  # characters of a cell: an open quotation mark would otherwise swallow the rest of the file


class Unread(Exception):
    """A file that is not read at all. The message says why."""


def rows(path: Path, needed: tuple[str, ...], tell: Callable[[str], None]) -> Iterator[tuple[int, dict[str, str]]]:
    """The rows by our own names of the columns, numbered from 1 below the head. `tell` is given a sentence for each broken one."""
    csv.field_size_limit(LONGEST)
    try:
        file = path.open(encoding=encoding(path), errors="surrogateescape", newline="")
    except OSError as error:
        raise Unread(_("打不开“%(file)s”：%(why)s") % {"file": path.name, "why": error.strerror}) from error
    with file:
        reader = csv.reader(file)
        try:
            head = next(reader, [])
        except csv.Error as error:
            raise Unread(_("“%(file)s”不是 CSV 文件") % {"file": path.name}) from error
        names = [_name_of(title) for title in head]
        if missing := [name for name in needed if name not in names]:
            raise Unread(
                _("“%(file)s”的表头里没有这些列：%(missing)s") % {"file": path.name, "missing": _("、").join(missing)}
            )
        number = 0
        while True:
            number += 1
            try:
                cells = next(reader)
            except StopIteration:
                return
            except csv.Error as error:
                tell(_("第 %(n)s 行读不出来，已跳过：%(why)s") % {"n": number, "why": error})
                continue
            if fault := _fault(cells, head):
                tell(_("第 %(n)s 行%(why)s，已跳过") % {"n": number, "why": fault})
            else:
                yield number, {name: tidy(cell) for name, cell in zip(names, cells, strict=True) if name}


def _fault(cells, head) -> str:
    if len(cells) != len(head):
        return _("有 %(n)s 格，表头有 %(of)s 格") % {"n": len(cells), "of": len(head)}
    if any("\udc80" <= sign <= "\udcff" for cell in cells for sign in cell):
        return _("有不是文字的字节")
    return ""


def encoding(path: Path) -> str:
    """UTF-8, or what Excel writes on a Chinese Windows. Raises OSError where there is no such file."""
    with path.open("rb") as file:
        start = file.read(1 << 16)
    try:
        codecs.getincrementaldecoder("utf-8")().decode(start)
        return "utf-8-sig"
    except UnicodeDecodeError:
        pass
    try:
        codecs.getincrementaldecoder("gb18030")().decode(start)
        return "gb18030"
    except UnicodeDecodeError:
        return "utf-8-sig"  # with broken rows, which are told


def _name_of(title) -> str:
    title = title.strip().lower()
    return next((name for name, titles in COLUMNS.items() if title in titles), "")


def tidy(text: str) -> str:
    """Without control characters and outer space."""
    return CONTROL.sub(" ", text).strip()


def day(text: str) -> date | None:
    """The day of 2019/2/28 11:25:05 and the like; None where there is none."""
    found = re.match(r"\s*(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})", text, re.ASCII)
    try:
        return date(*map(int, found.groups())) if found else None
    except ValueError:
        return None
