"""Every parameter of the science, once, by group (state/parameters/), and the record that kernels read."""

import numpy as np

from exchsim.state.parameter import Parameter
from exchsim.state.parameters import (
    agreements,
    careers,
    contact,
    costs,
    diplomacy,
    exercises,
    intelligence,
    language,
    peacekeeping,
    people,
    protocols,
    selection,
    standing,
    threats,
    trust,
)

PARAMETERS: tuple[Parameter, ...] = (
    *language.PARAMETERS,
    *contact.PARAMETERS,
    *trust.PARAMETERS,
    *protocols.PARAMETERS,
    *careers.PARAMETERS,
    *people.PARAMETERS,
    *selection.PARAMETERS,
    *diplomacy.PARAMETERS,
    *agreements.PARAMETERS,
    *exercises.PARAMETERS,
    *peacekeeping.PARAMETERS,
    *costs.PARAMETERS,
    *standing.PARAMETERS,
    *intelligence.PARAMETERS,
    *threats.PARAMETERS,
)

PARAMETERS_BY_PATH: dict[str, Parameter] = {p.path: p for p in PARAMETERS}

PARAMS_DTYPE = np.dtype([(p.name, "f8") for p in PARAMETERS])


def default_params() -> np.recarray:
    """One record with every default, as rules and kernels read it."""
    record = np.zeros(1, PARAMS_DTYPE).view(np.recarray)
    for parameter in PARAMETERS:
        record[parameter.name] = parameter.default
    return record
