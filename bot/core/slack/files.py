"""Reading a file somebody shared with the bot."""

from collections.abc import Mapping

import urllib3
from slack_sdk.proxy_env_variable_loader import load_http_proxy_from_env
from urllib3.exceptions import HTTPError

from bot.core.slack.failures import Kind, SlackFailure

DELIVERED, TOO_MANY, SERVER_ERROR = 200, 429, 500
PIECE = 1 << 16


def read(url: str, headers: Mapping[str, str], most: int, timeout: float) -> bytes:
    """The content of a file, at most `most` bytes; `timeout` in seconds. No redirect is followed.

    Raises SlackFailure: `wait` where asking again may help, `refused` with code file_too_large, or file_not_readable
    when Slack shows its sign-in page because the token lacks the scope.
    """
    proxy = load_http_proxy_from_env()
    limits = {"retries": False, "timeout": urllib3.Timeout(total=None, connect=timeout, read=timeout)}
    pool = urllib3.ProxyManager(proxy, **limits) if proxy else urllib3.PoolManager(**limits)  # type: ignore[arg-type]
    try:
        answer = pool.request("GET", url, headers=dict(headers), redirect=False, preload_content=False)
        _check(answer)
        content = bytearray()
        for piece in answer.stream(PIECE):
            content += piece
            if len(content) > most:
                raise SlackFailure(Kind.REFUSED, "file_too_large", "file")
        return bytes(content)
    except (HTTPError, OSError) as error:
        raise SlackFailure(Kind.WAIT, "unreachable", "file") from error
    finally:
        pool.clear()


def _check(answer: urllib3.BaseHTTPResponse) -> None:
    if answer.status == TOO_MANY or answer.status >= SERVER_ERROR:
        raise SlackFailure(Kind.WAIT, f"http_{answer.status}", "file")
    if answer.status != DELIVERED or answer.headers.get("Content-Type", "").startswith("text/html"):
        raise SlackFailure(Kind.REFUSED, "file_not_readable", "file")
