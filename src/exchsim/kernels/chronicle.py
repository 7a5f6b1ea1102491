"""The event log of officers, kept only when it was asked for. Nothing else reads what is written here.

Most of it is seen, not told: the chronicler looks at all files three times a month (before the boards meet, after
the month's training, after the census) and writes down in what they differ from the portraits made before. So the
other phases need not know of it (decision 0021); what leaves no trace in a file is told by a call of `note`.
"""

from exchsim._jit import entry, kernel
from exchsim.enums import EventKind
from exchsim.kernels.people import level_now, school_language

GENERAL = 7  # lowest grade of a general


@kernel
def note(month, officer, kind, other, venue, topic, value, clock, events):
    """One thing that happened to one officer (outputs.EVENTS); nothing when no log is kept. Writes events."""
    if clock.chronicle == 0 or clock.events >= events.size:
        return
    line = events[clock.events]
    line.month = month
    line.officer = officer
    line.kind = kind
    line.other = other
    line.venue = venue
    line.topic = topic
    line.value = value
    clock.events += 1


@kernel
def first_portrait(seen, d, month, clock, params, people, second_language):
    """The officer as the file found them when it was opened this month. Writes the portrait. Draws SECOND_LANGUAGE …"""
    known, level = school_language(clock.seed, d.uid, int(d.nation), int(d.mother_tongue), params, second_language)
    seen.uid = d.uid
    seen.nation = d.nation
    seen.entered = people[d.row].entered
    seen.noticed = month
    seen.left = -1
    seen.rank_noticed = seen.rank = people[d.row].rank
    seen.ties = 0
    seen.aptitude = d.aptitude
    seen.specialism = d.specialism
    seen.mother_tongue = d.mother_tongue
    seen.school_language = known
    seen.school_level = level
    for k in range(2):
        seen.language[k] = known if k == 0 else -1
        seen.level[k] = level if k == 0 else 0.0


@kernel
def watch_languages(seen, d, month, clock, events):
    """Languages begun and whole levels reached since the last look. Reads the file. Writes events."""
    for k in range(2):
        before = seen.level[k]
        if d.language[k] != seen.language[k]:
            before = 0.0
            note(month, d.uid, EventKind.LANGUAGE_BEGUN, -1, -1, d.language[k], 0.0, clock, events)
        reached = int(d.level[k])
        if reached > int(before):
            note(month, d.uid, EventKind.LEVEL_REACHED, -1, -1, d.language[k], float(reached), clock, events)


@kernel
def watch_career(seen, rank, month, boards_met, clock, events):
    """What a board has decided since the last look. Reads the portrait. Writes events."""
    if rank > seen.rank:
        kind = EventKind.BECAME_GENERAL if rank >= GENERAL and seen.rank < GENERAL else EventKind.PROMOTED
        note(month, seen.uid, kind, -1, -1, -1, float(rank), clock, events)
    elif boards_met and seen.due <= month:
        note(month, seen.uid, EventKind.PASSED_OVER, -1, -1, -1, float(rank), clock, events)


@kernel
def portray(seen, d, person):
    """What the chronicler remembers until the next look. Writes the portrait."""
    seen.rank = person.rank
    seen.due = person.due
    seen.tours = d.tours
    seen.specialism = d.specialism
    for k in range(2):
        seen.language[k] = d.language[k]
        seen.level[k] = d.level[k]
        seen.used[k] = d.used[k]
    seen.intercultural = d.intercultural
    seen.resilience = d.resilience
    seen.leadership = d.leadership
    seen.skill = d.skill


@kernel
def settle_levels(seen, month, params):
    """What is left of the languages in `month`. Writes the portrait."""
    for k in range(2):
        seen.level_left[k] = level_now(seen, k, month, params) if seen.language[k] >= 0 else 0.0


@kernel
def put_away(seen, month, clock, params, officers, events):
    """The officer has left: the last portrait is kept. Writes officers, events."""
    note(month, seen.uid, EventKind.LEFT, -1, -1, -1, float(seen.rank), clock, events)
    settle_levels(seen, month, params)
    seen.left = month
    if clock.officers < officers.size:
        officers[clock.officers] = seen
        clock.officers += 1
    seen.uid = -1


@kernel
def watch_ties(month, clock, dossiers, ties, portraits, known_ties, events):
    """Ties made and faded since the last look; that a friend has left is in the friend's life. Writes events."""
    for row in range(clock.ties_high):
        tie, known = ties[row], known_ties[row]
        same = tie.uid[0] == known.uid[0] and tie.uid[1] == known.uid[1] and tie.strength == known.strength
        if (tie.dossier[0] < 0 and known.dossier[0] < 0) or (same and tie.dossier[0] == known.dossier[0]):
            known.ends = tie.ends  # a re-contact may have put it off
            continue
        for side in range(2):
            file, other = known.dossier[side], known.dossier[1 - side]
            if known.dossier[0] >= 0 and known.ends <= month:
                if dossiers[file].uid == known.uid[side] and dossiers[other].uid == known.uid[1 - side]:
                    note(month, known.uid[side], EventKind.TIE_FADED, known.uid[1 - side], dossiers[other].nation, -1,
                         known.strength, clock, events)
        for side in range(2):
            file, other = tie.dossier[side], tie.dossier[1 - side]
            if tie.dossier[0] >= 0:
                portraits[file].ties += 1
                note(month, tie.uid[side], EventKind.BEFRIENDED, tie.uid[1 - side], dossiers[other].nation, -1,
                     tie.strength, clock, events)
        known_ties[row] = tie


@kernel
def look(month, boards_met, clock, params, people, dossiers, ties, portraits, known_ties, officers, events,
         second_language):
    """Every file against its portrait, every tie against the one known; at once back when no log is kept.

    boards_met: promotion boards have met since the last look. Reads people, dossiers, ties. Writes portraits,
    known_ties, officers, events. Draws SECOND_LANGUAGE, SECOND_LANGUAGE_LEVEL.
    """
    if clock.chronicle == 0:
        return
    for file in range(clock.files_high):
        d, seen = dossiers[file], portraits[file]
        is_open = d.row >= 0
        known = seen.uid >= 0
        if known and not (is_open and d.uid == seen.uid):
            put_away(seen, month, clock, params, officers, events)
            known = False
        if not is_open:
            continue
        if not known:
            first_portrait(seen, d, month, clock, params, people, second_language)
            note(month, d.uid, EventKind.NOTICED, -1, -1, -1, float(seen.rank), clock, events)
        else:
            watch_career(seen, int(people[d.row].rank), month, boards_met, clock, events)
        watch_languages(seen, d, month, clock, events)
        portray(seen, d, people[d.row])
    watch_ties(month, clock, dossiers, ties, portraits, known_ties, events)


@entry
def last_look(clock, params, portraits):
    """What those who still serve know when the run ends. Writes portraits.level_left; `portraits`: a copy."""
    for k in range(portraits.size):
        settle_levels(portraits[k], clock[0].month - 1, params[0])
