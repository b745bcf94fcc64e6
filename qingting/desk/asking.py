"""A page that asks for something beside the steps: a form, and what is done when it is sent."""

from django.db import transaction
from django.shortcuts import redirect, render

from qingting.docket.process import Refused


def asked(request, form, act, template="web/asked.html", **said):
    """The form; once it is sent and sound, `act` is done and its matter shown. What a refusal leaves is the form as it was.

    The template is told the `heading`, what stands under it (`words`), the `button`, the matter to go `back` to, and where
    there is none yet, the list to go back to (`home`: its words and its address).
    """
    said |= {"form": form}
    if request.method == "POST" and form.is_valid():
        try:
            with transaction.atomic():
                return redirect(act())
        except Refused as refusal:
            said["refusal"] = str(refusal)
    return render(request, template, said, status=422 if request.method == "POST" else 200)
