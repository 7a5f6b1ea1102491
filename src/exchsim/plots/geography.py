"""Places on paper: map projections, and a circle for nations that are nowhere."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np

Array = np.ndarray[Any, Any]
Projection = Callable[[Array, Array], tuple[Array, Array]]  # longitude, latitude in degrees to x, y

_REGION = 62.0  # degrees from the centre up to which a map shows a region and not the world
_SEAM = 11.0  # central meridian of the world map: it is then cut in the Bering Strait
WORLD = (-2.25, -1.02, 2.72, 1.3)  # left, bottom, right, top of what is shown of it: the lands with states
_A = (1.340264, -0.081106, 0.000893, 0.003796)  # Equal Earth: Šavrič, Patterson and Jenny 2018


@dataclass(frozen=True)
class View:
    """A projection and the outermost angle from its centre that can be drawn (180 for the whole world)."""

    project: Projection
    centre: tuple[float, float]  # longitude, latitude
    reach: float


def view_of(longitude: Array, latitude: Array) -> View:
    """A view of a region where all places are near one another, else of the world."""
    centre = _middle(longitude, latitude)
    if float(_angle(longitude, latitude, *centre).max()) <= _REGION:
        return View(lambda east, north: azimuthal(east, north, *centre), centre, 95.0)
    return View(equal_earth, (_SEAM, 0.0), 181.0)


def equal_earth(longitude: Array, latitude: Array) -> tuple[Array, Array]:
    """Equal Earth projection of the world; a line or ring stays in one piece where it crosses the seam."""
    around = np.asarray((longitude - _SEAM + 180.0) % 360.0 - 180.0)
    if around.size > 2 and np.abs(np.diff(around)).max() > 300.0 and np.ptp(longitude) < 180.0:
        around = np.where(around < 0.0, around + 360.0, around)
    turned = np.radians(around)
    theta = np.arcsin(np.sqrt(3.0) / 2.0 * np.sin(np.radians(latitude)))
    square = theta * theta
    slope = _A[0] + 3 * _A[1] * square + square**3 * (7 * _A[2] + 9 * _A[3] * square)
    x = 2.0 * np.sqrt(3.0) * turned * np.cos(theta) / (3.0 * slope)
    return x, theta * (_A[0] + _A[1] * square + square**3 * (_A[2] + _A[3] * square))


def ends_across_the_seam(start: tuple[float, float], end: tuple[float, float]) -> tuple[float, float] | None:
    """How far start and end must move (in x) to see the other place across the seam of the world map.

    Places are longitude and latitude. None where the way over the middle of the map is the shorter one.
    """
    apart = (end[0] - _SEAM + 180.0) % 360.0 - (start[0] - _SEAM + 180.0) % 360.0
    if abs(apart) <= 180.0:
        return None
    rounds = [
        float(equal_earth(np.array([_SEAM + 90.0]), np.array([north]))[0][0]) * 4.0 for north in (start[1], end[1])
    ]
    return (rounds[0], -rounds[1]) if apart > 0.0 else (-rounds[0], rounds[1])


def azimuthal(longitude: Array, latitude: Array, east: float, north: float) -> tuple[Array, Array]:
    """Lambert's azimuthal equal-area projection around a centre."""
    turned, high, middle = np.radians(longitude - east), np.radians(latitude), np.radians(north)
    cosine = np.sin(middle) * np.sin(high) + np.cos(middle) * np.cos(high) * np.cos(turned)
    scale = np.sqrt(2.0 / np.maximum(1e-9, 1.0 + cosine))
    x = scale * np.cos(high) * np.sin(turned)
    return x, scale * (np.cos(middle) * np.sin(high) - np.sin(middle) * np.cos(high) * np.cos(turned))


def circle(places: int) -> tuple[Array, Array]:
    """Places around a circle, clockwise from the top; one place is the centre."""
    if places < 2:
        return np.zeros(places), np.zeros(places)
    turn = 2.0 * np.pi * np.arange(places) / places
    return np.sin(turn), np.cos(turn)


def visible(ring: Array, view: View) -> Array:
    """The part of an outline that the projection can show."""
    return ring[_angle(ring[:, 0], ring[:, 1], *view.centre) < view.reach] if view.reach < 180.0 else ring


def arc(start: tuple[float, float], end: tuple[float, float], bow: float) -> Array:
    """Points of a curve between two places on a map, bowed upwards by half a share of its length."""
    a, b = np.array(start), np.array(end)
    across = np.array([a[1] - b[1], b[0] - a[0]])
    return _curve(a, (a + b) / 2 + bow * (across if across[1] >= 0 else -across), b)


def inner_arc(start: tuple[float, float], end: tuple[float, float]) -> Array:
    """Points of a curve between two places on a circle, drawn towards its middle."""
    a, b = np.array(start), np.array(end)
    return _curve(a, 0.35 * (a + b) / 2, b)


def _curve(a: Array, control: Array, b: Array) -> Array:
    t = np.linspace(0.0, 1.0, 41)[:, None]
    curve: Array = (1 - t) ** 2 * a + 2 * t * (1 - t) * control + t**2 * b
    return curve


def _middle(longitude: Array, latitude: Array) -> tuple[float, float]:
    """Middle between the extremes, as seen from the mean direction."""
    east, north = np.radians(longitude), np.radians(latitude)
    mean = np.array([np.cos(north) * np.cos(east), np.cos(north) * np.sin(east), np.sin(north)]).mean(axis=1)
    around = float(np.degrees(np.arctan2(mean[1], mean[0])))
    apart = (longitude - around + 180.0) % 360.0 - 180.0
    return around + float(apart.min() + apart.max()) / 2, float(latitude.min() + latitude.max()) / 2


def _angle(longitude: Array, latitude: Array, east: float, north: float) -> Array:
    turned, high, middle = np.radians(longitude - east), np.radians(latitude), np.radians(north)
    cosine = np.sin(middle) * np.sin(high) + np.cos(middle) * np.cos(high) * np.cos(turned)
    return np.asarray(np.degrees(np.arccos(np.clip(cosine, -1.0, 1.0))))
