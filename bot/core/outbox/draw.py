"""Does the message still make sense, may it go now, and what does it say at this moment?"""

from collections.abc import Generator, Iterator, Sequence
from contextlib import contextmanager

from bot.core.outbox.desk import Desk, Sitting, plain
from bot.core.outbox.limits import Limits
from bot.core.outbox.model import Posting
from bot.core.outbox.readers import Drawing, Ready, Slices, Verdict
from bot.core.work import Workshop

EXCERPT = 2500


class Drawer:
    """Judges and draws messages, in reads of its own."""

    def __init__(self, workshop: Workshop, slices: Slices, limits: Limits) -> None:
        self._workshop, self._slices, self._limits = workshop, slices, limits

    def judge(self, posting: Posting) -> Verdict:
        """What to do with a message that is about to be posted for the first time."""
        with self._desk(posting) as desk:
            return desk.judge(self._limits.fuse_per_hour)

    def judge_all(self, postings: Sequence[Posting]) -> Generator[Verdict]:
        """The same for several in one read, in their order. Raises at the first that cannot be judged."""
        with self._workshop.read() as work:
            sitting = Sitting(work, self._slices, postings)
            for posting in postings:
                yield Desk(sitting, posting).judge(self._limits.fuse_per_hour)

    def whereabouts(self, posting: Posting) -> Verdict:
        """Where a message goes or went, without drawing it: Ready, Hold or Dead."""
        with self._desk(posting) as desk:
            return desk.place()

    def redraw(self, posting: Posting) -> Ready:
        """How a message that stands at Slack should look now; what its reader may no longer see is withdrawn."""
        with self._desk(posting) as desk:
            return desk.redraw()

    def line(self, posting: Posting) -> str | None:
        """What a message says, in a line; None when it makes no sense any more."""
        with self._desk(posting) as desk:
            return desk.line()

    @contextmanager
    def _desk(self, posting: Posting) -> Iterator[Desk]:
        with self._workshop.read() as work:
            yield Desk(Sitting(work, self._slices), posting)

    def shortened(self, ready: Ready) -> Drawing:
        """The short form of a message that Slack does not take as it is."""
        text = ready.drawing.text
        data = {"text": text[:EXCERPT] + ("…" if len(text) > EXCERPT else "")}
        now = self._workshop.clock()
        return plain(self._slices.render, "core/shortened", data, ready.audience, now, ready.drawing.version)
