"""Closed vocabularies. Values are stored in arrays and files: append, never renumber."""

from enum import IntEnum


class Status(IntEnum):
    """Where a person is. UNSEEN must be 0: a fresh table is zeros and nobody has looked at it yet."""

    UNSEEN = 0
    ABSENT = 1
    SERVING = 2
    PREPARING = 3
    ABROAD = 4
    CONNECTED = 5  # at home, on a virtual exchange


class Rank(IntEnum):
    """Officer grades (OF-1 … OF-9 in NATO's coding, O1 … O9 in US coding; senior NCOs by seniority)."""

    O1 = 1
    O2 = 2
    O3 = 3
    O4 = 4
    O5 = 5
    O6 = 6
    O7 = 7
    O8 = 8
    O9 = 9


class Domain(IntEnum):
    """Fields of military skill."""

    CONVENTIONAL = 0
    PEACEKEEPING = 1
    COUNTERTERRORISM = 2
    CYBER = 3
    UNCONVENTIONAL = 4
    CRISIS_MANAGEMENT = 5


class ProgrammeKind(IntEnum):
    """What a programme is. Workshops and exercises are gatherings; all others are tours held by one officer."""

    EXCHANGE_POST = 0
    STAFF_POST = 1
    LANGUAGE_IMMERSION = 2
    LEADERSHIP_COURSE = 3
    WORKSHOP = 4
    EXERCISE = 5
    COURSE = 6
    VIRTUAL_EXCHANGE = 7
    PEACEKEEPING_STAFF = 8
    HYBRID_EXCHANGE = 9


class MissionKind(IntEnum):
    """What a UN mission is. Observers are officers without troops."""

    OBSERVER = 0
    PEACEKEEPING = 1
    MULTIDIMENSIONAL = 2


class Mode(IntEnum):
    """How people meet."""

    IN_PERSON = 0
    VIRTUAL = 1
    HYBRID = 2


class PostState(IntEnum):
    """State of a billet. FREE is an unused slot of the table."""

    FREE = 0
    VACANT = 1
    PREPARING = 2
    FILLED = 3
    SUSPENDED = 4


class Reciprocity(IntEnum):
    """Rule that links what a nation sends to what it receives."""

    FREE = 0
    STRICT = 1
    BALANCED = 2
    DONOR_FUNDED = 3


class Change(IntEnum):
    """Dated changes that the calendar phase applies.

    Whether a state is there is read from the strength of its cadre; that one enters or leaves only makes all others
    take stock of their relations in that month.
    """

    ENTER_SYSTEM = 0
    LEAVE_SYSTEM = 1
    JOIN = 2
    QUIT = 3
    PACT_BEGIN = 4
    PACT_END = 5
    RIVALRY_BEGIN = 6
    RIVALRY_END = 7
    AGREEMENT_BEGIN = 8
    AGREEMENT_END = 9
    RUPTURE = 10
    RECONCILE = 11
    CLOSE_BORDERS = 12
    OPEN_BORDERS = 13
    SET_LEVER = 14
    THREAT_SURGE = 18
    LEAK = 19


class AgreementType(IntEnum):
    """What two states have agreed on. GENERAL must be 0: a change that says nothing of the type means it."""

    GENERAL = 0
    INFORMATION_SECURITY = 1
    TRAINING = 2


class TourEnd(IntEnum):
    """Why a tour ended. RUNNING marks a tour still under way when the run stopped."""

    RUNNING = 0
    COMPLETED = 1
    LEFT_SERVICE = 2
    RECALLED = 3
    UNAFFORDABLE = 4
    BROKEN_OFF = 5


class EventKind(IntEnum):
    """What the event log of officers tells. Those marked T are read from the log of tours when tables are made."""

    NOTICED = 0  # a personal file was opened
    SELECTED = 1  # T
    COURSE_BEGAN = 2  # T
    TOUR_BEGAN = 3  # T
    TOUR_ENDED = 4  # T
    LANGUAGE_BEGUN = 5
    LEVEL_REACHED = 6
    MISUNDERSTOOD = 7
    DELEGATE = 8
    BEFRIENDED = 9
    TIE_FADED = 10
    PROMOTED = 11
    PASSED_OVER = 12
    BECAME_GENERAL = 13
    LEFT = 14
    DENIED = 15  # a host's vetting turned the board's choice away


class Compromise(IntEnum):
    """How secrets are lost: a partner leaks what it was told, or a visitor takes what was shown."""

    LEAK = 0
    ESPIONAGE = 1


class ThreatKind(IntEnum):
    """Kinds of threat."""

    TERRORISM = 0
    TRANSNATIONAL_CRIME = 1
    CYBER = 2
    HYBRID = 3


class Draw(IntEnum):
    """Every kind of random draw. The number is part of the draw's address: append, never renumber."""

    SERVICE_AT_START = 0
    PATIENCE = 1
    SELECTION = 2
    GATE_TIMING = 3
    APTITUDE = 4
    MOTHER_TONGUE = 5
    SECOND_LANGUAGE = 6
    SECOND_LANGUAGE_LEVEL = 7
    SPECIALISM = 8
    INTERCULTURAL = 9
    RESILIENCE = 10
    LEADERSHIP = 11
    SHORTLIST = 13
    LEARNING_DIFFICULTY = 14
    MISUNDERSTANDING = 15
    TIE = 16
    TIE_PARTNER = 17
    TIE_STRENGTH = 18
    TIE_SURVIVAL = 19
    COUNTERPART = 20
    EXERCISE_COUNT = 22
    EXERCISE_MONTH = 23
    EXERCISE_ATTENDANCE = 24
    DELEGATE = 25
    DELEGATE_PARTNER = 26
    POST_DOMAIN = 27
    WORKSHOP_COUNT = 28
    FIRST_TOUR = 29
    ODD_POST = 30
    AGREEMENT = 31
    NEGOTIATION_CAPACITY = 32
    AGREEMENT_RENEWAL = 33
    SPECIAL_AGREEMENT = 34
    NEGOTIATING_HABIT = 35
    LEAK = 40
    LEAK_ORIGIN = 41
    LEAK_SEVERITY = 42
    ESPIONAGE = 43
    ESPIONAGE_SEVERITY = 44
    VETTING = 45
    THREAT_ARRIVAL = 50
    THREAT_DETECTION = 51
    THREAT_RESPONSE = 52
    THREAT_HARM = 53
    MISSION_STAFF = 60
    CONTRIBUTOR = 61
    CONTINGENT_SIZE = 62
    COMMANDER = 63
    ROTATION = 64
    ESCALATION = 65
    PEACEKEEPING_HABIT = 66
    POST_PROGRAMME = 70
    GATHERING_PROGRAMME = 71
    STRAIN = 72
    RECONTACT = 73
    PLAN_ORDER = 85
