"""How long an import of realistic rows with 3 % dirt takes, and whether its counts are right.

python bench/imports.py [rows]
"""

import csv
import random
import resource
import sys
import tempfile
import time
from pathlib import Path

from bot.core.clock import system_clock
from bot.core.database import connect
from bot.core.settings import Settings
from bot.core.tables import read
from bot.core.words import shipped
from bot.main import migrate, workshop
from bot.main.secret import unlock
from bot.reports import imports

CITIES = ["苏州", "上海", "杭州", "南京", "宁波", "无锡", "常州", "深圳", "广州", "成都", "武汉", "青岛"]
CORES = ["华东", "宏达", "精工", "恒通", "瑞丰", "中科", "远大", "金桥", "天和", "正泰", "东方", "新源", "海纳", "博远"]
TRADES = ["机械", "电子", "纺织", "物流", "化工", "食品", "医药", "建材", "软件", "贸易", "光电", "能源", "包装"]
LATIN = ["Acme", "Orion", "Summit", "Harbour", "Silver", "Granite", "Willow", "Falcon", "Meridian", "Juniper"]
LATIN_TRADES = ["Steel", "Foods", "Logistics", "Textiles", "Robotics", "Energy", "Pharma", "Plastics"]
SURNAMES, GIVEN = "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗", "伟芳娜敏静丽强磊军洋勇艳杰娟涛明超秀霞平刚桂英"
ROLES = ["manager", "manager", "manager", "客户经理", "colleague"]


def people(path: Path, count: int, dirt: float, rng: random.Random) -> int:
    """Write a list of colleagues; returns how many of its rows must be refused."""
    bad = 0
    with path.open("w", encoding="gb18030", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(["email", "slack_id", "name", "department", "role", "lead", "language", "time_zone",
                         "working_hours", "deputy"])  # fmt: skip
        for number in range(count):
            name = rng.choice(SURNAMES) + "".join(rng.choices(GIVEN, k=2))
            lead = f"p{number - number % 20}@bank.example" if number % 20 else ""
            row = [f"p{number}@bank.example", f"U{number:08d}", name, "account_management",
                   "lead" if not number % 20 else rng.choice(ROLES), lead, rng.choice(["zh-CN", "en", "中文"]),
                   "Asia/Shanghai", "Mon-Fri 09:00-12:00 13:30-18:00", ""]  # fmt: skip
            if number % 20 and rng.random() < dirt:
                bad += 1
                place, text = rng.choice([(0, "not an address"), (4, "boss"), (7, "Mars/Base"), (8, "whenever"),
                                          (5, "nobody@bank.example"), (6, "Klingon"), (3, "prodct")])  # fmt: skip
                row[place] = text
            writer.writerow(row)
    return bad


def customers(path: Path, count: int, dirt: float, rng: random.Random, owners: int) -> int:
    """Write a list of customers; returns how many of its rows must be refused."""
    bad = 0
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(["name", "code", "aliases", "industry", "region", "size", "tier", "stage", "owner", "support",
                         "contacts", "holdings"])  # fmt: skip
        for number in range(count):
            owner = f"p{rng.randrange(owners)}@bank.example"
            row = [_name(number, rng), f"C{number:06d}", "", "制造业", rng.choice(CITIES), "中型",
                   rng.choice(["strategic", "key", "standard", "basic"]), rng.choice(["active", "prospect"]), owner, "",
                   f"{rng.choice(SURNAMES)}{rng.choice(GIVEN)}|财务总监|138{number:08d}|cfo{number}@example.com",
                   "SCF;CASH-POOL"]  # fmt: skip
            if number > 10 and rng.random() < dirt:
                bad += 1
                place, text = rng.choice([(8, "nobody@bank.example"), (8, ""), (6, "platinum"),
                                          (7, "sleeping"), (0, ""), (10, "|only a title"),
                                          (1, "C000001"), (11, "a product!")])  # fmt: skip
                row[place] = text
            writer.writerow(row)
    return bad


def _name(number: int, rng: random.Random) -> str:
    if number % 5 == 0:
        return f"{rng.choice(LATIN)} {rng.choice(LATIN_TRADES)} {number} Ltd"
    return f"{rng.choice(CITIES)}{rng.choice(CORES)}{rng.choice(CORES)}{number}{rng.choice(TRADES)}有限公司"


def main(count: int) -> None:
    """Import both lists twice into a fresh SQLite file and print what it took."""
    rng, words = random.Random(20261123), shipped()
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder)
        settings = Settings(_env_file=None, database_url=f"sqlite:///{place}/bench.db")  # type: ignore[call-arg]
        unlock(settings)
        engine = connect(settings.database_url)
        migrate.upgrade(engine)
        shop = workshop(settings, engine, system_clock)
        refused = {"people": people(place / "people.csv", count, 0.03, rng)}
        refused["customers"] = customers(place / "customers.csv", count, 0.03, rng, owners=10)
        for kind in imports.KINDS:
            for turn in ("first", "second"):
                started = time.perf_counter()
                result = imports.run(shop.open, kind, read(place / f"{kind}.csv"))
                took = time.perf_counter() - started
                print(f"{kind} {turn}: {took:.1f} s, {imports.summary(result, words, 'en', dry=False)}; "
                      f"{refused[kind]} were dirty")  # fmt: skip
        engine.dispose()
    print(f"peak memory {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024} MB")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 20_000)
