"""Every text of the classroom, in one place, so that it can be translated. Those of games are in texts_of_play.py."""

from exchsim.app.texts_of_play import *  # noqa: F403

TITLE = "exchsim"
STAGE = {
    "stage": "Map of nations and of officers abroad", "network": "Network of nations and of officers abroad",
    "changed": "change in trust", "more": "as many or more officers", "fewer": "fewer officers",
    "play": "Play", "pause": "Pause", "back": "One month back", "forward": "One month forward",
    "time": "Date", "drop": "Let something happen at this date",
    "speed": "Years a second", "officers": "officers abroad", "screen": "of them on a screen",
    "trust": "trust",
}  # fmt: skip
OPEN, OPEN_HEAD, OPEN_OWN = "Open", "Open a scenario", "One of your own"
OPEN_FILE = "Choose a scenario file (YAML), or drop it here"
TOO_LARGE_A_FILE = "This file is larger than {} kB."
SCENARIO, UNDO, REDO, RESET = "Scenario", "Undo", "Redo", "As it was"
LOOK, CHANGE, LIVES, LESSONS = "Look", "Change", "Lives", "Lessons"
MAP_READ = (
    "Circles are nations: the larger, the more of their officers are abroad. Lines are officers whom two nations have "
    "with each other; moving dots show them under way. The colour of a line is trust, from yellow (0, none) to dark "
    "blue (1). Officers at the headquarters of an organisation count in the circle alone. Click a nation, or a line "
    "between two of them."
)
MAP_SCREENS = "Dark dots are officers who meet on a screen: they stay at home."
NATIONS_IN = "Nations at the end of {}: officers abroad, and the trust of others in them"
STANDING, AND_MORE, OVERVIEW = "{:,.0f} · trust {:.2f}", "{} more", "All nations"
WHAT_HAPPENS = "What happens – click to go there"
SPENT, SPENT_OF, BUDGET_FROM = (
    "spent on exchanges this year", "{:,.2f} of {:,.2f} m USD", "budget of its fiscal year, which begins in {}",
)  # fmt: skip
NEW_LUCK = "Other luck"
UNCHANGED = "The scenario as it is. Change something, and the dashed lines in the charts stay behind to compare with."
CHANGED = "Changed from the scenario (dashed lines: as it was, under the same luck):"
RUNNING, ARRIVING = "Running …", "The years {} to {} are being lived …"
PREPARED = "The model is being prepared for this machine"
PREPARED_HOW = "Once after installation: one to two minutes, longer on a busy machine. This page opens by itself."
SECONDS_PASSED = "{} seconds"
FAILED = "This run failed; what was shown stays. The program's own words: {}"
REFUSED = "Refused: {}"
FAILED_AT_ONCE, TO_THE_FIRST = "This scenario cannot be shown: {}", "Back to the first page"
TOO_LONG = "it took longer than {:g} seconds and was stopped; try a smaller or shorter scenario"
DIED = "the process that made it ended before it was done, perhaps for want of memory; try again, or a smaller scenario"
TOO_MUCH_MEMORY = "it needs more memory than this classroom gives a run; try a smaller or shorter scenario"
ALL_NATIONS = "all nations"
FOR_WHOM, FROM_WHEN, FROM_START, FROM_MONTH = "For", "From", "the start", "a month on"
CHANGE_NATION = "Change this nation's policy"
FIRST_MONTH, YEAR, DATE_OF_CLOCK = "First month", "Year", "Follow the clock"
WAS, NONE_OF_IT = "(was {})", "none"
OUTSIDE_RUN = "write a month from {} to {}"
EVENT_DATE, EVENT_KIND, EVENT_NATION, EVENT_OTHER, EVENT_ORGANISATION = (
    "Month", "What happens", "Nation", "Other nation", "Organisation",
)  # fmt: skip
TAKE_BACK = "Take back"
HAPPEN, DROP = "Let something happen", "Let it happen"
EVENTS = {  # to be chosen from
    "rupture": "break off relations", "reconcile": "make up again", "close_borders": "close borders",
    "open_borders": "open borders again", "leak": "secrets leak", "threat_surge": "more attacks, or fewer",
    "join": "join an organisation", "quit": "leave an organisation", "pact_begin": "become allies",
    "pact_end": "end the alliance", "agreement_begin": "conclude an agreement", "agreement_end": "end an agreement",
    "rivalry_begin": "become rivals", "rivalry_end": "end the rivalry",
}  # fmt: skip
EVENTS_SAID = {
    "rupture": "{nation} and {other} break off relations", "reconcile": "{nation} and {other} make up again",
    "close_borders": "{nation}: borders close", "open_borders": "{nation}: borders open again",
    "leak": "{nation} lets secrets of {other} leak", "threat_surge": "{nation}: {threat} times {value}",
    "join": "{nation} joins {organisation}", "quit": "{nation} leaves {organisation}",
    "pact_begin": "{nation} and {other} become allies", "pact_end": "{nation} and {other} end their alliance",
    "agreement_begin": "{nation} and {other} conclude {agreement}",
    "agreement_end": "{nation} and {other} end {agreement}",
    "rivalry_begin": "{nation} and {other} become rivals", "rivalry_end": "{nation} and {other} end their rivalry",
    "enter_system": "{nation} becomes a state", "leave_system": "{nation} is no state any more",
}  # fmt: skip
JOINS, BECOMES_ALLY, AND, THE = "joins {}", "becomes an ally of {}", "and", "the {}"
AGREEMENTS = {
    "general": "a general agreement", "information_security": "an agreement on keeping secrets",
    "training": "an agreement on training and visiting forces",
}  # fmt: skip
THREATS = {
    "": "attacks of all kinds", "terrorism": "terrorism", "transnational_crime": "crime across borders",
    "cyber": "cyber attacks", "hybrid": "hybrid attacks",
}  # fmt: skip
EVENT_LEAKER, EVENT_VICTIM, EVENT_AGREEMENT, EVENT_THREAT = (
    "Who does not keep the secret", "Whose secret it was", "About what", "Which attacks",
)  # fmt: skip
EVENT_VALUES = {  # label and hint of the number that an event has
    "leak": ("How grave (1 mild, 3 usual, 100 worst)", "write a number from 1 to 100"),
    "threat_surge": ("Times as many (1 as usual again)", "write a number from 0 to 100"),
}  # fmt: skip
LEVERS = (  # those to begin with
    ("How many and how long", ("posts_share", "budget_share", "tour_months", "virtual_share")),
    ("Language", ("language_target", "preparation_months_max", "interpreter_coverage", "refresher_hours_per_year")),
    ("With whom", ("reciprocity", "partners_max", "weight_alliance", "weight_threat", "weight_bridging")),
    ("Caution", ("vetting", "access_level", "compartments", "third_party_rule")),
    ("Afterwards", ("alumni_recontact", "promotion_credit")),
    ("Together", ("exercise_activity", "workshops_per_year", "mission_pledges", "standards_effort")),
)
MORE_LEVERS = "More levers"
MORE = (  # all others
    ("Posts and who fills them", (
        "hosting_share", "staff_posts_share", "shortlist", "aptitude_cut", "reciprocity_years", "donor_share",
        "threat_response", "concentration",
    )),
    ("What makes a good partner", (
        "weight_alignment", "weight_trust", "weight_agreement", "weight_capability", "weight_skill",
        "weight_interoperability", "weight_reciprocity", "weight_standing", "weight_rivalry", "weight_risk",
        "weight_cost",
    )),
    ("Kinds of tours", (
        "mix_exchange_post", "mix_language_immersion", "mix_leadership_course", "mix_course", "mix_virtual_exchange",
        "mix_hybrid_exchange",
    )),
    ("Fields", (
        "domain_conventional", "domain_peacekeeping", "domain_counterterrorism", "domain_cyber",
        "domain_unconventional", "domain_crisis_management",
    )),
    ("Agreements", ("negotiations_per_year", "information_security_agreements", "training_agreements")),
)  # fmt: skip
_PART = "how much of the tours this kind gets, against the other kinds: "
_FIELD = "how much courses, posts and gatherings are for this field, against the others: "
MEANINGS = {  # where the declared meaning needs its neighbours to be understood
    "mix_exchange_post": _PART + "exchange posts", "mix_language_immersion": _PART + "language and cultural immersions",
    "mix_leadership_course": _PART + "leadership and staff courses", "mix_course": _PART + "short courses in a field",
    "mix_virtual_exchange": _PART + "virtual exchanges, held from home",
    "mix_hybrid_exchange": _PART + "hybrid exchanges, on screen before and after a stay",
    "domain_conventional": _FIELD + "conventional warfare", "domain_peacekeeping": _FIELD + "peacekeeping",
    "domain_counterterrorism": _FIELD + "counterterrorism", "domain_cyber": _FIELD + "cyber operations",
    "domain_unconventional": _FIELD + "unconventional and hybrid threats",
    "domain_crisis_management": _FIELD + "crisis management",
    "reciprocity": "what a nation sends has to do with what it receives",
    "budget_share": "what a government may spend on exchanges in a year",
    "tour_months": "how long an officer stays abroad",
    "language_target": "level to which a selected officer is taught before the tour; 0 none, 2 working, 3 professional",
    "training_agreements": "factor on the chance of training and status-of-forces agreements; the mean of both sides "
    "counts, none where either is 0",
}  # fmt: skip
for _name, _counts in (
    ("alliance", "that the partner is an ally, or shares the standards of an organisation"),
    ("alignment", "that the partner votes alike in the UN"), ("trust", "trust in the partner"),
    ("agreement", "a cooperation agreement with the partner"), ("capability", "that the partner is strong"),
    ("threat", "rivals in common with the partner"), ("skill", "what the partner does better"),
    ("interoperability", "that one cannot work together yet with an ally or fellow member"),
    ("reciprocity", "officers owed to the partner"), ("standing", "that the partner stands high among nations"),
    ("bridging", "that the partner has partners whom one lacks"),
    ("rivalry", "(against) that the partner is a rival"),
    ("risk", "(against) the danger of espionage where alignment and trust are low"),
    ("cost", "(against) the months of language training"),
):  # fmt: skip
    MEANINGS[f"weight_{_name}"] = f"when partners are chosen, how much counts: {_counts}"
LEVERS_SAID = {  # news of a nation, or of all nations
    "language_target": "officers now learn languages up to level {number} (of 5) before they go abroad",
    "tour_months": "a tour abroad now lasts {value}",
    "posts_share": "{number} % of the officers who could go are now wanted abroad",
    "budget_share": "{number} % of military spending now goes to exchanges",
    "virtual_share": "{number} % of tours, exercises and workshops are now moved to the screen",
    "interpreter_coverage": "interpreters or machines now help in {number} % of the cases that need them",
    "exercise_activity": "exercises now are {number} times those of 1980–1999",
    "workshops_per_year": "workshops that each nation holds in a year: now {number}",
    "mix_virtual_exchange": "virtual exchanges among the kinds of tours: weight now {number}",
    "mix_hybrid_exchange": "tours half on screen, half abroad, among the kinds of tours: weight now {number}",
    "mix_course": "short courses among the kinds of tours: weight now {number}",
    "domain_cyber": "cyber operations among the fields: weight now {number}",
    "reciprocity": "sending and receiving now: {value}",
}  # fmt: skip
CHOICES = {"reciprocity": {0: "free", 1: "one for one", 2: "balanced over years", 3: "paid by donors"}}
UNITS = {"1": "", "0-1": "", "rule": "", "sd": "standard deviations", "ILR": "ILR", "1 per year": "a year",
         "years": "years", "weight": ""}  # fmt: skip
KNOWN = "How well it is known: {}. {}. The model's own value is {}."
LEVER = {  # said by the lever itself
    "number": "number", "to": "to", "offered": "offered", "back": "back to", "usual": "as it was",
    "known": "how well it is known",
    "not_a_number": "Refused: write a number.", "out_of_range": "Refused: it must be {} to {}.",
}  # fmt: skip
PROGRAMMES_HEAD = "Programmes"
PROGRAMMES_HINT = "What is offered, and how much of it. What you change of one leaves the others as they are."
PROGRAMMES = {  # name, and what it is
    "posts": ("exchange posts", "an officer works in a unit of the host"),
    "immersions": ("language immersions", "months of language and culture in the country"),
    "leadership": ("leadership and staff courses", "a year at a staff college of the host"),
    "courses": ("short courses", "some months at a school in one field"),
    "virtual": ("virtual exchanges", "joint work on screen, from home"),
    "hybrid": ("hybrid exchanges", "on screen before and after a stay"),
    "staff": ("staff posts", "posts at headquarters of organisations that are open to all members"),
    "exercises": ("exercises", "times the number held in 1980–1999"),
    "workshops": ("workshops", "held by each nation"),
    "missions": ("UN missions", "troops pledged, and staff posts in them"),
}  # fmt: skip
FIND_LEVER, FOUND_NO_LEVER = "Find a lever", "No lever has these words."
OWN_VALUE, FROM_A_DATE = "{}: {}", "from {}: {}"
CHARTS = {  # quantity, title, unit; of the world, a nation, a pair
    "world": (
        ("trust_allies", "Trust between the first allies", "0–1"),
        ("interoperability_allies", "Working together, first allies", "0–1"),
        ("linguists", "Speak a foreign language well", "officers"),
        ("readiness", "Readiness, mean of nations", "0–1"),
        ("filled", "Officers abroad", "officers"),
        ("prevented", "Attacks prevented", "a year"),
    ),
    "nation": (
        ("trust_received", "Trust that others have in it", "0–1"),
        ("interoperability", "Working together with its first allies", "0–1"),
        ("linguists", "Speak a foreign language well", "officers"),
        ("readiness", "Readiness", "0–1"),
        ("filled", "Officers abroad", "officers"),
        ("prevented", "Attacks prevented", "a year"),
    ),
    "pair": (
        ("trust", "Trust, mean of both", "0–1"),
        ("interoperability", "Working together", "0–1"),
        ("talk", "Officers can talk", "0–1"),
        ("sharing", "Intelligence shared, mean of both", "0–1"),
        ("filled", "Officers with each other", "officers"),
        ("alumni", "Alumni who served with the other", "officers"),
    ),
}
CHART_MEANS = "What this shows"
CHART_INFO = {
    "trust_allies": "How far allies trust each other: 0 not at all, 1 wholly. It is the mean over the pairs that "
    "are allies when the run begins, the same in every year (over all pairs, where nobody is allied then).",
    "interoperability_allies": "How well the forces of allies can work together: 0 not at all, 1 as one. It is the "
    "mean over the pairs that are allies when the run begins, the same in every year (over all pairs, where nobody is "
    "allied then).",
    "linguists": "Officers who speak a foreign language well enough to work in it (level 2 of 5); who speaks two "
    "counts twice.",
    "readiness": "How ready forces are: what their officers can do, how well they work with allies, languages, and "
    "posts that are filled, put together; 0 to 1.",
    "filled": "Officers who serve abroad at the time.",
    "prevented": "Attacks of the year that were found out in time and stopped.",
    "trust_received": "How far other nations trust it, mean over all of them; 0 to 1.",
    "interoperability": "How well the forces can work together: 0 not at all, 1 as one. For a nation: the mean over "
    "those that are its allies when the run begins, the same in every year (over all others, where it has none then).",
    "trust": "How far each trusts the other, mean of both; 0 not at all, 1 wholly.",
    "talk": "The chance that two officers, one of each nation, have a language in which they can talk.",
    "sharing": "The part of what a nation knows of threats that it passes on to the other; mean of both.",
    "alumni": "Officers at home again and still in service who once served with the other.",
}
WITHOUT_ALLIES = {  # the same where nobody is allied when the run begins
    ("world", "trust_allies"): "Trust, mean of all pairs",
    ("world", "interoperability_allies"): "Working together, all pairs",
    ("nation", "interoperability"): "Working together with all others",
}
PAIR_TRUST, POLITICS_ALONE, POLITICS_OF = "Trust over time", "politics alone", "{}, politics alone"
TRUST_IS, TRUST_PARTS = "{} in {}: {:.2f}", (
    "politics now", "not followed yet", "lived together", "secrets lost",
)  # fmt: skip
TRUST_PARTS_HINT = (
    "Trust goes from 0 to 1. Dark grey is what politics gives now, light grey what is left of earlier years, blue "
    "what the two have lived together. Striped is lost: trust has not risen yet, or something went wrong."
)
WAS_THERE, WAS_MEANS = "was {}", "In grey: the scenario as it was, at the same date and under the same luck."
EITHER = "each towards the other"
LEAK_IN, LEAK_COSTS = {"leak": "the leak of {}", "espionage": "the espionage of {}"}, " {} took {:.2f} of it at once."
AT_THE_END = "At the end of {}"
OFFICERS_NOW = "Officers abroad in {}: {:,.0f} – click one for a life"
EACH_STANDS_FOR = "Each of these stands for {} officers."
OFFICER, OFFICER_SPEAKS = "{}, since {}", " · {} {:.1f} on arrival"
HOSTS, NO_HOSTS, AT_HEADQUARTERS = "Where they are", "Nobody is abroad.", "{}, in {}"
LANGUAGE_POOL, NO_LANGUAGES = (
    "Foreign languages: officers at level 2 / of them at 3",
    "Nobody speaks one well enough to work.",
)
SPEAK = "{:,.0f} / {:,.0f}"
STRATEGY, NO_STRATEGY = "Its policy, where not the usual one", "The usual one in everything."
OTHERS_HAVE = " (other nations: {})"
VIEWS_HINT = "Show as"
VIEWS = {"map": "Map", "network": "Network", "pairs": "Pairs"}
PAIRS = {
    "quantity": "Quantity", "hint": "Click a cell to see why it is so. Arrow keys move from cell to cell.",
    "nothing": "not both on the scene",
}  # fmt: skip
PAIR_QUANTITIES = (  # column, title, unit, which way, digits
    ("trust", "Trust", "(0–1)", "The row trusts the column.", 2),
    ("interoperability", "Working together", "(0–1)", "Forces of the row with those of the column.", 2),
    ("sharing", "Intelligence shared", "(0–1)", "The row tells the column this share of what it knows.", 2),
    ("filled", "Officers sent", "officers", "The row has these officers with the column.", 0),
)
COMPARE_HINT, THIS_RUN, WHAT_CHANGES = "Compare", "This run", "What the change changes"
COMPARED = "After the change, in {}: {}."
CHANGED_BY, UNCHANGED_AT = "{} {} ({} → {})", "{} as it was ({})"
SAME_LUCK = "Same luck."
ON_SCREEN = "Of the officers abroad in {}, {:,.0f} sit at home: their tours are held on a screen."
OF_LUCKS = "Under {} lucks, trust is higher in {}, lower in {}, the same in {}."
SUBJECTS, WORLD = "Charts of", "World"
LUCKS = {1: "One luck", 5: "5 lucks", 15: "15 lucks"}
LUCKS_HINT = "The same story under other luck: what stays is the policy, what differs is chance"
LUCKS_THERE, LUCKS_COMING, LUCKS_FAILED = "{0} of {1} lucks", "{0} of {1} lucks …", "({} failed)"
MEDIAN, MEDIAN_BEFORE = "median of {} lucks", "as it was (median of {} lucks)"
MIDDLE_HALF, NINE_IN_TEN, ALL_LUCKS = "middle half", "nine in ten", "all of them"
NOW_LESS_BEFORE, CHANGE_OF = "now less as it was, same luck", "Change: {}"
NOW, AS_IT_WAS = "this run", "as it was"
GRADES = {
    "R": "measured", "C": "convention", "K-high": "well known", "K-medium": "fairly known", "K-low": "poorly known",
    "M": "a proposal of this model",
}  # fmt: skip
SENIOR, LINGUIST, ANYONE = "Who rose highest", "Who speaks most", "Anyone"
LESSONS_HINT = (
    "Each lesson changes the scenario step by step and asks what you see. Write your guess down before you look."
)
NO_LESSONS = "This scenario has no lessons; open the one called Classroom."
STEP, LEAVE, BACK, ON, BEGIN, DISCUSS = (
    "Step {} of {}",
    "All lessons",
    "Back",
    "Next step",
    "Begin",
    "To the discussion",
)
MINUTES, MIN, DISCUSSION, LIMITS = "{} minutes.", "{} min", "Discussion", "What this model cannot say"
VALUES_IN_TEN = "ten lucks: {} to {}"
LUCK_SHOWN, LESSONS_LUCK, BACK_TO_LUCK = "luck {}", "Luck {}, that of the lesson.", "Back to luck {}"
ANOTHER_LUCK = "Luck {}. Questions and answers are for luck {}."
NOT_AS_TAUGHT = "Something else is changed beside what this page asks for."
TAKEN_BACK, DO_AGAIN = "What this step changes has been taken back.", "Do the step again"
WRITE_DOWN = "Write your answer down before you begin."
AS_IT_WAS_SAME_LUCK = "the scenario as it was, under the same luck"
TEACHER = "For teachers: answers and numbers"
TEACHER_OF = "For teachers: answers to this lesson"
CONTENTS, ALL_ANSWERS, OPEN_LESSON, PRINT_LESSON, PRINT = (
    "Contents", "All lessons", "Open the lesson", "Print its answers", "Print",
)  # fmt: skip
TEACHER_ALONE = "Answers are shown on the machine that runs the classroom, and in docs/lessons/teacher.md."
NO_CHANGE_IN_TEN, ONE_CHANGE_IN_TEN, CHANGE_IN_TEN = (
    "ten lucks: no change", "ten lucks: {}\u00a0%", "ten lucks: {}\u00a0to\u00a0{}\u00a0%",
)  # fmt: skip
CHART_SAID = "{}: {} {}, {} {}."
WORDS, FIND_WORD, FOUND_NO_WORD, CLOSE = "Words", "Find a word", "No entry has this word.", "Close"
LIFE_COMING = "A life is looked up …"
LIFE_HINT = "One officer's life as this run made it."
THIS_MACHINE_ALONE = "This classroom is for the machine that it runs on; start it with --share to let others in."
OTHER_SITE = "A page of another site may not reach into this classroom."
NO_PAGE, TO_CLASSROOM = "There is no such page", "To the classroom"
TOO_MUCH = "This is more than can be sent here."
CODE_ASKED, COME_IN = "Code of the classroom", "Come in"
WRONG_CODE, TOO_MANY_TRIES = "This is not the code.", "Too many wrong codes. Wait a minute."
SHARED = "Others come in at {} with the code {}."

TAKE_AWAY = "Take away"
SAVE = "Save as scenario", "A file (YAML) with all changes; open it here again, or run it with exchsim run"
DATA = "Data (CSV)", "All tables of this run, and of the scenario as it was, with what they mean"
FIGURES = "Figures (PNG)", "The figures that exchsim run draws; takes some seconds"
PAGE = "Report (one page)", "What was changed and what it did, with a figure and the numbers"
TAKING, DRAWING = "Being made …", "Drawing figure {} of {} …"
TAKING_ALREADY = "Something is being made already. Wait until it is there."
NOT_TAKEN = "This could not be made: {}"
TOO_MUCH_TO_TAKE = "it is too much for a browser; save the scenario and use exchsim run"
MADE = "Made in the classroom of exchsim {} from the scenario {}, seed {}. What was changed:"
MADE_UNCHANGED = "Nothing was changed."
README_HEAD = "{}, {}, seed {}. Run {} of exchsim {}."
README_CHANGED = "Changed from the scenario:"
README_COMPARE = (
    "as_it_was/ holds the scenario without these changes, under the same luck. comparison.csv compares both: means of\n"
    "the series of the world over the last {} years, those of allies over the same pairs in both, as in the charts.\n"
    "It is one luck: what differs by little may be chance."
)
OF_FIRST_ALLIES, OF_ALL_PAIRS = (
    ": those that are allies when the run begins",
    ": here all, as nobody is allied at first",
)
README_AGENTS = "One officer or post in these tables stands for {:g} in the world."
README_MISSING = "Empty cells: there is no such number. Units stand in brackets."

PAGE_QUESTION = "What did the change do?"
PAGE_CHANGES, PAGE_DID, PAGE_IS, PAGE_READING = "What was changed", "What it did", "What happens", "How to read this"
PAGE_TABLE = "Means over the last {} years"
PAGE_TITLE, PAGE_CHANGED = "The world over the years", "changed"
PAGE_MEDIANS = "Medians of {} lucks; pale: the middle half of them"
PAGE_FIGURE = "How the world goes."
PAGE_FIGURE_CHANGED = "The scenario as it was (dashed) and as it was changed (solid)."
PAGE_LUCKS = "Lines are medians of {} lucks."
PAGE_HEADS = ("", "as it was", "changed", "difference")
PAGE_HEADS_LUCKS = ("smallest to largest difference", "higher in")
PAGE_YEAR, PAGE_NUMBERS = "year", "Medians at the end of each year"
PAGE_RANGE, PAGE_OF = "{} to {}", "{} of {} lucks"
PAGE_ONE_LUCK = (
    "Both runs had the same luck, so that they differ by what was changed and by what came of it. It is one luck: a "
    "small difference may be chance. Ask for 5 or 15 lucks above the charts, and take this page away again."
)
PAGE_MORE_LUCKS = (
    "Each of the {} lucks was given to both runs. Trust a difference that nearly all lucks agree on; where about as "
    "many say more as say less, it is chance. Numbers are medians over the lucks; that of the differences "
    "need not be the difference of the others."
)
PAGE_MODEL = (
    "These are numbers of a model. How well each of its levers and assumptions is known, from measured to a proposal, "
    "stands beside the levers and in the documents of exchsim."
)
