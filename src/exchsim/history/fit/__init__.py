"""Calibration: which values of uncertain parameters are plausible in the light of the record (history matching)."""
