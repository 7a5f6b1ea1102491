"""A process of its own for linear algebra, with one thread.

With several, the same sums come out otherwise in their last digits from machine to machine, and on a machine where
others work too, threads that wait for each other take many times as long.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any, TypeVar

from exchsim.sweep.pools import Processes

_THREADS = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "VECLIB_MAXIMUM_THREADS")
Result = TypeVar("Result")


@contextmanager
def aside() -> Iterator[Callable[..., Any]]:
    """`ask(function, *arguments)`: what the function returns there."""
    pool = Processes(1)
    orderly = False

    def ask(function: Callable[..., Result], *arguments: Any) -> Result:
        with _one_thread():
            future = pool.submit(function, *arguments)
        answer: Result = future.result()
        return answer

    try:
        yield ask
        orderly = True
    finally:
        pool.close(at_once=not orderly)


@contextmanager
def _one_thread() -> Iterator[None]:
    """Processes that start now have one thread for linear algebra."""
    before = {name: os.environ.get(name) for name in _THREADS}
    os.environ.update(dict.fromkeys(_THREADS, "1"))
    try:
        yield
    finally:
        for name, value in before.items():
            if value is None:
                os.environ.pop(name, None)
            else:
                os.environ[name] = value
