"""What is to be said of a nation, or of two, at a date: rows of words and numbers for the panel."""

from __future__ import annotations

from typing import Any

from exchsim.api import Result

Rows = list[tuple[str, str]]


def year_of(record: Result, month: int) -> int:
    """Year of a month of the run, as the yearly tables have it."""
    return 1900 + (record.names.start + month) // 12


def nation_rows(record: Result, code: str, month: int) -> Rows:
    """A nation in a year: what it does, what it has learned, how it stands."""
    table = record.nations
    mine = table[(table["iso3"] == code) & (table["year"] == year_of(record, month))]
    if not len(mine):
        return [("in this year", "not on the scene")]
    row = mine.iloc[0]
    people = record.names.people_per_agent
    return [
        ("officers abroad / wanted", f"{row['filled'] * people:,.0f} / {row['posts'] * people:,.0f}"),
        ("guests from abroad", f"{row['hosted'] * people:,.0f}"),
        ("preparing (language)", f"{row['preparing'] * people:,.0f}"),
        ("partners", f"{row['partners']:,.0f}"),
        ("agreements", f"{row['agreements']:,.0f}"),
        ("speak a foreign language well", f"{row['linguists'] * people:,.0f} officers"),
        ("alumni of tours, of them senior", f"{row['alumni'] * people:,.0f}, {row['senior_alumni'] * people:,.0f}"),
        ("command: 0 hierarchical, 1 collaborative", f"{row['command_style']:.2f}"),
        ("trust given / received", f"{row['trust_given']:.2f} / {row['trust_received']:.2f}"),
        ("spent on exchanges this year", f"{row['spent_usd'] / 1e6:,.2f} of {row['budget_usd'] / 1e6:,.2f} m USD"),
        ("readiness", f"{row['readiness']:.2f}"),
        ("how likely others think leaks from it to be (0–1)", f"{row['leak_risk']:.2f}"),
    ]


def hosts_of(record: Result, code: str, month: int, most: int = 6) -> Rows:
    """Where its officers are."""
    table = record.pairs
    mine = table[(table["sender"] == code) & (table["year"] == year_of(record, month)) & (table["filled"] > 0)]
    mine = mine.sort_values("filled", ascending=False, kind="stable").head(most)
    people = record.names.people_per_agent
    return [
        (record.names.name_of(str(row["host"])), f"{row['filled'] * people:,.0f} officers, trust {row['trust']:.2f}")
        for row in mine.to_dict("records")
    ]


def pair_rows(record: Result, a: str, b: str, month: int) -> Rows:
    """Why two nations trust each other as they do: politics, dose, incidents, alumni."""
    table = record.pairs
    rows = {
        (x, y): table[(table["sender"] == x) & (table["host"] == y) & (table["year"] == year_of(record, month))]
        for x, y in ((a, b), (b, a))
    }
    if not all(len(found) for found in rows.values()):
        return [("in this year", "not both on the scene")]
    there, back = (rows[key].iloc[0] for key in ((a, b), (b, a)))
    people = record.names.people_per_agent

    def both(column: str, size: float = 1.0, digits: int = 2) -> str:
        return f"{there[column] * size:,.{digits}f} / {back[column] * size:,.{digits}f}"

    return [
        ("trust", both("trust")),
        ("… that politics alone would give", both("baseline")),
        ("… contact in the last years (0 none, 1 plenty)", both("familiarity")),
        ("misunderstandings this year", both("incidents", people, 1)),
        ("officers with the other", both("filled", people, 0)),
        ("alumni who have served with the other", both("alumni", people, 0)),
        ("friendships", both("ties", people, 0)),
        ("how well they can talk", both("talk")),
        ("interoperability", both("interoperability")),
        ("intelligence shared", both("sharing")),
        ("exercises together this year", f"{there['exercises']:,.0f}"),
        ("allies", "yes" if there["alliance"] else "no"),
        ("agreement", "yes" if there["agreement"] else "no"),
    ]


def pair_sentence(record: Result, a: str, b: str, month: int) -> str:
    """The largest reason, in one sentence."""
    table = record.pairs
    mine = table[(table["sender"] == a) & (table["host"] == b) & (table["year"] == year_of(record, month))]
    if not len(mine):
        return ""
    row: Any = mine.iloc[0]
    gap = row["trust"] - row["baseline"]
    names = f"{record.names.name_of(a)} trusts {record.names.name_of(b)}"
    if abs(gap) < 0.01:
        return f"{names} as much as politics alone explains."
    more = "more" if gap > 0 else "less"
    why = "what officers do together" if gap > 0 else "misunderstandings, leaks or a break"
    return f"{names} {abs(gap):.2f} {more} than politics alone explains: {why}."
