"""What all charts look like: bare axes, and letters that grow with those of the page, which are large on a projector
(see `html` in style.css)."""

from __future__ import annotations

LETTER = 16  # pixels of a letter of the page on a usual screen
_OF_PAGE = f"parseFloat(getComputedStyle(document.documentElement).fontSize) / {LETTER}"
CHART = 12.0  # pixels of letters in a chart on a usual screen
PLAIN = {"animation": False, "textStyle": {":fontFamily": "getComputedStyle(document.body).fontFamily"}}  # of all


def grown(**sizes: float) -> dict[str, str]:
    """Options of a chart, in pixels of a usual screen; the browser works out what they are on its own."""
    return {f":{name}": f"{size:g} * {_OF_PAGE}" for name, size in sizes.items()}


ACROSS = {"axisTick": {"show": False}, "axisLine": {"onZero": False, "lineStyle": {"color": "#9aa0a6"}},
          "splitLine": {"show": False}}  # fmt: skip
UP = {"axisTick": {"show": False}, "axisLine": {"show": False}, "splitLine": {"lineStyle": {"color": "#e3e5e8"}}}
WORDS = {"color": "#595959", **grown(fontSize=CHART)}
YEARS = {":formatter": "v => Number.isInteger(v) ? String(v) : ''", "hideOverlap": True, "alignMinLabel": "left",
         **WORDS}  # the first one keeps clear of the lowest number of the other axis  # fmt: skip
