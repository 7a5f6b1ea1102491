"""The twin's billets, the log of tours, and the boards that fill vacant posts."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from reference.twin_choices import serves
from reference.twin_intelligence import let_in
from reference.twin_people import Officer

from exchsim.enums import Draw, Mode, PostState, Reciprocity, Status, TourEnd
from exchsim.kernels.posts import post_uid
from exchsim.rules import careers, language, selection
from exchsim.rules.programmes import domain_wishes, emphasis

if TYPE_CHECKING:
    from reference.twin import Twin
    from reference.twin_nations import Nation


@dataclass
class Tour:
    """One line in the log of tours."""

    post: int
    officer: int
    sender: int
    venue: int
    host: int
    programme: int
    selected: int
    rank: int
    level_at_selection: float
    level_at_start: float
    level_at_end: float
    began: int = -1
    ended: int = -1
    end: TourEnd = TourEnd.RUNNING
    misunderstandings: int = 0
    ties: int = 0


class Post:
    """A billet of a sender with a nation, on an organisation's staff or in a mission."""

    def __init__(self, sender: Nation, venue: int, p: int, ordinal: int, month: int) -> None:
        self.model: Twin = sender.model
        self.sender, self.venue, self.p, self.ordinal = sender, venue, p, ordinal
        self.programme = self.model.programmes[p]
        self.bilateral = venue < len(self.model.nations)
        self.organisation = next((o for o in self.model.organisations if o.venue == venue), None)
        self.mission = next((m for m in self.model.missions if m.venue == venue), None)
        self.host: Nation | None
        if self.bilateral:
            self.host = self.model.nations[venue]
            self.language, code = self.host.language, self.host.code
        elif self.organisation is not None:
            self.host = self.model.nations[self.organisation.headquarters]
            self.language, code = self.organisation.language, 4096 + self.organisation.code
        else:
            self.host = None
            self.language, code = self.mission.language, 4096 + self.mission.code
        self.uid = int(post_uid(sender.code, code, p, ordinal))
        self.domain = self._draw_domain()
        closed = sender.borders_closed or (self.host is not None and self.host.borders_closed)
        on_screen = self.programme.mode == Mode.VIRTUAL
        self.state, self.closing = PostState.SUSPENDED if closed and not on_screen else PostState.VACANT, False
        self.officer: Officer | None = None
        self.tour: Tour | None = None
        self.since = self.until = month
        self.vacant_months = 0

    @property
    def filled(self) -> bool:
        """Is its officer at work?"""
        return self.state == PostState.FILLED

    @property
    def host_index(self) -> int:
        """Index of the nation on whose soil it is; -1 for UN missions."""
        return -1 if self.host is None else self.host.index

    def _draw_domain(self) -> int:
        wishes = domain_wishes(self.sender.policy)
        u = self.model.luck.uniform(0, Draw.POST_DOMAIN, self.uid) * emphasis(self.programme.domains, wishes)
        for domain, weight in enumerate(self.programme.domains):
            u -= float(weight * wishes[domain])
            if u < 0.0:
                return domain
        return 0

    def month_cost(self, month: int) -> float:
        """Cost of a month with an incumbent, in the money of the year."""
        return self.programme.cost_usd_per_month * self.model.people_per_agent * self.model.prices(month)

    def tour_length(self) -> int:
        """Months of a tour: the programme's own, else the sender's policy."""
        own = float(self.programme.duration_months)
        return max(1, int(own if own > 0.0 else self.sender.policy.tour_months))

    def vacate(self, reason: TourEnd, month: int) -> None:
        """The officer goes, home or out of the service."""
        officer, tour = self.officer, self.tour
        tour.ended, tour.end, tour.level_at_end = month, reason, officer.level_in(self.language, month)
        officer.post, officer.status = None, Status.SERVING
        self.officer = self.tour = None
        self.state, self.since = PostState.VACANT, month


def payer_of(post: Post, month: int) -> Nation:
    """The sender pays, unless a richer host does so under the donor-funded rule."""
    donor = int(post.sender.policy.reciprocity) == Reciprocity.DONOR_FUNDED
    if not donor or not post.bilateral:
        return post.sender
    return post.host if post.host.expenditure(month) > post.sender.expenditure(month) else post.sender


# phase 3, assign


def assign_phase(model: Twin, month: int) -> None:
    """Every vacant post with money for its first month gets a board; what posts will need is set aside first."""
    reserve(model, month)
    for post in model.meeting():
        if post.state == PostState.SUSPENDED:
            post.vacant_months += 1
        if post.state == PostState.VACANT and not post.closing:
            post.vacant_months += 1
            payer = payer_of(post, month)
            if payer.can_pay(post.month_cost(month)) and post.sender.cadre > 0:
                hold_board(post, payer, month)


def reserve(model: Twin, month: int) -> None:
    """Set aside what each nation's posts will need until its fiscal year ends."""
    for nation in model.nations:
        nation.reserved_usd = nation.donated_usd = 0.0
    for post in model.meeting():
        if post.state != PostState.SUSPENDED and not post.closing:
            payer = payer_of(post, month)
            months = 12 - (month - payer.fiscal_month) % 12
            payer.reserved_usd += months * post.month_cost(month)
            if payer is not post.sender:
                payer.donated_usd += 12.0 * post.month_cost(month)


def hold_board(post: Post, payer: Nation, month: int) -> None:
    """The best fit officer of the shortlist is appointed, and the course is paid."""
    model, p = post.model, post.model.params
    hour = p.costs_class_hour_usd * model.people_per_agent * model.prices(month)
    left = payer.budget_usd - payer.spent_usd - payer.reserved_usd
    best, best_mark, months = None, -1e9, 0
    for officer in shortlist(post, month):
        course, taught = course_for(officer, post, month)
        if course * p.language_class_hours_per_month * (hour / left if left > 0.0 else 1e9) > 1.0:
            course, taught = 0, officer.level_in(post.language, month)
        needed = course + post.tour_length()
        if not careers.may_serve(month - officer.entered, needed, officer.rank, p):
            continue
        mark = mark_of(officer, post, taught, month)
        if mark is not None and mark > best_mark:
            best, best_mark, months = officer, mark, course
    if best is not None and let_in(best, post, month):
        if month > model.blueprint.start:  # the first officers have their course behind them
            fee = months * p.language_class_hours_per_month * p.costs_class_hour_usd
            payer.pay_language(fee * model.people_per_agent * model.prices(month))
        appoint(best, post, months, month)


def shortlist(post: Post, month: int) -> list[Officer]:
    """Officers at home, of the rank band and above the aptitude cut, who lack the language if it is an
    immersion, in the order in which the board reads them."""
    model, sender, programme = post.model, post.sender, post.programme
    places = int(sender.policy.shortlist)
    eligible: list[Officer] = []
    for look in range(int(places * model.params.selection_looks_per_place)):
        if len(eligible) == places:
            break
        officer = sender.people[model.luck.below(month, Draw.SHORTLIST, post.uid, look, sender.cadre)]
        if (
            officer is not None
            and officer.status == Status.SERVING
            and programme.rank_low <= officer.rank <= programme.rank_high
            and officer.aptitude >= sender.policy.aptitude_cut
            and serves(sender, officer.level_in(post.language, month), programme)
        ):
            eligible.append(officer)
    return eligible


def course_for(officer: Officer, post: Post, month: int) -> tuple[int, float]:
    """Months of language course that policy allows before the tour, and the level expected after it."""
    model, p, policy = post.model, post.model.params, post.sender.policy
    level = officer.level_in(post.language, month)
    three = float(model.hours[officer.mother_tongue, post.language])
    power = float(model.gamma[officer.mother_tongue, post.language])
    if post.language < 0 or level >= policy.language_target or three <= 0.0:
        return 0, level
    if officer.common_level(model.staff_level[post.venue], month) >= policy.language_target:
        return 0, level
    curve = (three, power, officer.aptitude, p)
    needed = language.hours_to_level(policy.language_target, *curve) - language.hours_to_level(level, *curve)
    month_hours = p.language_class_hours_per_month
    longest = selection.longest_course(policy.preparation_months_max, post.tour_length(), p)
    months = selection.course_months(needed, month_hours, longest)
    taught = language.level_after(level, months * month_hours, *curve)
    return months, min(taught, max(float(policy.language_target), level))


def mark_of(officer: Officer, post: Post, taught: float, month: int) -> float | None:
    """The board's mark; None for somebody who could not work at the venue."""
    model, p, programme = post.model, post.model.params, post.programme
    staff = model.staff_level[post.venue]
    level = max(officer.common_level(staff, month), min(taught, float(staff[post.language])))
    if not selection.fit(level, programme.required_level, p.language_fit_tolerance):
        return None
    return selection.score(
        level, programme.required_level, officer.aptitude, 1.0 if officer.specialism == post.domain else 0.0,
        officer.leadership, officer.intercultural, officer.rank, int(programme.rank_low), int(programme.rank_high), p,
    )  # fmt: skip


def appoint(officer: Officer, post: Post, months: int, month: int) -> None:
    """An officer is on course, or on the way when none is needed."""
    officer.open_file()
    officer.post, officer.status = post, Status.PREPARING
    level = officer.level_in(post.language, month)
    begun = month - months if month == post.model.blueprint.start else month
    post.officer, post.state, post.since, post.until = officer, PostState.PREPARING, begun, begun + months
    post.tour = Tour(
        post.uid, officer.uid, post.sender.index, post.venue, post.host_index, post.p, month, officer.rank,
        level, level, level,
    )  # fmt: skip
    post.model.tours.append(post.tour)
    officer.oblige(month, post.until + post.tour_length())
