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
    _P("people.gathering_practice", 0.02, "1 per event", 0.005, 0.05, "M", "gives .1-.2 in ten years (decision 0031)",
       "share of the gap that an exercise or workshop closes in a field to which a force gives all of it"),
    _P("people.gathering_advantage", 0.25, "share", 0.0, 0.4, "M", "proposal: training together teaches the best too",
       "what an exercise or workshop teaches beyond its best participant, as a share of what that one lacks"),
    _P("people.skill_fade_per_year", 0.06, "1 per year", 0.02, 0.15, "M",
       "proposal; half of what individuals learn is lost in a year (Arthur et al. 1998), forces forget more slowly",
       "speed at which a force's skill returns to what its own spending keeps up"),
    _P("people.diffusion", 0.15, "1", 0.02, 0.3, "M", "proposal",
       "share of the gap to a returning officer's skill that the specialists of the field at home close, at one "
       "return per reference post of theirs"),
    _P("people.skill_base", 0.2, "1", 0.1, 0.3, "M", "proposal",
       "skill in conventional warfare of a force that spends 1,000 USD per member of the cadre and trains with nobody"),
    _P("people.skill_per_decade_of_spending", 0.12, "1", 0.06, 0.2, "M",
       "proposal: the best funded of 1980 at about .55 (COW NMC spending), none near 1 (decision 0031)",
       "skill added by ten times the spending per member of the cadre"),
    _P("people.special_field_share", 0.75, "share", 0.5, 1.0, "M", "proposal: forces are built for conventional warfare first",
       "skill in each other field that spending keeps up, against that in conventional warfare"),
)  # fmt: skip
