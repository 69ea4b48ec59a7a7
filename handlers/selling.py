"""/desk disclosure: a client's suitability, and what was disclosed before signing."""

from bot.compliance import products, selling, selling_cards
from bot.compliance.models_selling import Assessment, Disclosure
from bot.core.errors import Refusal
from bot.core.forms import Checkbox, Choice, Choices, Date, Form, LongText, Note, Text
from bot.core.work import Work
from bot.customers import queries as customers
from bot.customers.models import Customer
from bot.directory import wording
from bot.promises import clocks
from handlers.inbound import Press, Submission, Typed
from handlers.replies import Answer, Open, Reply
from handlers.table import Table


class AssessForm(Form):
    """What the client's own answers came to."""

    name = "compliance.assess"
    about = Note()
    level = Choice(required=True)
    assessed_on = Date(required=True)
    evidence = Text(required=True, longest=300)
    born_on = Date()
    professional = Checkbox()
    confirmed = Text(longest=300)


class ConfirmForm(Form):
    """How the client confirmed the new level."""

    name = "compliance.confirm"
    about = Note()
    reason = LongText(required=True, longest=300)


class ProposeForm(Form):
    """Which product is proposed."""

    name = "compliance.propose"
    about = Note()
    product = Text(required=True, longest=50)


class DiscloseForm(Form):
    """What was disclosed, and how it was acknowledged."""

    name = "compliance.disclose"
    about = Note()
    items = Choices(radio=True)
    care = Choices(radio=True)
    channel = Choice(words="customers.channel")
    acknowledged_on = Date()
    acknowledged_how = Choice(words="compliance.acknowledged")
    evidence = Text(longest=300)


class ProductForm(Form):
    """How risky a product is."""

    name = "compliance.product"
    code = Text(required=True, longest=50)
    product = Text(required=True, longest=150)
    version = Text(longest=50)
    issuer_level = Choice(required=True)
    seller_level = Choice()


def register(table: Table) -> None:
    """Suitability and disclosure."""
    table.subcommand("disclosure", desk, "揭示", "适当性", "suitability")
    table.number("disclosure", numbered)
    for verb, handler in PRESSES.items():
        table.press(f"selling.{verb}", handler)
    table.form(AssessForm, assessed)
    table.form(ConfirmForm, confirmed)
    table.form(ProposeForm, proposed)
    table.form(DiscloseForm, disclosed)
    table.form(ProductForm, rated)


def desk(work: Work, typed: Typed) -> Answer:
    """`<customer>` shows its level and disclosures; alone, what is open."""
    text = typed.text.strip()
    if not text:
        return Reply("compliance/disclosures", selling_cards.overview(work))
    found = customers.typeahead(work, text, 5)
    exact = [row for row in found if row[1].casefold() == text.casefold()] or found
    if len(exact) != 1:
        raise Refusal("compliance/which-customer", candidates=[row[1] for row in exact])
    customer = work.get(Customer, exact[0][0], "customers/not-found")
    return Reply("compliance/suitability", selling_cards.client(work, customer))


def numbered(work: Work, number: int, key: str) -> Answer:
    """D-12: what it says now."""
    row = work.get(Disclosure, number)
    work.audit("compliance.disclosure-opened", row.subject)
    return Reply("compliance/disclosure", selling_cards.data(work, row))


def show(work: Work, press: Press) -> Answer:
    """One disclosure from a list."""
    return numbered(work, press.id, press.key)


def _customer(work: Work, customer_id: int) -> Customer:
    return work.get(Customer, customer_id, "customers/not-found")


def assess(work: Work, press: Press) -> Answer:
    """The form of an assessment."""
    customer = _customer(work, press.id)
    levels = wording.labelled(work, "compliance.client_level", selling.policy(work).matrix)
    values = {"about": customer.name, "assessed_on": clocks.local_day(work, work.now)}
    return Open(AssessForm, values, private=str(customer.id), options={"level": levels})


def assessed(work: Work, form: Submission) -> Answer:
    """Keep it."""
    values = form.values
    said = selling.Assessed(
        values["level"], values["assessed_on"], values["evidence"], bool(values.get("professional")),
        values.get("born_on"), values.get("confirmed") or "",
    )  # fmt: skip
    row = selling.assess(work, int(form.private), said)
    return Reply("compliance/suitability", selling_cards.client(work, _customer(work, row.customer_id)))


def confirm(work: Work, press: Press) -> Answer:
    """The client confirmed: how?"""
    row = work.get(Assessment, press.id)
    return Open(ConfirmForm, {"about": _customer(work, row.customer_id).name}, private=str(row.id))


def confirmed(work: Work, form: Submission) -> Answer:
    """Keep how."""
    row = selling.confirm(work, int(form.private), form.values["reason"])
    return Reply("compliance/suitability", selling_cards.client(work, _customer(work, row.customer_id)))


def propose(work: Work, press: Press) -> Answer:
    """Which product?"""
    customer = _customer(work, press.id)
    return Open(ProposeForm, {"about": customer.name}, private=str(customer.id))


def proposed(work: Work, form: Submission) -> Answer:
    """Start its disclosure; the card follows."""
    selling.require(work, int(form.private), form.values["product"])
    return None


def record(work: Work, press: Press) -> Answer:
    """The form of what was disclosed."""
    row = selling.open_one(work, press.id)
    shown = selling_cards.data(work, row)
    known = selling.policy(work)
    options = {
        "items": wording.labelled(work, "compliance.item", known.disclosure_items),
        "care": wording.labelled(work, "compliance.lack", known.care_steps) if shown["care"] else [],
    }
    values = {
        "about": f"{shown['product']} · {shown['customer']}", "items": row.items, "care": row.care,
        "channel": row.channel, "acknowledged_on": row.acknowledged_on, "acknowledged_how": row.acknowledged_how,
        "evidence": row.evidence,
    }  # fmt: skip
    return Open(DiscloseForm, values, private=str(row.id), options=options)


def disclosed(work: Work, form: Submission) -> Answer:
    """Keep what was disclosed; the card says what is missing."""
    values = form.values
    told = selling.Told(
        values.get("items") or (), values.get("channel"), values.get("acknowledged_on"),
        values.get("acknowledged_how"), values.get("evidence") or "", values.get("care") or (),
    )  # fmt: skip
    selling.record(work, int(form.private), told)
    return None


def cancel(work: Work, press: Press) -> Answer:
    """Not needed any more."""
    selling.cancel(work, press.id)
    return None


def rate(work: Work, press: Press) -> Answer:
    """The form of a product's risk."""
    if not products.may_rate(work.actor):
        raise Refusal("compliance/for-raters")
    levels = wording.labelled(work, "compliance.product_level", products.product_levels(work))
    return Open(ProductForm, options={"issuer_level": levels, "seller_level": levels})


def rated(work: Work, form: Submission) -> Answer:
    """Keep it."""
    values = form.values
    row = products.rate(
        work, values["code"], values["product"], values.get("version") or "", values["issuer_level"],
        values.get("seller_level"),
    )  # fmt: skip
    return Reply("compliance/product-rated", {"code": row.code, "name": row.name, "version": row.version or None})


PRESSES = {
    "show": show, "assess": assess, "confirm": confirm, "propose": propose, "record": record, "cancel": cancel,
    "rate": rate,
}  # fmt: skip
