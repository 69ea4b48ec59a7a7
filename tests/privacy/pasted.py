"""Chat, signatures, tables out of spreadsheets, scans: numbers beside order numbers, amounts, days and public codes.

A slot such as {MOBILE} holds what must be hidden, one such as {amount} what must stay; both are filled at random.
"""

import random
import re

import harsh

TEXTS = """
[10:42] 王敏: 在吗 老李电话 {MOBILE} 你存一下哈
王敏 10:42:31\\n{MOBILE}\\n王敏 10:42:40\\n这个是他老婆的 {MOBILE}
@小陈 客户刚发来的卡:{CARD},户名李强,{bank};金额{amount}
哈哈哈哈{MOBILE}打这个,别打{hotline}了🤣
他身份证{ID}/电话{MOBILE}/地址文一西路969号
微信同号{MOBILE}～晚上8点后打
收到!{MOBILE}(微信同号),订单{order}
转{amount}到{CARD}谢谢老板🙏🙏
vx:{MOBILE}\\ntel:{LANDLINE}\\n{day}前回我
k号{CARD}，手机{MOBILE}，sfz{ID}
李总13开头那个是{MOBILE}对吧?昨天{day}打不通
客户A-{MOBILE}-{amount}-{day}
①{MOBILE}②{MOBILE}③{LANDLINE}
“{MOBILE}”和“{MOBILE}”哪个是财务?
{MOBILE}/{MOBILE} 两个都行
{MOBILE}、{MOBILE},{LANDLINE}都打过了
hey, my cell's {AMERICAN}, ping me after 5; order {order}
lol no, it's {AMERICAN} not {tollfree}
reach me on {BRITISH} or {AMERICAN} x204
my visa {CARD} exp 09/28 was charged {dollars} on {day}
> On {day}, J. Doe wrote:\\n> call {AMERICAN}\\n> ref {order}
ID {ID}; card {CARD}; amount {dollars}; case {order}
Best regards\\nJohn Smith | VP Sales\\nT: {AMERICAN} | M: {BRITISH}\\nVAT GB 123 4567 82 | {site}
Tel.: {BRITISH}\\nFax: {BRITISH}\\nRegistered in England No. 01234567
Office {AMERICAN} ext. 4410 · Mobile {AMERICAN} · {site}
张伟 客户经理\\n电话:{LANDLINE}-8012  手机:{MOBILE}\\n邮编:310005 传真:{LANDLINE}\\n{site}
Mobile/WeChat: {MOBILE}\\nTel: {LANDLINE} ext 801\\nAdd: No. 969 Wenyi Rd W, 311121
王敏|高级经理|{MOBILE}|{LANDLINE}转601|税号{uscc}
姓名\\t身份证号\\t手机\\t卡号\\t金额\\n李强\\t{ID}\\t{MOBILE}\\t{CARD}\\t{figure}
序号\\t客户号\\t日期\\t金额\\t电话\\n1\\t{code}\\t{day}\\t{figure}\\t{MOBILE}\\n2\\t{code}\\t{day}\\t{figure}\\t{MOBILE}
{day}\\t{figure}\\t{figure}\\t{CARD}\\t{order}
No\\tName\\tPhone\\tAmount\\n1\\tJ. Doe\\t{AMERICAN}\\t{figure}\\n2\\tA. Roe\\t{AMERICAN}\\t{figure}
客户,统一社会信用代码,联系人,手机,余额\\n华东精工,{uscc},李强,{MOBILE},{figure}
| 李强 | {ID} | {MOBILE} | {figure} |
| {day} | {uscc} | {LANDLINE} | {figure} |
name;id;mobile;card;sum\\nLi;{ID};{MOBILE};{CARD};{figure}
{"name":"李强","mobile":"{MOBILE}","idNo":"{ID}","amount":{figure},"time":"{day}T10:42:17"}
<td>{MOBILE}</td><td>{figure}</td><td>{CARD}</td>
phone={MOBILE}&order={order}&amt={figure}
居民身份证\\n姓名 李 强\\n公民身份号码 {ID}\\n签发机关 杭州市公安局 有效期限 2015.03.01-2035.03.01
营业执照\\n统一社会信用代码 {uscc}\\n注册资本 伍佰万元整\\n电 话 {LANDLINE}
VALID THRU 09/28\\n{CARD}\\nLI QIANG
付款回单\\n收款人账号:{CARD}\\n金额(小写):¥{amount}\\n交易流水:{order}\\n交易时间:{day} 10:42:17
开户行:{bank} 账号 {CARD} 行号 102331002017 手机 {MOBILE}
发票抬头:华东精工 税号:{uscc} 电话:{LANDLINE} 发票号码:{order} 金额:{amount}
合同{order}约定,{day}前付{amount}至{CARD}(户名:李强,身份证:{ID})
{uscc}法人李强{ID},联系{MOBILE}
单号{order},收件人李强{MOBILE},邮编310005,{day}签收
逾期{figure}元,借据号{order},共借人{ID}({MOBILE})
车牌浙A12345 发动机号{order} 车主电话{MOBILE} 身份证({ID})
交易{day} 10:42 {CARD} 支出{amount} 余额{amount} 对方{CARD}
Wire {dollars} to card {CARD}, ref {order}, tel {AMERICAN}, by {day}
Claim {order}: insured's phone ({AMERICAN}), paid {dollars} on {day}, policy {order}
保证人:1.李强{ID};2.王敏{ID}。联系电话分别为{MOBILE}、{MOBILE}
电话:{MOBILE}(张经理){LANDLINE}(前台){hotline}(客服)
手机号码由{MOBILE}变更为{MOBILE},生效日{day}
老号{MOBILE}停机->新号{MOBILE}
身份证:{ID},有效期至{day},住址邮编310005,申请{amount}
尾号{tail}的卡{CARD}于{day}支出{amount}
GB/T 4754-2017 A0111 {MOBILE} V3.2.1 {CARD} 10.0.19045.3930 {LANDLINE}
{figure} {figure} {MOBILE} {figure}
利率{rate} 期限{day}至{day} 电话{MOBILE} 金额{amount}
*{MOBILE}* _{CARD}_ ~{ID}~ `{LANDLINE}`
<tel:{MOBILE}|{MOBILE}> wrote about {order}
""".strip().splitlines()
_SLOT = re.compile(r"\{([A-Z]+|[a-z]+)\}")


def _amount(rng: random.Random) -> str:
    whole = f"{rng.randint(1, 99_999_999):,}"
    return rng.choice([whole, whole.replace(",", "")]) + rng.choice(
        ["元", ".00元", "万元", f".{rng.randint(10, 99)}元"]
    )


def _figure(rng: random.Random) -> str:
    return f"{rng.randint(1000, 99_999_999)}{rng.choice(['', '.00', f'.{rng.randint(10, 99)}'])}"


def _day(rng: random.Random) -> str:
    year, month, day = rng.randint(2019, 2027), rng.randint(1, 12), rng.randint(1, 28)
    form = rng.choice(
        ["{:04d}-{:02d}-{:02d}", "{}年{}月{}日", "{:04d}{:02d}{:02d}", "{}/{}/{}", "{:04d}.{:02d}.{:02d}"]
    )
    return form.format(year, month, day)


def _uscc(rng: random.Random) -> str:
    return rng.choice(["91110108551385082Q", "91440300708461136T", "914403001922038216", "91330000712560751D"])


def _order(rng: random.Random) -> str:
    day = f"20{rng.randint(20, 27)}{rng.randint(1, 12):02d}{rng.randint(1, 28):02d}"
    tail = str(rng.randint(10**5, 10**9))
    return rng.choice([day + tail, f"HT-{day[:4]}-{tail[:4]}", f"T{day}{tail[:5]}", f"NO.{tail}", f"{day}-{tail[:6]}"])


HIDDEN = {
    "ID": harsh.identity, "CARD": harsh.card, "MOBILE": harsh.mobile, "LANDLINE": harsh.landline,
    "AMERICAN": harsh.american, "BRITISH": harsh.british,
}  # fmt: skip
SHOWN: dict[str, harsh.Maker] = {
    "amount": _amount, "figure": _figure, "day": _day, "uscc": _uscc, "order": _order,
    "dollars": lambda rng: f"${rng.randint(1, 99_999):,}.{rng.randint(0, 99):02d}",
    "code": lambda rng: f"{rng.choice(['C', 'KH', ''])}{rng.randint(10**5, 10**8)}",
    "hotline": lambda rng: rng.choice(["95588", "400-820-8820", "4008208820", "12378", "95533"]),
    "tollfree": lambda rng: rng.choice(["1-800-555-0100", "(888) 555-0123", "800-555-0100"]),
    "bank": lambda rng: rng.choice(["工商银行杭州分行", "招行余杭支行"]),
    "site": lambda rng: rng.choice(["www.example.com", "https://example.com/2024/05/11?id=20240511"]),
    "tail": lambda rng: f"{rng.randint(0, 9999):04d}",
    "rate": lambda rng: f"{rng.randint(2, 9)}.{rng.randint(10, 99)}%",
}  # fmt: skip


def fill(rng: random.Random, text: str, usual: bool) -> tuple[str, list[str], list[tuple[int, int, str]]]:
    """A text filled in, the numbers that must be hidden, and where what must stay stands.

    With `usual` every number is written as its owner writes it; without, in any spelling.
    """
    parts: list[str] = []
    numbers: list[str] = []
    kept: list[tuple[int, int, str]] = []
    at = length = 0
    for slot in _SLOT.finditer(text):
        before = text[at : slot.start()].replace("\\n", "\n").replace("\\t", "\t")
        at = slot.end()
        if slot[1] in HIDDEN:
            number, typed = HIDDEN[slot[1]](rng)
            while usual and ("\n" in typed or "  " in typed):
                number, typed = HIDDEN[slot[1]](rng)
            numbers.append(number)
        else:
            typed = SHOWN[slot[1]](rng)
            kept.append((length + len(before), length + len(before) + len(typed), slot[1]))
        parts += [before, typed]
        length += len(before) + len(typed)
    parts.append(text[at:].replace("\\n", "\n").replace("\\t", "\t"))
    return "".join(parts), numbers, kept
