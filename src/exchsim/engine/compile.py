"""Compile the engine once after installation, on two processors.

A second process compiles half of it into the shared cache: the census, which this one finds there when it needs it, and
how a month begins. This one compiles the rest of the month; then the run itself, which only joins the parts.
"""

import subprocess
import sys
from collections.abc import Callable
from inspect import signature
from pathlib import Path
from typing import Any

import numba

from exchsim._jit import cache_directory
from exchsim.state.tables import blank

READY = "ready"  # this file in the cache folder says that everything is there


def is_compiled() -> bool:
    """Is the engine in the compile cache (or is compilation switched off)?"""
    return bool(numba.config.DISABLE_JIT) or (Path(cache_directory()) / READY).exists()


def compile_engine(announce: Callable[[], None] | None = None) -> None:
    """Fill the compile cache; returns at once when it is full.

    announce: called before a compilation starts, which takes some tens of seconds.
    """
    if is_compiled():
        return
    if announce is not None:
        announce()
    from exchsim.engine.month import close_month, live_month
    from exchsim.engine.run import advance

    helper = subprocess.Popen([sys.executable, "-m", "exchsim.engine.compile"])
    state = numba.typeof(blank())
    live_month.compile((state,))
    close_month.compile((state,))
    helper.wait()
    advance.compile((state, numba.int64))
    (Path(cache_directory()) / READY).touch()


def main() -> None:
    """Compile what the second process compiles, first what the other one will need."""
    from exchsim.engine.month import begin_month
    from exchsim.kernels.calendar import muster, new_year
    from exchsim.kernels.careers import spend_years
    from exchsim.kernels.census import take_census

    for part in (take_census, begin_month, new_year, muster, spend_years):
        part.compile(types_of(part.py_func))


def types_of(function: Callable[..., Any]) -> tuple[Any, ...]:
    """Types of the arguments of an entry, which are called like the tables of the state."""
    state = blank()
    rows = {
        "state": state,
        "month": 0,
        "clock": state.clock[0],
        "params": state.params[0],
        "hazards": state.service_cdf,
    }
    return tuple(
        numba.typeof(rows[name] if name in rows else getattr(state, name)) for name in signature(function).parameters
    )


if __name__ == "__main__":
    main()
