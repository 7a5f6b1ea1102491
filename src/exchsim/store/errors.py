"""The one error of this package."""


class StoreError(Exception):
    """Something cannot be stored or read; the message names the path and the remedy."""
