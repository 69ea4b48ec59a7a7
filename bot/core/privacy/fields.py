"""Field encryption at rest: columns whose values are unreadable without the keys of RAPPORT_SECRET_KEYS.

Column types are part of the table classes and so exist before any object of the program does; they cannot be handed a
keyring by their maker. Therefore the process holds one, set once at start by the composition root through `configure`.
Nothing else reads it.
"""

import json
import secrets
from base64 import b64decode, b64encode, urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Iterator, Sequence
from typing import Any

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from sqlalchemy import Column, Dialect, MetaData, Table, Text, TypeDecorator

from bot.core.codec import pack, unpack
from bot.core.errors import Misconfigured

_VARIABLE = "RAPPORT_SECRET_KEYS"
TOKEN = "aes1."
"""How every sealed value begins: AES-256-GCM under one of the keys, the nonce in front, in base64."""
KEY_BYTES, NONCE_BYTES = 32, 12
_LABEL = TOKEN.encode()
_HOW = "make one with `python -m bot keys new` and put it first in the comma-separated list"


class Unreadable(Exception):
    """A sealed value was made with a key that is not in RAPPORT_SECRET_KEYS; put the retired key back at the end."""


class Keyring:
    """Keys in order: the first seals, all open. Immutable; its repr shows no key."""

    def __init__(self, keys: Sequence[str]) -> None:
        """Take keys as `new_key` makes them, newest first; raises Misconfigured if there is none or one is no key."""
        if not keys:
            raise Misconfigured(f"{_VARIABLE} is empty, so confidential fields cannot be stored; {_HOW}")
        self._keys = [AESGCM(_key(key, place)) for place, key in enumerate(keys, start=1)]
        self.size = len(self._keys)

    @classmethod
    def parse(cls, line: str | None) -> "Keyring":
        """The keyring of a comma-separated list, newest first; raises Misconfigured as the constructor does."""
        return cls(tuple(part.strip() for part in (line or "").split(",") if part.strip()))

    @staticmethod
    def new_key() -> str:
        """A fresh key, to be put first into RAPPORT_SECRET_KEYS."""
        return urlsafe_b64encode(secrets.token_bytes(KEY_BYTES)).decode()

    def seal(self, value: str) -> str:
        """Encrypt with the newest key."""
        nonce = secrets.token_bytes(NONCE_BYTES)
        return TOKEN + b64encode(nonce + self._keys[0].encrypt(nonce, value.encode(), _LABEL)).decode()

    def open(self, token: str) -> str:
        """Decrypt with whichever key fits; raises Unreadable if none does."""
        try:
            sealed = b64decode(token[len(TOKEN) :], validate=True) if token.startswith(TOKEN) else b""
        except ValueError:
            sealed = b""
        nonce, rest = sealed[:NONCE_BYTES], sealed[NONCE_BYTES:]
        for key in self._keys if rest else ():
            try:
                return key.decrypt(nonce, rest, _LABEL).decode()
            except InvalidTag:
                continue
        raise Unreadable(f"no key of {_VARIABLE} opens this value; put the retired key back at its end")

    def rotate(self, token: str) -> str:
        """The same value sealed with the newest key; raises Unreadable if no key opens it."""
        return self.seal(self.open(token))

    def __repr__(self) -> str:
        return f"Keyring({self.size} keys)"


def _key(text: str, place: int) -> bytes:
    try:
        key = urlsafe_b64decode(text)
    except ValueError:
        key = b""
    if len(key) != KEY_BYTES:
        raise Misconfigured(f"{_VARIABLE}: key {place} is not a key of 44 characters; {_HOW}")
    return key


class _Held:
    keyring: Keyring | None = None


def configure(keyring: Keyring | None) -> None:
    """Set the keyring of this process, at start. None: sealed columns refuse to be written or read."""
    _Held.keyring = keyring


def _keyring() -> Keyring:
    if _Held.keyring is None:
        raise Misconfigured(f"{_VARIABLE} is not set, so confidential fields can be neither stored nor read; {_HOW}")
    return _Held.keyring


def rotate(token: str) -> str:
    """A sealed value sealed again with the newest key of this process; raises Unreadable or Misconfigured."""
    return _keyring().rotate(token)


class Sealed(TypeDecorator[str]):
    """A text column that holds ciphertext. It cannot be compared or searched in SQL."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: str | None, dialect: Dialect) -> str | None:
        """Encrypt on the way in; raises Misconfigured without keys."""
        return None if value is None else _keyring().seal(value)

    def process_result_value(self, value: str | None, dialect: Dialect) -> str | None:
        """Decrypt on the way out; raises Unreadable if the key is gone."""
        return None if value is None else _keyring().open(value)


class SealedJson(TypeDecorator[Any]):
    """A column of JSON values that holds ciphertext; None is stored as NULL."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: Any, dialect: Dialect) -> str | None:
        """Encrypt on the way in; raises Misconfigured without keys, TypeError for what JSON cannot hold."""
        return None if value is None else _keyring().seal(json.dumps(value, ensure_ascii=False, separators=(",", ":")))

    def process_result_value(self, value: str | None, dialect: Dialect) -> Any:
        """Decrypt on the way out; raises Unreadable if the key is gone."""
        return None if value is None else json.loads(_keyring().open(value))


class SealedPacked(TypeDecorator[Any]):
    """A column of message data (instants and days survive) that holds ciphertext.

    What is empty stays readable: most cards keep no data of their own, and sealing nothing protects nobody.
    """

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: Any, dialect: Dialect) -> str | None:
        """Tag and encrypt on the way in; raises Misconfigured without keys, TypeError for what JSON cannot hold."""
        if value is None:
            return None
        plain = json.dumps(pack(value), ensure_ascii=False, separators=(",", ":"))
        return _keyring().seal(plain) if value else plain

    def process_result_value(self, value: str | None, dialect: Dialect) -> Any:
        """Decrypt and untag on the way out; raises Unreadable if the key is gone."""
        if value is None:
            return None
        return unpack(json.loads(_keyring().open(value) if value.startswith(TOKEN) else value))


def sealed_columns(metadata: MetaData) -> Iterator[tuple[Table, Column[Any]]]:
    """Every sealed column of the tables, for the rotation of keys."""
    for table in metadata.sorted_tables:
        for column in table.columns:
            if isinstance(column.type, Sealed | SealedJson | SealedPacked):
                yield table, column
