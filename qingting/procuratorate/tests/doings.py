"""What the town does again and again in these tests, in few words."""

from qingting.procuratorate.models import ProcuratorialSuggestion, Referral

SAID = dict(
    assessment="水利局未依法履行河道管理职责，公共利益持续受到侵害。", document_number="清检公建〔2026〕1号",
    demand="依法查处沿河倾倒，限期清理河岸。", copied_papers="立案决定书、检察建议书", adoption="done", reply="已清理河岸三公里，查处两起。",
    outcome="closed", decision="已依法履职，公益得到维护。", decision_papers="终结案件决定书", handling_views="已列入整治计划。",
)  # fmt: skip
WAY = ("forward", "open_case", "issue", "copy", "receive", "answer", "decide", "report")


def anew(matter):
    """The matter as the next reader finds it."""
    return type(matter).objects.get(pk=matter.pk)


def drafted(town, source=None, **kwargs):
    given = dict(
        title="疏浚清河河道", field="environment", facts="清河沿岸倾倒建筑垃圾，河水发黑。", ground="涉及生态环境保护",
        source=source and source.matter_ptr, keeper=town.office, procuratorate=town.procuratorate, committee=town.judicial,
    )  # fmt: skip
    return ProcuratorialSuggestion.objects.create(**given | kwargs)


def flagged(town, source=None, **kwargs):
    """A clue that Wang has flagged in a suggestion of Lin's."""
    p = drafted(town, source or town.walk(town.suggestion(), upto="assign"), **kwargs)
    p.take("flag", town.wang)
    return anew(p)


def own(town, **kwargs):
    """A case that the procuratorate has opened itself."""
    p = drafted(town, **kwargs)
    p.take("open_own", town.shi, assessment=SAID["assessment"])
    return anew(p)


def walk(town, p, *, upto="report", **changed):
    """Take it along its plain way up to a step; `changed` is what is said otherwise than usual."""
    said = SAID | {"addressee": town.water} | changed
    acts = dict(forward=town.wang, issue=town.yan, receive=town.zhao, answer=town.zhao, decide=town.yan)
    for name in WAY:
        step = p.process.steps[name]
        if p.state in step.source and not (name == "copy" and p.owes_copies_id is None):
            p.take(name, acts.get(name, town.shi), **{field: said[field] for field in step.fields})
            p = anew(p)
        if name == upto:
            break
    return p


def referred(town, p):
    """Handed over to the office for deputies."""
    referral = Referral.objects.create(on=p, importance="沿河街道都有这个问题，须系统治理")
    referral.take("refer", town.shi)
    return anew(referral)


def offered(town, p, to=None):
    referral = referred(town, p)
    referral.take("offer", town.wang, lead=(to or town.lin).person)
    return anew(referral)


def taken_up(town, p):
    """A suggestion of Lin's that arises from it, filed."""
    s = town.suggestion(title="系统治理沿河倾倒", source=p.matter_ptr)
    s.take("file", town.lin)
    return anew(s)
