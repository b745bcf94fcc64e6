"""What no machine may route: danger to life, violence, crime, reports against officials, courts, elections.

Such a message goes to a person at once, marked. Plain patterns, so that a clerk can read why; when in doubt one is held,
because a missed one is the worse fault.
"""

import re
from dataclasses import dataclass

from django.db import models
from django.utils.translation import gettext as said
from django.utils.translation import gettext_lazy as _

READ = 10_000  # characters of a text


class Hold(models.TextChoices):
    """In order of urgency: of several reasons the first is named."""

    LIFE = "life", _("危及生命")
    VIOLENCE = "violence", _("暴力、人身威胁")
    CRIME = "crime", _("涉嫌违法犯罪")
    OFFICIAL = "official", _("反映公职人员")
    COURT = "court", _("涉法涉诉")
    ELECTION = "election", _("选举事项")


@dataclass(frozen=True)
class Held:
    """Why a message is held and by which words, and whether somebody is in danger now."""

    hold: Hold | None
    words: tuple[str, ...]
    urgent: bool


# A danger that is only feared (一旦着火…) or of which one asks to be protected is no emergency; that it is in a text at all
# still says something, but not that a person must come now.
FEARED = re.compile(
    r"(一旦|万一|如果|假如|倘若|若是|要是|容易|极易|易引|可能会?引|防止|预防|以防|避免|防范|演练|培训|宣传|知识|保险|科普|应急预案|消防演|虚惊|曾经|以前|前年|去年)"
    r"[^。！？!?\n]{0,12}$"
)
DANGER = {
    "一氧化碳|(煤气|燃气|天然气|液化气|瓦斯|氨气|氯气|毒气|燃气管|气管)[^。\n]{0,10}(泄漏|泄露|漏气|外泄|爆|漏得|在漏|中毒)|(泄漏|泄露|漏)了?(煤气|燃气|天然气|液化气|氨气|氯气)|闻到[^。\n]{0,6}(煤气|燃气|天然气)味": True,
    "着火|起火|失火|火灾|冒火|火势|烧起来|爆炸|爆燃|浓烟滚滚": False,
    "(随时|快要|即将|就要|马上|已经|已|正在|突然|部分|全部|可能|会|要|有)[^。\n，]{0,4}(倒塌|坍塌|垮塌|塌陷|塌方|崩塌|塌下来|倒下来|掉下来|砸下来|垮下来)|房(屋|子)?(倒|塌)了|塌(了|方|陷)|坍塌|垮塌|山体滑坡|泥石流|决堤|溃坝|管涌|楼体倾斜|摇摇欲坠": False,
    "被困|困在|困住|困人|困电梯|困了[^。\n]{0,6}(分钟|小时)|压在[^。\n]{0,4}下面|被埋|埋在(下面|里面|废墟|土)": False,
    "自杀|轻生|跳楼|跳河|跳江|跳桥|割腕|割脉|上吊|服毒|喝农药|喝了农药|寻短见|不想活|活不下去|活不成|没法活|不如死|死了算|以死|死给|了断自己|了结自己|结束(自己的?)?生命|想死|去死|求死|死在[^。\n]{0,4}(门口|面前)|遗书|自焚|同归于尽|绝食": True,
    "触电|漏电|带电|电死|(电线|电缆|高压线|线缆|裸线)[^。\n，]{0,10}(裸露|外露|掉|断|脱落|垂|落地|落在|拖|冒火|打火|漏)|(裸露|断落|掉落|垂落|外露|断了)的?[^。\n，]{0,4}(电线|电缆|高压线)|电线杆?[^。\n，]{0,6}(倾斜|倒|要断)": False,
    "(井盖|窨井|沙井|下水道盖|雨水篦|盖板)[^。\n]{0,10}(缺失|丢失|丢了|不见|没了|没有|被盗|被偷|偷走|破损|破了|碎|敞开|打开|缺|坏|塌|掉|松动|移位|翘)|(没有|没|缺少?|无|丢了?|偷了?|少了?|未盖|没盖)[^。\n，]{0,3}(井盖|窨井盖|盖板)|(掉|摔|跌|落)[进入到][^。\n，]{0,6}(井|坑|沟|洞)|无盖[^。\n]{0,3}井|(敞|开)口[^。\n]{0,3}井": False,
    "溺水|落水|淹死|溺亡|坠楼|坠落|坠井|坠河|高空坠物|高空抛物|砸伤|砸到人|砸中": False,
    "生命危险|有生命危险|性命|人命关天|危及生命|生命垂危|命悬|救命|奄奄一息|病危|昏迷|昏倒|晕倒|休克|窒息|大出血|不省人事|没有呼吸|心脏骤停|快不行了|等着救|正在(抢|急)救|急需抢救|断药|食物中毒|集体中毒|农药中毒|出人命|要出人命|死人了": False,
    "(拿|持|手持|提着|挥舞|带)[^。\n]{0,3}(刀|枪|斧|凶器)|砍人|砍伤|捅|行凶|杀人|要杀|杀了我|弄死|打死|绑架|劫持|人质|追杀|灭门|扬言[^。\n]{0,8}(杀|炸|烧|死|砍)|投毒|放火|纵火|炸(掉|毁|平|死)": True,
}
FEAR_COUNTS = {pattern for pattern, always in DANGER.items() if always}  # who says these at all is asked after

OFFICIAL = (
    "书记|镇长|乡长|村长|村主任|村支书|支书|村干部|村官|局长|科长|处长|所长|院长|校长|站长|区长|县长|市长|省长|厅长|部长|队长|"
    "大队长|社长|组长|股长|主任|主席|委员|干部|领导|官员|公务员|民警|警察|警官|交警|辅警|法官|检察官|执法人员|执法队|城管|公职人员|"
    "党员|政府人员|工作人员|窗口人员|办事员|监管人员|一把手|负责人|村委|居委|镇政府|乡政府|街道办|局里|派出所"
)
ACCUSED = (
    "不作为|乱作为|慢作为|包庇|袒护|偏袒|勾结|串通|克扣|私分|打招呼|走后门|开后门|关系户|吃回扣|拿回扣|回扣|收钱|收礼|送礼|收了?好处|好处费|"
    "辱骂|骂人|打骂|刁难|故意|威胁|报复|打击报复|欺压|欺负|霸道|独断|一手遮天|弄虚作假|造假|瞒报|虚报|谎报|冒领|套取|骗取|占为己有|据为己有|"
    "乱收费|索要|索取|强占|霸占|侵占|私自|擅自|违规|违法|违纪|吃喝|酒驾|醉驾|赌博|嫖|包养|情妇|小三|玩忽|失职|不公|徇私|滥用|贪|黑心|腐"
)
MARKS = {
    Hold.VIOLENCE: "殴打|殴伤|打人|打伤|被打|打了我|动手打|围殴|群殴|斗殴|打架|暴打|毒打|施暴|暴力|家暴|虐待|虐童|体罚|霸凌|欺凌|恐吓|威胁|"
    "要打(我|人|死)|扬言|恶犬|砸(车|店|门|窗|我家)|堵门|泼油漆|泼粪|限制人身自由|非法拘禁|拘禁|软禁|强行拖|拖走|强拆|猥亵|性侵|性骚扰|强奸|"
    "侮辱|被跟踪|跟踪我|尾随|被砍|流血|头破血流|打砸|闹事|械斗",
    Hold.CRIME: "诈骗|骗子|骗钱|被骗|行骗|骗取|骗走|盗窃|偷盗|被偷|被盗|小偷|扒手|抢劫|抢夺|抢走|敲诈|勒索|贩毒|吸毒|毒品|制毒|冰毒|赌博|赌场|开赌|聚赌|赌钱|"
    "卖淫|嫖娼|涉黄|色情|黄赌毒|拐卖|拐骗|人贩|失踪|走失|传销|非法集资|集资诈骗|庞氏|洗钱|地下钱庄|高利贷|套路贷|裸贷|暴力催收|黑社会|黑恶|涉黑|扫黑|恶势力|村霸|路霸|"
    "保护伞|偷税|漏税|逃税|虚开|假币|伪造|造假证|假证|假章|走私|盗采|盗挖|非法采砂|非法采矿|盗伐|滥伐|偷猎|非法捕捞|电鱼|枪支|弹药|爆炸物|私藏|"
    "犯罪|犯法|刑事|报案|报警|立案|通缉|凶手|肇事逃逸|逃逸|酒驾|醉驾|碰瓷|跑路|卷款|携款|强迫交易|强买强卖|诬告|诬陷|泄露个人信息|倒卖|贩卖",
    Hold.OFFICIAL: "贪污|受贿|行贿|索贿|贿赂|腐败|贪官|以权谋私|权钱|徇私|舞弊|挪用|侵吞|截留|中饱私囊|吃拿卡要|官官相护|官商|滥用职权|滥用权力|渎职|玩忽职守|失职|违纪|"
    "公款|优亲厚友|暗箱操作|黑箱|纪委|监委|监察委|巡视组|巡察组|巡察|巡视|双规|留置|党纪|政纪|四风|八项规定|公车私用|吃空饷|空饷|裙带|近亲繁殖|买官|卖官|带病提拔|"
    "作风问题|生活作风|官僚|欺上瞒下|鱼肉百姓|鱼肉乡里|实名举报|举报信|检举|控告|弹劾|问责|追责|严惩|贪赃|枉法|私吞|贪腐",
    Hold.COURT: "法院|法庭|法官|检察院|检察官|公诉|判决|裁定|判刑|宣判|错判|误判|冤案|冤假|错案|冤枉|喊冤|蒙冤|上诉|申诉|再审|二审|一审|终审|起诉|诉讼|打官司|官司|败诉|胜诉|"
    "开庭|庭审|执行局|强制执行|申请执行|执行难|老赖|失信被执行|被执行人|立案庭|查封|拍卖房|法拍|司法拍卖|司法鉴定|司法不公|抗诉|看守所|监狱|取保|批捕|逮捕|拘留|行政复议|国家赔偿|减刑|假释",
    Hold.ELECTION: "选举|贿选|换届|拉票|买选票|买票当|选票|投票箱|唱票|监票|候选人|参选|竞选|落选|当选|罢免|选民|代表资格|人大代表[^。\n]{0,6}(冒|假|名额|产生|资格)|村委会?选|选(村|居|村委|居委|支书|书记|主任|代表|组长)|村两委",
}
# Words that are no sign where they only say where something is, or what something is called.
PLACES = {
    Hold.COURT: re.compile(
        r"(法院|检察院|看守所|监狱|法庭)(宿舍|家属|小区|大院|旁|附近|门口|门前|门外|对面|对门|隔壁|后面|后门|前面|前门|背后|西侧|东侧|南侧|北侧|"
        r"西边|东边|南边|北边|路口|路段|路|街|巷|站|公交|停车|段|斜对面|周边|一带|十字|红绿灯|这边|那边|到|至)"
    ),
    Hold.ELECTION: re.compile(
        r"(摇号|业委会|业主委员会|业主大会|班委|学生会)[^。\n，]{0,8}(选举|换届|当选|候选人)|(选举|换届)[^。\n，]{0,4}(业委会|业主委员会)"
    ),
    Hold.VIOLENCE: re.compile(r"暴力(破解|执行力|美学)|暴力熊"),
    Hold.CRIME: re.compile(
        r"(防|反|谨防|预防)(电信网络|电信|网络)?诈骗(宣传|中心|知识)|扫黑除恶宣传|报警(器|装置|系统|电话|按钮|铃)|防盗门|防盗(网|窗)"
    ),
    Hold.OFFICIAL: re.compile(
        r"(尊敬的|敬爱的|各位|请|求|望|恳请|希望|感谢|谢谢)[^。，\n]{0,6}(书记|领导|市长|区长|县长|局长)[^。！？\n]{0,6}(您?好|[:：,，！!]|$)"
    ),
}
NEAR = 16  # characters
BREATH = re.compile(r"[。！？!?；;\n]")
IN_OFFICE, WRONG, TELLING = re.compile(OFFICIAL), re.compile(ACCUSED), re.compile("举报|检举|控告|反映|投诉|状告|揭发")
SIGNS = {hold: re.compile(pattern) for hold, pattern in MARKS.items()}
EMERGENCIES = [(re.compile(pattern), pattern in FEAR_COUNTS) for pattern in DANGER]


def held(title: str, detail: str) -> Held:
    """Whether a person must look at it first, why, and whether at once."""
    text = f"{title}\n{detail}"[:READ]
    dangers = [word for pattern, always in EMERGENCIES for word in _dangers(pattern, always, text)]
    if dangers:
        return Held(Hold.LIFE, _few(dangers), True)
    for hold in Hold:
        if hold in SIGNS and (words := _signs(hold, text)):
            return Held(hold, _few(words), False)
    return Held(None, (), False)


def _dangers(pattern, always, text):
    return [
        found[0]
        for found in pattern.finditer(text)
        if always or not FEARED.search(text[max(0, found.start() - 30) : found.start()])
    ]


def _signs(hold, text):
    if hold in PLACES:
        text = PLACES[hold].sub("，", text)
    return [found[0] for found in SIGNS[hold].finditer(text)] + (
        _against_officials(text) if hold is Hold.OFFICIAL else []
    )


def _against_officials(text) -> list[str]:
    """Somebody in office, and in the same breath what he is accused of; or a report that names him."""
    found = []
    for accused in WRONG.finditer(text):
        before = text[max(0, accused.start() - NEAR) : accused.start()]
        found += [f"{who[0]}…{accused[0]}" for who in [IN_OFFICE.search(BREATH.split(before)[-1])] if who]
    for telling in TELLING.finditer(text):
        after = text[telling.end() : telling.end() + NEAR]
        found += [f"{telling[0]}…{who[0]}" for who in [IN_OFFICE.search(BREATH.split(after)[0])] if who]
    return found


def _few(words) -> tuple[str, ...]:
    return tuple(dict.fromkeys(words))[:3]


def told(found: Held) -> list[str]:
    """For the clerk: why no machine routes this."""
    words = said("、").join(f"“{word}”" for word in found.words)
    sentences = (
        [said("不由机器分派（%(why)s）：文中有%(words)s，请人工处理") % {"why": found.hold.label, "words": words}]
        if found.hold
        else []
    )
    return [*([said("可能有人身危险，请立即联系来信人并通知应急部门")] if found.urgent else []), *sentences]
