"""What the town does again and again in these tests, in few words."""

from datetime import date

from qingting.docket.process import Process
from qingting.suggestions.models import Cosigning, Extension, Handling, KeySupervision, Promise

PAGES = [process for process in Process.all if process.model._meta.app_label == "suggestions"]


def anew(matter):
    """The matter as the next reader finds it."""
    return type(matter).objects.get(pk=matter.pk)


def share(s, organ, kind="co"):
    """A co-handler (co) or a separate handler (separate), set down and not yet handed out."""
    return Handling.objects.create(on=s, handler=organ, share=kind)


def invited(town, s, *posts):
    """Joint deputies, each asked by the lead to sign."""
    asked = [Cosigning.objects.create(on=s, person=post.person, lead=s.lead) for post in posts]
    for cosigning in asked:
        cosigning.take("invite", town.lin)
    return asked


def joint(town, *posts):
    """A draft of Lin's that these deputies have confirmed, and their signatures."""
    s = town.suggestion()
    signed = invited(town, s, *posts)
    for cosigning, post in zip(signed, posts, strict=True):
        cosigning.take("confirm", post)
    return s, signed


def promise(s, town, by=date(2027, 6, 30)):
    return Promise.objects.create(
        on=s,
        handler=s.handler or s.keeper,
        lead=town.lin.person,
        title="清淤十公里",
        finish="十公里河床见底",
        promised_for=by,
    )


def more_time(s, town):
    return Extension.objects.create(on=s, handler=town.water, reason="牵涉上下游三个乡镇")


def supervision(s, town):
    """The chair is to supervise it; not yet selected."""
    return KeySupervision.objects.create(on=s, supervisor=town.gao.person)


def divided(town, *kinds):
    """Handed out to two separate handlers, and to whoever else is named; with their shares."""
    s = town.walk(town.suggestion(), upto="accept")
    shares = [
        share(s, town.water, "separate"),
        share(s, town.roads, "separate"),
        *(share(s, organ, kind) for organ, kind in kinds),
    ]
    s.take("divide", town.wang, is_complex=False)
    return anew(s), [anew(one) for one in shares]


def reply(town, shares, result="solved"):
    """The two separate handlers sign for it, speak with the deputy and answer."""
    for one, clerk, head in zip(shares, (town.zhao, town.qian), (town.zhou, town.wu), strict=False):
        if one.state == "assigned":
            one.take("sign", clerk)
        one.take("contact", clerk, contacted_on=date(2026, 3, 2))
        one.take("reply", head, result=result, opinion="本单位的部分已经办成。")


def gathered(town, **said):
    """Separate answers gathered into one by the office."""
    s, shares = divided(town)
    reply(town, shares)
    s.take("gather", town.wang, **dict(result="solved", answer="两家的部分都已办成。") | said)
    return anew(s), [anew(one) for one in shares]


BAD = dict(process_rating="fair", result_rating="dissatisfied")
GOOD = dict(process_rating="satisfied", result_rating="satisfied")
ANSWER = dict(result="solved", answer="已完成清淤。")
