"""Country outlines for a small world map."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from exchsim.worlds.errors import WorldError

FILE = "world_ne110m.geojson"
NAMED = {"Norway": "NOR", "France": "FRA", "Kosovo": "XKX"}  # the source has no code for these
NOT_DRAWN = {"ATA"}


def build_outlines(folder: Path) -> dict[str, list[list[list[float]]]]:
    """iso3 (or the source's name) to rings of [longitude, latitude] in degrees, rounded to 0.1."""
    path = folder / FILE
    if not path.is_file():
        raise WorldError(f"{path}: source file is missing; see the list of public files in the documentation")
    try:
        features = json.loads(path.read_text(encoding="utf-8"))["features"]
        drawn = {_code(feature["properties"]): _rings(feature["geometry"]) for feature in features}
    except (ValueError, KeyError, TypeError) as error:
        raise WorldError(f"{path}: not the expected GeoJSON of countries: {error!r}") from error
    return {code: rings for code, rings in sorted(drawn.items()) if code not in NOT_DRAWN and rings}


def _code(properties: dict[str, Any]) -> str:
    code = str(properties["iso_a3"])
    return code if code != "-99" else NAMED.get(properties["name"], str(properties["name"]))


def _rings(geometry: dict[str, Any]) -> list[list[list[float]]]:
    """Outer rings only: lakes and enclaves are invisible at this scale."""
    polygons = geometry["coordinates"] if geometry["type"] == "MultiPolygon" else [geometry["coordinates"]]
    rings = [_rounded(polygon[0]) for polygon in polygons]
    return [ring for ring in rings if len(ring) >= 4]


def _rounded(ring: list[list[float]]) -> list[list[float]]:
    """Round to a tenth of a degree (about 11 km) and drop points that fall together."""
    points: list[list[float]] = []
    for longitude, latitude in ring:
        point = [round(longitude, 1) + 0.0, round(latitude, 1) + 0.0]
        if not points or points[-1] != point:
            points.append(point)
    return points
