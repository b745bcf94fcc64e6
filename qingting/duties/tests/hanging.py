"""What the tests of studies, livelihood matters, sub-district years and plans need more than once."""

from datetime import date

from qingting.attachments.models import Attachment
from qingting.duties.livelihood import Livelihood
from qingting.duties.studies import Advice, Study
from qingting.figures.figure import Figure
from qingting.organs.models import Organ, Role

YEAR = date(2026, 1, 1), date(2026, 12, 31)


def value(town, name, period=YEAR):
    return Figure.all[name].value(town.congress, *period)


def chairpersons(town):
    """The chairpersons' meeting of the town, with its chair and a vice-chair in it; and the two."""
    body = Organ.objects.create(name="主任会议", kind=Organ.Kind.CHAIRPERSONS, parent=town.committee, quota=2)
    return body, town.seat("高平", body, Role.CHAIR), town.seat("秦素", body, Role.VICE_CHAIR)


def a_study(
    town, series, *authors, text="一、基本情况。二、存在问题。三、意见建议。", advice=(), activities=(), **more
):
    s = Study.objects.create(
        **dict(title="关于养老服务的调研报告", series=series, writer=town.wang.person, keeper=town.office, text=text)
        | more
    )
    s.authors.set(authors)
    s.activities.set(activities)
    for words, organ in advice:
        Advice.objects.create(study=s, text=words, organ=organ)
    return s


def a_livelihood_matter(town, **more):
    given = dict(title="临江路路灯不亮", where="临江路", what="三盏路灯坏了半年。", found_on=date(2026, 3, 18))
    return Livelihood.objects.create(keeper=town.street, **given | more)


def attach_proof(matter, post):
    return Attachment.objects.create(
        matter=matter, name="照片.jpg", kind="jpg", size=1, digest="0" * 64, post=post, hat=post.hats[0]
    )
