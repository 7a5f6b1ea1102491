"""Contact between people: personal trust, misunderstandings, ties."""

from exchsim.state.parameter import Parameter

_P = Parameter
_PROPOSED = "modelling proposal"
_CONTACT = "Pettigrew & Tropp 2006; Paluck et al. 2019 (RCTs d = .39); AMLE 10.5465/amle.2015.0250 (stay abroad .46)"

PARAMETERS = (
    _P("contact.misunderstandings_per_year", 2.0, "1 per officer-year", 0.5, 6.0, "M", _PROPOSED,
       "misunderstandings at the worst: no common language, opposite procedures, no familiarity"),
    _P("contact.beyond_words", 0.2, "share", 0.05, 0.4, "M", "proposal (decision 0027)",
       "part of misunderstanding that is left when every word is understood"),
    _P("contact.strange_staffs", 0.2, "share", 0.05, 0.4, "M", "proposal (decision 0027)",
       "part of misunderstanding that is left between staffs with the same procedures"),
    _P("contact.gain_per_year", 0.45, "sd", 0.3, 0.6, "K-medium", _CONTACT,
       "personal trust gained in a year of full contact in person"),
    _P("contact.ceiling", 1.5, "sd", 1.0, 2.0, "M", "proposal: saturation of contact effects",
       "personal trust at which contact adds nothing more"),
    _P("contact.allport_gain", 0.4, "share", 0.2, 0.5, "K-high", "Pettigrew & Tropp 2006 (r .29 against .20)",
       "what equal status, common goals, cooperation and support add to contact"),
    _P("contact.virtual_share", 0.6, "share", 0.55, 0.65, "R", "Pereira da Costa 2024 (g .25) over .39-.46 in person",
       "contact effect of meeting on screen, as a share of meeting in person"),
    _P("contact.hybrid_remote_part", 0.5, "share", 0.2, 0.8, "M", "proposal: virtual before and after, in person between",
       "part of a hybrid exchange that is held on screen"),
    _P("contact.intercultural_tact", 1.0, "1 per unit", 0.0, 2.0, "M", "sign R: AMLE 10.5465/amle.2015.0250; size proposed",
       "share of misunderstandings that a unit of intercultural competence above the average saves"),
    _P("contact.intercultural_ties", 1.0, "1 per unit", 0.0, 2.0, "M", "proposal",
       "share of ties that a unit of intercultural competence above the average adds"),
    _P("contact.strain", 0.03, "1 per misunderstanding", 0.0, 0.1, "M",
       "proposal; early return is rarer than is often said, Harzing 1995",
       "chance that a misunderstanding ends the tour of an officer without any resilience"),
    _P("contact.recontact_months", 6.0, "months", 2.0, 12.0, "M", "proposal (alumni policy)",
       "months for which a re-contact keeps personal trust and ties from fading"),
    _P("contact.negative_weight", 1.35, "1", 1.2, 1.5, "R", "Banas et al. 2020 (.31 against .23)",
       "weight of bad contact against as much good contact"),
    _P("contact.misunderstanding_months", 3.0, "months", 1.0, 6.0, "M", "proposal (decision 0027)",
       "months of full contact that one misunderstanding is worth as an experience"),
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
    _P("contact.seniority_per_grade", 0.25, "share", 0.1, 0.5, "M", "proposal (decision 0029)",
       "weight of an officer in a crisis channel next to one a grade higher, up to O6"),
)  # fmt: skip
