"""What is said under a veil: ratings are not for the organ that is rated, and nobody else reads an answer before it is signed."""

import io
import zipfile

import pytest

from qingting.suggestions.tests.doings import anew, gathered, joint, promise

RATED = dict(process_rating="fair", result_rating="dissatisfied")


@pytest.fixture(autouse=True)
def monday(on):
    on("2026-03-02")


@pytest.fixture
def reads(client):
    """All that one of the town finds at an address, unpacked."""

    def read(post, address):
        client.force_login(post.person.user)
        response = client.get(address)
        content = b"".join(response.streaming_content) if response.streaming else response.content
        if content[:2] == b"PK":
            with zipfile.ZipFile(io.BytesIO(content)) as file:
                return "".join(file.read(name).decode(errors="replace") for name in file.namelist())
        return content.decode()

    return read


def addresses(*matters):
    sheets = [
        f"/registers/{slug}/{asked}"
        for slug in ("suggestions", "promises")
        for asked in ("", "?export=csv", "?export=xlsx")
    ]
    pages = [f"/matters/{m.pk}/{part}" for m in matters for part in ("", "seals/")]
    return [*sheets, *pages, "/inbox/", "/notices/", "/search/?q=疏浚"]


@pytest.mark.parametrize("who", ["zhao", "zhou"])
@pytest.mark.parametrize("upto", ["rate", "again", "close"])
def test_the_organ_that_is_rated_sees_no_rating(town, reads, who, upto):
    """On no page, in no history and no sheet: not while it is rated, not when it is handled again, not when it is over."""
    s, (he,) = joint(town, town.he)
    s = town.walk(s, upto="rate", **RATED)
    he.take("rate", town.he, **RATED)
    if upto != "rate":
        s.take("redo", town.wang, "代表认为尚未办成")
        s = town.walk(anew(s), upto="rate", process_rating="fair", result_rating="fair")
        he.take("rate", town.he, process_rating="fair", result_rating="fair")
    s = town.walk(s) if upto == "close" else anew(s)
    for address in addresses(s, he):
        said = reads(getattr(town, who), address)
        assert "不满意" not in said and "基本满意" not in said, address
    for post in (town.lin, town.wang):
        assert "基本满意" in reads(post, f"/matters/{s.pk}/")
    assert "基本满意" in reads(town.wang, "/registers/suggestions/?export=csv")


def test_that_it_was_rated_is_told_and_not_how(town, reads):
    s = town.walk(town.suggestion(), upto="rate", **RATED)
    page = reads(town.zhao, f"/matters/{s.pk}/")
    assert "已评价" in page and "这一步写的内容不向您现在的职务显示" in page


@pytest.mark.parametrize("lead_says", ["dissatisfied", "nothing"])
def test_whose_turn_it_is_does_not_tell_how_it_was_rated(town, on, reads, lead_says):
    """That the office must have it handled again would say that somebody was dissatisfied."""
    s, (he,) = joint(town, town.he)
    s = town.walk(s, upto="answer")
    if lead_says == "nothing":
        on("2026-04-01")
        s.take("remind", town.wang)
        on("2026-05-06")
        s.take("lapse", town.wang)
    else:
        s.take("rate", town.lin, **RATED)
    anew(he).take("rate", town.he, **RATED)
    assert "等代表工作委员会“重新办理”" in reads(town.lin, f"/matters/{s.pk}/")
    assert "轮到您“重新办理”" in reads(town.wang, f"/matters/{s.pk}/")
    for post in (town.zhao, town.zhou):
        page = reads(post, f"/matters/{s.pk}/")
        assert "重新办理" not in page and "等代表工作委员会办理" in page


def test_whoever_rates_is_told_who_does_not_read_it(town, reads):
    s, (he,) = joint(town, town.he)
    town.walk(s, upto="answer")
    for post, matter in ((town.lin, s), (town.he, he)):
        assert "承办单位只知道您评价过，看不到您怎样评价。" in reads(post, f"/matters/{matter.pk}/rate/")


def test_each_joint_deputy_sees_his_own_and_not_the_others(town, reads):
    s, (he, fang) = joint(town, town.he, town.fang)
    town.walk(s, upto="answer")
    he.take("rate", town.he, **RATED)
    assert "不满意" in reads(town.he, f"/matters/{he.pk}/")
    client_page = reads(town.fang, f"/matters/{he.pk}/")
    assert "不满意" not in client_page and "没有" in client_page
    assert "对办理结果" not in reads(town.fang, f"/matters/{fang.pk}/")


def test_the_second_rating_months_later_is_veiled_too(town, on, reads):
    s = town.walk(town.suggestion())
    on("2026-09-02")
    s.take("revisit", town.lin, second_process_rating="fair", second_result_rating="dissatisfied")
    assert "不满意" not in reads(town.zhao, f"/matters/{s.pk}/")
    assert "不满意" in reads(town.wang, f"/matters/{s.pk}/")


def test_several_handlers_see_no_rating_of_what_they_answered(town, reads):
    s, shares = gathered(town)
    s.take("rate", town.lin, **RATED)
    for post in (town.zhao, town.zhou, town.qian, town.wu):
        for address in addresses(s, *shares):
            assert "不满意" not in reads(post, address), address


SECRET = "尚未签发的机密措辞"


@pytest.mark.parametrize("then", ["", "rework", "withdraw"])
@pytest.mark.parametrize("who", ["lin", "wang", "sun", "gao", "qian", "he"])
def test_an_answer_that_nobody_has_signed_is_seen_by_nobody_else(town, reads, who, then):
    s, (he,) = joint(town, town.he)
    s = town.walk(s, upto="draft_answer", result="planned", answer=SECRET)
    made = promise(s, town)
    if then:
        s.take(then, town.zhou if then == "rework" else town.lin, "不妥")
    for address in addresses(s, he, made):
        said = reads(getattr(town, who), address)
        assert SECRET not in said and "清淤十公里" not in said, address
        assert "列入计划" not in said, address
    if not then:
        for post in (town.zhao, town.zhou):
            assert SECRET in reads(post, f"/matters/{s.pk}/") and "清淤十公里" in reads(post, f"/matters/{s.pk}/")


def test_once_it_is_signed_whoever_it_is_for_reads_it(town, reads):
    s, (he,) = joint(town, town.he)
    s = town.walk(s, upto="answer", answer="已完成清淤三公里。")
    for post, matter in ((town.lin, s), (town.wang, s), (town.gao, s), (town.he, he)):
        assert "已完成清淤三公里。" in reads(post, f"/matters/{matter.pk}/")
