"""The charts: of the world, a nation or a pair; under one luck or several."""

from __future__ import annotations

import asyncio
import time
from typing import TYPE_CHECKING, Any

from nicegui import background_tasks, ui

from exchsim.app import charts, texts
from exchsim.app.choice import Choice
from exchsim.app.compare import charts_of
from exchsim.app.lucks import CHOICES, MANY, Lucks, fan_of, seeds_of
from exchsim.app.series import Digest, Subject, digest_of
from exchsim.app.workers import StoppedError

if TYPE_CHECKING:
    from exchsim.app.screen import Screen

_BETWEEN = 0.5  # seconds between two pictures of a fan that grows
LEAST = {True: 0.05, False: 1.0}  # half of the smallest scale of differences: of numbers from 0 to 1, and of others


class ChartPanel:
    """Six charts that follow the story, the choice of a nation or pair, and the lucks as their runs come in."""

    def __init__(self, screen: Screen, lucks: Lucks) -> None:
        """Draw it, without a run; see `show`."""
        self.screen, self.lucks = screen, lucks
        self.number, self.is_difference = 1, False
        self.subject: Subject = ()
        self.now: dict[int, Digest] = {}  # by seed
        self.was: dict[int, Digest] = {}
        self.failed = 0
        self._task: asyncio.Task[Any] | None = None
        with ui.element("div").classes("strip"):
            self._subjects = Choice(texts.SUBJECTS, self._offered(), (), self._about)
            ui.space()
            self._said = ui.label("").classes("quiet").props("role=status")
            numbers = [(number, texts.LUCKS.get(number, f"{number}")) for number in CHOICES]
            Choice(texts.LUCKS_HINT, numbers, 1, self._under).props(f'title="{texts.LUCKS_HINT}"')
        with ui.element("div").classes("charts"):
            self._heads, self._infos, self.charts = [], [], []
            for _ in texts.CHARTS["world"]:
                with ui.element("figure").classes("chartbox"):
                    with ui.element("figcaption"):
                        self._heads.append((ui.label("").classes("title"), ui.label("").classes("unit")))
                        self._infos.append(_info())
                    self.charts.append(ui.echart({}).classes("chart"))
        self._legend()
        ui.context.client.on_delete(self.close)

    def show(self) -> None:
        """Another run, or another scenario: forget what other lucks made of the last one."""
        seed = self.screen.history.now.seed
        self._stop()
        self.now, self.was = {seed: digest_of(self.screen.result)}, {seed: digest_of(self.screen.before)}
        self.failed = 0
        self.choose(self.screen.chosen)
        self._ask()

    def choose(self, chosen: Subject) -> None:
        """A nation or a pair is clicked: their series can be seen, and are seen where those of others were."""
        self.subject = chosen if chosen and self.subject else ()
        self._subjects.offer(self._offered(), self.subject)
        self._draw()

    def compare(self, is_difference: bool) -> None:
        """Show what a change changes, or the run itself."""
        self.is_difference = is_difference
        self._draw()

    def digests(self) -> list[tuple[Digest, Digest]]:
        """Runs of the story and of the scenario as it was, under the same lucks; the one that shows comes first."""
        return [(self.now[seed], self.was.get(seed, self.now[seed])) for seed in self._seeds()]

    def close(self) -> None:
        """The visitor has gone."""
        self._stop()

    def _offered(self) -> list[tuple[Subject, str]]:
        names = self.screen.result.names
        chosen = self.screen.chosen
        mine = [(chosen, " – ".join(names.name_of(code) for code in chosen))] if chosen else []
        return [((), texts.WORLD), *mine]

    def _about(self, subject: Subject) -> None:
        self.subject = subject
        self._draw()

    def _under(self, number: int) -> None:
        self.number = number
        self._stop()
        self._ask()
        self._draw()

    def _stop(self) -> None:
        self.lucks.leave(self)
        if self._task is not None:
            self._task.cancel()
            self._task = None

    def _ask(self) -> None:
        if self.number > 1:
            self._task = background_tasks.create(self._gather())

    async def _gather(self) -> None:
        story, first = self.screen.history.now, self.screen.history.first
        self.failed = 0
        drawn = time.monotonic()
        wanted = []
        for seed in seeds_of(story, self.number):
            wanted += [(seed, self.now, story)] if seed not in self.now else []
            if story.is_changed:
                wanted += [(seed, self.was, first)] if seed not in self.was else []
        asked = [(seed, into, self.lucks.of(of.with_seed(seed), self)) for seed, into, of in wanted]
        for task in asyncio.as_completed([self._one(*one) for one in asked]):
            await task
            if time.monotonic() - drawn > _BETWEEN:
                self._draw()
                drawn = time.monotonic()
        self._draw()

    async def _one(self, seed: int, into: dict[int, Digest], coming: Any) -> None:
        try:
            into[seed] = await coming
        except (StoppedError, RuntimeError, ValueError):  # a luck less is no reason to stop
            self.failed += 1

    def _seeds(self) -> list[int]:
        """Lucks that are there, of those asked for."""
        is_changed = self.screen.history.now.is_changed
        wanted = seeds_of(self.screen.history.now, self.number)
        return [seed for seed in wanted if seed in self.now and (seed in self.was or not is_changed)]

    def _draw(self) -> None:
        own = self.screen.history.now.seed
        seeds = self._seeds()
        self._said.set_text(self._progress(len(seeds)))
        for (title, unit), (button, info), chart, (quantity, name, measure) in zip(
            self._heads, self._infos, self.charts, charts_of(self.was[own], self.subject), strict=True
        ):
            button.props["aria-label"] = f"{texts.CHART_MEANS}: {name}"
            info.set_text(texts.CHART_INFO[quantity])
            difference = self.is_difference and self.screen.history.now.is_changed
            title.set_text(texts.CHANGE_OF.format(name) if difference else name)
            unit.set_text(measure)
            curves = self._curves(quantity, seeds, difference, LEAST[measure.startswith("0")])
            chart.options.clear()
            chart.options.update(charts.options(f"{name}, {measure}", curves))
            chart.update()
        self._explain(len(seeds))
        self.screen.on_charts()

    def _curves(self, quantity: str, seeds: list[int], difference: bool, least: float) -> charts.Curves:
        own, subject = self.screen.history.now.seed, self.subject
        is_changed = self.screen.history.now.is_changed
        times = self.now[own].times(quantity, subject)
        allied = self.was[own].allied  # of the scenario as it was, in both runs, so that the same is compared
        now = {seed: self.now[seed].values(quantity, subject, allied) for seed in seeds}
        was = {seed: self.was[seed].values(quantity, subject, allied) for seed in seeds} if is_changed else {}
        several = len(seeds) > 1
        if difference:
            gaps = {seed: now[seed] - was[seed] for seed in seeds}
            fan = fan_of(list(gaps.values())) if several else None
            return charts.Curves(times, gaps[own], fan=fan, is_difference=True, least=least)
        return charts.Curves(
            times, now[own], was.get(own), fan_of(list(now.values())) if several else None,
            fan_of(list(was.values())) if several and was else None,
        )  # fmt: skip

    def _progress(self, there: int) -> str:
        if self.number == 1:
            return ""
        text = texts.LUCKS_THERE if there == self.number else texts.LUCKS_COMING
        failed = f" {texts.LUCKS_FAILED.format(self.failed)}" if self.failed else ""
        return text.format(there, self.number) + failed

    def _legend(self) -> None:
        with ui.element("div").classes("legend"):
            self._keys = {}
            for key in ("now", "median", "inner", "outer", "was"):
                with ui.element("span").classes("key") as place:
                    ui.element("i").classes(key)
                    self._keys[key] = (place, ui.label(""))

    def _explain(self, there: int) -> None:
        """What lines and bands mean; nothing where there is one line."""
        is_changed, several = self.screen.history.now.is_changed, there > 1
        difference = self.is_difference and is_changed
        outer = texts.NINE_IN_TEN if there >= MANY else texts.ALL_LUCKS
        said = {
            "now": texts.NOW_LESS_BEFORE if difference else texts.NOW,
            "median": texts.MEDIAN.format(there) if several else "",
            "inner": texts.MIDDLE_HALF if several else "",
            "outer": outer if several else "",
            "was": (texts.MEDIAN_BEFORE.format(there) if several else texts.AS_IT_WAS)
            if is_changed and not difference else "",
        }  # fmt: skip
        for key, (place, label) in self._keys.items():
            label.set_text(said[key])
            place.set_visibility(bool(said[key]) and (is_changed or several))


def _info() -> tuple[ui.element, ui.label]:
    """A small button, and the text that it opens: what a chart shows."""
    with ui.element("button").classes("info").props("type=button aria-haspopup=dialog") as button:
        ui.label("i").props("aria-hidden=true")
        with ui.menu().classes("info-text"):
            text = ui.label("")
    return button, text
