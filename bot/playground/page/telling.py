"""Days and times as Slack shows them, in the zone and language of the person who looks."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from bot.core.words import Words
from bot.playground.state import User


class Teller:
    """Tells instants to one person; `now` is the playground's instant."""

    def __init__(self, words: Words, language: str, user: User, now: datetime) -> None:
        self._words, self._language = words, language
        self.zone = ZoneInfo(user.tz)
        self.now = now

    def local(self, instant: datetime) -> datetime:
        """The instant on this person's clock."""
        return instant.astimezone(self.zone)

    def clock(self, instant: datetime) -> str:
        """ "14:30" """
        return self.local(instant).strftime("%H:%M")

    def day(self, value: date, *, pretty: bool = True) -> str:
        """ "Monday, 23 November"; with `pretty` also "Today" and "Yesterday"; with its year when it is another."""
        today = self.local(self.now).date()
        if pretty and value == today:
            return self._say("time.today")
        if pretty and value == today - timedelta(days=1):
            return self._say("time.yesterday")
        return self._say("time.day" if value.year == today.year else "time.day_year", **self._parts(value))

    def header(self) -> str:
        """The playground's clock: "Mon 23 Nov 14:30"."""
        local = self.local(self.now)
        short = self._words.listed(self._language, "time.short")[local.weekday()]
        return self._say("time.clock", **self._parts(local.date()), short=short, time=local.strftime("%H:%M"))

    def short(self, instant: datetime) -> str:
        """The time, and the day unless it is today."""
        local = self.local(instant)
        if local.date() == self.local(self.now).date():
            return local.strftime("%H:%M")
        return f"{self.day(local.date())} {local:%H:%M}"

    def token(self, name: str, instant: datetime) -> str:
        """One placeholder of Slack's date format, such as "date_long"; an unknown one as it is written.

        Source: docs.slack.dev/messaging/formatting-message-text#date-formatting.
        """
        local = self.local(instant)
        if name in ("time", "time_secs"):
            return local.strftime("%H:%M" if name == "time" else "%H:%M:%S")
        if name == "date_num":
            return local.strftime("%Y-%m-%d")
        if name.startswith(("date", "day_divider")):
            return self.day(local.date(), pretty=name.endswith("pretty"))
        return self.short(instant) if name == "ago" else "{" + name + "}"

    def _parts(self, value: date) -> dict[str, object]:
        return {
            "year": value.year,
            "month": self._words.listed(self._language, "time.months")[value.month - 1],
            "month_short": self._words.listed(self._language, "time.months_short")[value.month - 1],
            "day": value.day,
            "weekday": self._words.listed(self._language, "time.weekdays")[value.weekday()],
        }

    def _say(self, key: str, **values: object) -> str:
        return self._words.get(self._language, key, **values)
