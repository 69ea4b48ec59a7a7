"""The full numbers and addresses of a customer's people, for whoever may see the customer and gave a reason."""

from collections.abc import Sequence

from bot.core.privacy.reveal import Hidden
from bot.core.work import Work
from bot.customers import queries
from bot.customers.models import Customer


def hidden(work: Work, customer_id: int) -> Sequence[Hidden]:
    """Phones and e-mail addresses of the people on the customer's side. Refuses customers the person may not see."""
    customer = work.get(Customer, customer_id, "customers/not-found")
    found = []
    for person in queries.file(work, customer).people:
        found += [Hidden("phone", person.phone, person.name)] if person.phone else []
        found += [Hidden("email", person.email, person.name)] if person.email else []
    return found
