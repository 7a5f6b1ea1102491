"""Memory budgets: what a person costs, and that nobody pays for people of whom nothing is asked."""

import subprocess
import sys

import numpy as np

from exchsim.state import columns
from exchsim.state.tables import table

CODE = """
import resource, sys
sys.path.insert(0, {tests!r})
from blueprints import blueprint
from exchsim.engine.run import run
from exchsim.engine.setup import build
b = blueprint(cadres=({cadre}, {cadre}, {cadre}), months=24, policy={{"posts_share": 20 / {cadre}}})
run(build(b, 1), b.end)
print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024)
"""


def peak_megabytes(cadre: int) -> int:
    code = CODE.format(tests=str(__import__("pathlib").Path(__file__).parents[1]), cadre=cadre)
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    return int(done.stdout)


def test_a_person_takes_sixteen_bytes_and_a_file_less_than_400():
    assert columns.dtype_of(columns.PEOPLE).itemsize == 16
    assert columns.dtype_of(columns.DOSSIERS).itemsize < 400


def test_untouched_people_take_no_memory():
    few, many = peak_megabytes(1000), peak_megabytes(5_000_000)
    assert many - few < 80  # 15 million more places would be 240 MB; boards touch the pages of whom they look at


def test_a_table_is_zeros():
    assert not np.any(table(columns.PEOPLE, 10).view(np.uint8))
