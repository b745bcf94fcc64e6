"""What a machine hides of a resident's words, and what it leaves because it is the matter itself."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from qingting.redaction.masking import masked


@pytest.mark.parametrize(
    ("text", "hidden"),
    [
        ("电话13812345678", ["13812345678"]),
        ("电话 138-1234-5678 或 138 1234 5678", ["138-1234-5678", "138 1234 5678"]),
        ("手机号１３８１２３４５６７８。", ["１３８１２３４５６７８"]),
        ("一三八一二三四五六七八", ["一三八一二三四五六七八"]),
        ("联系电话：86361234，027-86361234", ["86361234", "027-86361234"]),
        ("身份证11010519491231002X", ["11010519491231002X"]),
        ("身份证号码130503670401001", ["130503670401001"]),
        ("他是110105194912310021的持有人", ["110105194912310021"]),
        ("车牌鄂A12345和鄂A·D12345", ["鄂A12345", "鄂A·D12345"]),
        ("打到6222021234567890128，不是6222021234567890127", ["6222021234567890128"]),
        ("打到4111 1111 1111 1111", ["4111 1111 1111 1111"]),
        ("信箱 da.ma@example.com", ["da.ma@example.com"]),
        ("QQ：12345678，微信号zhou_dama66", ["12345678", "zhou_dama66"]),
        ("家住八大家花园3号楼2单元501室", ["3号楼2单元501室"]),
        ("10栋3门402和302室", ["10栋3门402", "302室"]),
        ("十二号楼一单元六〇二室", ["十二号楼一单元六〇二室"]),
    ],
)
def test_a_machine_hides_what_can_be_counted(text, hidden):
    shown, found = masked(text)
    assert [one.words for one in found] == hidden
    assert not any(words in shown for words in hidden)


@pytest.mark.parametrize(
    "text",
    [
        "32个门栋，1200户，总投资420000000元。",
        "2023年1月1日至2023年12月31日，建议2023-0086。",
        "5号楼加装电梯，三单元的路灯，3室2厅。",
        "请拨打12345，在3楼会议室开会，建设一路12号。",
        "统一社会信用代码91420107MA4K1234XX。",
    ],
)
def test_a_machine_leaves_what_is_the_matter_itself(text):
    assert masked(text) == (text, [])


@settings(max_examples=200, deadline=None)
@given(st.text(alphabet="0123456789０１１一三八楼室栋单元号QQ微信电话身份证鄂A·@.-xX :：，［］已隐去a\n", max_size=60))
def test_to_hide_twice_is_to_hide_once(text):
    shown, found = masked(text)
    assert masked(shown) == (shown, [])
    assert all(one.words in text for one in found)


@pytest.mark.parametrize(
    ("text", "hidden"),
    [
        ("我叫李国强，楼下王秀兰阿姨和张伟吵架。", ["李国强", "王秀兰", "张伟"]),
        ("联系人：陈芳 13800138000", ["陈芳", "13800138000"]),
        ("何先生反映，欧阳小红也来了。", ["何先生", "欧阳小红"]),
        ("物业经理刘强态度恶劣，业主赵敏多次投诉。", ["刘强", "赵敏"]),
        ("我是３栋的，姓名：孙立。", ["孙立"]),
    ],
)
def test_names_are_hidden_where_words_betray_them(text, hidden):
    shown, found = masked(text, names=True)
    assert [one.words for one in found] == hidden
    assert not any(words in shown for words in hidden)
    assert [one.words for one in masked(text)[1]] == [words for words in hidden if words.isdigit()]  # unless asked


@pytest.mark.parametrize(
    "text",
    [
        "白玉山街道红钢城建设一路路灯坏了，武钢医院门口积水。",
        "石家庄路和平大道路口堵车，胡书记您好，金地格林小区停电。",
        "高新区麻园路，罗家港清淤，余家头水厂停水，孔家村修路。",
        "方便的话请安装电梯，和谐小区，马上处理，任何单位，成都路。",
    ],
)
def test_places_and_offices_are_no_names(text):
    assert masked(text, names=True) == (text, [])
