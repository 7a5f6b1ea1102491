"""Every text of the classroom, in one place, so that it can be translated."""

TITLE = "exchsim"
STAGE = {
    "stage": "Map of nations and of officers abroad",
    "play": "Play", "pause": "Pause", "back": "One month back", "forward": "One month forward",
    "time": "Date", "speed": "Years a second", "officers": "officers abroad", "trust": "trust",
}  # fmt: skip
OPEN, OPEN_OWN, OPEN_FILE = "Open", "or a scenario file of your own:", "Scenario file (YAML)"
TOO_LARGE_A_FILE = "This file is larger than {} kB."
SCENARIO, SEED, UNDO, REDO, RESET, SAVE = "Scenario", "Luck (seed)", "Undo", "Redo", "As it was", "Save as scenario"
LOOK, CHANGE, LIVES, LESSONS = "Look", "Change", "Lives", "Lessons"
NOTHING_CHOSEN = "Click a nation, or a line between two of them."
NEW_LUCK = "Other luck"
UNCHANGED = "The scenario as it is. Change something, and the dashed lines in the charts stay behind to compare with."
CHANGED = "Changed from the scenario (dashed lines: as it was, under the same luck):"
RUNNING = "Running …"
FAILED = "This run failed; what was shown stays. The program's own words: {}"
REFUSED = "Refused: {}"
ALL_NATIONS = "all nations"
EVENT_DATE, EVENT_KIND, EVENT_NATION, EVENT_OTHER, EVENT_ORGANISATION = (
    "Month, as 1990-03", "What happens", "Nation", "Other nation", "Organisation",
)  # fmt: skip
TAKE_BACK = "Take back"
DROP = "Let it happen"
EVENTS = {
    "rupture": "break off relations", "reconcile": "make up again", "close_borders": "close borders",
    "open_borders": "open borders again", "pact_begin": "become allies", "pact_end": "end the alliance",
    "rivalry_begin": "become rivals", "rivalry_end": "end the rivalry", "join": "join an organisation",
    "quit": "leave an organisation", "threat_surge": "more attacks",
}  # fmt: skip
LEVERS = (
    ("How many and how long", ("posts_share", "budget_share", "tour_months", "virtual_share")),
    ("Language", ("language_target", "preparation_months_max", "interpreter_coverage", "refresher_hours_per_year")),
    ("With whom", ("reciprocity", "partners_max", "weight_alliance", "weight_threat", "weight_bridging")),
    ("Caution", ("vetting", "access_level", "compartments", "third_party_rule")),
    ("Afterwards", ("alumni_recontact", "promotion_credit")),
    ("Together", ("exercise_activity", "workshops_per_year", "mission_pledges", "standards_effort")),
)
RECIPROCITY = {0: "free", 1: "one for one", 2: "balanced over years", 3: "paid by donors"}
CHARTS = (
    ("trust_allies", "Trust between allies", "0–1"),
    ("interoperability_allies", "Working together", "0–1"),
    ("filled", "Officers abroad", "officers"),
    ("prevented", "Attacks prevented, a year", "attacks"),
)
NOW, AS_IT_WAS = "now", "as it was"
GRADES = {
    "R": "measured", "C": "convention", "K-high": "well known", "K-medium": "fairly known", "K-low": "poorly known",
    "M": "a proposal of this model",
}  # fmt: skip
SENIOR, LINGUIST, ANYONE = "Who rose highest", "Who speaks most", "Anyone"
LESSONS_HINT = "Each lesson changes the scenario step by step and asks what you see. Answers are on the teacher's page."
STEP, LEAVE, BACK, ON = "Step {} of {}", "All lessons", "Back", "Next step"
LIFE_HINT = "One officer's life as this run made it."
THIS_MACHINE_ALONE = "This classroom is for the machine that it runs on; start it with --share to let others in."
CODE_ASKED, COME_IN = "Code of the classroom", "Come in"
WRONG_CODE, TOO_MANY_TRIES = "This is not the code.", "Too many wrong codes. Wait a minute."
SHARED = "Others come in at {} with the code {}."

PLAY, WATCH = "Play", "Watch"
PLAY_HINT = "Each group governs one nation, a year at a time. The nations that nobody takes govern themselves."
NEW_GAME, ENTER, GAME_CODE = "Open a new game", "Sit down", "Code of the game"
GROUP, TAKE = "Name of your group", "Govern this nation"
GOVERNED_BY, BY_ITSELF = "governed by {}", "governs itself"
DECIDE_FOR, SEND_DECISIONS, DECIDED = (
    "Your decisions for {}",
    "Decide",
    "Decided. You can change it until the year is lived.",
)
WAITING_FOR, NEXT_YEAR, LIVING = "Still deciding: {}", "Live the year {}", "The year is being lived …"
GAME_OVER = "The last year is over."
BOARD = "How nations stand at the end of {}"
BOARD_HEADS = (
    "nation", "trust others have", "interoperability", "readiness", "intelligence received", "harm by attacks",
    "spent, of budget (m USD)",
)  # fmt: skip
STORED_AS = "Every round is stored in {}"
