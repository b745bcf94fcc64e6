"""What the page of a reception day shows besides its fields: who is on duty, and whether the list may be changed."""

from qingting.desk.story import body_of
from qingting.docket.models import hats
from qingting.stations.models import Duty, DutyDay
from qingting.stations.process import clerk, list_of


@body_of(DutyDay)
def body(d, actors):
    keeps = clerk.hat(d) in hats(actors)
    standings = [duty for duty in list_of(d) if keeps or duty.standing in (Duty.Standing.ON, Duty.Standing.LEAVING)]
    return {
        "duties": [duty for duty in standings if duty.standing != Duty.Standing.LEFT],
        "may_arrange": keeps and d.state in ("planned", "announced"),
    }
