"""How a clue becomes a procuratorial suggestion, and a procuratorial suggestion a deputy's (双向衔接转化).

Law: Organic Law of the People's Procuratorates (2018), arts. 20 and 21; Administrative Litigation Law, art. 25(4);
the Supreme People's Procuratorate's rules on procuratorial suggestions (2019), of which only a summary could be read.
The local mechanism is that of Xiaogan (2022), arts. 3 to 5, read in excerpts; its numbers stand in the rulebook.
The matter in which a clue was flagged is not moved by it: its own handling goes on, and the thread shows both.
"""

from django.utils.translation import gettext as said
from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop

from qingting.clocks.rules import Rule
from qingting.clocks.spans import Before
from qingting.docket.guards import what_arose_from_it
from qingting.docket.models import Matter, Series
from qingting.docket.process import Amend, Clock, Process, Refused, Step, Who
from qingting.organs.models import Post, Role
from qingting.procuratorate.models import ISSUED, OVER, Field, ProcuratorialSuggestion, Referral

# The cast: each part is a field of the matter, and a role in the organ it names.
office = Who("keeper", Role.CLERK, _("代表工作机构"))
chief = Who("keeper", Role.HEAD, _("代表工作机构负责人"))              # who only watches
procurator = Who("procuratorate", Role.CLERK, _("检察院承办人"))
chief_procurator = Who("procuratorate", Role.HEAD, _("检察长"))        # who decides and signs
copyist = Who("owes_copies", Role.CLERK, _("检察院承办人（抄送）"))    # the same clerk, for as long as copies are owed
addressee = Who("addressee", Role.CLERK, _("被建议单位"))
addressee_head = Who("addressee", Role.HEAD, _("被建议单位负责人"))    # who only watches
committee = Who("committee", Role.CLERK, _("监察和司法委员会"))        # who watches
reader = Who("informed", Role.CLERK, _("监察和司法委员会（阅知）"))    # the same clerk, while there is something new to read
committee_chair = Who("committee", Role.CHAIR, _("监察和司法委员会主任"))
deputy = Who("lead", Role.DEPUTY, _("商请的代表"))

# What a step needs. Each says what is missing, or None.

def a_source(p):
    return None if p.source_id else said("线索由一件事项标记而来；检察院自己发现的，由检察院立案")


def no_source(p):
    """What was flagged in another matter is forwarded first, so that the office knows of it."""
    return said("这条线索由事项标记而来，须先由代表工作机构转交") if p.source_id else None


def no_other_clue(p):
    """One clue at a time from one matter, or two would handle it."""
    others = ProcuratorialSuggestion.objects.filter(source=p.source_id).exclude(state__in=["draft", *OVER]).exclude(pk=p.pk)
    other = others.first()
    return said("这件事项已经标记过线索，正在办理：%(number)s") % {"number": other.number} if other else None


def an_overdue_reply(p):
    debt = p.last_debt("replying")
    late = debt and debt.met_id is None and debt.due_on < p.today
    return None if late else said("书面回复的期限未满")


def nothing_done(p):
    """Rules of 2019 (confidence D): what is not put right without reason may be reported to the people's congress."""
    unwilling = p.state == "replied" and p.adoption in (p.Adoption.NOT, p.Adoption.PARTLY)
    return None if unwilling or not an_overdue_reply(p) else said("逾期不回复，或者回复不采纳、部分采纳的，才向人大报告")


def the_first_copies(p):
    return said("检察建议的法律文书还没有抄送。先点“抄送法律文书”") if p.owes_copies_id else None


def a_deputy_asked(p):
    """The way back is opened on its own page, and that page presses this."""
    asked = any(isinstance(kin, Referral) and kin.state == "offered" for kin in p.kin)
    return None if asked else said("须由检察院先移送、代表工作机构商请代表")


def one_that_went_out(r):
    """What is handed over has been issued, has not become a suggestion yet, and is in nobody else's hands."""
    if r.on.state not in ISSUED:
        return said("检察建议制发以后才能移送")
    if r.on.became:
        return said("已经转为代表建议：%(number)s") % {"number": r.on.became}
    again = r.on.referrals.filter(state__in=("referred", "offered")).exclude(pk=r.pk).exists()
    return said("已经移送过，代表工作机构正在商请代表") if again else None


def its_conversion(r):
    return None if r.on.became else said("请先据此写一件建议并提出，提出后这里自动办结")


# What follows from a step, in the same transaction.

def number(p, event):
    year = p.today.year
    p.number = f"公益{year}-{Series.following(p.congress_id, f'public-interest-{year}'):04d}"
    p.save(update_fields=["number"])


def owe_copies(p, event):
    p.owes_copies = p.procuratorate
    p.save(update_fields=["owes_copies"])


def send_copies(p, event):
    """The committee follows what becomes of it (Xiaogan, art. 4): copies that lie unread would be none."""
    p.owes_copies, p.informed = None, p.committee
    p.save(update_fields=["owes_copies", "informed"])


def inform_the_committee(p, event):
    p.informed = p.committee
    p.save(update_fields=["informed"])


def leave_it_at_that(p, event):
    p.owes_copies, p.informed = None, None
    p.save(update_fields=["owes_copies", "informed"])


def have_it_read(p, event):
    p.informed = None
    p.save(update_fields=["informed"])


def see_that_it_lies_ahead(p, event):
    if p.reply_by <= p.today:
        raise Refused(said("另定的回复日期应当在今天以后"))


def entrust(r, event):
    """The deputy sees the procuratorial suggestion from now on, and may convert it."""
    name_deputy(r.on_id, r.lead)


def release(r, event):
    name_deputy(r.on_id, None)


def name_deputy(pk, person):
    Matter.objects.select_for_update().get(pk=pk)
    p = ProcuratorialSuggestion.objects.get(pk=pk)
    p.lead = person
    p.save(update_fields=["lead"])
    p.recast()


def remember_what_it_became(p, event):
    """The suggestion that takes this step says its number; what was asked of the deputy is done."""
    p.became = event.data["suggestion"]
    p.save(update_fields=["became"])
    for kin in p.kin:
        if isinstance(kin, Referral) and kin.state == "offered":
            kin.take("end", event.actor, at=event.at)


# How long.

def time_to_reply(p):
    """Two months from receipt; one where an organ neglected minors; another day where the procuratorate has set one."""
    if p.reply_by:
        return Before(0, "reply_by", gettext_noop("检察院另定的回复日"))
    return Rule("proc_suggestion_reply_minors") if p.field == Field.MINORS else Rule("proc_suggestion_reply")


class Ask(Step):
    """Asking a deputy: the form offers those who hold a mandate today."""

    def form(self, *args, **kwargs):
        form = super().form(*args, **kwargs)
        serving = Post.objects.current().filter(role=Role.DEPUTY).values("person")
        form.fields["lead"].queryset = form.fields["lead"].queryset.filter(pk__in=serving).order_by("name")
        return form


class ProcuratorialSuggestionProcess(Process, of=ProcuratorialSuggestion):
    watched_by = (chief, addressee_head, committee, committee_chair)
    kin = ("referral__lead",)
    reads = ("addressee", "procuratorate", "committee", "keeper", "lead", "source")
    route = ("forward", "open_case", "issue", "receive", "answer", "decide", "report")

    states = dict(
        draft=_("草稿"), flagged=_("已标记，待转交"), forwarded=_("已转交检察院，待评估"), case=_("已立案，待制发"), no_case=_("未立案"),
        issued=_("已制发，待签收"), rectifying=_("正在整改，待回复"), objected=_("提出异议，待复核"), replied=_("已回复，待处理"),
        decided=_("已处理，待抄送"), reported=_("已处理，已抄送"), dropped=_("已终结，未制发"), withdrawn=_("已撤回"),
    )

    flag       = Step(_("标记线索"), "draft", "flagged", by=office, needs=(a_source, no_other_clue), then=number)
    unflag     = Step(_("撤销标记"), "flagged", "withdrawn", by=office, why=True, at_will=True)
    forward    = Step(_("转交检察院"), "flagged", "forwarded", by=office)
    inform     = Step(_("提供办理意见"), ("forwarded", "case", "issued", "rectifying", "objected", "replied"), "", by=office, fields=("handling_views",), needs=(a_source,), at_will=True)

    open_case  = Step(_("立案"), "forwarded", "case", by=procurator, fields=("assessment",), veiled_from=(addressee, addressee_head, deputy))
    refuse     = Step(_("不予立案"), "forwarded", "no_case", by=procurator, fields=("assessment",), veiled_from=(addressee, addressee_head, deputy))
    open_own   = Step(_("自行立案"), "draft", "case", by=procurator, fields=("assessment",), needs=(no_source,), then=number, at_will=True, veiled_from=(addressee, addressee_head, deputy))
    drop       = Step(_("终结案件"), "case", "dropped", by=chief_procurator, why=True, at_will=True, veiled_from=(addressee, addressee_head, deputy))
    issue      = Step(_("制发检察建议"), "case", "issued", by=chief_procurator, fields=("document_number", "addressee", "demand"), then=owe_copies)
    copy       = Step(_("抄送法律文书"), ("issued", "rectifying", "objected", "replied", "decided"), "", by=copyist, fields=("copied_papers",), then=send_copies)
    acknowledge = Step(_("阅知"), ("issued", "rectifying", "objected", "replied", "decided"), "", by=reader, then=have_it_read)

    receive    = Step(_("签收"), "issued", "rectifying", by=addressee)
    serve      = Step(_("登记送达"), "issued", "rectifying", by=procurator, why=True, at_will=True)
    hasten     = Step(_("紧急情形另定期限"), ("issued", "rectifying"), "", by=procurator, fields=("reply_by",), why=True, then=see_that_it_lies_ahead, at_will=True)
    object     = Step(_("提出异议"), "rectifying", "objected", by=addressee, why=True, at_will=True)
    uphold     = Step(_("复核维持"), "objected", "rectifying", by=chief_procurator, why=True)
    revise     = Step(_("复核修改"), "objected", "rectifying", by=chief_procurator, fields=("demand",), at_will=True)
    revoke     = Step(_("复核撤回"), "objected", "withdrawn", by=chief_procurator, why=True, at_will=True, then=leave_it_at_that)
    answer     = Step(_("书面回复"), "rectifying", "replied", by=addressee, fields=("adoption", "reply"))
    warn       = Step(_("向人大报告未整改"), ("rectifying", "replied"), "", by=chief_procurator, why=True, needs=(nothing_done,), at_will=True, then=inform_the_committee)

    decide     = Step(_("作处理决定"), "replied", "decided", by=chief_procurator, fields=("outcome", "decision"))
    decide_unanswered = Step(_("逾期未回复，作处理决定"), "rectifying", "decided", by=chief_procurator, fields=("outcome", "decision"), needs=(an_overdue_reply,), at_will=True)
    report     = Step(_("抄送处理决定"), "decided", "reported", by=procurator, fields=("decision_papers",), needs=(the_first_copies,))

    convert    = Step(_("转为代表建议"), ISSUED, "", by=deputy, needs=(a_deputy_asked, what_arose_from_it), then=remember_what_it_became, at_will=True)
    amend      = Amend(by=procurator, fields=("title", "field", "facts", "document_number"), label=_("更正"))

    copying    = Clock(_("抄送法律文书"), issue, (copy, revoke), Rule("proc_conversion_copy"))
    replying   = Clock(_("书面回复"), (receive, serve), (answer, revoke, decide_unanswered), time_to_reply, "《人民检察院检察建议工作规定》（2019；条次待核）：紧急情形可以另定期限", anew=hasten)
    reporting  = Clock(_("抄送处理决定"), (decide, decide_unanswered), report, Rule("proc_after_rectification_copy"))


class ReferralProcess(Process, of=Referral):
    is_heard = False
    watched_by = (chief, chief_procurator, committee, committee_chair)
    kin = ("procuratorialsuggestion__addressee",)
    reads = ("lead", "on__addressee", "procuratorate")
    route = ("refer", "offer", "end")
    states = dict(draft=_("拟移送"), referred=_("已移送，待商请代表"), offered=_("已商请代表，待提出"), converted=_("已转为代表建议"), refused=_("不转化"))

    refer     = Step(_("移送代表工作机构"), "draft", "referred", by=procurator, needs=(one_that_went_out,), at_will=True)
    offer     = Ask(_("商请代表"), "referred", "offered", by=office, fields=("lead",), then=entrust)
    turn_down = Step(_("不转化"), "referred", "refused", by=office, why=True, at_will=True)
    give_back = Step(_("不提出，退回"), "offered", "referred", by=deputy, why=True, then=release, at_will=True)
    take_back = Step(_("收回，另请代表"), "offered", "referred", by=office, why=True, then=release, at_will=True)
    end       = Step(_("据此提出建议"), "offered", "converted", by=deputy, needs=(its_conversion,))
