"""What a person can do on the page: one verb each, carried out with the hands of `Person`.

A verb takes the desk and the request and returns what the page must know at once; everything else arrives as news.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from bot.playground import choosing
from bot.playground.interacting import Outcome
from bot.playground.loopback import LoopbackSlack
from bot.playground.page.fragments import Stage
from bot.playground.page.moments import NoSuchMoment, moment
from bot.playground.person import Person
from bot.playground.state import JSON, Message, SlackError, Upload, View

LONGEST_LINE = 40_000
"""Characters of a message Slack takes."""


class Impossible(Exception):
    """Cannot be done; `reason` is a short code or sentence for the person."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


@dataclass(frozen=True)
class Hands:
    """The person who acts, and what was sent."""

    slack: LoopbackSlack
    stage: Stage
    person: Person
    asked: Mapping[str, Any]

    def text(self, key: str) -> str:
        """A text of the request, "" where it is missing."""
        value = self.asked.get(key)
        return value if isinstance(value, str) else ""

    def message(self) -> Message:
        """The message meant by `room` and `ts`, ephemeral ones included."""
        workspace, ts = self.slack.workspace, self.text("ts")
        hidden = workspace.hidden.get(ts)
        if hidden is not None and hidden.ephemeral_for == self.person.id:
            return hidden
        return workspace.message(self.text("room"), ts)

    def view(self) -> View:
        """The dialog or Home meant by `view`; only one's own."""
        view = self.slack.workspace.view(self.text("view"))
        if view.user != self.person.id:
            raise SlackError("not_found")
        return view

    def place(self) -> Message | View:
        """Where an element stands."""
        return self.view() if self.text("view") else self.message()


def _told(outcome: Outcome) -> JSON:
    return {"error": outcome.error}


def say(hands: Hands) -> JSON:
    """A line from the composer: a command when it begins with a slash, else a message."""
    text, room, thread = hands.text("text").strip(), hands.text("room"), hands.text("thread") or None
    if not text or len(text) > LONGEST_LINE:
        raise Impossible("msg_too_long" if text else "no_text")
    if text.startswith("/") and len(text) > 1:
        name, _, rest = text.partition(" ")
        if name not in hands.slack.workspace.manifest.commands:
            return _no_such(hands, name, room)
        # Slack itself tells the person, in the conversation, why a command failed.
        hands.person.command(name, rest, room, thread_ts=thread)
        return {}
    hands.person.types(text, room, thread_ts=thread)
    return {}


def _no_such(hands: Hands, name: str, room: str) -> JSON:
    """Slack refuses a name it does not know; whoever meant another one is told which, and keeps what was typed."""
    workspace, pen = hands.slack.workspace, hands.stage.pen(hands.person.id)
    known = workspace.manifest.commands.values()
    near = [one for one in known if len(name) > 2 and name[1:].casefold() in one.description.casefold()]
    words = pen.say("composer.no_such", name=name)
    if near:
        words += pen.say("composer.meant", name=near[0].name, what=pen.half(near[0].description))
    hands.person.is_told(words, room)
    return {"back": True}


def edit(hands: Hands) -> JSON:
    """Change an own message."""
    hands.person.edits(hands.message(), hands.text("text").strip())
    return {}


def delete(hands: Hands) -> JSON:
    """Delete an own message."""
    hands.person.deletes(hands.message())
    return {}


def react(hands: Hands) -> JSON:
    """Put a reaction on a message, or take it off again."""
    message, name = hands.message(), hands.text("name")
    if hands.person.id in message.reactions.get(name, []):
        hands.person.unreacts(message, name)
    else:
        hands.person.reacts(message, name)
    return {}


def press(hands: Hands) -> JSON:
    """Use a button, select, picker, box or menu."""
    where = hands.place()
    if isinstance(where, View):
        _fill(hands, where)
    given = _given(hands, where, hands.text("block"), hands.text("action"), hands.asked.get("value"))
    return _told(hands.person.presses(where, hands.text("action"), given, block_id=hands.text("block") or None))


def suggest(hands: Hands) -> JSON:
    """What an external select offers for the words typed so far."""
    outcome = hands.person.options(hands.place(), hands.text("action"), hands.text("query"))
    pen = hands.stage.pen(hands.person.id)
    return {"error": outcome.error, "options": [pen.choice(row) for row in outcome.options]}


def submit(hands: Hands) -> JSON:
    """Send the dialog on top with everything in its fields."""
    view = hands.view()
    _fill(hands, view)
    return _told(hands.person.submits(view=view))


def close(hands: Hands) -> JSON:
    """Close the dialog on top; what lies below shows again."""
    hands.person.closes()
    return {}


def shortcut(hands: Hands) -> JSON:
    """Use a message shortcut."""
    return _told(hands.person.message_shortcut(hands.message(), hands.text("callback")))


def home(hands: Hands) -> JSON:
    """Open the app's Home, or its messages."""
    hands.person.opens_home(hands.text("tab") or "home")
    return {}


def clock(hands: Hands) -> JSON:
    """Move the clock to a code or local time of this person, or back to real time."""
    control, code = hands.stage.control, hands.text("to")
    if code == "real":
        control.move_to(None)
    else:
        zone = hands.stage.pen(hands.person.id).time.zone
        try:
            control.move_to(moment(code, control.now(), zone, control.calendar(hands.person.id)))
        except NoSuchMoment:
            raise Impossible(hands.stage.pen(hands.person.id).say("clock.wrong")) from None
    hands.stage.pulse.beat()
    return {}


def chaos(hands: Hands) -> JSON:
    """Throw a switch of the trouble panel, or end all trouble."""
    if hands.text("key"):
        hands.stage.chaos.turn(hands.text("key"), bool(hands.asked.get("on")))
    else:
        hands.stage.chaos.calm()
    hands.stage.pulse.beat()
    return {}


def offer(hands: Hands) -> JSON:
    """What the button of a tour step does; the page carries it out."""
    pen = hands.stage.pen(hands.person.id)
    steps = hands.stage.control.tour(pen.language).offers
    number = hands.asked.get("step")
    if not isinstance(number, int) or not 0 <= number < len(steps):
        raise Impossible("no such step")
    made = steps[number].offer()
    return {"person": made.person, "room": made.room, "line": made.line, "moment": made.moment}


def _fill(hands: Hands, view: View) -> None:
    values = hands.asked.get("values")
    if not isinstance(values, dict):
        return
    for block_id, actions in values.items():
        for action_id, given in (actions if isinstance(actions, dict) else {}).items():
            # A field that went away with an update of the dialog is no longer asked for.
            if any(key == block_id for key, e in choosing.elements_in(view.blocks) if e["action_id"] == action_id):
                hands.person.fills({block_id: _given(hands, view, block_id, action_id, given)}, view)


def _given(hands: Hands, where: Message | View, block_id: str, action_id: str, given: Any) -> Any:
    """What the page sends, as `choosing.report` wants it: the browser's local times become instants."""
    _, element = choosing.find_element(where, action_id, block_id or None)
    if given in ("", []):
        return None
    if element["type"] == "datetimepicker":
        zone = hands.stage.pen(hands.person.id).time.zone
        return datetime.fromisoformat(str(given)).replace(tzinfo=zone)
    return given


def upload(hands: Hands, name: str, content: bytes) -> JSON:
    """A file chosen in a dialog; returns the file object that belongs into the field."""
    workspace = hands.slack.workspace
    made = Upload(workspace.new_id("F"), name, hands.person.id, len(content), content, name, completed=True)
    workspace.files[made.id] = made
    address = f"{hands.slack.base_url}/files/{made.id}/{made.name}"
    return {
        "id": made.id, "name": name, "title": name, "mimetype": made.mimetype, "size": made.size,
        "user": made.user, "url_private": address, "url_private_download": address,
        "created": int(workspace.now().timestamp()), "filetype": name.rpartition(".")[2].lower(),
    }  # fmt: skip


ACTS: Mapping[str, Callable[[Hands], JSON]] = {
    "say": say,
    "edit": edit,
    "delete": delete,
    "react": react,
    "press": press,
    "suggest": suggest,
    "submit": submit,
    "close": close,
    "shortcut": shortcut,
    "home": home,
    "clock": clock,
    "chaos": chaos,
    "offer": offer,
}
"""Every verb of the page."""
CHANGED = "changed"
REFUSALS = (Impossible, SlackError, LookupError, ValueError, TypeError)
"""What a verb raises when it cannot be done: the message went away, the option does not exist, the time is none."""


def reason(error: Exception) -> str:
    """A refusal in a few words; a message that was drawn anew meanwhile is a code the page has words for."""
    if isinstance(error, choosing.Changed):
        return CHANGED
    return error.reason if isinstance(error, Impossible) else str(error).strip("'\"") or type(error).__name__
