"""An official document as Akoma Ntoso 3.0, so that machines read what an organ has decided as they read other parliaments'.

OASIS LegalDocumentML, Akoma Ntoso 1.0 (29 August 2018). It holds to the strict schema: there no two parts bear one
identifier, and nothing stands outside the standard's vocabulary. A draft has no number and therefore no name in it.
"""

import re
from datetime import date
from urllib.parse import quote
from xml.etree.ElementTree import Element, SubElement, tostring

from qingting.documents.elements import blocks
from qingting.documents.models import OfficialDocument, lines
from qingting.documents.paper import long_day, plain
from qingting.documents.templates import full_name

NAMESPACE = "http://docs.oasis-open.org/legaldocml/ns/akn/3.0"
HEADING = re.compile(r"([一二三四五六七八九十百]+、)(.+)")
# What XML 1.0 has no place for. Fields refuse most of it; what an import or an old row brings must not spoil a file.
NOT_IN_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
PLATFORM = "qingting"
Form = OfficialDocument.Form


def clean(text: str) -> str:
    return NOT_IN_XML.sub("", plain(text))


def kind_of(document: OfficialDocument) -> str:
    """What a document is called in the names of the standard: the English of its kind."""
    if document.form == Form.FILE:
        title = document.title
        return "decision" if title.endswith("决定") else "resolution" if title.endswith("决议") else "document"
    names = {Form.ORDER: "announcement", Form.MINUTES: "minutes", Form.LETTER: "letter"}
    return names[Form(document.form)]


def as_akoma(document: OfficialDocument) -> bytes:
    """The document as an XML file in UTF-8. Only what was issued has one: a draft has no number to be named by."""
    root = Element("akomaNtoso", xmlns=NAMESPACE)
    doc = SubElement(root, "doc", name=kind_of(document))
    named = Named(document)
    body = mainbody(document)
    doc.append(meta(document, named))
    doc.append(preface(document, named))
    doc.append(body)
    if end := conclusions(document, named):
        doc.append(end)
    return tostring(root, encoding="utf-8", xml_declaration=True)


class Named:
    """The organs and persons that a document names, each known by one identifier within it."""

    def __init__(self, document: OfficialDocument):
        self.code = clean(document.organ.congress.code) or "x"
        self.known: dict[tuple[str, str], str] = {}
        self.author = self.organ(full_name(document.organ)) or PLATFORM
        for name in lines(document.addressees) + lines(document.copies):
            self.organ(name)
        for name in (document.signer, *lines(document.present), *lines(document.on_leave), *lines(document.sitting_in)):
            self.person(name)

    def organ(self, name: str) -> str:
        return self._reference("organization", name)

    def person(self, name: str) -> str:
        return self._reference("person", name)

    def _reference(self, kind: str, name: str) -> str:
        name = " ".join(clean(name).split())
        return self.known.setdefault((kind, name), f"{kind}_{len(self.known) + 1}") if name else ""

    def references(self) -> Element:
        made = Element("references", source=f"#{PLATFORM}")
        for (kind, name), key in self.known.items():
            address = f"/akn/ontology/{kind}/cn-{quote(self.code)}/{quote(name, safe='')}"
            SubElement(made, f"TLC{kind.capitalize()}", eId=key, href=address, showAs=name)
        SubElement(made, "TLCOrganization", eId=PLATFORM, href=f"/akn/ontology/organization/{PLATFORM}", showAs="青听")
        return made


# ---- Who it is: the four levels of FRBR


def day_of(document: OfficialDocument) -> date:
    day = document.signed_on or document.printed_on
    assert day, "what was issued has its day"
    return day


def meta(document: OfficialDocument, named: Named) -> Element:
    """The work is what was decided; the expression is its Chinese; the manifestation is this file."""
    day, number = day_of(document), clean(str(document.number))
    kind = kind_of(document)
    work = f"/akn/cn-{quote(named.code)}/doc/{kind}/{day}/{quote(number, safe='')}"
    expression = f"{work}/zho@{day}"
    made = Element("meta")
    known = SubElement(made, "identification", source=f"#{PLATFORM}")
    level = frbr(known, "Work", f"{work}/!main", work, day, named)
    SubElement(level, "FRBRcountry", value="cn")
    SubElement(level, "FRBRsubtype", value=kind)
    SubElement(level, "FRBRnumber", value=number)
    SubElement(level, "FRBRname", value=clean(document.title))
    SubElement(level, "FRBRauthoritative", value="false")  # what counts is the paper under its seal
    level = frbr(known, "Expression", f"{expression}/!main", expression, day, named)
    SubElement(level, "FRBRlanguage", language="zho")
    level = frbr(known, "Manifestation", f"{expression}/!main.xml", f"{expression}.xml", day, named)
    SubElement(level, "FRBRformat", value="application/akn+xml")
    life = SubElement(made, "lifecycle", source=f"#{PLATFORM}")
    SubElement(life, "eventRef", eId="event_1", date=str(day), source=f"#{named.author}", type="generation")
    if document.withdrawn_at:
        gone = str(document.withdrawn_at.date())
        SubElement(life, "eventRef", eId="event_2", date=gone, source=f"#{named.author}", type="repeal")
    made.append(named.references())
    return made


def frbr(known: Element, level: str, this: str, uri: str, day: date, named: Named) -> Element:
    made = SubElement(known, f"FRBR{level}")
    SubElement(made, "FRBRthis", value=this)
    SubElement(made, "FRBRuri", value=uri)
    SubElement(made, "FRBRdate", date=str(day), name="generation" if level == "Manifestation" else "issue")
    SubElement(made, "FRBRauthor", href=f"#{named.author}")
    return made


# ---- What it says


def preface(document: OfficialDocument, named: Named) -> Element:
    made = Element("preface", eId="preface")
    p = SubElement(made, "p", eId="preface__p_1")
    SubElement(p, "docType").text = clean(document.head.replace("\n", " ")).strip() or kind_of(document)
    p = SubElement(made, "p", eId="preface__p_2")
    SubElement(p, "docTitle").text = clean(document.title)
    p = SubElement(made, "p", eId="preface__p_3")
    SubElement(p, "docNumber").text = clean(document.number.printed)
    lists = (
        ("主送", "organization", lines(document.addressees)),
        ("出席", "person", lines(document.present)),
        ("请假", "person", lines(document.on_leave)),
        ("列席", "person", lines(document.sitting_in)),
    )
    for label, kind, names in lists:
        if names := [clean(name) for name in names if clean(name).strip()]:
            p = SubElement(made, "p", eId=f"preface__p_{len(made) + 1}")
            p.text = f"{label}："
            name_all(p, kind, names, named)
    return made


def name_all(p: Element, kind: str, names: list[str], named: Named):
    """Each name as a reference to whom it means, with the mark of a list between them."""
    for name in names:
        its = SubElement(p, kind, refersTo=f"#{named.organ(name) if kind == 'organization' else named.person(name)}")
        its.text, its.tail = name, "、" if name is not names[-1] else None


def mainbody(document: OfficialDocument) -> Element:
    """What numbers itself as a heading (一、) begins a section; everything else is a paragraph or a table in it."""
    made = Element("mainBody", eId="body")
    here, place, sections = made, "body", 0
    for block in blocks(clean(document.body)):
        face, text = block if isinstance(block, tuple) else ("", "")
        if face == "hei" and (heading := HEADING.fullmatch(text)):
            sections += 1
            place = f"sec_{sections}"
            section = SubElement(made, "section", eId=place)
            SubElement(section, "num", eId=f"{place}__num").text = heading[1]
            SubElement(section, "heading", eId=f"{place}__heading").text = heading[2]
            here = SubElement(section, "content", eId=f"{place}__content")
        elif isinstance(block, list):
            here.append(table(block, f"{place}__table_{len(here) + 1}"))
        else:
            SubElement(here, "p", eId=f"{place}__p_{len(here) + 1}").text = text
    for content in made.iter("content"):
        if not len(content):  # a heading with nothing under it
            SubElement(content, "p", eId=f"{content.get('eId')}__p_1")
    if not len(made):
        SubElement(made, "p", eId="body__p_1")
    return made


def table(rows: list[list[str]], key: str) -> Element:
    made = Element("table", eId=key)
    for n, row in enumerate(rows, 1):
        line = SubElement(made, "tr", eId=f"{key}__tr_{n}")
        for m, cell in enumerate(row, 1):
            its = SubElement(line, "th" if n == 1 else "td", eId=f"{key}__tr_{n}__cell_{m}")
            SubElement(its, "p", eId=f"{key}__tr_{n}__cell_{m}__p_1").text = cell
    return made


def conclusions(document: OfficialDocument, named: Named) -> Element | None:
    """Who signs and when, and what is enclosed. Minutes are signed by nobody (GB/T 9704-2012, 10.3)."""
    made = Element("conclusions", eId="conclusions")
    for n, name in enumerate(lines(document.attachments), 1):
        SubElement(made, "p", eId=f"conclusions__p_{n}").text = f"附件{n}：{clean(name)}"
    signs = clean(document.signer or document.signed_by).strip()
    if signs:
        kind = "person" if document.signer else "organization"
        p = SubElement(made, "p", eId=f"conclusions__p_{len(made) + 1}")
        signature = SubElement(p, "signature", eId=f"{p.get('eId')}__signature")
        signature.text = clean(document.signer_title) if document.signer else None
        name_all(signature, kind, [signs], named)
        p = SubElement(made, "p", eId=f"conclusions__p_{len(made) + 1}")
        day = day_of(document)
        SubElement(p, "docDate", date=str(day)).text = long_day(day)
    return made if len(made) else None
