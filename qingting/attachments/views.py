"""Attaching a file, withdrawing it, and fetching it: by whoever may see the matter, as a download and never as a page."""

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import FileResponse, Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from qingting.attachments import shelf
from qingting.attachments.kinds import KINDS, TOO_LARGE
from qingting.attachments.models import Attachment
from qingting.desk.views import show
from qingting.desk.visitor import actors_of, find
from qingting.docket.process import Refused
from qingting.organs.fields import Typed


@login_required
@require_POST
def attach(request, pk):
    actors = actors_of(request)
    matter = find(actors, pk)
    upload = request.FILES.get("file")
    try:
        if getattr(request, "too_large", False):
            raise Refused(TOO_LARGE)
        kept = shelf.attach(matter, actors, upload)
    except Refused as refusal:
        return show(request, find(actors, pk), actors, refusal=str(refusal), status=422)
    messages.success(request, _("已附上“%(name)s”") % {"name": kept})
    return redirect(f"{matter.get_absolute_url()}#attachments")


@login_required
@require_safe
def download(request, key):
    attachment = get_object_or_404(Attachment, key=key, withdrawn_at=None)
    find(actors_of(request), attachment.matter_id)
    return sent_as_file(attachment)


def sent_as_file(kept) -> FileResponse:
    """What is kept on the shelf, to be saved by whoever asked, and never shown as a page of ours."""
    kind = KINDS[kept.kind]
    sent = FileResponse(kept.path.open("rb"), as_attachment=True, filename=kept.name, content_type=kind.media_type)
    sent.headers["X-Content-Type-Options"] = "nosniff"  # also where no middleware adds it
    sent.headers["Cache-Control"] = "private, no-store"
    return sent


class Withdrawal(forms.Form):
    reason = Typed(
        label=gettext_lazy("撤回理由"),
        help_text=gettext_lazy("会留在本件的附件栏里，相关的人看得到；文件名不再显示。"),
        max_length=200,
    )


@login_required
def withdraw(request, key):
    """The form that asks for the reason, and the withdrawing."""
    actors = actors_of(request)
    attachment = get_object_or_404(Attachment.objects.select_related("matter"), key=key)
    find(actors, attachment.matter_id)
    actor = next((actor for actor in actors if not attachment.why_not_withdraw(actor)), None)
    if not actor:
        raise Http404
    form = Withdrawal(request.POST or None)
    if request.method != "POST" or not form.is_valid():
        said = {"attachment": attachment, "matter": attachment.matter, "form": form}
        return render(request, "attachments/withdraw.html", said, status=422 if request.method == "POST" else 200)
    try:
        shelf.withdraw(attachment, actor, form.cleaned_data["reason"])
    except Refused as refusal:  # somebody was faster
        messages.error(request, str(refusal))
    return redirect(f"{attachment.matter.get_absolute_url()}#attachments")
