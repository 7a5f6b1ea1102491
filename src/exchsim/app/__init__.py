"""The classroom in a browser: watch a scenario, change it, see what the change did."""
