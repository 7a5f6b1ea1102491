"""Tables of what each group of programmes brings, and the files of them beside the runs."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from exchsim.cli.console import note, say, show_table
from exchsim.cli.errors import RefusedError
from exchsim.cli.numbers import plain, scale_of, with_interval

if TYPE_CHECKING:
    from exchsim.analysis.attribution import Attribution
    from exchsim.sweep.results import Sweep

TABLE, FIGURE = "attribution.csv", "attribution.png"


def _found(opened: Sweep, confidence: float) -> list[Attribution]:
    from exchsim.sweep.attribute import attributions

    try:
        return attributions(opened, confidence)
    except ValueError as error:
        raise RefusedError(f"{opened.folder.path}: {error}") from error


def show_shares(opened: Sweep, confidence: float = 0.95) -> None:
    """A table of each outcome, and how to read it."""
    from exchsim.analysis.words import percent

    found = write_shares(opened, confidence)
    for one in found:
        factor, word = scale_of([one.all_on, one.whole.mean])
        unit = " ".join(filter(None, (word, opened.units[one.outcome])))
        say(f"{one.outcome}{f' ({unit})' if unit else ''}: {plain(one.all_on / factor)} with all groups, "
            f"{plain(one.all_off / factor)} without any")  # fmt: skip
        parts = [*one.shares]
        parts.sort(key=lambda share: -abs(share.share.mean))
        rows = [
            [share.group, *(_cell(part, factor) for part in (share.share, share.first, share.last)),
             percent(share.of_whole.mean)]
            for share in parts
        ]  # fmt: skip
        rows.append(["all together", _cell(one.whole, factor), "", "", "100 %" if one.whole.is_clear else "–"])
        heads = ("group", "share", "first in", "last in", "of the whole")
        show_table(heads, rows, numbers=heads[1:])
        say()
    say(_how(found[0]))


def _cell(part: Any, factor: float) -> str:
    return with_interval(part.mean / factor, (part.high - part.low) / 2 / factor, "+")


def _how(found: Attribution) -> str:
    """What the columns mean, and what the intervals hold."""
    drawn = "" if found.is_exact else f", and over the {found.orders} orders that were drawn"
    orders = "all orders" if found.is_exact else "drawn orders"
    return (
        f"share: what a group adds, averaged over {orders} of switching groups on; shares add up to all together. "
        "first in: what it adds when all others are off. last in: what is lost when it alone is switched off. "
        f"± {100 * found.confidence:g} % interval over futures and luck{drawn}."
    )


def write_shares(opened: Sweep, confidence: float) -> list[Attribution]:
    """The table and the figure beside the runs."""
    from exchsim.plots import save
    from exchsim.plots.attribution import shares
    from exchsim.report.words import source_of, terms_of
    from exchsim.store.write import put
    from exchsim.sweep.attribute import table

    found = _found(opened, confidence)
    frame = table(found, opened.units)
    with opened.folder.writing():
        put(opened.folder.path / TABLE, lambda path: frame.to_csv(path, index=False))
        put(opened.folder.path / FIGURE, lambda path: save(shares(found, terms_of(opened), source_of(opened)), path))
    note(f"{opened.folder.path / TABLE}, {opened.folder.path / FIGURE}")
    return found
