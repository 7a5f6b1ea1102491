"""What the model does not know, said wherever results are read."""

LIMITS = (
    "No source gives a number for how exchange leads to intelligence sharing, for the decay of trust over years, for "
    "espionage by exchange officers, or for interoperability per alumnus. What the model uses there is proposed.",
    "National totals of exchange posts are mostly unpublished; sizes of programmes are set by a few published shares.",
    "Exercise data are news-based, so their growth mixes reporting with activity.",
    "What comes after 1999 is a forecast: public tables of agreements used here end there.",
    "Read differences between policies, not levels; a ranking that flips inside the stated ranges is unresolved.",
)
