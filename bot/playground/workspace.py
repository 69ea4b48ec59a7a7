"""The state of one Slack workspace: people, conversations, views, files; thread-safe, no transport.

Everything that changes goes through here or `posting`; whoever wants to know (the event feed, a page)
calls `observe`.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterable
from datetime import UTC, datetime
from typing import Any

from bot.playground.manifest import Manifest
from bot.playground.state import JSON, App, Channel, Clock, Kind, Message, Scheduled, SlackError, Upload, User, View
from bot.playground.tickets import ResponseTickets, Triggers

Observer = Callable[[str, JSON], None]


def wall_clock() -> datetime:
    """Real time, UTC."""
    return datetime.fromtimestamp(time.time(), UTC)


class Workspace:
    """One team with one installed app. Hold `lock` for anything that must be seen as one step."""

    def __init__(self, manifest: Manifest, clock: Clock = wall_clock) -> None:
        """`clock` returns aware UTC instants and may be moved freely; message `ts` still only grow."""
        self.lock = threading.RLock()
        self.clock = clock
        self.manifest = manifest
        self.scopes = set(manifest.scopes)
        self.team_id = "T00000001"
        self.team_name = "Loopback"
        self.team_domain = "loopback"
        self.users: dict[str, User] = {}
        self.channels: dict[str, Channel] = {}
        self.modals: dict[str, list[View]] = {}
        self.homes: dict[str, View] = {}
        self.files: dict[str, Upload] = {}
        self.scheduled: dict[str, Scheduled] = {}
        self.hidden: dict[str, Message] = {}
        self.triggers = Triggers()
        self.responses = ResponseTickets()
        self._direct: dict[frozenset[str], Channel] = {}
        self._counts: dict[str, int] = {}
        self._last_ts = 0
        self._observers: list[Observer] = []
        self.slackbot = self.add_user("slackbot", real_name="Slackbot", is_bot=True).id
        bot = self.add_user(manifest.bot_name, is_bot=True)
        bot.bot_id, bot.app_id = self.new_id("B"), self.new_id("A")
        self.app = App(
            app_id=bot.app_id,
            bot_id=bot.bot_id,
            bot_user=bot.id,
            bot_token="-".join(("xoxb", "loopback", bot.id)),
            app_token="-".join(("xapp", "loopback", bot.app_id)),
            signing_secret="loopback-signing-secret",
            verification_token="loopback-verification",
        )

    def now(self) -> datetime:
        """The workspace's instant, UTC."""
        return self.clock()

    def new_id(self, prefix: str) -> str:
        """The next id with this prefix, like `U00000003`; the same in every run."""
        with self.lock:
            self._counts[prefix] = self._counts.get(prefix, 0) + 1
            return f"{prefix}{self._counts[prefix]:08d}"

    def new_ts(self) -> str:
        """A message timestamp: epoch seconds with six digits, unique and growing even when the clock stands still."""
        with self.lock:
            self._last_ts = max(int(self.now().timestamp() * 1_000_000), self._last_ts + 1)
            return f"{self._last_ts // 1_000_000}.{self._last_ts % 1_000_000:06d}"

    def observe(self, observer: Observer) -> None:
        """Call `observer(kind, data)` after each change; kinds: `event`, `hidden`, `view`, `home`, `closed`."""
        self._observers.append(observer)

    def changed(self, kind: str, data: JSON) -> None:
        """Tell the observers. For `event`, `data` is the inner event of the Events API."""
        for observer in list(self._observers):
            observer(kind, data)

    def event(self, kind: str, **fields: Any) -> None:
        """Announce an event of the Events API; `event_ts` is added where the event has none."""
        self.changed("event", {"type": kind, "event_ts": self.new_ts()} | fields)

    def add_user(self, name: str, *, real_name: str = "", email: str | None = None, **fields: Any) -> User:
        """A new person (or bot); further fields are those of `User`. The e-mail defaults to `name@example.com`."""
        with self.lock:
            fields.setdefault("team_id", self.team_id)
            known = None if fields.get("is_bot") else email or f"{name}@example.com"
            user = User(id=self.new_id("U"), name=name, real_name=real_name or name, email=known, **fields)
            self.users[user.id] = user
            return user

    def add_channel(
        self, name: str, *, members: Iterable[str] = (), private: bool = False, with_bot: bool = True
    ) -> Channel:
        """A new channel, silently filled with `members` (ids) and, unless told otherwise, the bot."""
        people = list(dict.fromkeys([*members, *([self.app.bot_user] if with_bot else [])]))
        return self._open(name, "private" if private else "public", people)

    def dm(self, user: str, other: str | None = None) -> Channel:
        """The direct conversation of `user` with the bot (or with `other`), opened when there is none."""
        return self.conversation([user, other or self.app.bot_user])

    def conversation(self, people: Iterable[str]) -> Channel:
        """The im or mpim of exactly these people, opened when there is none."""
        with self.lock:
            wanted = set(people)
            kind: Kind = "im" if len(wanted) <= 2 else "mpim"
            known = self._direct.get(frozenset(wanted))
            if known is not None:
                return known
            name = "" if kind == "im" else "mpdm-" + "--".join(self.users[one].name for one in sorted(wanted)) + "-1"
            self._direct[frozenset(wanted)] = self._open(name, kind, sorted(wanted))
            return self._direct[frozenset(wanted)]

    def known_dm(self, user: str, other: str) -> Channel | None:
        """The direct conversation of two people, if there is one already."""
        return self._direct.get(frozenset((user, other)))

    def _open(self, name: str, kind: Kind, people: list[str]) -> Channel:
        with self.lock:
            prefix = {"public": "C", "private": "C", "im": "D", "mpim": "G"}[kind]
            creator = people[0] if people else self.app.bot_user
            created = int(self.now().timestamp())
            channel = Channel(self.new_id(prefix), name, kind, creator, created, members=list(people))
            self.channels[channel.id] = channel
            return channel

    def user(self, key: str) -> User:
        """By id. Error: `user_not_found`."""
        if key not in self.users:
            raise SlackError("user_not_found")
        return self.users[key]

    def channel(self, key: str) -> Channel:
        """By id or `#name`. Error: `channel_not_found`."""
        found = self.channels.get(key) or self.channel_named(key.removeprefix("#"))
        if found is None:
            raise SlackError("channel_not_found")
        return found

    def channel_named(self, name: str) -> Channel | None:
        """A channel (not a direct conversation) by its name."""
        rooms = (c for c in self.channels.values() if c.kind in ("public", "private"))
        return next((c for c in rooms if c.name == name), None)

    def message(self, channel: str, ts: str) -> Message:
        """A message in a history. Error: `message_not_found`."""
        found = self.channel(channel).messages.get(ts)
        if found is None:
            raise SlackError("message_not_found")
        return found

    def seen_by(self, user: str, channel: str) -> list[Message]:
        """What this person sees there, oldest first, hidden lines of others left out."""
        with self.lock:
            own = [m for m in self.hidden.values() if m.channel == channel and m.ephemeral_for == user]
            room = self.channel(channel)
            shared = list(room.messages.values()) if user in room.members else []
            return sorted([*shared, *own], key=lambda m: m.ts)

    def modal_of(self, user: str) -> View | None:
        """The modal on top for this person, if one is open."""
        stack = self.modals.get(user)
        return stack[-1] if stack else None

    def view(self, key: str) -> View:
        """A modal or Home by id. Error: `not_found`."""
        for stack in self.modals.values():
            for view in stack:
                if view.id == key:
                    return view
        for view in self.homes.values():
            if view.id == key:
                return view
        raise SlackError("not_found")
