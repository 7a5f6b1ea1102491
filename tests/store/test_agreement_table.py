"""agreements.parquet: two nations in the order of the alphabet, type, and the months in which it held."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pandas as pd
import pyarrow.parquet as pq
import pytest
from blueprints import blueprint

import exchsim
from exchsim.enums import AgreementType, Change
from exchsim.state.blueprint import BY_TERM

GENERAL, SECURITY, TRAINING = (int(kind) for kind in AgreementType)
STATED = -1


def world() -> object:
    """Nations whose order in the tables is not that of the alphabet, four agreements known, dated changes, a rupture.

    CCC is number 0, AAA 1, BBB 2. Governments conclude nothing themselves.
    """
    still = {"negotiations_per_year": 0.0, "training_agreements": 0.0, "information_security_agreements": 0.0}
    plan = blueprint(
        cadres=(60, 50, 40), months=30, start="1980-07", policy=still,
        agreements=(
            (0, 1, GENERAL, "1967-03", STATED), (0, 1, TRAINING, "1979-12", BY_TERM),
            (0, 2, GENERAL, "1971-01", STATED), (1, 2, GENERAL, "1946-01", STATED),
        ),
        changes=(
            ("1981-02", Change.AGREEMENT_BEGIN, 2, 0, SECURITY), ("1981-05", Change.AGREEMENT_END, 2, 1, GENERAL),
            ("1981-09", Change.AGREEMENT_BEGIN, 1, 2, GENERAL), ("1982-04", Change.RUPTURE, 2, 0, 0.0),
            ("1982-06", Change.AGREEMENT_BEGIN, 1, 2, TRAINING), ("1982-06", Change.AGREEMENT_END, 1, 2, TRAINING),
        ),
    )  # fmt: skip
    return replace(plan, nations=("CCC", "AAA", "BBB"))


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("runs") / "agreements"
    return exchsim.run(world(), seed=1).save(folder, figures=False) / "agreements.parquet"


@pytest.fixture(scope="module")
def stored(written: Path) -> pd.DataFrame:
    """The file as anybody would read it, labels as text, nothing as None."""
    table = pq.read_table(written).to_pandas().astype(object)
    return table.where(table.notna(), None)


def test_agreements_of_the_file_by_hand(stored: pd.DataFrame) -> None:
    columns = ["a", "b", "type", "start", "end"]
    assert stored[columns].sort_values(["a", "b", "type", "start"]).to_numpy().tolist() == [
        ["AAA", "BBB", "general", "1946-01", "1981-05"],
        ["AAA", "BBB", "general", "1981-09", None],  # concluded again: a row of its own
        ["AAA", "CCC", "general", "1967-03", None],  # from before the run, with its true start
        ["AAA", "CCC", "training", "1979-12", None],
        ["BBB", "CCC", "general", "1971-01", "1982-04"],  # by rupture
        ["BBB", "CCC", "information_security", "1981-02", "1982-04"],
    ]  # what began and ended in the same month never held


def test_the_end_of_a_term_is_there_for_what_is_renewed(stored: pd.DataFrame) -> None:
    due = stored.set_index(["a", "b", "type", "start"]).renewal_due
    assert due["AAA", "CCC", "training", "1979-12"] == "1986-12"
    assert due.notna().sum() == 1 and (stored.renewals == 0).all()


def test_columns_and_types_of_the_file(written: Path) -> None:
    schema = pq.read_schema(written)
    assert schema.names[:5] == ["a", "b", "type", "start", "end"]
    assert [str(schema.field(name).type.value_type) for name in ("a", "b", "type", "start", "end")] == ["string"] * 5
    assert schema.field("end").nullable


def test_agreements_that_governments_conclude_keep_the_order_and_the_form(tmp_path: Path) -> None:
    """Many of them, in a world whose nations are numbered against the alphabet."""
    busy = {"negotiations_per_year": 50.0, "training_agreements": 2.0, "information_security_agreements": 2.0}
    plan = blueprint(
        cadres=(20,) * 10, months=140, organisation=False, policy=busy, params={"agreements_constant": 10.0}
    )
    plan = replace(plan, nations=tuple(reversed(plan.nations)))
    folder = exchsim.run(plan, seed=1).save(tmp_path / "run", figures=False)
    table = pq.read_table(folder / "agreements.parquet").to_pandas().astype(object)
    assert len(table) > 30 and set(table.type) == {"general", "information_security", "training"}
    assert (table.a < table.b).all() and set(table.a) | set(table.b) <= set(plan.nations)
    assert table.start.str.fullmatch(r"\d{4}-01").all()  # every January
    ended = table[table.end.notna()]
    assert 0 < len(ended) < len(table)
    assert ended.end.str.fullmatch(r"\d{4}-01").all() and (ended.start < ended.end).all()
    kept = exchsim.Result.load(folder).agreements
    assert kept.start.astype(str).tolist() == table.start.tolist()
