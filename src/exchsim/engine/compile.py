"""Compile the engine once after installation, on two processors.

A second process compiles how a month begins and ends into the shared cache while this one compiles what happens in
between; then the run itself, which only joins the three, is compiled here.
"""

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

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
    from exchsim.engine.month import live_month
    from exchsim.engine.run import advance

    helper = subprocess.Popen([sys.executable, "-m", "exchsim.engine.compile"])
    state = numba.typeof(blank())
    live_month.compile((state,))
    helper.wait()
    advance.compile((state, numba.int64))
    (Path(cache_directory()) / READY).touch()


def main() -> None:
    """Compile what the second process compiles: how a month begins and ends, and what sets up a run."""
    from exchsim.engine.month import begin_month, close_month
    from exchsim.kernels.calendar import muster, new_year
    from exchsim.kernels.careers import spend_years

    state = blank()
    begin_month.compile((numba.typeof(state),))
    close_month.compile((numba.typeof(state),))
    clock, params = numba.typeof(state.clock[0]), numba.typeof(state.params[0])
    nations, pairs, strength = (numba.typeof(t) for t in (state.nations, state.pairs, state.strength))
    new_year.compile((clock, nations, pairs))
    muster.compile((numba.int64, clock, params, nations, pairs, strength))
    spend_years.compile((params, numba.typeof(state.service_cdf)))


if __name__ == "__main__":
    main()
