"""What the words beside a number say it is. Patterns look at a few characters only, so reading stays linear."""

import re

from bot.core.privacy import checks
from bot.core.privacy.wording import wording

_REACH = 32

# Alternatives of a repetition never begin alike: a label typed a thousand times must not make the search slow.
_LINK = r"(?:\s|编|号|码|[:=#(+.]|是|为|num(?:ber)?›|no›|nr›|is›|was›|->|86)*$"
_NOUN = (
    r"(?:订单|单号|运单|快递|物流|流水|交易|凭证|发票|票据|票号|合同|协议|工单|受理|案件|案号|编号|序列|型号|货号|批次|批号|设备|条码|"
    r"保单|参考|回单|商户|机构代码|信用代码|税号|识别|注册|学号|工号|车架|发动机|文号|项目|版本|时间戳|取件|包裹|追踪|投诉编|业务|报文)"
)
_ENGLISH_NOUN = (
    r"‹(?:order|tracking|invoice|reference|ref|confirmation|case|claim|ticket|policy|loan|serial|model|part|item|batch"
    r"|lot|transaction|trans|txn|receipt|file|contract|shipment|waybill|awb|po|sku|imei|isbn|upc|ean|timestamp|version"
    r"|build|check|cheque|routing|complaint|application|docket|record|request|booking|meter|vin|barcode|trace)"
)
_REFERENCE_NEAR = wording(
    rf"(?:{_NOUN}(?:号码|号|编号|代码|码|单号)?|{_ENGLISH_NOUN}\s?(?:number|num|no|nr|id|code|ref)?\s?[.#:]*)"
    r"(?:\s|[:=#(]|是|为|is›|was›)*$"
)
_REFERENCE_CLEAR = wording(
    rf"(?:{_NOUN}(?:号码|号|编号|代码|码|单号)?\s*(?:[:=#]|是|为)"
    rf"|{_ENGLISH_NOUN}\s?(?:(?:number|num|no|nr|id|code|ref)›\s?(?:is›|was›|[.#:=])|[#:=]))[\s(#:]*$"
)
_REFERENCE_NUMBERED = wording(
    rf"(?:{_NOUN}(?:号码|号|编号|代码|码|单号)|(?<=单号)|(?<=税号)|{_ENGLISH_NOUN}\s?(?:(?:number|num|no|nr|id|code)›|[.#]))"
    r"(?:\s|[.:=#(]|是|为|is›|was›)*$"
)
_PHONE = wording(
    r"(?:电话|手机|座机|固话|联系方式|联络方式|致电|拨打|来电|传真|热线|whatsapp|‹(?:tele)?phone|‹mobile|‹cell|‹fax|‹call(?:ed|ing)?|"
    r"‹tel|‹dial(?:l?ed)?|‹text(?:ed)?|‹ring|‹rang|‹reach(?:ed)? (?:me|him|her|us|them) (?:at|on))"
    r"(?:\s?(?:me|him|her|us|back))?(?:\s?(?:at|on|to))?" + _LINK
)
_CARD = wording(r"(?:卡|‹card|‹visa|‹mastercard|‹debit|‹credit)(?:号|number)?" + _LINK)
_ACCOUNT = wording(
    r"(?:(?:银行|收款|付款|对公|结算|扣款)(?:账|帐)[号户](?:号码)?|(?:账|帐)号|(?:账|帐)户号码?|卡号"
    r"|(?:银行|信用|借记|储蓄)卡号?码?|‹(?:account|acct|a/c|card)\s?\.?(?:number|num|no›|nr›|#))(?:\s|[:=#(.]|是|为|is›|was›)*$"
)
_IDENTITY = wording(r"(?:身份证(?:件)?|证件|居民证|‹id(?:entity)?(?: card)?)" + _LINK)
_IDENTITY_CARD = wording(r"(?:身份证(?:件)?|证件|居民证|‹(?:national id|id card|identity card))" + _LINK)
_SSN = wording(r"(?:‹ssn|social security|社会安全号|社安号)(?:\s|num(?:ber)?›|no›|[码:#.=]|card›|is›|was›)*$")
_MONEY_BEFORE = wording(r"(?:[$¥￥€£]|‹(?:rmb|cny|usd|hkd|eur|gbp|jpy)|人民币|(?:金额|余额)\s?[为是:])\s*[-+]?$")
_MONEY_AFTER = wording(
    r"(?:,[0-9]{3})*(?:\.[0-9]{1,2})?\s?(?:元|万|亿|美元|欧元|港币|港元|日元|块|股(?![票东权份价])|吨|公斤|千克|%"
    r"|(?:rmb|cny|usd|hkd|eur|gbp|kg|km|dollars|yuan|bytes|mb|ms)›(?!\s?[0-9]))"
)
_DECIMALS_AFTER = re.compile(r"\.[0-9]{1,2}(?![0-9])")
_CODE_BEFORE = re.compile(r"(?<![A-Za-z])([A-Z]{2,6})[-_]?\Z")
_PHONE_CAPS = frozenset({"TEL", "PHONE", "MOBILE", "MOB", "CELL", "FAX", "WX", "VX", "T", "M", "PH"})
_TAIL_LETTERS = re.compile(r"[0-9](?!X+$)[A-Za-z]+\Z")
_HEAD_LETTERS = re.compile(r"(?!X+[0-9])[A-Za-z]+[0-9]")
_EXTENSION_OR_CODE = re.compile(r"X[0-9]")
_SERIAL = wording(r"(?:序列号?|‹(?:sn|s/n|serial)›(?:\s?(?:number|num|no|nr)›)?)(?:\s|[.:=#]|是|为|is›)*$")
_CLOSED = r"[)\]】〕」』>”’\"'*.,;]{0,2}"
# "order number (13812345678) is SF1380013", "contract no. 13812345678 HX-2024/118", "发票号13812345678码": the word
# before was meant for what stands behind.
_REST = r"(?:[单编]?号码?|码|‹no\.?|‹number)"
_ANOTHER_CODE = wording(
    rf"(?:\s?(?:转|分机|‹ext\.?|‹x)\s?[0-9]{{1,5}})?{_CLOSED}\s?(?:{_REST}?\s?(?:is›|[是为:])?\s?[A-Z]{{1,4}}[-_]?[0-9]|{_REST}\s?(?:is›|[是为:])?\s?[0-9])"
)
_PATH = re.compile(r"[A-Za-z0-9._%=&?/-]{4}/\Z")
_COUNTRY = re.compile(r"(?<![0-9])(?:00|\+)?86\)?[\s\-]{0,2}\Z")
_ANOTHER_AMOUNT = re.compile(rf"{_CLOSED}\s[$¥€£]?[0-9]")
_FRACTION = re.compile(r"(?<![0-9])(?<![0-9] )0[.,]\Z")
_CODE_AFTER = re.compile(r"[A-Z]{1,2}[0-9]")
_GLUED_BEFORE = re.compile(r"[A-Za-z0-9_\-]\Z")


class Context:
    """The neighbourhood of characters start to end of one text."""

    def __init__(self, text: str, start: int, end: int) -> None:
        self.before = text[max(0, start - _REACH) : start]
        self.after = text[end : end + _REACH]

    def named(self) -> bool:
        """A word such as order, invoice or tracking stands right before it."""
        return bool(_REFERENCE_NEAR.search(self.before))

    def reference(self) -> bool:
        """Such a word stands right before it and announces it, not what stands behind."""
        return self.named() and not self._displacing()

    def numbered_reference(self) -> bool:
        """Announced as the number of such a thing."""
        numbered = bool(_REFERENCE_NUMBERED.search(self.before)) and not self._displacing()
        return numbered or self.clearly_reference()

    def clearly_reference(self) -> bool:
        """Such a word and a colon or "is" right before it, so that nothing else can be meant."""
        return bool(_REFERENCE_CLEAR.search(self.before)) and not self._displacing()

    def _displacing(self) -> bool:
        """Put between a word and the number this word announces."""
        return bool(_ANOTHER_CODE.match(self.after))

    def phone(self) -> bool:
        """Announced as a telephone number."""
        return bool(_PHONE.search(self.before))

    def card(self) -> bool:
        """Announced as a bank card."""
        return bool(_CARD.search(self.before))

    def account(self) -> bool:
        """Announced as the number of a bank account."""
        return bool(_ACCOUNT.search(self.before))

    def identity(self) -> bool:
        """Announced as an identity document."""
        return bool(_IDENTITY.search(self.before))

    def identity_card(self) -> bool:
        """Announced as the number of an identity card, not merely as an id, which may be anything's."""
        return bool(_IDENTITY_CARD.search(self.before))

    def social_security(self) -> bool:
        """Announced as a US social security number."""
        return bool(_SSN.search(self.before))

    def money(self) -> bool:
        """An amount, quantity or decimal fraction by what surrounds it."""
        if _MONEY_BEFORE.search(self.before) and not _ANOTHER_AMOUNT.match(self.after):
            return True
        if _MONEY_AFTER.match(self.after):
            return True
        return bool(_DECIMALS_AFTER.match(self.after)) or self.fraction()

    def path(self) -> bool:
        """The last part of an address of the web: the number of a page."""
        return bool(_PATH.search(self.before))

    def country(self) -> bool:
        """The country's prefix stands before it."""
        return bool(_COUNTRY.search(self.before))

    def fraction(self) -> bool:
        """The digits behind a decimal point."""
        return bool(_FRACTION.search(self.before))

    def code(self) -> bool:
        """Part of a code of letters and digits: SF13812345678, 4f13812345678a; not a number glued to a word."""
        letters = _CODE_BEFORE.search(self.before)
        if letters and letters[1] not in _PHONE_CAPS and set(letters[1]) != {"X"}:
            return True
        # "13800138000X9" alone is a telephone with its extension.
        serial = _SERIAL.search(self.before) if _EXTENSION_OR_CODE.match(self.after) else None
        if serial and not _PHONE.search(self.before[: serial.start()]):
            return True
        if _HEAD_LETTERS.match(self.after) and (not _CODE_AFTER.match(self.after) or _GLUED_BEFORE.search(self.before)):
            return True
        return bool(_TAIL_LETTERS.search(self.before)) and not checks.is_uscc(self.before[-18:])
