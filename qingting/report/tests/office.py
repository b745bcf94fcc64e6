"""The town's general office and a report that it writes, for the tests."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from qingting.organs.models import Organ, Role
from qingting.report import drafting
from qingting.report.models import AnnualReport, Chapter
from qingting.report.views import add

TEXT = "# 代表工作\n区{“十六届人大二次会议”}以来，代表建议办结{suggestions_concluded}。"


@dataclass
class Desk:
    """Who writes: the general office, its head, and the clerk of another office."""

    town: Any
    organ: Organ
    clerk: Any
    head: Any
    other: Any

    def report(self, *texts, year=2025, writer=None) -> AnnualReport:
        """A report in writing, a chapter for each text, by the office or by another organ."""
        organ = writer.organ if writer else self.organ
        report = AnnualReport.objects.create(
            title=f"{year}年工作报告", keeper=self.organ, since=date(year, 1, 1), until=date(year, 12, 31)
        )
        for n in range(1, len(texts) + 1):
            chapter = add(report, title=f"第{n}章", position=n, writer=organ, section="")
            chapter.take("ask", self.clerk)
        report.take("start", self.clerk)
        for chapter, text in zip(report.standing, texts, strict=True):
            if text:
                drafting.save(chapter, [writer or self.clerk], text, 0)
        return anew(report)

    def accepted(self, *texts, **more) -> AnnualReport:
        report = self.report(*texts, **more)
        for chapter in report.standing:
            chapter.take("hand_in", more.get("writer") or self.clerk)
            chapter.take("accept", self.clerk)
        return anew(report)

    def frozen(self, *texts, **more) -> AnnualReport:
        report = self.accepted(*texts, **more)
        report.take("freeze", self.head)
        return anew(report)

    def published(self, *texts, **more) -> AnnualReport:
        report = self.frozen(*texts, **more)
        report.take("publish", self.head)
        return anew(report)


def desk_of(town) -> Desk:
    organ = Organ.objects.create(name="常委会办公室", kind=Organ.Kind.OFFICE, parent=town.committee)
    clerk, head = town.seat("白帆", organ, Role.CLERK), town.seat("洪亮", organ, Role.HEAD)
    return Desk(town, organ, clerk, head, town.wang)


def anew(matter):
    return type(matter).objects.get(pk=matter.pk)


def only(report) -> Chapter:
    return report.standing.get()


def one_year_and_the_next(town, on):
    """A suggestion that was concluded in 2024 and two in 2025; it is January after that."""
    on("2024-06-03")
    town.walk(town.suggestion())
    on("2025-06-02")
    for title in ("一件", "另一件"):
        town.walk(town.suggestion(title=title))
    on("2026-01-10")
