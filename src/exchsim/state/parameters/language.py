"""Language: learning, loss, communication."""

from exchsim.state.parameter import Parameter

_P = Parameter
_PROPOSED = "modelling proposal"

PARAMETERS = (
    _P("language.aptitude_effect", 0.12, "log hours per sd", 0.05, 0.2, "M",
       "validity r = .35-.45, Lett & O'Mara 1990; size proposed", "how much one sd of aptitude shortens learning"),
    _P("language.immersion_weight", 0.35, "class hours per hour", 0.2, 0.6, "M",
       "scaled to 1.77 x class, AMLE 10.5465/amle.2015.0250", "worth of an hour of life among speakers"),
    _P("language.class_hours_per_month", 108.6, "hours", 87.0, 130.0, "R",
       "FSI: 25 class hours a week", "class hours in a month of full-time course"),
    _P("language.beyond_three", 3.0, "exponent", 1.5, 5.0, "M",
       "level 4 is rare among adult learners, Leaver & Shekhtman 2002; size proposed",
       "how much steeper the learning curve is above level 3"),
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
    _P("language.professional_level", 3.0, "ILR", 2.5, 3.5, "K-high", "STANAG 6001 level 3, professional",
       "level from which an officer counts as a professional in the language pool"),
)  # fmt: skip
