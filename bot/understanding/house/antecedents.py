"""Of whom "who" is said at the head of an English clause that was cut from the one before."""

from bot.understanding.model import Colleague
from bot.understanding.text.line import Line


def antecedent(line: Line, place: int) -> Colleague | None:
    """Passed to Callum | who will reply: the one of ours named right before; None where it is somebody else."""
    ours = max((each for each in line.colleagues if each.span[1] <= place), key=lambda each: each.span, default=None)
    theirs = max((each.span[1] for each in line.people if each.span[1] <= place), default=0)
    return ours if ours is not None and ours.span[1] > theirs and line.flat.startswith("who", place) else None
