"""The demonstration's stations: places, deputies who receive there, codes, and reception days around today."""

import tomllib
from datetime import date, datetime, time, timedelta

from django.utils.timezone import make_aware

from qingting.demo.district import DATA, rows
from qingting.organs.models import Organ, Post, Role
from qingting.stations import codes
from qingting.stations.models import Code, Outline, Profile, Recurrence, Station, Stationed
from qingting.stations.receptions import plan

AT_EACH = 4  # deputies
ISSUER = "区人大常委会代表工作委员会"
PROFILES = (
    ("社区卫生服务中心 全科医生", "老人看病、老旧小区、无障碍"),
    ("小学 教师", "上学放学路上的安全"),
    ("街道社区 工作者", "老楼电梯、停车"),
)


def set_up_stations(congress, today: date):
    """All of them, with everything that hangs on them."""
    told = tomllib.loads((DATA / "stations.toml").read_text(encoding="utf-8"))
    Outline.objects.create(congress=congress, rings=told["outline"], source=told["source"], drawn=True)
    stations = {row["name"]: open_station(congress, row) for row in rows("stations")}
    issue_codes(congress, told["codes"])
    for rule in told["recurrence"]:
        set_rule(stations[rule["station"]], rule, today)
    for day in told["day"]:
        let_it_come(stations[day["station"]], day, today)


def open_station(congress, row) -> Station:
    committee = Organ.objects.get(congress=congress, name=row["committee"])
    since = date.fromisoformat(row["since"])
    organ = Organ.objects.create(name=row["name"], kind=Organ.Kind.STATION, parent=committee, since=since)
    place = {name: row[name] for name in ("kind", "address", "longitude", "latitude", "hours", "telephone")}
    station = Station.objects.create(organ=organ, **place)
    for n, post in enumerate(deputies_of(row["name"], committee)):
        Stationed.objects.create(station=station, post=post, since=since)
        if not n:
            work, concerns = PROFILES[station.pk % len(PROFILES)]
            Profile.objects.get_or_create(post=post, defaults={"work": work, "concerns": concerns})
    return station


def deputies_of(station, committee) -> list[Post]:
    """Those elected around it; of a studio that bears a name, that deputy."""
    elected = (
        Post.objects.filter(role=Role.DEPUTY, constituency__organ=committee).select_related("person").order_by("pk")
    )
    named = [post for post in elected if post.person.name in station]
    if named:
        return named
    first = {"代表联系点": AT_EACH}.get(station[-5:], 0)  # a point has others than the station next to it
    return list(elected[first : first + AT_EACH])


def issue_codes(congress, told):
    by = Post.objects.filter(organ__congress=congress, organ__name=ISSUER, role=Role.CLERK).order_by("pk").first()
    codes.issue_to_all(congress, by, told["issued_on"])
    for lost in told["revoked"]:
        code = Code.objects.filter(post__constituency__name=lost["constituency"]).order_by("pk").first()
        codes.revoke(code, by, lost["reason"], lost["on"])
    codes.issue_to_all(congress, by, told["again_on"])  # to what was opened since, and to whoever lost his


def set_rule(station, rule, today):
    said = {name: rule[name] for name in ("every", "weekday", "nth", "day_of_month") if name in rule}
    opens, closes = rule["hours"]
    made = Recurrence.objects.create(station=station, opens=opens, closes=closes, since=today, **said)
    made.deputies.set(station.deputies(today)[:2])


def let_it_come(station, told, today):
    """One reception day, through each step on its day."""
    clerk = Post.objects.filter(organ=station.keeper, role=Role.CLERK).order_by("pk").first()
    moved = sum(step.get("by", 0) for step in told["steps"])  # `in` is the day on which it is in the end
    day = today + timedelta(days=told["in"] - moved)
    opens, closes = told["hours"]
    d = plan(
        station, clerk, station.deputies(day)[:2], day=day, opens=opens, closes=closes, at=ago(today, told["planned"])
    )
    for step in told["steps"]:
        said = {name: step[name] for name in ("report", "received") if name in step}
        if step["take"] == "move":
            said = {"day": day + timedelta(days=step["by"]), "opens": opens, "closes": closes}
        d.take(step["take"], clerk, step.get("note", ""), at=ago(today, step["ago"]), **said)


def ago(today, days) -> datetime:
    return make_aware(datetime.combine(today - timedelta(days=days), time(10, 30)))
