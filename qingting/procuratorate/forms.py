"""What people fill in before there is a matter: a clue, a case of the procuratorate's own, a referral."""

from django import forms
from django.db.models.fields import BLANK_CHOICE_DASH

from qingting.procuratorate.interests import interests
from qingting.procuratorate.models import ProcuratorialSuggestion, Referral


class Opened(forms.ModelForm):
    """What a clue and a case of one's own have in common: the field must be open on this day."""

    def __init__(self, *args, congress, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["field"].choices = [
            *BLANK_CHOICE_DASH,
            *((one.field.value, one.field.label) for one in interests(congress)),
        ]
        for asked in self.fields.values():
            asked.required = True


class Flagged(Opened):
    class Meta:
        model = ProcuratorialSuggestion
        fields = ["title", "field", "facts", "ground"]


class Own(Opened):
    class Meta:
        model = ProcuratorialSuggestion
        fields = ["title", "field", "facts", "assessment"]


class Referred(forms.ModelForm):
    class Meta:
        model = Referral
        fields = ["importance"]
