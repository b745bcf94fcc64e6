"""The page of a place's categories: the tree, which organ each goes to, and how well the machine knows them."""

from django.contrib.auth.decorators import login_required
from django.shortcuts import render
from django.views.decorators.http import require_GET

from qingting.directory.views import exported, keeper
from qingting.triage.models import Duty
from qingting.triage.proposing import figures_of
from qingting.triage.rosters import CATEGORIES, DUTIES, category_cells
from qingting.triage.tree import Tree


@login_required
@require_GET
def categories(request):
    """For those who keep the lists of the place."""
    by = keeper(request)
    tree = Tree(by.organ.congress)
    if (kind := request.GET.get("export")) in ("xlsx", "csv"):
        return exported(CATEGORIES, (category_cells(tree.path(one)) for one in tree.in_order()), kind)
    figures = figures_of(by.organ.congress)
    for category in tree.categories.values():
        category.known = figures.get("each", {}).get(str(category.pk))
        category.handler = tree.organ_for(category)
    if figures.get("threshold"):
        figures |= {"share": round(100 * figures["certain_share"]), "right": round(100 * figures["certain_right"])}
    said = {"rows": tree.in_order(), "figures": figures, "may_manage": True}
    return render(request, "directory/categories.html", said)


@login_required
@require_GET
def duties(request):
    """The organs' duties as a sheet."""
    by = keeper(request)
    every = Duty.objects.filter(organ__congress=by.congress_id).select_related("organ").order_by("pk")
    return exported(DUTIES, ([duty.organ.name, duty.text] for duty in every), "xlsx")
