"""The documents of appointments, of deputies' mandates and of meetings, as a clerk begins them.

What a template leaves open stands as ×× and is filled in by whoever drafts; what is known is given by name. The
words follow the usual ones of county congresses; which organ may decide what is not settled here.
"""

from collections import defaultdict
from dataclasses import dataclass

from qingting.documents.models import OfficialDocument
from qingting.organs.models import Organ

OPEN = "××"
Form = OfficialDocument.Form


@dataclass(frozen=True)
class Template:
    label: str
    procedure: str  # where the procedure comes from: the appointments, the mandates, the meetings
    form: Form
    title: str
    body: str
    head: str = ""  # what stands behind the organ's name in the head
    addressees: str = ""
    signed_by_chair: bool = False


APPOINTMENTS, MANDATES, MEETINGS = "任免", "代表资格和补选", "会议"
BY_LAW = "根据《中华人民共和国地方各级人民代表大会和地方各级人民政府组织法》"
VOTED = "{organ}{meeting}"
TEMPLATES = {
    "appointment-letter": Template(
        "任命书", APPOINTMENTS, Form.ORDER, "任命书（{person}）",
        "根据{date}" + VOTED + "的决定，任命{person}为{office}。",
        head="\n任命书", signed_by_chair=True,
    ),
    "appointments": Template(
        "任免名单", APPOINTMENTS, Form.FILE, "{organ}任免名单",
        "（{date}" + VOTED + "通过）\n任命：\n{appointed}\n免去：\n{removed}", head="文件",
    ),
    "appointment-decision": Template(
        "决定任免", APPOINTMENTS, Form.FILE, "{organ}关于{person}任免职的决定",
        BY_LAW + "第五十条的规定，经" + VOTED + "表决，决定：\n任命{person}为{office}。", head="文件",
    ),
    "resignation-decision": Template(
        "接受辞职的决定", APPOINTMENTS, Form.FILE, "{organ}关于接受{person}辞去{office}职务请求的决定",
        BY_LAW + "第三十二条的规定，" + VOTED + "决定接受{person}辞去{office}职务的请求，报区人民代表大会备案。", head="文件",
    ),
    "dismissal-decision": Template(
        "撤职决定", APPOINTMENTS, Form.FILE, "{organ}关于撤销{person}{office}职务的决定",
        "根据《中华人民共和国各级人民代表大会常务委员会监督法》第八章的规定，" + VOTED + "以无记名投票表决，决定撤销{person}的{office}职务。\n理由：{reason}",
        head="文件",
    ),
    "notice-to-proposer": Template(
        "任免通知（致提请机关）", APPOINTMENTS, Form.LETTER, "关于{person}任免职的通知",
        "你{proposer_kind}提请的人事任免案，已经{date}" + VOTED + "表决{result}。现将结果通知你们：\n{appointed}",
        addressees="{proposer}",
    ),
    "by-election-decision": Template(
        "补选决定", MANDATES, Form.FILE, "{organ}关于在{constituency}补选区人民代表大会代表的决定",
        "根据《中华人民共和国全国人民代表大会和地方各级人民代表大会选举法》第五十七条的规定，" + VOTED + "决定：\n一、在{constituency}补选代表{seats}名。\n二、补选于{date}进行。", head="文件",
    ),
    "mandate-ended": Template(
        "代表资格终止公告", MANDATES, Form.ORDER, "{organ}公告（{person}代表资格终止）",
        "{constituency}选出的代表{person}，因{reason}。根据《中华人民共和国全国人民代表大会和地方各级人民代表大会代表法》第六十二条的规定，{person}的代表资格终止。\n现有代表{deputies}名。\n特此公告。",
        head="\n公告",
    ),
    "by-election-result": Template(
        "补选结果公告", MANDATES, Form.ORDER, "{organ}公告（补选代表资格有效）",
        "{constituency}于{date}补选{person}为代表。" + VOTED + "根据代表资格审查委员会的报告，确认{person}的代表资格有效。\n现有代表{deputies}名。\n特此公告。",
        head="\n公告",
    ),
    "meeting-notice": Template(
        "会议通知", MEETINGS, Form.LETTER, "关于召开{meeting}的通知",
        "经主任会议决定，{meeting}定于{date}在{place}召开。现将有关事项通知如下：\n一、会议议程（草案）\n{agenda}\n二、有关要求\n请准时出席。因故不能出席的，请在会前书面请假。",
        addressees="{members}",
    ),
    "agenda": Template(
        "会议议程", MEETINGS, Form.FILE, "{meeting}议程", "（{date}" + VOTED + "通过）\n{agenda}", head="文件",
    ),
    "minutes": Template(
        "会议纪要", MEETINGS, Form.MINUTES, "{meeting}纪要",
        "{date}，{chair}主持召开{meeting}。会议纪要如下：\n{agenda}", head="会议纪要",
    ),
    "opinions": Template(
        "审议意见函", MEETINGS, Form.LETTER, "关于印送对{report}的审议意见的函",
        "{date}，{meeting}听取和审议了{report}。根据《中华人民共和国各级人民代表大会常务委员会监督法》第十七条的规定，现将审议意见印送你们，请研究处理，并按期书面报告研究处理情况。\n{opinions}",
        addressees="{handler}",
    ),
    "gazette": Template(
        "公报目录", MEETINGS, Form.FILE, "{organ}公报{issue}目录", "{contents}", head="公报",
    ),
}  # fmt: skip


def full_name(organ) -> str:
    """As its letterhead says it: 区水务局 of 武汉市青山区 is 武汉市青山区水务局, its 区人大常委会 the whole of its name."""
    congress = organ.congress.name
    if organ.kind == Organ.Kind.STANDING_COMMITTEE:
        return f"{congress}常务委员会"
    place = congress.removesuffix("人民代表大会")
    return place + organ.name[1:] if place and organ.name[0] == place[-1] else organ.name


def draft(name: str, matter, organ, post, **known) -> OfficialDocument:
    """A draft of one of these documents upon a matter, with what is known filled in and the rest left open; saved."""
    its, name_of = TEMPLATES[name], full_name(organ)
    said = defaultdict(lambda: OPEN, {"organ": name_of, **{key: str(value) for key, value in known.items()}})
    is_committee = organ.kind == Organ.Kind.STANDING_COMMITTEE
    signs = {"signer_title": "主任", "signer": said["chair"]} if its.signed_by_chair else {"signed_by": name_of}
    document = OfficialDocument(
        matter=matter,
        organ=organ,
        form=its.form,
        head=name_of + its.head,
        title=its.title.format_map(said)[:200],
        addressees=its.addressees.format_map(said),
        body=its.body.format_map(said),
        printed_by=""
        if its.signed_by_chair or its.form == Form.LETTER
        else name_of + ("办公室" if is_committee else ""),
        drafted_by=post,
        **({} if its.form == Form.MINUTES else signs),
    )
    document.save()
    return document
