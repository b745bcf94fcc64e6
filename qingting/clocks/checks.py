"""What is wrong with the rulebook can be seen before any clock runs by it."""

import re
import tomllib
from datetime import date
from fractions import Fraction

from django.conf import settings
from django.core.checks import Error, register

from qingting.clocks.rules import CONFIDENCE, LAYERS, read, span_of
from qingting.clocks.spans import UNITS

SAID = {"basis", "layer", "confidence", "since"}


@register
def rulebook(app_configs, **kwargs):
    return [
        Error(f"{file.name}: {fault}", id="clocks.E001")
        for file in sorted(settings.RULEBOOK.glob("*.toml"))
        for fault in faults(file)
    ]


def faults(file):
    """What is wrong with one file of the rulebook, each in a sentence."""
    kind = next((kind for kind in JUDGES if file.name.endswith(f"{kind}.toml")), "default")
    try:
        said = read(file)
        shipped = read(settings.RULEBOOK / f"{kind}.toml")
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as wrong:
        return [f"cannot be read: {wrong}"]
    own = [
        f"{name} {fault}"
        for name, versions in said.items()
        for fault in version_faults(versions) or JUDGES[kind](versions)
    ]
    if said is not shipped:
        return [*place_faults(said, shipped, kind), *own]
    return own + [
        f"{name} does not say its label"
        for name in said
        if kind == "default" and any("label" not in v for v in said[name])
    ]


def place_faults(said, shipped, kind):
    """A place may set what a by-law may set, under the names that the clocks know."""
    for name in said:
        if name not in shipped and kind in OPEN:
            continue
        if name not in shipped:
            yield f"{name} is a name that the common file does not have"
        elif any(version["layer"] == "N" for version in shipped[name]):
            yield f"{name} is national law, which no place may change"


def version_faults(versions):
    found = [
        f"does not say its {', '.join(sorted(missing))}" for version in versions if (missing := SAID - set(version))
    ]
    if found:
        return found
    for version in versions:
        if version["layer"] not in LAYERS or version["confidence"] not in CONFIDENCE:
            found.append("has a layer or a confidence that nobody knows")
        if type(version["since"]) is not date:
            found.append(f"is in force from {version['since']}, which is no day")
    if len({version["since"] for version in versions}) < len(versions):
        found.append("has two versions of one day")
    return found


def rule_faults(versions):
    for version in versions:
        if "words" in version:
            if {"value", "unit"} & set(version):
                yield "says words and a number"
        elif missing := {"value", "unit"} - set(version):
            yield f"does not say its {', '.join(sorted(missing))}"
        elif version["unit"] not in UNITS:
            yield f"counts in an unknown unit, {version['unit']}"
        elif wrong := misfit(version):
            yield f"has a value that does not fit its unit: {wrong}"


def misfit(version) -> str:
    try:
        span = span_of(version)
    except (TypeError, ValueError) as wrong:
        return str(wrong)
    n = getattr(span, "n", 0)
    return "" if type(n) is int and 0 <= n < 10_000 else f"{n} is no number of days or months"


def scheme_faults(versions):
    """Every place has a class for each neutral code, or an answer would have no letter."""
    codes = {said["code"] for said in read(settings.RULEBOOK / "schemes.toml")["suggestion_results"][0]["results"]}
    for version in versions:
        named = [said.get("code") for said in version.get("results", [])]
        if sorted(named, key=str) != sorted(codes):
            yield f"must name each of these once: {', '.join(sorted(codes))}"
        elif any(set(said) != {"code", "letter", "label"} for said in version["results"]):
            yield "has a class that does not say its code, letter and label alone"


def interest_faults(versions):
    """What speaks for a field is a list of regular expressions; one that is none would be found out by a clerk."""
    for version in versions:
        words = version.get("words")
        if not isinstance(words, list) or not words or not all(isinstance(word, str) and word for word in words):
            yield "has no list of words that speak for it"
        else:
            yield from (f"has a word that is no regular expression, {word}" for word in words if not compiles(word))


def compiles(word) -> bool:
    try:
        return bool(re.compile(word))
    except re.error:
        return False


def threshold_faults(versions):
    """A share is a fraction of at most one, and over or not; the number of all members is one of three; a tie is settled or not."""
    for version in versions:
        if "number" in version:
            if version["number"] not in ("quota", "incumbents", "serving"):
                yield f"names a number of members that nobody counts, {version['number']}"
        elif "most" in version:
            if not isinstance(version["most"], bool):
                yield "must say by true or false whether more votes are enough"
        elif not is_share(version.get("share")) or not isinstance(version.get("over"), bool):
            yield 'must say a share as a fraction (such as "2/3") and whether more than it is needed'


def appointment_faults(versions):
    """Who sits an examination is a list of offices; how often one may be rejected is a number."""
    for version in versions:
        offices, most = version.get("offices"), version.get("most")
        if not (isinstance(offices, list) if most is None else isinstance(most, int) and most > 0):
            yield "must list the offices whose candidates are examined, or say how often (`most`) one may be rejected"


def permission_faults(versions):
    """Whether the chairpersons' meeting may give leave ahead of the committee is yes or no."""
    for version in versions:
        if not isinstance(version.get("allowed"), bool):
            yield "must say by true or false whether it is allowed"


def meeting_faults(versions):
    """Whoever observes needs a place, an age and days; how often a meeting is held is a number of months or of days."""
    for version in versions:
        said = {name: n for name, n in version.items() if name not in SAID}
        fit = ({"seats", "age", "announced", "kept"}, {"days"}, {"months"})
        if set(said) not in fit or not all(type(n) is int and 0 <= n < 10_000 for n in said.values()):
            yield "must say seats, age, announced and kept as numbers; or days; or months"


def is_share(said) -> bool:
    try:
        return isinstance(said, str) and 0 < Fraction(said) <= 1
    except (ValueError, ZeroDivisionError):
        return False


def speech_faults(versions):
    """One speaks for some minutes, and for less than a day."""
    for version in versions:
        if type(minutes := version.get("minutes")) is not int or not 0 < minutes < 600:
            yield f"gives {minutes} minutes for a speech"


def examination_faults(versions):
    """A mark, how often one may try again, for how many terms a pass holds: a whole number, and nobody scores above 100."""
    for version in versions:
        if type(version.get("number")) is not int or not 0 <= version["number"] <= 100:
            yield "must say a number from 0 to 100"


def street_faults(versions):
    """How often a committee or a group meets: in how many months once, or how many times a year."""
    for version in versions:
        said = {name: n for name, n in version.items() if name not in SAID}
        most = {"months": 12, "times": 365}
        if len(said) != 1 or not all(type(n) is int and 0 < n <= most.get(name, 0) for name, n in said.items()):
            yield "must say in how many months once (`months`, at most 12), or how many times a year (`times`)"


def activity_faults(versions):
    """A kind of activity is named in both languages, says whether deputies are named, and asks for what the form has."""
    for version in versions:
        if not (version.get("label") and version.get("english")):
            yield "does not say what it is called in both languages (label, english)"
        if version.get("who") not in ("needed", "may", "none"):
            yield "must say by needed, may or none whether deputies are named (who)"
        if wrong := [name for name in version.get("asks", []) if name not in ASKED_OF_AN_ACTIVITY]:
            yield f"asks for what no form has, {', '.join(map(str, wrong))}"
        if wrong := set(version.get("needs", [])) - set(version.get("asks", [])):
            yield f"needs what it does not ask for, {', '.join(sorted(wrong))}"


# What the form of a kind may ask for, besides the day, the title, the venue and what was done.
ASKED_OF_AN_ACTIVITY = (
    "ends_on",
    "group",
    "lecturer",
    "copies",
    "reached",
    "outlet",
    "outlet_level",
    "link",
    "places",
    "leads",
)
OPEN = {"activities"}  # files in which a place may also write names of its own

# By what each kind of file is judged; what ends otherwise is a file of rules.
JUDGES = {
    "schemes": scheme_faults,
    "interests": interest_faults,
    "thresholds": threshold_faults,
    "appointments": appointment_faults,
    "speeches": speech_faults,
    "permissions": permission_faults,
    "examination": examination_faults,
    "meetings": meeting_faults,
    "activities": activity_faults,
    "streets": street_faults,
    "default": rule_faults,
}
