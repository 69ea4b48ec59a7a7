"""The state of the page for one person: every fragment with a version, so that only what changed is replaced."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from bot.playground.page.chaos import Chaos
from bot.playground.page.control import Control, Face
from bot.playground.page.inspecting import wires
from bot.playground.page.pen import Pen
from bot.playground.page.pulse import Pulse
from bot.playground.page.reading import Reading
from bot.playground.page.timeline import PAGE, Line, Timeline, conversation, thread
from bot.playground.recorder import Recorder
from bot.playground.state import Channel, SlackError
from bot.playground.workspace import Workspace

Fragment = dict[str, str]


@dataclass
class Stage:
    """Everything the page shows from."""

    workspace: Workspace
    control: Control
    reading: Reading
    chaos: Chaos
    recorder: Recorder
    pulse: Pulse

    def face(self, user: str) -> Face:
        """This person of the switcher, or the first one."""
        people = self.control.people
        return next((face for face in people if face.user == user), people[0])

    def pen(self, user: str) -> Pen:
        """A pen for this person now."""
        return Pen(self.workspace, self.workspace.user(user), self.control.now())


@dataclass(frozen=True)
class Look:
    """What one browser shows: who, where, which thread, which panel, how many messages, since when unread."""

    person: str
    room: str = ""
    other: str = ""
    thread: str = ""
    tab: str = ""
    panel: str = ""
    wanted: str = ""
    most: int = PAGE
    since: str = ""
    seen: bool = False


def state(stage: Stage, look: Look) -> dict[str, Any]:
    """Every fragment of the page."""
    version = stage.pulse.version
    face = stage.face(look.person)
    stage.reading.played.add(face.user)
    pen = stage.pen(face.user)
    room = room_of(stage, face.user, look)
    since = look.since or opened(stage, face.user, room)
    if look.seen and look.tab != "home" and stage.reading.mark(face.user, room.id):
        stage.pulse.beat()
    return {
        "version": version,
        "person": face.user,
        "room": room.id,
        "since": since,
        "language": pen.language,
        "title": pen.say("page.title", room=pen.title(room)),
        "faces": _fragment(pen, "faces.html", faces=_faces(stage, pen)),
        "side": _fragment(pen, "side.html", **_side(stage, pen, room)),
        "head": _fragment(pen, "head.html", **_head(stage, pen, face, room, look.tab)),
        "clock": {
            "text": pen.time.header(),
            "moved": stage.control.moved,
            "zone": pen.user.tz,
            "local": pen.time.local(pen.now).strftime("%Y-%m-%dT%H:%M"),
        },
        "composer": composer(pen, room),
        "messages": _messages(pen, conversation(pen, room, since, look.most), room),
        "thread": _thread(pen, room, look.thread),
        "home": _home(pen) if look.tab == "home" else None,
        "modal": modal(pen),
        "panel": panel(stage, pen, look),
        "tour": _tour_count(stage, pen),
    }


def opened(stage: Stage, user: str, room: Channel) -> str:
    """What was unread when somebody came in: "last read~newest"; only that gets the line "New"."""
    seen = stage.workspace.seen_by(user, room.id)
    return f"{stage.reading.until(user, room.id)}~{seen[-1].ts if seen else ''}"


def room_of(stage: Stage, user: str, look: Look) -> Channel:
    """The conversation shown; the talk with the bot when nothing better is asked for."""
    workspace = stage.workspace
    if look.other in workspace.users:
        return workspace.dm(user, look.other)
    try:
        room = workspace.channel(look.room)
    except SlackError:
        return workspace.dm(user)
    return room if user in room.members else workspace.dm(user)


def _fragment(pen: Pen, template: str, **values: Any) -> Fragment:
    html = pen.draw(template, **values)
    return {"v": hashlib.blake2s(html.encode(), digest_size=8).hexdigest(), "html": html}


def _faces(stage: Stage, pen: Pen) -> list[dict[str, Any]]:
    return [
        {"user": face.user, "title": face.title[pen.language], "unread": stage.reading.waiting(face.user)}
        for face in stage.control.people
    ]


def _side(stage: Stage, pen: Pen, current: Channel) -> dict[str, Any]:
    workspace, me = stage.workspace, pen.user.id
    bot = workspace.dm(me)
    channels = [
        room for room in workspace.channels.values() if room.kind in ("public", "private") and me in room.members
    ]
    rows = [_row(stage, pen, room, current) for room in sorted(channels, key=lambda room: room.name)]
    people = []
    for face in stage.control.people:
        if face.user != me:
            known = workspace.known_dm(me, face.user)
            unread = stage.reading.unread(me, known) if known else 0
            people.append(
                {
                    "user": face.user,
                    "title": pen.name(face.user),
                    "unread": unread,
                    "current": known is current,
                    "note": face.title[pen.language],
                }
            )
    return {"bot": _row(stage, pen, bot, current), "channels": rows, "people": people}


def _row(stage: Stage, pen: Pen, room: Channel, current: Channel) -> dict[str, Any]:
    return {
        "id": room.id, "title": pen.title(room), "private": room.kind == "private", "current": room is current,
        "unread": stage.reading.unread(pen.user.id, room),
    }  # fmt: skip


def _head(stage: Stage, pen: Pen, face: Face, room: Channel, tab: str) -> dict[str, Any]:
    with_home = stage.workspace.manifest.home_tab and _is_bot(pen, room)
    who = {"name": pen.name(face.user), "title": face.title[pen.language]}
    return {"room": room, "title": pen.title(room), "face": who, "with_home": with_home, "tab": tab}


def _is_bot(pen: Pen, room: Channel) -> bool:
    return room.kind == "im" and pen.workspace.app.bot_user in room.members


def composer(pen: Pen, room: Channel) -> dict[str, str]:
    """The words in the empty composer."""
    if _is_bot(pen, room):
        return {"placeholder": pen.say("composer.to_bot")}
    key = "composer.to_person" if room.kind in ("im", "mpim") else "composer.to_channel"
    return {"placeholder": pen.say(key, name=pen.title(room))}


def _messages(pen: Pen, timeline: Timeline, room: Channel) -> dict[str, Any]:
    title = pen.title(room)
    key = "intro_dm" if _is_bot(pen, room) else "intro_person" if room.kind in ("im", "mpim") else "intro_channel"
    other = next((one for one in room.members if one != pen.user.id), pen.user.id)
    letters, tint = (pen.initials(other), pen.tint(other)) if room.kind == "im" else ("#", "tint-0")
    text = pen.say(f"room.{key}", name=title)
    intro = _fragment(
        pen, "intro.html", room=room, title=title, text=text, letters=letters, tint=tint, more=timeline.more
    )
    return {"intro": intro, "lines": lines(pen, timeline.lines, in_thread=False)}


def lines(pen: Pen, rows: Sequence[Line], *, in_thread: bool) -> list[list[str]]:
    """Each row as [id, version, html, spoken]; `spoken` is what a screen reader hears of a new message."""
    manifest = pen.workspace.manifest
    shortcuts = [one for one in manifest.shortcuts.values() if one.kind == "message"]
    bot = pen.workspace.app.bot_user
    found = []
    for row in rows:
        made = _fragment(
            pen, "message.html", line=row, in_thread=in_thread, shortcuts=shortcuts, app=bot,
            bot_name=manifest.app_name,
        )  # fmt: skip
        message = row.message
        spoken = ""
        if message is not None and message.user != pen.user.id:
            spoken = pen.say("page.new_message", name=pen.name(message.user), text=message.text[:200])
        found.append([row.ts, made["v"], made["html"], spoken])
    return found


def _thread(pen: Pen, room: Channel, parent: str) -> dict[str, Any] | None:
    if not parent:
        return None
    return {"ts": parent, "lines": lines(pen, thread(pen, room, parent).lines, in_thread=True)}


def _home(pen: Pen) -> Fragment:
    return _fragment(pen, "home.html", view=pen.workspace.homes.get(pen.user.id))


def modal(pen: Pen, trouble: str = "") -> Fragment | None:
    """The dialog on top, if one is open."""
    view = pen.workspace.modal_of(pen.user.id)
    if view is None:
        return None
    return _fragment(pen, "modal.html", view=view, trouble=trouble) | {"id": view.id, "hash": view.hash}


def panel(stage: Stage, pen: Pen, look: Look) -> Fragment | None:
    """The drawer on the right: tour, payloads or trouble."""
    if look.panel == "tour":
        return _fragment(pen, "tour.html", **_tour(stage, pen))
    if look.panel == "chaos":
        return _fragment(pen, "chaos.html", tally=stage.chaos.tally(), switches=stage.chaos.switches())
    if look.panel == "inspector":
        return _fragment(pen, "inspector.html", rows=wires(stage.recorder, look.wanted))
    return None


def _tour(stage: Stage, pen: Pen) -> dict[str, Any]:
    tour = stage.control.tour(pen.language)
    done = tour.look(stage.reading)
    following = sum(done)
    steps = [
        {"title": step.title, "text": step.text, "button": step.button, "done": done[i], "next": i == following}
        for i, step in enumerate(tour.steps)
    ]
    more = [{"text": step.text, "button": step.button} for step in tour.more]
    return {"steps": steps, "count": following, "more": more}


def _tour_count(stage: Stage, pen: Pen) -> dict[str, int]:
    tour = stage.control.tour(pen.language)
    return {"done": sum(tour.look(stage.reading)), "all": len(tour.steps)}
