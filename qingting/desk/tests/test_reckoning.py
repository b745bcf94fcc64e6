"""A deadline tells how it was counted, and the rulebook by what rules: on their pages, in plain words."""

import shutil
from datetime import date

import pytest
from django.urls import reverse

from qingting.clocks.rules import read
from qingting.desk.reckoning import days_of, lay_open
from qingting.docket.models import Deadline


@pytest.fixture
def at_desk(client):
    def sit(post):
        client.force_login(post.person.user)
        session = client.session
        session["acting"] = post.pk
        session.save()
        return client

    return sit


def deadline(s, clock):
    return Deadline.objects.get(matter=s, clock=clock)


def page(client, owed):
    return client.get(reverse("deadline", args=[owed.matter_id, owed.pk])).content.decode()


def test_each_day_of_labour_day_is_told(town, on):
    """Assigned on 29 April 2026: five rest days, and Saturday 9 May is worked."""
    on("2026-04-29")
    owed = lay_open(deadline(town.walk(town.suggestion(), upto="assign"), "signing"), {})
    told = {str(day): (n, kind, cls) for day, n, kind, cls in days_of(owed)}
    assert told["2026-04-29"] == (0, "工作日", "zero")
    assert told["2026-05-01"] == (None, "劳动节", "rest")
    assert told["2026-05-09"] == (5, "调休上班", "makeup")
    assert told["2026-05-10"] == (None, "周末", "rest")
    assert told["2026-05-12"] == (7, "工作日", "due")


def test_the_page_names_rule_article_layer_and_notice(town, on, at_desk):
    on("2026-03-02")
    owed = deadline(town.walk(town.suggestion(), upto="assign"), "returning")
    said = page(at_desk(town.zhao), owed)
    for words in (
        "第十六条",
        "10个工作日",
        "借用外地",
        "2018-01-01",
        "suggestion_return",
        "国务院办公厅关于2026年部分节假日安排的通知",
    ):
        assert words in said


def test_a_last_day_on_a_rest_day_says_where_it_came_from(town, on, at_desk):
    """Three months from 20 November 2026 end on a Saturday."""
    on("2026-11-20")
    owed = lay_open(deadline(town.walk(town.suggestion(), upto="assign"), "answering"), {})
    assert (owed.rolled_from, owed.due_on) == (date(2027, 2, 20), date(2027, 2, 22))
    assert "2027年2月20日，星期六是休息日，顺延到下一个工作日" in page(
        at_desk(town.zhao), Deadline.objects.get(pk=owed.pk)
    )


def test_an_extension_names_who_when_and_what_it_was(town, on, at_desk):
    on("2026-03-02")
    s = town.walk(town.suggestion(), upto="sign")
    owed = deadline(s, "answering")
    was, extension = (
        owed.due_on,
        s.take("contact", town.zhao, contacted_on=date(2026, 3, 2), contact_kind="visit", contact_note="见面"),
    )
    owed.history = [{"event": extension.pk, "step": "contact", "was": str(was)}]
    owed.save()
    said = page(at_desk(town.zhao), owed)
    assert "6月2日" in said and "水利局经办人 赵强“登记沟通”" in said


def test_a_provisional_day_says_so_and_which_notice_is_awaited(town, on, at_desk):
    on("2026-12-23")
    said = page(at_desk(town.zhao), deadline(town.walk(town.suggestion(), upto="assign"), "signing"))
    assert "这个日子是暂定的" in said and "2027年的通知还没有录入" in said


def test_a_deadline_older_than_its_rule_says_so(town, on, at_desk):
    """Chongqing's number is of 2018; a matter of 2017 was counted by it for want of an older one."""
    on("2017-03-02")
    town.lin.__class__.objects.update(since=date(2016, 1, 1))
    for post in town.posts:
        post.refresh_from_db()
    owed = deadline(town.walk(town.suggestion(), upto="assign"), "returning")
    on("2026-03-02")
    assert "时限开始时这条规则还没有施行" in page(at_desk(town.zhao), owed)


def test_the_rulebook_tells_every_rule_with_its_source(town, at_desk, django_assert_max_num_queries):
    client = at_desk(town.zhao)
    with django_assert_max_num_queries(5):
        said = client.get(reverse("rulebook")).content.decode()
    for words in (
        "国家法律",
        "借用外地规定做默认",
        "工作惯例",
        "平台推断，待核",
        "第五十一条第二款",
        "没有定日数",
        "代表建议 · 申请退办",
    ):
        assert words in said
    assert "本级自定" not in said


def test_the_rulebook_shows_what_a_place_has_set_itself(town, next_town, at_desk, settings, tmp_path):
    shutil.copytree(settings.RULEBOOK, tmp_path, dirs_exist_ok=True)
    settings.RULEBOOK = tmp_path
    own = '[[suggestion_sign]]\nvalue = 3\nunit = "working days"\nbasis = "本县办法第六条（示例）"\nlayer = "H"\nconfidence = "A"\nsince = 2026-01-01\n'
    (tmp_path / f"{town.congress.code}.toml").write_text(own)
    mine = at_desk(town.zhao).get(reverse("rulebook")).content.decode()
    theirs = at_desk(next_town.zhao).get(reverse("rulebook")).content.decode()
    read.cache_clear()
    assert "本县办法第六条（示例）" in mine and "本级自定" in mine and "7个工作日" in mine  # and what it was before
    assert "本县办法第六条（示例）" not in theirs


def test_nobody_reads_the_rulebook_without_signing_in(client, db):
    assert client.get(reverse("rulebook")).status_code == 302
