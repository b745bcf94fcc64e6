"""What is tidied up each morning: who observed a meeting that is long over."""

from qingting.mail.reminders import daily
from qingting.meetings import observers


@daily
def forget(today):
    observers.forget(today)
