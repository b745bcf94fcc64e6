"""Earlier matters that are like a text that is being written, and which words make them so."""

from dataclasses import dataclass
from math import log

from django.db import connection

from qingting.docket.models import Matter, hats
from qingting.docket.process import Process
from qingting.search.find import HOLDS, in_sight, newest_first, through_index
from qingting.search.words import Phrase, Query, cut_up, tokens

READ = 2000  # characters of the text; what it is about is said in them
TELLING = 10  # words, the rarest of the text, by which others are looked for
NEWEST = (
    200  # matters in sight, and hits of each word, that are compared (on PostgreSQL any hits: it has them in no order)
)
FEW = 5  # matters: a word in no more of them is never common
COMMON = 0.05  # of all matters: a word in more of them says nothing


@dataclass
class Alike:
    """An earlier matter, and the telling words that it shares with the text, the rarest first."""

    matter: Matter
    words: list[str]


def alike(congress, text, actors, n=5, model=Matter) -> list[Alike]:
    """Up to n filed matters of this kind that these actors may see and that share telling words with the text, the likest first.

    A word tells the more the fewer matters have it. One shared word makes no likeness, unless the text has but one.
    """
    words, worn = _telling(text), hats(actors)
    if not words or not worn:
        return []
    kinds = [process.model._meta.label_lower for process in Process.all if issubclass(process.model, model)]
    shares = {
        key: {w for w, has in zip(words, had, strict=True) if has}
        for key, *had in _compared(words, congress, worn, kinds)
    }
    everywhere = {
        word for word in words if sum(word in shared for shared in shares.values()) > max(FEW, len(shares) / 3)
    }
    words = {word: weight for word, weight in words.items() if word not in everywhere}
    shares = {key: [word for word in words if word in shared] for key, shared in shares.items()}
    likest = sorted(
        ((sum(words[w] for w in shared), key) for key, shared in shares.items() if len(shared) >= min(2, len(words))),
        reverse=True,
    )
    matters = model.objects.in_bulk([key for _weight, key in likest[:n]])
    return [Alike(matters[key], shares[key]) for _weight, key in likest[:n] if shares[key]]


def _telling(text: str) -> dict[str, float]:
    """The rarest words of a text that other matters have too, each with its weight, the rarest first."""
    said = {word: Phrase(tuple(found)) for word in cut_up(text[:READ]) if len(found := tokens(word)) > 1}
    with connection.cursor() as cursor:
        cursor.execute("SELECT coalesce(max(matter_id), 0) FROM search_text")
        (total,) = cursor.fetchone()
        known = _frequencies({gram for phrase in said.values() for gram in phrase.grams}, cursor, total)
    counts = {word: min(known.get(gram, 0) for gram in phrase.grams) for word, phrase in said.items()}
    rare = sorted((count, word) for word, count in counts.items() if 0 < count <= max(FEW, COMMON * total))
    return {word: log(1 + total / count) for count, word in rare[:TELLING]}


OFTEN = 10_000  # matters: to count those that hold a word is work from here on
COUNTED: dict[str, tuple[int, int]] = {}  # how many held such a word, and how many there were, when it was counted last


def _frequencies(grams, cursor, total) -> dict[str, float]:
    """In how many matters each of these stands: exactly on SQLite; on PostgreSQL by its statistics, which name only the frequent.

    SQLite counts by reading all that it finds: what stands often is counted again only when there is a tenth more in all.
    """
    if not grams:
        return {}
    if connection.vendor == "sqlite":
        known = {
            gram: COUNTED[gram][0]
            for gram in grams
            if gram in COUNTED and COUNTED[gram][1] <= total <= 1.1 * COUNTED[gram][1]
        }
        unknown = [gram for gram in grams if gram not in known]
        marks = ", ".join(["%s"] * len(unknown))
        cursor.execute(f"SELECT term, doc FROM search_terms WHERE term IN ({marks})", unknown)
        found = dict(cursor.fetchall())
        COUNTED.update({gram: (n, total) for gram, n in found.items() if n >= OFTEN})
        return known | found
    cursor.execute(
        "SELECT gram, coalesce(share, 0) FROM unnest(%s::text[]) AS gram LEFT JOIN "
        "(SELECT unnest(most_common_elems::text::integer[]) AS element, unnest(most_common_elem_freqs) AS share "
        "FROM pg_stats WHERE tablename = 'search_index') AS frequent ON element = hashtext(gram)",
        [list(grams)],
    )
    return {gram: max(1.0, share * total) for gram, share in cursor.fetchall()}


def _compared(words, congress, worn, kinds):
    """The newest matters in sight, and the newest in which one of the words stands: key, and whether it has each word."""
    phrases = [Phrase(tuple(tokens(word))) for word in words]
    newest, seen = in_sight(
        worn,
        None,
        "SELECT p.matter_id FROM docket_part p WHERE {line} ORDER BY p.matter_id DESC LIMIT %s",
        [NEWEST],
        kinds,
    )
    lists, values = [newest], [*seen]
    for phrase in phrases:
        hit, asked = through_index(Query(((phrase,),)))
        order = "ORDER BY i.rowid DESC" if newest_first() else ""
        lists.append(f"SELECT * FROM (SELECT t.matter_id FROM {hit} {order} LIMIT {NEWEST}) AS hits")
        values += asked
    columns = ", ".join([HOLDS[connection.vendor]] * len(phrases))
    hatted, of_kind = ", ".join(["%s"] * len(worn)), ", ".join(["%s"] * len(kinds))
    sql = (
        f"WITH near AS (SELECT DISTINCT matter_id FROM ({' UNION ALL '.join(lists)}) AS lists) "
        f"SELECT t.matter_id, {columns} FROM near JOIN search_text t ON t.matter_id = near.matter_id "
        "JOIN docket_matter m ON m.id = t.matter_id WHERE m.congress_id = %s AND m.state <> 'draft' AND EXISTS "
        f"(SELECT 1 FROM docket_part p WHERE p.matter_id = t.matter_id AND p.kind IN ({of_kind}) AND p.hat || '' IN ({hatted}))"
    )
    with connection.cursor() as cursor:
        cursor.execute(sql, [*values, *map(str, phrases), congress.pk, *kinds, *worn])
        return cursor.fetchall()
