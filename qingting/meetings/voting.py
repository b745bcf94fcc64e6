"""How a vote is opened, held, counted and announced.

Law: Organic Law (2022), art. 51(4): more than half of all members of the standing committee; art. 25: more than half of all
deputies. Supervision Law (2024), art. 62: removal from office by secret ballot.
"""

from collections import Counter
from contextlib import suppress

from django.utils.translation import gettext as said
from django.utils.translation import gettext_lazy as _

from qingting.docket.process import Process, Refused, Step
from qingting.meetings.asking import ask_the_box
from qingting.meetings.box import new_code
from qingting.meetings.casting import forget_afterwards
from qingting.meetings.counting import Form
from qingting.meetings.election import why_not_so_many
from qingting.meetings.hall import quorum
from qingting.meetings.process import (
    chair,
    deputies,
    enough_people,
    members,
    office,
    office_head,
    presiding,
    vice_chairs,
)
from qingting.meetings.tellers import where_they_differ
from qingting.meetings.thresholds import threshold
from qingting.meetings.votes import Ballot, Vote, Voter, digest_of

# What a step needs. Each says what is missing, or None.


def a_sitting_meeting(v):
    return None if v.held_at.state == "sitting" else said("会议“%(state)s”，开会以后才能表决") % {"state": v.held_at.state_label}


def the_agenda_first(v):
    """And once: what is adopted is not put to the vote again."""
    if v.is_on_the_agenda:
        return said("会议已经通过议程，不再就议程表决。表决议题，请在“提请表决”里选定议题") if v.held_at.agenda_adopted else None
    return None if v.held_at.agenda_adopted else said("会议还没有通过议程，请先就议程表决")


def something_asked(v):
    return None if v.questions.exists() else said("还没有写明表决什么")


def what_still_waits(v):
    """What was withdrawn or put off since is not voted on: nothing could come of it."""
    for question in v.questions.exclude(matter=None).select_related("matter"):
        its, carry = question.matter, question.matter.rules.steps.get("carry")
        if carry and its.state not in carry.source:
            return said("“%(title)s”%(state)s，不能再表决，请点“不付表决”") % {"title": its.title, "state": its.state_label}
    return None


def one_thing_at_a_time(v):
    """Hands are counted one question at a time; a ballot of several is for tablets, papers and votes by name."""
    several = v.way == Vote.Way.HANDS and v.questions.count() > 1
    return said("%(way)s一次只表决一项，请分开提请表决") % {"way": v.get_way_display()} if several else None


def an_election_by_the_law(v):
    """Secret, with as many candidates as the seats allow; another ballot only while the election that it follows stands."""
    if v.form != Form.ELECTION:
        return None
    if v.way not in (Vote.Way.SECRET, Vote.Way.PAPER):
        return said("选举用无记名投票，请改用平板或者纸质票")
    if v.follows and v.follows.state != "elected":
        return said("所接着的选举“%(vote)s”没有宣布结果或者已经宣布无效，不能接着选") % {"vote": v.follows.title}
    tied = bool(v.follows and v.follows.election.tied)
    return why_not_so_many(v.elects, v.seats or 0, v.questions.count(), follows=bool(v.follows_id), tied=tied)


def enough_people_still(v):
    """A vote does not open without the quorum, whoever was there when the meeting began."""
    return enough_people(v.held_at)


def no_other_vote(v):
    other = v.held_at.votes.filter(state__in=("voting", "counted")).exclude(pk=v.pk).first()
    return said("“%(other)s”还没有宣布结果，一次只表决一项") % {"other": other.title} if other else None


def amendments_first(v):
    """Chongqing's rules, art. 45 (confidence B): an amendment is put before the motion that it amends."""
    waiting = v.amendments.filter(state__in=("draft", "voting", "counted")).first()
    return said("先表决修正案“%(amendment)s”，再表决原案") % {"amendment": waiting.title} if waiting else None


def an_open_box(v):
    """Where the box has gone with its machine, the ballots have gone with it: the vote is void, and is held again."""
    with suppress(Refused):
        if v.way != Vote.Way.SECRET or ask_the_box("is_open", str(v.pk)):
            return None
    return said("票箱在表决中断了，投进去的票没有留下。请把这次表决作废，重新表决")


def two_tellers_who_agree(v):
    if v.way not in (Vote.Way.PAPER, Vote.Way.HANDS):
        return None
    tallies = list(v.tallies.filter(is_finished=True).select_related("teller").order_by("pk"))
    if len({tally.teller.person_id for tally in tallies}) < 2:
        return said("须由两人分别计票录入，现在有 %(n)s 人录入") % {"n": len(tallies) and 1}
    counts = [Counter(map(tuple, tally.ballots)) for tally in tallies]
    if other := next((one for one in counts if one != counts[0]), None):
        differ = sum(((counts[0] - other) + (other - counts[0])).values())
        where = where_they_differ(v, *(list(one.elements()) for one in (counts[0], other)))
        return said("录入的结果不一致（相差 %(n)s 张%(where)s），请核对后重新录入") % {"n": differ, "where": where}
    issued = v.voters.filter(has_voted=True).count() if v.way == Vote.Way.PAPER else quorum(v.held_at).present
    if (found := counts[0].total()) > issued:
        more = {"cast": found, "issued": issued}
        return said("收回 %(cast)s 票，多于发出的 %(issued)s 票，这次表决无效，请作废重投（参照《选举法》第四十四条）") % more
    return None


def no_election(v):
    return said("这是选举，请点“宣布选举结果”：谁当选由票数算出") if v.form == Form.ELECTION else None


def an_election(v):
    return None if v.form == Form.ELECTION else said("这不是选举，请宣布通过或者未通过")


def several_things(v):
    """Of one thing nothing can be carried in part."""
    return None if len(v.questions.all()) > 1 else said("只表决一项，请宣布通过或者未通过")


def all_carried(v):
    return None if outcomes(v) == {True} else said("不是每一项都达到法定多数，不能宣布通过")


def some_carried(v):
    return None if outcomes(v) == {True, False} else said("各项的结果一样，不是部分通过")


def none_carried(v):
    return None if outcomes(v) == {False} else said("有票数达到法定多数的，不能宣布未通过")


def outcomes(v):
    """What came of its questions: of persons on one ballot, some may be carried and others not."""
    return {one.is_carried for _question, one in v.totals}


# What follows from a step, in the same transaction.


def open_the_box(v, event):
    """The rule, its base and the roll are written down as they are now; every member has a line, there or not.

    Whoever presides now announces it, also where another did when it was drafted.
    """
    here, rule = quorum(v.held_at), threshold(v.body, what_it_needs(v), v.today)
    base = here.whole
    v.ruling = {
        "share": str(rule.share), "of": rule.of, "over": rule.over, "basis": rule.basis, "confidence": rule.confidence,
        "whole": base.n, "quota": base.quota, "incumbents": base.incumbents, "suspended": base.suspended, "number": base.number,
        "present": here.present,
    }
    v.presiding_id = v.held_at.presiding_id
    v.save(update_fields=["ruling", "presiding"])
    known = set(v.voters.values_list("post", flat=True))
    Voter.objects.bulk_create([Voter(vote=v, post=post) for post in v.held_at.members if post.pk not in known])
    if v.way == Vote.Way.SECRET:
        ask_the_box("open", str(v.pk))


def what_it_needs(v) -> str:
    """By which rule it is carried. Those who were tied are voted on again by who has more."""
    if v.follows and v.follows.election.tied:
        return "tied"
    return "satisfied" if v.form == Form.SATISFACTION else "carry"


def count(v, event):
    """Write down the ballots, all at once and by their codes. Raises Refused where they are not as many as the voters."""
    key = str(v.pk)
    if v.way == Vote.Way.SECRET:
        found = ask_the_box("count", key, v.voters.filter(has_voted=True).count())
        if found is None:
            raise Refused(said("票箱里的票数与已投票的人数不符，这次表决作废，请重新表决"))
        forget_afterwards(key)
    elif v.way == Vote.Way.NAMED:
        return
    else:
        papers = v.tallies.order_by("-pk")[0].ballots
        codes = set()
        while len(codes) < len(papers):
            codes.add(new_code())
        found = list(zip(sorted(codes), papers, strict=True))
    Ballot.objects.bulk_create([Ballot(vote=v, code=code, choices=choices) for code, choices in found])
    v.digest = digest_of(found)
    v.save(update_fields=["digest"])


def let_it_follow(v, event):
    """What was put to the vote learns what came of it: the agenda of the meeting, and each matter that was asked about.

    Of candidates who are tied nothing has come yet: their matters wait for the next ballot.

    Such a matter has the steps `carry` and `lose`, and a field `presiding`: whoever announced it.
    """
    if v.is_on_the_agenda and event.step == "carry":
        v.held_at.take("adopt", event.actor, at=event.at)
    for question, one in v.totals:
        its = question.matter and question.matter.specific
        if its and one.is_carried is not None:
            type(its).objects.filter(pk=its.pk).update(presiding=v.presiding)
            its.take("carry" if one.is_carried else "lose", event.actor, at=event.at)


def let_it_be_voted_again(v, event):
    """What was decided by a vote that does not count is open again."""
    for question in v.questions.exclude(matter=None).select_related("matter"):
        its = question.matter.specific
        if "revote" in its.process.steps and its.state in its.process.steps["revote"].source:
            its.take("revote", event.actor, at=event.at)


def empty_the_box(v, event):
    """Nobody's choice is kept of a vote that is void."""
    v.voters.update(choices=None)
    v.tallies.all().delete()
    if v.way == Vote.Way.SECRET:
        forget_afterwards(str(v.pk))


class VoteProcess(Process, of=Vote):
    is_heard = False
    watched_by = (office_head, chair, vice_chairs, members, deputies)
    reads = ("item", "body", "held_at", "held_at__body__congress", "keeper", "presiding")
    route = ("open", "close", "carry", "elect")

    states = dict(
        draft=_("待表决"), voting=_("正在表决"), counted=_("已计票，待宣布"), carried=_("通过"), partly=_("部分通过"), lost=_("未通过"), elected=_("已宣布选举结果"),
        void=_("作废"), annulled=_("已宣布无效"), withdrawn=_("不付表决"),
    )

    open     = Step(_("开始表决"), "draft", "voting", by=office, needs=(a_sitting_meeting, the_agenda_first, something_asked, what_still_waits, one_thing_at_a_time, an_election_by_the_law, enough_people_still, no_other_vote, amendments_first), then=open_the_box)
    close    = Step(_("结束表决并计票"), "voting", "counted", by=office, needs=(an_open_box, two_tellers_who_agree), then=count)
    carry    = Step(_("宣布通过"), "counted", "carried", by=presiding, only=(no_election,), needs=(all_carried,), then=let_it_follow)
    split    = Step(_("宣布部分通过"), "counted", "partly", by=presiding, only=(no_election, several_things), needs=(some_carried,), then=let_it_follow)
    lose     = Step(_("宣布未通过"), "counted", "lost", by=presiding, only=(no_election,), needs=(none_carried,), then=let_it_follow)
    elect    = Step(_("宣布选举结果"), "counted", "elected", by=presiding, only=(an_election,), then=let_it_follow)
    void     = Step(_("作废"), "voting", "void", by=office, why=True, at_will=True, then=empty_the_box)
    annul    = Step(_("宣布无效"), ("counted", "carried", "partly", "lost", "elected"), "annulled", by=presiding, why=True, at_will=True, then=let_it_be_voted_again)
    drop     = Step(_("不付表决"), "draft", "withdrawn", by=office, why=True, at_will=True)
