"""A candidate sits the examination: on his day, in his time, once and once more."""

from datetime import date, timedelta

import pytest
from django.utils.timezone import localdate

from qingting.docket.ledger import verify
from qingting.docket.models import Event
from qingting.docket.process import Refused
from qingting.examination import papers
from qingting.examination.models import DrawingRule, Paper, Question, Sitting
from qingting.examination.terms import passed_in_this_term
from qingting.examination.tests.doings import DAY, anew, answers, appointed, begun, candidate, fill, imported, rule, sat
from qingting.figures.figure import Figure
from qingting.organs.models import Organ, Term


@pytest.fixture
def hall(town, on):
    """The town with a bank and a rule, on the day of the examination."""
    on(DAY)
    fill(town)
    rule(town)
    return town


def refused(act) -> str:
    with pytest.raises(Refused) as refusal:
        act()
    return str(refusal.value)


def test_whoever_is_right_often_enough_passes(hall):
    m = sat(hall, wrong=4)
    assert (m.state, m.right, m.asked, m.score, m.pass_mark) == ("passed", 8, 12, "66.6", 60)
    steps = list(m.events.order_by("pk").values_list("step", flat=True))
    assert steps == ["appoint", "begin", "hand_in", "let_pass"] and verify(hall.congress) is None
    assert m.number == "任考2026-001" and m.attempt == 1


def test_whoever_is_wrong_too_often_fails(hall):
    m = sat(hall, wrong=5)
    assert (m.state, m.score) == ("failed", "58.3")


def test_the_mark_is_counted_exactly(hall):
    """Seven of twelve are 58.33 of a hundred, which no rounding turns into 58.4."""
    DrawingRule.objects.update(pass_mark=58)
    assert sat(hall, wrong=5).state == "passed"
    DrawingRule.objects.update(pass_mark=59)
    assert sat(hall, candidate(hall, "钟灵"), wrong=5).state == "failed"


def test_of_several_right_options_all_are_needed_and_none_besides(hall):
    assert papers.marked([[0, 2], [1]], [[0, 2], [1]]) == 2
    assert papers.marked([[0, 2], [1]], [[0], []]) == 0
    assert papers.marked([[0, 2]], [[0, 1, 2]]) == 0
    assert papers.marked([[0]], []) == 0


def test_nobody_begins_before_his_day(hall):
    m, _code = appointed(hall, held_on=date(2026, 3, 27))
    assert "当天才能开始" in refused(lambda: m.take("begin", m.receipt))


def test_nobody_is_appointed_for_a_day_that_is_over(hall):
    assert "已经过去" in refused(lambda: appointed(hall, held_on=date(2026, 3, 25)))


def test_a_paper_keeps_its_questions_as_they_were_asked(hall):
    m, _code = begun(hall)
    before = Paper.objects.get(sitting=m).asked
    Question.objects.update(text="改过的题目", options=["改过"], in_use=False)
    assert Paper.objects.get(sitting=m).asked == before and "试题" in before[0]["text"]
    papers.keep(m, answers(m))
    m.take("hand_in", m.receipt)
    assert anew(m).score == "100"


def test_rule_and_mark_stay_as_they_were_when_it_began(hall):
    m, _code = begun(hall)
    DrawingRule.objects.update(minutes=10, pass_mark=100)
    papers.keep(m, answers(m, wrong=3))
    m.take("hand_in", m.receipt)
    assert anew(m).state == "passed" and anew(m).ends_at == m.began_at + timedelta(minutes=60)


def test_no_question_for_practice_and_none_that_is_retired_is_drawn(hall):
    fill(hall, practice=True)
    retired = [question.pk for question in Question.objects.filter(practice=False, form="single").order_by("pk")[:4]]
    Question.objects.filter(pk__in=retired).update(in_use=False)
    for n in range(12):
        m, _code = begun(hall, candidate(hall, f"考生{n}"))
        asked = {one["question"] for one in Paper.objects.get(sitting=m).asked}
        assert len(asked) == 12
        assert not Question.objects.filter(pk__in=asked, practice=True).exists() and not asked & {*retired}


def test_a_resit_asks_what_was_not_asked_before(hall):
    first, second = sat(hall, wrong=12), sat(hall, wrong=12)
    asked = [{one["question"] for one in Paper.objects.get(sitting=m).asked} for m in (first, second)]
    assert not asked[0] & asked[1] and second.attempt == 2


def test_options_do_not_always_stand_in_the_order_of_the_sheet(hall):
    keys = [Paper.objects.get(sitting=begun(hall, candidate(hall, f"考生{n}"))[0]).open("key") for n in range(10)]
    assert len({str(key[:4]) for key in keys}) > 1  # the single choices


# ---- Time


def test_what_is_handed_in_late_is_marked_on_what_was_saved(hall, on):
    m, _code = begun(hall)
    papers.keep(m, answers(m, wrong=4))
    on(DAY, "10:01")
    assert "这一次没有收；按到时前已经保存的答案评分" in refused(lambda: papers.keep(m, answers(m)))
    assert "考试时间已到" in refused(lambda: m.take("hand_in", m.receipt))
    m = papers.closed_in_time(anew(m))
    assert (m.state, m.right) == ("passed", 8) and m.handed_in_at == m.ends_at
    assert m.events.get(step="hand_in").at == m.ends_at


def test_a_paper_nobody_looked_at_is_collected_in_the_morning(hall, on):
    from qingting.mail.reminders import DAILY

    m, _code = begun(hall)
    on("2026-03-27")
    for work in DAILY:
        work(localdate())
    assert anew(m).state == "failed" and anew(m).right == 0


def test_the_office_collects_when_time_is_over_and_not_before(hall, on):
    m, _code = begun(hall)
    assert "考试时间还没有到" in refused(lambda: m.take("collect", hall.wang))
    on(DAY, "10:30")
    m.take("collect", hall.wang)
    assert anew(m).state == "failed" and anew(m).handed_in_at == m.ends_at


def test_handed_in_twice_is_refused(hall):
    m = sat(hall)
    assert "已经交过卷了" in refused(lambda: papers.keep(m, answers(m, wrong=12)))
    assert "合格" in refused(lambda: m.take("hand_in", m.receipt))
    assert anew(m).right == 12 and Event.objects.filter(step="hand_in").count() == 1


def test_nobody_marks_by_hand(hall):
    m, _code = begun(hall)
    for step in ("let_pass", "fail"):
        assert refused(lambda step=step: m.take(step, m.receipt)) and refused(lambda step=step: m.take(step, hall.wang))


# ---- How often


def test_whoever_has_passed_this_term_need_not_sit_again(hall):
    m = sat(hall)
    assert "不用再考" in refused(lambda: appointed(hall)) and m.number in refused(lambda: appointed(hall))
    assert appointed(hall, branch="court")  # another kind of organ asks other questions


def test_a_third_try_is_refused_with_its_article(hall):
    sat(hall, wrong=12), sat(hall, wrong=12)
    sentence = refused(lambda: appointed(hall))
    assert "已经考过 2 次" in sentence and "第十六条" in sentence


def test_a_new_term_begins_anew(hall, on):
    m = sat(hall)
    assert passed_in_this_term(m.examinee, Organ.Kind.DEPARTMENT, localdate()) == m
    assert passed_in_this_term(m.examinee, Organ.Kind.COURT, localdate()) is None
    on("2027-01-10")
    hall.term.until = date(2027, 1, 4)
    hall.term.save()
    assert passed_in_this_term(m.examinee, Organ.Kind.DEPARTMENT, localdate()) is None
    assert "届次还没有登记" in refused(lambda: appointed(hall))
    Term.objects.create(congress=hall.congress, number=17, since=date(2027, 1, 5))
    assert passed_in_this_term(m.examinee, Organ.Kind.DEPARTMENT, localdate()) is None
    assert appointed(hall)[0].attempt == 1


def test_what_is_void_is_no_try(hall):
    m, _code = begun(hall)
    m.take("void", hall.wang, note="停电")
    sat(hall, wrong=12)
    m = sat(hall)
    assert m.state == "passed" and m.attempt == 2
    m.take("annul", hall.sun, note="替考")
    assert passed_in_this_term(m.examinee, Organ.Kind.DEPARTMENT, localdate()) is None


def test_one_sitting_at_a_time(hall):
    m, _code = appointed(hall)
    assert "还没有考完" in refused(lambda: appointed(hall)) and Sitting.objects.filter(state="appointed").get() == m


def test_nobody_appoints_himself(hall):
    assert "不能给自己安排" in refused(lambda: appointed(hall, hall.wang.person, branch="congress"))


# ---- The bank and the rule


def test_a_bank_that_has_grown_too_small_is_told_before_anyone_sits(hall):
    m, _code = appointed(hall)
    Question.objects.filter(topic="宪法", form="claim").update(in_use=False)
    sentence = refused(lambda: m.take("begin", m.receipt))
    assert "“宪法”的判断题要 2 道，题库里能用的只有 0 道" in sentence and not Paper.objects.exists()
    assert "题库的题不够" in refused(lambda: appointed(hall, candidate(hall, "钟灵")))


def test_without_a_rule_nobody_is_appointed(hall):
    DrawingRule.objects.all().delete()
    assert "还没有组卷规则" in refused(lambda: appointed(hall))


def test_a_branch_with_a_rule_of_its_own_draws_by_it(hall):
    rule(hall, branch="court", n=3, minutes=90)
    m, _code = begun(hall, branch="court")
    assert (m.asked, m.minutes) == (18, 90) and begun(hall, candidate(hall, "钟灵"))[0].asked == 12


def test_questions_for_another_branch_are_not_asked(hall):
    imported(hall, ("法院专用的题？", "单选", "甲", "乙", "", "", "A", "", "宪法", "人民法院", ""))
    assert "法院专用" not in str([*papers.usable(hall.congress, "government")])
    assert "法院专用" in str([*papers.usable(hall.congress, "court")])


# ---- What the annual report says


def test_the_report_counts_what_was_held_and_who_passed(hall, on):
    sat(hall, wrong=12)
    sat(hall)
    m = sat(hall, candidate(hall, "钟灵"))
    on("2027-01-02")
    m.take("annul", hall.sun, note="替考")
    year = hall.congress, date(2026, 1, 1), date(2026, 12, 31)
    assert Figure.all["examinations_held"].count(*year) == 3
    assert Figure.all["examinations_passed"].count(*year) == 2  # as it was said at the end of the year
    assert Figure.all["examinations_held"].by("branch", *year) == {"government": 3}


# ---- What it arose from


class Waiting:
    """What a nomination is to a sitting: a matter with a state, a process, and the step `examined`."""

    def __init__(self, state="checked"):
        from types import SimpleNamespace

        self.state, self.taken = state, []
        self.process = SimpleNamespace(steps={"examined": SimpleNamespace(source=("checked",))})

    def take(self, name, actor, **said):
        self.taken.append((name, actor, said["sitting"]))


@pytest.mark.parametrize(("state", "told"), [("checked", True), ("withdrawn", False)])
def test_the_nomination_learns_of_it_by_its_step_examined(hall, monkeypatch, state, told):
    from qingting.docket.models import Matter

    source, waiting = hall.suggestion(), Waiting(state)
    monkeypatch.setattr(Matter, "specific", property(lambda self: waiting if self.pk == source.pk else self))
    m = sat(hall, source_id=source.pk)
    assert m.tells == hall.office and m.parts.filter(hat=f"organ:{hall.office.pk}:clerk").get().turn == "tell"
    m.take("tell", hall.wang)
    assert waiting.taken == ([("examined", hall.wang, m.number)] if told else [])
    assert anew(m).tells is None and not anew(m).parts.filter(due_on__isnull=False).exists()


def test_what_waits_for_no_examination_is_not_told(hall):
    m = sat(hall, source_id=hall.suggestion().pk)
    assert m.state == "passed" and m.tells is None
