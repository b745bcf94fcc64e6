"""Two hundred official documents as PDF, one after another as they are issued: `python bench/documents.py`."""

import os
import platform
import resource
import time
from dataclasses import replace
from datetime import date
from statistics import median

DOCUMENTS, ROUNDS = 200, 3
SAID = "区人大常委会听取和审议了区人民政府关于安全生产工作情况的报告，实地查看了企业、学校、医院和建筑工地，形成了审议意见。"


def documents():
    """Invented ones of the four forms, of one to five pages, each with words of its own."""
    from qingting.documents.elements import Elements

    usual = Elements(
        form="file",
        head="清河县人民代表大会常务委员会文件",
        title="关于印发安全生产工作审议意见的通知",
        body="",
        addressees=("县人民政府", "县监察委员会", "县人民法院", "县人民检察院"),
        attachments=("审议意见", "任务分解表"),
        signed_by="清河县人民代表大会常务委员会",
        signed_on=date(2023, 5, 8),
        copies=("县委办公室", "县政协办公室"),
        printed_by="清河县人大常委会办公室",
        printed_on=date(2023, 5, 9),
    )
    for n in range(DOCUMENTS):
        parts = [
            f"{'一二三四五六'[part]}、第{n + 1}份的标题\n（一）做法\n{SAID * (2 + part)}" for part in range(1 + n % 6)
        ]
        form = ("file", "letter", "order", "minutes")[n % 4]
        yield replace(usual, form=form, number=f"清人常发〔2023〕{n + 1}号", body="\n".join(parts))


def main():
    os.environ["DJANGO_SETTINGS_MODULE"] = "qingting.settings"
    import django

    django.setup()
    from qingting.documents.pdf import as_pdf, stands
    from qingting.documents.word import as_word

    def word(document):
        return as_word(document, stands(document))

    print(
        f"{platform.platform()}, {os.cpu_count()} CPUs, Python {platform.python_version()}, load {os.getloadavg()[0]:.1f}"
    )
    print(
        f"{'what':<6} {'round':>5} {'all, s':>7} {'CPU, s':>7} {'p50, ms':>8} {'longest, ms':>12} {'kB each':>8} {'peak MB':>8}"
    )
    for name, draw in (("PDF", as_pdf), ("Word", word)):
        for n in range(ROUNDS):
            begun, cpu, each, size = time.perf_counter(), time.process_time(), [], 0
            for document in documents():
                started = time.perf_counter()
                size += len(draw(document))
                each.append(1000 * (time.perf_counter() - started))
            took, used = time.perf_counter() - begun, time.process_time() - cpu
            peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
            print(
                f"{name:<6} {n + 1:>5} {took:>7.2f} {used:>7.2f} {median(each):>8.1f} {max(each):>12.1f} {size // DOCUMENTS // 1000:>8} {peak:>8}"
            )


if __name__ == "__main__":
    main()
