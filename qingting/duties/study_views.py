"""A study and a livelihood matter at the desk: begun, changed while it is a draft, and what a study advises."""

from django.contrib.auth.decorators import login_required
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from qingting.desk.visitor import actors_of, find
from qingting.docket.models import hats
from qingting.duties.livelihood import Livelihood
from qingting.duties.street_forms import HOME, AdviceForm, LivelihoodForm, StudyForm
from qingting.duties.street_views import asked, clerk_among, clerk_here
from qingting.duties.studies import Advice, Study, writer
from qingting.organs.models import Role
from qingting.organs.offices import office_for_deputies

OPEN = ("draft", "returned")


def who_writes(actors):
    """Whoever may begin a study: a clerk of the congress's own side, or a deputy; None where no actor is."""
    return clerk_among(actors) or next((one for one in actors if one.role == Role.DEPUTY), None)


@login_required
def new_study(request):
    by = who_writes(actors_of(request))
    keeper = by and (by.organ if by.organ.kind in HOME else office_for_deputies(by.congress_id))
    if not keeper:
        raise Http404
    form = StudyForm(request.POST or None, by=by, instance=Study(writer=by.person, keeper=keeper))

    def act():
        # pressed twice, it is one draft
        same = Study.objects.filter(writer=by.person, keeper=keeper, title=form.cleaned_data["title"], state="draft")
        if again := same.first():
            return reverse("study_advice", args=[again.pk])
        return reverse("study_advice", args=[form.save().pk])

    back = (_("调研报告"), reverse("register", args=["studies"]))
    return asked(request, form, _("写调研报告"), back, act, _("下一步：写意见建议"), Study._meta.label_lower)


def mine(request, pk) -> Study:
    """The study that this visitor is writing; else 404."""
    actors = actors_of(request)
    s = find(actors, pk)
    if not isinstance(s, Study) or s.state not in OPEN or writer.hat(s) not in hats(actors):
        raise Http404
    return s


@login_required
def change_study(request, pk):
    s = mine(request, pk)
    by = who_writes(actors_of(request))
    form = StudyForm(request.POST or None, by=by, instance=s)
    back = (s.title, s.get_absolute_url())
    return asked(request, form, _("修改调研报告"), back, lambda: form.save().get_absolute_url(), _("存好"), s.kind)


@login_required
def advice(request, pk):
    """What the study advises, line by line; each line to one organ or to all."""
    s = mine(request, pk)
    form = AdviceForm(request.POST if "add" in request.POST else None, instance=Advice(study=s))
    if "drop" in request.POST and request.POST["drop"].isdecimal():
        get_object_or_404(Advice, pk=request.POST["drop"][:18], study=s).delete()
        return redirect("study_advice", s.pk)
    if "add" in request.POST and form.is_valid():
        form.save()
        return redirect("study_advice", s.pk)
    page = {"about": s.kind, "s": s, "form": form, "lines": s.advice.select_related("organ").order_by("pk")}
    return render(request, "duties/study_advice.html", page, status=422 if form.errors else 200)


@login_required
def new_livelihood(request):
    """Found by itself, or from a matter that this visitor may see: an activity, a resident's voice."""
    by = clerk_here(request)
    source = request.GET.get("source", "")
    its = (
        find(actors_of(request), int(source)) if source.isascii() and source.isdecimal() and len(source) < 19 else None
    )
    form = LivelihoodForm(request.POST or None, instance=Livelihood(keeper=by.organ, source=its and its.matter_ptr))

    def act():
        said = form.cleaned_data
        again = Livelihood.objects.filter(
            keeper=by.organ, title=said["title"], where=said["where"], state="draft"
        ).first()
        return (again or form.save()).get_absolute_url()

    back = (its.title, its.get_absolute_url()) if its else (_("民生实事"), reverse("register", args=["livelihood"]))
    kind = Livelihood._meta.label_lower
    return asked(request, form, _("登记民生实事"), back, act, _("存好，下一步：登记"), kind)
