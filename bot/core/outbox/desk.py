"""One message under one pair of eyes: where it goes, whether it may go now, and how it reads."""

from collections.abc import Collection, Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import and_, bindparam, func, not_, or_, select

from bot.core.access import SYSTEM, Actor
from bot.core.outbox import backlog, twins
from bot.core.outbox.model import Manner, Posting, Priority, State
from bot.core.outbox.readers import (
    Audience,
    Dead,
    Drawing,
    Hold,
    Later,
    Pile,
    Ready,
    Recipient,
    Render,
    Said,
    Senseless,
    Slices,
    Verdict,
)
from bot.core.prepared import Prepared, among
from bot.core.subject import Subject
from bot.core.templating import Reader
from bot.core.work import Work

_LATEST = (
    select(
        Posting.person_id, Posting.sent_at, Posting.template,
        func.row_number().over(partition_by=Posting.person_id, order_by=Posting.sent_at.desc()).label("place"),
    )
    .where(among(Posting.__table__.c.person_id, "people"), Posting.sent_at > bindparam("since"))
    .where(Posting.manner != Manner.ANSWER.value)
    .subquery()
)  # fmt: skip
_RECENT = Prepared(
    select(_LATEST.c.person_id, _LATEST.c.sent_at, _LATEST.c.template)
    .where(_LATEST.c.place <= bindparam("most"))
    .order_by(_LATEST.c.place)
)
"""What people got unasked, latest first, so many for each at most."""
HOUR = timedelta(hours=1)
MOST_BLOCKS = 50


class Sitting:
    """One read in which messages are judged: who reads them and what those people got lately is asked once for all."""

    def __init__(self, work: Work, slices: Slices, postings: Collection[Posting] = ()) -> None:
        self.work, self.slices = work, slices
        self._people = {posting.person_id for posting in postings if posting.person_id is not None}
        self._known: dict[int, Recipient | None] = {}
        self._recent: dict[int, list[tuple[datetime, str]]] | None = None
        if len(self._people) > 1:
            slices.gather(work.session, self._people)

    def recipient(self, person_id: int) -> Recipient | None:
        """The colleague who reads; None for an id nobody has."""
        if person_id not in self._known:
            self._known[person_id] = self.slices.recipients(self.work.session, person_id)
        return self._known[person_id]

    def recent(self, person_id: int, most: int) -> list[tuple[datetime, str]]:
        """When the person got which message unasked in the last hour, latest first; `most` is the same in a sitting."""
        if self._recent is None or person_id not in self._people:
            self._people.add(person_id)
            self._recent = {}
            given = {"people": sorted(self._people), "since": self.work.now - HOUR, "most": most}
            for to, at, template in _RECENT.all(self.work.session, **given):
                self._recent.setdefault(to, []).append((at, template))
        return self._recent.get(person_id, [])


class Desk:
    """One message under one pair of eyes."""

    def __init__(self, sitting: Sitting, posting: Posting) -> None:
        self._sitting, self._posting = sitting, posting
        self._work, self._slices = sitting.work, sitting.slices

    def judge(self, fuse_per_hour: int) -> Verdict:
        """What to do with a message that is about to be posted for the first time."""
        place = self.place()
        if not isinstance(place, Ready):
            return place
        waiting = self._patience(fuse_per_hour)
        if waiting is not None:
            return waiting
        drawing = self._draw(place.audience)
        return Senseless("senseless") if drawing is None else place.saying(drawing)

    def line(self) -> str | None:
        """What the message says, in a line: its headline, the number of its record, its first words; None when it
        makes no sense any more."""
        audience = self._audience(self._posting.person_id, self._posting.channel)
        drawing = None if audience is None else self._draw(audience)
        if drawing is None:
            return None
        head, *words = _lines(drawing)[:2] or [""]
        number = self._number()
        named = [number] if number is not None and number not in head else []
        return " · ".join([head, *named, *words]) or None

    def _number(self) -> str | None:
        kind, record = self._posting.subject_kind, self._posting.subject_id
        return Subject(kind, record).number if kind is not None and record is not None else None

    def redraw(self) -> Ready:
        """How a message that stands at Slack should look now: what its reader may no longer see is withdrawn, and what
        was shown him again further down leaves its place there."""
        house, channel = self._work.house, self._posting.channel
        audience = self._audience(self._posting.person_id, channel)
        drawing = None if audience is None else self._draw(audience)
        audience = audience or Audience("person", house.default_language, ZoneInfo(house.default_zone))
        if drawing is not None and twins.shown_again(self._work.session, self._posting):
            drawing = self._render("core/shown-again", {"line": _first_line(drawing)}, audience)
        return Ready(drawing or self._render("core/withdrawn", {}, audience), audience, channel=channel)

    def place(self) -> Verdict:
        """Where the message goes or went, without drawing it: Ready, Hold or Dead."""
        posting = self._posting
        channel, person_id, thread_ts = posting.channel, posting.person_id, None
        if posting.thread_kind is not None:
            parent, pending = self._parent()
            if parent is None and pending:
                return Hold(2.0)
            if parent is not None:
                channel, person_id, thread_ts = parent.channel, parent.person_id, parent.ts
        if person_id is None:
            return self._in_channel(channel, thread_ts)
        found = self._sitting.recipient(person_id)
        if found is None or not found.active:
            return Dead("user_gone")
        if not found.actor.slack_id:
            return Dead("no_slack_account")
        audience = Audience("person", found.actor.language, found.actor.zone, person_id=person_id)
        blank = Drawing((), "", posting.version)
        return Ready(blank, audience, slack_id=found.actor.slack_id, thread_ts=thread_ts)

    def _in_channel(self, channel: str | None, thread_ts: str | None) -> Verdict:
        audience = self._audience(None, channel)
        if channel is None or audience is None:
            return Dead("no_parent")
        return Ready(Drawing((), "", self._posting.version), audience, channel=channel, thread_ts=thread_ts)

    def _parent(self) -> tuple[Posting | None, bool]:
        """The message a thread hangs on, if it was posted, and whether it is still to come."""
        posting = self._posting
        if posting.thread_kind == Posting.__tablename__:
            return self._work.session.get(Posting, posting.thread_id), False
        posted = and_(Posting.state == State.SENT, Posting.ts.is_not(None))
        coming = Posting.state.in_((State.QUEUED, State.SENDING, State.UNKNOWN))
        query = select(Posting).where(
            Posting.subject_kind == posting.thread_kind, Posting.subject_id == posting.thread_id,
            Posting.id != posting.id, Posting.thread_kind.is_(None), or_(posted, coming),
        )  # fmt: skip
        if posting.person_id is not None:
            query = query.where(Posting.person_id == posting.person_id)
        elif posting.channel is not None:
            query = query.where(Posting.channel == posting.channel)
        found = self._work.session.scalars(query.order_by(not_(posted), Posting.id).limit(1)).first()
        return (found, False) if found is not None and found.state == State.SENT else (None, found is not None)

    def _audience(self, person_id: int | None, channel: str | None) -> Audience | None:
        if person_id is not None:
            found = self._sitting.recipient(person_id)
            if found is None:
                return None
            return Audience("person", found.actor.language, found.actor.zone, person_id=person_id)
        if channel is None:
            return None
        where = self._slices.channels(self._work.session, channel)
        return Audience("channel", where.language, where.zone, channel=channel)

    def _reader(self, audience: Audience) -> Actor:
        found = None if audience.person_id is None else self._sitting.recipient(audience.person_id)
        return replace(SYSTEM, language=audience.language, zone=audience.zone) if found is None else found.actor

    def _patience(self, fuse_per_hour: int) -> Later | Pile | None:
        """Quiet hours, what piled up, and the spam fuse: all hold back only what nobody waits for."""
        posting, now = self._posting, self._work.now
        if posting.person_id is None or posting.manner != Manner.NUDGE:
            return None
        found = self._sitting.recipient(posting.person_id)
        opening = now if found is None else found.next_open(now)
        if opening > now:
            return Later(opening, backlog.QUIET)
        if posting.priority != Priority.NORMAL or posting.template == backlog.FOLDED:
            return None
        if posting.thread_kind is None and backlog.piled_up(self._work, posting):
            return Pile()
        return self._fuse(posting, fuse_per_hour)

    def _fuse(self, posting: Posting, fuse_per_hour: int) -> Later | Pile | None:
        """Beyond so many messages an hour the rest is said as one, and that once an hour."""
        assert posting.person_id is not None
        recent = self._sitting.recent(posting.person_id, fuse_per_hour)
        if len(recent) < fuse_per_hour:
            return None
        said = any(template == backlog.FOLDED for _, template in recent)
        if not said and posting.thread_kind is None and backlog.others_wait(self._work, posting):
            return Pile()
        return Later(recent[-1][0] + HOUR, backlog.FUSE)

    def _draw(self, audience: Audience) -> Drawing | None:
        said = self._said(audience)
        if said is None:
            return None
        drawing = self._render(said.template, said.data, audience)
        if self._posting.hops:
            drawing = self._above("core/rerouted", drawing, audience)
        if self._posting.repeated:
            drawing = self._above("core/possible-repeat", drawing, audience)
        return drawing

    def _said(self, audience: Audience) -> Said | None:
        posting = self._posting
        work = self._work.acting_as(self._reader(audience))
        still = self._slices.still.get(posting.template)
        sense = still(work, posting) if still is not None and posting.ts is None else True
        if not sense:
            return None
        if not posting.live:
            return Said(posting.template, {**posting.data, **(sense if isinstance(sense, Mapping) else {})})
        assert posting.subject_kind is not None
        assert posting.subject_id is not None
        cards = self._slices.cards
        return cards.get(posting.template, cards[posting.subject_kind])(work, posting.subject_id, audience)

    def _render(self, template: str, data: Mapping[str, Any], audience: Audience) -> Drawing:
        return plain(self._slices.render, template, data, audience, self._work.now, self._posting.version)

    def _above(self, template: str, drawing: Drawing, audience: Audience) -> Drawing:
        head = self._render(template, {}, audience)
        blocks = [*head.blocks, *drawing.blocks]
        return replace(drawing, blocks=blocks[:MOST_BLOCKS], text=f"{head.text}\n{drawing.text}")


def _first_line(drawing: Drawing) -> str | None:
    return next(iter(_lines(drawing)), None)


def _lines(drawing: Drawing) -> list[str]:
    return [line.strip() for line in drawing.text.splitlines() if line.strip()]


def plain(
    render: Render, template: str, data: Mapping[str, Any], audience: Audience, now: datetime, version: int
) -> Drawing:
    """A template as somebody reads it."""
    reader = Reader(audience.language, audience.zone, now, audience.kind == "channel")
    rendered = render(template, audience.language, data, reader)
    return Drawing(rendered.blocks, rendered.text, version)
