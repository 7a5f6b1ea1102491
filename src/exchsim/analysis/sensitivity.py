"""Which uncertain numbers drive an outcome, or the difference between two policies: SALib, as tidy tables."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    import pandas as pd

Array = np.ndarray[Any, Any]
METHODS = ("sobol", "morris", "pawn", "delta")
# design of the sweep that a method needs; the others take any sample
_NEEDS = {"sobol": "saltelli", "morris": "morris"}


def sensitivity(
    problem: dict[str, Any], x: Array, y: Array, method: str, design: dict[str, Any], seed: int = 0
) -> pd.DataFrame:
    """One row an uncertain number: its influence, with a 95 % interval where the method has one. Most first.

    problem, x, y: of `Sweep.salib`. design: of the sweep. Columns: parameter, measure (S1 and ST of sobol, mu_star and
    sigma of morris, median of pawn, delta), value, half_interval. Raises ValueError where the design does not serve.
    """
    if method not in METHODS:
        raise ValueError(f"method = {method!r}: must be one of {', '.join(METHODS)}")
    needed = _NEEDS.get(method)
    if needed is not None and design["kind"] != needed:
        raise ValueError(f"{method} needs a sweep with `design: {{kind: {needed}}}`; this one is {design['kind']}")
    if not np.ptp(y):  # nothing varies, so nothing has influence
        return _tidy(problem["names"], {"none": (np.zeros(len(problem["names"])), None)})
    return _tidy(problem["names"], _ANALYSES[method](problem, x, y, design, seed))


Measures = dict[str, tuple[Any, Any]]


def _sobol(problem: dict[str, Any], x: Array, y: Array, design: dict[str, Any], seed: int) -> Measures:
    from SALib.analyze import sobol

    found = sobol.analyze(problem, y, calc_second_order=design["second_order"], seed=seed)
    return {"ST": (found["ST"], found["ST_conf"]), "S1": (found["S1"], found["S1_conf"])}


def _morris(problem: dict[str, Any], x: Array, y: Array, design: dict[str, Any], seed: int) -> Measures:
    from SALib.analyze import morris

    found = morris.analyze(problem, x, y, num_levels=design["levels"], seed=seed)
    return {"mu_star": (np.asarray(found["mu_star"]), found["mu_star_conf"]), "sigma": (found["sigma"], None)}


def _pawn(problem: dict[str, Any], x: Array, y: Array, design: dict[str, Any], seed: int) -> Measures:
    from SALib.analyze import pawn

    return {"median": (pawn.analyze(problem, x, y, seed=seed)["median"], None)}


def _delta(problem: dict[str, Any], x: Array, y: Array, design: dict[str, Any], seed: int) -> Measures:
    from SALib.analyze import delta

    found = delta.analyze(problem, x, y, seed=seed)
    name = "delta_balanced" if "delta_balanced" in found else "delta"  # SALib 1.6 corrects small samples
    return {"delta": (found[name], found[f"{name}_conf"])}


_ANALYSES = {"sobol": _sobol, "morris": _morris, "pawn": _pawn, "delta": _delta}


def _tidy(names: list[str], measures: Measures) -> pd.DataFrame:
    import pandas as pd

    frames = []
    for measure, (values, halves) in measures.items():
        width = np.full(len(names), np.nan) if halves is None else np.asarray(halves, float)
        frames.append(pd.DataFrame({"parameter": names, "measure": measure, "value": np.asarray(values, float),
                                    "half_interval": width}))  # fmt: skip
    table = pd.concat(frames, ignore_index=True)
    rank = frames[0].set_index("parameter")["value"].rank(ascending=False, method="first")
    return table.assign(rank=table["parameter"].map(rank)).sort_values(["rank", "measure"], kind="stable").drop(
        columns="rank"
    ).reset_index(drop=True)  # fmt: skip
