"""Nominations of the demonstration: for last month's meeting, carried and sworn in; for today's, waiting for the vote."""

from datetime import timedelta

from qingting.appointments.models import Ceremony, Nomination
from qingting.demo.hands import moment
from qingting.organs.models import Organ, Person, Role

# For each meeting in turn: whom, for what office, in which organ, proposed by which.
PEOPLE = {
    42: (
        ("颜若兰", "court", "区人民法院", Role.OFFICER, "区人民法院审判员", "区人民法院"),
        ("秦致和", "procuratorate", "区人民检察院", Role.OFFICER, "区人民检察院检察员", "区人民检察院"),
    ),
    43: (
        ("顾晓岚", "department", "区园林和林业局", Role.HEAD, "区园林和林业局局长", "区人民政府"),
        ("贺明章", "court", "区人民法院", Role.OFFICER, "区人民法院审判员", "区人民法院"),
    ),
}
GROUNDS = "政治素质好，熟悉业务，群众基础好，廉洁自律。（示例）"
QUALIFICATION = "符合任职条件，材料齐全，已征求有关方面意见。（示例）"
LEFT_OFF = "本届内已通过任前法律知识考试（示例）"


def propose(congress, meeting, clerk, chairs_meeting):
    """Put forward on paper three weeks ahead, examined, and put on the agenda by the chairpersons' meeting."""
    for place, (name, office, organ, role, title, proposer) in enumerate(PEOPLE[meeting.ordinal]):
        n = Nomination.objects.create(
            keeper=clerk.organ,
            proposer=Organ.objects.get(congress=congress, name=proposer),
            office=office,
            organ=Organ.objects.get(congress=congress, name=organ),
            role=role,
            office_title=title,
            nominee=Person.objects.create(name=name, congress=congress, invented=True),
            grounds=GROUNDS,
            title=f"任命{name}为{title}",
        )
        day = meeting.held_on
        for step, ago, note, said in (
            ("register", 21, "", {"paper_number": f"{proposer}提请〔{day.year}〕{place + 3}号"}),
            ("check", 18, "", {"qualification": QUALIFICATION}),
            ("excuse", 17, LEFT_OFF, {}),
            ("submit", 13, "", {"chairs_meeting": chairs_meeting}),
            ("schedule", 7, "", {"at_meeting": meeting, "late_because": ""}),
        ):
            n.take(step, clerk, note, at=moment(day - timedelta(days=ago), 10, place), **said)


def swear_in(meeting, clerk):
    """After the vote: letters, an oath ceremony, word to the proposers and to the public; and the files are closed."""
    carried = list(Nomination.objects.filter(at_meeting=meeting, state="carried").order_by("pk"))
    day = meeting.held_on
    c = Ceremony.objects.create(
        keeper=clerk.organ,
        title=f"{carried[0].nominee}等{len(carried)}人宪法宣誓",
        held_on=day,
        place="区人大常委会会议厅",
        organiser=meeting.body,
        leader=carried[0].nominee,
    )
    Nomination.objects.filter(pk__in=[n.pk for n in carried]).update(sworn_at=c)
    c.take("plan", clerk, at=moment(day, 15))
    for n in carried:
        n.take("letter", clerk, at=moment(day, 15), lettered_on=day)
    c.take("hold", clerk, at=moment(day, 16), witness="常委会主任")
    for n in carried:
        told = day + timedelta(days=1)
        n.take("tell", clerk, at=moment(told, 10), told_on=told)
        n.take("publish", clerk, at=moment(told, 11), published_on=told)
        n.take("close", clerk, at=moment(told, 12))
