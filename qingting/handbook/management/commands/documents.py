"""Write docs/processes.md, docs/law.md and docs/figures.md from the code itself; --check only says which of them differ."""

import sys

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import override

from qingting.clocks import spans
from qingting.clocks.calendar import SEEDED, notice_of
from qingting.clocks.rules import CONFIDENCE, LAYERS, Rule, common, read, rules_of
from qingting.clocks.spans import UNITS, Span
from qingting.docket.process import Amend, Process
from qingting.figures.figure import Figure
from qingting.handbook.law import clocks_by_rule, length

GENERATED = "<!-- Written by `qingting documents`. Do not edit: change the code, and write it anew. -->\n"


class Command(BaseCommand):
    help = __doc__

    def add_arguments(self, parser):
        parser.add_argument(
            "--check", action="store_true", help="write nothing; fail when a file differs from the code"
        )

    def handle(self, check, **options):
        folder = settings.BASE_DIR / "docs"
        with override(settings.LANGUAGE_CODE):
            pages = {folder / "processes.md": processes(), folder / "law.md": law(), folder / "figures.md": figures()}
        stale = [file for file, page in pages.items() if not file.is_file() or file.read_text(encoding="utf-8") != page]
        if check and stale:
            raise CommandError(f"write them anew with `qingting documents`: {', '.join(file.name for file in stale)}")
        for file in stale:
            file.write_text(pages[file], encoding="utf-8")
            self.stdout.write(f"docs/{file.name}")


def page(title, *parts) -> str:
    return "\n".join([f"# {title}", "", GENERATED, *parts])


def table(*heading, rows) -> str:
    lines = [heading, ["---"] * len(heading), *rows]
    return "".join("| " + " | ".join(cell(said) for said in line) + " |\n" for line in lines)


def cell(said) -> str:
    return str(said).replace("|", "\\|").replace("\n", " ")


# The processes


def processes() -> str:
    said = "What may be done with each kind of matter, by whom, and by when. A page of the process is the source."
    pages = dict.fromkeys(process.__module__ for process in Process.all)
    return page("Processes", said + "\n", *(part for module in pages for part in described(sys.modules[module])))


def described(module):
    """A page of processes: what it says of itself, and each process on it."""
    of_it = [process for process in Process.all if process.__module__ == module.__name__]
    yield f"## {'、'.join(str(process.model._meta.verbose_name) for process in of_it)}\n"
    yield f"{module.__doc__.strip()} (`{module.__name__}`)\n"
    for process in of_it:
        yield f"### {process.model._meta.verbose_name} `{process.__name__}`\n"
        yield from its_parts(process)


def its_parts(process):
    yield diagram(process)
    yield "#### Who may do what\n"
    rows = [step_row(process, name, step) for name, step in process.steps.items()]
    yield table("step", "from", "to", "who", "fills in", "needs", "", rows=rows)
    if process.watched_by:
        yield f"May see all of it and do nothing: {', '.join(map(str, process.watched_by))}.\n"
    if process.clocks:
        yield "#### By when\n"
        rows = [clock_row(clock) for clock in process.clocks.values()]
        yield table("clock", "from", "until", "how long", "article", rows=rows)


def diagram(process) -> str:
    """The moves from one state to another; what is done in passing stands in the table alone."""
    moves = [
        (source, step) for step in process.steps.values() for source in step.source if step.target not in ("", source)
    ]
    over = [name for name in process.states if name not in {source for source, _step in moves}]
    return "\n".join(
        [
            "```mermaid",
            "stateDiagram-v2",
            *(f'  state "{label}" as {name}' for name, label in process.states.items()),
            "  [*] --> draft",
            *(f"  {source} --> {step.target}: {step.label}" for source, step in moves),
            *(f"  {name} --> [*]" for name in over),
            "```\n",
        ]
    )


def step_row(process, name, step):
    sources = (
        "any but draft"
        if isinstance(step, Amend)
        else " / ".join(str(process.states[source]) for source in step.source)
    )
    target = process.states.get(step.target, "—")
    fields = "、".join(str(field.verbose_name) for field in step.asks(process.model))
    needs = ", ".join(need.__name__.replace("_", " ") for need in (*step.only, *step.needs))
    veil = f"hidden from {'、'.join(map(str, step.veiled_from))}" if step.veiled_from else ""
    notes = "; ".join(filter(None, ["a reason" if step.why else "", "at will" if step.at_will else "", veil]))
    return f"{step.label} `{name}`", sources, target, step.by, fields, needs, notes


def clock_row(clock):
    starts, stops = ("、".join(str(step.label) for step in steps) for steps in (clock.starts, clock.stops))
    anew = f"；{'、'.join(str(step.label) for step in clock.anew)} sets it anew" if any(clock.anew) else ""
    return f"{clock.label} `{clock.name}`", starts, stops + anew, "；".join(how_long(clock)), "；".join(articles(clock))


def how_long(clock) -> list[str]:
    """Its span; where a function of the matter chooses, what that function is for, and the rules it may choose."""
    own = (
        []
        if isinstance(clock.span, Rule)
        else [str(clock.span) if isinstance(clock.span, Span) else clock.span.__doc__.strip()]
    )
    return own + [f"{length(latest(rule))} (`{rule}`)" for rule in rules_of(clock.span)]


def articles(clock) -> list[str]:
    return [*filter(None, [clock.basis]), *(latest(rule)["basis"] for rule in rules_of(clock.span))]


# The law


def latest(rule) -> dict:
    return max(common()[rule], key=lambda version: version["since"])


def law() -> str:
    rules, scheme = common(), read(settings.RULEBOOK / "schemes.toml")["suggestion_results"]
    used = clocks_by_rule()
    rule_rows = [rule_row(name, version, used[name]) for name, versions in rules.items() for version in versions]
    clock_rows = [
        (
            process.model._meta.verbose_name,
            f"{clock.label} `{clock.name}`",
            "；".join(how_long(clock)),
            "；".join(articles(clock)),
        )
        for process in Process.all
        for clock in process.clocks.values()
    ]
    letters = [
        (said["letter"], said["label"], f"`{said['code']}`", v["basis"], v["since"])
        for v in scheme
        for said in v["results"]
    ]
    fields = [
        (f"`{name}`", version["basis"], version["layer"], version["confidence"], version["since"])
        for name, versions in read(settings.RULEBOOK / "interests.toml").items()
        for version in versions
    ]
    shares = [
        (f"`{name}`", needed(version), version["basis"], version["layer"], version["confidence"], version["since"])
        for name, versions in read(settings.RULEBOOK / "thresholds.toml").items()
        for version in versions
    ]
    speeches = [
        (f"`{name}`", f"{v['minutes']} minutes", v["basis"], v["layer"], v["confidence"], v["since"])
        for name, versions in read(settings.RULEBOOK / "speeches.toml").items()
        for v in versions
    ]
    sat = [
        (f"`{name}`", numbers(version), version["basis"], version["layer"], version["confidence"], version["since"])
        for name, versions in read(settings.RULEBOOK / "meetings.toml").items()
        for version in versions
    ]
    often = [
        (f"`{name}`", numbers(version), version["basis"], version["layer"], version["confidence"], version["since"])
        for name, versions in read(settings.RULEBOOK / "streets.toml").items()
        for version in versions
    ]
    return page(
        "The law in the code",
        "## Rules\n",
        "Numbers that a by-law may set, as they ship. A place writes its own in a file of the rulebook.\n",
        table("rule", "limits", "how long", "basis", "layer", "confidence", "since", "clocks", rows=rule_rows),
        "Layers: " + "; ".join(f"{key} {said}" for key, said in LAYERS.items()) + ".\n",
        "Confidence: " + "; ".join(f"{key} {said}" for key, said in CONFIDENCE.items()) + ".\n",
        "## Clocks\n",
        "Every clock with the article that sets it.\n",
        table("matter", "clock", "how long", "article", rows=clock_rows),
        "## How days are counted\n",
        table("unit", "how", rows=[(f"`{unit}`", span.__doc__) for unit, span in UNITS.items()]),
        f"{spans.__doc__}".strip() + "\n",
        f"Rest days: {notice_of(SEEDED[0])} to {notice_of(SEEDED[-1])}; later years as they are loaded.\n",
        "## Classes of results\n",
        table("letter", "class", "code", "basis", "since", rows=letters),
        "## Fields of the public interest\n",
        "In which a procuratorate acts, each with the text that opens it.\n",
        table("field", "basis", "layer", "confidence", "since", rows=fields),
        "## Quorums and majorities that by-laws set\n",
        "Those of national law stand with their articles in `qingting/meetings/thresholds.py`.\n",
        table("rule", "needs", "basis", "layer", "confidence", "since", rows=shares),
        "## How long one may speak\n",
        table("rule", "how long", "basis", "layer", "confidence", "since", rows=speeches),
        "## Who observes a meeting, and how often one meets\n",
        "How often the congress and its standing committee meet is national law: `qingting/meetings/rhythm.py`.\n",
        table("rule", "numbers", "basis", "layer", "confidence", "since", rows=sat),
        "## How often sub-district committees and deputies' groups meet\n",
        table("rule", "numbers", "basis", "layer", "confidence", "since", rows=often),
    )


def numbers(version) -> str:
    """The numbers of a rule, each by its name."""
    return ", ".join(f"{name} {n}" for name, n in version.items() if type(n) is int)


def needed(version) -> str:
    """What a rule on quorum or majority asks for; of the number of all members, which number it is."""
    if "number" in version:
        return f"all members: `{version['number']}`"
    if "most" in version:
        return "the most votes" if version["most"] else "the majority of the first ballot"
    return f"{'more than' if version['over'] else 'at least'} {version['share']} of all members"


def rule_row(name, version, used):
    clocks = "、".join(f"{process.model._meta.verbose_name}：{clock.label}" for process, clock in used)
    known = version["layer"], version["confidence"], version["since"]
    return f"`{name}`", version["label"], length(version), version["basis"], *known, clocks or "—"


# The figures


def figures() -> str:
    rows = [
        (
            f"`{figure.name}`",
            figure.label,
            "%" if figure.out_of else figure.unit,
            figure.scope,
            f"`{figure.out_of.name}`" if figure.out_of else "",
        )
        for figure in Figure.all.values()
    ]
    said = "Each is a question that is asked of the records of a congress for a period; a share says of what."
    return page("Figures", said + "\n", table("figure", "label", "unit", "scope", "share of", rows=rows))
