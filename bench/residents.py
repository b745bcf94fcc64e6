"""A district's million voices, the same on both engines: what the benchmark of the public site runs on."""

from django.core.management import call_command
from django.db import connection

from bench.town import RULING, seat, without_search
from qingting.organs.models import Organ, Person, Post, Role

STREETS, BUREAUS, DEPUTIES = 10, 40, 260


def load(n):
    """One congress with 10 sub-districts, 40 departments, 260 deputies and n voices, three in ten of them public."""
    call_command("migrate", verbosity=0)
    call_command("createcachetable", verbosity=0)
    without_search()
    K = Organ.Kind
    congress = Organ.objects.create(name="区人大", kind=K.CONGRESS, code="429900")
    committee = Organ.objects.create(name="区人大常委会", kind=K.STANDING_COMMITTEE, parent=congress)
    office = Organ.objects.create(name="代表工作委员会", kind=K.OFFICE, parent=committee)
    streets = [
        Organ.objects.create(name=f"第{i}街道人大工委", kind=K.SUBDISTRICT_COMMITTEE, parent=committee)
        for i in range(STREETS)
    ]
    bureaus = [Organ.objects.create(name=f"部门{i}", kind=K.DEPARTMENT, parent=congress) for i in range(BUREAUS)]
    people = Person.objects.bulk_create([Person(name=f"代表{i}", congress=congress) for i in range(DEPUTIES)])
    Post.objects.bulk_create(
        [Post(person=p, organ=congress, role=Role.DEPUTY, level="district", since="2020-01-01") for p in people]
    )
    for organ in (office, *streets, *bureaus):
        seat(f"{organ.name}经办", organ, Role.CLERK)
    with connection.cursor() as cursor:
        for sql in rows(n, congress.pk, office.pk, committee.pk, streets[0].pk, bureaus[0].pk, people[0].pk):
            cursor.execute(sql)
    with_search()
    from django.utils.timezone import localdate

    from qingting.voices.board import reckon

    reckon(localdate())
    return congress


def with_search():
    """The triggers again, for what is sent from now on is indexed as it is anywhere."""
    from qingting.search.index import guard

    guard("default")


def rows(n, congress, office, committee, street, bureau, person):
    """The same rows by the same SQL on both engines: one voice in eleven is on its way."""
    pg = connection.vendor == "postgresql"
    numbers = f"(WITH RECURSIVE c(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM c WHERE i < {n}) SELECT i FROM c) AS s"
    some = f"generate_series(1, {n}) AS s(i)" if pg else numbers
    yes, no = ("true", "false") if pg else ("1", "0")
    nothing, no_day, no_number = ("NULL::bigint", "NULL::date", "NULL::double precision") if pg else ("NULL",) * 3
    digest = "md5(i::text) || md5((i + 1)::text)" if pg else "lower(hex(randomblob(32)))"
    at = (
        "timestamptz '2026-01-05' + i * interval '20 seconds'"
        if pg
        else "datetime('2026-01-05', '+' || (i * 20) || ' seconds')"
    )
    empty = "'{}'::jsonb" if pg else "'{}'"

    def day(plus):
        return (
            f"(date '2026-01-05' + i % 300 + {plus})"
            if pg
            else f"date('2026-01-05', '+' || (i % 300 + {plus}) || ' days')"
        )

    is_open, public = "i % 11 = 0", "i % 10 < 3"
    state = f"CASE WHEN {is_open} THEN 'signed' ELSE 'concluded' END"
    owed = f"CASE WHEN {is_open} THEN {day(30)} ELSE {no_day} END"
    keeper, handler, lead = f"({street} + i % {STREETS})", f"({bureau} + i % {BUREAUS})", f"({person} + i % {DEPUTIES})"
    yield f"INSERT INTO organs_receipt (id, congress_id, digest) SELECT i, {congress}, {digest} FROM {some}"
    yield (
        "INSERT INTO docket_matter (id, congress_id, number, kind, title, state, keeper_id, source_id, public, filed_on, owed_on, moved_at, head) "
        f"SELECT i, {congress}, 'Q-' || i, 'voices.voice', '第' || i || '条街的路灯不亮', {state}, {keeper}, {nothing}, CASE WHEN {public} THEN {yes} ELSE {no} END, {day(0)}, {owed}, {at}, '' FROM {some}"
    )
    blank = "hold elsewhere told_by solved_later deputy_word".split()
    said = {
        "text": "'路灯坏了半个月，晚上老人出门看不清路，希望尽快修好。'", "place": "'第' || i || '条街'", "channel": "'deputy_code'", "grade": "'district'",
        "outcome": f"CASE WHEN {is_open} THEN '' ELSE 'solved' END", "answer": f"CASE WHEN {is_open} THEN '' ELSE '路灯已经修好。' END",
        "process_rating": f"CASE WHEN {is_open} THEN '' ELSE 'satisfied' END", "result_rating": f"CASE WHEN {is_open} THEN '' ELSE 'satisfied' END",
        "solved": f"CASE WHEN {is_open} THEN '' ELSE 'yes' END", "shares": "'nobody'",
        "public_title": f"CASE WHEN {public} THEN '第' || i || '条街的路灯不亮' ELSE '' END",
        "public_text": f"CASE WHEN {public} THEN '路灯坏了半个月，希望尽快修好。' ELSE '' END",
        "public_answer": f"CASE WHEN {public} AND NOT {is_open} THEN '路灯已经修好。' ELSE '' END",
    } | dict.fromkeys(blank, "''")  # fmt: skip
    yield (
        f"INSERT INTO voices_voice (matter_ptr_id, receipt_id, deputy_id, coordinator_id, handler_id, is_urgent, counts, people, round, told_on, concluded_on, {', '.join(said)}) "
        f"SELECT i, i, {lead}, {office}, {handler}, {no}, {yes}, 1, 1, CASE WHEN {is_open} THEN {no_day} ELSE {day(9)} END, CASE WHEN {is_open} THEN {no_day} ELSE {day(12)} END, {', '.join(said.values())} FROM {some}"
    )
    post = f"(SELECT min(id) FROM organs_post WHERE organ_id = {office})"
    yield (
        "INSERT INTO docket_event (id, matter_id, step, before, after, post_id, at, written_at, data, digest) "
        f"SELECT i, i, 'accept', 'x', 'y', {post}, {at}, {at}, {empty}, {digest} FROM {some}"
    )
    yield (
        "INSERT INTO docket_deadline (matter_id, clock, started_id, due_on, ruling, history, provisional) "
        f"SELECT i, 'answering', i, {day(30)}, '{RULING}', '[]', {no} FROM {some} WHERE {is_open}"
    )
    cast = [
        ("'receipt:' || i || ':'", "1 = 1", ""),
        (f"'person:' || {lead} || ':deputy'", "1 = 1", ""),
        (f"'organ:' || {keeper} || ':clerk'", "1 = 1", ""),
        (f"'organ:{office}:clerk'", "1 = 1", ""),
        (f"'organ:' || {keeper} || ':chair'", "1 = 1", ""),
        (f"'organ:{office}:head'", "1 = 1", ""),
        (f"'organ:' || {handler} || ':head'", "1 = 1", ""),
        (f"'organ:{committee}:vice_chair'", "1 = 1", ""),
        (f"'organ:' || {handler} || ':clerk'", "1 = 1", "answer"),
        (f"'public:{congress}:'", public, ""),
    ]
    for hat, which, turn in cast:
        yield (
            "INSERT INTO docket_part (matter_id, hat, kind, state, turn, due_on, owed_on) "
            f"SELECT i, {hat}, 'voices.voice', {state}, CASE WHEN {is_open} THEN '{turn}' ELSE '' END, "
            f"{f'CASE WHEN {is_open} THEN {day(30)} ELSE {no_day} END' if turn else no_day}, {owed} FROM {some} WHERE {which}"
        )
    if pg:
        for table in ("docket_matter", "docket_event", "organs_receipt"):
            yield f"SELECT setval(pg_get_serial_sequence('{table}', 'id'), (SELECT max(id) FROM {table}))"
    yield "VACUUM ANALYZE" if pg else "ANALYZE"
