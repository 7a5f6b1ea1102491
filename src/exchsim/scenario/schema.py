"""What a scenario file may say: one model a section, every field with unit, range, default and meaning."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Field

from exchsim.enums import AgreementType, Change, MissionKind, ThreatKind
from exchsim.scenario.fields import (
    LanguageCode,
    LastMonth,
    LeverValue,
    Month,
    NationCode,
    OrganisationCode,
    ProgrammeName,
    Strict,
    YearSeries,
    maybe,
    model_of,
    model_of_groups,
    number,
    optional_number,
    usually,
)
from exchsim.scenario.programmes import DOMAINS, KINDS, LIMITS, MEANINGS, MODES, RANKS, UNITS
from exchsim.state.levers import LEVERS
from exchsim.state.params import PARAMETERS

AGREEMENT_TYPES = tuple(kind.name.lower() for kind in AgreementType)
EVENT_KINDS = tuple(change.name.lower() for change in Change)
THREATS = tuple(kind.name.lower() for kind in ThreatKind)
LEVER_FIELDS = tuple(lever.name for lever in LEVERS)

# Invented nations and organisations have draw codes from here on; real ones have smaller codes.
FIRST_INVENTED, LAST_CODE = 3001, 4095

People = Annotated[dict[str, float], YearSeries(0.0, 1e8)]
Dollars = Annotated[dict[str, float], YearSeries(0.0, 1e13)]
Share = Annotated[dict[str, float], YearSeries(0.0, 1.0)]
IdealPoint = Annotated[dict[str, float], YearSeries(-5.0, 5.0)]
MISSION_KINDS = tuple(kind.name.lower() for kind in MissionKind)
# Draw codes of missions: real ones by their place in the table, invented ones from here on.
FIRST_REAL_MISSION, FIRST_INVENTED_MISSION, LAST_MISSION = 201, 1001, 2000

Posts = Annotated[dict[str, float], YearSeries(0.0, 1e5)]
Troops = Annotated[dict[str, float], YearSeries(0.0, 2e5)]
Hours = dict[LanguageCode, Annotated[float, Field(ge=50.0, le=10000.0)]]
Weight = Annotated[float, Field(ge=0.0, le=1.0)]
Speakers = dict[LanguageCode, "Speaking"]


class Period(Strict):
    """First and last month of the run, both included."""

    start: Month = Field(default="1980-01", description="first month; a year alone means January")
    end: LastMonth = Field(default="2025-12", description="last month; a year alone means December")


class Speaking(Strict):
    """How many people of a nation speak a language."""

    mother: float = number(0.0, 0.0, 1.0, "share", "share that grew up with it")
    second: float = number(0.0, 0.0, 1.0, "share", "share that speaks it as a second language")


class Protocol(Strict):
    """How a nation's forces work."""

    command_style: float = number(0.5, 0.0, 1.0, "0-1", "hierarchical 0 to collaborative 1")
    staff_procedure: float = number(0.5, 0.0, 1.0, "0-1", "staff procedure; equal numbers work alike")
    communications_security: float = number(0.5, 0.0, 1.0, "0-1", "communications and information-security regime")
    doctrine: float = number(0.5, 0.0, 1.0, "0-1", "doctrine standard")


class ChangedNation(Strict):
    """What a scenario says otherwise about a real nation; what is left out stays as in the world tables."""

    name: str | None = maybe("name in tables and plots", min_length=1, max_length=80)
    armed_forces: People | None = maybe("persons in uniform, or persons by year")
    military_expenditure_usd: Dollars | None = maybe("USD of the year, or USD by year")
    capability_index: Share | None = maybe("share of world capability, or share by year")
    alignment: IdealPoint | None = maybe("ideal point in UN votes, or point by year")
    languages: Speakers | None = maybe("all languages of the nation with shares of speakers")
    protocol: Protocol | None = maybe("protocol vector at the start")
    fiscal_month: int | None = maybe("month in which the fiscal year starts, 1 to 12", ge=1, le=12)
    latitude: float | None = optional_number(-90.0, 90.0, "degrees", "latitude of the capital, for maps")
    longitude: float | None = optional_number(-180.0, 180.0, "degrees", "longitude of the capital, for maps")
    neighbours: list[NationCode] | None = maybe("nations with a common border or narrow sea")
    entered: Month | None = maybe("first month in the system of states")
    left: Month | None = maybe("first month no longer in the system of states")


class InventedNation(ChangedNation):
    """A nation that does not exist."""

    name: str = Field(min_length=1, max_length=80, description="name in tables and plots")
    armed_forces: People = Field(description="persons in uniform, or persons by year")
    languages: Speakers = Field(min_length=1, description="languages with shares of speakers")
    number: int | None = maybe("number used in draws; by default by order of writing", ge=FIRST_INVENTED, le=LAST_CODE)


class Nations(Strict):
    """Who takes part. Short forms: `all`, or a list of codes."""

    all: bool = Field(default=False, description="every state of the period")
    members_of: list[OrganisationCode] = usually([], "every state that was ever a member in the period")
    add: list[NationCode] = usually([], "these states too")
    without: list[NationCode] = usually([], "but not these")
    invented: dict[NationCode, InventedNation] = usually({}, "invented nations by code")
    changed: dict[NationCode, ChangedNation] = usually({}, "real nations described otherwise")


class InventedLanguage(Strict):
    """A language that does not exist."""

    name: str = Field(min_length=1, max_length=80, description="name")
    class_hours: float = number(1100.0, 50.0, 10000.0, "hours", "class hours to level 3 for others, where not given")
    class_hours_from: Hours = usually({}, "class hours to level 3 by mother tongue of the learner")
    class_hours_to: Hours = usually({}, "class hours that its speakers need to level 3 of another language")
    gamma: float | None = optional_number(0.8, 1.6, "1", "exponent of the learning curve; by default from the hours")


class Membership(Strict):
    """A spell of membership."""

    since: Month | None = maybe("first month; by default from before the start")
    until: Month | None = maybe("first month no longer a member")


def _members(value: object) -> object:
    """A list of codes is a mapping of codes to spells without dates."""
    return {str(code): {} for code in value} if isinstance(value, list) else value


Members = Annotated[dict[NationCode, Membership], BeforeValidator(_members)]


class ChangedOrganisation(Strict):
    """What a scenario says otherwise about a real organisation."""

    name: str | None = maybe("name", min_length=1, max_length=120)
    working_languages: list[LanguageCode] | None = maybe("working languages in order of use")
    headquarters: NationCode | None = maybe("nation that hosts the headquarters")
    standards: float | None = optional_number(0.0, 1.0, "0-1", "how far membership harmonises procedures and equipment")
    exercises_per_year: float | None = optional_number(0.0, 40.0, "1 per year", "joint exercises of the members")
    exercises_from: Month | None = maybe("month in which its exercises begin; by default they always were")
    information_security: float | None = optional_number(
        0.0, 1.0, "0-1", "how far members keep each other's secrets under one regime"
    )
    headquarters_posts: Posts | None = maybe("posts of the headquarters, or posts by year")


class InventedOrganisation(ChangedOrganisation):
    """An organisation that does not exist."""

    name: str = Field(min_length=1, max_length=120, description="name")
    members: Members = Field(min_length=1, description="members, with dates where not for ever")
    number: int | None = maybe("number used in draws", ge=FIRST_INVENTED, le=LAST_CODE)


class Organisations(Strict):
    """Which organisations exist. Short form: a list of codes of real ones."""

    only: list[OrganisationCode] | None = maybe("real organisations; by default all with two or more members here")
    invented: dict[OrganisationCode, InventedOrganisation] = usually({}, "invented organisations by code")
    changed: dict[OrganisationCode, ChangedOrganisation] = usually({}, "real ones described otherwise")


class ChangedMission(Strict):
    """What a scenario says otherwise about a real UN mission."""

    name: str | None = maybe("name", min_length=1, max_length=120)
    place: NationCode | None = maybe("nation on whose territory it serves; it cannot contribute")
    start: Month | None = maybe("first month")
    end: Month | None = maybe("first month no longer in being")
    kind: Literal[MISSION_KINDS] | None = maybe("observers, a force, or a mission with many tasks")  # type: ignore[valid-type]
    ceiling: Troops | None = maybe("authorised strength in persons, or persons by year")
    working_languages: list[LanguageCode] | None = maybe("working languages of its staff in order of use")
    local_languages: list[LanguageCode] | None = maybe("languages of the people of the place, at most 4", max_length=4)
    violence: float | None = optional_number(0.0, 1.0, "0-1", "violence that would go on without it when it begins")


class InventedMission(ChangedMission):
    """A UN mission that does not exist. Any nation may contribute."""

    name: str = Field(min_length=1, max_length=120, description="name")
    start: Month = Field(description="first month")
    ceiling: Troops = Field(description="authorised strength in persons, or persons by year")
    number: int | None = maybe("number used in draws", ge=FIRST_INVENTED_MISSION, le=LAST_MISSION)


class Missions(Strict):
    """Which UN missions exist. Short form: a list of codes of real ones."""

    only: list[OrganisationCode] | None = maybe(
        "real missions; by default all of the period where the UN and ten nations or more take part"
    )
    invented: dict[OrganisationCode, InventedMission] = usually({}, "invented missions by code")
    changed: dict[OrganisationCode, ChangedMission] = usually({}, "real ones described otherwise")


class Tie(Strict):
    """A relation among two nations, or among each pair of several."""

    nations: list[NationCode] = Field(min_length=2, description="the nations")
    since: Month | None = maybe("first month; by default from before the start")
    until: Month | None = maybe("first month in which it no longer holds")


class AgreementTie(Tie):
    """An agreement between two nations, or between each pair of several."""

    type: Literal[AGREEMENT_TYPES] = Field(default="general", description="what was agreed on")  # type: ignore[valid-type]


class Programme(Strict):
    """A programme. What is left out is taken from the built-in programme of this name, else of this kind."""

    kind: Literal[KINDS] | None = maybe("kind; needed for a new name")  # type: ignore[valid-type]
    mode: Literal[MODES] | None = Field(default=None, description=MEANINGS["mode"])  # type: ignore[valid-type]
    duration_months: float | None = optional_number(
        *LIMITS["duration_months"], UNITS["duration_months"], MEANINGS["duration_months"]
    )
    contact: float | None = optional_number(*LIMITS["contact"], UNITS["contact"], MEANINGS["contact"])
    allport: float | None = optional_number(*LIMITS["allport"], UNITS["allport"], MEANINGS["allport"])
    class_hours_per_week: float | None = optional_number(
        *LIMITS["class_hours_per_week"], UNITS["class_hours_per_week"], MEANINGS["class_hours_per_week"]
    )
    immersion_hours_per_week: float | None = optional_number(
        *LIMITS["immersion_hours_per_week"],
        UNITS["immersion_hours_per_week"],
        MEANINGS["immersion_hours_per_week"],
    )
    protocol_exposure: float | None = optional_number(
        *LIMITS["protocol_exposure"], UNITS["protocol_exposure"], MEANINGS["protocol_exposure"]
    )
    domains: dict[Literal[DOMAINS], Weight] | None = Field(  # type: ignore[valid-type]
        None, min_length=1, description="weights of the fields trained; scaled to sum 1"
    )
    required_level: float | None = optional_number(
        *LIMITS["required_level"], UNITS["required_level"], MEANINGS["required_level"]
    )
    rank_low: Literal[RANKS] | None = Field(default=None, description=MEANINGS["rank_low"])  # type: ignore[valid-type]
    rank_high: Literal[RANKS] | None = Field(default=None, description=MEANINGS["rank_high"])  # type: ignore[valid-type]
    intercultural: float | None = optional_number(*LIMITS["intercultural"], "weight", MEANINGS["intercultural"])
    resilience: float | None = optional_number(*LIMITS["resilience"], "weight", MEANINGS["resilience"])
    leadership: float | None = optional_number(*LIMITS["leadership"], "weight", MEANINGS["leadership"])
    access: float | None = optional_number(*LIMITS["access"], "0-1", MEANINGS["access"])
    cost_usd_per_month: float | None = optional_number(
        *LIMITS["cost_usd_per_month"], UNITS["cost_usd_per_month"], MEANINGS["cost_usd_per_month"]
    )


class Event(Strict):
    """Something that happens on a date. Which fields it needs depends on its kind."""

    date: Month = Field(description="month in which it happens, of no effect after the end; a year alone means January")
    kind: Literal[EVENT_KINDS] = Field(description="kind of event")  # type: ignore[valid-type]
    nation: NationCode | None = maybe(
        "the nation, of a leak the one that did not keep the secret; left out, all nations where the kind allows it"
    )
    other: NationCode | None = maybe(
        "the other nation of a pact, rivalry, agreement or rupture; of a leak the one whose secret it was"
    )
    organisation: OrganisationCode | None = maybe("the organisation joined or quit")
    type: Literal[AGREEMENT_TYPES] | None = maybe("type of an agreement; by default general")  # type: ignore[valid-type]
    lever: Literal[LEVER_FIELDS] | None = maybe("lever to set")  # type: ignore[valid-type]
    threat: Literal[THREATS] | None = maybe("kind of threat that surges; left out, all kinds")  # type: ignore[valid-type]
    value: LeverValue | None = maybe(
        "new value of the lever, a name for reciprocity; factor on attempts for threat_surge, 1 ends it; "
        "severity of a leak, 1 (mild) to 100, by default 3"
    )
    note: str = Field(default="", max_length=500, description="for the reader")


class Outputs(Strict):
    """Which tables a run keeps besides the monthly series of the world."""

    nations: bool = Field(default=True, description="yearly table of nations")
    pairs: bool = Field(default=True, description="yearly table of pairs of nations")
    tours: bool = Field(default=True, description="one row for each tour")
    agreements: bool = Field(default=True, description="one row for each agreement between two nations")
    gatherings: bool = Field(default=True, description="exercises and workshops with their participants")
    officers: bool = Field(default=False, description="officers and an event log of their lives, for exchsim life")
    leaks: bool = Field(default=True, description="leaks and cases of espionage by visitors")
    threats: bool = Field(default=True, description="yearly table of threats by nation and kind")
    missions: bool = Field(default=True, description="yearly table of UN missions")
    contingents: bool = Field(default=True, description="yearly table of the contingents in UN missions")
    language_pool: bool = Field(default=True, description="yearly table of officers by foreign language, and of loss")


NationPair = Annotated[list[NationCode], Field(min_length=2, max_length=2)]
MOST_PAIRS = 6  # as many as figures have colours that everybody tells apart


class Figures(Strict):
    """What figures show. It changes no result, and not the identity of a run."""

    pairs: list[NationPair] = Field(
        default=[],
        max_length=MOST_PAIRS,
        description="pairs of nations to draw and to write about; by default those whose trust changed most",
    )


Policy: Any = model_of("Policy", LEVERS, doc="Levers of every nation.")
NationPolicy: Any = model_of("NationPolicy", LEVERS, optional=True, doc="Levers in which a nation differs.")
Parameters: Any = model_of_groups("Parameters", PARAMETERS, doc="Numbers of the science, by group.")


class ScenarioFile(Strict):
    """A scenario of exchsim."""

    title: str = Field(default="", max_length=200, description="one line")
    description: str = Field(default="", max_length=10000, description="what it shows and what to look at")
    extend: str | None = maybe("scenario that this one builds on: a file, or a shipped scenario's name")
    period: Period = Field(default_factory=Period, description="first and last month")
    people_per_agent: float = number(1.0, 1.0, 1e6, "persons", "persons that one agent stands for")
    cadre_share: float = Field(
        default=0.2,
        ge=0.001,
        le=1.0,
        description="share of the armed forces who could be sent: officers and senior NCOs",
        json_schema_extra={"unit": "share", "source": "proposal; .1 to .3 in most forces", "grade": "M"},
    )
    nations: Nations = Field(default_factory=Nations, description="who takes part")
    languages: dict[LanguageCode, InventedLanguage] = usually({}, "invented languages by code")
    organisations: Organisations = Field(default_factory=Organisations, description="which organisations exist")
    missions: Missions = Field(default_factory=Missions, description="which UN missions exist")
    use_world_ties: bool = Field(default=True, description="pacts, rivalries and agreements of real nations")
    pacts: list[Tie] = usually([], "defence pacts besides the real ones")
    rivalries: list[Tie] = usually([], "strategic rivalries besides the real ones")
    agreements: list[AgreementTie] = usually([], "defence cooperation agreements besides the real ones")
    agreements_follow: Literal["model", "history"] = Field(
        default="model", description="governments conclude and renew agreements, or all are those of the world tables"
    )
    programmes: dict[ProgrammeName, Programme] = usually({}, "programmes changed or added")
    events: list[Event] = usually([], "dated events")
    policy: Policy = Field(default_factory=Policy, description="levers of every nation")
    nation_policies: dict[NationCode, NationPolicy] = usually({}, "levers of single nations")
    parameters: Parameters = Field(default_factory=Parameters, description="numbers of the science")
    seed: int = Field(default=1, ge=0, le=2**63 - 1, description="seed of every draw")
    outputs: Outputs = Field(default_factory=Outputs, description="tables to keep")
    figures: Figures = Field(default_factory=Figures, description="what figures show")
