"""A congress of five hundred votes at one moment, through a server as it is run: no ballot is lost, and none counts twice."""

import http.client
import os
import re
import signal
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from datetime import date, time
from itertools import islice
from urllib.parse import urlencode

import pytest
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.auth.models import User
from django.contrib.sessions.backends.db import SessionStore
from django.core.management import call_command
from django.utils.timezone import localdate

from qingting.meetings.models import Item, Meeting, Presence
from qingting.meetings.votes import Question, Vote
from qingting.organs.models import Level, Person, Post, Role
from stories.test_a_server_that_dies import ROOT, database, free_port, wait_for

DEPUTIES, LINKS = 500, 40
TOKEN = "t" * 32
CHOICES = ("yes", "yes", "yes", "no", "abstain")


def seats(town):
    """As many deputies as it takes, each with a sign-in of his own."""
    n = DEPUTIES - Post.objects.filter(organ=town.congress, role=Role.DEPUTY).count()
    users = User.objects.bulk_create([User(username=f"d{i}") for i in range(n)])
    people = Person.objects.bulk_create(
        [Person(name=f"代表{i}", congress=town.congress, user=user, invented=True) for i, user in enumerate(users)]
    )
    since = date(2022, 1, 5)
    Post.objects.bulk_create(
        [Post(person=p, organ=town.congress, role=Role.DEPUTY, level=Level.DISTRICT, since=since) for p in people]
    )
    return list(
        Post.objects.filter(organ=town.congress, role=Role.DEPUTY).select_related("person__user").order_by("pk")
    )


def signed_in(post) -> str:
    session, user = SessionStore(), post.person.user
    session[SESSION_KEY], session[HASH_SESSION_KEY] = str(user.pk), user.get_session_auth_hash()
    session[BACKEND_SESSION_KEY] = "qingting.web.backends.HolderOfPosts"
    session.create()
    return session.session_key


def session_of_the_congress(town, deputies) -> Vote:
    """Its preparatory meeting, over which the committee presides: the agenda adopted, every deputy in the hall."""
    given = dict(
        title="预备会议", body=town.congress, keeper=town.office, presiding=town.gao.person, is_preparatory=True
    )
    m = Meeting.objects.create(**given)
    Item.objects.create(meeting=m, place=1, title="关于区人民政府工作报告的决议")
    m.take("plan", town.wang, held_on=localdate(), opens_at=time(9), place="大会堂")
    again(m).take("notify", town.wang)
    Presence.objects.bulk_create([Presence(meeting=m, post=p, way="code", written_by=p) for p in deputies])
    again(m).take("open", town.gao)
    Meeting.objects.filter(pk=m.pk).update(agenda_adopted=True)
    v = Vote.objects.create(held_at=again(m), item=m.items.get(), title="关于区人民政府工作报告的决议", way="secret")
    Question.objects.create(vote=v, place=1, text=v.title)
    return v


def again(matter):
    return type(matter).objects.get(pk=matter.pk)


def send(port, pk, ballots) -> list[tuple[int, str]]:
    """One telephone after another over one connection; what each was told."""
    link, told = http.client.HTTPConnection("127.0.0.1", port, timeout=60), []
    for session, choice in ballots:
        headers = {
            "Cookie": f"sessionid={session}; csrftoken={TOKEN}",
            "Content-Type": "application/x-www-form-urlencoded",
        }
        link.request("POST", f"/votes/{pk}/cast/", urlencode({"csrfmiddlewaretoken": TOKEN, "q1": choice}), headers)
        answer = link.getresponse()
        code = re.search(r"<code>([2-9A-Z]{12})</code>", answer.read().decode())
        told.append((answer.status, code[1] if code else ""))
    return told


@pytest.mark.slow
def test_five_hundred_vote_at_one_moment(busy_town, settings, tmp_path_factory):
    """Each sends at once with the others, one in five from two telephones."""
    call_command("createcachetable", verbosity=0)
    folder = tmp_path_factory.mktemp("v")
    settings.BALLOT_BOX = folder / "b"
    port = free_port()
    told = {"DATABASE_URL": database(), "VAR": str(folder), "BALLOT_BOX": str(settings.BALLOT_BOX)}
    words = [sys.executable, "-m", "qingting.manage", "serve", "--port", str(port)]
    served = subprocess.Popen(words, cwd=ROOT, env=os.environ | told, stdout=subprocess.DEVNULL, start_new_session=True)
    try:
        wait_for(port)
        deputies = seats(busy_town)
        v = session_of_the_congress(busy_town, deputies)
        again(v).take("open", busy_town.wang)
        ballots = [(signed_in(post), CHOICES[n % 5]) for n, post in enumerate(deputies)]
        twice = [*ballots, *ballots[::5]]
        with ThreadPoolExecutor(LINKS) as links:
            answers = list(links.map(lambda n: send(port, v.pk, islice(twice, n, None, LINKS)), range(LINKS)))
        codes = {code for answer in answers for status, code in answer if status == 200}
        refused = [status for answer in answers for status, _code in answer if status != 200]
        again(v).take("close", busy_town.wang)
    finally:
        os.killpg(served.pid, signal.SIGKILL)
        served.wait(20)
    assert refused == [409] * len(ballots[::5])
    v = again(v)
    assert v.ballots.count() == len(codes) == DEPUTIES == v.voters.filter(has_voted=True).count()
    assert set(v.ballots.values_list("code", flat=True)) == codes
    ((_question, said),) = v.totals
    assert dict(said.counts) == {"yes": 300, "no": 100, "abstain": 100}
    assert said.is_carried and said.rule.least(said.whole) == 251
