"""The register of law examinations, with the ways to the bank and the rules."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from qingting.desk.register import Column, Register
from qingting.directory.keeping import may_manage
from qingting.examination.models import Sitting
from qingting.examination.page import examiner

Register(
    slug="examinations",
    model=Sitting,
    heading=pgettext_lazy("list", "任前考试"),
    icon="clipboard-check",
    reads=("examinee",),
    columns=(
        Column(_("考生"), lambda m: m.examinee, in_export_only=True),
        Column(_("拟任职机关"), lambda m: m.get_branch_display()),
        Column(_("考试日期"), lambda m: m.held_on),
        Column(_("第几次"), lambda m: m.attempt, in_export_only=True),
        Column(_("分数"), lambda m: m.score if m.right is not None and m.state != "void" else None),
        Column(_("合格分数"), lambda m: m.pass_mark, in_export_only=True),
    ),
    begins=(
        ("examination_new", _("安排考试"), lambda actors: any(map(examiner, actors))),
        ("examination_bank", _("题库"), lambda actors: may_manage(actors) is not None),
        ("examination_rules", _("组卷规则"), lambda actors: may_manage(actors) is not None),
        ("examination_practice", _("练一练"), lambda actors: bool(actors)),
    ),
)
