"""Digits as they stand in a text: groups joined by separators form a run, neighbouring groups of a run a window.

Every window is short, so reading is linear in the text.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from itertools import accumulate, pairwise

from bot.core.privacy.context import Context

_GROUP = re.compile(r"[0-9]+")
_JOINT = re.compile(r"[ \t\r\n\-./_·,~*|()+'\\]{1,3}")
_FEWEST, _MOST = 7, 19
_CLOSE = re.compile(r"[ \-./·]|[ \-.]?\(|\)[ \-./]?|\(0\)")


@dataclass(frozen=True, slots=True)
class Window:
    """Neighbouring digit groups of one run. `joints` are the separators between them, `around` those beside them."""

    text: str
    start: int
    end: int
    digits: str
    shape: tuple[int, ...]
    joints: tuple[str, ...]
    whole: bool
    around: tuple[str, str] = ("", "")

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
        figures = any("," in joint or "\n" in joint for joint in self.joints)
        return figures and not (self.apart and len(self.joints[0]) == 1)

    @property
    def fraction(self) -> bool:
        """A decimal fraction below one: 0.04998121839."""
        return self.shape[:1] == (1,) and self.digits[0] == "0" and self.joints[:1] == (".",)

    @property
    def tabled(self) -> bool:
        """Cells of a table or words in bold: nobody cuts one number so, unless it stands there alone."""
        marks = any(mark in joint for joint in self.joints for mark in "\t|*~")
        return marks and not (self.whole and len(self.joints) > 1 and len(set(self.joints)) == 1)

    @property
    def apart(self) -> bool:
        """Held together by one kind of separator, and by another or none to the numbers beside it."""
        alike = len(set(self.joints)) == 1
        return alike and (self.whole or self.joints[0] not in self.around)

    @property
    def strewn(self) -> bool:
        """Cut anywhere by one kind of separator, or digit by digit: meant to slip through, not a row of figures."""
        thousands = self.shape[0] <= 3 and set(self.shape[1:]) == {3}
        singly = set(self.shape) == {1} and len(set(self.joints)) == 1
        free = self.apart and not thousands and self.joints[0] != "." and 1 not in self.shape
        return (free or singly) and not self.broken

    @property
    def bracketed(self) -> bool:
        """A bracket opens or closes inside: no number of a card or a person is written so."""
        return any(char in joint for joint in self.joints for char in "()")

    @property
    def goes_on(self) -> bool:
        """Points between its groups and one more beside it: part of an address of the internet or of a version."""
        return set(self.joints) == {"."} and "." in self.around

    @property
    def stroked(self) -> bool:
        """Strokes or commas between its groups, as between one number and the next."""
        return any(mark in joint for joint in self.joints for mark in "/,")

    @property
    def internet(self) -> bool:
        """An address of the internet, four numbers below 256 between points, or a version such as 10.0.19045.3930."""
        parts = self.parts
        return self.joints == (".", ".", ".") and (parts[1] == "0" or all(int(part) < 256 for part in parts))

    @property
    def parts(self) -> list[str]:
        """The groups themselves."""
        ends = list(accumulate(self.shape, initial=0))
        return [self.digits[first:last] for first, last in pairwise(ends)]

    @property
    def begins(self) -> bool:
        """No other number stands right before it, but for a blank, comma or bracket between them."""
        return not self.around[0] or any(char in " \t\r\n(*|," for char in self.around[0])

    @property
    def close(self) -> bool:
        """Nothing but a space, a dash, a point, a stroke or a bracket between the groups."""
        return all(_CLOSE.fullmatch(joint) for joint in self.joints)

    @property
    def has_date(self) -> bool:
        """A day stands among its groups: 2026-12-21, or written with strokes."""
        days = zip(self.shape, self.shape[1:], self.shape[2:], strict=False)
        return "/" in "".join(self.joints) or (4, 2, 2) in days

    @property
    def dated(self) -> bool:
        """Begins like yyyymmdd."""
        year, month, day = int(self.digits[:4]), int(self.digits[4:6] or 0), int(self.digits[6:8] or 0)
        try:
            return 1950 <= year <= 2099 and bool(date(year, month, day))
        except ValueError:
            return False


def windows(text: str) -> Iterator[Window]:
    """Every window of 7 to 19 digits, run by run."""
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
            if len(digits) < _FEWEST:
                continue
            around = (_between(text, run, first - 1), _between(text, run, place))
            whole = first == 0 and place == last
            window = Window(text, head.start(), group.end(), digits, tuple(shape), tuple(joints), whole, around)
            if not window.tabled:
                yield from _unwrapped(window)


def _between(text: str, run: list[re.Match[str]], place: int) -> str:
    return text[run[place].end() : run[place + 1].start()] if 0 <= place < len(run) - 1 else ""


def _unwrapped(window: Window) -> Iterator[Window]:
    """The window; one that runs over a single line end as if it did not: the line may end in a group or between two."""
    ends = [place for place, joint in enumerate(window.joints) if "\n" in joint]
    if len(ends) != 1 or any("\n" in joint for joint in window.around):
        yield window
        return
    place, shape, joints = ends[0], window.shape, window.joints
    alike = next((joint for joint in joints if "\n" not in joint), " ")
    yield replace(window, joints=(*joints[:place], alike, *joints[place + 1 :]))
    merged = (*shape[:place], shape[place] + shape[place + 1], *shape[place + 2 :])
    yield replace(window, shape=merged, joints=joints[:place] + joints[place + 1 :])
