"""What every page of the desk shows around its matter: in what post one acts, what waits, where one can go."""

from django.conf import settings
from django.urls import reverse
from django.utils.functional import SimpleLazyObject
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from qingting.desk.register import Register
from qingting.report.asking import ITS_SIDE, LEADING


def desk(request):
    """For a visitor without a post, only whether this is a demonstration."""
    posts = getattr(getattr(request, "user", None), "posts", [])
    if not posts:
        return {"desk": {"demo": settings.DEMO}}
    persons = {post.person_id: post for post in posts}.values()
    chosen = request.session.get("acting")
    return {
        "desk": {
            "demo": settings.DEMO,
            "acting": next((post for post in posts if post.pk == chosen), posts[0]),
            "turns": sum(post.waiting for post in posts) + sum(post.waiting_for_person for post in persons),
            "unread": sum(post.unread for post in persons),
            "nav": SimpleLazyObject(lambda: nav(posts)),  # a fragment shows none
        }
    }


def nav(posts):
    """The places in the rail: the inbox, the register of each kind of matter, the figures, who is who, and by what rules."""
    kinds = {post.organ.kind for post in posts}
    return [
        {"key": "inbox", "url": reverse("inbox"), "icon": "inbox", "label": _("待办")},
        *(place_of(its) for its in Register.all.values() if its.in_rail),
        *([{"url": reverse("overview"), "icon": "chart-dots", "label": _("全局")}] if kinds & LEADING else []),
        *([{"url": reverse("figures"), "icon": "chart-bar", "label": _("指标")}] if kinds & ITS_SIDE else []),
        {"url": reverse("desk_stations"), "icon": "map-pin", "label": pgettext_lazy("list", "代表联络站")},
        {"url": reverse("organs"), "icon": "building-bank", "label": _("机构和人员")},
        {"url": reverse("rulebook"), "icon": "scale", "label": _("时限规则")},
    ]


def place_of(its):
    """A register's place; a matter's page belongs to the register of its kind."""
    url, kind = reverse("register", args=[its.slug]), its.model._meta.label_lower
    return {"url": url, "icon": its.icon, "label": its.heading, "kind": kind}
