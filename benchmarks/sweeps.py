"""What a sweep costs besides the engine: bookkeeping, workers, memory, opening what is stored.

W1 is 12 nations x 6,000 officers x 360 months. Processor time is taken where other programs may run beside, wall time
where workers are compared; what is compared takes turns, and the best of each counts.
"""

from __future__ import annotations

import gc
import json
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

W1_RUNS = 2000
TINY_RUNS = 50_000
ROUNDS = 2


def w1(runs: int) -> dict[str, Any]:
    """An experiment on W1 such as researchers make: two policies, every doubtful parameter, four outcomes."""
    from worlds import invented

    return {
        "scenario": invented(12, 6000, 360),
        "policies": {"as_now": {}, "more": {"posts_share": 0.01}},
        "uncertainties": {"all": ["M"]},
        "design": {"samples": runs // 10},
        "replicates": 5,
        "outcomes": {
            "trust": {"column": "trust"},
            "spent_usd": {"column": "spent_usd", "reduce": "sum"},
            "skill": {"table": "nations", "column": "readiness"},
            "interoperability": {"table": "pairs", "column": "interoperability", "where": {"sender": "XAA"}},
        },
    }


def tiny(runs: int, months: int = 12) -> dict[str, Any]:
    """An experiment on a world of three nations with thirty officers each."""
    from worlds import invented

    return {
        "scenario": invented(3, 30, months),
        "policies": {"as_now": {}, "more": {"posts_share": 0.05}},
        "uncertainties": {"trust.memory_years": {}, "trust.gain_per_year": {}},
        "design": {"samples": runs // 10},
        "replicates": 5,
        "outcomes": {"trust": {"column": "trust"}, "spent_usd": {"column": "spent_usd", "reduce": "sum"}},
    }


def bookkeeping() -> dict[str, float]:
    """Processor time of runs of W1 as a worker does them and as the parent stores them, against the engine alone."""
    from exchsim.engine.run import run
    from exchsim.engine.setup import build
    from exchsim.sweep.folder import Folder
    from exchsim.sweep.load import load_experiment
    from exchsim.sweep.runner import compiled
    from exchsim.sweep.setting import groups_of, points_of
    from exchsim.sweep.work import Shipped, run_batch

    experiment = load_experiment(w1(W1_RUNS))
    setting = compiled(experiment)
    shipped = Shipped(setting)
    groups = list(groups_of(experiment, setting, points_of(experiment)))
    run_batch(shipped, groups[:1])
    engine, worked = [], []
    for group in groups[5::50][:16]:  # the same runs in turns, each of another sample
        began = time.process_time()
        run_batch(shipped, [group])
        worked.append(time.process_time() - began)
        spent = 0.0
        for place, seed, _ in group.runs:
            blueprint = setting.blueprint(setting.plans[place], group.point)
            state = build(blueprint, seed, setting.keeps_pairs)
            began = time.process_time()
            run(state, blueprint.end)
            spent += time.process_time() - began
        engine.append(spent)
    rows = run_batch(shipped, groups[:10])
    with tempfile.TemporaryDirectory() as name:
        folder = Folder(Path(name) / "sweep")
        folder.create()
        stored = min(_seconds_of(lambda: folder.add(rows, setting.digest)) for _ in range(5)) / 20
    began = time.process_time()
    list(groups_of(experiment, setting, points_of(experiment)))
    listed = (time.process_time() - began) / experiment.runs
    alone, with_rows = sum(engine) / len(engine) / 2, sum(worked) / len(worked) / 2
    return {
        "W1, engine alone, milliseconds a run": 1e3 * alone,
        "W1, as a worker runs it: set up, measured, digested": 1e3 * with_rows,
        "W1, storing, milliseconds a run": 1e3 * stored,
        "W1, listing and addressing, milliseconds a run": 1e3 * listed,
        "W1, all of it / engine alone (at most 1.10)": (with_rows + stored + listed) / alone,
    }


def _seconds_of(action: Any) -> float:
    began = time.process_time()
    action()
    return time.process_time() - began


def workers() -> dict[str, float]:
    """Whole sweeps of 2,000 runs of W1: one worker, two threads, two processes, Dask with two workers."""
    kinds = {"one": ("processes", 1), "threads": ("threads", 2), "processes": ("processes", 2), "dask": ("dask", 2)}
    seconds: dict[str, list[float]] = {kind: [] for kind in kinds}
    for _ in range(ROUNDS):
        for kind, (executor, number) in kinds.items():
            seconds[kind].append(_sweep_seconds(w1(W1_RUNS), executor, number))
    best = {kind: min(taken) for kind, taken in seconds.items()}
    machine = min(_ceiling() for _ in range(ROUNDS))
    return {
        "2,000 runs of W1, one worker, seconds": best["one"],
        "two engines at once on this machine / one after the other": machine,
        "two threads / one worker (at least 1.9)": best["one"] / best["threads"],
        "two processes / one worker (at least 1.9)": best["one"] / best["processes"],
        "Dask / processes, time (at most 1.15)": best["dask"] / best["processes"],
        "runs stored a second, two processes (aim 200)": W1_RUNS / best["processes"],
    }


def _sweep_seconds(experiment: dict[str, Any], executor: str, workers: int) -> float:
    """Wall time of a whole sweep in a process of its own, start of workers included, that of Python not."""
    code = (
        "import json, sys, tempfile, time\n"
        "from pathlib import Path\n"
        "from exchsim.sweep.load import load_experiment\n"
        "from exchsim.sweep.runner import run_sweep\n"
        "if __name__ == '__main__':\n"
        "    loaded = load_experiment(json.load(sys.stdin))\n"
        "    with tempfile.TemporaryDirectory() as name:\n"
        "        began = time.perf_counter()\n"
        f"        run_sweep(loaded, Path(name) / 'sweep', {workers}, {executor!r})\n"
        "        print(time.perf_counter() - began)\n"
    )
    with tempfile.TemporaryDirectory() as name:
        script = Path(name) / "one_sweep.py"
        script.write_text(code, encoding="utf-8")
        done = subprocess.run(
            [sys.executable, str(script)], input=json.dumps(experiment), check=True, capture_output=True, text=True
        )
    return float(done.stdout.splitlines()[-1])


def _ceiling(runs: int = 100) -> float:
    """How much faster two processes that share nothing get through the engine alone: what the machine allows."""
    code = (
        "import sys, time\n"
        f"sys.path.insert(0, {str(Path(__file__).parent)!r})\n"
        "from run import engine_seconds\n"
        "from worlds import invented\n"
        "from exchsim.scenario.load import load_scenario\n"
        "b = load_scenario(invented(12, 6000, 360)).compile()\n"
        "engine_seconds(b)\n"
        "print('ready', flush=True); sys.stdin.readline()\n"
        f"began = time.perf_counter(); [engine_seconds(b) for _ in range({runs})]\n"
        "print(time.perf_counter() - began)\n"
    )

    def at_once(number: int) -> float:
        pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "text": True}
        running = [subprocess.Popen([sys.executable, "-c", code], **pipes) for _ in range(number)]
        for process in running:
            process.stdout.readline()
        for process in running:
            process.stdin.write("\n")
            process.stdin.flush()
        return max(float(process.communicate()[0]) for process in running)

    return 2.0 * at_once(1) / at_once(2)


def many() -> dict[str, float]:
    """50,000 runs of a tiny world: memory of parent and workers on the way, and opening what came of it."""
    from exchsim.sweep.load import load_experiment
    from exchsim.sweep.runner import run_sweep

    with tempfile.TemporaryDirectory() as name:
        folder, watch = Path(name) / "sweep", Memory()
        tally = run_sweep(load_experiment(tiny(TINY_RUNS)), folder, 2, "processes", watch=watch)
        gc.collect()
        opening = min(_opening_seconds(folder) for _ in range(3))
        parts = list((folder / "parts").glob("*.parquet"))
        size = sum(path.stat().st_size for path in parts)
    return {
        "50,000 runs of a tiny world, runs a second": tally.ran / tally.seconds,
        "growth of resident memory after the first thousand, parent and two workers, MB (at most 200)": watch.growth,
        "resident memory of the parent at the end, MB": watch.parents[-1],
        "parts": float(len(parts)),
        "bytes a run": size / TINY_RUNS,
        "opening the finished sweep, seconds (at most 2)": opening,
    }


class Memory:
    """Watches resident memory while a sweep goes on; one of `exchsim.sweep.runner.Watch`."""

    def __init__(self, first: int = 1000) -> None:
        self.first, self.all, self.parents = first, [], []

    def begins(self, total: int, stored: int, damaged: list[str], others: int) -> None:
        """Nothing yet."""

    def reached(self, stored: int, failed: int) -> None:
        """Take the memory once the first runs are stored."""
        if stored >= self.first:
            self.parents.append(resident("self"))
            self.all.append(self.parents[-1] + sum(resident(child) for child in children()))

    def says(self, text: str) -> None:
        """Nothing."""

    @property
    def growth(self) -> float:
        """Most memory less the first, MB."""
        return max(self.all) - self.all[0]


def resident(process: str) -> float:
    """Resident memory of a process, MB; 0 when it has gone."""
    try:
        lines = Path(f"/proc/{process}/status").read_text().splitlines()
    except OSError:
        return 0.0
    return sum(int(line.split()[1]) for line in lines if line.startswith("VmRSS")) / 1024


def children() -> list[str]:
    """Processes that this one has started."""
    return [pid for task in Path("/proc/self/task").iterdir() for pid in (task / "children").read_text().split()]


def _opening_seconds(folder: Path) -> float:
    """From `open_sweep` to the frame of all runs, in a process that has imported what it needs."""
    code = (
        "import time, exchsim, pandas, pyarrow.parquet, exchsim.sweep.results\n"
        f"began = time.perf_counter(); runs = exchsim.open_sweep({str(folder)!r}).runs\n"
        f"print(time.perf_counter() - began if len(runs) == {TINY_RUNS} else 'not all')\n"
    )
    done = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True)
    return float(done.stdout.splitlines()[-1])
