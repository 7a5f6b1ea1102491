"""What a class takes away: the data of a run, its figures, and the scenario as a file that opens again.

Everything is made in memory, of what the visitor's own screen shows; nothing names a file of the server. What takes its
time is plain functions, for a worker.
"""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import numpy as np

from exchsim._version import __version__
from exchsim.api import Result
from exchsim.app import texts
from exchsim.app.compare import LAST_YEARS, late_mean
from exchsim.app.ledger import changes_of, parts_of
from exchsim.app.series import OF_ALLIES, digest_of
from exchsim.app.story import Story, path_of
from exchsim.app.uploads import scenario_of
from exchsim.scenario import Scenario, ScenarioError, load_scenario
from exchsim.store.names import Names
from exchsim.store.schema import TABLES

MOST_ROWS = 400_000  # of all tables of a run together
MOST_BYTES = 40_000_000  # of a file that is handed out
MARK = "# exchsim changes: "  # what follows says how the scenario was before a class changed it
_COMMENT = 118  # characters of a line


class TooMuchError(ValueError):
    """Something too large to be handed out; the text is for the visitor."""


# the scenario


def said_changes(story: Story, names: Names) -> list[str]:
    """What a story changes, a line each."""
    return [change.line for change in changes_of(story, names)]


def scenario_file(story: Story, names: Names) -> str:
    """The scenario as it stands, complete; comments say how it was made, and from what."""
    import yaml

    lines = [texts.MADE.format(__version__, story.scenario.name, story.seed)]
    lines += [f"- {change}" for change in said_changes(story, names)] or [texts.MADE_UNCHANGED]
    head = "".join(f"# {' '.join(line.split())[:_COMMENT]}\n" for line in lines)
    if story.is_changed:
        policy, nations = (story.scenario.resolved.get(part) or {} for part in ("policy", "nation_policies"))
        was = {path: (nations.get(n) or {}).get(lever) if n else policy.get(lever)
               for path in story.levers for lever, n in (parts_of(path),)}  # fmt: skip
        told = {"from": story.scenario.name, "was": was, "events": len(story.events)}
        head += MARK + json.dumps(told) + "\n"
    resolved = {**story.changed_scenario().resolved, "seed": story.seed}
    return head + yaml.safe_dump(resolved, sort_keys=False, allow_unicode=True)


def story_of(scenario: Scenario, content: bytes) -> Story:
    """The story in a file that was taken away: the scenario before, and what was changed. scenario: what the file says.

    A file that says nothing of changes, or nothing that fits, is a scenario with none.
    """
    plain = Story(scenario, scenario.seed)
    marks = [line for line in content.decode("utf-8", "replace").splitlines()[:200] if line.startswith(MARK)]
    try:
        found = _recovered(scenario, json.loads(marks[0].removeprefix(MARK))) if marks else plain
        same = {**found.changed_scenario().resolved, "seed": 0} == {**scenario.resolved, "seed": 0}
        return found if same else plain
    except (ScenarioError, ValueError, KeyError, TypeError, AttributeError, RecursionError):
        return plain


def story_in(content: bytes, file: str) -> Story:
    """The story in a file that a visitor brings. Raises ScenarioError with what is wrong with it."""
    return story_of(scenario_of(content, file), content)


def _recovered(scenario: Scenario, told: Mapping[str, Any]) -> Story:
    resolved = json.loads(json.dumps(scenario.resolved))
    levers: dict[str, float] = {}
    for path, was in told["was"].items():
        lever, nation = parts_of(path)
        if path != path_of(lever, nation):
            raise ValueError(path)
        place = resolved["nation_policies"][nation] if nation else resolved["policy"]
        levers[path] = float(place.pop(lever))
        if was is not None:
            place[lever] = float(was)
        elif nation and not place:
            del resolved["nation_policies"][nation]
    own = int(told["events"])
    there = resolved["events"]
    events = tuple(
        {key: value for key, value in event.items() if key != "note" or value} for event in there[len(there) - own :]
    )
    events = events if own > 0 else ()
    resolved["events"] = there[: len(there) - len(events)]
    before = replace(load_scenario(resolved), name=scenario.name)
    return Story(_shipped(str(told["from"]), before), scenario.seed, levers, events)


def _shipped(name: str, before: Scenario) -> Scenario:
    """The scenario that comes with the program where it is the same: lessons know it by its name."""
    from exchsim.scenario.load import scenario_folders

    if name not in {file.stem for folder in scenario_folders() for file in folder.glob("*.yaml")}:
        return before
    known = load_scenario(name)
    return known if {**known.resolved, "seed": 0} == {**before.resolved, "seed": 0} else before


# data


def data_zip(now: Result, before: Result | None, scenario: str, changes: list[str]) -> bytes:
    """All tables of a run as CSV, and those of the scenario as it was where it is changed, with what they mean.

    Raises TooMuchError.
    """
    runs = {"": now, **({} if before is None else {"as_it_was/": before})}
    if sum(len(run.frame(table)) for run in runs.values() for table in run.kept) > MOST_ROWS:
        raise TooMuchError(texts.TOO_MUCH_TO_TAKE)
    files: dict[str, str] = {"README.txt": _readme(now, before is not None, changes), "scenario.yaml": scenario}
    for folder, run in runs.items():
        for table in run.kept:
            files[f"{folder}{table}.csv"] = run.frame(table).to_csv(index=False, lineterminator="\n")
    if before is not None:
        files["comparison.csv"] = comparison(now, before)
    return zipped({name: text.encode() for name, text in files.items()})


def comparison(now: Result, before: Result) -> str:
    """Each series of the world in both runs, as a mean over the last years, and the difference.

    What is said of allies is a mean over the same pairs in both runs, as on the screen.
    """
    import pandas as pd

    digests = digest_of(before), digest_of(now)
    whose = texts.OF_FIRST_ALLIES if digests[0].has_allies(()) else texts.OF_ALL_PAIRS
    months = 12 * LAST_YEARS
    rows = []
    for field in TABLES["world"]:
        if field.name == "month":
            continue
        meaning = field.meaning
        if field.name in OF_ALLIES:
            was, value = (late_mean(digest, field.name, digests[0]) for digest in digests)
            meaning += whose
        else:
            was, value = (float(np.nanmean(run.world[field.name].to_numpy(float)[-months:])) for run in (before, now))
        rows.append((field.name, field.unit, meaning, was, value, value - was))
    columns = ["column", "unit", "meaning", "as_it_was", "changed", "difference"]
    return str(pd.DataFrame(rows, columns=columns).to_csv(index=False, lineterminator="\n", float_format="%.6g"))


def _readme(run: Result, is_changed: bool, changes: list[str]) -> str:
    lines = [
        texts.README_HEAD.format(" ".join(run.title.split()), run.names.period, run.seed, run.id, __version__), "",
        *([texts.README_CHANGED, *(f"  - {change}" for change in changes), "", texts.README_COMPARE.format(LAST_YEARS)]
          if is_changed else [texts.MADE_UNCHANGED]), "",
        texts.README_AGENTS.format(run.names.people_per_agent), texts.README_MISSING,
    ]  # fmt: skip
    for table in run.kept:
        lines += ["", f"{table}.csv: {len(run.frame(table))} rows"]
        lines += [f"  {field.name} [{field.unit}]: {field.meaning}" for field in TABLES[table]]
    return "\n".join(lines) + "\n"


# figures


def figure_names(run: Result) -> tuple[str, ...]:
    """Figures that have something to show for a run."""
    from exchsim.plots import families

    return families(run)


def figure_png(run: Result, name: str) -> bytes:
    """One of the figures that `exchsim run` draws."""
    import matplotlib

    matplotlib.use("Agg")
    from exchsim.plots import DOTS_PER_INCH, figure

    stream = io.BytesIO()
    figure(run, name).savefig(stream, format="png", dpi=DOTS_PER_INCH, metadata={"Software": None})
    return stream.getvalue()


def zipped(files: Mapping[str, bytes]) -> bytes:
    """Files in one archive; the same files give the same bytes. Raises TooMuchError."""
    if sum(map(len, files.values())) > 4 * MOST_BYTES:
        raise TooMuchError(texts.TOO_MUCH_TO_TAKE)
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            entry = zipfile.ZipInfo(name)
            entry.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(entry, content)
    if stream.tell() > MOST_BYTES:
        raise TooMuchError(texts.TOO_MUCH_TO_TAKE)
    return stream.getvalue()
