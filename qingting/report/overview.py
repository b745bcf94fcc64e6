"""全局: what a leader wants to know today. What is in hand and late, with whom; what waits for him; what was said and solved.

Matters are told to whoever may see them; numbers are the same for everyone and each opens. Organs stand in their official
order, and nobody is ranked.
"""

from datetime import timedelta

from django.contrib.auth.decorators import login_required
from django.db.models import Case, Count, Value, When
from django.shortcuts import render
from django.urls import reverse
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from qingting.clocks.calendar import Calendar
from qingting.desk.lists import MANY, SOON, due_lines, how_many
from qingting.desk.register import Register
from qingting.desk.views import line_of
from qingting.docket.models import Part
from qingting.figures.figure import MONTH, Figure
from qingting.figures.opening import told_by
from qingting.organs.models import Organ, Person
from qingting.report.asking import LEADING, Period, link_to, reader_of
from qingting.report.charts import BARS, LINES, Chart, Series
from qingting.report.doubts import Counts, too_good
from qingting.report.figure_views import linked

FEW = 6  # lines of a list on this page


@login_required
@require_GET
def overview(request):
    reader, today = reader_of(request, LEADING), localdate()
    year = Period(today.replace(month=1, day=1), today.replace(month=12, day=31))
    month = Period(today.replace(day=1), today)
    counts = Counts(reader.congress, year.since, year.until)
    waiting = how_many(reader.posts)
    lines = due_lines(reader.posts, FEW)
    said = {
        "today": today,
        "suggestions": in_hand(reader, "suggestions", today),
        "promises": in_hand(reader, "promises", today),
        "voices": counted("voices_received", reader.congress, month),
        "voices_on": counted("voices_outstanding", reader.congress, year),
        "waiting": sum(waiting[lamp] for lamp in ("red", "yellow", "green")),
        "late": late(reader, today),
        "mine": [line_of(part, today) for lamp in ("red", "yellow", "green") for part in lines[lamp]][:FEW],
        "organs": organs_in_hand(reader.congress, today),
        "months": said_and_solved(counts, today),
        "doubts": linked(too_good(Figure.all.values(), counts), year),
        "year": year,
    }
    return render(request, "report/overview.html", said)


def in_hand(reader, slug, today):
    """Of a register, how many matters have something owed, how many of those are late; each up to MANY, with its list."""
    its = Register.all[slug]
    mine = Part.objects.filter(hat__in=reader.hats, kind=its.model._meta.label_lower, owed_on__isnull=False)
    owed = dict(mine.order_by("owed_on").values_list("matter", "owed_on")[:MANY])
    url = reverse("register", args=[slug])
    n_late = sum(day < today for day in owed.values())
    return {"n": len(owed), "late": n_late, "url": f"{url}?order=due", "late_url": f"{url}?lamp=red"}


def counted(name, congress, period: Period):
    """A figure with where it opens."""
    figure = Figure.all[name]
    return {"n": figure.count(congress, period.since, period.until), "url": link_to(figure, period)}


def late(reader, today):
    """What is late of all that one may see, the longest first, and with whom it lies."""
    mine = Part.objects.filter(hat__in=reader.hats, owed_on__lt=today)
    parts = {
        part.matter_id: part for part in mine.select_related("matter__source").order_by("owed_on", "pk")[: FEW * 4]
    }
    parts = dict(list(parts.items())[:FEW])
    owing: dict[int, list[str]] = {pk: [] for pk in parts}
    for part in Part.objects.filter(matter__in=parts, due_on__lt=today).order_by("due_on", "pk"):
        owing[part.matter_id].append(part.hat)
    names = called([hat for hats in owing.values() for hat in hats])
    return [
        {
            "matter": part.matter,
            "days": (today - part.owed_on).days,
            "with": list(dict.fromkeys(names[hat] for hat in owing[pk] if hat in names)),
        }
        for pk, part in parts.items()
    ]


def called(hats) -> dict[str, str]:
    """The organ, or the person, that each hat belongs to. A receipt is nobody's name."""
    keys = {hat: hat.split(":") for hat in hats}
    organs = Organ.objects.in_bulk({int(pk) for kind, pk, _role in keys.values() if kind == "organ"})
    persons = Person.objects.in_bulk({int(pk) for kind, pk, _role in keys.values() if kind == "person"})
    found = {"organ": organs, "person": persons, "receipt": {}, "public": {}}
    return {hat: str(found[kind][int(pk)]) for hat, (kind, pk, _role) in keys.items() if int(pk) in found[kind]}


def organs_in_hand(congress, today) -> Chart:
    """What is the turn of each handling organ, whatever its kind: in time, due within three working days, late."""
    organs = Organ.objects.filter(congress=congress, kind__in=HANDLING).order_by("pk")
    names = dict(organs.values_list("pk", "name"))
    of_hat = {f"organ:{pk}:{role}": pk for pk in names for role in ("clerk", "head")}
    soon = Calendar.current().working_days_after(today, SOON) + timedelta(days=1)
    lamp = Case(When(due_on__lt=today, then=Value(2)), When(due_on__lt=soon, then=Value(1)), default=Value(0))
    turns = Part.objects.filter(hat__in=list(of_hat), due_on__isnull=False).order_by()
    found: dict[int, list[int]] = {}
    for hat, its, n in turns.annotate(lamp=lamp).values_list("hat", "lamp").annotate(n=Count("matter", distinct=True)):
        found.setdefault(of_hat[hat], [0, 0, 0])[its] += n
    rows = [(names[pk], found[pk]) for pk in names if pk in found]
    series = [(_("没到期"), 0, False), (_("%(n)s 个工作日内到期") % {"n": SOON}, 1, False), (_("逾期"), 2, True)]
    return Chart(
        "c-organs",
        _("各单位手上的事"),
        tuple(name for name, _ns in rows),
        tuple(Series(name, tuple(ns[n] for _name, ns in rows), late) for name, n, late in series),
        BARS,
    )


K = Organ.Kind
HANDLING = (
    K.GOVERNMENT,
    K.DEPARTMENT,
    K.SUPERVISORY_COMMISSION,
    K.COURT,
    K.PROCURATORATE,
    K.SUBDISTRICT,
    K.SUBDISTRICT_COMMITTEE,
)


def said_and_solved(counts: Counts, today) -> Chart:
    """What residents said this year, and what was concluded, month by month up to this one."""
    where = (counts.where[0], counts.where[1], today)
    received, concluded = (dict(told_by(Figure.all[n], MONTH, where)) for n in ("voices_received", "voices_concluded"))
    labels = tuple(_("%(n)s月") % {"n": int(label[5:])} for label in received)
    series = (
        Series(_("说的"), tuple(received.values())),
        Series(_("办结的"), tuple(concluded.get(m, 0) for m in received)),
    )
    return Chart("c-months", _("每月居民说的和办结的"), labels, series, LINES)
