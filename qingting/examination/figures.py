"""What the annual report says of law examinations: how many were held, who passed."""

from django.db.models import F
from django.utils.translation import gettext_lazy as _

from qingting.examination.models import Sitting
from qingting.figures.counted import took
from qingting.figures.figure import Figure

BY = (("branch", F("branch")),)
HANDED_IN = ("hand_in", "collect")

held = Figure("examinations_held", _("任前法律知识考试"), _("人次"), _("期内交卷的考试，含补考和后来宣布无效的"), took(Sitting, *HANDED_IN), breaks=BY)
passed = Figure("examinations_passed", _("任前法律知识考试合格"), _("人"), _("期内考试合格的人，一人只计一次，含后来宣布无效的"), took(Sitting, "let_pass"), distinct="examinee", breaks=BY, at_most=("examinations_held",))
