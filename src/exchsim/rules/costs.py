"""Money. Costs are declared in USD of 2015 and paid in the money of the year."""

import math

from exchsim._jit import rule

PRICE_YEAR = 2015.0


@rule
def price_level(year, growth_per_year):
    """Prices of `year` relative to 2015."""
    return math.exp(growth_per_year * (year - PRICE_YEAR))


@rule
def exchange_budget(share, expenditure_usd):
    """Exchange budget of a fiscal year, in the money of the year."""
    return share * expenditure_usd
