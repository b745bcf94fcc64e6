"""What identifies a resident is kept encrypted: with a key that is named, and found again by a mark that tells nothing.

AES-256-GCM, or SM4-GCM (GB/T 32907) by setting. Each sealed text names its cipher and its key, so both can be changed
without touching what is kept; it is bound to what it is (`about`), so no row can be given the text of another kind.
"""

import base64
import hashlib
import hmac
import os
from functools import cache

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes
from django.conf import settings
from django.utils.translation import gettext as _

NONCE, TAG = 12, 16  # bytes
CIPHERS = {"aes": (algorithms.AES, 32), "sm4": (algorithms.SM4, 16)}  # each with the bytes of its key


class Unreadable(Exception):
    """A sealed text whose key is missing, or that was changed. The message says which, and never what."""


@cache
def _key(material: bytes, purpose: str, size: int) -> bytes:
    """A key of its own for each purpose, drawn from one that is kept outside the database."""
    return hmac.digest(material, purpose.encode(), "sha256")[:size]


def _material(key_id: str) -> bytes:
    """The key of this name; the first of the setting is the one in use."""
    if key_id not in settings.VAULT_KEYS:
        raise Unreadable(_("保密信息的密钥“%(key)s”不在，读不出来。请把它放回 VAULT_KEYS") % {"key": key_id})
    return settings.VAULT_KEYS[key_id].encode()


def seal(text: str, about: str) -> str:
    """The text, encrypted with the key in use."""
    key_id, name = next(iter(settings.VAULT_KEYS)), settings.VAULT_CIPHER
    algorithm, size = CIPHERS[name]
    nonce = os.urandom(NONCE)
    lock = Cipher(algorithm(_key(_material(key_id), name, size)), modes.GCM(nonce)).encryptor()
    lock.authenticate_additional_data(about.encode())
    kept = lock.update(text.encode()) + lock.finalize()
    return f"{name}.{key_id}.{base64.b64encode(nonce + lock.tag + kept).decode()}"


def unseal(sealed: str, about: str) -> str:
    """The text again. Raises Unreadable."""
    try:
        name, key_id, kept = sealed.split(".", 2)
        algorithm, size = CIPHERS[name]
        raw = base64.b64decode(kept, validate=True)
        nonce, tag, kept = raw[:NONCE], raw[NONCE : NONCE + TAG], raw[NONCE + TAG :]
        lock = Cipher(algorithm(_key(_material(key_id), name, size)), modes.GCM(nonce, tag)).decryptor()
        lock.authenticate_additional_data(about.encode())
        return (lock.update(kept) + lock.finalize()).decode()
    except (InvalidTag, KeyError, ValueError) as changed:
        raise Unreadable(_("保密信息与封存时不一致，读不出来")) from changed


def blind(text: str, about: str) -> str:
    """A mark by which the same text is known again, and from which nobody without the key learns it."""
    key = _key(settings.VAULT_INDEX_KEY.encode(), f"blind {about}", 32)
    return hmac.new(key, text.encode(), hashlib.sha256).hexdigest()[:32]
