"""The demonstration's reports: that of 2023, frozen and made public; that of the running year, which several write."""

from datetime import date, datetime, time, timedelta

from django.utils.timezone import localtime, make_aware

from qingting.organs.models import Organ, Role
from qingting.organs.offices import general_office, office_for_deputies
from qingting.report import drafting
from qingting.report.models import AnnualReport, Chapter, Draft
from qingting.report.proposing import outline, proposed
from qingting.report.views import add

YEAR = 2023  # of which the demonstration has a whole year of suggestions
ONLY_PARTY = "【只报党委】常委会党组定期研究代表工作，重大事项及时向区委请示报告。"
CHART = "{图:suggestions_concluded:month}"


class Reporting:
    """Who writes: the general office and, of what deputies do, the office for deputies."""

    def __init__(self, congress):
        self.congress = congress
        self.organ, self.deputies = general_office(congress.pk), office_for_deputies(congress.pk)
        self.clerk, self.head, self.other = (
            organ.posts.filter(role=role).order_by("pk").first()
            for organ, role in ((self.organ, Role.CLERK), (self.organ, Role.HEAD), (self.deputies, Role.CLERK))
        )

    def begin(self, year) -> AnnualReport:
        title = f"{self.organ.parent}{year}年工作报告"
        report = AnnualReport.objects.create(
            title=title, keeper=self.organ, since=date(year, 1, 1), until=date(year, 12, 31)
        )
        for n, one in enumerate(outline()):
            writer = self.deputies if one.section == "3" else self.organ
            add(report, title=one.title, position=n, writer=writer, section=one.section)
        return report

    def ask(self, report, at):
        for chapter in report.standing:
            chapter.take("ask", self.clerk, at=at)
        report.take("start", self.clerk, at=at)

    def write(self, chapter: Chapter, text: str, at):
        writer = self.other if chapter.writer == self.deputies else self.clerk
        draft = drafting.save(chapter, [writer], text, chapter.last.number if chapter.last else 0)
        Draft.objects.filter(pk=draft.pk).update(at=at)
        return writer

    def propose(self, chapter: Chapter) -> str:
        return proposed(chapter.annual, chapter.section, [self.clerk, self.head]) or "这一年的情况，由办公室补写。"


def report_on(congress: Organ, today: date):
    desk = Reporting(congress)
    last_year(desk)
    this_year(desk, today)


def moment(day: date, hour=9):
    return make_aware(datetime.combine(day, time(hour)))


def last_year(desk: Reporting):
    """Written in January, frozen when all chapters were accepted, then public."""
    report, day = desk.begin(YEAR), date(YEAR + 1, 1, 5)
    desk.ask(report, moment(day))
    for chapter in report.standing:
        text = desk.propose(chapter)
        if chapter.section == "3":
            text += f"\n\n{CHART}\n\n{ONLY_PARTY}"
        writer = desk.write(chapter, text, moment(day, 15))
        chapter.take("hand_in", writer, at=moment(day + timedelta(days=3)))
        chapter.take("accept", desk.clerk, at=moment(day + timedelta(days=4)))
    report.take("freeze", desk.head, at=moment(day + timedelta(days=5)))
    report.take("publish", desk.head, at=moment(day + timedelta(days=20)))


def this_year(desk: Reporting, today: date):
    """The chapter on deputies has two drafts and a comment; one number in it is typed and not bound yet."""
    report, day = desk.begin(today.year), moment(today - timedelta(days=6))
    desk.ask(report, day)
    chapter = report.standing.get(section="3")
    first = desk.propose(chapter)
    desk.write(chapter, first, day + timedelta(days=1))
    desk.write(chapter, f"{first}\n\n代表们走访了12个社区，听到的事都有回音。", day + timedelta(days=2))
    comment = drafting.say(chapter, desk.head, "走访的数字要从指标里来，不要手打。", about="走访了12个社区")
    type(comment).objects.filter(pk=comment.pk).update(at=localtime(day + timedelta(days=3)))
