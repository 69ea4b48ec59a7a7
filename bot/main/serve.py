"""`python -m bot run`: everything from the database lock to the last connection, and an orderly end."""

import os
import signal
import socket
from collections.abc import Callable, Mapping
from functools import partial
from typing import Any

import structlog
from prometheus_client import Gauge
from sqlalchemy.exc import SQLAlchemyError

from bot import wiring
from bot.core import drafts, inbox
from bot.core.clock import Clock, system_clock
from bot.core.database import connect
from bot.core.errors import Misconfigured
from bot.core.lock import guard
from bot.core.outbox import budget, stops, upkeep
from bot.core.scheduler import Tick, Ticks, end_process
from bot.core.settings import Settings, packs_off, require_slack
from bot.core.work import Workshop
from bot.directory import recipients
from bot.main import anchoring, closing, helping, memory, migrate, processor, purge, upgrading
from bot.main import warm as warming
from bot.main.compose import Rapport, build
from bot.main.helpers import Helpers, how_many
from bot.main.http import hands_for, web_app, web_server
from bot.main.policy import follow_policy
from bot.main.secret import unlock
from bot.main.socket import Lines

log = structlog.get_logger()
SKEW = 30.0
"""Seconds this machine's clock may differ from the database's."""


def prepare(settings: Settings, migrated: bool = True) -> Any:
    """Lock and unlock, migrate or check the database; returns the lock to hold on to."""
    lock = guard(settings.database_url)
    unlock(settings)
    engine = connect(settings.database_url)
    try:
        if migrated:
            upgrading.upgrade(engine)
        else:
            migrate.check(engine)
    finally:
        engine.dispose()
    return lock


class Service:
    """A running Rapport: ticks, sender, and the road Slack's requests come by.

    `give_up`: what to do when the ticks cannot be brought back; by default the process ends, to be started again.
    """

    def __init__(self, rapport: Rapport, give_up: Callable[[], None] = end_process) -> None:
        self.rapport = rapport
        settings = rapport.settings
        self.ticks = Ticks(_ticks(rapport), rapport.sender.metrics, clock=rapport.clock, give_up=give_up)
        secret = settings.slack_signing_secret.get_secret_value() if settings.slack_signing_secret else ""
        hands = hands_for(rapport.engine)
        self.web = web_app(rapport.bolt, secret, rapport.clock, self.alive, self.ready, self.metrics, hands)
        self.lines: Lines | None = None
        self._warm = False

    def fork(self, helpers: Helpers, number: int, door: socket.socket) -> socket.socket:
        """Warm up and fork so many helpers that answer at `door`; returns where they ask us how things are, too."""
        inner, rapport = socket.create_server(("127.0.0.1", 0)), self.rapport
        home = inner.getsockname()[1]
        warming.warm_up(rapport)
        memory.spare_what_stays()
        self._warm = True
        between = rapport.share()
        helpers.fork(
            number,
            partial(helping.help_out, rapport, home, door),
            partial(helping.start, rapport.settings, home, door, between),
        )
        return inner

    def start(self, warm: Callable[[], None] = lambda: None) -> None:
        """Begin to tick, send and, in Socket Mode, listen; `warm` is called once everything is loaded."""
        memory.few_arenas()
        upkeep.begin(self.rapport.workshop)
        if not self._warm:
            warming.in_background(self.rapport, warm)
        self.rapport.sender.start()
        self.ticks.start()
        token = self.rapport.settings.slack_app_token
        if token is not None:
            settings = self.rapport.settings
            self.lines = Lines(
                self.rapport.bolt, token.get_secret_value(), settings.slack_api_url, settings.socket_connections
            )
            self.lines.open()
            self.rapport.recovery.connected = lambda: self.lines is not None and self.lines.alive

    @property
    def news(self) -> Mapping[str, Callable[..., object]]:
        """What is done with the news of helpers."""
        sender = self.rapport.sender
        figures = sender.metrics
        return {
            "wake": sender.wake, "heard": self.rapport.recovery.heard, "served": figures.served,
            "delivered": figures.delivered, "calling": figures.calling,
        }  # fmt: skip

    def stop(self) -> None:
        """End in order: no new requests, no new ticks, what is being sent is finished."""
        if self.lines is not None:
            self.lines.close()
        self.ticks.stop()
        self.rapport.sender.stop()
        self.rapport.close()

    def alive(self) -> tuple[bool, dict[str, Any]]:
        """Whether the process does its work: the ticks tick and the sender lives."""
        late = list(self.ticks.overdue())
        return not late and self.rapport.sender.alive, {"late_ticks": late, "sender": self.rapport.sender.alive}

    def ready(self) -> tuple[bool, dict[str, Any]]:
        """Whether requests can be served: database, ticks, sender, Socket Mode, and nothing stops the sending."""
        good, details = self.alive()
        try:
            with self.rapport.workshop.read() as work:
                skew = abs((budget.database_clock(work.session) - self.rapport.clock()).total_seconds())
                stopped = [stop.cause for stop in stops.stops(work.session)]
                self.rapport.sender.metrics.observe_queue(work.session, work.now)
            database = True
        except SQLAlchemyError:
            stopped, database, skew = [], False, 0.0
        slack = self.lines.alive if self.lines is not None else True
        oldest = self.rapport.sender.metrics.queue_age
        details |= {"database": database, "slack": slack, "stopped": stopped, "oldest_due_seconds": _value(oldest)}
        details["clock_off_seconds"] = round(skew, 1)
        return good and database and slack and not stopped and skew <= SKEW, details

    def metrics(self) -> bytes:
        """Prometheus' text."""
        metrics = self.rapport.sender.metrics
        with self.rapport.workshop.read() as work:
            metrics.observe_queue(work.session, work.now)
        return metrics.text()


def _value(gauge: Gauge) -> float:
    return next(iter(gauge.collect())).samples[0].value


OFF = {"core.rooms": "rooms", "reports.imports": "imports"}
"""Errands that ask Slack for what a pack that is switched off would allow."""


def _ticks(rapport: Rapport) -> list[Tick]:
    shop, port = rapport.workshop, rapport.port
    jobs = [Tick(name, every.total_seconds(), partial(job, shop)) for name, (every, job) in wiring.SCHEDULE.items()]
    jobs += [
        Tick(name, every.total_seconds(), partial(errand, shop, port))
        for name, (every, errand) in wiring.ERRANDS.items()
        if name not in OFF or OFF[name] not in packs_off(rapport.settings)
    ]
    if rapport.settings.park_deadlines:
        jobs.append(Tick("outbox.lifelines", 60.0, rapport.lifelines.tend))
    return [
        *jobs,
        Tick("slack.recovery", 10.0, rapport.recovery.tend),
        Tick("core.tidy", 60.0, lambda: tidy(shop)),
        Tick("core.anchor", 600.0, lambda: anchoring.anchor(shop, rapport.settings)),
        Tick("privacy.close", 15.0, lambda: closing.close_looks(shop, port, rapport.templates)),
        Tick("core.policy", 60.0, lambda: follow_policy(shop)),
        Tick("outbox.tend", 60.0, lambda: upkeep.tend(shop, recipients.admins)),
    ]


def tidy(shop: Workshop) -> None:
    """Seal the audit log, forget old inbox keys and drafts."""
    anchoring.seal_all(shop)
    with shop.open() as work:
        inbox.forget(work.session, work.now)
        drafts.forget(work.session, work.now)


def run(settings: Settings, migrated: bool = True, clock: Clock = system_clock) -> None:
    """Serve until SIGTERM or SIGINT. Raises Misconfigured when it cannot start."""
    require_slack(settings)
    lock = prepare(settings, migrated)
    service = Service(build(settings, clock))
    purge.remember(service.rapport.workshop, service.rapport.identity.name)
    helpers, doors = begin(service)
    try:
        _serve(service, doors)
    finally:
        helpers.stop()
        service.stop()
        if lock is not None:
            lock.close()


def begin(service: Service) -> tuple[Helpers, list[socket.socket]]:
    """Listen, fork the helpers and start; what arrives at the doors waits until a server runs there."""
    settings, helpers = service.rapport.settings, Helpers(service.news)
    doors = [listen(settings)]
    if more := how_many(settings) - 1:
        doors.append(service.fork(helpers, more, doors[0]))
    service.start(memory.spare_what_stays)
    helpers.listen()
    return helpers, doors


def listen(settings: Settings) -> socket.socket:
    """Where Slack's requests come in. Raises Misconfigured when the port cannot be had."""
    family = socket.AF_INET6 if ":" in settings.host else socket.AF_INET
    try:
        door = socket.create_server((settings.host, settings.port), family=family)
    except OSError as error:
        problem = f"cannot listen at {settings.host} port {settings.port} ({os.strerror(error.errno or 0)})"
        raise Misconfigured(f"PORT: {problem}; end what listens there or choose another PORT") from error
    # Each line inherits it; asyncio sets it only for a socket it made itself. Without it the second half of an answer
    # waits 40 ms until the first is acknowledged.
    door.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    return door


def _serve(service: Service, doors: list[socket.socket]) -> None:
    settings = service.rapport.settings
    mode = "Socket Mode" if settings.slack_app_token else "HTTP"
    # uvicorn raises the signal again once it has stopped serving; the orderly end is still ahead then.
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: None)
    log.info("serving", mode=mode, port=settings.port, team=service.rapport.identity.team)
    # Ticks and sender have their threads already: a long scan of theirs may run beside us.
    processor.stay(os.getpid())
    web_server(settings, service.web).run(doors)
