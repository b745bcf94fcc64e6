"""Each *no*: what is missing, in the sentence that the clerk reads, and nothing is done."""

import pytest

from qingting.docket.models import Event
from qingting.docket.process import Process, Refused
from qingting.organs.models import Role
from qingting.procuratorate.models import ProcuratorialSuggestion, Referral
from qingting.procuratorate.tests.doings import SAID, anew, drafted, flagged, offered, own, referred, walk

CASES = {}


def case(name, guard, sentence):
    """A situation in which this guard stands in the way: it gives the matter, the post, and what the post fills in."""

    def register(situation):
        CASES.setdefault((name, guard), []).append((sentence, situation))
        return situation

    return register


@case("procuratorialsuggestion.flag", "a_source", "线索由一件事项标记而来")
def a_clue_from_nowhere(town):
    return drafted(town), town.wang, {}


@case("procuratorialsuggestion.flag", "no_other_clue", "已经标记过线索，正在办理：公益2026-0001")
def a_second_clue(town):
    s = town.walk(town.suggestion(), upto="assign")
    flagged(town, s)
    return drafted(town, s), town.wang, {}


@case("procuratorialsuggestion.open_own", "no_source", "须先由代表工作机构转交")
def its_own_from_a_matter(town):
    return drafted(town, town.walk(town.suggestion(), upto="file")), town.shi, {"assessment": "立案"}


@case("procuratorialsuggestion.inform", "a_source", "线索由一件事项标记而来")
def nothing_is_handled_beside_it(town):
    return own(town), town.wang, {"handling_views": "无"}


@case("procuratorialsuggestion.decide_unanswered", "an_overdue_reply", "书面回复的期限未满")
def there_is_still_time(town):
    return walk(town, own(town), upto="receive"), town.yan, {"outcome": "sued", "decision": "未整改"}


@case("procuratorialsuggestion.warn", "nothing_done", "逾期不回复，或者回复不采纳、部分采纳的，才向人大报告")
def it_was_adopted(town):
    return walk(town, own(town), upto="answer"), town.yan, {}


@case("procuratorialsuggestion.report", "the_first_copies", "检察建议的法律文书还没有抄送")
def no_copies_yet(town):
    p = walk(town, own(town), upto="issue")
    p.take("receive", town.zhao)
    p.take("answer", town.zhao, adoption="done", reply="已整改")
    p.take("decide", town.yan, outcome="closed", decision="已依法履职")
    return p, town.shi, {"decision_papers": "终结案件决定书"}


@case("procuratorialsuggestion.convert", "a_deputy_asked", "须由检察院先移送、代表工作机构商请代表")
def given_back(town):
    p = walk(town, own(town), upto="issue")
    offered(town, p)
    p = anew(p)
    Referral.objects.get().take("give_back", town.lin, "不熟悉")
    p = anew(p)
    p.lead = town.lin.person  # still named, as in a page drawn before
    p.save(update_fields=["lead"])
    return p, town.lin, {}


@case("procuratorialsuggestion.convert", "what_arose_from_it", "由此产生的那一件提出以后，这一步会自己走")
def pressed_by_hand(town):
    p = walk(town, own(town), upto="issue")
    offered(town, p)
    town.suggestion(source=p.matter_ptr)  # a draft, not filed
    return anew(p), town.lin, {}


@case("referral.refer", "one_that_went_out", "检察建议制发以后才能移送")
def before_it_is_issued(town):
    return Referral.objects.create(on=own(town), importance="须系统治理"), town.shi, {}


@case("referral.refer", "one_that_went_out", "已经移送过")
def handed_over_already(town):
    p = walk(town, own(town), upto="issue")
    referred(town, p)
    return Referral.objects.create(on=p, importance="再移送一次"), town.shi, {}


@case("referral.end", "its_conversion", "请先据此写一件建议并提出")
def nothing_written(town):
    return offered(town, walk(town, own(town), upto="issue")), town.lin, {}


def guards():
    return {
        (f"{p.model._meta.model_name}.{step.name}", need.__name__)
        for p in Process.all
        if p.model._meta.app_label == "procuratorate"
        for step in p.steps.values()
        for need in step.needs
    }


def test_every_guard_has_its_case():
    assert set(CASES) == guards()


NAMED = [(name, guard, sentence, situation) for (name, guard), told in CASES.items() for sentence, situation in told]


@pytest.mark.parametrize("name, guard, sentence, situation", NAMED, ids=[f"{n}-{s.__name__}" for n, _g, _s, s in NAMED])
def test_no_and_why(town, on, name, guard, sentence, situation):
    on("2026-03-02")
    matter, post, given = situation(town)
    matter, step = anew(matter), name.split(".")[1]
    before = Event.objects.count()
    with pytest.raises(Refused, match=sentence):
        matter.take(step, post, "理由", **given)
    assert Event.objects.count() == before
    (guarding,) = [need for need in matter.process.steps[step].needs if need.__name__ == guard]
    assert sentence in guarding(anew(matter))


def test_an_unwilling_reply_may_be_told_to_the_congress(town, on):
    on("2026-03-02")
    for adoption in ("not", "partly"):
        p = walk(town, own(town), upto="answer", adoption=adoption)
        p.take("warn", town.yan, "无正当理由不予整改")
        assert anew(p).state == "replied"


def test_it_is_not_addressed_to_the_procuratorate_or_the_office(town, on):
    on("2026-03-02")
    p = walk(town, own(town), upto="open_case")
    for organ in (town.procuratorate, town.office):
        with pytest.raises(Refused, match="发给应当整改的单位"):
            p.take("issue", town.yan, **{f: SAID[f] for f in ("document_number", "demand")}, addressee=organ)


def test_only_a_serving_deputy_is_asked(town, on, client):
    on("2026-03-02")
    referral = referred(town, walk(town, own(town), upto="issue"))
    with pytest.raises(Refused, match="只能商请现任代表"):
        referral.take("offer", town.wang, lead=town.zhao.person)
    client.force_login(town.wang.person.user)
    page = client.get(f"/matters/{referral.pk}/offer/").content.decode()
    assert "林秀英" in page and ">赵强<" not in page


def test_nothing_of_another_congress_is_named(town, next_town, on):
    on("2026-03-02")
    p = walk(town, own(town), upto="open_case")
    with pytest.raises(Refused, match="不属于本级人大"):
        walk(town, p, upto="issue", addressee=next_town.water)
    with pytest.raises(Refused, match="不属于本级人大"):
        drafted(next_town, town.suggestion())
    with pytest.raises(Refused, match="不属于本级人大"):
        drafted(town, procuratorate=next_town.procuratorate)
    referral = referred(town, walk(town, own(town), upto="issue"))
    with pytest.raises(Refused, match="不属于本级人大"):
        referral.take("offer", town.wang, lead=next_town.lin.person)


def test_nobody_of_the_next_town_sees_or_does_anything(town, next_town, on):
    on("2026-03-02")
    p = walk(town, flagged(town), upto="issue")
    referral = offered(town, p)
    for post in next_town.posts:
        for matter in (p, referral):
            assert not type(matter).objects.seen_by(post).exists()
            for step in matter.process.steps.values():
                assert step.why_not(matter, post)
    assert flagged(next_town).number == "公益2026-0001"  # each counts for itself


def test_a_town_without_a_procuratorate_is_told_so(town, on, client):
    on("2026-03-02")
    s = town.walk(town.suggestion(), upto="file")
    town.procuratorate.kind = "department"
    town.procuratorate.save()
    client.force_login(town.wang.person.user)
    said = {"title": "疏浚", "field": "environment", "facts": "河水发黑", "ground": "涉及生态环境"}
    told = client.post(f"/procuratorate/flag/{s.pk}/", said)
    assert told.status_code == 422 and "还没有人民检察院" in told.content.decode()
    assert not ProcuratorialSuggestion.objects.exists()


def test_a_post_that_has_ended_flags_nothing(town, on, client):
    on("2026-03-02")
    s = town.walk(town.suggestion(), upto="file")
    town.seat("马丽", town.office, Role.CLERK)
    client.force_login(town.wang.person.user)
    assert client.get(f"/procuratorate/flag/{s.pk}/").status_code == 200
    town.wang.until = "2026-03-01"
    town.wang.save()
    assert client.get(f"/procuratorate/flag/{s.pk}/").status_code in (302, 403, 404)
