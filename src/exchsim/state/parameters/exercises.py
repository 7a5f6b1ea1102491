"""Exercises and workshops."""

from exchsim.state.parameter import Parameter

_P = Parameter

PARAMETERS = (
    _P("exercises.repeat_ally", 0.32, "1 per year", 0.2, 0.5, "C", "MME v7, 1985-99",
       "an allied pair with a bilateral exercise in the last five years holds one this year"),
    _P("exercises.repeat_other", 0.26, "1 per year", 0.15, 0.4, "C", "MME v7, 1985-99", "… a pair without a pact"),
    _P("exercises.onset_acquainted", 0.02, "1 per year", 0.01, 0.04, "C", "MME v7, 1985-99",
       "a pair that met in larger exercises in the last five years holds a bilateral one"),
    _P("exercises.onset_agreement", 0.05, "1 per year", 0.01, 0.1, "M", "proposal; .44 over ten years, MME v7 and DCAD",
       "a pair with a cooperation agreement, not acquainted"),
    _P("exercises.onset_ally", 0.0014, "1 per year", 0.0005, 0.003, "C", "MME v7, 1985-99", "an allied pair, not acquainted"),
    _P("exercises.onset_other", 0.0003, "1 per year", 0.0001, 0.001, "C", "MME v7, 1985-99", "any other pair"),
    _P("exercises.initial_capability", 0.015, "share", 0.005, 0.03, "M", "gives about 40 allied pairs in 1980, MME v7",
       "mean capability share from which old partners have held bilateral exercises before the run"),
    _P("exercises.events_per_active_pair", 0.3, "1 per year", 0.1, 1.0, "C", "MME v7 (1.6 events a pair-year)",
       "bilateral exercises in a year beyond the first, at average capability"),
    _P("exercises.series_participants", 5.0, "nations", 3.0, 8.0, "C", "exercises of three or more, 4.4-5.3 in the 1980s, MME v7",
       "participants that an exercise of an organisation, or a workshop, has on average"),
)  # fmt: skip
