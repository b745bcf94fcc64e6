"""A city of a million suggestions, the same on both engines: what the benchmarks of pages and steps run on."""

import json
from datetime import date

from django.contrib.auth.models import User
from django.core.management import call_command
from django.db import connection

from qingting.clocks.spans import Months, Ruling
from qingting.organs.models import Level, Organ, Person, Post, Role
from qingting.search.index import standing

SINCE = date(2020, 1, 1)
RULING = json.dumps(Ruling(Months(3), "《代表法》（2025）第五十一条").as_json(), ensure_ascii=False)


def load(n):
    """One congress with 20 offices (the first keeps a third of all), 200 departments, 5,000 deputies and n suggestions."""
    call_command("migrate", verbosity=0)
    without_search()
    kind = Organ.Kind
    congress = Organ.objects.create(name="市人大", kind=kind.CONGRESS)
    committee = Organ.objects.create(name="市人大常委会", kind=kind.STANDING_COMMITTEE, parent=congress)
    offices = [Organ.objects.create(name=f"代表工委{i}", kind=kind.OFFICE, parent=committee) for i in range(20)]
    bureaus = [Organ.objects.create(name=f"部门{i}", kind=kind.DEPARTMENT, parent=congress) for i in range(200)]
    people = Person.objects.bulk_create([Person(name=f"代表{i}", congress=congress) for i in range(5000)])
    seats = [Post(person=p, organ=congress, role=Role.DEPUTY, level=Level.MUNICIPAL, since=SINCE) for p in people]
    posts = Post.objects.bulk_create(seats)
    for organ in offices + bureaus:
        for role in (Role.CLERK, Role.HEAD):
            seat(f"{organ.name}{role.label}", organ, role)
    people[34].user = User.objects.create(username="代表34")
    people[34].save()
    for sql in rows(n, congress.pk, committee.pk, offices[0].pk, bureaus[0].pk, people[0].pk, posts[0].pk):
        with connection.cursor() as cursor:
            cursor.execute(sql)


def without_search():
    """The index of words has its own benchmark; these texts are all alike, and it would take most of the loading."""
    with connection.cursor() as cursor:
        for name, table in standing(connection).items():
            cursor.execute(f"DROP TRIGGER {name}" + (f" ON {table}" if connection.vendor == "postgresql" else ""))


def seat(name, organ, role):
    user = User.objects.create(username=name)
    person = Person.objects.create(name=name, congress=organ.congress, user=user)
    return Post.objects.create(person=person, organ=organ, role=role, since=SINCE)


def rows(n, congress, committee, office, bureau, person, post):
    """The same rows by the same SQL on both engines; one suggestion in seventeen is open, in one of four states."""
    pg = connection.vendor == "postgresql"
    numbers = "(WITH RECURSIVE c(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM c WHERE i < {0}) SELECT i FROM c) AS s"
    series = "generate_series(1, {0}) AS s(i)" if pg else numbers
    no = "false" if pg else "0"
    null_int, null_day, null_at = ("NULL::bigint", "NULL::date", "NULL::timestamptz") if pg else ("NULL",) * 3
    digest = "md5(i::text) || md5((i + 1)::text)" if pg else "lower(hex(randomblob(32)))"
    json_of = "'{0}'::jsonb" if pg else "'{0}'"

    def day(plus):
        return (
            f"(date '2026-01-01' + i % 700 + {plus})"
            if pg
            else f"date('2026-01-01', '+' || (i % 700 + {plus}) || ' days')"
        )

    at = (
        "timestamptz '2025-01-01' + i * interval '10 seconds'"
        if pg
        else "datetime('2025-01-01', '+' || (i * 10) || ' seconds')"
    )
    place = "(i / 17) % 4"
    is_open = "i % 17 = 0"
    state = f"CASE WHEN {is_open} THEN CASE {place} WHEN 0 THEN 'filed' WHEN 1 THEN 'assigned' WHEN 2 THEN 'signed' ELSE 'answered' END ELSE 'closed' END"
    owed = f"CASE WHEN {is_open} THEN CASE {place} WHEN 2 THEN {day(20)} ELSE {day(0)} END ELSE {null_day} END"
    keeper = f"({office} + CASE WHEN i % 10 < 3 THEN 0 ELSE i % 20 END)"
    handler = f"({bureau} + i % 200)"
    has_handler = f"NOT ({is_open} AND {place} = 0)"
    filed, lead, suggestions = f"{day(-400)}", f"({person} + i % 5000)", series.format(n)
    yield (
        "INSERT INTO docket_matter (id, congress_id, number, kind, title, state, keeper_id, source_id, public, filed_on, owed_on, moved_at, head) "
        f"SELECT i, {congress}, 'N-' || i, 'suggestions.suggestion', '关于第' || i || '条道路的建议', {state}, {keeper}, {null_int}, {no}, {filed}, {owed}, {at}, '' FROM {suggestions}"
    )
    blank = "occasion category bill_number ground other_path contact_kind contact_note result answer process_rating result_rating mediation second_process_rating second_result_rating public_title public_text public_answer".split()
    yield (
        f"INSERT INTO suggestions_suggestion (matter_ptr_id, lead_id, text, handler_id, is_complex, ruled, round, confidential, {', '.join(blank)}) "
        f"SELECT i, {lead}, '路面破损，行人不便，建议尽快修复并加装照明。', CASE WHEN {has_handler} THEN {handler} ELSE {null_int} END, {no}, {no}, 1, {no}, {', '.join(chr(39) * 2 for _ in blank)} FROM {suggestions}"
    )
    yield (
        "INSERT INTO docket_event (id, matter_id, step, before, after, post_id, at, written_at, data, digest) "
        f"SELECT i, 1 + (i - 1) / 4, CASE i % 4 WHEN 1 THEN 'file' WHEN 2 THEN 'accept' WHEN 3 THEN 'assign' ELSE 'sign' END, 'x', 'y', {post} + i % 5000, {at}, {at}, {json_of.format('{}')}, {digest} FROM {series.format(4 * n)}"
    )
    clocks = {
        0: [("assigning", 0)],
        1: [("signing", 0), ("returning", 3), ("contacting", 20), ("answering", 90)],
        2: [("contacting", 20), ("answering", 90)],
        3: [("rating", 0)],
    }
    for which, running in clocks.items():
        for clock, plus in running:
            yield (
                "INSERT INTO docket_deadline (matter_id, clock, started_id, due_on, ruling, history, provisional) "
                f"SELECT i, '{clock}', 4 * i - 1, {day(plus)}, {json_of.format(RULING)}, {json_of.format('[]')}, {no} FROM {suggestions} WHERE {is_open} AND {place} = {which}"
            )
    cast = [  # the hat, of which matters, in which states whose turn by which step
        (f"'person:' || {lead} || ':deputy'", "1 = 1", {3: ("rate", day(0))}),
        (f"'organ:' || {keeper} || ':clerk'", "1 = 1", {0: ("accept", day(0))}),
        (f"'organ:' || {keeper} || ':head'", "1 = 1", {}),
        (f"'organ:' || {handler} || ':clerk'", has_handler, {1: ("sign", day(0)), 2: ("contact", day(20))}),
        (f"'organ:' || {handler} || ':head'", has_handler, {}),
        (f"'organ:{committee}:chair'", "1 = 1", {}),
        (f"'organ:{committee}:vice_chair'", "1 = 1", {}),
    ]
    for hat, which, turns in cast:
        turn = " ".join(f"WHEN {is_open} AND {place} = {p} THEN '{step}'" for p, (step, _day) in turns.items())
        due = " ".join(f"WHEN {is_open} AND {place} = {p} THEN {on}" for p, (_step, on) in turns.items())
        yield (
            "INSERT INTO docket_part (matter_id, hat, kind, state, turn, due_on, owed_on) "
            f"SELECT i, {hat}, 'suggestions.suggestion', {state}, {f'CASE {turn} ELSE {chr(39) * 2} END' if turns else chr(39) * 2}, "
            f"{f'CASE {due} ELSE {null_day} END' if turns else null_day}, {owed} FROM {suggestions} WHERE {which}"
        )
    if pg:
        for table in ("docket_matter", "docket_event"):
            yield f"SELECT setval(pg_get_serial_sequence('{table}', 'id'), (SELECT max(id) FROM {table}))"
    yield "VACUUM ANALYZE" if pg else "ANALYZE"


def is_true_to_the_pages(sample=400):
    """How many lines of the loaded casts the process pages would have written otherwise. Must be none."""
    from qingting.docket.models import Part
    from qingting.suggestions.models import Suggestion

    changed = 0
    for s in Suggestion.objects.filter(pk__in=range(17, 17 * sample, 17)).select_related(*Suggestion.process.paths):
        before = {part.line for part in s.parts.all()}
        s.recast()
        changed += len(before ^ {part.line for part in Part.objects.filter(matter=s)})
    return changed
