"""How the office names the suggestion that another is joined to: by its number, for a city has thousands that are open."""

from django.forms import ModelChoiceField, TextInput
from django.utils.translation import gettext_lazy as _

from qingting.docket.process import Step
from qingting.suggestions.models import Suggestion


class Join(Step):
    """Joining (并案): the form asks for the number of one that is handed out and not answered yet."""

    def form(self, *args, **kwargs):
        form = super().form(*args, **kwargs)
        open_ones = Suggestion.objects.filter(congress=form.instance.congress_id, state__in=("assigned", "signed"))
        form.fields["joined_to"] = ModelChoiceField(
            open_ones.exclude(pk=form.instance.pk),
            to_field_name="number",
            label=_("并入哪件建议"),
            help_text=_("写编号，如“建议2026-0001”。须已交办、尚未答复"),
            widget=TextInput,
            error_messages={"invalid_choice": _("没有这个编号的、已交办尚未答复的建议，请核对编号")},
        )
        return form
