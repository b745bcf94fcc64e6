"""Two congresses in one installation: nothing crosses between them."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError

from qingting.clocks.rules import read
from qingting.desk.lists import due_lines, how_many, listed
from qingting.docket.ledger import seal
from qingting.docket.models import Matter, Part, Series
from qingting.docket.process import Refused
from qingting.organs.models import Post, Role
from qingting.suggestions.models import Suggestion


def test_nothing_is_seen_and_nothing_is_taken_across(town, next_town):
    s = town.suggestion()
    s.take("file", town.lin)
    for post in next_town.posts:
        assert not Matter.objects.seen_by(post).exists() and not listed(Suggestion.objects.all(), [post])
        assert (
            not Part.objects.inbox(post).exists()
            and not any(due_lines([post]).values())
            and not any(how_many([post]).values())
        )
        for step in s.process.steps.values():
            assert step.why_not(s, post)
    assert listed(Suggestion.objects.all(), [town.wang]) == [s]


def test_what_a_resident_says_in_one_is_neither_seen_nor_taken_nor_counted_in_the_other(town, next_town, client):
    v = town.handle(town.voice(), upto="sign")
    bai = next_town.seat("白石徐", next_town.street, Role.CLERK)
    stranger = next_town.voice("路灯不亮。").receipt
    for actor in [*next_town.posts, stranger]:
        assert not Matter.objects.seen_by(actor).filter(pk=v.pk).exists()
        assert not Part.objects.inbox(actor).filter(matter=v.pk).exists()
        assert all(step.why_not(v, actor) for step in v.process.steps.values())
    client.force_login(bai.person.user)
    for page in (f"/matters/{v.pk}/", f"/voices/{v.pk}/identity/", f"/voices/{v.pk}/part/", f"/matters/{v.pk}/look/"):
        assert client.get(page).status_code == 404
    page = client.get("/registers/voices/").content.decode()
    assert "路灯不亮" in page and "井盖" not in page
    other = town.handle(town.voice("桥洞积水。"), upto="accept")
    with pytest.raises(Refused, match="不属于本级人大"):
        other.take("assign", town.xu, handler=next_town.roads)
    with pytest.raises(Refused, match="不属于本级人大"):
        town.voice(deputy=next_town.he.person)
    with pytest.raises(Refused, match="不属于本级人大"):
        other.take("amend", town.xu, "记错了", deputy=next_town.lin.person)


def test_no_matter_names_an_organ_or_person_of_another(town, next_town):
    s = town.walk(town.suggestion(), upto="accept")
    with pytest.raises(Refused, match="不属于本级人大"):
        s.take("assign", town.wang, handler=next_town.water, is_complex=False)
    with pytest.raises(Refused, match="不属于本级人大"):
        town.suggestion(lead=next_town.lin.person)
    with pytest.raises(Refused, match="不属于本级人大"):
        next_town.suggestion(source=s.matter_ptr)
    with pytest.raises(ValidationError):
        Post.objects.create(person=town.lin.person, organ=next_town.office, role=Role.CLERK)


def test_no_form_offers_anything_of_another(town, next_town, client):
    s = town.walk(town.suggestion(), upto="accept")
    client.force_login(town.wang.person.user)
    page = client.get(f"/matters/{s.pk}/assign/").content.decode()
    assert page.count("水利局") == 1
    sent = client.post(f"/matters/{s.pk}/assign/", {"handler": next_town.water.pk, "once": "a" * 32})
    assert sent.status_code == 422 and Suggestion.objects.get(pk=s.pk).state == "accepted"


def test_one_sign_in_two_persons(town, next_town, client):
    """Lin serves in both towns under one sign-in; each matter still hears only the post of its own town."""
    assert town.lin.person.user == next_town.lin.person.user
    here, there = town.suggestion(), next_town.suggestion(title="邻县")
    client.force_login(town.lin.person.user)
    assert client.get(f"/matters/{here.pk}/").status_code == client.get(f"/matters/{there.pk}/").status_code == 200
    with pytest.raises(Refused):
        there.take("file", town.lin)
    client.post(f"/matters/{there.pk}/file/", {"once": "b" * 32})
    assert there.events.get().post == next_town.lin


def test_each_has_its_own_numbers_roots_and_rules(town, next_town, on, settings, tmp_path):
    on("2026-03-02")
    common = (settings.RULEBOOK / "default.toml").read_text()
    (tmp_path / "default.toml").write_text(common)
    rule = '[[suggestion_sign]]\nvalue = 3\nunit = "days"\nbasis = "本县办法第十条"\nlayer = "H"\nconfidence = "A"\nsince = 2020-01-01\n'
    (tmp_path / "429901.toml").write_text(rule)
    settings.RULEBOOK = tmp_path
    read.cache_clear()
    walked = [t.walk(t.suggestion(), upto="assign") for t in (town, next_town)]
    assert [s.number for s in walked] == ["建议2026-0001"] * 2
    assert [s.deadlines.get(clock="signing").due_on for s in walked] == [date(2026, 3, 11), date(2026, 3, 5)]
    assert seal(town.congress, date(2026, 3, 2)).events == 3
    assert Series.objects.count() == 2
