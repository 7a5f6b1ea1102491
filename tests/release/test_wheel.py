"""What is released: a wheel that needs no checkout, a source archive that builds it again, one version."""

import importlib.util
import os
import re
import subprocess
import sys
import tarfile
import zipfile
from pathlib import Path

import pytest
import yaml

import exchsim

ROOT = Path(__file__).resolve().parents[2]
needs_hatchling = pytest.mark.skipif(
    importlib.util.find_spec("hatchling") is None, reason="hatchling is not installed: `make .venv/.dev`"
)
pytestmark = pytest.mark.xdist_group("wheel")


def built(kind: str, source: Path, folder: Path) -> Path:
    """A wheel or source archive, made with what is installed: nothing is fetched."""
    subprocess.run(
        [sys.executable, "-m", "hatchling", "build", "-t", kind, "-d", folder], cwd=source, check=True,
        capture_output=True,
    )  # fmt: skip
    (made,) = folder.iterdir()
    return made


@pytest.fixture(scope="module")
def wheel(tmp_path_factory) -> Path:
    return built("wheel", ROOT, tmp_path_factory.mktemp("wheel"))


@pytest.fixture(scope="module")
def archive(tmp_path_factory) -> Path:
    return built("sdist", ROOT, tmp_path_factory.mktemp("sdist"))


def names(wheel: Path) -> set[str]:
    with zipfile.ZipFile(wheel) as parts:
        return set(parts.namelist())


@pytest.fixture(scope="module")
def unpacked(wheel, tmp_path_factory) -> Path:
    """The wheel as an installer lays it down."""
    folder = tmp_path_factory.mktemp("site")
    with zipfile.ZipFile(wheel) as parts:
        parts.extractall(folder)
    return folder


@pytest.fixture
def command(unpacked, tmp_path, monkeypatch):
    """A command of what the wheel holds, from an empty folder."""
    monkeypatch.chdir(tmp_path)

    def run(*arguments: str, compiled: bool = False) -> str:
        settings = {**os.environ, "PYTHONPATH": str(unpacked), "NUMBA_CACHE_DIR": str(unpacked / "compiled")}
        settings["NUMBA_DISABLE_JIT"] = "0" if compiled else "1"
        done = subprocess.run(
            [sys.executable, "-m", "exchsim", *arguments], env=settings, capture_output=True, text=True, timeout=550
        )
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout

    return run


@needs_hatchling
def test_the_wheel_holds_every_file_of_the_package(wheel):
    """But for what Python leaves behind: whatever lies below src/exchsim is there, typed."""
    package = ROOT / "src/exchsim"
    there = {
        path.relative_to(package.parent).as_posix()
        for path in package.rglob("*")
        if path.is_file() and "__pycache__" not in path.parts
    }
    assert there - names(wheel) == set()
    assert "exchsim/py.typed" in names(wheel)


@needs_hatchling
def test_the_wheel_holds_all_scenarios_and_experiments_and_no_script_of_the_checkout(wheel):
    shipped = [*(ROOT / "scenarios").iterdir(), *(ROOT / "experiments").rglob("*.yaml")]
    shipped += [*(ROOT / "experiments").rglob("answer.md"), ROOT / "experiments/experiment.schema.json"]
    wanted = {f"exchsim/{path.relative_to(ROOT).as_posix()}" for path in shipped}
    assert len(wanted) > 30
    assert wanted - names(wheel) == set()
    strays = [
        name
        for name in names(wheel)
        if not name.startswith(("exchsim/", "exchsim-"))
        or (name.startswith(("exchsim/scenarios/", "exchsim/experiments/")) and name.endswith((".py", ".png")))
    ]
    assert strays == []


@needs_hatchling
def test_the_source_archive_builds_the_same_wheel(wheel, archive, tmp_path):
    with tarfile.open(archive) as parts:
        parts.extractall(tmp_path, filter="data")
    (folder,) = tmp_path.iterdir()
    again = built("wheel", folder, tmp_path / "again")
    assert names(again) == names(wheel)
    for name in ("tests/test_architecture.py", "docs/generate.py", "Makefile", "constraints.txt", "CITATION.cff"):
        assert (folder / name).is_file()


@needs_hatchling
def test_a_wheel_runs_its_own_scenarios_in_an_empty_folder(command, unpacked, tmp_path):
    listed = command("list")
    assert str(unpacked / "exchsim/scenarios/nato_1980.yaml") in listed
    assert str(ROOT) not in listed
    assert "results/classroom-" in command("run", "classroom", "--set", "period.end=1980-03", "--no-figures")
    short = ("--set", "period.start=2021-01", "--set", "period.end=2021-02", "--no-figures")
    assert "results/nato_1980-" in command("run", "nato_1980", *short)
    assert "in the browser" in command("app", "--help")
    assert [path.name for path in tmp_path.iterdir()] == ["results"]


@needs_hatchling
def test_a_wheel_knows_its_experiments_by_name(unpacked, tmp_path):
    code = "from exchsim.sweep.load import find_experiment; print(find_experiment('quickstart').resolve())"
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=tmp_path, env={**os.environ, "PYTHONPATH": str(unpacked)},
        capture_output=True, text=True, check=True,
    )  # fmt: skip
    assert done.stdout.strip() == str(unpacked / "exchsim/experiments/quickstart/experiment.yaml")


@needs_hatchling
@pytest.mark.long
def test_a_wheel_compiles_runs_whole_scenarios_with_figures_and_sweeps(command, tmp_path):
    """As a user meets it; the engine is compiled for the new place first."""
    for scenario in ("classroom", "nato_1980"):
        folder = Path(command("run", scenario, compiled=True).splitlines()[-1])
        assert list((tmp_path / folder / "figures").glob("*.png"))
    few = ("--samples", "1", "--replicates", "1", "--quiet", "-w", "1")
    assert command("sweep", "quickstart", *few, compiled=True).strip() == "results/quickstart"


def test_one_version():
    """It stands in `_version.py`; whoever cites and whoever reads of changes sees the same."""
    cited = yaml.safe_load((ROOT / "CITATION.cff").read_text(encoding="utf-8"))
    assert cited["version"] == exchsim.__version__
    assert {"cff-version", "message", "title", "authors", "license"} <= set(cited)
    changes = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
    assert re.search(r"^## (\S+)", changes, re.M)[1] == exchsim.__version__
    assert not re.search(r"^version\s*=", (ROOT / "pyproject.toml").read_text(encoding="utf-8"), re.M)


def test_a_checkout_finds_its_own_folders():
    from exchsim.scenario.load import folders_of

    assert folders_of("scenarios")[-1] == ROOT / "scenarios"
    assert folders_of("experiments")[-1] == ROOT / "experiments"
