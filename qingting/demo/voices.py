"""The demonstration's voices: each is said and handled through `take` on the days that its script names."""

import tomllib
from hashlib import sha256

from django.utils.timezone import make_aware

from qingting.demo.district import DATA
from qingting.demo.walk import moment
from qingting.organs.models import Organ, Person, Post
from qingting.voices.board import reckon
from qingting.voices.intake import file, put_down, tell_who
from qingting.voices.models import Voice


def speak(congress, today):
    """Take one step after another in the order of their days, and yield the event of each."""
    told = tomllib.loads((DATA / "voices.toml").read_text(encoding="utf-8"))["voice"]
    steps = [(make_aware(moment(step, today)), script["what"], step) for script in told for step in script["steps"]]
    scripts, voices = {script["what"]: script for script in told}, {}
    for at, what, step in sorted(steps, key=lambda one: one[0]):
        if what not in voices:
            voices[what] = begin(congress, scripts[what])
        yield walk(Voice.objects.get(pk=voices[what]), step, at, voices, scripts[what])
    reckon(today)


def once_of(what) -> str:
    """The mark of its form: the same whenever the demonstration is loaded."""
    return sha256(what.encode()).hexdigest()[:32]


def begin(congress, script) -> int:
    person = script.get("deputy") and Person.objects.get(congress=congress, name=script["deputy"])
    draft = put_down(
        congress, once_of(script["what"]), what=script["what"], place=script["place"], channel=script["channel"],
        deputy=person or None,
    )  # fmt: skip
    if "telephone" in script:
        tell_who(draft.receipt, name=script["name"], telephone=script["telephone"], wish=script["wish"])
    return draft.pk


def walk(v, step, at, voices, script):
    said = {name: value for name, value in step.items() if name not in ("at", "take", "note")}
    name, actor = step["take"], actor_of(v, v.process.steps[step["take"]])
    if name in ("speak_up", "enter"):
        return file(v, actor, once_of(script["what"]), at=at)
    if "handler" in said:
        said["handler"] = Organ.objects.get(congress=v.congress_id, name=said["handler"])
    if "merged_into" in said:
        said["merged_into"] = Voice.objects.get(pk=voices[said["merged_into"]])
    return v.take(name, actor, step.get("note", ""), at=at, **said)


def actor_of(v, step):
    """The resident by his receipt, or whoever holds the post that plays the part."""
    hat = step.by.hat(v)
    if hat.startswith("receipt:"):
        return v.receipt
    return Post.objects.wearing([hat]).select_related("organ", "person").order_by("pk").last()
