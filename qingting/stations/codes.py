"""A code for each deputy and each station: printed as an address, signed, bound to a term, and revocable.

The address is /c/<number>-<signature>/. The signature (80 bits) covers the number, the holder and the term, so that no
other code can be made from one that was seen. What it is worth today is read from the records each time.
"""

from base64 import b32encode
from dataclasses import dataclass
from datetime import date

from django.conf import settings
from django.db import IntegrityError, models, transaction
from django.db.models import Exists, OuterRef, Q
from django.urls import reverse
from django.utils.crypto import constant_time_compare, salted_hmac
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from qingting.docket.process import Refused
from qingting.organs.models import Level, Post, Role, Term
from qingting.stations.models import Code, Station

SIGNED = 10  # bytes: 80 bits, that is 16 characters


class State(models.TextChoices):
    VALID = "valid", gettext_lazy("有效")
    SUSPENDED = "suspended", gettext_lazy("暂停")
    ENDED = "ended", gettext_lazy("到期")
    REVOKED = "revoked", gettext_lazy("作废")
    FORGED = "forged", gettext_lazy("不是本平台的码")


@dataclass(frozen=True)
class Reading:
    """What a code is worth on the day on which it is read."""

    state: State
    code: Code | None = None

    @property
    def holder(self) -> Post | Station | None:
        return self.code and self.code.holder

    @property
    def is_valid(self) -> bool:
        return self.state == State.VALID

    @property
    def sentence(self) -> str:
        """What is verified about whom; or why nothing is."""
        if self.code is None:
            return _("这个码不是本平台核发的，可能是伪造的，也可能没有扫全。请不要填写个人信息。")
        if self.is_valid:
            return verified(self.code)
        said = {"holder": called(self.holder), "revoked": self.code.revoked_on, "until": last_day(self.code)}
        return {
            State.SUSPENDED: _("%(holder)s现在暂停执行代表职务，这个码暂时不能用。"),
            State.ENDED: _("%(holder)s的这个码已于 %(until)s 到期。"),
            State.REVOKED: _("这个码已于 %(revoked)s 作废。"),
        }[self.state] % said


def called(holder) -> str:
    return _("%(name)s代表") % {"name": holder.person.name} if isinstance(holder, Post) else str(holder)


def verified(code) -> str:
    """Who vouches for it, for whom, in what post, elected where, until when."""
    holder, until = code.holder, last_day(code)
    said = {"office": code.issued_by.organ, "congress": code.congress, "term": code.term}
    if isinstance(holder, Station):
        said |= {"station": holder, "kind": holder.get_kind_display(), "keeper": holder.keeper}
        return _("经%(office)s核验：%(station)s是%(congress)s的%(kind)s，由%(keeper)s管理。") % said
    ours = holder.level == Level.DISTRICT
    mandate = (
        _("%(congress)s%(term)s代表") % said if ours else _("%(level)s人大代表") % {"level": holder.get_level_display()}
    )
    if holder.constituency:
        mandate = _("%(mandate)s，由%(where)s选出") % {"mandate": mandate, "where": holder.constituency}
    if until:
        mandate = _("%(mandate)s，任期至 %(until)s") % {"mandate": mandate, "until": until}
    return _("经%(office)s核验：%(name)s是%(mandate)s。") % (said | {"name": holder.person.name, "mandate": mandate})


def last_day(code) -> date | None:
    """The last day on which it can be valid: that of the term, the mandate or the station, whichever comes first."""
    holder = code.holder
    ends = (code.term.until, holder.until if isinstance(holder, Post) else holder.organ.until)
    return min((day for day in ends if day), default=None)


def with_holders():
    """Codes, read together with all that their pages say."""
    return Code.objects.select_related(
        "congress", "term", "issued_by__organ", "post__person", "post__organ", "post__constituency__organ",
        "post__profile", "station__organ__parent",
    )  # fmt: skip


# What is printed


def token(code) -> str:
    """What stands in the address of a code: its number and its signature, in small letters and figures."""
    return f"{code.pk}-{signature(code, settings.SECRET_KEY)}"


def signature(code, key) -> str:
    signed = f"{code.pk}:{code.post_id or ''}:{code.station_id or ''}:{code.term_id}"
    mac = salted_hmac("qingting.stations.codes", signed, secret=key, algorithm="sha256").digest()
    return b32encode(mac[:SIGNED]).decode().lower()


def address(code) -> str:
    """The whole address, as it is printed."""
    return settings.SITE_URL.rstrip("/") + reverse("code", args=[token(code)])


def read(token: str, on: date | None = None) -> Reading:
    """What the code in an address is worth on a day."""
    number, dash, signed = token.lower().partition("-")
    if not dash or not (number.isascii() and number.isdigit()) or len(number) > 18:
        return Reading(State.FORGED)
    code = with_holders().filter(pk=int(number)).first()
    keys = (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)  # what was printed under an older key stays good
    if code is None or not any(constant_time_compare(signature(code, key), signed) for key in keys):
        return Reading(State.FORGED)
    return Reading(state_of(code, on or localdate()), code)


def state_of(code, on) -> State:
    """Revoked comes before ended, and ended before suspended: what can be undone is said last."""
    if code.revoked_on and code.revoked_on <= on:
        return State.REVOKED
    over = last_day(code)
    if over and over < on:
        return State.ENDED
    if isinstance(code.holder, Post):
        return State.VALID if code.holder.is_current(on) else State.SUSPENDED
    return State.VALID if code.holder.is_open(on) else State.SUSPENDED


# Issuing and revoking


def in_force(congress, on: date | None = None):
    """The codes of a congress that nobody has revoked, in the term of that day."""
    on = on or localdate()
    within = Q(term__until=None) | Q(term__until__gte=on)
    return with_holders().filter(within, congress=congress, revoked_on=None, term__since__lte=on)


def term_of(congress, on) -> Term:
    """The term that a congress is in. Raises Refused where none is recorded."""
    running = Term.objects.filter(Q(until=None) | Q(until__gte=on), congress=congress, since__lte=on)
    if term := running.order_by("number").last():
        return term
    raise Refused(_("没有登记现在是哪一届，请先在“届次”页登记"))


@transaction.atomic
def issue(holder: Post | Station, by: Post, on: date | None = None) -> Code:
    """Give a deputy or a station a code for the present term. Raises Refused, with a sentence for the clerk."""
    on = on or localdate()
    term = term_of(holder.congress_id, on)
    if isinstance(holder, Post):
        given = {"post": holder}
        if holder.role != Role.DEPUTY or not holder.is_current(on):
            raise Refused(_("%(holder)s现在不是在任代表，不能发码") % {"holder": holder})
    else:
        given = {"station": holder}
        if not holder.is_open(on):
            raise Refused(_("%(holder)s现在不开放，不能发码") % {"holder": holder})
    try:
        with transaction.atomic():
            return Code.objects.create(**given, term=term, issued_by=by, issued_on=on)
    except IntegrityError:
        raise Refused(_("%(holder)s已经有码，要换发的先作废旧码") % {"holder": holder}) from None


def without_codes(congress, term, on):
    """The deputies in office and the open stations that have no code in this term."""
    held = Code.objects.filter(term=term, revoked_on=None)
    deputies = Post.objects.current(on).filter(role=Role.DEPUTY, organ__congress=congress)
    deputies = deputies.exclude(pk__in=Post.objects.suspended(on).values("pk"))
    stations = Station.objects.open(on).filter(congress=congress)
    return (
        deputies.filter(~Exists(held.filter(post=OuterRef("pk")))).select_related("organ").order_by("pk"),
        stations.filter(~Exists(held.filter(station=OuterRef("pk")))).select_related("organ").order_by("pk"),
    )


def lacking(congress, on: date | None = None) -> int:
    """How many deputies and stations lack a code; 0 where no term is recorded in which one could be issued."""
    on = on or localdate()
    try:
        return sum(found.count() for found in without_codes(congress, term_of(congress, on), on))
    except Refused:
        return 0


@transaction.atomic
def issue_to_all(congress, by: Post, on: date | None = None) -> int:
    """Give one to every deputy and every station that lacks one. Gives how many were issued. Raises Refused."""
    on = on or localdate()
    term = term_of(congress, on)
    if by.congress_id != term.congress_id:
        raise Refused(_("只能给本级人大的代表和站点发码"))
    deputies, stations = without_codes(congress, term, on)
    given = {"congress_id": by.congress_id, "term": term, "issued_by": by, "issued_on": on}
    codes = [Code(post=post, **given) for post in deputies] + [Code(station=station, **given) for station in stations]
    return len(Code.objects.bulk_create(codes))


def revoke(code: Code, by: Post, reason: str, on: date | None = None):
    """End a code for good, for a reason, as when a card was lost. Raises Refused where it was revoked before."""
    if not reason.strip():
        raise Refused(_("作废须说明理由"))
    ended = Code.objects.filter(pk=code.pk, revoked_on=None)
    if not ended.update(revoked_on=on or localdate(), revoked_by=by, reason=reason.strip()):
        raise Refused(_("这个码已经作废了"))
    code.refresh_from_db()
