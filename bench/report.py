"""A report of five chapters and a hundred numbers as Word and as PDF, and its freezing: `python bench/report.py`."""

import os
import platform
import resource
import time
from datetime import date
from statistics import median

ROUNDS, PARAGRAPHS = 5, 12
SAID = "常委会坚持围绕中心、服务大局，听取审议专项报告，开展视察调研，推动解决群众关心的问题，办结代表建议{%s}，比上年的{%s|上年}更实。"


def build():
    """An invented report in a town of its own."""
    from qingting.figures.figure import Figure
    from qingting.organs.models import Organ, Person, Post, Role
    from qingting.report import drafting
    from qingting.report.models import AnnualReport
    from qingting.report.views import add

    congress = Organ.objects.create(name="清河县人民代表大会", kind="congress")
    committee = Organ.objects.create(name="县人大常委会", kind="standing_committee", parent=congress)
    office = Organ.objects.create(name="常委会办公室", kind="office", parent=committee)
    clerk, head = (
        Post.objects.create(
            person=Person.objects.create(name=name, congress=congress), organ=office, role=role, since=date(2020, 1, 1)
        )
        for name, role in (("白帆", Role.CLERK), ("洪亮", Role.HEAD))
    )
    report = AnnualReport.objects.create(
        title="2024年工作报告", keeper=office, since=date(2024, 1, 1), until=date(2024, 12, 31)
    )
    names = [name for name, figure in Figure.all.items() if not figure.out_of]
    drawn = [name for name in names if "month" in Figure.all[name].broken_down_by][:5]
    for n in range(5):
        chapter = add(report, title=f"第{n}章", position=n, writer=office, section="")
        chapter.take("ask", clerk)
    report.take("start", clerk)
    for n, chapter in enumerate(report.standing):
        its = [names[(n * PARAGRAPHS + k) % len(names)] for k in range(PARAGRAPHS)]
        text = "\n".join([*(SAID % (name, name) for name in its), f"{{图:{drawn[n]}:month}}"])
        drafting.save(chapter, [clerk], text, 0)
        chapter.take("hand_in", clerk)
        chapter.take("accept", clerk)
    return report, head


def timed(act):
    begun = time.perf_counter()
    made = act()
    return time.perf_counter() - begun, made


def main():
    os.environ["DJANGO_SETTINGS_MODULE"] = "qingting.settings"
    os.environ["DATABASE_URL"] = "sqlite://:memory:"
    import django

    django.setup()
    from django.core.management import call_command

    call_command("migrate", verbosity=0)
    from qingting.documents.pdf import as_pdf, stands
    from qingting.documents.word import as_word
    from qingting.report.models import AnnualReport, Edition
    from qingting.report.outputs import elements

    report, head = build()
    frozen, _event = timed(lambda: report.take("freeze", head))
    report = AnnualReport.objects.get(pk=report.pk)
    rows = [("freeze", frozen, report.readings.count())]
    document = elements(report, Edition.PUBLIC)
    for kind, act in (
        ("text of an edition", lambda: elements(report, Edition.PUBLIC)),
        ("PDF/A", lambda: as_pdf(document)),
        ("Word", lambda: as_word(document, stands(document))),
    ):
        made = [timed(act) for _round in range(ROUNDS)]
        size = len(made[0][1]) if isinstance(made[0][1], bytes) else len(document.body)
        rows.append((kind, median(seconds for seconds, _made in made), size))
    print(f"{platform.machine()}, Python {platform.python_version()}; a report of {len(document.body)} characters")
    for kind, seconds, size in rows:
        print(f"{kind:<22} {seconds * 1000:>8.0f} ms   {size:>9,}")
    print(f"most memory {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:,.0f} MB")


if __name__ == "__main__":
    main()
