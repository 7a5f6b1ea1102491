"""The panel that tells of what is clicked: a nation, what it does and who is abroad for it; or a pair, and why it
trusts as it does."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from nicegui import ui

from exchsim.app import texts, told
from exchsim.app.charts import pair_options
from exchsim.app.markup import buttons, tables
from exchsim.app.overview import overview, standing
from exchsim.app.said import date_in_words
from exchsim.plots.style import BLUE, VERMILION

if TYPE_CHECKING:
    from exchsim.app.screen import Screen

_MOST = 12  # officers in the list


class LookPanel:
    """Follows what is clicked, and the date."""

    def __init__(self, screen: Screen) -> None:
        """Draw it."""
        self.screen, self._seen = screen, (told.year_of(screen.result, 0), -1)
        self._unfolded: set[str] = set()
        self.draw()
        with ui.element("figure").classes("chartbox w-full") as self._figure:
            with ui.element("figcaption"):
                ui.label(texts.PAIR_TRUST).classes("title")
                ui.label("0–1").classes("unit")
            self.chart = ui.echart({}).classes("chart")
            self._key = ui.element("div").classes("legend")
        self.rest()
        self._figure.set_visibility(False)

    def refresh(self) -> None:
        """Something else is clicked, or another run shows."""
        is_pair = len(self.screen.chosen) == 2
        self._figure.set_visibility(is_pair)
        if is_pair:
            self.chart.options.clear()
            self.chart.options.update(pair_options(self.screen.result, *self.screen.chosen))
            self.chart.update()
            self._tell_lines()
        self.draw.refresh()
        self.rest.refresh()

    def _tell_lines(self) -> None:
        """Which line of the pair's chart is whose."""
        a, b = (self.screen.result.names.name_of(code) for code in self.screen.chosen)
        self._key.clear()
        with self._key:
            for name, look in ((f"{a} → {b}", BLUE), (f"{b} → {a}", VERMILION), (texts.POLITICS_ALONE, "dotted")):
                with ui.element("span").classes("key"):
                    line = ui.element("i")
                    line.classes(look) if look == "dotted" else line.style(f"border-color: {look}")
                    ui.label(name)

    def on_date(self, is_playing: bool) -> None:
        """Another year is told at once, another month when time stands still: while it runs nobody reads so fast."""
        now = (told.year_of(self.screen.result, self.screen.month), -1 if is_playing else self.screen.month)
        if not self.screen.chosen:
            if now[0] != self._seen[0]:
                self._seen = now
                self.rest.refresh()
            return
        if now == self._seen or (is_playing and now[0] == self._seen[0]):
            return
        self._seen = now
        self.draw.refresh()
        self.rest.refresh()

    @ui.refreshable_method
    def draw(self) -> None:
        """Who it is, and what comes first."""
        chosen, result, month = self.screen.chosen, self.screen.result, self.screen.month
        if not chosen:
            overview(self.screen)
            return
        ui.button(texts.OVERVIEW, icon="arrow_back", on_click=lambda: self.screen.choose(())).props(
            "no-caps flat dense"
        )
        ui.label(" – ".join(result.names.name_of(code) for code in chosen)).classes("name")
        year = told.year_of(result, month)
        ui.label(str(year) if len(chosen) == 2 else texts.AT_THE_END.format(year)).classes("quiet")
        if len(chosen) == 2:
            a, b = chosen
            ui.label(told.pair_sentence(result, a, b, month))
            for sender, host in ((a, b), (b, a)):
                self._made_of(told.trust_parts(result, sender, host, month), sender, host)
            ui.label(texts.TRUST_PARTS_HINT).classes("quiet")

    @ui.refreshable_method
    def rest(self) -> None:
        """Everything else."""
        chosen = self.screen.chosen
        if len(chosen) == 2:
            self._rows(told.pair_rows, *chosen)
        elif chosen:
            self._nation(chosen[0])
        else:
            standing(self.screen, self._unfolded)

    def _rows(self, tell: Callable[..., told.Rows], *codes: str) -> None:
        """Rows of a nation or a pair, with what stood there in the scenario as it was, where that is another word."""
        rows, was = (tell(run, *codes, self.screen.month) for run in (self.screen.result, self.screen.before))
        if rows != was:
            ui.label(texts.WAS_MEANS).classes("quiet")
        tables(("", told.beside(rows, was), ""))

    def _nation(self, code: str) -> None:
        result, month = self.screen.result, self.screen.month
        self._rows(told.nation_rows, code)
        self._officers(code)
        tables(
            (texts.HOSTS, told.places_now(result, code, month), texts.NO_HOSTS),
            (texts.LANGUAGE_POOL, told.language_rows(result, code, month), texts.NO_LANGUAGES),
            (texts.STRATEGY, told.strategy_rows(self.screen.history.now, code, result, month), texts.NO_STRATEGY),
        )
        ui.button(texts.CHANGE_NATION, on_click=self._change_nation).props("no-caps outline dense")

    def _officers(self, code: str) -> None:
        result, month = self.screen.result, self.screen.month
        there, people = told.abroad_now(result, code, month), result.names.people_per_agent
        date = date_in_words(told.month_of(result, month))
        ui.label(texts.OFFICERS_NOW.format(date, len(there) * people)).classes("section")
        if not there:
            return
        rows = [(str(officer), grade, tour) for officer, grade, tour in there]
        buttons(rows, ("who", "what"), self._life, "officers", _MOST, texts.AND_MORE)
        if people > 1:
            ui.label(texts.EACH_STANDS_FOR.format(people)).classes("quiet")

    async def _life(self, officer: str) -> None:
        await self.screen.lives.tell_of(int(officer))

    def _change_nation(self) -> None:
        self.screen.changes.choose(self.screen.chosen[0])
        self.screen.tabs.set_value(texts.CHANGE)

    def _made_of(self, parts: told.TrustParts | None, sender: str, host: str) -> None:
        """A bar: what politics gives, what is left of its earlier years, what was lived, what is lost of it."""
        if parts is None:
            return
        name_of = self.screen.result.names.name_of
        text = texts.TRUST_IS.format(name_of(sender), name_of(host), parts.trust)
        for sign, (part, said) in enumerate(zip(parts[1:], texts.TRUST_PARTS, strict=True)):
            if part or not sign:
                text += f" {'−' if part < 0 else '+' if sign else '='} {abs(part):.2f} {said}"
        with ui.element("div").classes("made"):
            ui.label(text)
            with ui.element("div").classes("bar-of-trust").props("aria-hidden=true"):
                for kind, part in zip(("politics", "earlier", "lived"), parts[1:4], strict=True):
                    ui.element("i").classes(kind).style(f"width:{100 * max(0.0, part):.1f}%")
                lost = -sum(min(0.0, part) for part in parts[2:])
                ui.element("i").classes("lost").style(f"left:{100 * parts.trust:.1f}%;width:{100 * lost:.1f}%")
