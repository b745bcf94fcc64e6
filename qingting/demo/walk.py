"""The demonstration's matters: each is taken through `take` on the days that its script names."""

import tomllib
from datetime import date, datetime, timedelta

from django.db.models import F, OuterRef, Subquery
from django.utils.timezone import make_aware

from qingting.demo.district import DATA, facts
from qingting.docket.models import Event, Notice
from qingting.organs.models import Organ, Person, Post
from qingting.organs.offices import judicial_committee, procuratorate
from qingting.procuratorate.models import ProcuratorialSuggestion, Referral
from qingting.suggestions.models import Cosigning, Extension, Handling, KeySupervision, Promise, Suggestion

PAST = ("session", "recess")  # what happened in 2023, and what came of its promises
NOW = "now"  # what is in flight on the day of loading, in days before it
CLUES = "procuratorate"  # clues and procuratorial suggestions, of then and of now


def scripts(today: date) -> list[dict]:
    """Every suggestion of the demonstration, deputies' and procuratorial: what stands in it, and the moment of each step."""
    told = [script for name in (*PAST, NOW) for script in read(name)]
    clues = read(CLUES)
    own = [script for script in clues if "source" not in script]  # first, since a suggestion may arise from one
    told = [*own, *told, *(script for script in clues if script not in own)]
    for script in told:
        for step in script["steps"]:
            step["at"] = make_aware(moment(step, today))
    return told


def read(name) -> list[dict]:
    return tomllib.loads((DATA / f"{name}.toml").read_text(encoding="utf-8"))["suggestion"]


def moment(step, today) -> datetime:
    """A step of the past has its day; one in flight says how many days ago it was, and at what hour."""
    return datetime.combine(today - timedelta(days=step.pop("ago")), step["at"]) if "ago" in step else step["at"]


class Walk:
    """Every step of every script, in the order in which they were taken; `len` says how many."""

    def __init__(self, congress, told):
        self.organs = {organ.name: organ for organ in Organ.objects.filter(congress=congress)}
        self.persons = {person.name: person for person in Person.objects.filter(congress=congress)}
        self.keeper = self.organs[facts()["keeper"]]
        self.told = told
        self.steps = sorted(
            ((step["at"], script["title"], step) for script in told for step in script["steps"]), key=lambda s: s[0]
        )
        self.matters: dict[tuple[str, str], tuple[type, int]] = {}  # by the suggestion's title and what hangs on it
        self.posts: dict[str, Post] = {}  # by hat

    def __len__(self):
        return len(self.steps)

    def __iter__(self):
        """Take one step after another, and yield the event of each. Raises Refused where a script asks what may not be."""
        for script in self.told:
            (self.put_down_clue if "field" in script else self.put_down)(script)
        for at, title, step in self.steps:
            said = {name: value for name, value in step.items() if name not in ("at", "take", "of", "note")}
            yield self.take(self.matter(title, step.get("of", "")), step["take"], at, step.get("note", ""), said)

    def put_down(self, script):
        """The suggestion as a draft, with what will hang on it."""
        lead = self.persons[script["lead"]]
        on = Suggestion.objects.create(
            title=script["title"],
            text=script["text"],
            lead=lead,
            delegation=self.organs.get(script.get("delegation")),
            keeper=self.keeper,
            source_id=self.key_of(script.get("source")),
        )
        hung = {"": on}
        for name in script.get("cosigners", ()):
            hung[f"cosigning:{name}"] = Cosigning.objects.create(on=on, person=self.persons[name], lead=lead)
        for share, organs in ((Handling.Share.CO, "co_handlers"), (Handling.Share.SEPARATE, "separate_handlers")):
            for name in script.get(organs, ()):
                hung[f"handling:{name}"] = Handling.objects.create(on=on, handler=self.organs[name], share=share)
        for promise in script.get("promises", ()):
            handler = self.organs[promise["handler"]]
            hung[f"promise:{promise['title']}"] = Promise.objects.create(
                on=on, lead=lead, **promise | {"handler": handler}
            )
        if wanted := script.get("extension"):
            handler = self.organs[wanted["handler"]]
            hung["extension"] = Extension.objects.create(on=on, handler=handler, reason=wanted["reason"])
        if leader := script.get("supervisor"):
            hung["key"] = KeySupervision.objects.create(on=on, supervisor=self.persons[leader])
        self.matters |= {(on.title, name): (type(matter), matter.pk) for name, matter in hung.items()}

    def put_down_clue(self, script):
        """A clue, or a case of the procuratorate's own, as a draft; with what will be handed back to the deputies."""
        p = ProcuratorialSuggestion.objects.create(
            title=script["title"],
            field=script["field"],
            facts=script["facts"],
            ground=script.get("ground", ""),
            keeper=self.keeper,
            procuratorate=procuratorate(self.keeper.congress_id),
            committee=judicial_committee(self.keeper.congress_id),
            source_id=self.key_of(script.get("source")),
        )
        self.matters[p.title, ""] = (ProcuratorialSuggestion, p.pk)
        if importance := script.get("referral"):
            self.matters[p.title, "referral"] = (Referral, Referral.objects.create(on=p, importance=importance).pk)

    def key_of(self, title):
        return self.matters[title, ""][1] if title else None

    def matter(self, title, of=""):
        """As it is now: another step may have moved it."""
        kind, pk = self.matters[title, of]
        return kind.objects.get(pk=pk)

    def take(self, matter, name, at, note, said):
        step = matter.process.steps[name]
        if "contacted_on" in step.fields:
            said["contacted_on"] = at.date()  # a talk is written down on the day it was held
        said = {field: self.named(step, matter, field, value) for field, value in said.items()}
        return matter.take(name, self.holder(step.by.hat(matter)), note, at=at, **said)

    def named(self, step, matter, field, value):
        """A script names organs, persons and suggestions by their names."""
        kind = matter._meta.get_field(field).related_model
        known = {Organ: self.organs.get, Person: self.persons.get, Suggestion: self.matter}
        return known[kind](value) if kind in known else value

    def holder(self, hat) -> Post:
        """Who acts under this hat: the one who came to the post last."""
        if hat not in self.posts:
            self.posts[hat] = Post.objects.wearing([hat]).select_related("organ", "person").order_by("pk").last()
        return self.posts[hat]


def let_the_past_rest(congress, today):
    """No mail goes out for what was told long ago or to the invented; word of the last days stands as unread."""
    notices = Notice.objects.filter(event__matter__congress=congress)
    notices.update(at=Subquery(Event.objects.filter(pk=OuterRef("event")).values("at")), try_again_at=None)
    notices.filter(at__date__lt=today - timedelta(days=14)).update(read_at=F("at"))
