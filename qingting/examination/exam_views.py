"""What a candidate does by his code: begins, answers, hands in, and sees whether he has passed. It all works without JavaScript.

Time is the server's. What he chooses is saved as he chooses it; with the same code he goes on from any other device.
"""

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.timezone import localtime, now
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from qingting.docket.process import Refused
from qingting.examination import codes, papers
from qingting.examination.models import DrawingRule, Form, Paper
from qingting.examination.practice import practise
from qingting.examination.terms import by_law


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def enter(request):
    """At the office's own machine: the code is typed from the slip."""
    code = codes.typed(request.POST.get("code", ""))
    if request.method == "POST":
        if codes.found(code):
            return redirect("exam", code)
        wrong = _("没有这个考试码。请对照准考条再输一次；补发过的，要用新的") if code else _("请输入准考条上的考试码")
        return render(request, "examination/enter.html", {"wrong": wrong, "typed": code}, status=404)
    return render(request, "examination/enter.html")


def sitting_of(code):
    """The sitting that this code opens, closed if its time has run out; else 404."""
    m = codes.found(code)
    if m is None:
        raise Http404
    return papers.closed_in_time(m)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def exam(request, code):
    """Before: what to expect. During: the paper. After: the result. A form that is sent saves, or hands in."""
    m = sitting_of(code)
    if request.method != "POST":
        return show(request, code, m)
    try:
        paper = papers.keep(m, request.POST)
    except Refused as refusal:
        return show(request, code, sitting_of(code), 409, refusal=str(refusal))
    if request.POST.get("act") != "hand_in":
        return show(request, code, m, saved=localtime(paper.saved_at))
    missing = [n for n, its in enumerate(paper.open("chosen"), 1) if not its]
    if "sure" not in request.POST:
        return show(request, code, m, asks_to_hand_in=True, missing=missing)
    return act(request, code, m, "hand_in")


@never_cache
@require_POST
def begin(request, code):
    """The paper is drawn and the time begins to run."""
    return act(request, code, sitting_of(code), "begin")


def act(request, code, m, name):
    try:
        m.take(name, m.receipt)
    except Refused as refusal:
        m = sitting_of(code)
        if not (name == "begin" and m.state == "sitting"):  # pressed twice, or begun on another device: the same paper
            return show(request, code, m, 409, refusal=str(refusal))
    return redirect("exam", code)


@never_cache
@require_POST
def save(request, code):
    """What was chosen, saved while he goes on; when it comes too late, the page is drawn anew and says so."""
    m = sitting_of(code)
    try:
        paper = papers.keep(m, request.POST)
    except Refused:
        return HttpResponse(headers={"HX-Redirect": reverse("exam", args=[code]) + "?late"})
    return render(request, "examination/saved.html", {"saved": localtime(paper.saved_at)})


@never_cache
@require_GET
def clock(request, code):
    """How much time is left; when none is, the page is drawn anew."""
    m = sitting_of(code)
    if m.state != "sitting":
        return HttpResponse(headers={"HX-Redirect": reverse("exam", args=[code]) + "?late"})
    return render(request, "examination/clock.html", {"m": m, "left": minutes_left(m)})


def minutes_left(m) -> int:
    """Whole minutes, the last one counted until it is over."""
    return max(0, -int(-(m.ends_at - now()).total_seconds() // 60))


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def practice(request, code):
    m = sitting_of(code)
    if m.state == "sitting":  # first things first
        return redirect("exam", code)
    said = {"congress": m.congress, "code": code}
    return discreet(practise(request, m.congress_id, said, "examination/exam_practice.html"))


def show(request, code, m, status=200, **said):
    said = {"m": m, "congress": m.congress, "code": code, "late": "late" in request.GET} | said
    if m.state == "appointed":
        rule = DrawingRule.of(m.congress_id, m.branch)
        common = by_law("pass_mark", m.congress, m.today)
        said |= {"rule": rule, "pass_mark": rule.pass_mark or common.value if rule else None}
        said |= {"reason": m.process.begin.why_not(m, m.receipt)}
    elif m.state == "sitting":
        said |= asked(m) | {"left": minutes_left(m)}
    elif m.state == "failed":
        said |= {"resits": by_law("resits", m.congress, m.today)}
    return discreet(render(request, "examination/exam.html", said, status=status))


def asked(m) -> dict:
    """The paper as it is shown: each question with its options, and what was chosen of them so far."""
    paper = Paper.objects.get(sitting=m)
    chosen = paper.open("chosen") or [[] for _one in paper.asked]
    questions = [
        one | {"n": n, "label": Form(one["form"]).label, "options": offered(one, its)}
        for n, (one, its) in enumerate(zip(paper.asked, chosen, strict=True))
    ]
    return {"questions": questions, "saved": paper.saved_at and localtime(paper.saved_at)}


def offered(one, chosen) -> list[tuple[int, str, bool]]:
    """The options of a question by their places, in words of the page's language where they are ours."""
    options = [_("对"), _("错")] if one["form"] == Form.CLAIM else one["options"]
    return [(place, option, place in chosen) for place, option in enumerate(options)]


def discreet(response):
    """The address is the code: no other site learns it, and no search engine."""
    response.headers["Referrer-Policy"] = "strict-origin"
    response.headers["X-Robots-Tag"] = "noindex"
    return response
