"""How well triage does on real messages that it has not seen, and what it costs: python bench/triage.py

The messages are read from ../shared/data/residents-messages and never kept. Five folds with near-duplicates kept together
(`dup_group06`); everything that is learned or chosen, the threshold too, is learned inside the training part.
"""

import csv
import os
import platform
import subprocess
import sys
import tempfile
import time
from collections import defaultdict
from pathlib import Path
from statistics import mean, quantiles

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "qingting.settings")
DATA = ROOT.parent / "shared/data/residents-messages"
LABELLED, TREE, TOPICS = (
    DATA / f"{name}.csv" for name in ("messages-labelled-7368", "label-system", "messages-topics-4326")
)
LABELS = (0, 200, 500, None)
SEED = 2020
TARGETS = {
    "macro-F1, no label": 0.78,
    "macro-F1, 500 labels": 0.86,
    "macro-F1, all labels": 0.93,
    "share routed at precision 0.98": 0.82,
    "calibration error": 0.03,
    "macro-F1, a city left out": 0.90,
}


def read(path):
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def names_of(labels):
    """The labels with the names of what stands below them in the board's own tree: all that the first day may know."""
    names = {label: [label] for label in labels}
    for row in read(TREE):
        first, *below = row.values()
        if first in names:
            names[first] += [name for name in below if name not in names[first]]
    return names


def seconds_of(function, *given):
    """What it gives, the seconds on the wall, and those of the processor."""
    wall, cpu = time.perf_counter(), time.process_time()
    result = function(*given)
    return result, time.perf_counter() - wall, time.process_time() - cpu


def line(*cells):
    print("| " + " | ".join(str(cell) for cell in cells) + " |", flush=True)


def quality(rows):
    import numpy as np
    from sklearn.model_selection import StratifiedGroupKFold

    from qingting.triage.classifier import first_day
    from qingting.triage.training import Example, measured, threshold_for, train

    names = names_of(sorted({row["label"] for row in rows}))
    labels, chance = list(names), np.random.default_rng(SEED)
    truth = np.array([labels.index(row["label"]) for row in rows])
    examples = [Example(row["title"], row["detail"], row["label"]) for row in rows]
    groups = [row["dup_group06"] for row in rows]
    folds = list(StratifiedGroupKFold(5, shuffle=True, random_state=SEED).split(truth, truth, groups))
    found = {}
    line(
        "labels",
        "macro-F1",
        "routed by its own threshold",
        "of these right",
        "routed at 0.98 at best",
        "calibration error",
    )
    line(*["---"] * 6)
    for n in LABELS:
        chances, certain = np.zeros((len(rows), len(labels)), np.float32), np.zeros(len(rows), bool)
        for seen, unseen in folds:
            some = seen if n is None else chance.choice(seen, n, replace=False)
            model = train([examples[place] for place in some], names) if n != 0 else first_day(names)
            chances[unseen] = model.probabilities([examples[place].said for place in unseen])
            certain[unseen] = chances[unseen].max(1) >= model.threshold
        figures = measured(chances, truth, threshold_for(chances, truth), labels)
        right = (chances.argmax(1) == truth)[certain].mean() if certain.any() else float("nan")
        said = "all" if n is None else n
        line(
            said,
            figures["macro_f1"],
            f"{certain.mean():.3f}",
            f"{right:.4f}",
            figures["certain_share"],
            figures["calibration_error"],
        )
        found[said] = figures | {"routed": certain.mean(), "right": right}
    for label, one in found["all"]["each"].items():
        print(f"  {label}: F1 {one['f1']}, precision {one['precision']}, recall {one['recall']}, of {one['examples']}")
    return found


def cities(rows):
    """Learned from all other cities, asked about this one; messages without a city are always learned from."""
    import numpy as np

    from qingting.triage.training import Example, measured, train

    names = names_of(sorted({row["label"] for row in rows}))
    labels, held_out, truth = list(names), [], []
    by_city = defaultdict(list)
    for row in rows:
        by_city[row["city"]].append(row)
    for city in sorted(by_city.keys() - {""}):
        apart = {row["dup_group06"] for row in by_city[city]}
        others = [row for row in rows if row["city"] != city and row["dup_group06"] not in apart]
        model = train([Example(row["title"], row["detail"], row["label"]) for row in others], names)
        here = by_city[city]
        held_out.append(model.probabilities([(row["title"], row["detail"]) for row in here]))
        truth.append(np.array([labels.index(row["label"]) for row in here]))
        line(city, len(here), measured(held_out[-1], truth[-1], 2.0, labels)["macro_f1"])
    together = measured(np.concatenate(held_out), np.concatenate(truth), 2.0, labels)["macro_f1"]
    line("all of them", sum(map(len, truth)), together)
    return together


def cost(rows):
    from qingting.triage.classifier import Classifier
    from qingting.triage.holds import held

    with tempfile.TemporaryDirectory() as folder:
        command = [sys.executable, "-m", "qingting.manage", "triage"]
        train, wall, _cpu = seconds_of(subprocess.run, [*command, "train", "--messages", LABELLED, "--model", folder])
        train.check_returncode()
        size = sum(path.stat().st_size for path in Path(folder).iterdir()) / 1e6
        line("training by the command, all messages", f"{wall:.0f} s; the model has {size:.1f} MB")
        with open(os.devnull, "w") as nowhere:
            predict = [*command, "predict", "--model", folder, LABELLED]
            _done, wall, _cpu = seconds_of(lambda: subprocess.run(predict, stdout=nowhere, check=True))
        line("`predict` of all, with its start", f"{wall:.1f} s, {len(rows) / wall:.0f} messages a second")
        model, wall, _cpu = seconds_of(Classifier.load, Path(folder))
        line("reading the model", f"{1000 * wall:.0f} ms")
    said = [(row["title"], row["detail"]) for row in rows]
    _done, wall, cpu = seconds_of(lambda: (model.probabilities(said), [held(*one) for one in said]))
    line(
        "batch: category, urgency, hold",
        f"{len(said) / wall:.0f} messages a second; {len(said) / cpu:.0f} a second of one core's time",
    )
    times, cpus = [], []
    for one in said[:1000]:
        _done, wall, cpu = seconds_of(lambda one=one: (model.probabilities([one]), held(*one)))
        times.append(1000 * wall)
        cpus.append(1000 * cpu)
    line(
        "one message",
        f"p50 {quantiles(times, n=20)[9]:.2f} ms, p95 {quantiles(times, n=20)[18]:.2f} ms; CPU p95 {quantiles(cpus, n=20)[18]:.2f} ms",
    )


def memory():
    """In a process of its own, so that nothing else counts: by how much its greatest size in memory grows."""
    program = (
        "import re, sys; sys.path.insert(0, {root!r})\n"
        "import os; os.environ['DJANGO_SETTINGS_MODULE'] = 'qingting.settings'\n"
        "import django; django.setup()\n"
        "peak = lambda: int(re.search(r'VmHWM:\\s+(\\d+)', open('/proc/self/status').read())[1])\n"
        "before = peak()\n{what}\n"
        "print((peak() - before) / 1024)"
    )
    topics = (
        "from datetime import date, timedelta; import random; from qingting.triage.topics import Message, topics\n"
        f"import csv; rows = list(csv.DictReader(open({str(TOPICS)!r}, encoding='utf-8-sig')))\n"
        "c = random.Random(1)\n"
        "def made():\n"
        "    for n in range(100_000):\n"
        "        a, b = c.choice(rows), c.choice(rows)\n"
        "        yield Message(n, a['留言主题'].strip(), a['留言详情'].strip()[:200] + b['留言详情'].strip()[:200], date(2019, 1, 1) + timedelta(n // 300), str(n))\n"
        "topics(made())"
    )
    command = [sys.executable, "-c", program.format(root=str(ROOT), what=topics)]
    result, wall, _cpu = seconds_of(lambda: subprocess.run(command, capture_output=True, text=True, check=True))
    line("topics of 100,000 messages", f"{float(result.stdout):.0f} MB more, {wall:.0f} s")


def duplicates_and_topics():
    from qingting.triage.alike import SAME, fingerprint, groups, runs
    from qingting.triage.files import rows as rows_of
    from qingting.triage.topics import Message, topics

    rows = [row for _n, row in rows_of(TOPICS, ("title", "detail"), print)]
    texts = [f"{row['title']}\n{row['detail']}" for row in rows]
    prints, wall, _cpu = seconds_of(lambda: [fingerprint(text) for text in texts])
    found, wall_groups, _cpu = seconds_of(groups, texts, prints)
    pairs, bands = set(), defaultdict(list)
    for place, print_ in enumerate(prints):
        for band, number in enumerate(print_):
            pairs |= {(other, place) for other in bands[band, number]}
            bands[band, number].append(place)
    sets, holding = [runs(text) for text in texts], defaultdict(list)
    true = set()
    for place, said in enumerate(sets):  # every pair that shares a run at all is compared: nothing is missed
        shared = defaultdict(int)
        for run in said:
            for other in holding[run]:
                shared[other] += 1
            holding[run].append(place)
        true |= {(other, place) for other, n in shared.items() if n / (len(said) + len(sets[other]) - n) >= SAME}
    same_person = sum(rows[a]["person"] == rows[b]["person"] for a, b in true)
    line(
        "duplicates (likeness of 0.6 and more) among",
        f"{len(rows)} messages: {len(true)} pairs, {same_person} of them by one person",
    )
    line(
        "found by fingerprint",
        f"{len(true & pairs)} of them, comparing {len(pairs)} pairs; {wall + wall_groups:.1f} s; {len(rows) - len(set(found))} messages merged",
    )
    from qingting.triage.files import day

    messages = [Message(row["pk"], row["title"], row["detail"], day(row["on"]), row["person"]) for row in rows]
    hot, wall, _cpu = seconds_of(topics, messages)
    line(
        "topics of three people and more",
        f"{sum(topic.people >= 3 for topic in hot)} in {wall:.1f} s; the largest: {hot[0].people} people, {len(hot[0].members)} messages",
    )
    spread = mean(topic.people / len(topic.members) for topic in hot[:20])
    line("people for each message, in the twenty largest", f"{spread:.2f}")
    same = {(a, b) for topic in hot for n, b in enumerate(topic.members) for a in topic.members[:n]}
    kept = sum(
        (rows[a]["pk"], rows[b]["pk"]) in same or (rows[b]["pk"], rows[a]["pk"]) in same
        for a, b in true
        if rows[a]["person"] != rows[b]["person"]
    )
    line("near-duplicates by two people that stand in one topic", f"{kept} of {len(true) - same_person}")


def main():
    import django

    django.setup()
    if not LABELLED.exists():
        print(f"{LABELLED} is not here: triage was NOT measured.")
        return
    rows = read(LABELLED)
    load = f"load {os.getloadavg()[0]:.1f}"
    print(f"{platform.platform()}, {os.cpu_count()} CPUs, Python {platform.python_version()}, {load}\n")
    found = quality(rows)
    print()
    line("city", "messages", "macro-F1")
    line("---", "---", "---")
    left_out = cities(rows)
    print()
    line("what", "cost")
    line("---", "---")
    cost(rows)
    memory()
    print()
    line("duplicates and topics", "")
    line("---", "---")
    duplicates_and_topics()
    reached = [
        found[0]["macro_f1"],
        found[500]["macro_f1"],
        found["all"]["macro_f1"],
        found["all"]["certain_share"],
        found["all"]["calibration_error"],
        left_out,
    ]
    print()
    line("asked", "to reach", "reached")
    line("---", "---", "---")
    for (what, target), figure in zip(TARGETS.items(), reached, strict=True):
        line(what, target, figure)


if __name__ == "__main__":
    main()
