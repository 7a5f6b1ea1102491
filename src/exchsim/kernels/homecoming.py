"""Phase 6, return: tours end, officers come home as alumni and bring what they learned."""

from exchsim._jit import kernel
from exchsim.enums import PostState, TourEnd
from exchsim.kernels.people import languages_of, level_of, reckon_due, settle_patience
from exchsim.kernels.posts import close_post, set_meeting_order, vacate
from exchsim.rules import relations, skills


@kernel
def bring_home(d, params, nations):
    """The specialists of a field learn what a returning one does better. Writes nations.skill."""
    nation = nations[d.nation]
    colleagues = nation.cadre * skills.specialists(d.specialism, params.people_specialist_share)
    per_reference = relations.normalised_dose(1.0, colleagues, params.trust_reference_share)
    nation.skill[d.specialism] = skills.diffused(
        nation.skill[d.specialism], d.skill, params.people_diffusion, per_reference
    )


@kernel
def end_tours(month, clock, params, people, dossiers, due, posts, tours, nations, pairs, strength, mother_tongue,
              second_language, free_posts, meeting_order):
    """Phase 6. Tours in their last month end.

    Reads posts. Writes posts, tours, dossiers, people, nations.skill, due. Draws nothing.
    """
    before = clock.posts
    for k in range(before):
        row = meeting_order[k]
        post = posts[row]
        if post.state == PostState.FILLED and post.until <= month + 1:
            d = dossiers[post.dossier]
            spoken = languages_of(d.row, int(d.nation), month, clock, params, people, dossiers, nations, mother_tongue,
                                  second_language)
            level = level_of(spoken, int(post.language))
            board = settle_patience(d, month, month, clock, params, people)
            d.tours += 1
            reckon_due(d, board, clock, params, people, dossiers, nations, strength, due)
            bring_home(d, params, nations)
            nations[d.nation].tours_ended += 1
            nations[d.nation].level_at_return += level
            vacate(row, month, TourEnd.COMPLETED, level, posts, tours, people, dossiers, pairs, nations)
        if post.closing == 1 and post.state == PostState.VACANT:
            close_post(row, clock, posts, free_posts, nations, pairs)
    if clock.posts != before:
        set_meeting_order(clock, posts, meeting_order)
