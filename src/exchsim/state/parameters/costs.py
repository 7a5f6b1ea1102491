"""Prices."""

from exchsim.state.parameter import Parameter

_P = Parameter

PARAMETERS = (
    _P("costs.class_hour_usd", 80.0, "USD of 2015", 45.0, 115.0, "K-low", "category-IV course 100-250 k over 2,200 hours",
       "cost of one class hour for one officer"),
    _P("costs.interpreter_year_usd", 100000.0, "USD of 2015", 60000.0, 200000.0, "K-low", "salary and overhead",
       "cost of one interpreter for a year"),
    _P("costs.recontact_usd", 500.0, "USD of 2015", 100.0, 3000.0, "M", "proposal: a seminar place or a visit now and then",
       "cost of re-contacting one alumnus once"),
    _P("costs.price_growth_per_year", 0.03, "1 per year", 0.02, 0.04, "K-high", "US consumer prices 1980-2020",
       "growth of prices that brings costs of 2015 to the money of the year"),
)  # fmt: skip
