"""exchsim: a multi-agent simulation of international military exchanges.

Public names are imported when they are first used, so that `import exchsim` loads neither mesa, matplotlib nor
pandas.
"""

from importlib import import_module
from typing import Any

from exchsim._version import __version__

_PUBLIC = {
    "run": "exchsim.api",
    "Result": "exchsim.api",
    "load_scenario": "exchsim.scenario.load",
    "Scenario": "exchsim.scenario.load",
    "ScenarioError": "exchsim.scenario.faults",
    "ExchangeModel": "exchsim.model.exchange_model",
    "Nation": "exchsim.model.agents",
    "Officer": "exchsim.model.agents",
    "load_experiment": "exchsim.sweep.load",
    "run_sweep": "exchsim.sweep.runner",
    "run_search": "exchsim.search.run",
    "open_sweep": "exchsim.sweep.results",
    "verify_sweep": "exchsim.sweep.verify",
    "attribution_experiment": "exchsim.sweep.attribute",
    "attributions": "exchsim.sweep.attribute",
}

__all__ = ["__version__", *_PUBLIC]


def __getattr__(name: str) -> Any:
    if name in _PUBLIC:
        return getattr(import_module(_PUBLIC[name]), name)
    raise AttributeError(f"module 'exchsim' has no attribute {name!r}")


def __dir__() -> list[str]:
    return sorted(__all__)
