"""/desk risk, the buttons of an alert's card, figures, facilities and checks."""

from bot.core.errors import Refusal
from bot.core.subject import number_of
from bot.core.work import Work
from bot.promises import clocks
from bot.promises import usecases as promises
from bot.risk import (
    ending,
    explaining,
    figures_typed,
    hearing_lines,
    people,
    queries,
    statistics,
    usecases,
)
from bot.risk.models import Alert
from handlers import risk_forms as forms
from handlers.inbound import Press, Reacted, Submission, Typed
from handlers.replies import Answer, Open, Page, Reply
from handlers.table import Table


def register(table: Table) -> None:
    """Everything one can do about a risk."""
    table.subcommand("risk", desk, "风险", "预警")
    table.number("alert", numbered)
    for verb, handler in PRESSES.items():
        table.press(f"risk.{verb}", handler)
    table.thread("alert", thread)
    table.reaction("eyes", "alert", looked)
    table.form(forms.SignalForm, signalled)
    table.form(forms.FiguresForm, figures_given)
    table.form(forms.DenyForm, denied)
    table.form(forms.MeasureForm, measure_given)
    table.form(forms.DoneForm, done_given)
    table.form(forms.LowerForm, lowered)
    table.form(forms.CloseForm, closed)
    table.form(forms.DeclineForm, declined)


def desk(work: Work, typed: Typed) -> Answer:
    """`<customer> <what was seen>` keeps a signal; a number shows that alert; nothing lists what is open."""
    text = typed.text.strip()
    if not text:
        return overview(work)
    number = number_of("alert", text)
    if number is not None:
        return numbered(work, number, typed.key)
    heard = hearing_lines.hear_line(work, text)
    return _signal_reply(heard.customer.name, heard.customer.id, heard.alerts, heard.standing)


def _signal_reply(name: str, customer_id: int, alerts: list[Alert], standing: Alert | None = None) -> Reply:
    alert = alerts[-1] if alerts else standing
    return Reply(
        "risk/noted",
        {
            "customer": name,
            "customer_id": customer_id,
            "id": alert.id if alert else None,
            "level": alert.level if alert else "green",
            "added": not alerts,
        },
    )


def overview(work: Work) -> Reply:
    """The open alerts one may see, and what can be done."""
    rows = [
        {
            "id": alert.id,
            "level": alert.level,
            "state": alert.state.value,
            "customer": queries.customer_of(work, alert).name,
        }
        for alert in queries.open_alerts(work, 15)
    ]
    return Reply("risk/overview", {"rows": rows})


def numbered(work: Work, number: int, key: str) -> Answer:
    """RK-77: its card, as a message."""
    alert = usecases.opened(work, number, key)
    return Reply("risk/shown", {"id": alert.id})


def show(work: Work, press: Press) -> Answer:
    """The card of an alert from a list or from the masked card in a channel: private, checked, on the audit log."""
    return numbered(work, press.id, press.key)


def why(work: Work, press: Press) -> Answer:
    """Why did I get this?"""
    alert = queries.find(work, press.id)
    work.audit("risk.explained", alert.subject)
    return Page("risk/why", explaining.page(work, alert), title="risk.page.why")


def verify(work: Work, press: Press) -> Answer:
    """I am looking into it."""
    usecases.verify(work, press.id)
    return None


def looked(work: Work, reacted: Reacted) -> None:
    """Eyes: I am looking into it."""
    if reacted.added:
        usecases.verify(work, reacted.about.id)


def confirm(work: Work, press: Press) -> Answer:
    """It is true."""
    usecases.confirm(work, press.id)
    return None


def deny(work: Work, press: Press) -> Answer:
    """Not a risk: which reason is wrong, and why."""
    alert = people.mine(work, press.id)
    known = explaining.choices(work, alert)
    picked = (*press.picked, *known, None)[0]
    return Open(
        forms.DenyForm, {"reason": picked}, private=str(alert.id), options={"reason": forms.reasons(work, known)}
    )


def measure(work: Work, press: Press) -> Answer:
    """A measure from the menu: its words, owner and day."""
    alert = people.mine(work, press.id)
    if alert.confirmed_at is None:
        raise Refusal("risk/confirm-first", id=alert.id)
    return Open(forms.MeasureForm, forms.measure(work, (*press.picked, "other")[0]), private=str(alert.id))


def done(work: Work, press: Press) -> Answer:
    """A measure was carried out: outcome and evidence, asked only of who may say so."""
    promises.open_one(work, press.id)
    return Open(forms.DoneForm, private=str(press.id))


def monitor(work: Work, press: Press) -> Answer:
    """Measures are done, the customer is watched."""
    usecases.monitor(work, press.id)
    return None


def lower(work: Work, press: Press) -> Answer:
    """Ask to go down a level."""
    alert = people.mine(work, press.id)
    lower_levels = [level for level in ("orange", "yellow") if level != alert.level]
    return Open(forms.LowerForm, {"level": lower_levels[0]}, private=str(alert.id))


def close(work: Work, press: Press) -> Answer:
    """Ask to close: what is still lacking is said before anybody has written anything."""
    alert = people.mine(work, press.id)
    ending.may_close(work, alert)
    return Open(forms.CloseForm, {"outcome": "solved" if alert.level != "red" else "repaid"}, private=str(alert.id))


def agree(work: Work, press: Press) -> Answer:
    """The second pair of eyes agrees."""
    ending.agree(work, press.id)
    return None


def decline(work: Work, press: Press) -> Answer:
    """The second pair of eyes does not."""
    people.mine(work, press.id)
    return Open(forms.DeclineForm, private=str(press.id))


def signal(work: Work, press: Press) -> Answer:
    """The form for a signal."""
    return Open(forms.SignalForm, options={"kind": forms.kinds(work)})


def figures(work: Work, press: Press) -> Answer:
    """The form for figures."""
    values = {"customer": forms.customer(work, press.id), "period": figures_typed.last_quarter(work)}
    return Open(forms.FiguresForm, values)


def numbers(work: Work, press: Press) -> Answer:
    """From signal to outcome, and how often each rule was wrong."""
    return Page("risk/statistics", statistics.report(work), title="risk.page.statistics")


PRESSES = {
    "show": show, "why": why, "verify": verify, "confirm": confirm, "deny": deny, "measure": measure, "done": done,
    "monitor": monitor, "lower": lower, "close": close, "agree": agree, "decline": decline, "signal": signal,
    "figures": figures, "statistics": numbers,
}  # fmt: skip


def thread(work: Work, typed: Typed) -> Answer:
    """A reply below the card: 属实 / confirmed, else the words are kept as a finding on record."""
    assert typed.about is not None
    verb = hearing_lines.verb_in(typed.text)
    if verb == "confirm":
        usecases.confirm(work, typed.about.id)
    elif verb == "verify":
        usecases.verify(work, typed.about.id)
    else:
        usecases.remark(work, typed.about.id, typed.text)
    return None


def signalled(work: Work, form: Submission) -> Answer:
    """Keep the signal."""
    values = form.values
    seen = usecases.Observed(values["kind"], values["evidence"], bool(values.get("worse")))
    customer = queries.customer(work, int(values["customer"]))
    _, alert = usecases.observe(work, customer.id, seen)
    standing = None if alert else queries.open_of(work, customer.id)
    return _signal_reply(customer.name, customer.id, [alert] if alert else [], standing)


def figures_given(work: Work, form: Submission) -> Answer:
    """Keep the figures and judge at once."""
    values = form.values
    customer = queries.customer(work, int(values["customer"]))
    given = figures_typed.read(values["figures"])
    alert = usecases.record(work, customer.id, values["period"], given)
    return Reply("risk/figures-kept", figures_typed.told(customer, given, alert))


def denied(work: Work, form: Submission) -> Answer:
    """Mute the reason, or ask a second person to."""
    ending.deny(work, int(form.private), form.values["reason"], form.values["grounds"])
    return None


def measure_given(work: Work, form: Submission) -> Answer:
    """Make the measure."""
    values = form.values
    owner = clocks.colleague(work, values["owner"]).id if values.get("owner") else None
    usecases.take_measure(work, int(form.private), values["text"], owner, values["due"])
    return None


def done_given(work: Work, form: Submission) -> Answer:
    """The measure is done."""
    usecases.finish_measure(work, int(form.private), form.values["outcome"], form.values.get("evidence") or "")
    return None


def lowered(work: Work, form: Submission) -> Answer:
    """Ask a second person to go down."""
    ending.propose_downgrade(work, int(form.private), form.values["level"], form.values["grounds"])
    return None


def closed(work: Work, form: Submission) -> Answer:
    """Ask a second person to close."""
    ending.propose_close(work, int(form.private), form.values["outcome"], form.values["grounds"])
    return None


def declined(work: Work, form: Submission) -> Answer:
    """Say no, and why."""
    ending.decline(work, int(form.private), form.values["grounds"])
    return None
