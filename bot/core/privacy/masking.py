"""What may be shown of a confidential value: enough to recognise it, never enough to use it."""

import re
from collections.abc import Callable
from decimal import Decimal

from bot.core.privacy.findings import SECRET_MARK

_BANDS: tuple[tuple[int, str], ...] = ((1_000_000, "lt1m"), (5_000_000, "1to5m"), (20_000_000, "5to20m"))
_DISTRICT = re.compile(r"^.{2,40}?(?:市|地区|自治州|盟)?.{1,12}?(?:[区县旗])")
_CITY = re.compile(r"^.{2,20}?(?:市|州|盟)")


def _ends(value: str, head: int, tail: int, stars: int | None = None) -> str:
    hidden = stars if stars is not None else max(len(value) - head - tail, 0)
    return value[:head] + "*" * hidden + (value[-tail:] if tail else "")


def mask_mobile(digits: str) -> str:
    """138****8000."""
    return _ends(digits, 3, 4, 4)


def mask_resident_id(number: str, strict: bool = False) -> str:
    """110***********002X; strict: first and last character only."""
    return _ends(number, 1, 1) if strict else _ends(number, 3, 4)


def mask_card(digits: str) -> str:
    """6222 **** **** 0123."""
    return f"{digits[:4]} **** **** {digits[-4:]}"


def mask_account(digits: str) -> str:
    """The last four digits, fewer when the number is short."""
    return "****" + digits[-min(4, len(digits) // 3) :]


def mask_phone(digits: str) -> str:
    """The last four digits, at most a third of the number."""
    return "****" + digits[-min(4, len(digits) // 3) :]


def mask_email(address: str) -> str:
    """z***@x.com; an address of one character before the @ shows none."""
    local, _, domain = address.rpartition("@")
    return (local[:1] if len(local) > 1 else "") + "***@" + domain


def mask_document(number: str) -> str:
    """First and last two characters of a passport, permit or insurance number."""
    return _ends(number, 1, 2)


def mask_person(name: str) -> str:
    """A person's name: 张*, 欧***, J*** S****. Never more than half is shown; a single character shows nothing."""
    name = " ".join(name.split())
    if _latin(name):
        return re.sub(r"[^\s.,]+", lambda word: _first(word[0]), name)
    return _first(name)


def mask_company(name: str) -> str:
    """A company's name: 华**工, A*** ****s. First and last character, never more than half shown."""
    name = " ".join(name.split())
    letters = [place for place, char in enumerate(name) if char.isalnum()]
    shown: set[int] = set()
    if len(letters) >= 4:
        shown = {letters[0], letters[-1]}
    elif len(letters) >= 2:
        shown = {letters[0]}
    return "".join(char if char == " " or place in shown else "*" for place, char in enumerate(name))


def mask_address(address: str) -> str:
    """An address down to its district: 杭州市余杭区****; to the city when no district is named, else nothing."""
    part = _DISTRICT.match(address) or _CITY.match(address)
    return (part[0] if part else "") + "****"


def amount_band(amount: Decimal | int | float) -> str:
    """The band of an amount of money that a channel may show: lt1m, 1to5m, 5to20m or gt20m."""
    return next((band for limit, band in _BANDS if abs(Decimal(amount)) < limit), "gt20m")


def _first(word: str) -> str:
    return word[0] + "*" * (len(word) - 1) if len(word) > 1 else "*" * len(word)


def _latin(name: str) -> bool:
    return bool(name) and all(ord(char) < 0x250 or not char.isalpha() for char in name)


_MASKS: dict[str, Callable[[str], str]] = {
    "resident_id": mask_resident_id,
    "bank_card": mask_card,
    "mobile": mask_mobile,
    "phone": mask_phone,
    "account": mask_account,
    "email": mask_email,
    "iban": lambda code: f"{code[:2]}** **** {code[-4:]}",
    "ssn": lambda digits: f"***-**-{digits[-4:]}",
    "uscc": lambda code: code,
    "secret": lambda _: SECRET_MARK,
}


def masked(kind: str, value: str) -> str:
    """What is shown in place of a found value of this kind."""
    return _MASKS.get(kind, mask_document)(value)
