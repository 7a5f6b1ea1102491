"""Sweeps: many runs of an experiment, on any machine, none of them lost."""
