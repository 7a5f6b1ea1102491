"""A folder of its own for every test, and the small world of sweeps."""

import sys
from pathlib import Path

import pytest

sys.path.append(str(Path(__file__).parents[1] / "sweep"))


@pytest.fixture(autouse=True)
def in_folder(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    for name in ("EXCHSIM_DEBUG", "FORCE_COLOR"):
        monkeypatch.delenv(name, raising=False)
