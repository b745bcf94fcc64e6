"""What any process may ask of a matter and of those that arose from it."""

from django.utils.translation import gettext as _


def what_arose_from_it(matter):
    """For a step that another matter takes when it is filed, so that nobody presses it by hand.

    What merely hangs on it, and so is read with it as its own kind, did not arise from it.
    """
    is_filed = any(m.source_id == matter.pk and m.state != "draft" and m.process is None for m in matter.kin)
    return None if is_filed else _("由此产生的那一件提出以后，这一步会自己走")


def an_end_to_what_arose_from_it(matter):
    """Nothing that arose from it is still anyone's turn."""
    return _("由此产生的事项尚未办结") if matter.offspring.filter(parts__due_on__isnull=False).exists() else None
