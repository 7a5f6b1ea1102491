"""What is to be said of a nation, or of two, at a date: rows of words and numbers for the panel."""

from __future__ import annotations

import math
from collections import Counter
from typing import NamedTuple

import numpy as np

from exchsim.api import Result
from exchsim.app import texts
from exchsim.app.lines import Column, Line, table_of
from exchsim.app.said import date_in_words, in_words, name_of_lever
from exchsim.app.story import Story
from exchsim.enums import Rank
from exchsim.life.words import MONTHS, RANKS
from exchsim.rules.intelligence import channelled, damaged
from exchsim.scenario.world import fiscal_months
from exchsim.state.levers import LEVERS
from exchsim.store.officers import designation

Rows = list[tuple[str, str]]
NATIVE = 5.0  # ILR: nobody needs to be told of a mother tongue


def year_of(record: Result, month: int) -> int:
    """Year of a month of the run, as the yearly tables have it."""
    return 1900 + (record.names.start + month) // 12


def month_of(record: Result, month: int) -> str:
    """A month of the run as tables have it: 1990-06."""
    return f"{year_of(record, month)}-{(record.names.start + month) % 12 + 1:02d}"


def nation_rows(record: Result, code: str, month: int) -> Rows:
    """A nation at the end of a year: what it does, what it has learned, how it stands."""
    table = table_of(record, "nations")
    row = table.first((table["iso3"] == code) & (table["year"] == year_of(record, month)))
    if row is None:
        return [("in this year", "not on the scene")]
    people = record.names.people_per_agent
    return [
        ("officers abroad / wanted", f"{row['filled'] * people:,.0f} / {row['posts'] * people:,.0f}"),
        ("guests from abroad", f"{row['hosted'] * people:,.0f}"),
        ("in language class", f"{row['preparing'] * people:,.0f}"),
        ("partners", f"{row['partners']:,.0f}"),
        ("agreements", f"{row['agreements']:,.0f}"),
        ("speak a foreign language well", f"{row['linguists'] * people:,.0f} officers"),
        ("alumni of tours, of them senior", f"{row['alumni'] * people:,.0f}, {row['senior_alumni'] * people:,.0f}"),
        ("command: 0 hierarchical, 1 collaborative", f"{row['command_style']:.2f}"),
        ("trust given / received", f"{row['trust_given']:.2f} / {row['trust_received']:.2f}"),
        *_money(row["spent_usd"] / 1e6, row["budget_usd"] / 1e6, fiscal_month(record, code)),
        ("readiness", f"{row['readiness']:.2f}"),
        ("how likely others think leaks from it to be (0–1)", f"{row['leak_risk']:.2f}"),
        ("leaks of its secrets, to be expected in the year", _rare(row["leaks_expected"])),
        ("espionage by visitors, to be expected in the year", _rare(row["espionage_expected"])),
        ("intelligence shared with others / received (0–1)",
         f"{row['sharing_given']:.2f} / {row['sharing_received']:.2f}"),
        ("visitors turned away for cause / without, to be expected in the year",
         f"{_rare(row['denials_expected'] * people)} / {_rare(row['false_denials_expected'] * people)}"),
    ]  # fmt: skip


def _rare(number: float) -> str:
    """A small number with two digits that count; what is rarer than once in a thousand as one in so many."""
    if 0.0 < number < 0.001:
        return f"1 in {float(f'{1.0 / number:.2g}'):,.0f}"
    digits = max(1, 1 - math.floor(math.log10(number))) if number > 0 else 0
    return f"{number:,.{digits}f}"


def beside(rows: Rows, was: Rows) -> list[tuple[str, str, str]]:
    """Rows with a note of what stood there before, where that differs as it is written; else an empty one."""
    before = dict(was)
    return [
        (name, value, texts.WAS_THERE.format(before[name]) if before.get(name, value) != value else "")
        for name, value in rows
    ]


def _money(spent: float, budget: float, first: int) -> Rows:
    """What a calendar year has cost. Where the fiscal year is another one, two budgets paid for it: told apart."""
    if first == 1:
        return [(texts.SPENT, texts.SPENT_OF.format(spent, budget))]
    return [
        (f"{texts.SPENT} ({MONTHS[0]} – {MONTHS[11]})", f"{spent:,.2f} m USD"),
        (texts.BUDGET_FROM.format(MONTHS[first - 1]), f"{budget:,.2f} m USD"),
    ]


def fiscal_month(record: Result, code: str) -> int:
    """Month, 1 to 12, in which a nation's fiscal year begins."""
    nations = record.resolved.get("nations") or {}
    invented = (nations.get("invented") or {}).get(code)
    mine = invented if invented is not None else (nations.get("changed") or {}).get(code) or {}
    usual = 1 if invented is not None else fiscal_months().get(code, 1)
    return int(mine.get("fiscal_month") or usual)


def standing(record: Result, month: int) -> list[tuple[str, ...]]:
    """Nations of the year, those with most officers abroad first: code, name, and both numbers in words."""
    table = table_of(record, "nations")
    mine = table.lines(table["year"] == year_of(record, month), by="filled")
    people = record.names.people_per_agent
    return [
        (str(row["iso3"]), record.names.name_of(str(row["iso3"])),
         texts.STANDING.format(row["filled"] * people, row["trust_received"]))
        for row in mine
    ]  # fmt: skip


def places_now(record: Result, code: str, month: int) -> Rows:
    """Where its officers abroad are in a month, those with a nation apart from those at a headquarters there."""
    people, names = record.names.people_per_agent, record.names
    headquarters = dict(zip(names.organisations, names.organisation_names, strict=True))
    found = []
    for (host, venue), number in Counter(
        (str(row["host"]), str(row["venue"])) for row in _abroad(record, code, month)
    ).most_common():
        officers = f"{number * people:,.0f} officers" if number * people != 1 else "1 officer"
        if venue in headquarters:
            found.append((texts.AT_HEADQUARTERS.format(headquarters[venue], names.name_of(host)), officers))
            continue
        side = _side(record, code, host, month)
        found.append((names.name_of(host), officers + (f", trust {side['trust']:.2f}" if side else "")))
    return found


def pair_rows(record: Result, a: str, b: str, month: int) -> Rows:
    """Why two nations trust each other as they do: politics, dose, incidents, alumni."""
    there, back = _side(record, a, b, month), _side(record, b, a, month)
    if there is None or back is None:
        return [("in this year", "not both on the scene")]
    people = record.names.people_per_agent

    def both(column: str, size: float = 1.0, digits: int = 2) -> str:
        return f"{there[column] * size:,.{digits}f} / {back[column] * size:,.{digits}f}"

    return [
        (texts.EITHER, f"{record.names.name_of(a)} / {record.names.name_of(b)}"),
        ("trust", both("trust")),
        ("… that politics alone would give", both("baseline")),
        ("misunderstandings this year", both("incidents", people, 0)),
        ("officers with the other", both("filled", people, 0)),
        ("alumni who have served with the other", both("alumni", people, 0)),
        ("friendships", both("ties", people, 0)),
        ("how well they can talk", both("talk")),
        ("interoperability", both("interoperability")),
        ("of it, equipment and standards in common", both("technical")),
        ("of it, procedures in common", both("procedural")),
        ("of it, people who can talk and know each other", both("human")),
        ("procedures of the other that are practised", both("familiarity")),
        ("intelligence shared", both("sharing")),
        ("exercises together this year", f"{there['exercises']:,.0f}"),
        ("allies", "yes" if there["alliance"] else "no"),
        ("agreement", "yes" if there["agreement"] else "no"),
    ]


def pair_sentence(record: Result, a: str, b: str, month: int) -> str:
    """The largest reason, in one sentence."""
    parts = trust_parts(record, a, b, month)
    if parts is None:
        return ""
    gap = round(parts.trust - parts.politics, 2)
    names = f"{record.names.name_of(a)} trusts {record.names.name_of(b)}"
    if not gap:
        return f"{names} as much as politics alone explains."
    _, took, worst = max(_compromises(record, a, b, month), default=(0.0, 0.0, ""))
    reasons = {
        "what they have lived together": parts.lived, "trust that has not followed politics yet": parts.earlier,
    } if gap > 0 else {
        "misunderstandings or a break": -parts.lived, "trust that has not followed politics yet": -parts.earlier,
        worst: -parts.secrets,
    }  # fmt: skip
    why = max(reasons, key=lambda reason: reasons[reason])
    said = f"{names} {abs(gap):.2f} {'more' if gap > 0 else 'less'} than politics alone explains: most of all {why}."
    if parts.secrets and why != worst:
        said += texts.LEAK_COSTS.format(worst[0].upper() + worst[1:], took)
    return said


class TrustParts(NamedTuple):
    """Trust of one nation in another, taken apart so that it adds up, each from 0 to 1 or negative."""

    trust: float
    politics: float  # what politics of the year alone would give
    earlier: float  # … and that of years before, which trust has not left yet
    lived: float  # the rest: contact, less misunderstandings and breaks
    secrets: float  # what secrets that the other lost, or took, still cost


def trust_parts(record: Result, sender: str, host: str, month: int) -> TrustParts | None:
    """What trust is made of, of hundredths as they are said. None where one of the two is not there.

    Trust that nobody meets or disappoints follows politics with a memory of some years: what such trust would be, less
    what politics gives now, is that of earlier years. What a leak took comes back with the same memory;
    what comes back faster does so by contact, and is lived together.
    """
    row = _side(record, sender, host, month)
    if row is None:
        return None
    table, until = table_of(record, "pairs"), year_of(record, month)
    past = table["baseline"][(table["sender"] == sender) & (table["host"] == host) & (table["year"] <= until)]
    stays = math.exp(-1.0 / float(record.resolved["parameters"]["trust"]["memory_years"]))
    following = float(past[0])
    for politics in past[1:].tolist():
        following = politics + (following - politics) * stays
    trust, politics = round(float(row["trust"]), 2), round(float(row["baseline"]), 2)
    earlier = round(following - politics, 2) + 0.0  # never -0
    secrets = round(-sum(left for left, *_ in _compromises(record, sender, host, month)), 2) + 0.0
    return TrustParts(trust, politics, earlier, round(trust - politics - earlier - secrets, 2) + 0.0, secrets)


def _compromises(record: Result, sender: str, host: str, month: int) -> list[tuple[float, float, str]]:
    """Of each leak or case of espionage by the host: what of the sender's trust time has not brought back, what it
    took at once, and its name, `the leak of January 1990`.

    As the kernel `react` has it, from trust, sharing and friendships of the December before.
    """
    leaks, until = table_of(record, "leaks"), year_of(record, month)
    trust, reaction, threats = (record.resolved["parameters"][part] for part in ("trust", "intelligence", "threats"))
    found = []
    for row in leaks.lines((leaks["culprit"] == host) & (leaks["year"] <= until)):
        before = _side(record, sender, host, 12 * (int(row["year"]) - 1 - year_of(record, 0)))
        if before is None:
            continue
        weight = 1.0 if row["victim"] == sender else reaction["third_party_loss"] * before["sharing"]
        weight *= channelled(before["crisis_channel"], reaction["channel_damping"], threats["channel_ties"])
        kept = damaged(before["trust"], reaction["trust_lost_per_leak"], weight, row["severity"])
        years = until + 1 - int(row["month"][:4]) - int(row["month"][5:]) / 12
        took, name = float(before["trust"] - kept), texts.LEAK_IN[str(row["compromise"])]
        left = took * math.exp(-years / float(trust["memory_years"]))
        found.append((left, took, name.format(date_in_words(row["month"]))))
    return found


def _side(record: Result, sender: str, host: str, month: int) -> Line | None:
    table = table_of(record, "pairs")
    here = (table["sender"] == sender) & (table["host"] == host) & (table["year"] == year_of(record, month))
    return table.first(here)


def language_rows(record: Result, code: str, month: int) -> Rows:
    """Who speaks what, at the level of work (2) and at that of professionals (3); the most spoken first."""
    table = table_of(record, "language_pool")
    here = (table["iso3"] == code) & (table["year"] == year_of(record, month)) & (table["working"] > 0)
    people = record.names.people_per_agent
    return [
        (record.names.language_of(str(row["language"])),
         texts.SPEAK.format(row["working"] * people, row["professional"] * people))
        for row in table.lines(here, by="working")
    ]  # fmt: skip


def strategy_rows(story: Story, code: str, record: Result, month: int) -> Rows:
    """Levers of a nation at a date that are not what the model has anyway, with what others have where it differs."""
    at = month_of(record, month)
    found = []
    for lever in LEVERS:
        value, others = story.lever(lever.name, code, at), story.lever(lever.name, "", at)
        if value == others == lever.default:
            continue
        note = texts.OTHERS_HAVE.format(in_words(lever.name, others)) if value != others else ""
        found.append((name_of_lever(lever.name) + note, in_words(lever.name, value)))
    return sorted(found, key=lambda row: texts.OTHERS_HAVE.split("{")[0] not in row[0])


def abroad_now(record: Result, code: str, month: int) -> list[tuple[int, str, str]]:
    """Its officers abroad in a month, those of high rank first: who, grade and number, and where and since when."""
    mine = sorted(_abroad(record, code, month), key=lambda row: (-Rank[str(row["rank"])], row["began"]))
    return [(int(row["officer"]), _grade(code, row), _tour(record, row)) for row in mine]


def _abroad(record: Result, code: str, month: int) -> list[Line]:
    """Tours of its officers that go on abroad in a month."""
    tours = table_of(record, "posts")
    now = month_of(record, month)
    here = (tours["sender"] == code) & (tours["host"] != code)
    here[here] = _has_come(tours["began"][here], now) & ~_has_come(tours["ended"][here], now)
    return list(tours.lines(here))


def virtual_programmes(record: Result) -> list[str]:
    """Programmes whose officers stay at home and meet their hosts on a screen."""
    return [name for name, programme in record.resolved["programmes"].items() if programme["mode"] == "virtual"]


def on_screen(record: Result, month: int) -> float:
    """Officers whose tour of a month is held on a screen: they count as abroad, and sit at home."""
    tours, now = table_of(record, "posts"), month_of(record, month)
    here = np.isin(tours["programme"].astype(str), virtual_programmes(record))
    here[here] = _has_come(tours["began"][here], now) & ~_has_come(tours["ended"][here], now)
    return float(here.sum() * record.names.people_per_agent)


def _has_come(dates: Column, now: str) -> Column:
    """Whether dates are not later than a month; one that is missing never comes."""
    return np.array([isinstance(date, str) and date <= now for date in dates], bool)


def _grade(code: str, row: Line) -> str:
    """`Lieutenant colonel ARD-00042`: the number under which a life is found, here and at the command line."""
    return f"{RANKS[Rank[str(row['rank'])]].capitalize()} {designation(code, int(row['officer']))}"


def _tour(record: Result, row: Line) -> str:
    host = str(row["host"])
    where = record.names.name_of(host) if host in record.names.nations else host
    text = texts.OFFICER.format(where, date_in_words(row["began"]))
    if str(row["language"]) in record.names.languages and 0 <= row["level_at_start"] < NATIVE:
        text += texts.OFFICER_SPEAKS.format(record.names.language_of(str(row["language"])), row["level_at_start"])
    return text
