"""Threats: arrivals, detection, response, harm; readiness."""

from exchsim.state.parameter import Parameter

_P = Parameter
_PROPOSED = "modelling proposal"
_RATE = "proposal; public event counts depend on definitions and on reporting"
_GROWTH = "sign K-high: incidents reported to national response teams; size proposed"
_TAIL = "heavy tail K-high: Clauset, Young & Gleditsch 2007; lognormal and size proposed"

PARAMETERS = (
    _P("threats.terrorism_per_year", 1.0, "1 per year", 0.2, 5.0, "M", _RATE,
       "serious terrorist attempts against a nation of average size, in a usual year"),
    _P("threats.crime_per_year", 3.0, "1 per year", 0.5, 10.0, "M", _RATE, "… operations of transnational crime"),
    _P("threats.cyber_per_year", 2.0, "1 per year", 0.5, 10.0, "M", _RATE, "… cyber attacks on forces and state, in 2015"),
    _P("threats.hybrid_per_year", 1.0, "1 per year", 0.2, 5.0, "M", _RATE,
       "… hybrid operations (sabotage, proxies, disinformation), in 2015"),
    _P("threats.cyber_first_year", 1986.0, "year", 1980.0, 1990.0, "K-medium",
       "Stoll 1988: intrusions for foreign intelligence, found in 1986", "first year of cyber attacks"),
    _P("threats.cyber_growth_per_year", 0.08, "log per year", 0.0, 0.2, "M", _GROWTH, "growth of cyber attacks with technology"),
    _P("threats.hybrid_growth_per_year", 0.03, "log per year", -0.02, 0.1, "M", _GROWTH, "growth of hybrid operations"),
    _P("threats.largest_size", 6.0, "1", 3.0, 12.0, "M", "proposal; square root of the relative capability",
       "how many times more attempts the largest nation meets than an average one"),
    _P("threats.terrorism_by_rivals", 0.5, "1", 0.0, 2.0, "M", "proposal (state sponsors)",
       "attempts that many rivals add, as a share of the usual"),
    _P("threats.cyber_by_rivals", 1.0, "1", 0.0, 4.0, "M", "proposal (state actors)", "… cyber attacks"),
    _P("threats.hybrid_by_rivals", 2.0, "1", 0.5, 5.0, "M", "proposal (state actors)", "… hybrid operations"),
    _P("threats.spill_over", 0.3, "share", 0.05, 0.6, "M", "sign K-high: regional diffusion of terrorism; size proposed",
       "part of a nation's attempts that follows what neighbours suffer"),
    _P("threats.spill_half_life_months", 12.0, "months", 3.0, 36.0, "M", "proposal",
       "half-life of a wave of attempts, as neighbours feel it"),
    _P("threats.own_detection", 0.7, "share", 0.4, 0.95, "M", _PROPOSED,
       "attempts that a nation with perfect matching skill detects alone"),
    _P("threats.crime_counterterrorism", 0.5, "weight", 0.2, 0.8, "M", "proposal",
       "weight of counterterrorism skill against crime; the rest is crisis management"),
    _P("threats.relevance_far", 0.08, "share", 0.02, 0.3, "M", "proposal",
       "how far what a distant nation without common rivals knows concerns one's own threats; a neighbour's is one half"),
    _P("threats.relevance_near", 0.5, "share", 0.2, 0.9, "M", "proposal",
       "… what a neighbour, or a nation with all rivals in common, knows"),
    _P("threats.own_response", 0.8, "share", 0.5, 0.95, "M", "proposal",
       "detected attempts that a nation with perfect readiness and skill stops alone"),
    _P("threats.help_share", 0.6, "share", 0.2, 0.9, "M", "proposal",
       "what perfectly interoperable helpers stop of what is left"),
    _P("threats.terrorism_harm", 1.0, "harm", 0.5, 2.0, "M", "unit by definition; range for the others' sake",
       "median harm of a terrorist attack that occurs, without crisis management"),
    _P("threats.crime_harm", 0.3, "harm", 0.1, 1.0, "M", "proposal", "… of an operation of transnational crime"),
    _P("threats.cyber_harm", 0.5, "harm", 0.1, 2.0, "M", "proposal", "… of a cyber attack"),
    _P("threats.hybrid_harm", 0.7, "harm", 0.2, 2.0, "M", "proposal", "… of a hybrid operation"),
    _P("threats.harm_spread", 1.5, "sd of log", 1.0, 2.0, "M", _TAIL, "spread of harm"),
    _P("threats.crisis_damping", 0.5, "share", 0.2, 0.8, "M", "proposal", "harm that perfect crisis management avoids"),
    _P("threats.channel_damping", 0.2, "share", 0.0, 0.5, "M", "proposal (crisis channel of senior officers)",
       "harm that many ties between senior officers avoid, as word goes fast"),
    _P("threats.channel_ties", 5.0, "ties", 1.0, 20.0, "M", "proposal", "ties of persons, weighted by seniority, that make half a channel"),
    _P("threats.recent_half_life_years", 2.0, "years", 1.0, 5.0, "M", "proposal", "half-life of the memory of attacks"),
    _P("threats.usual_half_life_years", 15.0, "years", 8.0, 30.0, "M", "proposal",
       "half-life of what a nation is used to suffering"),
    _P("threats.readiness_skill", 0.4, "weight", 0.2, 0.6, "M", _PROPOSED, "weight of skill in readiness"),
    _P("threats.readiness_allies", 0.25, "weight", 0.1, 0.4, "M", _PROPOSED,
       "… of interoperability with allies, where there are any"),
    _P("threats.readiness_pool", 0.15, "weight", 0.05, 0.3, "M", _PROPOSED, "… of the language pool"),
    _P("threats.readiness_posts", 0.2, "weight", 0.1, 0.3, "M", _PROPOSED, "… of the share of posts filled, where there are any"),
)  # fmt: skip
