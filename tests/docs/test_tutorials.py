"""Tutorials and how-to pages do what they say: every command is run again, and prints what the page shows."""

import itertools
import re
import sys
from pathlib import Path

import pytest

DOCS = Path(__file__).resolve().parents[2] / "docs"
sys.path.insert(0, str(DOCS))
import pages  # noqa: E402

PLAYED = pages.played_pages()


def test_tutorials_of_all_three_users_are_played():
    assert {"researcher", "strategist", "class"} <= {path.stem for path in PLAYED}


ALWAYS = "class"  # the quickest; the others take a minute or more each


@pytest.mark.parametrize(
    "path",
    [pytest.param(p, marks=pytest.mark.slow if p.stem == ALWAYS else pytest.mark.long) for p in PLAYED],
    ids=lambda path: path.stem,
)
def test_a_page_shows_what_its_commands_print(path, tmp_path):
    text = path.read_text(encoding="utf-8")
    made = pages.play(text, tmp_path)
    assert pages.without_chance(made) == pages.without_chance(text), "run `make docs` and look at what has changed"
    for source, target in pages.PICTURE.findall(text):
        assert (tmp_path / source).is_file()
        assert (path.parent / target).is_file()


@pytest.mark.parametrize("path", PLAYED, ids=lambda path: path.stem)
def test_no_command_prints_nothing_but_where_silence_is_good(path):
    """A pipe hides that its first command failed; an empty answer shows it."""
    for block in pages.BLOCK.finditer(path.read_text(encoding="utf-8")):
        if block[1] == "console":
            lines = [*block[3].splitlines(), "$ "]
            silent = [a for a, b in itertools.pairwise(lines) if a.startswith("$ ") and b.startswith("$ ")]
            assert silent == []
        if block[1] == "text":
            assert block[3].strip()


PAGE = """# A page

```yaml title="one.yaml"
seed: 1
```

```console
$ cat one.yaml
something else
$ ls
```

```python
a = 3
```

```python
print(a)
```

```text
4
```
"""


def test_what_is_printed_replaces_what_stood_there(tmp_path):
    made = pages.play(PAGE, tmp_path)
    assert "$ cat one.yaml\nseed: 1\n$ ls\none.yaml\n```" in made
    assert "```text\n3\n```" in made
    again = tmp_path / "again"
    again.mkdir()
    assert pages.play(made, again) == made


def test_a_command_that_fails_stops_the_page(tmp_path):
    with pytest.raises(RuntimeError, match="no_such_scenario"):
        pages.play("```console\n$ exchsim validate no_such_scenario\n```\n", tmp_path)


def test_times_and_ids_are_chance_and_results_are_not():
    one = "run 0123456789ab took 1.5 s, trust 0.71"
    assert pages.without_chance(one) == pages.without_chance("run ba9876543210 took 12 s, trust 0.71")
    assert pages.without_chance(one) != pages.without_chance(re.sub("0.71", "0.72", one))
