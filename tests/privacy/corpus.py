"""Numbers of every kind made at random but valid, and texts without any, as people really write them."""

import random

from bot.core.privacy import is_resident_id, luhn

CLEAN = """
客户反映5月11日在我行手机银行下单,订单号202405111234567890,付款12,800.00元,至今未收到货,要求三个工作日内退款。
运单号SF1380013800012显示4月30日已签收,但客户称未收到,快递单号YT8812345678901也查不到,请物流核实。
流水号20240511093012345678,交易金额人民币13800138000.00元系测试数据,请勿入账。
增值税发票号码24312000000123456789,发票代码033002100311,税额1,768.14元,价税合计15,368.14元。
统一社会信用代码91110108551385082Q的企业申请开户,注册资本5000万元,成立日期2010-04-22。
合同编号:HT-2024-0511-0007,期限2024.05.11至2027.05.10,总价款3,560,000.00元,分12期支付。
客服热线400-820-8820和95588均打不通,后来拨打12378和12345反映,工单号T20240511000123。
营业执照注册号330106000123456,法人变更登记时间2023年12月25日14:30:05,变更3次。
设备型号G12345678,序列号SN20231125A0098,固件版本3.12.0.1045,保修期36个月。
客户KH1001和M00012345的G20241130批货已发,合同E12345678-01待签,订单EA1234567、S12345678、P12345678和D12345678照旧。
截至2024-03-31,应收账款1380.5万元,存货2,961.33万元,流动比率1.20,速动比率0.743,资产负债率70.0%。
系统时间戳1700000000123和1699999999,报文编号0000123456789012,重试5次仍失败。
案号(2023)浙0106民初12345号,立案日期20230915,标的额4,500,000元。
客户密码错误三次被锁,要求重置密码;验证码一直收不到,PIN码也忘了,希望改密码流程简单些。
保单号PICC202405110000123456789,保费每年5,200元,缴费10年,保额500,000元。
微信支付交易单号4200002219202405111234567890,商户单号1000107101202405110001。
会议纪要20240511:到场18人,议题6项,预算1500 2000 300万元,分三年执行。
国标GB/T 4754-2017、ISO 13616:2020、JR/T 0171-2020已更新,请于2026-02-01前完成对照。
我在2024年1月到2024年12月间共还款12笔,每笔3,580.50元,累计42,966元,利率由4.35%降到3.85%。
房屋坐落余杭区文一西路969号5幢2单元1301室,面积138.52平方米,单价42,000元。
股票代码600519和000001,基金代码161725,汇率7.1234,数量13800股。
I was charged $1,299.00 on 05/11/2024 and again on 05/12/2024 for order number 112-3456789-0123456, still missing.
The tracking number 9400 1000 0000 0000 0000 00 and UPS 1Z999AA10123456784 both show "delivered" on 2024-05-11 at 10:42.
My account ending in 4821 was closed on XX/XX/2019; XXXX XXXX told me the balance of {$2500.00} was written off.
I called 800-555-0100, then 1-888-555-0123, 15 times between 2019 and 2021 each time.
Invoice no. 20240511-000123, PO 4500012345, item 10, quantity 1,200, unit price EUR 13.80, total EUR 16,560.00.
My password is wrong and the verification code never arrives; the PIN was not accepted and the CVV is on the back.
Case number 210987654321 was opened under 15 U.S.C. 1681 and 12 CFR 1026.13; please respond in 30 days, not 3000.
The loan of $250,000.00 at 4.125% over 360 months gives a payment of $1,211.62; 13800 payments were misapplied.
Reference: 1234567890123456. Claim 2024051112345678 was denied on 2024-05-11T10:42:17.123456Z, see page 138 of 1995.
Serial number E12345678, model HM1234567890, firmware 13.4.5678, MAC 00:1B:44:11:3A:B7, IP 192.168.100.14.
Growth was +15000000 units, up 13.8% from 12,345,678, with 1 380 013 800 visits and 15 000 000 000 impressions a year.
The check number 1234567890, routing number 021000021, was cashed on March 3, 2019 for $19,876,543,210.00 by mistake.
ISBN 978-7-111-40701-0, 550e8400-e29b-41d4-a716-446655440000, 4f13812345678a9.
""".strip().splitlines()


def resident_id(rng: random.Random) -> str:
    """A valid resident number."""
    area = rng.choice(["110105", "330106", "440304", "510104", "650102", "310115", "810000"])
    born = f"{rng.randint(1940, 2015)}{rng.randint(1, 12):02d}{rng.randint(1, 28):02d}"
    body = f"{area}{born}{rng.randint(0, 999):03d}"
    return next(body + check for check in "0123456789X" if is_resident_id(body + check))


def card(rng: random.Random) -> str:
    """A card of a known scheme with its check digit."""
    prefixes = [("6222", 19), ("6217", 19), ("625", 16), ("4", 16), ("52", 16), ("6228", 19), ("623", 18)]
    prefix, length = rng.choice(prefixes)
    body = prefix + "".join(rng.choice("0123456789") for _ in range(length - 1 - len(prefix)))
    return next(body + check for check in "0123456789" if luhn(body + check))


def mobile(rng: random.Random) -> str:
    """A Chinese mobile number."""
    return f"1{rng.choice('3456789')}{rng.randint(0, 999_999_999):09d}"


def regroup(rng: random.Random, number: str) -> str:
    """The number as a person may type it: plain, full-width, spaced, dashed, with invisible characters."""
    full = str.maketrans("0123456789X-", "０１２３４５６７８９Ｘ－")
    cut = rng.choice([3, 4])
    groups = [number[:cut], *(number[at : at + 4] for at in range(cut, len(number), 4))]
    forms = [
        number,
        number,
        number.translate(full),
        " ".join(groups),
        "-".join(groups),
        "－".join(groups).translate(full),
        "\u00a0".join(groups),
        "\u200b".join(number),
        "".join(char + rng.choice(["", "\u200d", "\u2060"]) for char in number),
        " ".join(number),
    ]
    return rng.choice(forms)
