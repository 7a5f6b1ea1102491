"""What a small sweep comes to under this Python: `digests.py FILE`; compared with others: `digests.py FILE OTHER …`.

Runs must be the same under every Python of the same numpy, numba and scipy; the file of outcomes is the same, byte for
byte, where pyarrow is the same too.
"""

from __future__ import annotations

import hashlib
import json
import platform
import sys
import tempfile
from importlib.metadata import version
from pathlib import Path
from typing import Any

from small_sweeps import experiment

import exchsim
from exchsim.engine.compile import compile_engine
from exchsim.sweep.runner import run_sweep

NUMBERS, FILES = ("numpy", "numba", "scipy"), ("pyarrow",)


def taken() -> dict[str, Any]:
    """Digests of a sweep, and what made it."""
    with tempfile.TemporaryDirectory() as place:
        run_sweep(experiment(design={"kind": "sobol", "samples": 8}), Path(place) / "s", 2, "processes")
        runs = exchsim.open_sweep(Path(place) / "s").runs
        content = (Path(place) / "s" / "outcomes.parquet").read_bytes()
    return {
        "python": platform.python_version(),
        "libraries": {name: version(name) for name in (*NUMBERS, *FILES)},
        "runs": dict(zip(runs["id"], runs["digest"], strict=True)),
        "outcomes": hashlib.sha256(content).hexdigest(),
    }


def compared(one: dict[str, Any], two: dict[str, Any]) -> tuple[bool, str]:
    """Whether two Pythons agree as far as their libraries do, and in words."""
    pair = f"Python {one['python']} and {two['python']}"
    others = [n for n in (*NUMBERS, *FILES) if one["libraries"][n] != two["libraries"][n]]
    if one["runs"] == two["runs"]:
        same = one["outcomes"] == two["outcomes"]
        said = (
            "and byte for byte in their file" if same else f"but not in their file (other versions: {others or 'none'})"
        )
        return same or "pyarrow" in others, f"{pair}: {len(one['runs'])} runs agree bit for bit, {said}"
    excused = any(name in others for name in NUMBERS)
    return excused, f"{pair}: runs differ (other versions: {others or 'none'})"


if __name__ == "__main__":
    compile_engine()
    mine = taken()
    Path(sys.argv[1]).write_text(json.dumps(mine, indent=1), encoding="utf-8")
    for other in sys.argv[2:]:
        good, words = compared(json.loads(Path(other).read_text(encoding="utf-8")), mine)
        print(words)
        if not good:
            raise SystemExit(1)
