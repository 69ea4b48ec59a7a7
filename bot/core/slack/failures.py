"""What a failed call to Slack means for the sender: one table, from the error codes Slack documents per method."""

from dataclasses import dataclass
from enum import StrEnum


class Kind(StrEnum):
    """What to do about a failure.

    `wait`: nothing was done, ask again later. `ambiguous`: it may have been done. `reroute`: this place is dead, say
    it elsewhere. `shrink`: Slack does not take this content, say it shorter. `stop`: nothing can be sent for the
    whole workspace. `gone`: the message or view no longer exists. `refused`: a mistake of ours, kept for the admin.
    """

    WAIT = "wait"
    AMBIGUOUS = "ambiguous"
    REROUTE = "reroute"
    SHRINK = "shrink"
    STOP = "stop"
    GONE = "gone"
    REFUSED = "refused"


class SlackFailure(Exception):
    """A call that did not succeed. Holds the method and Slack's code, never text of ours.

    `retry_after` is in seconds and set for `wait` when Slack named it. `unsent` is true when no byte left, so that
    the whole of Slack rather than one place is out of reach.
    """

    def __init__(
        self, kind: Kind, code: str, method: str = "", retry_after: float | None = None, unsent: bool = False
    ) -> None:
        super().__init__(f"{method}: {code}")
        self.kind, self.code, self.method = kind, code, method
        self.retry_after, self.unsent = retry_after, unsent


def no_welcome(failure: SlackFailure, base: str) -> str:
    """What whoever runs the program is to do when Slack at this address does not say whose token it is."""
    if failure.kind in (Kind.WAIT, Kind.AMBIGUOUS):
        return (
            f"SLACK_API_URL: {base} cannot be reached ({failure.code}); check the network and the address, or try again"
        )
    return f"SLACK_BOT_TOKEN: Slack answered {failure.code}; copy the Bot User OAuth Token (xoxb-...) again"


@dataclass(frozen=True)
class Pattern:
    """Codes that share a meaning; a code ending in `*` stands for every code that begins so."""

    kind: Kind
    codes: tuple[str, ...]


TABLE = (
    Pattern(Kind.WAIT, ("ratelimited", "rate_limited", "service_unavailable", "message_limit_exceeded", "http_429")),
    Pattern(
        Kind.AMBIGUOUS,
        ("fatal_error", "internal_error", "request_timeout", "duplicate_message_not_found",
         "duplicate_channel_not_found", "timeout", "reset", "truncated", "http_5*", "team_added_to_org"),
    ),
    Pattern(
        Kind.REROUTE,
        ("is_archived", "channel_not_found", "not_in_channel", "restricted_action*", "cannot_reply_to_message",
         "user_not_found", "user_disabled", "user_not_visible", "users_not_found", "user_gone", "no_slack_account",
         "cannot_dm_bot", "messages_tab_disabled", "is_inactive", "not_allowed_for_grant", "channel_is_mpim"),
    ),
    Pattern(
        Kind.SHRINK,
        ("msg_too_long", "msg_blocks_too_long", "invalid_blocks*", "no_text", "invalid_metadata_*",
         "metadata_too_large", "metadata_must_be_sent_from_app", "attachment_payload_limit_exceeded",
         "*_limit_exceeded", "too_many_attachments", "markdown_text_conflict"),
    ),
    Pattern(
        Kind.STOP,
        ("token_revoked", "token_expired", "invalid_auth", "not_authed", "account_inactive", "missing_scope",
         "ekm_access_denied", "org_login_required", "no_permission", "access_denied", "two_factor_setup_required",
         "not_allowed_token_type", "team_access_not_granted", "accesslimited"),
    ),
    Pattern(
        Kind.GONE,
        ("message_not_found", "cant_update_message", "edit_window_closed", "not_found", "thread_not_found",
         "invalid_scheduled_message_id", "no_reaction", "bad_timestamp", "cant_delete_message", "expired_url",
         "used_url", "view_not_found", "hash_conflict", "expired_trigger_id", "trigger_expired"),
    ),
)  # fmt: skip

DONE = frozenset({("reactions.add", "already_reacted"), ("reactions.remove", "no_reaction")})
"""Errors that say the wish is already fulfilled."""


def classify(code: str) -> Kind:
    """The meaning of one of Slack's error codes; an unknown code is `refused`."""
    exact = _EXACT.get(code)
    if exact is not None:
        return exact
    for stem, kind in _STEMS:
        if code.startswith(stem):
            return kind
    for tail, kind in _TAILS:
        if code.endswith(tail):
            return kind
    return Kind.REFUSED


_EXACT = {code: pattern.kind for pattern in TABLE for code in pattern.codes if "*" not in code}
_STEMS = [(code[:-1], pattern.kind) for pattern in TABLE for code in pattern.codes if code.endswith("*")]
_TAILS = [(code[1:], pattern.kind) for pattern in TABLE for code in pattern.codes if code.startswith("*")]
