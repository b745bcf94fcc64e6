"""The page of what was found."""

from urllib.parse import urlencode

from django.contrib.auth.decorators import login_required
from django.shortcuts import render
from django.views.decorators.http import require_GET

from qingting.desk.visitor import actors_of
from qingting.organs.fields import visible
from qingting.search.find import found, shown
from qingting.search.words import Query, Unfindable


@login_required
@require_GET
def search(request):
    said, after = visible(request.GET.get("q", "")).strip(), request.GET.get("after", "")
    if not said:
        return render(request, "search/results.html", {"q": ""})
    try:
        query = Query.of(said)
    except Unfindable as reason:
        return render(request, "search/results.html", {"q": said, "refusal": reason}, status=422)
    after = int(after) if after.isascii() and after.isdigit() and len(after) < 19 else None
    page = found(query, actors_of(request), after)
    known = {"q": said, "page": page, "rows": shown(page.keys, query), "first": after is None}
    known |= {"next_url": "?" + urlencode({"q": said, "after": page.keys[-1]}) if page.more else None}
    return render(request, "search/results.html", known)
