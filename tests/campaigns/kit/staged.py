"""A day in the branch of the stories, with a canary in every field, and everything that came out of it collected."""

import logging
import random
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

import structlog
from staging.world import Colleague, World

from bot.core.privacy import Keyring, configure
from bot.customers.models import Customer
from campaigns.promise import Stage

KEY = "9MC8gnzIXXNDMtKz8dqlsFAYLIuBKwKrwOOHvDmKQ6o="


@dataclass
class Kept:
    """A customer with canaries: words that stand nowhere else, by the field they were put in."""

    row: Customer
    owner: Colleague
    canaries: dict[str, str] = field(default_factory=dict)


@dataclass
class Heard:
    """What was logged or printed."""

    lines: list[str] = field(default_factory=list)

    def __call__(self, logger: Any, name: str, event: dict[str, Any]) -> dict[str, Any]:
        """A processor of structlog: keep the line and drop it."""
        self.lines.append(str(event))
        raise structlog.DropEvent


class _Handler(logging.Handler):
    def __init__(self, heard: Heard) -> None:
        super().__init__(logging.DEBUG)
        self._heard = heard

    def emit(self, record: logging.LogRecord) -> None:
        self._heard.lines.append(record.getMessage() + str(record.exc_info or ""))


@contextmanager
def listening() -> Iterator[Heard]:
    """Everything our loggers say, at DEBUG; Slack's libraries stay at WARNING as the program sets them."""
    heard = Heard()
    handler, root = _Handler(heard), logging.getLogger()
    before = root.level
    root.addHandler(handler)
    root.setLevel(logging.DEBUG)
    for name in ("slack_bolt", "slack_sdk", "uvicorn", "apscheduler", "sqlalchemy", "websocket", "alembic", "urllib3"):
        logging.getLogger(name).setLevel(logging.WARNING)
    structlog.configure(processors=[heard], wrapper_class=structlog.make_filtering_bound_logger(logging.DEBUG))
    try:
        yield heard
    finally:
        root.removeHandler(handler)
        root.setLevel(before)
        structlog.reset_defaults()


@contextmanager
def staged(stage: Stage, customers: int = 6) -> Iterator[tuple[World, list[Kept]]]:
    """The world with departments, channels, and customers that carry canaries."""
    configure(Keyring((KEY,)))
    with World(stage.database()) as world:
        for code, head in (("product", world.wang), ("risk", world.zhao), ("customer_service", world.sun)):
            world.department(code, [head], head=head)
        yield world, [_kept(world, number, stage.dice(f"kept{number}")) for number in range(customers)]


def _kept(world: World, number: int, dice: random.Random) -> Kept:
    owner = (world.li, world.emma)[number % 2]
    word = lambda what: f"Qz{what}{dice.randrange(10**6):06d}x"  # noqa: E731
    said = {"name": word("nam"), "alias": word("ali"), "code": word("cod"), "contact": word("con")}
    said |= {"phone": f"139{dice.randrange(10**8):08d}", "email": f"{word('mai').lower()}@hidden.example"}
    people = [{"name": said["contact"], "phone": said["phone"], "email": said["email"]}]
    row = world.customer(
        f"{said['name']}机械有限公司", owner, code=said["code"], aliases=[said["alias"]], people=people
    )
    return Kept(row, owner, said)


def scenario(world: World, kept: Kept, dice: random.Random) -> None:
    """One thing somebody does with the customer; what is typed carries further canaries."""
    said, who = kept.canaries, kept.owner
    fresh = f"Qznote{dice.randrange(10**9):09d}x"
    number = f"138{dice.randrange(10**8):08d}"
    said[f"note {fresh}"], said[f"number {number}"] = fresh, number
    line = f"{said['name']} {fresh}"
    choice = dice.randrange(9)
    if choice == 0:
        who.types("/visit", f"拜访{said['name']}机械，{said['contact']}电话{number}，谈了{fresh}，下周三前给方案")
    elif choice == 1:
        who.types("/client", said["alias"])
    elif choice == 2:
        who.types("/complaint", f"{line} 手续费多扣两次，很生气，电话{number}")
    elif choice == 3:
        who.types("/desk", f"risk {line} 应收账款逾期两个月")
    elif choice == 4:
        who.types("/visit", f"{fresh} 看不懂的一句话 {number}")
    elif choice == 5:
        other = dice.choice([world.emma, world.wang, world.zhao, world.sun, world.admin])
        other.types("/client", said["code"])
    elif choice == 6:
        who.opens_home()
    elif choice == 7:
        who.says(f"今天电话{said['name']}机械，{fresh}，明天前回电，号码{number}")
    else:
        world.clock.forward(hours=dice.randrange(1, 9))
        world.tick()
