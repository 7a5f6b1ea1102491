"""Coroutines in tests: each in a thread of its own, since a browser that is driven keeps this one's loop running."""

from __future__ import annotations

import asyncio
from concurrent.futures import ThreadPoolExecutor


def finished(coroutine):
    """What a coroutine returns."""
    with ThreadPoolExecutor(1) as one:
        return one.submit(asyncio.run, coroutine).result()
