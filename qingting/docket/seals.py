"""Digests: one function for the whole ledger, SHA-256 or, by setting, SM3 (GB/T 32905)."""

import hashlib
import json

from cryptography.hazmat.primitives import hashes
from django.conf import settings


def sm3(text: bytes) -> str:
    digest = hashes.Hash(hashes.SM3())
    digest.update(text)
    return digest.finalize().hex()


def sha256(text: bytes) -> str:
    return hashlib.sha256(text).hexdigest()


DIGESTS = {"sha256": sha256, "sm3": sm3}


def fingerprint(text: str) -> str:
    return DIGESTS[settings.DIGEST](text.encode())


def sealed(said) -> str:
    """The one way in which something is written down to be sealed."""
    return json.dumps(said, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
