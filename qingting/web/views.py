"""The front door: the public home page, signing in, and the size of type."""

from allauth.account.views import LoginView
from django.conf import settings
from django.contrib.auth import login
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from django.views.decorators.http import require_POST

from qingting.organs.models import Organ, Post, Role
from qingting.suggestions.public_views import line_of, published

A_YEAR = 365 * 24 * 60 * 60  # seconds that a choice of type size is kept


def home(request):
    """The front page; where one district is served, with what it made public last."""
    congresses = list(Organ.objects.filter(kind=Organ.Kind.CONGRESS, parent=None)[:2])
    said = {"congress": congresses[0], "latest": latest(congresses[0])} if len(congresses) == 1 else {}
    return render(request, "web/home.html", said)


def latest(congress, n=3):
    """The last suggestions made public, each as bare as the public list shows it."""
    events = published(congress).select_related("matter__suggestion__lead", "matter__suggestion__handler")[:n]
    return [line_of(event.matter.suggestion, event.at) for event in events]


class SignIn(LoginView):
    """Password or passkey; in a demonstration also the cast, to sign in as any of them."""

    def get_context_data(self, **kwargs):
        return super().get_context_data(**kwargs) | {"cast": cast() if settings.DEMO else []}


def invented():
    """Those in whose name a demonstration may be entered: nobody who really lives."""
    return Post.objects.current().filter(person__user__is_active=True, person__invented=True)


def cast():
    """The posts of the demonstration, in the groups in which one looks for them: (title, posts)."""
    K = Organ.Kind
    congress = {K.CONGRESS, K.STANDING_COMMITTEE, K.CHAIRPERSONS, K.SPECIAL_COMMITTEE, K.OFFICE}
    streets = {K.SUBDISTRICT_COMMITTEE, K.SUBDISTRICT, K.STATION, K.COMMUNITY, K.VILLAGE}
    posts = list(invented().select_related("organ", "person").order_by("organ_id", "role", "pk"))
    deputies = [post for post in posts if post.role == Role.DEPUTY]
    others = [post for post in posts if post.role != Role.DEPUTY]
    others.sort(key=lambda post: post.role != Role.CLERK)  # those whose inbox has most in it come first
    groups = [
        (_("人大机关"), [post for post in others if post.organ.kind in congress]),
        (pgettext_lazy("list", "承办单位"), [post for post in others if post.organ.kind not in congress | streets]),
        (_("街道、社区和村"), [post for post in others if post.organ.kind in streets]),
        (pgettext_lazy("list", "代表"), deputies),
    ]
    return [(title, members) for title, members in groups if members]


@require_POST
def demo_sign_in(request):
    """Sign in as one of the invented cast, without a password. Where the demonstration is off, there is no such page."""
    if not settings.DEMO:
        raise Http404
    post = get_object_or_404(invented().select_related("person__user"), pk=_number(request.POST.get("post")))
    login(request, post.person.user, backend=settings.AUTHENTICATION_BACKENDS[0])
    request.session["acting"] = post.pk
    return redirect(settings.LOGIN_REDIRECT_URL)


def absent(request):
    """Signing up, and having a password reset by mail: accounts are given and mended in person, so here is nothing."""
    raise Http404


def _number(said):
    """A key that came with a form; 0, which nothing has, when it is no number."""
    return int(said) if said and said.isascii() and said.isdigit() and len(said) < 19 else 0


def large(request, choice):
    """Large type, or no longer. An ordinary link, so that it works in any browser; the cookie is all there is to it."""
    onward = request.GET.get("next", "")
    here = url_has_allowed_host_and_scheme(onward, {request.get_host()}, require_https=request.is_secure())
    response = redirect(onward if here else "home")
    if choice == "on":
        response.set_cookie("large", "1", max_age=A_YEAR, secure=settings.TLS, httponly=True, samesite="Lax")
    else:
        response.delete_cookie("large", samesite="Lax")
    return response
