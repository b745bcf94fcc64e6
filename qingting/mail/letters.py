"""What a mail says: that something waits, under which number and where. Never a name, and nothing of what it is about."""

from urllib.parse import urljoin

from django.conf import settings
from django.core.mail import EmailMessage
from django.db.models import Q
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from qingting.docket.models import hats
from qingting.organs.models import Post

# Whoever has no address of his own reads it in the platform.
REACHABLE = Q(person__user__is_active=True) & ~Q(person__user__email="")


def letter(notice) -> EmailMessage:
    """The mail for one notice. Its Message-ID is always the same, so that whoever gets it twice can tell."""
    matter = notice.event.matter
    number = matter.number or matter.kind_label
    subject = (
        _("提醒：%(number)s")
        if notice.deadline
        else _("待办：%(number)s")
        if is_his_turn(notice)
        else _("通知：%(number)s")
    )
    words = [
        what_is_up(notice, number),
        urljoin(settings.SITE_URL, matter.get_absolute_url()),
        _("这封信由青听自动发出，请不要回复。"),
    ]
    host = settings.DEFAULT_FROM_EMAIL.rpartition("@")[2].rstrip(">")
    return EmailMessage(
        subject % {"number": number},
        "\n\n".join(words) + "\n",
        to=[notice.person.user.email],
        headers={"Message-ID": f"<notice-{notice.pk}@{host}>", "Auto-Submitted": "auto-generated"},
    )


def what_is_up(notice, number) -> str:
    if not notice.deadline and is_his_turn(notice):
        return _("%(number)s 有新的进展，轮到您办理，请登录青听查看：") % {"number": number}
    if not notice.deadline:
        return _("%(number)s 有新的进展，请登录青听查看：") % {"number": number}
    said = {"number": number, "day": date_format(notice.deadline.due_on, "Y-m-d")}
    if notice.late:
        return _("%(number)s 应于 %(day)s 前办理，现已逾期，请登录青听尽快办理：") % said
    return _("%(number)s 将于 %(day)s 到期，请登录青听办理：") % said


def is_his_turn(notice) -> bool:
    """Whether anything waits for him there; who is only told, as the members of a meeting are, has nothing to do."""
    worn = hats(Post.objects.current().filter(person=notice.person))
    return notice.event.matter.parts.filter(hat__in=worn, due_on__isnull=False).exists()
