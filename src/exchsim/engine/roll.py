"""Roll call: everybody's career played forward to now, for those who want to look at all of them."""

import numpy as np

from exchsim._jit import entry
from exchsim.kernels.people import catch_up
from exchsim.state.tables import State


@entry
def call_roll(clock, params, people, dossiers, due, nations, policies, strength, service_cdf, free_dossiers, nation):
    """Catch up every place of one nation to the end of last month. Writes people; changes no result of the run."""
    first = nations[nation].first_row
    for row in range(first, first + nations[nation].places):
        catch_up(row, nation, clock[0].month - 1, clock[0], params[0], people, dossiers, due, nations, policies,
                 strength, service_cdf, free_dossiers)  # fmt: skip


def roll_call(state: State, nation: int) -> np.recarray:
    """People of a nation (columns.PEOPLE), all careers up to date. A view on the state: read only."""
    s = state
    if s.clock[0].month >= s.nations[nation].epoch:  # nobody serves a state that has never been
        call_roll(s.clock, s.params, s.people, s.dossiers, s.due, s.nations, s.policies, s.strength, s.service_cdf,
                  s.free_dossiers, nation)  # fmt: skip
    first, places = int(s.nations[nation].first_row), int(s.nations[nation].places)
    view: np.recarray = s.people[first : first + places].view(np.recarray)
    view.flags.writeable = False
    return view
