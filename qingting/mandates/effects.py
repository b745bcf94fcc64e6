"""What the law makes of a mandate: it begins on a day, ends on a day and takes other seats with it; nothing else touches the post.

Electoral Law (2020): art. 57 (a vacancy is filled by a by-election; who moves away loses the mandate), arts. 54 and 56 (with the
mandate ends the seat in the standing committee and in special committees). Deputies Law (2025): arts. 61 and 62.
"""

from datetime import date

from django.utils.translation import gettext as said

from qingting.docket.process import Refused
from qingting.mandates.models import ByElection, Ended
from qingting.organs.models import Constituency, Level, Organ, Person, Post, Role

# Seats that only a deputy may hold, and the group in which he sits.
WITH_THE_MANDATE = (
    Organ.Kind.STANDING_COMMITTEE,
    Organ.Kind.CHAIRPERSONS,
    Organ.Kind.SPECIAL_COMMITTEE,
    Organ.Kind.PRESIDIUM,
    Organ.Kind.GROUP,
)
SEATS = (Role.CHAIR, Role.VICE_CHAIR, Role.MEMBER)
UNDER_WAY = ("proposed", "decided", "dated", "listed", "published", "entered", "counted", "reported", "confirmed")


def mandates(congress, level, on: date | None = None):
    """The mandates of one level that are held on a day, suspended ones among them."""
    return Post.objects.current(on).filter(organ__congress=congress, role=Role.DEPUTY, level=level)


def actual_number(congress, level=Level.DISTRICT, on: date | None = None) -> int:
    """现有代表人数: how many deputies there are, as each announcement has to say."""
    return mandates(congress, level, on).values("person").distinct().count()


def held(constituency: Constituency, on: date | None = None) -> int:
    return mandates(constituency.congress_id, Level.DISTRICT, on).filter(constituency=constituency).count()


def vacant(constituency: Constituency, on: date | None = None) -> int:
    """Seats that nobody holds; a suspended deputy holds his."""
    return max(constituency.seats - held(constituency, on), 0)


def why_not_fill(constituency: Constituency, seats: int, on: date, but=None) -> str | None:
    """Why no by-election may be held for so many seats; None if it may (Electoral Law, art. 57)."""
    others = ByElection.objects.filter(constituency=constituency, state__in=UNDER_WAY).exclude(pk=but)
    taken = sum(other.seats for other in others)
    free = vacant(constituency, on) - taken
    numbers = {
        "where": constituency,
        "seats": constituency.seats,
        "held": held(constituency, on),
        "taken": taken,
        "n": seats,
    }
    if free >= seats > 0:
        return None
    if taken:
        return (
            said(
                "%(where)s应选代表 %(seats)s 名，现有 %(held)s 名，另有 %(taken)s 名正在补选，没有更多缺额（《选举法》第五十七条）"
            )
            % numbers
        )
    if not vacant(constituency, on):
        return (
            said("%(where)s应选代表 %(seats)s 名，现有 %(held)s 名，没有缺额，不能补选（《选举法》第五十七条）")
            % numbers
        )
    return said("%(where)s应选代表 %(seats)s 名，现有 %(held)s 名，不能补选 %(n)s 名（《选举法》第五十七条）") % numbers


def begin_mandate(person: Person, level: str, since: date, constituency=None, organ: Organ | None = None) -> Post:
    """A mandate from this day on. Raises Refused where he has one, or where the constituency is full.

    Deputies of the city sit in a group of their own, so that the seats of the district's congress stay what they are.
    """
    congress = person.congress
    if mandates(congress, level, since).filter(person=person).exists():
        raise Refused(
            said("%(person)s已经是%(level)s人大代表，不能再登记一次") % {"person": person, "level": Level(level).label}
        )
    if constituency and not vacant(constituency, since):
        raise Refused(why_not_fill(constituency, 1, since))
    return Post.objects.create(
        person=person, organ=organ or congress, role=Role.DEPUTY, level=level, constituency=constituency, since=since
    )


def newcomer(congress: Organ, name: str, where: str) -> Person:
    """One who was elected and is not on the platform yet: by name alone, told apart from a namesake by where he was elected."""
    taken = Person.objects.filter(congress=congress, name=name).exists()
    return Person.objects.create(congress=congress, name=name, mark=where[:30] if taken else "")


def why_not_end(post: Post, on: date) -> str | None:
    """Why a mandate cannot end on this day; None if it can."""
    if post.until and post.until <= on:
        return said("%(person)s的代表资格已于 %(day)s 终止，不能再终止一次") % {
            "person": post.person,
            "day": post.until,
        }
    if on < post.since:
        return said("%(day)s 早于当选的日期 %(since)s，请核对") % {"day": on, "since": post.since}
    return None


def end_mandate(matter, post: Post, last: date) -> list[Post]:
    """Its last day is this; with it ends what only a deputy may hold. Gives all posts that ended. Raises Refused."""
    if reason := why_not_end(post, last):
        raise Refused(reason)
    ends = [post, *(seats_of(post.person, last) if post.level == Level.DISTRICT else ())]
    for one in ends:
        Ended.objects.create(matter=matter, post=one, until_before=one.until)
        one.until = max(last, one.since)
        one.save(update_fields=["until"])
    return ends


def seats_of(person: Person, on: date):
    """The seats that he holds as a deputy: in the standing committee, in special committees, in his group."""
    posts = Post.objects.current(on).filter(person=person, organ__kind__in=WITH_THE_MANDATE, role__in=SEATS, level="")
    return list(posts.select_related("organ").order_by("pk"))


def restore(matter):
    """The vote by which they ended does not count: they are as they were."""
    for ended in matter.ended.select_related("post"):
        ended.post.until = ended.until_before
        ended.post.save(update_fields=["until"])
    matter.ended.all().delete()


def rest(post: Post, since: date):
    """He does not act from this day on (Deputies Law, art. 61). Raises Refused where he rests already."""
    if post.suspended_since and not (post.suspended_until and post.suspended_until <= since):
        raise Refused(said("%(person)s已经暂停执行代表职务，不能再暂停一次") % {"person": post.person})
    post.suspended_since, post.suspended_until = since, None
    post.save(update_fields=["suspended_since", "suspended_until"])


def act_again(post: Post, on: date):
    """The cause is gone: he acts again from this day on (art. 61)."""
    post.suspended_until = on
    post.save(update_fields=["suspended_until"])
