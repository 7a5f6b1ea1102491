"""Scales of colours for numbers, told apart by who sees few colours too."""

from __future__ import annotations

from functools import cache

import numpy as np

from exchsim.plots.style import trust_colours

STEPS = 11
_LESS, _MORE = ("#8a3d00", "#d98a4b"), ("#5fa3d0", "#004d80")  # vermilion and blue, both dark at the end
LINE, CELL = "#bdbdb8", "#ecece8"  # no change: of a line it must be seen on a pale ground, of a cell it need not


@cache
def amounts() -> list[str]:
    """Little is light, much is dark."""
    from matplotlib.colors import to_hex

    return [to_hex(trust_colours()(share)) for share in np.linspace(0.0, 1.0, STEPS)]


@cache
def changes(same: str = LINE) -> list[str]:
    """From less over the same to more."""
    from matplotlib.colors import LinearSegmentedColormap, to_hex

    scale = LinearSegmentedColormap.from_list("change", [*_LESS, same, *_MORE])
    return [to_hex(scale(share)) for share in np.linspace(0.0, 1.0, STEPS)]


def contrast(one: str, other: str) -> float:
    """Of two colours such as #0072b2, as the guidelines for accessible pages reckon it: 1 to 21."""
    light, dark = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def ink_on(colour: str) -> str:
    """Black or white, whichever is read better."""
    return max("#ffffff", "#000000", key=lambda ink: contrast(ink, colour))


def _luminance(colour: str) -> float:
    channels = np.array([int(colour[k : k + 2], 16) for k in (1, 3, 5)]) / 255
    linear = np.where(channels <= 0.04045, channels / 12.92, ((channels + 0.055) / 1.055) ** 2.4)
    return float(linear @ [0.2126, 0.7152, 0.0722])
