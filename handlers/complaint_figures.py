"""Figures about complaints: of a period by name, as typed, or of days chosen in a form. Never by person."""

from bot.complaints.reporting import periods, statistics
from bot.core.errors import Refusal
from bot.core.forms import Date, Form
from bot.core.work import Work
from handlers.inbound import Press, Submission, Typed
from handlers.replies import Answer, Open, Page
from handlers.table import Table


class FiguresForm(Form):
    """Which days' complaints the figures tell of."""

    name = "complaints.figures"
    since = Date(required=True)
    until = Date(required=True)


def register(table: Table) -> None:
    """The word after /desk, the button of lists, the choice of a period."""
    table.subcommand("figures", typed, "\u7edf\u8ba1", "\u6295\u8bc9\u7edf\u8ba1", "statistics")
    table.press("complaint.figures", pressed)
    table.press("complaint.days", days)
    table.form(FiguresForm, given)


def typed(work: Work, line: Typed) -> Answer:
    """/desk figures: this quarter; a period behind it is that one."""
    period = periods.read(line.text, statistics.today(work))
    if period is None:
        raise Refusal("complaints/period-unclear", typed=line.text)
    return shown(work, period)


def pressed(work: Work, press: Press) -> Answer:
    """The button, or a period that was picked."""
    code = (*press.picked, periods.USUAL)[0]
    if code not in periods.CODES:
        raise Refusal("core/unknown-button")
    return shown(work, periods.named(code, statistics.today(work)))


def days(work: Work, press: Press) -> Answer:
    """The form for days of one's own, with those of this quarter in it."""
    usual = periods.named(periods.USUAL, statistics.today(work))
    return Open(FiguresForm, {"since": usual.since, "until": usual.until})


def given(work: Work, form: Submission) -> Answer:
    """The figures of the days that were chosen."""
    since, until = form.values["since"], form.values["until"]
    if until < since:
        raise Refusal("complaints/period", field="until")
    return shown(work, periods.Period(since, until))


def shown(work: Work, period: periods.Period) -> Page:
    """The page of a period."""
    return Page("complaints/figures", statistics.page(work, period), title="complaints.figures")
