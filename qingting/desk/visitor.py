"""Who is at the desk: in what posts a visitor may act, and how much waits for him."""

from django.db.models import BooleanField, Func, IntegerField, Q
from django.db.models.expressions import RawSQL
from django.http import Http404
from django.shortcuts import get_object_or_404

from qingting.docket.models import Part, hats
from qingting.docket.process import Process
from qingting.organs.models import Post

SHOWN = 100  # beyond it the rail says 99+

# How much waits in a post and for its person, and what word is unread, none of them further than SHOWN.
# By hand: Django spends far longer writing these three than a database spends answering them.
WAITING = """(SELECT count(*) FROM (SELECT 1 FROM docket_part WHERE due_on IS NOT NULL AND hat IN (
    'person:' || organs_post.person_id || ':' || organs_post.role, 'organ:' || organs_post.organ_id || ':' || organs_post.role
) LIMIT %s) AS counted)"""
WAITING_FOR_PERSON = """(SELECT count(*) FROM (SELECT 1 FROM docket_part
    WHERE due_on IS NOT NULL AND hat = 'person:' || organs_post.person_id || ':' LIMIT %s) AS counted)"""
UNREAD = """(SELECT count(*) FROM (SELECT 1 FROM docket_notice
    WHERE person_id = organs_post.person_id AND read_at IS NULL LIMIT %s) AS counted)"""


def posts_of(user_pk) -> list[Post]:
    """The current posts of a sign-in, with how much waits under each and what word is unread, in one query.

    Sorted here: Django takes a quarter longer over a query of so many columns that it is to order.
    """
    posts = (
        Post.objects.current()
        .filter(person__user=user_pk)
        .select_related("organ__congress", "person__user")
        .annotate(
            waiting=RawSQL(WAITING, [SHOWN], IntegerField()),
            waiting_for_person=RawSQL(WAITING_FOR_PERSON, [SHOWN], IntegerField()),
            unread=RawSQL(UNREAD, [SHOWN], IntegerField()),
        )
    )
    return sorted(posts, key=lambda post: post.pk)


def actors_of(request) -> list[Post]:
    """All in whose name this visitor may act at the desk, the post he has chosen first. A resident has a page of his own."""
    posts = list(getattr(request.user, "posts", ()))
    chosen = request.session.get("acting")
    posts.sort(key=lambda post: post.pk != chosen)
    return posts


# A matter, what it arose from, what arose from it. By hand, for the same reason: every page of a matter asks it.
FAMILY = """SELECT id FROM docket_matter WHERE id = %s UNION ALL
    SELECT source_id FROM docket_matter WHERE id = %s UNION ALL SELECT id FROM docket_matter WHERE source_id = %s"""


class Among(Func):
    """That a key is one of those that a query gives, which is asked first, and each of its keys looked up in an index.

    PostgreSQL may otherwise join in the other order, and read whole tables of which it has no statistics yet.
    """

    output_field = BooleanField()
    template, arg_joiner = "(%(expressions)s)", " IN "

    def as_postgresql(self, compiler, connection, **more):
        return self.as_sql(compiler, connection, template="(%(expressions)s))", arg_joiner=" = ANY(ARRAY", **more)


def find(actors, pk):
    """The matter with its cast, if these actors may see it; else 404, so that nobody learns that it exists.

    With it comes which of its kin they may see, in the same query: of those, the cast under these actors' hats alone is read.
    """
    if pk >= 2**63:  # no key is so large, and SQLite cannot be asked for it
        raise Http404
    worn = set(hats(actors))
    ours = Q(matter=pk) | Q(hat__in=worn)
    family = list(Part.objects.filter(Among("matter", RawSQL(FAMILY, [pk, pk, pk])), ours))
    seen = {part.matter_id for part in family if part.hat in worn}
    if pk not in seen:
        raise Http404
    own = [part for part in family if part.matter_id == pk]
    process = Process.of_kind(own[0].kind)
    matter = get_object_or_404(process.model.objects.select_related(*process.paths, *process.reads), pk=pk)
    matter.read_parts, matter.seen_kin = own, seen
    return matter


def veiled(matter, actors) -> set[str]:
    """The fields of this matter that none of these actors may read: what was said in steps veiled from all they play."""
    worn, process = set(hats(actors)), matter.process
    veils = [step for step in process.steps.values() if step.veiled_from and worn_is_veiled(step, matter, worn)]
    return {name for step in veils for name in step.fields}


def worn_is_veiled(step, matter, worn) -> bool:
    """Whether all that one plays in this matter is under the veil of this step."""
    played = {hat for who in matter.process.cast if (hat := who.hat(matter)) in worn}
    return played <= {who.hat(matter) for who in step.veiled_from}
