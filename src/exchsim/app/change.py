"""The panel of changes: what is changed, for whom and from when, levers to find and move, and events."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from nicegui import ui

from exchsim.app import said, texts
from exchsim.app.happenings import HappeningPanel, Month
from exchsim.app.ledger import changes_of
from exchsim.app.levers import Lever
from exchsim.app.offers import ProgrammePanel
from exchsim.app.story import Story

if TYPE_CHECKING:
    from exchsim.app.screen import Screen

_FROM_START, _FROM_MONTH = "start", "month"


class ChangePanel:
    """What is changed, levers in groups, and an event to drop on the timeline."""

    def __init__(self, screen: Screen) -> None:
        """Draw it."""
        self.screen = screen
        self._drawn: list[Lever] = []
        self._found: list[Lever] = []
        self._programmes: ProgrammePanel | None = None
        self.changes()
        self.event_fold = ui.expansion(texts.HAPPEN).classes("w-full levers").props("dense header-class=text-bold")
        with self.event_fold:
            self.happening = HappeningPanel(screen)
        self._scope()
        self.search = ui.input(texts.FIND_LEVER, on_change=self._find).props("dense clearable debounce=250 type=search")
        self.search.classes("w-full")
        self.results = ui.column().classes("w-full gap-0")
        self.groups = ui.column().classes("w-full gap-0")
        with self.groups:
            for place, (group, names) in enumerate(texts.LEVERS):
                self._group(group, names, place == 0)
            self._offers()
            with ui.expansion(texts.MORE_LEVERS).classes("w-full levers").props("dense header-class=text-bold"):
                for group, names in texts.MORE:
                    self._group(group, names, False)

    # who and when

    def _scope(self) -> None:
        names = self.screen.result.names
        nations = {"": texts.ALL_NATIONS, **{code: names.name_of(code) for code in names.nations}}
        with ui.element("div").classes("scope"):
            self.whose = ui.select(nations, value="", label=texts.FOR_WHOM, on_change=self.refresh_levers).props(
                "dense"
            )
            when = {_FROM_START: texts.FROM_START, _FROM_MONTH: texts.FROM_MONTH}
            self.when = ui.select(when, value=_FROM_START, label=texts.FROM_WHEN, on_change=self._follow).props("dense")
            self.month = Month(self.screen, texts.FIRST_MONTH, self.refresh_levers)
            self.month.box.set_visibility(False)

    def _follow(self) -> None:
        self.month.box.set_visibility(self.when.value == _FROM_MONTH)
        self.refresh_levers()

    @property
    def nation(self) -> str:
        """Code of the nation whose levers show; empty for all nations."""
        return str(self.whose.value or "")

    @property
    def since(self) -> str:
        """Month from which a change holds; empty for the start."""
        return self.month.text if self.when.value == _FROM_MONTH else ""

    def choose(self, nation: str) -> None:
        """Show the levers of a nation."""
        self.whose.set_value(nation)
        _brought_into_view(self.whose)

    def happen_here(self) -> None:
        """Offer an event at the date of the clock."""
        self.happening.month.again()
        self.event_fold.set_value(True)
        _brought_into_view(self.event_fold)

    def on_month(self) -> None:
        """The clock goes on."""
        if self.when.value == _FROM_MONTH:
            self.month.follow()
        self.happening.month.follow()

    # what is changed

    def refresh(self) -> None:
        """Show what the story has now."""
        self.changes.refresh()
        self.refresh_levers()

    @ui.refreshable_method
    def changes(self) -> None:
        """What the story changes, each with a button that takes it away again."""
        story, names = self.screen.history.now, self.screen.result.names
        ui.label(texts.CHANGED if story.is_changed else texts.UNCHANGED).classes("quiet")
        for change in changes_of(story, names):
            with ui.element("div").classes("change"):
                with ui.element("div"):
                    ui.label(change.words)
                    if change.was:
                        ui.label(change.was).classes("quiet")
                ui.button(icon="close", on_click=partial(self.attempt, change.without)).props(
                    f'flat dense size=sm aria-label="{texts.TAKE_BACK}: {change.words}"'
                )

    # levers

    def _group(self, heading: str, names: tuple[str, ...], is_open: bool) -> None:
        """Levers under a heading; those of a closed one are drawn when it is opened first."""
        fold = ui.expansion(heading, value=is_open).classes("w-full levers").props("dense header-class=text-bold")

        def drawn() -> None:
            if fold.value and not fold.default_slot.children:
                with fold:
                    self._drawn += [self._lever(name) for name in names]

        fold.on_value_change(drawn)
        drawn()

    def _offers(self) -> None:
        fold = ui.expansion(texts.PROGRAMMES_HEAD).classes("w-full levers").props("dense header-class=text-bold")

        def drawn() -> None:
            if self._programmes is None:
                with fold:
                    self._programmes = ProgrammePanel(self)

        fold.on_value_change(drawn)

    def _find(self) -> None:
        search = (self.search.value or "").strip()[:80]
        self.groups.set_visibility(not search)
        self.results.clear()
        self._found = []
        if not search:
            return
        with self.results:
            self._found = [self._lever(name) for name in said.found(search)]
            if not self._found:
                ui.label(texts.FOUND_NO_LEVER).classes("quiet")

    def _lever(self, name: str) -> Lever:
        async def changed(value: float) -> bool:
            return await self.attempt(lambda story: story.with_lever(name, value, self.nation, self.since))

        drawn = Lever(name, self.screen.history.now.lever(name, self.nation, self.since), changed)
        self._show(drawn)
        return drawn

    async def attempt(self, change: Callable[[Story], Story]) -> bool:
        """Change the story for whom and from when it is asked."""
        return await self.screen.attempt(change)

    def refresh_levers(self) -> None:
        """Show levers and programmes as they stand, for whom and from when it is asked."""
        if self._programmes is not None:
            self._programmes.refresh()
        for lever in (*self._drawn, *self._found):
            self._show(lever)

    def _show(self, lever: Lever) -> None:
        story, nation, since = self.screen.history.now, self.nation, self.since
        usual = story.without_lever(lever.name, nation, since).lever(lever.name, nation, since)
        lever.show(story.lever(lever.name, nation, since), usual, self._note(lever.name))

    def _note(self, name: str) -> str:
        """Who has a value of its own, and what later dates change."""
        story, names = self.screen.history.now, self.screen.result.names
        parts = []
        if not self.nation and not self.since:
            for code, value in story.own_values(name).items():
                parts.append(texts.OWN_VALUE.format(names.name_of(code), said.in_words(name, value)))
        for event in story.set_levers(name):
            whose = event.get("nation")
            if event["date"] > self.since and (not self.nation or whose in (None, self.nation)):
                then = said.in_words(name, story.lever(name, str(whose or ""), str(event["date"])))
                who = names.name_of(str(whose)) if whose else texts.ALL_NATIONS
                parts.append(texts.FROM_A_DATE.format(event["date"], f"{who}: {then}"))
        return " · ".join(parts)


def _brought_into_view(element: ui.element) -> None:
    """On a narrow screen the panel is far below. It is drawn after this, so that the browser looks again."""
    ui.run_javascript(f"""(function look(tries) {{
        const place = getElement({element.id})?.$el;
        if (place?.offsetParent) place.scrollIntoView({{block: innerWidth > 1100 ? "nearest" : "start"}});
        else if (tries > 0) setTimeout(() => look(tries - 1), 50);
    }})(20)""")
