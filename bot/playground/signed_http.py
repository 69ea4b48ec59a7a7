"""The app reached by signed HTTP: `X-Slack-Signature` v0 over the raw body, as Slack does it.

Source: docs.slack.dev/authentication/verifying-requests-from-slack.
"""

from __future__ import annotations

import hashlib
import hmac
import http.client
import json
import time
from collections.abc import Callable
from urllib.parse import urlencode, urlsplit

from bot.playground.delivery import Kind, Reply
from bot.playground.state import JSON

Seconds = Callable[[], float]


def signature(secret: str, stamp: str, body: bytes) -> str:
    """The value of `X-Slack-Signature` for a body sent at `stamp` (epoch seconds)."""
    digest = hmac.new(secret.encode(), b"v0:" + stamp.encode() + b":" + body, hashlib.sha256)
    return "v0=" + digest.hexdigest()


def encode(kind: Kind, payload: JSON) -> tuple[str, bytes]:
    """Content type and body: events as JSON, commands as a form, interactions as a form with one `payload`."""
    if kind == "events_api":
        return "application/json", json.dumps(payload, ensure_ascii=False).encode()
    fields = payload if kind == "slash_commands" else {"payload": json.dumps(payload, ensure_ascii=False)}
    return "application/x-www-form-urlencoded", urlencode(fields).encode()


class SignedHttp:
    """Posts to one address of the app."""

    def __init__(self, url: str, signing_secret: str, seconds: Seconds = time.time) -> None:
        """`seconds` gives the epoch seconds that are signed."""
        self._url = urlsplit(url)
        self._secret = signing_secret
        self._seconds = seconds

    def headers(self, content_type: str, body: bytes) -> dict[str, str]:
        """The headers of a genuine request with this body."""
        stamp = str(int(self._seconds()))
        return {
            "Content-Type": content_type,
            "User-Agent": "Slackbot 1.0 (+https://api.slack.com/robots)",
            "X-Slack-Request-Timestamp": stamp,
            "X-Slack-Signature": signature(self._secret, stamp, body),
        }

    def send(self, kind: Kind, payload: JSON, within: float, attempt: int, reason: str) -> Reply:
        """One POST; a repeat carries its number and reason."""
        content_type, body = encode(kind, payload)
        headers = self.headers(content_type, body)
        if attempt:
            headers |= {"X-Slack-Retry-Num": str(attempt), "X-Slack-Retry-Reason": reason}
        return self.post(headers, body, within)

    def post(self, headers: dict[str, str], body: bytes, within: float) -> Reply:
        """A POST with exactly these headers, for forged and stale requests too."""
        port = self._url.port or 80
        connection = http.client.HTTPConnection(self._url.hostname or "127.0.0.1", port, timeout=within)
        try:
            connection.request("POST", self._url.path or "/", body, headers)
            answer = connection.getresponse()
            return Reply(answer.status, _decoded(answer.getheader("Content-Type", ""), answer.read()))
        except TimeoutError:
            return Reply(0, problem="http_timeout")
        except (OSError, http.client.HTTPException):
            return Reply(0, problem="connection_failed")
        finally:
            connection.close()


def _decoded(content_type: str | None, body: bytes) -> JSON | str | None:
    text = body.decode("utf-8", "replace")
    if not text:
        return None
    if "json" in (content_type or ""):
        try:
            loaded: JSON = json.loads(text)
            return loaded
        except ValueError:
            return text
    return text
