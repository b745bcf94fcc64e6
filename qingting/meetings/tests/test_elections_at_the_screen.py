"""An election from the desk, the tablet, the tellers' table and the screen; and wrong things people send."""

import re

import pytest

from qingting.docket.process import Refused
from qingting.meetings.casting import cast, issue_paper
from qingting.meetings.counting import ABSTAIN, INVALID, NO, YES
from qingting.meetings.tellers import enter, finish, read_digits, take_back
from qingting.meetings.tests.doings import anew
from qingting.meetings.tests.test_at_the_screen import signed_in, text
from qingting.meetings.votes import Ballot, Spelling, Tally, Vote, Voter

ASKED = {"form": "election", "elects": "municipal", "way": "secret", "seats": "2", "asks": "甲某\n乙某\n丙某"}


@pytest.fixture
def office(house):
    return signed_in(house.town.wang)


def an_open_election(house, m=None, way="secret", names=("甲某", "乙某", "丙某"), seats=2):
    m = m or house.sitting()
    return house.open(
        house.vote(m, asks=names, seats=seats, form="election", elects="municipal", way=way, title="补选")
    )


def put_it(office, m, **changed):
    return office.post(f"/meetings/{m.pk}/votes/new/", ASKED | {"item": m.items.first().pk} | changed)


def press(client, v, step):
    return client.post(f"/matters/{v.pk}/{step}/", {"once": step.ljust(32, "a"), "seen": anew(v).head})


def test_an_election_with_a_person_written_in_and_another_ballot(house, office, a_box):
    m = house.sitting()
    assert put_it(office, m).status_code == 302
    v = Vote.objects.get(form="election")
    press(office, v, "open")
    for n, post in enumerate(house.all[:6]):
        client = signed_in(post)
        page = text(client.get(f"/meetings/{m.pk}/tablet/"))
        assert "应选 2 人，赞成的和另选的合起来不能超过 2 人" in page and "另选第 2 人，写全名" in page
        said = {"q1": YES, "q2": NO, "q3": ABSTAIN, "other1": "", "other2": "李 明" if n < 3 else ""}
        answer = client.post(f"/votes/{v.pk}/cast/", said | {"q2": YES, "other1": "王芳", "other2": "李明"})
        assert answer.status_code == 409 and "请减少 2 人" in text(answer)
        assert 'value="李明"' in answer.content.decode() and answer.content.decode().count(" checked") == 3
        assert client.post(f"/votes/{v.pk}/cast/", said).status_code == 200
    assert "李明" not in text(office.get(f"/meetings/{m.pk}/screen/"))
    press(office, v, "close")
    member, chair = signed_in(house.members[0]), signed_in(house.chair)
    assert "李明" not in text(member.get(f"/matters/{v.pk}/")) and "李明" in text(chair.get(f"/matters/{v.pk}/"))
    press(chair, v, "elect")
    assert anew(v).state == "elected"
    screen = text(office.get(f"/meetings/{m.pk}/screen/"))
    assert (
        "甲某 6 票 当选" in re.sub("(票)(当选)", r"\1 \2", screen.replace("甲某6", "甲某 6"))
        and "选出 1 人，缺 1 人" in screen
    )
    assert "不足的 1 人，在本次会议或者下次会议上另行选举" in text(member.get(f"/meetings/{m.pk}/tablet/"))
    page = office.get(f"/matters/{v.pk}/")
    assert "提请另行选举" in text(page) and "另选" in text(page)
    form = office.get(f"/meetings/{m.pk}/votes/new/?follows={v.pk}").content.decode()
    assert re.search(r"<textarea[^>]*>\s*乙某\n丙某</textarea>", form) and 'name="seats" value="1"' in form
    assert put_it(office, m, seats="1", asks="乙某\n丙某", follows=v.pk).status_code == 302
    again = Vote.objects.get(follows=v)
    assert "接着" in text(office.get(f"/matters/{again.pk}/")) and "提请另行选举" not in text(
        office.get(f"/matters/{v.pk}/")
    )


@pytest.mark.parametrize(
    "changed, why",
    [
        ({"asks": "甲某"}, "应选 2 人，候选人不能少于 2 人，现在有 1 人（《中华人民共和国全国人民代表大会和地方各级人民代表大会选举法》（2020）第五十七条）"),
        ({"elects": "head"}, "国家机关领导人员由代表大会选举"),
        ({"elects": ""}, "选举请填写“选举什么”"),
        ({"seats": ""}, "选举请填写“应选人数”"),
        ({"seats": "0"}, "选举请填写“应选人数”"),
        ({"way": "named"}, "选举用无记名投票"),
        ({"asks": "甲某\n甲 某"}, "同一个候选人写了两次"),
        ({"asks": "甲某\n" + "长" * 41}, "候选人只写姓名"),
    ],
)  # fmt: skip
def test_what_is_no_election_is_refused_with_the_reason(house, office, a_box, changed, why):
    answer = put_it(office, house.sitting(), **changed)
    assert answer.status_code == 422 and why in text(answer)
    assert not Vote.objects.filter(form="election").exists()


def test_another_ballot_has_no_more_seats_than_are_left_and_a_tie_only_the_tied(house, office, a_box):
    m = house.sitting()
    v = an_open_election(house, m)
    for post, row in zip(house.all, [[YES, YES, NO]] * 2 + [[YES, NO, YES]] * 2 + [[NO, YES, YES]] * 2, strict=False):
        cast(anew(v), post, row)
    cast(anew(v), house.all[6], [YES, NO, NO])
    house.announce(v, "elect")
    assert "提请再次投票" in text(office.get(f"/matters/{v.pk}/"))
    assert "还缺 1 人" in text(put_it(office, m, seats="2", follows=v.pk))
    wrong = text(put_it(office, m, seats="1", asks="甲某\n乙某", follows=v.pk))
    assert "再次投票的候选人是票数相等的人：乙某、丙某" in wrong
    assert put_it(office, m, seats="1", asks="乙某\n丙某", follows=v.pk).status_code == 302


def test_the_office_says_openly_that_two_spellings_are_one(house, office, a_box):
    v = an_open_election(house, names=("甲某",), seats=1)
    for post, name in zip(house.all, ["李明", "李明", "李铭", "李铭"], strict=False):
        cast(anew(v), post, [NO, name])
    assert office.get(f"/votes/{v.pk}/spelling/").status_code == 404  # nobody has seen the ballots yet
    house.close(v)
    sent = {"written": "李铭", "meant": "李明", "note": "代表里只有一位李明"}
    for wrong in ({"meant": "李铭"}, {"meant": "甲某"}, {"note": ""}):
        assert office.post(f"/votes/{v.pk}/spelling/", sent | wrong).status_code == 422
    assert signed_in(house.members[0]).post(f"/votes/{v.pk}/spelling/", sent).status_code == 404
    assert office.post(f"/votes/{v.pk}/spelling/", sent).status_code == 302
    anew(v).take("elect", house.chair)
    page = text(signed_in(house.members[0]).get(f"/matters/{v.pk}/"))
    assert "票上写的“李铭”认定就是“李明”" in page and "代表里只有一位李明" in page and "当选：李明（4 票）" in page
    assert office.post(f"/votes/{v.pk}/spelling/", sent).status_code == 404 and Spelling.objects.count() == 1


def test_names_that_are_written_in_lie_in_the_box_alone(house, a_box):
    """Neither the roll nor the ledger nor the tallies know them while the box is open, and afterwards the ballots alone."""
    v = an_open_election(house)
    cast(anew(v), house.chair, [YES, NO, NO, "李明"])
    assert not Ballot.objects.filter(vote=v).exists() and Voter.objects.get(vote=v, post=house.chair).choices is None
    house.close(v)
    assert Ballot.objects.get(vote=v).choices == [YES, NO, NO, "李明"]
    assert not any("李明" in str(event.data) for event in v.events.all())


# Papers


@pytest.fixture
def papers(house, a_box):
    v = an_open_election(house, way="paper")
    for post in house.all[:4]:
        issue_paper(anew(v), post)
    return v


def type_in(client, v, *rows):
    for n, (digits, others) in enumerate(rows):
        said = {"act": "enter", "seen": n, "digits": digits, "others": others}
        assert client.post(f"/votes/{v.pk}/tally/", said).status_code == 302
    assert client.post(f"/votes/{v.pk}/tally/", {"act": "finish", "seen": len(rows)}).status_code == 302


def test_two_tellers_enter_every_paper(house, office, papers):
    """One lies above the other in another order: what must agree is the papers."""
    v, other = papers, signed_in(house.town.sun)
    rows = [("122", "李 明"), ("111", ""), ("0", ""), ("139", "")]
    type_in(office, v, *rows)
    page = text(other.get(f"/votes/{v.pk}/tally/"))
    assert "您已录 0 张，发出 4 张" in page and "李明" not in page
    assert "现在有 1 人录入" in text(office.get(f"/matters/{v.pk}/"))
    type_in(other, v, *rows[::-1])
    v = house.close(v)
    told = v.election
    assert (told.cast, told.invalid) == (4, 2)  # more names than seats, and one on which nothing can be read
    assert told.standings[0].counts == {YES: 2, NO: 0, ABSTAIN: 0, INVALID: 2}
    assert {one.name: one.votes_for for one in told.standings}["李明"] == 1


def test_where_two_tellers_differ_is_told_when_both_are_done(house, office, papers):
    v, other = papers, signed_in(house.town.sun)
    type_in(office, v, ("122", "李明"), ("122", ""))
    other.post(f"/votes/{v.pk}/tally/", {"act": "enter", "seen": 0, "digits": "132", "others": "李铭"})
    assert "不一致" not in text(office.get(f"/matters/{v.pk}/"))
    other.post(f"/votes/{v.pk}/tally/", {"act": "enter", "seen": 1, "digits": "122"})
    other.post(f"/votes/{v.pk}/tally/", {"act": "finish", "seen": 2})
    assert "相差 2 张，不一致的是：乙某、李明、李铭" in text(office.get(f"/matters/{v.pk}/"))
    other.post(f"/votes/{v.pk}/tally/", {"act": "go_on", "seen": 2})
    assert "不一致" not in text(office.get(f"/matters/{v.pk}/"))


def test_a_press_that_came_twice_is_one_paper(house, papers):
    v, wang = papers, house.town.wang
    ballot = read_digits(v, "1 2 2", "")
    enter(v, wang, 0, ballot)
    with pytest.raises(Refused, match="您已经录入 1 张"):
        enter(v, wang, 0, ballot)
    enter(v, wang, 1, read_digits(v, "222"))
    enter(v, wang, 2, read_digits(v, "333"))
    take_back(v, wang, 3, 0)
    take_back(v, wang, 2, -1)
    assert Tally.objects.get().ballots == [[NO] * 3]
    finish(v, wang, 1, True)
    with pytest.raises(Refused, match="接着改"):
        enter(v, wang, 1, ballot)
    with pytest.raises(Refused, match="没有可以撤回的票"):
        take_back(v, wang, 1, 0)


@pytest.mark.parametrize(
    "sent, why",
    [
        ({"digits": "12"}, "请按 3 个数字（1、2、3、9），您按了 2 个"),
        ({"digits": "1245"}, "请按 3 个数字"),
        ({"digits": "145"}, "请按 3 个数字"),
        ({"digits": "122", "others": "甲 某"}, "是候选人"),
        ({"digits": "122", "others": "李明、李 明"}, "一人只写一次"),
        ({"digits": "122", "seen": "x"}, "您已经录入 0 张"),
        ({"act": "undo", "digits": ""}, "没有可以撤回的票"),
        ({"act": "out", "place": "７"}, "没有可以撤回的票"),
    ],
)
def test_wrong_keys_are_told_and_what_was_typed_stays(house, office, papers, sent, why):
    answer = office.post(f"/votes/{papers.pk}/tally/", {"act": "enter", "seen": "0"} | sent)
    assert answer.status_code == 409 and why in text(answer)
    assert not sent.get("digits") or f'value="{sent["digits"]}"' in answer.content.decode()
    assert not any(tally.ballots for tally in Tally.objects.all())


def test_persons_on_one_paper_are_counted_too(house, office, a_box):
    v = house.vote(house.sitting(), way="paper", form="persons", asks=("任命甲", "任命乙"))
    v = house.open(v)
    for post in house.all[:5]:
        issue_paper(anew(v), post)
    other = signed_in(house.town.sun)
    assert "不能另选他人" in text(
        office.post(f"/votes/{v.pk}/tally/", {"act": "enter", "seen": 0, "digits": "11", "others": "李明"})
    )
    for client in (office, other):
        type_in(client, v, *[("12", "")] * 5)
    assert [one.is_carried for _q, one in house.close(v).totals] == [True, False]
    assert signed_in(house.members[0]).get(f"/votes/{v.pk}/tally/").status_code == 404


def ways_to_end(client, v):
    """The last segment of its journey, and the steps by which its page offers to announce it."""
    page = client.get(f"/matters/{v.pk}/")
    steps = [offer["step"].name for offer in page.context["can"] if offer["step"].name != "annul"]
    return page.context["segments"][-1]["label"], steps


@pytest.mark.parametrize(
    "form, asks, said, last, steps, ends",
    [
        ("election", ("甲某", "乙某"), YES, "宣布选举结果", ["elect"], "宣布选举结果"),
        ("motion", ("关于批准的决议",), YES, "宣布通过", ["carry", "lose"], "宣布通过"),
        ("motion", ("关于批准的决议",), NO, "宣布通过", ["carry", "lose"], "宣布未通过"),
        ("persons", ("任命甲某", "任命乙某"), NO, "宣布通过", ["carry", "split", "lose"], "宣布未通过"),
    ],
)
def test_each_vote_shows_its_own_ways_to_end_alone(house, a_box, form, asks, said, last, steps, ends):
    more = {"seats": 2, "elects": "municipal", "way": "secret"} if form == "election" else {"way": "named"}
    v = house.open(house.vote(house.sitting(), asks=asks, form=form, title="一次表决", **more))
    for post in house.all:
        cast(anew(v), post, [said] * len(asks))
    chair, v = signed_in(house.chair), house.close(v)
    assert ways_to_end(chair, v) == (last, steps)
    press(chair, v, "elect" if form == "election" else "carry" if said == YES else "lose")
    assert ways_to_end(chair, v) == (ends, [])


def test_what_is_no_way_to_end_this_vote_is_refused_with_the_way_that_is(house, a_box):
    m = house.sitting()
    v = an_open_election(house, m, names=("甲某", "乙某"))
    for post in house.all:
        cast(anew(v), post, [YES, YES])
    v = house.close(v)
    for step in ("carry", "split", "lose"):
        with pytest.raises(Refused, match="请点“宣布选举结果”"):
            v.take(step, house.chair)
    v.take("elect", house.chair)
    motion = house.open(house.vote(anew(m), way="named"))
    for post in house.all:
        cast(anew(motion), post, [YES])
    motion = house.close(motion)
    with pytest.raises(Refused, match="这不是选举"):
        motion.take("elect", house.chair)
    with pytest.raises(Refused, match="只表决一项"):
        motion.take("split", house.chair)
