"""How far a matter has come, as the segments of its page say."""

from qingting.desk.story import segments


def told(s):
    return [part["cls"][0] for part in segments(s, list(s.events.order_by("pk")), s.debts)]


def test_the_next_step_of_the_plain_way_is_marked(town, on):
    on("2026-03-02")
    s = town.suggestion()
    assert told(s) == ["n", *"tttttt"]
    for upto, so_far in (
        ("file", "dn"),
        ("assign", "dddn"),
        ("sign", "ddddn"),
        ("draft_answer", "ddddn"),
        ("answer", "dddddn"),
        ("rate", "ddddddn"),
        ("close", "ddddddd"),
    ):
        s = town.walk(s, upto=upto)
        assert "".join(told(s)) == so_far.ljust(7, "t"), upto


def test_what_is_sent_back_has_it_before_it_again(town, on):
    on("2026-03-02")
    s = town.walk(town.suggestion(), upto="rate", result_rating="dissatisfied")
    s.take("redo", town.wang, "没有清到下游")
    assert "".join(told(type(s).objects.get(pk=s.pk))) == "ddddntt"


def test_what_was_withdrawn_went_no_further(town, on):
    on("2026-03-02")
    s = town.walk(town.suggestion(), upto="accept")
    s.take("withdraw", town.lin, "另有办法")
    assert "".join(told(type(s).objects.get(pk=s.pk))) == "ddttttt"
