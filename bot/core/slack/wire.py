"""Slack's Web API: which method wants its arguments how, and what each answer means."""

import json
from collections.abc import Callable, Mapping
from typing import Any
from urllib.parse import urlencode, urlsplit

from bot.core.hands import lend_place
from bot.core.slack import files
from bot.core.slack.exchange import Answer
from bot.core.slack.failures import DONE, Kind, SlackFailure, classify
from bot.core.slack.lane import Call, Lanes

FORM_METHODS = frozenset(
    {"conversations.history", "conversations.replies", "conversations.info", "users.info", "auth.test",
     "chat.scheduledMessages.list", "users.lookupByEmail", "files.info",
     "files.getUploadURLExternal"}
)  # fmt: skip
"""Methods that read their arguments from a form only."""

_JSON = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"))
SERVICE_UNAVAILABLE = 503
TOO_MANY = 429
CLIENT_ERROR, SERVER_ERROR = 400, 500


class Wire:
    """Calls methods of one Slack workspace.

    `token` is asked before every call, so that a rotated token is used at once. `timeout` and what `Retry-After` says
    are seconds. Every call is made once: the library's own retries would post twice when an answer is lost.
    """

    def __init__(self, token: Callable[[], str], base_url: str, timeout: float = 10.0) -> None:
        self.base_url = base_url if base_url.endswith("/") else base_url + "/"
        self._token, self._timeout, self._lanes = token, timeout, Lanes(timeout)

    def call(self, method: str, arguments: Mapping[str, Any]) -> dict[str, Any]:
        """Slack's answer; raises SlackFailure unless it says ok."""
        url, body, headers = self._asked(method, arguments)
        lend_place()
        return self.verdict(method, self._lanes.post(method, url, body, headers))

    def begin(self, method: str, arguments: Mapping[str, Any]) -> Call | None:
        """Call a method without waiting for Slack's answer; None, and nothing is sent, when that cannot be had."""
        url, body, headers = self._asked(method, arguments)
        return self._lanes.begin(method, url, body, headers)

    def verdict(self, method: str, answer: Answer) -> dict[str, Any]:
        """What an answer says; raises SlackFailure unless it says ok."""
        found = self._read(method, answer)
        code = str(found.get("error", "no_error_code"))
        if found.get("ok") is True or (method, code) in DONE:
            return found
        raise SlackFailure(classify(code), code, method)

    def _asked(self, method: str, arguments: Mapping[str, Any]) -> tuple[str, bytes, dict[str, str]]:
        given = {name: value for name, value in arguments.items() if value is not None}
        headers = {"Authorization": f"Bearer {self._token()}"}
        if method in FORM_METHODS:
            headers["Content-Type"] = "application/x-www-form-urlencoded"
            body = urlencode({name: _plain(value) for name, value in given.items()}).encode()
        else:
            headers["Content-Type"] = "application/json; charset=utf-8"
            body = _JSON.encode(given).encode()
        return self.base_url + method, body, headers

    def close(self) -> None:
        """Close the kept connections."""
        self._lanes.close()

    def respond(self, url: str, message: Mapping[str, Any]) -> None:
        """Post to the `response_url` of an interaction; without token.

        Raises SlackFailure; `refused` with code foreign_host for an address that is not Slack's, nothing is sent then.
        """
        if not self._is_slack(url):
            raise SlackFailure(Kind.REFUSED, "foreign_host", "response_url")
        body = json.dumps(dict(message), ensure_ascii=False).encode()
        lend_place()
        answer = self._lanes.post("response_url", url, body, {"Content-Type": "application/json; charset=utf-8"})
        self._check_status("response_url", answer)
        if answer.status >= CLIENT_ERROR:
            raise SlackFailure(Kind.GONE, "expired_url", "response_url")

    def fetch(self, url: str, most: int) -> bytes:
        """The content of a file at Slack, with the bot's token.

        Raises SlackFailure; `refused` with code foreign_host for an address that is not Slack's (no token leaves then),
        and with file_too_large beyond `most` bytes.
        """
        if not self._is_slack(url):
            raise SlackFailure(Kind.REFUSED, "foreign_host", "file")
        return files.read(url, {"Authorization": f"Bearer {self._token()}"}, most, self._timeout)

    def deposit(self, url: str, content: bytes) -> None:
        """Send the bytes of a file to the address Slack gave for it; without token.

        Raises SlackFailure; `refused` with code foreign_host for an address that is not Slack's, nothing is sent then.
        """
        if not self._is_slack(url):
            raise SlackFailure(Kind.REFUSED, "foreign_host", "upload")
        answer = self._lanes.post("upload", url, content, {"Content-Type": "application/octet-stream"})
        self._check_status("upload", answer)
        if answer.status >= CLIENT_ERROR:
            raise SlackFailure(Kind.REFUSED, f"http_{answer.status}", "upload")

    def _is_slack(self, url: str) -> bool:
        parts, home = urlsplit(url), urlsplit(self.base_url)
        if (parts.scheme, parts.netloc) == (home.scheme, home.netloc):
            return True
        host = parts.hostname or ""
        theirs = host == "slack.com" or host.endswith(".slack.com")
        return theirs and parts.scheme == "https" and parts.username is None

    def _check_status(self, method: str, answer: Answer) -> None:
        if answer.status == TOO_MANY:
            raise SlackFailure(Kind.WAIT, "ratelimited", method, answer.retry_after)
        if answer.status == SERVICE_UNAVAILABLE and b"service_unavailable" in answer.body[:200]:
            raise SlackFailure(Kind.WAIT, "service_unavailable", method, answer.retry_after)
        if answer.status >= SERVER_ERROR:
            raise SlackFailure(Kind.AMBIGUOUS, f"http_{answer.status}", method)

    def _read(self, method: str, answer: Answer) -> dict[str, Any]:
        self._check_status(method, answer)
        try:
            content = json.loads(answer.body)
        except ValueError as error:
            raise SlackFailure(Kind.AMBIGUOUS, "truncated", method) from error
        if not isinstance(content, dict):
            raise SlackFailure(Kind.AMBIGUOUS, "truncated", method)
        return content


def _plain(value: Any) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
