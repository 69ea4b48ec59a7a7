"""How long understanding a line takes, in processor time: alone, and with 100,000 customers in SQLite.

Run: python -m bench.understanding
"""

import random
import tempfile
import time
import tomllib
from collections.abc import Callable
from datetime import datetime
from functools import partial
from pathlib import Path
from statistics import median, quantiles
from zoneinfo import ZoneInfo

from rich.console import Console
from rich.table import Table
from sqlalchemy import Engine, insert
from sqlalchemy.orm import Session

from bot.core.calendar import Calendar, WorkingHours
from bot.core.database import Base, connect
from bot.customers import index, models
from bot.customers.memory import CustomersInMemory
from bot.customers.names import lexicon, parts
from bot.customers.pinyin import initials, spellings
from bot.directory import models as directory
from bot.understanding import Context, understand
from bot.understanding.dates import Frame, find_dates

ZONE = ZoneInfo("Asia/Shanghai")
NOW = datetime(2026, 11, 23, 15, 0, tzinfo=ZONE)
FRAME = Frame(NOW, ZONE, Calendar.bundled("CN", 2025, 2028), WorkingHours.DEFAULT)
CHARACTERS = (
    "华东鑫达宏远恒力盛隆兴旺金泰永昌德信瑞祥和顺丰润天成博雅正源海川嘉禾立新光明长城安康伟业联"
    "创佳美亿通百利同聚泉星辰卓越大方圆中荣发国泰民康锦绣东升旭日腾飞云峰"
)
LATIN = [
    "Acme", "Apex", "Atlas", "Nova", "Orion", "Vertex", "Zenith", "Falcon", "Titan",
    "Quantum", "Lotus", "Harbor", "Cedar", "Maple", "Stone", "Crown", "Eagle", "Phoenix",
    "Coral", "Amber", "Kingston", "Ashford", "Camden", "Dover", "Eton", "Fairfax",
]  # fmt: skip
ABOUT = "今天下午拜访李总,谈了应收账款周转慢,下周三前给供应链金融方案"
LONG = (
    "今天下午拜访李总,谈了应收账款周转慢,下周三前给供应链金融方案。客户说订单下滑,正在和招行谈2000万流贷,我们周五前出报价;李总答应月底前补齐审计报告和流水,"
    "财务总监王芳负责对接。另外听说老板在外面有民间借贷,要核实。整体上客户对我们服务比较满意,打了4分,希望放款能快一点,下个月还要扩产,需要固定资产贷款,设备租赁也可以考虑"
)


def main(customers: int = 100_000) -> None:
    """Print the table."""
    random.seed(7)
    table = Table("what", "median ms", "p99 ms", "target")
    nobody = Context(FRAME, CustomersInMemory())
    line = "华东精工 " + LONG
    measure(table, f"dates alone, {len(line)} characters", [lambda: find_dates(line, FRAME)] * 300, "median 0.5")
    measure(
        table, f"whole grammar without look-up, {len(line)} characters", [lambda: understand(line, nobody)] * 300, ""
    )
    for language in ("zh", "en", "zh en"):
        for size in (40, 100, 200):
            calls = [partial(understand, each, nobody) for each in golden(language.split(), size)]
            measure(table, f"golden lines, {language}, about {size} characters", calls, "median 0.5" * (size == 200))
    measure(table, "100 kB of hostile text", [lambda: understand("￥1," * 33_000, nobody)] * 5, "200")
    with tempfile.TemporaryDirectory() as folder:
        engine = connect(f"sqlite:///{folder}/bench.db")
        assert directory
        Base.metadata.create_all(engine)
        names = fill(engine, customers)
        with Session(engine.execution_options(reading=True)) as session:
            with_book(table, session, names)
    Console().print(table)


def with_book(table: Table, session: Session, names: list[str]) -> None:
    """The lines that need the database."""
    context = Context(FRAME, index.CustomersInDatabase(session))
    typed = [f"{written(random.choice(names))} {ABOUT}" for _ in range(400)]
    measure(
        table,
        "look-up of a line among 100,000",
        [partial(context.customers.find, line) for line in typed],
        "median 3, p99 20",
    )
    measure(
        table, "whole line with look-up", [partial(understand, line, context) for line in typed], "median 3, p99 20"
    )
    queries = [query(random.choice(names)) for _ in range(400)]
    measure(table, "typeahead", [partial(index.search, session, each) for each in queries], "p99 50")


def golden(languages: list[str], size: int, count: int = 200) -> list[str]:
    """Different texts of about that size, put together from the lines of the golden tables."""
    folder = Path(__file__).parent.parent / "tests" / "understanding"
    tables = [tomllib.loads((folder / f"lines_{each}.toml").read_text(encoding="utf-8")) for each in languages]
    lines = [line["say"] for table in tables for line in table["line"]]
    found: list[str] = []
    while len(found) < count:
        text = random.choice(lines)
        while len(text) < 0.85 * size:
            text += random.choice(". \n" if text.isascii() else "\u3002\uff0c") + random.choice(lines)
        found += [text] if len(text) < 1.12 * size else []
    return found


def measure(table: Table, label: str, calls: list[Callable[[], object]], target: str) -> None:
    """Time every call once, after a few to warm up."""
    for call in calls[:50]:
        call()
    taken = []
    for call in calls:
        started = time.thread_time()
        call()
        taken.append((time.thread_time() - started) * 1000)
    table.add_row(label, f"{median(taken):.2f}", f"{quantiles(taken, n=100)[98]:.2f}", target)


def fill(engine: Engine, customers: int) -> list[str]:
    """Invented companies, one in four with a Latin name."""
    names = [name(number) for number in range(customers)]
    with Session(engine) as session, session.begin():
        rows = [
            {"id": n, "created_at": NOW, "name": each, "code": f"C{n:06d}"} for n, each in enumerate(names, start=1)
        ]
        session.execute(insert(models.Customer), rows)
        for start in range(0, customers, 500):
            batch = enumerate(names[start : start + 500], start=start + 1)
            index.index_many(session, [(n, each, f"C{n:06d}", ()) for n, each in batch])
    return names


def name(number: int) -> str:
    """An invented company."""
    if number % 4 == 0:
        words = random.sample(LATIN, random.choice([1, 2, 2]))
        trade = random.choice(sorted(lexicon().en_trades)).title()
        return f"{' '.join(words)} {trade} {random.choice(['Ltd', 'Inc', 'GmbH'])}"
    core = "".join(random.choice(CHARACTERS) for _ in range(random.choice([2, 2, 3, 4])))
    return f"{random.choice(lexicon().regions)}{core}{random.choice(lexicon().zh_trades)}有限公司"


def written(full: str) -> str:
    """One of the ways people write it, now and then with a slip."""
    taken = parts(full)
    slip = random.choice(CHARACTERS) + taken.short[1:]
    return random.choice([full, taken.core, taken.short, taken.short, slip])


def query(full: str) -> str:
    """What somebody types to find it."""
    taken = parts(full)
    return random.choice(
        [taken.core[:2], taken.short, spellings(taken.core)[0][:5], initials(taken.core)[0], full[:3].lower(), "科技"]
    )


if __name__ == "__main__":
    main()
