"""The index: the words of every matter, kept by the database itself in the transaction that changes the matter.

Triggers write the words of a matter, spaced, into `search_text`; so nobody has to remember to, and rows that
are loaded by SQL are found as well. The index over them holds every token, and every pair of neighbours: that
knows no dictionary, and leaves few texts to be read when a phrase of common characters is looked for.
(Single characters with their positions, as PostgreSQL keeps them, would lose what stands after the 256th
occurrence of a character.)
"""

import hashlib
from dataclasses import dataclass

from django.db import connections, transaction

from qingting.docket.models import Matter
from qingting.docket.process import Process
from qingting.search.words import PARTING, TOKEN, grams, spaced

AT_ONCE = 10_000  # matters that are written in one statement when the index is made anew


@dataclass(frozen=True)
class Source:
    """A table in which words to be found stand: by what column it names the matter, in what columns."""

    table: str
    key: str
    part: str
    columns: tuple[str, ...]

    def words(self, row) -> str:
        return f"search_words({', '.join(f'{row}.{column}' for column in self.columns)})"


def sources() -> list[Source]:
    """Number and title of every matter; and of each kind the columns that its model names in `searched`."""
    kinds = [process.model._meta for process in Process.all if getattr(process.model, "searched", ())]
    bodies = [
        Source(
            kind.db_table, kind.pk.column, "body", tuple(kind.get_field(name).column for name in kind.model.searched)
        )
        for kind in kinds
    ]
    return [Source(Matter._meta.db_table, "id", "heading", ("number", "title")), *bodies]


def teach(connection, **kwargs):
    """Give a new connection to SQLite the functions that the triggers call. Another tool, without them, cannot write."""
    if connection.vendor == "sqlite":
        connection.connection.create_function("search_words", -1, spaced, deterministic=True)
        connection.connection.create_function("search_grams", 1, grams, deterministic=True)


TABLES = {
    "sqlite": [
        "CREATE TABLE search_text (matter_id integer PRIMARY KEY, heading text NOT NULL DEFAULT '', body text NOT NULL DEFAULT '')",
        "CREATE VIRTUAL TABLE search_index USING fts5(grams, content='', columnsize=0, detail=none, tokenize='ascii')",
        "CREATE VIRTUAL TABLE search_terms USING fts5vocab(search_index, 'row')",
        "INSERT INTO search_index (search_index, rank) VALUES ('hashsize', 16777216)",  # bytes
    ],
    "postgresql": [
        f"""CREATE OR REPLACE FUNCTION search_words(VARIADIC texts text[]) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
        SELECT coalesce(string_agg(said, '' ORDER BY place), '') FROM (
            SELECT place, regexp_replace(regexp_replace(regexp_replace(lower(normalize(part, NFKC) COLLATE "C"),
                '[{PARTING}]+', ' ', 'g'), '([^ a-z0-9]|[a-z]+|[0-9]+)', ' \\1 ', 'g'), ' +', ' ', 'g') AS said
            FROM unnest(texts) WITH ORDINALITY AS given(part, place)) AS spaced WHERE said NOT IN ('', ' ')
        $$""",
        # Numbers for grams: an index over them is made in half the time. Two grams with one number cost a look at a text.
        """CREATE OR REPLACE FUNCTION search_grams(words text) RETURNS integer[] LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
        SELECT array_agg(hashtext(one)) || array_agg(hashtext(one || two)) FILTER (WHERE two <> '')
        FROM unnest(string_to_array(words, ' '), (string_to_array(words, ' '))[2:]) AS pair(one, two) WHERE one <> ''
        $$""",
        "CREATE TABLE search_text (matter_id bigint PRIMARY KEY, heading text NOT NULL DEFAULT '', body text NOT NULL DEFAULT '')",
    ],
}
# PostgreSQL makes an index faster over rows that are there; SQLite fills its own row by row.
INDEX = {
    "sqlite": ["INSERT INTO search_index (search_index) VALUES ('optimize')"],
    "postgresql": [
        "CREATE INDEX search_index ON search_text USING gin (search_grams(heading || body)) WITH (fastupdate = off)",
        "ANALYZE search_text",
    ],
}


def triggers(vendor) -> dict[str, str]:
    """Each trigger by its name; the name ends in a digest of them all, so that old ones are known by it."""
    made = {**_on_sources(vendor), **(_on_words() if vendor == "sqlite" else {})}
    said = repr([made, TABLES[vendor], INDEX[vendor], TOKEN.pattern])
    mark = hashlib.sha256(said.encode()).hexdigest()[:8]
    return {f"{name}_{mark}": trigger.format(name=f"{name}_{mark}") for name, trigger in made.items()}


def _on_sources(vendor):
    made = {}
    for source in sources():
        name, columns = f"search_{source.table}", ", ".join(source.columns)
        write = (
            f"INSERT INTO search_text (matter_id, {source.part}) VALUES (NEW.{source.key}, {source.words('NEW')}) "
            f"ON CONFLICT (matter_id) DO UPDATE SET {source.part} = excluded.{source.part};"
        )
        if vendor == "sqlite":
            made[f"{name}_insert"] = f"CREATE TRIGGER {{name}} AFTER INSERT ON {source.table} BEGIN {write} END"
            made[f"{name}_update"] = (
                f"CREATE TRIGGER {{name}} AFTER UPDATE OF {columns} ON {source.table} BEGIN {write} END"
            )
        else:
            made[f"{name}_write"] = _function(
                write, f"AFTER INSERT OR UPDATE OF {columns} ON {source.table} FOR EACH ROW"
            )
    matter = Matter._meta.db_table
    if vendor == "sqlite":
        made[f"search_{matter}_delete"] = (
            f"CREATE TRIGGER {{name}} AFTER DELETE ON {matter} BEGIN DELETE FROM search_text WHERE matter_id = OLD.id; END"
        )
    else:
        made[f"search_{matter}_delete"] = _function(
            "DELETE FROM search_text WHERE matter_id = OLD.id;", f"AFTER DELETE ON {matter} FOR EACH ROW"
        )
        made[f"search_{matter}_truncate"] = _function(
            "TRUNCATE search_text;", f"AFTER TRUNCATE ON {matter} FOR EACH STATEMENT"
        )
    return made


def _function(act, when):
    body = (
        f"CREATE OR REPLACE FUNCTION {{name}}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN {act} RETURN NULL; END $$"
    )
    return f"{body}; CREATE TRIGGER {{name}} {when} EXECUTE FUNCTION {{name}}()"


def _on_words():
    """What SQLite's index is told of each change; to forget a text it must be told what it held."""
    there = "INSERT INTO search_index (rowid, grams) VALUES (NEW.matter_id, search_grams(NEW.heading || NEW.body));"
    gone = (
        "INSERT INTO search_index (search_index, rowid, grams) "
        "VALUES ('delete', OLD.matter_id, search_grams(OLD.heading || OLD.body));"
    )
    changed = "WHEN NEW.heading || NEW.body <> OLD.heading || OLD.body"
    return {
        "search_text_insert": f"CREATE TRIGGER {{name}} AFTER INSERT ON search_text BEGIN {there} END",
        "search_text_delete": f"CREATE TRIGGER {{name}} AFTER DELETE ON search_text BEGIN {gone} END",
        "search_text_update": f"CREATE TRIGGER {{name}} AFTER UPDATE ON search_text {changed} BEGIN {gone} {there} END",
    }


def guard(using, **kwargs):
    """After each migration: where a trigger is missing or not of today, the whole index is made anew."""
    connection = connections[using]
    tables = set(connection.introspection.table_names())
    if tables >= {source.table for source in sources()} and set(standing(connection)) != set(
        triggers(connection.vendor)
    ):
        rebuild(using)


def standing(connection) -> dict[str, str]:
    """The triggers of the index that the database has, each with its table."""
    asked = {
        "sqlite": "SELECT name, tbl_name FROM sqlite_master WHERE type = 'trigger' AND name LIKE 'search|_%%' ESCAPE '|'",
        "postgresql": "SELECT tgname, tgrelid::regclass::text FROM pg_trigger WHERE NOT tgisinternal AND tgname LIKE 'search|_%%' ESCAPE '|'",
    }
    with connection.cursor() as cursor:
        cursor.execute(asked[connection.vendor], [])
        return dict(cursor.fetchall())


def rebuild(using="default", written=lambda n: None) -> int:
    """Make the index anew, all of it or none, and return of how many matters; those who write meanwhile wait.

    `written` is told after each batch how many matters were in it.
    """
    connection = connections[using]
    vendor = connection.vendor
    with transaction.atomic(using), connection.cursor() as cursor:
        for name, table in standing(connection).items():
            cursor.execute(f"DROP TRIGGER {name}" if vendor == "sqlite" else f"DROP TRIGGER {name} ON {table}")
            if vendor == "postgresql":
                cursor.execute(f"DROP FUNCTION {name}()")
        for table in ("search_terms", "search_index", "search_text") if vendor == "sqlite" else ("search_text",):
            cursor.execute(f"DROP TABLE IF EXISTS {table}")
        for statement in [*TABLES[vendor], *triggers(vendor).values()]:
            cursor.execute(statement)
        cursor.execute(f"SELECT coalesce(min(id), 0), coalesce(max(id), -1) FROM {Matter._meta.db_table}")
        first, last = cursor.fetchone()
        for since in range(first, last + 1, AT_ONCE):
            cursor.execute(_all_words(), [since, since + AT_ONCE - 1])
            written(cursor.rowcount)
        for statement in INDEX[vendor]:
            cursor.execute(statement)
        cursor.execute("SELECT count(*) FROM search_text")
        return cursor.fetchone()[0]


def _all_words():
    """Both parts of the words of a range of matters."""
    matter, *bodies = sources()
    joins = "".join(f" LEFT JOIN {b.table} AS b{i} ON b{i}.{b.key} = m.id" for i, b in enumerate(bodies))
    body = "".join(f" WHEN b{i}.{b.key} IS NOT NULL THEN {b.words(f'b{i}')}" for i, b in enumerate(bodies))
    body = f"CASE{body} ELSE '' END" if bodies else "''"
    return (
        f"INSERT INTO search_text (matter_id, heading, body) SELECT m.id, {matter.words('m')}, {body} "
        f"FROM {matter.table} AS m{joins} WHERE m.id BETWEEN %s AND %s"
    )
