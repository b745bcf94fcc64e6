"""How an office-holder whom the committee appointed accounts for a year's work, and what comes of what he is told.

No national law names it: district rules and practice (procedures note P07 and P11, confidence D). A vote on satisfaction
follows the rule in the rulebook; who is not found satisfactory reports again (Zhejiang's rules, art. 29, confidence B).
"""

from django.utils.translation import gettext as said
from django.utils.translation import gettext_lazy as _

from qingting.appointments.models import Account
from qingting.appointments.process import (
    ToAMeeting,
    chair,
    members,
    office,
    office_head,
    presiding,
    see_that_it_can_go_there,
    vice_chairs,
)
from qingting.docket.models import Series
from qingting.docket.process import Amend, Process, Step, Who
from qingting.meetings import agenda
from qingting.meetings.following import a_vote_that_carried, a_vote_that_lost, an_annulled_vote
from qingting.meetings.models import Item

holder = Who("holder", "", _("报告人"))


def one_who_was_appointed(a):
    return None if a.office_holder.is_current(a.today) else said("%(post)s已经不在任，不用报告") % {"post": a.office_holder}


def no_rating(a):
    return said("这份报告要进行满意度测评，由会议表决") if a.is_rated else None


def a_meeting_that_sat(a):
    sat = a.at_meeting and a.at_meeting.opened_at
    return None if sat else said("会议还没有召开，不能登记已听取")


def number(a, event):
    a.number = f"履职{a.today.year}-{Series.following(a.congress_id, f'accounts-{a.today.year}'):04d}"
    a.save(update_fields=["number"])


def put_on_the_agenda(a, event):
    see_that_it_can_go_there(a)
    a.item = agenda.add(Item(meeting=a.at_meeting, title=said("听取%(motion)s的报告") % {"motion": a.motion}, reporter=a.office_holder.organ, matter=a))
    a.introduced_to = a.committee
    a.save(update_fields=["item", "introduced_to"])


class AccountProcess(Process, of=Account):
    watched_by = (office_head, chair, vice_chairs, members)
    reads = ("office_holder__person", "office_holder__organ", "holder", "keeper", "committee", "presiding")
    route = ("ask", "hand_in", "schedule", "carry", "opine", "respond", "close")

    states = dict(
        draft=_("草稿"), asked=_("待提交报告"), handed_in=_("已提交报告"), scheduled=_("已列入议程，待听取"), satisfied=_("测评通过"),
        unsatisfied=_("测评未通过"), heard=_("已听取"), opined=_("审议意见已送交，待落实"), responded=_("已报告落实情况"), closed=_("已办结"),
    )

    ask         = Step(_("确定听取"), "draft", "asked", by=office, needs=(one_who_was_appointed,), then=number)
    hand_in     = Step(_("提交履职报告"), "asked", "handed_in", by=holder, fields=("report",))
    hand_in_for = Step(_("登记纸质报告"), "asked", "handed_in", by=office, fields=("report",), at_will=True)
    schedule    = ToAMeeting(_("列入常委会议程"), "handed_in", "scheduled", by=office, fields=("at_meeting",), then=put_on_the_agenda)
    hear        = Step(_("登记已听取"), "scheduled", "heard", by=office, needs=(no_rating, a_meeting_that_sat))
    carry       = Step(_("测评通过"), "scheduled", "satisfied", by=presiding, needs=(a_vote_that_carried,))
    lose        = Step(_("测评未通过"), "scheduled", "unsatisfied", by=presiding, needs=(a_vote_that_lost,), at_will=True)
    revote      = Step(_("表决无效，重新测评"), ("satisfied", "unsatisfied"), "scheduled", by=presiding, needs=(an_annulled_vote,), at_will=True)
    again       = Step(_("要求再次报告"), "unsatisfied", "asked", by=office)
    opine       = Step(_("送交审议意见"), ("heard", "satisfied", "unsatisfied"), "opined", by=office, fields=("opinion",))
    respond     = Step(_("报告落实情况"), "opined", "responded", by=holder, fields=("response",))
    respond_for = Step(_("登记落实情况"), "opined", "responded", by=office, fields=("response",), at_will=True)
    insist      = Step(_("退回继续落实"), "responded", "opined", by=office, why=True, at_will=True)
    close       = Step(_("办结归档"), ("responded", "heard", "satisfied"), "closed", by=office)
    amend       = Amend(by=office, fields=("title", "opinion"))
