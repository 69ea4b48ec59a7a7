"""The customer file: names, people, tier, stage, ownership, holdings, contacts, holds."""
