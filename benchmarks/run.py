"""All benchmarks, each in its own process, ratios within one run. Writes the table into benchmarks/README.md.

usage: python benchmarks/run.py [NAME …]     names: twin idle store people27m start bookkeeping workers many
"""

from __future__ import annotations

import json
import os
import platform
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from sweeps import bookkeeping, many, workers

HERE = Path(__file__).parent
MARK = "<!-- measured -->"


def best(action, times: int = 3) -> float:
    """Shortest of several runs of `action`, which returns its own seconds."""
    return min(action() for _ in range(times))


def engine_seconds(blueprint, months: int | None = None) -> float:
    """Seconds of one run of the engine, without loading, allocation and storing."""
    from exchsim.engine.run import run
    from exchsim.engine.setup import build

    state = build(blueprint, 1)
    until = blueprint.end if months is None else blueprint.start + months
    start = time.perf_counter()
    run(state, until)
    return time.perf_counter() - start


def w2(officers: int = 32000, **policy):
    """32 nations, 480 months."""
    from worlds import invented

    from exchsim.scenario.load import load_scenario

    return load_scenario(invented(32, officers, 480, **policy)).compile()


def twin() -> dict[str, float]:
    """W2 against the reference twin: the twin runs the same world for a few months and is scaled up."""
    sys.path.insert(0, str(HERE.parent / "tests"))
    from reference.twin import Twin

    blueprint = w2()
    engine_seconds(blueprint, 1)
    seconds = best(lambda: engine_seconds(blueprint))
    months = 4
    start = time.perf_counter()
    model = Twin(blueprint, 1)
    built = time.perf_counter() - start
    start = time.perf_counter()
    for _ in range(months):
        model.step()
    slow = (time.perf_counter() - start) / months * 480
    person_months = float(blueprint.strength.sum())
    return {
        "engine, seconds": seconds,
        "person-months per second": person_months / seconds,
        "twin, seconds (4 months scaled to 480)": slow,
        "twin, seconds to create its people": built,
        "twin / engine (at least 500, aim 1,000)": slow / seconds,
    }


def idle() -> dict[str, float]:
    """W2 with the same posts and money but twice the people."""
    share = 0.002
    one = w2(32000, posts_share=share)
    two = w2(64000, posts_share=share / 2, budget_share=0.001, hosting_share=0.01)
    engine_seconds(one, 1)
    seconds = {1: [], 2: []}
    for _ in range(4):
        seconds[1].append(engine_seconds(one))
        seconds[2].append(engine_seconds(two))
    return {
        "32,000 officers, seconds": min(seconds[1]),
        "64,000 officers, seconds": min(seconds[2]),
        "twice the idle people / once (at most 1.15)": min(seconds[2]) / min(seconds[1]),
    }


def store() -> dict[str, float]:
    """Writing the results of W2, without figures, against running it."""
    from worlds import invented

    from exchsim import api

    scenario = invented(32, 32000, 480)
    ran, stored = [], []
    with tempfile.TemporaryDirectory() as folder:
        for turn in range(4):
            start = time.perf_counter()
            result = api.run(scenario, seed=1)
            middle = time.perf_counter()
            result.save(Path(folder) / str(turn), figures=False)
            ran.append(middle - start)
            stored.append(time.perf_counter() - middle)
    # the first turn loads the engine and the libraries of the store
    return {
        "run, seconds": min(ran[1:]),
        "store, seconds": min(stored[1:]),
        "store / run (at most 0.10)": min(stored[1:]) / min(ran[1:]),
    }


def people27m() -> dict[str, float]:
    """W3: every uniformed person, 1949-2024."""
    import resource

    from exchsim.scenario.load import load_scenario

    start = time.perf_counter()
    blueprint = load_scenario("world_27m").compile()
    loaded = time.perf_counter() - start
    engine_seconds(blueprint, 1)
    seconds = engine_seconds(blueprint)
    person_months = float(blueprint.strength.sum(dtype="int64"))
    everyone = roll_call_seconds(blueprint)
    return {
        "loading and compiling the scenario, seconds": loaded,
        "engine, seconds (aim 120)": seconds,
        "person-months": person_months,
        "person-months per second": person_months / seconds,
        "largest memory, GB (aim 3)": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 2**20,
        "catching up every single career at the end, seconds": everyone,
    }


def roll_call_seconds(blueprint) -> float:
    """Seconds to play forward the careers of all people who serve in the last month."""
    from exchsim.engine.roll import roll_call
    from exchsim.engine.run import run
    from exchsim.engine.setup import build

    state = run(build(blueprint, 1), blueprint.end)
    roll_call(state, 0)
    start = time.perf_counter()
    for nation in range(1, len(blueprint.nations)):
        roll_call(state, nation)
    return time.perf_counter() - start


def command(arguments: list[str], folder: Path, **environment: str) -> float:
    """Wall seconds of a command in its own process."""
    start = time.perf_counter()
    subprocess.run(arguments, cwd=folder, check=True, capture_output=True, env={**os.environ, **environment})
    return time.perf_counter() - start


def start() -> dict[str, float]:
    """What a user waits for."""
    program = [str(Path(sys.executable).with_name("exchsim"))]
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        cold = command([*program, "run", "classroom", "--out", "a"], folder, NUMBA_CACHE_DIR=str(folder / "cache"))
        warm = best(
            lambda: command(
                [*program, "run", "classroom", "--out", f"b{time.time_ns()}"],
                folder,
                NUMBA_CACHE_DIR=str(folder / "cache"),
            )
        )
        bare = best(
            lambda: command(
                [*program, "run", "classroom", "--no-figures", "--out", f"c{time.time_ns()}"],
                folder,
                NUMBA_CACHE_DIR=str(folder / "cache"),
            )
        )
        help_text = best(lambda: command([*program, "--help"], folder), 7)
    return {
        "exchsim --help, seconds (0.3)": help_text,
        "first classroom run, with compilation, seconds (25)": cold,
        "warm classroom run with figures, seconds (2)": warm,
        "warm classroom run without figures, seconds": bare,
    }


BENCHMARKS = {f.__name__: f for f in (twin, idle, store, people27m, start, bookkeeping, workers, many)}


def show(value: float) -> str:
    """Three significant digits, large numbers with separators."""
    return f"{value:,.0f}" if value >= 1000 else f"{value:.3g}"


def main(names: list[str]) -> None:
    """Run the named benchmarks, or all, each in a fresh process, and write the table."""
    if len(names) == 2 and names[0] == "--one":
        print(json.dumps(BENCHMARKS[names[1]]()))
        return
    readme = HERE / "README.md"
    text, _, table = readme.read_text().partition(MARK)
    rows = {name: [row for row in table.splitlines() if row.startswith(f"| {name} |")] for name in BENCHMARKS}
    for name in names or list(BENCHMARKS):
        done = subprocess.run([sys.executable, __file__, "--one", name], check=True, capture_output=True, text=True)
        found = json.loads(done.stdout.splitlines()[-1])
        rows[name] = [f"| {name} | {what} | {show(value)} |" for what, value in found.items()]
        print(*rows[name], sep="\n", flush=True)
    machine = f"{platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()}"
    lines = ["| benchmark | what | measured |", "|---|---|---|", *(row for part in rows.values() for row in part)]
    said = "\n".join(["", f"On {machine}, {time.strftime('%Y-%m-%d')}.", "", *lines])
    readme.write_text(f"{text}{MARK}\n{said}\n")


if __name__ == "__main__":
    sys.path.insert(0, str(HERE))
    main(sys.argv[1:])
