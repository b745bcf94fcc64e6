"""How a matter of mandates is opened: with everyone whom the law gives a part in it."""

from django.utils.translation import gettext as _

from qingting.docket.process import Refused
from qingting.organs.models import Organ, Role
from qingting.organs.offices import credentials_committee, office_for_deputies, standing_committee


def attend(matter, congress: Organ):
    """Name the office, the standing committee with its chair, and the credentials committee. Raises Refused where one is lacking."""
    office, committee = office_for_deputies(congress.pk), standing_committee(congress.pk)
    examiners = credentials_committee(congress.pk)
    for organ, name in (
        (office, _("代表工作机构")),
        (committee, _("常务委员会")),
        (examiners, _("代表资格审查委员会")),
    ):
        if not organ:
            raise Refused(_("机构表里还没有%(organ)s，请先在“机构和人员”里建立") % {"organ": name})
    chair = committee.posts.current().filter(role=Role.CHAIR).order_by("pk").first()
    if not chair:
        raise Refused(_("%(organ)s还没有登记主任，不知道由谁主持会议") % {"organ": committee})
    matter.keeper, matter.committee, matter.examiners, matter.presiding = office, committee, examiners, chair.person
    return matter


def opened(matter, congress: Organ):
    """The draft, saved. Raises Refused."""
    attend(matter, congress).save()
    return matter
