"""People: traits, growth, skill."""

from exchsim.state.parameter import Parameter

_P = Parameter

PARAMETERS = (
    _P("people.trait_mean", 0.5, "1", 0.3, 0.6, "M", "scale by definition",
       "mean intercultural competence, resilience and leadership of a recruit"),
    _P("people.trait_sd", 0.12, "1", 0.05, 0.2, "M", "scale by definition", "their spread"),
    _P("people.specialist_share", 0.4, "share", 0.2, 0.6, "M", "proposal",
       "officers whose specialism is not conventional warfare, spread evenly over the other domains"),
    _P("people.growth_per_year", 0.15, "1 per year", 0.05, 0.3, "M", "sign R: AMLE 10.5465/amle.2015.0250",
       "growth of intercultural competence, resilience and leadership at weight one"),
    _P("people.practice_per_year", 0.3, "1 per year", 0.1, 0.6, "M", "proposal",
       "speed at which a skill moves towards that of better hosts"),
    _P("people.school_advantage", 0.2, "share", 0.0, 0.4, "M", "proposal",
       "what the teachers of courses and colleges are better than their force, as a share of what it lacks"),
    _P("people.gathering_practice", 0.003, "1 per event", 0.0005, 0.01, "M", "proposal",
       "share of the gap to the best participant that an exercise or workshop closes in a field of weight one"),
    _P("people.skill_fade_per_year", 0.05, "1 per year", 0.02, 0.15, "M",
       "proposal; half of what individuals learn is lost in a year (Arthur et al. 1998), forces forget more slowly",
       "speed at which a force's skill returns to what its own spending keeps up"),
    _P("people.diffusion", 0.15, "1", 0.02, 0.3, "M", "proposal",
       "share of the gap to a returning officer's skill that the specialists of the field at home close, at one "
       "return per reference post of theirs"),
    _P("people.skill_base", 0.2, "1", 0.1, 0.3, "M", "proposal", "skill of a force that spends 1,000 USD per person"),
    _P("people.skill_per_decade_of_spending", 0.2, "1", 0.1, 0.3, "M", "proposal",
       "skill added by ten times the spending per person"),
)  # fmt: skip
