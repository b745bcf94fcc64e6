"""How a voice comes in: what was said is sealed, what others read of it is masked, and it is given to whoever keeps it.

The secret of its receipt is drawn from the mark of the form (`once`, 128 bits that only the sender has): so a form that
is sent again, because the line broke before the answer came, finds its own voice and shows the same receipt.
"""

import base64
import hmac
import re
from datetime import timedelta

from django.conf import settings
from django.db import transaction
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from qingting.docket.models import Event, Series
from qingting.docket.process import Refused
from qingting.organs.models import Organ, Post, Receipt
from qingting.redaction.masking import masked
from qingting.voices.confidence import Identity, Said
from qingting.voices.models import Channel, Voice

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


@transaction.atomic
def put_down(congress, once, *, what, place="", channel=Channel.SITE, deputy=None, station=None, point=None, keeper=None) -> Voice:
    """What was said, as a draft that nobody else sees; written over when the same form comes again. Raises Refused."""
    draft = already(once)
    if draft and draft.state != "draft":
        raise Refused(_("这张表单已经收到，回执号 %(number)s") % {"number": draft.number})
    receipt = draft.receipt if draft else Receipt.issue(congress, secret_of(once))[0]
    told = draft.told if draft else Said(receipt=receipt)
    told.keep(what=what, place=place).save()
    coordinator = draft.coordinator if draft else coordinator_of(congress)
    longitude, latitude = point or (None, None)
    fields = {
        "title": title_of(masked(what, names=True)[0]),
        "text": masked(what, names=True)[0],
        "place": masked(place, names=True)[0],
        "channel": channel,
        "deputy": deputy,
        "station": station,
        "longitude": longitude,
        "latitude": latitude,
        "told": told,
        "coordinator": coordinator,
        "keeper": keeper or keeper_of(congress, deputy, station, f"{place} {what}") or coordinator,
    }
    if draft:
        Voice.objects.filter(pk=draft.pk).update(**{k: v for k, v in fields.items() if k not in ("title", "keeper")})
        draft.matter_ptr.__class__.objects.filter(pk=draft.pk).update(title=fields["title"], keeper=fields["keeper"])
        draft = Voice.objects.get(pk=draft.pk)
        draft.recast()
        return draft
    return Voice.objects.create(receipt=receipt, **fields)


def file(draft, actor, once) -> Event:
    """Send the draft: number it and take its first step, as the resident, or as the clerk who enters it for him."""
    with transaction.atomic():
        # locked first: the same form, sent twice at one moment, is numbered once
        draft.number = Voice.objects.select_for_update(of=("matter_ptr",)).get(pk=draft.pk).number
        number(draft)
        return draft.take("speak_up" if isinstance(actor, Receipt) else "enter", actor, once=once, told=draft.told)


def number(v):
    """Its number says the day and its place in that day: short enough to be read out over a telephone."""
    if not v.number:
        day = localdate()
        v.number = f"Q{day:%y-%m%d}-{Series.following(v.congress_id, f'voices-{day:%Y%m%d}'):04d}"
        v.save(update_fields=["number"])


def tell_who(receipt, *, name="", telephone="", wish="") -> Identity:
    """Keep who he is and how he is reached, apart and encrypted; once more writes over it."""
    identity = Identity.objects.filter(receipt=receipt).first() or Identity(receipt=receipt)
    identity.wish = wish
    identity.keep(name=name, telephone=telephone).save()
    return identity


def title_of(text: str) -> str:
    """The first sentence, cut short."""
    first = next((part.strip() for part in SENTENCE.split(text) if part.strip()), text.strip())
    return first if len(first) <= TITLE else f"{first[: TITLE - 1]}…"


def coordinator_of(congress) -> Organ:
    """The office for deputies (代表工作委员会): the office of the standing committee whose name says so, else the first."""
    offices = Organ.objects.filter(congress=congress, kind=Organ.Kind.OFFICE).order_by("pk")
    found = offices.filter(name__contains="代表").first() or offices.first()
    if not found:
        raise Refused(_("这里还没有设立代表工作机构，暂时收不了。请到联络站当面说"))
    return found


def keeper_of(congress, deputy, station, words: str) -> Organ | None:
    """The sub-district's committee: that of the station, of the deputy's constituency, or of the place that is named."""
    if station and station.parent and station.parent.kind == Organ.Kind.SUBDISTRICT_COMMITTEE:
        return station.parent
    if deputy:
        elected = Post.objects.current().filter(person=deputy, constituency__organ__isnull=False)
        if post := elected.select_related("constituency__organ").order_by("-since").first():
            return post.constituency.organ
    named = [(len(stem), committee) for stem, committee in places(congress.pk) if stem in words]
    return Organ.objects.get(pk=max(named)[1]) if named else None


def places(congress_id: int) -> list[tuple[str, int]]:
    """What places are called, each with the sub-district's committee that keeps it."""
    kinds = (Organ.Kind.SUBDISTRICT_COMMITTEE, Organ.Kind.SUBDISTRICT, Organ.Kind.COMMUNITY, Organ.Kind.VILLAGE)
    organs = Organ.objects.filter(congress=congress_id, kind__in=kinds, until=None).select_related("parent")
    committees = {stem_of(o.name): o.pk for o in organs if o.kind == Organ.Kind.SUBDISTRICT_COMMITTEE}
    found = []
    for organ in organs:
        above = committees.get(stem_of(organ.name)) or organ.parent and committees.get(stem_of(organ.parent.name))
        if above and len(stem_of(organ.name)) > 1:
            found.append((stem_of(organ.name), above))
    return found


def stem_of(name: str) -> str:
    """What a place is called in people's mouths: 红钢城街道 of 红钢城街道人大工委, 八大家 of 八大家社区."""
    short = OFFICES.sub("", name)
    return short.removesuffix("社区").removesuffix("街道") if short != "社区" else short


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
