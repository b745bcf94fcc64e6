"""What came of a whole meeting on one page: what is announced, with its count; of what is not, no count."""

from qingting.meetings.casting import cast
from qingting.meetings.counting import ABSTAIN, NO, YES
from qingting.meetings.tests.doings import anew
from qingting.meetings.tests.test_at_the_screen import signed_in, text


def cast_by_all(house, v, *ballots):
    for post, ballot in zip(house.all, ballots, strict=True):
        cast(anew(v), post, ballot)


def test_the_results_of_a_meeting_item_by_item(house, a_box):
    m = house.sitting()
    v = house.open(house.vote(m, asks=("任命甲", "任命乙"), form="persons", title="人事任免事项"))
    cast_by_all(house, v, *[[YES, NO]] * 4, *[[YES, ABSTAIN]] * 3)
    page = f"/meetings/{m.pk}/results/"
    clerk, member = signed_in(house.town.wang), signed_in(house.members[0])
    for client in (clerk, member):
        said = text(client.get(page))
        assert "会议议程 会议议程 通过" in said  # adopted by name when the meeting began
        assert "赞成 7 票、反对 0 票、弃权 0 票" in said
        assert "人事任免事项 正在表决" in said and "任命甲" not in said
    house.close(v)
    for client in (clerk, member, signed_in(house.chair)):  # counted and not announced: nobody reads it here
        assert "任命甲" not in text(client.get(page))
    anew(v).take("split", house.chair)
    said = text(member.get(page))
    assert "任命甲：同意 7 票、不同意 0 票、弃权 0 票" in said
    assert "任命乙：同意 0 票、不同意 4 票、弃权 3 票" in said
    assert f'href="{page}"' in member.get(f"/matters/{m.pk}/").content.decode()


def test_what_was_annulled_has_no_result_and_what_nobody_asked_is_told(house, a_box):
    m = house.sitting()
    v = house.open(house.vote(m))
    cast_by_all(house, v, *[[YES]] * 7)
    v = house.announce(v)
    page, member = f"/meetings/{m.pk}/results/", signed_in(house.members[0])
    assert "没有提请表决" not in text(member.get(page))
    v.take("annul", house.chair, "有两人的平板拿错")
    said = text(member.get(page))
    assert "已宣布无效" in said and said.count("赞成 7 票") == 1  # of the agenda alone


def test_the_results_are_for_those_who_may_see_the_meeting(house):
    m = house.sitting()
    assert signed_in(house.town.zhao).get(f"/meetings/{m.pk}/results/").status_code == 404
    assert signed_in(house.town.wang).post(f"/meetings/{m.pk}/results/").status_code == 405
