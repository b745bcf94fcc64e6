"""How a reception day comes about: planned, announced, moved or cancelled, held.

Law: Deputies Law (2025) art. 28 and Organic Law of Local Congresses and Governments (2022) art. 60 para. 2 let deputies
hear people at stations; neither says how a day is announced. The three days of notice stand in the rulebook.
It is the Standing Committee that sets the stations up (art. 60 para. 2), so its office for deputies reads every day.
"""

from django.utils.timezone import localdate
from django.utils.translation import gettext as said
from django.utils.translation import gettext_lazy as _

from qingting.clocks.rules import Rule
from qingting.docket.models import Notice
from qingting.docket.process import Amend, Clock, Process, Refused, Step, Who
from qingting.organs.models import Role
from qingting.stations.models import Duty, DutyDay

# The cast.
clerk = Who("keeper", Role.CLERK, _("街道人大工委经办人"))     # of the committee that keeps the station
head = Who("keeper", Role.CHAIR, _("街道人大工委主任"))        # who only watches, as do those below
chair = Who("keeper__parent", Role.CHAIR, _("常委会主任"))
office = Who("coordinator", Role.CLERK, _("代表工作机构"))   # the stations are the standing committee's; it plans no day
office_head = Who("coordinator", Role.HEAD, _("代表工作机构负责人"))
deputies = Who("congress", Role.DEPUTY, _("代表"))           # among them those who are on duty

Standing = Duty.Standing

# What a step needs. Each says what is missing, or None.

def a_day_to_come(d):
    return None if d.day >= d.today else said("%(day)s 已经过去。照常接待了的请补登，没有接待的请取消") % {"day": d.day}


def the_day_itself(d):
    return None if d.day <= d.today else said("接待日是 %(day)s，到那天才能登记") % {"day": d.day}


def a_day_gone_by(d):
    return None if d.day < d.today else said("还来得及公告，请先公告")


def an_open_station(d):
    return None if d.station.is_open(d.day) else said("%(station)s在 %(day)s 不开放，请核对站点的设立和撤销日期") % {"station": d.station, "day": d.day}


def someone_on_duty(d):
    """Whoever comes meets a deputy who may act on that day."""
    able = [duty for duty in list_of(d) if duty.standing in (Standing.JOINING, Standing.ON) and duty.post.is_current(d.day)]
    return None if able else said("没有能在 %(day)s 接待的代表，请先在“值班代表”里安排") % {"day": d.day}


def a_changed_list(d):
    changed = any(duty.standing in (Standing.JOINING, Standing.LEAVING) for duty in list_of(d))
    return None if changed else said("名单没有改动。先在“值班代表”里调整，再点这里")


def a_list_in_force(d):
    return said("值班名单改了还没有生效，请先点“调整值班代表”") if a_changed_list(d) is None else None


def list_of(d):
    return d.duties.select_related("post__organ", "post__person").order_by("pk")


# What follows from a step, in the same transaction.

def put_in_force(d, event):
    """The list as it was drawn up is now the one that holds."""
    d.duties.filter(standing=Standing.JOINING).update(standing=Standing.ON)
    d.duties.filter(standing=Standing.LEAVING).update(standing=Standing.LEFT)


def show_and_tell(d, event):
    put_in_force(d, event)
    d.public = True
    d.save(update_fields=["public"])
    tell(event, d.on_duty())


def remake_the_list(d, event):
    """Those who come and those who need not come hear of it; the others see it on the page."""
    changed = [duty.post for duty in list_of(d) if duty.standing in (Standing.JOINING, Standing.LEAVING)]
    put_in_force(d, event)
    read_anew(d)
    tell(event, changed)


def go_to_the_new_day(d, event):
    day = localdate(event.at)
    if d.day < day:
        raise Refused(said("改期要改到今天以后，%(day)s 已经过去") % {"day": d.day})
    if reason := an_open_station(d) or someone_on_duty(d):
        raise Refused(reason)
    read_anew(d)
    tell(event, d.on_duty())


def call_it_off(d, event):
    read_anew(d)
    tell(event, d.on_duty())


def read_anew(d):
    """A calendar that has read of it before sees that this is newer."""
    d.revision += 1
    d.save(update_fields=["revision"])


def tell(event, posts):
    """Word to each of these deputies, whose turn it is not; but not to the one who has just acted."""
    people = {post.person_id for post in posts} - {event.post.person_id}
    Notice.objects.bulk_create([Notice(event=event, person_id=person) for person in sorted(people)])


class DutyDayProcess(Process, of=DutyDay):
    is_heard = False
    watched_by = (head, chair, office, office_head, deputies)
    reads = ("station__organ", "keeper__parent", "coordinator")
    route = ("plan", "announce", "hold")

    states = dict(draft=_("草稿"), planned=_("已排定，待公告"), announced=_("已公告"), held=_("已接待"), cancelled=_("已取消"))

    plan      = Step(_("排定"), "draft", "planned", by=clerk, needs=(a_day_to_come, an_open_station, someone_on_duty), then=put_in_force)
    announce  = Step(_("公告"), "planned", "announced", by=clerk, needs=(a_day_to_come, an_open_station, someone_on_duty), then=show_and_tell)
    rearrange = Step(_("调整值班代表"), ("planned", "announced"), "", by=clerk, why=True, needs=(a_changed_list, someone_on_duty), then=remake_the_list, at_will=True)
    move      = Step(_("改期"), ("planned", "announced"), "", by=clerk, fields=("day", "opens", "closes"), why=True, needs=(a_day_to_come,), then=go_to_the_new_day, at_will=True)
    cancel    = Step(_("取消"), ("planned", "announced"), "cancelled", by=clerk, why=True, then=call_it_off, at_will=True)
    hold      = Step(_("登记接待情况"), "announced", "held", by=clerk, fields=("report", "received"), needs=(the_day_itself, someone_on_duty, a_list_in_force))
    make_up   = Step(_("补登接待情况"), "planned", "held", by=clerk, fields=("report", "received"), why=True, needs=(a_day_gone_by, someone_on_duty, a_list_in_force), at_will=True)
    amend     = Amend(by=clerk, fields=("report", "received"), label=_("更正"))

    announcing = Clock(_("公告接待日"), plan, (announce, cancel, make_up), Rule("station_reception_notice"), anew=move)
