"""What is tidied up each morning: who observed a meeting that is long over, and marks of forms that are of no more use."""

from qingting.mail.reminders import daily
from qingting.meetings import observers, sendings


@daily
def forget(today):
    observers.forget(today)
    sendings.tidy()
