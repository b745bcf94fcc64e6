"""How a file is put beside a matter and how it is withdrawn: by whom, and how many there may be."""

import os
from hashlib import file_digest

from django.db import transaction
from django.utils.timezone import now
from django.utils.translation import gettext as _

from qingting.attachments.kinds import LARGEST, TOO_LARGE, examine
from qingting.attachments.models import Attachment
from qingting.docket.process import Refused

MOST = 20  # files of one matter, without those withdrawn


def who_attaches(matter, actors):
    """The post or receipt that may attach a file now, and the hat under which it does; None where none may.

    It is whoever has a step to take in this state, also one for which something is still missing:
    what is missing may well be the file. Nobody does, once the matter is over.
    """
    parts = matter.read_parts if hasattr(matter, "read_parts") else matter.parts.all()
    if not any(part.due_on for part in parts):
        return None
    hats = [step.by.hat(matter) for step in matter.process.steps.values() if matter.state in step.source]
    return next(((actor, hat) for actor in actors if actor.is_current() for hat in hats if hat in actor.hats), None)


def attach(matter, actors, upload) -> Attachment:
    """Keep an uploaded file with this matter, in the name of the first of these actors who may.

    The file is looked into before the matter is locked, for that may take seconds.
    Raises Refused, with a sentence for the actor; then nothing is kept.
    """
    if upload is None:
        raise Refused(_("还没有选文件，请先选一份再按“附上”"))
    if upload.size > LARGEST:
        raise Refused(TOO_LARGE)
    _may_attach(matter, actors)
    sound = examine(upload.name, upload)
    attachment = Attachment(matter_id=matter.pk, name=sound.name, kind=sound.kind.ending)
    try:
        store(attachment, sound.content)
        _write_down(attachment, matter, actors)
    except BaseException:  # also when the server is stopped: no file without its line
        attachment.path.unlink(missing_ok=True)
        raise
    return attachment


def _may_attach(matter, actors):
    found = who_attaches(matter, actors)
    if not found:
        raise Refused(_("本件“%(state)s”，现在没有要您办的，不能附文件") % {"state": matter.state_label})
    return found


def store(kept, content):
    """Write the file where no web server looks, under a name that says nothing, and see it to the disk.

    `kept` is what has its path, and is told its digest and its size.
    """
    kept.path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    content.seek(0)
    kept.digest = file_digest(content, "sha256").hexdigest()
    content.seek(0)
    with open(kept.path, "xb", opener=lambda path, flags: os.open(path, flags, 0o600)) as stored:
        while chunk := content.read(64 * 1024):
            stored.write(chunk)
        kept.size = stored.tell()
        stored.flush()
        os.fsync(stored.fileno())


@transaction.atomic(durable=True)  # with none around it, the file is removed whenever its line is not kept
def _write_down(attachment, matter, actors):
    process = matter.process
    locked = (
        process.model.objects.select_for_update(of=("matter_ptr",)).select_related(*process.paths).get(pk=matter.pk)
    )
    actor, attachment.hat = _may_attach(locked, actors)
    setattr(attachment, actor._meta.model_name, actor)  # a post or a receipt
    kept = Attachment.objects.filter(matter=locked.pk, withdrawn_at=None)
    if same := kept.filter(digest=attachment.digest).first():
        raise Refused(_("这份文件已经附在本件上了，名为“%(name)s”") % {"name": same})
    if kept.count() >= MOST:
        raise Refused(_("一件事项最多附 %(most)s 份文件。请把几份合成一份，或先撤回不要的") % {"most": MOST})
    attachment.save()


@transaction.atomic
def withdraw(attachment, actor, reason):
    """Take a file back. Its line stays, with the reason; what it was called is no longer shown. Raises Refused."""
    attachment = Attachment.objects.select_for_update(of=("self",)).select_related("matter").get(pk=attachment.pk)
    if why_not := attachment.why_not_withdraw(actor):
        raise Refused(why_not)
    attachment.withdrawn_by, attachment.withdrawn_at, attachment.reason = actor, now(), reason
    attachment.save(update_fields=["withdrawn_by", "withdrawn_at", "reason"])
