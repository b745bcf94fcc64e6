"""A town whose residents and clerks have written a canary wherever they can write, and who may hear each of them sing.

A canary is a word that stands nowhere else: a name, a number, an address, a reason. Each says who may read it; whoever else
comes upon it, by whatever door, has found a leak.
"""

from dataclasses import dataclass, field
from datetime import date, time, timedelta

from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils.timezone import now

from qingting.attachments import shelf
from qingting.attachments.tests.papers import photo_with_its_place, word
from qingting.docket.models import Matter
from qingting.duties.honours import Honour
from qingting.duties.models import Activity, Objection, Presence
from qingting.duties.streets import StreetYear
from qingting.duties.tests.hanging import a_livelihood_matter, a_study
from qingting.duties.tests.test_recording import confirmed
from qingting.duties.voter_reports import VoterReport
from qingting.duties.yearly import DeputiesPlan, PlanItem
from qingting.meetings import materials
from qingting.meetings.guests import invite
from qingting.meetings.materials import Material
from qingting.meetings.models import Item, Leave, Meeting
from qingting.meetings.observers import Opening, apply
from qingting.meetings.published import Publication
from qingting.meetings.reading import write_down
from qingting.meetings.tests.papers import pdf
from qingting.meetings.votes import Question, Vote
from qingting.meetings.words import Opinions, Passage, Speech
from qingting.organs.models import Organ, Role
from qingting.report import drafting
from qingting.report.models import AnnualReport, Chapter
from qingting.stations.codes import issue
from qingting.stations.models import Station, Stationed
from qingting.stations.receptions import plan
from qingting.voices.confidence import Said
from qingting.voices.intake import file, put_down, secret_of, tell_who
from qingting.voices.models import Voice
from qingting.voices.public_views import keep_photos

NOBODY: frozenset[str] = frozenset()
KEEPERS = frozenset({"徐兰"})
ABOVE = frozenset(
    {"邓和", "王敏", "孙立", "何副主任"}
)  # who watches: the committee's chair, the office, the vice chair
HANDLERS = frozenset({"钱进", "吴迪"})
DEPUTY = frozenset({"林秀英"})
CAST = KEEPERS | ABOVE | HANDLERS | DEPUTY

# What a resident tells of himself in his own words: a machine hides each of them before anyone but the keeper reads it.
OWN = "我叫上官云鹤，电话13907120002，身份证420107199003074518，车牌鄂A3K9P7，家住7栋3单元1402室，邮箱canary@leak.example，QQ：3141592653。"
TOLD = (
    "上官云鹤",
    "13907120002",
    "420107199003074518",
    "鄂A3K9P7",
    "7栋3单元1402室",
    "canary@leak.example",
    "3141592653",
)

# Of an item that is closed: its title, a paper's title, the name of a file, what stands in it, what is put to the vote.
CLOSED = ("不公开的议题壬辰癸巳", "不公开的材料丙申丁酉", "不公开的文件名庚子", "不公开的正文辛丑", "不公开的表决壬寅")


@dataclass(frozen=True)
class Canary:
    """A word, who may read it, and, where it may be read on one page alone, on which."""

    word: str
    readers: frozenset[str]
    only_at: str = ""


@dataclass
class World:
    """The town, the voices in it by what befell them, the secrets of their receipts by their holder, and the canaries."""

    town: object
    voices: dict[str, Voice] = field(default_factory=dict)
    meetings: list[Matter] = field(default_factory=list)  # and what hangs on them
    done: list[Matter] = field(
        default_factory=list
    )  # studies, their feedback, livelihood matters, a sub-district's year
    secrets: dict[str, str] = field(default_factory=dict)
    marks: list[str] = field(default_factory=list)  # of the forms by which they came
    canaries: list[Canary] = field(default_factory=list)
    observing: str = ""  # the secret of a citizen who wants to observe a meeting
    photo: str = ""  # the key of a photograph

    def plants(self, readers, *words, only_at=""):
        self.canaries += [Canary(word, frozenset(readers), only_at) for word in words]

    def says(self, called, what, *, town=None, sent=True, **given) -> Voice:
        """What a resident says; the holder of its receipt is called so from now on."""
        town, once = town or self.town, f"{len(self.marks) + 1:032x}"
        self.marks.append(once)
        self.secrets[called] = secret_of(once)
        place = given.pop("place", "清河街道老街口")
        v = put_down(town.congress, once, what=what, place=place, deputy=town.lin.person, **given)
        if sent:
            file(v, v.receipt, once)
        self.voices[called] = anew(v)
        return self.voices[called]


def anew(v):
    return type(v).objects.get(pk=v.pk)


def full_of_canaries(town, next_town) -> World:
    """Voices in every state, and everything that can hang on one."""
    town.vice = town.seat("何副主任", town.committee, Role.VICE_CHAIR)
    next_town.bai = next_town.seat("白石徐", next_town.street, Role.CLERK)
    world = World(town)
    for befalls in (
        handled,
        waiting,
        told,
        shown,
        merged,
        parted,
        made_a_suggestion_of,
        over,
        received,
        expired,
        never_sent,
        next_door,
        met,
        did,
        reported_to_voters,
        reported,
        studied,
    ):
        befalls(world, town, next_town)
    world.plants(NOBODY, *world.marks)
    for called, secret in world.secrets.items():
        world.plants({called}, secret)
    return world


def handled(world, town, _next_town):
    """In the hands of an organ, with contact and consent for nobody, additions, reasons, a photograph."""
    v = world.says("甲", f"青石板路塌陷了。{OWN}", place="清河街道和平里9号楼5单元1203室")
    world.plants(CAST | {"甲"}, "青石板路塌陷")
    world.plants(KEEPERS | {"甲", "丁", "辛", "卯"}, *TOLD)  # those say the same of themselves, with another number
    world.plants(KEEPERS | {"甲"}, "9号楼5单元1203室")
    tell_who(v.receipt, name="欧阳丹青", telephone="13907120001", wish="telephone")
    world.plants(KEEPERS, "欧阳丹青", "13907120001", only_at="voice_identity")
    v.take("hand_on", town.lin, deputy_word="代表的话甲乙丙丁")
    world.plants(CAST | {"甲"}, "代表的话甲乙丙丁")
    v = town.handle(anew(v), upto="assign", title="石板路的题目")
    world.plants(CAST | {"甲"}, "石板路的题目")
    v.take("decline", town.qian, "退办的理由戊己庚辛")
    v.take("overrule", town.wang, "裁定的理由壬癸子丑")
    world.plants(CAST, "退办的理由戊己庚辛", "裁定的理由壬癸子丑")
    v = town.handle(anew(v), upto="sign")
    more = Said(receipt=v.receipt).keep(what="又塌了一块，电话13907120003，我叫诸葛青松。", place="")
    more.save()
    v.take("add", v.receipt, added=more)
    world.plants(KEEPERS | {"甲"}, "13907120003", "诸葛青松")
    keeps = shelf_of(world, v)
    v.take("look", town.xu, "向慕容秋水核实")
    world.plants(KEEPERS | ABOVE | {"甲"}, "慕容秋水")
    v.take("redact", town.xu, public_title="尚未公开的题目寅卯", public_text="尚未公开的文本辰巳", public_answer="")
    world.plants(CAST, "尚未公开的题目寅卯", "尚未公开的文本辰巳")
    world.photo = keeps.key
    world.voices["甲"] = anew(v)


def shelf_of(world, v):
    """A photograph with the name and the place that a telephone gives it; and a paper of the organ's."""
    taken = SimpleUploadedFile("司徒玉凤家门口.jpg", photo_with_its_place())
    keep_photos(v, [taken])
    world.plants(NOBODY, "司徒玉凤家门口", "SomeMaker", "拍摄：张三")
    shelf.attach(v, [world.town.qian], SimpleUploadedFile("勘查记录午未.txt", "勘查的正文申酉".encode()))
    world.plants(CAST, "勘查记录午未", "勘查的正文申酉")
    return v.attachments.exclude(receipt=None).get()


def met(world, town, _next_town):
    """A meeting of the standing committee: its members and its office read the agenda; why one is absent is for fewer eyes."""
    m = Meeting.objects.create(
        title="会议名称庚寅辛卯", body=town.committee, keeper=town.office, presiding=town.gao.person
    )
    item = Item.objects.create(meeting=m, place=1, title=CLOSED[0], access=Item.Access.CLOSED)
    m.take("plan", town.wang, held_on=date(2026, 12, 28), opens_at=time(9), place="会场")
    leave = Leave.objects.create(on=m, asker=town.vice.person)
    leave.take("ask", town.vice, reason="请假的理由甲午乙未")
    speech = Speech.objects.create(item=item, post=town.vice, text="发言的原话丙申丁酉", written_by=town.wang)
    Passage.objects.create(item=item, speech=speech, group="其他", text="摘录的意见戊戌己亥", written_by=town.wang)
    said = dict(title="审议意见", text="意见的草稿庚子辛丑", reporter=town.government)
    opinions = Opinions.objects.create(on=m, item=item, **said)
    gone = dict(text="撤下的纪要壬寅癸卯", published_by=town.wang, withdrawn_by=town.wang, withdrawn_at=now(), why="错")
    Publication.objects.create(meeting=m, **gone)
    world.plants({"王敏", "孙立", "何副主任"}, "发言的原话丙申丁酉")
    world.plants({"王敏"}, "摘录的意见戊戌己亥", "意见的草稿庚子辛丑")
    world.plants(NOBODY, "撤下的纪要壬寅癸卯")
    paper = materials.add(
        Material(meeting=m, item=item, title=CLOSED[1]), SimpleUploadedFile("丙.pdf", pdf()), town.wang
    )
    in_word = SimpleUploadedFile(f"{CLOSED[2]}.docx", word(CLOSED[3]))
    materials.add(Material(meeting=m, item=item, title="一份 Word"), in_word, town.wang)
    write_down(town.vice.person, paper, 1, "自己的笔记戊戌己亥")
    v = Vote.objects.create(held_at=m, item=item, title=CLOSED[4], way="secret")
    Question.objects.create(vote=v, place=1, text=CLOSED[4])
    world.meetings += [m, leave, opinions, v]
    # nobody gives the hall's code or a calendar's address away: who holds one reads what it is for
    observed(world, town)
    hall = {"高平", "王敏", "孙立", "何副主任"}
    world.plants(hall, "会议名称庚寅辛卯", "请假的理由甲午乙未", *CLOSED)
    world.plants({"何副主任"}, "自己的笔记戊戌己亥")


def did(world, town, _next_town):
    """What deputies did, for those who keep and watch the record and for deputies; an objection's words for fewer eyes."""
    at = dict(held_on=date(2026, 3, 1), keeper=town.street, recorder=town.xu.person, coordinator=town.office)
    a = Activity.objects.create(
        activity_kind="study_exchange", title="交流的题目辛亥壬子", told="活动的情况癸丑甲寅", **at
    )
    Presence.objects.create(activity=a, post=town.lin)
    Activity.objects.create(activity_kind="study_exchange", title="没有登记的草稿乙卯丙辰", **at)
    a.take("record", town.xu, confirmer=town.deng.person)
    a.take("confirm", town.deng)
    o = Objection(
        about=a, claim="left_out", words="异议的原话丁巳戊午", title="异议", post=town.he, deputy=town.he.person,
        source=a, keeper=a.keeper, coordinator=a.coordinator,
    )  # fmt: skip
    o.save()
    o.take("lodge", town.he)
    world.meetings += [a, o]
    keepers = {"徐兰", "邓和", "王敏", "孙立"}
    leaders = {"高平", "何副主任"}
    world.plants(keepers | leaders | {"林秀英", "何建国", "方若谷"}, "交流的题目辛亥壬子", "活动的情况癸丑甲寅")
    world.plants({"徐兰"}, "没有登记的草稿乙卯丙辰")
    world.plants(keepers | {"何建国"}, "异议的原话丁巳戊午")


def reported_to_voters(world, town, _next_town):
    """A deputy is to report: his text is read by those who prepare the meeting, an honour that waits by those who confirm it."""
    span = dict(since=date(2025, 1, 1), until=date(2026, 2, 28))
    r = VoterReport(mandate=town.lin, held_on=date(2026, 12, 30), opens_at=time(15), place="会议室", **span)
    r.settle_whose()
    r.take("plan", town.wang)
    r.take("tell", town.wang)
    r.take("write", town.lin, text="还没有讲的报告甲辰乙巳")
    Honour.objects.create(
        post=town.lin,
        recorder=town.sun,
        name="待确认的荣誉丙午丁未",
        given_by="某会",
        given_on=date(2026, 2, 1),
        proof="无",
    )
    world.meetings.append(r)
    world.plants({"林秀英", "王敏", "孙立", "高平", "何副主任"}, "还没有讲的报告甲辰乙巳")
    world.plants({"林秀英", "王敏", "孙立"}, "待确认的荣誉丙午丁未")


def observed(world, town):
    """A meeting that everyone may know of, and a citizen who wants to observe it: of him nobody learns anything."""
    m = Meeting.objects.create(title="公告的会议", body=town.committee, keeper=town.office, presiding=town.gao.person)
    Item.objects.create(meeting=m, place=1, title="公开的议题")
    Item.objects.create(meeting=m, place=2, title="内部的议题丙申丁酉", access=Item.Access.INTERNAL)
    m.take("plan", town.wang, held_on=date(2026, 12, 29), opens_at=time(9), place="会场")
    m.take("notify", town.wang)
    world.observing = "an-observer-holds-this"
    o = apply(m, world.observing, name="万俟晓月", contact="13907120055")
    Opening.objects.create(meeting=m, by=town.wang, reason="核对名单的理由戊戌己亥", at=o.at - timedelta(hours=1))
    (i,) = invite(m, town.wang, organs=[town.roads])
    i.take("send", town.qian, sent="列席的人庚子辛丑")
    world.meetings += [m, i]
    world.plants(NOBODY, "万俟晓月", "13907120055")
    world.plants({"王敏"}, "核对名单的理由戊戌己亥")
    world.plants({"王敏", "孙立", "钱进", "吴迪"}, "列席的人庚子辛丑")
    world.plants({"高平", "王敏", "孙立", "何副主任"} | {"钱进", "吴迪"}, "内部的议题丙申丁酉")


def studied(world, town, _next_town):
    """What hangs on deputies' activities: studies for few and for all deputies, what is found in a street, drafts."""
    above, deputies = {"王敏", "孙立", "高平", "何副主任"}, {"林秀英", "何建国", "方若谷"}
    own = a_study(town, "staff", town.wang, text="机关调研的原话甲辰乙巳")
    own.take("submit", town.wang)
    world.plants(above, "机关调研的原话甲辰乙巳")
    went = confirmed(town, town.lin, kind="research", held_on=date(2026, 2, 27))
    advice = [("给水利局的意见丙午丁未", town.water), ("给交通局的意见戊申己酉", town.roads)]
    theirs = a_study(town, "deputies", town.lin, text="代表调研的原话庚戌辛亥", advice=advice, activities=[went])
    theirs.take("submit", town.wang)
    theirs.take("forward", town.wang)
    water, roads = theirs.replies.order_by("handler__pk")
    water.take("answer", town.zhao, answer="水利局的反馈壬子癸丑")
    bureaus = {"赵强", "周平"}, {"钱进", "吴迪"}
    world.plants(above | deputies | bureaus[0] | bureaus[1], "代表调研的原话庚戌辛亥")
    for words, bureau in (("给水利局的意见丙午丁未", 0), ("给交通局的意见戊申己酉", 1), ("水利局的反馈壬子癸丑", 0)):
        world.plants(above | deputies | bureaus[bureau], words)
    found = a_livelihood_matter(town, what="街道发现的事甲寅乙卯", found_on=date(2026, 2, 27))
    found.take("find", town.xu)
    world.plants({"徐兰", "邓和", "王敏"} | deputies, "街道发现的事甲寅乙卯")
    draft = a_livelihood_matter(town, title="没有登记的丙辰丁巳", found_on=date(2026, 2, 27))
    world.plants(KEEPERS, "没有登记的丙辰丁巳")
    year = StreetYear.objects.create(title="2026年工作", year=2026, keeper=town.street)
    year.take("lay_down", town.xu, plan="街道的计划戊午己未")
    world.plants({"徐兰", "邓和"} | above, "街道的计划戊午己未")
    plan = DeputiesPlan.objects.create(title="代表工作计划", year=2026, keeper=town.office)
    PlanItem.objects.create(
        plan=plan, month=5, activity_kind="research", what="没有公布的事项庚申辛酉", organiser=town.office
    )
    world.plants({"王敏"}, "没有公布的事项庚申辛酉")
    world.done += [own, theirs, water, roads, found, draft, year, plan]


def waiting(world, town, _next_town):
    """Just said, about an official: nobody has looked at it yet."""
    v = world.says("乙", "举报某位干部的信甲子乙丑。")
    Voice.objects.filter(pk=v.pk).update(hold="official")
    world.plants(CAST - HANDLERS | {"乙"}, "举报某位干部的信甲子乙丑")


def told(world, town, _next_town):
    """Answered by the organ, and not checked yet: the resident must not read it before."""
    v = town.handle(world.says("丙", "公厕堵了丙寅丁卯。"), upto="answer", answer="未核实的答复戊辰己巳")
    world.plants(CAST | {"丙"}, "公厕堵了丙寅丁卯")
    world.plants(CAST, "未核实的答复戊辰己巳")
    world.voices["丙"] = anew(v)


def shown(world, town, _next_town):
    """Public, as a person has confirmed it; the rest of it is not."""
    v = world.says("丁", f"水管爆了庚午辛未。{OWN.replace('0002', '0012')}")
    v = town.handle(v, answer="内部的答复壬申癸酉", title="内部的题目甲戌")
    v.take("redact", town.xu, public_title="水管已修", public_text="路口水管破裂。", public_answer="已经修好。")
    v.take("publish", town.xu)
    world.plants(CAST | {"丁"}, "水管爆了庚午辛未", "内部的答复壬申癸酉", "内部的题目甲戌")
    world.plants(KEEPERS | {"丁"}, "13907120012")
    world.voices["丁"] = anew(v)


def merged(world, town, _next_town):
    """Joined to another's: neither resident reads the other."""
    lead, other = world.says("戊", "垃圾没人运乙亥丙子。"), world.says("己", "垃圾臭了丁丑戊寅。")
    other.take("merge", town.xu, merged_into=lead)
    lead.take("add", lead.receipt, added=said(lead, "我叫公孙大娘，垃圾又多了。"))
    world.plants(CAST - HANDLERS | {"戊"}, "垃圾没人运乙亥丙子")
    world.plants(CAST - HANDLERS | {"己"}, "垃圾臭了丁丑戊寅")
    world.plants(KEEPERS | {"戊"}, "公孙大娘")


def parted(world, town, _next_town):
    """Two matters of one voice, one of them in an organ's hands: it reads its own part, and not the rest."""
    v = town.handle(world.says("庚", "两件事己卯庚辰。"), upto="accept", title="两件事的题目")
    same = dict(receipt=v.receipt, told=v.told, keeper=v.keeper, coordinator=v.coordinator, deputy=v.deputy)
    for called, text in (("庚一", "其一路灯辛巳"), ("庚二", "其二井盖壬午")):
        one = Voice.objects.create(source=v.matter_ptr, title=text, text=f"{text}的正文", counts=False, **same)
        one.take("part_off", town.xu, title=text, grade="subdistrict")
        world.voices[called] = one
    world.voices["庚一"] = town.handle(anew(world.voices["庚一"]), upto="sign", title="其一路灯辛巳")
    world.plants(CAST - HANDLERS | {"庚"}, "两件事己卯庚辰", "两件事的题目", "其二井盖壬午")
    world.plants(CAST | {"庚"}, "其一路灯辛巳")


def made_a_suggestion_of(world, town, _next_town):
    """Its handler reads the suggestion, and not what the resident said."""
    v = world.says("辛", f"河道臭了癸未甲申。{OWN.replace('0002', '0022')}")
    s = town.suggestion(source=v.matter_ptr)
    town.walk(s, upto="sign")
    world.plants(CAST - HANDLERS | {"辛"}, "河道臭了癸未甲申")
    world.plants(KEEPERS | {"辛"}, "13907120022")


def over(world, town, _next_town):
    """One withdrawn, and one that was forgotten after it had been public."""
    v = world.says("壬", "不想再说了乙酉丙戌。")
    v.take("withdraw", v.receipt)
    world.plants(CAST - HANDLERS | {"壬"}, "不想再说了乙酉丙戌")
    v = world.says("癸", f"要忘掉的丁亥戊子。{OWN.replace('0002', '0032')}")
    tell_who(v.receipt, name="夏侯明月", telephone="13907120034", wish="message")
    v = town.handle(v, title="忘掉的题目己丑", answer="忘掉的答复庚寅")
    v.take("look", town.xu, "忘掉的理由辛卯")
    v.take(
        "redact",
        town.xu,
        public_title="忘掉的公开题壬辰",
        public_text="忘掉的公开文癸巳",
        public_answer="忘掉的公开答甲午",
    )
    v.take("publish", town.xu)
    v.take("forget", v.receipt)
    world.plants(
        NOBODY, "要忘掉的丁亥戊子", "13907120032", "夏侯明月", "13907120034", "忘掉的题目己丑", "忘掉的答复庚寅", "忘掉的理由辛卯",
        "忘掉的公开题壬辰", "忘掉的公开文癸巳", "忘掉的公开答甲午",
    )  # fmt: skip


def received(world, town, _next_town):
    """Said at a station on a day on which Lin received there; its sheet hangs there for everyone who comes in."""
    organ = Organ.objects.create(
        name="老街口联络站", kind=Organ.Kind.STATION, parent=town.street, since=date(2022, 3, 1)
    )
    station = Station.objects.create(organ=organ, address="老街口 1 号")
    Stationed.objects.create(station=station, post=town.lin, since=date(2022, 3, 1))
    day = plan(station, town.xu, [town.lin], day=date(2026, 3, 2), opens=time(10), closes=time(11))
    day.take("announce", town.xu)
    for holder in (town.lin, station):
        issue(holder, town.wang)
    words = f"站上说的事甲申乙酉。{OWN.replace('0002', '0042')}"
    v = world.says("卯", words, station=organ, channel="visit")
    tell_who(v.receipt, name="独孤一鸣", telephone="13907120044")
    world.plants(CAST - HANDLERS | {"卯"}, "站上说的事甲申乙酉")
    world.plants(KEEPERS | {"卯"}, "13907120042")
    world.plants(NOBODY, "独孤一鸣", "13907120044")


def expired(world, town, _next_town):
    """Its receipt was good until yesterday."""
    v = world.says("寅", "回执过期的事己亥庚子。")
    v.receipt.until = date(2026, 3, 1)
    v.receipt.save()
    world.plants(CAST - HANDLERS, "回执过期的事己亥庚子")


def never_sent(world, _town, _next_town):
    """Begun, and not sent: it is nobody's yet."""
    world.says("子", "还没有发出的乙未丙申。", sent=False)
    world.plants(NOBODY, "还没有发出的乙未丙申")


def next_door(world, _town, next_town):
    """What is said in the next congress."""
    world.says("丑", "白石县的事丁酉戊戌。", town=next_town, place="清河街道")
    both = CAST - HANDLERS - {"何副主任"}  # who serve in both towns under one sign-in
    world.plants(both | {"白石徐", "丑"}, "白石县的事丁酉戊戌")


def said(v, what):
    more = Said(receipt=v.receipt).keep(what=what, place="")
    more.save()
    return more


def reported(world, town, _next_town):
    """A report that is public: what is for the Party committee alone, an earlier draft and a comment are for who writes it."""
    readers = {"王敏", "孙立", "高平", "何副主任"}
    r = AnnualReport.objects.create(
        title="去年的工作报告", keeper=town.office, since=date(2025, 1, 1), until=date(2025, 12, 31)
    )
    c = Chapter.objects.create(
        title="代表工作",
        annual=r,
        source=r,
        position=1,
        writer=town.office,
        keeper=town.office,
        committee=town.committee,
    )
    c.take("ask", town.wang)
    r.take("start", town.wang)
    drafting.save(c, [town.wang], "初稿里的话子丑寅。", 0)
    drafting.say(c, town.sun, "意见里的话卯辰巳。")
    told = "代表建议办结{suggestions_concluded}。\n【只报党委】只给党委的话午未申，走访{villages_visited}。"
    drafting.save(anew(c), [town.wang], told, 1)
    c.take("hand_in", town.wang)
    c.take("accept", town.wang)
    r.take("freeze", town.sun)
    r.take("publish", town.sun)
    world.plants(readers, "初稿里的话子丑寅", "意见里的话卯辰巳", "只给党委的话午未申")
