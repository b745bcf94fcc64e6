"""How an activity gets into the record: one person records it, a second confirms it; and how a deputy objects.

Law: Deputies Law (2025) art. 58 para. 2 has the standing committee record what deputies do and publish it. That the
organiser records, the deputy may object and the objection is dealt with is Shanghai's rule (Implementing Measures art. 51,
confidence B); the days for an answer stand in the rulebook. Nothing here gives points, and nobody is asked for a second
time for what a meeting, a suggestion or a reception day has recorded already.
"""

from django.utils.translation import gettext as said
from django.utils.translation import gettext_lazy as _

from qingting.clocks.rules import Rule
from qingting.docket.models import Series
from qingting.docket.process import Amend, Clock, Process, Refused, Step, Who
from qingting.duties.keeping import may_confirm
from qingting.duties.models import Activity, Objection, Presence
from qingting.organs.models import Post, Role

# The cast.
recorder = Who("recorder", label=_("登记人"))
confirmer = Who("confirmer", label=_("确认人"))        # a second person
keeper = Who("keeper", Role.CLERK, _("主办单位经办人"))
chair = Who("keeper", Role.CHAIR, _("街道人大工委主任"))
head = Who("keeper", Role.HEAD, _("主办单位负责人"))
office = Who("coordinator", Role.CLERK, _("代表工作机构"))
office_head = Who("coordinator", Role.HEAD, _("代表工作机构负责人"))
deputies = Who("congress", Role.DEPUTY, _("代表"))
registry = Who("registry", Role.CLERK, _("常委会办公室经办人"))       # whoever compiles the annual report
registry_head = Who("registry", Role.HEAD, _("常委会办公室负责人"))
leaders = tuple(Who("coordinator__parent", role, label) for role, label in ((Role.CHAIR, _("常委会主任")), (Role.VICE_CHAIR, _("常委会副主任"))))
deputy = Who("deputy", Role.DEPUTY, _("提出异议的代表"))

# What a step needs. Each says what is missing, or None.

def a_day_that_has_come(a):
    return None if a.held_on <= a.today else said("%(day)s 还没有到，活动举行以后才能登记") % {"day": a.held_on}


def what_its_kind_asks(a):
    """A kind says what may not be left empty; a place wants to be named, not described."""
    kind = a.its_kind
    for name in kind.needs:
        if name == "places":
            if not a.visits.exists():
                return said("“%(kind)s”要写明去了哪里，请先选走访点位") % {"kind": kind}
        elif getattr(a, name) in (None, ""):
            return said("“%(kind)s”要填“%(field)s”") % {"kind": kind, "field": a._meta.get_field(name).verbose_name}
    return None


def those_who_were_there(a):
    """Who is named was in office that day; and where deputies are the point of it, one of them was there."""
    listed = list(a.presences.filter(struck=False).select_related("post__person").order_by("pk"))
    if a.its_kind.who == "needed" and not listed:
        return said("还没有登记谁参加了，请先填参加人员")
    for one in listed:
        if not one.post.is_current(a.held_on):
            return said("%(person)s在 %(day)s 不在任或者暂停执行职务，请核对名单或日期") % {"person": one.post.person, "day": a.held_on}
    return None


def a_second_person(a):
    """Whoever recorded it does not confirm it himself, and the second person has a post in this congress that day."""
    if a.confirmer_id == a.recorder_id:
        return said("登记人不能自己确认，请另选一位确认人")
    held = Post.objects.current(a.today).filter(person=a.confirmer_id, organ__congress=a.congress_id)
    return None if a.confirmer_id is None or held.exists() else said("%(person)s已不在任，请另选一位确认人") % {"person": a.confirmer}


def no_record_like_it(a):
    """The same kind, day and title by one organiser is one activity: two clerks, or one sheet twice, do not make two."""
    same = Activity.objects.filter(activity_kind=a.activity_kind, held_on=a.held_on, title=a.title, keeper=a.keeper_id).exclude(pk=a.pk)
    numbers = same.exclude(state__in=("draft", "struck")).order_by("pk").values_list("number", flat=True)[:1]
    return next((said("这一天已经登记过同名的%(kind)s（%(number)s），不用再登记") % {"kind": a.its_kind, "number": number} for number in numbers), None)


def an_objection_upheld(a):
    """The office changes a list only where it upholds an objection, which is what takes this step."""
    return None if a.objections.filter(state="upheld").exists() else said("只有复核采纳了代表的异议，才能由代表工作机构更正名单")


def a_list_put_right(a):
    """A list is put right on a page of its own, with names; a reason alone changes nothing."""
    return None if a.presences.filter(settled=None).exists() else said("名单没有改动，请先在“参加人员”里更正名单")


def settle_the_list(a, event):
    a.presences.filter(settled=None).update(settled=event)


def see_that_it_still_can_have_been(a, event):
    """A correction may say nothing that the record itself could not have said; what was struck counts for nothing."""
    for need in (a_day_that_has_come, what_its_kind_asks, those_who_were_there, no_record_like_it):
        if a.state != "struck" and (reason := need(a)):
            raise Refused(reason)


def ask_for_a_second_person(a, event):
    """Whom the step itself names is known only now."""
    if reason := a_second_person(a):
        raise Refused(reason)


def number_it(a, event):
    ask_for_a_second_person(a, event)
    settle_the_list(a, event)
    if not a.number:
        a.number = f"活动〔{a.held_on.year}〕{Series.following(a.congress_id, f'duties:{a.held_on.year}')}号"
        a.save(update_fields=["number"])


class HandOver(Step):
    """Another second person: the form offers those whom one may ask."""

    def form(self, *args, **kwargs):
        form = super().form(*args, **kwargs)
        a, asked = form.instance, form.fields["confirmer"]
        asked.queryset = asked.queryset.filter(pk__in=[one.pk for one in may_confirm(a.keeper, a.coordinator, a.recorder)])
        return form


class ActivityProcess(Process, of=Activity):
    is_heard = False
    watched_by = (chair, head, office, office_head, registry, registry_head, *leaders, deputies)
    reads = ("keeper", "recorder", "confirmer", "coordinator__parent", "registry")
    route = ("record", "confirm")

    states = dict(draft=_("草稿"), recorded=_("待第二人确认"), returned=_("退回补正"), confirmed=_("已确认"), struck=_("作废"))

    record    = Step(_("登记"), ("draft", "returned"), "recorded", by=recorder, fields=("confirmer",), needs=(a_day_that_has_come, what_its_kind_asks, those_who_were_there, no_record_like_it), then=number_it)
    confirm   = Step(_("确认"), "recorded", "confirmed", by=confirmer, needs=(those_who_were_there,))
    send_back = Step(_("退回补正"), "recorded", "returned", by=confirmer, why=True, at_will=True)
    hand_over = HandOver(_("换人确认"), "recorded", "", by=recorder, fields=("confirmer",), then=ask_for_a_second_person, at_will=True)
    relist    = Step(_("更正参加人员"), ("recorded", "confirmed"), "", by=keeper, why=True, needs=(a_list_put_right, those_who_were_there), then=settle_the_list, at_will=True)
    rectify   = Step(_("按异议更正名单"), "confirmed", "", by=office, why=True, needs=(an_objection_upheld, a_list_put_right), then=settle_the_list, at_will=True)
    strike    = Step(_("作废"), ("recorded", "returned", "confirmed"), "struck", by=keeper, why=True, at_will=True)
    amend     = Amend(by=keeper, fields=("title", "held_on", "ends_on", "venue", "told", "campaign", "group", "lecturer", "copies", "reached", "outlet", "outlet_level", "link"), then=see_that_it_still_can_have_been)

    confirming = Clock(_("确认活动记录"), record, (confirm, send_back, strike), Rule("activity_confirmation"), anew=hand_over)


def a_record_that_stands(o):
    return None if o.about.state == "confirmed" else said("这项活动“%(state)s”，确认以后才能提异议") % {"state": o.about.state_label}


def a_claim_that_fits(o):
    """Whoever is listed says that he was not there; whoever is not, that he was."""
    listed = o.about.present.filter(post__person=o.deputy_id).exists()
    if o.claim == Objection.Claim.LEFT_OUT and listed:
        return said("名单里已经有您，请选别的情形")
    if o.claim != Objection.Claim.LEFT_OUT and not listed:
        return said("名单里没有您。要是您参加了，请选“我参加了，名单里没有我”")
    return None


def no_other_that_is_open(o):
    """One at a time about one activity: what is said twice is answered once."""
    open_ones = o.about.objections.filter(deputy=o.deputy_id, state__in=("raised", "refused", "disputed")).exclude(pk=o.pk)
    return said("您对这项活动的上一件异议还没有办完，请在那一件里继续") if open_ones.exists() else None


def a_wording_put_right(o):
    """A list is put right by the answer itself; a wording by 更正, which leaves its own trace."""
    if o.claim != Objection.Claim.WRONG:
        return None
    since = o.events.order_by("pk").values_list("pk", flat=True).first()
    amended = o.about.events.filter(step="amend", pk__gt=since).exists()
    return None if amended else said("活动记录还没有更正，请先在活动里“更正”，再采纳")


def put_the_list_right(o, event):
    """What the deputy says of himself is what the list says from now on."""
    if o.claim == Objection.Claim.WRONG:
        return
    Presence.objects.update_or_create(
        activity=o.about, post=o.post, defaults={"struck": o.claim == Objection.Claim.ABSENT, "settled": None}
    )
    step = "relist" if keeper.hat(o.about) in event.post.hats else "rectify"
    o.about.take(step, event.post, said("采纳%(person)s的异议") % {"person": o.deputy}, at=event.at)


class ObjectionProcess(Process, of=Objection):
    is_heard = False
    watched_by = (chair, head, office_head)
    reads = ("keeper", "deputy", "coordinator")
    route = ("lodge", "uphold")

    states = dict(draft=_("草稿"), raised=_("待答复"), upheld=_("已更正"), refused=_("未采纳"), disputed=_("代表仍有异议"), dismissed=_("维持原记录"), withdrawn=_("已撤回"))

    lodge     = Step(_("提出异议"), "draft", "raised", by=deputy, needs=(a_record_that_stands, a_claim_that_fits, no_other_that_is_open))
    uphold    = Step(_("采纳并更正"), "raised", "upheld", by=keeper, fields=("answer",), needs=(a_wording_put_right,), then=put_the_list_right)
    refuse    = Step(_("不采纳"), "raised", "refused", by=keeper, fields=("answer",))
    insist    = Step(_("仍有异议"), "refused", "disputed", by=deputy, why=True, at_will=True)
    uphold_it = Step(_("复核后更正"), "disputed", "upheld", by=office, fields=("answer",), needs=(a_wording_put_right,), then=put_the_list_right)
    dismiss   = Step(_("复核后维持"), "disputed", "dismissed", by=office, fields=("answer",))
    withdraw  = Step(_("撤回"), ("raised", "refused", "disputed"), "withdrawn", by=deputy, at_will=True)

    answering = Clock(_("答复异议"), lodge, (uphold, refuse, withdraw), Rule("objection_answer"))
    reviewing = Clock(_("复核异议"), insist, (uphold_it, dismiss, withdraw), Rule("objection_answer"))
