"""The cast that `take` writes down says what the process pages say, whatever befalls."""

from datetime import date, timedelta
from functools import reduce

import pytest
from django.db import transaction
from django.utils.timezone import localdate
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from qingting.clocks.spans import Ruling
from qingting.docket.ledger import verify
from qingting.docket.models import NEVER, Event, Matter, Part
from qingting.docket.process import Refused
from qingting.organs.models import Receipt, Role
from qingting.suggestions.models import Cosigning, Extension, Handling, Promise, Rating, Result, Suggestion
from qingting.voices import models as voices
from qingting.voices.intake import tell_who
from qingting.voices.models import Grade, Outcome, Said, Shares, Solved, Voice


def plays(actor, who, matter):
    """By the declaration alone: follow the field, and compare what it names with the post, or with the receipt."""
    named = reduce(lambda thing, name: thing and getattr(thing, name), who.field.split("__"), matter)
    if not named:
        return False
    if isinstance(actor, Receipt):
        return named == actor
    return named in (actor.organ, actor.person) and (not who.role or actor.role == who.role)


def due(post, matter):
    """By the declaration alone: None if it is not this post's turn, else the day it is due."""
    steps = [
        s
        for s in matter.process.steps.values()
        if matter.state in s.source and not s.at_will and plays(post, s.by, matter)
    ]
    owed = [d for d in matter.deadlines.filter(met=None) if not matter.process.clocks[d.clock].lapses]
    first = min((d.due_on for d in owed), default=NEVER)
    days = [
        min((d.due_on for d in owed if step in matter.process.clocks[d.clock].stops), default=first) for step in steps
    ]
    return min(days, default=None)


def sees(post, matter):
    parts = [s.by for s in matter.process.steps.values()] + [*matter.process.watched_by]
    return due(post, matter) is not None or matter.state != "draft" and any(plays(post, who, matter) for who in parts)


OVER = {
    "closed",
    "refused",
    "withdrawn",
    "given",
    "stopped",
    "kept",
    "dropped",
    "declined",
    "rated",
    "silent",
    "joined",
    "granted",
    "denied",
    *voices.OVER,
}


def the_cast_is_right(town, matters):
    for m in matters:  # until it is over, somebody's turn it is; a draft of a share waits for whom it hangs on
        leads_on = any(m.state in s.source and not s.at_will for s in m.process.steps.values())
        assert m.parts.filter(due_on__isnull=False).exists() == leads_on
        assert leads_on or m.state in OVER | {"draft"}, m.state
        assert leads_on or m.owed_on is None  # what is over owes nothing
        owed = [d for d in m.deadlines.filter(met=None) if not m.process.clocks[d.clock].lapses]
        assert m.owed_on == min((d.due_on for d in owed), default=None)
        assert set(m.parts.values_list("state", "owed_on", "kind")) <= {(m.state, m.owed_on, m.kind)}
    for actor in [*town.posts, *Receipt.objects.all()]:
        inbox, seen = Part.objects.inbox(actor), Matter.objects.seen_by(actor)
        assert {m.pk: due(actor, m) for m in matters if due(actor, m)} == dict(inbox.values_list("matter", "due_on"))
        assert {m.pk for m in matters if sees(actor, m)} == {*seen.values_list("pk", flat=True)}
    for m in matters:  # nobody else sees anything, but everyone what is public
        everyone = {f"public:{m.congress_id}:"} if m.public else set()
        worn = {hat for actor in [*town.posts, *Receipt.objects.all()] for hat in actor.hats}
        held = {who.hat(m) for who in m.process.cast}
        assert {*m.parts.values_list("hat", flat=True)} - worn <= everyone | held


def no_deadline_is_wrong(matters):
    """Each says the day that its own ruling gives from the day it began."""
    for m in matters:
        for debt in m.deadlines.select_related("started"):
            ruling = Ruling.from_json(debt.ruling)
            assert debt.due_on == ruling.span.due(debt.started.at.astimezone().date(), m)


def said(data, town, s):
    return dict(
        category="building", ground="case", other_path="请向人民法院反映", handler=data.draw(st.sampled_from([town.water, town.roads])),
        is_complex=data.draw(st.booleans()), joined_to=None, contacted_on=date(2026, 3, 5), contact_kind="visit", contact_note="听取意见",
        result=data.draw(st.sampled_from(Result.values)), answer="已完成清淤。", opinion="无异议",
        process_rating=data.draw(st.sampled_from(Rating.values)), result_rating=data.draw(st.sampled_from(Rating.values)),
        second_process_rating="fair", second_result_rating="fair", mediation="三方商定分期解决", bill_number="3", converted_on=date(2026, 1, 6),
        public_title="疏浚清河", public_text="内容", public_answer="答复", progress="已立项", proof="照片", deputy_view="urge",
        promised_for=date(2027, 6, 30), title="疏浚清河河道二期", text="河道淤积，汛期漫堤，建议清淤并加固堤防。", occasion="recess", confidential=False,
        finish="清淤十公里",
    )  # fmt: skip


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_a_random_walk_keeps_the_ledger_the_clocks_and_the_cast(town, on, data):
    with transaction.atomic():
        on("2026-03-02")
        s = town.suggestion(keeper=data.draw(st.sampled_from([town.office, town.office, town.water])))
        for organ in data.draw(st.sampled_from([[], [town.roads], [town.roads, town.funds]])):
            Handling.objects.create(on=s, handler=organ, share=data.draw(st.sampled_from(Handling.Share.values)))
        if data.draw(st.booleans()):
            Cosigning.objects.create(on=s, person=town.he.person, lead=town.lin.person).take("invite", town.lin)
        if data.draw(st.booleans()):
            Promise.objects.create(
                on=s,
                handler=town.water,
                lead=town.lin.person,
                title="清淤",
                finish="十公里",
                promised_for=date(2027, 6, 30),
            )
        for _ in range(data.draw(st.integers(1, 14))):
            on(data.draw(st.sampled_from(["2026-03-02", "2026-03-09", "2026-06-30", "2026-10-20", "2027-04-01"])))
            stumble_on(town, s, data)
        matters = [m.specific for m in Matter.objects.order_by("pk")]
        the_cast_is_right(town, matters)
        no_deadline_is_wrong(matters)
        assert verify(town.congress) is None
        transaction.set_rollback(True)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_a_random_walk_of_what_residents_say(town, on, data):
    """Three voices of two residents, merged, parted, paused, begun again, made suggestions of, forgotten."""
    with transaction.atomic():
        on("2026-03-02")
        first = town.voice(deputy=data.draw(st.sampled_from([town.lin.person, None])))
        second = town.voice("老街口没有井盖，太危险。", keeper=data.draw(st.sampled_from([None, town.office])))
        third = town.voice("路灯不亮。", deputy=None)
        tell_who(first.receipt, name="周大妈", telephone="13812345678")
        for v, upto in ((first, st.none()), (second, st.none()), (third, st.sampled_from(["sign", "check", "rate"]))):
            if name := data.draw(upto):
                solved = data.draw(st.sampled_from(["yes", "no"]))
                town.handle(v, upto=name, grade=data.draw(st.sampled_from(["subdistrict", "district"])), solved=solved)
        days = ["2026-03-03", "2026-03-06", "2026-03-20", "2026-04-20", "2026-10-20"]
        for n in range(data.draw(st.integers(1, 18))):
            on(data.draw(st.sampled_from(days)))
            if n % 4 == 3:
                hang_something_on(town, data)
            stumble_on(town, None, data)
        matters = [m.specific for m in Matter.objects.order_by("pk")]
        the_cast_is_right(town, matters)
        no_deadline_is_wrong(matters)
        assert verify(town.congress) is None
        for event in Event.objects.filter(step="forget").select_related("matter__voice"):
            assert not event.matter.voice.text and not event.matter.voice.receipt.said.exclude(sealed="").exists()
        transaction.set_rollback(True)


def hang_something_on(town, data):
    """A part of a voice is set down, or a suggestion is drafted of it."""
    v = data.draw(st.sampled_from(list(Voice.objects.order_by("pk"))))
    if data.draw(st.booleans()):
        town.suggestion(source=v.matter_ptr)
    elif v.state in ("accepted", "split"):
        same = dict(receipt=v.receipt, told=v.told, keeper=v.keeper, coordinator=v.coordinator, deputy=v.deputy)
        Voice.objects.create(source=v.matter_ptr, title="路灯不亮", text="路灯不亮。", counts=False, **same)


def said_of_a_voice(data, town, v):
    """What the steps of a voice ask for; now and then what they must refuse."""
    more = Said(receipt=v.receipt).keep(what="昨天又有人摔了。", place="")
    more.save()
    return dict(
        told=v.told, added=more, category=None, hold="", title="老街口井盖损坏", grade=data.draw(st.sampled_from(Grade.values)),
        handler=data.draw(st.sampled_from([town.roads, town.water])), keeper=data.draw(st.sampled_from([town.street, town.office])),
        merged_into=data.draw(st.sampled_from(list(Voice.objects.exclude(pk=v.pk).order_by("pk")))), elsewhere="court",
        outcome=data.draw(st.sampled_from(Outcome.values)), answer="井盖已经换好。", deputy_word="请街道去看一看。",
        resumes_on=localdate() + timedelta(days=data.draw(st.sampled_from([0, 5, 12, 90]))), told_by="telephone",
        process_rating="fair", result_rating=data.draw(st.sampled_from(["satisfied", "dissatisfied"])),
        solved=data.draw(st.sampled_from(Solved.values)), solved_later=data.draw(st.sampled_from(Solved.values)),
        shares=data.draw(st.sampled_from(Shares.values)), public_title="井盖", public_text="井盖坏了。",
        public_answer=data.draw(st.sampled_from(["", "已换好。"])), place="老街口", deputy=town.he.person, counts=True,
    )  # fmt: skip


def stumble_on(town, s, data):
    """Somebody tries some step of some matter; mostly one that leads on, and mostly whoever may."""
    matter = data.draw(st.sampled_from(list(Matter.objects.order_by("pk")))).specific
    steps = [step for step in matter.process.steps.values() if matter.state in step.source]
    step = data.draw(st.sampled_from(steps or [*matter.process.steps.values()]))
    everyone = [*town.posts, *Receipt.objects.order_by("pk")]
    holders = [actor for actor in everyone if plays(actor, step.by, matter)]
    actor = data.draw(st.sampled_from([*holders * 5, *everyone]))
    words = said_of_a_voice(data, town, matter) if isinstance(matter, Voice) else said(data, town, s)
    if s and step.name == "extend" and not Extension.objects.exists():
        Extension.objects.create(on=s, handler=s.handler or town.water, reason="牵涉多个部门").save()
    events, states = Event.objects.count(), dict(Matter.objects.values_list("pk", "state"))
    try:
        matter.take(step.name, actor, note="理由", **{field: words[field] for field in step.fields})
    except Refused as refusal:
        assert str(refusal).strip()
        assert (Event.objects.count(), dict(Matter.objects.values_list("pk", "state"))) == (
            events,
            states,
        )  # nothing half done
    else:
        assert Event.objects.count() > events


def test_posts_change_hands_and_no_row_is_rewritten(town, on):
    on("2026-03-02")
    s = town.suggestion()
    s.take("file", town.lin)
    rows = list(Part.objects.values_list())
    town.wang.until = date(2026, 3, 3)
    town.wang.save()
    ma = town.seat("马丽", town.office, Role.CLERK)
    on("2026-03-04")
    assert Part.objects.inbox(ma).get().matter_id == s.pk
    with pytest.raises(Refused, match="不能审查立案"):
        s.take("accept", town.wang, category="building")
    assert list(Part.objects.values_list()) == rows
    s.take("accept", ma, category="building")


def test_a_suspended_deputy_acts_in_nothing(town, on):
    on("2026-03-02")
    s = town.suggestion()
    town.lin.suspended_since = date(2026, 3, 1)
    town.lin.save()
    with pytest.raises(Refused, match="不能提出"):
        s.take("file", town.lin)


def test_the_earliest_day_wins_in_whatever_order_the_page_has_its_steps(town, monkeypatch):
    s = town.walk(town.suggestion(), upto="sign")
    first = min(s.deadlines.filter(met=None).values_list("due_on", flat=True))
    monkeypatch.setattr(s.process, "steps", dict(reversed(s.process.steps.items())))
    s = Suggestion.objects.get(pk=s.pk)
    s.recast()
    assert Part.objects.inbox(town.zhao).get().due_on == first


def test_the_inbox_begins_with_what_is_due_first(town, on, client):
    on("2026-03-02")
    late, soon = town.suggestion(title="修桥"), town.suggestion(title="修路")
    for s, day in ((soon, "2026-03-02"), (late, "2026-03-09")):
        on(day)
        town.walk(s, upto="assign")
    client.force_login(town.zhao.person.user)
    page = client.get("/inbox/").content.decode()
    assert page.index("修路") < page.index("修桥")


def test_the_chief_may_extend_but_nobody_waits_for_him(town, on):
    on("2026-03-02")
    s = town.walk(town.suggestion(), upto="sign")
    assert not Part.objects.inbox(town.sun).exists()
    with pytest.raises(Refused, match="须由承办单位先申请"):
        s.take("extend", town.sun, is_complex=True)
    extension = Extension.objects.create(on=s, handler=town.water, reason="牵涉多个部门")
    extension.take("ask", town.zhao)
    assert Part.objects.inbox(town.sun).get().matter_id == extension.pk
    extension.take("grant", town.sun)
    assert Suggestion.objects.get(pk=s.pk).deadlines.get(clock="answering").due_on == date(2026, 9, 2)


def test_what_is_said_twice_at_one_post_is_one_line(town, on):
    """One organ as keeper and handler wears one hat twice; the earlier day wins."""
    on("2026-03-02")
    s = town.suggestion(keeper=town.water)
    s.take("file", town.lin)
    s.take("accept", town.zhao, category="building")
    s.take("assign", town.zhao, handler=town.water, is_complex=False)
    assert Part.objects.filter(matter=s, hat=town.zhao.hats[2]).count() == 1
    assert Part.objects.inbox(town.zhao).get().due_on == min(
        s.deadlines.filter(met=None).values_list("due_on", flat=True)
    )


def test_a_talk_that_was_noted_is_not_asked_for_again_while_an_opinion_is_waited_for(town, on):
    on("2026-03-02")
    s = town.walk(town.suggestion(), upto="accept")
    Handling.objects.create(on=s, handler=town.funds, share="co")
    s = town.walk(s, upto="sign")
    turn = Part.objects.inbox(town.zhao)
    assert turn.get().turn == "contact"  # the answer is grey until then
    s.take("contact", town.zhao, contacted_on=date(2026, 3, 2), contact_kind="visit", contact_note="到河边看过。")
    assert turn.get().turn == "draft_answer"  # grey still, and its page says what it waits for
