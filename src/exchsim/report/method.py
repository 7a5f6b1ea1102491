"""How a report's numbers were found, and where they come from."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from exchsim.analysis.estimates import Layout
from exchsim.analysis.terms import capital, in_words
from exchsim.analysis.words import number
from exchsim.report.blocks import Block, Numbers, Words
from exchsim.report.subject import Subject
from exchsim.report.words import counted

if TYPE_CHECKING:
    from exchsim.sweep.results import Sweep

_PAIRED = "The same seeds serve all policies, so that differences are taken run by run. "
_KINDS = {
    "latin-hypercube": "Latin hypercube", "sobol": "Sobol' sequence", "halton": "Halton sequence",
    "monte-carlo": "random sample", "saltelli": "Saltelli's design", "morris": "Morris' trajectories",
}  # fmt: skip
FEW = 12  # rows from which on a table is folded


def method(about: Subject) -> Iterator[Block]:
    """The design and the rules in a paragraph; policies, outcomes and uncertain numbers in tables."""
    yield Words(_paragraph(about))
    given = about.sweep.folder.experiment()["experiment"].get("policies", {})
    rows = [
        [in_words(name) + (" (baseline)" if name == about.base else ""), _levers(given.get(name, {})),
         given.get(name, {}).get("note", "")]
        for name in about.sweep.policies
    ]  # fmt: skip
    noted = any(row[2] for row in rows)
    heads = ("policy", "what it sets", *(("in words",) if noted else ()))
    yield Numbers(heads, [row[: len(heads)] for row in rows], "Policies", "table-policies", folded=len(rows) > FEW)
    rows = [
        [capital(about.terms[name].label), about.terms[name].meaning, about.terms[name].unit or "ratio", counted(o),
         o["direction"]]
        for name, o in about.sweep.about["outcomes"].items()
    ]  # fmt: skip
    heads = ("outcome", "meaning", "unit", "what is counted", "better")
    yield Numbers(heads, rows, "Outcomes", "table-outcomes", folded=len(rows) > FEW)
    rows = [_uncertain(path, u) for path, u in about.sweep.about["uncertainties"].items()]
    heads = ("number", "from", "to", "unit", "grade")
    if rows:
        yield Numbers(heads, rows, "Uncertain numbers", "table-uncertain", folded=len(rows) > FEW)
        yield Words(
            "Grades: R read in the source, C computed from public tables, K from the literature with high, medium "
            "or low confidence, M a modelling choice without a source."
        )


def _paragraph(about: Subject) -> str:
    facts = about.sweep.about
    layout = about.sweep.layout
    failed = int(about.sweep.runs["failed"].sum())
    missing = facts["runs"] - len(about.sweep.runs)
    odd = "".join([f" {failed:,} runs failed and are left out." if failed else "",
                   f" {missing:,} runs are not there yet." if missing else ""])  # fmt: skip
    kind = facts["design"]["kind"]
    return (
        f"Every policy was simulated in {facts['samples']:,} futures ({_KINDS.get(kind, kind)} of "
        f"{len(facts['uncertainties'])} uncertain numbers) under {facts['replicates']:,} seeds each.{odd} "
        + (_PAIRED if facts["common_random_numbers"] else "Every run has a seed of its own. ")
        + f"Intervals hold {100 * about.confidence:g} % and count "
        + _counted(layout)
        + "A ranking that turns round, after Holm's correction, within the range of a number of grade M or K-low is "
        "called unresolved; a difference surely below a tenth of the baseline's standard deviation is called alike."
    )  # fmt: skip


def _counted(layout: Layout) -> str:
    """What an interval counts."""
    if not layout.sampled:
        return "luck alone, since the futures were chosen. "
    if not layout.shared:
        return "futures and luck together: every future has seeds of its own, so that its mean is one observation. "
    return "what futures, luck and their interplay contribute (two-way analysis of variance). "


def _uncertain(path: str, about: dict[str, Any]) -> list[str]:
    if "values" in about:
        return [path, ", ".join(map(str, about["values"])), "", about["unit"], about["grade"]]
    return [path, number(about["low"]), number(about["high"]), about["unit"], about["grade"]]


def _levers(policy: dict[str, Any]) -> str:
    words = [f"{name} = {value}" for name, value in policy.items() if name not in ("nations", "events", "set", "note")]
    words += [f"{code}: {_levers(levers)}" for code, levers in policy.get("nations", {}).items()]
    words += [f"{path} = {value}" for path, value in policy.get("set", {}).items()]
    words += [f"{event['date']}: {event['kind']}" for event in policy.get("events", [])]
    return "; ".join(words) or "the scenario as it is"


def provenance(sweep: Sweep) -> Numbers:
    """Ids, seeds, versions, and the command that checks them."""
    facts = sweep.about
    shared = facts["common_random_numbers"] and facts.get("seeds", "shared") == "shared"
    rows = [
        ["folder", str(sweep.folder.path)],
        ["begun", facts["created"]],
        ["runs", f"{len(sweep.good):,} of {facts['runs']:,} stored, {int(sweep.runs['failed'].sum()):,} failed"],
        ["seeds", f"{facts['seed']} to {facts['seed'] + facts['replicates'] - 1}" if shared else
         f"drawn from {facts['seed']}"],
        ["model", f"exchsim {facts['versions']['exchsim']}, sources {facts['source_hash']}"],
        ["libraries", ", ".join(f"{k} {v}" for k, v in facts["versions"].items() if k != "exchsim")],
        *[[f"policy {name}", digest[:20]] for name, digest in facts["policies"].items()],
        ["to check", f"exchsim verify {sweep.folder.path} --sample 20"],
    ]  # fmt: skip
    return Numbers(("what", "value"), rows, "Ids, seeds, versions", "table-provenance")
