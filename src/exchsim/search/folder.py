"""The folder of a search: what it was, its runs, and what it found.

search.json                 what was searched, and whether it has come to its end; written first and last
trials/   fresh/            sweeps: of everything that was tried, and of the comparison at the end
policies/NAME.yaml          each found policy as a scenario that `exchsim run` takes
policies.yaml               all of them, to be put below `policies:` of an experiment
pareto.csv pareto.parquet   found policies with their levers and outcomes
trials.parquet              all that was tried
trade_off.png answer.txt    the figure and the words
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from exchsim._jit import source_hash
from exchsim.store.manifest import versions
from exchsim.store.write import put
from exchsim.sweep.folder import LOCK, PROBE, Folder

MANIFEST = "search.json"
TRIALS, FRESH, POLICIES, PASTE = "trials", "fresh", "policies", "policies.yaml"
PARETO_CSV, PARETO, ALL, FIGURE, ANSWER = (
    "pareto.csv",
    "pareto.parquet",
    "trials.parquet",
    "trade_off.png",
    "answer.txt",
)
KIND, FORMAT = "search", 1
_RESULTS = (PASTE, PARETO_CSV, PARETO, ALL, FIGURE, ANSWER)
_OWN = (MANIFEST, TRIALS, FRESH, POLICIES, LOCK, PROBE, *_RESULTS)


class SearchFolder:
    """One process at a time writes there: `lock`."""

    def __init__(self, path: str | Path) -> None:
        """Name a folder; nothing is read or written yet."""
        self.path = Path(path)
        self._folder = Folder(path)
        self.trials, self.fresh = self.path / TRIALS, self.path / FRESH

    def create(self) -> None:
        """Make the folder. Refuses one that holds something else, and one in which nothing can be written."""
        self._folder.claim(MANIFEST, _OWN)
        with self._folder.writing():
            self.path.mkdir(parents=True, exist_ok=True)

    @contextmanager
    def lock(self) -> Iterator[None]:
        """Keep other searches out."""
        with self._folder.lock():
            yield

    def before(self) -> dict[str, Any]:
        """What the folder says of the search that was here before; nothing where there was none, or it is damaged."""
        try:
            content = json.loads((self.path / MANIFEST).read_text(encoding="utf-8"))
        except (OSError, ValueError):
            return {}
        return content if isinstance(content, dict) and content.get("kind") == KIND else {}

    def write_head(self, about: Mapping[str, Any], finished: bool) -> None:
        """Say what the search is."""
        content = {"kind": KIND, "format": FORMAT, "finished": finished, "versions": versions(),
                   "source_hash": source_hash(), **about}  # fmt: skip
        self.put_text(MANIFEST, json.dumps(content, indent=1, ensure_ascii=False) + "\n")

    def forget_results(self) -> None:
        """Remove what was found before: it is not that any more."""
        with self._folder.writing():
            for name in _RESULTS:
                (self.path / name).unlink(missing_ok=True)
            for path in (self.path / POLICIES).glob("*.yaml"):
                path.unlink()

    def put_text(self, name: str, text: str) -> None:
        """Write a text, whole or not at all."""
        self.put(name, lambda path: _write_text(path, text))

    def put(self, name: str, saver: Callable[[Path], Any]) -> None:
        """Write a file, whole or not at all."""
        with self._folder.writing():
            (self.path / name).parent.mkdir(exist_ok=True)
            put(self.path / name, saver)


def _write_text(path: Path, text: str) -> None:
    path.write_text(text, encoding="utf-8")
