"""Complaints answered in time: clocks, states, verification, remedy, call-back."""
