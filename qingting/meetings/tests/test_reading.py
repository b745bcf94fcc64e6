"""Reading page by page: where one stopped, and notes that nobody else can read."""

import re

import pytest
from django.db import connection

from qingting.meetings.reading import Bookmark, Note, write_down
from qingting.meetings.tests.papers import pdf
from qingting.meetings.tests.test_at_the_screen import signed_in, text
from qingting.meetings.tests.test_materials import paper, shelf  # noqa: F401 - a fixture
from qingting.vault import Unreadable, unseal

WORDS = "只给自己看的话甲子乙丑"


@pytest.fixture
def m(house):
    return house.meeting()


@pytest.fixture
def kept(m):
    return paper(m, m.items.get(), content=pdf(3))


def at(version, page, more=""):
    return f"/papers-of-meetings/{version.key}/{page}/{more}"


def test_one_turns_the_pages_without_a_script(house, kept):
    client = signed_in(house.members[0])
    first, last = client.get(at(kept, 1)).content.decode(), client.get(at(kept, 3)).content.decode()
    assert f'rel="next" data-turn href="{at(kept, 2)}"' in first and 'rel="prev"' not in first
    assert f'rel="prev" data-turn href="{at(kept, 2)}"' in last and 'rel="next"' not in last
    for nowhere in (0, 4, 99_999):
        assert client.get(at(kept, nowhere)).status_code == 404 == client.get(at(kept, nowhere, "picture/")).status_code


def test_the_last_page_is_kept_for_each_reader(house, m, kept):
    one, other = signed_in(house.members[0]), signed_in(house.members[1])
    for page in (1, 2, 3, 2):
        one.get(at(kept, page))
    other.get(at(kept, 1))
    contents = f"/meetings/{m.pk}/materials/"
    assert at(kept, 2) in one.get(contents).content.decode() and "读到第 2 页" in text(one.get(contents))
    assert (
        at(kept, 1) in other.get(contents).content.decode() and at(kept, 2) not in other.get(contents).content.decode()
    )
    assert Bookmark.objects.count() == 2


def test_a_picture_that_is_looked_at_moves_no_bookmark(house, kept):
    client = signed_in(house.members[0])
    client.get(at(kept, 2, "picture/"))
    client.head(at(kept, 2, "picture/"))
    assert not Bookmark.objects.exists()


def test_a_note_is_read_by_its_writer_alone(house, m, kept):
    mine = signed_in(house.members[0])
    assert mine.post(at(kept, 2, "note/"), {"text": WORDS}).url == f"{at(kept, 2)}#note"
    assert WORDS in text(mine.get(at(kept, 2))) and WORDS in text(mine.get(f"/meetings/{m.pk}/materials/"))
    assert WORDS not in text(mine.get(at(kept, 1)))
    everyone = [post for post in [*house.all, *house.town.posts] if post.person_id != house.members[0].person_id]
    for post in everyone:
        client = signed_in(post)
        pages = [
            at(kept, 2),
            f"/meetings/{m.pk}/materials/",
            f"/matters/{m.pk}/",
            f"/meetings/{m.pk}/tablet/",
            "/registers/meetings/?export=csv",
        ]
        assert not any(WORDS in client.get(page).content.decode() for page in pages), post


def test_no_table_has_a_note_in_plain_words(house, kept):
    write_down(house.members[0].person, kept, 2, WORDS)
    with connection.cursor() as cursor:
        tables = set(connection.introspection.table_names(cursor)) - {"search_index"}  # of words, without their text
        assert "meetings_note" in tables
        for table in tables:
            cursor.execute(f'SELECT * FROM "{table}"')  # noqa: S608 - the names are the database's own
            assert WORDS not in str(cursor.fetchall()), table


def test_a_note_is_sealed_with_its_writer_and_its_page(house, kept):
    """A row that is given to another person, or to another page, opens for nobody."""
    one, other = house.members[0].person, house.members[1].person
    write_down(one, kept, 2, WORDS)
    note = Note.objects.get()
    for given in ({"person": other}, {"page": 1}):
        moved = Note(**{"person": one, "version": kept, "page": 2, "sealed": note.sealed} | given)
        assert WORDS not in moved.text
        with pytest.raises(Unreadable):
            unseal(note.sealed, moved.about)
    assert note.text == WORDS


def test_a_note_is_written_over_and_erased(house, m, kept):
    mine, other = signed_in(house.members[0]), signed_in(house.members[1])
    for text_of_it in ("先这样写", "再改一遍"):
        mine.post(at(kept, 2, "note/"), {"text": text_of_it})
    other.post(at(kept, 2, "note/"), {"text": "别人的"})
    assert [note.text for note in Note.objects.order_by("pk")] == ["再改一遍", "别人的"]
    mine.post(at(kept, 2, "note/"), {"text": "  "})
    assert [note.text for note in Note.objects.all()] == ["别人的"]
    mine.post(at(kept, 1, "note/"), {"text": "又一条"})
    mine.post(f"/meetings/{m.pk}/notes/forget/")
    assert [note.text for note in Note.objects.all()] == ["别人的"]


def test_what_was_typed_stays_where_it_is_refused(house, kept):
    mine = signed_in(house.members[0])
    answer = mine.post(at(kept, 2, "note/"), {"text": "字" * 2001})
    assert answer.status_code == 422 and "字" * 2001 in answer.content.decode() and not Note.objects.exists()
    assert mine.post(at(kept, 9, "note/"), {"text": "无此页"}).status_code == 404
    assert signed_in(house.town.lin).post(at(kept, 2, "note/"), {"text": "外人"}).status_code == 404
    assert mine.get(at(kept, 2, "note/")).status_code == 405


def test_whoever_leaves_the_committee_reads_no_more(house, kept, on):
    client = signed_in(house.members[0])
    assert client.get(at(kept, 1)).status_code == 200
    house.members[0].until = house.members[0].since
    house.members[0].save()
    assert client.get(at(kept, 1)).status_code in (302, 403, 404)


def test_the_contents_name_each_item_with_its_papers(house, m, kept):
    paper(m, title="会议日程", content=pdf(1))
    page = signed_in(house.members[0]).get(at(kept, 1)).content.decode()
    nav = page[page.index('<nav class="agenda"') :]
    assert re.findall(r'<span class="no">(\d*)</span>', nav) == ["", "1"] and "会议日程" in nav
