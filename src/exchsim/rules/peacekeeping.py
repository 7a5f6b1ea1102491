"""UN peacekeeping: what a nation offers, how a force is composed, what it does to violence."""

import math

from exchsim._jit import rule

NATIVE = 5.0  # top of the ILR scale


@rule
def forces(cadre, people_per_agent, cadre_share):
    """Armed forces in persons, from the cadre in agents."""
    return cadre * people_per_agent / cadre_share


@rule
def spending_decades(expenditure_usd, forces_persons, reimbursement_usd):
    """Decades by which military spending per soldier and month lies above what the UN pays for one."""
    monthly = expenditure_usd / max(1.0, forces_persons) / 12.0
    return math.log10(max(monthly, 1.0) / reimbursement_usd)


@rule
def offer(pledges, forces_persons, standing, decades, apart, spoken, rivals, habit, params):
    """Troops that a nation has for missions: by the square root of its forces, times a willingness.

    A staff that speaks a working language of the missions makes willing, rivals at home make unwilling (C: Geo-PKO
    1994-1999, one fit over states). Seeking standing and gaining by the reimbursement make willing (M); standing apart
    in the General Assembly has no effect unless asked for. pledges: the lever; apart: distance of the ideal point to
    the mean of all; spoken: ILR level of the staff in the best such language; rivals: states that are rivals.
    """
    p = params
    will = (
        2.0 * p.peacekeeping_seek_standing * (0.5 - standing)
        - p.peacekeeping_income_effect * decades
        - p.peacekeeping_apart_effect * apart
        + p.peacekeeping_working_language_effect * (spoken / NATIVE - 0.5)
        - p.peacekeeping_rivals_effect * rivals / (1.0 + rivals)
        + p.peacekeeping_habit_sd * habit
    )
    troops = pledges * math.sqrt(forces_persons * p.peacekeeping_reference_forces) * math.exp(will)
    return min(troops, p.peacekeeping_largest_share * forces_persons)


@rule
def interest(distance_thousand_km, staff_level, trust_in_place, skill, params):
    """Weight of a mission for a nation: near, its language spoken, its state trusted, experience at hand (M)."""
    p = params
    return math.exp(
        -p.peacekeeping_distance_effect * math.log1p(distance_thousand_km)
        + p.peacekeeping_closeness_effect * staff_level / NATIVE
        + p.peacekeeping_place_trust_effect * (trust_in_place - 0.5)
        + p.peacekeeping_experience_effect * (skill - 0.5)
    )


@rule
def contributors_wanted(persons, is_observer, params):
    """Contributors of a mission by its size: 4.5 nations at 1,000 persons, by the square root (C: Geo-PKO 1994-99)."""
    wanted = params.peacekeeping_contributors_at_1000 * (persons / 1000.0) ** params.peacekeeping_contributors_power
    return wanted * params.peacekeeping_observer_nations if is_observer else wanted


@rule
def join_chance(missing, weight, total):
    """Chance that a nation becomes a contributor; over all nations about `missing` do."""
    return -math.expm1(-missing * weight / total) if missing > 0.0 and total > 0.0 else 0.0


@rule
def contingent_weight(offered, deviate, sd):
    """Weight by which a mission's strength is shared out among its contributors."""
    return math.sqrt(offered) * math.exp(sd * deviate)


@rule
def staff_posts(troops, is_observer, staff_share, people_per_agent, odd):
    """Staff posts of a contributor; `odd` in (0, 1) makes a fraction of a post a post for some of the time."""
    share = 1.0 if is_observer else staff_share
    return int(math.floor(share * troops / people_per_agent + odd))


@rule
def working_together(interoperability, familiarity):
    """How well contingents work together: forces that fit, and what they have learned of each other in the mission."""
    return 1.0 - (1.0 - interoperability) * (1.0 - familiarity)


@rule
def social_distance(talk, gap):
    """Distance of a contingent to the people of the place: no common language, other ways."""
    return 1.0 - talk * (1.0 - gap)


@rule
def effectiveness(presence, fractionalisation, leaders, language_distance, social, together, trust, skill, params):
    """Power of a mission over violence; 1 for a full force of average composition.

    Grows with size, diversity of troops and of leaders; falls with the language distance of commander and troops and
    the social distance to locals (signs R: Bove & Ruggeri 2016; Bove, Ruffa & Ruggeri); interoperability, trust and
    skill of the contributors multiply it. Sizes M. presence: strength over what is authorised; all others 0-1.
    """
    p = params
    return presence * math.exp(
        p.peacekeeping_diversity_effect * (fractionalisation - 0.75)
        + p.peacekeeping_leaders_effect * (leaders - 0.3)
        - p.peacekeeping_language_effect * (language_distance - 0.4)
        - p.peacekeeping_social_effect * (social - 0.8)
        + p.peacekeeping_interoperability_effect * (together - 0.5)
        + p.peacekeeping_trust_effect * (trust - 0.5)
        + p.peacekeeping_skill_effect * (skill - 0.5)
    )


@rule
def violence_after(violence, tension, power_per_year, relapse_per_year, years):
    """Violence after `years`: the closed form of `dV = r (T - V) - e V`, with T what feeds it and e the mission."""
    rate = relapse_per_year + power_per_year
    if rate <= 0.0:
        return violence
    rest = relapse_per_year * tension / rate
    return rest + (violence - rest) * math.exp(-rate * years)


@rule
def healed(tension, per_year, years):
    """What feeds the violence, after `years`."""
    return tension * math.exp(-per_year * years)


@rule
def escalation_chance(violence, per_year, years):
    """Chance of an escalation within `years`; rises with violence."""
    return -math.expm1(-per_year * violence * years)


@rule
def escalated(violence, jump):
    """Violence after an escalation."""
    return violence + (1.0 - violence) * jump


@rule
def civilians_protected(unguarded, violence, strength, civilians, years):
    """Civilians who would have been killed without the troops; unguarded: violence as it would be without them."""
    return max(0.0, unguarded - violence) * civilians * strength * years


@rule
def standing_gained(share, reference_share, per_year, years):
    """Share of the distance to full standing that `years` with a share of the forces on missions close."""
    return -math.expm1(-per_year * share / reference_share * years)
