"""People on the customer's side, by title, name or function."""
