"""What the annual report says of what deputies do outside the hall, and of the places they go to.

An activity counts in the year of the day on which it was held, once a second person has confirmed it: a record that is
re-dated moves to another year, and a figure that was frozen before says so.
"""

from django.db.models import Count, Exists, F, Max, OuterRef, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from qingting.duties.kinds import kinds_of
from qingting.duties.models import Activity, Campaign, Linked, Presence, Visit
from qingting.duties.models import Place as Spot
from qingting.duties.voter_reports import VoterReport
from qingting.figures.figure import Figure
from qingting.files.sections import with_a_line
from qingting.files.spread import mandates
from qingting.organs.models import Level, Post, Role

CONFIRMED = "confirmed"


def held(*kinds, **of):
    """The confirmed activities of these kinds that were held in the period."""
    kinds = {"activity_kind__in": kinds} if kinds else {}

    def rows(congress, since, until):
        return Activity.objects.filter(congress=congress, state=CONFIRMED, held_on__range=(since, until), **kinds, **of)

    return rows


def there(*kinds, **of):
    """The deputies who were at such activities: a person-time each."""

    def rows(congress, since, until):
        return Presence.objects.filter(activity__in=held(*kinds)(congress, since, until), struck=False, post__role=Role.DEPUTY, **of)

    return rows


def national_talk(congress, since, until):
    """The talks at which a national deputy spoke, each once, however many of them spoke; also where he was put down as the
    deputy of the district that he is besides.
    """
    day = OuterRef("activity__held_on")
    national = Post.objects.filter(person=OuterRef("post__person"), role=Role.DEPUTY, level=Level.NATIONAL, since__lte=day)
    spoke = there("public_talk", leads=True)(congress, since, until).filter(Exists(national.filter(Q(until=None) | Q(until__gte=day))))
    return held("public_talk")(congress, since, until).filter(pk__in=spoke.values("activity"))


def went(*kinds, **of):
    """The places that such activities went to: a line for each visit."""

    def rows(congress, since, until):
        return Visit.objects.filter(activity__in=held(*kinds)(congress, since, until), **of)

    return rows


def linked(*kinds):
    """What a leading member was linked with on any day of the period."""

    def rows(congress, since, until):
        during = Linked.objects.filter(place__congress=congress, place__kind__in=kinds, since__lte=until)
        return during.exclude(until__lt=since)

    return rows


def reported(level):
    """The reports of deputies of this level that were held in the period, by the day on which they were held."""

    def rows(congress, since, until):
        held = VoterReport.objects.filter(congress=congress, state__in=("held", "rated", "closed"))
        return held.filter(mandate__level=level, held_on__range=(since, until))

    return rows


def with_a_file(congress, since, until):
    """The deputies of all four levels, in office on some day of the period, with a line in their file by its end."""
    return mandates(congress, since, until).filter(with_a_line(congress, until))


def by_steps_alone(congress):
    """Who was there is changed by steps of the activity and of an objection to it, and in no other way."""
    return ""


def places_changed(congress):
    """A place is put right, and two that are one are put together, without a step."""
    its = Spot.objects.filter(congress=congress)
    return its.aggregate(there=Count("pk"), merged=Count("merged_into"), last=Max("changed_at"))


BY_KEEPER = (("organ", F("keeper__name")),)
BY_KIND = (("kind", F("activity_kind")), *BY_KEEPER)
OF_PRESENCE = (("organ", F("activity__keeper__name")), ("kind", F("activity__activity_kind")))
OF_VISIT = (("subdistrict", F("place__subdistrict__name")), ("organ", F("activity__keeper__name")))
WHO = {"on": "activity__held_on", "matter": "activity", "called": "post__person__name", "changed": by_steps_alone}
SAYS = (("kind", lambda key, congress, until: kinds_of(congress, until).get(key, key)),)
P = Spot.Kind
TIMES, SESSIONS = pgettext_lazy("duties", "人次"), pgettext_lazy("duties", "次")
GROUPS, PLACES = pgettext_lazy("duties", "批"), pgettext_lazy("duties", "个")
WALKED = {"activity__campaign__brand": Campaign.Brand.QINGTING}


def activities(name, label, unit, scope, *kinds, breaks=BY_KEEPER, **how):
    return Figure(name, label, unit, scope, held(*kinds), breaks=breaks, says=SAYS, on="held_on", **how)


def times(name, label, scope, *kinds, **of):
    return Figure(name, label, TIMES, scope, there(*kinds, **of), breaks=OF_PRESENCE, says=SAYS, **WHO)


def places(name, label, unit, scope, *kinds, distinct="place", **of):
    return Figure(name, label, unit, scope, went(*kinds, **of), distinct=distinct, breaks=OF_VISIT, on="activity__held_on", matter="activity", called="place__name", changed=places_changed)


def links(name, label, unit, *kinds):
    return Figure(name, label, unit, _("期内与常委会领导挂点联系的不同点位"), linked(*kinds), distinct="place", breaks=(("subdistrict", F("place__subdistrict__name")),), matter=None, called="place__name")


study = activities("theory_study_sessions", _("理论学习"), SESSIONS, _("期内举行并经确认"), "theory_study")
exchanges = activities("study_exchanges", _("交流研讨"), SESSIONS, _("期内举行并经确认"), "study_exchange")
talks = activities("public_talks", _("主题宣讲"), _("场"), _("期内在基层举行并经确认，含全国人大代表的宣讲"), "public_talk")
visits = activities("research_and_inspection_visits", _("专题调研视察"), SESSIONS, _("期内举行并经确认的专题调研和视察"), "research", "inspection", breaks=BY_KIND)
lectures = activities("expert_lectures", _("专题辅导报告"), _("场"), _("期内请专家讲授并经确认"), "expert_lecture")
groups = activities("three_entries_groups", _("代表“三进”活动"), GROUPS, _("期内进社区、进村、进企业，经确认"), "three_entries", at_most=("three_entries_attendance",))
group_times = times("three_entries_attendance", _("代表参加“三进”活动"), _("期内经确认，一人一批算一次"), "three_entries")
trained = times("training_attendance", _("代表培训"), _("期内参加专题培训、分类培训和履职轮训的代表，一人一次培训算一次"), "training")
books = Figure("books_issued", _("发放书籍资料"), _("册"), _("期内在各种活动中发给代表和群众，经确认"), held(copies__gt=0), total="copies", breaks=BY_KIND, says=SAYS, on="held_on")
national_talks = Figure("national_deputy_talks", _("全国人大代表宣讲"), SESSIONS, _("期内由全国人大代表主讲的主题宣讲，经确认"), national_talk, breaks=BY_KEEPER, on="held_on", at_most=("public_talks",))
national_speakers = Figure("national_deputies_speaking", _("宣讲的全国人大代表"), _("名"), _("期内主讲过主题宣讲的不同的人"), there("public_talk", leads=True, post__level=Level.NATIONAL), distinct="post__person", **WHO)
centres = places("enforcement_centres_surveyed", _("调研街道综合执法中心"), PLACES, _("期内调研过其综合执法中心的不同街道"), "centre_survey", distinct="place__subdistrict", place__kind=P.CENTRE)
publicity = places("law_publicity_enterprises", _("法律宣传互动企业"), _("家"), _("期内法律宣传活动到过的不同企业"), "law_publicity", place__kind=P.ENTERPRISE)
projects = places("industry_projects_supported", _("服务落地项目"), PLACES, _("期内项目服务活动涉及的不同项目"), "project_support", place__kind=P.PROJECT)
published = activities("items_published", _("编发工作动态、重要信息、研讨文章"), _("篇"), _("期内编发并经确认"), "bulletin", "information", "paper", breaks=BY_KIND)
media = Figure("media_items", _("媒体发表文章"), _("篇次"), _("期内在全国、省、市级媒体发表，经确认"), held("media", outlet_level__in=[Level.NATIONAL, Level.PROVINCIAL, Level.MUNICIPAL]), breaks=(("level", F("outlet_level")), *BY_KEEPER), on="held_on")
communities = places("communities_visited", _("走访社区"), PLACES, _("期内“青听青声”活动走访过的不同社区"), place__kind=P.COMMUNITY, **WALKED)
villages = places("villages_visited", _("走访村"), PLACES, _("期内“青听青声”活动走访过的不同的村"), place__kind=P.VILLAGE, **WALKED)
enterprises = places("enterprises_visited", _("走访企业"), _("家"), _("期内“青听青声”活动走访过的不同企业"), place__kind=P.ENTERPRISE, **WALKED)
key_enterprises = links("key_enterprises_linked", _("挂点包保重点企业"), _("家"), P.ENTERPRISE)
major_projects = links("major_projects_linked", _("挂点包保重大项目"), PLACES, P.PROJECT)
contact_points = links("rural_contact_points", _("乡村振兴联系点"), PLACES, P.CONTACT_POINT)
constituency_reports = Figure("constituency_reports", _("向选区报告履职"), _("名"), _("期内向选区选民述职的不同区代表，按述职日期"), reported(Level.DISTRICT), distinct="deputy", breaks=(("subdistrict", F("keeper__name")),), on="held_on")
committee_reports = Figure("municipal_deputies_reported", _("市代表向区人大常委会述职"), _("名"), _("期内述职的不同市代表，按述职日期"), reported(Level.MUNICIPAL), distinct="deputy", on="held_on")
files = Figure("deputy_files", _("代表履职档案"), _("份"), _("期内在任的四级人大代表，到期末档案里有记录的不同的人"), with_a_file, distinct="person", breaks=(("level", F("level")), ("subdistrict", F("constituency__organ__name"))), matter=None)
