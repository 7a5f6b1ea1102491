"""What no single field can know: whether names exist, and whether the parts of a scenario fit together."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice

from exchsim.scenario.catalogue import Catalogue, like_nation
from exchsim.scenario.faults import PathKey, nearest, path_text, suggestion, with_hint
from exchsim.scenario.fields import reciprocity_rule
from exchsim.scenario.members import mission_spell, nations_of, organisations_of, period_of, spell_of, state_spell
from exchsim.scenario.programmes import KINDS, MODELS, PROFILES, RANKS
from exchsim.scenario.schema import (
    FIRST_INVENTED,
    LAST_CODE,
    ChangedMission,
    ChangedNation,
    Event,
    Programme,
    ScenarioFile,
    Tie,
)
from exchsim.state.blueprint import month_name
from exchsim.state.levers import LEVERS_BY_PATH

Findings = Iterator[tuple[PathKey, str]]

MAX_AGENTS = 200_000_000
MOST_OF_A_NATION = 16_000_000  # a place in a nation has 24 bits of a person's identity
MAX_FINDINGS = 200
MOST_SURGE = 100.0
MOST_SEVERE = 100.0

# kind of event: fields that it needs, fields that it may have
_TWO = (("nation", "other"), ())
_FIELDS: dict[str, tuple[tuple[str, ...], tuple[str, ...]]] = {
    "enter_system": (("nation",), ()),
    "leave_system": (("nation",), ()),
    "join": (("nation", "organisation"), ()),
    "quit": (("nation", "organisation"), ()),
    "pact_begin": _TWO,
    "pact_end": _TWO,
    "rivalry_begin": _TWO,
    "rivalry_end": _TWO,
    "agreement_begin": (("nation", "other"), ("type",)),
    "agreement_end": (("nation", "other"), ("type",)),
    "rupture": _TWO,
    "reconcile": _TWO,
    "close_borders": ((), ("nation",)),
    "open_borders": ((), ("nation",)),
    "set_lever": (("lever", "value"), ("nation",)),
    "threat_surge": (("value",), ("nation", "threat")),
    "leak": (("nation", "other"), ("value",)),
}


@dataclass
class _Checker:
    """All findings about a scenario whose fields are each valid."""

    file: ScenarioFile
    catalogue: Catalogue

    def __post_init__(self) -> None:
        self.invented = self.file.nations.invented
        self.nations = set(nations_of(self.file, self.catalogue))
        self.organisations = set(organisations_of(self.file, self.catalogue, sorted(self.nations)))
        self.nations |= {code for code in self.invented if self.lives_backwards(code)}  # told elsewhere
        self.all_nations = {**self.catalogue.states, **{code: n.name for code, n in self.invented.items()}}

    def lives_backwards(self, code: str) -> bool:
        """Whether a nation leaves the system before it enters."""
        since, until = state_spell(self.file, self.catalogue, code)
        return until <= since

    def findings(self) -> Findings:
        """Path and message of everything that does not fit."""
        yield from self.period()
        yield from self.who()
        yield from self.described_nations()
        yield from self.languages()
        yield from self.described_organisations()
        yield from self.described_missions()
        for section in ("pacts", "rivalries", "agreements"):
            yield from self.ties(section, getattr(self.file, section))
        yield from self.programmes()
        for place, event in enumerate(self.file.events):
            yield from self.event(("events", place), event)
        for code in self.file.nation_policies:
            yield from self.takes_part(("nation_policies", code), code)
        yield from self.figures()

    def period(self) -> Findings:
        start, end = period_of(self.file)
        if end <= start:
            yield ("period", "end"), f"must not lie before the start, {self.file.period.start}"

    # names

    def nation_exists(self, path: PathKey, code: str) -> Findings:
        if code not in self.all_nations:
            yield path, with_hint(f"no nation {code}", like_nation(code, self.all_nations))

    def takes_part(self, path: PathKey, code: str) -> Findings:
        if code not in self.all_nations:
            here = {known: name for known, name in self.all_nations.items() if known in self.nations}
            hint = like_nation(code, here)
            yield path, with_hint(f"no nation {code}", hint if "?" in hint else like_nation(code, self.all_nations))
        elif code not in self.nations and self.nations:
            yield path, f"{code} ({self.all_nations[code]}) does not take part; add it to nations.add"

    def language_exists(self, path: PathKey, code: str) -> Findings:
        known = [*self.file.languages, *sorted(self.catalogue.languages)]
        if code not in known:
            hint = suggestion(code, known) or "write its ISO 639-3 code, or invent it in languages"
            yield path, with_hint(f"no language {code}", hint)

    def no_repeats(self, path: PathKey, codes: Sequence[str]) -> Findings:
        first: dict[str, int] = {}
        for place, code in enumerate(codes):
            if code in first:
                earlier = path_text((*path, first[code]))
                yield (*path, place), f"{code} is listed twice; first in {earlier}; remove one"
            first.setdefault(code, place)

    # nations

    def who(self) -> Findings:
        chosen = self.file.nations
        for name in ("add", "without"):
            codes = getattr(chosen, name)
            yield from self.no_repeats(("nations", name), codes)
            for place, code in enumerate(codes):
                yield from self.nation_exists(("nations", name, place), code)
        for place, code in enumerate(chosen.add):
            yield from self.added(("nations", "add", place), code)
        for place, code in enumerate(chosen.members_of):
            if code not in self.catalogue.organisations:
                hint = suggestion(code, list(self.catalogue.organisations))
                yield ("nations", "members_of", place), with_hint(f"no organisation {code}", hint)
        if not self.nations:
            yield ("nations",), "the world is empty; write nations: all, or a list such as [USA, KOR]"

    def added(self, path: PathKey, code: str) -> Findings:
        if code in self.invented:
            yield path, f"{code} is invented and takes part anyway; remove it from the list"
        elif code in self.catalogue.states and code not in self.nations and code not in self.file.nations.without:
            yield path, f"{code} ({self.all_nations[code]}) is not a state in any month of the period"

    def described_nations(self) -> Findings:
        for code, nation in self.invented.items():
            path: PathKey = ("nations", "invented", code)
            if code in self.catalogue.states:
                name = self.catalogue.states[code]
                yield (
                    path,
                    f"{code} is a real nation ({name}); describe it in nations.changed or take another code",
                )
            yield from self.described(path, code, nation)
        for code, changed in self.file.nations.changed.items():
            path = ("nations", "changed", code)
            if code in self.invented:
                yield path, f"{code} is invented; change it in nations.invented"
            else:
                yield from self.takes_part(path, code)
            if code in self.catalogue.states:
                yield from self.described(path, code, changed)
        yield from self.numbers(("nations", "invented"), {code: n.number for code, n in self.invented.items()})
        yield from self.size()

    def described(self, path: PathKey, code: str, nation: ChangedNation) -> Findings:
        if self.lives_backwards(code):
            place = "left" if nation.left is not None else "entered"
            yield (*path, place), "must leave the system of states after it entered"
        for number, other in enumerate(nation.neighbours or []):
            yield from self.nation_exists((*path, "neighbours", number), other)
        speakers = nation.languages or {}
        for language in speakers:
            yield from self.language_exists((*path, "languages", language), language)
        total = sum(speaking.mother for speaking in speakers.values())
        if total > 1.0 + 1e-6:
            yield (*path, "languages"), f"shares of mother tongues add to {total:.3g}; they may add to 1"

    def numbers(self, path: PathKey, numbers: dict[str, int | None]) -> Findings:
        uses = Counter(number for number in numbers.values() if number is not None)
        for code, number in numbers.items():
            if number is not None and uses[number] > 1:
                yield (*path, code, "number"), f"number {number} is used twice; remove it to have one given"
        if len(numbers) > LAST_CODE - FIRST_INVENTED + 1:
            yield path, f"at most {LAST_CODE - FIRST_INVENTED + 1} may be invented"

    def size(self) -> Findings:
        people = [max(nation.armed_forces.values()) for nation in self.invented.values()]
        share, persons = self.file.cadre_share, self.file.people_per_agent
        for agents, most, whose in (
            (max(people, default=0.0) * share / persons, MOST_OF_A_NATION, " of one nation"),
            (sum(people) * share / persons, MAX_AGENTS, ""),
        ):
            if agents > most:
                need = persons * agents / most
                yield (
                    ("people_per_agent",),
                    f"makes {agents:,.0f} agents{whose}; {most:,} are possible: write {need:.3g} or more",
                )
                return

    def languages(self) -> Findings:
        for code, language in self.file.languages.items():
            if code in self.catalogue.languages:
                yield ("languages", code), f"{code} is the code of a real language; take another"
            for name in ("class_hours_from", "class_hours_to"):
                for other in getattr(language, name):
                    yield from self.language_exists(("languages", code, name, other), other)

    # organisations and relations

    def described_organisations(self) -> Findings:
        section, known = self.file.organisations, list(self.catalogue.organisations)
        yield from self.no_repeats(("organisations", "only"), section.only or [])
        for place, code in enumerate(section.only or []):
            if code not in known:
                yield (
                    ("organisations", "only", place),
                    with_hint(f"no organisation {code}", suggestion(code, known)),
                )
        for code in section.changed:
            if code not in known:
                yield (
                    ("organisations", "changed", code),
                    with_hint(f"no organisation {code}", suggestion(code, known)),
                )
        for code, organisation in section.invented.items():
            path: PathKey = ("organisations", "invented", code)
            if code in known:
                yield (
                    path,
                    f"{code} is a real organisation; use organisations.changed or another code",
                )
            for member, spell in organisation.members.items():
                yield from self.takes_part((*path, "members", member), member)
                yield from self.spell((*path, "members", member), spell.since, spell.until)
        for name in ("invented", "changed"):
            for code, changed in getattr(section, name).items():
                for place, language in enumerate(changed.working_languages or []):
                    yield from self.language_exists(("organisations", name, code, "working_languages", place), language)
                if changed.headquarters is not None:
                    yield from self.nation_exists(("organisations", name, code, "headquarters"), changed.headquarters)
        yield from self.numbers(
            ("organisations", "invented"), {code: found.number for code, found in section.invented.items()}
        )

    def described_missions(self) -> Findings:
        section, known = self.file.missions, list(self.catalogue.missions)
        named: list[tuple[PathKey, str]] = [(("missions", "changed", code), code) for code in section.changed]
        named += [(("missions", "only", place), code) for place, code in enumerate(section.only or [])]
        yield from self.no_repeats(("missions", "only"), section.only or [])
        for where, code in named:
            if code not in known:
                yield where, with_hint(f"no UN mission {code}", suggestion(code, known))
        for code in section.invented:
            if code in known or code in self.catalogue.organisations or code in self.file.organisations.invented:
                yield ("missions", "invented", code), f"{code} is taken; use another code, or missions.changed"
        for name in ("invented", "changed"):
            for code, said in getattr(section, name).items():
                yield from self.mission(("missions", name, code), code, said)
        yield from self.numbers(
            ("missions", "invented"), {code: found.number for code, found in section.invented.items()}
        )

    def mission(self, path: PathKey, code: str, said: ChangedMission) -> Findings:
        if said.place is not None:
            yield from self.nation_exists((*path, "place"), said.place)
        for name in ("working_languages", "local_languages"):
            for place, language in enumerate(getattr(said, name) or []):
                yield from self.language_exists((*path, name, place), language)
        first, after = mission_spell(self.file, self.catalogue, code)
        if after <= first:
            yield (*path, "end"), f"must lie after {month_name(first)}"

    def spell(self, path: PathKey, since: str | None, until: str | None) -> Findings:
        first, after = spell_of(since, until)
        if after <= first:
            yield (*path, "until"), f"must lie after {since}"

    def ties(self, section: str, ties: Sequence[Tie]) -> Findings:
        for place, tie in enumerate(ties):
            path: PathKey = (section, place)
            yield from self.no_repeats((*path, "nations"), tie.nations)
            for number, code in enumerate(tie.nations):
                yield from self.takes_part((*path, "nations", number), code)
            yield from self.spell(path, tie.since, tie.until)

    # programmes and events

    def programmes(self) -> Findings:
        staff = [name for name, p in self.file.programmes.items() if (p.kind or name) == "staff_post"]
        for name in staff[1:]:
            yield ("programmes", name), f"there is one programme for staff posts, {staff[0]}; change that one"
        for name, programme in self.file.programmes.items():
            yield from self.programme(("programmes", name), name, programme)

    def programme(self, path: PathKey, name: str, programme: Programme) -> Findings:
        built_in = str(PROFILES[name]["kind"].value) if name in PROFILES else None
        kind = programme.kind or built_in
        if kind is None:
            near = nearest(name, list(PROFILES))
            hint = f"did you mean {near}?" if near else f"kinds are {', '.join(sorted(MODELS, key=KINDS.index))}"
            yield (*path, "kind"), f"missing; a new programme needs a kind; {hint}"
            return
        if built_in is not None and kind != built_in:
            yield (*path, "kind"), f"{name} is built in and keeps its kind; take another name"
        model = PROFILES[name if name in PROFILES else MODELS[kind]]
        low = programme.rank_low or str(model["rank_low"].value)
        high = programme.rank_high or str(model["rank_high"].value)
        if RANKS.index(low) > RANKS.index(high):
            place = "rank_low" if programme.rank_low else "rank_high"
            yield (*path, place), f"the lowest grade {low} lies above the highest {high}"
        if programme.domains is not None and sum(programme.domains.values()) <= 0.0:
            yield (*path, "domains"), "all weights are 0; give at least one field a weight"

    def event(self, path: PathKey, event: Event) -> Findings:
        needed, possible = _FIELDS[event.kind]
        for name in ("nation", "other", "organisation", "type", "lever", "threat", "value"):
            given = getattr(event, name) is not None
            if name in needed and not given:
                yield (*path, name), f"missing; {event.kind} needs {' and '.join(needed)}"
            elif given and name not in needed and name not in possible:
                yield (*path, name), f"{event.kind} has no {name}; remove it"
        for name in ("nation", "other"):
            if getattr(event, name) is not None:
                yield from self.takes_part((*path, name), getattr(event, name))
        if event.nation is not None and event.nation == event.other:
            yield (*path, "other"), "must be another nation"
        if event.organisation is not None and event.organisation not in self.organisations:
            hint = suggestion(event.organisation, sorted(self.organisations))
            yield (
                (*path, "organisation"),
                with_hint(f"no organisation {event.organisation} in this scenario", hint),
            )
        yield from self.lever(path, event)

    def lever(self, path: PathKey, event: Event) -> Findings:
        if event.kind == "threat_surge" and event.value is not None:
            if isinstance(event.value, str) or not 0.0 <= event.value <= MOST_SURGE:
                yield (*path, "value"), f"must be 0 to {MOST_SURGE:g}: a factor on attempts"
            return
        if event.kind == "leak" and event.value is not None:
            if isinstance(event.value, str) or not 1.0 <= event.value <= MOST_SEVERE:
                yield (*path, "value"), f"must be 1 to {MOST_SEVERE:g}: severity, the mildest is 1"
            return
        if event.lever is None or event.value is None:
            return
        lever = LEVERS_BY_PATH[f"policy.{event.lever}"]
        if event.lever == "reciprocity":
            try:
                reciprocity_rule(event.value)
            except ValueError as error:
                yield (*path, "value"), str(error)
        elif isinstance(event.value, str):
            yield (*path, "value"), f"must be a number from {lever.low:g} to {lever.high:g}"
        elif not lever.low <= event.value <= lever.high:
            yield (*path, "value"), f"must be {lever.low:g} to {lever.high:g} for {event.lever}"

    def figures(self) -> Findings:
        first: dict[frozenset[str], int] = {}
        for place, pair in enumerate(self.file.figures.pairs):
            path: PathKey = ("figures", "pairs", place)
            for number, code in enumerate(pair):
                yield from self.takes_part((*path, number), code)
            both = frozenset(pair)
            if len(both) < 2:
                yield path, f"{pair[0]} is no pair with itself; name another nation"
            elif both in first:
                earlier = path_text(("figures", "pairs", first[both]))
                yield path, f"{pair[0]} and {pair[1]} are a pair already in {earlier}; remove one"
            first.setdefault(both, place)


def check(file: ScenarioFile, catalogue: Catalogue) -> list[tuple[PathKey, str]]:
    """What does not fit in a scenario, as paths and messages; at most MAX_FINDINGS."""
    return list(islice(_Checker(file, catalogue).findings(), MAX_FINDINGS))
