"""A career told as a page of prose, in the order in which it was lived."""

from __future__ import annotations

import textwrap

from exchsim.enums import Domain
from exchsim.life import words
from exchsim.life.boards import boards
from exchsim.life.career import Career, Tour
from exchsim.life.friends import friendships
from exchsim.life.teller import Teller, sentence
from exchsim.life.tours import tell, tell_briefly

WIDTH = 78
FULL_TOURS = 4  # tours told at length; the rest in a sentence
SENIORITY = 20 * 12  # months of service from which on leaving is retiring
KEPT = 0.4  # levels lost of which one does not speak
GIFT, RARE_GIFT = 1.0, 2.0  # aptitude in standard deviations


def biography(career: Career, width: int = WIDTH) -> str:
    """The page, wrapped to a width; 0 for one line a paragraph."""
    title = heading(career)
    paragraphs = [paragraph for paragraph in _paragraphs(Teller(career)) if paragraph]
    if width:
        paragraphs = [textwrap.fill(text, width, break_long_words=False, break_on_hyphens=False) for text in paragraphs]
    return "\n\n".join([f"{title}\n{'=' * len(title)}", *paragraphs, source(career)]) + "\n"


def markdown(career: Career, figure: str = "") -> str:
    """The same page for a document. figure: path of a figure to show."""
    title = heading(career)
    paragraphs = [paragraph for paragraph in _paragraphs(Teller(career)) if paragraph]
    shown = [f"![The career of {title}]({figure})"] if figure else []
    return "\n\n".join([f"# {title}", *paragraphs, *shown, f"*{source(career)}*"]) + "\n"


def source(career: Career) -> str:
    """Where the facts come from."""
    record = career.record
    run = f"{record.title or record.name}, {record.names.period}, seed {record.seed}, run {record.id}"
    return f"[{run}; officer {career.officer}]"


def heading(career: Career) -> str:
    """`Colonel USA-00417, United States`."""
    name = words.nation(career.record.names, career.iso3, career.last).removeprefix("the ")
    return f"{words.rank(career.rank).title()} {career.designation}, {name}"


def _paragraphs(teller: Teller) -> list[str]:
    return [_origin(teller), *_chapters(teller), _denied(teller), friendships(teller), _elsewhere(teller),
            _end(teller)]  # fmt: skip


def _origin(teller: Teller) -> str:
    """Who this is."""
    career, names = teller.career, teller.names
    field = words.FIELDS.get(Domain[career.specialism.upper()])
    trade = f" as a specialist in {field}" if field else ""
    mother = f"a native speaker of {words.language(names, career.mother_tongue)}"
    if career.school_language:
        school = words.command(f"school {words.language(names, career.school_language)}", career.school_level)
        school = f"with {school}" + _gift(career.aptitude, ", and ", "languages")
    else:
        link = ", but with " if career.aptitude > 0 else ", and with "
        school = "with no language learned at school" + _gift(career.aptitude, link, "languages")
    nation = words.nation(names, career.iso3, career.entered)
    return sentence(
        f"{career.designation} entered the forces of {nation} in {words.date(career.entered)}{trade}: {mother}, "
        f"{school}."
    )


def _gift(aptitude: float, link: str, what: str) -> str:
    """Aptitude, where it is unusual."""
    if aptitude >= GIFT:
        return f"{link}{'a rare' if aptitude >= RARE_GIFT else 'a'} gift for {what}"
    return f"{link}no ear for {what}" if aptitude <= -GIFT else ""


# tours and boards, in the order of time


def _chapters(teller: Teller) -> list[str]:
    """Paragraphs of tours, each with the decisions of boards before it."""
    career = teller.career
    full = _worth_telling(career.tours)
    steps = list(career.steps)
    chapters: list[str] = []
    brief: list[Tour] = []
    if not career.tours:
        return [_without_tours(teller)]
    for k, tour in enumerate(career.tours):
        if k not in full:
            brief.append(tour)
            continue
        if brief:
            chapters.append(tell_briefly(teller, brief))
            brief = []
        before = [step for step in steps if step.month < tour.selected]
        steps = steps[len(before) :]
        until = career.last if tour.ended is None else tour.ended
        during = [step for step in steps if step.month <= until]
        steps = steps[len(during) :]
        first = tour is career.tours[0]
        opening = _noticed(teller) if first and before else ""
        chapters.append(sentence(opening, boards(teller, before), tell(teller, tour, first, during)))
    if brief:
        chapters.append(tell_briefly(teller, brief))
    if steps:
        chapters[-1] = sentence(chapters[-1], boards(teller, steps))
    return chapters


def _worth_telling(tours: list[Tour]) -> set[int]:
    """Which tours are told at length: the first, and those in which most happened."""
    if len(tours) <= FULL_TOURS:
        return set(range(len(tours)))
    seen: set[str] = set()
    merits: list[tuple[float, int]] = []
    for k, tour in enumerate(tours):
        cut = tour.end not in ("completed", "running")
        news = tour.venue not in seen
        seen.add(tour.venue)
        merits.append(
            (-(5.0 * (k == 0) + 2.0 * news + 2.0 * cut + tour.friends + 2.0 * min(tour.misunderstandings, 2)), k)
        )
    return {k for _, k in sorted(merits)[:FULL_TOURS]}


def _without_tours(teller: Teller) -> str:
    never = "" if teller.career.denials else "No board ever chose the officer for a post abroad."
    return sentence(_noticed(teller), never, boards(teller, teller.career.steps))


def _noticed(teller: Teller) -> str:
    """Who the officer was when first noticed."""
    teller.introduced = True
    month, served = teller.career.noticed, teller.career.noticed - teller.career.entered
    rank = words.article(words.rank(teller.career.rank_noticed))
    since = (
        f"{rank} with {words.years_of(served)} of service" if served >= 12 else f"{rank} in the first year of service"
    )
    return f"When the record opens, in {words.date(month)}, the officer was {since}."


# vetting, gatherings, the end


def _denied(teller: Teller) -> str:
    """Posts for which a board had chosen the officer, and from which the host's vetting turned the officer away."""
    denials = teller.career.denials
    if not denials:
        return ""
    cases = [f"{words.nation(teller.names, iso3, month)} in {words.date(month)}" for month, iso3 in denials]
    if len(cases) == 1:
        return f"A board also chose the officer for {cases[0]}, but the host's vetting did not let the officer in."
    return f"Hosts whose vetting did not let the officer in, though a board had chosen: {words.listed(cases)}."


def _elsewhere(teller: Teller) -> str:
    """Exercises and workshops to which the officer went for the nation."""
    delegations = teller.career.delegations
    if not delegations:
        return ""
    kinds: dict[str, int] = {}
    for _, _, programme in delegations:
        noun = programme.replace("_", " ")
        kinds[noun] = kinds.get(noun, 0) + 1
    what = words.listed(
        [words.article(noun) if count == 1 else f"{words.number(count)} {noun}s" for noun, count in kinds.items()]
    )
    nations = list(dict.fromkeys(code for _, code, _ in delegations))
    whom = words.listed([words.nation(teller.names, code, delegations[0][0]) for code in nations])
    home = words.nation(teller.names, teller.career.iso3, delegations[0][0])
    also = "also " if teller.career.tours else ""
    return f"The officer {also}represented {home} at {what}, beside officers from {whom}."


def _end(teller: Teller) -> str:
    career = teller.career
    served, who, date = career.last - career.entered, f"the {words.rank(career.rank)}", words.date(career.last)
    least = "at least " if any(career.under_way(tour) for tour in career.tours) else ""
    abroad = f", {least}{words.span(career.months_abroad)} of them abroad" if career.months_abroad else ""
    years = words.years_of(served)
    if career.left is None:
        text = f"When the record closes, in {date}, {who} had served {years}{abroad}."
    elif _state_gone(career):
        text = f"{who} left in {date}, after {years} of service{abroad}, when the state itself came to its end."
    elif served >= SENIORITY:
        text = f"{who} retired in {date}, after {years} of service{abroad}."
    else:
        text = f"{who} left the service in {date}, after {years}{abroad}."
    return sentence(text, _languages_left(teller))


def _state_gone(career: Career) -> bool:
    nations = career.record.nations
    if nations.empty or career.left is None:
        return False
    last = int(nations.loc[nations["iso3"] == career.iso3, "year"].max())
    return last < 1900 + (career.end - 1) // 12 and 1900 + career.left // 12 > last


def _languages_left(teller: Teller) -> str:
    """What remained of languages that were learned."""
    texts = []
    for code, (best, left) in teller.career.languages.items():
        name = words.language(teller.names, code)
        learned = best - (teller.career.school_level if code == teller.career.school_language else 0.0)
        if best < 1.0 or learned < 0.1:
            continue
        if best - left < KEPT:
            texts.append(f"the {name} had stayed, at level {left:.1f}")
        else:
            texts.append(f"of the {name}, once at level {best:.1f}, level {left:.1f} was left")
    return f"{words.capital('; '.join(texts))}." if texts else ""
