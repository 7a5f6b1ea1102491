"""Every lever of a policy, once. A lever is set for the world, for one nation, or from a date on."""

import numpy as np

from exchsim.enums import Reciprocity
from exchsim.state.parameter import Parameter

_L = Parameter

LEVERS: tuple[Parameter, ...] = (
    _L("policy.budget_share", 0.002, "share of military expenditure", 0.0, 0.05, "M",
       "proposal; IMET is 108 M USD of about 600 bn (GAO-12-123)", "money for exchanges"),
    _L("policy.posts_share", 0.002, "share of cadre", 0.0, 0.1, "R",
       "posts .0005-.008 of active strength (af.mil 2006; ADF 2016); a cadre is a fifth of it",
       "officers that a nation wants on bilateral tours at a time"),
    _L("policy.hosting_share", 0.02, "share of cadre", 0.0, 0.2, "M", "proposal", "visitors that a nation can host at a time"),
    _L("policy.staff_posts_share", 0.1, "share", 0.0, 1.0, "M", "proposal; NATO 22,000 posts include support (AP 2017)",
       "part of an organisation's headquarters posts that are multinational"),
    _L("policy.tour_months", 24.0, "months", 3.0, 60.0, "R", "US Army 2 years, up to 3; USAF 2-3", "length of an exchange tour"),
    _L("policy.shortlist", 8.0, "officers", 1.0, 64.0, "M", "proposal", "eligible officers that a board compares"),
    _L("policy.aptitude_cut", -3.0, "sd", -3.0, 2.0, "K-high", "DLAB cut-offs 95-110 are about -.3 to .7 sd",
       "language aptitude below which nobody is considered"),
    _L("policy.language_target", 2.5, "ILR", 0.0, 4.0, "K-medium", "STANAG 6001 requirements of 2-3",
       "level to which a selected officer is taught before the tour; 0 for none"),
    _L("policy.preparation_months_max", 14.0, "months", 0.0, 24.0, "R", "US category-IV course 63 weeks",
       "longest preparation course"),
    _L("policy.refresher_hours_per_year", 0.0, "hours", 0.0, 200.0, "M", "proposal",
       "class hours a year for alumni at home in the host's language"),
    _L("policy.alumni_recontact", 0.0, "share", 0.0, 1.0, "M", "proposal; most forces keep no register",
       "share of alumni at home who are re-contacted in a year"),
    _L("policy.interpreter_coverage", 0.0, "share", 0.0, 1.0, "M", "proposal",
       "share of the need for interpreters at posts that is met where money allows"),
    _L("policy.standards_effort", 1.0, "1", 0.0, 2.0, "M", "proposal", "effort to adopt the standards of one's organisations"),
    _L("policy.promotion_credit", 1.0, "1", 0.8, 1.3, "M", "both signs allowed; size proposed",
       "factor on the odds of selection for officers who served abroad"),
    _L("policy.reciprocity", float(Reciprocity.BALANCED), "rule", 0.0, 3.0, "R", "UK PQ 43736: usually reciprocal",
       "0 free, 1 strict one for one, 2 balanced over some years, 3 donor-funded"),
    _L("policy.reciprocity_years", 5.0, "years", 1.0, 20.0, "M", "proposal", "years over which a balanced rule looks back"),
    _L("policy.donor_share", 0.2, "share of exchange budget", 0.0, 1.0, "M", "proposal; IMET funds foreign students (GAO-12-123)",
       "money that a host gives for guests whose own rule is donor-funded"),
    _L("policy.threat_response", 0.5, "1", 0.0, 3.0, "M", "volume reacts to threat (Scharpf 2020); size proposed",
       "largest growth of the number of posts, as a share, while attacks are above what is usual"),
    _L("policy.partners_max", 0.0, "nations", 0.0, 200.0, "M", "proposal", "partners to whom tours go; 0 for no limit"),
    _L("policy.concentration", 6.0, "1", 0.0, 20.0, "M", "proposal", "how strongly posts go to the best partners"),
    _L("policy.weight_alliance", 0.5, "1", 0.0, 2.0, "M", "alignment first (Scharpf 2020); size proposed",
       "partner is an ally, or shares the standards of an organisation"),
    _L("policy.weight_alignment", 0.3, "1", 0.0, 2.0, "M", "alignment first (Scharpf 2020); size proposed",
       "closeness of the partner's ideal point"),
    _L("policy.weight_trust", 0.5, "1", 0.0, 2.0, "M", "proposal", "trust in the partner"),
    _L("policy.weight_agreement", 0.2, "1", 0.0, 2.0, "M", "proposal", "a cooperation agreement"),
    _L("policy.weight_capability", 0.5, "1", 0.0, 2.0, "M", "proposal", "square root of the partner's capability share, largest = 1"),
    _L("policy.weight_threat", 0.3, "1", 0.0, 2.0, "M", "proposal", "share of rivals in common"),
    _L("policy.weight_skill", 0.3, "1", 0.0, 2.0, "M", "proposal", "what the partner does better"),
    _L("policy.weight_interoperability", 0.2, "1", 0.0, 2.0, "M", "proposal", "interoperability missing with an ally or fellow member"),
    _L("policy.weight_reciprocity", 0.2, "1", 0.0, 2.0, "M", "proposal", "officers owed to the partner"),
    _L("policy.weight_standing", 0.5, "1", 0.0, 2.0, "M", "proposal", "standing of the partner above neutral"),
    _L("policy.weight_bridging", 0.1, "1", 0.0, 2.0, "M", "structural holes; size proposed", "the partner's partners that one lacks"),
    _L("policy.weight_rivalry", 2.0, "1", 0.0, 4.0, "M", "proposal", "aversion to rivals"),
    _L("policy.weight_risk", 0.5, "1", 0.0, 2.0, "M", "proposal", "aversion to espionage where alignment and trust are low"),
    _L("policy.weight_cost", 0.1, "1", 0.0, 2.0, "M", "proposal", "aversion to months of language training"),
    _L("policy.mix_exchange_post", 0.6, "weight", 0.0, 1.0, "M", "proposal", "part of tours that are exchange posts"),
    _L("policy.mix_language_immersion", 0.1, "weight", 0.0, 1.0, "M", "proposal", "… language and cultural immersions"),
    _L("policy.mix_leadership_course", 0.3, "weight", 0.0, 1.0, "M", "proposal", "… leadership and staff courses"),
    _L("policy.mix_course", 0.1, "weight", 0.0, 1.0, "M", "proposal", "… short courses in a domain"),
    _L("policy.mix_virtual_exchange", 0.02, "weight", 0.0, 1.0, "M", "proposal; no count of posts on screen was found",
       "… virtual exchanges, held from home"),
    _L("policy.mix_hybrid_exchange", 0.02, "weight", 0.0, 1.0, "M", "proposal; no count of posts on screen was found",
       "… hybrid exchanges, on screen before and after a stay"),
    _L("policy.virtual_share", 0.0, "share", 0.0, 1.0, "M", "proposal; most years of the record knew no meetings on screen",
       "share of tours held on screen beyond what the mix says, and share of exercises and workshops"),
    _L("policy.domain_conventional", 0.5, "weight", 0.0, 1.0, "M", "proposal: no field is preferred",
       "how much courses, posts and gatherings are chosen for conventional warfare, and gatherings used for it"),
    _L("policy.domain_peacekeeping", 0.5, "weight", 0.0, 1.0, "M", "proposal", "… for peacekeeping"),
    _L("policy.domain_counterterrorism", 0.5, "weight", 0.0, 1.0, "M", "proposal", "… for counterterrorism"),
    _L("policy.domain_cyber", 0.5, "weight", 0.0, 1.0, "M", "proposal", "… for cyber operations"),
    _L("policy.domain_unconventional", 0.5, "weight", 0.0, 1.0, "M", "proposal", "… for unconventional and hybrid threats"),
    _L("policy.domain_crisis_management", 0.5, "weight", 0.0, 1.0, "M", "proposal", "… for crisis management"),
    _L("policy.exercise_activity", 1.0, "1", 0.0, 4.0, "M", "1 is the observed activity of 1980-1999 (MME v7)",
       "factor on exercises"),
    _L("policy.vetting", 0.5, "0-1", 0.0, 1.0, "M", "1 is the strictest; one half finds what GAO-24-106421 counts",
       "how strictly visitors are vetted"),
    _L("policy.access_level", 0.5, "0-1", 0.0, 1.0, "M", "proposal: tiers of access",
       "how much of what its programme could show a visitor sees"),
    _L("policy.compartments", 0.3, "0-1", 0.0, 1.0, "M", "proposal", "how far knowledge is kept in compartments"),
    _L("policy.third_party_rule", 0.8, "0-1", 0.0, 1.0, "M", "originator control; strength proposed",
       "how strictly others may pass on only what the nation itself would share"),
    _L("policy.negotiations_per_year", 4.0, "1 per year", 0.0, 50.0, "M",
       "set with the constant: 451 in force in 1999, about 50 first ones a year in 1993-99 (DCAD)",
       "general agreements that a nation of average capability can negotiate in a year; 0 for none"),
    _L("policy.information_security_agreements", 1.0, "1", 0.0, 2.0, "M", "proposal",
       "factor on the chance of information-security agreements; the mean of both sides counts, none where either is 0"),
    _L("policy.training_agreements", 1.0, "1", 0.0, 2.0, "M", "proposal",
       "factor on the chance of training and status-of-forces agreements, likewise"),
    _L("policy.workshops_per_year", 1.0, "1 per year", 0.0, 12.0, "M", "proposal", "workshops that a nation holds"),
    _L("policy.mission_pledges", 0.02, "share of armed forces", 0.0, 0.2, "M", "gives the contributions of 1994-1999",
       "troops for UN missions as a share of forces of 100,000, by the square root for others; 0 for none"),
)  # fmt: skip

LEVERS_BY_PATH: dict[str, Parameter] = {lever.path: lever for lever in LEVERS}
LEVER_NAMES: tuple[str, ...] = tuple(lever.name for lever in LEVERS)

POLICY_DTYPE = np.dtype([(name, "f8") for name in LEVER_NAMES])


def default_policies(nations: int) -> np.recarray:
    """One record a nation with every default. All fields are float64, so `.view` gives a (nations, levers) array."""
    policies = np.zeros(nations, POLICY_DTYPE).view(np.recarray)
    for lever in LEVERS:
        policies[lever.name] = lever.default
    return policies
