"""One month, in the order of docs/odd.md. This page is the model."""

from exchsim._jit import entry
from exchsim.kernels import (
    agreements,
    assign,
    calendar,
    careers,
    census,
    chronicle,
    gatherings,
    homecoming,
    intelligence,
    measure,
    missions,
    partners,
    plan,
    prepare,
    relations,
    security,
    serve,
    standing,
    train,
)

FRESH, DATED, PLANNED = 0, 1, 2  # how far the month to come has been prepared: clock.stage


@entry
def begin_month(state):
    """Phases 1 and 2 up to the governments' proposals. False when the logs lack room for what may be planned."""
    s, clock, params, month = state, state.clock[0], state.params[0], int(state.clock[0].month)
    if clock.stage == FRESH:
        if not agreements.has_room(month, clock, s.changes, s.nations, s.agreements):
            return False
        # 1 calendar
        calendar.turn_calendar(month, clock, params, s.programmes, s.changes, s.strength, s.levers, s.people,
                               s.dossiers, s.posts, s.tours, s.nations, s.pairs, s.member_since, s.missions,
                               s.mission_ceiling, s.contingents, s.mother_tongue, s.second_language, s.free_posts,
                               s.meeting_order, s.agreements)
        if month % 12 == 0 and month > clock.start:  # 2 plan begins with agreements: all else builds on them
            agreements.agree(month, clock, params, s.policies, s.nations, s.pairs, s.alignment, s.distance_km,
                             s.agreements)
            relations.harmonise(month, clock, params, s.policies, s.nations, s.pairs, s.organisations, s.member_since,
                                s.expenditure, s.alignment)
        if clock.stock_due == 1:
            relations.take_stock(month, clock, params, s.policies, s.nations, s.pairs, s.organisations, s.member_since,
                                 s.capability, s.alignment, s.linguists, s.staff_level)
        clock.stage = DATED
    if clock.stage == DATED:
        # 2 plan
        partners.see_bridges(month, s.nations, s.pairs)
        if month % 12 == 0 or month == clock.start:
            clock.gatherings, clock.participants = clock.gatherings_this_year, clock.participants_this_year
            if not gatherings.plan_gatherings(month, clock, params, s.programmes, s.policies, s.nations, s.pairs,
                                              s.organisations, s.member_since, s.gatherings, s.participants):
                return False
        missions.pledge(month, clock, params, s.policies, s.nations, s.pairs, s.missions, s.contingents,
                        s.mission_distance, s.staff_level, s.member_since, s.expenditure, s.alignment)
        for i in plan.planning_order(month, clock, s.nations):
            plan.propose(i, month, clock, params, s.programmes, s.policies, s.nations, s.pairs, s.organisations,
                         s.member_since, s.headquarters_posts, s.missions, s.contingents, s.staff_level, s.hours,
                         s.gamma, s.alignment, s.expenditure, s.targets)
        clock.stage = PLANNED
    return True


@entry
def live_month(state):
    """The plans become posts, then phases 3 to 8: what happens to people."""
    s, clock, params, month = state, state.clock[0], state.params[0], int(state.clock[0].month)
    plan.enact(month, clock, s.programmes, s.policies, s.posts, s.free_posts, s.nations, s.pairs, s.organisations,
               s.missions, s.targets, s.meeting_order)
    # 3 assign
    assign.fill_vacant(month, clock, params, s.programmes, s.policies, s.people, s.dossiers, s.due, s.nations,
                       s.strength, s.service_cdf, s.free_dossiers, s.posts, s.tours, s.mother_tongue,
                       s.second_language, s.staff_level, s.hours, s.gamma, s.expenditure, s.pairs, s.meeting_order,
                       s.events)
    # 4 prepare
    prepare.begin_tours(month, clock, params, s.programmes, s.policies, s.people, s.dossiers, s.posts, s.tours,
                        s.nations, s.pairs, s.mother_tongue, s.second_language, s.hours, s.gamma, s.meeting_order)
    # 5 serve
    serve.serve_month(month, clock, params, s.programmes, s.policies, s.people, s.dossiers, s.due, s.nations,
                      s.strength, s.service_cdf, s.free_dossiers, s.posts, s.tours, s.pairs, s.ties, s.free_ties,
                      s.mother_tongue, s.second_language, s.staff_level, s.hours, s.gamma, s.expenditure,
                      s.member_since, s.contingents, s.meeting_order, s.events)
    # 6 return
    homecoming.end_tours(month, clock, params, s.people, s.dossiers, s.due, s.posts, s.tours, s.nations, s.pairs,
                         s.strength, s.mother_tongue, s.second_language, s.free_posts, s.meeting_order)
    chronicle.look(month, False, clock, params, s.people, s.dossiers, s.ties, s.portraits, s.known_ties, s.officers,
                   s.events, s.second_language)
    # 7 careers
    careers.wake_due(month, clock, params, s.people, s.dossiers, s.due, s.nations, s.policies, s.strength,
                     s.service_cdf, s.free_dossiers, s.posts, s.tours, s.pairs, s.mother_tongue, s.second_language)
    # 8 train together
    train.hold_gatherings(month, clock, params, s.programmes, s.policies, s.people, s.dossiers, s.due, s.nations,
                          s.strength, s.service_cdf, s.free_dossiers, s.pairs, s.ties, s.free_ties, s.mother_tongue,
                          s.second_language, s.gatherings, s.participants, s.events)
    missions.serve_together(month, clock, params, s.nations, s.pairs, s.missions, s.contingents)
    chronicle.look(month, True, clock, params, s.people, s.dossiers, s.ties, s.portraits, s.known_ties, s.officers,
                   s.events, s.second_language)


@entry
def close_month(state):
    """Phases 9 to 12: what it means for nations. The month is over."""
    s, clock, params, month = state, state.clock[0], state.params[0], int(state.clock[0].month)
    # 9 relations
    if month % census.QUARTER == 0 or month == clock.start:
        census.take_census(month, clock, params, s.policies, s.people, s.dossiers, s.ties, s.free_ties, s.nations,
                           s.pairs, s.linguists, s.hours, s.gamma, s.language_pool)
        relations.set_talk(clock, params, s.nations, s.pairs, s.linguists, s.staff_level)
    relations.relate(month, clock, params, s.policies, s.nations, s.pairs)
    relations.interoperate(clock, params, s.nations, s.pairs)
    standing.judge(params, s.policies, s.nations, s.pairs)
    # 10 intelligence, 11 security
    intelligence.exchange_intelligence(month, clock, params, s.programmes, s.policies, s.nations, s.pairs,
                                       s.organisations, s.member_since, s.alignment, s.dossiers, s.posts,
                                       s.meeting_order, s.leaks, s.world_out)
    security.meet_threats(month, clock, params, s.nations, s.pairs, s.neighbours, s.linguists, s.threats_out,
                          s.world_out)
    missions.keep_peace(month, clock, params, s.nations, s.pairs, s.missions, s.contingents, s.linguists, s.staff_level)
    # 12 measure
    measure.measure(month, clock, params, s.nations, s.pairs, s.posts, s.meeting_order, s.linguists, s.policies,
                    s.organisations, s.missions, s.contingents, s.alignment, s.world_out, s.nations_out, s.pairs_out,
                    s.missions_out, s.contingents_out)
    chronicle.look(month, False, clock, params, s.people, s.dossiers, s.ties, s.portraits, s.known_ties, s.officers,
                   s.events, s.second_language)
    clock.month += 1
    clock.stage = FRESH
