"""The organs of a congress, who holds which post in them, its deputies, its terms and sessions."""

from urllib.parse import urlencode

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from qingting.desk.visitor import actors_of
from qingting.directory.forms import Begin, Change, Narrowed, NarrowedDeputies, SessionForm, TermForm, sheet_for
from qingting.directory.keeping import may_manage
from qingting.directory.rosters import DEPUTIES, ORGANS, POSTS, deputy_cells, organ_cells, post_cells
from qingting.organs.models import Organ, Person, Post, Role, Session, Term
from qingting.organs.sheets import NEW
from qingting.organs.workbooks import MOST_ROWS, as_file, lines, workbook

PAGE = 20  # rows
K = Organ.Kind
OUTERMOST = (K.COMMUNITY, K.VILLAGE, K.STATION)  # so many that they stand on the page of the organ above them
DEPUTIES_SIT_IN = (K.CONGRESS, K.GROUP)
MEMBERS = (Role.CHAIR, Role.VICE_CHAIR, Role.MEMBER)
COUNTED = {
    K.CONGRESS: (Role.DEPUTY,),
    K.STANDING_COMMITTEE: MEMBERS,
    K.CHAIRPERSONS: MEMBERS,
    K.SPECIAL_COMMITTEE: MEMBERS,
}  # bodies that vote


def here(request) -> int:
    """The congress in whose lists this visitor looks: that of the post in which he acts."""
    post = next((actor for actor in actors_of(request) if isinstance(actor, Post)), None)
    if post is None:
        raise Http404
    return post.congress_id


def keeper(request) -> Post:
    """The post in which this visitor keeps the lists; for others there is no such page."""
    post = may_manage(actors_of(request))
    if post is None:
        raise Http404
    return post


def kept_here(request) -> bool:
    """Whether this visitor keeps the lists at which he looks."""
    post = may_manage(actors_of(request))
    return post is not None and post.congress_id == here(request)


@login_required
@require_GET
def organs(request):
    """The tree; and the whole of it as a sheet."""
    every = Organ.objects.filter(congress=here(request)).select_related("parent").order_by("pk")
    if (kind := request.GET.get("export")) in ("xlsx", "csv"):
        return exported(ORGANS, (organ_cells(organ) for organ in every[:MOST_ROWS]), kind)
    below = {}
    for organ in every.exclude(kind__in=OUTERMOST):
        below.setdefault(organ.parent_id, []).append(organ)
    return render(
        request,
        "directory/organs.html",
        {"tree": branches(below, None), "may_manage": kept_here(request)},
    )


def branches(below, parent):
    return [(organ, branches(below, organ.pk)) for organ in below.get(parent, ())]


@login_required
@require_GET
def organ(request, pk):
    """An organ: what it is, how strong, who holds its posts, what stands below it."""
    found = get_object_or_404(Organ.objects.select_related("parent"), pk=pk, congress=here(request))
    narrowed = Narrowed(request.GET)
    rows, next_url = paged(request, narrowed.narrow(found.posts.select_related("person", "constituency")), narrowed)
    said = {
        "organ": found,
        "posts": with_lamps(rows),
        "next_url": next_url,
        "may_manage": kept_here(request),
    }
    said |= {
        "children": found.children.order_by("pk"),
        "strength": strength(found),
        "has_deputies": found.kind in DEPUTIES_SIT_IN,
    }
    return render(request, "directory/organ.html", said | {"when": narrowed.said().get("when")})


def strength(organ):
    """Seats, holders and suspended, apart, for a body that votes; None for others."""
    return organ.strength(COUNTED[organ.kind]) if organ.kind in COUNTED else None


@login_required
@require_GET
def posts(request):
    mine = here(request)
    every = Post.objects.filter(organ__congress=mine).exclude(role=Role.DEPUTY)
    return listed(request, POSTS, every, Narrowed(request.GET), post_cells)


@login_required
@require_GET
def deputies(request):
    mine = here(request)
    every = Post.objects.filter(organ__congress=mine, role=Role.DEPUTY)
    terms = Term.objects.filter(congress=mine)  # read once, and only for a sheet
    return listed(
        request, DEPUTIES, every, NarrowedDeputies(request.GET, congress=mine), lambda post: deputy_cells(post, terms)
    )


def listed(request, sheet, every, filters, cells):
    """A page of a list of posts, or the whole of it as a sheet that can be brought in again."""
    narrowed = filters.narrow(every.select_related("person", "organ", "constituency"))
    if (kind := request.GET.get("export")) in ("xlsx", "csv"):
        return exported(sheet, (cells(post) for post in narrowed.order_by("pk")[:MOST_ROWS]), kind)
    rows, next_url = paged(request, narrowed, filters)
    said = {
        "rows": with_lamps(rows),
        "next_url": next_url,
        "filters": filters,
        "sheet": sheet,
        "may_manage": kept_here(request),
    }
    said |= {
        "is_narrowed": any(filters.said().get(name) for name in filters.fields if name != "after"),
    }
    said |= {f"export_{kind}": same_page(request, export=kind, after=None) for kind in ("xlsx", "csv")}
    return render(request, "directory/posts.html", said)


def paged(request, posts, filters):
    """The rows after a key, in the order in which the roster has them; and the address of the next page."""
    after = filters.said().get("after") or 0
    rows = list(posts.filter(pk__gt=after).order_by("pk")[: PAGE + 1])
    return rows[:PAGE], same_page(request, after=rows[PAGE - 1].pk) if len(rows) > PAGE else None


def with_lamps(posts):
    """Each post with what stands in the way of acting in it today."""
    today = localdate()
    for post in posts:
        is_over = post.until and post.until < today
        post.standing = (
            _("已终止")
            if is_over
            else _("尚未起任")
            if post.since > today
            else ""
            if post.is_current(today)
            else _("暂停")
        )
    return posts


def same_page(request, **changed):
    """This address with something changed in it."""
    kept = {name: value for name, value in (request.GET.dict() | changed).items() if value}
    return "?" + urlencode(kept)


def exported(sheet, rows, kind):
    rows = [["" if cell is None else cell for cell in row] for row in rows]
    return as_file(workbook(sheet.head, rows) if kind == "xlsx" else lines(sheet.head, rows), kind, sheet.slug)


@login_required
@require_GET
def person(request, pk):
    found = get_object_or_404(Person, pk=pk, congress=here(request))
    held = found.posts.select_related("organ", "constituency", "person").order_by("-since", "-pk")
    return render(
        request,
        "directory/person.html",
        {"person": found, "posts": with_lamps(list(held)), "may_manage": kept_here(request)},
    )


@login_required
def begin(request, pk, is_deputy):
    """Somebody begins in a post of this organ."""
    by = keeper(request)
    organ = get_object_or_404(Organ, pk=pk, congress=by.congress_id)
    if is_deputy and organ.kind not in DEPUTIES_SIT_IN:
        raise Http404
    form = Begin(
        sent(request),
        sheet=DEPUTIES if is_deputy else POSTS,
        known={"organ": organ.name},
        by=by,
        initial={"since": localdate()},
    )
    if form.is_valid():
        row = form.save()
        if not row.faults:
            messages.success(request, _("已登记") if row.outcome == NEW else _("这一职务已经登记过，没有改动"))
            return redirect("organ", organ.pk)
    said = {
        "form": form,
        "heading": _("登记代表") if is_deputy else _("登记任职"),
        "organ": organ,
        "back": organ.name,
        "back_url": reverse("organ", args=[organ.pk]),
    }
    return form_page(request, said)


@login_required
def change(request, pk):
    """A post ends on a day, or is suspended and resumed."""
    by = keeper(request)
    post = get_object_or_404(Post.objects.select_related("organ", "person"), pk=pk, organ__congress=by.congress_id)
    known = {
        "name": post.person.name,
        "mark": post.person.mark,
        "organ": post.organ.name,
        "role": post.role,
        "level": post.level,
        "since": post.since,
    }
    days = {name: getattr(post, name) for name in Change.asked}
    form = Change(sent(request), sheet=sheet_for(post.role), known=known, by=by, initial=days)
    seen = " ".join(str(value or "-") for value in days.values())
    if request.method == "POST" and request.POST.get("seen") != seen:
        form.add_error(None, _("这一职务刚刚有人改过。下面写的还是您的，请对照人员页上的最新内容再交一次"))
    if form.is_valid():
        row = form.save()
        if not row.faults:
            messages.success(request, _("已登记") if row.changes else _("没有改动"))
            return redirect("person", post.person_id)
    said = {
        "form": form,
        "heading": _("终止、暂停、恢复"),
        "subheading": post,
        "seen": seen,
        "back": post.person.name,
        "back_url": reverse("person", args=[post.person_id]),
    }
    return form_page(request, said)


@login_required
@require_GET
def terms(request):
    every = Term.objects.filter(congress=here(request)).prefetch_related("sessions").order_by("-number")
    return render(request, "directory/terms.html", {"terms": every, "may_manage": kept_here(request)})


@login_required
def term(request, pk=None):
    by = keeper(request)
    found = get_object_or_404(Term, pk=pk, congress=by.congress_id) if pk else Term(congress=by.organ.congress)
    return written(request, TermForm(sent(request), instance=found), _("届"))


@login_required
def session(request, pk=None):
    by = keeper(request)
    found = get_object_or_404(Session, pk=pk, term__congress=by.congress_id) if pk else Session()
    return written(request, SessionForm(sent(request), instance=found, congress=by.congress_id), _("会议（次）"))


def written(request, form, heading):
    if form.is_valid():
        form.save()
        messages.success(request, _("已登记"))
        return redirect("terms")
    return form_page(request, {"form": form, "heading": heading, "back": _("届次"), "back_url": reverse("terms")})


def sent(request):
    """What was sent with a form, if one was: also one in which nothing was filled in."""
    return request.POST if request.method == "POST" else None


def form_page(request, said):
    return render(request, "directory/form.html", said, status=422 if said["form"].errors else 200)
