"""How a board weighs candidates."""

from exchsim.state.parameter import Parameter

_P = Parameter

PARAMETERS = (
    _P("selection.weight_language", 1.0, "1 per ILR level", 0.5, 2.0, "M", "proposal", "weight of the common language"),
    _P("selection.weight_aptitude", 0.2, "1 per sd", 0.0, 0.5, "M", "proposal", "weight of language aptitude"),
    _P("selection.weight_specialism", 0.5, "1", 0.0, 1.0, "M", "proposal", "weight of the right specialism"),
    _P("selection.weight_record", 1.0, "1", 0.0, 2.0, "M", "proposal", "weight of leadership and intercultural record"),
    _P("selection.looks_per_place", 4.0, "1", 2.0, 8.0, "M", "proposal",
       "files read for each place on the shortlist before a board gives up"),
    _P("selection.course_per_tour", 1.0, "months per month", 0.5, 1.5, "M",
       "US schools of other nations: up to 63 weeks of language for a year's course; size proposed",
       "longest language course for each month of the tour that it prepares"),
)  # fmt: skip
