"""What a scenario compiles to: plain arrays and names, with nothing left to decide but the luck."""

from dataclasses import dataclass, field

import numpy as np

from exchsim.state.columns import MISSIONS, dtype_of

MOTHER_TONGUE_FIRST = 1e-3  # decides between languages that equally many have, and nothing else
BY_TERM = 0  # renewal_due of an agreement that is renewed or ends at the end of its term


def month_index(year: int, month: int = 1) -> int:
    """Months since January 1900; month counts from 1."""
    return (year - 1900) * 12 + month - 1


def month_name(index: int) -> str:
    """`1980-01` for a month index."""
    return f"{1900 + index // 12:04d}-{index % 12 + 1:02d}"


@dataclass(frozen=True, eq=False)
class Blueprint:
    """A compiled scenario. N nations, O organisations, K missions, P programmes, L languages, M months, Y years."""

    nations: tuple[str, ...]  # iso3, in alphabetical order
    nation_names: tuple[str, ...]
    organisations: tuple[str, ...]
    programmes: tuple[str, ...]
    languages: tuple[str, ...]
    start: int  # month index of the first month
    end: int  # month index after the last month
    people_per_agent: float  # persons that one agent stands for
    nation_code: np.ndarray  # N int64, 1 … 4095, stable between scenarios
    fiscal_month: np.ndarray  # N int16, 0 = January
    founded: np.ndarray  # N int64, first month in the system of states; 0 for states of old
    strength: np.ndarray  # N x M int32, agents in the cadre, 0 outside membership of the system
    expenditure: np.ndarray  # N x Y float64, USD of the year
    capability: np.ndarray  # N x Y float64, capability index
    alignment: np.ndarray  # N x Y float64, ideal point
    distance_km: np.ndarray  # N x N float64, between capitals; symmetric
    protocol: np.ndarray  # N x 4 float64
    mother_tongue: np.ndarray  # N x L float64, share from birth; rows sum to at most 1
    second_language: np.ndarray  # N x L float64, share of second-language speakers
    hours: np.ndarray  # L x L float64, class hours to level 3, learner x language; 0 on the diagonal
    hours_sd: np.ndarray  # L x L float64, residual sd of log hours; 0 where known
    gamma: np.ndarray  # L x L float64, exponent of the learning curve
    organisation_code: np.ndarray  # O int64, 1 … 4095
    headquarters: np.ndarray  # O int16, index of the host nation, -1 when it is not in the world
    working_language: np.ndarray  # O x L bool
    main_language: np.ndarray  # O int16, first working language, -1 for none
    standards: np.ndarray  # O float64, 0-1
    information_security: np.ndarray  # O float64, 0-1, common regime of the members
    exercises_per_year: np.ndarray  # O float64, joint exercises of the members a year
    exercises_from: np.ndarray  # O int64, first month in which the organisation holds exercises; 0 for always
    headquarters_posts: np.ndarray  # O x Y float64, posts (real, before people_per_agent)
    member_since: np.ndarray  # O x N int16, month of joining, -1 for no member at the start
    pact_since: np.ndarray  # N x N int16, month in which a pact began, -1 for none at the start; symmetric
    rivalry: np.ndarray  # N x N bool at the start; symmetric
    neighbours: np.ndarray  # N x N bool, a common border or narrow sea; symmetric
    exercises_before: np.ndarray  # N x N float64, bilateral exercises a year before the start; -1 unknown; symmetric
    agreements: np.recarray  # outputs.AGREEMENTS, those in force at the start; renewal_due is BY_TERM or -1
    negotiates: bool  # governments conclude and renew agreements; else these are history
    programme_table: np.recarray  # P, columns.PROGRAMMES
    changes: np.recarray  # columns.CHANGES, sorted by month; all later than or in the first month
    params: np.recarray  # one record, params.PARAMS_DTYPE
    policies: np.recarray  # N, levers.POLICY_DTYPE
    cadre_share: float = 0.2  # cadre over armed forces
    missions: tuple[str, ...] = ()
    mission_places: tuple[str, ...] = ()  # iso3 of the territory, empty where unknown
    mission_table: np.recarray = field(default_factory=lambda: np.zeros(0, dtype_of(MISSIONS)).view(np.recarray))
    mission_working: np.ndarray = field(default_factory=lambda: np.zeros((0, 0), bool))  # K x L
    mission_ceiling: np.ndarray = field(default_factory=lambda: np.zeros((0, 0)))  # K x Y persons
    mission_distance: np.ndarray = field(default_factory=lambda: np.zeros((0, 0)))  # K x N thousand km

    @property
    def staff_language(self) -> np.ndarray:
        """Index of the language in which each nation's staffs work: that which most of them have, as mother tongue or
        as a second language; between equals, the mother tongue. N int64."""
        speakers = np.minimum(self.mother_tongue + self.second_language, 1.0)
        return np.asarray(np.argmax(speakers + MOTHER_TONGUE_FIRST * self.mother_tongue, axis=1))

    @property
    def first_year(self) -> int:
        """Calendar year of the first month."""
        return 1900 + self.start // 12

    @property
    def years(self) -> int:
        """Calendar years touched by the run."""
        return 1900 + (self.end - 1) // 12 - self.first_year + 1
