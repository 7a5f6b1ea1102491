"""Forecasts of new agreements, scored: the model beside simpler forecasters that were fitted on the same years."""
