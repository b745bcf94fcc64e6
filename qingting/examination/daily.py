"""Each morning: papers whose time ran out while nobody looked are handed in as they were saved."""

from django.utils.timezone import now

from qingting.examination.models import Sitting
from qingting.examination.papers import closed_in_time
from qingting.mail.reminders import daily


@daily
def collect(today):
    left = Sitting.objects.filter(state="sitting", ends_at__lte=now()).select_related("receipt")
    for m in left:
        closed_in_time(m)
