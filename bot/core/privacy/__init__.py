"""Confidential data: found in typed text, masked when shown, sealed when stored."""

from bot.core.privacy.checks import card_issuer, is_bank_card, is_iban, is_mobile, is_resident_id, is_uscc, luhn
from bot.core.privacy.fields import (
    Keyring,
    Sealed,
    SealedJson,
    SealedPacked,
    Unreadable,
    configure,
    rotate,
    sealed_columns,
)
from bot.core.privacy.finding import Masked, find, mask
from bot.core.privacy.findings import KINDS, SECRET_MARK, Finding
from bot.core.privacy.masking import (
    amount_band,
    mask_account,
    mask_address,
    mask_card,
    mask_company,
    mask_email,
    mask_mobile,
    mask_person,
    mask_phone,
    mask_resident_id,
)

__all__ = [
    "KINDS",
    "SECRET_MARK",
    "Finding",
    "Keyring",
    "Masked",
    "Sealed",
    "SealedJson",
    "SealedPacked",
    "Unreadable",
    "amount_band",
    "card_issuer",
    "configure",
    "find",
    "is_bank_card",
    "is_iban",
    "is_mobile",
    "is_resident_id",
    "is_uscc",
    "luhn",
    "mask",
    "mask_account",
    "mask_address",
    "mask_card",
    "mask_company",
    "mask_email",
    "mask_mobile",
    "mask_person",
    "mask_phone",
    "mask_resident_id",
    "rotate",
    "sealed_columns",
]
