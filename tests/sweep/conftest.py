"""A folder of its own for every test."""

import pytest


@pytest.fixture(autouse=True)
def in_folder(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    for name in ("EXCHSIM_DEBUG", "FORCE_COLOR"):
        monkeypatch.delenv(name, raising=False)
