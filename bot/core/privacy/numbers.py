"""Confidential numbers among the digits of a text: identity, cards, telephones, accounts.

Digits joined by separators form a run; neighbouring groups of a run are read together as windows. A window is judged by
length, grouping, checksum and the words beside it. Every window is short, so reading is linear in the text.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date

from bot.core.privacy import checks
from bot.core.privacy.context import Context
from bot.core.privacy.findings import Candidate, candidate
from bot.core.privacy.telephones import international_length, is_subscriber

_GROUP = re.compile(r"[0-9]+")
_JOINT = re.compile(r"[ \t\r\n\-./_·,~*|()+'\\]{1,3}")
_MOST = 19
_HOTLINES = ("400", "800", "0800", "0808", "833", "844", "855", "866", "877", "888")
_TIMESTAMP = re.compile(r"0.*|1[3-9][0-9]{14}|1[3-9][0-9]{17}")  # micro- and nanoseconds since 1970, padded counters

_CARD_SHAPES = frozenset(
    {(4, 4, 4, 4), (4, 4, 4, 4, 1), (4, 4, 4, 4, 2), (4, 4, 4, 4, 3), (6, 13), (6, 10), (8, 8), (4, 6, 5), (4, 6, 4)}
    | {(6, 4, 6), (6, 4, 4, 5), (6, 6, 7), (4, 4, 8), (4, 8, 4), (4, 12), (4, 15), (5, 5, 5, 4), (4, 5, 5, 5), (8, 11)}
    | {(3, 4, 4, 4, 1), (3, 4, 4, 4, 3), (3, 4, 4, 4, 4), (3, 4, 4, 4, 2)}
)
_MOBILE_SHAPES = frozenset(
    {(11,), (3, 4, 4), (4, 3, 4), (4, 4, 3), (3, 3, 5), (3, 8), (7, 4), (5, 6), (6, 5), (5, 3, 3)}
)


@dataclass(frozen=True, slots=True)
class Window:
    """Neighbouring digit groups of one run. `joints` are the separators between them."""

    text: str
    start: int
    end: int
    digits: str
    shape: tuple[int, ...]
    joints: tuple[str, ...]
    whole: bool

    @property
    def context(self) -> Context:
        """The words around it."""
        return Context(self.text, self.start, self.end)

    @property
    def solid(self) -> bool:
        """Written in one piece."""
        return len(self.shape) == 1

    @property
    def broken(self) -> bool:
        """Spread over lines."""
        return any("\n" in joint for joint in self.joints)

    @property
    def listed(self) -> bool:
        """Rather a list or table of figures: commas or line ends between them, and not one number cut alike."""
        apart = any("," in joint or "\n" in joint for joint in self.joints)
        return apart and not (self.whole and len(set(self.joints)) == 1 and len(self.joints[0]) == 1)

    @property
    def strewn(self) -> bool:
        """Cut anywhere by one kind of separator, or digit by digit: meant to slip through, not a row of figures."""
        thousands = self.shape[0] <= 3 and set(self.shape[1:]) == {3}
        alike = len(set(self.joints)) == 1
        singly = set(self.shape) == {1}
        free = self.whole and not thousands and alike and self.joints[0] != "."
        return (free or (singly and alike)) and not self.broken

    @property
    def dated(self) -> bool:
        """Begins like yyyymmdd."""
        year, month, day = int(self.digits[:4]), int(self.digits[4:6] or 0), int(self.digits[6:8] or 0)
        try:
            return 1950 <= year <= 2099 and bool(date(year, month, day))
        except ValueError:
            return False


def windows(text: str) -> Iterator[Window]:
    """Every window of at most 19 digits, run by run."""
    run: list[re.Match[str]] = []
    for group in _GROUP.finditer(text):
        if run and not _JOINT.fullmatch(text, run[-1].end(), group.start()):
            yield from _windows_of(text, run)
            run = []
        run.append(group)
    if run:
        yield from _windows_of(text, run)


def _windows_of(text: str, run: list[re.Match[str]]) -> Iterator[Window]:
    last = len(run) - 1
    # Nobody types one number beside forty others: there only the usual ways to group are looked for.
    most = _MOST if last < 40 else 5
    for first, head in enumerate(run):
        digits, shape, joints = "", [], []
        for place in range(first, min(last, first + most - 1) + 1):
            group = run[place]
            if len(digits) + group.end() - group.start() > _MOST:
                break
            if place > first:
                joints.append(text[run[place - 1].end() : group.start()])
            digits += group[0]
            shape.append(len(group[0]))
            whole = first == 0 and place == last
            yield Window(text, head.start(), group.end(), digits, tuple(shape), tuple(joints), whole)


def resident_id(window: Window) -> Candidate | None:
    """A resident number of 18 characters, or of 15 in the old form."""
    if len(window.digits) == 17:
        tail = re.compile(r"[ \-./·]?[Xx]").match(window.text, window.end)
        if tail and _identity(window, window.digits + "X"):
            return candidate("resident_id", window.start, tail.end(), window.digits + "X")
    if len(window.digits) == 18 and _identity(window, window.digits):
        return candidate("resident_id", window.start, window.end, window.digits)
    old = window.shape in {(15,), (6, 6, 3), (6, 9)} and checks.is_old_resident_id(window.digits)
    if old and not window.context.code() and not window.context.numbered_reference():
        return candidate("resident_id", window.start, window.end, window.digits)
    return None


def _identity(window: Window, number: str) -> bool:
    if checks.is_resident_id(number):
        return True
    # One digit mistyped still names the person, so an announced number counts without its check character.
    return checks.resident_id_shape(number) and window.context.identity()


def bank_card(window: Window) -> Candidate | None:
    """A bank card: Luhn, then issuer, grouping and words against order numbers that pass Luhn by chance."""
    digits = window.digits
    if not 14 <= len(digits) <= 19 or not checks.luhn(digits):
        return None
    issuer = checks.card_issuer(digits)
    if (not issuer and len(digits) < 16) or window.listed:
        return None
    if not (_card_by_looks(window, issuer) or window.context.card()):
        return None
    return candidate("bank_card", window.start, window.end, digits)


def _card_by_looks(window: Window, issuer: str | None) -> bool:
    context = window.context
    if not window.solid:
        grouped = window.shape in _CARD_SHAPES and not window.dated
        return (grouped and (bool(issuer) or not context.reference())) or (bool(issuer) and window.strewn)
    if context.code():
        return issuer == "unionpay"
    if issuer == "unionpay":
        return True
    if issuer:
        return not context.numbered_reference() and not context.fraction()
    counted = window.dated or bool(_TIMESTAMP.fullmatch(window.digits))
    return not counted and not context.money() and not context.reference()


def mobile(window: Window) -> Candidate | None:
    """A mobile number of mainland China, also with 86 before it in the same group."""
    digits, context = window.digits, window.context
    prefixed = window.solid and digits[:-11] in ("86", "0086")
    if prefixed and checks.is_mobile(digits[-11:]):
        bare = not context.reference() and not context.code()
        return candidate("mobile", window.end - 11, window.end, digits[-11:]) if bare else None
    if not checks.is_mobile(digits) or window.broken or window.listed:
        return None
    # Nobody groups an amount by 3-4-4.
    other = (context.money() and window.shape != (3, 4, 4)) or (window.solid and context.code()) or _toll_free(window)
    if (other and not context.phone()) or context.clearly_reference():
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
    context = window.context
    if window.solid and context.money():
        return None
    planned = is_subscriber(window.digits, window.shape, window.joints)
    planned = planned and not context.code() and not _is_reference(window)
    if planned or _abroad(window) or (context.phone() and _may_be_announced(window)):
        start = window.start - 1 if window.text[window.start - 1 : window.start] == "(" else window.start
        return candidate("phone", start, window.end, window.digits)
    return None


def _is_reference(window: Window) -> bool:
    # Grouped as telephones are, only a colon or "is" after "order number" says that it is none.
    context = window.context
    return context.numbered_reference() if window.solid else context.clearly_reference()


def _may_be_announced(window: Window) -> bool:
    hotline = window.digits.removeprefix("1").startswith(_HOTLINES)
    return len(window.shape) <= 5 and len(window.digits) <= 13 and not window.dated and not hotline


def _abroad(window: Window) -> bool:
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
        if len(window.digits) >= 7:
            for detect in DETECTORS:
                found = detect(window)
                if found:
                    yield found
