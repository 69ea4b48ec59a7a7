"""The composition root: builds every object once and hands them to each other."""

import logging
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import partial
from typing import IO, Any

import structlog
from slack_bolt import App, BoltResponse
from slack_bolt.authorization import AuthorizeResult
from slack_sdk import WebClient
from sqlalchemy import Engine

from bot import wiring
from bot.core.access import Scopes
from bot.core.clock import Clock, system_clock
from bot.core.database import connect
from bot.core.errors import Misconfigured
from bot.core.guard import describe
from bot.core.outbox.lifelines import Lifelines
from bot.core.outbox.limits import POST, SLACK_BUDGETS, Limits
from bot.core.outbox.readers import Slices
from bot.core.outbox.sender import Parts, Sender
from bot.core.policy import Pack, PackError, load_pack
from bot.core.settings import Settings
from bot.core.slack import SlackFailure, SlackPort, no_welcome
from bot.core.templating import Templates
from bot.core.words import TEMPLATES, shipped
from bot.core.work import House, Workshop
from bot.directory import recipients
from handlers.desk import Desk
from handlers.places import Places
from handlers.presenting import Presenter
from handlers.recovery import Recovery
from handlers.router import Router
from handlers.table import Table

log = structlog.get_logger()


@dataclass(frozen=True)
class Identity:
    """Which workspace and bot user the token belongs to."""

    team: str
    bot_user: str
    bot_id: str
    app_id: str = ""
    name: str = ""


class Telling:
    """What a sender does, told to another process."""

    def __init__(self, tell: Callable[..., None]) -> None:
        self._tell, self._said = tell, 0

    def delivered(self, jobs: Iterable[tuple[str, str, int]], late: Iterable[float]) -> None:
        """As `Metrics.delivered`."""
        if jobs := list(jobs):
            self._tell("delivered", jobs, list(late))

    def calling(self, process: int, number: int) -> None:
        """As `Metrics.calling`; only what changed."""
        if number != self._said:
            self._said = number
            self._tell("calling", process, number)


@dataclass
class Rapport:
    """The composed program."""

    settings: Settings
    clock: Clock
    engine: Engine
    workshop: Workshop
    templates: Templates
    port: SlackPort
    sender: Sender
    table: Table
    bolt: App
    identity: Identity
    recovery: Recovery
    lifelines: Lifelines
    router: Router
    desk: Desk

    def close(self) -> None:
        """Let go of the database."""
        self.engine.dispose()

    def share(self, file: IO[bytes] | None = None) -> IO[bytes] | None:
        """Get ready to be forked: nothing is open that two processes cannot share. `file` as in `Workshop.share`."""
        self.port.close()
        return self.workshop.share(file)

    def report(self, tell: Callable[..., None]) -> None:
        """Have another process told of what its sender, its recovery and its figures live by."""
        self.workshop.wake = partial(tell, "wake")
        self.router.heard = partial(tell, "heard")
        self.desk.served = partial(tell, "served")
        self.sender.told = Telling(tell)


def handlers_table() -> Table:
    """Everything Rapport reacts to."""
    table = Table()
    for module in wiring.HANDLERS:
        module.register(table)
    return table


def workshop(settings: Settings, engine: Engine, clock: Clock) -> Workshop:
    """Units of work over the wired house; what the command line needs of the program."""
    house = House(
        scopes=Scopes(dict(wiring.SCOPES)), subscribers=wiring.SUBSCRIPTIONS, policy=pack(settings.policy),
    )  # fmt: skip
    return Workshop(engine, clock, house)


def pack(name: str) -> Pack:
    """The policy pack; raises Misconfigured with one line when it does not exist or does not hold."""
    try:
        return load_pack(name)
    except PackError as error:
        raise Misconfigured(f"RAPPORT_POLICY: {error}") from error


def build(settings: Settings, clock: Clock = system_clock, limits: Limits | None = None) -> Rapport:
    """Compose the program for a workspace. Raises Misconfigured when Slack refuses the token."""
    engine = connect(settings.database_url)
    shop = workshop(settings, engine, clock)
    templates = Templates(TEMPLATES, shipped())
    token = settings.slack_bot_token.get_secret_value() if settings.slack_bot_token else ""
    port = SlackPort(token, settings.slack_api_url)
    slices = Slices(
        templates.render, recipients.recipient, recipients.channel, dict(wiring.CARDS), dict(wiring.STILL),
        recipients.gather,
    )  # fmt: skip
    limits = limits or limits_of(settings)
    sender = Sender(Parts(shop, port, slices, recipients.fallback, recipients.admins, limits))
    shop.wake = sender.wake
    identity = identify(port, settings.slack_api_url)
    table = handlers_table()
    bolt = bolt_app(settings, identity)
    desk, places = Desk(shop, port.person, wiring.RESOLVERS, sender.metrics.served), Places(port, clock)
    presenter = Presenter(templates, clock, identity.bot_user)
    router = Router(bolt, table, desk, presenter, port, places, identity.team, settings.command_prefix)
    recovery = Recovery(shop, port, router, clock, identity.bot_user)
    router.heard = recovery.heard
    lifelines = Lifelines(shop, port, slices, wiring.DUTIES)
    return Rapport(
        settings, clock, engine, shop, templates, port, sender, table, bolt, identity, recovery, lifelines, router, desk
    )


def limits_of(settings: Settings) -> Limits:
    """The sender's limits as the settings give them."""
    budgets = {**SLACK_BUDGETS, POST: settings.workspace_per_minute}
    return Limits(
        lanes=settings.workers, budgets=budgets, settle=settings.settle_seconds, clock_fuse=settings.clock_fuse
    )


def identify(port: SlackPort, base: str) -> Identity:
    """Ask Slack whose token this is; raises Misconfigured when it does not take it."""
    try:
        answer = port.auth_test()
    except SlackFailure as failure:
        raise Misconfigured(no_welcome(failure, base)) from failure
    return Identity(
        answer["team_id"], answer["user_id"], answer.get("bot_id", ""), answer.get("app_id", ""), answer.get("team", "")
    )


def bolt_app(settings: Settings, identity: Identity) -> App:
    """A Bolt app that answers after our commit and asks Slack nothing on the way."""
    token = settings.slack_bot_token.get_secret_value() if settings.slack_bot_token else ""
    result = AuthorizeResult(
        enterprise_id=None, team_id=identity.team, bot_token=token, bot_user_id=identity.bot_user,
        bot_id=identity.bot_id,
    )  # fmt: skip

    def authorize(**_: Any) -> AuthorizeResult:
        return result

    quiet = logging.getLogger("rapport.bolt")
    # Bolt warns that authorize makes its token unnecessary, which is the point; at DEBUG it would log texts.
    quiet.setLevel(logging.ERROR)
    app = App(
        name="rapport",  # Bolt would look through the whole stack for one
        logger=quiet,
        client=WebClient(token=token, base_url=settings.slack_api_url, retry_handlers=[], timeout=10),
        authorize=authorize,
        # The front door has verified the raw bytes before Bolt sees the request.
        request_verification_enabled=False,
        signing_secret="checked at the front door",
        process_before_response=True,
    )
    app.error(_unexpected)
    return app


def _unexpected(error: Exception) -> BoltResponse:
    """The last resort: Bolt itself would log the error with its message, which may quote what somebody typed."""
    log.error("request.broken", error=describe(error))
    return BoltResponse(status=500, body="")
