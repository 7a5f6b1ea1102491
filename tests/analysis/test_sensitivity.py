"""Known answers: the Ishigami function, a linear model, and a difference between two policies."""

from __future__ import annotations

import numpy as np
import pytest

from exchsim.analysis.sensitivity import sensitivity
from exchsim.sweep.design import shares
from exchsim.sweep.experiment import Design


def unit(names):
    return {"num_vars": len(names), "names": names, "bounds": [[0.0, 1.0]] * len(names)}


def value(table, parameter, measure):
    return float(table[(table["parameter"] == parameter) & (table["measure"] == measure)]["value"].iloc[0])


def ishigami(x, a=7.0, b=0.1):
    z = np.pi * (2 * x - 1)
    return np.sin(z[:, 0]) + a * np.sin(z[:, 1]) ** 2 + b * z[:, 2] ** 4 * np.sin(z[:, 0])


def test_sobol_indices_of_ishigami():
    design = Design(kind="saltelli", samples=4096)
    x = shares(design, 3)
    table = sensitivity(unit(["x1", "x2", "x3"]), x, ishigami(x), "sobol", design.model_dump())
    # closed forms for a = 7, b = .1 (Saltelli et al. 2008)
    for name, first, total in (("x1", 0.3139, 0.5576), ("x2", 0.4424, 0.4424), ("x3", 0.0, 0.2437)):
        assert value(table, name, "S1") == pytest.approx(first, abs=0.03)
        assert value(table, name, "ST") == pytest.approx(total, abs=0.03)
    assert table["half_interval"].notna().all()
    assert table["parameter"].iloc[0] == "x1"  # most influence in all


def test_morris_of_a_linear_model():
    design = Design(kind="morris", trajectories=20, levels=4)
    x = shares(design, 3)
    table = sensitivity(unit(["p", "q", "r"]), x, 3 * x[:, 0] - 5 * x[:, 1], "morris", design.model_dump())
    assert value(table, "q", "mu_star") == pytest.approx(5.0)
    assert value(table, "p", "mu_star") == pytest.approx(3.0)
    assert value(table, "r", "mu_star") == pytest.approx(0.0, abs=1e-9)
    assert value(table, "q", "sigma") == pytest.approx(0.0, abs=1e-9)
    assert table["parameter"].tolist()[0] == "q"


@pytest.mark.parametrize("method", ["pawn", "delta"])
def test_any_sample_serves_pawn_and_delta(method):
    design = Design(kind="latin-hypercube", samples=300)
    x = shares(design, 3)
    table = sensitivity(unit(["p", "q", "r"]), x, x[:, 0] + 4 * x[:, 1], method, design.model_dump())
    assert table["parameter"].tolist()[0] == "q"  # p is small enough to be lost in noise


def test_a_design_that_does_not_serve_is_refused():
    design = Design(kind="latin-hypercube", samples=8)
    x = shares(design, 2)
    with pytest.raises(ValueError, match=r"sobol needs a sweep with `design: \{kind: saltelli\}`"):
        sensitivity(unit(["p", "q"]), x, x[:, 0], "sobol", design.model_dump())
    with pytest.raises(ValueError, match="must be one of"):
        sensitivity(unit(["p", "q"]), x, x[:, 0], "guess", design.model_dump())


def test_an_outcome_that_never_varies_has_no_drivers():
    design = Design(kind="morris")
    x = shares(design, 2)
    table = sensitivity(unit(["p", "q"]), x, np.ones(len(x)), "morris", design.model_dump())
    assert table["value"].tolist() == [0.0, 0.0]
