"""What is done beside the steps: a clue is flagged in a matter, the procuratorate opens a case itself, hands one to the office."""

from django.contrib.auth.decorators import login_required
from django.db import transaction
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from qingting.desk.views import who_takes
from qingting.desk.visitor import actors_of, find
from qingting.docket.models import Matter
from qingting.docket.process import Refused
from qingting.organs.models import Organ, Role
from qingting.organs.offices import judicial_committee, office_for_deputies, procuratorate
from qingting.procuratorate.forms import Flagged, Own, Referred
from qingting.procuratorate.interests import fields_of, interests
from qingting.procuratorate.models import ISSUED, ProcuratorialSuggestion, Referral
from qingting.procuratorate.page import who_flags
from qingting.redaction.masking import masked

ABOUT = ProcuratorialSuggestion._meta.label_lower  # the place in the rail to which these pages belong


@login_required
def flag(request, pk):
    """The office flags a clue in a matter that it keeps. The fields that its words speak for are proposed, a person decides.

    What names somebody, as far as a machine finds it, is hidden before the text goes on.
    """
    actors = actors_of(request)
    source = find(actors, pk)
    post = who_flags(source, actors)
    if not post:
        raise Http404
    text = getattr(source, "text", "")
    proposed = fields_of(f"{source.title}\n{text}", post.organ.congress)
    title, facts = (masked(said, names=True)[0] for said in (source.title, text))
    first = {"title": title, "facts": facts, "field": proposed[0][0].field if proposed else ""}
    form = Flagged(request.POST or None, initial=first, congress=post.organ.congress)

    def begin(p):
        Matter.objects.select_for_update().get(pk=source.pk)  # two who flag it at once: the second finds the first
        p.source = Matter.objects.get(pk=source.pk)
        open_with(p, post.organ).take("flag", post)

    said = {"source": source, "proposed": proposed, "open": interests(post.organ.congress)}
    return asked(request, form, post, begin, "procuratorate/flag.html", said)


@login_required
def new(request):
    """The procuratorate has found something itself: it opens a case, and the office and the committee see it from then on."""
    actors = actors_of(request)
    post = next((actor for actor in actors if is_procurator(actor)), None)
    if not post:
        raise Http404
    form = Own(request.POST or None, congress=post.organ.congress)

    def begin(p):
        open_with(p, office_for_deputies(post.congress_id)).take("open_own", post, assessment=p.assessment)

    return asked(request, form, post, begin, "procuratorate/new.html", {"open": interests(post.organ.congress)})


@login_required
def refer(request, pk):
    """An important procuratorial suggestion goes to the office for deputies, which asks a deputy to make a suggestion of it."""
    actors = actors_of(request)
    p = find(actors, pk)
    post = isinstance(p, ProcuratorialSuggestion) and p.state in ISSUED and who_takes(p.process.serve, p, actors)
    if not post:
        raise Http404
    form = Referred(request.POST or None, instance=Referral(on=p))

    def begin(referral):
        Matter.objects.select_for_update().get(pk=p.pk)  # sent twice at once, it is handed over once
        referral.save()
        referral.take("refer", post)

    return asked(request, form, post, begin, "procuratorate/refer.html", {"matter": p})


def is_procurator(actor) -> bool:
    return getattr(actor, "role", None) == Role.CLERK and actor.organ.kind == Organ.Kind.PROCURATORATE


def open_with(p, keeper) -> ProcuratorialSuggestion:
    """A draft with everyone who has a part in it. Raises Refused where the table of organs lacks one of them."""
    if not keeper:
        raise Refused(_("机构表里还没有代表工作机构，请先在“机构和人员”里建立"))
    organ = procuratorate(keeper.congress_id)
    if not organ:
        raise Refused(_("机构表里还没有人民检察院，请先在“机构和人员”里建立"))
    p.keeper, p.procuratorate, p.committee = keeper, organ, judicial_committee(keeper.congress_id)
    p.save()
    return p


def asked(request, form, post, begin, template, said):
    """A form, and what begins when it is sent; what a refusal leaves is the form as it was."""
    said |= {"about": ABOUT, "form": form, "actor": post}
    if request.method == "POST" and form.is_valid():
        try:
            with transaction.atomic():
                begin(thing := form.save(commit=False))
            return redirect(thing)
        except Refused as refusal:
            said["refusal"] = str(refusal)
    return render(request, template, said, status=422 if request.method == "POST" else 200)
