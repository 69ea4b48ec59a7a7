"""The world: people with names, a bank branch, Rapport served over HTTP, and the loopback Slack between them."""

import socket
import threading
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from types import TracebackType
from typing import Any, TypeVar

import uvicorn
from sqlalchemy import select

from bot import wiring
from bot.core.database import Row
from bot.core.hands import Hands
from bot.core.outbox.limits import Limits
from bot.core.privacy import Keyring, configure
from bot.core.settings import Settings
from bot.customers import usecases as customers
from bot.customers.models import Customer
from bot.directory.models import Department, Person
from bot.main import Rapport, build, handlers_table
from bot.main.http import web_app
from bot.main.manifest import manifest
from bot.main.socket import Lines
from bot.playground.choosing import elements_in
from bot.playground.interacting import Outcome
from bot.playground.loopback import LoopbackSlack
from bot.playground.state import Message, View

R = TypeVar("R", bound=Row)
MONDAY_MORNING = datetime(2026, 11, 23, 6, 30, tzinfo=UTC)
"""Monday 23 November 2026, 14:30 in Shanghai."""

configure(Keyring([Keyring.new_key()]))


class Clock:
    """A clock that moves by hand."""

    def __init__(self, now: datetime = MONDAY_MORNING) -> None:
        self.now = now

    def __call__(self) -> datetime:
        return self.now

    def forward(self, **span: float) -> None:
        self.now += timedelta(**span)

    def to(self, text: str, zone: str = "+08:00") -> None:
        """Move to a local time, e.g. "2026-12-02 09:00" (Shanghai unless another offset is given)."""
        self.now = datetime.fromisoformat(text.replace(" ", "T") + zone).astimezone(UTC)


class Colleague:
    """One person of the cast: what he does in Slack, and what he sees there."""

    def __init__(self, world: "World", person: Person) -> None:
        self._world, self.person = world, person
        assert person.slack_id is not None
        self.hands = world.slack.person(person.slack_id)
        self.id, self.slack_id, self.name = person.id, person.slack_id, person.name

    def types(self, command: str, text: str = "", channel: Any = None) -> Outcome:
        """A slash command."""
        outcome = self.hands.command(command, text, channel)
        self._world.deliver()
        return outcome

    def says(self, text: str, channel: Any = None, thread: Message | None = None) -> Message:
        """A message: to the bot directly unless a channel is named."""
        where = thread.channel if thread is not None else channel
        message = self.hands.types(text, where, thread_ts=thread.ts if thread else None)
        self._world.settle()
        return message

    def presses(self, where: Message | View, action: str, selected: Any = None) -> Outcome:
        """A button or picker of a message or dialog."""
        where = self._world.current(where) if isinstance(where, Message) else where
        outcome = self.hands.presses(where, action, selected)
        self._world.settle()
        return outcome

    def taps(self, where: Message | View, words: str, selected: Any = None) -> Outcome:
        """The button or picker with these words on it."""
        where = self._world.current(where) if isinstance(where, Message) else where
        shown: list[str] = []
        for holder, element in elements_in(where.blocks):
            label = (element.get("text") or element.get("placeholder") or {}).get("text", "")
            if label == words:
                outcome = self.hands.presses(where, element["action_id"], selected, block_id=holder)
                self._world.settle()
                return outcome
            shown.append(label)
        raise LookupError(f"no {words!r} there; there are {shown}")

    def submits(self, **values: Any) -> Outcome:
        """Fill the open dialog and send it."""
        outcome = self.hands.submits(values)
        self._world.settle()
        return outcome

    def reacts(self, message: Message, emoji: str) -> None:
        """Put a reaction on a message."""
        self.hands.reacts(message, emoji)
        self._world.settle()

    def unreacts(self, message: Message, emoji: str) -> None:
        """Take a reaction off again."""
        self.hands.unreacts(message, emoji)
        self._world.settle()

    def edits(self, message: Message, text: str) -> None:
        """Change an own message."""
        self.hands.edits(message, text)
        self._world.settle()

    def deletes(self, message: Message) -> None:
        """Delete an own message."""
        self.hands.deletes(message)
        self._world.settle()

    def shortcut(self, message: Message, callback: str) -> Outcome:
        """Use a message shortcut."""
        outcome = self.hands.message_shortcut(message, callback)
        self._world.settle()
        return outcome

    def opens_home(self) -> str:
        """Open App Home; returns its words."""
        self.hands.opens_home()
        self._world.settle()
        return words_of(self.hands.home.blocks if self.hands.home else [])

    def messages(self) -> list[Message]:
        """What the bot wrote to this person directly, oldest first (no ephemeral lines)."""
        bot = self._world.slack.workspace.app.bot_user
        return [one for one in self.hands.sees() if one.user == bot and not one.is_ephemeral]

    def hints(self) -> list[str]:
        """The lines only this person saw, in words."""
        return [words_of(one.blocks) or one.text for one in self.hands.sees() if one.is_ephemeral]

    def only_message(self) -> Message:
        """The one direct message there is."""
        found = self.messages()
        assert len(found) == 1, [text_of(one) for one in found]
        return found[0]

    def last_message(self) -> Message:
        """The newest direct message."""
        found = self.messages()
        assert found, "no message yet"
        return found[-1]

    def last_words(self) -> str:
        """What the newest direct message says."""
        return text_of(self.last_message())


class World:
    """Everything together; use as a context manager."""

    @classmethod
    def on(cls, database_url: str) -> "World":
        """A world on a database that has its people and customers already."""
        return cls(database_url, cast=False)

    def __init__(
        self, database_url: str, clock: Clock | None = None, socket_mode: bool = False, cast: bool = True,
        prefix: str = "", sender_limits: Limits | None = None, **slack: Any,
    ) -> None:  # fmt: skip
        """`sender_limits`: the pace of the sender, unless it may send as fast as it can; `slack`: further arguments of the loopback."""
        self._wants_cast, self._prefix = cast, prefix
        self._limits = sender_limits or Limits(channel_interval=0.0, settle=0.0, clock_fuse=False, budgets={})
        self.clock = clock or Clock()
        self._socket_mode = socket_mode
        self._lines: Lines | None = None
        self.slack = LoopbackSlack(
            manifest(handlers_table(), prefix, socket_mode=socket_mode),
            clock=self.clock,
            signing_seconds=lambda: self.clock().timestamp(),
            # Stories tell what is said, not how fast this machine is: that is measured in bench/load.py and P29.
            **({"answer_within": 15.0} | slack),
        )
        self._url = database_url

    def __enter__(self) -> "World":
        self.slack.start()
        self.settings = Settings(
            _env_file=None,
            slack_bot_token=self.slack.bot_token,
            slack_signing_secret=self.slack.signing_secret,  # type: ignore[call-arg]
            slack_api_url=self.slack.api_url,
            database_url=self._url,
            RAPPORT_COMMAND_PREFIX=self._prefix,
        )
        self.rapport: Rapport = build(self.settings, self.clock, self._limits)
        self._serve()
        if self._wants_cast:
            self._cast()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        # A web server needs a third of a second to leave, and a thousand stories would wait for two of them each.
        self._server.should_exit = True
        if self._lines is not None:
            # Hung up from Slack's side first: the client would wait for a last frame otherwise.
            self._lines.stop_reconnecting()
            self.slack.sockets.cut()
            self._lines.close()
            self._thread.join(5)
            self.slack.stop()
        self.slack.leave()
        self.rapport.close()

    def _serve(self) -> None:
        # Named TCP, so that asyncio switches the delay of small packets off.
        listening = socket.socket(socket.AF_INET, socket.SOCK_STREAM, socket.IPPROTO_TCP)
        listening.bind(("127.0.0.1", 0))
        listening.listen(128)
        fine: Callable[[], tuple[bool, dict[str, Any]]] = lambda: (True, {})  # noqa: E731
        app = web_app(self.rapport.bolt, self.slack.signing_secret, self.clock, fine, fine, lambda: b"", Hands(1))
        self._server = uvicorn.Server(uvicorn.Config(app, log_config=None, lifespan="off", ws="none"))
        self._thread = threading.Thread(target=self._server.run, args=([listening],), daemon=True)
        self._thread.start()
        if self._socket_mode:
            self._lines = Lines(self.rapport.bolt, self.slack.app_token, self.slack.api_url, 2)
            self._lines.open()
            self.slack.sockets.wait_connected()
            return
        self.slack.point_at(f"http://127.0.0.1:{listening.getsockname()[1]}/slack/events")

    def _cast(self) -> None:
        chen = self.person("陈静", role="lead", lead=None)
        self.chen = chen
        self.li = self.person("李雷", lead=chen)
        self.emma = self.person("Emma Brown", lead=chen, locale="en-GB", zone="Europe/London")
        self.wang = self.person("王敏", role="colleague", department="product")
        self.zhao = self.person("赵强", role="colleague", department="risk")
        self.sun = self.person("孙丽", role="colleague", department="customer_service")
        self.admin = self.person("周宁", role="admin", department="operations")
        self.huadong = self.customer(
            "苏州华东精工机械有限公司", self.li, code="HD001", aliases=["华东精工"], tier="key"
        )
        self.hongda = self.customer("宏达机械", self.li, code="HD002")
        self.acme = self.customer("Acme Steel Ltd", self.emma, code="AC001")
        self.deliver()

    def person(
        self, name: str, *, role: str = "manager", department: str = "account_management", lead: Colleague | None = None,
        locale: str = "zh-CN", zone: str = "Asia/Shanghai", **fields: Any,
    ) -> Colleague:  # fmt: skip
        """Somebody new, in Slack and in the directory."""
        handle = "".join(part for part in name.lower().split()) or name
        user = self.slack.workspace.add_user(handle, real_name=name, locale=locale, tz=zone)
        with self.rapport.workshop.open() as work:
            row = work.save(
                Person(
                    name=name, slack_id=user.id, email=user.email, role=role, department=department, locale=locale,
                    time_zone=zone, lead_id=lead.id if lead else None, **fields,
                )
            )  # fmt: skip
        return Colleague(self, row)

    def department(
        self, code: str, members: list[Colleague], head: Colleague | None = None, language: str = "zh-CN"
    ) -> Any:
        """A department with its private channel; returns the channel."""
        channel = self.slack.workspace.add_channel(
            f"dept-{code}", members=[one.slack_id for one in members], private=True
        )
        with self.rapport.workshop.open() as work:
            work.save(Department(code=code, channel=channel.id, language=language, head_id=head.id if head else None))
        return channel

    def customer(self, name: str, owner: Colleague, **details: Any) -> Customer:
        """A customer of somebody's book."""
        with self.rapport.workshop.open() as work:
            return customers.create(work, customers.Details(name=name, **details), owner_id=owner.id)

    def run(self, job: str, times: int = 1) -> None:
        """Let a clock job run, and deliver what it says."""
        for _ in range(times):
            if job in wiring.ERRANDS:
                wiring.ERRANDS[job][1](self.rapport.workshop, self.rapport.port)
            else:
                wiring.SCHEDULE[job][1](self.rapport.workshop)
        self.deliver()

    def tick(self) -> None:
        """Let every clock job run once, as the scheduler would by now."""
        for _, job in wiring.SCHEDULE.values():
            job(self.rapport.workshop)
        self.deliver()

    def settle(self) -> None:
        """Wait until Slack has told Rapport everything, and Rapport has said all it wants to."""
        self.slack.settle()
        self.deliver()

    def deliver(self) -> None:
        """Send what waits in the outbox until nothing moves any more."""
        for _ in range(60):
            if not self.rapport.sender.run_once(200).total:
                break
        self.slack.settle()

    def current(self, message: Message) -> Message:
        """The message as it stands now."""
        return self.slack.workspace.message(message.channel, message.ts)

    def all(self, model: type[R]) -> list[R]:
        """Every row of a table."""
        with self.rapport.workshop.read() as work:
            return list(work.session.scalars(select(model).order_by(model.id)))

    def only(self, model: type[R]) -> R:
        """The one row of a table."""
        found = self.all(model)
        assert len(found) == 1, found
        return found[0]

    def work(self, actor: Colleague | None = None) -> Any:
        """A unit of work in somebody's name, for use cases called directly."""
        from bot.core.access import SYSTEM
        from bot.directory.queries import actor_of

        if actor is None:
            return self.rapport.workshop.open(SYSTEM)
        with self.rapport.workshop.read() as reading:
            return self.rapport.workshop.open(actor_of(reading.session, reading.session.get_one(Person, actor.id)))


def words_of(blocks: Any) -> str:
    """All words of a structure of blocks, in order."""
    found: list[str] = []

    def walk(node: Any) -> None:
        if isinstance(node, list):
            for item in node:
                walk(item)
        elif isinstance(node, dict):
            if node.get("type") == "user":
                found.append(f"@{node['user_id']}")
            elif node.get("type") == "emoji":
                found.append(f":{node['name']}:")
            if isinstance(node.get("text"), str):
                found.append(node["text"])
            for key, item in node.items():
                if isinstance(item, list | dict) and key != "confirm":
                    walk(item)

    walk(blocks)
    return " ".join(found)


def text_of(message: Message) -> str:
    """Everything a message says."""
    return words_of(message.blocks) or message.text


__all__ = ["Clock", "Colleague", "World", "text_of", "words_of"]
