from __future__ import annotations

import pytest
from blueprints import blueprint

import exchsim
from exchsim.api import Result
from exchsim.enums import Change


def small_world(**changes: object) -> object:
    """Four nations, one of which leaves and one of which enters; two break off relations."""
    settings = {
        "cadres": (400, 300, 250, 200),
        "months": 40,
        "present": {2: ("1980-01", "1982-03"), 3: ("1981-05", "1990-01")},
        "params": {"intelligence_leaks_per_year": 30.0},
        "changes": (("1981-02", Change.RUPTURE, 0, 1, 0.0),),
        **changes,
    }
    return blueprint(**settings)  # type: ignore[arg-type]


@pytest.fixture(scope="session")
def result() -> Result:
    return exchsim.run(small_world(), seed=3, officers=True)


@pytest.fixture(scope="session")
def stored(result: Result, tmp_path_factory: pytest.TempPathFactory) -> object:
    return result.save(tmp_path_factory.mktemp("runs") / "one", figures=False)
