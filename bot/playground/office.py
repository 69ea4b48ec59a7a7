"""What happens to a workspace from above: people come, change and go, tokens die, apps are removed."""

from __future__ import annotations

from typing import Any

from bot.playground import posting
from bot.playground.blocks_report import as_json
from bot.playground.state import Scheduled, SlackError, User
from bot.playground.workspace import Workspace


class Office:
    """The workspace owner's verbs; each tells the app as Slack does."""

    def __init__(self, workspace: Workspace) -> None:
        """Acts on this workspace."""
        self._workspace = workspace

    def welcomes(self, name: str, **fields: Any) -> User:
        """A new person joins: `team_join`. Fields are those of `Workspace.add_user`."""
        user = self._workspace.add_user(name, **fields)
        self._workspace.event("team_join", user=self._shown(user))
        return user

    def changes(self, user: str, **fields: Any) -> None:
        """A profile changes: `user_change`. Fields are those of `User`."""
        person = self._workspace.user(user)
        for name, value in fields.items():
            setattr(person, name, value)
        self._workspace.event("user_change", user=self._shown(person), cache_ts=int(self._workspace.now().timestamp()))

    def deactivates(self, user: str) -> None:
        """A person leaves the company: `user_change` with `deleted`."""
        self.changes(user, deleted=True)

    def revokes_token(self, error: str = "token_revoked") -> None:
        """From now on every call fails: `token_revoked`, `token_expired`, `account_inactive`, `invalid_auth`."""
        self._workspace.app.refused_token = error

    def restores_token(self) -> None:
        """The token works again."""
        self._workspace.app.refused_token = None

    def uninstalls(self) -> None:
        """The app is removed: `tokens_revoked` and `app_uninstalled`, then nothing more."""
        self.revokes_token()
        bot = self._workspace.app.bot_user
        self._workspace.event("tokens_revoked", tokens={"oauth": [], "bot": [bot]})
        self._workspace.event("app_uninstalled")

    def withdraws_scope(self, scope: str) -> None:
        """The app was installed without this scope."""
        self._workspace.scopes.discard(scope)

    def grants_scope(self, scope: str) -> None:
        """The app was installed again with this scope."""
        self._workspace.scopes.add(scope)

    def _shown(self, user: User) -> dict[str, Any]:
        with_email = "users:read.email" in self._workspace.scopes
        return user.as_json(self._workspace.now(), with_email=with_email, with_locale=True)


def post_due(workspace: Workspace) -> int:
    """Post the scheduled messages whose time has come; returns how many. One that cannot be posted is dropped."""
    with workspace.lock:
        now = workspace.now().timestamp()
        due = sorted((r for r in workspace.scheduled.values() if r.post_at <= now), key=lambda r: r.post_at)
        for row in due:
            del workspace.scheduled[row.id]
            _post(workspace, row)
        return len(due)


def _post(workspace: Workspace, row: Scheduled) -> None:
    given = row.arguments
    try:
        channel = workspace.channel(row.channel)
        posting.post(
            workspace, channel, workspace.app.bot_user, str(given.get("text", "")),
            blocks=as_json(given.get("blocks")), thread_ts=given.get("thread_ts"),
        )  # fmt: skip
    except SlackError:
        return
