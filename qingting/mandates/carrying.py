"""What a change of term does to terms, mandates and seats, and back again; and which open matters wait for one who is gone."""

from datetime import timedelta

from django.db.models import ProtectedError, QuerySet
from django.utils.translation import gettext as said

from qingting.docket.models import Part
from qingting.docket.process import Process, Refused
from qingting.mandates.effects import SEATS, WITH_THE_MANDATE, mandates, restore
from qingting.mandates.models import Ended
from qingting.mandates.terms import Changeover, Handover
from qingting.mandates.titles import of_handover
from qingting.organs.models import Level, Person, Post, Role, Term

ONE = timedelta(days=1)


def present_term(congress) -> Term | None:
    return Term.objects.filter(congress=congress, until=None).order_by("number").last()


def next_ordinal(congress) -> int:
    term = Term.objects.filter(congress=congress).order_by("number").last()
    return term.number + 1 if term else 1


def ending(c: Changeover) -> list[tuple[Post, object]]:
    """Every post that ends with the old term, with its last day: mandates of this level, and seats in committees and groups."""
    deputies = mandates(c.congress_id, Level.DISTRICT, c.begins_on).filter(since__lt=c.begins_on)
    return [
        *((post, c.begins_on - ONE) for post in deputies.order_by("pk")),
        *((post, c.committee_on - ONE) for post in seats(c).filter(since__lt=c.committee_on)),
    ]


def seats(c: Changeover) -> QuerySet[Post]:
    """The seats in committees and groups that are held on the day on which the new ones are elected."""
    of_it = Post.objects.current(c.committee_on).filter(organ__congress=c.congress_id, level="")
    return of_it.filter(organ__kind__in=WITH_THE_MANDATE, role__in=SEATS).order_by("pk")


def end_the_term(c: Changeover) -> Term:
    """Close the old term, end what ends with it, and open the new one. Gives the new term."""
    if old := present_term(c.congress_id):
        if old.since >= c.begins_on:
            raise Refused(said("%(term)s自 %(day)s 开始，新一届不能在此以前开始") % {"term": old, "day": old.since})
        old.until = c.begins_on - ONE
        old.save(update_fields=["until"])
    posts = ending(c)
    Ended.objects.bulk_create([Ended(matter=c.matter_ptr, post=post, until_before=post.until) for post, _last in posts])
    for post, last in posts:
        post.until = max(last, post.since)
    Post.objects.bulk_update([post for post, _last in posts], ["until"], batch_size=500)
    return Term.objects.create(congress=c.congress, number=c.ordinal, since=c.begins_on)


def begin_again(c: Changeover, term: Term):
    """Take it all back: the roster of the new term is gone, the old one goes on. Raises Refused where somebody has acted in it."""
    fresh = [*newly_elected(c), *seats(c).filter(since__gte=c.committee_on)]
    try:
        Post.objects.filter(pk__in=[post.pk for post in fresh]).delete()
        term.delete()
    except ProtectedError as kept:
        raise Refused(said("新一届的职务已经有办理记录，不能撤回；有差错的，请在“机构和人员”里改正")) from kept
    restore(c)
    if old := Term.objects.filter(congress=c.congress_id).order_by("number").last():
        old.until = None
        old.save(update_fields=["until"])


def newly_elected(c: Changeover) -> QuerySet[Post]:
    """The mandates of the new term that are on the roster."""
    of_it = Post.objects.filter(organ__congress=c.congress_id, role=Role.DEPUTY, level=Level.DISTRICT)
    return of_it.filter(since__gte=c.begins_on).order_by("pk")


def left_behind(c: Changeover) -> list[tuple]:
    """The open matters in which it is the turn of a person who will hold no post under that hat, each with the person.

    An organ needs nothing: whoever comes to the post has the turn. A draft is nobody's business but its writer's.
    """
    waiting = Part.objects.filter(due_on__isnull=False, hat__startswith="person:", matter__congress=c.congress_id)
    waiting = (
        waiting.exclude(kind=Handover._meta.label_lower)
        .exclude(state="draft")
        .select_related("matter")
        .order_by("matter", "pk")
    )
    after = set(worn_after(c))
    found = [(part.matter, int(part.hat.split(":")[1])) for part in waiting if part.hat not in after]
    persons = Person.objects.in_bulk({key for _matter, key in found})
    return [(matter, persons[key]) for matter, key in dict.fromkeys(found)]


def worn_after(c: Changeover):
    """Every person's hat that somebody wears once the new committees are elected."""
    posts = Post.objects.current(c.committee_on).filter(organ__congress=c.congress_id)
    for person, role in posts.values_list("person", "role"):
        yield from (f"person:{person}:", f"person:{person}:{role}")


def hand_over(c: Changeover, matter, person: Person) -> Handover:
    """Word to the office that keeps it, saved as a draft."""
    kind = Process.of_kind(matter.kind).model._meta.verbose_name
    title = of_handover(matter.number or kind, person)
    return Handover.objects.create(keeper=c.keeper, source=matter, person=person, title=title)
