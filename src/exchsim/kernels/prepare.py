"""Phase 4, prepare: language and protocol course before the tour; who is ready goes."""

from exchsim._jit import kernel
from exchsim.enums import Draw, Mode, PostState, ProgrammeKind, Status
from exchsim.kernels.memory import memory_slot, study
from exchsim.kernels.people import languages_of, level_of
from exchsim.kernels.posts import tour_length
from exchsim.rng import below
from exchsim.rules import protocols


@kernel
def begin_tours(month, clock, params, programmes, policies, people, dossiers, posts, tours, nations, pairs,
                mother_tongue, second_language, hours, gamma, meeting_order):
    """Officers whose course ends take up their posts.

    Reads programmes, policies. Writes posts, dossiers, people.status, tours, pairs.filled.
    Draws FIRST_TOUR, in the first month.
    """
    for k in range(clock.posts):
        post = posts[meeting_order[k]]
        if post.state != PostState.PREPARING or post.until > month:
            continue
        d = dossiers[post.dossier]
        months = month - post.since
        if months > 0:
            study(d, int(post.language), months * params.language_class_hours_per_month, month, params, hours, gamma)
            if post.venue < nations.size:
                slot = memory_slot(d, int(post.venue), month, params)
                d.familiarity[slot] = protocols.familiarity_after(
                    d.familiarity[slot],
                    months * params.protocols_preparation_exposure,
                    params.protocols_learning_exponent,
                )
        if programmes[post.programme].kind == ProgrammeKind.COURSE and d.specialism != post.domain:
            d.specialism = post.domain  # a course makes a specialist of its field
            d.skill = nations[d.nation].skill[post.domain]
        spoken = languages_of(d.row, int(d.nation), month, clock, params, people, dossiers, nations, mother_tongue,
                              second_language)
        length = tour_length(post, programmes, policies)
        if month == clock.start:  # … and are anywhere in their tours
            length = 1 + below(clock.seed, month, Draw.FIRST_TOUR, post.uid, 0, length)
        post.state = PostState.FILLED
        post.until = month + length
        virtual = programmes[post.programme].mode == Mode.VIRTUAL
        people[d.row].status = Status.CONNECTED if virtual else Status.ABROAD
        tours[post.tour].began = month
        tours[post.tour].level_at_start = level_of(spoken, int(post.language))
        if post.venue < nations.size:
            pairs[post.sender, post.venue].filled += 1
