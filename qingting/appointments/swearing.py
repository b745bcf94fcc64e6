"""How the constitutional oath is taken: a ceremony is prepared, held, and written into the file of everyone who swore.

Law: Constitution, art. 27: who takes office swears publicly; the decision of the National People's Congress's standing
committee on the oath (2018): its words (item 1), alone or together, led by one (item 8). Who organises it is by-law
(Chongqing's, arts. 4 to 9, confidence B): for those whom the committee appoints, the chairpersons' meeting.
"""

from django.utils.translation import gettext as said
from django.utils.translation import gettext_lazy as _

from qingting.appointments.models import OATH, Ceremony
from qingting.appointments.process import chair, office, office_head, vice_chairs
from qingting.docket.process import Amend, Process, Step, Who
from qingting.organs.models import Role

members = Who("committee", Role.MEMBER, _("常委会组成人员"))


def those_who_swear(c):
    return None if c.takers.exists() else said("还没有宣誓人，请先从已任命的人里选")


def one_who_leads(c):
    """Together, one leads and the others follow (item 8)."""
    many = c.takers.count() > 1
    if many and not c.leader:
        return said("几人一起宣誓的，请选定领誓人（《关于实行宪法宣誓制度的决定》第八项）")
    if c.leader and not c.takers.filter(nominee=c.leader).exists():
        return said("领誓人要从这次的宣誓人里选")
    return None


def its_day(c):
    return said("仪式定在 %(day)s，当天才能登记举行") % {"day": f"{c.held_on:%Y-%m-%d}"} if c.held_on > c.today else None


def all_appointed(c):
    """Nobody swears before the vote."""
    early = c.takers.exclude(state="carried").select_related("nominee").first()
    return said("%(person)s还没有任命（%(state)s），不能宣誓：国家工作人员就职时宣誓（《中华人民共和国宪法》第二十七条）") % {
        "person": early.nominee, "state": early.state_label} if early else None


def write_it_into_their_files(c, event):
    c.spoken = OATH
    c.save(update_fields=["spoken"])
    for taker in c.takers.all():
        taker.take("swear", event.actor, at=event.at)


def let_them_go(c, event):
    c.takers.update(sworn_at=None)


class CeremonyProcess(Process, of=Ceremony):
    watched_by = (office_head, chair, vice_chairs, members)
    reads = ("organiser", "leader", "keeper", "committee")
    route = ("plan", "hold")
    states = dict(draft=_("草稿"), planned=_("已安排"), held=_("已举行"), cancelled=_("已取消"))

    plan   = Step(_("安排宣誓"), "draft", "planned", by=office, needs=(those_who_swear, all_appointed))
    lead   = Step(_("选定领誓人"), "planned", "", by=office, fields=("leader",), at_will=True)
    hold   = Step(_("登记已举行"), "planned", "held", by=office, fields=("witness",), needs=(its_day, those_who_swear, all_appointed, one_who_leads), then=write_it_into_their_files)
    cancel = Step(_("取消"), "planned", "cancelled", by=office, why=True, at_will=True, then=let_them_go)
    amend  = Amend(by=office, fields=("title", "place", "witness"))
