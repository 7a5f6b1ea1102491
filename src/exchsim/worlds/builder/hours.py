"""Class hours from a mother tongue to working knowledge (ILR level 3) of another language.

From English the categories of the Foreign Service Institute hold. Elsewhere a regression on typological
distance predicts, corrected by half of what it misses for English speakers, and close relatives take the
hours of their group.
"""

from __future__ import annotations

from importlib.metadata import PackageNotFoundError, distribution
from pathlib import Path

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from exchsim.worlds.builder.sources import each_row, read_handmade, read_source
from exchsim.worlds.errors import WorldError

CATEGORY_HOURS = (675, 900, 1100, 2200)
CATEGORY_GAMMA = (1.0, 1.1, 1.2, 1.46)
INTERCEPT, SYNTAX, FAMILY, PHONOLOGY, INVENTORY = 5.96, 0.71, 0.36, 1.33, 0.72  # evidence row 1
RESIDUAL_SD = 0.25
GROUP_SD = 0.35  # group hours are judgement, so wider than the regression
CARRIED = 0.5  # share of the English residual of a language that other learners meet as well
LEAST_HOURS, MOST_HOURS = 200, 2600

Matrix = NDArray[np.float64]


def build_language_hours(folder: Path, used: set[str]) -> tuple[pd.DataFrame, dict[str, float]]:
    """All ordered pairs of `used` languages, and how well the regression fits the English list."""
    listed = read_handmade("languages.csv")
    listed = listed[listed.language.isin(used | {"eng"})].reset_index(drop=True)
    codes = listed.language.tolist()
    predicted = _predicted_log_hours(listed)
    known = _english_categories(folder, listed)
    residual = _english_residual(predicted, codes, known)
    hours = np.exp(predicted + _carried(residual, codes, _family_distance(listed)))
    hours = np.clip(hours, LEAST_HOURS, MOST_HOURS)
    grouped = _group_hours(codes)
    rows = []
    for row, learner in enumerate(codes):
        for column, language in enumerate(codes):
            if row == column:
                continue
            pair = frozenset((learner, language))
            if learner == "eng" and language in known:
                rows.append((learner, language, *_known_row(known[language])))
            elif pair in grouped:
                rows.append((learner, language, *_row(grouped[pair], GROUP_SD, "M")))
            else:
                rows.append((learner, language, *_row(hours[row, column], RESIDUAL_SD, "C")))
    columns = ["learner", "language", "class_hours", "gamma", "log_sd", "grade", "category"]
    return pd.DataFrame(rows, columns=columns), _fit(predicted, codes, known)


def _known_row(category: int) -> tuple[int, float, float, str, int]:
    return CATEGORY_HOURS[category - 1], CATEGORY_GAMMA[category - 1], 0.0, "R", category


def _row(hours: float, log_sd: float, grade: str) -> tuple[int, float, float, str, int]:
    """Hours to the nearest five; gamma interpolated on log hours; the category nearest in log hours."""
    log_hours = np.log(hours)
    marks = np.log(CATEGORY_HOURS)
    gamma = round(float(np.interp(log_hours, marks, CATEGORY_GAMMA)), 2)
    return int(5 * round(hours / 5)), gamma, log_sd, grade, int(np.abs(marks - log_hours).argmin()) + 1


def _english_categories(folder: Path, listed: pd.DataFrame) -> dict[str, int]:
    """Language to FSI category for learners whose mother tongue is English."""
    category = read_source(folder, "fsi_categories.csv").set_index("language").fsi_category
    named = listed[listed.fsi_name != ""]
    missing = set(named.fsi_name) - set(category.index)
    if missing:
        names = ", ".join(sorted(missing))
        raise WorldError(f"{folder / 'fsi_categories.csv'}: column 'language' lacks {names}")
    return {row.language: int(category[row.fsi_name]) for row in each_row(named)}


def _english_residual(predicted: Matrix, codes: list[str], known: dict[str, int]) -> Matrix:
    """How much harder (log hours) each language is for English speakers than the regression says."""
    english = codes.index("eng")
    residual = np.zeros(len(codes))
    for language, category in known.items():
        place = codes.index(language)
        residual[place] = np.log(CATEGORY_HOURS[category - 1]) - predicted[english, place]
    return residual


def _carried(residual: Matrix, codes: list[str], family: Matrix) -> Matrix:
    """Half the residual of the language learned, fading with kinship; towards English the learner's own."""
    carried = CARRIED * residual[np.newaxis, :] * family
    english = codes.index("eng")
    carried[:, english] = CARRIED * residual * family[:, english]
    return carried


def _fit(predicted: Matrix, codes: list[str], known: dict[str, int]) -> dict[str, float]:
    """R squared and residual sd of the regression on the English list, before any correction."""
    english = codes.index("eng")
    actual = np.array([np.log(CATEGORY_HOURS[category - 1]) for category in known.values()])
    said = np.array([predicted[english, codes.index(language)] for language in known])
    miss = actual - said
    return {
        "languages": float(len(known)),
        "r_squared": float(1 - (miss**2).sum() / ((actual - actual.mean()) ** 2).sum()),
        "correlation": float(np.corrcoef(actual, said)[0, 1]),
        "bias": float(miss.mean()),
        "residual_sd": float(miss.std(ddof=1)),
    }


def _group_hours(codes: list[str]) -> dict[frozenset[str], float]:
    """Hours between close relatives; of several groups the closest counts."""
    hours: dict[frozenset[str], float] = {}
    for group in each_row(read_handmade("language_groups.csv")):
        members = [code for code in group.languages.split() if code in codes]
        for one in members:
            for other in members:
                pair = frozenset((one, other))
                hours[pair] = min(hours.get(pair, np.inf), float(group.class_hours))
    return hours


def _predicted_log_hours(listed: pd.DataFrame) -> Matrix:
    """Regression on URIEL distances, learner by language."""
    features, names = _typology("feature_predictions.npz", listed.uriel_code)
    kinds = {
        kind: _cosine_distance(features[:, [name.startswith(kind) for name in names]]) for kind in ("S_", "P_", "INV_")
    }
    total = INTERCEPT + SYNTAX * kinds["S_"] + PHONOLOGY * kinds["P_"] + INVENTORY * kinds["INV_"]
    return np.asarray(total + FAMILY * _family_distance(listed))


def _family_distance(listed: pd.DataFrame) -> Matrix:
    features, _ = _typology("family_features.npz", listed.uriel_family_code)
    return _cosine_distance(features)


def _typology(file: str, codes: pd.Series) -> tuple[Matrix, list[str]]:
    """Vectors of one URIEL table; read from the package's own file, whose import needs pkg_resources.

    The package is asked by its distribution: it installs a script of its own name, which an import may find first.
    """
    try:
        package = distribution("lang2vec")
    except PackageNotFoundError as error:
        raise WorldError("the builder needs lang2vec: pip install exchsim[worlds]") from error
    with np.load(Path(str(package.locate_file("lang2vec"))) / "data" / file) as table:
        place = {str(name): row for row, name in enumerate(table["langs"])}
        absent = [code for code in codes if code not in place]
        if absent:
            raise WorldError(f"languages.csv: {absent[0]} is not in {file} of lang2vec")
        vectors = table["data"][[place[code] for code in codes]].max(axis=2).astype(float)
        return vectors, [str(name) for name in table["feats"]]


def _cosine_distance(vectors: Matrix) -> Matrix:
    length = np.linalg.norm(vectors, axis=1)
    if not length.all():
        raise WorldError("languages.csv: a typological code has no features; give a sister code")
    return np.asarray(np.clip(1 - vectors @ vectors.T / np.outer(length, length), 0, 1))
