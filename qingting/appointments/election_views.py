"""What is done beside the steps of an election: it is prepared, somebody is put forward, the candidates go to the vote."""

from django.contrib.auth.decorators import login_required
from django.http import Http404
from django.utils.translation import gettext as _

from qingting.appointments.contests import Candidacy, Contest
from qingting.appointments.electing import put_to_the_election, waiting_at
from qingting.appointments.election_forms import CandidacyForm, ContestForm, ElectionForm
from qingting.appointments.views import ask, clerk
from qingting.desk.views import who_takes
from qingting.desk.visitor import actors_of, find
from qingting.meetings.models import Meeting
from qingting.organs.models import Role


@login_required
def contest(request):
    """The office prepares an election of a session."""
    post = clerk(actors_of(request))
    if not post:
        raise Http404
    form = ContestForm(request.POST or None, instance=Contest(keeper=post.organ), congress=post.congress_id)
    return ask(request, form, form.save, _("安排大会选举"), _("存好，下一步开始提名"))


@login_required
def candidacy(request, pk):
    """A deputy puts somebody forward with others; the office takes down whom the presidium puts forward."""
    actors = actors_of(request)
    its = find(actors, pk)
    if not isinstance(its, Contest):
        raise Http404
    deputy = next((a for a in actors if a.role == Role.DEPUTY and a.organ_id == its.body_id and a.is_current()), None)
    office = who_takes(its.process.open, its, actors)
    by = office or deputy
    if not by:
        raise Http404
    form = CandidacyForm(request.POST or None, instance=Candidacy(on=its, lead=None if office else deputy.person))

    def act():
        c = form.save()
        c.take("name" if office else "propose", by)
        return c

    heading = _("主席团提名候选人") if office else _("代表联名提名候选人")
    return ask(request, form, act, heading, _("提名"), its)


@login_required
def election(request, pk):
    """The candidates of a contest are put to the vote at a meeting of the session."""
    actors = actors_of(request)
    m = find(actors, pk)
    if not isinstance(m, Meeting) or not m.session_id or not who_takes(m.process.move, m, actors):
        raise Http404
    waiting = waiting_at(m)
    form = ElectionForm(request.POST or None, meeting=m, waiting=waiting)
    nothing = "" if waiting.exists() else _("这次大会没有等待投票的选举。候选人确定以后，才能付选举。")
    return ask(
        request,
        form,
        lambda: put_to_the_election(m, **form.cleaned_data),
        _("候选人付选举"),
        _("存好，等候投票"),
        m,
        nothing=nothing,
    )
