"""What everyone may read of a suggestion: the redacted view that a person confirmed, and nothing else.

A page belongs to the congress of its matter. Where the installation serves one district, its list stands at
/public/suggestions/; where it serves several, that page lets one choose, and each has /public/<code>/suggestions/.
"""

from django import forms
from django.conf import settings
from django.db.models import Exists, OuterRef, Q
from django.http import Http404
from django.shortcuts import get_object_or_404, render
from django.utils.http import urlencode
from django.utils.timezone import localdate
from django.utils.translation import gettext as say
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET

from qingting.clocks.schemes import results
from qingting.desk.congresses import by_code, only_or_chosen
from qingting.docket.models import Event, Part
from qingting.organs.models import Organ, Post, Role
from qingting.suggestions.letters import ANSWERING, SIGNED
from qingting.suggestions.models import Result, Suggestion

A_PAGE = 20
KIND = Suggestion._meta.label_lower
HANDED_OUT, ENDED = ("assign", "confirm", "divide", "join"), ("close", "settle")


class Narrowing(forms.Form):
    """What the list is narrowed by, and after which line it goes on."""

    category = forms.ChoiceField(
        label=_("分类"), choices=[("", _("全部")), *Suggestion.Category.choices], required=False
    )
    handler = forms.ModelChoiceField(Organ.objects.none(), label=_("承办单位"), required=False, empty_label=_("全部"))
    after = forms.IntegerField(widget=forms.HiddenInput, required=False, min_value=1, max_value=2**62)

    def __init__(self, data, *, congress):
        super().__init__(data)
        clerks = Post.objects.filter(organ=OuterRef("pk"), role=Role.CLERK)
        organs = Organ.objects.filter(Exists(clerks), congress=congress).exclude(kind=Organ.Kind.OFFICE)
        self.fields["handler"].queryset = organs.order_by("name")


@require_GET
def everywhere(request):
    """The list of the only congress; a choice where there are several."""
    heading, nothing = say("公开的代表建议"), say("这里还没有人大公开建议。")
    return only_or_chosen(request, page_of, "public_suggestions_of", heading, nothing)


@require_GET
def of_congress(request, code):
    return page_of(request, by_code(code))


def page_of(request, congress):
    """A page of what a congress has made public, what was published last first."""
    asked = Narrowing(request.GET, congress=congress)
    said = (
        asked.cleaned_data
        if asked.is_valid()
        else {k: v for k, v in asked.cleaned_data.items() if k not in asked.errors}
    )
    rows = published(congress)
    if said.get("category"):
        rows = rows.filter(matter__suggestion__category=said["category"])
    if said.get("handler"):
        rows = rows.filter(matter__suggestion__handler=said["handler"])
    if said.get("after"):
        last = get_object_or_404(published(congress), pk=said["after"])
        rows = rows.filter(Q(at__lt=last.at) | Q(at=last.at, pk__lt=last.pk))
    rows = list(rows.select_related("matter__suggestion__lead", "matter__suggestion__handler")[: A_PAGE + 1])
    shown = [line_of(event.matter.suggestion, event.at) for event in rows[:A_PAGE]]
    kept = {name: request.GET[name] for name in ("category", "handler") if request.GET.get(name)}
    further = "?" + urlencode(kept | {"after": rows[A_PAGE - 1].pk}) if len(rows) > A_PAGE else None
    page = {"congress": congress, "asked": asked, "shown": shown, "further": further, "narrowed": bool(kept)}
    return render(request, "suggestions/public.html", page | {"first_page": not said.get("after")})


def line_of(s, published_at) -> dict:
    """A line of the list, as bare as the page itself."""
    return {
        "pk": s.pk,
        "number": s.number,
        "title": s.public_title,
        "answer": s.public_answer,
        "result": s.get_result_display(),
        "is_done": s.result == Result.SOLVED,
        "handler": s.handler.name if s.handler else "",
        "category": s.get_category_display(),
        "lead": s.lead.name if settings.NAME_DEPUTIES else "",
        "invented": settings.NAME_DEPUTIES and s.lead.invented,
        "published_on": localdate(published_at),
    }


def published(congress):
    """The events by which its suggestions were made public and still are, the latest first."""
    shown = Part.objects.filter(matter=OuterRef("matter"), hat=f"public:{congress.pk}:", kind=KIND)
    again = Event.objects.filter(matter=OuterRef("matter"), step="publish", pk__gt=OuterRef("pk"))
    return Event.objects.filter(Exists(shown), ~Exists(again), step="publish").order_by("-at", "-pk")


@require_GET
def suggestion(request, pk):
    """One suggestion as the public sees it. What is not public is as absent as what does not exist."""
    if not Part.objects.filter(matter=pk, kind=KIND, hat__startswith="public:").exists():
        raise Http404
    s = Suggestion.objects.select_related("congress", "lead", "delegation", "handler").get(pk=pk)
    taken = {step: localdate(at) for step, at in s.events.order_by("pk").values_list("step", "at")}
    answered_on = last_of(taken, ANSWERING)
    page = {
        "s": public_view(s, answered_on),
        "congress": s.congress,
        "dates": [
            (_("提出"), s.filed_on),
            (_("交办"), last_of(taken, HANDED_OUT)),
            (_("答复"), answered_on),
            (_("办结"), last_of(taken, ENDED)),
        ],
        "published_on": taken["publish"],
        "promises": [
            (p.handler.name, p.promised_for, p.state_label)
            for p in s.promises.exclude(state="draft").select_related("handler").order_by("pk")
        ],
    }
    return render(request, "suggestions/public_suggestion.html", page)


def last_of(taken, steps):
    """The last day on which one of these steps was taken; None if none was."""
    return max((taken[step] for step in steps if step in taken), default=None)


def public_view(s, answered_on) -> dict:
    """All that leaves: what was confirmed, and what names no resident. A template is given this, never the suggestion."""
    names = settings.NAME_DEPUTIES
    return {
        "number": s.number,
        "title": s.public_title,
        "text": s.public_text,
        "answer": s.public_answer,
        "category": s.get_category_display(),
        "handler": s.handler.name if s.handler else "",
        "result": next((result for result in results(s.congress, answered_on) if result.code == s.result), None),
        "congress": {"name": s.congress.name, "code": s.congress.code},
        "delegation": s.delegation.name if s.delegation else "",
        "lead": s.lead.name if names else "",
        "invented": names and s.lead.invented,
        "cosigners": s.cosignings.filter(state__in=SIGNED).count(),
    }
