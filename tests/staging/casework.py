"""One complaint and the people who act on it: the shorthand of stories about single steps."""

import secrets
from collections.abc import Callable

import pytest
from sqlalchemy import select

from bot.complaints import deciding, ending, handling, intake, reviewing
from bot.complaints.acting import Told
from bot.complaints.models import Complaint, ComplaintEvent
from bot.core.errors import Refusal
from bot.customers.models import Customer
from staging.world import Colleague, World

PHONE = Told("phone", "recording 17")
LINE = "宏达机械 王会计来电,手续费多扣两次"


class Story:
    """One case and the people who act on it."""

    @classmethod
    def apart(cls, world: World, line: str = LINE) -> "Story":
        """A story of a customer of its own: in a world that it shares with others."""
        with world.work() as work:
            made = work.save(Customer(name=f"宏达 {secrets.token_hex(4)}", owner_id=world.li.id))
        return cls(world, line, customer_id=made.id)

    def __init__(self, world: World, line: str = LINE, by: Colleague | None = None, **given) -> None:
        self.world, self.customer_id = world, given.get("customer_id")
        with world.work(by or world.li) as work:
            self.id = intake.register(work, line, intake.Given(**given)).id

    def does(self, verb: Callable, *words, by: Colleague | None = None, **named) -> Complaint:
        with self.world.work(by or self.world.li) as work:
            return verb(work, self.id, *words, **named)

    def refused(self, verb: Callable, *words, by: Colleague | None = None, **named) -> str:
        with pytest.raises(Refusal) as refusal, self.world.work(by or self.world.li) as work:
            verb(work, self.id, *words, **named)
        return refusal.value.key.removeprefix("complaints/")

    @property
    def row(self) -> Complaint:
        with self.world.work() as work:
            return work.session.get_one(Complaint, self.id)

    def kinds(self) -> list[str]:
        with self.world.work() as work:
            query = select(ComplaintEvent.kind).where(ComplaintEvent.complaint_id == self.id)
            return list(work.session.scalars(query.order_by(ComplaintEvent.id)))

    def to(self, state: str) -> "Story":
        """Walk the usual way up to a state."""
        fault = deciding.Found("company_fault_isolated", "扣了两次", "流水")
        steps = [
            ("acknowledged", lambda: self.does(handling.acknowledge, PHONE)),
            ("accepted", lambda: self.does(handling.accept)),
            ("verifying", lambda: self.does(handling.verify, self.world.li.id)),
            ("proposing", lambda: self.does(deciding.find, fault)),
            ("decided", lambda: (self.does(deciding.remedy, "apology"), self.does(deciding.decide))),
            ("notified", lambda: self.does(deciding.notify, PHONE)),
            ("call_back", lambda: self.does(ending.call_back, ending.Called(True, 5))),
            ("closed", lambda: self.does(ending.close, ending.Summary("重复扣费", "C12", "加了核对"))),
        ]
        asides: dict[str, tuple[str, Callable[[], object]]] = {
            "approval": ("proposing", self._asks_for_approval),
            "under_review": ("notified", lambda: self.does(reviewing.ask_review, "对结果不服", PHONE)),
            "rejected_out_of_scope": ("new", lambda: self.does(ending.reject, "他行产品", PHONE)),
            "withdrawn": ("new", lambda: self.does(ending.withdraw, "客户撤诉")),
        }
        if state in asides:
            before, step = asides[state]
            self.to(before)
            step()
            assert self.row.state == state
            return self
        for name, step in steps:
            if self.row.state == state:
                break
            step()
            if name == state:
                break
        assert self.row.state == state
        return self

    def _asks_for_approval(self) -> None:
        self.does(deciding.remedy, "compensation", "退费", 300)
        self.does(deciding.decide)
