"""The public board: only what was confirmed, the newest first, as it stands at this moment; its figures; and following."""

import csv
import io
import re
from datetime import date
from xml.etree import ElementTree

import pytest
from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext

from qingting.docket.models import Deadline
from qingting.voices.board import reckon
from qingting.voices.board_views import board_drawn, followed_by, remember
from qingting.voices.models import Following, Toll, Voice
from qingting.voices.tests.doings import ANSWER, CONTENT, FIT, UNSOLVED, anew, known, merged, said, shown

ATOM = "{http://www.w3.org/2005/Atom}"
SHORT = dict(public_title="井盖", public_text="井盖坏了。", public_answer="")


@pytest.fixture(autouse=True)
def monday(on):
    on("2026-03-02")
    board_drawn.cache_clear()  # keys of another test may be the same as these


def page(client, query="", address="/public/voices/"):
    response = client.get(address + query)
    assert response.status_code == 200, query
    return response.content.decode()


def listed(client, query="", address="/public/voices/"):
    """The keys on a page of the board, in order."""
    return [int(key) for key in re.findall(r'<a href="/public/voices/(\d+)/">“', page(client, query, address))]


def bare(town, what="井盖坏了。", **given):
    """A public voice that nobody has answered, without the steps that lead there."""
    v = town.voice(what, **given)
    Voice.objects.filter(pk=v.pk).update(public=True, state="accepted", **SHORT)
    anew(v).recast()
    return anew(v)


def answered(town, outcome="solved", **given):
    return shown(town, town.handle(town.voice(**given), outcome=outcome))


# ---- What it shows


def test_only_what_was_confirmed_is_shown(town, client):
    hidden = town.handle(town.voice("秘密的一件，没有核定。"))
    redacted = town.handle(town.voice("核定了没有公开的一件。"))
    redacted.take("redact", town.xu, **FIT)
    v = shown(town, town.handle(town.voice("老街口井盖坏了，住三楼的人摔了。"), answer="已告诉三楼那一户。"))
    text = page(client)
    assert listed(client) == [v.pk] and FIT["public_title"] in text and FIT["public_answer"] in text
    own = page(client, f"{v.pk}/")
    assert FIT["public_text"] in own and FIT["public_answer"] in own
    for told in (text, own, page(client, f"{v.pk}/feed/")):
        assert "三楼" not in told and "秘密" not in told and v.title not in told and v.number not in told
    for other in (hidden, redacted):
        assert client.get(f"/public/voices/{other.pk}/").status_code == 404


def test_what_is_not_answered_shows_no_answer_though_one_was_written(town, client):
    """An answer that the keeper has not checked is nobody's; confirmed before it stood, it is not confirmed."""
    v = shown(town, town.handle(town.voice(), upto="sign"))
    v = town.handle(v, upto="answer", answer="承办单位先写的话。")
    v.take("redact", town.xu, **FIT)
    for told in (page(client), page(client, f"{v.pk}/")):
        assert FIT["public_answer"] not in told and "承办单位先写的话" not in told and "已答复，待核实" in told
    town.handle(v, upto="check")
    assert FIT["public_answer"] not in page(client) and not listed(client, "?came=solved")
    v.take("redact", town.xu, **FIT)
    assert FIT["public_answer"] in page(client) and listed(client, "?came=solved") == [v.pk]


def test_a_voice_that_is_handled_again_shows_no_answer_of_the_first_time(town, client):
    v = town.handle(town.voice(), upto="check")
    shown(town, v)
    assert FIT["public_answer"] in page(client)
    v.take("rate", v.receipt, **UNSOLVED)
    assert FIT["public_answer"] not in page(client) and "已交办，待签收" in page(client)
    town.handle(anew(v), upto="check", answer="第二次的答复。")
    for told in (page(client), page(client, f"{v.pk}/"), page(client, f"{v.pk}/feed/")):
        assert FIT["public_answer"] not in told and "第二次的答复" not in told


def test_what_became_a_suggestion_shows_its_own_answer_and_not_the_earlier_one(town, client):
    v = shown(town)
    s = town.suggestion(source=v.matter_ptr)
    s.take("file", town.lin)
    assert anew(v).state == "converted"
    assert FIT["public_answer"] not in page(client) and "代表已经提为建议" in page(client)
    town.walk(s)
    v.take("report", town.xu, outcome="planned", answer="建议的结果。")
    assert FIT["public_answer"] not in page(client) and "建议的结果" not in page(client)
    v.take("redact", town.xu, **FIT | {"public_answer": "列入了明年的计划。"})
    assert "列入了明年的计划。" in page(client) and "已列入计划" in page(client)


def test_what_belongs_elsewhere_says_so_where_others_say_what_came_of_it(town, client):
    v = town.voice()
    v.take("explain", town.xu, elsewhere="court", answer="请循法律途径。")
    shown(town, anew(v))
    assert "<b>已说明去向。</b>" in page(client) and "<b>。</b>" not in page(client)


def test_the_newest_stand_first_and_a_page_goes_on_where_the_last_ended(town, client):
    keys = [bare(town, f"第{n}件。").pk for n in range(23)][::-1]
    first = listed(client)
    further = re.search(r'rel="next" href="([^"]+)"', page(client))[1]
    bare(town, "翻页时又来一件。")  # a line that comes meanwhile moves no other to the next page
    assert first == keys[:20] and listed(client, further) == keys[20:]
    assert "从头看" in page(client, further) and 'rel="next"' not in page(client, further)


def test_it_is_narrowed_by_what_came_of_it_by_street_and_by_organ(town, client, on):
    solved, not_now = answered(town), answered(town, "not_now")
    late = shown(town, town.handle(town.voice(), upto="assign", handler=town.water))
    on("2026-04-20")
    going = bare(town, keeper=town.office)
    raised = bare(town)
    Voice.objects.filter(pk=raised.pk).update(state="misplaced", owed_on=None)  # on its way to another street
    anew(raised).recast()
    for query, found in (
        ("?came=solved", [solved]),
        ("?came=not_now", [not_now]),
        ("?came=on_the_way", [raised, going, late]),
        ("?came=late", [late]),
        (f"?keeper={town.office.pk}", [going]),
        (f"?keeper={town.street.pk}", [raised, late, not_now, solved]),
        (f"?handler={town.water.pk}", [late]),
        (f"?handler={town.roads.pk}", [not_now, solved]),
        (f"?handler={town.roads.pk}&came=solved", [solved]),
        (f"?handler={town.street.pk}", []),
        (f"?after={late.pk}", [not_now, solved]),
    ):
        assert listed(client, query) == [v.pk for v in found], query
    assert "没有符合这些条件的事" in page(client, f"?handler={town.funds.pk}")
    assert f"?came=solved&amp;handler={town.roads.pk}" in page(client, f"?came=late&handler={town.roads.pk}")


NONSENSE = ["%00", "0", "-1", "9" * 19, "9" * 400, "%F0%9F%98%80", "%07", "1e3", "长" * 10_000, "%FF", "", "1,2"]


def test_nonsense_in_the_address_narrows_nothing(town, client):
    v = bare(town)
    for nonsense in NONSENSE:
        for name in ("came", "keeper", "handler", "after", "nothing"):
            assert listed(client, f"?{name}={nonsense}") == [v.pk], (name, nonsense)


def test_a_number_that_nobody_has_leads_nowhere(town, client):
    bare(town)
    for key in (0, 999_999, 2**63, 10**40):
        for rest in ("", "feed/"):
            assert client.get(f"/public/voices/{key}/{rest}").status_code == 404
        assert client.post(f"/public/voices/{key}/follow/").status_code == 404


def test_two_congresses_each_have_their_own(town, next_town, client):
    ours, theirs = bare(town), bare(next_town)
    choice = page(client)
    assert (
        "/public/429900/voices/" in choice and "/public/429901/voices/" in choice and FIT["public_text"] not in choice
    )
    assert listed(client, address="/public/429900/voices/") == [ours.pk]
    assert listed(client, address="/public/429901/voices/") == [theirs.pk]
    reckon(date(2026, 3, 2))
    for code, name in (("429900", "清河街道人大工委"), ("429901", "清河街道人大工委")):
        assert page(client, address=f"/public/{code}/voices/").count(f">{name}</a>") == 1
    assert client.get("/public/429902/voices/").status_code == 404
    assert listed(client, f"?keeper={next_town.street.pk}", "/public/429900/voices/") == []


# ---- Lines are kept, and yet as it stands now


def unpublished(town, v):
    v.take("unpublish", town.xu, "写错了")


def withdrawn(town, v):
    v.take("withdraw", v.receipt)


def forgotten(town, v):
    v.take("forget", v.receipt)


@pytest.mark.parametrize(
    "upto, gone",
    [("conclude", unpublished), ("sign", withdrawn), ("conclude", forgotten)],
    ids=lambda one: getattr(one, "__name__", one),
)
def test_what_is_taken_back_is_gone_at_once(town, client, upto, gone):
    v = shown(town, town.handle(town.voice(), upto=upto))
    client.post(f"/public/voices/{v.pk}/follow/")
    for address in ("", "following/"):
        assert listed(client, address=f"/public/voices/{address}") == [v.pk]
    gone(town, v)
    for address in ("", "following/"):
        told = page(client, address)
        assert FIT["public_title"] not in told and FIT["public_text"] not in told
    for rest in ("", "feed/"):
        assert client.get(f"/public/voices/{v.pk}/{rest}").status_code == 404
    assert client.post(f"/public/voices/{v.pk}/follow/").status_code == 404


def test_what_turns_out_to_be_for_few_eyes_is_gone_at_once(town, client):
    v = shown(town)
    assert listed(client) == [v.pk]
    v.take("amend", town.xu, "说的是公职人员", hold="official")
    assert listed(client) == [] and not anew(v).public
    assert client.get(f"/public/voices/{v.pk}/").status_code == 404


def test_what_changes_shows_at_once(town, client, on):
    v = shown(town, town.handle(town.voice(), upto="sign"))
    assert "正在办理" in page(client)
    on("2026-03-16")
    assert "已超期" not in page(client)
    on("2026-03-17")
    assert "已超期 1 天" in page(client) and "应在" in page(client, f"{v.pk}/")
    on("2026-03-20")
    assert "已超期 4 天" in page(client)
    town.handle(anew(v), upto="check")
    v.take("redact", town.xu, **FIT)
    told = page(client)
    assert "已超期" not in told and FIT["public_answer"] in told and "用了 18 天" in told
    v.take("redact", town.xu, **FIT | {"public_answer": "改过的答复。"})
    assert "改过的答复。" in page(client) and FIT["public_answer"] not in page(client)


def test_who_says_the_same_is_counted_at_once_and_so_is_who_takes_it_back(town, client):
    lead, other = merged(town)
    Voice.objects.filter(pk=lead.pk).update(public=True, **SHORT)
    anew(lead).recast()
    assert "来自 2 位居民" in page(client)
    third = town.voice("井盖没了。")
    third.take("merge", town.xu, merged_into=anew(lead))
    assert "来自 3 位居民" in page(client) and "来自 3 位居民" in page(client, f"{lead.pk}/")
    other.take("withdraw", other.receipt)
    assert "来自 2 位居民" in page(client)


def test_a_day_that_a_notice_of_rest_days_moves_shows_at_once(town, client):
    """It moves without a step of its own."""
    v = shown(town, town.handle(town.voice(), upto="sign"))
    assert "3月16日" in page(client)
    Deadline.objects.filter(matter=v, met=None, clock="answering").update(due_on=date(2026, 3, 18))
    moved = anew(v)
    moved.owed_on = date(2026, 3, 18)
    moved.save(update_fields=["owed_on"])
    moved.recast()
    assert "3月18日" in page(client) and "3月16日" not in page(client)


def test_the_figures_of_the_year_show_as_soon_as_they_are_reckoned(town, client):
    bare(town)
    reckon(date(2026, 3, 2))
    assert "居民说了 1 件" in page(client)
    bare(town)
    reckon(date(2026, 3, 2))
    assert "居民说了 2 件" in page(client)


def test_a_page_asks_as_often_with_many_as_with_one(town, client):
    first = answered(town)
    client.post(f"/public/voices/{first.pk}/follow/")
    reckon(date(2026, 3, 2))
    addresses = ("", f"?keeper={town.street.pk}", f"{first.pk}/", f"{first.pk}/feed/", "following/")

    def asked():
        """How often each page asks, and how often once its lines are drawn."""
        board_drawn.cache_clear()
        counted = []
        for address in (*addresses, ""):
            with CaptureQueriesContext(connection) as queries:
                page(client, address)
            counted.append(len(queries))
        return counted

    before = asked()
    for n in range(12):
        v = bare(town, f"第{n}件。", keeper=town.office if n % 2 else town.street)
        client.post(f"/public/voices/{v.pk}/follow/")
    answered(town)
    first.take("redact", town.xu, **FIT)
    reckon(date(2026, 3, 2))
    assert asked() == before and max(before) <= 7 and before[-1] < before[0]


def test_who_looks_for_words_asks_once_more_and_who_does_not_asks_no_more(town, client):
    v = bare(town)

    def asked(query):
        board_drawn.cache_clear()
        with CaptureQueriesContext(connection) as queries:
            assert listed(client, query) == [v.pk]
        return [query["sql"] for query in queries]

    plain = asked("")
    assert not [sql for sql in plain if "LIKE" in sql] and len(asked("?q=井盖")) == len(plain) + 1


# ---- Looking for words, and taking the lines with one


def test_it_is_searched_by_the_words_that_are_public(town, client):
    v = shown(town, town.handle(town.voice("老街口井盖坏了，住三楼的人摔了。"), answer="已告诉三楼那一户。"))
    other = bare(town, "别的事。")
    Voice.objects.filter(pk=other.pk).update(public_title="路灯", public_text="LED路灯 100% 不亮。")
    title, text, answer = (FIT[name] for name in ("public_title", "public_text", "public_answer"))
    for words in (title[:3], text[1:4], answer[:3]):
        assert listed(client, f"?q={words}") == [v.pk], words
    for words in ("路灯", "led 路灯", "ＬＥＤ路灯", "路灯 不亮"):
        assert listed(client, f"?q={words}") == [other.pk], words
    assert listed(client, f"?q=路灯&keeper={town.office.pk}") == [] == listed(client, "?q=路灯 井盖")
    assert f'name="keeper" value="{town.street.pk}"' in page(client, f"?q=路灯&keeper={town.street.pk}")
    for hidden in ("三楼", "那一户", v.number, v.title):
        assert v.pk not in listed(client, f"?q={hidden}"), hidden
        assert "没有找到" in page(client, f"?q={hidden}") and "换个说法" in page(client, f"?q={hidden}")
    assert 'value="&lt;b&gt;路灯"' in page(client, "?q=<b>路灯")


def test_an_answer_that_is_not_shown_is_not_found(town, client):
    v = town.handle(shown(town, town.handle(town.voice(), upto="sign")), upto="answer", answer="先写的话。")
    v.take("redact", town.xu, **FIT | {"public_answer": "水泵已经换了。"})
    assert listed(client) == [v.pk] and listed(client, "?q=水泵") == []
    town.handle(v, upto="check")
    v.take("redact", town.xu, **FIT | {"public_answer": "水泵已经换了。"})
    assert listed(client, "?q=水泵") == [v.pk]


def test_what_nobody_can_look_for_is_refused_in_a_sentence(town, client):
    v = bare(town)
    for nonsense, told in (("长" * 101, "一次最多查 100 个字"), ("，。！", "只有标点是找不到的")):
        answer = client.get("/public/voices/", {"q": nonsense})
        assert answer.status_code == 422 and told in answer.content.decode() and nonsense in answer.content.decode()
    for nonsense in NONSENSE:
        assert client.get(f"/public/voices/?q={nonsense}").status_code in (200, 422), nonsense
    assert listed(client, "?q=%20") == listed(client, "?q=%00") == [v.pk]


def test_it_looks_at_so_many_and_offers_to_look_further(town, client, monkeypatch):
    monkeypatch.setattr("qingting.voices.board_views.LOOKED_AT", 3)
    old = bare(town, "旧的一件。")
    Voice.objects.filter(pk=old.pk).update(public_text="铁链断了。")
    for n in range(4):
        bare(town, f"第{n}件。")
    first = page(client, "?q=铁链")
    assert "最近的里面没有找到" in first and listed(client, "?q=铁链") == []
    further = re.search(r'rel="next" href="([^"]+)"', first)[1].replace("&amp;", "&")
    assert listed(client, further) == [old.pk] and 'rel="next"' not in page(client, further)


def test_what_somebody_looks_for_drives_nothing_out_of_what_is_kept(town, client):
    bare(town)
    page(client)
    kept = board_drawn.cache_info().currsize
    for n in range(5):
        page(client, f"?q=井盖{n}")
    assert board_drawn.cache_info().currsize == kept


def sheet_of(client, query=""):
    response = client.get(f"/public/voices/?export=csv{query}")
    assert response.streaming and response["Content-Type"] == "text/csv; charset=utf-8"
    content = b"".join(response.streaming_content)
    assert content.startswith(b"\xef\xbb\xbf")
    return list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"))))


def test_the_sheet_says_what_the_board_says_and_no_more(town, client, on):
    hidden = town.handle(town.voice("秘密的一件，没有核定。"))
    v = answered(town)
    late = bare(town, "还没办的一件。")
    Voice.objects.filter(pk=late.pk).update(public_title="=1+1", owed_on=date(2026, 2, 27))
    anew(late).recast()
    first, second = sheet_of(client)
    assert (first["编号"], first["题目"], first["超期几天"], first["用了几天"]) == (str(late.pk), "'=1+1", "3", "")
    assert (second["编号"], second["题目"], second["后来怎样"]) == (str(v.pk), FIT["public_title"], "已经解决")
    assert second["街道"] == v.keeper.name and second["承办单位"] == v.handler.name and second["用了几天"] == "0"
    told = str([first, second])
    for secret in (hidden.number, v.number, v.title, "秘密", "满意", str(v.told.what)):
        assert secret not in told, secret
    assert [row["编号"] for row in sheet_of(client, "&came=solved")] == [str(v.pk)]
    assert sheet_of(client, "&q=没有人说过") == []
    assert "export=csv" in page(client) and "每一列是什么" in page(client)


def test_the_sheet_tells_no_rating_of_few(town, client):
    bare(town)
    for rated, told in ((4, ""), (5, "5 人评价，3 人说解决了")):
        Toll.objects.all().delete()
        given = dict(congress=town.congress, organ=town.street, part="keeper", as_of=date(2026, 3, 2))
        Toll.objects.create(year=2026, rated=rated, solved=3, **given)
        assert [row["这个街道今年的评价"] for row in sheet_of(client)] == [told]


def test_the_sheet_is_read_in_parts_and_what_is_taken_back_meanwhile_is_left_out(town, client, monkeypatch):
    monkeypatch.setattr("qingting.voices.board_views.AT_ONCE", 2)
    monkeypatch.setattr("qingting.voices.board_views.SHEET", 4)
    found = [bare(town, f"第{n}件。") for n in range(5)][::-1]
    assert [row["编号"] for row in sheet_of(client)] == [str(v.pk) for v in found[:4]]
    response = client.get("/public/voices/?export=csv")
    sent = iter(response.streaming_content)
    for _line in range(3):  # the head and the first two
        next(sent)
    unpublished(town, found[3])
    assert [line.split(b",")[0] for line in sent] == [str(found[2].pk).encode()]


# ---- What the year's figures say


def tolls(year=2026):
    named = ("part", "organ__name", "received", "told", "days", "late", "rated", "solved")
    return sorted(Toll.objects.filter(year=year).values_list(*named))


def test_the_tolls_are_right_for_the_whole_each_street_and_each_organ(town, on):
    quick, slow = town.voice(), town.voice("路灯不亮。", keeper=town.office)
    town.voice("还没有人受理。")
    late = town.handle(town.voice("桥洞积水。"), upto="assign", handler=town.water)
    own = town.handle(town.voice("工委自己提的。"), upto="check")
    Voice.objects.filter(pk=own.pk).update(counts=False)
    slow.take("accept", town.wang, title="路灯", grade="subdistrict")
    slow.take("assign", town.wang, handler=town.water)
    slow.take("sign", town.zhao)
    town.handle(quick)
    on("2026-03-12")
    slow.take("answer", town.zhao, **ANSWER)
    slow.take("check", town.wang)
    slow.take("rate", slow.receipt, **CONTENT | {"solved": "partly"})
    on("2026-03-30")
    today = date(2026, 3, 30)
    reckon(today)
    first = tolls()
    assert late.last_debt("answering").due_on < today
    assert first == sorted(
        [
            (
                "all",
                town.congress.name,
                4,
                2,
                10,
                3,
                2,
                1,
            ),  # late, too: nobody took up the third, or concluded the second
            ("keeper", "代表工作委员会", 1, 1, 10, 1, 1, 0),
            ("keeper", "清河街道人大工委", 3, 1, 0, 2, 1, 1),
            ("handler", "交通局", 1, 1, 0, 0, 1, 1),
            ("handler", "水利局", 2, 1, 10, 2, 1, 0),
        ]
    )
    assert Toll.objects.get(part="all", year=2026).mean_days == 5
    reckon(today)
    assert tolls() == first


def test_what_was_said_last_year_stays_in_last_years_figures_and_is_reckoned_until_summer(town, on):
    on("2025-12-29")
    v = town.voice()
    on("2026-03-02")
    town.voice("今年的。")
    town.handle(v, upto="check")
    reckon(date(2026, 3, 2))
    assert [line[2:5] for line in tolls(2025) if line[0] == "all"] == [(1, 1, 63)]
    assert [line[2:5] for line in tolls(2026) if line[0] == "all"] == [(1, 0, 0)]
    Toll.objects.all().delete()
    reckon(date(2026, 7, 1))
    assert not tolls(2025) and tolls(2026)


def test_fewer_than_five_ratings_tell_nothing(town, client):
    for n in range(4):
        town.handle(town.voice(f"第{n}件。"))
    reckon(date(2026, 3, 2))
    told = page(client)
    assert "4/4" not in told and not re.search(r"4<small>/ 4 人评价", told) and "<td>—</td>" in told
    town.handle(town.voice("第五件。"))
    reckon(date(2026, 3, 2))
    told = page(client)
    assert "<td>5/5</td>" in told and re.search(r"5<small>/ 5 人评价", told)


def test_how_one_resident_rated_stands_on_no_public_page(town, client):
    v = shown(town, town.handle(town.voice(), process_rating="fair", result_rating="dissatisfied", solved="partly"))
    client.post(f"/public/voices/{v.pk}/follow/")
    reckon(date(2026, 3, 2))
    for address in ("", f"{v.pk}/", f"{v.pk}/feed/", "following/", "?came=solved"):
        told = page(client, address)
        assert not re.search("基本满意|不满意|解决了一部分|>评价<", told), address
        assert "1/1" not in told and "0/1" not in told


def test_the_daily_round_reckons(db):
    from qingting.mail.reminders import DAILY

    assert reckon in DAILY


# ---- Following


def followers(client, v):
    found = re.search(r"(\d+) 人关注", page(client, f"{v.pk}/"))
    return int(found[1]) if found else 0


def test_each_browser_counts_once_and_may_stop(town, client):
    v, other = bare(town), Client()
    for _twice in range(2):
        assert client.post(f"/public/voices/{v.pk}/follow/").url == f"/public/voices/{v.pk}/"
    assert followers(client, v) == 1 and "不再关注" in page(client, f"{v.pk}/")
    assert "关注这件事" in page(other, f"{v.pk}/")
    other.post(f"/public/voices/{v.pk}/follow/")
    assert followers(client, v) == 2
    client.post(f"/public/voices/{v.pk}/follow/", {"stop": "1"})
    assert followers(client, v) == 1 and listed(client, address="/public/voices/following/") == []
    assert listed(other, address="/public/voices/following/") == [v.pk]


def test_what_one_follows_stands_with_the_latest_first_and_names_nobody(town, client):
    first, second = bare(town), bare(town, "路灯不亮。")
    for v in (first, second):
        client.post(f"/public/voices/{v.pk}/follow/")
    assert listed(client, address="/public/voices/following/") == [second.pk, first.pk]
    kept = Following.objects.values_list("mark", flat=True).distinct().get()
    assert re.fullmatch("[0-9a-f]{32}", kept)
    assert all(client.cookies[name]["httponly"] for name in ("follows", "follower"))


def test_a_forged_cookie_follows_nothing_and_counts_as_nobody_else(town, client):
    v, other = bare(town), Client()
    other.post(f"/public/voices/{v.pk}/follow/")
    mark = Following.objects.get().mark
    for forged in (str(v.pk), f"{v.pk}:x:y", "\x07", "%00", "9" * 4000):
        client.cookies["follows"], client.cookies["follower"] = forged, mark
        assert listed(client, address="/public/voices/following/") == []
        assert "关注这件事" in page(client, f"{v.pk}/")
    client.post(f"/public/voices/{v.pk}/follow/", {"stop": "1"})
    assert Following.objects.get().mark == mark
    client.cookies["follower"] = mark
    client.post(f"/public/voices/{v.pk}/follow/")
    assert Following.objects.count() == 2


def test_a_browser_follows_fifty_at_most(town, client):
    v = bare(town)
    client.cookies.update(remember(HttpResponse(), [10**6 + n for n in range(60)], "a" * 32).cookies)
    asked = client.post(f"/public/voices/{v.pk}/follow/").wsgi_request
    assert len(followed_by(asked)) == 50  # of the sixty that were to be remembered
    kept = followed_by(client.get("/public/voices/following/").wsgi_request)
    assert kept == [v.pk, *(10**6 + n for n in range(49))]


def test_only_a_form_follows(town, client):
    v = bare(town)
    assert client.get(f"/public/voices/{v.pk}/follow/").status_code == 405 and not Following.objects.exists()


def test_the_feed_is_atom_and_names_nobody(town, client):
    v = town.handle(known(town, what="我叫周淑芬，老街口井盖坏了，电话13812345678。"), upto="check")
    v.take("add", v.receipt, added=said(v))
    shown(town, anew(v))
    response = client.get(f"/public/voices/{v.pk}/feed/")
    assert response["Content-Type"].startswith("application/atom+xml")
    text = response.content.decode()
    feed = ElementTree.fromstring(text)
    entries = feed.findall(f"{ATOM}entry")
    assert feed.tag == f"{ATOM}feed" and feed.find(f"{ATOM}title").text == FIT["public_title"]
    # RFC 4287: a feed has an author, unless each of its entries has one; and each has a key, a title and a moment.
    assert feed.find(f"{ATOM}author/{ATOM}name").text == "清河街道人大工委"
    for one in (feed, *entries):
        for name in ("id", "title", "updated"):
            assert one.find(ATOM + name).text
    assert len({one.find(f"{ATOM}id").text for one in entries}) == len(entries)
    assert {"self", "alternate"} == {link.get("rel") for link in feed.findall(f"{ATOM}link")}
    assert [one.find(f"{ATOM}title").text for one in entries] == ["反映", "受理", "交办", "签收", "核实并告知"]
    assert FIT["public_answer"] in text
    for name in ("周", "138", "徐兰", "钱进", "又有人摔了", v.number, "评价"):
        assert name not in text, name
