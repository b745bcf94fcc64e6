"""How an office-holder resigns, is dismissed by the committee, or recalled by the congress in session.

Law: Organic Law (2022), art. 32 (resignation: between sessions to the standing committee, which decides and reports to the
congress for the record; a chief procurator's needs the approval of the higher committee); Supervision Law (2024), arts. 60 to
62 (dismissal: who may move it, the right to be heard, the secret ballot, more than half of all members); Organic Law,
arts. 31 (recall: who may move it, the right to be heard) and 13 (a chief procurator's needs the approval from above).
"""

from math import ceil

from django.utils.timezone import localdate
from django.utils.translation import gettext as said
from django.utils.translation import gettext_lazy as _

from qingting.appointments.models import Departure
from qingting.appointments.process import (
    ToAMeeting,
    chair,
    members,
    office,
    office_head,
    presiding,
    see_that_it_can_go_there,
    see_that_it_is_not_ahead,
    vice_chairs,
)
from qingting.docket.models import Series
from qingting.docket.process import Amend, Process, Step, Who
from qingting.meetings import agenda
from qingting.meetings.chairs import ByTheChairs, a_meeting_of_the_chairs
from qingting.meetings.following import a_vote_that_carried, a_vote_that_lost, an_annulled_vote, was_open
from qingting.meetings.models import SITTING, Item
from qingting.meetings.thresholds import ORGANIC, SUPERVISION, whole
from qingting.organs.models import Organ, Post, Role


def a_post_held(d):
    """Only who is in office can leave it."""
    return None if d.office_holder.is_current(d.today) else said("%(post)s已经不在任") % {"post": d.office_holder}


def no_other_case(d):
    other = Departure.objects.filter(office_holder=d.office_holder, state__in=("filed", "ready", "scheduled")).exclude(pk=d.pk).first()
    return said("同一职务的辞职、撤职案正在办理：%(other)s") % {"other": other.number} if other else None


def enough_signatures(d):
    """A fifth of all members of the committee or more (Supervision Law, art. 61), at a session a tenth of all deputies
    (Organic Law, art. 31); rounded up.
    """
    if d.mover == d.Mover.DEPUTIES:
        deputies = whole(d.congress, SITTING[d.congress.kind], d.today).n
        least = ceil(deputies / 10)
        return None if (d.signatures or 0) >= least else said("联名的代表不足十分之一：全体代表%(all)s人，至少%(least)s人联名（%(law)s第三十一条）") % {
            "all": deputies, "least": least, "law": ORGANIC}
    if d.mover != d.Mover.MEMBERS:
        return None
    all_members = whole(d.committee, SITTING[d.committee.kind], d.today).n
    least = ceil(all_members / 5)
    return None if (d.signatures or 0) >= least else said("联名的组成人员不足五分之一：全体%(all)s人，至少%(least)s人联名（%(law)s第六十一条）") % {
        "all": all_members, "least": least, "law": SUPERVISION}


def a_dismissal(d):
    return said("辞职不用申辩") if d.way == d.Way.RESIGN else None


def not_a_recall(d):
    return said("罢免案由主席团提请大会审议（%(law)s第三十一条）") % {"law": ORGANIC} if d.way == d.Way.RECALL else None


def a_recall(d):
    return None if d.way == d.Way.RECALL else said("辞职、撤职由主任会议提请常委会审议")


def a_hearing(d):
    """Whoever is to be dismissed or recalled may defend himself, at the meeting or in writing, before the vote."""
    if d.way == d.Way.RESIGN or d.defence or d.waives_defence:
        return None
    if d.way == d.Way.RECALL:
        return said("罢免案表决前，应当听取本人申辩，或者登记本人书面表示不申辩（%(law)s第三十一条）") % {"law": ORGANIC}
    return said("撤职案表决前，应当听取本人申辩，或者登记本人书面表示不申辩（%(law)s第六十二条）") % {"law": SUPERVISION}


def a_secret_ballot(d):
    """Dismissal is voted on by secret ballot (art. 62)."""
    is_open = d.way == d.Way.DISMISS and was_open(d)
    return said("撤职案用无记名投票表决，请宣布这次表决无效，重新表决（%(law)s第六十二条）") % {"law": SUPERVISION} if is_open else None


def its_record(d):
    """A resignation that was accepted is reported to the congress for the record; a chief procurator's is approved above."""
    if d.way == d.Way.RESIGN and not d.reported_on:
        return said("接受辞职以后，要报人民代表大会备案")
    return said("检察长辞职、罢免须经上一级人大常委会批准，请登记批准文号") if needs_approval(d) and not d.approved_by else None


def a_chief_procurator(d):
    return None if needs_approval(d) else said("只有检察长的辞职、罢免须报上级批准")


def needs_approval(d) -> bool:
    post = d.office_holder
    return d.way != d.Way.DISMISS and post.organ.kind == Organ.Kind.PROCURATORATE and post.role == Role.HEAD


def number(d, event):
    year = d.today.year
    d.number = f"离任{year}-{Series.following(d.congress_id, f'departures-{year}'):04d}"
    d.save(update_fields=["number"])


def put_on_the_agenda(d, event):
    see_that_it_can_go_there(d)
    d.item = agenda.add(Item(meeting=d.at_meeting, title=said("审议%(title)s") % {"title": d.title}, access=Item.Access.INTERNAL, matter=d))
    d.introduced_to = d.decides
    d.save(update_fields=["item", "introduced_to"])


def end_the_post(d, event):
    """On the day of the vote; of a chief procurator's resignation and recall, with the approval (arts. 13 and 32)."""
    if not needs_approval(d):
        Post.objects.filter(pk=d.office_holder_id).update(until=localdate(event.at))


def end_it_now(d, event):
    Post.objects.filter(pk=d.office_holder_id).update(until=localdate(event.at))


def let_it_go_on(d, event):
    Post.objects.filter(pk=d.office_holder_id).update(until=None)


told = Who("introduced_to", Role.DEPUTY, _("代表"))    # of a recall, once it is on the agenda of a session


class DepartureProcess(Process, of=Departure):
    watched_by = (office_head, chair, vice_chairs, members, told)
    reads = ("office_holder__person", "office_holder__organ", "keeper", "committee", "presiding")
    route = ("file", "submit", "schedule", "carry", "close")

    states = dict(
        draft=_("草稿"), filed=_("已登记，待主任会议"), ready=_("待列入常委会议程"), scheduled=_("已列入议程，待表决"), carried=_("已通过"),
        lost=_("未通过"), closed=_("已办结"), declined=_("主任会议不提请"), withdrawn=_("已撤回"),
    )

    file     = Step(_("登记"), "draft", "filed", by=office, needs=(a_post_held, enough_signatures, no_other_case), then=number)
    defend   = Step(_("登记申辩意见"), ("filed", "ready", "scheduled"), "", by=office, fields=("defence",), needs=(a_dismissal,), at_will=True)
    waive    = Step(_("登记不申辩"), ("filed", "ready", "scheduled"), "", by=office, fields=("waives_defence",), needs=(a_dismissal,), why=True, at_will=True)
    submit   = ByTheChairs(_("主任会议决定提请"), "filed", "ready", by=office, fields=("chairs_meeting",), needs=(not_a_recall, a_meeting_of_the_chairs))
    bring    = Step(_("主席团提请大会审议"), "filed", "ready", by=office, needs=(a_recall,), at_will=True)
    decline  = ByTheChairs(_("主任会议决定不提请"), "filed", "declined", by=office, fields=("chairs_meeting",), why=True, at_will=True)
    schedule = ToAMeeting(_("列入会议议程"), "ready", "scheduled", by=office, fields=("at_meeting",), then=put_on_the_agenda)
    carry    = Step(_("表决通过"), "scheduled", "carried", by=presiding, needs=(a_vote_that_carried, a_hearing, a_secret_ballot), then=end_the_post)
    lose     = Step(_("表决未通过"), "scheduled", "lost", by=presiding, needs=(a_vote_that_lost,), at_will=True)
    revote   = Step(_("表决无效，重新表决"), ("carried", "lost"), "scheduled", by=presiding, needs=(an_annulled_vote,), at_will=True, then=let_it_go_on)
    approve  = Step(_("登记上级批准"), "carried", "", by=office, fields=("approved_by",), needs=(a_chief_procurator,), at_will=True, then=end_it_now)
    report   = Step(_("报人民代表大会备案"), "carried", "", by=office, fields=("reported_on",), then=see_that_it_is_not_ahead("reported_on"))
    close    = Step(_("办结归档"), "carried", "closed", by=office, needs=(its_record,))
    withdraw = Step(_("登记撤回"), ("filed", "ready", "scheduled"), "withdrawn", by=office, why=True, at_will=True)
    amend    = Amend(by=office, fields=("title", "office_title"))
