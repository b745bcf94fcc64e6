"""What is done beside the steps: a matter is opened, candidates are listed, a document is begun; and the numbers of the body."""

from dataclasses import dataclass
from typing import Any

from django.contrib.auth.decorators import login_required
from django.db import transaction
from django.db.models import Max
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET

from qingting.desk.asking import asked
from qingting.desk.register import Register
from qingting.desk.views import who_takes
from qingting.desk.visitor import actors_of, find
from qingting.docket.models import Matter
from qingting.mandates import forms
from qingting.mandates.models import (
    ByElection,
    Candidate,
    MunicipalRecall,
    Recall,
    Resignation,
    Suspension,
    Termination,
)
from qingting.mandates.numbers import numbers_of
from qingting.mandates.opening import opened
from qingting.mandates.putting import put_to_the_vote, scheduled, who_puts
from qingting.meetings.models import Meeting
from qingting.organs.models import Level, Organ, Post, Role

ABOUT = ByElection._meta.label_lower  # the place in the rail to which these pages belong
DISTRICT, MUNICIPAL = (Level.DISTRICT,), (Level.MUNICIPAL,)


def is_clerk(actor) -> bool:
    """Whether he is a clerk of an office of the standing committee."""
    return getattr(actor, "role", None) == Role.CLERK and actor.organ.kind == Organ.Kind.OFFICE


def is_head(actor) -> bool:
    return getattr(actor, "role", None) == Role.HEAD and actor.organ.kind == Organ.Kind.OFFICE


def may_apply(actor) -> bool:
    """A clerk of an organ that arrests, tries or detains; or the head of the office, who takes it down from paper."""
    return is_head(actor) or getattr(actor, "role", None) == Role.CLERK and forms.is_an_applicant(actor.organ)


@dataclass(frozen=True)
class Opening:
    """How one kind of matter is opened: its form, its first step, who may, and what the page says of it."""

    heading: Any
    form: Any
    step: str
    words: Any
    may: Any = is_clerk
    from_paper: str = ""  # the first step where the office takes down what another organ has sent on paper


OPENED = {
    "byelection": Opening(
        gettext_lazy("提请补选"), forms.Vacancy, "propose",
        gettext_lazy("选区的代表出缺，由原选区选民补选（《选举法》第五十七条）。提请以后，由常委会会议表决决定。"),
    ),
    "municipal": Opening(
        gettext_lazy("补选市代表"), forms.MunicipalVacancy, "propose",
        gettext_lazy("市代表出缺，闭会期间由区人大常委会补选（《地方组织法》第五十条第一款第十八项）。一件提一名候选人；几个缺额、几名候选人在一张选票上选举，候选人可以多于缺额。"),
    ),
    "resignation": Opening(
        gettext_lazy("登记辞职"), forms.of_a_mandate(Resignation, "received_on", optional=("reason",)), "receive",
        gettext_lazy("代表书面提出辞职，由常委会会议表决是否接受（《选举法》第五十五条）。"),
    ),
    "termination": Opening(
        gettext_lazy("登记资格终止"), forms.of_a_mandate(Termination, "ground", "ended_on"), "note",
        gettext_lazy("有《代表法》第六十二条所列情形的，代表资格终止；由代表资格审查委员会报告，常委会公告。辞职和罢免另行办理。"),
    ),
    "recall": Opening(
        gettext_lazy("受理选民罢免要求"), forms.of_a_mandate(Recall, "requesters", "received_on", "reasons", levels=DISTRICT), "receive",
        gettext_lazy("原选区选民五十人以上联名，可以向常委会书面提出罢免要求（《选举法》第五十条）。只记人数，不记选民的姓名。"),
    ),
    "municipal_recall": Opening(
        gettext_lazy("提出罢免市代表"), forms.of_a_mandate(MunicipalRecall, "mover", "movers", "reasons", levels=MUNICIPAL), "propose",
        gettext_lazy("闭会期间，主任会议或者常委会五分之一以上组成人员联名，可以提出罢免由本级人民代表大会选出的市代表（《选举法》第五十一条）。"),
    ),
    "suspension": Opening(
        gettext_lazy("登记暂停执行代表职务"), forms.of_a_mandate(Suspension, "ground", "began_on"), "note",
        gettext_lazy("只记法定情形，不写案情。登记以后只有代表资格审查委员会主任委员、代表工作机构负责人和常委会主任看得到。"), is_head,
    ),
    "permission": Opening(
        gettext_lazy("提请许可"), forms.of_an_applicant("measure", "reference"), "ask",
        gettext_lazy("逮捕人大代表，进行刑事审判，或者采取法律规定的其他限制人身自由的措施，要先经本级人大主席团许可，闭会期间经常委会许可（《代表法》第三十九条）。只写机关、措施和文号，不写案情；代表本人看不到。"),
        may_apply, "take_down",
    ),
    "detention": Opening(
        gettext_lazy("报告现行犯被拘留"), forms.of_an_applicant("detained_on", "reference"), "report",
        gettext_lazy("代表因为是现行犯被拘留的，执行拘留的机关应当立即报告（《代表法》第三十九条）。以后要逮捕的，另行提请许可。"),
        may_apply, "take_down_report",
    ),
    "changeover": Opening(
        gettext_lazy("准备换届"), forms.NextTerm, "plan",
        gettext_lazy("先定日期，到执行以前什么也不改动。执行以后、复核以前，可以整个撤回。"),
    ),
}  # fmt: skip


def may_open(slug):
    return lambda actors: any(map(OPENED[slug].may, actors))


@login_required
@require_GET
def numbers(request):
    """How many seats there are, who holds them, where one is empty; and what may be begun."""
    actors = actors_of(request)
    by = next((actor for actor in actors if isinstance(actor, Post) and sees_numbers(actor)), None)
    if not by:
        raise Http404
    begins = [(reverse(f"mandates_new_{slug}"), its.heading) for slug, its in OPENED.items() if may_open(slug)(actors)]
    own = [slug for slug, its in Register.all.items() if its.model._meta.app_label == "mandates"]
    books = [
        (slug, Register.all[slug].heading)
        for slug in own
        if (slug != "mandates-suspension" or may_open("suspension")(actors))
        and (slug != "mandates-permission" or may_open("permission")(actors))
    ]
    said = {"about": ABOUT, "begins": begins, "books": books}
    return render(request, "mandates/numbers.html", said | numbers_of(by.organ.congress))


def sees_numbers(actor) -> bool:
    """The offices of the standing committee and its members."""
    offices = (Organ.Kind.OFFICE, Organ.Kind.STANDING_COMMITTEE, Organ.Kind.SUBDISTRICT_COMMITTEE)
    return actor.organ.kind in offices or "资格审查" in actor.organ.name


@login_required
def new(request, slug):
    """A matter is opened and takes its first step; what a refusal leaves is the form as it was."""
    its, actors = OPENED[slug], actors_of(request)
    by = next((actor for actor in actors if its.may(actor)), None)
    if not by:
        raise Http404
    form = its.form(request.POST or None, by=by, initial=request.GET.dict())

    def act():
        matter = opened(form.save(commit=False), by.organ.congress)
        step = matter.process.steps[its.from_paper if its.from_paper and is_head(by) else its.step]
        matter.take(step.name, by, **{name: form.cleaned_data[name] for name in step.fields})
        return matter

    return ask(request, form, act, its.heading, words=its.words)


@login_required
def candidates(request, pk):
    """The office lists who stands, and takes off again, until the list is published."""
    actors = actors_of(request)
    b = find(actors, pk)
    by = isinstance(b, ByElection) and who_takes(b.process.publish_candidates, b, actors)
    if not by:
        raise Http404
    form = forms.CandidateForm(request.POST or None, instance=Candidate(on=b))
    refusal = (
        None if b.state in ("dated", "listed") else _("候选人名单已经公布，或者还没有定选举日，现在不能增减候选人")
    )
    if request.method == "POST" and not refusal:
        with transaction.atomic():
            Matter.objects.select_for_update().get(pk=b.pk)
            if "off" in request.POST:
                b.candidates.filter(place=key(request.POST["off"])).delete()
                return redirect("mandates_candidates", b.pk)
            if form.is_valid():
                form.instance.place = (b.candidates.aggregate(last=Max("place"))["last"] or 0) + 1
                form.save()
                return redirect("mandates_candidates", b.pk)
    said = {"about": ABOUT, "matter": b, "form": form, "refusal": refusal, "standing": list(b.candidates.all())}
    return render(request, "mandates/candidates.html", said, status=422 if request.method == "POST" else 200)


def key(said: str) -> int:
    return int(said) if said.isascii() and said.isdecimal() and len(said) < 6 else 0


@login_required
def schedule(request, pk):
    """What the committee has to decide goes on the agenda of one of its meetings."""
    actors = actors_of(request)
    matter = find(actors, pk)
    if not who_puts(matter, actors):
        raise Http404
    form = forms.Schedule(request.POST or None, matter=matter)
    return ask(request, form, lambda: scheduled(matter, form.cleaned_data["meeting"]), _("列入会议议程"), matter)


@login_required
def put(request, pk):
    """What is on the agenda of mandates is put to the vote, all on one ballot."""
    actors = actors_of(request)
    m = find(actors, pk)
    if not isinstance(m, Meeting) or not who_takes(m.process.move, m, actors):
        raise Http404
    form = forms.PutToTheVote(request.POST or None, meeting=m)

    def act():
        return put_to_the_vote(m, form.cleaned_data["items"], form.cleaned_data["way"])

    return ask(request, form, act, _("代表资格事项付表决"), m)


def ask(request, form, act, heading, back=None, words=""):
    """A form of this room: see `asked`."""
    home = (_("名额和缺额"), reverse("mandates"))
    return asked(request, form, act, heading=heading, button=heading, words=words, back=back, home=home, about=ABOUT)
