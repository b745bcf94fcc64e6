"""Teach the classifier, ask it, gather topics; give a place its first categories."""

import csv
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from django.db.models import F
from django.utils.translation import gettext as _

from qingting.organs.models import Organ
from qingting.triage.corpus import classified
from qingting.triage.files import Unread, day, rows
from qingting.triage.holds import held
from qingting.triage.proposing import folder
from qingting.triage.topics import Message, topics
from qingting.triage.tree import Tree, plant

AT_ONCE = 512  # rows that are held in memory together


class Command(BaseCommand):
    help = __doc__

    def add_arguments(self, parser):
        acts = parser.add_subparsers(dest="act", required=True)
        train = acts.add_parser(
            "train", help="learn from a CSV file: title,detail,label; a label without a text is a name alone"
        )
        train.add_argument("--messages", type=Path, required=True)
        train.add_argument("--categories", type=Path, help="CSV: the label, and what stands below it, one path a line")
        train.add_argument("--model", type=Path, required=True, help="the folder that the model is written to")
        predict = acts.add_parser("predict", help="classify a CSV file: title,detail")
        predict.add_argument("--model", type=Path, required=True)
        predict.add_argument("file", type=Path)
        gather = acts.add_parser("topics", help="what many write about, in a CSV file of messages")
        gather.add_argument("file", type=Path)
        gather.add_argument("--people", type=int, default=3, help="the fewest who make a topic")
        for name, does in (
            ("retrain", "learn anew from all that people have classified"),
            ("plant", "lay out the categories that ship"),
        ):
            acts.add_parser(name, help=does).add_argument(
                "--congress", type=int, help="its number, where there are several"
            )

    def handle(self, act, **options):
        try:
            getattr(self, act)(**options)
        except Unread as reason:
            raise CommandError(str(reason)) from reason

    def tell(self, sentence):
        self.stderr.write(sentence)

    def train(self, messages, categories, model, **options):
        from qingting.triage.training import Example
        from qingting.triage.training import train as learn

        names: dict[str, list[str]] = {}
        examples = []
        for number, row in rows(messages, ("title", "detail", "label"), self.tell):
            if not row["label"]:
                self.tell(_("第 %(n)s 行没有分类，已跳过") % {"n": number})
                continue
            names.setdefault(row["label"], [row["label"]])
            if row["title"] or row["detail"]:
                examples.append(Example(row["title"], row["detail"], row["label"]))
        if not names:
            raise Unread(_("“%(file)s”里没有一行可用") % {"file": messages.name})
        if categories:
            self.read_names(categories, names)
        classifier = learn(examples, dict(sorted(names.items())))
        classifier.save(model)
        self.sum_up(classifier.figures)

    def read_names(self, path, names):
        """A tree as one path a line: what stands below a label are further names of it."""
        with path.open(encoding="utf-8-sig", newline="") as file:
            for first, *below in csv.reader(file):
                if first in names:
                    names[first] += [name for name in below if name and name not in names[first]]

    def predict(self, model, file, **options):
        from qingting.triage.classifier import Classifier, Unloadable

        try:
            classifier = Classifier.load(model)
        except Unloadable as reason:
            raise CommandError(str(reason)) from reason
        out = csv.writer(self.stdout, lineterminator="\n")
        out.writerow(["row", "label", "confidence", "urgent", "hold"])
        waiting = []
        for number, row in rows(file, ("title", "detail"), self.tell):
            if row["title"] or row["detail"]:
                waiting.append((number, (row["title"], row["detail"])))
            else:
                self.tell(_("第 %(n)s 行是空的，已跳过") % {"n": number})
            if len(waiting) == AT_ONCE:
                out.writerows(self.classify(classifier, waiting))
                waiting = []
        out.writerows(self.classify(classifier, waiting))

    def classify(self, classifier, waiting):
        for (number, said), chances in zip(
            waiting, classifier.probabilities([said for _n, said in waiting]), strict=True
        ):
            best, danger = chances.argmax(), held(*said)
            label = classifier.labels[best] if chances[best] else ""
            yield number, label, f"{chances[best]:.4f}", int(danger.urgent), danger.hold or ""

    def topics(self, file, people, **options):
        messages = (
            Message(
                row.get("pk") or number,
                row["title"],
                row["detail"],
                day(row.get("on", "")),
                row.get("person") or f"row {number}",
                row.get("place", ""),
                bool(row.get("answered")),
            )
            for number, row in rows(file, ("title", "detail"), self.tell)
        )
        out = csv.writer(self.stdout, lineterminator="\n")
        out.writerow(
            ["topic", "people", "messages", "growth", "since", "until", "places", "unanswered", "lead", "members"]
        )
        for topic in topics(messages, fewest=people):
            out.writerow(
                [
                    " ".join(topic.words),
                    topic.people,
                    len(topic.members),
                    topic.growth,
                    topic.since or "",
                    topic.until or "",
                    " ".join(topic.places),
                    topic.unanswered,
                    topic.lead,
                    " ".join(map(str, topic.members)),
                ]
            )

    def retrain(self, congress, **options):
        from qingting.triage.training import CORRECTED, Example
        from qingting.triage.training import train as learn

        for place in self.places(congress):
            tree = Tree(place)
            names = tree.names()
            examples = []
            for pk, title, detail, category, was_corrected in classified(place):
                if category in tree.categories:
                    label = str(category)
                    names.setdefault(label, [one.name for one in tree.path(tree.categories[category])])
                    examples.append(Example(title, detail, label, CORRECTED if was_corrected else 1.0, str(pk)))
            if not names:
                self.tell(
                    _("%(place)s还没有分类，无从学起。请先导入分类，或运行 qingting triage plant") % {"place": place}
                )
                continue
            classifier = learn(examples, names)
            classifier.save(folder(place))
            self.stdout.write(str(place))
            self.sum_up(classifier.figures)

    def plant(self, congress, **options):
        for place in self.places(congress):
            n = plant(place)
            self.stdout.write(_("%(place)s：新增 %(n)s 个分类") % {"place": place, "n": n})

    def places(self, congress):
        found = Organ.objects.filter(congress=F("pk"), **({"pk": congress} if congress else {})).order_by("pk")
        if not found:
            raise CommandError(_("没有这个人大"))
        return found

    def sum_up(self, figures):
        """How well it does, in a line."""
        if figures.get("macro_f1") is None:
            self.stdout.write(_("%(n)s 条，太少，只按名称和词表提议，不自动分派") % {"n": figures["examples"]})
            return
        said = {
            "n": figures["examples"],
            "f1": figures["macro_f1"],
            "share": f"{figures['certain_share']:.0%}",
            "threshold": figures["threshold"],
            "seconds": figures["seconds"],
        }
        self.stdout.write(
            _(
                "学了 %(n)s 条，用时 %(seconds)s 秒。在没有见过的文字上：宏平均 F1 %(f1)s，把握不低于 %(threshold)s 的占 %(share)s"
            )
            % said
        )
