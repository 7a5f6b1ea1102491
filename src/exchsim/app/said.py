"""Levers and events as they are said: names, values with their units, what happens to whom."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import cache
from typing import Any

from exchsim.analysis.terms import listed
from exchsim.app import texts
from exchsim.app.texts_of_levers import NAMES
from exchsim.life.words import MONTHS
from exchsim.scenario.fields import RECIPROCITY
from exchsim.state.levers import LEVERS, LEVERS_BY_PATH
from exchsim.store.names import Names


def name_of_lever(name: str) -> str:
    """`officers wanted abroad` for posts_share."""
    return NAMES[name]


def factor_of(name: str) -> float:
    """What a value is multiplied by to be read: shares are told in hundredths."""
    return 100.0 if LEVERS_BY_PATH[f"policy.{name}"].unit.startswith("share") else 1.0


def unit_of(name: str) -> str:
    """The unit as it is read: `% of cadre`."""
    unit = LEVERS_BY_PATH[f"policy.{name}"].unit
    if unit.startswith("share"):
        return "%" + unit.removeprefix("share")
    return texts.UNITS.get(unit, unit)


def number_of(name: str, value: float) -> str:
    """A value without its unit."""
    return f"{value * factor_of(name):.4g}"


def in_words(name: str, value: float) -> str:
    """A value with its unit, or what was chosen."""
    for choice in choices_of(name) or ():
        if choice["value"] == value:
            return str(choice["label"])
    return f"{number_of(name, value)} {unit_of(name)}".strip()


@cache
def choices_of(name: str) -> list[dict[str, Any]] | None:
    """What there is to choose from; None for a lever that is a number."""
    named = texts.CHOICES.get(name)
    return None if named is None else [{"value": float(value), "label": label} for value, label in named.items()]


def meaning_of(name: str) -> str:
    """What it means, in one line."""
    return texts.MEANINGS.get(name, LEVERS_BY_PATH[f"policy.{name}"].meaning)


def about(name: str) -> str:
    """How well it is known, and where from."""
    lever = LEVERS_BY_PATH[f"policy.{name}"]
    return texts.KNOWN.format(texts.GRADES[lever.grade], lever.source, in_words(name, lever.default))


def found(search: str) -> list[str]:
    """Levers whose name (also that of the files), meaning, unit or group has all words of a search."""
    wanted = search.casefold().split()
    groups = {name: group for group, names in texts.LEVERS for name in names}
    return [
        lever.name
        for lever in LEVERS
        if all(
            word in f"{lever.name} {NAMES[lever.name]} {meaning_of(lever.name)} {groups.get(lever.name, '')}".casefold()
            for word in wanted
        )
    ]


def words_of(
    event: Mapping[str, Any], name_of: Callable[[str], str], organisation_of: Callable[[str], str] = str
) -> str:
    """`Dunmark and Osh break off relations`; `Arden: length of a tour = 36 months`."""
    nation, other = (name_of(event[side]) if event.get(side) else "" for side in ("nation", "other"))
    if event["kind"] == "set_lever":
        lever, value = str(event["lever"]), event["value"]
        number = float(RECIPROCITY.index(value) if isinstance(value, str) else value)
        return (f"{nation}: " if nation else "") + f"{name_of_lever(lever)} = {in_words(lever, number)}"
    told = texts.EVENTS_SAID[event["kind"]]
    organisation = organisation_of(event["organisation"]) if event.get("organisation") else ""
    value = event.get("value")
    return told.format(
        nation=nation or texts.ALL_NATIONS, other=other, organisation=organisation,
        agreement=texts.AGREEMENTS[event.get("type") or "general"],
        value="" if value is None else f"{value:g}",
        threat=texts.THREATS[event.get("threat") or ""],
    )  # fmt: skip


def news_of(event: Mapping[str, Any], names: Names) -> str:
    """The same for those who watch: what a lever does, in words, instead of its name and number."""
    name_of = names.name_of
    if event["kind"] != "set_lever" or event["lever"] not in texts.LEVERS_SAID:
        return words_of(event, name_of, organisation_names(names))
    lever, value = str(event["lever"]), event["value"]
    number = float(RECIPROCITY.index(value) if isinstance(value, str) else value)
    who = name_of(event["nation"]) if event.get("nation") else texts.ALL_NATIONS.capitalize()
    return f"{who}: {texts.LEVERS_SAID[lever].format(value=in_words(lever, number), number=number_of(lever, number))}"


def dated(event: Mapping[str, Any], names: Names) -> str:
    """`1985-03 · Arden and Osh break off relations`."""
    return f"{event['date']} · {words_of(event, names.name_of, organisation_names(names))}"


def organisation_names(names: Names) -> Callable[[str], str]:
    """What gives an organisation's name for its code: `the Alliance of the West`, but `NATO`."""
    known = dict(zip(names.organisations, names.organisation_names, strict=False))

    def name_of(code: str) -> str:
        name = known.get(code, code)
        return texts.THE.format(name) if " " in name and not name.casefold().startswith("the ") else name

    return name_of


def date_in_words(month: str) -> str:
    """`March 1990` for 1990-03."""
    return f"{MONTHS[int(month[5:7]) - 1]} {month[:4]}"


def news_by_month(events: Iterable[Mapping[str, Any]], names: Names) -> list[tuple[str, str]]:
    """One line a month, in order of time: the month, and what happened in it."""
    months: dict[str, list[Mapping[str, Any]]] = {}
    for event in sorted(events, key=lambda event: str(event["date"])):
        months.setdefault(str(event["date"]), []).append(event)
    return [(month, news_together(mine, names)) for month, mine in months.items()]


def news_together(events: Sequence[Mapping[str, Any]], names: Names) -> str:
    """Events of one month in one line: `Sarrow joins the Alliance and becomes an ally of Arden and Belmar`."""
    told, lines = organisation_names(names), []
    joined: dict[str, list[str]] = {}  # nation to organisations
    allied: dict[str, list[str]] = {}  # nation to its new allies; a pact is told of the one that joins, or of its first
    joining = {str(event["nation"]) for event in events if event["kind"] == "join"}
    for event in events:
        if event["kind"] == "join":
            joined.setdefault(str(event["nation"]), []).append(told(str(event["organisation"])))
        elif event["kind"] == "pact_begin":
            one, other = str(event["nation"]), str(event["other"])
            if other in joining and one not in joining:
                one, other = other, one
            allied.setdefault(one, []).append(names.name_of(other))
        else:
            lines.append(news_of(event, names))
    for nation in [*joined, *(code for code in allied if code not in joined)]:
        parts = [texts.JOINS.format(listed(joined[nation], texts.AND))] if nation in joined else []
        parts += [texts.BECOMES_ALLY.format(listed(allied[nation], texts.AND))] if nation in allied else []
        lines.append(f"{names.name_of(nation)} {listed(parts, texts.AND)}")
    return "; ".join(lines)
