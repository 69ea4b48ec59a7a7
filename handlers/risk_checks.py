"""Facilities with their checks, and customers about to leave."""

from bot.core.errors import Refusal
from bot.core.work import Work
from bot.customers import queries as customers
from bot.promises import clocks
from bot.promises import usecases as promises
from bot.risk import checks, churning, closing, queries, statistics
from bot.risk.checks import Terms
from handlers import risk_forms as forms
from handlers.inbound import Press, Submission, Typed
from handlers.replies import Answer, Open, Page, Reply
from handlers.table import Table


def register(table: Table) -> None:
    """Drawdowns, check reports, churn and save plans."""
    table.subcommand("churn", leaving, "流失", "挽留")
    table.form(forms.FacilityForm, facility_given)
    table.form(forms.InterruptForm, interrupted)
    table.form(forms.RepaidForm, repaid_given)
    table.form(forms.CheckForm, report_given)
    table.form(forms.KeepForm, kept)
    for verb, handler in PRESSES.items():
        table.press(f"risk.{verb}", handler)


def leaving(work: Work, typed: Typed) -> Answer:
    """`<customer>`: how likely it is to leave, and why."""
    found = customers.typeahead(work, typed.text, 5) if typed.text.strip() else []
    exact = [row for row in found if typed.text.strip().casefold() == row[1].casefold()] or found
    if len(exact) != 1:
        raise Refusal("risk/which-customer", candidates=[row[1] for row in exact], about="churn", typed=typed.text)
    return Reply("risk/churn", statistics.churn_page(work, exact[0][0]))


def facility(work: Work, press: Press) -> Answer:
    """The form for a drawdown."""
    values = {"customer": forms.customer(work, press.id), "drawn_on": clocks.local_day(work, work.now)}
    return Open(forms.FacilityForm, values)


def interrupt(work: Work, press: Press) -> Answer:
    """The form for a demand or acknowledgement, which starts the limitation anew."""
    return Open(forms.InterruptForm, {"day": clocks.local_day(work, work.now)}, private=str(press.id))


def repaid(work: Work, press: Press) -> Answer:
    """The form that ends a facility."""
    return Open(forms.RepaidForm, private=str(press.id))


def report(work: Work, press: Press) -> Answer:
    """The form of a check, from its promise's number."""
    check = queries.check_of_promise(work, press.id)
    promises.mine(work, press.id)
    values = {"about": forms.content(work, check.kind), "report": check.report}
    return Open(forms.CheckForm, values, private=str(check.id))


def churn(work: Work, press: Press) -> Answer:
    """Why a customer may leave, as a page."""
    return Page("risk/churn", statistics.churn_page(work, press.id), title="risk.page.churn")


def rescue(work: Work, press: Press) -> Answer:
    """Start a save plan."""
    plan = churning.start(work, press.id)
    return Reply("risk/saving", statistics.plan_page(work, plan))


def saved(work: Work, press: Press) -> Answer:
    """The form for how a save plan ended."""
    return Open(forms.KeepForm, private=str(press.id))


def facility_given(work: Work, form: Submission) -> Answer:
    """Plan its checks and legal dates."""
    values = form.values
    terms = Terms(
        float(values["amount"]), values["drawn_on"], values["matures_on"], values.get("rating"),
        bool(values.get("guaranteed")), bool(values.get("mortgaged")),
    )  # fmt: skip
    drawn = checks.draw(work, int(values["customer"]), terms)
    return Reply("risk/facility", statistics.facility_page(work, drawn))


def interrupted(work: Work, form: Submission) -> Answer:
    """Reckon the last day anew."""
    facility = checks.interrupt(work, int(form.private), form.values["day"])
    return Reply("risk/facility", statistics.facility_page(work, facility))


def repaid_given(work: Work, form: Submission) -> Answer:
    """End its checks and reminders."""
    facility = checks.settle(work, int(form.private), form.values.get("proof") or "")
    return Reply("risk/facility", statistics.facility_page(work, facility))


def report_given(work: Work, form: Submission) -> Answer:
    """File a report; one too like the previous is shown to its author first."""
    values = form.values
    clean, sure = values["result"] == "clean", bool(values.get("sure"))
    filed = checks.file(work, int(form.private), values["report"], clean, sure)
    if filed.similar is not None:
        raise Refusal("risk/similar", field="report", percent=filed.similar, previous=filed.previous[:600])
    return Reply("risk/filed", {"clean": bool(filed.check.clean), "alert": closing.progress(work, filed.check)})


def kept(work: Work, form: Submission) -> Answer:
    """How the plan ended."""
    plan = churning.end(work, int(form.private), form.values["outcome"], form.values.get("grounds") or "")
    return Reply("risk/saved", {"outcome": plan.outcome})


PRESSES = {
    "facility": facility, "interrupt": interrupt, "repaid": repaid, "report": report,
    "churn": churn, "rescue": rescue, "saved": saved,
}  # fmt: skip
