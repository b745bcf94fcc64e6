"""Every page, export, feed, mail and log, as everyone: no canary sings where it must not."""

import io
import json
import logging
import re
import zipfile
from dataclasses import dataclass
from html import unescape
from urllib.parse import unquote

import pytest
from django.conf import settings as its_settings
from django.core import mail
from django.test import Client
from django.urls import get_resolver, reverse

from qingting.desk import story
from qingting.docket.models import Event
from qingting.documents.models import OfficialDocument
from qingting.duties.models import Activity, Campaign, Place
from qingting.duties.ratings import token as rating_token
from qingting.duties.voter_reports import VoterReport
from qingting.floods.models import Tally
from qingting.mail.delivery import deliver
from qingting.meetings import diary
from qingting.meetings.door import token as door_token
from qingting.meetings.materials import Material, Version
from qingting.meetings.models import Item
from qingting.meetings.published import Gazette, Publication
from qingting.meetings.words import Opinions, Speech
from qingting.organs.models import Organ, Person, Post, Session
from qingting.report.models import AnnualReport, Chapter
from qingting.stations.codes import token
from qingting.stations.models import Code, DutyDay, Station, Stationed
from qingting.voices.models import Voice
from qingting.voices.register import Register
from stories.canaries import CAST, CLOSED, full_of_canaries

WRONG = "no-receipt-has-this-secret"


@dataclass(frozen=True)
class Actor:
    """Somebody at a browser: signed in or not, with the secret of a receipt or with a guess."""

    name: str
    client: Client
    secret: str = WRONG


@dataclass(frozen=True)
class Leak:
    actor: str
    url: str
    word: str


@pytest.fixture
def world(town, next_town, on, settings, tmp_path):
    on("2026-03-02")
    settings.MEDIA_ROOT, settings.ALLOWED_HOSTS = tmp_path, ["testserver"]
    return full_of_canaries(town, next_town)


def everyone(world, only=None):
    """Nobody, every post of the town and one of the next, and whoever holds a receipt, each in a browser of his own."""
    names = ["nobody", *(post.person.name for post in world.town.posts), "白石徐", *world.secrets]
    for name in names if only is None else only:
        client = Client(raise_request_exception=False)
        if found := Person.objects.filter(name=name).first():
            client.force_login(found.user)
        yield Actor(name, client, world.secrets.get(name, WRONG))


# ---- Every address


def addresses(patterns=None, before=""):
    """Each address that there is: its name (its pattern where it has none) and what it asks for."""
    for pattern in get_resolver().url_patterns if patterns is None else patterns:
        route = before + str(pattern.pattern)
        if hasattr(pattern, "url_patterns"):
            yield from addresses(pattern.url_patterns, route)
        else:
            yield pattern.name or route, pattern.pattern.regex.groups


def voices(world, actor):
    """All of them for whoever has a part in them; to others each is as absent as the next, so a few will do."""
    few = actor.name not in CAST | {"nobody"}
    return [v for called, v in world.voices.items() if not few or called in ("甲", "丁", "癸", "丑")]


def a_key(world, actor):
    return [[v.pk] for v in voices(world, actor)]


def a_suggestion(world, actor):
    return [[pk] for pk in world.voices["辛"].offspring.values_list("pk", flat=True)]


def matters(world, actor):
    return a_key(world, actor) + a_suggestion(world, actor) + [[one.pk] for one in (*world.meetings, *world.done)]


def steps(world, actor):
    """Of every matter the steps that stand on its page, and one of each kind by a guess."""
    for v in voices(world, actor):
        page = actor.client.get(reverse("matter", args=[v.pk])).content.decode()
        offered = re.findall(rf'"/matters/{v.pk}/([a-z_]+)/"', page)
        yield from ([v.pk, name] for name in {*offered, "look", "redact"} if name != "seals")


def deadlines(world, actor):
    for v in voices(world, actor):
        owed = list(v.deadlines.order_by("pk").values_list("pk", flat=True))
        yield from ([v.pk, pk] for pk in dict.fromkeys([*owed[:1], *owed[-1:]]))


def of_the_receipt(world, actor):
    return [[actor.secret]]


def one_each(*values):
    return lambda world, actor: [[value] for value in values]


def keys_of(model, n=2):
    return lambda world, actor: [[pk] for pk in model.objects.order_by("pk").values_list("pk", flat=True)[:n]]


SLUG = one_each("voices", "suggestions", "promises")
CODE = one_each("429900", "429901")
NONE = one_each(999_999)
WORDS = one_each("nothing")

# What each address asks for. An address that asks for something and is not here fails the test: say here what to give it.
ASKS = {
    "matter": matters,
    "verified": matters,
    "step": steps,
    "deadline": deadlines,
    "register": lambda world, actor: [[slug] for slug in Register.all],
    "figure": one_each(
        "voices_received", "voices_rated", "receptions_deputies", "meetings_observed", "laws_inspected", "none"
    ),
    "attachment": lambda world, actor: [[key] for key in keys(world)],
    "withdraw_attachment": lambda world, actor: [[key] for key in keys(world)],
    "attach": NONE,  # takes a file, and shows nothing
    "receipt": of_the_receipt,
    "receipt_photo": lambda world, actor: [[actor.secret, world.photo], [actor.secret, "9" * 32]],
    "receipt_act": lambda world, actor: [[actor.secret, "rate"], [actor.secret, "fly"]],
    "voice_part": a_key,
    "voice_advice": NONE,  # takes a button, and shows nothing
    "voice_sheet": keys_of(DutyDay),
    "code": lambda world, actor: [[token(code)] for code in Code.objects.order_by("pk")] + [["1-forged"]],
    "deputy": keys_of(Post),
    "deputy_card": keys_of(Post),
    "photograph": lambda world, actor: [[1, "nothing"]],
    "desk_profile": keys_of(Post),
    "desk_code_revoke": keys_of(Code),
    "desk_duties": keys_of(DutyDay),
    "desk_leave": keys_of(Stationed),
    **dict.fromkeys(
        ("station", "station_receptions", "desk_station", "desk_station_edit", "desk_stay"), keys_of(Station)
    ),
    **dict.fromkeys(("desk_day_new", "desk_rule_new"), keys_of(Station)),
    **dict.fromkeys(("desk_rule_plan", "desk_rule_end"), NONE),
    **dict.fromkeys(("stations_of", "receptions_of"), CODE),
    **dict.fromkeys(
        (
            "item_new",
            "presence",
            "leave_new",
            "vote_new",
            "tablet",
            "screen",
            "meeting_results",
            "vote_cast",
            "vote_tally",
            "vote_voter",
        ),
        lambda world, actor: [[one.pk] for one in world.meetings],
    ),
    **dict.fromkeys(
        ("floor", "floor_now", "floor_change", "speeches", "opinions_of", "publish", "unpublish", "minutes_paper"),
        lambda world, actor: [[one.pk] for one in world.meetings],
    ),
    "speech_new": lambda world, actor: [[one.pk, 1] for one in world.meetings],
    **dict.fromkeys(("speech", "speech_erase"), keys_of(Speech)),
    **dict.fromkeys(("passages", "opinions_begin"), keys_of(Item)),
    **dict.fromkeys(("opinions_letter", "public_opinions"), keys_of(Opinions)),
    "gazette": keys_of(Gazette),
    **dict.fromkeys(("public_gazette", "public_gazette_file"), keys_of(Gazette)),
    "public_minutes": keys_of(Publication),
    "public_minutes_of": CODE,
    **dict.fromkeys(
        (
            "meeting_guests",
            "meeting_invite",
            "meeting_observers",
            "meeting_door_code",
            "briefing_people",
        ),
        lambda world, actor: [[one.pk] for one in world.meetings],
    ),  # fmt: skip
    **dict.fromkeys(("public_meeting", "public_observe"), lambda world, actor: [[one.pk] for one in world.meetings]),
    **dict.fromkeys(("guest_came", "observer_answer"), lambda world, actor: [[one.pk, 1] for one in world.meetings]),
    **dict.fromkeys(("public_meetings_of", "public_meetings_feed_of"), CODE),
    "observer_receipt": lambda world, actor: [[world.observing], [WRONG]],
    "meeting_door": lambda world, actor: [[door_token(one)] for one in world.meetings[:1]] + [["1-forged"]],
    "meetings_diary": lambda world, actor: [[diary.token(diary.diary_of(world.town.zhao.person_id))], ["1-forged"]],
    "item_change": lambda world, actor: [[one.pk, 1] for one in world.meetings],
    **dict.fromkeys(
        ("mandates_candidates", "mandates_schedule", "mandates_put"),
        lambda world, actor: [[one.pk] for one in world.meetings],
    ),
    **dict.fromkeys(
        ("materials", "material_new", "notes_forget"), lambda world, actor: [[one.pk] for one in world.meetings]
    ),
    **dict.fromkeys(("material_anew", "material_withdraw"), keys_of(Material)),
    "material_file": lambda world, actor: [[version.key] for version in Version.objects.all()],
    **dict.fromkeys(
        ("reading", "reading_picture", "reading_note"),
        lambda world, actor: [[version.key, 1] for version in Version.objects.all()],
    ),
    "item_propose": matters,
    "street": lambda world, actor: [[world.town.street.pk]],
    "deputy_group": keys_of(Organ),
    "link_end": NONE,
    **dict.fromkeys(("study_change", "study_advice", "plan_items"), lambda world, actor: [[m.pk] for m in world.done]),
    **dict.fromkeys(("public_plan_of", "public_plan_feed_of"), CODE),
    **dict.fromkeys(("congress_session", "slate_new"), keys_of(Session)),
    "slate_edit": lambda world, actor: [[one.pk, 1] for one in Session.objects.all()],
    "vote_spelling": lambda world, actor: [[one.pk] for one in world.meetings],
    "nomination_edit": matters,
    "officer": keys_of(Person),
    "candidacy_new": matters,
    "candidates_vote": lambda world, actor: [[one.pk] for one in world.meetings],
    **dict.fromkeys(("file", "file_word", "file_pdf", "honour_new"), keys_of(Person)),
    "honour_judge": NONE,  # takes a button, and shows nothing
    **dict.fromkeys(
        ("voter_report_write", "voter_report_code", "voter_report_slips", "public_voter_report"), keys_of(VoterReport)
    ),
    "public_voter_reports_of": CODE,
    "rate": lambda world, actor: [[rating_token(one)] for one in VoterReport.objects.all()] + [["1-forged"]],
    "people_vote": lambda world, actor: [[one.pk] for one in world.meetings],
    "voice_identity": a_key,
    "public_voice": a_key,
    "public_feed": a_key,
    "public_follow": a_key,
    "public_voices_of": CODE,
    "public_suggestion": a_suggestion,
    "public_suggestions_of": CODE,
    **dict.fromkeys(
        [
            "suggestion_letter",
            "suggestion_papers",
            "suggestion_draft",
            "suggestion_invite",
            "suggestion_discard",
            "suggestion_handlers",
            "suggestion_promise",
            "suggestion_more_time",
            "suggestion_supervise",
        ],
        a_suggestion,
    ),  # fmt: skip
    "suggestion_letter_to": lambda world, actor: [[*pk, 1] for pk in a_suggestion(world, actor)],
    "suggestion_discard_hung": lambda world, actor: [[*pk, 1] for pk in a_suggestion(world, actor)],
    "matter_papers": matters,
    **dict.fromkeys(("paper", "edit_paper", "paper_pdf", "paper_word", "paper_akoma"), keys_of(OfficialDocument)),
    "paper_page": lambda world, actor: [[pk, 1] for pk in OfficialDocument.objects.values_list("pk", flat=True)[:2]],
    **dict.fromkeys(("issue_paper", "withdraw_paper", "discard_paper"), NONE),  # take a button, and show nothing
    **dict.fromkeys(("report_sheet", "report_seals", "report_doubts", "report_chapter_new"), keys_of(AnnualReport)),
    "report_file": lambda world, actor: [[pk, "party", "docx"] for pk in reports()],
    **dict.fromkeys(("chapter_write", "chapter_drafts"), keys_of(Chapter)),
    **dict.fromkeys(("chapter_preview", "chapter_comment", "comment_settle"), NONE),  # take a form
    **dict.fromkeys(
        ("public_report", "public_report_csv", "public_report_json", "public_report_dictionary"), keys_of(AnnualReport)
    ),
    "public_report_figure": lambda world, actor: [[pk, "suggestions_concluded"] for pk in reports()],
    "public_report_file": lambda world, actor: [[pk, "docx"] for pk in reports()],
    "examination_retire": NONE,  # takes a button, and shows nothing
    "examination_rule": one_each("all"),
    "examination_slip": a_key,
    **dict.fromkeys(("exam", "exam_begin", "exam_save", "exam_clock", "exam_practice"), of_the_receipt),
    **dict.fromkeys(("activity_new", "activity_where"), one_each("three_entries", "books")),
    **dict.fromkeys(("activity_edit", "activity_people", "activity_object"), keys_of(Activity, 3)),
    "activity_discard": NONE,  # takes a button, and shows nothing
    "activity_preview": WORDS,
    **dict.fromkeys(("duty_place", "duty_place_edit", "duty_place_merge"), keys_of(Place)),
    **dict.fromkeys(("campaign", "campaign_edit"), keys_of(Campaign)),
    "procuratorate_flag": matters,
    "procuratorate_refer": matters,
    "large": one_each("on"),
    "organ": keys_of(Organ),
    "begin_post": keys_of(Organ),
    "begin_deputy": keys_of(Organ),
    "person": keys_of(Person),
    "change_post": NONE,
    "term": NONE,
    "session": NONE,
    "preview": WORDS,
    "template": one_each("deputies"),
    "upload": one_each("deputies"),
    "account_confirm_email": WORDS,
    "account_reset_password_from_key": lambda world, actor: [["1", "nothing"]],
    "mfa_remove_webauthn": NONE,
    "mfa_edit_webauthn": NONE,
}
# Of these the page is asked for in further ways.
FURTHER = {
    "register": ("?export=xlsx", "?export=csv", "?order=due", "?state=signed"),
    "report_sheet": ("?figure=suggestions_concluded", "?edition=party"),
    "suggestion_catalogue": ("?format=docx", "?format=xlsx"),
    "inbox": ("?lamp=green",),
    "suggestion_new": ("?source=1",),
    "public_voices": ("?export=csv", "?q=水管"),
    "public_voices_of": ("?export=csv", "?q=水管"),
    "organs": ("?q=欧阳",),
}
# They know of no matter, or show everyone the same.
ONCE_FOR_ALL = re.compile(
    "account_|mfa_|usersessions|socialaccount|openid|public_|organ|term|session|large|begin_|.*accounts"
    "|station|deputy|code|reception|photograph"
)
# Whoever holds a receipt is nobody with a few more addresses.
HOLDERS = re.compile("receipt|say|public_voice$|home")
SINGS = (
    "青石板路",
    "13907120002",
    "欧阳丹青",
    "13907120001",
    "上官云鹤",
    "水管",
    "鄂A3K9P7",
    "要忘掉的",
    "慕容秋水",
    "司徒玉凤",
)


def keys(world):
    from qingting.attachments.models import Attachment

    return list(Attachment.objects.order_by("pk").values_list("key", flat=True))


def reports():
    return AnnualReport.objects.order_by("pk").values_list("pk", flat=True)


def test_every_address_is_known():
    unknown = {name for name, asks in addresses() if asks and name not in ASKS}
    assert not unknown, f"say in ASKS what these addresses ask for: {sorted(unknown)}"


def test_no_two_addresses_share_a_name():
    """Else a link to one leads to the other. The sign-in page stands before that of its library, on purpose."""
    names = [name for name, _asks in addresses() if name != "account_login"]
    assert len(names) == len(set(names)), sorted({name for name in names if names.count(name) > 1})


def doors(world, actor):
    """Every address that this actor can type, with its name."""
    for name, asks in dict(addresses()).items():
        if name not in ASKS and not asks:
            found = ["/" + re.sub(r"\(\?:.*?\|.*?\)", "signup", name).strip("^")] if "/" in name else [reverse(name)]
        else:
            found = [reverse(name, args=args) for args in ASKS[name](world, actor)]
        if ONCE_FOR_ALL.match(name) and actor.name not in ("nobody", "徐兰", "甲"):
            continue
        if actor.secret != WRONG and not HOLDERS.match(name):
            continue
        yield from ((name, url + more) for url in found for more in ("", *FURTHER.get(name, ())))
    if actor.secret == WRONG:
        yield from (("search", f"{reverse('search')}?q={word}") for word in SINGS)


# ---- Walking


def inside(response) -> str:
    """All that a response carries: its heads, its text, what is inside a packed file, and what it is called."""
    content = b"".join(response.streaming_content) if response.streaming else response.content
    said = [unquote(str(dict(response.headers))), str(response.cookies)]
    if content[:2] == b"PK":
        with zipfile.ZipFile(io.BytesIO(content)) as file:
            said += [name + file.read(name).decode(errors="replace") for name in file.namelist()]
    else:
        said.append(content.decode(errors="replace"))
    if "json" in response.headers.get("Content-Type", "") and content:
        said.append(json.dumps(json.loads(content), ensure_ascii=False))
    return unquote(unescape("\n".join(said)))


def without_echo(said: str, url: str) -> str:
    """What one has typed is said back to oneself."""
    word = unquote(url.partition("?q=")[2])
    for echo in (f"?q={word}", f'value="{word}"', f"“{word}”") if word else ():
        said = said.replace(echo, "")
    return said


def heard(world, actor, name, url, said):
    """The canaries that this actor must not hear, and hears."""
    said = without_echo(said, url).replace(f"/r/{actor.secret}/", "")
    for canary in world.canaries:
        may = actor.name in canary.readers and canary.only_at in ("", name)
        if not may and canary.word in said:
            yield Leak(actor.name, url, canary.word)


def walk(world, actor, only=None):
    """Everything this actor hears and must not, at every door or at those that are named."""
    leaks = []
    for name, url in doors(world, actor):
        if only and name not in only:
            continue
        Tally.objects.all().delete()  # who guesses too often is stopped; here he may go on
        response = actor.client.get(url)
        assert response.status_code != 500, (actor.name, url)
        leaks += heard(world, actor, name, url, inside(response))
    return leaks


def singing(records) -> str:
    return "\n".join(f"{record.getMessage()} {record.exc_text or ''} {record.args}" for record in records)


@pytest.mark.slow
def test_no_canary_is_heard_by_anyone_who_must_not(world, caplog):
    caplog.set_level(logging.INFO)
    leaks, rounds = [], 0
    for actor in everyone(world):
        leaks += walk(world, actor)
        rounds += 1
    assert not leaks, "\n".join(map(str, leaks))
    assert rounds == len(world.town.posts) + len(world.secrets) + 2
    logged = singing(caplog.records)
    assert "Not Found" in logged and not [canary for canary in world.canaries if canary.word in logged]


WRITTEN_OUT = ("register", "search", "suggestion_catalogue", "matter_papers", "paper", "paper_word", "inbox", "notices")


@pytest.mark.slow
def test_what_is_closed_is_in_no_list_no_sheet_and_no_draft(world):
    """Not even where members and the office ask, who read it on the pages of the meeting itself."""
    for actor in everyone(world, ["王敏", "高平", "何副主任"]):
        page = inside(actor.client.get(f"/meetings/{world.meetings[0].pk}/materials/"))
        assert "不公开的议题壬辰癸巳" in page and "不公开的材料丙申丁酉" in page
        said = [(url, inside(actor.client.get(url))) for name, url in doors(world, actor) if name in WRITTEN_OUT]
        said += [(word, inside(actor.client.get(f"/search/?q={word}"))) for word in CLOSED]
        assert len(said) > 20
        told = [(url, word) for url, text in said for word in CLOSED if word in without_echo(text, f"?q={url}")]
        assert not told, told


def test_the_birds_sing_where_they_may(world):
    """Else the walk would pass in a town where nobody says anything."""
    heard_by = {}
    for actor in everyone(world, ["徐兰", "钱进", "甲", "nobody"]):
        pages = [
            "/registers/voices/?export=csv",
            f"/matters/{world.voices['甲'].pk}/",
            f"/r/{actor.secret}/",
            "/public/429900/voices/",
        ]
        pages += [f"/voices/{world.voices['甲'].pk}/identity/", f"/attachments/{world.photo}/"]
        said = "".join(inside(actor.client.get(page)) for page in pages if actor.client.get(page).status_code == 200)
        heard_by[actor.name] = {
            word
            for word in ("青石板路塌陷", "13907120002", "欧阳丹青", "退办的理由戊己庚辛", "水管已修")
            if word in said
        }
    assert heard_by == {
        "徐兰": {"青石板路塌陷", "13907120002", "欧阳丹青", "退办的理由戊己庚辛", "水管已修"},
        "钱进": {"青石板路塌陷", "退办的理由戊己庚辛", "水管已修"},
        "甲": {"青石板路塌陷", "13907120002", "水管已修"},
        "nobody": {"水管已修"},
    }


# ---- What goes wrong, what is sent, what is kept


def test_no_canary_is_heard_when_something_goes_wrong(world, monkeypatch, caplog):
    caplog.set_level(logging.INFO)
    pk, secret = world.voices["甲"].pk, world.secrets["甲"]
    (holder,), (clerk,), (organ,) = (list(everyone(world, [name])) for name in ("甲", "徐兰", "钱进"))
    strict = Client(enforce_csrf_checks=True)
    told = {
        "400": holder.client.get("/", headers={"host": "elsewhere.example"}),
        "403": strict.post(f"/r/{secret}/withdraw/"),
        "404": holder.client.get(f"/r/{secret}/photos/{'9' * 32}/"),
        "404 of a step": holder.client.post(f"/r/{secret}/fly/"),
        "405": holder.client.get(f"/r/{secret}/withdraw/"),
        "422": holder.client.post(f"/r/{secret}/add/", {"what": "a\0b13907129999"}),
        "409": holder.client.post(f"/r/{secret}/forget/", {"once": "f" * 32}),
        "409 at the desk": organ.client.post(
            f"/matters/{pk}/look_as_handler/", {"note": "为什么", "once": "e" * 32, "seen": "x"}
        ),
        "422 at the desk": clerk.client.post(f"/matters/{pk}/amend/", {"title": "", "once": "d" * 32, "seen": "x"}),
    }
    for _guess in range(40):
        told["429"] = strict.get(f"/r/{WRONG}/")
    monkeypatch.setattr("qingting.voices.page.looked", lambda *said: 1 / 0)  # with what was said in its frame
    told["500"] = clerk.client.get(f"/matters/{pk}/")
    assert {status: response.status_code for status, response in told.items()} == {s: int(s[:3]) for s in told}
    for status, response in told.items():
        actor = clerk if status in ("422 at the desk", "500") else organ if "desk" in status else holder
        assert not list(heard(world, actor, status, "", inside(response))), status
    logged = singing(caplog.records)
    assert "Internal Server Error" in logged and "Forbidden" in logged
    assert not [canary for canary in world.canaries if canary.word in logged] and "13907129999" not in logged


def test_no_mail_and_no_notice_carries_one(world):
    for person in Person.objects.filter(user__isnull=False):
        person.user.email = f"person{person.pk}@qingting.example"
        person.user.save()
    deliver()
    sent = "\n".join(str(letter.message().as_bytes().decode()) + letter.subject + letter.body for letter in mail.outbox)
    assert len(mail.outbox) > 20 and not [canary for canary in world.canaries if canary.word in sent]


def test_the_ledger_keeps_none_of_it(world):
    """What cannot be erased holds no word, no secret, and nothing that leads to one."""
    kept = "\n".join(f"{event.data} {event.once} {event.digest}" for event in Event.objects.all())
    assert Event.objects.count() > 50 and not [canary for canary in world.canaries if canary.word in kept]


def test_no_file_on_the_disk_is_called_by_what_it_is(world):
    named = "\n".join(str(path) for path in its_settings.MEDIA_ROOT.rglob("*"))
    kept = [path.read_bytes() for path in its_settings.MEDIA_ROOT.rglob("*") if path.is_file()]
    # a photograph and a paper; of a meeting, a paper of Word and one in PDF, with its two pages and the words on them
    assert len(kept) == 8 and not [canary for canary in world.canaries if canary.word in named]
    assert not any(b"SomeMaker" in content or "张三".encode() in content for content in kept)


# ---- That it can fail


def leaked(world, name, only):
    (actor,) = everyone(world, [name])
    return {leak.word for leak in walk(world, actor, only)}


def test_it_hears_when_nothing_is_masked(town, next_town, on, settings, tmp_path, monkeypatch):
    on("2026-03-02")
    settings.MEDIA_ROOT = tmp_path
    monkeypatch.setattr("qingting.voices.intake.masked", lambda text, names=False: (text, []))
    world = full_of_canaries(town, next_town)
    assert {"13907120002", "上官云鹤", "9号楼5单元1203室"} <= leaked(world, "钱进", ["matter"])
    assert "13907120002" in leaked(world, "林秀英", ["register"]) and "13907120002" in leaked(
        world, "林秀英", ["search"]
    )


def test_it_hears_when_a_page_shows_too_much(world, monkeypatch):
    body = story.BODIES[Voice]
    monkeypatch.setitem(
        story.BODIES, Voice, lambda v, actors: body(v, actors) | {"is_keeper": True, "own_words": v.told}
    )
    assert "13907120002" in leaked(world, "钱进", ["matter"])


def test_it_hears_when_everyone_may_look(world, monkeypatch):
    look = Event.objects.get(matter=world.voices["甲"].pk, step="look")
    monkeypatch.setattr(
        "qingting.voices.views.looked", lambda v, actors: look if setattr(look, "post_id", actors[0].pk) is None else 0
    )
    assert {"欧阳丹青", "13907120001"} <= leaked(world, "钱进", ["voice_identity"])


def test_it_hears_what_stays_in_an_export(world, monkeypatch):
    monkeypatch.setattr(
        "qingting.desk.exports.row_of",
        lambda v, register, hidden: [""] * 20 + [v.told.what if isinstance(v, Voice) else ""],
    )
    assert "13907120002" in leaked(world, "林秀英", ["register"])


def test_it_hears_who_sees_what_is_not_his(world, monkeypatch):
    monkeypatch.setattr("qingting.desk.visitor.hats", lambda actors: [f"organ:{world.town.street.pk}:clerk"])
    assert "青石板路塌陷" in leaked(world, "方若谷", ["matter"])


def test_it_hears_a_log(world, caplog):
    caplog.set_level(logging.INFO)
    logging.getLogger("qingting").warning("somebody said %s", "欧阳丹青")
    assert [canary.word for canary in world.canaries if canary.word in singing(caplog.records)] == ["欧阳丹青"]


def test_the_cast_is_that_of_the_town(world):
    assert {post.person.name for post in world.town.posts} >= CAST
