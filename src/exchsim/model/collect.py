"""What a model collects every month unless told otherwise."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from mesa.datacollection import DataCollector

from exchsim.state.outputs import WORLD_OUT

if TYPE_CHECKING:
    from exchsim.model.exchange_model import ExchangeModel

NATION_SERIES = ("cadre", "budget_usd", "spent_usd", "posts", "alumni")


def world_value(model: ExchangeModel, name: str) -> Any:
    """A column of the world series (outputs.WORLD_OUT) in the month just ended."""
    row = model.month - int(model.state.clock[0].start) - 1
    return model.state.world_out[name][max(0, row)].item()


def data_collector() -> DataCollector:
    """Every column of the world series, and a few of each nation."""
    return DataCollector(
        model_reporters={c.name: (lambda model, name=c.name: world_value(model, name)) for c in WORLD_OUT},
        agent_reporters={name: name for name in ("iso3", *NATION_SERIES)},
    )
