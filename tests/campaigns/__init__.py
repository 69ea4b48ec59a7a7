"""Campaigns: long runs against faults, one module a promise, and the page that tells what they measured.

`make promises` runs them all; `make promises ARGS="--only P7,S1 --scale 0.1"` some of them, smaller.
"""
