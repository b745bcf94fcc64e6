"""What is done with a suggestion beside its steps: writing a draft, naming who signs and handles it, what is promised."""

from django.contrib.auth.decorators import login_required
from django.db import transaction
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils.timezone import localtime, now
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from qingting.desk.views import who_takes
from qingting.desk.visitor import actors_of, find
from qingting.docket.process import Refused
from qingting.organs.models import Organ, Role
from qingting.organs.offices import office_for_deputies
from qingting.search.alike import alike
from qingting.suggestions.forms import Draft, FromBill, Invitation, MoreTime, Promised, Share, Supervised, Titled
from qingting.suggestions.models import Cosigning, Extension, Handling, Promise, Suggestion
from qingting.suggestions.page import converter

EDITABLE = ("draft", "returned")
ABOUT = Suggestion._meta.label_lower  # the place in the rail to which a page without a matter belongs


def deputy_posts(request):
    return [actor for actor in actors_of(request) if getattr(actor, "role", None) == Role.DEPUTY]


@login_required
def new(request):
    """A deputy begins: a title first, then everything else. `?source=` names the matter that he takes up."""
    posts = deputy_posts(request)
    source = taken_up(request)
    if source:
        posts = [post for post in posts if converter(source, [post])]
    if not posts:
        raise Http404
    form = Titled(request.POST or None, initial={"title": source.title} if source else None)
    if request.method == "POST" and form.is_valid():
        mine = dict(
            title=form.cleaned_data["title"], lead=posts[0].person, state="draft", source_id=source and source.pk
        )
        draft = Suggestion.objects.filter(**mine).last()  # he went back and pressed again: it is the same one
        if not draft:
            keeper = office_for_deputies(posts[0].congress_id)
            draft = Suggestion.objects.create(**mine, keeper=keeper, text="")
        return redirect("suggestion_draft", draft.pk)
    drafts = Suggestion.objects.filter(lead__in=[post.person for post in posts], state__in=EDITABLE).order_by("-pk")[
        :20
    ]
    return render(request, "suggestions/new.html", {"about": ABOUT, "form": form, "drafts": drafts, "source": source})


def taken_up(request):
    """The matter from which a suggestion is to arise; None where the address names none. What one may not see is 404."""
    named = request.GET.get("source", "")
    if not named:
        return None
    if not (named.isascii() and named.isdigit()) or len(named) > 18:
        raise Http404
    return find(actors_of(request), int(named))


def my_draft(request, pk):
    """A draft of one's own that may still be written on; else 404."""
    matter = find(actors_of(request), pk)
    if (
        not isinstance(matter, Suggestion)
        or matter.state not in EDITABLE
        or not who_takes(matter.process.file, matter, actors_of(request))
    ):
        raise Http404
    return matter


@login_required
def draft(request, pk):
    """Writing. What is typed is kept a moment later; like suggestions of earlier years stand beside it."""
    s = my_draft(request, pk)
    form = Draft(request.POST or None, instance=s)
    saved = None
    if request.method == "POST" and form.is_valid():
        keep(form, who_takes(s.process.file, s, actors_of(request)))
        saved = localtime(now())
        if not request.htmx:
            return redirect("matter", pk) if "done" in request.POST else redirect("suggestion_draft", pk)
    near = [
        found
        for found in alike(s.congress, f"{s.title}\n{s.text}", actors_of(request), n=6, model=Suggestion)
        if found.matter.pk != pk
    ][:5]
    said = {
        "matter": s,
        "form": form,
        "saved": saved,
        "alike": near,
        "invitation": Invitation(on=s),
        "cosignings": s.cosignings.select_related("person"),
    }
    return render(
        request,
        "suggestions/draft_kept.html" if request.htmx and request.method == "POST" else "suggestions/draft.html",
        said,
    )


@transaction.atomic
def keep(form, post):
    """Keep a draft. Whoever had confirmed other words is asked again: a joint deputy confirms what is filed."""
    form.save()
    if {"title", "text"} & set(form.changed_data):
        for cosigning in form.instance.cosignings.filter(state="joined"):
            cosigning.take("ask_again", post)


@login_required
@require_POST
def invite(request, pk):
    """Ask other deputies to sign."""
    s = my_draft(request, pk)
    form = Invitation(request.POST, on=s)
    if form.is_valid():
        post = who_takes(s.process.file, s, actors_of(request))
        known = set(s.cosignings.values_list("person", flat=True))
        with transaction.atomic():
            for person in form.cleaned_data["names"]:
                if person.pk not in known:
                    Cosigning.objects.create(on=s, person=person, lead=s.lead).take("invite", post)
        return redirect("suggestion_draft", pk)
    said = {
        "matter": s,
        "form": Draft(instance=s),
        "invitation": form,
        "cosignings": s.cosignings.select_related("person"),
        "alike": [],
    }
    return render(request, "suggestions/draft.html", said, status=422)


@login_required
@require_POST
def discard(request, pk):
    """Throw a draft away, unless someone was asked to sign it."""
    s = my_draft(request, pk)
    if s.state == "draft" and not s.cosignings.exists():
        s.discard()
        return redirect("inbox")
    raise Http404


def hang(request, pk, step, states, form, words, then):
    """A form that hangs something on a suggestion, for whoever plays the part of that step while it is in one of these states."""
    actors = actors_of(request)
    s = find(actors, pk)
    post = isinstance(s, Suggestion) and s.state in states and who_takes(s.process.steps[step], s, actors)
    if not post:
        raise Http404
    filled = form(s, request.POST if request.method == "POST" else None)
    said = {"matter": s, "form": filled, "actor": post, "words": words}
    if request.method == "POST" and filled.is_valid():
        try:
            with transaction.atomic():
                then(filled.save(commit=False), s, post)
            return redirect(request.path if "more" in request.POST else s.get_absolute_url())
        except Refused as refusal:
            said["refusal"] = str(refusal)
    return render(request, "suggestions/hang.html", said, status=422 if request.method == "POST" else 200)


@login_required
def handlers(request, pk):
    """The office sets down who else handles it, before it is handed out; afterwards more co-handlers may join."""

    def add(handling, s, post):
        handling.save()
        if s.state != "accepted":
            handling.take("assign", post)

    states = ("accepted", "assigned", "signed")
    return hang(
        request,
        pk,
        "assign",
        states,
        lambda s, data: Share(data, on=s),
        (_("列会办、分办单位"), _("会办单位的意见交主办单位；分办单位各自答复，由代表工作机构汇总。交办时一并发出。")),
        add,
    )


@login_required
def promise(request, pk):
    """The handler sets down what its answer promises; for separate handlers the office does, when it gathers."""
    s = find(actors_of(request), pk)
    step, states = ("gather", ("divided",)) if s.state == "divided" else ("draft_answer", ("signed", "drafted"))

    def form(s, data):
        return Promised(data, instance=Promise(on=s, handler=s.handler or s.keeper, lead=s.lead))

    return hang(
        request,
        pk,
        step,
        states,
        form,
        (
            _("列承诺事项"),
            _("答复里答应的事逐条立账：办什么、怎样算办成、哪天办成。答复签发时生效，办成要由代表确认。"),
        ),
        lambda promise, s, post: promise.save(),
    )


@login_required
def more_time(request, pk):
    """The handler asks for six months instead of three."""

    def ask(extension, s, post):
        extension.save()
        extension.take("ask", post)

    def form(s, data):
        return MoreTime(data, instance=Extension(on=s, handler=s.handler))

    return hang(
        request,
        pk,
        "contact",
        ("signed",),
        form,
        (_("申请延长"), _("涉及面广、处理难度大的，可以在三个月期满前申请按六个月办理，由代表工作机构负责人决定。")),
        ask,
    )


@login_required
def supervise(request, pk):
    """The chairpersons' meeting has chosen it: the office writes down who supervises it."""

    def select(supervision, s, post):
        supervision.on = s
        supervision.save()
        supervision.take("select", post)

    states = ("accepted", "assigned", "signed", "divided", "drafted", "answered", "rated")
    return hang(
        request,
        pk,
        "assign",
        states,
        lambda s, data: Supervised(data, on=s),
        (_("确定重点督办"), _("主任会议确定重点督办的建议和督办领导后，在这里登记。")),
        select,
    )


@login_required
@require_POST
def discard_hung(request, pk, hung):
    """Take back what was set down and not yet handed out: a co-handler, a promise."""
    s = find(actors_of(request), pk)
    thing = next((kin for kin in s.kin if kin.pk == hung and kin.state == "draft"), None)
    step = {Handling: "assign", Promise: "draft_answer"}.get(type(thing))
    step = "gather" if step == "draft_answer" and s.state == "divided" else step
    if not step or not who_takes(s.process.steps[step], s, actors_of(request)):
        raise Http404
    thing.discard()
    return redirect(s)


@login_required
def from_bill(request):
    """The presidium has decided that a bill be handled as a suggestion: the office enters it."""
    post = next(
        (actor for actor in actors_of(request) if actor.role == Role.CLERK and actor.organ.kind == Organ.Kind.OFFICE),
        None,
    )
    if not post:
        raise Http404
    form = FromBill(request.POST or None, congress_id=post.congress_id)
    if request.method == "POST" and form.is_valid():
        with transaction.atomic():
            s = form.save(commit=False)
            s.keeper, said = post.organ, {name: form.cleaned_data[name] for name in ("bill_number", "converted_on")}
            s.save()
            s.take("convert_bill", post, **said)
        return redirect(s)
    return render(
        request,
        "suggestions/from_bill.html",
        {"about": ABOUT, "form": form},
        status=422 if request.method == "POST" else 200,
    )


@login_required
def bring_back(request):
    """Before a session, every open promise goes back to the deputy to whom it was made."""
    posts = [
        actor for actor in actors_of(request) if actor.role == Role.CLERK and actor.organ.kind == Organ.Kind.OFFICE
    ]
    if not posts:
        raise Http404
    waiting = Promise.objects.filter(keeper__in=[post.organ_id for post in posts], state="open")
    if request.method == "POST":
        post = {post.organ_id: post for post in posts}
        for promise in waiting.select_related("lead", "handler"):
            promise.take("bring_back", post[promise.keeper_id])
        return redirect("register", "promises")
    shown = waiting.select_related("lead", "handler").order_by("promised_for")[:100]
    return render(request, "suggestions/bring_back.html", {"promises": shown})
