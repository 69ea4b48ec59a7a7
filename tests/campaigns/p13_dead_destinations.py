"""P13: whatever code Slack refuses with, no message disappears in silence and none is tried for ever."""

from collections import Counter

from bot.core.outbox import ChannelPlace, Manner, Posting, State
from bot.core.outbox.limits import Limits
from bot.core.outbox.upkeep import tend
from bot.core.slack import Kind, classify
from bot.directory import recipients
from campaigns.kit.virtual import VirtualWorld
from campaigns.promise import Findings, Promise, Stage

POST = "chat.postMessage"
CODES = {
    Kind.WAIT: ("ratelimited", "rate_limited", "service_unavailable"),
    Kind.AMBIGUOUS: ("fatal_error", "internal_error", "request_timeout", "duplicate_message_not_found", "duplicate_channel_not_found"),
    Kind.REROUTE: (
        "is_archived", "channel_not_found", "not_in_channel", "restricted_action", "restricted_action_read_only_channel",
        "restricted_action_thread_only_channel", "cannot_reply_to_message", "user_not_found", "user_disabled",
        "messages_tab_disabled", "cannot_dm_bot",
    ),
    Kind.SHRINK: ("msg_too_long", "msg_blocks_too_long", "invalid_blocks", "invalid_blocks_format", "invalid_metadata_format", "metadata_too_large", "attachment_payload_limit_exceeded"),
    Kind.STOP: ("token_revoked", "token_expired", "invalid_auth", "account_inactive", "missing_scope", "ekm_access_denied", "org_login_required"),
    Kind.REFUSED: ("an_unknown_code", "invalid_arguments"),
}  # fmt: skip
"""Every code of the table, and what is done about it."""
AN_HOUR_OF = {Kind.WAIT: 3600, Kind.AMBIGUOUS: 20, Kind.REROUTE: 4, Kind.SHRINK: 4, Kind.STOP: 7, Kind.REFUSED: 2}
"""Calls the first hour of refusals may cost: waiting asks again as often as Slack says; what Slack does not let us do
is tried again after one, two, four ... minutes, up to an hour."""
LATER, ONCE_AN_HOUR = 6, 1
"""Hours that follow, and calls each of them may cost where Slack did not ask for patience."""
EVERYWHERE = "missing_scope everywhere"
ROOMS = 30
TOLD = ("core/delivery-stopped", "core/place-refused")


def refused(stage: Stage, classified: bool = True) -> Findings:
    """Each code for seven hours, in a channel of its own; then Slack takes messages again."""
    every = [(kind, code) for kind, codes in CODES.items() for code in codes] + [(Kind.STOP, EVERYWHERE)]
    share = every[:: max(1, round(1 / stage.scale))]
    wrong, delivered, silent, endless, chatty = 0, 0, list[str](), list[str](), list[str]()
    for kind, code in share:
        wrong += classify(code.split()[0]) is not kind
        with VirtualWorld(stage, Limits(clock_fuse=False)) as world:
            if not classified:
                _forget_the_table(world)
            first, later, fate = _hours(world, kind, code)
            delivered += fate == "delivered"
            silent += [code] if fate == "silent" else []
            wait = kind is Kind.WAIT
            endless += [code] if first > AN_HOUR_OF[kind] or (not wait and later > LATER * ONCE_AN_HOUR) else []
            chatty += [code] if _times_told(world) > 1 else []
    found = Findings()
    found.count("codes", len(share))
    found.none("read wrongly", wrong)
    found.count("delivered in the end", delivered)
    found.exactly("dropped in silence", " ".join(silent) or 0, 0)
    found.exactly("tried for ever", " ".join(endless) or 0, 0)
    found.exactly("told more than once", " ".join(chatty) or 0, 0)
    held_up, tries = _others(stage, classified)
    found.at_most("s the sound channels waited for one that refuses", held_up, 5.0)
    found.at_most(f"tries in an hour while {ROOMS} channels refuse", tries, 90)
    return found


def _hours(world: VirtualWorld, kind: Kind, code: str) -> tuple[int, int, str]:
    room = world.slack.workspace.add_channel("campaign").id
    faults, everywhere = world.slack.faults, kind is Kind.STOP and code != "missing_scope"
    faults.error(POST, code.split()[0], channel=None if everywhere else room, times=1 if kind is Kind.SHRINK else None)
    if everywhere and code != EVERYWHERE:
        faults.error("auth.test", code)
    world.say(1, [ChannelPlace(room)], manner=Manner.URGENT)
    calls = lambda: sum(call.request.get("channel") == room for call in world.slack.recorder.calls(POST))  # noqa: E731
    world.pass_by(3600, step=15)
    first = calls()
    world.pass_by(LATER * 3600, step=120)
    later = calls() - first
    faults.clear()
    world.pass_by(2 * 3600, step=60)
    for _ in range(2):
        tend(world.rapport.workshop, recipients.admins, lambda _: world.clock())
        world.pass_by(12 * 3600, step=600)
    if sum(0 in numbers for numbers in _standing(world)):
        return first, later, "delivered"
    told = any(code in message.text for message in world.admin.messages())
    return first, later, "told" if told and world.in_state(State.PARKED) else "silent"


def _times_told(world: VirtualWorld) -> int:
    """Messages one admin got about it."""
    rows = Counter(row.person_id for row in world.all(Posting) if row.template in TOLD and row.state == State.SENT)
    return max(rows.values(), default=0)


def _others(stage: Stage, classified: bool) -> tuple[float, int]:
    """Seconds until the others' messages stand where one channel refuses; tries in an hour where all do."""
    with VirtualWorld(stage, Limits(clock_fuse=False)) as world:
        if not classified:
            _forget_the_table(world)
        rooms = [ChannelPlace(world.slack.workspace.add_channel(f"campaign-{n}").id) for n in range(ROOMS)]
        world.slack.faults.error(POST, "missing_scope", channel=rooms[0].channel)
        world.say(ROOMS, rooms, manner=Manner.URGENT)
        held_up = 0.0
        while len([numbers for numbers in _standing(world) if numbers]) < ROOMS - 1 and held_up < 60:
            world.pass_by(1)
            held_up += 1
        before = len(world.slack.recorder.calls(POST))
        world.slack.faults.error(POST, "missing_scope")
        world.say(ROOMS, rooms, manner=Manner.URGENT)
        world.pass_by(3600, step=15)
        return held_up, len(world.slack.recorder.calls(POST)) - before


def _standing(world: VirtualWorld) -> list[list[int]]:
    from campaigns.kit.numbered import standing

    return list(standing(world.slack.workspace).values())


def _forget_the_table(world: VirtualWorld) -> None:
    """Without the table every refusal is a mistake of ours that nobody hears of."""
    parts = world.rapport.sender._parts
    object.__setattr__(parts, "admins", lambda _: [])
    real = world.port._wire.call

    def call(method: str, arguments: object) -> object:
        from bot.core.slack import SlackFailure

        try:
            return real(method, arguments)  # type: ignore[arg-type]
        except SlackFailure as failure:
            raise SlackFailure(Kind.WAIT, failure.code, method) from failure

    world.port._wire.call = call  # type: ignore[method-assign, assignment]


PROMISE = Promise(
    "P13", "A dead channel, a gone person or a revoked token drops nothing in silence and is not knocked at for ever",
    "every error code for seven hours: 0 dropped in silence, 0 tried more than once an hour after the first, told once",
    refused, controls={"every refusal is waited for": lambda stage: refused(stage.smaller(0.12), classified=False)},
    quick=None,
)  # fmt: skip
