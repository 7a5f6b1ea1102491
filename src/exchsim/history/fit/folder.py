"""The folder of a calibration: what it is, its runs, and what it found.

calibration.json              what was fitted, how it went and what came out; written first and last
points_1.csv …                points of each wave, as shares of their ranges; written before the wave is run
wave_1/ …   fresh/            sweeps: each wave, and the finalists on fresh seeds
moments.csv parameters.csv plausible.csv     tables of the result
fitted.yaml                   the scenario with the best values
calibration.md marginals.png moments.png     the page
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import numpy as np

from exchsim.store.errors import StoreError
from exchsim.store.write import put
from exchsim.sweep.folder import LOCK, PROBE, Folder

Array = np.ndarray[Any, Any]

MANIFEST, PAGE, FITTED = "calibration.json", "calibration.md", "fitted.yaml"
MOMENTS, PARAMETERS, PLAUSIBLE = "moments.csv", "parameters.csv", "plausible.csv"
MARGINALS_FIGURE, MOMENTS_FIGURE = "marginals.png", "moments.png"
RESULTS = (MOMENTS, PARAMETERS, PLAUSIBLE, FITTED, PAGE, MARGINALS_FIGURE, MOMENTS_FIGURE)
FRESH, WAVE, POINTS = "fresh", "wave_", "points_"
KIND, FORMAT = "calibration", 1


class FitFolder:
    """One process at a time writes there: `lock`."""

    def __init__(self, path: str | Path) -> None:
        """Name a folder; nothing is read or written yet."""
        self.path = Path(path)
        self._folder = Folder(path)
        self.fresh = self.path / FRESH

    def wave(self, number: int) -> Path:
        """The sweep of a wave."""
        return self.path / f"{WAVE}{number}"

    def create(self) -> None:
        """Make the folder. Refuses one that holds something else, and one in which nothing can be written."""
        self._folder.claim(MANIFEST, (LOCK, PROBE, *RESULTS))
        with self._folder.writing():
            self.path.mkdir(parents=True, exist_ok=True)

    @contextmanager
    def lock(self) -> Iterator[None]:
        """Keep other calibrations out."""
        with self._folder.lock():
            yield

    def begin(self, about: Mapping[str, Any], overwrite: bool) -> None:
        """Say what is fitted here. Results of another calibration are replaced only where that is wanted."""
        before = self._before()
        if before and before.get("calibration_id") != about["calibration_id"]:
            if not overwrite:
                raise StoreError(
                    f"{self.path}: holds another calibration ({before.get('title')}), or the same with other settings "
                    "or of another version; give another folder with --out, or add --overwrite: runs that fit are used "
                    "again"
                )
            self._forget()
        if before.get("calibration_id") != about["calibration_id"] or not before.get("finished"):
            self.write_head({**about, "finished": False})

    def _before(self) -> dict[str, Any]:
        try:
            content = json.loads((self.path / MANIFEST).read_text(encoding="utf-8"))
        except (OSError, ValueError):
            return {}
        return content if isinstance(content, dict) and content.get("kind") == KIND else {}

    def _forget(self) -> None:
        """Remove results and points, not runs: they are stored by what they are."""
        with self._folder.writing():
            for path in [*(self.path / name for name in RESULTS), *self.path.glob(f"{POINTS}*.csv")]:
                path.unlink(missing_ok=True)

    def write_head(self, content: Mapping[str, Any]) -> None:
        """Write calibration.json."""
        head = {"kind": KIND, "format": FORMAT, **content}
        self.put_text(MANIFEST, json.dumps(head, indent=1, ensure_ascii=False, allow_nan=False) + "\n")

    def points(self, number: int, shape: tuple[int, int]) -> Array | None:
        """The points of a wave that was begun, if they are there and of this shape."""
        try:
            found = np.loadtxt(self.path / f"{POINTS}{number}.csv", delimiter=",", ndmin=2)
        except (OSError, ValueError):
            return None
        return found if found.shape == shape and ((found >= 0) & (found <= 1)).all() else None

    def keep_points(self, number: int, shares: Array) -> None:
        """Write the points of a wave, so that they are the same wherever it goes on."""
        rows = (",".join(repr(float(share)) for share in row) for row in shares)
        self.put_text(f"{POINTS}{number}.csv", "\n".join(rows) + "\n")

    def put_text(self, name: str, text: str) -> None:
        """Write a text, whole or not at all."""
        self.put(name, lambda path: _write_text(path, text))

    def put(self, name: str, saver: Any) -> None:
        """Write a file, whole or not at all."""
        with self._folder.writing():
            put(self.path / name, saver)


def _write_text(path: Path, text: str) -> None:
    path.write_text(text, encoding="utf-8")
