"""The twin's measures: the month of the world, the year of nations and of pairs."""

from __future__ import annotations

from dataclasses import asdict
from statistics import fmean
from typing import TYPE_CHECKING

import networkx as nx
from reference.twin_partners import priorities
from reference.twin_security import stopping

from exchsim.enums import Compromise, Domain, PostState, ThreatKind
from exchsim.rules import diplomacy

if TYPE_CHECKING:
    from reference.twin import Twin
    from reference.twin_nations import Nation

PROTOCOL = ("command_style", "staff_procedure", "communications_security", "doctrine")
SECURITY = ("information_security", "leak_risk", "threat_pressure", "readiness", "vetted", "findings", "denied",
            "false_denials", "espionage_expected", "findings_expected", "denials_expected",
            "false_denials_expected")  # fmt: skip
WEEKS_PER_MONTH = 365.25 / 7.0 / 12.0
FLAGS = ("agreement", "information_security", "training")
Row = dict[str, float]


def mean(values: list[float]) -> float:
    """The mean; 0 of nothing."""
    return fmean(values) if values else 0.0


def world_row(model: Twin) -> Row:
    """One row of the world series."""
    posts = list(model.posts.values())
    states = [post.state for post in posts]
    counts = model.count_posts()
    known = [n for n in model.nations if n.present]
    pairs = {(a.index, b.index): model.pair(a, b) for a, b in model.pairs_of(known)}
    partners = [pair for key, pair in pairs.items() if counts[key] > 0]
    running = [m for m in model.missions if m.running]
    allies = [pair for pair in pairs.values() if pair.alliance]
    return {
        "states": len(known),
        "cadre": sum(n.cadre for n in model.nations),
        "files": sum(n.files for n in model.nations),
        "posts": len(posts),
        "filled": states.count(PostState.FILLED),
        "preparing": states.count(PostState.PREPARING),
        "vacant": states.count(PostState.VACANT) + states.count(PostState.SUSPENDED),
        "trust": mean([pair.trust for pair in pairs.values()]),
        "trust_partners": mean([pair.trust for pair in partners]),
        "trust_allies": mean([pair.trust for pair in allies]),
        "interoperability_allies": mean([pair.interoperability for pair in allies]),
        "familiarity_allies": mean([pair.familiarity for pair in allies]),
        "states_sending": len({p.sender.index for p in posts if p.state == PostState.FILLED and p.bilateral}),
        "misunderstandings": model.misunderstandings,
        "transitivity": transitivity(model, known),
        "ties": int(sum(pair.ties for pair in pairs.values()) / 2.0),
        "gatherings": model.gathered,
        "spent_usd": model.spent_usd,
        "sharing_allies": mean([pair.sharing for pair in allies]),
        **{
            name: sum(leak.month == model.month and leak.kind == kind for leak in model.leaks)
            for name, kind in (("leaks", Compromise.LEAK), ("espionage", Compromise.ESPIONAGE))
        },
        "leaks_expected": model.leaks_expected,
        "espionage_expected": model.espionage_expected,
        **asdict(model.toll),
        "missions": len(running),
        "mission_troops": int(sum(m.troops for m in running)),
        "mission_violence": mean([m.violence for m in running]),
        "escalations": model.escalations,
        "agreements": sum(model.pair(a, b).agreement for a, b in model.couples_of(known)),
    }


def transitivity(model: Twin, known: list[Nation]) -> float:
    """Chance that two partners of a state have an agreement as well; looked at in January."""
    if model.month % 12 != 0 and model.month != model.blueprint.start:
        return model.world[-1]["transitivity"]
    graph = nx.Graph([(a.index, b.index) for a, b in model.couples_of(known) if model.pair(a, b).agreement])
    return float(nx.transitivity(graph))


def nation_row(model: Twin, nation: Nation) -> Row:
    """One row a nation for the year."""
    own = [post.state for post in model.posts.values() if post.sender is nation]
    others = [n for n in model.nations if n.present and n is not nation]
    ended = nation.tours_ended
    return {
        "present": int(nation.present),
        "cadre": nation.cadre,
        "posts": len(own),
        "filled": own.count(PostState.FILLED),
        "preparing": own.count(PostState.PREPARING),
        "hosted": sum(p.host is nation and p.state == PostState.FILLED for p in model.posts.values()),
        "budget_usd": nation.budget_usd,
        "spent_usd": nation.spent_this_year_usd,
        "linguists": float(model.linguists[nation.index].sum()),
        "alumni": nation.alumni,
        "senior_alumni": nation.senior_alumni,
        "tours_ended": ended,
        "level_at_return": nation.level_at_return / ended if ended else 0.0,
        **dict(zip(PROTOCOL, nation.protocol, strict=True)),
        "skill": sum(nation.skill) / 6.0,
        **{f"skill_{d.name.lower()}": nation.skill[d] for d in Domain},
        "language_usd": nation.language_this_year_usd,
        "interpreter_usd": nation.interpreters_this_year_usd,
        "standing": nation.standing,
        **exchange_row(model, nation),
        "warned_terrorism": nation.warned[ThreatKind.TERRORISM] if nation.present else 0.0,
        **{
            f"foiled_{kind.name.lower()}": nation.detection[kind] * stopping(nation, kind) if nation.present else 0.0
            for kind in (ThreatKind.TERRORISM, ThreatKind.CYBER, ThreatKind.HYBRID)
        },
        "sharing_given": mean([model.pair(nation, n).sharing for n in others]) if nation.present else 0.0,
        "sharing_received": mean([model.pair(n, nation).sharing for n in others]) if nation.present else 0.0,
        "compromises": nation.leaks_this_year,
        "leaks_expected": nation.betrayals_expected,
        **{name: getattr(nation, name) for name in SECURITY},
        "agreements": sum(model.pair(nation, n).agreement for n in others) if nation.present else 0,
        "trust_given": mean([model.pair(nation, n).trust for n in others]) if nation.present else 0.0,
        "mission_troops": int(sum(m.contingents[nation.index].troops for m in model.missions)),
        **book_row(nation),
        "trust_received": mean([model.pair(n, nation).trust for n in others]) if nation.present else 0.0,
    }


def book_row(nation: Nation) -> Row:
    """How far a nation's posts were served in its year, and what became of its officers' ties."""
    books = nation.books
    return {
        "post_years": books.open / 12.0,
        "officer_years": books.served / 12.0,
        "weeks_lost": (books.open - books.served) * WEEKS_PER_MONTH,
        "weeks_in_class": books.in_class * WEEKS_PER_MONTH,
        "months_sending": len(books.sending),
        "ties_made": books.ties_made,
        "ties_five_years": books.birthdays.count(5),
        "ties_ten_years": books.birthdays.count(10),
    }


def partners_lost(model: Twin, nation: Nation, partners: set[int]) -> int:
    """Partners of last December who are none now; those of now are remembered for the next."""
    lost = 0
    for other in model.nations:
        if other is not nation:
            pair = model.pair(nation, other)
            lost += pair.had_posts and other.index not in partners
            pair.had_posts = other.index in partners
    return lost


def exchange_row(model: Twin, nation: Nation) -> Row:
    """Scope, balance and purpose of a nation's bilateral tours."""
    own = [post for post in model.posts.values() if post.sender is nation and post.bilateral]
    filled = [post for post in model.posts.values() if post.bilateral and post.state == PostState.FILLED]
    sent, received = sum(p.sender is nation for p in filled), sum(p.host is nation for p in filled)
    wished = sum(
        min(model.pair(nation, other).wish, sum(p.host is other for p in own) / len(own))
        for other in model.nations
        if own
    )
    matched = sum(
        min(weight, sum(p.domain == k for p in own) / len(own)) for k, weight in enumerate(priorities(nation)) if own
    )
    return {
        "partners": len({post.venue for post in own}),
        "partners_lost": partners_lost(model, nation, {post.venue for post in own}),
        "unreturned": sum(
            max(
                0,
                sum(p.sender is nation and p.host is n for p in filled)
                - sum(p.sender is n and p.host is nation for p in filled),
            )
            for n in model.nations
        ),
        "refused": nation.refused_this_year,
        "reciprocity_balance": diplomacy.balance(sent, received),
        "objective_match": wished * matched,
    }


def pair_rows(model: Twin) -> dict[tuple[int, int], Row]:
    """One row a directed pair of states present for the year."""
    same = ("trust", "baseline", "familiarity", "interoperability", "technical", "procedural", "human", "talk", "ties",
            "crisis_channel")  # fmt: skip
    posts, filled = model.count_posts(), model.count_posts(filled_only=True)
    rows = {}
    for a, b in model.pairs_of([n for n in model.nations if n.present]):
        pair, key = model.pair(a, b), (a.index, b.index)
        rows[key] = {
            **{name: getattr(pair, name) for name in same},
            "distance": abs(a.alignment(model.month) - b.alignment(model.month)),
            "incidents": pair.incidents_this_year,
            "posts": posts[key],
            "filled": filled[key],
            "alumni": pair.alumni,
            "exercises": pair.exercises_this_year,
            "ledger": pair.ledger,
            "wish": pair.wish,
            "sharing": pair.sharing,
            "relayed": pair.relayed,
            **{name: int(getattr(pair, name)) for name in ("alliance", *FLAGS)},
        }
    return rows
