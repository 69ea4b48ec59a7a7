"""Whatever surrounds it and however it is typed, an identity, card or telephone number does not survive masking."""

import random
import re
import sys
import unicodedata
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core.privacy import SECRET_MARK, find, mask
from bot.core.privacy.trial import run

sys.path.insert(0, str(Path(__file__).parent))
import corpus


def digits(text: str) -> str:
    plain = "".join(char for char in text if unicodedata.category(char) not in {"Cf", "Mn"})
    return re.sub(r"[^0-9X]", "", unicodedata.normalize("NFKC", plain).upper())


MAKERS = {"resident_id": corpus.resident_id, "bank_card": corpus.card, "mobile": corpus.mobile}


@pytest.mark.parametrize("kind", MAKERS)
def test_numbers_typed_into_real_sentences_are_masked_wherever_they_stand(kind):
    rng = random.Random(f"leak {kind}")
    missed = []
    for _ in range(1500):
        line = rng.choice(corpus.CLEAN)
        number = MAKERS[kind](rng)
        # Between two words, or glued to Chinese; glued to another number nobody could tell where it begins.
        # After "Reference:" or "No." any reader takes it for a reference; before 元 or after $ for an amount.
        touching = re.compile(r"[0-9A-Za-z.,/$€:#号码件元万-]")
        gaps = [at for at in range(len(line) + 1) if not touching.search(line[max(0, at - 1) : at + 1])]
        gaps += [found.end() for found in re.finditer(r"[a-z,;)] (?=[A-Za-z])", line)]
        at = rng.choice(gaps or [0])
        before, after = line[:at], line[at:]
        typed = corpus.regroup(rng, number)
        result = mask(f"{before} {typed} {after}" if line.isascii() else before + typed + after)
        if number in digits(result.text) or not {kind, "secret", "phone"} & {item.kind for item in result.findings}:
            missed.append((number, line[max(0, at - 12) : at + 12], result.text))
    assert missed == []


@pytest.mark.parametrize(
    "text, kind, shown",
    [
        ("身份证11010519491231002X。", "resident_id", "110***********002X"),
        ("证件号110105194912310021有误", "resident_id", "110***********0021"),
        ("老身份证130503670401001", "resident_id", "130********1001"),
        ("打13800138000找他", "mobile", "138****8000"),
        ("+86 138-0013-8000", "mobile", "138****8000"),
        ("8613800138000", "mobile", "138****8000"),
        ("手机一三八零零一三八零零零", "mobile", "138****8000"),
        ("1️⃣3️⃣8️⃣0️⃣0️⃣1️⃣3️⃣8️⃣0️⃣0️⃣0️⃣", "mobile", "138****8000"),
        ("手机138一二三四5678", "mobile", "138****5678"),
        ("https://x.cn/c?id=7&phone=%2B86%20138%200013%208000&t=1", "mobile", "138****8000"),
        ("https://x.cn/?card=%EF%BC%96222%2D0200-0000-0122", "bank_card", "6222 **** **** 0122"),
        (r'{"note": "\u5361\u53f76222020000000122\u51bb\u7ed3"}', "bank_card", "6222 **** **** 0122"),
        (r'{"a": "\u624b\u673a\n138\t0013\t8000"}', "mobile", "138****8000"),
        ("Tel.&nbsp;138&#160;0013&#xA0;8000<br>", "mobile", "138****8000"),
        ("涨了30%13800138000", "mobile", "138****8000"),
        ("call Wilson 13800138000X9", "mobile", "138****8000"),
        ("Tel SN 13800138000X9", "mobile", "138****8000"),
        ("护照号：E1234 5678", "passport", "E******78"),
        ("1,张三,一三八零零一三八零零零,杭州", "mobile", "138****8000"),
        ("①③⑧⓪⓪①③⑧⓪⓪⓪", "mobile", "138****8000"),
        ("李四一一零一零五一九四九一二三一零零二X王五", "resident_id", "110***********002X"),
        ("3782\r\n822463\r\n10005", "bank_card", "3782 **** **** 0005"),
        ("卡号4111 1111 1111 1111", "bank_card", "4111 **** **** 1111"),
        ("amex 3782-822463-10005", "bank_card", "3782 **** **** 0005"),
        ("座机0571-88888888转801", "phone", "****8888"),
        ("(010)62345678", "phone", "****678"),
        ("Call me at (212) 555-0187.", "phone", "****187"),
        ("ring +44 20 7946 0958 please", "phone", "****0958"),
        ("电话:62345678", "phone", "****78"),
        ("邮箱zhang.san@example.com,谢谢", "email", "z***@example.com"),
        ("Passport no. E12345678", "passport", "E******78"),
        ("张伟E12345678,周五出境", "passport", "E******78"),
        ("her PE1234567 runs out in May", "passport", "P******67"),
        ("陈生M12345678已核", "travel_permit", "M******78"),
        ("护照号码为EA1234567", "passport", "E******67"),
        ("回乡证H1234567890", "travel_permit", "H********90"),
        ("NI number AB 12 34 56 C", "national_insurance", "A******6C"),
        ("SSN 123456789", "ssn", "***-**-6789"),
        ("social security number is 123-45-6789", "ssn", "***-**-6789"),
        ("IBAN GB82 WEST 1234 5698 7654 32 thanks", "iban", "GB** **** 5432"),
        ("对公账号3301040160001234567", "account", "****4567"),
        ("HKID G123456(A)", "hong_kong_id", "G*****6A"),
    ],
)
def test_each_kind_shows_no_more_than_its_mask(text, kind, shown):
    result = mask(text)
    assert [item.kind for item in result.findings] == [kind]
    assert result.findings[0].masked == shown
    assert shown in result.text


@pytest.mark.parametrize(
    "text, secret",
    [
        ("取款密码是369147", "369147"),
        ("密码:Abc@2024!", "Abc@2024!"),
        ("密码123456,请改", "123456"),
        ("验证码384920", "384920"),
        ("验证码 384 920", "384 920"),
        ("384920是您的验证码", "384920"),
        ("cvv2:123", "123"),
        ("安全码为982", "982"),
        ("My PIN is 4821", "4821"),
        ("OTP 993211 was sent", "993211"),
        ("the verification code is 77120", "77120"),
        ("password: hunter2", "hunter2"),
        ("密码是123456", "123456"),
    ],
)
def test_announced_secrets_are_deleted_and_never_kept(text, secret):
    result = mask(text)
    assert secret not in result.text
    assert SECRET_MARK in result.text
    assert [(item.kind, item.value) for item in result.findings] == [("secret", "")]


@given(st.text(alphabet=st.sampled_from("0123456789 -.,()+/xX*@abz卡号电话密码是:订单身份证\u200b\n"), max_size=120))
def test_masking_a_masked_text_changes_nothing(text):
    once = mask(text).text
    assert mask(once).text == once


@given(st.text(max_size=200))
def test_spans_point_into_the_text_as_typed(text):
    last = 0
    for item in find(text):
        assert last <= item.span[0] < item.span[1] <= len(text)
        last = item.span[1]


def test_the_mask_command_prints_no_value_in_either_format():
    text = "客户13800138000,卡6222021234567890128,密码是369147"
    for form in ("text", "json"):
        shown = run(text, form)
        assert "13800138000" not in shown and "6222021234567890128" not in shown and "369147" not in shown
        assert "138****8000" in shown
    with pytest.raises(ValueError, match="text, json"):
        run(text, "xml")


def test_what_a_program_escaped_is_read_and_the_rest_stays_as_it_was():
    assert (
        mask("https://x.cn/c?phone=%2B86%20138%200013%208000&t=1").text
        == "https://x.cn/c?phone=%2B86%20138****8000&t=1"
    )
    assert mask(r'{"note": "\u53f7138\t0013\t8000\u51bb"}').text == r'{"note": "\u53f7138****8000\u51bb"}'
    assert (
        mask(r'{"note": "\u8d26\u6237 6225 8877 5380 9265 282"}').text
        == r'{"note": "\u8d26\u6237 6225 **** **** 5282"}'
    )
    assert mask("x%20y &nbsp; 50%20年").text == "x%20y &nbsp; 50%20年"


def test_a_secret_takes_along_the_number_it_cuts_into():
    assert mask("security code se330-1061-9421-2136-160nt").text.count("1061") == 0
    assert "5678" not in mask("密码是13812345678").text


def british(rng):
    number = f"7{rng.randint(100_000_000, 999_999_999)}"
    return number, rng.choice([f"+44 {number[:4]} {number[4:]}", f"+44{number}", f"0{number[:4]} {number[4:]}"])


def american(rng):
    area, middle, last = rng.choice(["212", "415", "617"]), f"{rng.randint(200, 999)}", f"{rng.randint(0, 9999):04d}"
    forms = [f"({area}) {middle}-{last}", f"{area}.{middle}.{last}", f"+1 {area} {middle} {last}"]
    return area + middle + last, rng.choice([*forms, f"+1{area}{middle}{last}"])


def landline(rng):
    area, number = rng.choice(["010", "021", "0571", "0755"]), f"{rng.randint(2, 8)}{rng.randint(0, 9_999_999):07d}"
    forms = [f"{area}-{number}", f"({area}){number}", f"{area}{number}", f"（{area}）{number}"]
    return area + number, rng.choice(forms)


def social_security(rng):
    number = f"{rng.randint(1, 665):03d}{rng.randint(1, 99):02d}{rng.randint(1, 9999):04d}"
    return number, f"{number[:3]}-{number[3:5]}-{number[5:]}"


@pytest.mark.parametrize("make", [british, american, landline, social_security], ids=lambda make: make.__name__)
def test_telephones_and_social_security_numbers_are_masked_in_their_usual_spellings(make):
    rng = random.Random(make.__name__)
    lines = ["我昨天打给他,没人接,麻烦今天再联系。", "I tried him twice yesterday, then left a note, please try again."]
    missed = []
    for _ in range(1000):
        words = re.split(r"(?<=[,。 ])", rng.choice(lines))
        number, typed = make(rng)
        at = rng.randint(0, len(words))
        result = mask("".join(words[:at]) + f" {typed} " + "".join(words[at:]))
        if number in digits(result.text):
            missed.append((typed, result.text))
    assert missed == []
