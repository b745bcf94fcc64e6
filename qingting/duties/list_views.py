"""What is done about the list of an activity: putting it right, objecting to it, confirming many at once."""

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db import transaction
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from qingting.desk.views import mark_of, who_takes
from qingting.desk.visitor import actors_of, find
from qingting.directory.views import sent
from qingting.docket.models import Event
from qingting.docket.process import Refused
from qingting.duties.entry_views import ABOUT
from qingting.duties.keeping import posts_of
from qingting.duties.listing import Relisted
from qingting.duties.models import Activity, Objection
from qingting.duties.people import LISTED, in_office
from qingting.duties.recording import relist
from qingting.organs.models import Role


def activity_of(request, pk) -> Activity:
    """An activity that this visitor sees; else 404."""
    found = find(actors_of(request), pk)
    if not isinstance(found, Activity):
        raise Http404
    return found


@login_required
def people(request, pk):
    """Putting the list right: who stays, who was there too, and why."""
    activity = activity_of(request, pk)
    step = activity.process.relist
    by = who_takes(step, activity, actors_of(request))
    if not by or activity.state not in step.source:
        raise Http404
    form, once = Relisted(sent(request), activity=activity), mark_of(request)
    page = {"form": form, "matter": activity, "once": once, "heading": step.label, "by": by}
    if not form.is_bound or not form.is_valid():
        return asked(request, page, activity.head)
    try:
        seen = request.POST.get("seen") or "-"
        relist(activity, by, form.posts, form.leading, form.cleaned_data["why"], once=once, seen=seen)
    except Refused as refusal:
        return asked(request, page, find(actors_of(request), pk).head, refusal=str(refusal))
    messages.success(request, _("名单已更正"))
    return redirect("matter", pk)


def asked(request, page, seen, refusal=""):
    """The form as it was filled in, on the page that it has in common with others."""
    status = 409 if refusal else 422 if page["form"].errors else 200
    return render(request, "duties/asked.html", page | {"seen": seen, "refusal": refusal}, status=status)


class Objecting(forms.ModelForm):
    """What a deputy says is wrong with a record of himself."""

    class Meta:
        model = Objection
        fields = ["claim", "words"]
        widgets = {"claim": forms.RadioSelect}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["claim"].choices = Objection.Claim.choices
        for field in self.fields.values():
            field.error_messages["required"] = _("请填写“%(field)s”") % {"field": field.label}
        self.fields["words"].help_text = _("写几句话就行。异议和答复会一直留在这项活动的页上。")


def objector(request, activity):
    """The post in which this visitor may object: as a deputy, and who was in office that day; None where he may not."""
    mine = {post.person_id for post in posts_of(request) if post.role == Role.DEPUTY and post.is_current()}
    listed = next((one.post for one in activity.presences.select_related("post") if one.post.person_id in mine), None)
    then = (post for post in in_office(activity.congress_id, activity.held_on) if post.person_id in mine)
    return listed or next(then, None)


@login_required
def objection(request, pk):
    """A deputy says that the record is wrong about him."""
    activity = activity_of(request, pk)
    post = objector(request, activity)
    by = next((p for p in posts_of(request) if p.role == Role.DEPUTY and post and p.person_id == post.person_id), None)
    if not by:
        raise Http404
    once = mark_of(request)
    title = f"对“{activity.title[:150]}”的异议"  # a matter is called in Chinese, whoever opens it
    its = Objection(
        about=activity, post=post, deputy=post.person, keeper=activity.keeper, coordinator=activity.coordinator,
        source=activity, title=title,
    )  # fmt: skip
    form = Objecting(sent(request), instance=its)
    page = {"form": form, "matter": activity, "once": once, "heading": _("提出异议"), "by": by}
    if not form.is_bound or not form.is_valid():
        return asked(request, page, activity.head)
    try:
        with transaction.atomic():
            Activity.objects.select_for_update(of=("self",)).get(pk=pk)  # one press after the other
            if done := Event.objects.filter(once=once, step="lodge").first():
                return redirect("matter", done.matter_id)
            its.save()
            its.take("lodge", by, once=once)
    except Refused as refusal:
        return asked(request, page, activity.head, refusal=str(refusal))
    messages.success(request, _("异议已经交给%(keeper)s，会在期限内答复您。") % {"keeper": activity.keeper})
    return redirect("matter", its.pk)


@login_required
def confirm_many(request):
    """What waits for me to be confirmed, on one page; what is ticked is confirmed, each by a step of its own."""
    posts = {post.person_id: post for post in reversed(posts_of(request))}
    waiting = Activity.objects.filter(confirmer__in=posts, state="recorded").select_related("keeper", "recorder")
    if sheet := request.GET.get("sheet", "")[:64]:
        waiting = waiting.filter(sheet=sheet)
    rows = list(waiting.prefetch_related(*LISTED).order_by("held_on", "pk")[:500])
    for a in rows:
        a.who = [one.post.person for one in a.presences.all() if not one.struck]
    refused = []
    if request.method == "POST":
        ticked = set(request.POST.getlist("activity"))
        chosen = [a for a in rows if str(a.pk) in ticked]
        refused = confirmed(chosen, posts)
        n = len(chosen) - len(refused)
        messages.success(request, _("已确认 %(n)s 项。") % {"n": n}) if n else None
        if not chosen:
            messages.warning(request, _("还没有勾选。请先勾选要确认的活动"))
        if not refused:
            return redirect(request.get_full_path())
        rows = [a for a in rows if a not in chosen or any(a == one for one, _why in refused)]
    page = {"rows": rows, "refused": refused, "about": ABOUT, "sheet": sheet}
    return render(request, "duties/confirm.html", page, status=409 if refused else 200)


def confirmed(activities, posts):
    """Confirm each; those that were refused, with the reason."""
    refused = []
    for a in activities:
        try:
            a.take("confirm", posts[a.confirmer_id], seen=a.head)
        except Refused as why:
            refused.append((a, str(why)))
    return refused
