"""Risk seen early: readings, flags and levels, alerts, checks on schedule, customers about to leave."""
