"""What the annual report says of procuratorial suggestions: how many each way, and how they were answered."""

from django.db.models import F
from django.utils.translation import gettext_lazy as _

from qingting.figures.counted import kept, took
from qingting.figures.figure import Figure
from qingting.procuratorate.models import ProcuratorialSuggestion

BY = (("class", F("field")), ("organ", F("addressee__name")))


def procuratorial(name, label, scope, rows, out_of=None, **how):
    """A figure of procuratorial suggestions: counted in items, by field and by the organ that must reply."""
    return Figure(f"procuratorial_{name}", label, _("件"), scope, rows, out_of, breaks=BY, **how)


flagged = procuratorial("flagged", _("公益诉讼线索标记"), _("期内由代表工作机构标记，含后来撤销的"), took(ProcuratorialSuggestion, "flag"))
forwarded = procuratorial("forwarded", _("公益诉讼线索转交"), _("期内转交检察院"), took(ProcuratorialSuggestion, "forward"))
cases = procuratorial("cases", _("线索立案"), _("期内由转交的线索立案"), took(ProcuratorialSuggestion, "open_case"), at_most=("procuratorial_forwarded",))
refused = procuratorial("refused", _("线索不予立案"), _("期内评估后不予立案"), took(ProcuratorialSuggestion, "refuse"))
issued = procuratorial("issued", _("检察建议制发"), _("期内制发，不论线索来自哪里"), took(ProcuratorialSuggestion, "issue"))
from_clues = procuratorial("from_clues", _("转为检察建议"), _("期内制发，线索由人大事项标记而来"), took(ProcuratorialSuggestion, "issue").that(source__isnull=False), at_most=("procuratorial_issued",))
to_suggestions = procuratorial("to_suggestions", _("检察建议转为代表建议"), _("期内由代表据此提出建议"), took(ProcuratorialSuggestion, "convert"))
answered = procuratorial("answered", _("检察建议书面回复"), _("期内书面回复"), took(ProcuratorialSuggestion, "answer"), at_most=("procuratorial_issued",))
on_time = procuratorial("on_time", _("检察建议按期回复率"), _("期内书面回复的，未逾期的占比"), kept(ProcuratorialSuggestion, ["replying"], ["answer"]), answered)
closed = procuratorial("closed", _("公益诉讼案件终结"), _("期内因依法履职而终结"), took(ProcuratorialSuggestion, "decide", "decide_unanswered", outcome=["closed"]))
sued = procuratorial("sued", _("提起公益诉讼"), _("期内决定提起诉讼"), took(ProcuratorialSuggestion, "decide", "decide_unanswered", outcome=["sued"]))
