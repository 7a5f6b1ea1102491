"""Languages spoken in each state and how many speak them."""

from __future__ import annotations

from typing import Any

import pandas as pd

from exchsim.worlds.builder.sources import each_row, read_handmade, shares
from exchsim.worlds.errors import WorldError

LEAST_SHARE = 0.05
MOST_LANGUAGES = 5
EXTINCT = {"CSK", "DDR", "RVN", "YMD", "ZAN"}  # no census; the hand-written file says all


def build_languages(states: pd.DataFrame) -> pd.DataFrame:
    """Speakers, mother tongues, official and command languages of every state."""
    names = {row.language: row.name for row in each_row(read_handmade("languages.csv"))}
    merged = _code_map()
    facts = read_handmade("mother_tongues.csv").set_index("iso3")
    census = _territory_languages()
    two_letter = _two_letter_codes()
    rows: list[dict[str, Any]] = []
    for iso3 in states.iso3:
        fact = facts.loc[iso3]
        spoken = {} if iso3 in EXTINCT else census[two_letter[iso3]]
        rows += _one_state(iso3, fact, spoken, merged, names)
    return pd.DataFrame(rows)


def _one_state(
    iso3: str, fact: pd.Series, spoken: dict[str, Any], merged: dict[str, str], names: dict[str, str]
) -> list[dict[str, Any]]:
    mother = shares(fact.mother_tongues)
    command = fact.command.split()
    share, official = _census(spoken, merged)
    share |= shares(fact.speakers)
    official = set(fact.official.split()) or official | set(command)
    share = {code: value for code, value in share.items() if value > 0 or code in official}
    for code, value in mother.items():
        share[code] = max(share.get(code, 0.0), value)
    for code in official:
        share.setdefault(code, LEAST_SHARE)
    kept = [code for code in share if share[code] >= LEAST_SHARE or code in official or code in mother]
    kept.sort(key=lambda code: (code not in mother and code not in command, -share[code], code))
    must = sum(code in mother or code in command for code in kept)
    kept = kept[: max(MOST_LANGUAGES, must)]
    _check(iso3, mother, kept, names)
    return [
        {
            "iso3": iso3,
            "language": code,
            "name": names[code],
            "share": round(min(1.0, share[code]), 3),
            "mother_tongue_share": round(mother.get(code, 0.0), 3),
            "official": int(code in official),
            "command": int(code in command),
        }
        for code in sorted(kept, key=lambda code: (-mother.get(code, 0.0), -share[code], code))
    ]


def _census(spoken: dict[str, Any], merged: dict[str, str]) -> tuple[dict[str, float], set[str]]:
    """Speakers by merged language: the largest of its varieties, for their counts overlap."""
    share: dict[str, float] = {}
    official: set[str] = set()
    for tag, entry in spoken.items():
        code = merged.get(tag.split("_")[0])
        if code is None:
            continue
        share[code] = max(share.get(code, 0.0), entry["population_percent"] / 100)
        if entry["official_status"] in ("official", "de_facto_official"):
            official.add(code)
    return share, official


def _check(iso3: str, mother: dict[str, float], kept: list[str], names: dict[str, str]) -> None:
    if abs(sum(mother.values()) - 1) > 0.011:
        raise WorldError(f"mother_tongues.csv: shares of {iso3} add to {sum(mother.values()):.2f}, not 1")
    unknown = [code for code in kept if code not in names]
    if unknown:
        raise WorldError(f"mother_tongues.csv: {iso3} names {unknown[0]}, which languages.csv does not list")


def _code_map() -> dict[str, str]:
    """Tags of the census table to our merged codes."""
    listed = read_handmade("languages.csv")
    return {tag: row.language for row in each_row(listed) for tag in row.babel_codes.split()}


def _territory_languages() -> dict[str, Any]:
    try:
        from babel.core import get_global
    except ImportError as error:
        raise WorldError("the builder needs babel: pip install exchsim[worlds]") from error
    return dict(get_global("territory_languages"))


def _two_letter_codes() -> dict[str, str]:
    """iso3 to the two-letter codes under which babel keeps territories."""
    from babel.core import get_global

    aliases = get_global("territory_aliases")
    return {three: two[0] for three, two in aliases.items() if len(three) == 3} | {"XKX": "XK"}
