"""What every section of a report needs to know: runs, baseline, words, looks, contrasts and verdicts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from exchsim.analysis.contrasts import Contrast, contrasts
from exchsim.analysis.terms import Term, in_words
from exchsim.analysis.verdicts import BETTER, TIE, UNRESOLVED, WORSE, Verdict, verdict, verdicts, weak_numbers
from exchsim.plots.looks import Look, looks
from exchsim.report.words import source_of, terms_of

if TYPE_CHECKING:
    import pandas as pd

    from exchsim.sweep.results import Sweep

TONES = {BETTER: "good", WORSE: "bad", TIE: "plain", UNRESOLVED: "open"}
SAID = {BETTER: "better", WORSE: "worse", TIE: "alike", UNRESOLVED: "unresolved"}


@dataclass(frozen=True)
class Subject:
    """A sweep, looked at from a baseline."""

    sweep: Sweep
    runs: pd.DataFrame
    base: str
    confidence: float
    terms: Mapping[str, Term]
    looks: Mapping[str, Look]
    source: str
    weak: Sequence[str]
    found: Sequence[Contrast]
    judged: Sequence[Verdict]
    _pairs: dict[tuple[str, str, str], Verdict] = field(default_factory=dict)

    @property
    def others(self) -> list[str]:
        """Policies but the baseline."""
        return [name for name in self.sweep.policies if name != self.base]

    @property
    def directed(self) -> list[str]:
        """Outcomes of which more or less is better."""
        return [name for name, way in self.sweep.directions.items() if way != "neither"]

    def verdict(self, outcome: str, policy: str, baseline: str) -> Verdict:
        """A policy against another; reckoned once."""
        key = (outcome, policy, baseline)
        if key not in self._pairs:
            self._pairs[key] = verdict(
                self.runs, outcome, policy, baseline, self.sweep.directions[outcome], self.weak,
                confidence=self.confidence, layout=self.sweep.layout,
            )  # fmt: skip
        return self._pairs[key]

    def word(self, outcome: str, policy: str, other: str) -> str:
        """The verdict in a word; of a pair that was judged the other way round, that turned."""
        turned = self._pairs.get((outcome, other, policy))
        if turned is None:
            return self.verdict(outcome, policy, other).word
        return {BETTER: WORSE, WORSE: BETTER}.get(turned.word, turned.word)

    def of(self, policy: str) -> list[Verdict]:
        """Verdicts of a policy against the baseline."""
        return [v for v in self.judged if v.contrast.policy == policy]


def subject_of(sweep: Sweep, baseline: str | None, confidence: float) -> Subject:
    """Look at a sweep. Raises ValueError where there are too few runs or policies."""
    if len(sweep.policies) < 2:
        raise ValueError("one policy only; a report compares policies")
    base = baseline or sweep.policies[0]
    runs, weak = sweep.good, weak_numbers(sweep.about["uncertainties"])
    layout = sweep.layout
    found = contrasts(runs, sweep.directions, sweep.policies, base, confidence=confidence, layout=layout)
    judged = verdicts(runs, sweep.directions, sweep.policies, base, weak, confidence=confidence, layout=layout)
    known = {(v.contrast.outcome, v.contrast.policy, base): v for v in judged}
    return Subject(
        sweep, runs, base, confidence, terms_of(sweep), looks(sweep.policies, base), source_of(sweep), weak, found,
        judged, known,
    )  # fmt: skip


def said(policy: str) -> str:
    """A policy in a sentence."""
    return f"**{in_words(policy)}**"
