"""What the tests of the room do again and again: fill in the small form, fill in a month's sheet."""

from datetime import date
from secrets import token_hex

from django.core.files.uploadedfile import SimpleUploadedFile

from qingting.duties.imports import ACTIVITIES
from qingting.duties.models import Activity, Place
from qingting.organs.models import Constituency
from qingting.organs.workbooks import workbook

NEW = "/duties/activities/new/"


def at_desk(client, post):
    client.force_login(post.person.user)
    return client


def settled_in(town):
    """Lin and He were elected in the sub-district; there are two communities and an enterprise in it."""
    town.river = Constituency.objects.create(congress=town.congress, name="第一选区", organ=town.street, seats=3)
    for post in (town.lin, town.he):
        post.constituency = town.river
        post.save()
    town.bank, town.bridge = (known(town, name) for name in ("临江社区", "石桥社区"))
    town.plant = known(town, "清河县振华机械有限公司", "enterprise")
    return town


def known(town, name, kind="community"):
    return Place.objects.create(congress=town.congress, kind=kind, name=name, subdistrict=town.street, invented=True)


def filled(town, **changed):
    """The form of a visit as the sub-district's clerk fills it in."""
    said = {
        "once": token_hex(16), "held_on": "2026-03-18", "spots": [town.bank.pk], "people": [town.lin.pk],
        "confirmer": town.deng.person_id,
    }  # fmt: skip
    return said | changed


def entered(client, town, kind="three_entries", **changed):
    """Send the form; the answer, and the activity that there is afterwards."""
    response = client.post(f"{NEW}{kind}/", filled(town, **changed))
    return response, Activity.objects.order_by("-pk").first()


LINE = {
    "kind": "代表“三进”",
    "held_on": "2026-03-02",
    "title": "进社区",
    "places": "临江社区",
    "people": "林秀英、何建国",
}


def month(*lines, name="三月.xlsx"):
    """A sheet with these lines, each a usual one with something said otherwise."""
    names = [column.name for column in ACTIVITIES.columns]
    rows = [[(LINE | line).get(name, "") for name in names] for line in lines]
    return SimpleUploadedFile(name, workbook(ACTIVITIES.head, rows))


def sent_in(client, *lines, **more):
    """Upload a month; the page that follows."""
    return client.post("/duties/activities/import/", {"file": month(*lines, **more)}, follow=True)


MARCH = date(2026, 3, 1), date(2026, 3, 31)
