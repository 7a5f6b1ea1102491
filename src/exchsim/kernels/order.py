"""Sorting. Each use of numba's own argsort costs a second and more of compilation; this kernel costs a tenth."""

import numpy as np

from exchsim._jit import entry


@entry  # kernels that are tried in plain Python call it too
def in_order(keys):
    """Places of the keys from the least to the greatest; equal keys keep their order. Merges from the bottom up.

    Reads keys, which must hold no NaN. Draws nothing.
    """
    n = keys.size
    order, merged = np.arange(n), np.empty(n, np.int64)
    width = 1
    while width < n:
        for start in range(0, n, 2 * width):
            middle, end = min(start + width, n), min(start + 2 * width, n)
            left, right = start, middle
            for k in range(start, end):
                if left < middle and (right >= end or keys[order[left]] <= keys[order[right]]):
                    merged[k] = order[left]
                    left += 1
                else:
                    merged[k] = order[right]
                    right += 1
        order, merged = merged, order
        width *= 2
    return order
