"""Estimates behind the rules of agreements: run `python docs/estimates/agreements.py DATA_FOLDER`.

Rebuilds yearly data of pairs of states, 1981-1999, from public tables (DCAD v1.0, COW, ATOP, TSS, MME v7, ideal
points of UN votes) and fits logits of a first general agreement on what held a year before, without and with habits of
states. Nothing here is read by the model; decisions 0010 and 0077 quote what it prints.
"""

from __future__ import annotations

import sys
from pathlib import Path

import numpy as np
import pandas as pd

YEARS = range(1979, 2000)
GREAT = (2, 200, 220, 255, 365, 710, 740)  # major powers of the time by COW
SAME = {260: 255, 345: 345, 678: 679, 340: 345}  # codes of a continuing state


class World:
    """Matrices by year over all states that were ever members in the years, in one order."""

    def __init__(self, folder: Path) -> None:
        states = pd.read_csv(folder / "cow_states.csv")
        states = states[states.endyear >= YEARS[0]]
        states["ccode"] = states.ccode.astype(int).replace(SAME)
        self.born = states.groupby("ccode").styear.min()
        self.dead = states.groupby("ccode").endyear.max().where(lambda y: y < 2016, 9999)
        self.codes = sorted(self.born.index)
        self.place = {code: k for k, code in enumerate(self.codes)}
        self.n = len(self.codes)
        self.present = {y: np.array([self.born[c] <= y <= self.dead[c] for c in self.codes]) for y in YEARS}
        self.folder = folder

    def read(self, name: str) -> pd.DataFrame:
        """One public table."""
        return pd.read_csv(self.folder / name)

    def matrix(self, one: pd.Series, other: pd.Series) -> np.ndarray:
        """Symmetric 0-1 matrix of the pairs listed."""
        found = np.zeros((self.n, self.n))
        a = one.astype(int).replace(SAME).map(self.place)
        b = other.astype(int).replace(SAME).map(self.place)
        known = a.notna() & b.notna() & (a != b)
        found[a[known].astype(int), b[known].astype(int)] = 1.0
        return np.maximum(found, found.T)

    def vector(self, frame: pd.DataFrame, column: str, year: int) -> np.ndarray:
        """A column by state in a year."""
        rows = frame[frame.year == year].copy()
        rows["ccode"] = rows.ccode.astype(int).replace(SAME)
        return rows.groupby("ccode")[column].max().reindex(self.codes).to_numpy(float)


def distances(world: World) -> np.ndarray:
    """Kilometres between the last capitals."""
    rows = world.read("cow_capitals.csv").dropna(subset=["ccode"]).sort_values("stdate")
    rows["ccode"] = rows.ccode.astype(int).replace(SAME)
    place = rows.groupby("ccode").last().reindex(world.codes)
    north, east = np.radians(place.lat.to_numpy(float)), np.radians(place.lng.to_numpy(float))
    half = (
        np.sin((north[:, None] - north) / 2) ** 2
        + np.cos(north)[:, None] * np.cos(north) * np.sin((east[:, None] - east) / 2) ** 2
    )
    return 12742.0 * np.arcsin(np.sqrt(half))


def tables_by_year(world: World) -> dict[int, dict[str, np.ndarray]]:
    """Everything about the end of a year."""
    dcad, pacts = world.read("dcad_to_1999.csv"), world.read("atop_dyad_spells_1946_2018.csv")
    rivals, power = world.read("tss_rivalries_post1946.csv"), world.read("cow_nmc_1946on.csv")
    points, exercises = world.read("unga_ideal_points_1946_2019.csv"), world.read("mme_to_1999.csv")
    general, sector = dcad[dcad.type == "general"], dcad[dcad.type == "sector"]
    pacts = pacts[pacts.atop_defense == 1]
    exercises = exercises.dropna(subset=["gwcode"]).rename(columns={"gwcode": "ccode"})
    ideal = np.full(world.n, np.nan)
    found: dict[int, dict[str, np.ndarray]] = {}
    for y in YEARS:
        now = world.vector(points, "IdealPoint", y)
        ideal = np.where(np.isnan(now), ideal, now)  # the last known position is held
        held = general[(general.signYear <= y) & (general.endYearEstimate >= y)]
        works = sector[(sector.signYear <= y) & (sector.endYearEstimate >= y)]
        signed = general[general.signYear == y]
        allied = pacts[(pacts.start <= y) & (pacts.end >= y)]
        hostile = rivals[(rivals.start <= y) & (rivals.end >= y)]
        trained = exercises[(exercises.year <= y) & (exercises.year > y - 5)]
        both = trained.merge(trained, on="MMEID")
        cinc = np.nan_to_num(world.vector(power, "cinc", y))
        present = world.present[y]
        share = np.where(present, cinc, 0.0) / cinc[present].sum()
        rivalry = world.matrix(hostile.ccode1, hostile.ccode2) * np.outer(present, present)
        alliance = world.matrix(allied.ccode1, allied.ccode2) * np.outer(present, present)
        # part of the world's capability among a's allies (and a) that is in rivalry with b, and the other way round
        hostility = (alliance + np.eye(world.n)) @ (share[:, None] * rivalry)
        found[y] = {
            "agreement": world.matrix(held.ccode1, held.ccode2),
            "signed": world.matrix(signed.ccode1, signed.ccode2),
            "sector": world.matrix(works.ccode1, works.ccode2),
            "ally": alliance,
            "rivalry": rivalry,
            "exercise": world.matrix(both.ccode_x, both.ccode_y),
            "cinc": cinc,
            "share": share,
            "ideal": ideal.copy(),
            "present": present,
            "divided": np.maximum(hostility, hostility.T),
            "tension": np.array(0.5 * (share @ rivalry @ share)),
        }
    return found


def panel(world: World) -> pd.DataFrame:
    """One row a pair without a general agreement and year; covariates of the year before."""
    tables, apart = tables_by_year(world), distances(world)
    upper = np.triu(np.ones((world.n, world.n), bool), 1)
    born = world.born.reindex(world.codes).to_numpy()
    frames = []
    for y in range(1981, 2000):
        now, was = tables[y], tables[y - 1]
        free = (
            upper & (was["agreement"] == 0) & np.outer(was["present"], was["present"])
            & np.outer(now["present"], now["present"])
        )  # fmt: skip
        degree, cinc = was["agreement"].sum(1), was["cinc"] + 1e-5
        before = [tables[k]["rivalry"] for k in range(max(1979, y - 11), y - 1)]
        once = np.maximum.reduce(before) if before else np.zeros_like(was["rivalry"])
        columns = {
            "signed": now["signed"],
            "product": np.log1p(np.sqrt(np.outer(degree, degree))),
            "degrees": np.log1p(degree)[:, None] + np.log1p(degree),
            "introduction": (was["agreement"] @ was["agreement"] > 0).astype(float),
            "common": np.log1p(was["agreement"] @ was["agreement"]),
            "partners": was["agreement"] @ was["agreement"],
            "ally": was["ally"],
            "exercise": was["exercise"],
            "rivalry": was["rivalry"],
            "ideal": np.abs(was["ideal"][:, None] - was["ideal"]),
            "power": np.log(cinc)[:, None] + np.log(cinc),
            "distance": np.log(apart + 50.0),
            "young": (np.maximum(born[:, None], born) > y - 10).astype(float) + 0 * apart,
            "fallen": (once > was["rivalry"]).astype(float),
            "tension": float(was["tension"]) + 0 * apart,
            "divided": was["divided"],
            "sector": was["sector"],
        }
        frame = pd.DataFrame({name: values[free] for name, values in columns.items()})
        a, b = np.nonzero(free)
        frames.append(frame.assign(year=y, a=a, b=b))
    rows = pd.concat(frames, ignore_index=True)
    return rows.dropna(subset=["ideal", "distance"])


def logit(rows: pd.DataFrame, names: tuple[str, ...], weight: float = 0.0) -> tuple[np.ndarray, np.ndarray, float]:
    """Coefficients, standard errors clustered by nothing, log likelihood; Newton's method."""
    x = np.column_stack([np.ones(len(rows)), *(rows[name].to_numpy(float) for name in names)])
    y = rows.signed.to_numpy(float)
    beta = np.zeros(x.shape[1])
    for _ in range(60):
        p = 1.0 / (1.0 + np.exp(-np.clip(x @ beta, -30, 30)))
        information = (x * (p * (1.0 - p))[:, None]).T @ x + 1e-9 * np.eye(len(beta))
        step = np.linalg.solve(information, x.T @ (y - p))
        beta += np.clip(step, -3, 3)
        if np.abs(step).max() < 1e-9:
            break
    p = np.clip(p, 1e-12, 1 - 1e-12)
    return beta, np.sqrt(np.diag(np.linalg.inv(information))), float((y * np.log(p) + (1 - y) * np.log(1 - p)).sum())


def with_habits(rows: pd.DataFrame, names: tuple[str, ...], of: np.ndarray | int = 0) -> float:
    """Fit and print a logit in which each state has a habit, normal with a common deviation; it adds to all its pairs.

    of: the habit that counts in a row, 0 for one in all years. Laplace's approximation, the deviation by expectation
    and maximisation, errors given the deviation. Returns the deviation.
    """
    x = np.column_stack([np.ones(len(rows)), *(rows[name].to_numpy(float) for name in names)])
    y, p = rows.signed.to_numpy(float), x.shape[1]
    spans = int(np.max(of)) + 1
    known, place = np.unique(np.concatenate([rows.a * spans + of, rows.b * spans + of]), return_inverse=True)
    q, (a, b) = len(known), place.reshape(2, -1)
    beta, habits, variance = logit(rows, names)[0], np.zeros(q), 0.5
    sums = lambda weights: np.bincount(a, weights, q) + np.bincount(b, weights, q)  # noqa: E731
    for _ in range(60):
        for _ in range(20):
            chance = 1.0 / (1.0 + np.exp(-np.clip(x @ beta + habits[a] + habits[b], -30, 30)))
            weight = chance * (1.0 - chance)
            gradient = np.concatenate([x.T @ (y - chance), sums(y - chance) - habits / variance])
            between = np.bincount(a * q + b, weight, q * q).reshape(q, q)
            information = np.zeros((p + q, p + q))
            information[:p, :p] = (x * weight[:, None]).T @ x
            information[:p, p:] = np.stack([sums(weight * column) for column in x.T])
            information[p:, :p] = information[:p, p:].T
            information[p:, p:] = between + between.T + np.diag(sums(weight) + 1.0 / variance)
            step = np.linalg.solve(information, gradient)
            step *= min(1.0, 0.5 / np.abs(step[p:]).max())  # Newton's step may go too far where a state has no pair
            beta, habits = beta + step[:p], habits + step[p:]
            if np.abs(step).max() < 1e-7:
                break
        spread = np.linalg.inv(information)
        before, variance = variance, float((habits @ habits + np.trace(spread[p:, p:])) / q)
        if abs(variance - before) < 1e-4:
            break
    seen = np.where(y > 0, chance, 1.0 - chance)
    likelihood = np.log(np.clip(seen, 1e-12, 1)).sum() - 0.5 * (
        habits @ habits / variance + q * np.log(variance) + np.linalg.slogdet(information[p:, p:])[1]
    )
    print(f"\nwith habits of {np.sqrt(variance):.3f}, {spans} a state: log likelihood {likelihood:.1f}")
    for name, value, error in zip(("constant", *names), beta, np.sqrt(np.diag(spread)), strict=False):
        print(f"  {name:12s} {value:8.3f} +- {error:.3f}")
    return float(np.sqrt(variance))


def show(rows: pd.DataFrame, names: tuple[str, ...], title: str) -> np.ndarray:
    """Print a fit."""
    beta, error, likelihood = logit(rows, names)
    print(f"\n{title}: {len(rows)} pair-years, {int(rows.signed.sum())} events, log likelihood {likelihood:.1f}")
    for name, b, e in zip(("constant", *names), beta, error, strict=True):
        print(f"  {name:12s} {b:8.3f} +- {e:.3f}")
    return beta


def expected_by_year(rows: pd.DataFrame, names: tuple[str, ...], beta: np.ndarray) -> None:
    """Print events seen and fitted by year."""
    x = np.column_stack([np.ones(len(rows)), *(rows[name].to_numpy(float) for name in names)])
    p = 1.0 / (1.0 + np.exp(-x @ beta))
    said = pd.DataFrame({"year": rows.year, "seen": rows.signed, "fitted": p}).groupby("year").sum()
    print(said.round(1).T.to_string())


def ends(world: World) -> None:
    """Share that ends by years in force, of those that reached that age before 2000."""
    general = world.read("dcad_to_1999.csv").query("type == 'general'")
    lived = (general.endYearEstimate - general.signYear).where(general.endYearEstimate < 9999)
    total = years = 0
    for age in range(1, 16):
        reached = (general.signYear + age <= 1999) & ~(lived < age)
        total += int((lived[reached] == age).sum())
        years += int(reached.sum())
        if reached.sum():
            print(f"  age {age:2d}: {int(reached.sum()):4d} at risk, {int((lived[reached] == age).sum()):3d} ended")
    print(f"  mean hazard {total / years:.4f}")


def most_in_a_year(rows: pd.DataFrame, world: World) -> None:
    """Print how the most new agreements that a state signed in one year of 1991-99 grow with its capability."""
    signed = rows[(rows.signed > 0) & (rows.year >= 1991)]
    of = pd.concat([signed[["year", end]].rename(columns={end: "state"}) for end in ("a", "b")])
    most = of.groupby(["state", "year"]).size().groupby("state").max()
    power = world.read("cow_nmc_1946on.csv")
    share = np.mean([world.vector(power, "cinc", y)[most.index] for y in range(1993, 2000)], axis=0)
    known = share > 0
    slope = np.polyfit(np.log(share[known]), np.log(most[known]), 1)[0]
    print(f"\nmost new ones in a year 1991-99: {most.max()}; grows with capability by a power of {slope:.2f}")


def main() -> None:
    """Print everything."""
    world = World(Path(sys.argv[1]))
    rows = panel(world)
    others = ("common", "ally", "exercise", "rivalry", "ideal", "power", "distance")
    base = ("product", *others)
    early, late = rows[rows.year <= 1990], rows[rows.year >= 1991]
    show(late, base, "as published, 1991-99")
    show(early, base, "the same, 1981-90")
    print("\ntension by year:", {int(y): round(float(t), 4) for y, t in rows.groupby("year").tension.first().items()})
    for more in ((), ("young",), ("young", "tension"), ("young", "fallen", "tension"), ("young", "fallen", "divided"),
                 ("young", "fallen", "tension", "divided"), ("young", "fallen", "tension", "sector")):  # fmt: skip
        names = base + more
        beta = show(rows, names, f"1981-99 with {', '.join(more) or 'nothing more'}")
        expected_by_year(rows, names, beta)
    show(late, (*base, "young", "fallen", "sector"), "1991-99 with sector agreements")
    others = (*others, "young", "tension")
    for names in (("product", *others), ("degrees", *others), ("degrees", "introduction", *others)):
        show(rows, names, f"who has many partners: {names[0]}")
        for of in (0, (rows.year.to_numpy() - 1981) // 5):
            with_habits(rows, names, of)
    most_in_a_year(rows, world)
    print("\nhazard by common partners, 1991-99, % a year")
    bins = pd.cut(late.partners, [-1, 0, 1, 3, 6, 999], labels=["0", "1", "2-3", "4-6", "7+"])
    print((100 * late.groupby(bins, observed=True).signed.mean()).round(2).to_dict())
    print("\nends of general agreements")
    ends(world)


if __name__ == "__main__":
    main()
