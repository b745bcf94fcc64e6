"""The town of Qinghe: a small standing cast that every test shares; and the browser in which some look at it."""

import os
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from pathlib import Path
from secrets import token_hex
from threading import Barrier

import pytest
import time_machine
from django.contrib.auth.models import User
from django.db.backends.signals import connection_created

from ops import setup
from qingting.clocks.calendar import forget, seed
from qingting.organs.models import Level, Organ, Person, Post, Receipt, Role, Term

AXE = Path(__file__).parent / "frontend/node_modules/axe-core/axe.min.js"
FLAGS = "--no-sandbox --disable-gpu --disable-quic --no-first-run --disable-sync --disable-background-networking --disable-component-update"


class Town:
    """One congress with its office, three bureaus, the procuratorate, three deputies, and one clerk too many."""

    def __init__(self, name="清河县", code="429900"):
        K = Organ.Kind
        seed()  # a test that committed may have emptied the calendar
        self.congress = Organ.objects.create(name=f"{name}人民代表大会", kind=K.CONGRESS, code=code)
        self.committee = Organ.objects.create(
            name=f"{name}人大常委会", kind=K.STANDING_COMMITTEE, parent=self.congress, quota=27
        )
        self.office = Organ.objects.create(name="代表工作委员会", kind=K.OFFICE, parent=self.committee)
        self.government = Organ.objects.create(name=f"{name}人民政府", kind=K.GOVERNMENT, parent=self.congress)
        self.water = Organ.objects.create(name="水利局", kind=K.DEPARTMENT, parent=self.government)
        self.roads = Organ.objects.create(name="交通局", kind=K.DEPARTMENT, parent=self.government)
        self.funds = Organ.objects.create(name="财政局", kind=K.DEPARTMENT, parent=self.government)
        self.street = Organ.objects.create(name="清河街道人大工委", kind=K.SUBDISTRICT_COMMITTEE, parent=self.committee)
        self.procuratorate = Organ.objects.create(name=f"{name}人民检察院", kind=K.PROCURATORATE, parent=self.congress)
        self.judicial = Organ.objects.create(name="监察和司法委员会", kind=K.SPECIAL_COMMITTEE, parent=self.congress)
        self.term = Term.objects.create(congress=self.congress, number=16, since=date(2022, 1, 5))
        self.lin = self.seat("林秀英", self.congress, Role.DEPUTY)
        self.he = self.seat("何建国", self.congress, Role.DEPUTY)
        self.fang = self.seat("方若谷", self.congress, Role.DEPUTY)
        self.gao = self.seat("高平", self.committee, Role.CHAIR)
        self.wang = self.seat("王敏", self.office, Role.CLERK)
        self.sun = self.seat("孙立", self.office, Role.HEAD)
        self.zhao = self.seat("赵强", self.water, Role.CLERK)
        self.zhou = self.seat("周平", self.water, Role.HEAD)
        self.qian = self.seat("钱进", self.roads, Role.CLERK)
        self.wu = self.seat("吴迪", self.roads, Role.HEAD)
        self.cai = self.seat("蔡云", self.funds, Role.CLERK)
        self.xu = self.seat("徐兰", self.street, Role.CLERK)
        self.deng = self.seat("邓和", self.street, Role.CHAIR)
        self.shi = self.seat("石正", self.procuratorate, Role.CLERK)
        self.yan = self.seat("严明", self.procuratorate, Role.HEAD)
        self.pan = self.seat("潘岳", self.judicial, Role.CLERK)

    def seat(self, name, organ, role):
        """A person in a post since 2020, with a sign-in of the same name."""
        user, _ = User.objects.get_or_create(username=name)
        person, _ = Person.objects.get_or_create(
            name=name, congress=organ.congress, defaults={"user": user, "invented": True}
        )
        level = Level.DISTRICT if role == Role.DEPUTY else ""
        return Post.objects.create(person=person, organ=organ, role=role, level=level, since=date(2020, 1, 1))

    @property
    def posts(self):
        return [post for post in vars(self).values() if isinstance(post, Post)]

    def suggestion(self, **kwargs):
        """A draft of Lin's."""
        from qingting.suggestions.models import Suggestion

        words = "河道淤积，汛期漫堤，两岸居民出行不便。建议疏浚河道并定期清淤。"
        given = dict(title="疏浚清河河道", text=words, lead=self.lin.person, keeper=self.office)
        return Suggestion.objects.create(**given | kwargs)

    def walk(self, s, *, upto="close", **changed):
        """Take a suggestion along its plain way up to a step; `changed` is what is said otherwise than usual."""
        from qingting.suggestions.models import Suggestion

        said = dict(
            category="building", handler=self.water, is_complex=False, contacted_on=date(2026, 3, 5), contact_kind="visit", contact_note="到现场听取意见。",
            result="solved", answer="已完成清淤。", process_rating="satisfied", result_rating="satisfied",
        ) | changed  # fmt: skip
        script = [
            ("file", self.lin), ("accept", self.wang), ("assign", self.wang), ("sign", self.zhao), ("contact", self.zhao),
            ("draft_answer", self.zhao), ("answer", self.zhou), ("rate", self.lin), ("close", self.wang),
        ]  # fmt: skip
        for name, post in script:
            if s.state in s.process.steps[name].source:
                s.take(name, post, **{field: said[field] for field in s.process.steps[name].fields})
            if name == upto:
                break
        return Suggestion.objects.get(pk=s.pk)

    def receipt(self):
        """What a resident holds: the receipt and its secret."""
        return Receipt.issue(self.congress)

    def voice(
        self, what="清河街道老街口的井盖坏了，晚上看不见，老人摔了两次。", place="清河街道老街口", sent=True, **given
    ):
        """What a resident has said to Lin, kept by the street's committee; a draft where it is not sent yet."""
        from qingting.voices.intake import file, put_down

        once = token_hex(16)
        draft = put_down(self.congress, once, what=what, place=place, **dict(deputy=self.lin.person) | given)
        if sent:
            file(draft, draft.receipt, once)
        return draft.process.model.objects.get(pk=draft.pk)

    def handle(self, v, *, upto="conclude", **changed):
        """Take a voice along its plain way up to a step; `changed` is what is said otherwise than usual."""
        said = dict(
            title="老街口井盖损坏", category=None, grade="subdistrict", handler=self.roads, outcome="solved", answer="井盖已经换好，并加了反光条。",
            process_rating="satisfied", result_rating="satisfied", solved="yes",
        ) | changed  # fmt: skip
        if said["grade"] in ("district", "higher"):
            ways = [("refer", self.xu), ("dispatch", self.wang)]
        else:
            ways = [("settle", self.xu)] if said["grade"] == "on_the_spot" else [("assign", self.xu)]
        script = [
            ("accept", self.xu), *ways, ("sign", self.qian), ("answer", self.qian), ("check", self.xu),
            ("rate", v.receipt), ("conclude", self.xu),
        ]  # fmt: skip
        for name, actor in script:
            if v.state in v.process.steps[name].source:
                v.take(name, actor, **{field: said[field] for field in v.process.steps[name].fields})
            if name == upto:
                break
        return v.process.model.objects.get(pk=v.pk)


def upside_down(connection, **_):
    """Whoever asks for no order gets none: SQLite gives such rows the other way round, as PostgreSQL may on any day."""
    if connection.vendor == "sqlite":
        connection.cursor().execute("PRAGMA reverse_unordered_selects = ON")


connection_created.connect(upside_down)


def pytest_report_header():
    from django.db import connection

    return f"engine: {connection.vendor}"


@pytest.fixture
def town(db):
    return Town()


@pytest.fixture
def next_town(town):
    return Town("白石县", "429901")


@pytest.fixture(autouse=True)
def calendar_read_anew():
    """No test sees the calendar of another."""
    forget()
    yield
    forget()


@pytest.fixture
def on():
    """Move the calendar: on("2026-03-02")."""
    travels = []

    def move(day, hour="09:00"):
        travel = time_machine.travel(f"{day} {hour} +08:00", tick=False)
        travel.start()
        travels.append(travel)

    yield move
    for travel in reversed(travels):
        travel.stop()


def lift_the_guard():
    """What a burglar with the database's own key does first: take the triggers away."""
    from django.db import connection

    tables = ("event", "root")
    with connection.cursor() as cursor:
        for statement in {
            "sqlite": [f"DROP TRIGGER {table}_{act}" for table in tables for act in ("UPDATE", "DELETE")],
            "postgresql": [f"DROP TRIGGER {table}_refuse ON docket_{table}" for table in tables],
        }[connection.vendor]:
            cursor.execute(statement)


@pytest.fixture
def calendar_afterwards(django_db_setup, django_db_blocker):
    """Whoever commits leaves empty tables behind: the calendar is put back for the tests that follow."""
    yield
    with django_db_blocker.unblock():
        seed()


@pytest.fixture(autouse=True)
def what_is_committed_leaves_the_calendar(request):
    """Of every test that commits, whatever else it asks for, and in whatever order the files are run."""
    marker = request.node.get_closest_marker("django_db")
    if marker and marker.kwargs.get("transaction"):
        request.getfixturevalue("calendar_afterwards")


@pytest.fixture
def busy_town(calendar_afterwards, transactional_db):
    """A town whose rows are really committed, for several connections at once."""
    yield Town()
    lift_the_guard()  # the test database is emptied now, and guarded again after


def at_once(*acts):
    """Do all of them at the same moment, each over its own connection; what each came to, a refusal included."""
    from django.db import connection

    from qingting.docket.process import Refused

    ready = Barrier(len(acts))

    def do(act):
        ready.wait()
        try:
            return act()
        except Refused as refusal:
            return refusal
        finally:
            connection.close()

    with ThreadPoolExecutor(len(acts)) as pool:
        return list(pool.map(do, acts))


@pytest.fixture
def unguarded(db):
    lift_the_guard()  # inside the test's transaction, so they come back after it


@pytest.fixture(scope="session")
def chromium():
    """One Chromium for all who drive it."""
    from playwright.sync_api import sync_playwright

    path = setup.chromium()
    if not path or not setup.chinese_font() or not AXE.exists():
        pytest.skip("no Chromium, no Chinese font or no axe-core here: the pages were NOT looked at in a browser")
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"  # playwright runs a loop in this thread; our queries are not in it
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=FLAGS.split())
        yield browser
        browser.close()
    del os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"]
