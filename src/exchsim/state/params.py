"""Every parameter of the model, once: path, default, unit, range, evidence grade, source, meaning.

Grades: R read in the source, C computed from public tables, K-high / K-medium / K-low known literature by
confidence, M a modelling choice without a source. The range is where the truth may lie; sensitivity tools use it.
"""

from dataclasses import dataclass

import numpy as np

GRADES = ("R", "C", "K-high", "K-medium", "K-low", "M")


@dataclass(frozen=True, slots=True)
class Parameter:
    """One number of the model. `path` is `group.name`; `name` is the field in the compiled record."""

    path: str
    default: float
    unit: str
    low: float
    high: float
    grade: str
    source: str
    meaning: str

    @property
    def name(self) -> str:
        """Field name in the compiled record: `language.steepness` is `language_steepness`, a lever is bare."""
        return self.path.removeprefix("policy.").replace(".", "_")


_P = Parameter
_PROPOSED = "modelling proposal (MODEL.md section 4)"
_CONTACT = "Pettigrew & Tropp 2006; Paluck et al. 2019 (RCTs d = .39); AMLE 10.5465/amle.2015.0250 (stay abroad .46)"
_DOPMA = "US Army DA Pam 600-3 (DOPMA goals)"

PARAMETERS: tuple[Parameter, ...] = (
    # language
    _P("language.aptitude_effect", 0.12, "log hours per sd", 0.05, 0.2, "M",
       "validity r = .35-.45, Lett & O'Mara 1990; size proposed", "how much one sd of aptitude shortens learning"),
    _P("language.immersion_weight", 0.35, "class hours per hour", 0.2, 0.6, "M",
       "scaled to 1.77 x class, AMLE 10.5465/amle.2015.0250", "worth of an hour of life among speakers"),
    _P("language.class_hours_per_month", 108.6, "hours", 87.0, 130.0, "R",
       "FSI: 25 class hours a week", "class hours in a month of full-time course"),
    _P("language.level_ceiling", 4.5, "ILR", 4.0, 5.0, "M", _PROPOSED, "highest level an adult learner reaches"),
    _P("language.loss_time_years", 1.0, "years", 0.5, 2.0, "M", "shape Bahrick 1984", "time constant of language loss"),
    _P("language.loss_power", 0.8, "1", 0.6, 1.0, "M", "shape Bahrick 1984", "power of language loss"),
    _P("language.floor_at_1", 0.4, "share of level", 0.2, 0.6, "M", "shape Bahrick 1984",
       "share of a level-1 competence that is never lost"),
    _P("language.floor_at_3", 0.85, "share of level", 0.7, 0.95, "M", "shape Bahrick 1984",
       "share of a level-3 competence that is never lost"),
    _P("language.steepness", 2.5, "1 per ILR level", 1.5, 4.0, "M", _PROPOSED,
       "how sharply communication depends on the level"),
    _P("language.interpreter_gain", 0.7, "share", 0.4, 0.9, "M", _PROPOSED,
       "share of what is lost between two people that an interpreter restores"),
    _P("language.terminology_gain", 1.0, "ILR levels", 0.0, 1.0, "M", _PROPOSED,
       "level that common terminology makes unnecessary where standards are fully shared"),
    _P("language.fit_tolerance", 1.0, "ILR levels", 0.5, 1.5, "M", "NATO language requirement practice (2-3)",
       "how far below the required level a board still sends somebody"),
    _P("language.staff_level_scale", 5.0, "ILR", 4.0, 5.0, "M", "proposal: 5 x square root of the share of speakers",
       "level at which a staff works in a language that everybody at home speaks"),
    _P("language.schooled_level", 2.2, "ILR", 1.5, 3.0, "M", "proposal",
       "mean level of a second language that an officer brings from school"),
    _P("language.schooled_level_sd", 0.7, "ILR", 0.4, 1.0, "M", "proposal", "spread of that level between officers"),
    _P("language.working_level", 2.5, "ILR", 2.0, 3.0, "K-medium", "STANAG 6001 requirements of 2 to 3 for staff posts",
       "level that working together in a language needs"),
    _P("language.linguist_level", 2.0, "ILR", 1.5, 3.0, "K-medium", "STANAG 6001 level 2, limited working",
       "level from which an officer counts in the language pool"),
    # contact
    _P("contact.misunderstandings_per_year", 2.0, "1 per officer-year", 0.5, 6.0, "M", _PROPOSED,
       "misunderstandings at the worst: no common language, opposite procedures, no familiarity"),
    _P("contact.gain_per_year", 0.45, "sd", 0.3, 0.6, "K-medium", _CONTACT,
       "personal trust gained in a year of full contact in person"),
    _P("contact.ceiling", 1.5, "sd", 1.0, 2.0, "M", "proposal: saturation of contact effects",
       "personal trust at which contact adds nothing more"),
    _P("contact.allport_gain", 0.4, "share", 0.2, 0.5, "K-high", "Pettigrew & Tropp 2006 (r .29 against .20)",
       "what equal status, common goals, cooperation and support add to contact"),
    _P("contact.virtual_share", 0.6, "share", 0.55, 0.65, "R", "Pereira da Costa 2024 (g .25) over .39-.46 in person",
       "contact effect of meeting on screen, as a share of meeting in person"),
    _P("contact.negative_weight", 1.35, "1", 1.2, 1.5, "R", "Banas et al. 2020 (.31 against .23)",
       "weight of a misunderstanding against a month of good contact"),
    _P("contact.trust_half_life_years", 5.0, "years", 3.0, 10.0, "M", "no long follow-up exists; Lemmer & Wagner 2015",
       "half-life of personal trust without contact"),
    _P("contact.ties_per_year", 2.0, "1 per officer-year", 0.5, 4.0, "M", "proposal",
       "lasting ties made in a year of full contact and perfect communication"),
    _P("contact.tie_survival_low", 0.3, "1 per year", 0.1, 0.5, "M", "Burt 2001; Commun. Phys. 2022; range proposed",
       "yearly survival of the weakest tie"),
    _P("contact.tie_survival_high", 0.9, "1 per year", 0.8, 0.95, "M", "Burt 2001; Commun. Phys. 2022; range proposed",
       "yearly survival of the strongest tie"),
    _P("contact.delegate_contact_months", 0.5, "months", 0.1, 1.0, "M", "proposal",
       "months of full contact that one exercise or workshop is worth to a delegate"),
    _P("contact.senior_tie_weight", 3.0, "1", 1.0, 5.0, "M", "proposal (crisis channel)",
       "weight of a tie between two officers of rank O6 or above"),
    # trust between nations
    _P("trust.gain_per_year", 0.15, "1 per year", 0.05, 0.3, "M", "no source gives a size",
       "growth of pair trust at an unlimited dose of perfect contact"),
    _P("trust.loss_per_incident", 0.1, "1", 0.02, 0.3, "M", "no source gives a size",
       "pair trust lost per misunderstanding, in misunderstandings per reference number of posts"),
    _P("trust.memory_years", 6.0, "years", 3.0, 10.0, "M", "no source gives a decay",
       "time constant with which pair trust returns to its political baseline"),
    _P("trust.reference_share", 0.0005, "share of cadre", 0.0003, 0.002, "R", "af.mil 2006 (170 of the USAF)",
       "share of a cadre abroad with one partner that counts as a dose of one"),
    _P("trust.alumni_weight", 0.05, "1", 0.01, 0.2, "M", "conditions after Atkinson 2010; size proposed",
       "weight of an alumnus at home, per sd of personal trust, against an officer now abroad"),
    _P("trust.host_share", 0.5, "1", 0.2, 1.0, "M", "proposal", "what hosts learn, as a share of what visitors learn"),
    _P("trust.exercise_dose", 0.2, "1", 0.05, 1.0, "M", "proposal",
       "dose of one exercise in a month, relative to the reference number of posts"),
    _P("trust.rank_weight", 0.5, "1 per grade", 0.2, 1.0, "M", "proposal",
       "how much each grade above O3 adds to the influence of an officer"),
    _P("trust.initial_gain", 0.2, "share", 0.0, 0.4, "M", "proposal: exchanges did not begin with the run",
       "share of what is missing to full trust that old partners have gained over the baseline when the run starts"),
    _P("trust.base", -0.2, "logit", -1.0, 0.5, "M", "proposal", "political baseline of two unconnected aligned states"),
    _P("trust.alliance", 1.2, "logit", 0.5, 2.0, "M", "sign known; size proposed", "a defence pact"),
    _P("trust.agreement", 0.6, "logit", 0.2, 1.2, "M", "sign known; size proposed", "a defence cooperation agreement"),
    _P("trust.rivalry", -2.2, "logit", -3.5, -1.0, "M", "sign known; size proposed", "a strategic rivalry"),
    _P("trust.alignment", -0.5, "logit per unit", -1.0, -0.2, "M", "sign known; size proposed",
       "distance of UN ideal points"),
    _P("trust.friends", 1.0, "logit", 0.0, 2.0, "M", "proposal (triads)", "what trusted third states think"),
    # protocols
    _P("protocols.learning_exponent", 0.3, "1", 0.2, 0.4, "K-medium", "power law of practice",
       "exponent of procedural learning"),
    _P("protocols.half_life_months", 9.0, "months", 6.5, 13.0, "R", "Tatel & Ackerman; Arthur et al. 1998",
       "half-life of procedural familiarity without use"),
    _P("protocols.preparation_exposure", 0.5, "months of exposure per month", 0.2, 1.0, "M", "proposal",
       "familiarity gained in a preparation course"),
    _P("protocols.pair_familiarity_per_year", 1.0, "1 per year", 0.3, 2.0, "M", "proposal",
       "growth of a pair's procedural familiarity at an unlimited dose"),
    _P("protocols.exercise_familiarity", 0.05, "1 per exercise", 0.02, 0.1, "M", "proposal",
       "share of what is unfamiliar that one exercise removes"),
    _P("protocols.harmonisation_per_year", 0.01, "1 per year", 0.0, 0.05, "M", "proposal",
       "drift of protocol vectors towards each other at an unlimited dose of joint work"),
    _P("protocols.standards_per_year", 0.08, "1 per year", 0.03, 0.15, "M", "proposal",
       "growth of technical interoperability in an organisation with full standards"),
    _P("protocols.pact_standards", 0.3, "1", 0.1, 0.6, "M", "proposal", "standards that a defence pact alone brings"),
    _P("protocols.technical_drift_per_year", 0.03, "1 per year", 0.01, 0.06, "M", "proposal",
       "yearly loss of technical interoperability as equipment changes"),
    _P("protocols.technical_floor", 0.2, "1", 0.1, 0.4, "M", "proposal", "what unrelated forces have in common"),
    _P("protocols.technical_weight", 0.3, "exponent", 0.2, 0.4, "M", _PROPOSED, "weight of the technical part"),
    _P("protocols.procedural_weight", 0.35, "exponent", 0.25, 0.45, "M", _PROPOSED, "weight of the procedural part"),
    _P("protocols.human_weight", 0.35, "exponent", 0.25, 0.45, "M", _PROPOSED, "weight of the human part"),
    _P("protocols.strangers", 0.3, "1", 0.1, 0.5, "M", "proposal",
       "human interoperability of people who can talk but know nobody"),
    _P("protocols.linguist_share", 0.005, "share of cadre", 0.001, 0.02, "M", "proposal",
       "share of a cadre speaking the partner's language at which most teams have a linguist"),
    _P("protocols.acquaintance_share", 0.01, "share of cadre", 0.002, 0.05, "M", "proposal",
       "share of alumni and ties in a cadre at which most teams know somebody on the other side"),
    _P("protocols.initial_partner_familiarity", 0.3, "1", 0.1, 0.5, "M", "proposal",
       "familiarity of allies when the run starts"),
    # careers
    _P("careers.leave_per_year", 0.08, "1 per year", 0.07, 0.09, "K-medium", "US officers 7-9 % a year",
       "leaving between the obligation and 20 years of service"),
    _P("careers.obligation_years", 5.0, "years", 4.0, 8.0, "K-medium", "US service obligations", "length of obligation"),
    _P("careers.obligation_factor", 0.4, "1", 0.2, 0.6, "K-medium", "spikes after obligation",
       "leaving during the obligation, against leaving after it"),
    _P("careers.peak_factor", 2.5, "1", 1.5, 4.0, "K-medium", "spikes at end of obligation and at 20 years",
       "leaving in the year after the obligation and after 20 years, against other years"),
    _P("careers.late_factor", 1.5, "1", 1.0, 2.0, "M", "proposal", "leaving after 21 years, against before"),
    _P("careers.service_limit_years", 30.0, "years", 28.0, 35.0, "K-medium", "US 10 USC 634 (O6 at 30 years)",
       "retirement below general rank"),
    _P("careers.general_limit_years", 35.0, "years", 33.0, 40.0, "K-medium", "US 10 USC 635-636",
       "retirement of generals"),
    _P("careers.to_o2_years", 1.5, "years", 1.5, 2.0, "K-high", _DOPMA, "service at promotion to O2"),
    _P("careers.to_o3_years", 4.0, "years", 3.5, 4.5, "K-high", _DOPMA, "service at promotion to O3"),
    _P("careers.to_o4_years", 10.0, "years", 9.0, 11.0, "R", _DOPMA, "service at consideration for O4"),
    _P("careers.to_o5_years", 16.0, "years", 15.0, 17.0, "R", _DOPMA, "service at consideration for O5"),
    _P("careers.to_o6_years", 22.0, "years", 21.0, 23.0, "R", _DOPMA, "service at consideration for O6"),
    _P("careers.to_o7_years", 26.0, "years", 25.0, 28.0, "K-low", "typical US brigadier", "service at consideration for O7"),
    _P("careers.to_o8_years", 29.0, "years", 28.0, 31.0, "K-low", "typical US major general", "… for O8"),
    _P("careers.to_o9_years", 32.0, "years", 31.0, 34.0, "K-low", "typical US lieutenant general", "… for O9"),
    _P("careers.chance_o2", 1.0, "1", 0.95, 1.0, "K-high", _DOPMA, "selection to O2"),
    _P("careers.chance_o3", 0.95, "1", 0.9, 1.0, "K-high", _DOPMA, "selection to O3"),
    _P("careers.chance_o4", 0.8, "1", 0.75, 0.85, "R", _DOPMA, "selection to O4"),
    _P("careers.chance_o5", 0.7, "1", 0.65, 0.75, "R", _DOPMA, "selection to O5"),
    _P("careers.chance_o6", 0.5, "1", 0.45, 0.55, "R", _DOPMA, "selection to O6"),
    _P("careers.chance_o7", 0.1, "1", 0.05, 0.2, "K-low", "about 900 generals to 11,000 colonels, US", "selection to O7"),
    _P("careers.chance_o8", 0.5, "1", 0.3, 0.6, "K-low", "US general officer pyramid", "selection to O8"),
    _P("careers.chance_o9", 0.4, "1", 0.2, 0.5, "K-low", "US general officer pyramid", "selection to O9"),
    _P("careers.gate_spread_years", 1.0, "years", 0.5, 1.5, "R", _DOPMA, "half-width of the promotion window from O4 on"),
    _P("careers.leadership_effect", 0.5, "log odds ratio per unit", 0.0, 1.0, "M", "proposal",
       "how much leadership above the average helps at a selection board"),
    _P("careers.bond_per_tour", 0.1, "log hazard per tour", -0.2, 0.3, "M", "both signs possible",
       "how much each tour abroad lowers leaving"),
    # people
    _P("people.trait_mean", 0.5, "1", 0.3, 0.6, "M", "scale by definition",
       "mean intercultural competence, resilience and leadership of a recruit"),
    _P("people.trait_sd", 0.12, "1", 0.05, 0.2, "M", "scale by definition", "their spread"),
    _P("people.specialist_share", 0.4, "share", 0.2, 0.6, "M", "proposal",
       "officers whose specialism is not conventional warfare, spread evenly over the other domains"),
    _P("people.growth_per_year", 0.15, "1 per year", 0.05, 0.3, "M", "sign R: AMLE 10.5465/amle.2015.0250",
       "growth of intercultural competence, resilience and leadership at weight one"),
    _P("people.practice_per_year", 0.3, "1 per year", 0.1, 0.6, "M", "proposal",
       "speed at which a skill moves towards that of better hosts"),
    _P("people.diffusion", 0.02, "1", 0.0, 0.05, "M", "proposal",
       "share of the gap to a returning officer's skill that a nation closes, at one return per reference post"),
    _P("people.skill_base", 0.2, "1", 0.1, 0.3, "M", "proposal", "skill of a force that spends 1,000 USD per person"),
    _P("people.skill_per_decade_of_spending", 0.2, "1", 0.1, 0.3, "M", "proposal",
       "skill added by ten times the spending per person"),
    # selection
    _P("selection.weight_language", 1.0, "1 per ILR level", 0.5, 2.0, "M", "proposal", "weight of the common language"),
    _P("selection.weight_aptitude", 0.2, "1 per sd", 0.0, 0.5, "M", "proposal", "weight of language aptitude"),
    _P("selection.weight_specialism", 0.5, "1", 0.0, 1.0, "M", "proposal", "weight of the right specialism"),
    _P("selection.weight_record", 1.0, "1", 0.0, 2.0, "M", "proposal", "weight of leadership and intercultural record"),
    _P("selection.looks_per_place", 4.0, "1", 2.0, 8.0, "M", "proposal",
       "files read for each place on the shortlist before a board gives up"),
    # diplomacy
    _P("diplomacy.host_threshold", 0.15, "trust", 0.05, 0.3, "M", "proposal", "trust below which a host refuses visitors"),
    _P("diplomacy.budget_for_posts", 0.8, "share", 0.6, 0.9, "M", "proposal",
       "share of the exchange budget that planning commits to posts; courses and gatherings use the rest"),
    # exercises
    _P("exercises.repeat_ally", 0.32, "1 per year", 0.2, 0.5, "C", "MME v7, 1985-99",
       "an allied pair with a bilateral exercise in the last five years holds one this year"),
    _P("exercises.repeat_other", 0.26, "1 per year", 0.15, 0.4, "C", "MME v7, 1985-99", "… a pair without a pact"),
    _P("exercises.onset_acquainted", 0.02, "1 per year", 0.01, 0.04, "C", "MME v7, 1985-99",
       "a pair that met in larger exercises in the last five years holds a bilateral one"),
    _P("exercises.onset_agreement", 0.05, "1 per year", 0.01, 0.1, "M", "proposal; .44 over ten years, MME v7 and DCAD",
       "a pair with a cooperation agreement, not acquainted"),
    _P("exercises.onset_ally", 0.0014, "1 per year", 0.0005, 0.003, "C", "MME v7, 1985-99", "an allied pair, not acquainted"),
    _P("exercises.onset_other", 0.0003, "1 per year", 0.0001, 0.001, "C", "MME v7, 1985-99", "any other pair"),
    _P("exercises.initial_capability", 0.015, "share", 0.005, 0.03, "M", "gives about 40 allied pairs in 1980, MME v7",
       "mean capability share from which old partners have held bilateral exercises before the run"),
    _P("exercises.events_per_active_pair", 0.3, "1 per year", 0.1, 1.0, "C", "MME v7 (1.6 events a pair-year)",
       "bilateral exercises in a year beyond the first, at average capability"),
    _P("exercises.series_participants", 5.0, "nations", 3.0, 8.0, "C", "exercises of three or more, 4.4-5.3 in the 1980s, MME v7",
       "participants that an exercise of an organisation, or a workshop, has on average"),
    # costs
    _P("costs.class_hour_usd", 80.0, "USD of 2015", 45.0, 115.0, "K-low", "category-IV course 100-250 k over 2,200 hours",
       "cost of one class hour for one officer"),
    _P("costs.interpreter_year_usd", 100000.0, "USD of 2015", 60000.0, 200000.0, "K-low", "salary and overhead",
       "cost of one interpreter for a year"),
    _P("costs.price_growth_per_year", 0.03, "1 per year", 0.02, 0.04, "K-high", "US consumer prices 1980-2020",
       "growth of prices that brings costs of 2015 to the money of the year"),
)  # fmt: skip

PARAMETERS_BY_PATH: dict[str, Parameter] = {p.path: p for p in PARAMETERS}

PARAMS_DTYPE = np.dtype([(p.name, "f8") for p in PARAMETERS])


def default_params() -> np.recarray:
    """One record with every default, as rules and kernels read it."""
    record = np.zeros(1, PARAMS_DTYPE).view(np.recarray)
    for parameter in PARAMETERS:
        record[parameter.name] = parameter.default
    return record
