"""Words for a biography: dates, spans, numbers, grades, levels of language, names of places and posts."""

from __future__ import annotations

import re
from collections.abc import Sequence

from exchsim.enums import Domain, Rank
from exchsim.store.names import Names

MONTHS = ("January", "February", "March", "April", "May", "June", "July", "August", "September", "October",
          "November", "December")  # fmt: skip
NUMBERS = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve",
           "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen")  # fmt: skip
TENS = ("", "", "twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety")
TIMES = ("never", "once", "twice")

# Grades as most armies call them; other services have other words for the same grade.
RANKS = {
    Rank.O1: "second lieutenant",
    Rank.O2: "first lieutenant",
    Rank.O3: "captain",
    Rank.O4: "major",
    Rank.O5: "lieutenant colonel",
    Rank.O6: "colonel",
    Rank.O7: "brigadier general",
    Rank.O8: "major general",
    Rank.O9: "lieutenant general",
}
SHORT_RANKS = {
    Rank.O1: "lieutenant", Rank.O2: "lieutenant", Rank.O7: "general", Rank.O8: "general", Rank.O9: "general",
}  # fmt: skip

# The ILR scale in its own sense: 1 elementary, 2 limited working, 3 general professional, 4 full professional.
COMMAND = (
    (0.3, "hardly a word of {language}"),
    (0.9, "a few set phrases of {language}"),
    (1.9, "enough {language} to get through the day"),
    (2.45, "enough {language} for routine work"),
    (2.95, "enough {language} for routine work and most staff talk"),
    (3.6, "enough {language} for professional conversation"),
    (9.9, "fluent {language}"),
)

FIELDS = {
    Domain.PEACEKEEPING: "peacekeeping",
    Domain.COUNTERTERRORISM: "counterterrorism",
    Domain.CYBER: "cyber operations",
    Domain.UNCONVENTIONAL: "unconventional and hybrid warfare",
    Domain.CRISIS_MANAGEMENT: "crisis management",
}

_PLURAL_NAMES = ("Netherlands", "Philippines", "Bahamas", "Maldives", "Comoros", "Seychelles", "Gambia")
_WITH_ARTICLE = re.compile(r"\b(United|Republic|Kingdom|Union|Federation|Islands|Emirates|Commonwealth|States)\b")
_UNTIL = re.compile(r"^(?P<now>.+?) \((?P<before>.+) to (?P<year>\d{4})\)$")
_ASIDE = re.compile(r"\s*\([^)]*\)")
_SPOKEN = ("NATO", "ASEAN", "ECOWAS", "SEATO", "CENTO", "NORDEFCO")  # acronyms said as words take no article
_WITH = {"exchange_post": "with the forces of", "staff_post": "on the staff of"}


def date(month: int) -> str:
    """`July 2004` for a month index."""
    return f"{MONTHS[month % 12]} {1900 + month // 12}"


def year(month: int) -> str:
    """`2004` for a month index."""
    return str(1900 + month // 12)


def number(count: int) -> str:
    """`three`, `thirty-two`, from a hundred on in digits."""
    if count < len(NUMBERS):
        return NUMBERS[count]
    tens, ones = divmod(count, 10)
    return f"{count:,}" if tens > 9 else TENS[tens] + (f"-{NUMBERS[ones]}" if ones else "")


def counted(count: int, noun: str, plural: str = "") -> str:
    """`one month`, `three months`."""
    return f"{number(count)} {noun if count == 1 else plural or noun + 's'}"


def times(count: int) -> str:
    """`once`, `twice`, `three times`."""
    return TIMES[count] if count < len(TIMES) else f"{number(count)} times"


def span(months: int) -> str:
    """`seven months`, `a year`, `two years`, `two and a half years`, `three years and two months`."""
    if months < 12 or months == 18:
        return counted(max(months, 1), "month") if months != 18 else "a year and a half"
    years, rest = divmod(months, 12)
    if rest == 6:
        return f"{number(years)} and a half years"
    whole = "a year" if years == 1 else counted(years, "year")
    return whole if rest == 0 else f"{whole} and {counted(rest, 'month')}"


def years_of(months: int) -> str:
    """Whole years of a long span: `five years`; months below a year."""
    years = round(months / 12)
    if months < 12:
        return counted(max(months, 1), "month")
    return "a year" if years == 1 else counted(years, "year")


def listed(items: Sequence[str]) -> str:
    """`a`, `a and b`, `a, b and c`."""
    return " and ".join([", ".join(items[:-1]), items[-1]] if len(items) > 1 else items)


def article(words: str) -> str:
    """The words with `a` or `an`."""
    sounds_like_consonant = re.match(r"(?i)(uni|use|eu|one\b)", words)
    return f"{'an' if words[0].lower() in 'aeiou' and not sounds_like_consonant else 'a'} {words}"


def capital(text: str) -> str:
    """The text with a capital at its beginning."""
    return text[:1].upper() + text[1:]


def rank(grade: int) -> str:
    """`lieutenant colonel` for O5."""
    return RANKS[Rank(grade)]


def rank_short(grade: int) -> str:
    """`lieutenant`, `general`: how one speaks of somebody whose full grade has been said."""
    return SHORT_RANKS.get(Rank(grade), RANKS[Rank(grade)])


def command(language: str, level: float) -> str:
    """What a level of the ILR scale means: `enough Korean for routine work (level 2.2)`."""
    words = next(words for limit, words in COMMAND if level < limit)
    return f"{words.format(language=language)} (level {level:.1f})"


def nation(names: Names, code: str, month: int | None = None) -> str:
    """A nation as it is called in a sentence, and was called then: `the Soviet Union` until 1991."""
    name = names.name_of(code)
    dated = _UNTIL.match(name)
    if dated:
        old = month is not None and month < (int(dated["year"]) - 1900) * 12 + 11
        name = dated["before"] if old else dated["now"]
    return with_article(_ASIDE.sub("", name))


def with_article(name: str) -> str:
    """`the United States`, but `France`."""
    needs = bool(_WITH_ARTICLE.search(name)) or name in _PLURAL_NAMES
    return f"the {name}" if needs and not name.lower().startswith("the ") else name


def organisation(names: Names, code: str, full: bool) -> str:
    """`the North Atlantic Treaty Organization (NATO)` where it is first named, `NATO` later."""
    known = dict(zip(names.organisations, names.organisation_names, strict=False))
    name = _ASIDE.sub("", known.get(code, code)).replace("_", " ")
    if name == code:
        return name
    if code in _SPOKEN or _initials(name) == code:
        return f"the {name} ({code})" if full else code if code in _SPOKEN else f"the {code}"
    return name if name.lower().startswith(("the ", "anzus")) else f"the {name}"


def mission(names: Names, code: str, full: bool) -> str:
    """`UNTAC, the UN mission in Cambodia,` where it is first named, `UNTAC` later."""
    name = code.replace("_", " ")
    if not full:
        return name
    where = names.mission_places[names.missions.index(code)]
    if where not in names.nations:
        return f"{name}, a mission of the UN,"
    return f"{name}, the UN mission in {nation(names, where)},"


def _initials(name: str) -> str:
    return "".join(word[0] for word in re.split(r"[ -]", name) if word[:1].isupper())


def language(names: Names, code: str) -> str:
    """A language's name."""
    return _ASIDE.sub("", names.language_of(code))


def post(names: Names, programme: str, place: str, of_nation: bool) -> str:
    """`an exchange post with the forces of Japan`, `a staff post at the headquarters of NATO`."""
    kind = names.programme_kinds[names.programmes.index(programme)]
    words = article(programme.replace("_", " ").strip())
    if kind == "peacekeeping_staff":
        return f"{words if 'post' in words else f'{words} post'} with {place}"
    if kind == "virtual_exchange":
        return f"{words} with {'officers of ' if of_nation else ''}{place}"
    if of_nation:
        return f"{words} {_WITH.get(kind, 'in')} {place}"
    return f"{words} {'at the headquarters of' if kind == 'staff_post' else 'with'} {place}"
