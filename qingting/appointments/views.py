"""What is done beside the steps: a nomination is written, a departure taken down, a ceremony prepared, an account asked for."""

from django.contrib.auth.decorators import login_required
from django.http import Http404
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_GET

from qingting.appointments.career import career
from qingting.appointments.forms import (
    PROPOSE,
    AccountForm,
    CeremonyForm,
    DepartureForm,
    NominationForm,
    VoteOnPeople,
    owes_an_oath,
)
from qingting.appointments.models import Account, Ceremony, Departure, Nomination
from qingting.appointments.offices import offices_of
from qingting.appointments.putting import put_to_the_vote, waiting_in
from qingting.desk.asking import asked
from qingting.desk.views import who_takes
from qingting.desk.visitor import actors_of, find
from qingting.meetings.models import Meeting
from qingting.organs.models import Organ, Person, Role
from qingting.organs.offices import office_for_appointments

ABOUT = Nomination._meta.label_lower  # the place in the rail to which these pages belong


def clerk(actors):
    """The post in which one of these actors does the committee's work on appointments; None if none does."""
    at_work = (a for a in actors if a.role == Role.CLERK and a.organ.kind == Organ.Kind.OFFICE)
    return next((a for a in at_work if a.organ == office_for_appointments(a.congress_id)), None)


def proposers(actors) -> list[Organ]:
    """In whose name these actors may put someone forward: their own organ's; the committee's office takes down for all."""
    if post := clerk(actors):
        return list(Organ.objects.filter(congress=post.congress_id, kind__in=PROPOSE, until=None).order_by("pk"))
    own = (a.organ for a in actors if a.role in (Role.CLERK, Role.HEAD) and a.organ.kind in PROPOSE)
    return list(own)[:1]


def ask(request, form, act, heading, button, back=None, **more):
    """A form of this room: see `asked`."""
    home = (pgettext("list", "任免"), reverse("register", args=["appointments"]))
    return asked(request, form, act, heading=heading, button=button, back=back, home=home, about=ABOUT, **more)


@login_required
def nomination(request, pk=None):
    """A nomination as a draft, or one that was sent back and is put right. The table says who puts whom forward."""
    actors = actors_of(request)
    organs = proposers(actors)
    n = find(actors, pk) if pk else None
    if (
        not organs
        or n
        and not (isinstance(n, Nomination) and n.state in ("draft", "returned") and n.proposer in organs)
    ):
        raise Http404
    form = NominationForm(
        request.POST or None,
        instance=n or Nomination(keeper=office_for_appointments(organs[0].congress_id)),
        proposers=organs,
    )
    table = {office.key: office for organ in organs for office in offices_of(organ)}
    more = {"template": "appointments/nominating.html", "table": list(table.values())}
    return ask(request, form, form.save, _("任免案"), _("存好，下一步提请"), n, **more)


def office_form(request, form_class, model, heading, button, nothing=lambda congress: ""):
    """A form that only the committee's office fills in."""
    post = clerk(actors_of(request))
    if not post:
        raise Http404
    form = form_class(request.POST or None, instance=model(keeper=post.organ), congress=post.congress_id)
    return ask(request, form, form.save, heading, button, nothing=nothing(post.congress_id))


@login_required
def departure(request):
    return office_form(request, DepartureForm, Departure, _("辞职、撤职案"), _("存好，下一步登记"))


@login_required
def ceremony(request):
    nothing = _("没有人要宣誓：已经任命的都宣誓了，或者已经安排。任命要先由会议表决通过。")
    return office_form(
        request,
        CeremonyForm,
        Ceremony,
        _("安排宪法宣誓"),
        _("存好，下一步安排"),
        lambda congress: "" if owes_an_oath(congress).exists() else nothing,
    )


@login_required
def account(request):
    return office_form(request, AccountForm, Account, _("听取履职报告"), _("存好，下一步确定听取"))


@login_required
def put(request, pk):
    """What is on the agenda of persons and accounts is put to the vote."""
    actors = actors_of(request)
    m = find(actors, pk)
    if not isinstance(m, Meeting) or not who_takes(m.process.move, m, actors):
        raise Http404
    waiting = waiting_in(m)
    form = VoteOnPeople(request.POST or None, waiting=waiting)

    def act():
        return put_to_the_vote(m, form.cleaned_data["matters"], form.cleaned_data["way"])

    nothing = (
        ""
        if waiting
        else _("这次会议的议程里没有等待表决的任免案、辞职撤职案或者履职报告。先在任免案里点“列入常委会议程”。")
    )
    return ask(request, form, act, _("人事事项付表决"), _("存好，等候表决"), m, nothing=nothing)


@login_required
@require_GET
def officer(request, pk):
    """One office-holder's file: examination, vote, oath, reports, in the order in which they came."""
    actors = actors_of(request)
    congresses = {actor.congress_id for actor in actors}
    person = get_object_or_404(Person, pk=pk, congress__in=congresses)
    lines = career(person, actors)
    if not lines:
        raise Http404
    return render(request, "appointments/officer.html", {"about": ABOUT, "person": person, "lines": lines})
