"""What happened in a run, in plain text for a terminal or a lesson."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from exchsim.rules.calendar import WEEKS_PER_MONTH
from exchsim.rules.language import NATIVE_LEVEL
from exchsim.store.record import Record
from exchsim.store.shown import own_pairs

if TYPE_CHECKING:
    import pandas as pd

_MOVERS, _LANGUAGES = 5, 8


def summary(record: Record) -> str:
    """Period, states, tours, relations of partners, languages, posts and money."""
    parts = [_head(record), _states(record), _tours(record), _relations(record), _security(record),
             _languages(record), _money(record)]  # fmt: skip
    return "\n\n".join(part for part in parts if part) + "\n"


def _head(record: Record) -> str:
    title = f"{record.title}: {record.names.period}"
    people = record.names.people_per_agent
    agents = "" if people == 1.0 else f"\nNumbers are persons; one agent stands for {people:g} of them."
    return f"{title}\n{'=' * len(title)}\nSeed {record.seed}, run {record.id}.{agents}"


def _states(record: Record) -> str:
    world, people = record.world, record.names.people_per_agent
    if world.empty:
        return ""
    first, last = world.iloc[0], world.iloc[-1]
    lines = [
        _row("States", _moved(first.states, last.states)),
        _row("Cadre", _moved(first.cadre * people, last.cadre * people) + " officers and senior NCOs"),
    ]
    if "exercises" in record.kept:
        held = record.exercises.drop_duplicates("event")["kind"].value_counts()
        lines.append(
            _row("Gatherings", f"{held.get('exercise', 0):,} exercises, {held.get('workshop', 0):,} workshops")
        )
    return "\n".join(lines)


def _security(record: Record) -> str:
    world = record.world
    if world.empty or not world["attempts"].sum():
        return ""
    attempts, detected, stopped = (int(world[name].sum()) for name in ("attempts", "detected", "prevented"))
    first, last = world.iloc[0], world.iloc[-1]
    return "\n".join((
        "Security",
        _row("Threats", f"{attempts:,} attempts, {100 * detected / attempts:.0f} % detected, "
             f"{100 * stopped / attempts:.0f} % stopped"),
        _row("Shared", _moved(first.sharing_allies, last.sharing_allies, 2) + " of what allies know of threats"),
        _row("Compromises", f"{int(world['leaks'].sum()):,} leaks, {int(world['espionage'].sum()):,} by visitors"),
    ))  # fmt: skip


def _tours(record: Record) -> str:
    if "posts" not in record.kept:
        return ""
    posts, people = record.posts, record.names.people_per_agent
    if posts.empty:
        return "Tours\n" + _row("Selected", "nobody: no post was ever to be filled")
    began = int(posts["began"].notna().sum())
    ends = posts["end"].value_counts()
    lines = [
        _row("Selected", f"{len(posts) * people:,.0f} officers, of whom {began * people:,.0f} went"),
        _row("Completed", f"{ends.get('completed', 0) * people:,.0f}"),
    ]
    early = [f"{ends[end] * people:,.0f} {_REASONS[end]}" for end in _REASONS if ends.get(end, 0) > 0]
    if early:
        lines.append(_row("Ended early", ", ".join(early)))
    lines.append(_row("Running", f"{ends.get('running', 0) * people:,.0f} at the end"))
    return "\n".join(["Tours", *lines])


_REASONS = {
    "left_service": "left the service",
    "recalled": "recalled",
    "unaffordable": "could not be paid for",
    "broken_off": "gave up",
}


def _relations(record: Record) -> str:
    """Trust and interoperability of pairs that ever had posts; the two directions apart."""
    pairs = record.pairs
    if pairs.empty:
        return ""
    # only the first and the last year of a pair are needed, of a table that may have millions of rows
    keys = ["sender", "host"]
    partners = pairs.loc[pairs["posts"] > 0, keys].drop_duplicates()
    if partners.empty:
        return "Relations\n" + _row("Partners", "no two nations ever had an exchange post")
    wanted = partners["sender"].astype(str) + " " + partners["host"].astype(str)
    ends = pairs[pairs["year"].isin([pairs["year"].min(), pairs["year"].max()])]
    ends = ends.assign(pair=ends["sender"].astype(str) + " " + ends["host"].astype(str))
    ends = ends[ends["pair"].isin(wanted)]
    first = ends.drop_duplicates("pair", keep="first").set_index("pair")
    last = ends.drop_duplicates("pair", keep="last").set_index("pair")
    both = first[first["year"] == pairs["year"].min()].index.intersection(
        last[last["year"] == pairs["year"].max()].index
    )
    years = f"{pairs['year'].min()} to {pairs['year'].max()}"
    lines = [f"Relations of the {len(both):,} pairs with posts that were there at both ends, {years}"]
    for measure in ("trust", "interoperability"):
        lines.append(
            _row(f"Mean {measure}", _moved(first.loc[both, measure].mean(), last.loc[both, measure].mean(), 2))
        )
    named = _named(record)
    if len(named):
        return "\n".join([*lines, "  Trust of the pairs that the scenario names:", *_moves(record, named)])
    change = (last.loc[both, "trust"] - first.loc[both, "trust"]).sort_values(key=abs, ascending=False, kind="stable")
    moved = list(change.index[:_MOVERS])
    table = {pair: (first.loc[pair], last.loc[pair]) for pair in moved}
    return "\n".join([*lines, *(["  Trust that moved most:"] if moved else []), *_moves(record, table)])


def _named(record: Record) -> dict[str, tuple[pd.Series, pd.Series]]:
    """First and last row of both directions of the pairs that the scenario names, for as long as both were there."""
    rows = {}
    for a, b in own_pairs(record):
        for sender, host in ((a, b), (b, a)):
            found = record.pairs[(record.pairs["sender"] == sender) & (record.pairs["host"] == host)]
            if len(found):
                rows[f"{sender} {host}"] = (found.iloc[0], found.iloc[-1])
    return rows


def _moves(record: Record, rows: dict[str, tuple[pd.Series, pd.Series]]) -> list[str]:
    """A line a directed pair: trust at the first and at the last."""
    names = {pair: "  " + " in ".join(map(record.names.name_of, pair.split())) for pair in rows}
    width = max([34, *map(len, names.values())])
    lines = []
    for pair, (then, now) in rows.items():
        change = f"{now.trust - then.trust:+.2f}; politics alone {now.baseline:.2f}"
        lines.append(_row(names[pair], f"{_moved(then.trust, now.trust, 2)} ({change})", width))
    return lines


def _languages(record: Record) -> str:
    """By language of the tour, for officers with another first language: who has it as the first is a native in it."""
    posts = record.posts
    foreign = posts["language"].notna() & (posts["level_at_selection"] < NATIVE_LEVEL)
    done = posts[foreign & posts["began"].notna() & (posts["end"] == "completed")]
    if done.empty:
        return ""
    weeks = (done["began"].cat.codes.astype(float) - done["selected"].cat.codes) * WEEKS_PER_MONTH
    groups = done.assign(weeks=weeks).groupby("language", observed=True)
    table = groups[["level_at_selection", "level_at_end", "weeks"]].mean().assign(tours=groups.size())
    table = table.sort_values("tours", ascending=False, kind="stable")
    lines = ["Languages of completed tours of officers with another first language (levels ILR 0-5)"]
    lines += [_language(record, str(code), row) for code, row in table.head(_LANGUAGES).iterrows()]
    if len(table) > _LANGUAGES:
        lines.append(f"  and {len(table) - _LANGUAGES} more languages")
    return "\n".join(lines)


def _language(record: Record, code: str, row: pd.Series) -> str:
    return _row(
        record.names.language_of(code),
        f"level {row.level_at_selection:.1f} when selected, {row.level_at_end:.1f} at return;"
        f" {row.weeks:.0f} weeks of preparation; {row.tours * record.names.people_per_agent:,.0f} tours",
    )


def _money(record: Record) -> str:
    world, people = record.world, record.names.people_per_agent
    filled, posts, spent = (float(world[name].sum()) for name in ("filled", "posts", "spent_usd"))
    lines = ["Posts and money (US dollars of each year)"]
    if posts > 0:
        text = f"{100 * filled / posts:.0f} % of {posts * people / len(world):,.0f} posts on average"
        lines.append(_row("Fill rate", text))
    lines.append(_row("Spent", _spent(record, spent)))
    if filled > 0:
        lines.append(
            _row("Per filled year", _dollars(spent / (filled * people / 12.0)) + " for a post filled for a year")
        )
    return "\n".join(lines)


def _spent(record: Record, spent: float) -> str:
    """What went out a year against what there was a year; in all, where budgets were not kept."""
    nations = record.nations
    if nations.empty or not nations["budget_usd"].sum() > 0:
        return _dollars(spent) + " in all"
    years = len(record.world) / 12.0
    budget = float(nations.groupby("year")["budget_usd"].sum().mean())
    return f"{_dollars(spent / years)} a year of the {_dollars(budget)} a year that exchange budgets held"


def _dollars(amount: float) -> str:
    for size, name in ((1e9, "billion"), (1e6, "million"), (1e3, "thousand")):
        if abs(amount) >= size:
            return f"{amount / size:,.1f} {name} USD"
    return f"{amount:,.0f} USD"


def _moved(before: float, after: float, digits: int = 0) -> str:
    same = np.isclose(before, after, atol=0.5 * 10.0**-digits) and f"{before:,.{digits}f}" == f"{after:,.{digits}f}"
    return f"{after:,.{digits}f}" if same else f"{before:,.{digits}f} -> {after:,.{digits}f}"


def _row(name: str, text: str, width: int = 22) -> str:
    return f"  {name:<{width}} {text}"
