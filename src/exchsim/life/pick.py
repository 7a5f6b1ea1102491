"""Which officer: by identity, by designation, or one worth telling of."""

from __future__ import annotations

import random
import re
from typing import TYPE_CHECKING

from exchsim.store.record import Record

if TYPE_CHECKING:
    import pandas as pd

NATIONS = 12  # named likewise
NEAREST = 3  # officers named to somebody who asked for one who is not there
PICKS = ("senior", "linguist", "random")


_NUMBER = re.compile(r"-?[0-9]+")
_DESIGNATION = re.compile(r"(?P<iso3>[A-Z0-9]{3})-?(?P<place>[0-9]{1,9})(-(?P<holder>[0-9]+))?")


class LifeError(ValueError):
    """No life can be told; the text says why, and what to do."""


def needs_log(record: Record) -> None:
    """Raise LifeError where a run kept no event log of officers."""
    if "events" not in record.kept or "officers" not in record.kept:
        raise LifeError(
            f"{record.name}: this run kept no event log of officers; run it again into another folder: exchsim run "
            f"{record.name} --officers (or outputs: {{officers: true}} in the scenario)"
        )
    if record.officers.empty:
        raise LifeError(f"{record.name}: nobody in this run was ever noticed: no post, no exercise, no friendship")


def find(record: Record, wanted: int | str) -> int:
    """Identity of an officer given as number or designation; `kor-42` will do for KOR-00042."""
    officers, text = record.officers, str(wanted).strip()
    if _NUMBER.fullmatch(text):
        if (officers["officer"].astype(str) == text).any():
            return int(text)
        raise LifeError(f"{text}: no officer of this run has this number; {_examples(officers)}")
    parts = _DESIGNATION.fullmatch(text.upper())
    if parts is None:
        raise LifeError(f"{text}: no officer of this run; {_examples(officers)}")
    name = f"{parts['iso3']}-{int(parts['place']):05d}" + (f"-{parts['holder']}" if parts["holder"] else "")
    match = officers.loc[officers["designation"] == name, "officer"]
    if match.empty:
        raise LifeError(f"{text}: no officer of this run; {_near(officers, parts['iso3'], int(parts['place']))}")
    return int(match.iloc[0])


def _near(officers: pd.DataFrame, iso3: str, place: int) -> str:
    """Officers of the same nation in the nearest places, or which nations there are."""
    of_nation = officers.loc[officers["iso3"] == iso3, "designation"]
    if of_nation.empty:
        nations = [str(code) for code in officers["iso3"].unique()]
        more = " …" if len(nations) > NATIONS else ""
        return f"{iso3} is none of its nations: {', '.join(nations[:NATIONS])}{more}"
    distance = (of_nation.str.split("-").str[1].astype(int) - place).abs()
    nearest = of_nation.loc[distance.sort_values(kind="stable").index[:NEAREST]]
    return f"did you mean {' or '.join(nearest)}?"


def _examples(officers: pd.DataFrame) -> str:
    first, last = officers["designation"].iloc[0], officers["designation"].iloc[-1]
    return f"officers are named like {first} or {last}; --pick senior finds one"


def pick(record: Record, how: str, seed: int = 0) -> int:
    """An officer: `senior` rose highest, `linguist` learned most, `random` is anybody who was sent abroad."""
    if how not in PICKS:
        raise LifeError(f"--pick = {how}: must be one of {', '.join(PICKS)}")
    officers = record.officers
    travelled = officers[officers["tours"] > 0]
    choice = travelled if len(travelled) else officers
    if how == "random":
        return int(random.Random(seed).choice(choice["officer"].tolist()))
    keys = _seniority(choice) if how == "senior" else _languages(choice)
    return int(keys.sort_values(list(keys.columns)[:-1], ascending=False, kind="stable")["officer"].iloc[0])


def _seniority(officers: pd.DataFrame) -> pd.DataFrame:
    """Grade, tours, friends."""
    return officers.assign(grade=officers["rank"].cat.codes)[["grade", "tours", "ties", "officer"]]


def _languages(officers: pd.DataFrame) -> pd.DataFrame:
    """Levels gained in foreign languages, those from school not counted; then tours."""
    gained = 0.0 * officers["aptitude"]
    for k in (1, 2):
        level = officers[f"level_{k}"].fillna(0.0)
        at_school = officers[f"language_{k}"].astype(object) == officers["school_language"].astype(object)
        gained = gained + (level - officers["school_level"].where(at_school, 0.0).fillna(0.0))
    return officers.assign(gained=gained)[["gained", "tours", "officer"]]
