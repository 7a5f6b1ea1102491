"""Phase 7, careers: promotion, leaving, retirement and recruitment of those who have a personal file.

Everybody else's career is played forward when somebody looks (`people.catch_up`); only a compact column of months
is read here, two bytes a file.
"""

from exchsim._jit import entry, kernel
from exchsim.enums import TourEnd
from exchsim.kernels.people import catch_up, languages_of, level_of
from exchsim.kernels.posts import vacate
from exchsim.rules import careers


@kernel
def wake_due(month, clock, params, people, dossiers, due, nations, policies, strength, service_cdf, free_dossiers,
             posts, tours, pairs, mother_tongue, second_language):
    """Phase 7. Reads due. Writes people, dossiers, due, posts of leavers. Draws PATIENCE, SELECTION …"""
    for file in range(clock.files_high):
        if due[file] > month:
            continue
        d = dossiers[file]
        row, nation, post = d.row, int(d.nation), d.post
        if people[row].leaves <= month and post >= 0:
            spoken = languages_of(row, nation, month, clock, params, people, dossiers, nations, mother_tongue,
                                  second_language)
            level = level_of(spoken, int(posts[post].language))
            vacate(post, month, TourEnd.LEFT_SERVICE, level, posts, tours, people, dossiers, pairs, nations)
        catch_up(row, nation, month, clock, params, people, dossiers, due, nations, policies, strength, service_cdf,
                 free_dossiers)


@entry
def spend_years(params, hazards):
    """Leaving hazard spent by the start of each month of service. Writes hazards. Draws nothing."""
    for month in range(hazards.size):
        hazards[month] = careers.hazard_between(0.0, month / 12.0, params)
