"""Who is told of a meeting besides those whose turn it is: its members, and whoever is invited to sit in."""

from qingting.docket.models import Notice
from qingting.organs.models import Post


def tell(event, posts):
    """Word of this event to the people in these posts, once each, and not to the one who has just acted."""
    people = {post.person_id for post in posts} - {event.post and event.post.person_id}
    Notice.objects.bulk_create([Notice(event=event, person_id=person) for person in sorted(people)])


def tell_hats(event, hats):
    """Word of this event to whoever wears one of these hats today."""
    tell(event, Post.objects.current().wearing([hat for hat in hats if hat]))


def after_notice(m, event):
    """The notice goes to every member; whoever presides is told anyway, for the next step is his."""
    tell(event, [post for post in m.members if post.person_id != m.presiding_id])


def after_moving(m, event):
    """Only who was told of the day needs to hear of another one."""
    if m.state != "notified":
        return
    tell(event, m.members)
    for invitation in m.invitations.filter(state__in=("invited", "coming")).order_by("pk"):
        invitation.take("tell_day", event.post)


def after_cancelling(m, event):
    """Who was told of the meeting is told that it is none; nobody is waited for any more."""
    if m.events.filter(step="notify").exists():
        tell(event, m.members)
    call_off(m, event, ("invited", "coming"))


def after_writing_up(m, event):
    """An invitation that was never answered would wait in an inbox for ever."""
    call_off(m, event, ("invited",))


def call_off(m, event, states):
    for invitation in m.invitations.filter(state__in=states).order_by("pk"):
        invitation.take("call_off", event.post)
