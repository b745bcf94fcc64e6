"""Who puts whom forward, and who decides: the offices that a county's standing committee fills between two sessions.

The table is national law except where the line says otherwise (procedures note P11). What each line says is shown to
whoever fills in a nomination, and is cited when one is refused.
"""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import gettext_lazy as _

from qingting.clocks import rules
from qingting.meetings.thresholds import ORGANIC
from qingting.organs.models import Organ, Role

K = Organ.Kind
CHIEFS = {K.GOVERNMENT, K.SUPERVISORY_COMMISSION, K.COURT, K.PROCURATORATE}


@dataclass(frozen=True)
class Office:
    """A kind of office: in which organs it stands, as what one serves in it, and whose head puts a candidate forward."""

    key: str
    label: Any
    organs: frozenset[str]
    roles: tuple[str, ...]
    proposer: str  # the kind of organ whose head proposes; the chairpersons' meeting where it is CHAIRPERSONS
    basis: str
    confidence: str = "A"
    reported: Any = ""  # to whom it is reported for the record
    acting: str = ""  # whoever acts for an absent head is taken from those who hold this role in the same organ
    named: str = ""  # what the organ's name must say


def _of(*kinds):
    return frozenset(kinds)


ARTICLE_50 = f"{ORGANIC}第五十条第一款"
OFFICES = {
    office.key: office
    for office in (
        Office("vice_government", _("副区长（个别任免）"), _of(K.GOVERNMENT), (Role.VICE_HEAD,), K.GOVERNMENT, f"{ARTICLE_50}第十三项"),
        Office("department", _("局长、委员会主任、科长等政府组成人员"), _of(K.DEPARTMENT), (Role.HEAD,), K.GOVERNMENT, f"{ARTICLE_50}第十四项", reported=_("上一级人民政府")),
        Office("supervision", _("监察委员会副主任、委员"), _of(K.SUPERVISORY_COMMISSION), (Role.VICE_HEAD, Role.OFFICER), K.SUPERVISORY_COMMISSION, f"{ARTICLE_50}第十五项、《中华人民共和国监察法》（2024）第九条"),
        Office("court", _("法院副院长、庭长、副庭长、审判委员会委员、审判员"), _of(K.COURT), (Role.VICE_HEAD, Role.OFFICER), K.COURT, f"{ARTICLE_50}第十六项、《中华人民共和国人民法院组织法》（2018）第四十三条"),
        Office("procuratorate", _("检察院副检察长、检察委员会委员、检察员"), _of(K.PROCURATORATE), (Role.VICE_HEAD, Role.OFFICER), K.PROCURATORATE, f"{ARTICLE_50}第十六项、《中华人民共和国人民检察院组织法》（2018）第三十八条"),
        Office("assessor", _("人民陪审员"), _of(K.COURT), (Role.OFFICER,), K.COURT, "《中华人民共和国人民陪审员法》（2018）第十条至第十二条"),
        Office("special_committee", _("专门委员会个别副主任委员、部分委员（大会闭会期间）"), _of(K.SPECIAL_COMMITTEE), (Role.VICE_CHAIR, Role.MEMBER), K.CHAIRPERSONS, f"{ORGANIC}第三十四条"),
        Office("credentials", _("代表资格审查委员会组成人员"), _of(K.SPECIAL_COMMITTEE), (Role.CHAIR, Role.VICE_CHAIR, Role.MEMBER), K.CHAIRPERSONS, f"{ORGANIC}第五十六条", named="代表资格审查"),
        Office("working_body", _("常委会工作机构、办事机构和街道工委负责人"), _of(K.OFFICE, K.SUBDISTRICT_COMMITTEE), (Role.HEAD, Role.VICE_HEAD, Role.CHAIR, Role.VICE_CHAIR, Role.MEMBER), K.CHAIRPERSONS, "《重庆市各级人民代表大会常务委员会人事任免工作条例》（2022）第六条、《广东省各级人民代表大会常务委员会人事任免办法》（2022）第三条", "B"),
        Office("acting_head", _("代理区长、监委主任、法院院长、检察长"), frozenset(CHIEFS), (Role.HEAD,), K.CHAIRPERSONS, f"{ARTICLE_50}第十三项", reported=_("代理检察长报上一级人民检察院和人大常委会"), acting=Role.VICE_HEAD),
        Office("acting_chair", _("代理常委会主任（由常委会在副主任中推选一人）"), _of(K.STANDING_COMMITTEE), (Role.CHAIR,), K.CHAIRPERSONS, f"{ORGANIC}第五十五条", acting=Role.VICE_CHAIR),
    )
}  # fmt: skip
CHOICES = [(key, office.label) for key, office in OFFICES.items()]


def offices_of(proposer: Organ) -> list[Office]:
    """What the head of this organ may put forward."""
    return [office for office in OFFICES.values() if office.proposer == proposer.kind]


def local(name: str, congress, day: date) -> dict:
    """What a by-law sets of appointments (`rulebook/appointments.toml`), as in force for a congress on that day."""
    return rules.local("appointments", name, congress, day)
