"""Whether a number can be what it looks like: checksums, area codes and birth dates. Pure, digits in, bool out."""

import re
from datetime import date

# GB 11643-1999: weights and check characters of the 18-digit resident number.
_ID_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_ID_CHECK = "10X98765432"
# GB/T 2260 provinces; 81-83 are residence permits of Hong Kong, Macao and Taiwan people, 9x the 2023 permanent
# residence card of foreigners, which keeps the province in its second and third digit.
_PROVINCES = frozenset(
    {*range(11, 16), *range(21, 24), *range(31, 38), *range(41, 47), *range(50, 55), *range(61, 66), 71, 81, 82, 83}
)
# GB 32100-2015: alphabet without I, O, S, V, Z.
_USCC_ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"
# Registering department and kind of body, as far as they are given out.
_USCC = re.compile(
    r"(?:1[1239]|[2467][19]|3[1-59]|5[1239]|8[19]|9[123]|A[19]|N[1239]|Y1)[0-9]{6}[0-9A-HJ-NPQRTUWXY]{10}"
)
# ISO 13616 registry: length of the whole IBAN per country.
_IBAN_REGISTRY = """
AD24 AE23 AL28 AT20 AZ28 BA20 BE16 BG22 BH22 BR29 BY28 CH21 CR22 CY28 CZ24 DE22 DK18 DO28 EE20 EG29 ES24 FI18 FO18
FR27 GB22 GE22 GI23 GL18 GR27 GT28 HR21 HU28 IE22 IL23 IQ23 IS26 IT27 JO30 KW30 KZ20 LB28 LC32 LI21 LT20 LU20 LV21
MC27 MD24 ME22 MK19 MR27 MT31 MU30 NL18 NO15 PK24 PL28 PS29 PT25 QA29 RO24 RS22 SA24 SE24 SI19 SK24 SM27 TN24 TR26
UA29 VA22 VG24 XK20
"""
_IBAN_LENGTHS = {entry[:2]: int(entry[2:]) for entry in _IBAN_REGISTRY.split()}
_NANP = re.compile(r"[2-9][0-9]{2}[2-9][0-9]{6}")
_TOLL_FREE = frozenset({"400", "800", "822", "833", "844", "855", "866", "877", "888"})


def luhn(digits: str) -> bool:
    """Whether the last digit is the Luhn check digit of the others (ISO/IEC 7812-1)."""
    total = 0
    for place, char in enumerate(reversed(digits)):
        value = int(char) << (place & 1)
        total += value - 9 if value > 9 else value
    return total % 10 == 0 and len(set(digits)) > 1


def is_bank_card(digits: str) -> bool:
    """Whether 16-19 digits pass Luhn; which issuer it may be is `card_issuer`'s question."""
    return 16 <= len(digits) <= 19 and digits.isascii() and digits.isdigit() and luhn(digits)


def card_issuer(digits: str) -> str | None:
    """The scheme whose numbers begin and are as long like this one, or None (ISO/IEC 7812 issuer ranges)."""
    length, two, four = len(digits), int(digits[:2]), int(digits[:4])
    if two in (62, 81) and 16 <= length <= 19:
        return "unionpay"
    if digits[0] == "4" and length in (13, 16, 19):
        return "visa"
    if length == 16 and (51 <= two <= 55 or 2221 <= four <= 2720):
        return "mastercard"
    if length == 16 and (3528 <= four <= 3589 or two in (60, 64, 65)):
        return "other"
    if length in (16, 19) and four in (9558, 9559, 6858, 9843, 9400):  # debit cards older than the 62 range
        return "unionpay"
    return {(15, 34): "amex", (15, 37): "amex", (14, 36): "diners", (14, 38): "diners"}.get((length, two))


def _birth(year: int, month: int, day: int) -> bool:
    try:
        date(year, month, day)
    except ValueError:
        return False
    return 1900 <= year <= 2099


def _area(digits: str) -> bool:
    province = digits[1:3] if digits[0] == "9" else digits[:2]
    return int(province) in _PROVINCES


def resident_id_shape(number: str) -> bool:
    """Whether 18 characters carry a province and a real birth date, the check character aside."""
    if len(number) != 18 or not number[:17].isdigit() or not _area(number):
        return False
    return _birth(int(number[6:10]), int(number[10:12]), int(number[12:14]))


def is_resident_id(number: str) -> bool:
    """Whether this is a valid 18-character resident number: area, birth date, check character (GB 11643-1999)."""
    number = number.upper()
    if not number.isascii() or not resident_id_shape(number):
        return False
    total = sum(int(char) * weight for char, weight in zip(number, _ID_WEIGHTS, strict=False))
    return _ID_CHECK[total % 11] == number[17]


def is_old_resident_id(digits: str) -> bool:
    """Whether 15 digits can be a resident number of the form issued until 1999; it has no check character.

    Prefecture and county digits are held to the ranges in use, because nothing else guards against order numbers.
    """
    if len(digits) != 15 or not digits.isdigit() or int(digits[:2]) not in _PROVINCES or digits[:2] > "65":
        return False
    if not ("01" <= digits[2:4] <= "53" or digits[2:4] == "90") or not "01" <= digits[4:6] <= "85":
        return False
    return _birth(1900 + int(digits[6:8]), int(digits[8:10]), int(digits[10:12]))


def is_uscc(code: str) -> bool:
    """Whether this is a valid unified social credit code (GB 32100-2015): public, so it is never masked."""
    code = code.upper()
    if not _USCC.fullmatch(code) or (int(code[2:4]) not in _PROVINCES and code[2:8] != "100000"):
        return False
    total = sum(_USCC_ALPHABET.index(char) * pow(3, place, 31) for place, char in enumerate(code[:17]))
    return _USCC_ALPHABET[(31 - total % 31) % 31] == code[17]


def is_iban(code: str) -> bool:
    """Whether this is an IBAN: length of its country and remainder 1 modulo 97 (ISO 13616)."""
    code = code.upper()
    if not (code.isascii() and code.isalnum()) or _IBAN_LENGTHS.get(code[:2]) != len(code):
        return False
    return int("".join(str(int(char, 36)) for char in code[4:] + code[:4])) % 97 == 1


def is_mobile(digits: str) -> bool:
    """Whether 11 digits are a mobile number of mainland China: they begin 13 to 19."""
    return len(digits) == 11 and digits[0] == "1" and "3" <= digits[1] <= "9"


def is_ssn(digits: str) -> bool:
    """Whether nine digits can be a US social security number: no 000, 666 or 9xx area, no zero group or serial."""
    area, group, serial = digits[:3], digits[3:5], digits[5:]
    return area not in ("000", "666") and area[0] != "9" and group != "00" and serial != "0000"


def is_hong_kong_id(code: str) -> bool:
    """Whether letters and digits pass the check of a Hong Kong identity card (weights 9 to 2, modulo 11)."""
    body = code.upper().rjust(9)
    values = [36 if char == " " else int(char, 36) for char in body[:8]]
    check = (11 - sum(value * weight for value, weight in zip(values, range(9, 1, -1), strict=True)) % 11) % 11
    return body[8] == "0123456789A"[check]


def is_nanp(digits: str) -> bool:
    """Whether ten digits can be a subscriber of the North American plan; toll-free service numbers are public."""
    return bool(_NANP.fullmatch(digits)) and digits[:3] not in _TOLL_FREE


def is_toll_free(digits: str) -> bool:
    """Whether ten digits are a toll-free service number of the North American plan."""
    return digits[:3] in _TOLL_FREE and len(digits) == 10 and digits[3] in "23456789"


def is_landline(digits: str) -> bool:
    """Whether digits are area code and subscriber of a Chinese landline (010/02x + 8, 03xx-09xx + 7 or 8)."""
    if len(digits) < 10 or digits[0] != "0" or digits[1] == "0":
        return False
    area = 3 if digits[1] in "12" else 4
    subscriber = digits[area:]
    if area == 3 and (digits[1] == "1" and digits[2] != "0"):
        return False
    return len(subscriber) in ((8,) if area == 3 else (7, 8)) and subscriber[0] in "2345678"
