"""The notebooks run from top to bottom, solutions included, and what they say is true: their asserts are the test."""

from __future__ import annotations

import json
import re
import shutil
from pathlib import Path

import pytest

FOLDER = Path(__file__).resolve().parents[2] / "docs" / "notebooks"
NOTEBOOKS = sorted(FOLDER.glob("*.ipynb"))
ids = {"ids": lambda path: path.stem}


def test_there_are_three_in_order():
    assert [path.name[0] for path in NOTEBOOKS] == ["1", "2", "3"]


@pytest.mark.parametrize("path", NOTEBOOKS, **ids)
def test_nothing_is_stored_but_what_was_written(path):
    text = path.read_text(encoding="utf-8")
    written = json.loads(text)
    assert text == json.dumps(written, indent=1, ensure_ascii=False) + "\n"  # so that a change is a line
    for cell in written["cells"]:
        assert cell.get("outputs", []) == [] and cell.get("execution_count") is None
        assert len(cell["source"]) < 40 and not any("/home/" in line or "/work/" in line for line in cell["source"])
    assert len(text) < 20_000


@pytest.mark.parametrize("path", NOTEBOOKS, **ids)
def test_each_has_goals_asserts_and_exercises_with_answers(path):
    cells = json.loads(path.read_text(encoding="utf-8"))["cells"]
    prose = "".join(line for cell in cells if cell["cell_type"] == "markdown" for line in cell["source"])
    code = "".join(line for cell in cells if cell["cell_type"] == "code" for line in cell["source"])
    assert "**You will**" in prose and "## What you have seen" in prose
    assert prose.count("<details>") == prose.count("</details>") >= 3
    assert len(solutions(cells)) >= 3 and all("assert" in solution for solution in solutions(cells))
    assert code.count("assert ") >= 4
    for target in re.findall(r"\]\(([^)#]+\.(?:ipynb|md))\)", prose):
        assert (FOLDER / target).exists(), target


def solutions(cells):
    """Code of the folded answers."""
    prose = "\n".join("".join(cell["source"]) for cell in cells if cell["cell_type"] == "markdown")
    return re.findall(r"<details>.*?```python\n(.*?)```", prose, flags=re.S)


@pytest.mark.parametrize("path", NOTEBOOKS, **ids)
def test_it_runs_from_top_to_bottom_and_its_findings_hold(path, tmp_path):
    nbclient = pytest.importorskip("nbclient", reason="notebooks need nbclient and ipykernel")
    pytest.importorskip("ipykernel", reason="notebooks need nbclient and ipykernel")
    nbformat = pytest.importorskip("nbformat")
    copy = tmp_path / path.name
    shutil.copy(path, copy)
    notebook = nbformat.read(copy, as_version=4)
    nbformat.validate(notebook)
    notebook.cells += [nbformat.v4.new_code_cell(code) for code in solutions(notebook.cells)]
    nbclient.NotebookClient(notebook, timeout=180, resources={"metadata": {"path": str(tmp_path)}}).execute()
    kinds = [output.get("data", {}) for cell in notebook.cells for output in cell.get("outputs", [])]
    assert any("image/png" in data for data in kinds)  # its figures were drawn
    assert {file.name for file in tmp_path.iterdir()} == {path.name}  # and it left nothing behind
