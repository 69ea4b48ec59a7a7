"""Everything Rapport asks of Slack, in its own words."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from bot.core.slack.failures import Kind, SlackFailure
from bot.core.slack.lane import Call
from bot.core.slack.wire import Wire

EVENT_TYPE, POST = "rapport_message", "chat.postMessage"
PAGE, PAGES = 100, 10
Blocks = Sequence[Mapping[str, Any]]


@dataclass(frozen=True)
class Copy:
    """One copy of a message found at Slack."""

    channel: str
    ts: str


@dataclass(frozen=True)
class Parked:
    """A message Slack will post by itself at `post_at` (Unix seconds)."""

    id: str
    post_at: int
    text: str


@dataclass(frozen=True)
class Profile:
    """What Slack knows about a person. A `stranger` is a guest, a bot or somebody of another organisation."""

    slack_id: str
    team_id: str
    name: str
    email: str | None
    locale: str | None
    zone: str | None
    stranger: bool
    deleted: bool


class SlackPort:
    """The only door to Slack's Web API; every method makes one call and raises SlackFailure when it fails."""

    def __init__(
        self, token: str | Callable[[], str], base_url: str = "https://slack.com/api/", timeout: float = 10.0
    ) -> None:
        self.timeout = timeout
        self._wire = Wire((lambda: token) if isinstance(token, str) else token, base_url, timeout)

    def call(self, method: str, **arguments: Any) -> dict[str, Any]:
        """Any other method; arguments that are None are left out."""
        return self._wire.call(method, arguments)

    def close(self) -> None:
        """Close the kept connections."""
        self._wire.close()

    def post(self, channel: str, text: str, blocks: Blocks, nonce: str, thread_ts: str | None = None) -> Copy:
        """Post a message that carries `nonce` as metadata, without unfurling links."""
        return _copy(self._wire.call(POST, _message(channel, text, blocks, nonce, thread_ts)))

    def begin_post(
        self, channel: str, text: str, blocks: Blocks, nonce: str, thread_ts: str | None = None
    ) -> "Letter | None":
        """Post a message without waiting for Slack's answer; None, and nothing is sent, when that cannot be had now."""
        call = self._wire.begin(POST, _message(channel, text, blocks, nonce, thread_ts))
        return None if call is None else Letter(call, self._wire)

    def update(self, channel: str, ts: str, text: str, blocks: Blocks, nonce: str) -> None:
        """Replace the content of a message; its metadata is sent again, or Slack would drop it."""
        self.call(
            "chat.update", channel=channel, ts=ts, text=text, blocks=list(blocks),
            metadata={"event_type": EVENT_TYPE, "event_payload": {"id": nonce}},
        )  # fmt: skip

    def delete(self, channel: str, ts: str) -> None:
        """Delete a message of ours."""
        self.call("chat.delete", channel=channel, ts=ts)

    def react(self, channel: str, ts: str, name: str) -> None:
        """Put a reaction on a message; one that is there already counts as success."""
        self.call("reactions.add", channel=channel, timestamp=ts, name=name)

    def remove_reaction(self, channel: str, ts: str, name: str) -> None:
        """Take our reaction off a message; one that is not there counts as success."""
        self.call("reactions.remove", channel=channel, timestamp=ts, name=name)

    def copies(self, channel: str, nonce: str, after: str | None = None, thread_ts: str | None = None) -> list[Copy]:
        """Every message after the one at `after` that carries `nonce`, oldest first.

        Reads the thread below `thread_ts`, or the channel: its latest thousand messages at most.
        """
        method, extra = ("conversations.replies", {"ts": thread_ts}) if thread_ts else ("conversations.history", {})
        found: list[Copy] = []
        cursor: str | None = None
        for _ in range(PAGES):
            answer = self.call(
                method, channel=channel, oldest=after, limit=PAGE, include_all_metadata=True, cursor=cursor, **extra
            )
            found += [Copy(channel, str(item["ts"])) for item in answer.get("messages", []) if _nonce(item) == nonce]
            cursor = (answer.get("response_metadata") or {}).get("next_cursor") or None
            if cursor is None:
                break
        return sorted(found, key=lambda copy: float(copy.ts))

    def history(self, channel: str, after: str, thread_ts: str | None = None) -> list[dict[str, Any]]:
        """Messages of a channel, or of the thread below `thread_ts`, younger than `after`, oldest first; at most 1,000.

        Each tells its reactions, and whether and when somebody last answered in its thread.
        """
        method, extra = ("conversations.replies", {"ts": thread_ts}) if thread_ts else ("conversations.history", {})
        found: list[dict[str, Any]] = []
        cursor: str | None = None
        for _ in range(PAGES):
            answer = self.call(
                method, channel=channel, oldest=after, inclusive=True, limit=PAGE, cursor=cursor, **extra
            )
            found += answer.get("messages", [])
            cursor = (answer.get("response_metadata") or {}).get("next_cursor") or None
            if cursor is None:
                break
        return sorted(found, key=lambda message: str(message.get("ts", "")))

    def open_dm(self, slack_id: str) -> str:
        """The channel of the direct message with a person."""
        return str(self.call("conversations.open", users=slack_id)["channel"]["id"])

    def publish_home(self, slack_id: str, view: Mapping[str, Any]) -> None:
        """Show a person's Home tab; after a lost answer once more, since the whole view is sent each time."""
        try:
            self.call("views.publish", user_id=slack_id, view=view)
        except SlackFailure as failure:
            if failure.kind is not Kind.AMBIGUOUS:
                raise
            self.call("views.publish", user_id=slack_id, view=view)

    def open_view(self, trigger_id: str, view: Mapping[str, Any]) -> str:
        """Open a modal; returns its id. The trigger lives three seconds."""
        return str(self.call("views.open", trigger_id=trigger_id, view=view)["view"]["id"])

    def update_view(self, view_id: str, view: Mapping[str, Any], hash: str | None = None) -> None:
        """Replace a modal that is open; `hash` guards against overwriting a newer one."""
        self.call("views.update", view_id=view_id, view=view, hash=hash)

    def ephemeral(
        self, channel: str, slack_id: str, text: str, blocks: Blocks = (), thread_ts: str | None = None
    ) -> None:
        """Show a hint to one person only; never for anything that must arrive."""
        self.call(
            "chat.postEphemeral", channel=channel, user=slack_id, text=text, blocks=list(blocks) or None,
            thread_ts=thread_ts,
        )  # fmt: skip

    def respond(self, url: str, message: Mapping[str, Any]) -> None:
        """Answer an interaction through its `response_url` (Slack's hosts only)."""
        self._wire.respond(url, message)

    def file(self, file_id: str, most: int) -> tuple[str, bytes]:
        """Name and content of a file shared with the bot; at most `most` bytes, from Slack's own hosts only."""
        found = self.call("files.info", file=file_id)["file"]
        if int(found.get("size") or 0) > most:
            raise SlackFailure(Kind.REFUSED, "file_too_large", "file")
        address = found.get("url_private_download") or found.get("url_private") or ""
        return str(found.get("name") or file_id), self._wire.fetch(str(address), most)

    def deposit(self, name: str, content: bytes) -> str:
        """Leave a file with Slack where nobody sees it yet; returns its id for `hand_over`."""
        place = self.call("files.getUploadURLExternal", filename=name, length=len(content))
        self._wire.deposit(str(place["upload_url"]), content)
        return str(place["file_id"])

    def hand_over(self, file_id: str, title: str, channel: str, thread_ts: str | None = None) -> None:
        """Show a deposited file in a conversation. A file can be handed over once: a repeat is refused by Slack."""
        self.call(
            "files.completeUploadExternal", files=[{"id": file_id, "title": title}], channel_id=channel,
            thread_ts=thread_ts,
        )  # fmt: skip

    def person(self, slack_id: str) -> Profile:
        """Who a Slack user is, with the language he uses Slack in."""
        return profile_of(self.call("users.info", user=slack_id, include_locale=True)["user"])

    def auth_test(self) -> dict[str, Any]:
        """Which workspace and bot user the token belongs to: `team_id`, `user_id`, `bot_id`, `url` ..."""
        return self.call("auth.test")

    def schedule(self, channel: str, text: str, post_at: int, blocks: Blocks = ()) -> str:
        """Park a message at Slack for `post_at` (Unix seconds); returns its id."""
        shown = list(blocks) or None
        answer = self.call("chat.scheduleMessage", channel=channel, text=text, post_at=post_at, blocks=shown)
        return str(answer["scheduled_message_id"])

    def unschedule(self, channel: str, scheduled_id: str) -> bool:
        """Take a parked message back; false when it was posted or deleted before."""
        try:
            self.call("chat.deleteScheduledMessage", channel=channel, scheduled_message_id=scheduled_id)
        except SlackFailure as failure:
            if failure.kind is Kind.GONE:
                return False
            raise
        return True

    def scheduled(self, channel: str) -> list[Parked]:
        """What Slack has in store for a channel; at most 1,000."""
        found: list[Parked] = []
        cursor: str | None = None
        for _ in range(PAGES):
            answer = self.call("chat.scheduledMessages.list", channel=channel, limit=PAGE, cursor=cursor)
            rows = answer.get("scheduled_messages", [])
            found += [Parked(str(row["id"]), int(row["post_at"]), str(row.get("text", ""))) for row in rows]
            cursor = (answer.get("response_metadata") or {}).get("next_cursor") or None
            if cursor is None:
                break
        return found

    def channel(self, channel: str) -> dict[str, Any]:
        """What Slack knows about a channel: `is_private`, `is_ext_shared`, `is_archived`, `is_member`, `name` ..."""
        return dict(self.call("conversations.info", channel=channel)["channel"])


class Letter(NamedTuple):
    """A message that was handed to Slack and is not answered yet."""

    call: Call
    wire: Wire

    def go_on(self) -> Copy | None:
        """What Slack made of it, or None while the answer is not here; raises SlackFailure."""
        answer = self.call.go_on()
        return None if answer is None else _copy(self.wire.verdict(POST, answer))

    def finish(self) -> Copy:
        """Wait for the rest of an answer that comes in a strange way; raises SlackFailure."""
        return _copy(self.wire.verdict(POST, self.call.finish()))


def _message(channel: str, text: str, blocks: Blocks, nonce: str, thread_ts: str | None) -> dict[str, Any]:
    return {
        "channel": channel, "text": text, "blocks": list(blocks) or None, "thread_ts": thread_ts,
        "unfurl_links": False, "unfurl_media": False,
        "metadata": {"event_type": EVENT_TYPE, "event_payload": {"id": nonce}},
    }  # fmt: skip


def _copy(answer: Mapping[str, Any]) -> Copy:
    try:
        return Copy(str(answer["channel"]), str(answer["ts"]))
    except KeyError as error:
        raise SlackFailure(Kind.AMBIGUOUS, "truncated", POST) from error


def _nonce(message: Mapping[str, Any]) -> str | None:
    metadata = message.get("metadata") or {}
    payload = metadata.get("event_payload") or {}
    return payload.get("id") if metadata.get("event_type") == EVENT_TYPE else None


def profile_of(user: Mapping[str, Any]) -> Profile:
    """A user object of Slack's, from a method or an event, in our words."""
    profile = user.get("profile") or {}
    flags = ("is_bot", "is_restricted", "is_ultra_restricted", "is_stranger")
    return Profile(
        slack_id=str(user["id"]), team_id=str(user.get("team_id", "")),
        name=str(profile.get("real_name") or user.get("real_name") or user.get("name") or ""),
        email=profile.get("email") or None, locale=user.get("locale"), zone=user.get("tz"),
        stranger=any(user.get(flag) for flag in flags), deleted=bool(user.get("deleted")),
    )  # fmt: skip
