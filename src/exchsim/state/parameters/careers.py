"""Careers: promotion, leaving, retirement."""

from exchsim.state.parameter import Parameter

_P = Parameter
_DOPMA = "US Army DA Pam 600-3 (DOPMA goals)"

PARAMETERS = (
    _P("careers.leave_per_year", 0.08, "1 per year", 0.07, 0.09, "K-medium", "US officers 7-9 % a year",
       "leaving between the obligation and 20 years of service"),
    _P("careers.obligation_years", 5.0, "years", 4.0, 8.0, "K-medium", "US service obligations", "length of obligation"),
    _P("careers.obligation_factor", 0.4, "1", 0.2, 0.6, "K-medium", "spikes after obligation",
       "leaving during the obligation, against leaving after it"),
    _P("careers.peak_factor", 2.5, "1", 1.5, 4.0, "K-medium", "spikes at end of obligation and at 20 years",
       "leaving in the year after the obligation and after 20 years, against other years"),
    _P("careers.late_factor", 1.5, "1", 1.0, 2.0, "M", "proposal", "leaving after 21 years, against before"),
    _P("careers.captain_limit_years", 20.0, "years", 14.0, 22.0, "K-medium",
       "US 10 USC 632, 637: captains passed over twice are discharged, or kept until they may retire at 20 years",
       "retirement of those who have not become O4"),
    _P("careers.service_limit_years", 30.0, "years", 28.0, 35.0, "K-medium", "US 10 USC 634 (O6 at 30 years)",
       "retirement of O4 to O6"),
    _P("careers.general_limit_years", 35.0, "years", 33.0, 40.0, "K-medium", "US 10 USC 635-636",
       "retirement of generals"),
    _P("careers.to_o2_years", 1.5, "years", 1.5, 2.0, "K-high", _DOPMA, "service at promotion to O2"),
    _P("careers.to_o3_years", 4.0, "years", 3.5, 4.5, "K-high", _DOPMA, "service at promotion to O3"),
    _P("careers.to_o4_years", 10.0, "years", 9.0, 11.0, "R", _DOPMA, "service at consideration for O4"),
    _P("careers.to_o5_years", 16.0, "years", 15.0, 17.0, "R", _DOPMA, "service at consideration for O5"),
    _P("careers.to_o6_years", 22.0, "years", 21.0, 23.0, "R", _DOPMA, "service at consideration for O6"),
    _P("careers.to_o7_years", 26.0, "years", 25.0, 28.0, "K-low", "typical US brigadier", "service at consideration for O7"),
    _P("careers.to_o8_years", 29.0, "years", 28.0, 31.0, "K-low", "typical US major general", "… for O8"),
    _P("careers.to_o9_years", 32.0, "years", 31.0, 34.0, "K-low", "typical US lieutenant general", "… for O9"),
    _P("careers.chance_o4", 0.8, "1", 0.75, 0.85, "R", _DOPMA, "selection to O4"),
    _P("careers.chance_o5", 0.7, "1", 0.65, 0.75, "R", _DOPMA, "selection to O5"),
    _P("careers.chance_o6", 0.5, "1", 0.45, 0.55, "R", _DOPMA, "selection to O6"),
    _P("careers.chance_o7", 0.1, "1", 0.05, 0.2, "K-low", "about 900 generals to 11,000 colonels, US", "selection to O7"),
    _P("careers.chance_o8", 0.5, "1", 0.3, 0.6, "K-low", "US general officer pyramid", "selection to O8"),
    _P("careers.chance_o9", 0.4, "1", 0.2, 0.5, "K-low", "US general officer pyramid", "selection to O9"),
    _P("careers.gate_spread_years", 1.0, "years", 0.5, 1.5, "R", _DOPMA, "half-width of the promotion window from O4 on"),
    _P("careers.leadership_effect", 0.5, "log odds ratio per unit", 0.0, 1.0, "M", "proposal",
       "how much leadership above the average helps at a selection board"),
    _P("careers.out_of_sight", -0.1, "log odds ratio", -0.5, 0.3, "M", "both signs possible",
       "effect on selection of being abroad when the board meets"),
    _P("careers.bond_per_tour", 0.1, "log hazard per tour", -0.2, 0.3, "M", "both signs possible",
       "how much each tour abroad lowers leaving"),
)  # fmt: skip
