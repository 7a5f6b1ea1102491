"""The mutation run itself: which faults there are, that they are put in place, and that somebody sees them."""

import ast
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from mutation import mutants, page

TESTS = Path(__file__).parents[1]
FUNCTION = '''
def share(i, j, pairs):
    """Not a fault: this text."""
    total = 0.0
    for k in range(1, j):
        if pairs[i, k].trust <= 0.0 and not pairs[i, k].closed:
            continue
        total += min(1.0, -pairs[i, k].trust)
    return total
'''
FAULTS = [
    "total = 0.0  ->  total = 1.0",
    "for k in range(1, j)  ->  for k in range(2, j)", "for k in range(1, j)  ->  for k in range(0, j)",
    "->  if not (pairs[i, k]", "trust <= 0.0 or not", "trust < 0.0 and", "trust > 0.0 and", "pairs[k, i].trust <= 0.0",
    "trust <= 1.0", "and pairs[i, k].closed", "pairs[k, i].closed",
    "continue  ->  break",
    "->  total -= min(1.0, -pairs[i, k].trust)", "+= min(1.0, -pairs[i, k].trust)  ->  pass", "->  total += max(1.0",
    "->  total += min(2.0", "->  total += min(0.0", "->  total += min(1.0, pairs[i, k].trust)", "-pairs[k, i].trust)",
]  # fmt: skip

PROGRAM = """
import json, warnings
warnings.simplefilter("ignore")
from itertools import islice
from mutation import judges, months
from mutation.mutants import Probes, loaded, mutants

def fault(module, end):
    [one] = (m for m in mutants(module) if m.name.startswith(module) and m.name.endswith(end))
    return one

def judged(faults, judge):
    found = judge(list(faults.values()))
    return {name: found[one.name].split(" in ")[0] for name, one in faults.items()}

said, probes = {}, Probes()
with probes:
    lives = {"told_by_history": list(islice(months.live("told_by_history", probes), 4))}
kernels = {
    "changed": fault("kernels.relations", "->  pair.joint -= dose * MONTH"),
    "endless": fault("kernels.order", "width *= 2  ->  pass"),
    "no matter": fault("kernels.relations", "others > 1e-09 else 0.5  ->  "
                       "pairs[i, j].friends = opinion[j] / others if others >= 1e-09 else 0.5"),
    "unseen": fault("kernels.posts", "post.until = month  ->  pass"),
    "never": fault("kernels.missions", "params.peacekeeping_healing_per_year, MONTH)  ->  pass"),
}
said |= judged(kernels, lambda some: months.judge(some, lives, probes, 5.0))
rules = {"prices": fault("rules.costs", "growth_per_year * (year + PRICE_YEAR))"),
         "constant": fault("rules.costs", "PRICE_YEAR = 2016.0")}
before = loaded("rules.costs").price_level(2016, 0.1)
judges.with_tests(probes, lambda found: said.update(
    judged(rules, lambda some: judges.judge(some, found, probes, 5.0))), "rules/test_choices.py")
said["after"] = loaded("rules.costs").price_level(2016, 0.1) == before
print("said", json.dumps(said))
"""


def test_faults_are_one_sign_number_index_or_statement_away():
    function = ast.parse(FUNCTION).body[0]
    function.body = function.body[1:]
    found = [f"{before}  ->  {mutants._head(changed)}" for _, changed, before in mutants._faults(function)]
    assert len(found) == len(FAULTS)
    for expected in FAULTS:
        assert sum(expected in text for text in found) == 1, (expected, found)
    assert ast.unparse(function) == ast.unparse(ast.parse(FUNCTION)).replace('    """Not a fault: this text."""\n', "")


def test_reasons_are_given_for_faults_that_exist_once_each():
    listed = [name for group in page.reasons() for name in group["faults"]]
    there = {m.name for module in mutants.modules() for m in mutants.mutants(module)}
    assert sorted(set(listed) - there) == [], "the statement has changed: run `make mutants` on its file again"
    assert len(listed) == len(set(listed))


@pytest.mark.nojit
def test_a_fault_is_seen_or_not_and_taken_out_again():
    environment = os.environ | {
        "NUMBA_DISABLE_JIT": "1",
        "PYTHONPATH": os.pathsep.join(filter(None, [str(TESTS), os.environ.get("PYTHONPATH")])),
    }
    done = subprocess.run([sys.executable, "-c", PROGRAM], env=environment, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    said = json.loads(done.stdout.split("said ")[1])
    assert said == {
        "changed": said["changed"], "endless": "killed by OutOfTimeError", "no matter": "survived: changes nothing",
        "unseen": "survived: nobody sees what it changes", "never": "not reached", "prices": said["prices"],
        "constant": said["constant"], "after": True,
    }  # fmt: skip
    assert said["changed"].startswith("killed by told_by_history")
    assert "test_prices_are_one_in_2015_and_grow" in said["prices"] and "killed by" in said["constant"]
