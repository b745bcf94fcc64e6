"""The form in which the figures of a direct election are entered: voters, ballots, and the votes of each who stood."""

from django import forms
from django.core.exceptions import ValidationError
from django.forms import modelform_factory
from django.utils.translation import gettext as _

from qingting.docket.process import Step
from qingting.mandates.direct import Count
from qingting.mandates.models import ByElection


class Votes(dict):
    """Votes by the number on the ballot. In the ledger they stand so, and no name with them."""

    def __str__(self):
        return " · ".join(f"№{place} {n}" for place, n in self.items())


class CountForm(forms.ModelForm):
    """What is on the sheet of the polling station; figures that cannot all be so are refused, with the sentence that says which."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.standing = list(self.instance.round.candidates.order_by("place"))
        for one in self.standing:
            label = _("%(place)s号 %(name)s 得票") % {"place": one.place, "name": one.name}
            self.fields[f"votes_{one.place}"] = forms.IntegerField(label=label, min_value=0, max_value=10**6)
        for asked in self.fields.values():
            asked.required = True
            asked.error_messages["required"] = _("请填写“%(field)s”") % {"field": asked.label}

    def clean(self):
        said = super().clean()
        votes = Votes({one.place: said.pop(f"votes_{one.place}", None) for one in self.standing})
        if not self.errors:
            count = Count(self.instance.voters, said["turnout"], said["ballots"], said["spoilt"], votes)
            if fault := count.fault(self.instance.round.seats):
                raise ValidationError(fault)
            said["votes"] = votes
        return said


class Enter(Step):
    """Entering the count: the form has a line for each who stood."""

    def form(self, *args, **kwargs):
        own = tuple(name for name in self.fields if name != "votes")
        return modelform_factory(ByElection, form=CountForm, fields=own)(*args, **kwargs)
