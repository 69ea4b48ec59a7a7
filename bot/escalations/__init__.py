"""One question, one owner, one date: what other departments are asked, and how a missing answer climbs."""
