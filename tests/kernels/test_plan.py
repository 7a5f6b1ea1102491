"""Planning by hand: whole posts by largest remainder, and ordinals that come and go."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from exchsim._jit import in_python
from exchsim.kernels.partners import share_out
from exchsim.kernels.posts import post_uid


def whole_posts(whole, weights):
    posts = np.empty(len(weights), np.int64)
    in_python(share_out)(whole, np.array(weights, float), posts)
    return list(posts)


def test_largest_remainder_by_hand():
    assert whole_posts(10, [3.0, 3.0, 4.0]) == [3, 3, 4]
    assert whole_posts(10, [1.0, 1.0, 1.0]) == [4, 3, 3]
    assert whole_posts(3, [0.5, 0.3, 0.2]) == [1, 1, 1]
    assert whole_posts(5, [0.0, 0.0]) == [0, 0]


@given(st.integers(0, 500), st.lists(st.floats(0.0, 10.0), min_size=1, max_size=30))
def test_all_posts_are_given_and_nobody_is_more_than_one_from_the_exact_share(whole, weights):
    posts = whole_posts(whole, weights)
    total = sum(weights)
    if total > 1e-9:
        assert sum(posts) == whole
        assert all(abs(n - whole * w / total) < 1.0 + 1e-9 for n, w in zip(posts, weights, strict=True))


@pytest.mark.parametrize("part", range(4))
def test_post_identities_are_distinct_and_ordered_by_sender(part):
    base = [2, 732, 3, 7]
    other = list(base)
    other[part] += 1
    assert post_uid(*base) != post_uid(*other)
    assert post_uid(2, 4095 + 4096, 127, 2**24 - 1) < post_uid(3, 0, 0, 0)
