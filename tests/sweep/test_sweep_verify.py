"""What was stored is run again: an altered row, and a model that is another from a month on, are found and named."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import given
from hypothesis import strategies as st
from small_sweeps import experiment

import exchsim
from exchsim.cli.main import main
from exchsim.state import outputs
from exchsim.state.blueprint import month_name
from exchsim.store.errors import StoreError
from exchsim.sweep import measure, verify, work
from exchsim.sweep.folder import Folder
from exchsim.sweep.phases import PHASES
from exchsim.sweep.runner import run_sweep
from exchsim.sweep.verify import verify_sweep

before = work.run
PLANTED = 960 + 16  # 1981-05


def test_every_column_of_the_world_has_one_phase() -> None:
    """A column that is added must be put into a phase, or verify could not name it."""
    placed = [name for own in PHASES.values() for name in own]
    assert sorted(placed) == sorted(column.name for column in outputs.WORLD_OUT)


def planted(change: Callable[[Any], None]) -> Callable[[Any, int], Any]:
    """The engine, but what it holds is changed at the end of a month, as if a phase of it reckoned otherwise."""

    def run(state: Any, until: int) -> Any:
        state = before(state, PLANTED + 1)
        change(state)
        return before(state, until)

    return run


def other_harm(state: Any) -> None:
    """Security: what is measured last and feeds nothing."""
    state.world_out["harm"][PLANTED - 960] += 0.5


def other_leaks(state: Any) -> None:
    """Intelligence, and after it security."""
    state.world_out["leaks_expected"][PLANTED - 960 :] *= 1.5
    state.world_out["harm"][PLANTED - 960] += 0.5


def other_trust(state: Any) -> None:
    """Relations: everything follows, plans of the next fiscal year included."""
    state.pairs["trust"] *= 0.5
    state.world_out["trust"][PLANTED - 960] *= 0.5


def other_people(state: Any) -> None:
    """Calendar."""
    state.world_out["cadre"][PLANTED - 960] += 1
    state.world_out["harm"][PLANTED - 960] += 0.5


@pytest.mark.parametrize(
    ("change", "phase", "column"),
    [
        (other_harm, "security", "harm"),
        (other_leaks, "intelligence", "leaks_expected"),
        (other_trust, "relations", "trust"),
        (other_people, "calendar", "cadre"),
    ],
)
def test_a_model_that_differs_from_a_month_on_is_named(
    change: Any, phase: str, column: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as patched:
        patched.setattr(work, "run", planted(change))
        run_sweep(experiment(), tmp_path / "s", 1, "threads")
    verdict = verify_sweep(tmp_path / "s")
    ids = set(exchsim.open_sweep(tmp_path / "s").runs["id"])
    assert verdict.checked == verdict.stored == len(verdict.differences) == 16
    assert {difference.id for difference in verdict.differences} == ids
    right = [d for d in verdict.differences if (d.month, d.phase) == (month_name(PLANTED), phase)]
    assert len(right) >= 13  # a phase hides once in sixteen times
    assert all(column in difference.columns for difference in right)
    assert f"parts in 1981-05, phase {phase}, column " in str(right[0])


def test_what_was_stored_comes_out_again(tmp_path: Path, capsys: Any) -> None:
    run_sweep(experiment(), tmp_path / "s", 1, "threads")
    run_sweep(experiment(branch_at="1981-01"), tmp_path / "branched", 1, "threads")
    for name in ("s", "branched"):
        assert main(["verify", str(tmp_path / name)]) == 0
        assert capsys.readouterr().out == "16 of 16 stored runs were run again: 16 alike, 0 different\n"
    assert main(["verify", str(tmp_path / "s"), "--sample", "5", "--seed", "3"]) == 0
    assert capsys.readouterr().out == "5 of 16 stored runs were run again: 5 alike, 0 different\n"


def test_several_workers_find_the_same(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with monkeypatch.context() as patched:
        patched.setattr(work, "run", planted(other_harm))
        run_sweep(experiment(replicates=1), tmp_path / "s", 1, "threads")
    run_sweep(experiment(), tmp_path / "s", 1, "threads")  # the other half is as it should be
    monkeypatch.setattr(verify, "_BATCH", 2)
    alone, together = verify_sweep(tmp_path / "s"), verify_sweep(tmp_path / "s", workers=2)
    assert alone == together and len(alone.differences) == 8 and alone.checked == 16


def altered(folder: Path, change: Callable[[list[dict[str, Any]]], None]) -> None:
    """Another row in a part, whose name fits it: somebody meant it."""
    store = Folder(folder)
    path = store.files()[0]
    table = pq.read_table(path)
    rows = table.to_pylist()
    change(rows)
    setting = table.schema.metadata[b"exchsim.setting"].decode()
    path.unlink()
    store.add({"runs": pa.Table.from_pylist(rows, schema=table.schema)}, setting)


def test_an_altered_row_is_named(tmp_path: Path, capsys: Any) -> None:
    run_sweep(experiment(), tmp_path / "s", 1, "threads")
    changed: list[str] = []

    def change(rows: list[dict[str, Any]]) -> None:
        changed.append(rows[0]["id"])
        rows[0]["trust"] += 0.001

    altered(tmp_path / "s", change)
    assert main(["verify", str(tmp_path / "s")]) == 1
    said = capsys.readouterr().out.splitlines()
    assert len(said) == 3 and said[0].startswith("outcomes.parquet: is not what the stored runs say")
    assert said[1].startswith(f"run {changed[0]} (") and "trust: stored 0." in said[1]
    assert said[1].endswith("the run is the same; its row was altered after it was stored")
    assert said[2] == "16 of 16 stored runs were run again: 15 alike, 1 different"


def test_a_run_without_a_trail_is_compared_too(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with monkeypatch.context() as patched:
        patched.setattr(work, "run", planted(other_trust))
        run_sweep(experiment(keep={"trail": False}), tmp_path / "s", 1, "threads")
    verdict = verify_sweep(tmp_path / "s", 3)
    assert len(verdict.differences) == 3 and not verdict.differences[0].month
    assert "keeps no trail" in str(verdict.differences[0])


def test_a_run_that_fails_now_is_a_difference(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    run_sweep(experiment(), tmp_path / "s", 1, "threads")

    def broken(*arguments: Any) -> Any:
        raise ZeroDivisionError("of nothing")

    monkeypatch.setattr(work, "run", broken)
    verdict = verify_sweep(tmp_path / "s", 2)
    assert [d.note for d in verdict.differences] == ["fails now: ZeroDivisionError: of nothing"] * 2


def test_another_version_is_not_compared(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    run_sweep(experiment(), tmp_path / "s", 1, "threads")
    monkeypatch.setattr(verify, "source_hash", lambda: "another")
    with pytest.raises(StoreError, match="was made by another version of the model"):
        verify_sweep(tmp_path / "s")


def test_the_same_choice_of_runs_by_the_same_seed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    run_sweep(experiment(), tmp_path / "s", 1, "threads")
    chosen: list[list[str]] = []
    compare = verify.compare

    def noted(stored: Any, made: Any, sweep: Any) -> Any:
        chosen[-1].append(made["id"])
        return compare(stored, made, sweep)

    monkeypatch.setattr(verify, "compare", noted)
    for seed in (1, 1, 2):
        chosen.append([])
        verify_sweep(tmp_path / "s", 4, seed)
    assert chosen[0] == chosen[1] != chosen[2] and len(chosen[0]) == 4


@given(st.integers(1, 40), st.integers(960, 980), st.randoms(use_true_random=False))
def test_a_trail_reads_back(months: int, start: int, chance: Any) -> None:
    world = np.zeros(months, [(column.name, float) for column in outputs.WORLD_OUT])
    for name in world.dtype.names or ():
        world[name] = [chance.random() for _ in range(months)]

    class State:
        world_out = world
        clock = np.array([(start,)], [("start", np.int64)])

    one = measure.trail(State)  # type: ignore[arg-type]
    month, column = chance.randrange(months), chance.choice(verify.WORLD)
    world[column][month] += 1.0
    other = measure.trail(State)  # type: ignore[arg-type]
    first, second = (measure.read_trail(content, months) for content in (one, other))
    assert set(np.flatnonzero(first.months != second.months)) <= {month}
    assert {verify.WORLD[k] for k in np.flatnonzero((first.years != second.years).any(axis=0))} <= {column}
    parts = verify.parting(one, other, start, start + months)
    own = next(phase for phase, names in PHASES.items() if column in names)
    # a phase hides once in sixteen times; then the year may tell, or nothing but the month is known
    assert parts is None or (parts[1] == own and column in parts[2]) or parts[1:] == ("measure", ())


def test_files_beside_the_runs_are_compared_too(tmp_path):
    import pyarrow as pa
    import pyarrow.parquet as pq

    from exchsim.sweep.load import load_experiment
    from exchsim.sweep.runner import run_sweep
    from exchsim.sweep.verify import verify_sweep

    folder = tmp_path / "s"
    small = {
        "scenario": "classroom", "set": {"period.end": "1981-12"}, "uncertainties": {"trust.memory_years": {}},
        "design": {"samples": 2}, "replicates": 1, "outcomes": {"trust": {"column": "trust"}},
        "keep": {"world": ["trust"]},
    }  # fmt: skip
    run_sweep(load_experiment(small), folder, 1, "threads")
    assert verify_sweep(folder).files == ()
    for name, values in (("outcomes.parquet", [3.0, 4.0]), ("design.parquet", [1.0, 2.0])):
        table = pq.read_table(folder / name)
        place = table.column_names.index("trust.memory_years")
        pq.write_table(table.set_column(place, "trust.memory_years", pa.array(values)), folder / name)
    series = next((folder / "parts").glob("world-*"))
    series.write_bytes(series.read_bytes()[:-9] + b"x" * 9)
    wrong = "\n".join(verify_sweep(folder).files)
    assert all(name in wrong for name in ("outcomes.parquet: is not what", "design.parquet: is not the", series.name))
    run_sweep(load_experiment(small), folder, 1, "threads")
    assert verify_sweep(folder).files == ()
