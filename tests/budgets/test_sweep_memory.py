"""A sweep keeps nothing of a run that is stored: memory does not grow with their number."""

from pathlib import Path
from typing import Any

import pytest

from exchsim.sweep.load import load_experiment
from exchsim.sweep.runner import Silent, run_sweep

RUNS = 2500
STATUS = Path("/proc/self/status")


class Memory(Silent):
    """Resident megabytes whenever runs have been stored."""

    def __init__(self) -> None:
        self.after: dict[int, float] = {}

    def reached(self, stored: int, failed: int) -> None:
        lines = STATUS.read_text().splitlines()
        self.after[stored] = sum(int(line.split()[1]) for line in lines if line.startswith("VmRSS")) / 1024


def tiny(runs: int) -> dict[str, Any]:
    nations = {
        name: {
            "name": name,
            "armed_forces": 150,
            "military_expenditure_usd": 1e7,
            "languages": {"eng": {"mother": 1.0}},
        }
        for name in ("XAA", "XAB", "XAC")
    }
    return {
        "scenario": {
            "period": {"start": "1980-01", "end": "1980-12"}, "people_per_agent": 1, "cadre_share": 0.2,
            "nations": {"invented": nations},
        },
        "uncertainties": {"trust.memory_years": {}},
        "design": {"samples": runs // 10},
        "replicates": 10,
        "outcomes": {"trust": {"column": "trust"}},
    }  # fmt: skip


@pytest.mark.skipif(not STATUS.exists(), reason="needs /proc")
def test_memory_is_flat_after_the_first_thousand_runs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr("exchsim.sweep.runner._FLUSH", (0.1, 0.5))
    memory = Memory()
    tally = run_sweep(load_experiment(tiny(RUNS)), tmp_path / "sweep", 1, "threads", watch=memory)
    assert tally.ran == RUNS and tally.failed == 0
    first = min(stored for stored in memory.after if stored >= 1000)
    growth = {stored: megabytes - memory.after[first] for stored, megabytes in memory.after.items() if stored > first}
    assert len(growth) > 3
    # a state of this world takes a fifth of a megabyte: keeping those of 1,500 runs would be 300 MB
    assert max(growth.values()) < 60, growth
