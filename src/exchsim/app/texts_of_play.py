"""Texts of the games in which groups govern nations; to be had through `texts` like all others."""

PLAY, WATCH = "Play", "Watch"
PLAY_HINT = "Each group governs one nation, a round at a time. The nations that nobody takes govern themselves."
NEW_GAME, ENTER, GAME_CODE, ENTER_HINT = (
    "Open a new game",
    "Sit down",
    "Code of the game",
    "Four letters, from your host",
)
OPEN_HINT = "You become the host: you give the code to the groups and let time go on. You may govern a nation yourself."
YEARS_A_ROUND, MONEY = "Years a round", "Money for exchanges"
MONEYS = {0.5: "half: choose what to do without", 1.0: "as in the scenario", 2.0: "twice as much"}
GROUP, TAKE = "Name of your group", "Govern this nation"
TAKE_HINT = "Choose a nation. It is yours on this device, also after the page is opened again."
GOVERNED_BY = "governed by {}"
ROUND_OF, ROUND_YEARS = "Round {} of {}", "{} to {}"
DECIDE_FOR, SEND_DECISIONS, DECIDED, UNSENT = (
    "Your decisions for {}",
    "Decide",
    "Decided. You can change it until the year is lived.",
    "Not decided yet: press Decide. If you do not, what you decided last goes on.",
)
AS_BEFORE = "As it was decided before"
WAITING_FOR, NEXT_YEAR, NEXT_YEARS = "Still deciding: {}", "Live the year {}", "Live the years {} to {}"
ALL_DECIDED, LIVING = "All groups have decided.", "The year is being lived …"
KEPT = "Decided nothing anew, so what they decided before went on: {}"
LIVE_SURE, LIVE_YES, LIVE_NO = (
    "Still deciding: {}. What they decided last goes on if the time is lived now.", "Yes, live it now", "Wait for them",
)  # fmt: skip
GAME_OVER = "The game is over. Play it back, and talk about what each group decided."
END_GAME, END_GAME_YES, END_GAME_NO = "End the game", "Yes, end it", "Go on playing"
END_GAME_SURE = "End the game for all groups? No more rounds are lived; it can then be played back."
HOST, HOST_ONLY = "Host", "Only the host sees this."
RELEASE, RELEASE_HINT = "Release", "Release {}: its group loses it, and it governs itself again"
LEAVE_NATION = "Give up this nation"
TAKE_OVER = "Be the host of this game"
TAKE_OVER_HINT = "This stored game is open again, and its host has not come back yet."
TIMER, TIMER_OFF, TIME_LEFT = "Time to decide", "no limit", "Time left to decide: {}:{:02d}"
TIMER_MINUTES = "{} minutes"
AIM = "What counts"
STORED_AS = "Every round is stored in {}"
VIEWS_OF_PLAY = {"ours": "Our nation", "all": "All nations", "map": "Map"}
BOARD = "How nations stand at the end of {}"
BOARD_NATION, BOARD_HINT, SIDEWAYS = (
    "nation",
    "Arrows: up or down since the round before. Click a heading to order by it; point at it to read what it is.",
    "The table goes on to the right: move it sideways.",
)
MEASURE_KINDS = (("with others", 4), ("officers", 2), ("security", 4), ("money", 1))  # columns of the board in groups
MEASURES = {  # heading, unit, and what it is
    "trust": ("trust", "0–1", "mean trust that all other nations have in it"),
    "together": ("works together", "0–1", "how well its forces can work with those of all others: equipment, "
                 "procedures, people"),
    "talk": ("can talk", "0–1", "chance that two officers, one of it and one of another nation, can talk"),
    "friends": ("friendships", "officers", "living friendships of its officers with those of other nations"),
    "abroad": ("abroad", "officers", "officers on a tour in December: with partners, at "
               "headquarters and on missions"),
    "speakers": ("speakers", "officers", "officers who speak a foreign language well enough to work in it"),
    "readiness": ("readiness", "0–1", "skill, working with allies, languages, posts filled"),
    "intelligence": ("is told", "0–1", "share of what others know of threats that they pass on to it"),
    "risk": ("leaks", "% a year", "chance that one of its secrets is lost in a year; less is better"),
    "foiled": ("foils terror", "%", "chance that an attempt would be detected and stopped; how "
               "many there are, and how many are stopped, is luck"),
    "spent": ("spent", "m USD", "spent on exchanges in the year; less is better"),
}  # fmt: skip
YEARS_SO_FAR = "{} ({}), year by year"
YEAR_OF = "What {} did to {}"
ACCOUNT = {
    "posts": "On average in the year {:.1f} posts abroad were open, with staffs, and officers served at {:.1f} of them",
    "waited": "{:.1f} waited while their officer was in language class", "empty": "{:.1f} stood empty",
    "december": "In December {:.0f} officers were abroad: {:.0f} with partners, {:.0f} at headquarters and on "
                "missions.",
    "december_partners": "In December {:.0f} officers were abroad, all of them with partners.",
    "refused": "Hosts refused {} of the officers asked for, for distrust or for want of room{}.",
    "denied": "{} of your officers were turned away by a host's vetting.",
    "empty_money": "Posts stood empty because the money was spent.",
    "empty_fit": "Posts stood empty because no officer was fit for them: the language, the rank, or the years left in "
                 "service.",
    "money": "{:.2f} of {:.2f} m USD were spent, of them {:.2f} on languages. Exercises and workshops in which "
             "you took part: {}.",
    "money_gone": "The money was spent to the end: exercises and workshops are left out first, then courses.",
    "guests": "Officers of others who were your guests in December: {:.0f}.",
    "turned_away": "Your vetting turned away {}.",
}  # fmt: skip
COUNTED = {
    "officers": ("1 officer with each other", "{:.0f} officers with each other"),
    "exercises": ("1 exercise together", "{:.0f} exercises together"),
    "incidents": ("1 misunderstanding", "{:.0f} misunderstandings"),
}
WHY = {
    "leak": "you lost a secret of theirs", "warmer": "politics between you grew warmer",
    "colder": "politics between you grew colder", 
    "back_up": "a break heals with time",
    "alumni": "those who served with each other before", 
    "apart": "nothing done together: trust falls back to what politics alone gives",
    "less": "less done together than before", "same": "as before", "nothing": "nothing done together yet",
}  # fmt: skip
NEWS_TITLE = "News"
NEWS = {
    "signed": "{} and {} have an agreement on {}", "ended": "{} and {} no longer have an agreement on {}",
    "leaked": "{} leaked a secret of {}", "spied": "An officer of {} spied on {}",
    "attacks": "{}: {} attacks of all kinds on all nations together, {} of them stopped; {} was hit hardest",
    "terrorist": ". Terrorist attempts: {}; stopped: {}; to be expected from the nations' chances to foil: {:.1f}",
    "calm": "{}: no attack did harm",
}  # fmt: skip
PARTNER_HEADS = (
    "partner",
    "officers there, of posts",
    "guests here",
    "trust in you, 0–1",
    "your trust, 0–1",
    "why",
)
OFFICERS_OF_POSTS = "{:.0f} of {:.0f}"
PARTNERS_AT = "With whom, in December {}"
PARTNERS_HINT = (
    "4 of 5: five posts are open, one has no officer at present. Headquarters and missions are not in "
    "this table. In brackets: what changed in the round."
)
BUDGET = "Expected for {}: {:.2f} of {:.2f} m USD"
BUDGET_OVER = (
    "More than the money. Posts are paid first, up to four fifths of the money; language courses, exercises and "
    "workshops get what is left."
)
BUDGET_SHORT = "{:.0f} officers wanted abroad, {:.0f} can be sent as things stand."
BUDGET_FILLED = "If all that you want were filled: {:.1f} m USD."
BUDGET_REFUSED = "Hosts would refuse {:.0f}."
BUDGET_FITS = "{:.0f} officers would be sent."
BUDGET_MORE = (
    "{:.0f} officers would be sent, for {:.0f} wanted: a part of a post is made a whole one, and threats ask for more."
)
RECKONING = "What this would cost is being reckoned …"
TO_DECISIONS = "Decide ↓"
BUDGET_WHY = "How this is reckoned"
BUDGET_HINT = "Reckoned from prices and last year; what the other groups decide, nobody knows yet."
COSTS = {"posts": "posts", "language": "languages", "gatherings": "exercises, workshops", "alumni": "alumni"}
PRICE_OF_POST = "a month at a post: {:,.0f} USD"
HEADINGS = {"posts": "Posts", "partners": "Partners", "programmes": "Programmes", "language": "Language",
            "caution": "Caution"}  # fmt: skip
HEADING_HINTS = {
    "posts": "How many officers go abroad, for how long, and how many guests you take.",
    "partners": "You cannot order officers to a named partner; governments look for partners by what counts to them. "
                "Say what counts, sign agreements, or break off. The numbers show where your officers would go.",
    "programmes": "What your officers do abroad. What counts is how large the part of one kind is against the others; "
                  "at 0 you take no part in it.",
    "language": "Who speaks can work, make friends and be trusted. Courses cost money, and months.",
    "caution": "Keeping secrets costs trust, and guests.",
}  # fmt: skip
OFFICERS_ARE = "{:.0f} officers"
BONDS = {
    "general": "cooperation", "training": "training", "information_security": "keeping secrets",
    "relations": "relations",
}  # fmt: skip
BOND_HINTS = {
    "general": "makes a partner count more", "training": "more officers go, and hosts ask for less trust",
    "information_security": "more is told to each other", "relations": "",
}  # fmt: skip
BOND_HELD, BOND_ENDING, BOND_OFFERED, BOND_OFFER = "{} ✓", "{}: ends", "{}: offered", "offer {}"
BOND_WANTED = "They offer: {}"
BREAK_OFF, BREAKING, MAKE_UP, MAKING_UP = (
    "break off relations", "breaks off", "offer to make up", "making up: offered",
)  # fmt: skip
BONDS_RULE = (
    "An agreement needs both: another group has to offer it too, and a nation that governs itself signs with those "
    "whom it trusts at {:.2f} or more. Ending one, or breaking off relations, needs one side."
)
WOULD_GO = "{:.0f} officers would go (now {:.0f})"
TRUSTS_YOU = "trusts you {:.2f}"
REPLAY, STORED_GAMES, NO_STORED = "Play back", "Stored games", "No game has been stored yet."
RESUME, NO_GROUPS = "Go on", "no groups"
REPLAY_PLAYED = "This game is still being played here; it can be played back when it is over or its host ends it."
BEING_PLAYED = "being played"
LISTED = "{} · {}, played to the end of {}"
DECISIONS_OF = "Decisions for {}"
DECIDED_NOTHING = "went on as before"
NOBODY = "Nobody governed a nation in this round."
START = "Before the first round"
EARLIER, LATER, AS_SCENARIO = "Round before", "Next round", "Save as a scenario"
