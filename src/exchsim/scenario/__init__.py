"""Scenario files: read, checked, resolved, compiled and explained."""

from exchsim.scenario.compile import compile_scenario
from exchsim.scenario.faults import Fault, ScenarioError
from exchsim.scenario.load import find_scenario, load_scenario
from exchsim.scenario.paths import schema_json
from exchsim.scenario.scenario import Scenario

__all__ = [
    "Fault",
    "Scenario",
    "ScenarioError",
    "compile_scenario",
    "find_scenario",
    "load_scenario",
    "schema_json",
]
