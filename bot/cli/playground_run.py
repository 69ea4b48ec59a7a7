"""The playground composed: the played Slack, the real program on its own database, the page between them."""

import os
import secrets
import signal
import threading
from collections.abc import Callable, Sequence
from datetime import datetime, time, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from sqlalchemy import func, or_, select

from bot import wiring
from bot.cli import playground_cast as cast
from bot.cli.playground_tour import tour
from bot.core import logs
from bot.core import settings as environment
from bot.core.calendar import Calendar, table
from bot.core.clock import system_clock
from bot.core.database import connect
from bot.core.errors import Misconfigured
from bot.core.lock import guard
from bot.core.outbox import Posting
from bot.core.outbox.limits import Limits
from bot.core.outbox.model import State
from bot.core.privacy import Keyring
from bot.core.settings import Settings
from bot.directory.queries import defaults
from bot.main import handlers_table
from bot.main.compose import build
from bot.main.manifest import manifest
from bot.main.secret import unlock
from bot.main.serve import Service
from bot.migrations.tables import metadata
from bot.playground.loopback import REAL_PATIENCE, LoopbackSlack
from bot.playground.page import Face, Posted, Tour, routes

DATABASE = Path("var/playground.db")
RETRIES = (1.0, 5.0, 20.0)
"""Seconds until an event Rapport did not take is sent again; Slack waits up to five minutes, a visitor does not."""
LIMITS = Limits(
    channel_interval=0.0, budgets={}, settle=2.0, clock_fuse=False, heal_after=(10.0, 60.0), probe=3.0, timeout=5.0
)
STEP = timedelta(minutes=30)
WAKING = (time(8, 0), time(19, 0))
"""Between these local hours time passes in steps; at night nothing is due."""
LONG_WAY = timedelta(days=2)
TELLING = {time(9, 0), time(10, 0), time(11, 30), time(14, 0), time(15, 30), time(16, 30), time(18, 0)}
"""On a long way these local times do: lists go out at nine and, on Fridays, half past four."""
MOST_STEPS, PATIENCE = 400, 3.0
OVER = {State.PARKED.value, State.CANCELLED.value, State.FOLDED.value}


class MovableClock:
    """Real time plus what it was moved by; stands still while time is made to pass."""

    def __init__(self) -> None:
        self._offset = timedelta(0)
        self._held: datetime | None = None

    def __call__(self) -> datetime:
        """The playground's instant, UTC."""
        return self._held or system_clock() + self._offset

    @property
    def moved(self) -> bool:
        """Whether it differs from real time."""
        return bool(self._offset)

    def hold(self, instant: datetime) -> None:
        """Stand still at an instant."""
        self._held = instant

    def run_on(self, instant: datetime | None) -> None:
        """Go on from an instant; None: from real time."""
        self._offset = instant - system_clock() if instant else timedelta(0)
        self._held = None


class Play:
    """The running playground; what the page asks of it (`bot.playground.page.Control`)."""

    def __init__(self, port: int, database: Path = DATABASE, *, answer_within: float = REAL_PATIENCE) -> None:
        """`answer_within`: seconds the played Slack waits. Raises Misconfigured: the port or the database is taken."""
        self.clock = MovableClock()
        self.slack = _slack(port, self.clock, answer_within)
        self.settings = _settings(self.slack, database)
        self._lock = guard(self.settings.database_url)
        _fresh(self.settings, database)
        self._users = cast.enter(self.slack.workspace)
        self._faces = cast.faces(self._users)
        self._moving = threading.Lock()
        self._service: Service | None = None
        self.slack.server.extra_routes += routes(self.slack, self)

    def start(self) -> None:
        """Open Slack, let the cast move in, then start Rapport: ticks would only wait for the sample data."""
        self.slack.start()
        service = self._composed()
        cast.settle(self.slack.workspace, self._users, service.rapport.workshop, self.clock)
        self._begin(service)
        leads = {"zh-CN": self._users["chen.jing"], "en": self._users["sarah.whitfield"]}
        heroes = {"zh-CN": self._users["li.lei"], "en": self._users["emma.brown"]}
        shop, workspace = self.service.rapport.workshop, self.slack.workspace
        self._tours = {
            language: tour(language, shop, user, workspace.dm(user.id), leads[language])
            for language, user in heroes.items()
        }

    def stop(self) -> None:
        """End in order."""
        self.wake(False)
        self.slack.stop()
        if self._lock is not None:
            self._lock.close()

    @property
    def service(self) -> Service:
        """The program; the last one while it is switched off."""
        assert self._service is not None
        return self._service

    @property
    def people(self) -> Sequence[Face]:
        """The cast."""
        return self._faces

    def now(self) -> datetime:
        """The playground's instant, UTC."""
        return self.clock()

    @property
    def moved(self) -> bool:
        """Whether the clock differs from real time."""
        return self.clock.moved

    def move_to(self, instant: datetime | None) -> None:
        """Let time pass until `instant`, stopping where something can be due; None: back to real time."""
        with self._moving:
            if instant is not None:
                zones = {ZoneInfo(user.tz) for user in self._users.values()}
                for stop in stops(self.clock(), instant, zones):
                    self.clock.hold(stop)
                    self.tick()
            self.clock.run_on(instant)
            self.tick()

    def tick(self) -> None:
        """Run every job once and wait until what is due has left, as far as Slack lets it."""
        if not self.awake:
            return
        for name in wiring.SCHEDULE:
            self.service.ticks.run(name)
        self.slack.tick()
        self.service.rapport.sender.wake()
        pause = threading.Event()
        for _ in range(round(PATIENCE / 0.01)):
            if not self._under_way():
                break
            pause.wait(0.01)

    def _under_way(self) -> bool:
        leaving = or_(
            Posting.state == State.SENDING.value,
            (Posting.state == State.QUEUED.value) & (Posting.due_at <= self.clock()),
        )
        with self.service.rapport.workshop.read() as work:
            return bool(work.session.scalar(select(func.count()).select_from(Posting).where(leaving)))

    def calendar(self, user: str) -> Calendar:
        """The organisation's working days; everybody's in the playground."""
        with self.service.rapport.workshop.read() as work:
            return table.load(work.session, defaults(work.session).calendar)

    def tour(self, language: str) -> Tour:
        """The guided tour in a language."""
        return self._tours[language]

    def posted(self) -> Sequence[Posted]:
        """Everything in the outbox, due or not."""
        query = select(Posting.nonce, Posting.state).where(
            or_(Posting.state != State.QUEUED.value, Posting.due_at <= self.clock())
        )
        with self.service.rapport.workshop.read() as work:
            rows = work.session.execute(query).all()
        return [Posted(nonce, state == State.SENT.value, state in OVER) for nonce, state in rows]

    @property
    def awake(self) -> bool:
        """Whether Rapport runs."""
        return self._service is not None and self._service.rapport.sender.alive

    def wake(self, on: bool) -> None:
        """Switch Rapport off, or compose and start it anew on the same database. Raises ValueError when it cannot."""
        if on and not self.awake:
            try:
                self._begin(self._composed())
            except Misconfigured as error:
                raise ValueError(str(error)) from error
        elif not on and self.awake:
            self.service.stop()

    def _composed(self) -> Service:
        # A laptop that slept or is busy must not take the page down: nobody starts it again here.
        return Service(build(self.settings, self.clock, LIMITS), give_up=lambda: None)

    def _begin(self, service: Service) -> None:
        service.start()
        self._service = service
        self.slack.sockets.wait_connected()


def stops(now: datetime, until: datetime, zones: set[ZoneInfo]) -> list[datetime]:
    """Every half hour of somebody's waking day on the way (the telling ones if the way is long), and the end."""
    first = now.replace(minute=0, second=0, microsecond=0) + STEP
    count = max(0, int((until - first) / STEP) + 1)
    grid = [first + STEP * number for number in range(count)]
    is_long = until - now > LONG_WAY
    waking = [at for at in grid if now < at < until and any(_matters(at, zone, is_long) for zone in zones)]
    return [*waking[:: 1 + len(waking) // MOST_STEPS], until]


def _matters(at: datetime, zone: ZoneInfo, is_long: bool) -> bool:
    local = at.astimezone(zone).time()
    return local in TELLING if is_long else WAKING[0] <= local <= WAKING[1]


def _slack(port: int, clock: Callable[[], datetime], answer_within: float) -> LoopbackSlack:
    known = manifest(handlers_table(), socket_mode=True)
    try:
        slack = LoopbackSlack(known, clock=clock, port=port, retry_after=RETRIES, answer_within=answer_within)
    except OSError as error:
        raise Misconfigured(
            f"port {port} is taken, perhaps by another playground; end that one or set PLAYGROUND_PORT"
        ) from error
    # Nobody but this process may know the tokens, or any web site could call the API of the played Slack.
    app = slack.workspace.app
    app.bot_token, app.app_token = (f"{kind}-{secrets.token_urlsafe(32)}" for kind in ("xoxb", "xapp"))
    return slack


def _settings(slack: LoopbackSlack, database: Path) -> Settings:
    given: dict[str, object] = {
        "slack_bot_token": slack.bot_token, "slack_app_token": slack.app_token, "slack_api_url": slack.api_url,
        "database_url": f"sqlite:///{database}", "RAPPORT_SECRET_KEYS": Keyring.new_key(),
        "RAPPORT_CLOCK_FUSE": False, "RAPPORT_TICK_SECONDS": 1.0, "RAPPORT_COMMAND_PREFIX": "",
    }  # fmt: skip
    return environment.read(None, **given)


def _fresh(settings: Settings, database: Path) -> None:
    # Slack's side is in memory, so last time's rows would speak of channels that are gone.
    database.parent.mkdir(parents=True, exist_ok=True)
    for tail in ("", "-wal", "-shm"):
        Path(f"{database}{tail}").unlink(missing_ok=True)
    unlock(settings)
    engine = connect(settings.database_url)
    metadata().create_all(engine)
    engine.dispose()


def serve(port: int, say: Callable[[str], None]) -> None:
    """Run until Ctrl+C; `say` gets the address once the page answers."""
    logs.configure(os.environ.get("RAPPORT_LOG_LEVEL", "ERROR"))
    play = Play(port)
    play.start()
    ended = threading.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: ended.set())
    say(f"{play.slack.base_url}/")
    ended.wait()
    # Idle connections end with their next ping; whoever pressed Ctrl+C need not wait for that.
    ending = threading.Thread(target=play.stop, daemon=True)
    ending.start()
    ending.join(2.0)
