"""How a voice comes in: what was said is sealed, what others read of it is masked, and it is given to whoever keeps it.

The secret of its receipt is drawn from the mark of the form (`once`, 128 bits that only the sender has): so a form that
is sent again, because the line broke before the answer came, finds its own voice and shows the same receipt.
"""

import base64
import hmac
import re
from dataclasses import dataclass
from datetime import timedelta

from django.conf import settings
from django.db import transaction
from django.utils.functional import cached_property
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from qingting.docket.models import Event, Series
from qingting.docket.process import Refused
from qingting.organs.models import Organ, Post, Receipt
from qingting.organs.offices import of_deputies
from qingting.redaction.masking import masked
from qingting.triage.holds import Held, held
from qingting.vault import blind
from qingting.voices.confidence import Identity, Said
from qingting.voices.models import Voice

TITLE = 30  # characters of what was said, until the keeper gives it a title
SENTENCE = re.compile(r"[。！？!?；;\n]")
OFFICES = re.compile(r"(?:办事处|人大工委|街道办|社区居委会|居委会|村委会)$")


def secret_of(once: str) -> str:
    """The secret of the receipt that belongs to this form: 128 bits, for whoever sent it alone."""
    drawn = hmac.digest(settings.SECRET_KEY.encode(), f"receipt {once}".encode(), "sha256")
    return base64.urlsafe_b64encode(drawn[:16]).rstrip(b"=").decode()


def already(once: str) -> Voice | None:
    """The voice that came by this form, also when it is still a draft."""
    receipt = Receipt.shown(secret_of(once))
    return receipt and receipt.voices.order_by("pk").first()


@dataclass(frozen=True)
class Words:
    """What was said, as it was said and as others may read it."""

    what: str
    place: str = ""

    @cached_property
    def text(self) -> str:
        return masked(self.what, names=True)[0]

    @cached_property
    def where(self) -> str:
        return masked(self.place, names=True)[0]

    @cached_property
    def danger(self) -> Held:
        """Whether a person must look at it first, and whether at once."""
        return held("", self.what)

    @cached_property
    def title(self) -> str:
        """The first sentence, cut short, until the keeper gives it a title."""
        first = next((part.strip() for part in SENTENCE.split(self.text) if part.strip()), self.text.strip())
        return first if len(first) <= TITLE else f"{first[: TITLE - 1]}…"


def begun(congress, once, words: Words, *, draft=None, keeper=None, **given) -> Voice:
    """What was said, kept under the receipt of its form; the voice itself is not saved yet. Raises Refused."""
    if draft and draft.state != "draft":
        raise Refused(_("这张表单已经收到，回执号 %(number)s") % {"number": draft.number})
    receipt = draft.receipt if draft else Receipt.issue(congress, secret_of(once))[0]
    told = draft.told if draft else Said(receipt=receipt)
    told.keep(what=words.what, place=words.place).save()
    v = draft or Voice(congress=congress, receipt=receipt)
    v.told, v.title, v.text, v.place = told, words.title, words.text, words.where
    for name, value in given.items():
        setattr(v, name, value)
    v.hold, v.is_urgent = words.danger.hold or given.get("hold", ""), words.danger.urgent
    office, street = whose(congress, v, f"{words.place} {words.what}")
    v.coordinator, v.keeper = office, keeper or street or office
    return v


@transaction.atomic
def put_down(congress, once, *, what, place="", **given) -> Voice:
    """What was said, as a draft that nobody else sees; written over when the same form comes again. Raises Refused."""
    v = begun(congress, once, Words(what, place), draft=already(once), **given)
    is_new = v._state.adding
    v.save()
    if not is_new:
        v.recast()  # another deputy or place may have another keeper
    return v


@transaction.atomic(savepoint=False)
def said_at_once(congress, once, words: Words, **given) -> Voice:
    """What was said and needs no second look, received in one go. Raises Refused."""
    v = begun(congress, once, words, **given)
    file(v, v.receipt, once)
    return v


def file(draft, actor, once, at=None) -> Event:
    """Send the draft: number it and take its first step, as the resident, or as the clerk who enters it for him."""
    with transaction.atomic(savepoint=False):
        if draft.pk:  # locked first: the same form, sent twice at one moment, is numbered once
            draft.number = Voice.objects.select_for_update(of=("matter_ptr",)).get(pk=draft.pk).number
        number(draft, localdate(at))
        step = "speak_up" if isinstance(actor, Receipt) else "enter"
        # the mark itself leads to the secret of the receipt; of a voice that is new, its receipt says that it came once
        form = blind(once, "form") if draft.pk else None
        return draft.take(step, actor, at=at, once=form, told=draft.told)


def number(v, day):
    """Its number says the day and its place in that day: short enough to be read out over a telephone."""
    if not v.number:
        v.number = f"Q{day:%y-%m%d}-{Series.following(v.congress_id, f'voices-{day:%Y%m%d}'):04d}"
        if not v._state.adding:
            v.save(update_fields=["number"])


def tell_who(receipt, *, name="", telephone="", wish="") -> Identity:
    """Keep who he is and how he is reached, apart and encrypted; once more writes over it."""
    identity = Identity.objects.filter(receipt=receipt).first()
    if identity is None:  # one that was taken back is there, and says no more
        identity = Identity(receipt=receipt)
    identity.wish = wish
    identity.keep(name=name, telephone=telephone).save()
    return identity


def whose(congress, v, words: str) -> tuple[Organ, Organ | None]:
    """The office for deputies, and the sub-district's committee that keeps it: that of the station, of the deputy's
    constituency, or of the place that is named; None where nothing tells. Raises Refused.
    """
    known = Organ.objects.filter(congress=congress, kind__in=KINDS, until=None).order_by("pk")
    chart = {row.id: row for row in known.values_list(*COLUMNS, named=True)}
    office = of_deputies(chart.values())
    if not office:
        raise Refused(_("这里还没有设立代表工作机构，暂时收不了。请到联络站当面说"))
    street = chart.get(street_of(v) or named_in(words, chart))
    return organ_of(office, chart), street and organ_of(street, chart)


COLUMNS = tuple(field.attname for field in Organ._meta.concrete_fields)
PLACES = (Organ.Kind.SUBDISTRICT_COMMITTEE, Organ.Kind.SUBDISTRICT, Organ.Kind.COMMUNITY, Organ.Kind.VILLAGE)
KINDS = (Organ.Kind.STANDING_COMMITTEE, Organ.Kind.OFFICE, *PLACES)


def organ_of(row, chart) -> Organ:
    """The organ of this row, with the one above it: of a hundred rows only these two are needed, and nothing is asked twice."""
    organ, above = Organ.from_db(None, COLUMNS, row), chart.get(row.parent_id)
    if above:
        organ.parent = Organ.from_db(None, COLUMNS, above)
    return organ


def street_of(v) -> int | None:
    """The committee of the station at which it was said, or where the deputy was elected."""
    if v.station and v.station.parent_id:
        return v.station.parent_id
    elected = Post.objects.current().filter(person=v.deputy_id, constituency__organ__isnull=False)
    return elected.order_by("-since").values_list("constituency__organ", flat=True).first() if v.deputy_id else None


def named_in(words: str, chart) -> int | None:
    """The committee of the place with the longest name that is named in these words."""
    stems = {organ.id: stem_of(organ.name) for organ in chart.values() if organ.kind in PLACES}
    committees = {stems[pk]: pk for pk in stems if chart[pk].kind == Organ.Kind.SUBDISTRICT_COMMITTEE}
    found = []
    for pk, stem in stems.items():
        street = committees.get(stem) or committees.get(stems.get(chart[pk].parent_id))
        if street and len(stem) > 1 and stem in words:
            found.append((len(stem), street))
    return max(found)[1] if found else None


def stem_of(name: str) -> str:
    """What a place is called in people's mouths: 红钢城 of 红钢城街道人大工委, 八大家 of 八大家社区."""
    return OFFICES.sub("", name).removesuffix("社区").removesuffix("街道") or name


def discard_stale() -> int:
    """Throw away what was begun before yesterday and never sent, with all that was told in it; how many there were."""
    before = localdate() - timedelta(days=1)
    stale = list(Voice.objects.filter(state="draft", told__at__date__lt=before).select_related("told", "receipt"))
    for draft in stale:
        with transaction.atomic():
            for attachment in draft.attachments.all():
                attachment.erase()
                attachment.delete()
            receipt, told = draft.receipt, draft.told
            draft.discard()
            Identity.objects.filter(receipt=receipt).delete()
            told.delete()
            receipt.delete()
    return len(stale)
