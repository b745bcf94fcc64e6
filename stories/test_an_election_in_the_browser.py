"""An election in real browsers: a person is written in, a seat stays open, and another ballot is proposed; at 390 and 1280 px."""

import pytest

from qingting.meetings.casting import cast
from qingting.meetings.counting import NO, YES
from qingting.meetings.tests.doings import DAY, House, a_box, anew  # noqa: F401 - a fixture
from qingting.meetings.votes import Vote
from qingting.web.tests.test_browser import town  # noqa: F401 - a fixture
from stories.test_a_meeting_in_the_browser import (  # noqa: F401 - a fixture
    DESK,
    PHONE,
    announce,
    people,
    picture,
    press,
)

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.django_db(transaction=True)]


def test_a_person_is_written_in_and_a_seat_stays_open(people, town, on, a_box):  # noqa: F811
    on(DAY)
    house = House(town)
    m = house.sitting()
    office, chair = people("王敏", DESK), people("高平", PHONE)
    office.goto(f"/meetings/{m.pk}/votes/new/")
    office.select_option("select[name=item]", str(m.items.get().pk))
    office.select_option("select[name=form]", "election")
    office.select_option("select[name=elects]", "municipal")
    office.fill("input[name=seats]", "2")
    office.fill("textarea[name=asks]", "候选人甲")
    press(office, "存好，等候表决")
    assert "候选人不能少于 2 人" in office.inner_text("#main")
    picture(office, "election-refused-1280")
    office.fill("textarea[name=asks]", "候选人甲\n候选人乙\n候选人丙")
    press(office, "存好，等候表决")
    press(office, "开始表决")
    v = Vote.objects.order_by("pk").last()

    # the member's telephone says how many more he may choose, and the server refuses what is too much
    chair.goto(f"/meetings/{m.pk}/tablet/")
    assert "还可以选 2 人" in chair.inner_text(".seats-left")
    for name, choice in (("q1", "yes"), ("q2", "yes"), ("q3", "no")):
        chair.check(f"input[name={name}][value={choice}]", force=True)
    chair.fill("input[name=other1]", "李 明")
    assert "多选了 1 人" in chair.inner_text(".seats-left")
    picture(chair, "election-tablet-390")
    press(chair, "提交表决")
    assert "请减少 1 人" in chair.inner_text("[role=alert]")
    chair.check("input[name=q2][value=no]", force=True)
    press(chair, "提交表决")
    assert chair.locator(".code code").count() == 1

    vice = people("副主任甲", DESK)
    vice.goto(f"/meetings/{m.pk}/tablet/")
    picture(vice, "election-tablet-1280")
    for post in house.all[1:6]:
        cast(anew(v), post, [YES, NO, NO, *(["李明"] if post != house.all[5] else [])])
    announce(office, chair, v, "宣布选举结果")
    assert anew(v).state == "elected"
    picture(chair, "election-page-390")
    hall = people("孙立", DESK)
    hall.goto(f"/meetings/{m.pk}/screen/")
    assert "李明" in hall.inner_text(".elected") and "全部选出" in hall.inner_text(".verdict")
    picture(hall, "election-screen-1280")

    # papers: one seat, nobody has a majority, and the platform proposes another election
    p = house.vote(
        m, asks=("候选人乙", "候选人丙"), seats=1, form="election", elects="municipal", way="paper", title="补选"
    )
    house.open(p)
    for post in house.all[:3]:
        house.line(p, post)
        p.voters.filter(post=post).update(has_voted=True)
    for page in (office, hall):
        page.goto(f"/votes/{p.pk}/tally/")
        for digits in ("12", "21", "22"):
            page.keyboard.type(digits)  # the field has the focus, and Enter takes the next paper
            page.keyboard.press("Enter")
            page.wait_for_load_state()
            page.wait_for_selector("input[name=digits]:focus")
        picture(page, "election-papers-1280")
        page.set_viewport_size(PHONE)
        picture(page, "election-papers-390")
        page.set_viewport_size(DESK)
        press(page, "录完了，共 3 张")
    announce(office, chair, p, "宣布选举结果")
    office.goto(f"/matters/{p.pk}/")
    picture(office, "election-page-1280")
    office.get_by_role("link", name="提请另行选举").click()
    office.wait_for_load_state()
    assert office.input_value("textarea[name=asks]").splitlines() == ["候选人乙", "候选人丙"]
    assert office.input_value("input[name=seats]") == "1"
    picture(office, "election-another-1280")
