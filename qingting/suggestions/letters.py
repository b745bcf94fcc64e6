"""The letter that answers a suggestion (答复函), and the form on which a deputy may rate it on paper.

It is in Chinese whatever language the desk is set to, and it says nothing of any rating.
"""

from django.utils.timezone import localdate
from django.utils.translation import override

from qingting.clocks.schemes import results
from qingting.documents.letter import Enclosure, letter
from qingting.documents.models import Number
from qingting.documents.paper import long_day
from qingting.documents.templates import full_name
from qingting.suggestions.models import ANSWERED, Cosigning, Rating, Suggestion

ANSWERING = ("answer", "gather", "share")
ASKED = ("asked", "rated", "silent")  # the joint deputies to whom the answer went
SIGNED = ("joined", *ASKED)


def answering(s: Suggestion):
    """The event by which its answer was given; None while there is none."""
    if s.state not in ANSWERED:
        return None
    return (
        s.events.filter(step__in=ANSWERING)
        .select_related("post__organ__congress", "post__person")
        .order_by("pk")
        .last()
    )


def answer_letter(s: Suggestion, to: Cosigning | None = None) -> bytes:
    """The letter as it was signed: to all who signed the suggestion, or to one joint deputy."""
    event = answering(s)
    with override("zh-hans"):
        number = Number.objects.filter(event=event).first()
        return _letter(s, to, event.post.organ, localdate(event.at), event.post.person.name, str(number or ""))


def draft_letter(s: Suggestion) -> bytes:
    """The letter as it would be if it were signed today: unsigned, without a number, and marked as a draft."""
    with override("zh-hans"):
        return _letter(s, None, s.handler, localdate(), "", "", mark="审签稿　")


def _letter(s, to, organ, day, signer, number, mark=""):
    result = next(result for result in results(s.congress, day) if result.code == s.result)
    said = f"您提出的《{s.title}》（{s.number}）收悉。经研究办理，现答复如下：\n{s.answer}\n本件办理结果为{result.letter}类：{result.label}。"
    return letter(
        organ=full_name(organ),
        number=number,
        signer=signer,
        mark=f"{mark}{result.letter}类",
        title=f"对第{s.number.removeprefix('建议')}号建议的答复",
        to=f"{to.person.name}代表" if to else addressees(s),
        said=said,
        day=day,
        foot="联系人：　　　　　　联系电话：　　　　　　　　",
        copies=[s.keeper.name] if organ != s.keeper else [],
        enclosure=feedback_form(s, to, organ, day, result.letter),
    )


def addressees(s) -> str:
    """All who are owed the answer: the delegation that filed it, or the lead and every joint deputy."""
    if s.delegation:
        return s.delegation.name
    joint = s.cosignings.filter(state__in=SIGNED).order_by("pk").values_list("person__name", flat=True)
    return "、".join([s.lead.name, *joint]) + "代表"


def feedback_form(s, to, organ, day, letter_of_result):
    """Process and result apart; it goes back to the congress, never to the organ that answered."""
    boxes = "　　".join(f"□{label}" for label in Rating.labels)
    owed = (to or s).last_debt("rating")
    until = f"{long_day(owed.due_on)}前" if owed else "收到答复后"
    return Enclosure(
        title="代表建议办理情况征询意见表",
        rows=(
            ("建议编号", s.number),
            ("题目", s.title),
            ("代表姓名", to.person.name if to else s.lead.name),
            ("承办单位", organ.name),
            ("答复日期", long_day(day)),
            ("办理结果", f"{letter_of_result}类"),
            ("对办理过程", boxes),
            ("对办理结果", boxes),
            ("意见和要求", "\n\n\n"),
            ("代表签名", "　　　　　　　　　年　　月　　日"),
        ),
        note=f"请代表本人于{until}评价，在平台上评价或将本表交{s.keeper.name}，不交承办单位。",
    )
