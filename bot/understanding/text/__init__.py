"""The line itself: its words, clauses and what stands where, before anything is given a meaning."""
