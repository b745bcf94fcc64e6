"""What a log may keep of an address: never the secret of a receipt, for whoever reads it there would hold the receipt."""

import logging
import re

SECRET = re.compile(r"(?<=/r/)[^/\s?]+")


class WithoutSecrets(logging.Filter):
    """Hangs on the loggers that write addresses down: those of Django for what was not found, refused or broken."""

    def filter(self, record):
        if isinstance(record.args, tuple):
            record.args = tuple(SECRET.sub("…", said) if isinstance(said, str) else said for said in record.args)
        return True
