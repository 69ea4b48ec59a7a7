"""Refusals of the Web API: code by code, as an app has to live with them."""

from __future__ import annotations

import urllib.request
from datetime import timedelta

import pytest
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError
from slack_sdk.webhook import WebhookClient


def refusal(call, *args, **kwargs):
    with pytest.raises(SlackApiError) as caught:
        call(*args, **kwargs)
    return caught.value.response


@pytest.fixture
def li(slack):
    return slack.person(slack.workspace.add_user("li", locale="zh-CN"))


def test_a_method_that_does_not_exist(client):
    assert refusal(client.api_call, "chat.shout")["error"] == "unknown_method"


def test_a_wrong_token_and_a_revoked_one(slack, client):
    stranger = WebClient("xoxb-wrong", base_url=slack.api_url, retry_handlers=[])
    assert refusal(stranger.auth_test)["error"] == "invalid_auth"
    slack.office.revokes_token("token_expired")
    assert refusal(client.auth_test)["error"] == "token_expired"
    slack.office.restores_token()
    assert client.auth_test()["user_id"] == slack.workspace.app.bot_user


def test_a_scope_that_was_not_granted_is_named(slack, client, li):
    slack.office.withdraws_scope("im:history")
    channel = slack.workspace.dm(li.id).id
    answer = refusal(client.conversations_history, channel=channel)
    assert (answer["error"], answer["needed"]) == ("missing_scope", "im:history")


@pytest.mark.parametrize(
    ("channel", "error"),
    [
        ("C404", "channel_not_found"),
        ("secret", "channel_not_found"),
        ("open", "not_in_channel"),
        ("old", "is_archived"),
    ],
)
def test_places_the_bot_cannot_write_to(slack, client, li, channel, error):
    slack.workspace.add_channel("secret", private=True, with_bot=False)
    slack.workspace.add_channel("open", with_bot=False)
    old = slack.workspace.add_channel("old", members=[li.id])
    li.archives(old)
    assert refusal(client.chat_postMessage, channel=channel, text="x")["error"] == error


def test_a_kicked_bot_and_a_person_who_left(slack, client, li):
    room = slack.workspace.add_channel("sales", members=[li.id])
    li.kicks(slack.workspace.app.bot_user, room)
    assert refusal(client.chat_postMessage, channel=room.id, text="x")["error"] == "not_in_channel"
    slack.office.deactivates(li.id)
    assert refusal(client.chat_postMessage, channel=li.id, text="x")["error"] == "channel_not_found"
    assert refusal(client.conversations_open, users=li.id)["error"] == "user_disabled"


def test_an_empty_message_and_blocks_that_are_wrong(client, li):
    assert refusal(client.api_call, "chat.postMessage", json={"channel": li.id})["error"] == "no_text"
    long = [{"type": "section", "text": {"type": "mrkdwn", "text": "a" * 3001}}]
    answer = refusal(client.chat_postMessage, channel=li.id, text="x", blocks=long)
    assert answer["error"] == "invalid_blocks"
    expected = "[ERROR] must be less than 3001 characters [json-pointer:/blocks/0/text/text]"
    assert answer["response_metadata"]["messages"] == [expected]


def test_metadata_is_kept_and_shown_only_when_asked_for(slack, client, li):
    channel = slack.workspace.dm(li.id).id
    metadata = {"event_type": "rapport", "event_payload": {"id": "x1"}}
    client.chat_postMessage(channel=channel, text="x", metadata=metadata)
    assert "metadata" not in client.conversations_history(channel=channel)["messages"][0]
    shown = client.conversations_history(channel=channel, include_all_metadata=True)["messages"][0]
    assert shown["metadata"] == metadata
    bad = {"event_type": "no spaces", "event_payload": {}}
    assert (
        refusal(client.chat_postMessage, channel=channel, text="x", metadata=bad)["error"] == "invalid_metadata_schema"
    )


def test_only_own_messages_are_edited_and_blocks_stay_unless_sent(slack, client, li):
    channel = slack.workspace.dm(li.id).id
    said = li.types("mine")
    assert refusal(client.chat_update, channel=channel, ts=said.ts, text="x")["error"] == "cant_update_message"
    blocks = [{"type": "divider"}]
    ts = client.chat_postMessage(channel=channel, text="x", blocks=blocks)["ts"]
    client.chat_update(channel=channel, ts=ts, text="y")
    message = slack.workspace.message(channel, ts)
    assert (message.text, len(message.blocks)) == ("y", 1)
    assert refusal(client.chat_update, channel=channel, ts=ts, text="y" * 4001)["error"] == "msg_too_long"
    assert refusal(client.chat_update, channel=channel, ts="1.000000", text="y")["error"] == "message_not_found"


def test_an_ephemeral_line_is_in_no_history_and_cannot_be_changed(slack, client, li):
    room = slack.workspace.add_channel("sales", members=[li.id])
    ts = client.chat_postEphemeral(channel=room.id, user=li.id, text="psst")["message_ts"]
    assert [m.text for m in li.sees(room)] == ["psst"]
    assert client.conversations_history(channel=room.id)["messages"] == []
    assert refusal(client.chat_update, channel=room.id, ts=ts, text="y")["error"] == "message_not_found"
    assert refusal(client.reactions_add, channel=room.id, timestamp=ts, name="eyes")["error"] == "message_not_found"
    other = slack.workspace.add_user("zhao")
    answer = refusal(client.chat_postEphemeral, channel=room.id, user=other.id, text="x")
    assert answer["error"] == "user_not_in_channel"


def test_a_reaction_twice_and_one_that_is_not_there(slack, client, li):
    channel = slack.workspace.dm(li.id).id
    ts = client.chat_postMessage(channel=channel, text="x")["ts"]
    client.reactions_add(channel=channel, timestamp=ts, name="eyes")
    assert refusal(client.reactions_add, channel=channel, timestamp=ts, name="eyes")["error"] == "already_reacted"
    assert refusal(client.reactions_remove, channel=channel, timestamp=ts, name="bell")["error"] == "no_reaction"
    assert refusal(client.reactions_add, channel=channel, timestamp=ts, name="No!")["error"] == "invalid_name"


VIEW = {"type": "modal", "title": {"type": "plain_text", "text": "T"}, "blocks": [{"type": "divider"}]}


def test_a_trigger_lives_three_seconds_and_works_once(slack, client, hands, li):
    def trigger():
        return slack.payloads.shortcut(li.user, "new")["trigger_id"]

    used = trigger()
    client.views_open(trigger_id=used, view=VIEW)
    assert refusal(client.views_open, trigger_id=used, view=VIEW)["error"] == "exchanged_trigger_id"
    slack.workspace.triggers.life = timedelta(seconds=3)
    old = trigger()
    hands.forward(seconds=3.1)
    assert refusal(client.views_open, trigger_id=old, view=VIEW)["error"] == "expired_trigger_id"


def test_views_stack_three_deep_and_a_stale_hash_is_refused(slack, client, li):
    def trigger():
        return slack.payloads.shortcut(li.user, "new")["trigger_id"]

    view = client.views_open(trigger_id=trigger(), view=VIEW)["view"]
    client.views_update(view_id=view["id"], hash=view["hash"], view=VIEW)
    assert refusal(client.views_update, view_id=view["id"], hash=view["hash"], view=VIEW)["error"] == "hash_conflict"
    client.views_push(trigger_id=trigger(), view=VIEW)
    client.views_push(trigger_id=trigger(), view=VIEW)
    assert refusal(client.views_push, trigger_id=trigger(), view=VIEW)["error"] == "push_limit_reached"
    li.closes(everything=True)
    assert refusal(client.views_update, view_id=view["id"], view=VIEW)["error"] == "not_found"


def test_a_response_address_works_five_times_in_thirty_minutes(slack, hands, li):
    room = slack.workspace.dm(li.id)
    address = WebhookClient(slack.payloads.command(li.user, room, "/visit", "x")["response_url"])
    answers = [address.send(text=str(number)).status_code for number in range(6)]
    assert answers == [200] * 5 + [404]
    late = WebhookClient(slack.payloads.command(li.user, room, "/visit", "x")["response_url"])
    hands.forward(minutes=31)
    assert late.send(text="x").status_code == 404
    assert [m.text for m in li.sees()] == ["0", "1", "2", "3", "4"]


def test_scheduled_messages_fire_when_their_time_comes_even_if_the_app_is_gone(slack, client, hands, li):
    channel = slack.workspace.dm(li.id).id
    soon = int(hands().timestamp()) + 3600
    first = client.chat_scheduleMessage(channel=channel, text="dead man", post_at=soon)["scheduled_message_id"]
    client.chat_scheduleMessage(channel=channel, text="speaks", post_at=soon)
    client.chat_deleteScheduledMessage(channel=channel, scheduled_message_id=first)
    assert len(client.chat_scheduledMessages_list()["scheduled_messages"]) == 1
    past = refusal(client.chat_scheduleMessage, channel=channel, text="x", post_at=1)
    assert past["error"] == "time_in_past"
    hands.forward(hours=2)
    slack.settle()
    assert [m.text for m in li.sees()] == ["speaks"]


def test_history_pages_and_threads(slack, client, li):
    room = slack.workspace.add_channel("sales", members=[li.id])
    said = [li.types(str(number), room) for number in range(5)]
    li.types("answer", room, thread_ts=said[0].ts)
    page = client.conversations_history(channel=room.id, limit=2)
    assert [m["text"] for m in page["messages"]] == ["4", "3"]
    rest = client.conversations_history(channel=room.id, cursor=page["response_metadata"]["next_cursor"])
    assert [m["text"] for m in rest["messages"]] == ["2", "1", "0"]
    thread = client.conversations_replies(channel=room.id, ts=said[0].ts)["messages"]
    assert [m["text"] for m in thread] == ["0", "answer"]
    since = client.conversations_history(channel=room.id, oldest=said[3].ts)["messages"]
    assert [m["text"] for m in since] == ["4"]


def test_people_are_found_by_mail_with_their_language(slack, client, li):
    found = client.users_lookupByEmail(email="LI@example.com")["user"]
    assert found["id"] == li.id
    assert client.users_info(user=li.id, include_locale=True)["user"]["locale"] == "zh-CN"
    slack.office.deactivates(li.id)
    assert refusal(client.users_lookupByEmail, email="li@example.com")["error"] == "users_not_found"


def test_files_go_up_and_come_down_with_the_token_only(slack, client, li):
    room = slack.workspace.add_channel("sales", members=[li.id])
    client.files_upload_v2(channel=room.id, filename="a.csv", content="x,y")
    shared = slack.workspace.seen_by(li.id, room.id)[-1].files[0]
    request = urllib.request.Request(shared["url_private"], headers={"Authorization": f"Bearer {slack.bot_token}"})
    assert urllib.request.urlopen(request).read() == b"x,y"
    assert client.files_info(file=shared["id"])["file"]["name"] == "a.csv"


def test_blocks_validate_says_where_and_what(client):
    wrong = [{"type": "header", "text": {"type": "plain_text", "text": "h" * 151}}]
    answer = refusal(client.api_call, "blocks.validate", json={"blocks": wrong})
    assert answer["error"] == "invalid_blocks"
    assert answer["errors"][0]["pointer"] == "/blocks/0/text/text"
    assert client.api_call("blocks.validate", json={"blocks": [{"type": "divider"}]})["ok"]
