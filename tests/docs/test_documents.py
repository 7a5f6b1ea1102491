"""The documents that are generated from the code cannot go stale."""

import importlib.util
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]


def _generator():
    spec = importlib.util.spec_from_file_location("generate", ROOT / "docs/generate.py")
    module = importlib.util.module_from_spec(spec)
    import sys

    sys.modules["generate"] = module
    spec.loader.exec_module(module)
    return module


generate = _generator()
SYSTEMS = generate.systems()


@pytest.mark.parametrize("name", ["odd", "traceability"])
def test_the_document_is_what_the_code_says(name):
    written = (ROOT / f"docs/{name}.md").read_text(encoding="utf-8")
    assert written == getattr(generate, name)(), "run `make docs` and commit what it writes"


def test_every_system_is_traced_to_rule_kernel_lever_output_and_test():
    assert generate.faults(SYSTEMS) == []


@pytest.mark.parametrize("place", range(len(SYSTEMS)), ids=[row["system"] for row in SYSTEMS])
def test_no_row_can_be_removed(place):
    assert generate.faults(SYSTEMS[:place] + SYSTEMS[place + 1 :])


@pytest.mark.parametrize("kind", ["rules", "kernels", "levers", "outputs", "tests"])
def test_a_name_that_does_not_exist_is_found(kind):
    row = {**SYSTEMS[0], kind: [*SYSTEMS[0][kind], "nothing.of_the_kind"]}
    assert any("nothing.of_the_kind" in fault for fault in generate.faults([row, *SYSTEMS[1:]]))


def test_no_placeholder_is_left():
    assert "{{" not in generate.odd()
