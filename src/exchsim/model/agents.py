"""Nations and officers as Mesa agents: nations live as long as the model, officers are views made on demand."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

import mesa
import numpy as np

from exchsim._jit import in_python
from exchsim.engine.roll import roll_call
from exchsim.enums import Domain, ProgrammeKind, Rank, Status
from exchsim.kernels.memory import familiarity_now, trust_now
from exchsim.kernels.people import level_now, person_uid
from exchsim.kernels.plan import staff_quota
from exchsim.state.blueprint import month_name

if TYPE_CHECKING:
    from mesa.agent import AgentSet

    from exchsim.model.exchange_model import ExchangeModel

WORKSHOP, EXERCISE = ProgrammeKind.WORKSHOP, ProgrammeKind.EXERCISE
PROTOCOL = ("command_style", "staff_procedure", "communications_security", "doctrine")
Plan = dict[tuple[str, str], int]


class Nation(mesa.Agent):  # type: ignore[misc]
    """A government. Override `plan()` in a subclass to decide yourself; everything else is read from the arrays."""

    model: ExchangeModel

    def __init__(self, model: ExchangeModel, index: int) -> None:
        super().__init__(model)
        self.index = index
        self.iso3 = model.blueprint.nations[index]
        self.name = model.blueprint.nation_names[index]

    def __repr__(self) -> str:
        return f"<Nation {self.iso3} in {self.model.date}>"

    def plan(self) -> Plan:
        """Posts wanted for the fiscal year: {(venue, programme): posts}, venue an iso3 code or an organisation.

        The model's own government proposes what this returns; a subclass may change it or start from nothing.
        Called in the nation's fiscal month.
        """
        targets = self.model.state.targets[self.index]
        return {
            (self._venues[venue], self.model.blueprint.programmes[programme]): int(targets[venue, programme])
            for venue, programme in zip(*np.nonzero(targets), strict=True)
        }

    def enact(self, plan: Mapping[tuple[str, str], int]) -> None:
        """Write a plan into the model. Raises ValueError for an unknown venue or programme or a bad number."""
        blueprint, venues = self.model.blueprint, self._venues
        targets = np.zeros_like(self.model.state.targets[self.index])
        for (venue, programme), posts in plan.items():
            if venue not in venues or venue == self.iso3:
                raise ValueError(
                    f"{self.iso3}.plan(): venue {venue!r} is not another nation, an organisation or a mission"
                )
            if programme not in blueprint.programmes:
                raise ValueError(f"{self.iso3}.plan(): no programme {programme!r}; there are {blueprint.programmes}")
            if int(posts) != posts or not 0 <= posts <= self.cadre:
                raise ValueError(
                    f"{self.iso3}.plan(): {posts!r} posts at {venue}: a whole number from 0 to {self.cadre}"
                )
            if blueprint.programme_table[blueprint.programmes.index(programme)].kind in (WORKSHOP, EXERCISE):
                raise ValueError(f"{self.iso3}.plan(): {programme} is a gathering, not a programme with posts")
            targets[venues.index(venue), blueprint.programmes.index(programme)] = int(posts)
        self.model.state.targets[self.index] = targets

    def staff_quota(self, organisation: str) -> int:
        """Staff posts to which this nation is entitled in an organisation this year."""
        s, clock = self.model.state, self.model.state.clock[0]
        year = int(clock.month) // 12 - int(clock.start) // 12
        return int(
            in_python(staff_quota)(
                self.index, self.model.blueprint.organisations.index(organisation),
                s.policies[self.index].staff_posts_share, year, clock, s.nations, s.organisations, s.member_since,
                s.headquarters_posts,
            )
        )  # fmt: skip

    @property
    def _venues(self) -> tuple[str, ...]:
        b = self.model.blueprint
        return (*b.nations, *b.organisations, *b.missions)

    @property
    def _row(self) -> Any:
        return self.model.state.nations[self.index]

    @property
    def present(self) -> bool:
        """A member of the state system."""
        return bool(self._row.present)

    @property
    def cadre(self) -> int:
        """Strength in agents: officers and senior NCOs who could go."""
        return int(self._row.cadre)

    @property
    def budget_usd(self) -> float:
        """Exchange budget of the fiscal year, in money of the year."""
        return float(self._row.budget_usd)

    @property
    def spent_usd(self) -> float:
        """Spent of that budget."""
        return float(self._row.spent_usd)

    @property
    def posts(self) -> int:
        """Billets that this nation holds, filled or not."""
        state = self.model.state
        rows = state.meeting_order[: int(state.clock[0].posts)]
        return int((state.posts["sender"][rows] == self.index).sum())

    @property
    def alumni(self) -> int:
        """Serving officers at home with a completed tour, at the last quarterly census."""
        return int(self._row.alumni)

    @property
    def protocol(self) -> dict[str, float]:
        """Protocol vector, 0-1 each."""
        return dict(zip(PROTOCOL, map(float, self._row.protocol), strict=True))

    @property
    def skills(self) -> dict[str, float]:
        """Skill by domain, 0-1."""
        return {d.name.lower(): float(self._row.skill[d]) for d in Domain}

    @property
    def standing(self) -> float:
        """International perception, 0-1; .5 is neutral."""
        return float(self._row.standing)

    @property
    def readiness(self) -> float:
        """Readiness of the forces, 0-1."""
        return float(self._row.readiness)

    @property
    def threat_pressure(self) -> float:
        """Attacks suffered of late; 1 is what the nation is used to."""
        return float(self._row.threat_pressure)

    @property
    def leak_risk(self) -> float:
        """How likely others think leaks from this nation to be, 0-1."""
        return float(self._row.leak_risk)

    @property
    def refused(self) -> int:
        """Posts that hosts have refused since January."""
        return int(self._row.refused_this_year)

    @property
    def partners(self) -> dict[str, int]:
        """Posts open by nation to which this one sends, most first."""
        posts = self.model.state.pairs["posts"][self.index]
        order = np.argsort(-posts, kind="stable")
        return {self.model.blueprint.nations[j]: int(posts[j]) for j in order if posts[j] > 0}

    @property
    def wishes(self) -> dict[str, float]:
        """Share of its tours that it would give to each other nation, were nobody to refuse; of its last plan."""
        wish = self.model.state.pairs["wish"][self.index]
        order = np.argsort(-wish, kind="stable")
        return {self.model.blueprint.nations[j]: float(wish[j]) for j in order if wish[j] > 0.0}

    def toward(self, other: str) -> dict[str, Any]:
        """Everything about the pair with another nation (state/columns.py, PAIRS). ValueError for an unknown one."""
        if other not in self.model.nations:
            raise ValueError(f"no nation {other!r} in this scenario; there are {', '.join(self.model.nations)}")
        pair = self.model.state.pairs[self.index, self.model.nations[other].index]
        return {name: pair[name].item() for name in pair.dtype.names}

    def trust_in(self, other: str) -> float:
        """Trust in another nation, 0-1."""
        return float(self.toward(other)["trust"])

    def interoperability_with(self, other: str) -> float:
        """Interoperability with another nation, 0-1."""
        return float(self.toward(other)["interoperability"])

    @property
    def officers(self) -> AgentSet:
        """Officers of this nation of whom something is remembered; views valid until the next step."""
        return self.model.officers.select(lambda officer: officer.nation is self)

    def roll_call(self) -> Iterator[Officer]:
        """Everybody who serves, one view after the other; careers are played forward first, results do not change."""
        people = roll_call(self.model.state, self.index)
        first = int(self._row.first_row)
        for place in np.nonzero(people["status"] >= Status.SERVING)[0]:
            yield Officer(self.model, first + int(place))


class Officer(mesa.Agent):  # type: ignore[misc]
    """A person: a read-only view on a row, valid while this person serves.

    Not registered with the model: a cadre may count millions.
    """

    model: ExchangeModel

    def __init__(self, model: ExchangeModel, row: int) -> None:
        self.model = model
        self.row = row
        self.pos = None
        self.nation = list(model.nations.values())[
            int(np.searchsorted(model.state.nations["first_row"], row, side="right")) - 1
        ]
        person = model.state.people[row]
        self.unique_id = int(
            person_uid(model.blueprint.nation_code[self.nation.index], row - self.nation._row.first_row,
                       int(person.generation))
        )  # fmt: skip

    def __repr__(self) -> str:
        return f"<Officer {self.unique_id} {self.rank} {self.nation.iso3}>"

    def remove(self) -> None:
        """A view has nothing to remove."""

    @property
    def _person(self) -> Any:
        return self.model.state.people[self.row]

    @property
    def _file(self) -> Any:
        file = int(self._person.dossier)
        return self.model.state.dossiers[file - 1] if file > 0 else None

    @property
    def rank(self) -> str:
        """Grade, O1 … O9."""
        return Rank(int(self._person.rank)).name

    @property
    def status(self) -> str:
        """serving, preparing or abroad."""
        return Status(int(self._person.status)).name.lower()

    @property
    def years_of_service(self) -> float:
        """Years since entry."""
        return (self.model.month - int(self._person.entered)) / 12.0

    @property
    def entered(self) -> str:
        """Month of entry, as `1975-06`."""
        return month_name(int(self._person.entered))

    @property
    def tours(self) -> int:
        """Tours abroad completed."""
        return int(self._file.tours) if self._file is not None else 0

    @property
    def aptitude(self) -> float | None:
        """Language aptitude in sd; None while there is no file."""
        return float(self._file.aptitude) if self._file is not None else None

    @property
    def specialism(self) -> str | None:
        """Domain of the specialism; None while there is no file."""
        return Domain(int(self._file.specialism)).name.lower() if self._file is not None else None

    @property
    def languages(self) -> dict[str, float]:
        """Level by language this month (mother tongue 5); empty while there is no file."""
        file = self._file
        if file is None:
            return {}
        names = self.model.blueprint.languages
        spoken = {names[int(file.mother_tongue)]: 5.0}
        for k in range(2):
            if file.language[k] >= 0:
                level = in_python(level_now)(file, k, self.model.month, self.model.state.params[0])
                spoken[names[int(file.language[k])]] = float(level)
        return spoken

    @property
    def hosts(self) -> dict[str, dict[str, float]]:
        """Nations known from service together: personal trust (sd) and procedural familiarity (0-1) this month."""
        file, known = self._file, {}
        if file is not None:
            for k in range(2):
                if file.host[k] >= 0:
                    month, params = self.model.month, self.model.state.params[0]
                    known[self.model.blueprint.nations[int(file.host[k])]] = {
                        "trust": float(in_python(trust_now)(file, k, month, params)),
                        "familiarity": float(in_python(familiarity_now)(file, k, month, params)),
                    }
        return known

    @property
    def traits(self) -> dict[str, float]:
        """Intercultural competence, resilience, leadership, skill in the specialism, 0-1; empty without a file."""
        file = self._file
        if file is None:
            return {}
        return {name: float(file[name]) for name in ("intercultural", "resilience", "leadership", "skill")}
