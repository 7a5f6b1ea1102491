"""What a sweep says, in sections: answer, evidence, what it hangs on, limits, method, provenance."""

from __future__ import annotations

from typing import TYPE_CHECKING

from exchsim.report import attribution
from exchsim.report.answer import answer
from exchsim.report.blocks import Page, Points, Section
from exchsim.report.dependence import dependence
from exchsim.report.evidence import evidence
from exchsim.report.limits import LIMITS
from exchsim.report.method import method, provenance
from exchsim.report.subject import subject_of
from exchsim.report.words import source_of, terms_of
from exchsim.sweep.attribute import attributions, design_of

if TYPE_CHECKING:
    from exchsim.sweep.results import Sweep


def content(sweep: Sweep, baseline: str | None = None, confidence: float = 0.95) -> Page:
    """The report of a sweep with at least two policies. Raises ValueError where there are too few runs or policies."""
    if len(sweep.policies) < 2:
        raise ValueError("one policy only; a report compares policies")
    if design_of(sweep) is not None:
        return _shared_out(sweep, confidence)
    about = subject_of(sweep, baseline, confidence)
    sections = [
        Section("The answer", list(answer(about))),
        Section("The evidence", list(evidence(about))),
        Section("What the answer hangs on", list(dependence(about))),
        _limits(),
        Section("How it was found", list(method(about))),
        Section("Where the numbers come from", [provenance(sweep)]),
    ]
    return Page(sweep.about["title"], sweep.about["question"], sections, about.source)


def _shared_out(sweep: Sweep, confidence: float) -> Page:
    """The report of a sweep of groups of programmes, of which the policies are sets."""
    found, terms, source = attributions(sweep, confidence), terms_of(sweep), source_of(sweep)
    sections = [
        Section("The answer", list(attribution.answer(found, terms))),
        Section("The evidence", list(attribution.evidence(found, terms, source))),
        _limits(),
        Section("How it was found", list(attribution.method(sweep, found))),
        Section("Where the numbers come from", [provenance(sweep)]),
    ]
    return Page(sweep.about["title"], sweep.about["question"], sections, source)


def _limits() -> Section:
    return Section("What it cannot say", [Points([(limit, "plain") for limit in LIMITS])])
