"""The gazette (公报): what was issued and made public in a period, gathered under one number, with its table of contents.

Decisions and resolutions are published in the gazette, on the site and in a newspaper: Guangdong's rules, arts. 53 to 55, and
Chongqing's, art. 47 (confidence B). What belongs to an item that is closed is never offered.
"""

from datetime import date, datetime, time
from functools import lru_cache

from django.db import transaction
from django.db.models import Q
from django.utils.timezone import localdate, make_aware, now
from django.utils.translation import gettext as _

from qingting.docket.models import Series, legible
from qingting.docket.process import Refused
from qingting.documents.elements import Elements
from qingting.documents.models import OfficialDocument, in_words
from qingting.documents.paper import long_day
from qingting.documents.pdf import as_pdf
from qingting.documents.templates import full_name
from qingting.meetings.minutes import named
from qingting.meetings.models import Item, Meeting
from qingting.meetings.published import Entry, Gazette, Publication
from qingting.organs.models import Organ, Post

GATHERED = (OfficialDocument.Form.FILE, OfficialDocument.Form.ORDER)
MOST = 60  # entries of one issue


def offered(organ: Organ, since: date, until: date) -> list[Entry]:
    """What may stand in an issue: by its day, decisions and announcements, then minutes as they were made public."""
    standing = Gazette.objects.filter(organ=organ, withdrawn_at=None)
    known = Entry.objects.filter(gazette__in=standing)
    documents = (
        OfficialDocument.objects.filter(organ=organ, state="issued", form__in=GATHERED, signed_on__range=(since, until))
        .exclude(pk__in=known.filter(document__isnull=False).values("document"))
        .select_related("number", "matter")
        .order_by("signed_on", "pk")
    )
    day_after = datetime.combine(until, time.max)
    publications = (
        Publication.objects.filter(meeting__body=organ, withdrawn_at=None)
        .filter(published_at__range=(make_aware(datetime.combine(since, time.min)), make_aware(day_after)))
        .exclude(pk__in=known.filter(publication__isnull=False).values("publication"))
        .select_related("meeting__body__congress")
        .order_by("published_at", "pk")
    )
    found = [of_document(document) for document in documents if not is_closed(document)]
    return (found + [of_publication(publication) for publication in publications])[:MOST]


def is_closed(document: OfficialDocument) -> bool:
    """Whether it belongs to an item that is closed, or names one."""
    its = document.matter_id
    closed = Item.objects.filter(access=Item.Access.CLOSED)
    if closed.filter(Q(matter=its) | Q(votes=its) | Q(votes__questions__matter=its)).exists():
        return True
    meetings = Meeting.objects.filter(Q(pk=its) | Q(votes=its))
    titles = closed.filter(meeting__in=meetings).values_list("title", flat=True)
    return any(title in document.body or title in document.title for title in titles)


def of_document(document: OfficialDocument) -> Entry:
    signed = f"{document.signer_title} {document.signer}".strip() if document.signer else document.signed_by
    return Entry(
        title=document.title,
        number=str(document.number),
        day=document.signed_on,
        text=document.body,
        signed=signed,
        document=document,
    )


def of_publication(publication: Publication) -> Entry:
    m = publication.meeting
    title = f"{named(m)}纪要" + ("" if publication.is_whole else "（摘要）")
    return Entry(title=title, day=localdate(publication.published_at), text=publication.text, publication=publication)


def key_of(entry: Entry) -> str:
    """By which a form names what was chosen."""
    return f"d{entry.document_id}" if entry.document_id else f"m{entry.publication_id}"


@transaction.atomic
def make(organ: Organ, since: date, until: date, chosen: set[str], by: Post) -> Gazette:
    """An issue of what was chosen, in order, with the next number of the year. Raises Refused."""
    if until < since:
        raise Refused(_("收录止早于收录起，请核对"))
    Organ.objects.select_for_update().get(pk=organ.pk)  # two who press at one moment gather nothing twice
    entries = [entry for entry in offered(organ, since, until) if key_of(entry) in chosen]
    if not entries:
        raise Refused(_("请选要收录的文件"))
    year = localdate().year
    n = Series.following(organ.congress_id, f"gazette-{organ.pk}-{year}")
    made = Gazette(organ=organ, year=year, n=n, since=since, until=until, issued_by=by, issued_at=now())
    as_pdf(elements(made, entries))  # what cannot be printed is refused before anyone sees it
    made.save()
    for place, entry in enumerate(entries, 1):
        entry.gazette, entry.place = made, place
    Entry.objects.bulk_create(entries)
    return made


@transaction.atomic
def take_down(gazette: Gazette, by: Post, why: str):
    """It is public no longer; its number is given to no other. Raises Refused."""
    why = legible(why)[:500]
    if not why:
        raise Refused(_("请说明撤下的理由"))
    its = Gazette.objects.filter(pk=gazette.pk, withdrawn_at=None)
    if not its.update(withdrawn_at=now(), withdrawn_by=by, why=why):
        raise Refused(_("已经撤下了"))


# ---- As a file


def elements(gazette: Gazette, entries: list[Entry]) -> Elements:
    """The issue as the machinery of official documents sets it: its table of contents, and each text under its title."""
    name = full_name(gazette.organ)
    rows = [("序号", "题目", "文号"), *((str(n), flat(e.title), e.number or "—") for n, e in enumerate(entries, 1))]
    body = ["目录", *("\t".join(row) for row in rows)]
    for n, entry in enumerate(entries, 1):
        body += [f"{in_words(n)}、{flat(entry.title)}", *([f"（{entry.number}）"] if entry.number else []), entry.text]
        body += [f"{entry.signed}　{long_day(entry.day)}"] if entry.signed else []
    return Elements(
        form=OfficialDocument.Form.FILE,
        head=f"{name}公报",
        number=f"{gazette.year}年第{gazette.n}号",
        title=f"{name}公报",
        body="\n".join(body),
        printed_by=f"{name}办公室",
        printed_on=localdate(gazette.issued_at),
        stamp="作废" if gazette.withdrawn_at else "",
    )


def flat(title: str) -> str:
    return " ".join(title.split())


@lru_cache(maxsize=8)
def _set(elements: Elements) -> bytes:
    return as_pdf(elements)


def as_file(gazette: Gazette) -> bytes:
    """The issue as PDF. It never changes once it is made, so it is set once for all who ask."""
    return _set(elements(gazette, list(gazette.entries.all())))
