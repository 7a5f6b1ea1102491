"""A reader's own text with the numbers of a sweep: Markdown with placeholders such as `{{trust.longer}}`.

So that no number in an answer is typed by hand, and none outlives the model that made it.
"""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from exchsim.analysis.attribution import Attribution, Part
from exchsim.analysis.contrasts import contrast
from exchsim.analysis.failures import failures
from exchsim.analysis.verdicts import BETTER, SLICES, TIE, UNRESOLVED, WORSE, Verdict, verdict, weak_numbers
from exchsim.analysis.words import number
from exchsim.report import searched
from exchsim.report.attribution import definitions, part_of_whole
from exchsim.report.blocks import Picture
from exchsim.report.content import content
from exchsim.report.markdown import pictures, table_lines
from exchsim.scenario.faults import suggestion
from exchsim.sweep.attribute import attributions, design_of

if TYPE_CHECKING:
    from exchsim.sweep.results import Sweep

PLACEHOLDER = re.compile(r"\{\{\s*(.*?)\s*\}\}")
WORDS = {BETTER: "better", WORSE: "worse", TIE: "alike", UNRESOLVED: "unresolved"}
FIELDS = ("difference", "size", "low", "high", "better", "mean", "word", "says", "flips")
OF_GROUPS = ("share", "of_whole", "others", "first", "last", "interplay")
BLOCKS = (
    "title", "question", "source", "runs", "futures", "seeds", "numbers", "policies", "table", "verdicts", "unresolved",
    "groups", "shares",
)  # fmt: skip
AGAINST = "vs"
ENOUGH_FUTURES = 200  # from which on a quarter of a range has fifty of them


class TemplateError(ValueError):
    """Placeholders that mean nothing; one line each, with its place."""


def rendered(text: str, sweep: Sweep, figures: str, name: str = "template") -> tuple[str, list[Picture]]:
    """A template with the numbers of a sweep, and the figures that it shows.

    figures: folder of the figures as it is seen from the text. Placeholders:
    `OUTCOME.POLICY` the paired difference from the first policy with its interval; `OUTCOME.POLICY.FIELD` with a field
    of FIELDS; `OUTCOME.POLICY.vs.OTHER[.FIELD]` against another policy; `OUTCOME.GROUP.FIELD` with a field of OF_GROUPS
    where groups of programmes were switched off; one of BLOCKS; `figure NAME`; `fails POLICY
    OUTCOME` in which futures a policy is worse; `search answer`, `search table` and `search figure` of a search beside
    the sweep. Raises TemplateError with everything that is wrong.
    """
    quoted, used, wrong = _Quoted(sweep), [], []

    def filled(match: re.Match[str]) -> str:
        key = match.group(1)
        try:
            if key.startswith("figure "):
                picture = quoted.picture(key.removeprefix("figure ").strip())
                if picture not in used:
                    used.append(picture)
                return f"![{picture.words}]({figures}/{picture.name}.png)"
            if key.startswith("search "):
                return searched.told(sweep, key.removeprefix("search ").strip(), figures, quoted.with_unit)
            return quoted.text(key)
        except ValueError as error:
            line = text.count("\n", 0, match.start()) + 1
            wrong.append(f"{name}:{line}: {{{{{key}}}}}: {error}")
            return ""

    made = PLACEHOLDER.sub(filled, text)
    wrong += [
        f"{name}:{number}: {{{{ without its }}}}: {line.strip()[:60]}"
        for number, line in enumerate(text.splitlines(), 1)
        if "{{" in PLACEHOLDER.sub("", line) or "}}" in PLACEHOLDER.sub("", line)
    ]
    if wrong:
        raise TemplateError("\n".join(wrong))
    return made, used


def pattern(text: str) -> re.Pattern[str]:
    """What a text made from a template looks like, whatever the numbers."""
    pieces = PLACEHOLDER.split(text)[::2]
    return re.compile(".*?".join(re.escape(piece) for piece in pieces), re.DOTALL)


class _Quoted:
    """Numbers and words of a sweep by name."""

    def __init__(self, sweep: Sweep) -> None:
        self.sweep, self.runs = sweep, sweep.good
        self.weak = weak_numbers(sweep.about["uncertainties"])
        design = design_of(sweep)
        self.groups = design.groups if design else ()
        self.verdict = cache(self._verdict)
        self.shared_out = cache(self._shared_out)
        self.pictures = cache(self._pictures)

    def text(self, key: str) -> str:
        """What stands for a placeholder."""
        if key in BLOCKS:
            return _BLOCKS[key](self)
        if key.startswith("fails "):
            return self._fails(*key.split()[1:])
        outcome, *rest = key.split(".")
        if outcome not in self.sweep.outcomes or not rest:
            raise ValueError(_unknown(outcome, [*BLOCKS, *self.sweep.outcomes, "figure", "fails", "search"]))
        if rest[0] in self.groups and rest[0] not in self.sweep.policies:
            return self._of_group(outcome, *rest)
        policy, *rest = rest
        base = self.sweep.policies[0]
        if rest and rest[0] == AGAINST and len(rest) > 1:
            base, rest = rest[1], rest[2:]
        for given in (policy, base):
            if given not in self.sweep.policies:
                raise ValueError(_unknown(given, (*self.groups, *self.sweep.policies)))
        field = rest[0] if rest else ""
        if len(rest) > 1 or (rest and field not in FIELDS):
            raise ValueError(_unknown(".".join(rest), FIELDS))
        if field == "mean":
            return self.with_unit(outcome, float(self.runs.loc[self.runs["policy"] == policy, outcome].mean()))
        if policy == base:
            raise ValueError(f"{policy} is what it would be compared with; .mean is its mean")
        return self._compared(outcome, policy, base, field)

    def _compared(self, outcome: str, policy: str, base: str, field: str) -> str:
        found = self.verdict(outcome, policy, base) if field in ("word", "says", "flips") else None
        c = found.contrast if found else contrast(
            self.runs, outcome, policy, base, self.sweep.directions[outcome], layout=self.sweep.layout
        )  # fmt: skip
        if field == "size":
            return self.with_unit(outcome, abs(c.difference))
        if field in ("difference", "low", "high"):
            return self.with_unit(outcome, getattr(c, field), signed=True)
        if field == "better":
            return f"{100 * c.better:.0f} %"
        size = self.interval(outcome, c.difference, c.low, c.high)
        if found is None:
            return size
        if field == "word":
            return WORDS[found.word]
        return self.flip(found) if field == "flips" else self.says(found, size)

    def _of_group(self, outcome: str, group: str, field: str = "share", *more: str) -> str:
        """What a group brings, with its interval; `others`: the part of the whole that all other groups bring."""
        if more or field not in OF_GROUPS:
            raise ValueError(_unknown(".".join((field, *more)), OF_GROUPS))
        share = next(one for one in self.shared_out()[outcome].shares if one.group == group)
        if field == "of_whole":
            return part_of_whole(share.of_whole)
        if field == "others":
            return part_of_whole(share.of_whole.complement)
        return self.part(outcome, getattr(share, field))

    def _shared_out(self) -> dict[str, Attribution]:
        return {found.outcome: found for found in attributions(self.sweep)}  # ValueError where there are no groups

    def part(self, outcome: str, part: Part) -> str:
        """A mean with its interval and unit."""
        return self.interval(outcome, part.mean, part.low, part.high)

    def definitions(self) -> str:
        """Every group with what switching it off means."""
        if not self.groups:
            raise ValueError("no groups were switched off here; make such runs with exchsim attribute EXPERIMENT")
        return "\n".join(f"- `{name}`: {what}" for name, what in definitions(self.sweep))

    def shares(self) -> str:
        """Outcome by outcome: what all groups bring together, and each group's part of it."""
        rows = [
            [outcome, self.part(outcome, found.whole), *(part_of_whole(one.of_whole) for one in found.shares)]
            for outcome, found in self.shared_out().items()
        ]
        return "\n".join(table_lines(("outcome", "all together", *self.groups), rows))

    def says(self, found: Verdict, size: str) -> str:
        """`better than as_now: +0.012 (+0.009 to +0.016)`."""
        base = found.contrast.baseline
        how = {
            BETTER: f"better than {base}", WORSE: f"worse than {base}", TIE: f"no different from {base}",
            UNRESOLVED: f"not surely better or worse than {base}",
        }[found.word]  # fmt: skip
        return f"{how}: {size}"

    def flip(self, found: Verdict) -> str:
        """The doubtful numbers that turn a ranking round, or that none does."""
        if not found.flips:
            return "no doubtful number turns it round"
        first = found.flips[0]
        return (
            f"the other way round where {first.parameter} is {number(first.low)} to {number(first.high)} "
            f"({self.with_unit(found.contrast.outcome, first.difference, signed=True)})"
        )

    def interval(self, outcome: str, difference: float, low: float, high: float) -> str:
        """A difference, its interval, its unit."""
        unit = self.unit(outcome)
        return f"{number(difference, True)}{unit} ({number(low, True)} to {number(high, True)})"

    def with_unit(self, outcome: str, value: float, signed: bool = False) -> str:
        """A number with its unit."""
        return f"{number(value, signed)}{self.unit(outcome)}"

    def unit(self, outcome: str) -> str:
        """Unit behind a number; shares and counts need none."""
        unit = self.sweep.units[outcome]
        return f" {unit}" if unit not in ("", "1", "0-1", "count", "share") else ""

    def _verdict(self, outcome: str, policy: str, base: str) -> Verdict:
        way = self.sweep.directions[outcome]
        return verdict(self.runs, outcome, policy, base, way, self.weak, layout=self.sweep.layout)

    def _pictures(self) -> dict[str, Picture]:
        return {picture.name: picture for picture in pictures(content(self.sweep))}

    def picture(self, name: str) -> Picture:
        """A figure of the report."""
        known = self.pictures()
        if name not in known:
            raise ValueError(_unknown(name, list(known)))
        return known[name]

    def judged(self) -> Iterator[Verdict]:
        """Every verdict against the first policy."""
        base, *others = self.sweep.policies
        for policy in others:
            for outcome, way in self.sweep.directions.items():
                if way != "neither":
                    yield self.verdict(outcome, policy, base)

    def table(self) -> str:
        """Mean of the first policy, and what the others change, outcome by outcome."""
        base, *others = self.sweep.policies
        rows = []
        for outcome, way in self.sweep.directions.items():
            mean = self.with_unit(outcome, float(self.runs.loc[self.runs["policy"] == base, outcome].mean()))
            cells = [self._compared(outcome, policy, base, "") for policy in others]
            rows.append([outcome, "" if way == "neither" else way, mean, *cells])
        return "\n".join(table_lines(("outcome", "better", base, *others), rows))

    def matrix(self) -> str:
        """One word a policy and outcome."""
        directed = [name for name, way in self.sweep.directions.items() if way != "neither"]
        words = {(v.contrast.policy, v.contrast.outcome): WORDS[v.word] for v in self.judged()}
        rows = [[policy, *(words[policy, name] for name in directed)] for policy in self.sweep.policies[1:]]
        return "\n".join(table_lines((f"against {self.sweep.policies[0]}", *directed), rows))

    def unresolved(self) -> str:
        """A list of what stays open, and why."""
        lines = [f"- {v}." for v in self.judged() if v.word == UNRESOLVED]
        found = "\n".join(lines) or "Nothing: every comparison came out better, worse or alike."
        futures = int(self.sweep.about["samples"])
        if self.weak and futures < ENOUGH_FUTURES:
            found += (
                f"\n\nWhether a ranking turns round was looked for in each quarter of the ranges of {len(self.weak):,} "
                f"doubtful numbers, some {futures // SLICES} futures in each: only a strong reversal would show. "
                "The larger variant sees more."
            )
        return found

    def policies(self) -> str:
        """Every policy with what it sets."""
        given = self.sweep.folder.experiment()["experiment"].get("policies", {})
        return "\n".join(f"- `{name}`: {policy.get('note') or _levers(policy)}" for name, policy in given.items())

    def _fails(self, *names: str) -> str:
        if len(names) != 2 or names[0] not in self.sweep.policies[1:] or names[1] not in self.sweep.outcomes:
            raise ValueError(f"write `fails POLICY OUTCOME` with one of {', '.join(self.sweep.policies[1:])}")
        policy, outcome = names
        way, base = self.sweep.directions[outcome], self.sweep.policies[0]
        if way == "neither":
            raise ValueError(f"{outcome} has no direction")
        found = failures(self.runs, self.sweep.design, outcome, policy, way, base, boxes=1)
        return f"{found}" + (f", mostly where {found.boxes[0]}" if found.boxes else "")


def _levers(policy: Mapping[str, object]) -> str:
    return ", ".join(f"{name} {value}" for name, value in policy.items()) or "the scenario as it is"


def _unknown(name: str, known: Sequence[str]) -> str:
    return f"unknown: {suggestion(name, known) or 'there are ' + ', '.join(known)}"


_BLOCKS: dict[str, Callable[[_Quoted], str]] = {
    "title": lambda q: str(q.sweep.about["title"]),
    "question": lambda q: str(q.sweep.about["question"]).strip(),
    "source": lambda q: (
        f"{len(q.runs):,} runs: {q.sweep.about['samples']:,} futures x {len(q.sweep.policies)} policies x "
        f"{q.sweep.about['replicates']:,} seeds"
    ),
    "runs": lambda q: f"{len(q.runs):,}",
    "futures": lambda q: f"{q.sweep.about['samples']:,}",
    "seeds": lambda q: f"{q.runs['seed'].nunique():,}",
    "numbers": lambda q: f"{len(q.sweep.uncertainties):,}",
    "policies": _Quoted.policies,
    "table": _Quoted.table,
    "verdicts": _Quoted.matrix,
    "unresolved": _Quoted.unresolved,
    "groups": _Quoted.definitions,
    "shares": _Quoted.shares,
}


def write_rendered(sweep: Sweep, template: Path, target: Path) -> Path:
    """Write a template with the numbers of a sweep, its figures in `figures/` beside it. Raises TemplateError."""
    from exchsim.plots import save

    text, used = rendered(template.read_text(encoding="utf-8"), sweep, "figures", str(template))
    target.parent.mkdir(parents=True, exist_ok=True)
    folder = target.parent / "figures"
    for picture in used:
        folder.mkdir(exist_ok=True)
        save(picture.figure, folder / f"{picture.name}.png")
    if f"figures/{searched.SHOWN}" in text:
        folder.mkdir(exist_ok=True)
        shutil.copyfile(searched.beside(sweep) / searched.FIGURE, folder / searched.SHOWN)
    target.write_text(text, encoding="utf-8")
    return target
