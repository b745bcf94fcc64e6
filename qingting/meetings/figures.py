"""What the annual report says of meetings: how many, by whose they were, and what was put to the vote."""

from django.db.models import F
from django.utils.translation import gettext_lazy as _

from qingting.figures.counted import took
from qingting.figures.figure import Figure
from qingting.meetings.models import Meeting
from qingting.meetings.votes import Vote
from qingting.meetings.words import Opinions
from qingting.organs.models import Organ

K = Organ.Kind


def of(kind):
    """The meetings of one kind of organ that opened in the period."""

    def rows(congress, since, until):
        return took(Meeting, "open")(congress, since, until).filter(body__kind=kind)

    return rows


def met(name, label, scope, kind):
    return Figure(f"meetings_{name}", label, _("次"), scope, of(kind), breaks=(("organ", F("body__name")),))


sc = met("sc", _("常委会会议"), _("期内开会的常务委员会会议"), K.STANDING_COMMITTEE)
chairpersons = met("chairpersons", _("主任会议"), _("期内开会的主任会议"), K.CHAIRPERSONS)
committees = met("committees", _("专门委员会会议"), _("期内开会的专门委员会会议"), K.SPECIAL_COMMITTEE)
congress = met("congress", _("人民代表大会会议"), _("期内开幕的人民代表大会会议"), K.CONGRESS)
votes = Figure("votes_announced", _("表决"), _("项"), _("期内宣布结果的表决，含未通过的和选举"), took(Vote, "carry", "split", "lose", "elect"), breaks=(("organ", F("body__name")),))
carried = Figure("votes_carried", _("表决通过"), _("项"), _("期内宣布全部通过的表决，含后来宣布无效的"), took(Vote, "carry"), breaks=(("organ", F("body__name")),))
opinions = Figure("opinions_sent", _("审议意见"), _("份"), _("期内印送报告机关的审议意见"), took(Opinions, "send"), breaks=(("organ", F("reporter__name")),))
