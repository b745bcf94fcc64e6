"""What is tidied up each morning: drafts that nobody sent, and marks of addresses that are of no more use."""

from qingting.mail.reminders import daily
from qingting.voices import limits
from qingting.voices.intake import discard_stale


@daily
def tidy(today):
    discard_stale()
    limits.tidy()
