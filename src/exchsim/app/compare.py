"""What a change changes, in words: a run and the scenario as it was, under the same luck."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from exchsim.app import texts
from exchsim.app.series import MONTHLY, Digest, Subject

COMPARED = (  # of the world, a nation, a pair
    ("trust_allies", "interoperability_allies", "filled"),
    ("trust_received", "interoperability", "filled"),
    ("trust", "interoperability", "filled"),
)
KINDS = ("world", "nation", "pair")
LAST_YEARS = 5  # over which whole runs are compared
SMALL = {True: 0.005, False: 0.5}  # what is no difference: of numbers from 0 to 1, and of officers


def charts_of(digest: Digest, subject: Subject) -> list[tuple[str, str, str]]:
    """Quantity, title and unit of each chart of the world, a nation or a pair."""
    kind = KINDS[len(subject)]
    titled = texts.WITHOUT_ALLIES if len(subject) < 2 and not digest.has_allies(subject) else {}
    return [(quantity, titled.get((kind, quantity), title), unit) for quantity, title, unit in texts.CHARTS[kind]]


def value_at(digest: Digest, quantity: str, subject: Subject, month: int, was: Digest | None = None) -> float:
    """Value of a series in the year of a month of the run; of monthly ones its mean. was: with whose allies it is."""
    year = 1900 + (digest.start + month) // 12 - digest.year
    if not subject and quantity in MONTHLY:
        years = (digest.start + np.arange(digest.world[quantity].size)) // 12 + 1900 - digest.year
        return float(digest.world[quantity][years == min(year, years[-1])].mean())
    return float(digest.values(quantity, subject, (was or digest).allied)[year])


def late_mean(digest: Digest, quantity: str, was: Digest) -> float:
    """Mean of a series of the world over the last years; of allies, over those of `was`."""
    times, values = digest.times(quantity, ()), digest.values(quantity, (), was.allied)
    late = values[times > times[-1] - LAST_YEARS]
    return float(np.nanmean(late)) if np.isfinite(late).any() else np.nan


def sentence_of(pairs: Sequence[tuple[Digest, Digest]], subject: Subject, month: int) -> str:
    """The difference at a date under the first luck, and how many other lucks agree about the first quantity.

    pairs: of each luck the run and the scenario as it was. Empty where there is nothing to tell.
    """
    if not pairs:  # the run of another luck is still being made
        return ""
    now, was = pairs[0]
    parts = [part for quantity in COMPARED[len(subject)] if (part := _part(now, was, quantity, subject, month))]
    if not parts:
        return ""
    year = 1900 + (now.start + month) // 12
    return " ".join([texts.COMPARED.format(year, ", ".join(parts)), _lucks(pairs, subject, month)]).strip()


def _part(now: Digest, was: Digest, quantity: str, subject: Subject, month: int) -> str:
    after, before = (value_at(digest, quantity, subject, month, was) for digest in (now, was))
    title, unit = next((title, unit) for name, title, unit in charts_of(was, subject) if name == quantity)
    if not np.isfinite([after, before]).all():
        return ""
    is_share = unit.startswith("0")
    name = title[0].lower() + title[1:]
    digits = 2 if is_share else 0
    if abs(after - before) < SMALL[is_share] or (not is_share and round(after) == round(before)):
        return texts.UNCHANGED_AT.format(name, f"{after:,.{digits}f}")
    if round(after, digits) == round(before, digits):
        digits += 1
    change = f"{round(after, digits) - round(before, digits):+,.{digits}f}".replace("-", "−")
    return texts.CHANGED_BY.format(name, change, f"{before:,.{digits}f}", f"{after:,.{digits}f}")


def _lucks(pairs: Sequence[tuple[Digest, Digest]], subject: Subject, month: int) -> str:
    if len(pairs) < 2:
        return texts.SAME_LUCK
    quantity = COMPARED[len(subject)][0]
    gaps = np.array(
        [value_at(a, quantity, subject, month, b) - value_at(b, quantity, subject, month) for a, b in pairs]
    )
    gaps = gaps[np.isfinite(gaps)]
    higher, lower = int((gaps >= SMALL[True]).sum()), int((gaps <= -SMALL[True]).sum())
    return texts.OF_LUCKS.format(len(gaps), higher, lower, len(gaps) - higher - lower)
