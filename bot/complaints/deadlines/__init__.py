"""The clocks of a complaint: events, policy pack and working time in, due moments and alerts out. Pure."""
