"""Whatever is sent: one clear sentence or 404, what was typed stays on the page, and nothing is half-saved."""

import re
from datetime import date, datetime

import pytest
from django.utils.timezone import make_aware

from qingting.docket.models import Deadline, Event, Matter, Notice, Part, Words
from qingting.docket.process import Refused
from qingting.suggestions.models import Cosigning, Handling, Promise, Suggestion
from qingting.voices.intake import tell_who
from qingting.voices.models import Voice

NUL, BELL, LONG = "a\0b", "a\x07b", "长" * 30_000


@pytest.fixture(autouse=True)
def monday(on):
    on("2026-03-02")


@pytest.fixture
def at_desk(client):
    """Sign in as one of the town, and give the client."""

    def sit(post):
        client.force_login(post.person.user)
        return client

    return sit


def books():
    """Everything that a half-saved step would have left."""
    return [
        list(kind.objects.order_by("pk").values_list()) for kind in (Suggestion, Event, Words, Part, Deadline, Notice)
    ]


def mark(n=1):
    return f"{n:032x}"


def press(client, s, name, n=1, **said):
    said = {"once": mark(n), "seen": Matter.objects.get(pk=s.pk).head} | said
    return client.post(f"/matters/{s.pk}/{name}/", said)


CONTACT = {"contacted_on": "2026-03-02", "contact_kind": "visit", "contact_note": "到现场听取意见。"}


@pytest.mark.parametrize(
    "changed, sentence",
    [
        ({"contacted_on": ""}, "请填写“沟通日期”"),
        ({"contact_note": " 　"}, "请填写“沟通情况”"),
        ({"contacted_on": "2026-02-31"}, "输入一个有效的日期"),
        ({"contacted_on": "昨天"}, "输入一个有效的日期"),
        ({"contact_kind": "dream"}, "dream"),
        ({"contact_note": BELL}, "控制字符（第 2 个字）"),
        ({"contact_note": NUL}, "空字符|控制字符"),
        ({"contact_note": LONG}, "2000"),
    ],
)
def test_a_wrong_field_is_told_and_the_rest_stays(town, at_desk, changed, sentence):
    s = town.walk(town.suggestion(), upto="sign")
    before = books()
    told = press(at_desk(town.zhao), s, "contact", **CONTACT | changed)
    page = told.content.decode()
    assert told.status_code == 422 and re.search(sentence, page)
    for name, value in (CONTACT | changed).items():
        if name != "contact_kind" and value.isprintable() and value.strip():
            assert value in page, name
    assert books() == before


@pytest.mark.parametrize(
    "note, sentence",
    [("", "请说明理由"), (" \n", "请说明理由"), (NUL, "控制字符"), (BELL, "控制字符"), (LONG, "理由最多 2000 字")],
)
def test_a_reason_that_is_none(town, at_desk, note, sentence):
    s = town.walk(town.suggestion(), upto="sign")
    before = books()
    told = press(at_desk(town.zhao), s, "decline", note=note)
    page = told.content.decode()
    assert told.status_code == 422 and 'aria-invalid="true"' in page
    assert re.search(f'<a href="#id_note">理由</a>：[^<]*{sentence}', page)
    assert books() == before


def test_marks_that_nobody_sees_are_kept_nowhere(town, at_desk):
    """Neither on the matter nor in the ledger: what is read is what was sealed."""
    s = town.walk(town.suggestion(), upto="sign")
    client = at_desk(town.zhao)
    told = press(client, s, "contact", **CONTACT | {"contact_note": "到现场\u202e听取\u200b意见👨\u200d👩。"})
    assert told.status_code == 302 and Suggestion.objects.get().contact_note == "到现场听取意见👨\u200d👩。"
    assert s.events.latest("pk").words.said["contact_note"] == "到现场听取意见👨\u200d👩。"
    assert press(client, s, "decline", 2, note="\u202e\u2066").status_code == 422
    assert press(client, s, "decline", 3, note="不归\u2067水利局\u2069管").status_code == 302
    assert s.events.latest("pk").words.said["note"] == "不归水利局管"
    at_desk(town.lin).post("/suggestions/new/", {"title": "疏浚\u202e南河\u202c"})
    assert Suggestion.objects.latest("pk").title == "疏浚南河"


def test_a_date_before_the_last_event_is_refused(town):
    s = town.walk(town.suggestion(), upto="sign")
    before = books()
    with pytest.raises(Refused, match="时间早于上一条记录（2026-03-02 09:00）"):
        s.take("decline", town.zhao, "不归水利局管", at=make_aware(datetime(2026, 3, 1, 9)))
    assert books() == before


# ---- Too late, twice, by another


def test_two_clerks_at_once_the_slower_hears_who_was_faster_and_may_then_go_on(town, at_desk):
    s = town.walk(town.suggestion(), upto="file")
    stale = s.head
    s.take("amend", town.wang, "错字", title="疏浚清水河")
    before = books()
    told = press(at_desk(town.wang), s, "accept", seen=stale, category="building")
    page = told.content.decode()
    assert told.status_code == 409 and "已由代表工作委员会经办人 王敏“更正”" in page
    assert 'value="building" selected' in page and books() == before
    seen, once = (re.search(f'name="{name}" value="([^"]*)"', page)[1] for name in ("seen", "once"))
    assert press(at_desk(town.wang), s, "accept", seen=seen, once=once, category="building").status_code == 302


def test_the_same_form_sent_twice_acts_once(town, at_desk):
    """Also a step that does not move the matter, and could be taken twice."""
    s = town.walk(town.suggestion(), upto="sign")
    client = at_desk(town.zhao)
    head = s.head
    first, second = (press(client, s, "contact", seen=head, **CONTACT) for _ in range(2))
    assert (first.status_code, second.status_code) == (302, 302)
    assert s.events.filter(step="contact").count() == 1


def test_a_form_that_was_used_elsewhere_is_no_form(town, at_desk):
    one, two = town.walk(town.suggestion(), upto="sign"), town.walk(town.suggestion(title="修桥"), upto="sign")
    client = at_desk(town.zhao)
    press(client, one, "contact", **CONTACT)
    told = press(client, two, "contact", **CONTACT)
    assert told.status_code == 409 and "这张表单已经用过" in told.content.decode()
    assert not two.events.filter(step="contact").exists()


@pytest.mark.parametrize("once", ["", "x" * 500, NUL, "G" * 32])
def test_a_mark_that_is_none_is_replaced(town, at_desk, once):
    s = town.walk(town.suggestion(), upto="sign")
    assert press(at_desk(town.zhao), s, "contact", once=once, **CONTACT).status_code == 302
    assert re.fullmatch("[0-9a-f]{32}", s.events.get(step="contact").once)


@pytest.mark.parametrize("seen", ["", "-", "x" * 500, NUL])
def test_whoever_has_not_seen_the_page_is_shown_it_first(town, at_desk, seen):
    s = town.walk(town.suggestion(), upto="sign")
    before = books()
    told = press(at_desk(town.zhao), s, "contact", seen=seen, **CONTACT)
    assert told.status_code == 409 and "已由水利局经办人 赵强“签收”" in told.content.decode()
    assert books() == before


def test_a_post_that_has_ended_is_told_nothing_more(town, at_desk):
    s = town.walk(town.suggestion(), upto="sign")
    client = at_desk(town.zhao)
    assert client.get(f"/matters/{s.pk}/").status_code == 200
    town.zhao.until = date(2026, 3, 1)
    town.zhao.save()
    before = books()
    assert press(client, s, "contact", **CONTACT).status_code == 404
    assert client.get(f"/matters/{s.pk}/").status_code == 404
    assert client.get("/inbox/").status_code == 200
    assert books() == before


# ---- Forged


def test_fields_that_the_form_does_not_ask_for_are_not_read(town, next_town, at_desk):
    s = town.walk(town.suggestion(), upto="sign")
    forged = {
        "state": "closed",
        "keeper": town.water.pk,
        "lead": town.he.person.pk,
        "result_rating": "satisfied",
        "number": "第1号",
        "handler": next_town.water.pk,
        "closed_on": "2026-01-01",
        "public": "on",
    }
    press(at_desk(town.zhao), s, "contact", **CONTACT | forged)
    s = Suggestion.objects.get(pk=s.pk)
    assert (s.state, s.keeper, s.lead, s.result_rating, s.handler, s.closed_on, s.public) == (
        "signed",
        town.office,
        town.lin.person,
        "",
        town.water,
        None,
        False,
    )
    assert set(s.events.get(step="contact").data) == {"contacted_on", "contact_kind", "words"}


@pytest.mark.parametrize("which", ["another congress's bureau", "a word", "a number that is none", "nothing"])
def test_only_what_is_offered_can_be_chosen(town, next_town, at_desk, which):
    s = town.walk(town.suggestion(), upto="accept")
    chosen = {
        "another congress's bureau": next_town.water.pk,
        "a word": "water",
        "a number that is none": 10**30,
        "nothing": "",
    }
    before = books()
    told = press(at_desk(town.wang), s, "assign", handler=chosen[which])
    assert told.status_code == 422 and "主办单位" in told.content.decode() and books() == before


def test_a_draft_takes_no_delegation_of_another_congress(town, next_town, at_desk):
    s = town.suggestion()
    at_desk(town.lin).post(
        f"/suggestions/{s.pk}/draft/",
        {"title": "新题目", "text": s.text, "lead": town.he.person.pk, "delegation": next_town.office.pk},
    )
    s = Suggestion.objects.get(pk=s.pk)
    assert (s.title, s.lead, s.delegation) == ("新题目", town.lin.person, None)


def test_what_one_may_not_see_looks_like_what_does_not_exist(town, next_town, at_desk):
    """The very same page, for a draft, for another bureau's matter, and for a number that nobody has."""
    draft, theirs = town.suggestion(), town.walk(town.suggestion(title="修桥"), upto="sign")
    client = at_desk(town.qian)
    addresses = [
        "/matters/{}/",
        "/matters/{}/sign/",
        "/matters/{}/seals/",
        "/matters/{}/deadlines/1/",
        "/suggestions/{}/draft/",
        "/suggestions/{}/handlers/",
        "/suggestions/{}/promise/",
        "/voices/{}/part/",
        "/voices/{}/identity/",
    ]
    for address in addresses:
        missing = client.get(address.format(999_999))
        assert missing.status_code == 404
        for guessed in (draft.pk, theirs.pk, 10**25):
            told = client.get(address.format(guessed))
            assert told.status_code == 404
            assert plain(told, guessed) == plain(missing, 999_999), address
    before = books()
    for name in theirs.process.steps:
        assert press(client, theirs, name, **CONTACT).status_code == 404
    assert books() == before


def plain(response, pk):
    """A page without what differs each time."""
    page = re.sub(r'name="csrfmiddlewaretoken" value="[^"]*"|nonce="[^"]*"|csrf[^ ]*', "", response.content.decode())
    return page.replace(f"/{pk}/", "/N/")


@pytest.mark.parametrize("name", ["fly", "save", "delete", "__init__", "Sign", "process"])
def test_a_step_that_is_none(town, at_desk, name):
    s = town.walk(town.suggestion(), upto="sign")
    assert press(at_desk(town.zhao), s, name).status_code == 404


def test_a_step_of_a_part_one_does_not_play(town, at_desk):
    s = town.walk(town.suggestion(), upto="draft_answer")
    before = books()
    for name in ("answer", "rework", "close", "rate", "amend"):
        assert press(at_desk(town.zhao), s, name, note="理由").status_code == 404
    assert books() == before


def test_a_step_of_another_state_says_so(town, at_desk):
    s = town.walk(town.suggestion(), upto="answer")
    told = press(at_desk(town.zhao), s, "contact", **CONTACT)
    assert told.status_code == 409 and "当前为“已答复，待评价”，不能登记沟通" in told.content.decode()


@pytest.mark.parametrize("method", ["get", "head", "put", "patch", "delete", "options"])
def test_only_a_form_that_is_sent_takes_a_step(town, at_desk, method):
    s = town.walk(town.suggestion(), upto="assign")
    before = books()
    told = getattr(at_desk(town.zhao), method)(f"/matters/{s.pk}/sign/?once={mark()}")
    assert told.status_code in (200, 405) and books() == before


def test_nobody_is_asked_to_sign_in_and_nothing_is_done(town, client):
    s = town.walk(town.suggestion(), upto="assign")
    before = books()
    told = press(client, s, "sign")
    assert told.status_code == 302 and told.url.startswith("/accounts/login/") and books() == before


def test_a_form_from_elsewhere_is_refused(town):
    from django.test import Client

    client = Client(enforce_csrf_checks=True)
    client.force_login(town.zhao.person.user)
    s = town.walk(town.suggestion(), upto="assign")
    assert press(client, s, "sign").status_code == 403 and Suggestion.objects.get(pk=s.pk).state == "assigned"


# ---- Addresses


@pytest.mark.parametrize(
    "asked",
    [
        "after=.99999999999999999999999999999", "after=9999-99-99.1", "after=x", "after=.-1", "after=%00", "after=2026-03-02.1",
        "lamp=purple", "state=nowhere", "state=draft", "order=title;drop", "handler=abc", "handler=99999999999999999999", "handler=-1",
        "lead=%00", "nonsense=1", "export=exe", "lamp=red&after=.5", "state=" + "x" * 5000,
    ],
)  # fmt: skip
def test_a_register_makes_the_best_of_any_address(town, at_desk, asked):
    town.walk(town.suggestion(), upto="sign")
    told = at_desk(town.zhao).get(f"/registers/suggestions/?{asked}")
    assert told.status_code == 200 and "代表建议" in told.content.decode()


@pytest.mark.parametrize(
    ("asked", "label"),
    [("lamp=pink", "灯"), ("state=%00", "办到哪一步"), ("handler=abc", "承办单位"), ("after=x", "页码"), ("order=x&state=y", "办到哪一步、排列")],
)  # fmt: skip
def test_a_register_names_the_filter_it_does_not_know(town, at_desk, asked, label):
    page = at_desk(town.zhao).get(f"/registers/suggestions/?{asked}").content.decode()
    assert f"没有按它筛选：{label}</p>" in page
    assert "没有按它筛选" not in at_desk(town.zhao).get("/registers/suggestions/?lamp=red").content.decode()


def test_a_draft_is_in_no_register_whatever_is_asked(town, at_desk):
    town.suggestion(title="藏着的草稿", lead=town.he.person)
    for asked in ("", "?state=draft", "?order=due", "?export=csv", "?state=draft&export=csv"):
        assert "藏着的草稿" not in at_desk(town.wang).get(f"/registers/suggestions/{asked}").content.decode()


@pytest.mark.parametrize(
    "address",
    [
        "/registers/nothing/",
        "/matters/0/",
        "/matters/99999999999999999999/",
        "/matters/1/deadlines/99999999999999999999/",
        "/matters/-1/",
        "/matters/x/",
        "/suggestions/99999999999999999999/draft/",
        "/voices/99999999999999999999/identity/",
        "/voices/-1/part/",
        "/r/nothing/",
        "/r/%00/",
        "/r/" + "x" * 5000 + "/",
        "/r/回执/",
        "/r/nothing/photos/%00/",
    ],
)
def test_an_address_that_leads_nowhere(town, at_desk, address):
    town.walk(town.suggestion(), upto="sign")
    assert at_desk(town.zhao).get(address).status_code == 404


@pytest.mark.parametrize("before", ["x", "-1", "9" * 17, "9" * 40, "%00", "１２"])
def test_the_notices_make_the_best_of_any_key(town, at_desk, before):
    town.walk(town.suggestion(), upto="sign")
    assert at_desk(town.zhao).get(f"/notices/?before={before}").status_code == 200


@pytest.mark.parametrize("chosen", ["", "0", "x", "9" * 40])
def test_one_acts_only_in_a_post_of_ones_own(town, at_desk, chosen):
    client = at_desk(town.zhao)
    for post in (chosen, str(town.wang.pk)):
        client.post("/act-as/", {"post": post})
        assert "acting" not in client.session


# ---- The forms beside the steps


@pytest.mark.parametrize("title", ["", "  ", NUL, BELL, "长" * 201])
def test_a_title_that_is_none(town, at_desk, title):
    told = at_desk(town.lin).post("/suggestions/new/", {"title": title})
    assert told.status_code in (200, 422) and 'class="err"' in told.content.decode() and not Suggestion.objects.exists()


@pytest.mark.parametrize("text", [NUL, BELL, "长" * 20_001])
def test_a_text_that_cannot_be_kept_leaves_the_draft_as_it_was(town, at_desk, text):
    s = town.suggestion()
    told = at_desk(town.lin).post(f"/suggestions/{s.pk}/draft/", {"title": "新题目", "text": text})
    page = told.content.decode()
    assert 'class="err"' in page and "新题目" in page
    assert Suggestion.objects.get().title == "疏浚清河河道"


@pytest.mark.parametrize("names", ["", "无此人", "何建国、无此人", "林秀英", NUL, "赵强", "何" * 501])
def test_whoever_is_no_other_deputy_is_not_asked_to_sign(town, at_desk, names):
    s = town.suggestion()
    told = at_desk(town.lin).post(f"/suggestions/{s.pk}/invite/", {"names": names})
    assert told.status_code == 422 and 'class="err"' in told.content.decode() and not Cosigning.objects.exists()


def test_an_invitation_sent_twice_asks_once(town, at_desk):
    s = town.suggestion()
    for _ in range(2):
        at_desk(town.lin).post(f"/suggestions/{s.pk}/invite/", {"names": "何建国，何建国 方若谷"})
    assert Cosigning.objects.count() == 2 and Event.objects.filter(step="invite").count() == 2


def test_a_share_is_given_once_and_only_to_a_bureau_of_this_congress(town, next_town, at_desk):
    s = town.walk(town.suggestion(), upto="accept")
    client = at_desk(town.wang)
    for _ in range(2):
        client.post(f"/suggestions/{s.pk}/handlers/", {"handler": town.roads.pk, "share": "co"})
    for handler in (next_town.water.pk, town.office.pk, town.congress.pk, "x"):
        assert client.post(f"/suggestions/{s.pk}/handlers/", {"handler": handler, "share": "co"}).status_code == 422
    assert Handling.objects.count() == 1


def test_once_there_is_a_lead_nobody_answers_for_himself(town, at_desk):
    s = town.walk(town.suggestion(), upto="sign")
    told = at_desk(town.wang).post(f"/suggestions/{s.pk}/handlers/", {"handler": town.roads.pk, "share": "separate"})
    assert told.status_code == 422 and not Handling.objects.exists()


PROMISE = {"title": "清淤十公里", "finish": "十公里河床见底", "promised_for": "2027-06-30"}


@pytest.mark.parametrize(
    "changed",
    [
        {"promised_for": "2026-03-02"},
        {"promised_for": "2026-02-31"},
        {"promised_for": ""},
        {"finish": ""},
        {"title": NUL},
        {"finish": BELL},
    ],
)
def test_a_promise_without_a_day_to_come_is_none(town, at_desk, changed):
    s = town.walk(town.suggestion(), upto="contact")
    told = at_desk(town.zhao).post(f"/suggestions/{s.pk}/promise/", PROMISE | changed)
    assert told.status_code == 422 and 'class="err"' in told.content.decode() and not Promise.objects.exists()


def test_the_same_promise_sent_twice_is_one(town, at_desk):
    s = town.walk(town.suggestion(), upto="contact")
    for _ in range(2):
        at_desk(town.zhao).post(f"/suggestions/{s.pk}/promise/", PROMISE)
    assert Promise.objects.count() == 1


def test_a_bill_is_entered_once(town, at_desk):
    client = at_desk(town.wang)
    said = {
        "bill_number": "3",
        "converted_on": "2026-01-09",
        "lead": town.lin.person.pk,
        "title": "疏浚",
        "text": "河道淤积，汛期漫堤，建议疏浚清淤。",
    }
    for changed in ({"converted_on": "2026-03-03"}, {"bill_number": ""}, {"lead": town.zhao.person.pk}, {"text": ""}):
        assert client.post("/suggestions/from-bill/", said | changed).status_code == 422
    for _ in range(2):
        client.post("/suggestions/from-bill/", said)
    assert Suggestion.objects.count() == 1


def test_more_time_is_asked_for_once_at_a_time(town, at_desk):
    s = town.walk(town.suggestion(), upto="sign")
    for _ in range(2):
        at_desk(town.zhao).post(f"/suggestions/{s.pk}/more-time/", {"reason": "牵涉多个部门"})
    assert Event.objects.filter(step="ask").count() == 1


def test_one_leader_supervises_it_once(town, at_desk):
    s = town.walk(town.suggestion(), upto="sign")
    for _ in range(2):
        at_desk(town.wang).post(f"/suggestions/{s.pk}/supervise/", {"supervisor": town.gao.person.pk})
    assert Event.objects.filter(step="select").count() == 1


# ---- What residents say, at the desk


@pytest.mark.parametrize(
    "name, field",
    [("accept", "title"), ("explain", "answer"), ("ask_transfer", "note"), ("amend", "place"), ("look", "note")],
)
@pytest.mark.parametrize(
    "typed",
    [NUL, BELL, LONG, "　"],
    ids=["nul", "bell", "long", "blank"],
)
def test_a_wrong_word_in_a_step_of_a_voice_is_told_and_nothing_is_done(town, at_desk, name, field, typed):
    v = town.voice()
    tell_who(v.receipt, name="周大妈", telephone="13812345678")
    given = {
        "title": "井盖",
        "grade": "subdistrict",
        "elsewhere": "court",
        "answer": "请去法院。",
        "place": "老街口",
        "note": "理由",
        "counts": "on",
    }
    before = voices_books()
    told = press(at_desk(town.xu), v, name, **given | {field: typed})
    if (name, typed) == ("amend", "　"):  # a place may be left empty
        assert told.status_code == 302
    else:
        assert told.status_code == 422 and 'aria-invalid="true"' in told.content.decode() and voices_books() == before


@pytest.mark.parametrize("chosen", ["", "x", "-1", "9" * 30, NUL])
@pytest.mark.parametrize("name, field", [("assign", "handler"), ("amend", "deputy"), ("merge", "merged_into")])
def test_what_a_voice_is_not_offered_cannot_be_chosen(town, at_desk, name, field, chosen):
    v = town.handle(town.voice(), upto="accept")
    before = voices_books()
    given = {"title": "井盖", "grade": "subdistrict", "note": "理由", field: chosen}
    told = press(at_desk(town.xu), v, name, **given)
    if (name, chosen) == ("amend", ""):  # to no deputy
        assert told.status_code == 302
    else:
        assert told.status_code == 422 and voices_books() == before


def test_fields_of_a_voice_that_no_form_asks_for_are_not_read(town, at_desk):
    v = town.voice()
    forged = {
        "state": "concluded",
        "public": "on",
        "hold": "",
        "counts": "",
        "receipt": "1",
        "keeper": town.office.pk,
        "solved": "yes",
        "shares": "both",
    }
    assert press(at_desk(town.xu), v, "accept", title="井盖", grade="subdistrict", **forged).status_code == 302
    v = Voice.objects.get(pk=v.pk)
    assert (v.state, v.public, v.counts, v.keeper, v.solved, v.shares) == (
        "accepted",
        False,
        True,
        town.street,
        "",
        "nobody",
    )


def voices_books():
    return [list(kind.objects.order_by("pk").values_list()) for kind in (Voice, Event, Words, Part, Deadline, Notice)]
