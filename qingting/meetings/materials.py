"""The materials of a meeting (会议材料): what the members read before it, item by item, and who may read it.

By-laws send them out days ahead (Zhejiang's rules, art. 7: five, confidence B); a special report goes to the members seven
days ahead (Supervision Law (2024), art. 15(2)). The clock is the meeting's. A new version says what has changed; the old
one stays, marked as replaced, for whoever has read it.
"""

import shutil
from io import BytesIO
from pathlib import Path

from django.conf import settings
from django.db import models, transaction
from django.urls import reverse
from django.utils.timezone import now
from django.utils.translation import gettext as said
from django.utils.translation import gettext_lazy as _

from qingting.attachments.kinds import KINDS, LARGEST, TOO_LARGE, Sound, examine
from qingting.attachments.models import new_key
from qingting.attachments.shelf import store
from qingting.docket.models import hats
from qingting.docket.process import Refused
from qingting.documents.models import OfficialDocument
from qingting.documents.pdf import as_pdf
from qingting.meetings.agenda import OPEN
from qingting.meetings.drawing import LOCKED, drawn
from qingting.meetings.models import Item, Meeting
from qingting.meetings.process import chair, deputies, members, office, office_head, presiding, vice_chairs
from qingting.organs.fields import Line
from qingting.organs.models import Post

MOST = 100  # papers of one meeting
READ = ("pdf", "docx")  # a PDF is read page by page; Word is downloaded, for nothing here sets it as its author saw it
INSIDE = (office, office_head, presiding, chair, vice_chairs, members, deputies)


class Material(models.Model):
    """One paper of a meeting: to an item, or to the meeting as a whole."""

    meeting = models.ForeignKey(Meeting, models.PROTECT, related_name="materials", verbose_name=_("会议"))
    item = models.ForeignKey(
        Item, models.PROTECT, null=True, blank=True, related_name="materials", verbose_name=_("议题")
    )
    title = Line(_("材料名称"), max_length=100)
    withdrawn_by = models.ForeignKey(Post, models.PROTECT, null=True, related_name="+", editable=False)
    withdrawn_at = models.DateTimeField(null=True, editable=False)
    reason = Line(_("撤下理由"), max_length=200, blank=True)

    class Meta:
        verbose_name = _("会议材料")
        ordering = ("pk",)

    def __str__(self):
        return self.title

    @property
    def newest(self) -> "Version":
        return max(self.versions.all(), key=lambda version: version.n)


class Version(models.Model):
    """One version of a paper, as a file. It is never changed: another follows it."""

    material = models.ForeignKey(Material, models.PROTECT, related_name="versions")
    n = models.PositiveSmallIntegerField()
    changed = Line(_("改了什么"), max_length=200, blank=True)
    name = models.CharField(max_length=120)  # what the file was called, cleaned
    kind = models.CharField(max_length=5)  # an ending, one of READ
    size = models.PositiveIntegerField()  # bytes
    digest = models.CharField(max_length=64)  # SHA-256 of what is stored
    key = models.CharField(max_length=32, unique=True, default=new_key)
    pages = models.PositiveSmallIntegerField(null=True)  # drawn as pictures; none: it is only downloaded
    document = models.ForeignKey(
        OfficialDocument, models.PROTECT, null=True, related_name="+"
    )  # of which it is the print
    by = models.ForeignKey(Post, models.PROTECT, related_name="+")
    at = models.DateTimeField(default=now)

    class Meta:
        verbose_name = _("材料版本")
        ordering = ("n",)
        constraints = [models.UniqueConstraint(fields=["material", "n"], name="one_version_of_a_number")]

    def __str__(self):
        return f"{self.material} {said('第 %(n)s 版') % {'n': self.n}}"

    @property
    def path(self) -> Path:
        return Path(settings.MEDIA_ROOT) / self.key[:2] / self.key

    @property
    def folder(self) -> Path:
        """Where its pages stand, beside it."""
        return self.path.with_suffix(".pages")

    @property
    def kind_label(self) -> str:
        return KINDS[self.kind].label

    def get_absolute_url(self):
        return reverse("reading", args=[self.key, 1]) if self.pages else reverse("material_file", args=[self.key])


def is_inside(meeting, actors) -> bool:
    """Whether one of these is a member of the body that meets, presides over it, or is of the office that prepares it."""
    return bool({who.hat(meeting) for who in INSIDE} & set(hats(actors)))


def may_read(material: Material, actors, sits_in=()) -> bool:
    """Whether one of these may read it: members and the office everything, and those who sit in the papers of their items.

    `sits_in` has the keys of the items for which one of them is asked in. What is closed, and what belongs to the meeting
    as a whole, is for members and the office alone; what was withdrawn is for nobody.
    """
    if material.withdrawn_at:
        return False
    if is_inside(material.meeting, actors):
        return True
    return material.item_id in sits_in and material.item.access != Item.Access.CLOSED


def why_not_change(meeting) -> str | None:
    """Why its papers stay as they are; None while the meeting lies ahead or sits."""
    return None if meeting.state in OPEN else said("会议“%(state)s”，材料不能再改") % {"state": meeting.state_label}


def add(material: Material, upload, by) -> Version:
    """A new paper with its first version. Raises Refused; then nothing is kept."""
    return _keep(material, looked_into(upload), Version(by=by))


def replace(material: Material, upload, changed: str, by) -> Version:
    """A new version in the place of the last. Raises Refused; then nothing is kept."""
    return _keep(material, looked_into(upload), Version(by=by, changed=changed))


def add_document(material: Material, document: OfficialDocument, by) -> Version:
    """An issued official document as a paper of the meeting, in print: it is read by those who may not open its matter."""
    sound = Sound(f"{document.title}.pdf", KINDS["pdf"], BytesIO(as_pdf(document.elements)))
    return _keep(material, sound, Version(by=by, document=document))


def looked_into(upload) -> Sound:
    if upload is None:
        raise Refused(said("还没有选文件，请先选一份 PDF 或 Word（.docx）"))
    if upload.size > LARGEST:
        raise Refused(TOO_LARGE)
    sound = examine(upload.name, upload)
    if sound.kind.ending not in READ:
        raise Refused(said("会议材料收 PDF 和 Word（.docx），请把“%(name)s”另存为其中一种") % {"name": sound.name})
    return sound


def _keep(material, sound, version):
    """The file is stored and drawn before the meeting is locked, for that takes seconds."""
    version.name, version.kind = sound.name, sound.kind.ending
    try:
        store(version, sound.content)
        version.pages = _drawn(version) if version.kind == "pdf" else None
        _write_down(material, version)
    except BaseException:  # also when the server is stopped: no file without its line
        version.path.unlink(missing_ok=True)
        shutil.rmtree(version.folder, ignore_errors=True)
        raise
    return version


def _drawn(version) -> int | None:
    version.folder.mkdir(mode=0o700)
    try:
        pages = drawn(version.path, version.folder)
    except ValueError as wrong:
        if wrong.args[0] == LOCKED:
            raise Refused(said("文件加了密码，别人打不开。请去掉密码再附上")) from wrong
        raise Refused(said("“%(name)s”打不开，请用原来的软件重新导出 PDF 再传") % {"name": version.name}) from wrong
    if not pages:
        shutil.rmtree(version.folder, ignore_errors=True)
    return pages


@transaction.atomic(durable=True)  # with none around it, the file is removed whenever its line is not kept
def _write_down(material, version):
    meeting = _locked(material.meeting_id)
    if material.item_id and not meeting.items.filter(pk=material.item_id).exists():
        raise Refused(said("这个议题已经不在议程里，请重新选"))
    kept = Version.objects.filter(material__meeting=meeting, material__withdrawn_at=None)
    if same := kept.filter(digest=version.digest, material__item=material.item_id).select_related("material").first():
        raise Refused(said("这份文件已经在材料里了，名为“%(name)s”") % {"name": same.material})
    if not material.pk:
        if meeting.materials.filter(withdrawn_at=None).count() >= MOST:
            raise Refused(said("一次会议最多 %(most)s 份材料，请把几份合成一份") % {"most": MOST})
        material.save()
    elif Material.objects.get(pk=material.pk).withdrawn_at:
        raise Refused(said("这份材料已经撤下"))
    version.material, version.n = material, 1 + material.versions.count()
    version.save()


def _locked(pk) -> Meeting:
    meeting = Meeting.objects.select_for_update(of=("matter_ptr",)).get(pk=pk)
    if reason := why_not_change(meeting):
        raise Refused(reason)
    return meeting


@transaction.atomic
def withdraw(material: Material, by, reason: str):
    """Nobody reads it any more; that there was one, who took it down and why, stays for the office. Raises Refused."""
    _locked(material.meeting_id)
    one = Material.objects.get(pk=material.pk)
    if one.withdrawn_at:
        raise Refused(said("这份材料已经撤下"))
    one.withdrawn_by, one.withdrawn_at, one.reason = by, now(), reason
    one.save(update_fields=["withdrawn_by", "withdrawn_at", "reason"])
