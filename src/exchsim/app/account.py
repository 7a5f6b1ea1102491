"""What a year did to a nation, for the group that governs it: asked and done, trust and why, news."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from exchsim.api import Result
from exchsim.app import texts
from exchsim.app.game import Game
from exchsim.app.said import date_in_words, news_by_month

WEEKS = 365.25 / 7.0
MOVED = 0.005  # a change of trust that is told
SPENT = 0.97  # share of the money from which it counts as spent
SHOWN = 0.05  # posts from which a mean of one digit is not 0
MOST_NEWS = 14


@dataclass(frozen=True)
class Partner:
    """How a nation stands with another one at the end of a year, and what changed in the round."""

    code: str
    sent: float  # officers with it, persons
    open: float  # posts with it, persons
    guests: float  # its officers here
    trust_in_us: float
    change: float | None  # of that trust; None where there is no year before
    our_trust: float
    our_change: float | None
    why: str


@dataclass(frozen=True)
class Account:
    """A year of a nation in words."""

    lines: list[str]
    partners: list[Partner]


def account(result: Result, year: int, before: int, nation: str, name_of: Any) -> Account:
    """What a year did. before: the last year of the round before."""
    table = result.nations
    rows = table[(table["iso3"] == nation) & (table["year"] == year)]
    if not len(rows):
        return Account([], [])
    return Account(_lines(result, rows.iloc[0], year, nation, name_of), _partners(result, year, before, nation))


def _lines(result: Result, row: Any, year: int, nation: str, name_of: Any) -> list[str]:
    people, say = float(result.names.people_per_agent), texts.ACCOUNT
    served, in_class = row["officer_years"] * people, row["weeks_in_class"] / WEEKS * people
    empty = max(0.0, (row["weeks_lost"] - row["weeks_in_class"]) / WEEKS) * people
    posts = [say["posts"].format(row["post_years"] * people, served)]
    posts += [say[name].format(value) for name, value in (("waited", in_class), ("empty", empty)) if value >= SHOWN]
    lines = ["; ".join(posts) + ".", _december(result, row["filled"] * people, year, nation)]
    refused, denied = int(row["refused"] * people), _denied(result, year, nation)
    if refused:
        lines.append(say["refused"].format(refused, _hosts_without(result, year, nation, name_of)))
    if denied:
        lines.append(say["denied"].format(denied))
    share = row["spent_usd"] / row["budget_usd"] if row["budget_usd"] > 0 else 0.0
    if empty >= 0.5:
        lines.append(say["empty_money"] if share >= SPENT else say["empty_fit"])
    lines.append(say["money"].format(
        row["spent_usd"] / 1e6, row["budget_usd"] / 1e6, row["language_usd"] / 1e6, _came(result, year, nation)
    ))  # fmt: skip
    if share >= SPENT:
        lines.append(say["money_gone"])
    lines.append(say["guests"].format(row["hosted"] * people))
    if turned_away := int(row["denied"] + row["false_denials"]):
        lines[-1] += " " + say["turned_away"].format(turned_away)
    return lines


def _december(result: Result, abroad: float, year: int, nation: str) -> str:
    """Officers abroad at the year's end, as the board counts them, and how many of them the table of partners has."""
    pairs = result.pairs
    mine = pairs[(pairs["year"] == year) & (pairs["sender"] == nation)]
    partners = float(mine["filled"].sum()) * float(result.names.people_per_agent)
    say = texts.ACCOUNT["december" if abroad - partners >= 1.0 else "december_partners"]
    return say.format(abroad, partners, abroad - partners)


def _denied(result: Result, year: int, nation: str) -> int:
    """Officers of a nation whom hosts turned away at the gate; needs the log of officers."""
    log = result.events
    mine = log[(log["kind"] == "denied") & log["month"].astype(str).str.startswith(str(year))]
    if not len(mine):
        return 0
    own = set(result.officers.loc[result.officers["iso3"] == nation, "officer"])
    return int(mine["officer"].isin(own).sum())


def _hosts_without(result: Result, year: int, nation: str, name_of: Any) -> str:
    """Names of those where it would go, and has no post."""
    pairs = result.pairs
    mine = pairs[(pairs["year"] == year) & (pairs["sender"] == nation) & (pairs["wish"] > 0.05) & (pairs["posts"] == 0)]
    names = ", ".join(name_of(str(code)) for code in mine["host"])
    return f" ({names})" if names else ""


def _came(result: Result, year: int, nation: str) -> int:
    """Exercises and workshops in which it took part."""
    came = result.exercises
    return int(((came["year"] == year) & (came["iso3"] == nation)).sum())


def _partners(result: Result, year: int, before: int, nation: str) -> list[Partner]:
    people = float(result.names.people_per_agent)
    table = {
        key: row
        for row in result.pairs[result.pairs["year"].isin([year, before])].to_dict("records")
        if nation in (row["sender"], row["host"])
        for key in [(row["sender"], row["host"], row["year"])]
    }
    found = []
    for other in result.names.nations:
        out, back = table.get((nation, other, year)), table.get((other, nation, year))
        if out is None or back is None:
            continue
        out_before, back_before = table.get((nation, other, before)), table.get((other, nation, before))
        change = None if back_before is None else float(back["trust"] - back_before["trust"])
        found.append(Partner(
            other, float(out["filled"]) * people, float(out["posts"]) * people, float(back["filled"]) * people,
            float(back["trust"]), change, float(out["trust"]),
            None if out_before is None else float(out["trust"] - out_before["trust"]),
            reasons(out, back, back_before, leaked(result, year, before, nation, other)),
        ))  # fmt: skip
    return sorted(found, key=lambda partner: -partner.trust_in_us)


def leaked(result: Result, year: int, before: int, culprit: str, victim: str) -> int:
    """Secrets of one nation that another one leaked or took since a year."""
    log = result.leaks
    log = log[(log["year"] > before) & (log["year"] <= year)]
    return int(((log["culprit"] == culprit) & (log["victim"] == victim)).sum())


def why(out: Any, back: Any, before: Any, leaks: int) -> str:
    """The main reasons for which the other's trust in a nation changed. `out`, `back`: the pair both ways."""
    say, change = texts.WHY, float(back["trust"] - before["trust"])
    climate = float(back["baseline"] - before["baseline"])
    officers, together = float(out["filled"] + back["filled"]), float(back["exercises"])
    wrong = float(out["incidents"] + back["incidents"])  # of officers of either
    reasons = []
    if leaks:
        reasons.append(say["leak"])
    if abs(climate) > 0.02 and climate * change > 0:
        reasons.append(say["warmer" if climate > 0 else "colder"])
    if change > MOVED:
        if officers > 0:
            reasons.append(_counted("officers", officers))
        if together > 0:
            reasons.append(_counted("exercises", together))
        if not reasons:
            reasons.append(say["back_up" if back["trust"] < back["baseline"] else "alumni"])
    elif change < -MOVED:
        if wrong >= 1.0:
            reasons.append(_counted("incidents", wrong))
        if officers == 0 and together == 0:
            reasons.append(say["apart"])
        elif not reasons:
            reasons.append(say["less"])
    else:
        return say["same"]
    return ", ".join(reasons)


def reasons(out: Any, back: Any, before: Any | None, leaks: int) -> str:
    """Why the other's trust is what it is: why it changed, or where there is no year before what is done together."""
    return done_together(out, back) if before is None else why(out, back, before, leaks)


def done_together(out: Any, back: Any) -> str:
    """What two nations did together in a year with which none before is compared."""
    found = (("officers", float(out["filled"] + back["filled"])), ("exercises", float(back["exercises"])))
    return ", ".join(_counted(name, number) for name, number in found if number > 0) or texts.WHY["nothing"]


def _counted(name: str, number: float) -> str:
    one, many = texts.COUNTED[name]
    return one if round(number) == 1 else many.format(number)


def news(game: Game, result: Result, year: int, before: int) -> list[str]:
    """What everybody hears of the years after `before`: events, agreements, leaks, attacks."""
    say, name_of = texts.NEWS, game.name_of
    events = [
        *(event for event in game.story.scenario.resolved.get("events") or [] if event["kind"] != "set_lever"),
        *(event for event in game.events() if event["kind"] in ("rupture", "reconcile")),
    ]
    lately = [event for event in events if before < int(str(event["date"])[:4]) <= year]
    found = news_by_month(lately, result.names)
    for row in result.agreements.to_dict("records"):
        for when, words in (("start", say["signed"]), ("end", say["ended"])):
            month = str(row[when])
            if month[:4].isdigit() and before < int(month[:4]) <= year:
                said = words.format(name_of(row["a"]), name_of(row["b"]), texts.BONDS[str(row["type"])])
                found.append((month, said))
    log = result.leaks
    for row in log[(log["year"] > before) & (log["year"] <= year)].to_dict("records"):
        words = say["spied" if str(row["compromise"]) == "espionage" else "leaked"]
        found.append((str(row["month"]), words.format(name_of(row["culprit"]), name_of(row["victim"]))))
    lines = [f"{date_in_words(month)}: {words}" for month, words in sorted(found)][-MOST_NEWS:]
    return lines + [_attacks(result, year, name_of)]


def _attacks(result: Result, year: int, name_of: Any) -> str:
    """Who was hit hardest in a year, how many attacks were stopped, and how many terrorist ones were to be expected."""
    table = result.threats[result.threats["year"] == year]
    by = table.groupby("iso3", observed=True)[["attempts", "prevented", "harm"]].sum()
    if not len(by) or by["harm"].max() <= 0:
        return texts.NEWS["calm"].format(year)
    worst = str(by["harm"].idxmax())
    said = texts.NEWS["attacks"].format(year, int(by["attempts"].sum()), int(by["prevented"].sum()), name_of(worst))
    terror = table[table["threat"] == "terrorism"]
    tried, stopped = int(terror["attempts"].sum()), int(terror["prevented"].sum())
    if not tried:
        return said
    rows = result.nations[result.nations["year"] == year]
    chances = dict(zip(rows["iso3"].astype(str), rows["foiled_terrorism"], strict=True))
    expected = sum(
        float(n) * chances.get(str(code), 0.0) for code, n in zip(terror["iso3"], terror["attempts"], strict=True)
    )
    return said + texts.NEWS["terrorist"].format(tried, stopped, expected)
