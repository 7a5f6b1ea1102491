"""An experiment that switches groups of programmes off, and its stored runs read as shares of an outcome.

Every set of groups is a policy of an ordinary sweep, so that it is stored, resumed and extended like one.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import TYPE_CHECKING, Any, NoReturn

from exchsim.analysis.attribution import Attribution as Found
from exchsim.analysis.attribution import Part, Plan, attribution, plan
from exchsim.scenario.catalogue import shipped_catalogue
from exchsim.scenario.faults import Fault, ScenarioError, suggestion
from exchsim.scenario.members import nations_of
from exchsim.state.blueprint import Blueprint
from exchsim.sweep.arms import Arm
from exchsim.sweep.experiment import Attribution, Policy
from exchsim.sweep.load import Experiment, stored_experiment
from exchsim.sweep.switches import GROUPS, RESERVED, USUAL, Switch, switch_of, switched_off

if TYPE_CHECKING:
    import pandas as pd

    from exchsim.sweep.results import Sweep

ALL, NONE = RESERVED
SUFFIX = "_attribution"
MOST_SETS = 4096  # policies of one sweep
_LONGEST_NAME = 60


def policy_name(groups: Sequence[str], chosen: int) -> str:
    """Name of the policy under which a set of groups is on: all, none, without_X, only_X, X-Y-Z."""
    on = [name for k, name in enumerate(groups) if chosen >> k & 1]
    off = [name for name in groups if name not in on]
    if not off or not on:
        return NONE if off else ALL
    if len(on) == 1:
        return f"only_{on[0]}"
    if len(off) == 1:
        return f"without_{off[0]}"
    joined = "-".join(on)
    return joined if len(joined) <= _LONGEST_NAME else f"on_{chosen:x}"


def attribution_experiment(
    experiment: Experiment,
    groups: Sequence[str] = (),
    policy: str | None = None,
    nations: Sequence[str] = (),
    orders: int | None = None,
) -> Experiment:
    """The experiment that shares out the outcomes of another one among groups of programmes.

    What is not given here is as in the section `attribution` of the experiment. groups: built in, or of that section.
    Raises ScenarioError where the groups do not fit the experiment, or one another.
    """
    section = experiment.file.attribution or Attribution()
    chosen = policy or section.policy or experiment.arms[0].name
    arm = next((arm for arm in experiment.arms if arm.name == chosen), None)
    if arm is None:
        _refuse(experiment, "policy", f"no policy {chosen}; {suggestion(chosen, [a.name for a in experiment.arms])}")
    if not experiment.file.common_random_numbers:
        _refuse(experiment, "groups", "needs common_random_numbers: sets of groups are compared under the same luck")
    wanted = _definitions(experiment, section, groups, arm)
    only = [*(nations or section.nations)]
    given = section.model_dump(mode="json", exclude_unset=True, exclude={"groups", "policy", "nations", "orders"})
    given |= {"groups": {name: own.model_dump(mode="json", exclude_unset=True) for name, own in wanted.items()}}
    given |= {"nations": only} if only else {}
    # with its groups alone first, so that faults are told of them and not of the policies made of them
    stored = {**experiment.as_dict(), "name": experiment.name.removesuffix(SUFFIX) + SUFFIX}
    stored_experiment(stored, {"attribution": given})
    try:
        design = plan(list(wanted), section.orders if orders is None else orders, section.seed)
    except ValueError as error:
        _refuse(experiment, "orders", str(error))
    if len(design.sets) > MOST_SETS:
        _refuse(
            experiment, "groups", f"makes {len(design.sets):,} sets; at most {MOST_SETS:,} are allowed; give orders"
        )
    given["orders"] = len(design.orders)
    switches = [switch_of(name, own) for name, own in wanted.items()]
    policies = {}
    for on in design.sets:
        off = [switch for k, switch in enumerate(switches) if not on >> k & 1]
        policies[policy_name(design.groups, on)] = _policy(experiment, arm, off, only)
    return stored_experiment(stored, {"policies": policies, "attribution": given})


def _refuse(experiment: Experiment, field: str, why: str) -> NoReturn:
    raise ScenarioError([Fault(experiment.name, 0, f"attribution.{field}", why)])


def _policy(experiment: Experiment, arm: Arm, off: Collection[Switch], only: Collection[str]) -> dict[str, Any]:
    """A policy of the experiment with some groups off, as a file says it."""
    own = experiment.file.policies.get(arm.name, Policy())
    nations = nations_of(arm.scenario.file, shipped_catalogue())
    made = switched_off(off, own, arm.scenario, nations, experiment.file.branch_at, only)
    written: dict[str, Any] = made.model_dump(mode="json", exclude_unset=True)
    return written


def _definitions(experiment: Experiment, section: Attribution, groups: Sequence[str], arm: Arm) -> dict[str, Policy]:
    """Groups by name with what they set; those that are built in set nothing here."""
    if groups:
        known = [*dict.fromkeys([*section.groups, *GROUPS])]
        for name in groups:
            if name not in known:
                near = suggestion(name, known) or f"there are {', '.join(known)}"
                _refuse(experiment, "groups", f"no group {name}; {near}")
        return {name: section.groups.get(name, Policy()) for name in dict.fromkeys(groups)}
    if section.groups:
        return section.groups
    return {name: Policy() for name in at_work(arm)}


def at_work(arm: Arm) -> list[str]:
    """The usual groups that a scenario has at all."""
    blueprint = arm.scenario.compile()
    return [name for name in USUAL if not _idle(name, arm, blueprint)]


def _idle(name: str, arm: Arm, blueprint: Blueprint) -> bool:
    if name == "missions" and not blueprint.missions:
        return True
    if name == "staff" and not ((blueprint.headquarters >= 0) & (blueprint.headquarters_posts.max(axis=1) > 0.0)).any():
        return True
    switch = switch_of(name)
    set_later = {event.lever for event in arm.scenario.file.events if event.kind == "set_lever"}
    levers = switch.levers or {"posts_share": 0.0}
    return all((blueprint.policies[lever] == off).all() and lever not in set_later for lever, off in levers.items())


# stored runs


def design_of(sweep: Sweep) -> Plan | None:
    """The groups and sets of a sweep that `attribution_experiment` made; None for any other."""
    section = sweep.folder.experiment()["experiment"].get("attribution")
    if not section or not section.get("groups") or "orders" not in section:
        return None
    found = plan(list(section["groups"]), section["orders"], section.get("seed", 0))
    return found if set(names_of(found)) <= set(sweep.policies) else None


def names_of(design: Plan) -> list[str]:
    """Names of the policies of all sets, in the order of the plan."""
    return [policy_name(design.groups, chosen) for chosen in design.sets]


def attributions(sweep: Sweep, confidence: float = 0.95) -> list[Found]:
    """Shares of every outcome. Raises ValueError where the sweep is no attribution, or lacks runs."""
    design = design_of(sweep)
    if design is None:
        raise ValueError("is no sweep of groups of programmes; make one with exchsim attribute EXPERIMENT")
    runs, names = sweep.good, names_of(design)
    return [attribution(runs, outcome, design, names, sweep.layout, confidence) for outcome in sweep.outcomes]


def table(found: Sequence[Found], units: Mapping[str, str]) -> pd.DataFrame:
    """One row an outcome and group, and one for all together: shares, first and last in, with intervals and errors."""
    import pandas as pd

    rows = []
    for one in found:
        for share in one.shares:
            rows.append({
                "outcome": one.outcome, "unit": units[one.outcome], "group": share.group,
                **_columns("share", share.share), **_columns("part_of_whole", share.of_whole),
                "error_of_orders": share.share.error_of_orders, **_columns("first", share.first),
                **_columns("last", share.last), **_columns("interplay", share.interplay), "runs": one.runs,
            })  # fmt: skip
        rows.append({"outcome": one.outcome, "unit": units[one.outcome], "group": "all together",
                     **_columns("share", one.whole), "part_of_whole": 1.0, "runs": one.runs,
                     "all_on": one.all_on, "all_off": one.all_off})  # fmt: skip
    return pd.DataFrame(rows)


def _columns(name: str, part: Part) -> dict[str, float]:
    return {name: part.mean, f"{name}_low": part.low, f"{name}_high": part.high, f"{name}_error": part.error}
