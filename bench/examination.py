"""Five hundred papers drawn by rule, answered and marked, as on one day of a city: `python bench/examination.py`."""

import os
import platform
import resource
import time
from statistics import median

PAPERS, ROUNDS, BANK = 500, 3, 1000
TOPICS = ("宪法", "地方组织法", "监督法", "代表法", "选举法")
FORMS = ("single", "several", "claim")
ASKS = [(topic, form, 3) for topic in TOPICS for form in FORMS]  # 45 questions on a paper


def bank():
    """A thousand invented questions of five topics and three forms, each with its sealed key."""
    from qingting.examination.models import Question

    for n in range(BANK):
        form = FORMS[n % 3]
        options = ["对", "错"] if form == "claim" else [f"第{n}题的第{place}个选项" for place in range(4)]
        question = Question(pk=n + 1, form=form, topic=TOPICS[n % 5], text=f"第{n}题是什么？", options=options)
        question.seal([0, 2] if form == "several" else [n % 2], "《示例法》第一条")
        yield question


def main():
    os.environ["DJANGO_SETTINGS_MODULE"] = "qingting.settings"
    import django

    django.setup()
    from qingting.examination.models import Paper
    from qingting.examination.papers import as_shown, drawn, marked

    def draw():
        shown = [as_shown(question) for question in drawn(ASKS, pool)]
        paper = Paper(sitting_id=1, asked=[one for one, _right in shown])
        paper.seal("key", [right for _one, right in shown])
        return paper

    def answer(paper):
        paper.seal("chosen", [[0] for _one in paper.asked])

    def mark(paper):
        marked(paper.open("key"), paper.open("chosen"))

    print(
        f"{platform.platform()}, {os.cpu_count()} CPUs, Python {platform.python_version()}, load {os.getloadavg()[0]:.1f}"
    )
    print(f"{'what':<6} {'round':>5} {'all, s':>7} {'CPU, s':>7} {'p50, ms':>8} {'longest, ms':>12} {'peak MB':>8}")
    pool = list(bank())
    for n in range(ROUNDS):
        papers = timed("draw", n, lambda _n: draw(), range(PAPERS))
        timed("save", n, answer, papers)
        timed("mark", n, mark, papers)


def timed(name, n, do, things):
    """Do it with each, one after another, and print what that took; what came of each."""
    begun, cpu, each, found = time.perf_counter(), time.process_time(), [], []
    for thing in things:
        started = time.perf_counter()
        found.append(do(thing))
        each.append(1000 * (time.perf_counter() - started))
    took, used = time.perf_counter() - begun, time.process_time() - cpu
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    print(f"{name:<6} {n + 1:>5} {took:>7.2f} {used:>7.2f} {median(each):>8.2f} {max(each):>12.1f} {peak:>8}")
    return found


if __name__ == "__main__":
    main()
