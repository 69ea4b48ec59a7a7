"""Confidential numbers among the digits of a text: identity, cards, telephones, accounts.

A window of neighbouring groups of digits is judged by length, grouping, checksum and the words beside it.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import replace

from bot.core.privacy import checks
from bot.core.privacy.findings import RANKS, Candidate, candidate
from bot.core.privacy.telephones import international_length, is_subscriber
from bot.core.privacy.windows import Window, windows

_HOTLINES = ("400", "800", "0800", "0808", "833", "844", "855", "866", "877", "888")
_TIMESTAMP = re.compile(r"0.*|1[3-9][0-9]{14}|1[3-9][0-9]{17}")  # micro- and nanoseconds since 1970, padded counters

_CARD_SHAPES = frozenset(
    {(4, 4, 4, 1), (4, 4, 4, 2), (4, 4, 4, 3), (8, 8, 1), (8, 8, 2), (8, 8, 3)}
    | {(4, 4, 4, 4), (4, 4, 4, 4, 1), (4, 4, 4, 4, 2), (4, 4, 4, 4, 3), (6, 13), (6, 10), (8, 8), (4, 6, 5), (4, 6, 4)}
    | {(6, 4, 6), (6, 4, 4, 5), (6, 6, 7), (4, 4, 8), (4, 8, 4), (4, 12), (4, 15), (5, 5, 5, 4), (4, 5, 5, 5), (8, 11)}
    | {(8, 7), (6, 7), (6, 8), (6, 9), (6, 11), (6, 12)}
    | {(3, 4, 4, 4, 1), (3, 4, 4, 4, 3), (3, 4, 4, 4, 4), (3, 4, 4, 4, 2)}
)
_PREFIXES = ("0", "86", "086", "0086")
_MOBILE_SHAPES = frozenset(
    {(11,), (3, 4, 4), (4, 3, 4), (4, 4, 3), (3, 3, 5), (3, 8), (7, 4), (5, 6), (6, 5), (5, 3, 3)}
)


_ID_SHAPES = frozenset(
    {(17,), (18,), (6, 8, 4), (6, 8, 3), (6, 4, 4, 4), (6, 4, 4, 3), (3, 3, 4, 4, 4), (3, 3, 4, 4, 3)}
)
_OLD_ID_SHAPES = frozenset({(15,), (6, 6, 3), (6, 9)})


def resident_id(window: Window) -> Candidate | None:
    """A resident number of 18 characters, or of 15 in the old form."""
    if window.bracketed:
        return None
    if len(window.digits) == 17:
        tail = re.compile(r"[ \-./·\n]?[Xx]").match(window.text, window.end)
        if tail and _identity(window, window.digits + "X"):
            return candidate("resident_id", window.start, tail.end(), window.digits + "X")
    if len(window.digits) == 18 and _identity(window, window.digits):
        return candidate("resident_id", window.start, window.end, window.digits)
    old = window.shape in _OLD_ID_SHAPES and checks.is_old_resident_id(window.digits)
    if old and _names_a_person(window):
        return replace(candidate("resident_id", window.start, window.end, window.digits), rank=RANKS["bank_card"])
    # Announced, it names a person even with a digit too few, too many or wrong.
    if 14 <= len(window.digits) <= 19 and window.context.identity_card():
        return candidate("resident_id", window.start, window.end, window.digits)
    return None


def _names_a_person(window: Window) -> bool:
    """Without a check character only the words beside it tell the old form from an order number."""
    context = window.context
    if window.solid and context.code():
        return False
    return context.identity() or not context.numbered_reference()


def _identity(window: Window, number: str) -> bool:
    if checks.is_resident_id(number):
        return True
    if not checks.resident_id_shape(number):
        return False
    # A wrong check character is more often a slip of the finger than an order number: of those with 18 digits one in
    # six thousand has a province and a birth date by chance.
    context = window.context
    return context.identity() or (window.shape in _ID_SHAPES and not context.reference() and not context.code())


def bank_card(window: Window) -> Candidate | None:
    """A bank card: Luhn, then issuer, grouping and words against order numbers that pass Luhn by chance."""
    digits = window.digits
    if not 13 <= len(digits) <= 19 or not checks.luhn(digits) or window.bracketed:
        return None
    issuer = checks.card_issuer(digits)
    if (not issuer and len(digits) < 16) or (window.listed and not (issuer and window.shape[:4] == (4, 4, 4, 4))):
        return None
    if not (_card_by_looks(window, issuer) or window.context.card()):
        return None
    return candidate("bank_card", window.start, window.end, digits)


def _card_by_looks(window: Window, issuer: str | None) -> bool:
    context = window.context
    if not window.solid:
        return _card_by_grouping(window, issuer)
    if context.code():
        return issuer == "unionpay"
    if issuer == "unionpay":
        return True
    if issuer and len(window.digits) > 13:
        return not context.numbered_reference() and not context.fraction()
    counted = window.dated or context.path() or bool(_TIMESTAMP.fullmatch(window.digits))
    return not counted and not context.money() and not context.reference()


def _card_by_grouping(window: Window, issuer: str | None) -> bool:
    context = window.context
    if len(window.shape) == 2 and window.stroked:
        return False
    grouped = window.shape in _CARD_SHAPES and not window.dated
    if issuer:
        return grouped or (window.strewn and not context.code())
    fours = window.shape[:4] == (4, 4, 4, 4) and window.digits[0] not in "01"
    # Four neighbours out of a longer row of such figures pass the checksum by chance.
    return grouped and fours and window.whole and len(set(window.joints)) == 1 and not context.reference()


def mobile(window: Window) -> Candidate | None:
    """A mobile number of mainland China, also with 86 before it in the same group."""
    digits, context = window.digits, window.context
    prefix = digits[:-11]
    if prefix in _PREFIXES and window.shape[0] > len(prefix) and checks.is_mobile(digits[-11:]):
        shape = (window.shape[0] - len(prefix), *window.shape[1:])
        other = context.numbered_reference() if window.solid else context.clearly_reference()
        bare = not other and not window.broken and not window.listed and not (window.solid and context.code())
        usual = shape in _MOBILE_SHAPES or set(shape) == {1} or window.strewn
        return candidate("mobile", window.start, window.end, digits[-11:]) if bare and usual else None
    if not checks.is_mobile(digits) or window.broken or window.listed:
        return None
    # Nobody groups an amount by 3-4-4, or digit by digit.
    amount = context.money() and window.shape != (3, 4, 4) and set(window.shape) != {1}
    other = amount or (window.solid and context.code()) or _toll_free(window)
    other = other or (window.bracketed and window.shape[0] > 4)
    if (other and not context.phone() and not context.country()) or context.clearly_reference():
        return None
    if window.shape not in _MOBILE_SHAPES and not window.strewn:
        return None
    return candidate("mobile", window.start, window.end, digits)


def _toll_free(window: Window) -> bool:
    return window.shape in {(1, 3, 3, 4), (1, 10)} and checks.is_toll_free(window.digits[1:])


def telephone(window: Window) -> Candidate | None:
    """A landline, an international or an announced telephone number; public hotlines are left alone."""
    if window.broken or window.listed or not 7 <= len(window.digits) <= 15:
        return None
    context, abroad = window.context, _abroad(window)
    # An amount does not begin with zero.
    if window.solid and not abroad and (context.fraction() if window.digits[0] == "0" else context.money()):
        return None
    if window.fraction or (window.solid and context.path() and not context.phone()):
        return None
    planned = is_subscriber(window.digits, window.shape, window.joints)
    planned = planned and not context.code() and not _is_reference(window)
    if planned or abroad or (context.phone() and _may_be_announced(window)):
        start = window.start - 1 if window.text[window.start - 1 : window.start] == "(" else window.start
        return candidate("phone", start, window.end, window.digits)
    return None


def _is_reference(window: Window) -> bool:
    # Grouped as telephones are, only a colon or "is" after "order number" says that it is none; with the area code in
    # brackets not even that.
    context = window.context
    if window.bracketed or window.text[window.start - 1 : window.start] == "(":
        return False
    return context.numbered_reference() if window.solid else context.clearly_reference()


def _may_be_announced(window: Window) -> bool:
    if (
        window.goes_on
        or (window.joints and window.joints[0] in window.around)
        or not window.close
        or window.shape in {(1, 3, 3), (2, 3, 3)}
        or _years(window)
        or window.internet
        or window.has_date
    ):
        return False
    hotline = window.digits.removeprefix("1").startswith(_HOTLINES)
    return len(window.shape) <= 5 and len(window.digits) <= 13 and not window.dated and not hotline


def _years(window: Window) -> bool:
    return window.shape == (4, 4) and all(1950 <= int(part) <= 2050 for part in (window.digits[:4], window.digits[4:]))


def _abroad(window: Window) -> bool:
    if window.digits.startswith("00") and not window.digits.startswith("000"):
        other = _is_reference(window) or (window.solid and window.context.code()) or window.has_date
        return window.begins and window.close and not other and international_length(window.digits[2:])
    if not re.search(r"\+\s?\(?$", window.text[max(0, window.start - 3) : window.start]):
        return False
    return international_length(window.digits) and not any("," in joint for joint in window.joints)


def social_security(window: Window) -> Candidate | None:
    """A US social security number, by its dashes or announced."""
    if len(window.digits) != 9 or not checks.is_ssn(window.digits):
        return None
    dashed = window.shape == (3, 2, 4) and window.joints == ("-", "-")
    dashed = dashed and not window.context.clearly_reference()
    if dashed or window.context.social_security():
        return candidate("ssn", window.start, window.end, window.digits)
    return None


def account(window: Window) -> Candidate | None:
    """The announced number of a bank account that is no card."""
    dated = len(window.digits) == 8 and window.dated
    if len(window.digits) < 8 or dated or not window.context.account():
        return None
    return candidate("account", window.start, window.end, window.digits)


DETECTORS: tuple[Callable[[Window], Candidate | None], ...] = (
    resident_id,
    bank_card,
    mobile,
    telephone,
    social_security,
    account,
)


def find_numbers(text: str) -> Iterator[Candidate]:
    """Every candidate among the digits of a folded text."""
    for window in windows(text):
        for detect in DETECTORS:
            found = detect(window)
            if found:
                yield found
