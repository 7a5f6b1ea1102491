"""From a file, a name or a dict to a scenario: read, extend, override, validate, and know who set what."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from exchsim.scenario import paths
from exchsim.scenario.catalogue import shipped_catalogue
from exchsim.scenario.check import check
from exchsim.scenario.faults import (
    Fault,
    Origin,
    PathKey,
    ScenarioError,
    file_text,
    path_text,
    suggestion,
    value_text,
    with_hint,
)
from exchsim.scenario.messages import faults_of, lookup, origin_of
from exchsim.scenario.resolve import resolve
from exchsim.scenario.scenario import Scenario
from exchsim.scenario.schema import ScenarioFile
from exchsim.scenario.yaml_tree import MAX_DEPTH, MAX_NODES, Origins, Plain, parse, read

MAX_EXTENDS = 20
_SET = Origin("--set")
_PYTHON = Origin("given in Python")


def folders_of(kind: str) -> list[Path]:
    """Where `scenarios` or `experiments` are looked for by name: below the current folder, then what is shipped.

    What is shipped lies in the package once it is installed, and at the top of a checkout.
    """
    package = Path(__file__).resolve().parents[1]
    installed, checkout = package / kind, package.parents[1] / kind
    folders = [Path(kind), installed if installed.is_dir() else checkout]
    return [folder for folder in folders if folder.is_dir()]


def scenario_folders() -> list[Path]:
    """Where scenarios are looked for by name."""
    return folders_of("scenarios")


def find_scenario(name: str | Path) -> Path:
    """The file of a scenario: an existing path, else `NAME.yaml` in a folder of scenarios.

    A folder that bears the name of a scenario, such as that of its results, does not hide it.
    Raises ScenarioError with the nearest name where there is none.
    """
    found = _find(str(name), None)
    if found is None:
        raise ScenarioError([Fault(str(name), 0, "", _not_found(str(name)))])
    return found


def _find(name: str, folder: Path | None) -> Path | None:
    """`folder` is that of the file that extends `name`."""
    if not name or "\0" in name:
        return None
    places = [folder / name, folder / f"{name}.yaml"] if folder is not None else [Path(name)]
    places += [folder / f"{name}.yaml" for folder in scenario_folders()]
    try:
        there = [place for place in places if place.exists()]
        a_name = Path(name).name == name and not name.endswith(".yaml")
        return next((place for place in there if a_name and place.is_file()), there[0] if there else None)
    except OSError:
        return None


def _not_found(name: str) -> str:
    shipped = sorted({file.stem for folder in scenario_folders() for file in folder.glob("*.yaml")})
    return with_hint("no such scenario", suggestion(name, shipped))


@dataclass
class _Layers:
    """Values of a scenario and of those that it extends, merged, and where each was written."""

    data: dict[str, Any] = field(default_factory=dict)
    origins: Origins = field(default_factory=dict)
    faults: list[Fault] = field(default_factory=list)

    def fault(self, path: PathKey, message: str) -> None:
        origin = origin_of(path, self.origins)
        value = value_text(lookup(self.data, path))
        self.faults.append(Fault(origin.file, origin.line, path_text(path), message, value))

    def lay(self, data: dict[str, Plain], origins: Origins) -> None:
        """Put a layer over what there is: mappings merge, anything else replaces, null removes."""
        _canonical(data, origins, self)
        replaced: set[PathKey] = set()
        self._merge(self.data, data, (), origins, replaced)
        self.forget(replaced)
        for known, origin in origins.items():
            if _is_below(known, replaced):
                self.origins[known] = origin

    def _merge(
        self, base: dict[str, Any], over: dict[str, Plain], path: PathKey, origins: Origins, replaced: set[PathKey]
    ) -> None:
        for key, value in over.items():
            here = (*path, key)
            if isinstance(value, dict) and isinstance(base.get(key), dict):
                self.origins[here] = origins[here]
                self._merge(base[key], value, here, origins, replaced)
                continue
            replaced.add(here)
            base.pop(key, None)
            if value is not None:
                base[key] = _without_null(value)

    def forget(self, paths: set[PathKey]) -> None:
        for known in [known for known in self.origins if _is_below(known, paths)]:
            del self.origins[known]


def _is_below(path: PathKey, roots: set[PathKey]) -> bool:
    """Whether a path is one of `roots` or lies below one."""
    return any(path[:length] in roots for length in range(1, len(path) + 1))


def _without_null(value: Plain) -> Any:
    if isinstance(value, dict):
        return {key: _without_null(part) for key, part in value.items() if part is not None}
    if isinstance(value, list):
        return [_without_null(part) for part in value]
    return value


def _canonical(data: dict[str, Plain], origins: Origins, layers: _Layers) -> None:
    """Write out short forms. A short form replaces a section that was inherited, so that goes."""
    short: tuple[tuple[str, str], ...] = (("nations", "add"), ("organisations", "only"), ("missions", "only"))
    for section, target in short:
        value = data.get(section)
        if isinstance(value, list):
            moved = {(section, target, *known[1:]): at for known, at in origins.items() if known[:1] == (section,)}
            data[section] = {target: value}
            origins.update(moved)
        elif section == "nations" and value == "all":
            data[section] = {"all": True}
            origins[(section, "all")] = origins[(section,)]
        else:
            continue
        layers.data.pop(section, None)
        layers.forget({(section,)})


def _read_layers(path: Path, layers: _Layers, trail: tuple[Path, ...] = ()) -> None:
    """Lay the scenarios that a file extends, then the file itself."""
    data, origins, faults = read(path)
    layers.faults += faults
    _lay_extended(data, origins, path, layers, trail, Origin(file_text(path), 1 if not faults else 0))


def _lay_extended(
    data: Plain, origins: Origins, path: Path | None, layers: _Layers, trail: tuple[Path, ...], origin: Origin
) -> None:
    if data is None:
        data = {}
    if not isinstance(data, dict):
        layers.faults.append(Fault(origin.file, origin.line, "", "must be a mapping of names to values"))
        return
    extended = data.pop("extend", None)
    if extended is not None:
        here = path.resolve() if path is not None else None
        trail = (*trail, here) if here is not None else trail
        _extend(extended, origins[("extend",)], path, layers, trail)
    data.pop("$schema", None)
    layers.origins[()] = origin
    layers.lay(data, origins)


def _extend(name: Plain, origin: Origin, path: Path | None, layers: _Layers, trail: tuple[Path, ...]) -> None:
    def refused(message: str) -> None:
        layers.faults.append(Fault(origin.file, origin.line, "extend", message, value_text(name)))

    if not isinstance(name, str):
        return refused("must be one name of a scenario or file")
    found = _find(name, path.parent if path is not None else None)
    if found is None:
        return refused(_not_found(name))
    if found.resolve() in trail:
        circle = [*trail[trail.index(found.resolve()) :], found]
        return refused(f"goes in a circle: {' -> '.join(link.stem for link in circle)}; remove one of them")
    if len(trail) > MAX_EXTENDS:
        return refused(f"more than {MAX_EXTENDS} scenarios extend each other")
    return _read_layers(found, layers, trail)


def _plain(value: Any, path: PathKey, origins: Origins, faults: list[Fault]) -> Plain:
    """Values of a Python dict as they would come from a file."""
    if len(path) > MAX_DEPTH or len(origins) > MAX_NODES:
        if not faults:
            faults.append(Fault(_PYTHON.file, 0, "", f"nested deeper than {MAX_DEPTH} levels, or too large"))
        return None
    origins[path] = _PYTHON
    if isinstance(value, Mapping):
        return {str(key): _plain(part, (*path, str(key)), origins, faults) for key, part in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(part, (*path, place), origins, faults) for place, part in enumerate(value)]
    if hasattr(value, "item") and not isinstance(value, str):
        value = value.item()
    return value if isinstance(value, str | int | float | bool) or value is None else str(value)


def _override(layers: _Layers, text: str) -> None:
    """Apply one `path=value`."""
    name, equals, written = text.partition("=")
    name = name.strip()
    path = paths.split_path(name)

    def refused(message: str) -> None:
        layers.faults.append(Fault(_SET.file, 0, name, message, written if equals else ""))

    if not equals or path is None:
        return refused("write path=value, such as policy.tour_months=12")
    message = paths.path_fault(path)
    if message is not None:
        return refused(message)
    value, marks, faults = parse(written, _SET.file)
    if faults:
        return refused(faults[0].message)
    gap = _missing_item(layers.data, path)
    if gap is not None:
        return refused(gap)
    under, origins = _nest(path, value, {(*path, *below): _SET for below in marks} or {path: _SET})
    if any(isinstance(part, int) for part in path):
        _set_item(layers, path, value, origins)
    elif path == ("extend",):
        refused("cannot be set; write it in the file")
    else:
        layers.lay(under, origins)
    return None


def _missing_item(data: Any, path: PathKey) -> str | None:
    for place, part in enumerate(path):
        if isinstance(part, int):
            items = lookup(data, path[:place])
            count = len(items) if isinstance(items, list) else 0
            if part >= count:
                return f"{path_text(path[:place])} has {count} items; the first is [0]"
    return None


def _nest(path: PathKey, value: Plain, origins: Origins) -> tuple[dict[str, Plain], Origins]:
    under: Any = value
    for place in range(len(path) - 1, -1, -1):
        under = {path[place]: under}
        origins.setdefault(path[:place], _SET)
    return under, origins


def _set_item(layers: _Layers, path: PathKey, value: Plain, origins: Origins) -> None:
    """Set a value inside a list, where layers would replace the list."""
    target: Any = layers.data
    for part in path[:-1]:
        target = target.setdefault(part, {}) if isinstance(target, dict) else target[part]
        if not isinstance(target, dict | list):
            return layers.fault(path, "its section is not a mapping or list")
    last: Any = path[-1]
    if isinstance(target, dict) or (isinstance(target, list) and isinstance(last, int)):
        target[last] = _without_null(value)
        layers.forget({path})
        layers.origins.update({known: at for known, at in origins.items() if known[: len(path)] == path})
    return None


def _validate(layers: _Layers) -> ScenarioFile:
    """The valid file; raises ScenarioError with all faults of keys and values, or else with all of names and parts."""
    file: ScenarioFile | None = None
    try:
        file = ScenarioFile.model_validate(layers.data)
    except ValidationError as error:
        layers.faults += faults_of(error, layers.data, layers.origins)
    if file is not None:
        for path, message in check(file, shipped_catalogue()):
            layers.fault(path, message)
    if layers.faults or file is None:
        raise ScenarioError(layers.faults)
    return file


def load_scenario(source: str | Path | Mapping[str, Any], overrides: Sequence[str] = ()) -> Scenario:
    """The scenario in a file, under a shipped name, or in a dict; `overrides` are texts `path=value`.

    Raises ScenarioError, which holds faults with file and line: all of keys and values, or where there are none all of
    names that do not exist and of parts that do not fit together.
    """
    layers = _Layers()
    name = "scenario"
    if isinstance(source, Mapping):
        origins: Origins = {}
        data = _plain(source, (), origins, layers.faults)
        _lay_extended(data, origins, None, layers, (), _PYTHON)
    else:
        path = find_scenario(source)
        name = path.stem
        _read_layers(path, layers)
    return _loaded(layers, name, overrides)


def load_parsed(data: Plain, origins: Origins, file: str) -> Scenario:
    """The scenario in a text that `parse` has read; faults say its lines. Raises ScenarioError.

    file: a name to be said; what it extends is looked for by name, never beside it.
    """
    layers = _Layers()
    _lay_extended(data, origins, None, layers, (), Origin(file, 1))
    return _loaded(layers, "scenario")


def _loaded(layers: _Layers, name: str, overrides: Sequence[str] = ()) -> Scenario:
    if any(fault.path in ("", "extend") for fault in layers.faults):
        raise ScenarioError(layers.faults)  # without a file that could not be read the rest makes no sense
    for text in overrides:
        _override(layers, text)
    file = _validate(layers)
    resolved = resolve(file)
    provenance = {path_text(path): str(origin) for path, origin in layers.origins.items() if path}
    return Scenario(name, ScenarioFile.model_validate(resolved), resolved, provenance)
