"""Tours in words: chosen, taught, abroad, home again."""

from __future__ import annotations

import math
from collections.abc import Sequence

from exchsim.life import words
from exchsim.life.boards import boards
from exchsim.life.career import Friend, Step, Tour
from exchsim.life.teller import Teller, sentence

NAMED = 2  # friends of a tour who are named
GAIN = 0.25  # levels from which on one speaks of progress


def tell(teller: Teller, tour: Tour, first: bool, steps: Sequence[Step] = ()) -> str:
    """One tour in a few sentences, with what boards decided (`steps`) until it was over."""
    if tour.began is None:
        return sentence(_chosen(teller, tour, first), boards(teller, steps), _never(teller, tour))
    before = [step for step in steps if step.month < tour.began]
    if teller.career.under_way(tour):
        opening = _already_there(teller, tour)
    else:
        opening = sentence(
            _chosen(teller, tour, first), boards(teller, before, since=tour.selected), _arrival(teller, tour)
        )
    if teller.career.on_screen(tour):
        opening = sentence(_chosen(teller, tour, first), boards(teller, before))
        text = sentence(opening, _on_screen(teller, tour), _misunderstandings(teller, tour), _friends(teller, tour))
        return sentence(text, boards(teller, steps[len(before) :]))
    meanwhile = boards(teller, steps[len(before) :], abroad=True)
    return sentence(opening, _misunderstandings(teller, tour), meanwhile, _friends(teller, tour), _end(teller, tour))


def tell_briefly(teller: Teller, tours: list[Tour]) -> str:
    """Several tours in one sentence: `Three more tours followed until 1995: two in Belmar and one in Osh.`"""
    last = max(tour.ended if tour.ended is not None else teller.career.last for tour in tours)
    where: dict[str, int] = {}
    for tour in tours:
        where[tour.venue] = where.get(tour.venue, 0) + 1
    if len(tours) == 1:
        return sentence(teller.way(
            "brief one",
            f"{teller.post(tours[0])} took up the time to {words.date(last)}.",
            f"Then came {teller.post(tours[0])}, until {words.date(last)}.",
        ))  # fmt: skip
    parts = [
        f"{words.number(count)} {'in' if venue in teller.names.nations else 'with'} {teller.place(venue, last)}"
        for venue, count in where.items()
    ]
    tours_in = f"{words.counted(len(tours), 'more tour')} followed by {words.date(last)}"
    if len(where) == 1:
        place = parts[0].split(" ", 1)[1]
        return sentence(f"{tours_in}, all of them {place}.")
    return sentence(f"{tours_in}: {words.listed(parts)}.")


def _chosen(teller: Teller, tour: Tour, first: bool) -> str:
    who, post, date = teller.first_who(tour.selected), teller.post(tour), words.date(tour.selected)
    if first:
        return f"In {date} a board chose {who} for {post}."
    return sentence(teller.way(
        "chosen",
        f"{post} followed: {who} was chosen in {date}.",
        f"in {date} {who} was picked for {post}.",
        f"the next posting, settled in {date}, was {post}.",
        f"a board met in {date} and sent {who} to {post}.",
    ))  # fmt: skip


def _already_there(teller: Teller, tour: Tour) -> str:
    assert tour.began is not None
    who, post = teller.first_who(tour.began), teller.post(tour)
    language = teller.language(tour)
    skill = f", and had {words.command(language, tour.level_start)}" if language else ""
    return sentence(f"when the record opens, in {words.date(tour.began)}, {who} was already away on {post}{skill}.")


def _arrival(teller: Teller, tour: Tour) -> str:
    """The course, and what the officer could say on the first day."""
    assert tour.began is not None
    language, date, there = teller.language(tour), words.date(tour.began), teller.there(tour, tour.began)
    who = teller.who(tour.began)
    if language is None:
        return teller.way(
            "own tongue",
            f"Work there was done in the officer's own language, and it began in {date}.",
            f"No language stood in the way, and the tour began in {date}.",
            f"The tour began in {date}.",
        )
    skill = words.command(language, tour.level_start)
    months = words.counted(tour.began - tour.selected, "month")
    if not tour.course:
        return teller.way(
            "no course",
            f"{who} took it up in {date} with {skill}.",
            f"There was no time for classes; {who} arrived with {skill}.",
            f"The tour began in {date}, with {skill}.",
        )
    return teller.way(
        "course",
        f"{months} of {language} classes came first, and when {who} left in {date} it was with {skill}.",
        f"After {months} in the classroom, {who} arrived in {date} with {skill}.",
        f"Before that there was {language} to learn: {months} of it, until {who} had {skill}.",
        f"{months} of preparation later, in {date}, {who} set out for {there} with {skill}.",
    )


def _on_screen(teller: Teller, tour: Tour) -> str:
    """An exchange for which nobody travelled."""
    assert tour.began is not None
    language, began = teller.language(tour), words.date(tour.began)
    if tour.ended is None:
        return f"It was held on screen, from {began} on, and still ran when the record closed."
    skill = f"; at its end there was {words.command(language, tour.level_end)}" if language else ""
    return f"It was held on screen, from {began} to {words.date(tour.ended)}{skill}."


def _never(teller: Teller, tour: Tour) -> str:
    who = teller.who(tour.selected)
    if tour.ended is None:
        return f"When the record closes {who} was still preparing for it."
    if tour.end == "left_service":
        return f"Nothing came of it: {who} left the service before the tour began."
    return f"Nothing came of it: in {words.date(tour.ended)}, before {who} could leave, the posting was withdrawn."


def _misunderstandings(teller: Teller, tour: Tour) -> str:
    assert tour.began is not None
    if tour.misunderstandings == 0:
        return ""
    until = teller.career.last if tour.ended is None else tour.ended
    during = [incident for incident in teller.career.incidents if tour.began <= incident[0] <= until]
    dates = words.listed([words.date(month) for month, _, _ in during])
    others = sorted({nation for _, nation, _ in during})
    whom = words.listed([words.nation(teller.names, nation, tour.began) for nation in others])
    if tour.misunderstandings == 1:
        return teller.way(
            "misunderstanding",
            f"Once, in {dates}, officers from {whom} understood something quite different from what was meant.",
            f"One misunderstanding with officers from {whom}, in {dates}, cost some goodwill.",
            f"In {dates} a message went wrong between the visitor and officers from {whom}.",
        )
    if tour.misunderstandings == 2 and len(during) == 2:
        return f"Twice, in {dates}, there were misunderstandings with officers from {whom}."
    first, many = words.date(during[0][0]), words.counted(tour.misunderstandings, "misunderstanding")
    return teller.way(
        "misunderstandings",
        f"Not everything went well: there were {many} with officers from {whom}, the first of them in {first}.",
        f"{many} with officers from {whom}, from {first} on, cost goodwill on both sides.",
    )


def _friends(teller: Teller, tour: Tour) -> str:
    assert tour.began is not None
    until = teller.career.last if tour.ended is None else tour.ended
    friends = [f for f in teller.career.friends if f.abroad and tour.began <= f.met <= until]
    if not friends:
        return ""
    friends.sort(key=lambda friend: friend.officer not in teller.notable)  # who will be heard of again
    named = [_named(teller, friend, tour) for friend in friends[:NAMED]]
    if len(friends) > NAMED:
        named.append(words.counted(len(friends) - NAMED, "other"))
    them = words.listed(named)
    if len(friends) == 1:
        return teller.way(
            "friend",
            f"A friendship was made there, in {words.date(friends[0].met)}, with {them}.",
            f"{them} became a friend in {words.date(friends[0].met)}.",
            f"The tour brought a friend, {them}.",
        )
    return teller.way(
        "friends",
        f"{words.number(len(friends))} friendships came of it, with {them}.",
        f"{them} became friends.",
        f"There the officer made {words.counted(len(friends), 'friend')}: {them}.",
    )


def _named(teller: Teller, friend: Friend, tour: Tour) -> str:
    """`KOR-00123, a major`; the nation too where it is not the host's."""
    rank = words.article(words.rank(friend.rank_met))
    home = "" if friend.iso3 == tour.venue else f" from {words.nation(teller.names, friend.iso3, friend.met)}"
    return f"{friend.designation} ({rank}{home})"


def _end(teller: Teller, tour: Tour) -> str:
    assert tour.began is not None
    if tour.ended is None:
        who = teller.who(teller.career.last)
        return f"When the record closes, in {words.date(teller.career.last)}, {who} was still there."
    who, date, length = teller.who(tour.ended), words.date(tour.ended), words.span(tour.ended - tour.began + 1)
    if teller.career.under_way(tour):
        return _end_of_old_tour(teller, tour, who, date)
    if tour.end == "recalled":
        if tour.venue not in teller.names.nations:
            return f"In {date}, after {length}, the posting came to an end and {who} was called home."
        place = teller.there(tour, tour.ended)
        return f"In {date}, after {length}, {who} was called home: contacts with {place} had been broken off."
    if tour.end == "unaffordable":
        return teller.way(
            "no money",
            f"In {date}, after {length}, {who} was called home because the money for exchanges had run out.",
            f"The exchange budget was spent by {date}, and {who} came home early, after {length}.",
            f"It ended early, in {date}, for want of money.",
        )
    if tour.end == "broken_off":
        return f"After {length} and one misunderstanding too many, {who} asked to go home, in {date}."
    if tour.end == "left_service":
        return f"The tour was not finished: {who} left the service after {length} of it, in {date}."
    return _completed(teller, tour, who, date, length)


def _end_of_old_tour(teller: Teller, tour: Tour, who: str, date: str) -> str:
    """The end of a tour of which nobody knows how long it was."""
    language = teller.language(tour)
    if tour.end == "completed":
        better = language is not None and tour.level_end - tour.level_start >= GAIN
        skill = f" with {words.command(language, tour.level_end)}" if language is not None and better else ""
        return words.capital(f"{who} came home in {date}{skill}.")
    why = {"unaffordable": " for want of money", "left_service": " to leave the service"}.get(tour.end, "")
    return f"It ended before its time, in {date}{why}."


def _completed(teller: Teller, tour: Tour, who: str, date: str, length: str) -> str:
    assert tour.ended is not None
    language = teller.language(tour)
    gain = 0.0 if language is None or math.isnan(tour.level_end) else tour.level_end - tour.level_start
    if language is None or gain < GAIN:
        return teller.way(
            "home",
            f"The tour ended after {length}, in {date}.",
            f"{length} later, in {date}, {who} was home again.",
            f"The tour lasted {length}, until {date}.",
            f"{who} came home in {date}, after {length}.",
        )
    skill = words.command(language, tour.level_end)
    return teller.way(
        "home fluent",
        f"{who} came home in {date}, after {length}, with {skill}.",
        f"{length} there made it {skill} by {date}.",
        f"By the end, in {date}, {length} abroad had given {who} {skill}.",
        f"When the tour ended in {date}, after {length}, it was with {skill}.",
    )
