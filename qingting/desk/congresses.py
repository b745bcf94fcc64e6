"""Which congress a public page is of: the only one that is served here, or the one that is chosen by its code."""

from collections.abc import Callable

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse

from qingting.organs.models import Organ


def congresses() -> list[Organ]:
    return list(Organ.objects.filter(kind=Organ.Kind.CONGRESS, parent=None).order_by("code", "pk"))


def by_code(code) -> Organ:
    return get_object_or_404(Organ, kind=Organ.Kind.CONGRESS, parent=None, code=code)


def only_or_chosen(request, page_of: Callable, address: str, heading: str, nothing: str) -> HttpResponse:
    """The page of the only congress; where there are several, a choice among those that have a code."""
    found = congresses()
    if len(found) == 1:
        return page_of(request, found[0])
    choices = [(one, reverse(address, args=[one.code])) for one in found if one.code]
    return render(request, "web/congresses.html", {"heading": heading, "choices": choices, "nothing": nothing})
