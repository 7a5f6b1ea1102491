"""The twin's months abroad: the course before, the work, the friends, the way home."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from reference.twin_choices import is_virtual
from reference.twin_people import Memory, Officer
from reference.twin_posts import Post, payer_of

from exchsim.enums import Draw, EventKind, Mode, PostState, ProgrammeKind, Status, TourEnd
from exchsim.rules import contact, intelligence, language, protocols, relations, skills
from exchsim.rules.programmes import mode_of_month

if TYPE_CHECKING:
    from reference.twin import Twin
    from reference.twin_nations import Nation

WEEKS_PER_MONTH = 365.25 / 84.0
MONTH = 1.0 / 12.0


@dataclass
class Tie:
    """Two officers who stay in touch."""

    officers: tuple[Officer, Officer]
    strength: float
    ends: int
    made: int


# phase 4, prepare


def prepare_phase(model: Twin, month: int) -> None:
    """Who has finished the course takes up the post."""
    for post in model.meeting():
        if post.state == PostState.PREPARING and post.until <= month:
            finish_course(post, month)
            if int(post.programme.kind) == ProgrammeKind.COURSE and post.officer.specialism != post.domain:
                post.officer.specialism, post.officer.skill = post.domain, post.sender.skill[post.domain]
            length = post.tour_length()
            if month == model.blueprint.start:  # the first officers are anywhere in their tours
                length = 1 + model.luck.below(month, Draw.FIRST_TOUR, post.uid, 0, length)
            post.state, post.until = PostState.FILLED, month + length
            post.officer.status = Status.CONNECTED if is_virtual(post.programme) else Status.ABROAD
            post.tour.began = month
            post.tour.level_at_start = post.officer.level_in(post.language, month)


def finish_course(post: Post, month: int) -> None:
    """What the months of course have taught: the language, and the procedures of a host nation."""
    p, months = post.model.params, month - post.since
    if months > 0:
        post.officer.study(post.language, months * p.language_class_hours_per_month, month)
        if post.bilateral:
            memory = post.officer.recall(post.venue, month)
            memory.familiarity = protocols.familiarity_after(
                memory.familiarity, months * p.protocols_preparation_exposure, p.protocols_learning_exponent
            )


# phase 5, serve


def serve_phase(model: Twin, month: int) -> None:
    """A month of every incumbent; one who cannot be paid comes home."""
    for post in model.meeting():
        post.sender.books.open += 1
        post.sender.books.in_class += post.state == PostState.PREPARING
        if post.state != PostState.FILLED:
            continue
        payer = payer_of(post, month)
        if not payer.pay(post.month_cost(month)):
            post.vacate(TourEnd.UNAFFORDABLE, month)
            continue
        if not post.closing:
            payer.reserved_usd -= post.month_cost(month)
        post.sender.books.served += 1
        if post.bilateral:
            post.sender.books.sending.add(month)
        mode = mode_of_post(post, month)
        learn(post, mode, month)
        other = counterpart(post, month)
        if other is not None:
            work_with(post, other, mode, month)


def mode_of_post(post: Post, month: int) -> int:
    """In person or on screen this month."""
    length = post.tour_length()
    part = post.model.params.contact_hybrid_remote_part
    return mode_of_month(int(post.programme.mode), length - (post.until - month), length, part)


def learn(post: Post, mode: int, month: int) -> None:
    """A month of language, and growth of the person."""
    p, programme, officer = post.model.params, post.programme, post.officer
    immersion = 0.0 if mode == Mode.VIRTUAL else float(programme.immersion_hours_per_week)
    hours = language.effective_hours(programme.class_hours_per_week, immersion, p.language_immersion_weight)
    officer.study(post.language, hours * WEEKS_PER_MONTH, month)
    for trait in ("intercultural", "resilience", "leadership"):
        grown = skills.grown(getattr(officer, trait), programme[trait], p.people_growth_per_year, MONTH)
        setattr(officer, trait, grown)


def counterpart(post: Post, month: int) -> Nation | None:
    """Whose people the incumbent works with: the host's, or in an international staff one other member's a year."""
    if post.bilateral:
        return post.host
    if post.mission is None:
        members = post.organisation.members()
    else:
        members = [c.nation for c in post.mission.there() if c.nation.present]
    others = [nation for nation in members if nation is not post.sender]
    if not others:
        return None
    return others[post.model.luck.below(month // 12, Draw.COUNTERPART, post.uid, 0, len(others))]


def work_with(post: Post, other: Nation, mode: int, month: int) -> None:
    """What a month of working together does to the officer and to both nations."""
    model, p, officer, programme = post.model, post.model.params, post.officer, post.programme
    pair, back = model.pair(post.sender, other), model.pair(other, post.sender)
    understood = understanding(post, pair.standards, month)
    strength = contact_strength(model, programme, mode)
    shown = 1.0
    if post.host is not None:
        shown = intelligence.access_gain(programme.access, post.host.policy.access_level, p.intelligence_access_gain)
    exposure = float(shown * programme.protocol_exposure)
    memory = officer.meet(other.index, strength, understood, exposure, MONTH, month)
    occasions = programme.contact * contact.mode_share(mode, p.contact_virtual_share)
    incidents = misunderstand(officer, memory, float(occasions), understood, pair.gap, month)
    officer.skill = skills.practised(
        officer.skill, example(post, other.skill[officer.specialism]),
        float(shown * skills.practice_weight(programme.domains, officer.specialism)),
        p.people_practice_per_year, MONTH,
    )  # fmt: skip
    influence = relations.influence(officer.rank, p.trust_rank_weight)
    pair.book(influence * strength, understood, float(incidents))
    back.book(p.trust_host_share * influence * strength, understood, p.trust_host_share * incidents)
    pair.incidents_this_year += incidents
    post.tour.misunderstandings += incidents
    model.misunderstandings += incidents
    post.tour.ties += befriend(officer, other, strength, understood, month)
    chance = contact.break_off_chance(incidents, p.contact_strain, officer.resilience)
    if incidents > 0 and model.luck.uniform(month, Draw.STRAIN, officer.uid) < chance:
        post.vacate(TourEnd.BROKEN_OFF, month)


def example(post: Post, host_skill: float) -> float:
    """The skill from which an officer learns: teachers know more than their force."""
    if int(post.programme.kind) in (ProgrammeKind.COURSE, ProgrammeKind.LEADERSHIP_COURSE):
        return skills.taught(host_skill, post.model.params.people_school_advantage)
    return host_skill


def contact_strength(model: Twin, programme, mode: int) -> float:
    """Strength of contact in a programme while it is held in a mode."""
    p = model.params
    share = contact.mode_share(mode, p.contact_virtual_share)
    return contact.contact_strength(programme.contact, programme.allport, p.contact_allport_gain, share)


def understanding(post: Post, standards: float, month: int) -> float:
    """Share of what is said that is understood, with the interpreters that the purse allows."""
    model, p = post.model, post.model.params
    level = post.officer.common_level(model.staff_level[post.venue], month)
    required = language.required_level(post.programme.required_level, standards, p.language_terminology_gain)
    understood = language.communication(level, required, p.language_steepness)
    coverage = float(post.sender.policy.interpreter_coverage)
    fee = coverage * (1.0 - understood) * p.costs_interpreter_year_usd / 12.0
    fee *= model.people_per_agent * model.prices(month)
    payer = payer_of(post, month)
    if coverage > 0.0 and payer.pay_language(fee):
        payer.interpreters_this_year_usd += fee
        understood = language.with_interpreters(understood, coverage, p.language_interpreter_gain)
    return understood


def misunderstand(officer: Officer, memory: Memory, occasions: float, understood: float, gap: float, month: int) -> int:
    """Misunderstandings of the month and what they cost in personal trust."""
    p = officer.model.params
    rate = contact.misunderstandings_per_year(
        p.contact_misunderstandings_per_year,
        occasions,
        understood,
        gap,
        memory.familiarity,
        p.contact_beyond_words,
        p.contact_strange_staffs,
    )
    rate *= contact.personal_factor(officer.intercultural, p.people_trait_mean, -p.contact_intercultural_tact)
    count = officer.model.luck.poisson(month, Draw.MISUNDERSTANDING, officer.uid, 0, rate / 12.0)
    if count > 0:
        lost = contact.personal_trust_lost(
            count, p.contact_gain_per_year, p.contact_negative_weight, p.contact_misunderstanding_months
        )
        memory.trust = max(-float(p.contact_ceiling), memory.trust - lost)
        officer.model.chronicle.note(officer, EventKind.MISUNDERSTOOD, count, venue=memory.host)
    return count


def befriend(officer: Officer, nation: Nation, strength: float, understood: float, month: int) -> int:
    """Perhaps a tie with somebody of the nation served with, who learns about the visitor's nation too."""
    p, luck = officer.model.params, officer.model.luck
    open_minded = contact.personal_factor(officer.intercultural, p.people_trait_mean, p.contact_intercultural_ties)
    chance = contact.tie_chance(p.contact_ties_per_year * open_minded, strength, understood, MONTH)
    if luck.uniform(month, Draw.TIE, officer.uid) >= chance or nation.cadre <= 0:
        return 0
    friend = nation.people[luck.below(month, Draw.TIE_PARTNER, officer.uid, 0, nation.cadre)]
    if friend is None or friend.status != Status.SERVING:
        return 0
    friend.open_file()
    friend.meet(officer.nation.index, strength, understood, 1.0, MONTH, month)
    bind(officer, friend, strength, month, other=0)
    return 1


def bind(officer: Officer, friend: Officer, contact_strength: float, month: int, other: int) -> None:
    """A tie and how long it will last; `other` completes the address of its draws."""
    p, luck = officer.model.params, officer.model.luck
    deviate = luck.uniform(month, Draw.TIE_STRENGTH, officer.uid, other)
    quality = contact.tie_quality(deviate, contact_strength, p.contact_tie_quality_of_contact)
    waiting = luck.exponential(month, Draw.TIE_SURVIVAL, officer.uid, other)
    survival = contact.tie_survival(quality, p.contact_tie_survival_low, p.contact_tie_survival_high)
    life = int(min(1200.0, contact.tie_life_months(waiting, survival)))
    officer.model.ties.append(Tie((officer, friend), survival, month + life, month))
    for nation in (officer.nation, friend.nation):
        nation.books.ties_made += 1
    officer.model.chronicle.befriended(officer, friend, survival)


# phase 6, return


def return_phase(model: Twin, month: int) -> None:
    """Tours in their last month end; what the officer does better, the force learns."""
    p = model.params
    for post in model.meeting():
        officer = post.officer
        if post.state == PostState.FILLED and post.until <= month + 1:
            nation = officer.nation
            officer.come_home(month)
            colleagues = nation.cadre * skills.specialists(officer.specialism, p.people_specialist_share)
            per_reference = relations.normalised_dose(1.0, colleagues, p.trust_reference_share)
            nation.skill[officer.specialism] = skills.diffused(
                nation.skill[officer.specialism], officer.skill, p.people_diffusion, per_reference
            )
            nation.tours_ended += 1
            nation.level_at_return += officer.level_in(post.language, month)
            post.vacate(TourEnd.COMPLETED, month)
        if post.closing and post.state == PostState.VACANT:
            model.close(post)
