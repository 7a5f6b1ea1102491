"""The Mesa façade."""
