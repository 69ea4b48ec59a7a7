"""A person at the keyboard: everything somebody can do in Slack that this app can notice."""

from __future__ import annotations

from typing import Any

from bot.playground import choosing, interacting, posting, views
from bot.playground.call import Call
from bot.playground.delivery import Reply
from bot.playground.faults import Faults
from bot.playground.interacting import Desk, Outcome
from bot.playground.methods_people import file_shown
from bot.playground.responding import say
from bot.playground.state import Channel, Message, SlackError, Upload, View
from bot.playground.typed import as_command, as_message

Where = Channel | str | None


class Person:
    """Verbs of one person. `channel` None means the direct conversation with the bot.

    Commands, presses, submissions and shortcuts return when the app has answered (or not). What makes events -
    typing, reacting, editing - returns at once; `LoopbackSlack.settle` waits for the deliveries.
    """

    def __init__(self, desk: Desk, user: str) -> None:
        """`user` is an id of the workspace."""
        self._desk = desk
        self.user = desk.workspace.user(user)
        self.id = self.user.id

    def _room(self, channel: Where) -> Channel:
        if isinstance(channel, Channel):
            return channel
        return self._desk.workspace.dm(self.id) if channel is None else self._desk.workspace.channel(channel)

    def types(self, text: str, channel: Where = None, thread_ts: str | None = None) -> Message:
        """Post a message. Errors: `not_in_channel`, `is_archived`, `messages_tab_disabled`."""
        return self._say(text, channel, thread_ts)

    def _say(self, text: str, channel: Where, thread_ts: str | None, **fields: Any) -> Message:
        workspace, room = self._desk.workspace, self._room(channel)
        if self.id not in room.members:
            raise SlackError("not_in_channel")
        closed = not workspace.manifest.messages_tab or workspace.manifest.messages_tab_read_only
        if closed and room.kind == "im" and workspace.app.bot_user in room.members:
            raise SlackError("messages_tab_disabled")
        sent, blocks = as_message(workspace, text)
        key = f"00000000-0000-4000-8000-{int(workspace.new_id('k')[1:]):012d}"
        fields |= {"blocks": blocks if text else [], "client_msg_id": key, "thread_ts": thread_ts}
        return posting.post(workspace, room, self.id, sent, **fields)

    def shares(self, filename: str, content: bytes, channel: Where = None, text: str = "") -> Message:
        """Post a file, with words if any."""
        workspace, room = self._desk.workspace, self._room(channel)
        upload = Upload(workspace.new_id("F"), filename, self.id, len(content), content, filename, completed=True)
        upload.channels.append(room.id)
        workspace.files[upload.id] = upload
        call = Call(workspace, {}, self._desk.payloads.base_url, Faults())
        return self._say(text, room, None, files=[file_shown(call, upload)], subtype="file_share")

    def command(self, name: str, text: str = "", channel: Where = None, *, thread_ts: str | None = None) -> Outcome:
        """Send a slash command and wait for its answer, which only this person sees unless the app says otherwise."""
        workspace, room = self._desk.workspace, self._room(channel)
        known = workspace.manifest.commands.get(name)
        if known is None or workspace.app.refused_token:
            return self._refused(room, f"{name} is not a valid command.")
        if thread_ts is not None:
            return self._refused(room, f"{name} is not supported in threads. Sorry!")
        if room.is_archived or (room.kind != "public" and self.id not in room.members):
            return self._refused(room, f"{name} cannot be used here.")
        sent = as_command(workspace, text.strip(), should_escape=known.should_escape)
        reply = self._desk.delivery.ask("slash_commands", self._desk.payloads.command(self.user, room, name, sent))
        if not reply.ok:
            late = reply.problem in ("http_timeout", "timeout")
            why = "operation_timeout" if late else "dispatch_failed"
            return self._refused(room, f'{name} failed with the error "{why}"', reply)
        body = {"text": reply.body} if isinstance(reply.body, str) else reply.body
        if not isinstance(body, dict) or not (body.get("text") or body.get("blocks")):
            return Outcome(reply)
        try:
            return Outcome(reply, line=say(workspace, room, self.id, body))
        except SlackError as refusal:
            words = f'{name} failed with the error "invalid_command_response" ({refusal.code})'
            return self._refused(room, words, reply)

    def is_told(self, words: str, channel: Where = None) -> None:
        """Slack itself says something that only this person sees."""
        posting.post_hidden(self._desk.workspace, self._room(channel), self.id, words, from_slack=True)

    def _refused(self, room: Channel, words: str, reply: Reply | None = None) -> Outcome:
        posting.post_hidden(self._desk.workspace, room, self.id, words, from_slack=True)
        return Outcome(reply or Reply(0, problem="not sent"), words)

    def presses(
        self, where: Message | View, action_id: str, selected: Any = None, *, block_id: str | None = None
    ) -> Outcome:
        """Press a button or choose in a select, picker or menu; `selected` as in `choosing.report`."""
        return interacting.press(self._desk, self.user, where, action_id, selected, block_id=block_id)

    def options(self, where: Message | View, action_id: str, query: str = "") -> Outcome:
        """Type into an external select; `Outcome.options` is what it offers."""
        holder, element = choosing.find_element(where, action_id)
        return interacting.suggest(self._desk, self.user, where, element, block_id=holder, query=query)

    def fills(self, values: dict[str, Any], view: View | None = None) -> None:
        """Fill fields of the open modal, by block id or action id, without sending."""
        interacting.fill(self._desk, self.user, view or self.open_modal, values)

    def submits(self, values: dict[str, Any] | None = None, view: View | None = None) -> Outcome:
        """Fill fields and send the modal (the one on top unless given)."""
        target = view or self.open_modal
        interacting.fill(self._desk, self.user, target, values or {})
        return interacting.submit(self._desk, self.user, target)

    def closes(self, *, everything: bool = False) -> None:
        """Close the modal on top, or all of them."""
        interacting.close(self._desk, self.user, everything=everything)

    def reacts(self, message: Message, name: str) -> None:
        """Add a reaction. Ephemeral messages cannot be reacted to."""
        posting.react(self._desk.workspace, self._current(message), self.id, name)

    def unreacts(self, message: Message, name: str) -> None:
        """Take a reaction back."""
        posting.unreact(self._desk.workspace, self._current(message), self.id, name)

    def edits(self, message: Message, text: str) -> None:
        """Change an own message. Error: `cant_update_message`."""
        if message.user != self.id:
            raise SlackError("cant_update_message")
        sent, blocks = as_message(self._desk.workspace, text)
        posting.edit(self._desk.workspace, self._current(message), self.id, {"text": sent, "blocks": blocks})

    def deletes(self, message: Message) -> None:
        """Delete an own message. Error: `cant_delete_message`."""
        if message.user != self.id:
            raise SlackError("cant_delete_message")
        posting.delete(self._desk.workspace, self._current(message))

    def _current(self, message: Message) -> Message:
        room = self._desk.workspace.channel(message.channel)
        if self.id not in room.members and room.kind != "public":
            raise SlackError("not_in_channel")
        return self._desk.workspace.message(message.channel, message.ts)

    def shortcut(self, callback_id: str) -> Outcome:
        """Use a global shortcut of the manifest. Error: LookupError when there is none of this name."""
        self._known_shortcut(callback_id, "global")
        return self._interactive(self._desk.payloads.shortcut(self.user, callback_id))

    def message_shortcut(self, message: Message, callback_id: str) -> Outcome:
        """Use a message shortcut of the manifest. Error: LookupError when there is none of this name."""
        self._known_shortcut(callback_id, "message")
        return self._interactive(self._desk.payloads.message_shortcut(self.user, message, callback_id))

    def _known_shortcut(self, callback_id: str, kind: str) -> None:
        found = self._desk.workspace.manifest.shortcuts.get(callback_id)
        if found is None or found.kind != kind:
            raise LookupError(f"the manifest has no {kind} shortcut {callback_id!r}")

    def _interactive(self, payload: dict[str, Any]) -> Outcome:
        reply = self._desk.delivery.ask("interactive", payload)
        return Outcome(reply, "" if reply.ok else interacting.TROUBLE)

    def opens_home(self, tab: str = "home") -> None:
        """Look at the app's Home (or `messages`): `app_home_opened`."""
        workspace = self._desk.workspace
        extra: dict[str, Any] = {}
        if tab == "home" and self.id in workspace.homes:
            extra["view"] = views.shown(workspace, workspace.homes[self.id])
        workspace.event("app_home_opened", user=self.id, channel=workspace.dm(self.id).id, tab=tab, **extra)

    def kicks(self, other: str, channel: Where) -> None:
        """Remove somebody (or the bot) from a channel."""
        posting.leave(self._desk.workspace, self._room(channel), other)

    def archives(self, channel: Where) -> None:
        """Archive a channel."""
        posting.archive(self._desk.workspace, self._room(channel), self.id)

    def sees(self, channel: Where = None) -> list[Message]:
        """Everything this person sees there, oldest first; without a channel, the talk with the bot."""
        return self._desk.workspace.seen_by(self.id, self._room(channel).id)

    @property
    def modal(self) -> View | None:
        """The modal on top, if any."""
        return self._desk.workspace.modal_of(self.id)

    @property
    def open_modal(self) -> View:
        """The modal on top. Error: LookupError when none is open."""
        view = self.modal
        if view is None:
            raise LookupError(f"{self.user.name} has no modal open")
        return view

    @property
    def home(self) -> View | None:
        """The Home published for this person, if any."""
        return self._desk.workspace.homes.get(self.id)
