"""Trust between nations and its political baseline."""

from exchsim.state.parameter import Parameter

_P = Parameter

PARAMETERS = (
    _P("trust.gain_per_year", 0.15, "1 per year", 0.05, 0.3, "M", "no source gives a size",
       "growth of pair trust at an unlimited dose of perfect contact"),
    _P("trust.loss_per_incident", 0.1, "1", 0.02, 0.3, "M", "no source gives a size",
       "pair trust lost per misunderstanding, in misunderstandings a year per officer abroad, at an unlimited dose"),
    _P("trust.rivalry_shock", 0.5, "share", 0.0, 1.0, "M", "proposal; no source gives a size",
       "share of the trust above the new political baseline that is lost in the month in which a rivalry begins"),
    _P("trust.crisis_relief", 0.5, "share", 0.0, 0.8, "M", "proposal (crisis channel); no source gives a size",
       "share of the trust lost to incidents that many ties between senior officers save"),
    _P("trust.crisis_ties", 3.0, "ties", 1.0, 10.0, "M", "proposal (crisis channel, decision 0029)",
       "ties of persons, weighted by seniority, that save half of that share"),
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
    _P("trust.initial_gain", 0.1, "share", 0.0, 0.4, "M", "proposal: exchanges did not begin with the run",
       "share of what is missing to full trust that old partners have gained over the baseline when the run starts"),
    _P("trust.base", -0.4, "logit", -1.0, 0.5, "M", "proposal", "political baseline of two unconnected aligned states"),
    _P("trust.alliance", 1.0, "logit", 0.5, 2.0, "M",
       "by what a defence pact is (Leeds et al. 2002); size proposed", "a defence pact"),
    _P("trust.agreement", 0.6, "logit", 0.2, 1.2, "M",
       "agreements follow and signal trust (Kinne 2018); size proposed", "a defence cooperation agreement"),
    _P("trust.community", 0.8, "logit", 0.0, 1.6, "M", "proposal (decision 0025)",
       "standards fully shared in a common organisation"),
    _P("trust.rivalry", -2.2, "logit", -3.5, -1.0, "M",
       "rivals are those who see each other as threats (Thompson 2001); size proposed", "a strategic rivalry"),
    _P("trust.alignment", -0.5, "logit per unit", -1.0, -0.2, "M",
       "ideal points measure common interests (Bailey et al. 2017); size proposed", "distance of UN ideal points"),
    _P("trust.friends", 1.0, "logit", 0.0, 2.0, "M", "proposal (triads)", "what trusted third states think"),
)  # fmt: skip
