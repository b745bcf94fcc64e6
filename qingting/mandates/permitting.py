"""How leave is asked to arrest or try a deputy, examined, given or refused (人身保障); and how one detained in the act is reported.

Law: Deputies Law (2025), art. 39, and Organic Law (2022), art. 40: no deputy is arrested or tried without leave of the presidium,
in recess of the standing committee, nor his freedom restricted in another way that the law knows; who receives an
application examines whether it pursues what he said or how he voted, or takes revenge for what he did as a deputy, and
decides accordingly; one detained in the act is reported at once. That the chairpersons' meeting may give leave ahead of the
committee is by-law of other places: in the rulebook, and off. How soon it is decided is by-law too (confidence C).
Few see it: the organ that asks, the head of the office, and whoever presides over the vote. Not the deputy.
"""

from django.utils.translation import gettext as said
from django.utils.translation import gettext_lazy as _

from qingting.clocks.rules import Rule, local
from qingting.docket.process import Clock, Process, Refused, Step, Who
from qingting.mandates.cast import carried, chief, lost, number, voted_again
from qingting.mandates.ending import a_mandate_that_runs
from qingting.mandates.leave import Permission
from qingting.meetings.chairs import ByTheChairs, a_meeting_of_the_chairs
from qingting.meetings.following import last_asked
from qingting.organs.models import Level, Role

applicant = Who("applicant", Role.CLERK, _("提请机关"))

OPEN = ("asked", "returned", "examined", "ahead")

# What a step needs. Each says what is missing, or None.

def a_deputy_of_this_congress(p):
    """Each congress protects its own deputies."""
    level = p.mandate.get_level_display()
    return None if p.mandate.level == Level.DISTRICT else said("%(person)s是%(level)s人大代表，请向该级人民代表大会主席团或者常务委员会提请许可（《代表法》第三十九条）") % {"person": p.deputy, "level": level}


def leave_of_the_chairs(p):
    """By-law, where there is one; the law itself names only the presidium and the committee."""
    rule = local("permissions", "by_the_chairs", p.congress, p.today)
    if p.decides != p.committee:
        return said("大会期间由主席团许可，主任会议不能先行许可（《代表法》第三十九条）")
    return None if rule["allowed"] else said("法律规定由常委会会议许可，本地没有规定主任会议可以先行许可（%(basis)s）") % {"basis": rule["basis"]}


def those_who_decide(p):
    """In a session the presidium, else the committee: by the day of the vote."""
    asked = last_asked(p)
    wrong = asked and asked.vote.body_id != p.decides.pk
    return said("现在由%(organ)s许可，不由%(body)s许可，请宣布这次表决无效（《代表法》第三十九条）") % {"organ": p.decides, "body": asked.vote.body} if wrong else None


# What follows from a step, in the same transaction.

def see_that_nothing_is_like_it(p, event):
    """Raises Refused where the same is asked already."""
    other = Permission.objects.filter(mandate=p.mandate_id, measure=p.measure, state__in=OPEN).exclude(pk=p.pk).first()
    if other:
        raise Refused(said("同样的申请正在办理：%(other)s") % {"other": other.number})
    number("permission", "许可")(p, event)


class PermissionProcess(Process, of=Permission):
    reads = ("deputy", "mandate__constituency", "applicant", "keeper", "committee", "examiners", "presiding")
    route = ("ask", "examine", "carry", "tell")

    states = dict(
        draft=_("草稿"), asked=_("已提请许可，待审查"), returned=_("退回补充"), examined=_("已审查，待表决"), ahead=_("主任会议已先行许可，待常委会确认"),
        granted=_("已许可，待告知"), refused=_("不予许可，待告知"), told=_("已书面告知"), reported=_("已报告拘留，待转报"), noted=_("已转报"), withdrawn=_("已撤回"),
    )

    ask       = Step(_("提请许可"), "draft", "asked", by=applicant, fields=("measure", "reference"), needs=(a_deputy_of_this_congress, a_mandate_that_runs), then=see_that_nothing_is_like_it)
    take_down = Step(_("登记纸质申请"), "draft", "asked", by=chief, fields=("measure", "reference"), needs=(a_deputy_of_this_congress, a_mandate_that_runs), then=see_that_nothing_is_like_it)
    send_back = Step(_("退回补充"), "asked", "returned", by=chief, why=True, at_will=True)
    ask_again = Step(_("补充后再提请"), "returned", "asked", by=applicant)
    take_down_again = Step(_("登记补充材料"), "returned", "asked", by=chief, why=True, at_will=True)
    examine   = Step(_("登记审查情况"), "asked", "examined", by=chief, fields=("finding",))
    grant_ahead = ByTheChairs(_("主任会议先行许可"), "examined", "ahead", by=chief, fields=("chairs_meeting",), needs=(leave_of_the_chairs, a_meeting_of_the_chairs), at_will=True)
    carry     = carried(("examined", "ahead"), "granted", label=_("许可"), also=(those_who_decide,))
    lose      = lost(("examined", "ahead"), "refused", label=_("不予许可"), also=(those_who_decide,))
    revote    = voted_again(("granted", "refused"), "examined")
    tell      = Step(_("书面告知提请机关"), ("granted", "refused"), "told", by=chief, fields=("told_on",))
    withdraw  = Step(_("撤回申请"), ("asked", "returned", "examined"), "withdrawn", by=applicant, why=True, at_will=True)
    withdraw_for = Step(_("登记撤回"), ("asked", "returned", "examined"), "withdrawn", by=chief, why=True, at_will=True)

    report    = Step(_("报告现行犯被拘留"), "draft", "reported", by=applicant, fields=("detained_on", "reference"), needs=(a_deputy_of_this_congress,), then=number("permission", "许可"), at_will=True)
    take_down_report = Step(_("登记拘留报告"), "draft", "reported", by=chief, fields=("detained_on", "reference"), needs=(a_deputy_of_this_congress,), then=number("permission", "许可"), at_will=True)
    pass_on   = Step(_("已转报主席团或者常委会"), "reported", "noted", by=chief)

    deciding  = Clock(_("答复许可申请"), (ask, take_down, ask_again, take_down_again), (carry, lose, grant_ahead, send_back, withdraw, withdraw_for), Rule("permission_decide"))
    passing   = Clock(_("转报拘留情况"), (report, take_down_report), (pass_on,), Rule("permission_pass_on"))
