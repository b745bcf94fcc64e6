"""How often the pages of a meeting ask the database: as often with thirty items, votes and ballots as with three."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from qingting.meetings.models import Item
from qingting.meetings.tests.doings import DAY, House, a_box  # noqa: F401 - a fixture
from qingting.meetings.votes import Ballot, Vote, Voter
from stories.test_what_each_page_asks import asked

THIRTY = 30
CHOICES = ["yes"] * 20 + ["no"] * 6 + ["abstain"] * 4


@pytest.fixture
def house(town, on):
    """A standing committee of thirty members, in session."""
    on(DAY)
    return House(town, members=THIRTY)


def voted_on(house, m, n):
    """So many items more on the agenda, each with a vote that is over: in secret, by name and by hands in turn."""
    for place in range(1, n + 1):
        item = Item.objects.create(meeting=m, place=place + 1, title=f"议题{place}", reporter=house.town.government)
        way = ("secret", "named", "hands")[place % 3]
        v = house.vote(m, item=item, title=item.title, way=way)
        is_named = way == "named"
        Voter.objects.bulk_create(
            [
                Voter(vote=v, post=post, has_voted=True, choices=[said] if is_named else None)
                for post, said in zip(house.all, CHOICES, strict=True)
            ]
        )
        if not is_named:
            Ballot.objects.bulk_create([Ballot(vote=v, code=f"{i}", choices=[said]) for i, said in enumerate(CHOICES)])
        ruling = m.votes.get(item=None).ruling  # the agenda was adopted by the same majority
        Vote.objects.filter(pk=v.pk).update(state="carried", ruling=ruling)
        Vote.objects.get(pk=v.pk).recast()


# Of a meeting and of a vote, six are what the page of every matter asks: the session, the sign-in with its posts, the
# cast, the matter, its history with its deadlines, its kin (of a meeting, with its votes).
PAGES = {
    "the meeting": ("/matters/{m}/", 8),  # and: its agenda, its members with when they were there
    "a vote": ("/matters/{v}/", 9),  # and: what was asked, the roll, the ballots
    "what came of it": ("/meetings/{m}/results/", 9),  # the agenda, its votes, what was asked, roll and ballots
    "the tablet": ("/meetings/{m}/tablet/", 15),
    "the screen": ("/meetings/{m}/screen/", 12),  # and: who speaks now
}


@pytest.mark.parametrize("who", ["the clerk", "the chair", "a member"])
@pytest.mark.parametrize("page", PAGES)
def test_a_page_of_a_meeting_asks_as_often_with_thirty_as_with_three(house, client, page, who):
    m, (address, most) = house.sitting(), PAGES[page]
    post = {"the clerk": house.town.wang, "the chair": house.chair, "a member": house.members[3]}[who]
    client.force_login(post.person.user)
    counts = []
    for n in (3, THIRTY - 3):  # three: one of each way of voting
        voted_on(house, m, n)
        url = address.format(m=m.pk, v=m.votes.order_by("pk").last().pk)
        client.get(url)  # what a worker reads once in its life
        queries, _page = asked(client, url)
        counts.append(len(queries))
        assert len(queries) <= most, "\n".join(queries)
    assert counts[0] == counts[1]


@pytest.mark.usefixtures("a_box")
def test_casting_a_ballot_asks_five_times_and_reads_no_other_member(house, client):
    """The session, the sign-in, his line of the roll with its vote and that he is there, what is asked; then the tick."""
    m = house.sitting()
    v = house.open(house.vote(m))
    client.force_login(house.members[3].person.user)
    queries, page = asked(client, f"/votes/{v.pk}/cast/", {"q1": "yes"})
    assert "<code>" in page.content.decode() and house.line(v, house.members[3]).has_voted
    assert len(queries) <= 5, "\n".join(queries)
    assert sum('FROM "organs_post"' in sql for sql in queries) == 1, "the posts of who is signed in, and no others"


@pytest.mark.parametrize("page", ["tablet", "screen"])
@pytest.mark.usefixtures("a_box")
def test_a_look_that_finds_nothing_new_reads_no_member(house, client, page):
    """Five hundred telephones ask so every few seconds."""
    m = house.sitting()
    house.open(house.vote(m))
    client.force_login(house.members[3].person.user)
    stand = client.get(f"/meetings/{m.pk}/{page}/").context["stand"]
    with CaptureQueriesContext(connection) as queries:
        answer = client.get(f"/meetings/{m.pk}/{page}/", {"stand": stand}, HTTP_HX_REQUEST="true")
    assert answer.status_code == 204
    asked_for = [query["sql"] for query in queries]
    assert len(asked_for) <= 7, "\n".join(asked_for)
    assert sum('FROM "organs_post"' in sql for sql in asked_for) == 1
