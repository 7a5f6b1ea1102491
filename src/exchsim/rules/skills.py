"""What people and forces get better at."""

import math

from exchsim._jit import rule


@rule
def grown(trait, weight, growth_per_year, years):
    """A trait (0-1) after `years` of a programme that trains it with `weight`: saturating growth."""
    return trait + (1.0 - trait) * -math.expm1(-growth_per_year * weight * years)


@rule
def practised(skill, host_skill, weight, practice_per_year, years):
    """Skill after `years` with hosts: moves towards theirs where they are better (best practice), never down."""
    if host_skill <= skill:
        return skill
    return skill + (host_skill - skill) * -math.expm1(-practice_per_year * weight * years)


@rule
def practice_weight(domains, field):
    """How much a tour trains a specialist of a field (0-1): 1 in the main field of the programme.

    `domains` are the fields that a programme trains, summing to 1.
    """
    main = domains[0]
    for k in range(1, 6):
        main = max(main, domains[k])
    return domains[field] / main


@rule
def specialists(field, specialist_share):
    """Part of a cadre whose specialism is a field: conventional warfare (0), or one of the five others, evenly."""
    return 1.0 - specialist_share if field == 0 else specialist_share / 5.0


@rule
def diffused(national_skill, officer_skill, diffusion, returns_per_reference):
    """National skill in a field after one of its specialists has come home with a better one.

    `returns_per_reference` is that return per reference post of the specialists of the field.
    """
    if officer_skill <= national_skill:
        return national_skill
    return national_skill + (officer_skill - national_skill) * -math.expm1(-diffusion * returns_per_reference)


@rule
def funded_skill(spending_per_person_usd, field, params):
    """Skill in a field that a force's own spending keeps up, and with which it starts (M, decision 0031).

    Rises with the logarithm of spending per member of the cadre, 0.05-0.9; less outside conventional warfare (0).
    """
    decades = math.log10(max(spending_per_person_usd, 100.0) / 1000.0)
    conventional = min(0.9, max(0.05, params.people_skill_base + params.people_skill_per_decade_of_spending * decades))
    return conventional if field == 0 else params.people_special_field_share * conventional


@rule
def taught(host_skill, advantage):
    """Skill of a school's teachers, or what training together teaches: better by a share of what is lacking (M)."""
    return host_skill + advantage * (1.0 - host_skill)


@rule
def faded(skill, base, fade_per_year, years):
    """National skill after `years` without practice with others: returns to what the force's own spending keeps up."""
    return base + (skill - base) * math.exp(-fade_per_year * years)
