"""How things are said: who is meant, which of several ways to say it, and what has been said already."""

from __future__ import annotations

from exchsim.life import words
from exchsim.life.career import Career, Friend, Tour

FATES = 3  # friends whose later life is told
SENIOR = 6  # grade from which on a friend is worth telling of, also one out of touch


class Teller:
    """Remembers what the reader knows. Ways to say a thing take turns, so that neighbours are never alike."""

    def __init__(self, career: Career) -> None:
        self.career = career
        self.names = career.record.names
        self._turns: dict[str, int] = {}
        self._named: set[str] = set()
        self.introduced = False
        self.notable = {friend.officer for friend in notable(career)}

    def way(self, topic: str, *ways: str) -> str:
        """The next of several ways to say something; where it begins differs from officer to officer."""
        turn = self._turns.setdefault(topic, (self.career.officer >> 16) + self.career.officer % 7)
        self._turns[topic] = turn + 1
        return words.capital(ways[turn % len(ways)])

    def who(self, month: int) -> str:
        """`the major`, as the officer was in a month."""
        return f"the {words.rank_short(self.career.rank_in(month))}"

    def first_who(self, month: int) -> str:
        """… with the length of service where the reader does not know it yet."""
        if self.introduced:
            return self.who(month)
        self.introduced = True
        served = month - self.career.entered
        if served < 12:
            return f"the new {words.rank(self.career.rank_in(month))}"
        return f"the {words.rank(self.career.rank_in(month))}, then with {words.years_of(served)} of service,"

    def place(self, venue: str, month: int) -> str:
        """A nation or organisation; an organisation's name in full the first time."""
        if venue in self.names.nations:
            return words.nation(self.names, venue, month)
        full = venue not in self._named
        self._named.add(venue)
        if venue in self.names.missions:
            return words.mission(self.names, venue, full)
        return words.organisation(self.names, venue, full)

    def post(self, tour: Tour) -> str:
        """`an exchange post with the forces of Japan`."""
        place = self.place(tour.venue, tour.selected)
        return words.post(self.names, tour.programme, place, tour.venue in self.names.nations)

    def there(self, tour: Tour, month: int) -> str:
        """Where a tour was, briefly: the nation, or `headquarters`."""
        if tour.venue in self.names.organisations:
            return "headquarters"
        return self.place(tour.venue, month)

    def language(self, tour: Tour) -> str | None:
        """Working language of a tour, where it is not the officer's own."""
        code = self.names.venue_language[self.names.venues.index(tour.venue)]
        if not code or code == self.career.mother_tongue:
            return None
        return words.language(self.names, code)


def notable(career: Career) -> list[Friend]:
    """Friends who stayed in touch, and those who rose high; the highest first."""
    friends = {friend.officer: friend for friend in career.friends}.values()
    chosen = [friend for friend in friends if friend.faded is None or friend.rank >= SENIOR]
    return sorted(chosen, key=lambda f: (f.faded is not None, -f.rank, f.met))[:FATES]


def sentence(*parts: str) -> str:
    """Parts put together, without doubled commas before a full stop or colon."""
    text = " ".join(part for part in parts if part)
    for wrong, right in ((",,", ","), (",.", "."), (",:", ":"), (",;", ";"), (" ,", ","), ("  ", " ")):
        text = text.replace(wrong, right)
    return words.capital(text)
