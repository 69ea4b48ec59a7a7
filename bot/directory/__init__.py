"""Colleagues, departments and their channels, roles, duty rosters, leave."""
