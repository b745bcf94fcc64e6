"""What the office does beside the steps: its bank and its rules, a candidate who is appointed, the slip with his code."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db import transaction
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.timezone import localdate, now
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from qingting.desk.qr import picture
from qingting.desk.views import same_page, who_takes
from qingting.desk.visitor import actors_of, find
from qingting.directory.views import keeper
from qingting.docket.process import Refused
from qingting.examination import codes
from qingting.examination.forms import LEAST, Appointed, DrawingForm, Narrowed
from qingting.examination.models import Branch, DrawingRule, Question, Sitting
from qingting.examination.page import branch_of, examiner, may_begin_from, named_by
from qingting.examination.practice import practise
from qingting.examination.terms import by_law, passed_in_this_term
from qingting.organs.models import Organ

ABOUT = Sitting._meta.label_lower  # the place in the rail to which these pages belong
PAGE = 20  # questions
LAWS = {
    "pass_mark": gettext_lazy("合格分数（满分 100）"),
    "resits": gettext_lazy("补考次数"),
    "validity": gettext_lazy("成绩管几届"),
}


@login_required
@require_GET
def bank(request):
    """The questions as they are asked, and never which options are right."""
    by = keeper(request)
    filters = Narrowed(request.GET, congress=by.congress_id)
    rows = list(filters.found()[: PAGE + 1])
    every = Question.objects.filter(congress=by.congress_id)
    counts = {
        "in_use": every.filter(in_use=True, practice=False).count(),
        "practice": every.filter(in_use=True, practice=True).count(),
        "retired": every.filter(in_use=False).count(),
    }
    said = {"about": ABOUT, "rows": rows[:PAGE], "filters": filters, "counts": counts, "is_empty": not every.exists()}
    said |= {"next_url": same_page(request, after=rows[PAGE - 1].pk) if len(rows) > PAGE else None}
    return render(request, "examination/bank.html", said)


@login_required
@require_POST
def retire(request, pk):
    """A question is asked no more, or again. Papers that have it keep it as it was asked."""
    by = keeper(request)
    question = get_object_or_404(Question, pk=pk, congress=by.congress_id)
    question.in_use = request.POST.get("act") == "use"
    question.save(update_fields=["in_use"])
    messages.success(request, _("这道题已经启用。") if question.in_use else _("这道题已经停用，以后不出了。"))
    return redirect("examination_bank")


@login_required
@require_GET
def rules(request):
    """By which rule papers are drawn for each kind of organ, and what by-laws say, with their origin."""
    by = keeper(request)
    congress = Organ.objects.get(pk=by.congress_id)
    known = {rule.branch: rule for rule in DrawingRule.objects.filter(congress=congress)}
    rows = [(slug_of(branch), label, known.get(branch)) for branch, label in [("", _("各类机关")), *Branch.choices]]
    laws = [(label, by_law(name, congress, localdate())) for name, label in LAWS.items()]
    said = {"about": ABOUT, "rows": rows, "laws": laws, "has_common": "" in known}
    return render(request, "examination/rules.html", said)


def slug_of(branch) -> str:
    return branch or "all"


@login_required
def rule(request, slug):
    """How many questions of each topic and form: a rule that asks for more than the bank has is not saved."""
    by = keeper(request)
    if slug not in ("all", *Branch.values):
        raise Http404
    branch = "" if slug == "all" else slug
    its = DrawingRule.objects.filter(congress=by.congress_id, branch=branch).first()
    its = its or DrawingRule(congress=by.organ.congress, branch=branch)
    form = DrawingForm(request.POST or None, instance=its)
    if request.method == "POST" and form.is_valid():
        its.changed_by, its.changed_at = by, now()
        form.save()
        messages.success(request, _("组卷规则存好了，一份卷子 %(n)s 道题。已经开考的不受影响。") % {"n": its.n})
        return redirect("examination_rules")
    common = by_law("pass_mark", by.organ.congress, localdate())
    said = {"about": ABOUT, "form": form, "rule": its, "common": common, "least": LEAST}
    return render(request, "examination/rule.html", said, status=422 if request.method == "POST" else 200)


@login_required
def new(request):
    """A candidate is appointed to sit on a day: by himself, or because a nomination waits for it."""
    actors = actors_of(request)
    by = next((actor for actor in actors if examiner(actor)), None)
    if not by:
        raise Http404
    source = source_of(request, actors)
    person = named_by(source)
    first = {"branch": branch_of(source), "held_on": localdate()}
    is_used = request.POST.get("act") == "use"
    asked_for = request.POST if request.method == "POST" and not is_used else None
    form = Appointed(asked_for, initial=first, congress=by.organ.congress, examinee=person)
    passed = person and passed_in_this_term(person, first["branch"], localdate())
    said = {"about": ABOUT, "form": form, "source": source, "examinee": person, "passed": passed}
    try:
        with transaction.atomic():
            if is_used and source and passed:
                source.specific.take("examined", by, sitting=passed.number)
                return redirect(source)
            if form.is_valid():
                return redirect("examination_slip", appoint(form, by, source).pk)
    except Refused as refusal:
        said["refusal"] = str(refusal)
    return render(request, "examination/new.html", said, status=422 if request.method == "POST" else 200)


def source_of(request, actors):
    """The matter from which one begins, if this visitor may begin a sitting from it; else 404. None where none is named."""
    named = request.GET.get("source", "")
    if not named:
        return None
    source = find(actors, int(named) if named.isascii() and named.isdecimal() and len(named) < 18 else 0)
    if not may_begin_from(source, actors):
        raise Http404
    return source


def appoint(form, by, source) -> Sitting:
    """The sitting of a candidate, with his code. Raises Refused; then he is not put down either."""
    person, said = form.examinee, form.cleaned_data
    if not person.pk:
        person.save()
    m = Sitting.objects.create(
        title=_("%(name)s的任前法律知识考试") % {"name": person.name},
        examinee=person,
        branch=said["branch"],
        keeper=by.organ,
        source_id=source.pk if source else None,
    )
    m.take("appoint", by, held_on=said["held_on"])
    return m


@login_required
@never_cache
@require_GET
def slip(request, pk):
    """The code of a candidate, to be printed or read out to him, until he has begun."""
    actors = actors_of(request)
    m = find(actors, pk)
    if not isinstance(m, Sitting) or not who_takes(m.process.appoint, m, actors):
        raise Http404
    code = codes.code_shown(m)
    said = {"about": ABOUT, "m": m, "code": codes.spaced(code) if code else "", "entrance": codes.entrance()}
    said |= {"picture": picture(codes.address(code)) if code else ""}
    return render(request, "examination/slip.html", said)


@login_required
@never_cache
def practice(request):
    """Whoever has a post may practise; what he is told is never on a paper."""
    actors = actors_of(request)
    if not actors:
        raise Http404
    congress = actors[0].congress_id
    return practise(request, congress, {"about": ABOUT, "back": None}, "examination/practice.html")
