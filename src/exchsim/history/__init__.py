"""The model against the record: which patterns of history it reproduces, and how far it forecasts."""
