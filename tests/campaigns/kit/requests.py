"""What people do, as Slack sends it: a command, a note in a direct message, a button, a dialog sent off."""

from typing import Any

from bot.playground.delivery import Kind
from campaigns.kit.office import command, event

Sent = tuple[Kind, dict[str, Any]]


def four_ways(user: str, number: int, duty: int, customer: int) -> list[Sent]:
    """One of each; `number` tells them from others, `duty` is the promise that is put off."""
    return [
        typed(user, number), said(user, number), pressed(user, duty), ("interactive", _filled_in(user, number, customer)),
    ]  # fmt: skip


def typed(user: str, number: int) -> Sent:
    """A visit as a command."""
    return "slash_commands", command(user, "/visit", f"华东精工 今天拜访,谈了第{number}批", f"t{number}")


def said(user: str, number: int) -> Sent:
    """A visit as a direct message."""
    words = {
        "type": "message", "channel": "D1", "channel_type": "im", "user": user, "ts": f"17900{number:05}.000100",
        "text": f"华东精工 昨天拜访,谈了第{number}批",
    }  # fmt: skip
    return "events_api", event(f"Ev{number}", words)


def pressed(user: str, duty: int) -> Sent:
    """A promise put off until tomorrow."""
    action = {"action_id": "promise.snooze", "type": "button", "value": f"{duty}/tomorrow", "block_id": "b"}
    return "interactive", {
        "type": "block_actions", "actions": [action], "trigger_id": f"press{duty}", "team": {"id": "T00000001"},
        "user": {"id": user, "team_id": "T00000001"}, "channel": {"id": "D1"}, "message": {"ts": "1.2"},
        "container": {"channel_id": "D1", "message_ts": "1.2"},
    }  # fmt: skip


def _filled_in(user: str, number: int, customer: int) -> dict[str, Any]:
    """The dialog of a visit note, sent off."""
    chosen = {"text": {"type": "plain_text", "text": "华东精工"}, "value": str(customer)}
    note = {"type": "plain_text_input", "value": f"前天拜访,谈了第{number}批"}
    values = {
        "customer": {"customers.find": {"type": "external_select", "selected_option": chosen}}, "note": {"note": note},
    }  # fmt: skip
    view = {
        "id": f"V{number}", "type": "modal", "callback_id": "visits.record", "hash": "h", "private_metadata": "",
        "state": {"values": values},
    }  # fmt: skip
    return {
        "type": "view_submission", "view": view, "trigger_id": f"view{number}", "team": {"id": "T00000001"},
        "user": {"id": user, "team_id": "T00000001"},
    }  # fmt: skip
