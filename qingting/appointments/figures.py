"""What the annual report says of appointments: who was appointed and removed, who swore, who was heard afterwards."""

from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from qingting.appointments.models import Account, Ceremony, Departure, Nomination
from qingting.docket.models import Matter
from qingting.figures.counted import took
from qingting.figures.figure import Figure
from qingting.organs.models import Organ

BEGIN = (Nomination.Change.APPOINT, Nomination.Change.ACT)
DECIDED = (Nomination._meta.label_lower, Departure._meta.label_lower)


# Organs of state whose officers the committee appoints; its own working bodies and sub-district committees are none.
STATE = (Organ.Kind.GOVERNMENT, Organ.Kind.DEPARTMENT, Organ.Kind.SUPERVISORY_COMMISSION, Organ.Kind.COURT, Organ.Kind.PROCURATORATE)
OF_STATE = Q(nomination__organ__kind__in=STATE) | Q(departure__office_holder__organ__kind__in=STATE)


def carried(**only):
    """The nominations that were carried."""
    return took(Nomination, "carry").that(**only)


BY_ORGAN = (("organ", F("organ__name")),)
all_changes = Figure("appointments_and_removals", _("任免国家机关工作人员"), _("人次"), _("期内表决通过的任命、决定代理、免职、接受辞职和撤职，不含人大自己的工作机构和街道工委"), took(Matter, "carry").that(OF_STATE, kind__in=DECIDED), agrees_with=("appointed", "removed", "resignations_accepted", "dismissed"))
appointed = Figure("appointed", _("任命"), _("人次"), _("期内表决通过的国家机关工作人员任命和决定代理"), carried(change__in=BEGIN, organ__kind__in=STATE), breaks=(*BY_ORGAN, ("class", F("office"))))
removed = Figure("removed", _("免职"), _("人次"), _("期内表决通过的国家机关工作人员免职，不含辞职和撤职"), carried(change=Nomination.Change.REMOVE, organ__kind__in=STATE), breaks=BY_ORGAN)
resigned = Figure("resignations_accepted", _("接受辞职"), _("人次"), _("期内决定接受国家机关工作人员辞职"), took(Departure, "carry").that(way=Departure.Way.RESIGN, office_holder__organ__kind__in=STATE))
dismissed = Figure("dismissed", _("撤职"), _("人次"), _("期内表决撤销国家机关工作人员职务"), took(Departure, "carry").that(way=Departure.Way.DISMISS, office_holder__organ__kind__in=STATE))
not_carried = Figure("nominations_lost", _("任免未通过"), _("人次"), _("期内付表决未通过的任免案"), took(Nomination, "lose"))
sub_district = Figure("sub_district_members_appointed", _("任命街道工委组成人员"), _("人"), _("期内任命的街道工委组成人员，一人算一次"), carried(change__in=BEGIN, organ__kind=Organ.Kind.SUBDISTRICT_COMMITTEE), distinct="nominee", breaks=BY_ORGAN)
ceremonies = Figure("constitutional_oath_ceremonies", _("宪法宣誓仪式"), _("批"), _("期内举行的宣誓仪式"), took(Ceremony, "hold"), at_most=("constitutional_oath_takers",))
takers = Figure("constitutional_oath_takers", _("宪法宣誓"), _("人次"), _("期内在仪式上宣誓的人"), took(Nomination, "swear"), breaks=BY_ORGAN)
accounts = Figure("accounts_heard", _("听取履职报告"), _("份"), _("期内会议听取的任命人员履职报告，含测评未通过的"), took(Account, "hear", "carry", "lose"), breaks=(("organ", F("office_holder__organ__name")),))
departments_heard = Figure("department_annual_reports", _("政府组成部门年度工作报告"), _("个"), _("期内会议听取其任命人员履职报告的政府组成部门，一个部门算一次"), took(Account, "hear", "carry", "lose").that(office_holder__organ__kind=Organ.Kind.DEPARTMENT), distinct="office_holder__organ", breaks=(("organ", F("office_holder__organ__name")),))
