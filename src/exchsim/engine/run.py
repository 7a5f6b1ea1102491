"""Many months in one compiled call; the tables that grow are enlarged between months."""

from collections.abc import Callable

from exchsim._jit import entry, kernel
from exchsim.engine.month import begin_month, close_month, live_month
from exchsim.kernels.plan import plans_now
from exchsim.state.tables import State, grow

DONE, LOGS, ROOM = 0, 1, 2


@kernel
def posts_needed(clock, nations, targets):
    """Posts that the plans of this month may open."""
    needed = 0
    for i in range(nations.size):
        if plans_now(i, int(clock.month), nations):
            needed += int(targets[i].sum())
    return needed


@kernel
def files_needed(clock, posts, gatherings):
    """Files, ties and tours that this month may open: two a post, two a participant of a gathering."""
    needed = 2 * (int(clock.posts) + posts)
    # while the year is being planned anew, the clock counts more gatherings than the log holds
    for event in range(clock.gatherings_this_year, min(clock.gatherings, gatherings.size)):
        if gatherings[event].month == clock.month:
            needed += 2 * gatherings[event].count
    return needed


@kernel
def lines_needed(clock, files):
    """Lines that this month may add to the event log of officers: at each of three looks a file can tell of being
    opened and closed, of two languages begun and levels reached, and once of a board; a tie of two ends and two
    beginnings. A post (of a misunderstanding, or a denial) and a delegate tell one thing each. Who adds a call of
    `note` adds its bound here.
    """
    if clock.chronicle == 0:
        return 0
    return 19 * (int(clock.files_high) + files) + 12 * (int(clock.ties_high) + files) + files


@entry
def room(clock, nations, targets, gatherings):
    """Posts and files that this month may need more."""
    posts = posts_needed(clock[0], nations, targets)
    return posts, files_needed(clock[0], posts, gatherings)


@entry
def chronicle_fits(clock, events, officers, files):
    """Has the event log room for this month, in which at most so many files are opened?"""
    lines, leavers = lines_needed(clock[0], files), clock[0].chronicle * (clock[0].files_high + files)
    return events.size - clock[0].events >= lines and officers.size - clock[0].officers >= leavers


@entry
def compromises(clock, nations, posts):
    """Most compromises of a month: a leak a nation and the dated ones, and a case of espionage a post."""
    return nations.size + clock[0].disclosures + clock[0].posts + posts


@entry
def advance(state, until):
    """Run to the month `until`; stops early, to be called again, when a table has to grow."""
    clock = state.clock[0]
    while clock.month < until:
        if not begin_month(state):
            return LOGS
        posts, files = room(state.clock, state.nations, state.targets, state.gatherings)
        if not chronicle_fits(state.clock, state.events, state.officers, files):
            return ROOM
        if (
            clock.free_posts < posts
            or clock.free_dossiers < files
            or clock.free_ties < files
            or state.tours.size - clock.tours < files
            or state.leaks.size - clock.leaks < compromises(state.clock, state.nations, posts)
        ):
            return ROOM
        live_month(state)
        close_month(state)
    return DONE


def make_room(state: State) -> State:
    """Enlarge whatever the month to come may fill."""
    clock = state.clock[0]
    posts, files = room(state.clock, state.nations, state.targets, state.gatherings)
    state = grow(state, "gatherings", int(clock.gatherings))
    state = grow(state, "participants", int(clock.participants))
    state = grow(state, "agreements", int(clock.agreements_room))
    for name, free, needed in (("posts", clock.free_posts, posts), ("dossiers", clock.free_dossiers, files),
                               ("ties", clock.free_ties, files)):  # fmt: skip
        if free < needed:
            state = grow(state, name, len(getattr(state, name)) + needed)
    if len(state.tours) - clock.tours < files:
        state = grow(state, "tours", len(state.tours) + files)
    while not chronicle_fits(state.clock, state.events, state.officers, files):
        state = grow(state, "events", 2 * len(state.events))
        state = grow(state, "officers", 2 * len(state.officers))
    state = grow(state, "leaks", int(clock.leaks) + int(compromises(state.clock, state.nations, posts)))
    return state


def run(state: State, until: int, progress: Callable[[int], None] | None = None) -> State:
    """Run to the month index `until`; the state is changed in place, and a new tuple returned when tables grew.

    progress: called about once a simulated year with the month reached.
    """
    until = min(until, int(state.clock[0].end))
    while state.clock[0].month < until:
        stop = until if progress is None else min(until, int(state.clock[0].month) + 12)
        while advance(state, stop) != DONE:
            state = make_room(state)
        if progress is not None:
            progress(int(state.clock[0].month))
    return state


def begin(state: State) -> State:
    """Prepare the month to come as far as the governments' proposals (state.targets), which may then be changed."""
    while not begin_month(state):
        state = make_room(state)
    return state


def finish(state: State) -> State:
    """Carry out the plans in state.targets and the rest of the month."""
    state = make_room(state)
    live_month(state)
    close_month(state)
    return state
