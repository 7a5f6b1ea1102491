"""Every column of every table in memory, once: type, unit, meaning. Types, views and documents derive from here.

Tables are arrays of records: what happens to one officer lies in one or two cache lines, and a kernel is handed
one argument a table (decision 0002). Whole numbers
are int64, so that each kernel is compiled for one type, except where rows are many (people) or only written (logs).
Months count from January 1900; -1 means none.
"""

from dataclasses import dataclass

import numpy as np


@dataclass(frozen=True, slots=True)
class Column:
    """One column of a table in memory."""

    name: str
    dtype: str
    unit: str
    meaning: str
    shape: tuple[int, ...] = ()


_C = Column

PEOPLE = (
    _C("dossier", "i4", "row", "1 + row of the personal file, 0 while none was opened"),
    _C("entered", "i2", "month", "first month of service"),
    _C("leaves", "i2", "month", "month in which this person leaves, as things stand"),
    _C("due", "i2", "month", "month of the next thing that happens: a promotion board, leaving, the next recruit"),
    _C("generation", "u2", "1", "how many persons held this place before"),
    _C("rank", "u1", "Rank", "grade"),
    _C("status", "u1", "Status", "where the person is"),
)

DOSSIERS = (
    _C("uid", "i8", "id", "person: nation code, place and generation"),
    _C("row", "i8", "row", "place in the table of people; -1 for an unused file"),
    _C("nation", "i8", "index", "nation served"),
    _C("post", "i8", "row", "post held or prepared for; -1 for none"),
    _C("tours", "i8", "count", "tours abroad completed"),
    _C("patience", "f8", "hazard", "cumulative leaving hazard still to be spent"),
    _C("patience_from", "i8", "months", "service at which `patience` was last reckoned"),
    _C("aptitude", "f8", "sd", "language aptitude"),
    _C("specialism", "i8", "Domain", "specialism"),
    _C("mother_tongue", "i8", "index", "first language"),
    _C("language", "i8", "index", "foreign languages, -1 for none", (2,)),
    _C("level", "f8", "ILR", "best level reached", (2,)),
    _C(
        "used",
        "f8",
        "month",
        "month of last use, or the earlier one that explains what is left",
        (2,),
    ),
    _C("pooled", "i8", "index", "languages in which counted in the pool at the last census, -1 for none", (2,)),
    _C("host", "i8", "index", "nations known from service together, -1 for none", (2,)),
    _C("familiarity", "f8", "0-1", "familiarity with their procedures when last used", (2,)),
    _C("trust", "f8", "sd", "personal trust in their people at last contact", (2,)),
    _C("met", "i8", "month", "month of last contact", (2,)),
    _C("intercultural", "f8", "0-1", "intercultural competence"),
    _C("resilience", "f8", "0-1", "resilience"),
    _C("leadership", "f8", "0-1", "leadership"),
    _C("skill", "f8", "0-1", "skill in the specialism"),
)

POSTS = (
    _C("uid", "i8", "id", "sender, venue, programme and ordinal; the order in which boards meet"),
    _C("sender", "i8", "index", "nation that sends"),
    _C("venue", "i8", "index", "where: a nation, number of nations + organisation, then missions"),
    _C("host", "i8", "index", "nation on whose soil the post is, -1 for UN missions"),
    _C("programme", "i8", "index", "programme"),
    _C("ordinal", "i8", "count", "number within sender, venue and programme"),
    _C("domain", "i8", "Domain", "field of work"),
    _C("language", "i8", "index", "working language"),
    _C("state", "u1", "PostState", "vacant, in preparation, filled, suspended"),
    _C("closing", "u1", "flag", "to be closed when the tour ends"),
    _C("dossier", "i8", "row", "file of the incumbent or of the officer in preparation; -1 for none"),
    _C("since", "i8", "month", "month in which it was opened or vacated, or its officer was chosen"),
    _C("until", "i8", "month", "month in which preparation or tour ends"),
    _C("vacant_months", "i8", "months", "months vacant or suspended since opened"),
    _C("tour", "i8", "row", "row in the log of tours; -1 for none"),
)

TIES = (
    _C("dossier", "i8", "row", "files of the two officers; -1 for an unused slot", (2,)),
    _C("uid", "i8", "id", "the two officers", (2,)),
    _C("strength", "f8", "1 per year", "yearly survival"),
    _C("ends", "i8", "month", "month in which the tie fades"),
    _C("made", "i8", "month", "month in which it was made"),
)

NATIONS = (
    _C("code", "i8", "id", "stable number used in draws (COW code for real states)"),
    _C("first_row", "i8", "row", "first place of this nation in the table of people"),
    _C("places", "i8", "count", "places: the largest strength of the period"),
    _C("safe_places", "i8", "count", "places that exist in every month of the period"),
    _C("epoch", "i8", "month", "first month with any strength"),
    _C("founded", "i8", "month", "first month in the system of states; 0 for states of old"),
    _C("cadre", "i8", "agents", "strength this month: officers and senior NCOs who could go"),
    _C("present", "u1", "flag", "a member of the state system this month"),
    _C("borders_closed", "u1", "flag", "nobody goes out or comes in"),
    _C("fiscal_month", "i8", "0-11", "month in which the fiscal year starts"),
    _C("budget_usd", "f8", "USD", "exchange budget of the fiscal year, in money of the year"),
    _C("spent_usd", "f8", "USD", "spent of it so far"),
    _C("reserved_usd", "f8", "USD", "what open posts will cost until the fiscal year ends"),
    _C("spent_this_year_usd", "f8", "USD", "spent in the calendar year"),
    _C("capability_index", "f8", "share", "capability index of the year: share of the real world's capability"),
    _C("capability_share", "f8", "share", "capability index over that of all states present"),
    _C("protocol", "f8", "0-1", "command style, staff procedure, communications and security, doctrine", (4,)),
    _C("skill", "f8", "0-1", "skill by domain", (6,)),
    _C("language", "i8", "index", "main working language at home"),
    _C("hosted", "i8", "posts", "posts of others open on its soil"),
    _C("promised", "i8", "posts", "posts on its soil that plans of this month want beyond those open"),
    _C("promised_usd", "f8", "USD", "yearly cost of others' further posts that this month's plans want it to pay"),
    _C("donated_usd", "f8", "USD", "yearly cost of others' open posts that it pays as the richer host"),
    _C("refused_this_year", "i8", "posts", "posts that hosts refused since January, for distrust or for want of room"),
    _C("turned_away", "i8", "posts", "posts of others that it refused this month for distrust"),
    _C("refresher_share", "f8", "share", "part of the quarter's refresher classes that the purse allows"),
    _C("alumni", "i8", "officers", "serving officers at home with a completed tour"),
    _C("senior_alumni", "i8", "officers", "… of rank O6 and above"),
    _C("files", "i8", "officers", "serving officers with a personal file"),
    _C("recontact_chance", "f8", "0-1", "chance that an alumnus is re-contacted this quarter, as the purse allows"),
    _C("language_this_year_usd", "f8", "USD", "spent on courses, refreshers and interpreters in the calendar year"),
    _C("interpreters_this_year_usd", "f8", "USD", "… on interpreters"),
    _C("tours_ended", "i8", "tours", "tours completed in the calendar year"),
    _C("level_at_return", "f8", "ILR", "sum of levels in the working language at the end of these tours"),
    _C("post_months", "i8", "months", "months of its posts since January, whether anybody served there or not"),
    _C("served_months", "i8", "months", "… in which an officer served"),
    _C("class_months", "i8", "months", "… in which the officer chosen was still in preparation"),
    _C("sending_months", "i8", "months", "months since January with an officer on a bilateral tour"),
    _C("sent_in", "i8", "month", "last month with an officer on a bilateral tour"),
    _C("ties_made", "i8", "ties", "ties that its officers made since January"),
    _C("ties_five_years", "i8", "ties", "ties of its officers that became five years old since January"),
    _C("ties_ten_years", "i8", "ties", "… ten years old"),
    _C("standing", "f8", "0-1", "international perception of the nation; .5 is neutral"),
    _C("information_security", "f8", "0-1", "how well the nation keeps secrets that others share with it"),
    _C("leak_risk", "f8", "0-1", "how likely others think leaks from this nation to be"),
    _C("alarm", "f8", "0-1", "how much stricter than policy the nation vets visitors after compromises"),
    _C("rivals", "i8", "nations", "states present that are rivals"),
    _C("leaks_per_year", "f8", "1 per year", "leaks to be expected of what others share with this nation"),
    _C("betrayals_per_year", "f8", "1 per year", "leaks to be expected of what this nation shares with others"),
    _C("betrayals_expected", "f8", "count", "… since January"),
    _C("espionage_expected", "f8", "count", "cases of espionage by visitors to be expected since January"),
    _C(
        "findings_expected", "f8", "officers", "visitors since January of whom something was to be expected to be found"
    ),
    _C("denials_expected", "f8", "officers", "… to be turned away for cause"),
    _C("false_denials_expected", "f8", "officers", "… to be turned away without cause"),
    _C("leaks_this_year", "i8", "count", "compromises by this nation since January"),
    _C("vetted", "i8", "officers", "visitors vetted since January"),
    _C("findings", "i8", "officers", "… of whom something was found"),
    _C("denied", "i8", "officers", "… who were turned away for cause"),
    _C("false_denials", "i8", "officers", "… who were turned away without cause"),
    _C("surge", "f8", "1", "factor of the scenario on attempts, by kind of threat", (4,)),
    _C("activity", "f8", "1", "attempts of late against usual ones, by kind of threat", (4,)),
    _C("detection", "f8", "0-1", "chance that an attempt is detected, by kind of threat", (4,)),
    _C("warned", "f8", "0-1", "… what others tell, of what the nation does not see itself, by kind of threat", (4,)),
    _C("aid", "f8", "0-1", "what helpers can do, next to own forces"),
    _C("channel", "f8", "ties", "crisis channels with all other nations together"),
    _C("recent_harm", "f8", "1", "harm suffered of late, against what an average nation of the time has to expect"),
    _C(
        "usual_harm",
        "f8",
        "1",
        "… that the nation is used to; -1 before its first month, also when it comes back",
    ),
    _C("threat_pressure", "f8", "1", "attacks suffered of late, smoothed; 1 is what the nation is used to"),
    _C("readiness", "f8", "0-1", "skill, interoperability with allies, language pool and posts filled together"),
)

PAIRS = (
    _C("trust", "f8", "0-1", "trust of the row nation in the column nation"),
    _C("baseline", "f8", "0-1", "political baseline of trust"),
    _C("familiarity", "f8", "0-1", "how well the row nation's forces know the other's procedures"),
    _C("technical", "f8", "0-1", "technical interoperability"),
    _C("procedural", "f8", "0-1", "procedural interoperability"),
    _C("human", "f8", "0-1", "human interoperability"),
    _C("interoperability", "f8", "0-1", "the three together"),
    _C("gap", "f8", "0-1", "distance of protocol vectors"),
    _C("talk", "f8", "0-1", "chance that two officers who must work together can talk"),
    _C("standards", "f8", "0-1", "strength of shared standards"),
    _C("friends", "f8", "0-1", "trust in the column nation among states that the row nation trusts"),
    _C("threat", "f8", "share", "share of the row nation's rivals that are the other's rivals too"),
    _C("wish", "f8", "share", "share of its tours that the row nation would send to the other, were nobody to refuse"),
    _C("bridging", "f8", "share", "share of the column nation's partners that the row nation lacks"),
    _C("dose", "f8", "officers", "contact of this month, weighted by rank"),
    _C("quality", "f8", "officers", "… times the quality of communication"),
    _C("incidents", "f8", "count", "misunderstandings of this month, those of guests at the weight of hosts"),
    _C("joint", "f8", "dose-months", "normalised joint work since January"),
    _C("alumni_influence", "f8", "officers", "alumni at home, weighted by rank and personal trust"),
    _C("alumni_practice", "f8", "officers", "… by rank and what they still know of the other's procedures"),
    _C("alumni", "i8", "officers", "serving alumni who know the column nation"),
    _C("acquainted", "f8", "officers", "these alumni, those whose contact was short or thin counted less"),
    _C("ties", "f8", "ties", "living ties, those between senior officers counted more"),
    _C("ledger", "f8", "officer-months", "officer-months sent minus received, fading"),
    _C("posts", "i8", "posts", "posts open"),
    _C("filled", "i8", "posts", "posts filled"),
    _C("incidents_this_year", "f8", "count", "misunderstandings of the row nation's officers since January"),
    _C("exercises_this_year", "i8", "count", "exercises together since January"),
    _C("last_exercise", "i8", "year", "last year (since 1900) with an exercise together, -1 for none"),
    _C(
        "habit",
        "f8",
        "exercises",
        "bilateral exercises held up to and in the year of `habit_year`, earlier ones fading",
    ),
    _C("habit_year", "i8", "year", "year (since 1900) as of which the habit is reckoned, -1 for none"),
    _C("alliance", "u1", "flag", "a defence pact"),
    _C("rivalry", "u1", "flag", "a strategic rivalry"),
    _C("disclosed", "f8", "1", "severity of dated leaks this month of what the second state had told the first"),
    _C("shaken", "u1", "flag", "the rivalry has begun this very month; trust has not yet felt it"),
    _C("sharing", "f8", "0-1", "share of what the row nation knows of threats that it passes to the other"),
    _C("relayed", "f8", "0-1", "… that reaches the other through third parties"),
    _C("crisis_channel", "f8", "ties", "living ties of persons, weighted by the seniority of both"),
    _C("agreement", "u1", "flag", "a general defence cooperation agreement"),
    _C("information_security", "u1", "flag", "an information-security agreement"),
    _C("training", "u1", "flag", "a training or status-of-forces agreement"),
    _C("ruptured", "u1", "flag", "relations broken off"),
    _C("had_posts", "u1", "flag", "posts were open last December"),
)

ORGANISATIONS = (
    _C("code", "i8", "id", "stable number used in draws"),
    _C("headquarters", "i8", "index", "nation that hosts the headquarters, -1 for none in the world"),
    _C("language", "i8", "index", "first working language"),
    _C("standards", "f8", "0-1", "how far membership harmonises procedures and equipment"),
    _C("exercises_per_year", "f8", "1 per year", "joint exercises of the members"),
    _C("exercises_from", "i8", "month", "first month in which it holds exercises"),
    _C("information_security", "f8", "0-1", "how far members keep each other's secrets under one regime"),
)

MISSIONS = (
    _C("code", "i8", "id", "stable number used in draws"),
    _C("organisation", "i8", "index", "organisation whose members may contribute, -1 for any nation"),
    _C("place", "i8", "index", "nation on whose territory it serves, -1 when it is not in the world"),
    _C("language", "i8", "index", "first working language"),
    _C("local", "i8", "index", "languages of the people of the place, -1 for none", (4,)),
    _C("kind", "i8", "MissionKind", "observers, peacekeeping or multidimensional"),
    _C("start", "i8", "month", "first month"),
    _C("end", "i8", "month", "first month no longer in being"),
    _C("violence_at_start", "f8", "0-1", "violence that would go on without it when it begins"),
    _C("running", "u1", "flag", "in being this month"),
    _C("ceiling", "f8", "persons", "authorised strength of the year"),
    _C("tension", "f8", "0-1", "what feeds the violence: the level to which it relapses"),
    _C("violence", "f8", "0-1", "violence"),
    _C("unguarded", "f8", "0-1", "violence as it would be without troops"),
    _C("troops", "f8", "persons", "uniformed persons deployed"),
    _C("contributors", "i8", "nations", "nations with a contingent"),
    _C("fractionalisation", "f8", "0-1", "chance that two peacekeepers are of different nations"),
    _C("top_share", "f8", "share", "share of the largest contingent"),
    _C("commander", "i8", "index", "nation of the force commander, -1 for none"),
    _C("deputy", "i8", "index", "nation of the deputy, -1 for none"),
    _C("command_since", "i8", "month", "month in which they took over"),
    _C("leaders", "f8", "0-1", "distance of the protocols of commander and deputy"),
    _C("language_distance", "f8", "0-1", "chance that commander and troops cannot talk"),
    _C("social_distance", "f8", "0-1", "distance of the troops to the people of the place"),
    _C(
        "interoperability",
        "f8",
        "0-1",
        "interoperability of the contributors, with what they learned of each other here",
    ),
    _C("trust", "f8", "0-1", "trust among the contributors"),
    _C("skill", "f8", "0-1", "peacekeeping skill of the contributors"),
    _C("protected", "f8", "persons", "civilians protected since January"),
    _C("escalations", "i8", "count", "escalations since January"),
)

CONTINGENTS = (
    _C("troops", "f8", "persons", "uniformed persons of the nation in the mission"),
    _C("familiarity", "f8", "0-1", "how well they know the other contingents and the ways of the mission"),
)

PROGRAMMES = (
    _C("kind", "i8", "ProgrammeKind", "kind"),
    _C("mode", "i8", "Mode", "in person, virtual, hybrid"),
    _C("duration_months", "f8", "months", "length; 0 means the tour length of the policy"),
    _C("contact", "f8", "0-1", "intensity of contact with people of the host"),
    _C("allport", "f8", "0-1", "how far Allport's four conditions hold"),
    _C("class_hours_per_week", "f8", "hours", "language classes"),
    _C("immersion_hours_per_week", "f8", "hours", "life among speakers"),
    _C("protocol_exposure", "f8", "months per month", "exposure to the host's procedures"),
    _C("domains", "f8", "weights", "fields trained, summing to 1", (6,)),
    _C("required_level", "f8", "ILR", "level of the working language that the work needs"),
    _C("rank_low", "i8", "Rank", "lowest grade"),
    _C("rank_high", "i8", "Rank", "highest grade"),
    _C("intercultural", "f8", "weight", "growth of intercultural competence"),
    _C("resilience", "f8", "weight", "growth of resilience"),
    _C("leadership", "f8", "weight", "growth of leadership"),
    _C("access", "f8", "0-1", "what a visitor can see of what the host would keep to itself"),
    _C("cost_usd_per_month", "f8", "USD of 2015", "cost of a filled post a month; of a participant for a gathering"),
)

CHANGES = (
    _C("month", "i8", "month", "when"),
    _C("kind", "i8", "Change", "what"),
    _C("a", "i8", "index", "nation; -1 for all"),
    _C("b", "i8", "index", "other nation, organisation or lever"),
    _C("value", "f8", "unit of the lever", "new value"),
)


def dtype_of(columns: tuple[Column, ...]) -> np.dtype:
    """Aligned record type of a table."""
    return np.dtype([(c.name, c.dtype, c.shape) if c.shape else (c.name, c.dtype) for c in columns], align=True)
