"""How a candidate for appointment sits the law examination: appointed, begun, handed in, marked by itself; tried again once.

National law does not ask for an examination before appointment. By-laws of other places do (Chongqing's of 2022, art. 16: it
must be passed, holds for the term, may be tried again once; whoever fails is not submitted); their numbers are rulebook data.
The candidate acts by a code that the office gives him. What he is asked and what is right stand on no page of this process.
"""

from datetime import timedelta

from django.utils.timezone import localtime
from django.utils.translation import gettext as said
from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop

from qingting.clocks.spans import Before
from qingting.docket.models import Series
from qingting.docket.process import Clock, Process, Refused, Step, Who
from qingting.examination import papers
from qingting.examination.codes import give_code
from qingting.examination.models import DrawingRule, Sitting
from qingting.examination.terms import by_law, tries, valid_since
from qingting.organs.models import Person, Role

# The cast. The candidate acts by the code that he was given; where he has a sign-in as well, he sees how it went.
office = Who("keeper", Role.CLERK, _("组织考试的机构"))
office_head = Who("keeper", Role.HEAD, _("组织考试的机构负责人"))
taker = Who("receipt", label=_("考生（凭考试码）"))
examinee = Who("examinee", "", _("考生"))
teller = Who("tells", Role.CLERK, _("组织考试的机构（报送结果）"))   # the same clerk, while a nomination waits for it

# What a step needs. Each says what is missing, or None.

def a_known_term(m):
    """A result holds for a term: without one, nobody could say for how long."""
    return None if valid_since(m.congress, m.today) else said("届次还没有登记，算不出成绩管到什么时候。请先在“机构和人员”里登记本届")


def not_passed_yet(m):
    passed = tries(m.examinee, m.branch, m.congress, m.today).filter(state="passed").first()
    return said("%(who)s本届已经考过，合格：%(number)s，不用再考") % {"who": m.examinee, "number": passed.number} if passed else None


def a_try_left(m):
    """Once and, by the rulebook, once more."""
    had, rule = tries(m.examinee, m.branch, m.congress, m.today).count(), by_law("resits", m.congress, m.today)
    if had <= rule.value:
        return None
    return said("%(who)s本届已经考过 %(n)s 次，都没有合格，不能再考（%(basis)s）") % {"who": m.examinee, "n": had, "basis": rule.basis}


def no_other_sitting(m):
    others = Sitting.objects.filter(examinee=m.examinee, branch=m.branch, state__in=("appointed", "sitting"))
    other = others.exclude(pk=m.pk).first()
    return said("已经给%(who)s安排过考试，还没有考完：%(number)s") % {"who": m.examinee, "number": other.number} if other else None


def enough_questions(m):
    """The bank may have grown smaller since the rule was made."""
    rule = DrawingRule.of(m.congress_id, m.branch)
    if not rule:
        return said("还没有组卷规则。请先在“组卷规则”里写好每个主题出几道题")
    missing = papers.lacking(rule.asks, papers.usable(m.congress, m.branch))
    return said("题库的题不够出一份卷子：%(what)s") % {"what": missing[0]} if missing else None


def its_day(m):
    return None if m.held_on == m.today else said("考试安排在 %(day)s，当天才能开始") % {"day": f"{m.held_on:%Y-%m-%d}"}


def time_left(m):
    return said("考试时间已到，不用再补发考试码") if m.is_over_time else None


def time_over(m):
    return None if m.is_over_time else said("考试时间还没有到（到 %(at)s）") % {"at": f"{localtime(m.ends_at):%H:%M}"}


def enough_right(m):
    return None if m.has_passed else said("没有达到合格分数")


def too_few_right(m):
    return said("达到了合格分数") if m.has_passed else None


# What follows from a step, in the same transaction.

def see_that_it_lies_ahead(m, event):
    if m.held_on < m.today:
        raise Refused(said("考试日期 %(day)s 已经过去，请改为今天以后的日期") % {"day": f"{m.held_on:%Y-%m-%d}"})


def prepare(m, event):
    """Its number, which try it is, and the code. Nobody examines himself, and two who appoint at once appoint once."""
    see_that_it_lies_ahead(m, event)
    if event.post.person_id == m.examinee_id:
        raise Refused(said("不能给自己安排考试，请由别的同事安排"))
    Person.objects.select_for_update().get(pk=m.examinee_id)
    if reason := no_other_sitting(m):
        raise Refused(reason)
    m.attempt = tries(m.examinee, m.branch, m.congress, m.today).count() + 1
    m.number = f"任考{m.today.year}-{Series.following(m.congress_id, f'examination-{m.today.year}'):03d}"
    m.save(update_fields=["attempt", "number"])
    give_code(m, event)


def hand_out(m, event):
    """The paper is drawn and the time runs; rule and mark stay as they are now, whatever the office changes meanwhile."""
    rule = DrawingRule.of(m.congress_id, m.branch)
    paper = papers.draw(m, rule)
    m.minutes, m.asked = rule.minutes, len(paper.asked)
    m.pass_mark = by_law("pass_mark", m.congress, m.today).value if rule.pass_mark is None else rule.pass_mark
    m.began_at, m.ends_at = event.at, event.at + timedelta(minutes=rule.minutes)
    m.save(update_fields=["minutes", "asked", "pass_mark", "began_at", "ends_at"])


def hand_it_in(m, event):
    """By himself, or at the last moment by the clock; nobody hands in what he chose later."""
    if event.at > m.ends_at:
        raise Refused(said("考试时间已到，按已经保存的答案评分"))
    mark_it(m, event)


def mark_it(m, event):
    """Marked by itself, by what was saved in time; who marks it has no hand in it, and so the candidate's own code says so."""
    m.handed_in_at = min(event.at, m.ends_at)
    m.right = papers.mark(m)
    m.save(update_fields=["handed_in_at", "right"])
    m.take("let_pass" if m.has_passed else "fail", m.receipt, at=event.at)


def owe_the_result(m, event):
    """What it arose from waits for it, if that is a matter with a step for it."""
    if m.source and "examined" in m.source.specific.process.steps:
        m.tells = m.keeper
        m.save(update_fields=["tells"])


def tell_the_source(m, event):
    """The nomination learns the number of the sitting, and nothing else; one that has gone on without it is left alone."""
    source = m.source.specific
    if source.state in source.process.steps["examined"].source:
        source.take("examined", event.post, at=event.at, sitting=m.number)
    m.tells = None
    m.save(update_fields=["tells"])


class SittingProcess(Process, of=Sitting):
    is_heard = False
    watched_by = (office_head, examinee)
    reads = ("examinee", "keeper", "receipt", "source")
    route = ("appoint", "begin", "hand_in")

    states = dict(
        draft=_("草稿"), appointed=_("已安排，待考"), sitting=_("正在考"), handed_in=_("已交卷"), passed=_("合格"), failed=_("不合格"), void=_("作废"),
    )

    appoint  = Step(_("安排考试"), "draft", "appointed", by=office, fields=("held_on",), needs=(a_known_term, not_passed_yet, a_try_left, no_other_sitting, enough_questions), then=prepare)
    move     = Step(_("改期"), "appointed", "", by=office, fields=("held_on",), at_will=True, then=see_that_it_lies_ahead)
    give     = Step(_("补发考试码"), ("appointed", "sitting"), "", by=office, needs=(time_left,), why=True, at_will=True, then=give_code)

    begin    = Step(_("开始考试"), "appointed", "sitting", by=taker, needs=(its_day, enough_questions), then=hand_out)
    hand_in  = Step(_("交卷"), "sitting", "handed_in", by=taker, then=hand_it_in)
    collect  = Step(_("到时收卷"), "sitting", "handed_in", by=office, needs=(time_over,), at_will=True, then=mark_it)
    let_pass = Step(_("自动评分：合格"), "handed_in", "passed", by=taker, needs=(enough_right,), then=owe_the_result)
    fail     = Step(_("自动评分：不合格"), "handed_in", "failed", by=taker, needs=(too_few_right,))
    tell     = Step(_("报送结果"), "passed", "", by=teller, then=tell_the_source)

    void     = Step(_("作废"), ("appointed", "sitting"), "void", by=office, why=True, at_will=True)
    annul    = Step(_("宣布成绩无效"), ("passed", "failed"), "void", by=office_head, why=True, at_will=True)

    sitting_it = Clock(_("考试"), appoint, (begin, void), Before(0, "held_on", gettext_noop("考试")), "平台惯例：考试安排在哪一天", anew=move)
