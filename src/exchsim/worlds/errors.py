"""The one error of this package."""


class WorldError(ValueError):
    """A world table or a source file is missing, malformed or contradicts the dictionary of columns."""
