"""The twin's choice of programmes: by kind, by domain, in person or on screen."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from exchsim.enums import Draw, Mode, ProgrammeKind
from exchsim.rules import selection
from exchsim.rules.programmes import domain_wishes, emphasis, with_remote_share

if TYPE_CHECKING:
    from reference.twin import Twin
    from reference.twin_nations import Nation

MIX = {
    ProgrammeKind.EXCHANGE_POST: "mix_exchange_post",
    ProgrammeKind.LANGUAGE_IMMERSION: "mix_language_immersion",
    ProgrammeKind.LEADERSHIP_COURSE: "mix_leadership_course",
    ProgrammeKind.COURSE: "mix_course",
    ProgrammeKind.VIRTUAL_EXCHANGE: "mix_virtual_exchange",
    ProgrammeKind.HYBRID_EXCHANGE: "mix_hybrid_exchange",
}


def interest(programme: np.record, policy: np.record) -> float:
    """How far a programme trains what a government wants."""
    return emphasis(programme.domains, domain_wishes(policy))


def is_virtual(programme: np.record) -> bool:
    """Held on screen, at home?"""
    return int(programme.mode) == Mode.VIRTUAL


def programme_mix(model: Twin, policy: np.record) -> list[float]:
    """Part of bilateral tours that each programme gets."""
    kinds = [int(programme.kind) for programme in model.programmes]
    of_kind: dict[int, float] = {}
    for kind, programme in zip(kinds, model.programmes, strict=True):
        of_kind[kind] = of_kind.get(kind, 0.0) + interest(programme, policy)
    mix = [
        float(policy[MIX[kind]]) * interest(programme, policy) / of_kind[kind]
        if kind in MIX and of_kind[kind] > 0.0
        else 0.0
        for kind, programme in zip(kinds, model.programmes, strict=True)
    ]
    remote = [p for p, kind in enumerate(kinds) if kind in MIX and is_virtual(model.programmes[p])]
    on_screen, every = sum(interest(model.programmes[p], policy) for p in remote), sum(mix)
    if policy.virtual_share <= 0.0 or on_screen <= 0.0:
        return mix
    return [
        with_remote_share(
            part, p in remote, float(policy.virtual_share), every, interest(model.programmes[p], policy) / on_screen
        )
        for p, part in enumerate(mix)
    ]


def can_go(model: Twin, nation: Nation, host: Nation, p: int) -> bool:
    """Is the way open for this programme?"""
    return is_virtual(model.programmes[p]) or not model.blocked(nation, host)


def is_immersion(programme: np.record) -> bool:
    """Is it held to learn a language?"""
    return int(programme.kind) == ProgrammeKind.LANGUAGE_IMMERSION


def serves(nation: Nation, level: float, programme: np.record) -> bool:
    """An immersion serves whoever lacks the language; what else there is serves everybody."""
    professional = float(nation.model.params.language_professional_level)
    target = float(nation.policy.language_target)
    return not is_immersion(programme) or bool(selection.has_to_learn(level, target, professional))


def share_of_possible(nation: Nation, mix: list[float]) -> float:
    """What of the mix closed borders leave."""
    if not nation.borders_closed:
        return 1.0
    programmes = nation.model.programmes
    remote = sum(part for programme, part in zip(programmes, mix, strict=True) if is_virtual(programme))
    return remote / sum(mix) if sum(mix) > 0.0 else 0.0


def kinds_with(nation: Nation, host: Nation, mix: list[float]) -> dict[int, list[int]]:
    """Programmes in the mix that are possible with a host, by kind; the key is the first programme of the kind."""
    programmes, groups = nation.model.programmes, {}
    staff = float(nation.model.staff_level[nation.index, host.language])
    first = {int(programme.kind): p for p, programme in reversed(list(enumerate(programmes)))}
    for p, programme in enumerate(programmes):
        if mix[p] > 0.0 and can_go(nation.model, nation, host, p) and serves(nation, staff, programme):
            groups.setdefault(first[int(programme.kind)], []).append(p)
    return groups


def spread(nation: Nation, host: Nation, wanted: dict[int, int], mix: list[float], month: int) -> dict[int, int]:
    """Posts of a kind are given to its programmes, each by a draw whose luck holds for four years."""
    model, given = nation.model, {}
    groups, who = kinds_with(nation, host, mix), (nation.code << 13) | host.code
    for first, number in wanted.items():
        for n in range(number):
            choices = groups[first]
            address = (int(model.programmes[first].kind) << 16) | n
            u = model.luck.uniform(month // 48, Draw.POST_PROGRAMME, who, address) * sum(mix[q] for q in choices)
            p = drawn(u, [(q, mix[q]) for q in choices])
            given[p] = given.get(p, 0) + 1
    return given


def drawn(u: float, odds: list[tuple[int, float]]) -> int:
    """The choice in whose part of the sum `u` falls; the last of all where rounding leaves a rest."""
    for choice, weight in odds:
        if u < weight:
            return choice
        u -= weight
    return odds[-1][0]


def wishes_for(model: Twin, kind: ProgrammeKind, nations: list[Nation]) -> list[float]:
    """What several governments want of the programmes for a gathering."""
    wanted = [0.0] * len(model.programmes)
    for nation in nations:
        chosen = [p for p, programme in enumerate(model.programmes) if programme.kind == kind]
        weight = {p: interest(model.programmes[p], nation.policy) for p in chosen}
        remote = sum(weight[p] for p in chosen if is_virtual(model.programmes[p]))
        local = sum(weight[p] for p in chosen if not is_virtual(model.programmes[p]))
        share = float(nation.policy.virtual_share) if local > 0.0 else 1.0
        share = share if remote > 0.0 else 0.0
        for p in chosen:
            part, whole = (share, remote) if is_virtual(model.programmes[p]) else (1.0 - share, local)
            wanted[p] += part * weight[p] / whole if whole > 0.0 else 0.0
    return wanted


def programme_of(model: Twin, uid: int, wanted: list[float], month: int) -> int | None:
    """The programme that an event follows."""
    odds = [(p, weight) for p, weight in enumerate(wanted) if weight > 0.0]
    u = model.luck.uniform(month, Draw.GATHERING_PROGRAMME, uid) * sum(wanted)
    return drawn(u, odds) if odds else None
