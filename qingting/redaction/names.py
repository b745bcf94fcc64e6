"""People's names in a resident's words, as far as words betray them.

A tagger guesses which words are names; the first character must be a surname, and a place or an office is none.
It errs both ways, so nobody is spared the reading: a name that was missed is found by a person before anything is public.
"""

import re
from collections.abc import Iterator

import rjieba

SURNAMES = (
    "王李张刘陈杨黄赵吴周徐孙马朱胡郭何高林罗郑梁谢宋唐许韩冯邓曹彭曾肖萧田董袁潘于蒋蔡余杜叶程苏魏吕丁任沈姚卢姜崔钟谭陆汪范金石"
    "廖贾夏韦付傅方白邹孟熊秦邱江尹薛闫阎段雷侯龙史陶黎贺顾毛郝龚邵万钱严覃武戴莫孔向汤温康施文牛樊葛邢安齐易乔伍庞颜倪庄聂章鲁岳翟"
    "殷詹申欧耿关兰焦俞左柳甘祝包宁尚符舒阮柯纪梅童凌毕单裴霍涂成苗谷盛曲翁冉骆蓝路游辛靳管柴蒙鲍华喻祁蒲房滕屈饶解牟艾尤阳时穆农司卓古吉缪简车项连芦麦褚娄窦戚岑景党宫费卜冷晏席卫米柏宗瞿桂全佟应臧闵苟邬边卞姬师和仇栾隋商刁沙荣巫寇桑郎甄丛仲虞敖巩明佘池查麻苑迟邝"
)
DOUBLE = "欧阳|上官|司马|诸葛|皇甫|东方|尉迟|公孙|令狐|慕容|司徒|夏侯|端木|南宫"
OFFICES = "书记|局长|县长|市长|区长|省长|镇长|乡长|院长|校长|处长|科长|厅长|部长|主席|领导|部门|政府"
PLACES = "路街道巷弄里区县市省镇乡村庄湾港桥门园苑城湖河江山站场院校所厂店楼栋号局"  # what ends the name of a place
HOUSES = re.compile(
    f"[{PLACES}]|医院|学校|小学|中学|大学|小区|社区|公司|集团|花园|广场|大厦|公园|大道|地铁|公交|超市|商场|酒店|餐"
)
TITLES = "先生|女士|小姐|太太|大爷|大妈|大娘|大伯|大叔|大姐|大哥|阿姨|叔叔|伯伯|爷爷|奶奶|师傅|老师|同志|医生|某某|某"

# What the tagger takes for names and everyone else for ordinary words.
ORDINARY = frozenset(
    "谢谢 许可证 许可 和尚 阳光 明白 齐全 文明 蓝天 黄牛 何时能 何时休 陈述 钱财 申请人 康复 马尾 关怀 师生 张贴 万隆 明珠 高昂 严肃 严肃查处 严格 "
    "施工图 安静 严格执法 严格遵守 麻木 宁静 杜绝 杜鹃 沙石 安危 高三 高一 高二 段时间 卓越 孙子 查明 查清 查一查 房屋内 房屋 米左右 和我 路基 石沉大海 "
    "向阳 白云 安逸 高达 白白 任凭 边远 高中班 高中 安抚 阳奉阴违 古老 师范生 辛勤 荣誉 马虎 付清 明文 农村居民 唐装 温泉 师傅 成员 成本 成功 高兴 高峰 "
    "林立 明显 明年 明天 毛病 胡乱 常年 安全 安心 安装 方便 方向 和谐 马上 马路 任何 任意 成都 成立 齐心 于是 于心 田地 水平 时候 时间 全部 单位 单元 "
    "平时 平安 祝福 祝愿 关心 关注 关于 关键 解决 解释 管理 管道 柴油 牛奶 白天 黑心 黄色 红色 金额 石头 江水 农民 农村 路灯 路口 路面 游客 房产 房东 "
    "何处 何况 何去何从 曾经 莫名 莫名其妙 戴口罩 华为 艾滋 车位 车主 车辆 项目 连续 简单 席卷 宗旨 应该 应当 国家 师资 严重 古树 司机 梅雨 夏天 秋天 冬天 "
    "康庄 幸福 乐园 易燃 易爆 史无前例 雷雨 龙头 万元 万人 景区 党员 党委 费用 冷水 沙子 商业 商铺 商户 商家 苗木 谷物 盛夏 曲折 翁婆 游泳 鲍鱼 满意 农药 "
    "华庭 华府 马王堆 毛泽东 周敦颐 桑塔纳 黄昏 黄金 金融 金属 石油 石材 水务 水管 温暖 温馨 康养 和平 和好 平台 包括 包装 包容 宁可 宁愿 空调 左右 左边 右边 "
    "贺电 范围 范本 纪律 纪委 纪检 舒服 舒适 屈服 柳树 桃树 陶瓷 童年 单车 单独 成年 成绩 成果 成交 解放 解除 应急 池塘 查处 查询 查看 麻烦 麻将 迟到 迟迟".split()
)

# Where someone says that a name follows. Only what is a surname is taken for the beginning of one.
LED_IN = re.compile(
    rf"(?:我叫|名叫|叫做|姓名|本人|联系人|当事人|投诉人|户主|房东|业主|老板|司机|邻居|住户|女儿|儿子|老公|老婆|丈夫|妻子|父亲|母亲|老人)"
    rf"(?:的?名字)?(?:叫做?|是|为)?[ :]?(?P<name>(?:{DOUBLE}|[{SURNAMES}])[\u4e00-\u9fff]{{1,2}})(?=[ ,，。.;；、!！?？:\n的和与住因在被1]|$|电话|手机|身份)"
)
DOUBLED = re.compile(
    rf"(?<![\u4e00-\u9fff])?(?:{DOUBLE})[\u4e00-\u9fff]{{1,2}}(?={TITLES}|[ ,，。；、和与说住的也在]|$)"
)


def names_in(text: str) -> Iterator[tuple[int, int]]:
    """Where names stand in a text: from which character up to which. They may overlap."""
    for pattern in (LED_IN, DOUBLED):
        for match in pattern.finditer(text):
            yield match.span("name" if "name" in pattern.groupindex else 0)
    at = 0
    for word, kind in rjieba.tag(text):
        since = text.index(word, at)
        at = since + len(word)
        if kind.startswith("nr") and is_name(word) and not HOUSES.match(text, at):
            yield since, at


def is_name(word: str) -> bool:
    """Whether what the tagger takes for a name begins as one and is neither a place nor an office."""
    if word in ORDINARY or re.search(f"(?:{OFFICES})$", word) or word[-1] in PLACES:
        return False
    return 2 <= len(word) <= 4 and (word[0] in SURNAMES or bool(re.match(DOUBLE, word)))
