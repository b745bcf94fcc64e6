"""What residents and clerks do again and again in these tests, in few words."""

from qingting.voices.confidence import Said
from qingting.voices.intake import tell_who
from qingting.voices.models import Voice


def anew(v):
    """The voice as the next reader finds it."""
    return Voice.objects.get(pk=v.pk)


def known(town, **given):
    """A voice of somebody who has said who he is."""
    v = town.voice(**given)
    tell_who(v.receipt, name="周大妈", telephone="13812345678", wish="telephone")
    return v


def merged(town):
    """One voice, and another that was merged into it."""
    lead, other = town.voice(), town.voice("老街口没有井盖，太危险。")
    other.take("merge", town.xu, merged_into=lead)
    return lead, other


def parted(town, v):
    """One matter of several, parted off from a voice that was accepted."""
    same = dict(receipt=v.receipt, told=v.told, keeper=v.keeper, coordinator=v.coordinator, deputy=v.deputy)
    one = Voice.objects.create(source=v.matter_ptr, title="路灯不亮", text="路灯不亮。", counts=False, **same)
    one.take("part_off", town.xu, title="路灯不亮", grade="subdistrict")
    return one


def shown(town, v=None):
    """A voice that everyone may read."""
    v = v or town.handle(town.voice())
    v.take("redact", town.xu, **FIT)
    v.take("publish", town.xu)
    return anew(v)


def said(v, what="昨天又有人摔了。"):
    """Further words of whoever holds the receipt."""
    more = Said(receipt=v.receipt).keep(what=what, place="")
    more.save()
    return more


FIT = dict(public_title="井盖损坏", public_text="路口的井盖坏了。", public_answer="已经换好。")
ANSWER = dict(outcome="solved", answer="已经换好。")
CONTENT = dict(process_rating="satisfied", result_rating="satisfied", solved="yes")
UNSOLVED = dict(process_rating="fair", result_rating="dissatisfied", solved="no")
