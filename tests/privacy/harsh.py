"""Harsh and seeded: texts in many styles, numbers put anywhere in any spelling, and figures that are nobody's.

The texts are our own, in the manner of complaint narratives, mails, meeting notes, news and chat.
"""

import random
import re
import unicodedata
from collections.abc import Callable

import corpus

from bot.core.privacy import is_resident_id, luhn

Maker = Callable[[random.Random], str]
ENGLISH = (
    """
I opened a checking account with XXXX in XX/XX/2022 and they promised a {$200.00} bonus after 90 days. I met e~~
very requirement, called XXXX times and was told by a supervisor named XXXX that my claim was denied.
On XX/XX/XXXX I received a letter from the collection agency stating that I owe {$1543.87} for an account I ne~~
ver opened. I disputed this with Equifax, Experian and TransUnion under 15 U.S.C. 1681i, and nobody replied wi~~
thin 30 days.
To whom it may concern, my mortgage servicer XXXX XXXX misapplied 3 payments of {$2310.55} between XX/XX/2019 ~~
and XX/XX/2020. They added late fees of {$75.00} each and reported me 60 days past due.
The dispute was closed on 03/14/2023 at 10:42 AM with reference CLM-20230314-0087. Please reopen; the merchant~~
 (store #4521, 1200 Main St, Springfield, IL 62704) shipped order 114-8837261-9928374 to the wrong address.
Hi team, per our call yesterday the client wants the limit raised to EUR 2,500,000.00 by Q3 2026. Invoice INV-~~
2026-00417 dated 12.05.2026 is still open, 45 days overdue, total 18,330.40 EUR incl. 19% VAT. Regards, M.
Dear Sirs, we refer to contract No. HX-2024/118 signed on 5 March 2024, clause 7.2(b), and to the purchase ord~~
er PO 4500098712 for 1,200 units at GBP 13.80 each. Delivery to SW1A 1AA was due in week 14.
Spoke to the CFO, she was upset about the payment terms. Cash is tight, Q2 revenue fell 23.5% to 41.2 million.~~
 They run SAP S/4HANA 2023 FPS02, version 10.0.19045.3930. Next meeting on Tuesday at 14:30 in room 301.
They charged my debit card on 2024-05-11T10:42:17Z even though I froze it in the app (version 5.14.2). The bal~~
ance went from $3,412.09 to $12.44 and the bank said it takes 7-10 business days.
I have sent the signed 1040 form, W-2 and 2 pay stubs. Case 00981237. The agent told me to wait; I waited 45 m~~
inutes on hold, then the line dropped. This is the third time since January 2021!
Account ending in 4821, statement period 12/01/2023 - 12/31/2023, minimum payment due $35.00, credit limit $5,~~
000. The interest (APR 24.99%) was charged although I paid in full on the 2nd.
my husband and i applied for a loan modification in 2018, they lost our paperwork 4 times, no joke, FOUR times~~
. then a new rep asked again for everything. we have 3 kids & i work nights. please help!!
Meeting notes: 1) covenant DSCR 1.25x breached (1.08x) 2) new plant 12,000 sqm, capex RMB 86m 3) IFRS 16 impac~~
t 4) they asked for a waiver until 30/06/2027. Action: send term sheet v3 by Fri.
""".strip()
    .replace("~~\n", "")
    .splitlines()
)
CHINESE = (
    """
今天下午拜访苏州华东精工,李总说应收账款周转慢,三季度回款只有2,310万元,比去年同期下降18.6%。下周三前~~
给供应链金融方案,合同编号HD-2026-118。
客户来电投诉,称5月11日14:30在网点办理定期存款30万元时被误导购买了保险,要求全额退还保费12,800.~~
00元并道歉,已登记工单T2026051100123。
据新华社报道,2025年前三季度国内生产总值1015036亿元,同比增长5.2%;规模以上工业增加值增长6.2%~~
,社会消费品零售总额365877亿元。
本报讯(记者王敏)杭州市余杭区文一西路969号的一家科技公司近日完成B轮融资,金额达1.5亿元,投后估值逾20亿~~
元,员工从120人增至480人。
王姐您好,麻烦帮我查一下快递,单号是SF1380013800012,5月9日发出的,现在还没到,收件地址是拱墅区~~
莫干山路18号3幢502室,邮编310005。
会议纪要:一、授信额度由5000万元调减至3000万元;二、补充抵押物评估(评估报告编号浙评字2026第0417~~
号);三、12月5日前完成现场检查,参会人员8人。
老陈在微信上说,厂里三条线停了两条,工资压了两个月,供应商天天堵门。抵押的那套房子(建筑面积138.52平方米)~~
已经被查封了,案号(2026)浙0106民初12345号。
客户反映网银转账失败,错误码E10032,流水号20260511093012345678,金额13,800.50~~
元,已重试3次。请运营部在2个工作日内核实并回复客户。
尊敬的客户:您尾号4821的账户于11月23日09:15支出人民币1,299.00元,余额3,412.09元。如~~
有疑问请咨询网点。
增值税发票号码24312000000123456789,开票日期2026年3月2日,价税合计15,368.14元~~
,税率13%,数量1200件,单价11.3333元,购买方统一社会信用代码91110108551385082Q。
贷款五级分类由正常下调为关注,逾期37天,本金余额4,500,000元,欠息86,231.57元,利率4.35%~~
,到期日2027-03-31。保证人已出具承诺函。
项目组讨论了系统升级方案,版本V3.2.1,预计2026年Q4上线,涉及接口56个、报表23张,预算约480万元~~
,其中硬件占40%。
""".strip()
    .replace("~~\n", "")
    .splitlines()
)

_FULL = str.maketrans("0123456789X-+() ", "０１２３４５６７８９Ｘ－＋（）\u3000")
_SEPARATORS = (" ", "-", " ", "-", "\u00a0", "·", "–", "  ")
_LABELS = {
    "identity": ("身份证", "身份证号:", "证件号码:", "ID: ", "id no. ", "(身份证号码 "),
    "card": ("卡号", "银行卡号:", "收款账号 ", "card ", "card number: ", "Visa "),
    "phone": ("电话", "手机:", "手机号", "tel. ", "phone: ", "call me at ", "联系方式:", "mobile "),
}
_FRAMES = (
    "{}",
    "{}",
    "{}",
    "{}",
    "({})",
    "（{}）",
    "【{}】",
    '"{}"',
    "“{}”",
    "<{}>",
    "[{}]",
    "{},",
    "{}。",
    "{};",
    "*{}*",
)


def _digits(rng: random.Random, count: int) -> str:
    return "".join(rng.choice("0123456789") for _ in range(count))


def _grouped(number: str, sizes: list[int], separator: str) -> str:
    parts, at = [], 0
    for size in sizes:
        parts.append(number[at : at + size])
        at += size
    return separator.join(part for part in [*parts, number[at:]] if part)


def identity(rng: random.Random) -> tuple[str, str]:
    """A resident number of eighteen characters as somebody may type it."""
    number = corpus.resident_id(rng)
    shown = number[:-1] + "x" if number.endswith("X") and rng.random() < 0.5 else number
    separator, cut = rng.choice(_SEPARATORS), rng.randint(4, 14)
    forms = [shown] * 3 + [
        shown.translate(_FULL), _grouped(shown, [6, 8], separator), _grouped(shown, [6, 4, 4], separator),
        _grouped(shown, [3, 3, 4, 4], separator), _grouped(shown, [4, 4, 4, 4], " "), shown[:cut] + "\n" + shown[cut:],
        "\u200b".join(shown), " ".join(shown),
    ]  # fmt: skip
    return number, rng.choice(forms)


def old_identity(rng: random.Random) -> tuple[str, str]:
    """A resident number of the form issued until 1999."""
    area = rng.choice(["110105", "330106", "440304", "510104", "650102", "310115", "320583", "130503"])
    number = f"{area}{rng.randint(35, 99)}{rng.randint(1, 12):02d}{rng.randint(1, 28):02d}{_digits(rng, 3)}"
    return number, rng.choice([number, number, _grouped(number, [6, 6], rng.choice(" -")), number.translate(_FULL)])


def card(rng: random.Random) -> tuple[str, str]:
    """A card of 13 to 19 digits."""
    schemes = (
        ("6222", 19), ("6217", 19), ("6228", 19), ("621700", 19), ("625", 16), ("62", 17), ("623", 18), ("4", 16),
        ("4", 13), ("4", 19), ("51", 16), ("55", 16), ("2221", 16), ("34", 15), ("37", 15), ("36", 14), ("3528", 16),
        ("6011", 16), ("65", 16), ("9558", 19), ("60", 16),
    )  # fmt: skip
    prefix, length = rng.choice(schemes)
    body = prefix + _digits(rng, length - 1 - len(prefix))
    number = next(body + check for check in "0123456789" if luhn(body + check))
    fours, cut = [4, 4, 4, 4], rng.randint(4, length - 4)
    forms = [number] * 3 + [
        number.translate(_FULL), _grouped(number, fours, rng.choice(_SEPARATORS)), _grouped(number, fours, " "),
        _grouped(number, [6], rng.choice(" -")), _grouped(number, fours, " ").translate(_FULL),
        number[:cut] + "\n" + number[cut:], _grouped(number, fours, "\n"), " ".join(number),
        _grouped(number, [8, 8], rng.choice(" -")),
    ]  # fmt: skip
    return number, rng.choice(forms)


def mobile(rng: random.Random) -> tuple[str, str]:
    """A Chinese mobile number, with and without the country's prefix."""
    number, separator = corpus.mobile(rng), rng.choice(_SEPARATORS)
    forms = [number] * 3 + [
        _grouped(number, [3, 4], separator), _grouped(number, [3, 3], separator), _grouped(number, [4, 3], separator),
        _grouped(number, [3], separator), number.translate(_FULL), number[:3] + "\n" + number[3:], " ".join(number),
    ]  # fmt: skip
    prefix = rng.choice(["", "", "", "", "+86", "+86 ", "86-", "86", "(+86)", "+86-", "0086", "（+86）", "(86)", "0"])
    return number, prefix + rng.choice(forms)


def landline(rng: random.Random) -> tuple[str, str]:
    """A Chinese landline."""
    area, plain = rng.choice(["010", "021", "020", "0571", "0755", "0512", "0931", "023"]), _digits(rng, 7)
    number = f"{rng.randint(2, 8)}{plain}"
    said = rng.choice([number, number, f"{number[:4]} {number[4:]}", f"{number[:4]}-{number[4:]}"])
    forms = [
        f"{area}-{said}", f"({area}){said}", f"（{area}）{said}", f"({area}) {said}", f"{area} {said}", f"{area}{said}",
        f"+86 {area[1:]} {said}", f"+86-{area[1:]}-{said}", f"{area}-{said}".translate(_FULL), f"{area}-{said}转801",
    ]  # fmt: skip
    return area + number, rng.choice(forms)


def american(rng: random.Random) -> tuple[str, str]:
    """A North American number."""
    area = rng.choice(["212", "415", "617", "312", "972", "646", "305", "213", "702", "480"])
    middle, last = f"{rng.randint(2, 9)}{_digits(rng, 2)}", _digits(rng, 4)
    forms = [
        f"({area}) {middle}-{last}", f"({area}){middle}-{last}", f"{area}-{middle}-{last}", f"{area}.{middle}.{last}",
        f"+1 {area} {middle} {last}", f"+1-{area}-{middle}-{last}", f"1-{area}-{middle}-{last}",
        f"+1{area}{middle}{last}", f"+1 ({area}) {middle}-{last}", f"{area} {middle} {last}", f"{area}/{middle}-{last}",
        f"{area}-{middle}-{last} ext. 12",
    ]  # fmt: skip
    return area + middle + last, rng.choice(forms)


def british(rng: random.Random) -> tuple[str, str]:
    """A British number."""
    if rng.random() < 0.5:
        rest = f"7{rng.choice('45789')}{_digits(rng, 8)}"
        forms = [f"0{rest[:4]} {rest[4:]}", f"0{rest}", f"+44 {rest[:4]} {rest[4:]}", f"+44{rest}"]
        forms += [f"+44 (0){rest[:4]} {rest[4:]}", f"0044 {rest[:4]} {rest[4:]}"]
    else:
        rest = f"20{rng.choice('378')}{_digits(rng, 7)}"
        forms = [f"020 {rest[2:6]} {rest[6:]}", f"(020) {rest[2:6]} {rest[6:]}", f"+44 20 {rest[2:6]} {rest[6:]}"]
        forms += [f"020-{rest[2:6]}-{rest[6:]}", f"+44 (0)20 {rest[2:6]} {rest[6:]}"]
    return rest, rng.choice(forms)


PERSONAL = {
    identity: "identity", old_identity: "identity", card: "card", mobile: "phone", landline: "phone",
    american: "phone", british: "phone",
}  # fmt: skip


def unchecked(rng: random.Random, count: int) -> str:
    """Digits that are no resident number, no card and no mobile number."""
    while True:
        number = str(rng.randint(1, 9)) + _digits(rng, count - 1)
        own = (count == 11 and number[0] == "1") or is_resident_id(number) or (12 < count < 20 and luhn(number))
        if not own:
            return number


def _day(rng: random.Random, form: str) -> str:
    return form.format(year=rng.randint(2010, 2027), month=rng.randint(1, 12), day=rng.randint(1, 28))


IMPERSONAL: tuple[Maker, ...] = (
    lambda rng: f"{rng.randint(1, 999)},{_digits(rng, 3)},{_digits(rng, 3)}.{_digits(rng, 2)}",
    lambda rng: f"${rng.randint(1, 99999)}.{_digits(rng, 2)}",
    lambda rng: f"{rng.randint(1, 99999999)}元",
    lambda rng: f"余额{rng.randint(1, 9999999)}.{_digits(rng, 2)}元",
    lambda rng: _day(rng, "{year}-{month:02d}-{day:02d}"),
    lambda rng: _day(rng, "{year}年{month}月{day}日"),
    lambda rng: _day(rng, "{year}{month:02d}{day:02d}"),
    lambda rng: _day(rng, "{month:02d}/{day:02d}/{year}"),
    lambda rng: _day(rng, "{year}-{month:02d}-{day:02d} 21:05:30"),
    lambda rng: f"V{rng.randint(1, 9)}.{rng.randint(0, 99)}.{rng.randint(0, 9999)}",
    lambda rng: f"{rng.randint(1, 20)}.0.{rng.randint(10000, 99999)}.{rng.randint(100, 9999)}",
    lambda rng: ".".join(str(rng.randint(1, 254)) for _ in range(4)),
    lambda rng: _digits(rng, 6),
    lambda rng: f"IL {_digits(rng, 5)}",
    lambda rng: "订单号" + unchecked(rng, rng.choice([12, 14, 15, 16, 17, 18, 19, 20])),
    lambda rng: "order number " + unchecked(rng, rng.choice([8, 9, 10, 12, 14, 15, 16, 17, 18])),
    lambda rng: "发票号码:" + unchecked(rng, rng.choice([8, 20])),
    lambda rng: "流水号" + _day(rng, "{year}{month:02d}{day:02d}") + _digits(rng, rng.choice([6, 10])),
    lambda rng: f"INV-{rng.randint(2020, 2027)}-{_digits(rng, 5)}",
    lambda rng: "tracking # " + unchecked(rng, rng.choice([12, 14, 18, 20])),
    lambda rng: "Ref: " + unchecked(rng, rng.choice([7, 8, 9, 10, 11, 12])),
    lambda rng: unchecked(rng, rng.choice([16, 18, 19, 20])),
    lambda rng: unchecked(rng, rng.choice([7, 8, 9, 10, 12, 13])),
    lambda rng: f"112-{_digits(rng, 7)}-{_digits(rng, 7)}",
    lambda rng: f"{rng.randint(1, 9)} {rng.randint(100, 999)} {rng.randint(100, 999)}",
    lambda rng: f"{rng.randint(2000, 2026)}-{rng.randint(2000, 2026)}",
    lambda rng: f"SF{unchecked(rng, 13)}",
)


def put(rng: random.Random, typed: str, label: str = "") -> str:
    """The typed number somewhere in a text: between two words or Chinese characters, beside no other number."""
    host = rng.choice(rng.choice([ENGLISH, CHINESE]))
    inside = re.compile(r"[0-9A-Za-z.,/$€{}#:%-]{2}|[0-9]")
    gaps = [at for at in range(1, len(host)) if not inside.search(host[at - 1 : at + 1])]
    at = rng.choice(gaps)
    framed = label + rng.choice(_FRAMES).format(typed)
    if host.isascii():
        return f"{host[:at].rstrip()} {framed} {host[at:].lstrip()}"
    return host[:at] + framed + host[at:] if rng.random() < 0.8 else f"{host[:at]} {framed} {host[at:]}"


def label_of(rng: random.Random, maker: Callable[..., object]) -> str:
    """What may announce it; most often nothing does."""
    return rng.choice(_LABELS[PERSONAL[maker]]) if rng.random() < 0.3 else ""  # type: ignore[index]


def shows(number: str, text: str) -> bool:
    """Whether more of the number can be read than its mask leaves."""
    plain = "".join(char for char in text if unicodedata.category(char) not in {"Cf", "Mn"})
    left = re.sub(r"[^0-9X*]", "", unicodedata.normalize("NFKC", plain).upper())
    keep = 7 if len(number) <= 12 else 8
    return any(number[at : at + keep] in left for at in range(len(number) - keep + 1))
