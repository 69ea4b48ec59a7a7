"""An outbox on a real database, a small Slack over HTTP, and time that a test lets pass."""

import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import Engine, select
from sqlalchemy.orm import Session
from staging.databases import Databases

from bot.core.access import Actor
from bot.core.database import connect
from bot.core.outbox import ChannelPlace, Notice, PersonPlace, Posting
from bot.core.outbox.limits import Limits
from bot.core.outbox.readers import Audience, ChannelReader, Recipient, Said, Slices
from bot.core.outbox.sender import Parts, Report, Sender
from bot.core.slack import SlackPort
from bot.core.subject import Subject
from bot.core.templating import Templates
from bot.core.work import House, Work, Workshop

sys.path.insert(0, str(Path(__file__).parent))
from tiny_slack import TinySlack

START = datetime(2026, 12, 2, 2, 0, tzinfo=UTC)  # Wednesday, 10:00 in Shanghai
TEMPLATES = Path(__file__).parents[2] / "templates"


@dataclass
class Saying:
    """A rendered template as simple as can be."""

    blocks: list[dict[str, Any]]
    text: str


@dataclass
class Rig:
    """One sender with everything around it under the test's control."""

    engine: Engine
    slack: TinySlack
    limits: Limits
    now: datetime = START
    boot: float = 1000.0
    opens: Callable[[int, datetime], datetime] = lambda person, at: at
    cards: dict[int, str | None] = field(default_factory=dict)
    still: dict[str, Callable[[Work, Posting], bool]] = field(default_factory=dict)
    people: dict[int, bool] = field(default_factory=lambda: {1: True, 2: True, 3: True, 9: True})
    fallbacks: dict[int, int] = field(default_factory=lambda: {1: 2, 2: 9})
    spoken: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.workshop = Workshop(self.engine, lambda: self.now, House())
        self.port = SlackPort("xoxb-test", self.slack.url, timeout=self.limits.timeout)
        self.templates = Templates(TEMPLATES)
        self.sender = self.new_sender()

    def new_sender(self) -> Sender:
        """Another replica on the same database."""
        slices = Slices(self._render, self._recipient, self._channel, {"promise": self._card}, self.still)
        return Sender(
            Parts(self.workshop, self.port, slices, self._fallback, lambda _: [9], self.limits,
                  lambda _: self.now, lambda: self.boot)
        )  # fmt: skip

    def _render(self, template: str, language: str, data: Mapping[str, Any], reader: Any) -> Any:
        if template.startswith("core/"):
            return self.templates.render(template, language, data, reader)
        if data.get("explode"):
            raise LookupError("secret customer text")
        said = str(data.get("text", template))
        return Saying([{"type": "section", "text": {"type": "plain_text", "text": said[:2000]}}], said)

    def _recipient(self, session: Session, person_id: int) -> Recipient | None:
        if person_id not in self.people:
            return None
        actor = Actor(person_id, f"U{person_id}", f"Person {person_id}", "manager", zone=ZoneInfo("Asia/Shanghai"))
        return Recipient(actor, lambda at: self.opens(person_id, at), self.people[person_id])

    def _channel(self, session: Session, channel: str) -> ChannelReader:
        return ChannelReader("en", ZoneInfo("UTC"))

    def _card(self, work: Work, row_id: int, audience: Audience) -> Said | None:
        said = self.cards.get(row_id)
        return None if said is None else Said("promises/card", {"text": f"{said} for {audience.kind}"})

    def _fallback(self, work: Work, posting: Posting, code: str) -> PersonPlace | None:
        if posting.person_id is None:
            return PersonPlace(2)
        following = self.fallbacks.get(posting.person_id)
        return None if following is None else PersonPlace(following)

    def forward(self, seconds: float = 0, **delta: float) -> None:
        """Let time pass."""
        step = timedelta(seconds=seconds, **delta)
        self.now += step
        self.boot += step.total_seconds()

    def say(self, said: str, to: int | str = 1, **more: Any) -> int:
        """Queue one notice; returns its row id."""
        place = PersonPlace(to) if isinstance(to, int) else ChannelPlace(to)
        self.spoken.append(said)
        notice = Notice("tests/notice", more.pop("place", place), f"k{len(self.spoken)}", data={"text": said})
        with self.workshop.open() as work:
            work.post(replace(notice, **more))
            return work.session.scalars(select(Posting.id).where(Posting.once == f"k{len(self.spoken)}")).one()

    def show(self, row_id: int, said: str | None, to: int | str = 1, **more: Any) -> int:
        """Queue the live card of promise `row_id`."""
        self.cards[row_id] = said
        return self.say(f"card {row_id}", to, about=Subject("promise", row_id), live=True, **more)

    def change(self, row_id: int, said: str | None) -> None:
        """Change what the card of a promise says."""
        self.cards[row_id] = said
        with self.workshop.open() as work:
            work.refresh(Subject("promise", row_id))

    def row(self, posting_id: int) -> Posting:
        """A posting as it stands in the database."""
        with self.workshop.read() as work:
            return work.session.get_one(Posting, posting_id)

    def rows(self) -> Sequence[Posting]:
        """All postings."""
        with self.workshop.read() as work:
            return work.session.scalars(select(Posting).order_by(Posting.id)).all()

    def round(self, limit: int = 100) -> Report:
        """One round of the sender."""
        return self.sender.run_once(limit)

    def rounds(self, seconds: float = 60, step: float = 1.0) -> None:
        """Rounds until so much time has passed."""
        end = self.now + timedelta(seconds=seconds)
        while self.now < end:
            self.round()
            self.forward(step)


@pytest.fixture(params=["sqlite", "postgresql"])
def engine(request: pytest.FixtureRequest, databases: Databases) -> Iterator[Engine]:
    """An empty database of each kind."""
    made = connect(databases.fresh(request.param))
    yield made
    made.dispose()


@pytest.fixture
def slack() -> Iterator[TinySlack]:
    """A Slack that forgets nothing unless told to."""
    server = TinySlack()
    server.start()
    yield server
    server.stop()


@pytest.fixture
def limits() -> Limits:
    """The house's limits, with HTTP time-outs that a stalled machine does not reach; a test file may override them."""
    return Limits(timeout=5.0)


@pytest.fixture
def rig(engine: Engine, slack: TinySlack, limits: Limits) -> Iterator[Rig]:
    """A sender on an empty database of each kind, talking to a healthy Slack."""
    made = Rig(engine, slack, limits)
    yield made
    made.port.close()
