"""Finding matters by their words: what an actor may see, newest first.

Three ways lead to the first page, each with a bound: a glance at the newest matters he may see (enough for a common
word, and for whoever has few matters), then the index (for a rare word), then on from the newest matter he may see
(for what is neither). Permission is part of each query.
"""

from dataclasses import dataclass

from django.db import connection

from qingting.docket.models import Matter, hats
from qingting.docket.process import Process
from qingting.search.words import Query, snippet

PAGE = 20  # matters on a page
GLANCE = 2000  # of the newest matters, those whose words are looked at before the index is asked
GATHER = 2000  # of the hits of the index, those that are gathered before they are known to be many
FIRST = 200  # of the hits of an index that gives the newest first, those that are gathered at first: they mostly fill a page
HOLDS = {"sqlite": "instr(t.heading || t.body, %s) > 0", "postgresql": "strpos(t.heading || t.body, %s) > 0"}
COUNTS = (1000, 500, 200, 100, 50, 20)  # what is said of a number that was not counted to its end: "100+"


@dataclass
class Found:
    """A page of what was found: the keys of the matters, whether there are more, and how many in words."""

    keys: list[int]
    more: bool
    count: str

    @classmethod
    def of(cls, keys: list[int], is_all: bool) -> "Found":
        known = next((n for n in COUNTS if len(keys) >= n), None)
        count = str(len(keys)) if is_all and len(keys) <= COUNTS[0] else f"{known}+"
        return cls(keys[:PAGE], len(keys) > PAGE, count)


def found(query: Query, actors, after: int | None = None) -> Found:
    """The newest matters with all the words of the query that one of these actors may see; `after` is the last key of the page before."""
    worn = hats(actors)
    if not worn:
        return Found([], False, "0")
    looked_at, keys = _glance(query, worn, after)
    if looked_at < GLANCE or len(keys) > PAGE:
        return Found.of(keys, is_all=looked_at < GLANCE)
    for most in (FIRST, GATHER) if newest_first() else (GATHER,):
        hits, keys = _gather(query, worn, after, most)
        if hits <= most or newest_first() and len(keys) > PAGE:
            return Found.of(keys, is_all=hits <= most)
    keys = _walk(query, worn, after)
    return Found.of(keys, is_all=len(keys) <= PAGE)


def newest_first() -> bool:
    """Whether the index gives the newest hits first: SQLite's does, PostgreSQL's gives them in no order."""
    return connection.vendor == "sqlite"


def _glance(query, worn, after):
    """How many of the newest matters in sight were looked at, and which of them have the words."""
    lists, seen = in_sight(
        worn,
        after,
        "SELECT p.matter_id FROM docket_part p WHERE {line} ORDER BY p.matter_id DESC LIMIT %s",
        [GLANCE],
        kinds(),
    )
    test, words = _test(query)
    sql = (
        f"WITH seen AS (SELECT DISTINCT matter_id FROM ({lists}) AS lists ORDER BY matter_id DESC LIMIT {GLANCE}) "
        f"SELECT count(*), {_joined(f'CASE WHEN {test} THEN t.matter_id END')} "
        "FROM seen JOIN search_text t ON t.matter_id = seen.matter_id"
    )
    return _counted(sql, [*seen, *words])


def _gather(query, worn, after, most):
    """How many hits the index has, counted up to one more than `most`; and which of them are in sight.

    A matter has few parts, and one index leads to them: `hat || ''` keeps the engines from looking under each hat instead,
    and a question in parentheses with its own LIMIT keeps PostgreSQL from reading all parts at once, which it thinks cheaper.
    """
    hit, asked = through_index(query)
    test, words = _test(query)
    before, bound = ("AND t.matter_id < %s", [after]) if after else ("", [])
    sql = (
        f"WITH hit AS (SELECT t.matter_id FROM {hit} AND {test} {before} "
        f"{'ORDER BY i.rowid DESC' if newest_first() else ''} LIMIT {most + 1}), "
        "seen AS (SELECT matter_id FROM hit WHERE "
        f"(SELECT true FROM docket_part p WHERE p.matter_id = hit.matter_id AND p.hat || '' IN ({_marks(worn)}) LIMIT 1)) "
        f"SELECT (SELECT count(*) FROM hit), {_joined('seen.matter_id')} FROM seen"
    )
    return _counted(sql, [*asked, *words, *bound, *worn])


def _walk(query, worn, after):
    """From the newest matter in sight on, until a page is full."""
    test, words = _test(query)
    line = (
        "SELECT p.matter_id FROM docket_part p WHERE {line} "
        f"AND (SELECT {test} FROM search_text t WHERE t.matter_id = p.matter_id) ORDER BY p.matter_id DESC LIMIT %s"
    )
    lists, seen = in_sight(worn, after, line, [*words, PAGE + 1], kinds())
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT DISTINCT matter_id FROM ({lists}) AS lists ORDER BY matter_id DESC LIMIT {PAGE + 1}", seen
        )
        return [key for (key,) in cursor.fetchall()]


def kinds() -> list[str]:
    return [process.model._meta.label_lower for process in Process.all]


def in_sight(worn, after, line, given, kinds):
    """One short list for each hat and each kind, as the index of `Part` has them, joined into one: SQL and its values."""
    before, bound = ("AND p.matter_id < %s", [after]) if after else ("", [])
    one = f"SELECT * FROM ({line.format(line=f'p.hat = %s AND p.kind = %s {before}')}) AS list"
    pairs = [(hat, kind) for hat in worn for kind in kinds]
    return " UNION ALL ".join([one] * len(pairs)), [value for pair in pairs for value in [*pair, *bound, *given]]


def _test(query):
    """Whether the words of a matter hold every word of the query: SQL over search_text t, and its values."""
    ways = ["(" + " OR ".join([HOLDS[connection.vendor]] * len(ways)) + ")" for ways in query.words]
    return " AND ".join(ways), [str(phrase) for phrase in query.phrases]


def through_index(query):
    """The rows of search_text t that the index offers for a query, to be tested: SQL up to its WHERE, and its values."""
    if connection.vendor == "sqlite":
        said = " AND ".join(f"({' OR '.join(_match(phrase) for phrase in ways)})" for ways in query.words)
        return "search_index i CROSS JOIN search_text t ON t.matter_id = i.rowid WHERE search_index MATCH %s", [said]
    ways = " AND ".join("(" + " OR ".join(_array(phrase) for phrase in ways) + ")" for ways in query.words)
    return f"search_text t WHERE {ways}", [gram for phrase in query.phrases for gram in phrase.grams]


def _match(phrase):
    return "(" + " AND ".join(f'"{gram}"' for gram in phrase.grams) + ")"


def _array(phrase):
    return f"search_grams(t.heading || t.body) @> ARRAY[{', '.join(['hashtext(%s)'] * len(phrase.grams))}]"


def _joined(keys):
    return f"group_concat({keys})" if connection.vendor == "sqlite" else f"string_agg(({keys})::text, ',')"


def _counted(sql, values):
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        n, keys = cursor.fetchone()
    return n, sorted(map(int, keys.split(",")), reverse=True) if keys else []


def _marks(values):
    return ", ".join(["%s"] * len(values))


def shown(keys: list[int], query: Query) -> list[Matter]:
    """The matters with these keys, newest first, each with its title and the place of its text that was found."""
    matters = list(Matter.objects.filter(pk__in=keys).select_related("source").order_by("-pk"))
    bodies = bodies_of(matters)
    for matter in matters:
        matter.found_in_title = snippet(matter.title, query.phrases, length=len(matter.title))
        matter.found_in_text = snippet(bodies.get(matter.pk, ""), query.phrases)
    return matters


def bodies_of(matters) -> dict[int, str]:
    """What stands in the searched columns of these matters, by key: one query for each kind among them."""
    said = {}
    for model in {matter.rules.model for matter in matters}:
        if columns := getattr(model, "searched", ()):
            keys = [matter.pk for matter in matters if matter.kind == model._meta.label_lower]
            said |= {pk: "\n".join(text) for pk, *text in model.objects.filter(pk__in=keys).values_list("pk", *columns)}
    return said
