"""The panel of levers and events."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from nicegui import ui

from exchsim.app import texts
from exchsim.app.scene import words_of
from exchsim.state.levers import LEVERS_BY_PATH

if TYPE_CHECKING:
    from exchsim.app.screen import Screen
    from exchsim.state.parameter import Parameter


def panel(screen: Screen) -> None:
    """What is changed, levers in groups, and an event to drop on the timeline."""
    screen_changes = ui.refreshable(lambda: _changes(screen))
    screen.changes = screen_changes  # type: ignore[attr-defined]
    screen_changes()
    for place, (group, names) in enumerate(texts.LEVERS):
        with ui.expansion(group, value=place == 0).classes("w-full").props("dense header-class=text-bold"):
            for name in names:
                _lever(screen, LEVERS_BY_PATH[f"policy.{name}"])
    with ui.expansion(texts.DROP, value=False).classes("w-full").props("dense header-class=text-bold"):
        _event(screen)


def refresh(screen: Screen) -> None:
    """Show what the story has now."""
    screen.changes.refresh()  # type: ignore[attr-defined]
    for name, show in screen.__dict__.get("lever_shows", {}).items():
        show(screen.history.now.lever(name))


def _changes(screen: Screen) -> None:
    story = screen.history.now
    if not story.is_changed:
        ui.label(texts.UNCHANGED).classes("quiet")
        return
    ui.label(texts.CHANGED).classes("quiet")
    for path, value in story.levers.items():
        ui.label(f"{path.removeprefix('policy.').replace('_', ' ')} = {value:g}")
    for place, event in enumerate(story.events):
        with ui.row().classes("items-center no-wrap gap-1"):
            ui.label(f"{event['date']} · {words_of(dict(event), screen.result.names.name_of)}")
            ui.button(icon="close", on_click=lambda place=place: screen.go(story.without_event(place))).props(
                f'flat dense size=sm aria-label="{texts.UNDO}"'
            )


def _lever(screen: Screen, lever: Parameter) -> None:
    """A slider with its unit, range, meaning, and how well it is known."""
    value = screen.history.now.lever(lever.name)
    shows: dict[str, Any] = screen.__dict__.setdefault("lever_shows", {})
    known = f"{lever.meaning}. {lever.low:g} to {lever.high:g} {lever.unit}; grade {lever.grade}: " + texts.GRADES[lever.grade]
    with ui.element("div").classes("lever"):
        with ui.element("div").classes("top"):
            ui.label(lever.name.replace("_", " ")).tooltip(f"{known} ({lever.source})")
            said = ui.label(_text(lever, value)).classes("value")

        async def changed(event: Any) -> None:
            wanted = float(event.args)
            if not await screen.attempt(lambda story: story.with_lever(lever.name, wanted)):
                show(screen.history.now.lever(lever.name))

        def show(value: float) -> None:
            said.set_text(_text(lever, value))
            slider.props(f"value={value:g}")

        # the browser's own slider: it has keys, focus and touch as everybody knows them
        slider = ui.element("input").classes("w-full")
        slider.props(
            f'type=range min={lever.low:g} max={lever.high:g} step={_step(lever):g} value={value:g} '
            f'aria-label="{lever.name.replace("_", " ")}"'
        )
        slider.on("change", changed, js_handler="(e) => emit(e.target.value)")  # when let go
        slider.on("input", lambda event: said.set_text(_text(lever, float(event.args))), throttle=0.1,
                  js_handler="(e) => emit(e.target.value)")  # fmt: skip
        shows[lever.name] = show


def _step(lever: Parameter) -> float:
    if lever.unit in ("months", "nations", "rule", "officers"):
        return 1.0
    width = lever.high - lever.low
    return float(f"{width / 100:.0e}")


def _text(lever: Parameter, value: float) -> str:
    if lever.name == "reciprocity":
        return texts.RECIPROCITY.get(round(value), f"{value:g}")
    unit = "" if lever.unit in ("1", "0-1", "rule") else f" {lever.unit}"
    return f"{value:g}{unit}"


def _event(screen: Screen) -> None:
    names = {code: screen.result.names.name_of(code) for code in screen.result.names.nations}
    organisations = dict(
        zip(screen.result.names.organisations, screen.result.names.organisation_names, strict=True)
    )
    kind = ui.select(texts.EVENTS, value="rupture", label=texts.EVENT_KIND).classes("w-full")
    date = ui.input(texts.EVENT_DATE, value="1990-01").classes("w-full")
    nation = ui.select(names, value=next(iter(names)), label=texts.EVENT_NATION).classes("w-full")
    other = ui.select(names, value=list(names)[-1], label=texts.EVENT_OTHER).classes("w-full")
    organisation = ui.select(organisations, label=texts.EVENT_ORGANISATION).classes("w-full")
    two = ("rupture", "reconcile", "pact_begin", "pact_end", "rivalry_begin", "rivalry_end")
    other.bind_visibility_from(kind, "value", lambda value: value in two)
    organisation.bind_visibility_from(kind, "value", lambda value: value in ("join", "quit"))

    async def drop() -> None:
        event: dict[str, Any] = {"date": (date.value or "").strip(), "kind": kind.value, "nation": nation.value}
        if kind.value in two:
            event["other"] = other.value
        if kind.value in ("join", "quit"):
            event["organisation"] = organisation.value
        if kind.value == "threat_surge":
            event["value"] = 3.0
        await screen.attempt(lambda story: story.with_event(event))

    ui.button(texts.DROP, on_click=drop).props("no-caps unelevated")
