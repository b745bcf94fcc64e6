"""How a member reads: where he stopped, and the notes that he writes on a page for himself alone.

A note is sealed with its writer and its page, so a row can neither be read in the database nor be given to another; no
page, no export and no figure has it but the one on which he wrote it.
"""

from django.db import models
from django.utils.timezone import now
from django.utils.translation import gettext_lazy as _

from qingting.meetings.materials import Material, Version
from qingting.organs.models import Person
from qingting.vault import Unreadable, seal, unseal

LONGEST = 2000  # characters of a note


class Bookmark(models.Model):
    """Where somebody stopped reading a paper, and in which version: of a newer one he is told."""

    person = models.ForeignKey(Person, models.PROTECT, related_name="+")
    material = models.ForeignKey(Material, models.CASCADE, related_name="bookmarks")
    version = models.ForeignKey(Version, models.CASCADE, related_name="+")
    page = models.PositiveSmallIntegerField(default=1)

    class Meta:
        verbose_name = _("读到哪里")
        constraints = [models.UniqueConstraint(fields=["person", "material"], name="one_bookmark_in_a_paper")]


class Note(models.Model):
    """What somebody wrote on a page for himself."""

    person = models.ForeignKey(Person, models.PROTECT, related_name="+")
    version = models.ForeignKey(Version, models.CASCADE, related_name="notes")
    page = models.PositiveSmallIntegerField()
    sealed = models.TextField()
    at = models.DateTimeField(default=now)

    class Meta:
        verbose_name = _("我的笔记")
        ordering = ("version", "page")
        constraints = [models.UniqueConstraint(fields=["person", "version", "page"], name="one_note_on_a_page")]

    def __str__(self):
        return f"{self._meta.verbose_name}{self.pk}"

    @property
    def about(self) -> str:
        return f"meetings.note:{self.person_id}:{self.version_id}:{self.page}"

    @property
    def text(self) -> str:
        """What he wrote; where it cannot be read, why, for a page is no place to break down."""
        try:
            return unseal(self.sealed, self.about)
        except Unreadable as why:
            return str(why)


def reader_among(actors, meeting) -> Person:
    """Who of these reads: whoever sits in two congresses is two persons with one sign-in, each with his own notes."""
    return next(actor.person for actor in actors if actor.congress_id == meeting.congress_id)


def stop_at(person: Person, version: Version, page: int):
    """Keep the page at which he is; a look into an old version does not undo that he has read the new one."""
    kept = Bookmark.objects.filter(person=person, material=version.material_id).select_related("version").first()
    if kept and kept.version.n > version.n:
        return
    if not kept or (kept.version_id, kept.page) != (version.pk, page):
        where = {"version": version, "page": page}
        Bookmark.objects.update_or_create(person=person, material=version.material, defaults=where)


def write_down(person: Person, version: Version, page: int, text: str):
    """Keep a note on a page, in the place of the one that was there; where nothing is written, it is erased."""
    text = text.strip()
    if not text:
        Note.objects.filter(person=person, version=version, page=page).delete()
        return
    note = Note(person=person, version=version, page=page)
    kept = {"sealed": seal(text, note.about), "at": now()}
    Note.objects.update_or_create(person=person, version=version, page=page, defaults=kept)


def erase_all(person: Person, meeting):
    """All that he wrote on the papers of a meeting."""
    Note.objects.filter(person=person, version__material__meeting=meeting).delete()


def notes_of(person: Person, meeting) -> list[Note]:
    """His own notes on the papers of a meeting, in the order of the papers."""
    of_meeting = Note.objects.filter(person=person, version__material__meeting=meeting)
    return list(of_meeting.select_related("version__material").order_by("version__material", "version__n", "page"))
