"""Phase 3, assign: boards fill vacant posts from a shortlist."""

from exchsim._jit import kernel
from exchsim.enums import Draw, EventKind, PostState, Status
from exchsim.kernels.choose import lacks_the_language
from exchsim.kernels.chronicle import note
from exchsim.kernels.intelligence import vet
from exchsim.kernels.people import (
    catch_up,
    common_level,
    languages_of,
    level_of,
    open_dossier,
    person_uid,
    reckon_due,
    settle_patience,
    specialism,
    trait,
)
from exchsim.kernels.posts import month_cost, pay_language, payer, prices_in, reserve, tour_length
from exchsim.rng import below, normal
from exchsim.rules import careers, language, selection


@kernel
def course_for(spoken, post, length, aptitude, params, policy, staff_level, hours, gamma):
    """Months of language course before a tour of `length` months, and the level in the working language after it.

    No course for whoever can work with the staff as policy asks, in whatever language.
    """
    tongue = int(post.language)
    level = level_of(spoken, tongue)
    if tongue < 0 or level >= policy.language_target or hours[spoken[0], tongue] <= 0.0:
        return 0, level
    if common_level(spoken, int(post.venue), staff_level) >= policy.language_target:
        return 0, level
    three, power = hours[spoken[0], tongue], gamma[spoken[0], tongue]
    needed = language.hours_to_level(policy.language_target, three, power, aptitude, params)
    needed -= language.hours_to_level(level, three, power, aptitude, params)
    month_hours = params.language_class_hours_per_month
    longest = selection.longest_course(policy.preparation_months_max, length, params)
    months = selection.course_months(needed, month_hours, longest)
    taught = language.level_after(level, months * month_hours, three, power, aptitude, params)
    return months, min(taught, max(policy.language_target, level))


@kernel
def traits_of(row, nation, clock, params, people, dossiers, nations):
    """Aptitude, specialism, leadership and intercultural competence of a candidate."""
    person = people[row]
    if person.dossier > 0:
        d = dossiers[person.dossier - 1]
        return d.aptitude, int(d.specialism), d.leadership, d.intercultural
    uid = person_uid(nations[nation].code, row - nations[nation].first_row, person.generation)
    return (
        normal(clock.seed, 0, Draw.APTITUDE, uid, 0),
        specialism(clock.seed, uid, params.people_specialist_share),
        trait(clock.seed, uid, Draw.LEADERSHIP, params),
        trait(clock.seed, uid, Draw.INTERCULTURAL, params),
    )


@kernel
def shortlist(post, month, clock, params, programmes, policies, people, dossiers, due, nations, strength, service_cdf,
              free_dossiers, mother_tongue, second_language, staff_level, hours, gamma, hour_share):
    """The best of the first eligible officers whose files the board reads; (-1, 0) when nobody is fit.

    Eligible: at home, of the rank band, above the aptitude cut, and for an immersion without the language. Fit: able
    to work at the venue after the course that policy and purse allow, with service left for course and tour. Returns
    the row and the months of course. Draws SHORTLIST.
    """
    nation = int(post.sender)
    policy, programme = policies[nation], programmes[post.programme]
    places, length = int(policy.shortlist), tour_length(post, programmes, policies)
    best_row, best_months, best_score, seen = -1, 0, -1e9, 0
    for look in range(int(places * params.selection_looks_per_place)):
        if seen == places:
            break
        place = below(clock.seed, month, Draw.SHORTLIST, post.uid, look, nations[nation].cadre)
        row = nations[nation].first_row + place
        catch_up(row, nation, month - 1, clock, params, people, dossiers, due, nations, policies, strength,
                 service_cdf, free_dossiers)
        rank = int(people[row].rank)
        if people[row].status != Status.SERVING or rank < programme.rank_low or rank > programme.rank_high:
            continue
        aptitude, field, leadership, intercultural = traits_of(row, nation, clock, params, people, dossiers, nations)
        if aptitude < policy.aptitude_cut:
            continue
        spoken = languages_of(row, nation, month, clock, params, people, dossiers, nations, mother_tongue,
                              second_language)
        if not lacks_the_language(level_of(spoken, int(post.language)), programme, policy, params):
            continue
        seen += 1
        months, taught = course_for(spoken, post, length, aptitude, params, policy, staff_level, hours, gamma)
        if months * params.language_class_hours_per_month * hour_share > 1.0:  # the purse does not pay for the course
            months, taught = 0, level_of(spoken, int(post.language))
        if not careers.may_serve(month - int(people[row].entered), months + length, rank, params):
            continue
        level = max(
            common_level(spoken, int(post.venue), staff_level), min(taught, staff_level[post.venue, post.language])
        )
        if not selection.fit(level, programme.required_level, params.language_fit_tolerance):
            continue
        mark = selection.score(
            level, programme.required_level, aptitude, 1.0 if field == post.domain else 0.0, leadership, intercultural,
            rank, programme.rank_low, programme.rank_high, params,
        )
        if mark > best_score:
            best_row, best_months, best_score = row, months, mark
    return best_row, best_months


@kernel
def send(row, post_row, months, month, clock, params, policies, programmes, people, dossiers, due, nations, strength,
         posts, tours, mother_tongue, second_language, free_dossiers):
    """Appoint an officer, to a course first if one is needed; nobody resigns before the tour is over.

    Writes posts, people, dossiers, due, tours.
    """
    post = posts[post_row]
    nation = int(post.sender)
    file = open_dossier(row, nation, clock, params, people, dossiers, due, nations, mother_tongue, second_language,
                        free_dossiers)
    dossiers[file].post = post_row
    post.dossier = file
    post.since = month
    post.tour = clock.tours
    tour = tours[clock.tours]
    clock.tours += 1
    spoken = languages_of(row, nation, month, clock, params, people, dossiers, nations, mother_tongue, second_language)
    tour.post, tour.officer = post.uid, dossiers[file].uid
    tour.sender, tour.venue, tour.host, tour.programme = post.sender, post.venue, post.host, post.programme
    tour.selected, tour.began, tour.ended, tour.end = month, -1, -1, 0
    tour.rank = people[row].rank
    tour.level_at_selection = level_of(spoken, int(post.language))
    tour.level_at_start = tour.level_at_end = tour.level_at_selection
    tour.misunderstandings = tour.ties = 0
    post.state = PostState.PREPARING
    if month == clock.start:  # exchanges did not begin with the run: the first officers have their course behind them
        post.since = month - months
        post.until = month
    else:
        post.until = month + months
    people[row].status = Status.PREPARING
    length = tour_length(post, programmes, policies)
    board = settle_patience(dossiers[file], int(post.until) + length, month, clock, params, people)
    reckon_due(dossiers[file], board, clock, params, people, dossiers, nations, strength, due)


@kernel
def course_share(post, month, clock, params, policies, nations, expenditure):
    """What one class hour costs as a share of the money not reserved; a large number when none is left."""
    who = payer(post, nations, policies, expenditure, month // 12 - clock.start // 12)
    left = nations[who].budget_usd - nations[who].spent_usd - nations[who].reserved_usd
    hour = params.costs_class_hour_usd * clock.people_per_agent * prices_in(month, params)
    return hour / left if left > 0.0 else 1e9


@kernel
def fill_vacant(month, clock, params, programmes, policies, people, dossiers, due, nations, strength, service_cdf,
                free_dossiers, posts, tours, mother_tongue, second_language, staff_level, hours, gamma, expenditure,
                pairs, meeting_order, events):
    """Phase 3. Every vacant post with money for its first month gets a board; the host may turn its choice away.

    A denial makes a file. Reads nations, policies. Writes posts, people, dossiers, tours, purses, events.
    Draws SHORTLIST, VETTING.
    """
    reserve(month, clock, params, programmes, policies, posts, nations, expenditure, meeting_order)
    for k in range(clock.posts):
        post_row = meeting_order[k]
        post = posts[post_row]
        if post.state == PostState.SUSPENDED:
            post.vacant_months += 1
        if post.state != PostState.VACANT or post.closing == 1:
            continue
        post.vacant_months += 1
        who = payer(post, nations, policies, expenditure, month // 12 - clock.start // 12)
        first_month = month_cost(post, programmes, clock, prices_in(month, params))
        if nations[who].spent_usd + first_month > nations[who].budget_usd or nations[post.sender].cadre <= 0:
            continue
        money = course_share(post, month, clock, params, policies, nations, expenditure)
        row, months = shortlist(
            post, month, clock, params, programmes, policies, people, dossiers, due, nations, strength, service_cdf,
            free_dossiers, mother_tongue, second_language, staff_level, hours, gamma, money,
        )
        if row < 0:
            continue
        officer = person_uid(nations[post.sender].code, row - nations[post.sender].first_row, people[row].generation)
        if not vet(post, officer, month, clock, params, policies, nations, pairs):
            open_dossier(row, int(post.sender), clock, params, people, dossiers, due, nations, mother_tongue,
                         second_language, free_dossiers)
            note(month, officer, EventKind.DENIED, -1, post.host, post.programme, 0.0, clock, events)
            continue
        if month > clock.start:
            fee = months * params.language_class_hours_per_month * params.costs_class_hour_usd
            pay_language(who, fee * clock.people_per_agent * prices_in(month, params), nations, clock)
        send(row, post_row, months, month, clock, params, policies, programmes, people, dossiers, due, nations,
             strength, posts, tours, mother_tongue, second_language, free_dossiers)
