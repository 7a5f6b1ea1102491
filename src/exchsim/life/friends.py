"""Friendships in words: where they began, how long they held, what became of the friends."""

from __future__ import annotations

from exchsim.life import words
from exchsim.life.career import Friend
from exchsim.life.teller import Teller, notable, sentence

SOON = 36  # months


def friendships(teller: Teller) -> str:
    """One paragraph about friends."""
    career = teller.career
    friends = list({friend.officer: friend for friend in reversed(career.friends)}.values())[::-1]
    if not friends:
        served_abroad = any(tour.began is not None for tour in career.tours)
        return "No friendship from those years has been recorded." if served_abroad else ""
    faded = [friend for friend in friends if friend.faded is not None]
    texts = [_at_home(teller, friends), _faded(teller, friends, faded), *_fates(teller)]
    return " ".join(words.capital(text) for text in texts if text)


def _at_home(teller: Teller, friends: list[Friend]) -> str:
    """Friends made without going away."""
    home = [friend for friend in friends if not friend.abroad]
    if not home:
        return ""
    nations = list(dict.fromkeys(friend.iso3 for friend in home))
    whom = words.listed([words.nation(teller.names, code, home[0].met) for code in nations])
    visitors = "a visitor" if len(home) == 1 else "visitors"
    only = len(home) == len(friends)
    return teller.way(
        "at home",
        f"{words.counted(len(home), 'friendship')} began at home or at a gathering, with {visitors} from {whom}.",
        f"{'friends' if len(home) > 1 else 'a friend'} could{' also' * (not only)} be made without going away: "
        f"{words.counted(len(home), 'officer')} from {whom}.",
    )


def _faded(teller: Teller, friends: list[Friend], faded: list[Friend]) -> str:
    """How many friendships did not last."""
    if not faded:
        return ""
    longest = max((friend.faded or 0) - friend.met for friend in faded)
    if longest < 12:
        when = "before a year was out"
    elif longest <= SOON and len(faded) > 1:
        when = "within a few years"
    else:
        when = f"by {words.year(max(friend.faded or 0 for friend in faded))}"
    if len(friends) == 1:
        return f"The friendship had faded {when}."
    if len(faded) == len(friends):
        return f"{'Both' if len(faded) == 2 else f'All {words.number(len(faded))}'} friendships had faded {when}."
    verb = "one" if len(faded) == 1 else words.number(len(faded))
    return f"Of the {words.number(len(friends))} friendships, {verb} had faded {when}."


def _fates(teller: Teller) -> list[str]:
    """What became of the friends worth telling of."""
    end = teller.career.last
    chosen = notable(teller.career)
    held = [f for f in chosen if f.faded is None and (f.left is None or f.left > end)]
    texts = [_left(teller, f) for f in chosen if f.faded is None and f.left is not None and f.left <= end]
    if held:
        names = [f"{f.designation}, by then {_grade(f)}," if f.rank > f.rank_met else f.designation for f in held]
        if len(held) == 1:
            texts.append(teller.way("held", f"the tie with {names[0]} held.", f"{names[0]} was a friend to the end."))
        else:
            texts.append(f"{words.listed(names)} were friends to the end.")
    for f in chosen:
        if f.faded is not None and f.rank > f.rank_met:
            texts.append(f"{f.designation} later rose to {words.rank(f.rank)}.")
    return [sentence(text) for text in texts]


def _left(teller: Teller, friend: Friend) -> str:
    assert friend.left is not None
    name, year = friend.designation, words.year(friend.left)
    if _left_during_the_tour(teller, friend):
        return teller.way(
            "friend left early",
            f"{name} left the service as {_grade(friend)} in {year}, before the tour was over.",
            f"before the tour was over, in {year}, {name} left the service as {_grade(friend)}.",
        )
    return teller.way(
        "friend left",
        f"{name} stayed in touch until leaving the service as {_grade(friend)} in {year}.",
        f"the tie with {name} held until {year}, when the friend left as {_grade(friend)}.",
        f"the friendship with {name} lasted until the friend left the service in {year}, as {_grade(friend)}.",
    )


def _left_during_the_tour(teller: Teller, friend: Friend) -> bool:
    """Did a friend made on a tour leave the service while it still lasted?"""
    career, left = teller.career, friend.left
    tours = [tour for tour in career.tours if friend.abroad and tour.began is not None]
    spans = [(tour.began or 0, career.last if tour.ended is None else tour.ended) for tour in tours]
    return left is not None and any(began <= friend.met <= left <= ended for began, ended in spans)


def _grade(friend: Friend) -> str:
    return words.article(words.rank(friend.rank))
