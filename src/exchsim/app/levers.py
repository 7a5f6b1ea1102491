"""A lever as a slider: its unit, range, meaning, and how well it is known."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from nicegui import ui

from exchsim.app import texts
from exchsim.state.levers import LEVERS_BY_PATH


def slider(name: str, value: float, on_change: Callable[[float], Any]) -> Callable[[float], None]:
    """Draw a lever's slider; what it returns shows another value. on_change is told when it is let go."""
    lever = LEVERS_BY_PATH[f"policy.{name}"]
    words = name.replace("_", " ")
    known = f"{texts.GRADES[lever.grade]} ({lever.source})"
    taken = "(e) => emit(e.target.value)"

    def show(value: float) -> None:
        said.set_text(in_words(name, value))
        slider.props(f"value={value:g}")

    with ui.element("div").classes("lever"):
        with ui.element("div").classes("top"):
            ui.label(words).tooltip(f"{lever.meaning}. {lever.low:g} to {lever.high:g} {lever.unit}, {known}")
            said = ui.label(in_words(name, value)).classes("value")
        # the browser's own slider: it has keys, focus and touch as everybody knows them
        slider = ui.element("input").classes("w-full")
        slider.props(f"type=range min={lever.low:g} max={lever.high:g} step={_step(name):g} value={value:g}")
        slider.props(f'aria-label="{words}"')
        slider.on("change", lambda event: on_change(float(event.args)), js_handler=taken)
        slider.on("input", lambda event: said.set_text(in_words(name, float(event.args))), js_handler=taken)
    return show


def _step(name: str) -> float:
    lever = LEVERS_BY_PATH[f"policy.{name}"]
    if lever.unit in ("months", "nations", "rule", "officers"):
        return 1.0
    return float(f"{(lever.high - lever.low) / 100:.0e}")


def in_words(name: str, value: float) -> str:
    """A value with its unit."""
    if name == "reciprocity":
        return texts.RECIPROCITY.get(round(value), f"{value:g}")
    unit = LEVERS_BY_PATH[f"policy.{name}"].unit
    return f"{value:g}" + ("" if unit in ("1", "0-1", "rule") else f" {unit}")
