"""Lengths of time that months do not tell."""

WEEKS_PER_MONTH = 365.25 / 84.0
