"""The buttons on the card of a complaint: each calls one verb, or opens the form for what needs words."""

from collections.abc import Callable, Iterable, Mapping

from bot.complaints import deciding, ending, handling, pages, pausing, people, queries, rooms, wordlists
from bot.complaints.models import Complaint
from bot.complaints.reporting import file_orders
from bot.complaints.rules import MONETARY
from bot.complaints.states import State
from bot.core.errors import Refusal
from bot.core.forms import Form
from bot.core.work import Work
from bot.customers.models import Customer
from handlers import complaint_forms as forms
from handlers.inbound import Press
from handlers.replies import Answer, Open, Page, Reply
from handlers.table import Table

LISTED = "complaints.overview"
"""Marks the dialog with the list, so that a press in it can leave the list standing."""


def register(table: Table) -> None:
    """Every button of the card."""
    for verb, handler in PRESSES.items():
        table.press(f"complaint.{verb}", handler)


def blank(work: Work) -> Open:
    """The form, empty: a customer put there would win over the one the words name."""
    return Open(forms.RegisterForm)


def contact(work: Work, number: int, words: str) -> Complaint:
    """The customer was reached by telephone just now."""
    return handling.contacted(work, number, handling.told_now("phone", work.actor.name, work.now), words)


def one(verb: Callable[[Work, int], Complaint]) -> Callable[[Work, Press], Answer]:
    """A button that needs nothing but the case."""

    def handle(work: Work, press: Press) -> Answer:
        verb(work, press.id)
        return None

    return handle


def asking(form: type[Form], verb: str = "", only: tuple[str, ...] = ()) -> Callable[[Work, Press], Answer]:
    """A button that opens a form."""

    def handle(work: Work, press: Press) -> Answer:
        queries.find(work, press.id)
        return Open(form, private=f"{verb}:{press.id}" if verb else str(press.id), only=only)

    return handle


def labels(work: Work, table: str, codes: Iterable[str]) -> list[tuple[str, str]]:
    """Codes of the pack with their words, for a choice of a form; a code of a team's own pack is its own word."""
    return [(code, wordlists.label(table, work.actor.language, code)) for code in codes]


def contacted(work: Work, press: Press) -> Answer:
    """Reached by telephone: contact, notice and (if nothing is missing) acceptance in one tap."""
    complaint = contact(work, press.id, "")
    lacking = handling.missing(complaint) if complaint.state == State.ACKNOWLEDGED else []
    said = {"number": complaint.id, "missing": lacking, "typed": ""}
    return Reply("complaints/incomplete", said) if lacking else None


def tell(work: Work, press: Press) -> Answer:
    """The customer was told another way, or earlier: the form for channel, time and proof."""
    queries.find(work, press.id)
    shown = ("channel", "sent_at", "evidence")
    return Open(forms.ToldForm, {"sent_at": work.now}, private=f"told:{press.id}", only=shown)


def notify(work: Work, press: Press) -> Answer:
    """The notice of the decision, with what the regime wants it to say."""
    complaint = queries.find(work, press.id)
    wanted = deciding.content(work, complaint)
    private = f"notify:{press.id}"
    options = {"content": labels(work, "content", wanted)}
    return Open(forms.ToldForm, {"sent_at": work.now, "content": wanted}, private=private, options=options)


def notified(work: Work, press: Press) -> Answer:
    """Told by telephone just now."""
    deciding.notify(work, press.id, handling.told_now("phone", work.actor.name, work.now))
    return None


def fault(work: Work, press: Press) -> Answer:
    """Whose fault: at once where facts were pinned or a department answered, else with the form for facts."""
    complaint = queries.find(work, press.id)
    attribution = (*press.picked, *press.rest, "")[0]
    if deciding.evidence(work, complaint) or complaint.findings:
        deciding.find(work, press.id, deciding.Found(attribution))
        return None
    return Open(forms.FindForm, {"attribution": attribution, "cause": complaint.cause}, private=str(press.id))


def remedy(work: Work, press: Press) -> Answer:
    """What is done for the customer: `told` is an explanation already given, money opens its form."""
    kind = (*press.picked, *press.rest, "")[0]
    if kind == "told":
        deciding.explained(work, press.id, handling.told_now("phone", work.actor.name, work.now))
        return None
    if kind in MONETARY:
        queries.find(work, press.id)
        return Open(forms.RemedyForm, {"type": kind}, private=str(press.id))
    deciding.remedy(work, press.id, kind)
    return None


def approve(work: Work, press: Press) -> Answer:
    """Yes, to the decision or to the extension."""
    pending = queries.find(work, press.id).pending or {}
    (pausing.approve_extension if pending.get("what") == "extension" else deciding.approve)(work, press.id)
    return None


def refuse(work: Work, press: Press) -> Answer:
    """No: the form for the reason."""
    pending = queries.find(work, press.id).pending or {}
    verb = "noextension" if pending.get("what") == "extension" else "sendback"
    return Open(forms.ReasonForm, private=f"{verb}:{press.id}", only=("reason",))


def satisfied(work: Work, press: Press) -> Answer:
    """The customer says it is solved: the call is recorded, and the summary is there to be sent in."""
    score = next((int(part) for part in (*press.picked, *press.rest) if part.isdigit()), 5)
    ending.call_back(work, press.id, ending.Called(True, score))
    return close(work, press)


def close(work: Work, press: Press) -> Answer:
    """The summary, filled with what was pinned."""
    complaint = queries.find(work, press.id)
    return Open(forms.CloseForm, pages.draft(work, complaint), private=str(press.id))


def edit(work: Work, press: Press) -> Answer:
    """The form with what the case is about."""
    complaint = queries.find(work, press.id)
    customer = work.session.get(Customer, complaint.customer_id) if complaint.customer_id else None
    values = {name: getattr(complaint, name) for name in EDITED}
    values |= {
        "customer": (customer.id, customer.name) if customer else None,
        "representatives": ", ".join(complaint.representatives),
    }
    codes = labels(work, "regime", sorted(people.policy(work).regimes))
    return Open(forms.EditForm, values, private=str(press.id), options={"regime": codes})


def pause(work: Work, press: Press) -> Answer:
    """The form with the reasons this case may rest for."""
    complaint = queries.find(work, press.id)
    codes = labels(work, "pause", pausing.reasons(work, complaint))
    return Open(forms.PauseForm, private=str(press.id), options={"code": codes})


def more(work: Work, press: Press) -> Answer:
    """The menu at the end of the card."""
    choice = PRESSES.get((*press.picked, "")[0])
    if choice is None:
        raise Refusal("core/unknown-button")
    return choice(work, press)


def customer(work: Work, press: Press) -> Answer:
    """Whose case it is: a candidate, or one found by typing."""
    chosen = (*press.picked, *press.rest, "")[0]
    if not chosen.isdigit():
        raise Refusal("core/unknown-button")
    handling.set_customer(work, press.id, int(chosen))
    return None


def cause(work: Work, press: Press) -> Answer:
    """A suggested cause is taken."""
    handling.edit(work, press.id, handling.Details(cause=(*press.picked, *press.rest, "")[0]))
    return None


def merge(work: Work, press: Press) -> Answer:
    """The same matter as an older case."""
    into = (*press.picked, *press.rest, "")[0]
    target = ending.merge(work, press.id, int(into) if into.isdigit() else 0)
    return Reply("complaints/merged", {"id": press.id, "into": target.id})


def done(work: Work, press: Press) -> Answer:
    """A remedy was carried out."""
    which = (*press.rest, "")[0]
    deciding.done(work, press.id, int(which) if which.isdigit() else 0)
    return None


def page(work: Work, press: Press) -> Answer:
    """Everything, privately; opening it is recorded."""
    number = (*press.rest, "1")[0]
    data = pages.whole(work, press.id, int(number) if number.isdigit() else 1)
    return Page("complaints/page", data, title="complaints.page")


def file(work: Work, press: Press) -> Answer:
    """The case as files, by direct message."""
    file_orders.order_case(work, press.id)
    return Reply("complaints/file-ordered", {"id": press.id})


def register_file(work: Work) -> Open:
    """The form for the register, from the first of the year until today."""
    if not file_orders.may_have_register(work.actor):
        raise Refusal("complaints/register-not-yours")
    today = work.now.astimezone(work.actor.zone).date()
    return Open(forms.RegisterFileForm, {"since": today.replace(month=1, day=1), "until": today})


def show(work: Work, press: Press) -> Answer:
    """The card of a case from a list, as a message of its own; a list in a dialog stays and says where the card is."""
    handling.show(work, press.id, press.key)
    return listed(work, press.id) if press.private == LISTED else None


def listed(work: Work, shown: int | None = None) -> Page:
    """The open cases with what is left of their time; `shown` is the one whose card was just sent."""
    data = pages.overview(work) | {"shown": shown}
    return Page("complaints/overview", data, title="complaints.overview", private=LISTED)


def unreached(work: Work, press: Press) -> Answer:
    """Nobody answered."""
    ending.call_back(work, press.id, ending.Called(None))
    return None


EDITED = (
    "complainant", "authority", "channel", "product", "cause", "severity", "regime", "people", "vulnerable", "amount",
)  # fmt: skip
"""Columns the form shows as they are."""
PRESSES: Mapping[str, Callable[[Work, Press], Answer]] = {
    "new": lambda work, press: blank(work), "contacted": contacted, "tell": tell, "accept": one(handling.accept),
    "verify": asking(forms.PersonForm, "verify"), "begin": one(handling.begin),
    "assign": asking(forms.PersonForm, "assign"), "subject": asking(forms.PersonForm, "subject"),
    "fault": fault, "find": asking(forms.FindForm), "remedy": remedy, "remedies": asking(forms.RemedyForm),
    "decide": one(deciding.decide), "approve": approve, "refuse": refuse, "notified": notified, "notify": notify,
    "done": done, "satisfied": satisfied, "dissatisfied": asking(forms.CallBackForm), "unreached": unreached,
    "close": close, "edit": edit, "pause": pause, "resume": one(pausing.resume),
    "extend": asking(forms.NoticeForm, "extend"), "reject": asking(forms.NoticeForm, "reject"),
    "review": asking(forms.NoticeForm, "review"), "promise": asking(forms.PromiseForm),
    "agree": asking(forms.AgreeForm), "withdraw": asking(forms.ReasonForm, "withdraw", ("reason",)),
    "reopen": asking(forms.ReasonForm, "reopen"), "stands": asking(forms.ReasonForm, "stands", ("reason",)),
    "changed": asking(forms.ReasonForm, "changed", ("reason",)), "more": more, "customer": customer, "cause": cause,
    "merge": merge, "open": page, "show": show, "file": file,
    "register": lambda work, press: register_file(work), "room": one(rooms.want),
}  # fmt: skip
"""Buttons and pickers of the card, by their name behind "complaint."."""
