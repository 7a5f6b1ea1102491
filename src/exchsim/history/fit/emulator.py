"""Emulators: what a run would give at points that were not run, and how sure that is.

A Gaussian process with one length a dimension (Sacks et al. 1989; Rasmussen & Williams 2006), whose hyperparameters
are those of the highest likelihood, with a mild preference for long lengths. Values are first squeezed around their
target, so that points far off need not be emulated well. What it says of itself is checked point by point, each
predicted without itself: where the residuals are larger than it claims, all its variances are raised.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from scipy.linalg import cho_factor, cho_solve, lapack, solve_triangular
from scipy.optimize import minimize

Array = np.ndarray[Any, Any]

LINEAR_UP_TO = 4.0  # standard deviations of target and luck around the target within which squeezing changes little
_SHORTEST, _LONGEST, _USUAL, _SPREAD = 0.15, 40.0, 3.0, 1.0  # lengths, where a range is two wide; prior of their logs
_JITTER = 1e-8
_CHUNK = 4096
_EFFORT = {"maxiter": 60, "ftol": 1e-6}  # half a thousandth of a unit of log likelihood is nothing


@dataclass(frozen=True)
class Squeeze:
    """z = asinh((value - target) / width): nearly linear within the width, logarithmic far away."""

    target: float
    width: float

    def __call__(self, values: Array) -> Array:
        """Squeezed values."""
        return np.asarray(np.arcsinh((values - self.target) / self.width))

    def back(self, z: Array) -> Array:
        """Values."""
        return np.asarray(self.target + self.width * np.sinh(z))

    def slope(self, z: Array) -> Array:
        """Change of values by that of z."""
        return np.asarray(self.width * np.cosh(z))


@dataclass(frozen=True, eq=False)
class Emulator:
    """Mean and variance of the expected value at any point of the unit cube."""

    squeeze: Squeeze
    points: Array  # in -1 to 1
    mean: float
    scale: float
    lengths: Array
    size: float  # sd of what points explain, in standardised z
    noise: float  # sd of what they do not
    weights: Array
    root: Array  # Cholesky factor
    raised: float  # factor of variances by the check
    explained: float  # share of the variance of z that is predicted, each point without itself

    def z(self, shares: Array) -> tuple[Array, Array]:
        """Mean and standard deviation of squeezed values at points of the unit cube, rows."""
        means, sds = [], []
        for first in range(0, len(shares), _CHUNK):
            x = 2.0 * np.asarray(shares[first : first + _CHUNK], float) - 1.0
            k = self.size**2 * _likeness(x, self.points, self.lengths)
            half = solve_triangular(self.root, k.T, lower=True, check_finite=False)
            means.append(self.mean + self.scale * (k @ self.weights))
            left = np.maximum(self.size**2 - (half**2).sum(axis=0), 1e-12)
            sds.append(self.scale * np.sqrt(self.raised * left))
        return np.concatenate(means), np.concatenate(sds)

    def __call__(self, shares: Array) -> tuple[Array, Array]:
        """Mean and standard deviation of values."""
        z, sd = self.z(shares)
        return self.squeeze.back(z), self.squeeze.slope(z) * sd


def emulate(shares: Array, values: Array, squeeze: Squeeze) -> Emulator:
    """Fit an emulator to values (means over seeds) at points of the unit cube; missing values are left out."""
    known = np.isfinite(values)
    x, z = 2.0 * shares[known] - 1.0, squeeze(values[known])
    if len(z) < 4:
        raise ValueError("an emulator needs at least four points with a value")
    mean, scale = float(z.mean()), float(z.std()) or 1.0
    y = (z - mean) / scale
    d = x.shape[1]
    bounds = [(np.log(_SHORTEST), np.log(_LONGEST))] * d + [(np.log(0.05), np.log(20.0)), (np.log(1e-3), np.log(2.0))]
    starts = [np.r_[np.full(d, np.log(length)), 0.0, np.log(noise)] for length, noise in ((1.5, 0.2), (5.0, 0.7))]
    start = min(starts, key=lambda theta: _cost(theta, x, y)[0])
    found = minimize(_cost, start, (x, y), jac=True, bounds=bounds, method="L-BFGS-B", options=_EFFORT)
    best = found.x
    lengths, size, noise = np.exp(best[:d]), float(np.exp(best[d])), float(np.exp(best[d + 1]))
    k = size**2 * _likeness(x, x, lengths)
    k[np.diag_indices_from(k)] += noise**2 + _JITTER
    factor = cho_factor(k, lower=True)
    weights = cho_solve(factor, y)
    inverse = _inverse(factor[0])
    left = weights / np.diag(inverse)  # residual of each point, predicted without itself
    said = 1.0 / np.diag(inverse)
    raised = max(1.0, float(np.mean(left**2 / said)))
    explained = 1.0 - float(np.mean(left**2) / np.mean((y - y.mean()) ** 2)) if y.any() else 0.0
    root = np.tril(factor[0])
    return Emulator(squeeze, x, mean, scale, lengths, size, noise, weights, root, raised, explained)


def _likeness(a: Array, b: Array, lengths: Array) -> Array:
    """exp(-distance^2 / 2), each dimension in its lengths."""
    a, b = a / lengths, b / lengths
    squared = (a**2).sum(axis=1)[:, None] + (b**2).sum(axis=1)[None, :] - 2.0 * a @ b.T
    return np.asarray(np.exp(-0.5 * np.maximum(squared, 0.0)))


def _inverse(root: Array) -> Array:
    """Inverse of a matrix from its lower Cholesky factor."""
    lower, _ = lapack.dpotri(root, lower=1)
    lower = np.tril(lower)
    return np.asarray(lower + np.tril(lower, -1).T)


def _cost(theta: Array, x: Array, y: Array) -> tuple[float, Array]:
    """Minus log likelihood and log prior, with gradient. theta: logs of lengths, size, noise."""
    n, d = x.shape
    lengths, size2, noise2 = np.exp(theta[:d]), np.exp(2.0 * theta[d]), np.exp(2.0 * theta[d + 1])
    k = size2 * _likeness(x, x, lengths)
    full = k + (noise2 + _JITTER) * np.eye(n)
    try:
        factor = cho_factor(full, lower=True)
    except np.linalg.LinAlgError:
        return 1e10, np.zeros_like(theta)
    weights = cho_solve(factor, y)
    cost = 0.5 * float(y @ weights) + float(np.log(np.diag(factor[0])).sum())
    pull = _inverse(factor[0]) - np.outer(weights, weights)
    g = pull * k
    slopes = np.empty_like(theta)
    sums = g.sum(axis=1)
    slopes[:d] = (sums @ x**2 - np.einsum("ij,ij->j", x, g @ x)) / lengths**2
    slopes[d] = g.sum()
    slopes[d + 1] = noise2 * np.trace(pull)
    off = (theta[:d] - np.log(_USUAL)) / _SPREAD
    cost += 0.5 * float(off @ off)
    slopes[:d] += off / _SPREAD
    return cost, slopes
