"""The twin's officers. Every person of every nation is an object from the first month and ages month by month."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import mesa
import numpy as np

from exchsim.enums import Draw, Rank, Status, TourEnd
from exchsim.kernels.people import person_uid
from exchsim.rules import careers, contact, language, protocols

if TYPE_CHECKING:
    from reference.twin import Twin
    from reference.twin_nations import Nation
    from reference.twin_posts import Post

NEVER = 32767


@dataclass
class Tongue:
    """A foreign language: the best level reached; `used` is None until somebody keeps a file."""

    language: int
    level: float
    used: float | None


@dataclass
class Memory:
    """What an officer remembers of the people of another nation, as of the month they last met."""

    host: int
    met: int
    familiarity: float = 0.0
    trust: float = 0.0


class Officer(mesa.Agent):
    """A person in uniform. What they bring is decided by their identity; what they become, by the months."""

    def __init__(self, nation: Nation, place: int, generation: int, entered: int) -> None:
        super().__init__(nation.model)
        self.model: Twin
        self.nation, self.place, self.generation = nation, place, generation
        self.uid = int(person_uid(nation.code, place, generation))
        self.entered = entered
        self.rank = int(Rank.O1)
        self.status = Status.SERVING
        self.in_zone = True  # not yet passed over by a board
        self.gone = False
        self.leaves = NEVER
        self.tours = 0
        self.file: int | None = None  # number of the personal file
        self.post: Post | None = None
        self.skill = 0.0
        self.memories: list[Memory | None] = [None, None]
        self.pooled = [-1, -1]  # languages in which counted in the pool at the last census
        self._bring_traits()

    def _bring_traits(self) -> None:
        """Everything a person is born or schooled with."""
        draw, params, uid = self.model.luck, self.model.params, self.uid
        self.patience = draw.exponential(0, Draw.PATIENCE, uid)
        self.patience_from = max(0, self.nation.epoch - self.entered)  # 0 for who enters a nation that is there
        self.aptitude = draw.normal(0, Draw.APTITUDE, uid)
        u, share = draw.uniform(0, Draw.SPECIALISM, uid), params.people_specialist_share
        self.specialism = 0 if u >= share else 1 + min(4, int(5.0 * u / share))
        self.intercultural, self.resilience, self.leadership = (
            min(1.0, max(0.0, params.people_trait_mean + params.people_trait_sd * draw.normal(0, kind, uid)))
            for kind in (Draw.INTERCULTURAL, Draw.RESILIENCE, Draw.LEADERSHIP)
        )
        mother = pick(draw.uniform(0, Draw.MOTHER_TONGUE, uid), self.nation.mother_tongue)
        self.mother_tongue = int(np.argmax(self.nation.mother_tongue)) if mother is None else mother
        self.tongues: list[Tongue | None] = [self._school_language(), None]
        self.early = 2.0 * draw.uniform(0, Draw.GATE_TIMING, uid) - 1.0
        self.gate: tuple[int, int] | None = None  # grade, and months from entry to its board

    def _school_language(self) -> Tongue | None:
        draw, params = self.model.luck, self.model.params
        known = pick(draw.uniform(0, Draw.SECOND_LANGUAGE, self.uid), self.nation.second_language)
        if known is None or known == self.mother_tongue:
            return None
        deviate = draw.normal(0, Draw.SECOND_LANGUAGE_LEVEL, self.uid)
        level = params.language_schooled_level + params.language_schooled_level_sd * deviate
        return Tongue(known, min(4.0, max(0.5, level)), None)

    # the file

    def open_file(self) -> None:
        """From now on the officer is remembered: skill is that of the force, and languages fade when not used."""
        if self.file is None:
            self.file = self.model.cabinet.open(self)
            self.skill = self.nation.skill[self.specialism]
            for tongue in filter(None, self.tongues):
                tongue.used = self.model.month
            self.model.chronicle.opened(self)

    # languages

    def level_of_slot(self, tongue: Tongue | None, month: int) -> float:
        """Level of one foreign language after what was lost since its last use."""
        if tongue is None:
            return 0.0
        if tongue.used is None:
            return tongue.level
        p = self.model.params
        return language.retained_level(
            tongue.level, language.unused_months(month, tongue.used) / 12.0, p.language_loss_time_years,
            p.language_loss_power, p.language_floor_at_1, p.language_floor_at_3,
        )  # fmt: skip

    def level_in(self, wanted: int, month: int) -> float:
        """Level in one language, native or foreign."""
        if wanted == self.mother_tongue:
            return language.NATIVE_LEVEL
        for tongue in self.tongues:
            if tongue is not None and tongue.language == wanted:
                return self.level_of_slot(tongue, month)
        return 0.0

    def common_level(self, staff_level: np.ndarray, month: int) -> float:
        """Level of the best language shared with people who work at `staff_level`."""
        shared = [min(language.NATIVE_LEVEL, float(staff_level[self.mother_tongue]))]
        for tongue in filter(None, self.tongues):
            shared.append(min(self.level_of_slot(tongue, month), float(staff_level[tongue.language])))
        return max(shared)

    def study(self, wanted: int, effective_hours: float, month: int) -> None:
        """Learn a language for some hours; a new one takes the place of the weaker."""
        if wanted < 0 or wanted == self.mother_tongue:
            return
        tongue = next((t for t in self.tongues if t is not None and t.language == wanted), None)
        begun = tongue is None
        if tongue is None:
            levels = [self.level_of_slot(t, month) for t in self.tongues]
            tongue = Tongue(wanted, 0.0, month)
            self.tongues[weaker(self.tongues, levels)] = tongue
        hours, gamma, p = self.model.hours, self.model.gamma, self.model.params
        level = language.level_after(
            self.level_of_slot(tongue, month), effective_hours, float(hours[self.mother_tongue, wanted]),
            float(gamma[self.mother_tongue, wanted]), self.aptitude, p,
        )  # fmt: skip
        tongue.used = float(month)
        if level < tongue.level:  # relearning: further up on the curve of loss from the best level
            tongue.used -= 12.0 * language.idle_years(
                tongue.level, level, p.language_loss_time_years, p.language_loss_power,
                p.language_floor_at_1, p.language_floor_at_3,
            )  # fmt: skip
        best, tongue.level = tongue.level, max(tongue.level, level)
        self.model.chronicle.studied(self, tongue, best, begun)

    # memories

    def trust_in(self, memory: Memory, month: int) -> float:
        """Personal trust left of a memory."""
        years = language.unused_months(month, memory.met) / 12.0
        return contact.remembered(memory.trust, years, self.model.params.contact_trust_half_life_years)

    def recall(self, host: int, month: int) -> Memory:
        """The memory of a nation, brought up to the month; a new one takes the place of the fainter."""
        p = self.model.params
        for memory in self.memories:
            if memory is not None and memory.host == host:
                memory.trust = self.trust_in(memory, month)
                memory.familiarity = protocols.familiarity_left(
                    memory.familiarity, language.unused_months(month, memory.met), p.protocols_half_life_months
                )
                memory.met = month
                return memory
        feelings = [0.0 if m is None else self.trust_in(m, month) for m in self.memories]
        slot = weaker(self.memories, feelings)
        memory = self.memories[slot] = Memory(host, month)
        return memory

    def recontact(self, month: int) -> None:
        """An alumnus hears from former hosts: some months of fading of personal trust do not count."""
        p = self.model.params
        for memory in filter(None, self.memories):
            idle = language.unused_months(month, memory.met)
            memory.familiarity = protocols.familiarity_left(memory.familiarity, idle, p.protocols_half_life_months)
            years = contact.unused_years(idle, p.contact_recontact_months)
            memory.trust = contact.remembered(memory.trust, years, p.contact_trust_half_life_years)
            memory.met = month

    def meet(self, host: int, strength: float, understood: float, exposure: float, years: float, month: int) -> Memory:
        """Contact with people of a nation: personal trust and familiarity with their procedures grow."""
        p = self.model.params
        memory = self.recall(host, month)
        memory.trust = contact.personal_trust_after(
            memory.trust, p.contact_gain_per_year, strength, understood, p.contact_ceiling, years
        )
        memory.familiarity = protocols.familiarity_after(memory.familiarity, exposure, p.protocols_learning_exponent)
        return memory

    # the career

    def board_month(self) -> int:
        """Month in which the board for the next grade meets, NEVER for those whom none will see."""
        if not self.in_zone or self.rank >= Rank.O9:
            return NEVER
        if self.gate is None or self.gate[0] != self.rank:  # reckoned once a grade: it is asked for every month
            p = self.model.params
            years = careers.gate_years(self.rank, p) + self.early * careers.gate_spread_years(self.rank, p)
            self.gate = self.rank, careers.months_of(years)
        return self.entered + self.gate[1]

    def meet_board(self, credit: float = 1.0) -> None:
        """A board promotes the officer, who then may serve longer, or passes over for good."""
        p = self.model.params
        chance = careers.selected(
            careers.selection_chance(self.rank, p), self.leadership, p.people_trait_mean,
            p.careers_leadership_effect, credit,
        )  # fmt: skip
        self.in_zone = self.model.luck.uniform(0, Draw.SELECTION, self.uid, self.rank) < chance
        if self.in_zone:
            self.rank += 1

    def reckon_leaving(self) -> None:
        """Month of leaving of the officer's own accord or for age, as things stand."""
        p = self.model.params
        patience = self.patience / careers.bond(self.tours, p.careers_bond_per_tour)
        years = careers.service_at_leaving(self.patience_from / 12.0, patience, p)
        years = min(years, careers.service_limit_years(self.rank, p))
        self.leaves = self.entered + max(careers.months_of(years), self.patience_from + 1)

    def settle_patience(self, month: int, obliged_until: int) -> None:
        """Reckon up the leaving hazard spent until now; none is spent before the obligation is over."""
        p = self.model.params
        served = month - self.entered
        spent = careers.hazard_between(self.patience_from / 12.0, served / 12.0, p)
        self.patience = max(0.0, self.patience - spent * careers.bond(self.tours, p.careers_bond_per_tour))
        self.patience_from = max(self.patience_from, served, obliged_until - self.entered)

    def oblige(self, month: int, until: int) -> None:
        """Nobody resigns before the tour is over."""
        self.settle_patience(month, until)
        self.reckon_leaving()

    def come_home(self, month: int) -> None:
        """A tour is done, and the bond counts from now."""
        self.settle_patience(month, month)
        self.tours += 1
        self.reckon_leaving()

    def age(self, month: int) -> bool:
        """One month of career; True when the officer leaves the service in it."""
        while min(self.board_month(), self.leaves) <= month:
            if self.leaves <= self.board_month():
                return True
            credit = self.nation.policy.promotion_credit if self.tours > 0 else 1.0
            effect = self.model.params.careers_out_of_sight
            self.meet_board(credit * careers.out_of_sight(self.status == Status.ABROAD, effect))
            self.model.chronicle.board_met(self)
            if self.in_zone:
                self.reckon_leaving()
        return False


def pick(u: float, shares: np.ndarray) -> int | None:
    """The first of several shares in which a number in (0, 1) falls; None for what they leave."""
    for k, share in enumerate(shares):
        u -= float(share)
        if u < 0.0:
            return k
    return None


def weaker(slots: list, amounts: list[float]) -> int:
    """Which of two slots is given up: an empty one, else the smaller, else the first."""
    if slots[0] is None:
        return 0
    return 1 if slots[1] is None or amounts[1] < amounts[0] else 0


def first_holder(nation: Nation, place: int) -> Officer:
    """Who holds a place when the nation first appears: the first in line whom no limit of service has sent home."""
    while True:
        officer = of_steady_cadre(nation, place)
        limit = careers.service_limit_years(officer.rank, nation.model.params)
        if nation.epoch - officer.entered < careers.months_of(limit):
            officer.reckon_leaving()
            return officer
        nation.generations[place] += 1
        officer.remove()


def of_steady_cadre(nation: Nation, place: int) -> Officer:
    """Somebody with the service of a steady cadre without limits, and with the rank that fits."""
    luck, generation = nation.model.luck, nation.generations[place]
    uid = int(person_uid(nation.code, place, generation))
    served = int(np.searchsorted(nation.model.service_cdf, luck.uniform(0, Draw.SERVICE_AT_START, uid)))
    officer = Officer(nation, place, generation, nation.epoch - served)
    while officer.board_month() < nation.epoch:
        officer.meet_board()
    return officer


def recruit(nation: Nation, place: int, month: int) -> Officer:
    """A new O1 in a free place."""
    officer = Officer(nation, place, nation.generations[place], month)
    officer.reckon_leaving()
    return officer


class Cabinet:
    """Personal files by number. A number that comes free is the first to be given out again."""

    def __init__(self) -> None:
        self.files: dict[int, Officer] = {}
        self._free: list[int] = []
        self._next = 0

    def open(self, officer: Officer) -> int:
        """A number for an officer's file."""
        if self._free:
            number = self._free.pop()
        else:
            number, self._next = self._next, self._next + 1
        self.files[number] = officer
        return number

    def close(self, number: int) -> None:
        """Put a file away."""
        del self.files[number]
        self._free.append(number)

    def in_order(self) -> list[Officer]:
        """Officers with a file, by its number."""
        return [self.files[number] for number in sorted(self.files)]


def careers_phase(model: Twin, month: int) -> None:
    """Phase 7: everybody ages; who leaves is replaced as far as the strength of the month allows."""
    leavers: list[Officer] = []
    for nation in model.nations:
        for place in range(nation.places):
            wanted = nation.strength_in(month) > place
            officer = nation.people[place]
            if officer is not None and (not wanted or officer.age(month)):
                leavers.append(officer)
                nation.generations[place] += 1
                officer = None
            if officer is None and wanted:
                officer = recruit(nation, place, month)
            nation.people[place] = officer
    for officer in sorted(leavers, key=lambda o: -1 if o.file is None else o.file):
        depart(officer, month)


def depart(officer: Officer, month: int) -> None:
    """An officer leaves the service, and a post if one was held."""
    if officer.post is not None:
        officer.post.vacate(TourEnd.LEFT_SERVICE, month)
    if officer.file is not None:
        officer.model.chronicle.departed(officer)
        officer.model.cabinet.close(officer.file)
    officer.gone = True
    officer.remove()
