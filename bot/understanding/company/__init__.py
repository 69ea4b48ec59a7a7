"""Which customer a line is about, known or new."""
