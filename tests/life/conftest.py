from __future__ import annotations

import pytest
from reference.worlds import coming_and_going, quarrels

import exchsim
from exchsim.api import Result


@pytest.fixture(scope="session")
def classroom() -> Result:
    return exchsim.run("classroom", officers=True)


@pytest.fixture(scope="session")
def troubled() -> list[Result]:
    """Worlds in which states vanish, borders close and relations break off."""
    return [exchsim.run(world(), seed=7, officers=True) for world in (coming_and_going, quarrels)]
