"""Sorting of kernels against numpy."""

import numpy as np
import pytest

from exchsim._jit import in_python
from exchsim.kernels.order import in_order


@pytest.mark.parametrize("size", [0, 1, 2, 3, 7, 8, 9, 100])
@pytest.mark.parametrize("different", [1, 3, 1000])
def test_places_are_those_of_a_stable_sort(size, different):
    keys = np.random.default_rng(size).integers(0, different, size).astype(float)
    assert in_python(in_order)(keys).tolist() == np.argsort(keys, kind="stable").tolist()
