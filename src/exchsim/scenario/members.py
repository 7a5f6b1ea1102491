"""Who takes part in a scenario: nations, organisations, and their numbers in draws."""

from __future__ import annotations

from collections.abc import Sequence

from exchsim.scenario.catalogue import FOR_EVER, Catalogue, Spell
from exchsim.scenario.fields import to_month
from exchsim.scenario.schema import FIRST_INVENTED, LAST_CODE, Event, Membership, ScenarioFile, Tie

UN = "UN"
NATIONS_OF_A_WORLD = 10  # with fewer nations real missions make no sense unless they are asked for


def period_of(file: ScenarioFile) -> Spell:
    """First month of the run and the month after its last."""
    return to_month(file.period.start), to_month(file.period.end) + 1


def spell_of(since: str | None, until: str | None) -> Spell:
    """Months of a spell as written; open ends reach as far as months go."""
    return to_month(since) if since else 0, to_month(until) if until else FOR_EVER


def overlaps(one: Spell, other: Spell) -> bool:
    """Whether two spells share a month."""
    return one[0] < other[1] and other[0] < one[1]


def state_spell(file: ScenarioFile, catalogue: Catalogue, nation: str) -> Spell:
    """Months in which a nation is in the system of states, events left aside."""
    described = file.nations.invented.get(nation) or file.nations.changed.get(nation)
    since, until = (0, FOR_EVER) if nation in file.nations.invented else catalogue.spells[nation]
    if described is not None and described.entered is not None:
        since = to_month(described.entered)
    if described is not None and described.left is not None:
        until = to_month(described.left)
    return since, until


def nations_of(file: ScenarioFile, catalogue: Catalogue) -> list[str]:
    """Codes of the nations that exist for at least a month of the period, sorted."""
    period = period_of(file)
    chosen = set(catalogue.states) if file.nations.all else set()
    for organisation in file.nations.members_of:
        for nation, spells in catalogue.members.get(organisation, {}).items():
            if any(overlaps(spell, period) for spell in spells):
                chosen.add(nation)
    chosen |= set(file.nations.add) & set(catalogue.states)
    chosen = (chosen - set(file.nations.without)) | set(file.nations.invented)
    entering = {event.nation for event in file.events if _enters(event, period)}
    return sorted(
        nation for nation in chosen if nation in entering or overlaps(state_spell(file, catalogue, nation), period)
    )


def _enters(event: Event, period: Spell) -> bool:
    return event.kind == "enter_system" and to_month(event.date) < period[1]


def organisations_of(file: ScenarioFile, catalogue: Catalogue, nations: list[str]) -> list[str]:
    """Codes of the organisations that exist in the scenario, sorted."""
    only = file.organisations.only
    if only is not None:
        real = set(only) & set(catalogue.organisations)
    elif set(nations) <= set(file.nations.invented):
        real = set()
    else:
        real = {code for code in catalogue.organisations if _has_company(code, file, catalogue, nations)}
    return sorted(real | set(file.organisations.invented))


def missions_of(file: ScenarioFile, catalogue: Catalogue, nations: list[str], organisations: list[str]) -> list[str]:
    """Codes of the UN missions that exist in the scenario, by their first month."""
    only, period = file.missions.only, period_of(file)
    if only is None:
        is_world = UN in organisations and len(nations) >= NATIONS_OF_A_WORLD
        only = list(catalogue.missions) if is_world else []
    spells = {code: mission_spell(file, catalogue, code) for code in {*only} & {*catalogue.missions}}
    spells |= {code: mission_spell(file, catalogue, code) for code in file.missions.invented}
    return sorted((code for code in spells if overlaps(spells[code], period)), key=lambda code: (spells[code], code))


def mission_spell(file: ScenarioFile, catalogue: Catalogue, code: str) -> Spell:
    """Months in which a mission is in being."""
    said = file.missions.invented.get(code) or file.missions.changed.get(code)
    since, until = catalogue.missions.get(code, (0, FOR_EVER)) if code not in file.missions.invented else (0, FOR_EVER)
    if said is not None and said.start is not None:
        since = to_month(said.start)
    if said is not None and said.end is not None:
        until = to_month(said.end)
    return since, until


def _has_company(code: str, file: ScenarioFile, catalogue: Catalogue, nations: list[str]) -> bool:
    period, spells = period_of(file), catalogue.members.get(code, {})
    there = [nation for nation in nations if any(overlaps(spell, period) for spell in spells.get(nation, []))]
    return len(there) >= 2


def membership_spells(members: dict[str, Membership]) -> dict[str, list[Spell]]:
    """Spells of the members of an invented organisation."""
    return {nation: [spell_of(member.since, member.until)] for nation, member in members.items()}


def tie_spells(ties: Sequence[Tie]) -> list[tuple[str, str, Spell]]:
    """Every pair of nations that ties of a scenario name, with its spell."""
    return [
        (first, second, spell_of(tie.since, tie.until))
        for tie in ties
        for place, first in enumerate(tie.nations)
        for second in tie.nations[place + 1 :]
    ]


def numbered(described: dict[str, int | None], first: int = FIRST_INVENTED, last: int = LAST_CODE) -> dict[str, int]:
    """Draw codes of what is invented: as written, else the lowest free ones in order of writing."""
    taken = {number for number in described.values() if number is not None}
    free = (number for number in range(first, last + 1) if number not in taken)
    return {code: next(free) if number is None else number for code, number in described.items()}
