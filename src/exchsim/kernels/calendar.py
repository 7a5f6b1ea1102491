"""Phase 1, calendar: dated changes of the scenario, states entering and leaving, a new year."""

from exchsim._jit import entry, kernel
from exchsim.enums import Change, Mode, PostState, TourEnd
from exchsim.kernels import agreements as diplomacy
from exchsim.kernels.missions import turn_missions
from exchsim.kernels.people import languages_of, level_of
from exchsim.kernels.posts import close_post, set_meeting_order, vacate
from exchsim.rules.standing import NEUTRAL


@entry
def new_year(clock, nations, pairs):
    """Counters of the calendar year start again. Writes nations, pairs, clock. Draws nothing."""
    clock.gatherings_this_year = clock.gatherings
    clock.participants_this_year = clock.participants
    clock.tension = diplomacy.world_tension(nations, pairs)
    clock.stock_due = 1
    for i in range(nations.size):
        nations[i].spent_this_year_usd = 0.0
        nations[i].language_this_year_usd = 0.0
        nations[i].interpreters_this_year_usd = 0.0
        nations[i].tours_ended = 0
        nations[i].refused_this_year = 0
        nations[i].level_at_return = 0.0
        nations[i].post_months = nations[i].served_months = nations[i].class_months = nations[i].sending_months = 0
        nations[i].ties_made = nations[i].ties_five_years = nations[i].ties_ten_years = 0
        nations[i].leaks_this_year = nations[i].vetted = nations[i].findings = 0
        nations[i].denied = nations[i].false_denials = 0
        nations[i].betrayals_expected = nations[i].espionage_expected = 0.0
        nations[i].findings_expected = nations[i].denials_expected = nations[i].false_denials_expected = 0.0
        for j in range(nations.size):
            pairs[i, j].incidents_this_year = 0.0
            pairs[i, j].exercises_this_year = 0


@entry
def muster(month, clock, params, nations, pairs, strength):
    """This month's cadres; a state that appears starts as a stranger to all. Writes nations, pairs. Draws nothing."""
    for i in range(nations.size):
        nations[i].cadre = strength[i, month - clock.start]
        nations[i].promised = 0
        nations[i].promised_usd = 0.0
        present = 1 if nations[i].cadre > 0 else 0
        if present != nations[i].present:
            nations[i].present = present
            clock.stock_due = 1
            if present == 1 and month > clock.start:
                nations[i].standing = NEUTRAL
                nations[i].usual_harm = -1.0
                nations[i].threat_pressure = 1.0
                for j in range(nations.size):
                    introduce(i, j, params, pairs)
                    introduce(j, i, params, pairs)


@kernel
def introduce(i, j, params, pairs):
    """Relations of two states that have had none. Trust is set to its baseline when that is reckoned."""
    pair = pairs[i, j]
    pair.trust = -1.0
    pair.friends = 0.5
    pair.familiarity = 0.0
    pair.technical = params.protocols_technical_floor
    pair.ledger = 0.0
    pair.sharing = pair.relayed = 0.0
    pair.last_exercise = -1
    pair.habit = 0.0
    pair.habit_year = -1


@kernel
def apply_change(change, clock, nations, pairs, member_since, levers, agreements):
    """One dated change. Writes pairs, nations, member_since, levers, agreements. Draws nothing."""
    kind, a, b = int(change.kind), int(change.a), int(change.b)
    clock.stock_due = 1
    if kind == Change.JOIN:
        member_since[b, a] = change.month
    elif kind == Change.QUIT:
        member_since[b, a] = -1
    elif kind == Change.CLOSE_BORDERS or kind == Change.OPEN_BORDERS:
        for i in range(nations.size):
            if a < 0 or a == i:
                nations[i].borders_closed = 1 if kind == Change.CLOSE_BORDERS else 0
    elif kind == Change.SET_LEVER:
        for i in range(nations.size):
            if a < 0 or a == i:
                levers[i, b] = change.value
    elif kind == Change.THREAT_SURGE:
        for i in range(nations.size):
            for k in range(nations[i].surge.size):
                if (a < 0 or a == i) and (b < 0 or b == k):
                    nations[i].surge[k] = change.value
    elif kind == Change.LEAK:
        pairs[a, b].disclosed += change.value  # it comes out in phase 10
        clock.disclosures += 1
    elif kind == Change.AGREEMENT_BEGIN or kind == Change.AGREEMENT_END:
        begins = kind == Change.AGREEMENT_BEGIN
        diplomacy.change_agreement(begins, a, b, int(change.value), change.month, clock, pairs, agreements)
    elif a >= 0 and b >= 0:
        change_relation(kind, pairs[a, b])
        change_relation(kind, pairs[b, a])


@kernel
def change_relation(kind, pair):
    """Pact, rivalry or rupture between two states begins or ends."""
    if kind == Change.PACT_BEGIN or kind == Change.PACT_END:
        pair.alliance = 1 if kind == Change.PACT_BEGIN else 0
    elif kind == Change.RIVALRY_BEGIN or kind == Change.RIVALRY_END:
        begins = kind == Change.RIVALRY_BEGIN
        pair.shaken = 1 if begins and pair.rivalry == 0 else 0
        pair.rivalry = 1 if begins else 0
        pair.sharing = pair.relayed = 0.0
    elif kind == Change.RUPTURE or kind == Change.RECONCILE:
        pair.ruptured = 1 if kind == Change.RUPTURE else 0
        pair.sharing = pair.relayed = 0.0


@kernel
def cut_off(sender, host, nations, pairs):
    """Can the two not even meet on screen: relations are broken off, or a state is gone?"""
    return nations[sender].present == 0 or nations[host].present == 0 or pairs[sender, host].ruptured == 1


@kernel
def blocked(sender, host, nations, pairs):
    """Can nobody travel between the two: a border is closed, relations are broken off, or a state is gone?"""
    closed = nations[sender].borders_closed == 1 or nations[host].borders_closed == 1
    return closed or cut_off(sender, host, nations, pairs)


@kernel
def still_there(post, nations, member_since, missions):
    """Does what a post is for still stand: states, membership of the organisation, or the mission?"""
    if nations[post.sender].present == 0:
        return False
    place = post.venue - nations.size
    if place >= member_since.shape[0]:
        mission = missions[place - member_since.shape[0]]
        organisation = mission.organisation
        return mission.running == 1 and (organisation < 0 or member_since[organisation, post.sender] >= 0)
    return nations[post.host].present == 1 and (place < 0 or member_since[place, post.sender] >= 0)


@kernel
def shut_off(post, nations, pairs, member_since, missions):
    """Can nobody travel to a post? A mission is reached without the state of its place where there is none."""
    host = post.host
    if host < 0:
        host = missions[post.venue - nations.size - member_since.shape[0]].place
        if host < 0 or nations[host].present == 0:
            return nations[post.sender].borders_closed == 1
    return blocked(post.sender, host, nations, pairs)


@kernel
def suspend_blocked(month, clock, params, programmes, people, dossiers, posts, tours, nations, pairs, member_since,
                    missions, mother_tongue, second_language, free_posts, meeting_order):
    """Officers are recalled from where nobody may go; posts of vanished states, ended memberships and missions close.

    What is held on screen goes on while borders are closed.
    Reads programmes, pairs, nations, member_since, missions. Writes posts, tours, people, dossiers. Draws nothing.
    """
    before = clock.posts
    for k in range(before):
        row = meeting_order[k]
        post = posts[row]
        gone = not still_there(post, nations, member_since, missions)
        if programmes[post.programme].mode == Mode.VIRTUAL and post.host >= 0:
            shut = gone or cut_off(post.sender, post.host, nations, pairs)
        else:
            shut = gone or shut_off(post, nations, pairs, member_since, missions)
        if shut and post.dossier >= 0:
            d = dossiers[post.dossier]
            spoken = languages_of(
                d.row, int(d.nation), month, clock, params, people, dossiers, nations, mother_tongue, second_language
            )
            level = level_of(spoken, int(post.language))
            vacate(row, month, TourEnd.RECALLED, level, posts, tours, people, dossiers, pairs, nations)
        if gone:
            close_post(row, clock, posts, free_posts, nations, pairs)
        elif shut:
            post.state = PostState.SUSPENDED
        elif post.state == PostState.SUSPENDED:
            post.state = PostState.VACANT
    if clock.posts != before:
        set_meeting_order(clock, posts, meeting_order)


@kernel
def turn_calendar(month, clock, params, programmes, changes, strength, levers, people, dossiers, posts, tours, nations,
                  pairs, member_since, missions, mission_ceiling, contingents, mother_tongue, second_language,
                  free_posts, meeting_order, agreements):
    """Phase 1. Reads changes, strength. Writes whatever a change names. Draws nothing."""
    clock.misunderstandings = 0
    clock.gathered = 0
    clock.escalations = 0
    clock.disclosures = 0
    clock.spent_usd = 0.0
    if month % 12 == 0 or month == clock.start:
        new_year(clock, nations, pairs)
    for k in range(changes.size):
        if changes[k].month == month:
            apply_change(changes[k], clock, nations, pairs, member_since, levers, agreements)
    muster(month, clock, params, nations, pairs, strength)
    if clock.stock_due == 1:
        diplomacy.lapse(month, clock, nations, pairs, agreements)
    turn_missions(month, clock, params, missions, mission_ceiling, contingents)
    suspend_blocked(month, clock, params, programmes, people, dossiers, posts, tours, nations, pairs, member_since,
                    missions, mother_tongue, second_language, free_posts, meeting_order)
