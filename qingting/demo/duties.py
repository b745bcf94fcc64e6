"""What deputies did this year, in the demonstration: a dozen activities, what was studied and solved, links, and the plan.

Every place, person and word is invented. Days run back from today, so that what is late is late and what is due is due.
"""

from datetime import date, timedelta
from io import BytesIO

from PIL import Image

from qingting.attachments import shelf
from qingting.attachments.models import Attachment
from qingting.demo.hands import moment
from qingting.demo.meetings import called, settle
from qingting.duties.links import link
from qingting.duties.livelihood import Livelihood
from qingting.duties.models import Activity, Campaign, Objection, Place, Presence, Visit
from qingting.duties.streets import StreetYear, quarters_over
from qingting.duties.studies import Advice, Feedback, Study
from qingting.duties.yearly import DeputiesPlan, PlanItem
from qingting.meetings import hall
from qingting.meetings.models import Meeting
from qingting.meetings.votes import Vote
from qingting.organs.models import Level, Organ, Post, Role
from qingting.organs.offices import office_for_deputies

K = Organ.Kind
PLACES = (  # kind, name, of which sub-district (counted from the first)
    ("community", "钢城示例社区", 0), ("community", "滨江示例社区", 1), ("community", "冶金示例社区", 2), ("village", "示例村", 7),
    ("enterprise", "示例特钢有限公司", 0), ("enterprise", "示例物流有限公司", 1), ("project", "示例新材料项目", 8),
    ("contact_point", "示例村乡村振兴联系点", 7), ("centre", "红钢城街道示例综合执法中心", 0), ("centre", "新沟桥街道示例综合执法中心", 1),
)  # fmt: skip
ACTIVITIES = (  # days ago, kind, title, whose (a sub-district by number, or the office), places, deputies, more
    (12, "three_entries", "代表进社区听民声（示例）", 0, (0,), 4, {"reached": 36, "told": "居民说楼道灯常坏、老人下楼难。能当场答的当场答，其余四件记下来转办。"}),
    (26, "three_entries", "代表进企业问需求（示例）", 1, (5,), 3, {"reached": 12}),
    (40, "three_entries", "代表进社区看加装电梯（示例）", 2, (2,), 3, {"reached": 28}),
    (33, "public_talk", "代表宣讲进社区（示例）", 0, (0,), 2, {"reached": 60, "leads": True}),
    (55, "training", "代表履职专题培训（示例）", None, (), 12, {"copies": 60, "lecturer": "邀请的专家（示例）"}),
    (70, "theory_study", "机关理论学习（示例）", None, (), 0, {}),
    (62, "research", "养老服务专题调研（示例）", None, (0, 2), 6, {"group": 2}),
    (85, "inspection", "视察滨江公园建设（示例）", None, (1,), 8, {"group": 1}),
    (48, "centre_survey", "调研街道综合执法中心（示例）", None, (8, 9), 3, {}),
    (30, "law_publicity", "送法进企业（示例）", 0, (4,), 1, {"reached": 20}),
)  # fmt: skip
GROUPS = ("财政经济代表专业小组", "城建环保代表专业小组", "社会建设代表专业小组")
PLANNED = (  # month, kind, what, whose (a sub-district, or the office)
    (2, "expert_lecture", "代表法专题辅导", None), (3, "three_entries", "代表进社区听民声", 0), (5, "research", "养老服务专题调研", None),
    (6, "inspection", "视察滨江公园建设", None), (9, "centre_survey", "调研街道综合执法中心", None), (11, "three_entries", "代表进企业问需求", 1),
)  # fmt: skip


class Doings:
    """Who does what in the demonstration's year, and everything that hangs on it."""

    def __init__(self, congress, today: date):
        self.congress, self.today = congress, today
        streets = Organ.objects.filter(congress=congress, kind=K.SUBDISTRICT_COMMITTEE)
        self.streets = list(streets.order_by("pk"))
        self.office = office_for_deputies(congress.pk)
        self.committee = Organ.objects.get(congress=congress, kind=K.STANDING_COMMITTEE)
        seats = Post.objects.current(today).filter(organ=congress, role=Role.DEPUTY, level=Level.DISTRICT)
        self.deputies = list(seats.select_related("person", "constituency").order_by("pk"))

    def clerk(self, organ, n=0) -> Post:
        return organ.posts.current(self.today).filter(role=Role.CLERK).order_by("pk")[n]

    def second(self, organ) -> Post:
        """Who confirms: the chair of a sub-district's committee, the head of an office."""
        return organ.posts.current(self.today).filter(role__in=(Role.CHAIR, Role.HEAD)).order_by("pk")[0]

    def on(self, days, hour=10):
        return moment(self.today - timedelta(days=days), hour)

    def of(self, street) -> Organ:
        return self.office if street is None else self.streets[street]


def do(congress, today: date):
    """All of it, in the order in which it happened."""
    its = Doings(congress, today)
    groups = found_groups(its)
    places = [
        Place.objects.create(congress=congress, kind=kind, name=name, subdistrict=its.streets[n], invented=True)
        for kind, name, n in PLACES
    ]
    done = record(its, places, groups)
    meet(its)
    object_to(its, done)
    study(its, done)
    solve(its, done[0])
    with_links(its, places)
    lay_down(its)
    plan(its, done)


def found_groups(its) -> list[Organ]:
    made = [Organ.objects.create(name=name, kind=K.GROUP, parent=its.congress) for name in GROUPS]
    for n, group in enumerate(made):
        for place, one in enumerate(its.deputies[20 + 7 * n : 26 + 7 * n]):
            role, title = (Role.CHAIR, "组长") if place == 0 else (Role.MEMBER, "组员")
            Post.objects.create(person=one.person, organ=group, role=role, title=title, since=one.since)
    return made


def record(its, places, groups) -> list[Activity]:
    campaign = Campaign.objects.create(
        congress=its.congress, brand="qingting", name="青听青声（示例）", since=its.today - timedelta(days=300)
    )
    done = []
    for days, kind, title, whose, went, n, more in ACTIVITIES:
        organ, leads = its.of(whose), more.get("leads", False)
        named = {name: value for name, value in more.items() if name not in ("leads", "group")}
        a = Activity.objects.create(
            title=title, activity_kind=kind, held_on=its.today - timedelta(days=days), keeper=organ,
            recorder=its.clerk(organ).person, coordinator=its.office, venue=str(places[went[0]]) if went else "会议室",
            campaign=campaign if kind == "three_entries" else None, group=groups[more["group"]] if "group" in more else None,
            **named,
        )  # fmt: skip
        Visit.objects.bulk_create(Visit(activity=a, place=places[place]) for place in went)
        first = 3 * (whose or 0)
        there = its.deputies[first : first + n]
        Presence.objects.bulk_create(
            Presence(activity=a, post=one, leads=leads and not i) for i, one in enumerate(there)
        )
        a.take("record", its.clerk(organ), at=its.on(days - 1), confirmer=its.second(organ).person)
        a = Activity.objects.get(pk=a.pk)
        if days > 12:  # the newest still waits for its second person
            a.take("confirm", its.second(organ), at=its.on(days - 2))
        done.append(Activity.objects.get(pk=a.pk))
    return done


def meet(its):
    """Each committee in each quarter that is over; one of them has not written down its last."""
    year = (its.today - timedelta(days=30)).year
    over = quarters_over(year, its.today)
    for n in over:
        for street in its.streets:
            if (n, street) == (over[-1], its.streets[3]):
                continue
            day, clerk = date(year, 3 * n - 1, 18), its.clerk(street)
            a = Activity.objects.create(
                title=f"{n}季度工委会议（示例）", activity_kind="committee_meeting", held_on=day, keeper=street,
                recorder=clerk.person, coordinator=its.office, venue="工委会议室",
            )  # fmt: skip
            a.take("record", clerk, at=moment(day + timedelta(days=1), 10), confirmer=its.second(street).person)
            Activity.objects.get(pk=a.pk).take("confirm", its.second(street), at=moment(day + timedelta(days=2), 10))


def object_to(its, done):
    """A deputy says that he was there and is not on the list; the answer is still owed."""
    about = next(a for a in done if a.activity_kind == "public_talk")
    listed = set(about.present.values_list("post", flat=True))
    one = next(one for one in its.deputies if one.pk not in listed)
    o = Objection.objects.create(
        title="对履职记录的异议", about=about, claim="left_out", words="那天我也在，照片里有我（示例）。", keeper=about.keeper,
        coordinator=its.office, post=one, deputy=one.person, source=about,
    )  # fmt: skip
    o.take("lodge", one, at=its.on(4))


def study(its, done):
    """One that two bureaus were sent, and of which one has answered; one of the centres; one by a leading member."""
    clerk = its.clerk(its.office)
    bureaus = list(Organ.objects.filter(congress=its.congress, kind=K.DEPARTMENT).order_by("pk")[:2])
    by_kind = {a.activity_kind: a for a in done}
    advice = [
        ("把助餐点开到老旧小区门口。", bureaus[0]),
        ("给独居老人装一键呼叫。", bureaus[1]),
        ("各单位的服务办到一个窗口。", None),
    ]
    first = written(
        its, clerk, Study.Series.DEPUTIES, "关于养老服务的调研报告（示例）", by_kind["research"], advice, 45
    )
    first.take("forward", clerk, at=its.on(38))
    answered = Feedback.objects.get(report=first, handler=bureaus[0])
    answered.take("answer", its.clerk(bureaus[0]), at=its.on(10), answer="已选定三处，年内开两处（示例）。")
    advice = [("充实一线执法力量。", bureaus[0]), ("执法平台一网统管。", None)]
    written(
        its, clerk, Study.Series.CENTRES, "关于街道综合执法中心的调研报告（示例）", by_kind["centre_survey"], advice, 5
    )


def written(its, clerk, series, title, activity, advice, days) -> Study:
    s = Study.objects.create(
        title=title, series=series, writer=clerk.person, keeper=its.office,
        text="一、基本情况。（示例）\n二、存在的问题。（示例）\n三、意见建议。（示例）",
    )  # fmt: skip
    s.activities.add(activity)
    s.authors.set(activity.present.values_list("post", flat=True))
    Advice.objects.bulk_create(Advice(study=s, text=text, organ=organ) for text, organ in advice)
    s.take("submit", clerk, at=its.on(days))
    return Study.objects.get(pk=s.pk)


def solve(its, source):
    """One confirmed with its photograph, and one that is being handled."""
    street, office = its.streets[0], Organ.objects.get(congress=its.congress, name="红钢城街道办事处")
    clerk, chair, worker = its.clerk(street), its.second(street), its.clerk(office)
    for title, where, what, days in (
        ("楼道灯全换了（示例）", "钢城示例社区 3 栋", "楼道灯坏了两个月，老人夜里不敢下楼（示例）。", 11),
        ("小区门口积水（示例）", "钢城示例社区南门", "雨后积水没过脚面，进出不便（示例）。", 9),
    ):
        one = Livelihood.objects.create(
            title=title, where=where, what=what, found_on=its.today - timedelta(days=days), keeper=street, source=source
        )
        one.take("find", clerk, at=its.on(days))
        one.take("assign", clerk, at=its.on(days, 15), handler=office, confirmer=chair.person)
        if days == 11:
            one = Livelihood.objects.get(pk=one.pk)
            prove(one, worker)
            one.take("solve", worker, at=its.on(5), done="三栋的楼道灯全部换成感应灯（示例）。")
            Livelihood.objects.get(pk=one.pk).take("confirm", chair, at=its.on(2))


def prove(one, worker):
    """A photograph beside the matter; the whole demonstration is one transaction, so it is put there by hand."""
    drawn = BytesIO()
    Image.new("RGB", (320, 240), "teal").save(drawn, "JPEG")
    hat = f"organ:{worker.organ_id}:{worker.role}"
    photo = Attachment(matter=one, name="换好的灯（示例）.jpg", kind="jpg", post=worker, hat=hat)
    shelf.store(photo, drawn)
    photo.save()


def with_links(its, places):
    """Two leading members with an enterprise, a project and a village; one has been there."""
    seats = its.committee.posts.current(its.today).filter(role__in=(Role.CHAIR, Role.VICE_CHAIR))
    chair, vice = seats.select_related("person").order_by("pk")[:2]
    since = its.today - timedelta(days=250)
    for place, post in ((places[4], chair), (places[6], chair), (places[5], vice), (places[7], vice)):
        link(place, post, since, by=its.clerk(its.office))
    mandate = next(one for one in its.deputies if one.person_id == chair.person_id)
    organ = its.office
    a = Activity.objects.create(
        title="走访挂点企业，帮着协调用地（示例）", activity_kind="linked_visit", held_on=its.today - timedelta(days=20), keeper=organ,
        recorder=its.clerk(organ).person, coordinator=organ, venue=str(places[4]), told="企业反映二期用地手续慢，当场约好下周会商（示例）。",
    )  # fmt: skip
    Visit.objects.create(activity=a, place=places[4])
    Presence.objects.create(activity=a, post=mandate, leads=True)
    a.take("record", its.clerk(organ), at=its.on(19), confirmer=its.second(organ).person)
    Activity.objects.get(pk=a.pk).take("confirm", its.second(organ), at=its.on(18))


def lay_down(its):
    """What the first five sub-districts plan for the year."""
    year = (its.today - timedelta(days=30)).year
    for street in its.streets[:5]:
        y = StreetYear.objects.create(title=f"{street}{year}年工作", year=year, keeper=street)
        at = moment(max(date(year, 1, 10), its.today - timedelta(days=300)), 10)
        y.take(
            "lay_down",
            its.clerk(street),
            at=at,
            plan="每季度开一次会，组织代表进社区四批，全年接待群众十二次（示例）。",
        )


def plan(its, done):
    """Drafted by the office, adopted by the chairpersons on a day in January, told and published three days later."""
    year = (its.today - timedelta(days=30)).year
    day, clerk = date(year, 1, 15), its.clerk(its.office)
    p = DeputiesPlan.objects.create(keeper=its.office, year=year, title=f"{year}年代表工作计划（示例）")
    held = {(a.activity_kind, a.keeper_id): a.held_on.month for a in done if a.held_on.year == year}
    for month, kind, what, whose in PLANNED:
        organiser = its.of(whose)
        month = held.get((kind, organiser.pk), month)  # all but the first were held as planned
        PlanItem.objects.create(plan=p, month=month, activity_kind=kind, what=what, organiser=organiser)
    body = Organ.objects.get(congress=its.congress, kind=K.CHAIRPERSONS)
    chair = body.posts.current(its.today).get(role=Role.CHAIR)
    general = Post.objects.filter(organ__parent=its.committee, organ__name__contains="办公室", role=Role.CLERK).first()
    m = called(body, general, chair, f"主任会议（{day:%-m}月{day:%-d}日）", None, day, notified=False)
    p.take("submit", clerk, at=moment(day - timedelta(days=9), 10), at_meeting=m)
    m = Meeting.objects.get(pk=m.pk)
    m.take("notify", general, at=moment(day - timedelta(days=8), 9))
    for post in m.members:
        hall.come(m, post, general, at=moment(day, 8, 50))
    Meeting.objects.get(pk=m.pk).take("open", chair, at=moment(day, 9))
    m = Meeting.objects.get(pk=m.pk)
    asks = ((None, "会议议程", None, 5), (m.items.get(), p.title, p.matter_ptr, 20))
    for item, words, matter, minutes in asks:
        v = Vote(held_at=m, item=item, title=words, way=Vote.Way.HANDS).ask([(words, matter)])
        settle(m, v, general, chair, [len(m.members), 0, 0], minutes)
    Meeting.objects.get(pk=m.pk).take("close", chair, at=moment(day, 10))
    DeputiesPlan.objects.get(pk=p.pk).take("publish", clerk, at=moment(day + timedelta(days=3), 10))
