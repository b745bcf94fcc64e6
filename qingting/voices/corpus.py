"""What people have classified of residents' words: from it the place's own model learns. Masked texts, and nothing held."""

from qingting.triage import corpus
from qingting.voices.models import Voice


def classified(congress):
    """The classified voices of a congress, the newest last; whether a person corrected the machine."""
    known = Voice.objects.filter(congress=congress, category__isnull=False, hold__in=["", "burst", "unproven"]).exclude(
        text=""
    )
    lines = known.order_by("pk").values_list("pk", "title", "text", "category", "proposed")
    for pk, title, text, category, proposed in lines.iterator(chunk_size=2000):
        yield pk, title, text, category, category != proposed


corpus.register(Voice._meta.label_lower, classified)
