"""Every text of the classroom, in one place, so that it can be translated."""

TITLE = "exchsim"
STAGE = {
    "stage": "Map of nations and of officers abroad",
    "play": "Play", "pause": "Pause", "back": "One month back", "forward": "One month forward",
    "time": "Date", "speed": "Years a second", "officers": "officers abroad", "trust": "trust",
}  # fmt: skip
SCENARIO, SEED, UNDO, REDO, RESET, SAVE = "Scenario", "Luck (seed)", "Undo", "Redo", "As it was", "Save as scenario"
LOOK, CHANGE, LIVES = "Look", "Change", "Lives"
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
LIFE_HINT = "One officer's life as this run made it."
