"""Every column of what a run writes down: logs of tours and gatherings, series of the world, nations and pairs."""

from exchsim.state.columns import Column

_C = Column

TOURS = (
    _C("post", "i8", "id", "post"),
    _C("officer", "i8", "id", "officer"),
    _C("sender", "i2", "index", "nation that sends"),
    _C("venue", "i2", "index", "nation, organisation or mission served"),
    _C("host", "i2", "index", "nation on whose soil, -1 for UN missions"),
    _C("programme", "i2", "index", "programme"),
    _C("selected", "i2", "month", "chosen by the board"),
    _C("began", "i2", "month", "first month of the tour, -1 when it never began"),
    _C("ended", "i2", "month", "last month; -1 while running"),
    _C("end", "i2", "TourEnd", "why it ended"),
    _C("rank", "i2", "Rank", "grade when chosen"),
    _C("level_at_selection", "f8", "ILR", "level in the working language when chosen"),
    _C("level_at_start", "f8", "ILR", "… when the tour began"),
    _C("level_at_end", "f8", "ILR", "… when it ended"),
    _C("misunderstandings", "i4", "count", "misunderstandings during the tour"),
    _C("ties", "i4", "count", "ties made during the tour"),
)

GATHERINGS = (
    _C("uid", "i8", "id", "event"),
    _C("month", "i8", "month", "when"),
    _C("programme", "i8", "index", "programme"),
    _C("organisation", "i8", "index", "organisation whose series it belongs to, -1 for none"),
    _C("first", "i8", "row", "first participant in the list of participants"),
    _C("count", "i8", "nations", "participants invited"),
)

PARTICIPANTS = (
    _C("nation", "i8", "index", "nation"),
    _C("attended", "u1", "flag", "came"),
)

EVENTS = (
    _C("month", "i2", "month", "when"),
    _C("officer", "i8", "id", "to whom it happened"),
    _C("kind", "i2", "EventKind", "what happened"),
    _C("other", "i8", "id", "the other officer, -1 for none"),
    _C("venue", "i2", "index", "nation or organisation it has to do with, -1 for none"),
    _C("topic", "i2", "index", "language, or programme of a delegate; -1 for none"),
    _C("value", "f8", "by kind", "level or rank reached, misunderstandings, yearly survival of a tie"),
)

OFFICERS = (
    _C("uid", "i8", "id", "person: nation code, place and generation"),
    _C("nation", "i8", "index", "nation served"),
    _C("entered", "i8", "month", "first month of service"),
    _C("noticed", "i8", "month", "month in which the personal file was opened"),
    _C("left", "i8", "month", "month in which the officer left, -1 while serving"),
    _C("rank_noticed", "i8", "Rank", "grade when the file was opened"),
    _C("rank", "i8", "Rank", "last grade"),
    _C("due", "i8", "month", "month of the next thing in the career, when last looked at"),
    _C("tours", "i8", "count", "tours abroad completed"),
    _C("ties", "i8", "ties", "ties ever made"),
    _C("aptitude", "f8", "sd", "language aptitude"),
    _C("specialism", "i8", "Domain", "specialism"),
    _C("mother_tongue", "i8", "index", "first language"),
    _C("school_language", "i8", "index", "second language from school, -1 for none"),
    _C("school_level", "f8", "ILR", "level in it at the start of service"),
    _C("language", "i8", "index", "foreign languages, -1 for none", (2,)),
    _C("level", "f8", "ILR", "best level reached", (2,)),
    _C("used", "f8", "month", "month of last use, as in the file", (2,)),
    _C("level_left", "f8", "ILR", "level when the officer left, or when the run ended", (2,)),
    _C("intercultural", "f8", "0-1", "intercultural competence at the end"),
    _C("resilience", "f8", "0-1", "resilience at the end"),
    _C("leadership", "f8", "0-1", "leadership at the end"),
    _C("skill", "f8", "0-1", "skill in the specialism at the end"),
)
MISSIONS_OUT = (
    _C("running", "u1", "flag", "in being in some month of the year"),
    _C("troops", "i4", "persons", "uniformed persons in December, or in its last month"),
    _C("ceiling", "i4", "persons", "authorised strength of the year for those who take part in the run"),
    _C("staff", "i4", "posts", "staff posts filled"),
    _C("contributors", "i4", "nations", "nations with a contingent"),
    _C("fractionalisation", "f8", "0-1", "chance that two peacekeepers are of different nations"),
    _C("top_share", "f8", "share", "share of the largest contingent"),
    _C("commander", "i2", "index", "nation of the force commander, -1 for none"),
    _C("leaders", "f8", "0-1", "distance of the protocols of commander and deputy"),
    _C("language_distance", "f8", "0-1", "chance that commander and troops cannot talk"),
    _C("social_distance", "f8", "0-1", "distance of the troops to the people of the place"),
    _C("interoperability", "f8", "0-1", "how well the contingents work together"),
    _C("trust", "f8", "0-1", "trust among the contributors"),
    _C("violence", "f8", "0-1", "violence"),
    _C("unguarded", "f8", "0-1", "violence as it would be without troops, from when the mission or the run began"),
    _C("tension", "f8", "0-1", "what feeds the violence: the level to which it relapses"),
    _C("protected", "f8", "persons", "civilians whom the troops protected in the year"),
    _C("escalations", "i4", "count", "escalations in the year"),
)

CONTINGENTS_OUT = (_C("troops", "i4", "persons", "uniformed persons in December, or in the mission's last month"),)

LEAKS = (
    _C("month", "i8", "month", "when"),
    _C("kind", "i8", "Compromise", "a partner leaked, or a visitor spied"),
    _C("culprit", "i8", "index", "nation that leaked, or whose officer spied"),
    _C("victim", "i8", "index", "nation whose secrets were lost"),
    _C("officer", "i8", "id", "the officer who spied; -1 for a leak"),
    _C("severity", "f8", "1", "what it cost; the mildest cost 1"),
)

THREATS_OUT = (
    _C("attempts", "i4", "count", "attempts in the year"),
    _C("detected", "i4", "count", "… detected in time"),
    _C("prevented", "i4", "count", "… detected and stopped"),
    _C("occurred", "i4", "count", "… that were not stopped"),
    _C("harm", "f8", "harm", "harm done; 1 is a median terrorist attack without crisis management"),
)

AGREEMENTS = (
    _C("a", "i8", "index", "the nation that comes first"),
    _C("b", "i8", "index", "the other nation"),
    _C("type", "i8", "AgreementType", "what was agreed on"),
    _C("start", "i8", "month", "first month in force"),
    _C("end", "i8", "month", "first month no longer in force; -1 while running"),
    _C("renewal_due", "i8", "month", "end of the term, when it is renewed or not; -1 for one that the scenario states"),
    _C("renewals", "i8", "count", "times it was renewed"),
)

WORLD_OUT = (
    _C("states", "i4", "nations", "states in the system"),
    _C("cadre", "i8", "agents", "officers and senior NCOs who could go"),
    _C("posts", "i4", "posts", "posts open"),
    _C("filled", "i4", "posts", "posts filled"),
    _C("preparing", "i4", "posts", "posts whose officer is in preparation"),
    _C("vacant", "i4", "posts", "posts vacant or suspended"),
    _C("trust", "f8", "0-1", "mean trust of all pairs of states present"),
    _C("trust_partners", "f8", "0-1", "mean trust of the pairs that have posts"),
    _C("trust_allies", "f8", "0-1", "mean trust of allied pairs"),
    _C("interoperability_allies", "f8", "0-1", "mean interoperability of allied pairs"),
    _C("familiarity_allies", "f8", "0-1", "mean familiarity of allied pairs"),
    _C("states_sending", "i4", "nations", "states with an officer on a bilateral tour"),
    _C("misunderstandings", "i4", "count", "misunderstandings this month"),
    _C("ties", "i4", "ties", "living ties"),
    _C("gatherings", "i4", "events", "exercises and workshops held this month"),
    _C("spent_usd", "f8", "USD", "spent this month, in money of the year"),
    _C("agreements", "i4", "agreements", "general agreements in force"),
    _C("files", "i4", "officers", "personal files open: officers of whom something must be remembered"),
    _C("sharing_allies", "f8", "0-1", "mean share of knowledge that allied pairs pass on"),
    _C("leaks", "i4", "count", "leaks this month"),
    _C("espionage", "i4", "count", "cases of espionage by visitors this month"),
    _C("attempts", "i4", "count", "attempts of terrorism, crime, cyber and hybrid attack this month"),
    _C("detected", "i4", "count", "… detected in time"),
    _C("prevented", "i4", "count", "… detected and stopped"),
    _C("occurred", "i4", "count", "… that were not stopped"),
    _C("harm", "f8", "harm", "harm done"),
    _C("missions", "i4", "missions", "UN missions in being"),
    _C("mission_troops", "i8", "persons", "uniformed persons on them"),
    _C("mission_violence", "f8", "0-1", "mean violence at the places of missions"),
    _C("escalations", "i4", "count", "escalations this month at the places of missions"),
)

NATIONS_OUT = (
    _C("present", "u1", "flag", "in the system in December, or in the last month of the run"),
    _C("cadre", "i8", "agents", "strength"),
    _C("posts", "i4", "posts", "posts open"),
    _C("filled", "i4", "posts", "posts filled"),
    _C("preparing", "i4", "posts", "posts whose officer is in preparation"),
    _C("hosted", "i4", "posts", "posts of others filled on its soil"),
    _C("budget_usd", "f8", "USD", "exchange budget of the fiscal year"),
    _C("spent_usd", "f8", "USD", "spent in the calendar year"),
    _C(
        "linguists",
        "f8",
        "officers",
        "officers with a file who hold a foreign language at working level, over languages",
    ),
    _C("alumni", "i4", "officers", "serving alumni at home"),
    _C("senior_alumni", "i4", "officers", "… of rank O6 and above"),
    _C("tours_ended", "i4", "tours", "tours completed in the year"),
    _C("level_at_return", "f8", "ILR", "mean level in the working language at the end of these tours"),
    _C("command_style", "f8", "0-1", "protocol vector: hierarchical 0 to collaborative 1"),
    _C("staff_procedure", "f8", "0-1", "protocol vector: staff procedure"),
    _C("communications_security", "f8", "0-1", "protocol vector: communications and information security"),
    _C("doctrine", "f8", "0-1", "protocol vector: doctrine standard"),
    _C("skill", "f8", "0-1", "mean skill over domains"),
    _C("skill_conventional", "f8", "0-1", "skill in conventional warfare"),
    _C("skill_peacekeeping", "f8", "0-1", "… in peacekeeping"),
    _C("skill_counterterrorism", "f8", "0-1", "… in counterterrorism"),
    _C("skill_cyber", "f8", "0-1", "… in cyber operations"),
    _C("skill_unconventional", "f8", "0-1", "… against unconventional and hybrid threats"),
    _C("skill_crisis_management", "f8", "0-1", "… in crisis management"),
    _C("language_usd", "f8", "USD", "spent on courses, refreshers and interpreters in the calendar year"),
    _C("interpreter_usd", "f8", "USD", "… on interpreters"),
    _C("agreements", "i4", "agreements", "general agreements in force"),
    _C("trust_given", "f8", "0-1", "mean trust in others"),
    _C("trust_received", "f8", "0-1", "mean trust of others"),
    _C("standing", "f8", "0-1", "international perception; .5 is neutral"),
    _C("partners", "i4", "nations", "nations to which it has bilateral posts open: scope, against posts: depth"),
    _C("refused", "i4", "posts", "posts that hosts refused in the year, for distrust or for want of room"),
    _C("reciprocity_balance", "f8", "-1 to 1", "officers on bilateral tours sent less received, over both"),
    _C(
        "objective_match", "f8", "0-1", "share of bilateral posts with the partners and in the fields of its priorities"
    ),
    _C("sharing_given", "f8", "0-1", "mean share of its knowledge that it passes to others"),
    _C("sharing_received", "f8", "0-1", "mean share of their knowledge that others pass to it"),
    _C("information_security", "f8", "0-1", "how well it keeps secrets that others share with it"),
    _C("leak_risk", "f8", "0-1", "how likely others think leaks from it to be"),
    _C("compromises", "i4", "count", "leaks and cases of espionage by it in the year"),
    _C("vetted", "i4", "officers", "visitors vetted in the year"),
    _C("findings", "i4", "officers", "… of whom something was found"),
    _C("denied", "i4", "officers", "… who were turned away for cause"),
    _C("false_denials", "i4", "officers", "… who were turned away without cause"),
    _C("threat_pressure", "f8", "1", "attacks suffered of late against the usual, which is 1"),
    _C("readiness", "f8", "0-1", "skill, interoperability with allies, language pool, posts filled"),
    _C("mission_troops", "i8", "persons", "uniformed persons on UN missions in December"),
)

LANGUAGE_POOL = (
    _C("working", "i4", "officers", "officers with a file at ILR 2 or above in the language, at the last census"),
    _C("professional", "i4", "officers", "… at ILR 3 or above"),
    _C("lost", "i4", "officers", "officers who dropped below ILR 2 or left the service since last year's last census"),
)

PAIRS_OUT = (
    _C("trust", "f4", "0-1", "trust of the sender in the host"),
    _C("baseline", "f4", "0-1", "political baseline of that trust"),
    _C("familiarity", "f4", "0-1", "familiarity with the host's procedures"),
    _C("interoperability", "f4", "0-1", "interoperability"),
    _C("technical", "f4", "0-1", "technical part"),
    _C("procedural", "f4", "0-1", "procedural part"),
    _C("human", "f4", "0-1", "human part"),
    _C("talk", "f4", "0-1", "chance that two officers can talk"),
    _C("ties", "f4", "ties", "living ties, weighted"),
    _C("incidents", "f4", "count", "misunderstandings in the year"),
    _C("posts", "i4", "posts", "posts open"),
    _C("filled", "i4", "posts", "posts filled"),
    _C("alumni", "i4", "officers", "serving alumni"),
    _C("exercises", "i4", "count", "exercises together in the year"),
    _C("alliance", "u1", "flag", "a defence pact"),
    _C("ledger", "f4", "officer-months", "officer-months sent minus received, fading"),
    _C("wish", "f4", "share", "share of its tours that the sender would give to the host, were nobody to refuse"),
    _C("sharing", "f4", "0-1", "share of what the sender knows of threats that it passes to the host"),
    _C("relayed", "f4", "0-1", "… that reaches the host through third parties"),
    _C("agreement", "u1", "flag", "a general agreement in force"),
    _C("information_security", "u1", "flag", "an information-security agreement in force"),
    _C("training", "u1", "flag", "a training or status-of-forces agreement in force"),
)
