"""A resident's voice becomes a deputy's suggestion, and its end comes back to the resident."""

import pytest

from qingting.docket.models import Matter
from qingting.docket.process import Refused
from qingting.suggestions.models import Suggestion
from qingting.voices.models import Voice


def test_a_deputy_makes_a_suggestion_of_it_and_the_resident_hears_its_end(town):
    v = town.handle(town.voice(), upto="accept")
    s = town.suggestion(source=v.matter_ptr)
    s.take("file", town.lin)
    v = Voice.objects.get(pk=v.pk)
    assert v.state == "converted" and v.events.last().data == {"suggestion": "建议2026-0001"}
    with pytest.raises(Refused, match="尚未办结"):
        v.take("report", town.xu, outcome="solved", answer="已清淤")
    town.walk(Suggestion.objects.get(pk=s.pk))
    v = Voice.objects.get(pk=v.pk)
    v.take("report", town.xu, outcome="solved", answer="已清淤")
    assert v.state == "checked" and Matter.objects.get(pk=s.pk).source_id == v.pk
