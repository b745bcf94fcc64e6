"""Reception days at the desk: the calendar, planning them one by one or by a rule, and who is on duty."""

from datetime import date, timedelta
from itertools import groupby

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db import transaction
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_POST

from qingting.desk.visitor import actors_of, find
from qingting.directory.views import here, sent
from qingting.docket.models import hats
from qingting.docket.process import Refused
from qingting.organs.models import Post
from qingting.stations.forms import DayForm, DutyList, RecurrenceForm, listed_on
from qingting.stations.keeping import posts_of
from qingting.stations.models import Duty, DutyDay, Recurrence
from qingting.stations.process import clerk
from qingting.stations.receptions import plan, plan_coming
from qingting.stations.views import days_seen_by, form_page, plans, station_here

AHEAD = timedelta(days=60)  # how far a press of the button plans
MOST = 400  # days of one month on a page
FIRST_YEAR, LAST_YEAR = 1950, 2100


@login_required
@require_GET
def days(request):
    """The reception days of a month that one may see, day by day."""
    congress, month = here(request), month_of(request.GET.get("month", ""))
    following = (month + timedelta(days=31)).replace(day=1)
    found = days_seen_by(actors_of(request), congress).filter(day__gte=month, day__lt=following)
    if committee := request.GET.get("mine") and [post.organ_id for post in posts_of(request)]:
        found = found.filter(keeper__in=committee)
    found = list(found[:MOST])
    page = {
        "month": month,
        "days": [(day, list(its)) for day, its in groupby(found, key=lambda d: d.day)],
        "before": f"{month - timedelta(days=1):%Y-%m}" if month.year > FIRST_YEAR else None,
        "after": f"{following:%Y-%m}" if following.year < LAST_YEAR else None,
        "today": localdate(),
        "mine": bool(request.GET.get("mine")),
    }
    return render(request, "stations/desk_days.html", page)


def month_of(said) -> date:
    """The first day of the month in an address; of this one where that is none."""
    try:
        year, month = map(int, said.split("-")) if said.isascii() and len(said) == 7 else (0, 0)
        return date(year, month, 1) if FIRST_YEAR <= year < LAST_YEAR else localdate().replace(day=1)
    except ValueError:
        return localdate().replace(day=1)


def planner(request, station) -> Post:
    """The post in which this visitor plans days at a station; for others there is no such page."""
    found = next((post for post in posts_of(request) if plans(post, station)), None)
    if found is None:
        raise Http404
    return found


@login_required
def new_day(request, pk):
    station = station_here(request, pk)
    by = planner(request, station)
    form, refusal = DayForm(sent(request), station=station), None
    if form.is_valid():
        said = form.cleaned_data
        try:
            planned = plan(station, by, said.pop("deputies"), **said)
        except Refused as reason:
            refusal = str(reason)
        else:
            if planned.rest_day:
                messages.warning(request, _("已排定。请留意：这天是%(kind)s") % {"kind": planned.rest_day})
            return redirect(planned)
    back_url = reverse("desk_station", args=[pk])
    return form_page(request, form, _("安排一个接待日"), back_url, str(station), refusal=refusal, words=_("排定"))


@login_required
def new_rule(request, pk):
    """A rule by which reception days come round."""
    station = station_here(request, pk)
    planner(request, station)
    form = RecurrenceForm(sent(request), instance=Recurrence(station=station))
    back_url = reverse("desk_station", args=[pk])
    if form.is_valid():
        with transaction.atomic():
            form.save()
        messages.success(request, _("已登记。按“排定今后 60 天”，接待日就排出来"))
        return redirect(back_url)
    return form_page(request, form, _("定一个接待日规律"), back_url, str(station))


def rule_here(request, pk) -> tuple[Recurrence, Post]:
    rules = Recurrence.objects.select_related("station__organ__parent", "station__congress")
    rule = get_object_or_404(rules, pk=pk, station__congress=here(request))
    return rule, planner(request, rule.station)


@require_POST
@login_required
def plan_rule(request, pk):
    """Plan the days of a rule that come within two months; those that fall on rest days are pointed out."""
    rule, by = rule_here(request, pk)
    try:
        planned = plan_coming(rule, by, localdate() + AHEAD)
    except Refused as refusal:
        messages.error(request, str(refusal))
        return redirect("desk_station", rule.station_id)
    n = len(planned)
    messages.success(request, ngettext("新排定 %(n)s 天", "新排定 %(n)s 天", n) % {"n": n})
    if rest := [
        _("%(day)s（%(kind)s）") % {"day": f"{d.day:%m-%d}", "kind": d.rest_day} for d in planned if d.rest_day
    ]:
        messages.warning(
            request, _("其中有休息日，没有自动挪动，要改的请改期：%(days)s") % {"days": _("、").join(rest)}
        )
    return redirect("desk_station", rule.station_id)


@require_POST
@login_required
def end_rule(request, pk):
    """A rule ends today; what was planned by it stays, and is moved or cancelled day by day."""
    rule, _by = rule_here(request, pk)
    Recurrence.objects.filter(pk=pk).update(until=max(rule.since, localdate()))
    messages.success(request, _("这条规律到今天为止。已经排定的还在，不办的请逐个取消"))
    return redirect("desk_station", rule.station_id)


@login_required
def duties(request, pk):
    """Draw up who is on duty. It holds once the step is taken that says why."""
    day = find(actors_of(request), pk)
    if (
        not isinstance(day, DutyDay)
        or day.state not in ("planned", "announced")
        or clerk.hat(day) not in hats(posts_of(request))
    ):
        raise Http404
    listed = listed_on(day)
    form = DutyList(sent(request), station=day.station, also=listed, initial={"deputies": listed})
    if form.is_valid():
        draw_up(day, set(form.cleaned_data["deputies"]))
        messages.success(request, _("名单改好了，还没有生效。按“调整值班代表”说明原因，代表就会收到通知"))
        return redirect(day)
    return form_page(request, form, _("改值班名单"), day.get_absolute_url(), str(day), words=_("存下名单"))


@transaction.atomic
def draw_up(day, wanted):
    """Note who is to come and who is to go; nobody is told yet."""
    DutyDay.objects.select_for_update(of=("matter_ptr",)).get(pk=day.pk)
    there = {duty.post: duty for duty in day.duties.select_related("post")}
    Standing = Duty.Standing
    for post in wanted - there.keys():
        Duty.objects.create(day=day, post=post)
    becomes = {
        True: {Standing.LEAVING: Standing.ON, Standing.LEFT: Standing.JOINING},
        False: {Standing.ON: Standing.LEAVING},
    }
    for post, duty in there.items():
        if post not in wanted and duty.standing == Standing.JOINING:
            duty.delete()
        elif standing := becomes[post in wanted].get(duty.standing):
            Duty.objects.filter(pk=duty.pk).update(standing=standing)
