"""E-mails, documents with letters in their numbers, and secrets announced by words."""

import re
from collections.abc import Iterator

from bot.core.privacy import checks
from bot.core.privacy.context import Context
from bot.core.privacy.findings import Candidate, candidate
from bot.core.privacy.wording import wording

_ALNUM = r"[0-9A-Za-z]"
_COUNTED = "(?:000|(?:19|20)[0-9]{2}(?:0[1-9]|1[0-2])[0-3][0-9])"
"""A day, or a number filled up with zeros: so orders and customers are numbered."""
_LOCAL = re.compile(r"[A-Za-z0-9._%+\-']{1,64}$")
_DOMAIN = re.compile(r"(?:[A-Za-z0-9-]{1,63}\.){1,8}[A-Za-z]{2,24}")
# Each pattern names its first character first and says behind it that none of a word stands before (`_FIRST`): so the
# engine steps over all other characters without trying anything.
_FIRST = rf"(?<!{_ALNUM}{_ALNUM})"
_COMPANY = "[0-9A-HJ-NPQRTUWXYa-hj-npqrtuwxy]"
_USCC = re.compile(rf"{_COMPANY}{_FIRST}{_COMPANY}[0-9]{{6}}[0-9A-Za-z]{{10}}(?!{_ALNUM})")
_IBAN = re.compile(rf"[A-Za-z]{_FIRST}[A-Za-z][0-9]{{2}}(?:[ \-]?{_ALNUM}){{11,30}}")
_NINO = re.compile(
    rf"[A-CEGHJ-PR-TW-Za-ceghj-pr-tw-z]{_FIRST}[A-CEGHJ-NPR-TW-Za-ceghj-npr-tw-z](?<!(?i:BG|GB|NK|KN|TN|NT|ZZ))"
    rf"([ \-]?)[0-9]{{2}}\1[0-9]{{2}}\1[0-9]{{2}}\1[A-Da-d](?!{_ALNUM})"
)
_HKID = re.compile(rf"([A-Za-z]{_FIRST}[A-Za-z]?[0-9]{{6}})[ ]?(?:\(([0-9Aa])\)|([0-9Aa]))(?!{_ALNUM})")
_PASSPORT = re.compile(
    rf"{_ALNUM}{_FIRST}(?:"
    rf"(?<=[A-Za-z])(?:[A-Za-z]?[ \-]?(?:[0-9]{{7,8}}|[0-9]{{4}}[ \-][0-9]{{3,4}})|[0-9]{{6}})|(?<=[0-9])[0-9]{{8}}"
    rf")(?!{_ALNUM})"
)
_PERMIT = re.compile(
    rf"[0-9HMCWLhmcwl]{_FIRST}(?:(?<=[A-Za-z])[A-Za-z]?[ \-]?[0-9]{{7,10}}|(?<=[0-9])(?:[0-9]{{7}}|[0-9]{{9}}))"
    rf"(?!{_ALNUM})"
)
# What carries its kind in its shape: mainland passports in use, official ones since 2017, permits of Hong Kong
# and Macao people. Not D, P and S with eight digits: so receipts, policies and orders are numbered.
_ALONE = r"(?![0-9A-Za-z_/\-]|\.[0-9])"
_BARE_PASSPORT = re.compile(
    rf"[DEGPS]{_FIRST}(?<![_/#.\-].)(?:(?<=[EG])(?!{_COUNTED})[0-9]{{8}}|(?:(?<=E)[A-HJ-NP-Z]|(?<=[DPS])E)[0-9]{{7}}){_ALONE}"
)
_BARE_PERMIT = re.compile(rf"[HM]{_FIRST}(?<![_/#.\-].)(?!{_COUNTED})[0-9]{{8}}{_ALONE}")
_LINKED = r"(?:\s|号|码|[:=#(,]|是|为|num(?:ber)?›|no›\.?|is›|was›)*$"
_PASSPORT_WORD = wording(r"(?:护照|‹passport)" + _LINKED)
_PERMIT_WORD = wording(r"(?:回乡证|台胞证|通行证|往来内地|港澳证|home return permit|‹travel permit|‹permit)" + _LINKED)
_HKID_WORD = wording(r"(?:香港身份证|身份证|‹hkid|hong kong id(?:entity)?(?: card)?)" + _LINKED)

_CODES = (
    r"验证码|校验码|动态码|动态密码|动态口令|短信码|安全码|交易码"
    r"|‹cvv2?|‹cvc2?|‹cvn2?|‹otp|‹pin(?: ?code)?|‹pin码"
)
_ENGLISH_CODES = (
    r"‹(?:one[- ]time|verification|security|access|auth(?:entication|orization)?) (?:pass)?codes?|‹passcode"
)
_WORDS = r"密码|口令|暗号|‹pass ?word|‹pwd|‹passphrase"
_MEANS = r"(?:\s?(?:number|no\.?|code|码|号))?\s?(?:[:=]|是|为|设(?:成|为)|改(?:成|为)|‹is›|‹was›|->)[:\s]*"
_VALUE = r"[!-+\--:<-~]{3,64}"
_SECRET_CODE = wording(
    rf"(?:{_CODES}|{_ENGLISH_CODES})(?:{_MEANS}|[\s(,\"']{{0,3}}(?:number |code |码)?)"
    rf"[\"'“「(]?(?P<value>[0-9](?:[ \-]?[0-9]){{2,11}}|(?=[A-Za-z]{{0,7}}[0-9])[A-Za-z0-9]{{4,10}})(?![0-9A-Za-z])"
    r"(?!\s?(?:times|min|hours?|days|digits?|次|分钟|小时|天|位|年|月))"
)
_SECRET_WORD = wording(rf"(?:{_WORDS})(?P<means>{_MEANS})[\"'“「(]?(?P<value>{_VALUE})")
_SECRET_BARE = wording(r"(?:密码|口令|‹pwd|‹pass ?word)\s?[\"'“「(]?(?P<value>[0-9]{6,12})(?![0-9])")
_SECRET_AFTER = wording(
    r"(?P<value>[0-9](?<![0-9A-Za-z][0-9])[0-9]{2,7})\s?(?:是|为|就是|is)\s?(?:我的|您的|你的|他的|她的|客户的|the|my|your|his|her)?\s?"
    rf"(?:银行卡|信用卡|卡|取款|支付|登录|短信|bank|card|login)?\s?(?:{_CODES}|{_ENGLISH_CODES}|{_WORDS})"
)
_SPOKEN = wording("‹(?:is|was)›")
_ANNOUNCED = wording("码|口令|暗号|cv[vcn]|otp|pin|code|pass|pwd")
"""What every secret is announced by: without any of it there is none."""


def emails(text: str) -> Iterator[Candidate]:
    """E-mail addresses, found from their @ outwards."""
    at = text.find("@")
    while at >= 0:
        local = _LOCAL.search(text[max(0, at - 64) : at])
        domain = _DOMAIN.match(text, at + 1)
        if local and domain:
            start = at - len(local[0])
            yield candidate("email", start, domain.end(), text[start : domain.end()])
        at = text.find("@", at + 1)


def public_codes(text: str) -> Iterator[Candidate]:
    """Social credit codes: public, reported so that nothing inside them is taken for a card."""
    for match in _USCC.finditer(text):
        if checks.is_uscc(match[0]):
            yield candidate("uscc", match.start(), match.end(), match[0].upper())


def ibans(text: str) -> Iterator[Candidate]:
    """International account numbers, whole or in groups."""
    for match in _IBAN.finditer(text):
        compact, end = "", match.start()
        for place in range(match.start(), match.end()):
            if text[place].isalnum():
                compact, end = compact + text[place], place + 1
                if len(compact) >= 15 and checks.is_iban(compact):
                    yield candidate("iban", match.start(), end, compact.upper())
                    break


def british_and_hong_kong(text: str) -> Iterator[Candidate]:
    """National insurance numbers and Hong Kong identity cards."""
    for match in _NINO.finditer(text):
        if not Context(text, *match.span()).clearly_reference():
            yield candidate("national_insurance", *match.span(), _compact(match[0]))
    for match in _HKID.finditer(text):
        code = (match[1] + (match[2] or match[3])).upper()
        announced = match[2] or _says(_HKID_WORD, text, match.start())
        if announced and checks.is_hong_kong_id(code):
            yield candidate("hong_kong_id", *match.span(), code)


def travel_documents(text: str) -> Iterator[Candidate]:
    """Passports and travel permits: announced ones of any country, Chinese ones by their shape alone."""
    for kind, number, word in (("passport", _PASSPORT, _PASSPORT_WORD), ("travel_permit", _PERMIT, _PERMIT_WORD)):
        for match in number.finditer(text):
            if _says(word, text, match.start()):
                yield candidate(kind, *match.span(), _compact(match[0]))
    for kind, number in (("passport", _BARE_PASSPORT), ("travel_permit", _BARE_PERMIT)):
        for match in number.finditer(text):
            near = Context(text, *match.span())
            if not (near.named() or near.money()):
                yield candidate(kind, *match.span(), match[0])


def secrets(text: str) -> Iterator[Candidate]:
    """Passwords, PINs, card check values and one-time codes announced by words; their value is not kept."""
    if not _ANNOUNCED.search(text):
        return
    for match in (*_SECRET_CODE.finditer(text), *_SECRET_BARE.finditer(text), *_SECRET_AFTER.finditer(text)):
        yield candidate("secret", *match.span("value"), "")
    for match in _SECRET_WORD.finditer(text):
        spoken = not re.search(r"[:=]", match["means"]) and _SPOKEN.search(match["means"])
        # "The password is wrong" is a sentence; "password is hunter2" gives one away.
        if not spoken or re.search(r"[0-9!@#$%^&*_]", match["value"].rstrip("!")):
            yield candidate("secret", *match.span("value"), "")


def _says(word: re.Pattern[str], text: str, start: int) -> bool:
    return bool(word.search(text[max(0, start - 40) : start]))


def _compact(number: str) -> str:
    return re.sub(r"[ \-()]", "", number).upper()


DETECTORS = (emails, public_codes, ibans, british_and_hong_kong, travel_documents, secrets)


def find_documents(text: str) -> Iterator[Candidate]:
    """Every candidate of this module in a folded text."""
    for detect in DETECTORS:
        yield from detect(text)
