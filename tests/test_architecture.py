"""The house rules that a machine can check."""

import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from exchsim.state.levers import LEVERS
from exchsim.state.parameter import GRADES
from exchsim.state.params import PARAMETERS

ROOT = Path(__file__).resolve().parents[1]
SOURCES = sorted((ROOT / "src/exchsim").rglob("*.py"))


def test_imports_go_one_way():
    program = Path(sys.executable).with_name("lint-imports")
    if not program.exists():
        pytest.skip("import-linter is not installed")
    done = subprocess.run([program, "--config", ROOT / ".importlinter"], cwd=ROOT, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout


@pytest.mark.parametrize("module", ["exchsim", "exchsim.state.params", "exchsim.scenario.schema"])
def test_importing_it_loads_neither_mesa_nor_matplotlib_nor_pandas(module):
    code = f"import sys, {module}; print([m for m in ('mesa', 'matplotlib', 'pandas') if m in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


@pytest.mark.parametrize("path", SOURCES, ids=lambda p: p.relative_to(ROOT / "src/exchsim").as_posix())
def test_a_file_has_one_noun_and_at_most_400_lines(path):
    assert len(path.read_text().splitlines()) <= 400


def test_the_month_reads_on_one_page():
    assert len((ROOT / "src/exchsim/engine/month.py").read_text().splitlines()) <= 130


@pytest.mark.parametrize("parameter", [*PARAMETERS, *LEVERS], ids=lambda p: p.path)
def test_every_number_has_unit_range_source_and_grade(parameter):
    assert parameter.grade in GRADES
    assert parameter.source and parameter.unit and parameter.meaning
    assert np.isfinite([parameter.low, parameter.default, parameter.high]).all()
    assert parameter.low <= parameter.default <= parameter.high
    if parameter.grade == "M":
        assert parameter.low < parameter.high, "a modelling choice always has a range"


def test_names_are_unique():
    for declared in (PARAMETERS, LEVERS):
        assert len({p.name for p in declared}) == len(declared)


def test_every_parameter_and_lever_is_read_by_a_rule_a_kernel_or_the_setup():
    text = "\n".join(
        p.read_text() for folder in ("rules", "kernels", "engine") for p in (ROOT / "src/exchsim" / folder).glob("*.py")
    )
    unread = [p.path for p in (*PARAMETERS, *LEVERS) if f".{p.name}" not in text and f'"{p.name}"' not in text]
    assert unread == []


def test_kernels_say_what_they_read_write_and_draw():
    for path in (ROOT / "src/exchsim/kernels").glob("*.py"):
        for part in path.read_text().split("@kernel\ndef ")[1:]:
            assert '"""' in part.split("\n@")[0], f"{path.name}: {part.split('(')[0]} has no docstring"


def test_no_host_of_a_registry_and_no_path_of_a_machine_in_the_repository():
    done = subprocess.run(["git", "ls-files"], cwd=ROOT, capture_output=True, text=True)
    if done.returncode != 0:
        pytest.skip("not a git checkout")
    for name in done.stdout.split():
        path = ROOT / name
        if path.suffix in {".py", ".toml", ".txt", ".md", ".yaml", ".yml", ".cfg", ""} and path.is_file():
            text = path.read_text(errors="ignore")
            assert "files.python" + "hosted" not in text and "pypi." + "org" not in text, name
            assert "/root" + "/" not in text, name
