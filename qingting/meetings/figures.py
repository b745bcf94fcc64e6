"""What the annual report says of meetings: how many, by whose they were, who was there, and what was put to the vote."""

from django.db.models import F, Min
from django.utils.translation import gettext_lazy as _

from qingting.figures.counted import took
from qingting.figures.figure import Figure
from qingting.meetings.briefings import Attendee, Briefing
from qingting.meetings.guests import Invitation
from qingting.meetings.models import Meeting, Presence
from qingting.meetings.observers import Observer
from qingting.meetings.votes import Vote
from qingting.meetings.words import Opinions
from qingting.organs.models import Organ

K = Organ.Kind


def met(name, label, scope, kind):
    """The meetings of one kind of organ that opened in the period."""
    return Figure(f"{name}_meetings", label, _("次"), scope, took(Meeting, "open").that(body__kind=kind), breaks=(("organ", F("body__name")),))


standing_committee = met("standing_committee", _("常委会会议"), _("期内开会的常务委员会会议"), K.STANDING_COMMITTEE)
chairpersons = met("chairpersons", _("主任会议"), _("期内开会的主任会议"), K.CHAIRPERSONS)
committees = met("special_committee", _("专门委员会会议"), _("期内开会的专门委员会会议"), K.SPECIAL_COMMITTEE)
congress = met("congress", _("人民代表大会会议"), _("期内开幕的人民代表大会会议"), K.CONGRESS)
votes = Figure("votes_announced", _("表决"), _("项"), _("期内宣布结果的表决，含未通过的和选举"), took(Vote, "carry", "split", "lose", "elect"), breaks=(("organ", F("body__name")),))
carried = Figure("votes_carried", _("表决通过"), _("项"), _("期内宣布全部通过的表决，含后来宣布无效的"), took(Vote, "carry"), breaks=(("organ", F("body__name")),), at_most=("votes_announced",))
opinions = Figure("opinions_sent", _("审议意见"), _("份"), _("期内印送报告机关的审议意见"), took(Opinions, "send"), breaks=(("organ", F("reporter__name")),))


# Person-times. They go by the day of the meeting, and not by that on which somebody wrote them down.


def sat_in(**of):
    """The guests who were there, of meetings held in the period."""

    def rows(congress, since, until):
        return Invitation.objects.filter(congress=congress, state="came", on__held_on__range=(since, until), **of)

    return rows


def observed(congress, since, until):
    came = Observer.objects.filter(meeting__congress=congress, came_at__isnull=False)
    return came.filter(meeting__held_on__range=(since, until))


def briefed(congress, since, until):
    held = Briefing.objects.filter(congress=congress, state="held", held_on__range=(since, until))
    return Attendee.objects.filter(briefing__in=held, came=True)


def present(congress, since, until):
    """A member who was at a standing committee's meeting that opened; who left and came back was there once."""
    was = Presence.objects.filter(meeting__congress=congress, meeting__body__kind=K.STANDING_COMMITTEE)
    once = was.filter(meeting__opened_at__isnull=False, meeting__held_on__range=(since, until)).order_by()
    return Presence.objects.filter(pk__in=once.values("meeting", "post").annotate(first=Min("pk")).values("first"))


PERSON_TIMES = _("人次")
OF_MEETING = (("organ", F("meeting__body__name")),)


def times(name, label, scope, rows, **how):
    return Figure(name, label, PERSON_TIMES, scope, rows, **how)


def sitting_in(name, label, scope, rows, **how):
    return times(name, label, scope, rows, breaks=(("organ", F("on__body__name")),), on="on__held_on", **how)


invited_deputies = sitting_in("meetings_deputies_sat_in", _("代表列席会议"), _("期内举行的会议上应邀到会列席的代表，一人一会算一次"), sat_in(deputy__isnull=False), called="deputy__name")
with_the_committee = sitting_in("standing_committee_deputies_sat_in", _("代表列席常委会会议"), _("期内举行的常务委员会会议上应邀到会列席的代表，一人一会算一次"), sat_in(deputy__isnull=False, on__body__kind=K.STANDING_COMMITTEE), called="deputy__name", at_most=("meetings_deputies_sat_in",))
invited_organs = sitting_in("meetings_organs_sat_in", _("单位列席会议"), _("期内举行的会议上到会列席的单位负责人或者单位派的人，一单位一会算一次"), sat_in(organ__isnull=False), called="organ__name")
observers = times("meetings_observed", _("公民旁听"), _("期内举行的会议上到会旁听的公民，一人一会算一次"), observed, breaks=OF_MEETING, on="meeting__held_on", matter="meeting")
briefings = Figure("briefings_held", _("政情通报会"), _("次"), _("期内登记举行的政情通报会"), took(Briefing, "hold"))
briefing_times = times("briefings_attended", _("代表参加政情通报会"), _("期内举行的政情通报会上到会的代表，一人一会算一次"), briefed, on="briefing__held_on", matter="briefing", called="post__person__name")
sitting_in_and_briefed = Figure("sitting_in_attendance", _("代表列席常委会会议、参加政情通报会"), PERSON_TIMES, _("期内到会的代表，一人一会算一次；两项相加"), parts=(with_the_committee, briefing_times))
attended = times("standing_committee_attendance", _("常委会组成人员出席会议"), _("期内举行的常务委员会会议上到会的组成人员，一人一会算一次，中途离开再来的不重算"), present, on="meeting__held_on", matter="meeting", called="post__person__name")
