"""The document that belongs to where a matter of mandates stands, begun with what is known."""

from django.utils.translation import gettext as said
from django.utils.translation import gettext_lazy as _

from qingting.documents.models import OfficialDocument
from qingting.documents.templates import draft
from qingting.mandates.models import ByElection, Resignation, Termination

# (kind, states): the template, and how the button is called.
OFFERED = (
    (ByElection, ("decided", "dated", "listed"), "by-election-decision", _("起草补选决定")),
    (ByElection, ("confirmed", "announced", "closed"), "by-election-result", _("起草补选结果公告")),
    (Resignation, ("accepted", "announced"), "mandate-ended", _("起草公告")),
    (Termination, ("reported", "announced"), "mandate-ended", _("起草公告")),
)


def papers_of(matter) -> dict:
    """The documents that may be begun now, by template: how the button is called."""
    return {name: words for kind, states, name, words in OFFERED if isinstance(matter, kind) and matter.state in states}


def begun(matter, name, post) -> OfficialDocument:
    """A draft with what the matter knows; what is not known yet stands open."""
    return draft(name, matter, matter.committee, post, **{key: value for key, value in known(matter).items() if value})


def known(matter) -> dict:
    if isinstance(matter, ByElection):
        elected = said("、").join(one.name for one in matter.elected)
        day = matter.election_on and dated(matter.election_on)
        return {
            "constituency": matter.constituency,
            "seats": matter.seats,
            "date": day,
            "person": elected,
            "deputies": matter.deputies,
        }
    reason = (
        said("请求辞去代表职务，常委会已经接受") if isinstance(matter, Resignation) else matter.get_ground_display()
    )
    return {
        "constituency": matter.mandate.constituency,
        "person": matter.deputy,
        "reason": reason,
        "deputies": matter.deputies,
    }


def dated(day) -> str:
    """As an official document writes a day, in whatever language its drafter works."""
    return f"{day.year}年{day.month}月{day.day}日"
