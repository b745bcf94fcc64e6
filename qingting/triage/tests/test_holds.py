"""What no machine may route is held, whatever it says besides; a place name is not, nor a danger that is only feared."""

import pytest

from qingting.triage.holds import READ, Hold, held, told

HELD = {
    Hold.LIFE: """
        我不想活了，欠薪半年没人管
        再不解决我就从楼上跳楼
        家里闻到很大的煤气味，怕要出事
        隔壁燃气泄漏了，没人来
        老人被困电梯一个小时
        小区三号楼着火了，消防车进不来
        路口的窨井盖不见了，孩子差点掉进井里
        高压线断了垂在路边
        路灯杆漏电，已经有人触电
        房屋裂缝很大，随时可能倒塌
        边坡突然塌方，压到了民房
        有人落水，没有救生设备
        孩子食物中毒，昏迷不醒
        他扬言要杀我全家
        母亲断药三天，生命垂危，救命
        工地坍塌有人被埋
        学生有轻生的念头，学校不管
        人行道上没有井盖，天黑很危险
        有人持刀在菜市场闹
    """,
    Hold.VIOLENCE: """
        城管队员殴打摊贩
        丈夫长期家暴
        老师体罚学生
        物业保安动手打业主
        施工方恐吓住户，不搬就堵门
        孩子在学校被同学欺凌
        拆迁队半夜强拆
    """,
    Hold.CRIME: """
        楼下棋牌室开设赌场
        被骗了三万元，平台联系不上
        村霸霸占水塘
        有人在小区里吸毒
        公司非法集资后跑路
        夜里有人盗采河砂
        家里被盗，三个月没有结果
        邻居被传销组织骗走
        路口有人碰瓷
    """,
    Hold.OFFICIAL: """
        举报村支书贪污扶贫款
        某局长收受贿赂
        村主任把低保给了自己亲戚，优亲厚友
        街道干部吃拿卡要
        镇长不作为
        实名反映派出所民警包庇亲属
        村干部私分征地款
        单位领导公车私用
        乡政府截留补贴
        窗口工作人员故意刁难
        科长违规插手工程
    """,
    Hold.COURT: """
        法院判决两年了，一直不执行
        官司打赢了拿不到钱
        检察院不予抗诉
        老赖转移财产
        法官偏袒对方
        冤案十年，请求再审
        我的房子被查封，请问找谁
    """,
    Hold.ELECTION: """
        村委会换届有人拉票
        选举时发钱买选票
        候选人资格有问题
        要求罢免村主任
        选民登记漏了我家
    """,
}
INNOCENT = """
    法院旁边的路灯坏了
    检察院门口堵车严重
    派出所附近的人行道坑坑洼洼
    法院宿舍停水两天了
    小区业委会换届什么时候开始
    垃圾没有人清运，气味很大
    公交车半小时才来一班
    请书记关心一下老旧小区加装电梯
    尊敬的市长您好，请问学区怎么划分
    一旦着火，消防车进不来
    容易引起火灾，请加强管理
    建议开展防诈骗宣传
    楼道报警器该换电池了
    医保报销比例是多少
    幼儿园学费太高
    拖欠工资三个月
    请问防盗网能不能装
    小区需要多装几个充电桩
    河水发黑，有臭味
    工地夜间施工，吵得睡不着
"""


def lines(text):
    return [line.strip() for line in text.strip().splitlines()]


@pytest.mark.parametrize(("hold", "sentence"), [(hold, line) for hold, text in HELD.items() for line in lines(text)])
def test_what_no_machine_may_route_is_held(hold, sentence):
    found = held("", sentence)
    assert found.hold is not None, sentence
    assert found.urgent is (hold is Hold.LIFE), sentence
    assert held(sentence, "请处理").hold == found.hold


@pytest.mark.parametrize("hold", Hold)
def test_each_reason_is_named_by_most_of_its_sentences(hold):
    named = [held("", line).hold is hold for line in lines(HELD[hold])]
    assert sum(named) >= 0.8 * len(named)


@pytest.mark.parametrize("sentence", lines(INNOCENT))
def test_a_place_a_greeting_and_a_mere_fear_hold_nothing(sentence):
    assert held("", sentence).hold is None, sentence


def test_danger_to_life_comes_before_all_else():
    found = held("举报局长贪污", "我被逼得不想活了")
    assert found.hold is Hold.LIFE and found.urgent
    assert "“不想活”" in "".join(told(found))


def test_suicide_is_no_mere_fear():
    assert held("", "如果再不解决我就自杀").urgent


@pytest.mark.parametrize(
    "text", ["", "😀😀😀", "\x00\x01", "a" * 10_000, "يۇلتۇز مەكتەپ", "الف", "ཚོགས་ཆེན", "。" * 10_000]
)
def test_whatever_is_typed_is_answered(text):
    assert held(text, text).hold is None


def test_a_long_text_is_read_to_its_end():
    assert held("", "路面不平。" * ((READ - 10) // 5) + "有人落水").urgent
