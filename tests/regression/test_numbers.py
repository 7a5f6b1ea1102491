"""Numbers of a small run, stored: any change of results is seen.

Regenerate with `pytest --regenerate`, never by hand.
"""

import json
import platform
from pathlib import Path

import pytest

import exchsim

STORED = Path(__file__).with_name("classroom.json")
SYSTEM = f"{platform.system()} {platform.machine()} {platform.libc_ver()[0]}"


def numbers(result):
    world, pairs = result.world, result.pairs
    last = pairs[pairs.year == pairs.year.max()]
    return {
        "tours": len(result.posts),
        "misunderstandings": int(world.misunderstandings.sum()),
        "gatherings": int(world.gatherings.sum()),
        "ties": int(world.ties.iloc[-1]),
        "spent_usd": float(world.spent_usd.sum()),
        "trust": {f"{r.sender}-{r.host}": float(r.trust) for r in last.itertuples()},
        "interoperability": {f"{r.sender}-{r.host}": float(r.interoperability) for r in last.itertuples()},
        "level_at_return": [float(x) for x in result.nations.level_at_return.dropna()[:20]],
    }


def test_classroom_gives_the_stored_numbers(request):
    found = numbers(exchsim.run("classroom", seed=1))
    if request.config.getoption("--regenerate"):
        STORED.write_text(json.dumps({"system": SYSTEM, "numbers": found}, indent=1) + "\n")
    stored = json.loads(STORED.read_text())
    if stored["system"] != SYSTEM:
        pytest.skip(f"stored on {stored['system']}; another mathematical library may differ in the last bit")
    for name, value in stored["numbers"].items():
        assert found[name] == (value if isinstance(value, int) else pytest.approx(value, rel=1e-6)), name
