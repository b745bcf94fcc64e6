"""What is tidied up each morning: drafts that nobody sent."""

from qingting.mail.reminders import daily
from qingting.voices.intake import discard_stale


@daily
def tidy(today):
    discard_stale()
