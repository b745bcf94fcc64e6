"""What the annual report says about suggestions. Every rate shows what it is a rate of."""

from django.db.models import F, OuterRef, Subquery
from django.utils.translation import gettext_lazy as _

from qingting.figures.counted import had, kept, last_said, took
from qingting.figures.figure import Figure
from qingting.organs.models import Post
from qingting.suggestions.models import Cosigning, KeySupervision, Promise, Rating, Suggestion

ANSWERS = ["answer", "gather", "share"]
CONCLUDED = ["close", "settle"]
CONTENT = [Rating.SATISFIED, Rating.FAIR]
# Of a deputy with several mandates, the one that has a constituency; without one he stands under no sub-district.
ELECTED_IN = Post.objects.filter(person=OuterRef("lead"), constituency__isnull=False).order_by("-since")
BY = (
    ("occasion", F("occasion")),
    ("organ", F("handler__name")),
    ("subdistrict", Subquery(ELECTED_IN.values("constituency__organ__name")[:1])),
    ("class", F("category")),
    ("result", F("result")),
)


def filed_in(congress, since, until, **only):
    """Those filed for the first time in the period: what was sent back and filed again is counted once."""
    return took(Suggestion, "file", "convert_bill").that(filed_on__gte=since, **only)(congress, since, until)


def at(occasion):
    """Those filed at a session, or in recess."""

    def rows(congress, since, until):
        return filed_in(congress, since, until, occasion=occasion)

    return rows


def concluded_of_the_year(congress, since, until):
    """Of those filed in the period, those concluded by its last day: the same set as those outstanding."""
    return filed_in(congress, since, until).filter(had(until, *CONCLUDED))


def outstanding(congress, since, until):
    """Of those filed in the period, those that had not come to their end by its last day."""
    return filed_in(congress, since, until).filter(~had(until, *CONCLUDED, "refuse", "withdraw"))


def met(congress, since, until):
    """Those answered in the period whose deputy had been spoken with."""
    return took(Suggestion, "answer")(congress, since, until).filter(had(until, "contact"))


def open_promises(congress, since, until):
    """Promises made up to the last day of the period and neither kept nor ended by then."""
    made = Promise.objects.filter(had(until, "make", "make_for_them"), congress=congress)
    return made.filter(~had(until, "confirm", "confirm_for", "let_go"))


def suggestions(name, label, scope, rows, out_of=None, **how):
    """A figure of suggestions: counted in items, and broken down as the by-law's tables are."""
    return Figure(f"suggestions_{name}", label, _("件"), scope, rows, out_of, breaks=BY, **how)


filed = suggestions("filed", _("代表建议提出"), _("期内提出，含议案转来的"), filed_in, on="filed_on", agrees_with=("suggestions_filed_session", "suggestions_filed_recess",))
filed_session = suggestions("filed_session", _("代表建议提出"), _("期内大会期间提出"), at(Suggestion.Occasion.SESSION), on="filed_on")
filed_recess = suggestions("filed_recess", _("代表建议提出"), _("期内闭会期间提出"), at(Suggestion.Occasion.RECESS), on="filed_on")
accepted = suggestions("accepted", _("代表建议立案"), _("期内审查立案"), took(Suggestion, "accept"), at_most=("suggestions_filed",))
assigned = suggestions("assigned", _("代表建议交办"), _("期内交办，含分别交办和并案"), took(Suggestion, "assign", "confirm", "divide", "join"))
answered = suggestions("answered", _("代表建议答复"), _("期内签发、汇总或一并答复"), took(Suggestion, *ANSWERS), at_most=("suggestions_filed",))
answered_by_lead = suggestions("answered_by_lead", _("主办单位答复"), _("期内由主办单位签发答复"), took(Suggestion, "answer"))
met_rate = suggestions("met", _("见面率"), _("期内主办单位答复的，事先与代表沟通的占比"), met, answered_by_lead)
on_time = suggestions("on_time", _("按期答复率"), _("期内答复的，初次和再次答复都未逾期的占比"), kept(Suggestion, ["answering", "again"], ANSWERS), answered)
concluded = suggestions("concluded", _("代表建议办结"), _("期内提出（大会期间和闭会期间）的建议中期末前已经办结的，含调处办结"), concluded_of_the_year, on="filed_on", at_most=("suggestions_filed",))
still_open = suggestions("outstanding", _("代表建议未办结"), _("期内提出（大会期间和闭会期间）的建议中期末尚未办结的"), outstanding, on="filed_on")
closed = suggestions("closed", _("代表建议办结"), _("期内办结，不论哪一年提出，含调处办结"), took(Suggestion, *CONCLUDED))
rated = suggestions("rated", _("代表建议评价"), _("期内由领衔代表评价；逾期未评的不计入"), took(Suggestion, "rate"), at_most=("suggestions_answered",))
process_content = suggestions("process_satisfaction", _("过程满意率（含基本满意）"), _("期内领衔代表最后一次评价"), last_said(Suggestion, "rate", process_rating=CONTENT), rated)
result_content = suggestions("result_satisfaction", _("结果满意率（含基本满意）"), _("期内领衔代表最后一次评价"), last_said(Suggestion, "rate", result_rating=CONTENT), rated)
redone = suggestions("redone", _("代表建议重新办理"), _("期内因代表不满意而重新办理"), took(Suggestion, "redo", "redivide"))
mediated = suggestions("mediated", _("代表建议调处"), _("期内两次不满意而组织调处"), took(Suggestion, "mediate"))
supervised = Figure("suggestions_key_supervised", _("代表建议重点督办"), _("件"), _("期内确定为重点督办"), took(KeySupervision, "select"))
cosigners_rated = Figure("suggestions_rated_by_cosigners", _("联名代表评价"), _("人次"), _("期内由联名代表各自评价"), took(Cosigning, "rate"))
cosigners_content = Figure("suggestions_result_satisfaction_cosigners", _("联名代表结果满意率（含基本满意）"), _("人次"), _("期内联名代表最后一次评价"), last_said(Cosigning, "rate", result_rating=CONTENT), cosigners_rated)
promised = Figure("promises_made", _("答复承诺事项"), _("项"), _("期内作出"), took(Promise, "make", "make_for_them"))
promises_kept = Figure("promises_kept", _("答复承诺事项兑现"), _("项"), _("期内经代表或代表工作机构确认兑现"), took(Promise, "confirm", "confirm_for"))
promises_open = Figure("promises_open", _("答复承诺事项在办"), _("项"), _("期末尚未兑现，不论哪一年作出"), open_promises)
