"""The law examination of the demonstration: a bank of invented questions, each with its article; one candidate of each kind.

Every question follows an article that was read for the platform, and says so in its key; they are examples, no office's bank.
"""

from datetime import timedelta

from django.utils.timezone import localdate

from qingting.demo.district import rows
from qingting.demo.meetings import moment
from qingting.examination.bank import QUESTIONS
from qingting.examination.models import DrawingRule, Paper, Sitting
from qingting.organs.models import Organ, Person, Post, Role
from qingting.organs.sheets import bring_in, cleaned

S, M, C = "single", "several", "claim"
RULE = {  # of each topic: so many single choices, so many with several, so many claims
    "地方组织法": {S: 3, M: 1, C: 2},
    "监督法": {S: 2, M: 1, C: 1},
    "代表法": {S: 1, M: 1, C: 1},
    "选举法": {S: 2, M: 1, C: 1},
}
# who, how many days ago (or ahead), how many wrong; None where he has not sat yet
CANDIDATES = (
    ("欧阳远帆", -24, 2),
    ("夏侯明朗", -17, 12),
    ("夏侯明朗", 3, None),
    ("上官若水", 0, None),
)


def examine(congress, today):
    """The bank and the rule; one who passed, one who failed and tries again, one who may sit today."""
    committee = Organ.objects.get(congress=congress, kind=Organ.Kind.STANDING_COMMITTEE)
    clerks = Post.objects.filter(organ__parent=committee, organ__kind=Organ.Kind.OFFICE, role=Role.CLERK)
    clerk = clerks.filter(organ__name__contains="办公室").first() or clerks.order_by("pk").first()
    fill_bank(clerk)
    asks = [[topic, form, n] for topic, forms in RULE.items() for form, n in forms.items()]
    DrawingRule.objects.create(congress=congress, minutes=30, asks=asks, changed_by=clerk)
    for name, days, wrong in CANDIDATES:
        sit(clerk, name, today + timedelta(days=days), wrong)


def fill_bank(clerk):
    """By the same door by which an office's sheet comes in, so that a faulty line stops the loading."""
    found = cleaned(
        QUESTIONS, [(n, {**row, "text": f"{row['text']}（示例）"}) for n, row in enumerate(rows("questions"), 2)]
    )
    bring_in(QUESTIONS, found, clerk, rehearsal=False)
    if faults := [sentence for row in found for sentence in row.sentences]:
        raise ValueError(faults)


def sit(clerk, name, day, wrong):
    person, _new = Person.objects.get_or_create(name=name, congress=clerk.organ.congress, defaults={"invented": True})
    m = Sitting.objects.create(
        title=f"{name}的任前法律知识考试", examinee=person, branch="government", keeper=clerk.organ
    )
    m.take("appoint", clerk, at=moment(min(day, localdate()) - timedelta(days=2), 10), held_on=day)
    if wrong is None:
        return
    m = Sitting.objects.get(pk=m.pk)
    m.take("begin", m.receipt, at=moment(day, 9))
    paper = Paper.objects.get(sitting=m)
    key = paper.open("key")
    paper.seal("chosen", [right if n >= wrong else [] for n, right in enumerate(key)])
    paper.save(update_fields=["chosen"])
    m = Sitting.objects.get(pk=m.pk)
    m.take("hand_in", m.receipt, at=moment(day, 9, 24))
