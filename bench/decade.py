"""Ten years of a district, the same on both engines; and the counts of a year in plain SQL, as one writes them by hand."""

from datetime import date, timedelta

from django.contrib.auth.models import User
from django.core.management import call_command
from django.db import connection, models

from bench.town import without_search
from qingting.docket.ledger import midnight
from qingting.docket.models import Deadline, Event, Matter, Part
from qingting.duties.models import Activity, Campaign, Place, Presence, Visit
from qingting.meetings.briefings import Briefing
from qingting.meetings.guests import Invitation
from qingting.meetings.models import Meeting
from qingting.organs.models import Level, Organ, Person, Post, Receipt, Role
from qingting.stations.models import DutyDay, Station
from qingting.suggestions.models import Suggestion
from qingting.voices.models import Voice

FIRST, DAYS = date(2016, 1, 1), 3650
OF_VOICE = ("speak_up", "accept", "assign", "sign", "answer", "check", "rate", "conclude")
OF_SUGGESTION = ("file", "accept", "assign", "sign", "contact", "draft_answer", "answer", "rate", "close")
OF_ACTIVITY = ("record", "confirm")
RATED = '{"process_rating": "satisfied", "result_rating": "satisfied", "solved": "yes"}'


def is_pg():
    return connection.vendor == "postgresql"


def decade(events: int) -> Organ:
    """Of the events, eight in ten are of voices, one in six of suggestions, the rest of activities. Loaded once."""
    call_command("migrate", verbosity=0)
    call_command("createcachetable", verbosity=0)
    if found := Organ.objects.filter(name="某区人大").first():
        return found
    without_search()
    K = Organ.Kind
    congress = Organ.objects.create(name="某区人大", kind=K.CONGRESS)
    committee = Organ.objects.create(name="某区人大常委会", kind=K.STANDING_COMMITTEE, parent=congress)
    office = Organ.objects.create(name="代表工委", kind=K.OFFICE, parent=committee)
    streets = [Organ.objects.create(name=f"街道{n}", kind=K.SUBDISTRICT_COMMITTEE, parent=committee) for n in range(10)]
    bureaus = [Organ.objects.create(name=f"部门{n}", kind=K.DEPARTMENT, parent=congress) for n in range(40)]
    clerk = Person.objects.create(name="经办人", congress=congress, user=User.objects.create(username="代表工委经办人"))
    Post.objects.create(person=clerk, organ=office, role=Role.CLERK, since=FIRST)
    people = Person.objects.bulk_create([Person(name=f"代表{n}", congress=congress) for n in range(260)])
    seats = [Post(person=p, organ=congress, role=Role.DEPUTY, level=Level.DISTRICT, since=FIRST) for p in people]
    seats = Post.objects.bulk_create(seats)
    receipts = Receipt.objects.bulk_create([Receipt(congress=congress, digest=f"{n:064}") for n in range(5000)])
    spots = Place.objects.bulk_create(
        [
            Place(congress=congress, kind=k, name=f"{k}{n}", subdistrict=streets[n % 10])
            for k in ("community", "village", "enterprise")
            for n in range(300)
        ]
    )
    campaign = Campaign.objects.create(congress=congress, brand="qingting", name="青听青声", since=FIRST)
    n_voices, n_suggestions, n_activities = events // 10, events * 18 // 1000, events * 19 // 1000
    its = dict(congress_id=congress.pk, public=False, head="''")
    with connection.cursor() as cursor:
        if is_pg():
            cursor.execute("SET statement_timeout = 0")  # ten years at a time
        base = 0
        for model, n, steps, own in (
            (Voice, n_voices, OF_VOICE, dict(receipt_id=f"{receipts[0].pk} + i % 5000", channel="CASE i % 3 WHEN 0 THEN 'site' WHEN 1 THEN 'visit' ELSE 'deputy_code' END", coordinator_id=office.pk, handler_id=f"{bureaus[0].pk} + i % 40", grade="'subdistrict'", counts=True, people=1, round=1)),
            (Suggestion, n_suggestions, OF_SUGGESTION, dict(lead_id=f"{people[0].pk} + i % 260", occasion="CASE WHEN i % 3 = 0 THEN 'recess' ELSE 'session' END", category="CASE WHEN i % 2 = 0 THEN 'traffic' ELSE 'health' END", handler_id=f"{bureaus[0].pk} + i % 40", result="'solved'", round=1)),
            (Activity, n_activities, OF_ACTIVITY, dict(activity_kind="CASE i % 4 WHEN 0 THEN 'three_entries' WHEN 1 THEN 'public_talk' WHEN 2 THEN 'training' ELSE 'research' END", held_on=day(n_activities), recorder_id=clerk.pk, campaign_id=campaign.pk, copies="i % 5")),
        ):  # fmt: skip
            keeper = f"{streets[0].pk} + i % 10" if model is not Suggestion else office.pk
            state = {Voice: "'concluded'", Suggestion: "'closed'", Activity: "'confirmed'"}[model]
            kind = model._meta.label_lower
            fill(
                cursor,
                Matter,
                n,
                id=f"{base} + i",
                kind=f"'{kind}'",
                title="'第' || i || '件'",
                number=f"'{kind[:3]}' || i",
                state=state,
                keeper_id=keeper,
                filed_on=day(n),
                **its,
            )
            fill(cursor, model, n, matter_ptr_id=f"{base} + i", **own)
            first, k = Event.objects.count(), len(steps)
            names = " ".join(f"WHEN {m} THEN '{step}'" for m, step in enumerate(steps))
            which, whose = f"((i - 1) % {k})", f"(1 + (i - 1) / {k})"
            data = f"CASE WHEN {which} = {steps.index('rate') if 'rate' in steps else -1} AND {whose} % 3 > 0 THEN '{RATED}' ELSE '{{}}' END"
            fill(
                cursor,
                Event,
                n * k,
                id=f"{first} + i",
                matter_id=f"{base} + {whose}",
                step=f"CASE {which} {names} END",
                before="'x'",
                after="'y'",
                post_id=seats[0].pk,
                at=moment(n, whose, which),
                written_at=moment(n, whose, which),
                data=f"({data})::jsonb" if is_pg() else data,
                digest="'d'",
            )
            if "answer" in steps:
                met = f"{first} + {k} * (i - 1) + {steps.index('answer') + 1}"
                fill(
                    cursor,
                    Deadline,
                    n,
                    matter_id=f"{base} + i",
                    clock="'answering'",
                    started_id=met,
                    met_id=met,
                    met_on=day(n, steps.index("answer")),
                    due_on=day(n, f"CASE WHEN i % 9 = 0 THEN 0 ELSE {len(steps)} END"),
                    ruling="'{}'",
                    history="'[]'",
                )
            fill(
                cursor,
                Part,
                n,
                matter_id=f"{base} + i",
                hat=f"'organ:{office.pk}:clerk'",
                kind=f"'{kind}'",
                state=state,
            )
            if model is Activity:
                for m in (0, 77):
                    fill(
                        cursor,
                        Presence,
                        n,
                        activity_id=f"{base} + i",
                        post_id=f"{seats[0].pk} + (i + {m}) % 260",
                        struck=False,
                    )
                fill(cursor, Visit, n, activity_id=f"{base} + i", place_id=f"{spots[0].pk} + i % 900")
            base += n
        its_other_work(cursor, congress, office, clerk, people, base)
        if is_pg():
            for table in ("docket_matter", "docket_event"):
                cursor.execute(f"SELECT setval(pg_get_serial_sequence('{table}', 'id'), (SELECT max(id) FROM {table}))")
        cursor.execute("VACUUM ANALYZE" if is_pg() else "ANALYZE")
        if is_pg():
            cursor.execute("RESET statement_timeout")
    return congress


def its_other_work(cursor, congress, office, clerk, people, base):
    """What there is little of beside it, so that no table is empty: reception days, meetings and who sits in, briefings."""
    where = Organ.objects.create(name="联络站", kind=Organ.Kind.STATION, parent=office.parent)
    station = Station.objects.create(organ=where, congress=congress, address="某路 1 号")
    meetings = base + 1000
    for model, n, state, own in (
        (DutyDay, 1000, "held", dict(station_id=station.pk, day=day(1000), opens="'09:00'", closes="'11:00'", received="i % 20")),
        (Meeting, 230, "signed", dict(body_id=office.parent_id, presiding_id=clerk.pk, held_on=day(230), opened_at=moment(230, "i", "0"))),
        (Invitation, 2300, "came", dict(on_id=f"{meetings} + 1 + i % 230", deputy_id=f"{people[0].pk} + i % 260")),
        (Briefing, 50, "held", dict(held_on=day(50), opens_at="'15:00'")),
    ):  # fmt: skip
        kind = f"'{model._meta.label_lower}'"
        its = dict(congress_id=congress.pk, public=False, keeper_id=office.pk, kind=kind, state=f"'{state}'", head="''")
        fill(cursor, Matter, n, id=f"{base} + i", title="'第' || i || '件'", **its)
        fill(cursor, model, n, matter_ptr_id=f"{base} + i", **own)
        base += n


def day(n, plus="0"):
    """The day of the i-th of n, spread evenly over the ten years."""
    of_it = f"(CAST(i AS bigint) * {DAYS} / {n + 1} + {plus})"
    return f"(date '{FIRST}' + {of_it}::int)" if is_pg() else f"date('{FIRST}', '+' || {of_it} || ' days')"


def moment(n, whose, which):
    """The moment of a step: its matter's day at noon, and a day more for each step."""
    of_it = f"(CAST({whose} AS bigint) * {DAYS} / {n + 1} + {which})"
    return (
        f"(timestamptz '{FIRST} 04:00+00' + {of_it} * interval '1 day')"
        if is_pg()
        else f"datetime('{FIRST} 04:00', '+' || {of_it} || ' days')"
    )


def fill(cursor, model, n, **given):
    """n rows of a model, each column as an expression of i; what is not given is as the model leaves it empty."""
    fields = [f for f in model._meta.local_concrete_fields if f.column in given or not f.null and not f.primary_key]
    said = {f.column: literal(given[f.column]) if f.column in given else empty(f) for f in fields}
    series = (
        f"generate_series(1, {n}) AS s(i)"
        if is_pg()
        else f"(WITH RECURSIVE c(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM c WHERE i < {n}) SELECT i FROM c) AS s"
    )
    cursor.execute(
        f"INSERT INTO {model._meta.db_table} ({', '.join(said)}) SELECT {', '.join(said.values())} FROM {series}"
    )


def literal(value):
    return (str(value).lower() if is_pg() else str(int(value))) if isinstance(value, bool) else str(value)


def empty(field):
    if isinstance(field, models.BooleanField):
        return literal(bool(field.get_default()))
    return "''" if isinstance(field, models.CharField | models.TextField) else "0"


# ---- The same counts by hand


def plain_sql(congress, since, until):
    """By the name of a figure: what somebody who knows the tables would type to count the same."""
    first, after = midnight(since), midnight(until + timedelta(days=1))
    at = f"e.at >= '{first:%Y-%m-%d %H:%M:%S}' AND e.at < '{after:%Y-%m-%d %H:%M:%S}'"
    if is_pg():
        at = f"e.at >= '{first.isoformat()}' AND e.at < '{after.isoformat()}'"
    else:
        from datetime import UTC

        at = f"e.at >= '{first.astimezone(UTC):%Y-%m-%d %H:%M:%S}' AND e.at < '{after.astimezone(UTC):%Y-%m-%d %H:%M:%S}'"

    def stepped(table, *steps, and_="", what="e.matter_id"):
        listed = ", ".join(f"'{step}'" for step in steps)
        return (
            f"SELECT count(DISTINCT {what}) FROM docket_event e JOIN {table} t ON t.matter_ptr_id = e.matter_id "
            f"JOIN docket_matter m ON m.id = e.matter_id WHERE e.step IN ({listed}) AND {at} AND m.congress_id = {congress} {and_}"
        )

    def voice(*steps, and_="", **more):
        return stepped("voices_voice", *steps, and_=f"AND t.counts {and_}", **more)

    def suggestion(*steps, and_=""):
        return stepped("suggestions_suggestion", *steps, and_=and_)

    held = f"m.congress_id = {congress} AND m.state = 'confirmed' AND a.held_on BETWEEN '{since}' AND '{until}'"
    activity = f"FROM duties_activity a JOIN docket_matter m ON m.id = a.matter_ptr_id WHERE {held} AND a.activity_kind"
    attended = f"FROM duties_presence p JOIN duties_activity a ON a.matter_ptr_id = p.activity_id JOIN docket_matter m ON m.id = p.activity_id JOIN organs_post o ON o.id = p.post_id WHERE {held} AND NOT p.struck AND o.role = 'deputy' AND a.activity_kind"
    walked = f"FROM duties_visit v JOIN duties_activity a ON a.matter_ptr_id = v.activity_id JOIN docket_matter m ON m.id = v.activity_id JOIN duties_place s ON s.id = v.place_id JOIN duties_campaign c ON c.id = a.campaign_id WHERE {held} AND c.brand = 'qingting' AND s.kind"
    return {
        "voices_received": voice("speak_up", "enter"),
        "voices_received_by_code": voice("speak_up", "enter", and_="AND t.channel IN ('deputy_code', 'station_code')"),
        "voices_residents": voice("speak_up", "enter", what="t.receipt_id"),
        "voices_accepted": voice("accept"),
        "voices_explained": voice("explain"),
        "voices_told": voice("settle", "reply", "check", "share", "report", "gather"),
        "voices_answered_by_organ": voice("answer"),
        "voices_rated": voice("rate"),
        "voices_reopened": voice("reopen", "reopen_here"),
        "voices_concluded": voice("conclude", "lapse"),
        "voices_converted": voice("convert"),
        "voices_drawn": voice("draw"),
        "suggestions_filed": suggestion("file", "convert_bill", and_=f"AND m.filed_on >= '{since}'"),
        "suggestions_filed_session": suggestion(
            "file", "convert_bill", and_=f"AND m.filed_on >= '{since}' AND t.occasion = 'session'"
        ),
        "suggestions_filed_recess": suggestion(
            "file", "convert_bill", and_=f"AND m.filed_on >= '{since}' AND t.occasion = 'recess'"
        ),
        "suggestions_accepted": suggestion("accept"),
        "suggestions_assigned": suggestion("assign", "confirm", "divide", "join"),
        "suggestions_answered": suggestion("answer", "gather", "share"),
        "suggestions_answered_by_lead": suggestion("answer"),
        "suggestions_closed": suggestion("close", "settle"),
        "suggestions_rated": suggestion("rate"),
        "suggestions_redone": suggestion("redo", "redivide"),
        "suggestions_mediated": suggestion("mediate"),
        "three_entries_groups": f"SELECT count(*) {activity} = 'three_entries'",
        "public_talks": f"SELECT count(*) {activity} = 'public_talk'",
        "research_and_inspection_visits": f"SELECT count(*) {activity} IN ('research', 'inspection')",
        "books_issued": f"SELECT sum(a.copies) {activity} IS NOT NULL AND a.copies > 0",
        "three_entries_attendance": f"SELECT count(*) {attended} = 'three_entries'",
        "training_attendance": f"SELECT count(*) {attended} = 'training'",
        "communities_visited": f"SELECT count(DISTINCT v.place_id) {walked} = 'community'",
        "villages_visited": f"SELECT count(DISTINCT v.place_id) {walked} = 'village'",
        "enterprises_visited": f"SELECT count(DISTINCT v.place_id) {walked} = 'enterprise'",
    }
