"""What the annual report says about residents' voices. What deputies and organs say themselves is left out."""

from django.db.models import F
from django.utils.translation import gettext_lazy as _

from qingting.figures.counted import had, kept, last_said, took
from qingting.figures.figure import Figure
from qingting.voices.models import Candidate, Channel, Rating, Solved, Voice

CAME = ["speak_up", "enter"]
TOLD = ["settle", "reply", "check", "share", "report", "gather"]  # steps by which the resident has his answer
AT_A_STATION = [Channel.VISIT, Channel.TELEPHONE, Channel.PAPER]
ITEMS = _("件")
CONTENT = [Rating.SATISFIED, Rating.FAIR]
BY = (
    ("channel", F("channel")),
    ("station", F("station__name")),
    ("subdistrict", F("keeper__name")),
    ("organ", F("handler__name")),
    ("grade", F("grade")),
    ("category", F("category__name")),
)


def counted(rows, **narrowed):
    """Of those, what counts: said by a resident, and not by a deputy or an organ itself."""
    return rows.that(counts=True, **narrowed)


def outstanding(congress, since, until):
    """Of those received in the period, those that had no answer by its last day: asked again later, it says the same."""
    return counted(took(Voice, *CAME))(congress, since, until).filter(~had(until, *TOLD, "explain", "withdraw"))


def voices(name, label, scope, rows, out_of=None, unit=ITEMS, **how):
    """A figure of voices: counted in items where nothing else is said, and broken down in all the ways there are."""
    return Figure(f"voices_{name}", label, unit, scope, rows, out_of, breaks=BY, **how)


received = voices("received", _("群众诉求"), _("期内收到，各渠道合计"), counted(took(Voice, *CAME)))
received_by_code = voices("received_by_code", _("群众诉求"), _("期内扫代表码、联络站码收到"), counted(took(Voice, *CAME), channel__in=[Channel.DEPUTY_CODE, Channel.STATION_CODE]))
received_at_stations = voices("received_at_stations", _("联络站接待群众"), _("期内到站、来电、来信，由工作人员登记"), counted(took(Voice, "enter"), channel__in=AT_A_STATION), unit=_("人次"))
residents = voices("residents", _("反映诉求的群众"), _("期内收到诉求的不同回执数；一人多张回执的按张计"), counted(took(Voice, *CAME)), distinct="receipt", unit=_("人"))
accepted = voices("accepted", _("群众诉求受理"), _("期内受理"), counted(took(Voice, "accept")), at_most=("voices_received",))
elsewhere = voices("explained", _("群众诉求说明去向"), _("期内不属受理范围，已说明去向"), counted(took(Voice, "explain")))
told = voices("told", _("群众诉求答复"), _("期内向反映人告知结果"), counted(took(Voice, *TOLD)), at_most=("voices_received",))
answered_by_organ = voices("answered_by_organ", _("承办单位答复群众诉求"), _("期内由承办单位答复"), counted(took(Voice, "answer")), at_most=("voices_accepted",))
on_time = voices("on_time", _("群众诉求按期答复率"), _("期内由承办单位答复的，初次、恢复后和再次答复都未逾期的占比"), counted(kept(Voice, ["answering", "resting", "again"], ["answer"])), answered_by_organ)
rated = voices("rated", _("群众诉求评价"), _("期内由反映人评价；逾期未评的不计入"), counted(took(Voice, "rate")), at_most=("voices_told",))
solved = voices("solved", _("问题解决率"), _("期内反映人最后一次评价为“解决了”的占比"), counted(last_said(Voice, "rate", solved=[Solved.YES])), rated)
process_content = voices("process_satisfaction", _("群众诉求过程满意率（含基本满意）"), _("期内反映人最后一次评价"), counted(last_said(Voice, "rate", process_rating=CONTENT)), rated)
result_content = voices("result_satisfaction", _("群众诉求结果满意率（含基本满意）"), _("期内反映人最后一次评价"), counted(last_said(Voice, "rate", result_rating=CONTENT)), rated)
reopened = voices("reopened", _("群众诉求重办"), _("期内因反映人说没有解决而重办"), counted(took(Voice, "reopen", "reopen_here")))
concluded = voices("concluded", _("群众诉求办结"), _("期内办结，含逾期未评的"), counted(took(Voice, "conclude", "lapse")))
converted = voices("converted", _("群众诉求提为代表建议"), _("期内由代表提为建议"), counted(took(Voice, "convert")))
still_open = voices("outstanding", _("群众诉求未答复"), _("期内收到、期末尚未答复"), outstanding, on="filed_on")
drawn = voices("drawn", _("群众诉求回访"), _("期内抽中回访"), counted(took(Voice, "draw")))
asked_again = voices("asked_again", _("群众诉求回访有回音"), _("期内反映人回答了回访"), counted(took(Voice, "say_again")))
solved_later = voices("solved_later", _("回访时问题解决率"), _("期内回答回访的，说“解决了”的占比"), counted(last_said(Voice, "say_again", solved_later=[Solved.YES])), asked_again)
offered = Figure("candidates_offered", _("群众诉求提为监督议题线索"), ITEMS, _("期内提交主任会议"), took(Candidate, "offer"))
taken_up = Figure("candidates_taken_up", _("群众诉求提为监督议题线索"), ITEMS, _("期内主任会议决定列入"), took(Candidate, "take_up"))
