"""The page of a game: take a nation, decide, see what the round did and how all stand; the host lets time go on."""

from __future__ import annotations

from functools import partial
from typing import Any

from nicegui import ui

from exchsim.app import account, boards, ending, texts
from exchsim.app.decide import DecidePanel
from exchsim.app.door import LOOPBACK
from exchsim.app.game import LONGEST_NAME, Game, GameError
from exchsim.app.hall import from_browser, kept_by_browser
from exchsim.app.stage import Stage
from exchsim.app.tables import Table

SECONDS = 1.0  # between looks whether somebody else has done something
TIMES = (0, 2, 3, 5, 8, 10, 15, 20)  # minutes to decide that a host can choose from


class Seat:
    """One visitor at a table: perhaps a group with a nation, perhaps the host, perhaps one who looks on."""

    def __init__(self, table: Table) -> None:
        """Nothing is drawn before `build`."""
        self.table = table
        self.secrets: dict[str, str] = {}
        self.nation, self.group, self.aim = "", "", ""
        self.is_host = False
        self.panel: DecidePanel | None = None
        self.rows: dict[str, tuple[ui.label, ui.button]] = {}  # nations that can be taken
        self.seen, self.year = -1, -1
        self.view = ""
        self.controls: tuple[Any, ...] = ()
        self.on_board: tuple[Any, ...] = ()

    async def build(self) -> None:
        """Draw it, and look every second whether something is new."""
        self.client = ui.context.client  # what is pressed may be gone when an answer comes
        await self.client.connected()
        self.secrets = await from_browser(self.table.code)
        self._who()
        self.view = "ours" if self.nation else "all"
        with ui.element("main").classes("room game"):
            with ui.column().classes("gap-3 w-full"):
                with ui.element("section").classes("sheet status"):
                    self.status()
                    self.hosting()
                with ui.element("section").classes("sheet"):
                    self.views()
                    self.places = {name: ui.element("div").classes("w-full") for name in texts.VIEWS_OF_PLAY}
                    with self.places["ours"]:
                        self.ours()
                    with self.places["all"]:
                        self.board()
                        self.chart = ui.echart(self._chart()).classes("years")
                        self.heard()
            self.deciding = ui.element("aside").classes("sheet panel deciding").props("id=decide")
            with self.deciding:
                self.side()
        self._look_at(self.view)
        self.controls, self.on_board = self._controls(), self._on_board()
        self.seen, self.year = self.table.version, self.table.game.year
        ui.timer(SECONDS, self.look)

    def _who(self) -> None:
        """Who this visitor is, by the secrets that the browser keeps."""
        self.is_host = self.table.is_host(self.secrets.get("host", ""))
        self.nation = self.table.nation_of(self.secrets.get("seat", ""))

    async def look(self) -> None:
        """Draw again what has changed; time that is up lets the round be lived."""
        left = self.table.seconds_left
        if left is not None:
            self.countdown.set_text(texts.TIME_LEFT.format(int(left) // 60, int(left) % 60))
            if left <= 0 and not self.table.living:
                await self._live(self.table.game.year)
        if self.table.version != self.seen:
            self._draw()

    def _draw(self) -> None:
        was, new_round = (self.nation, self.is_host), self.table.game.year != self.year
        self.seen, self.year = self.table.version, self.table.game.year
        self._who()
        self.status.refresh()
        if self._controls() != self.controls:  # else a button would go while it is being pressed
            self.controls = self._controls()
            self.hosting.refresh()
        if was[0] != self.nation or self.table.game.is_over or (new_round and self.nation):
            self.side.refresh()
        elif self.panel is not None:
            self.panel.refresh()
        else:
            self._taken()
        if new_round or was[0] != self.nation:
            if bool(was[0]) != bool(self.nation):
                self.view = "ours" if self.nation else "all"
            self.ours.refresh()
            self.heard.refresh()
            self.views.refresh()
            self._look_at(self.view)
            if new_round:
                self.client.run_javascript("scrollTo(0, 0); document.querySelector('.deciding').scrollTop = 0")
        if (shown := self._on_board()) != self.on_board:
            self.on_board = shown
            self._order(self.aim)

    def _on_board(self) -> tuple[Any, ...]:
        """What board and chart show."""
        return (self.table.game.year, self.table.aim, self.nation, *self.table.game.groups.items())

    def _controls(self) -> tuple[Any, ...]:
        """What the host's controls show."""
        table = self.table
        return (self.is_host, table.orphan, table.game.year, table.game.is_over, table.living, table.minutes, table.aim,
                *table.game.groups.items())  # fmt: skip

    # the left side

    @ui.refreshable_method
    def status(self) -> None:
        """The code, the round, and whom all are waiting for."""
        game, table = self.table.game, self.table
        rounds = (game.last_year - game.first_year + 1) // game.years_a_round
        with ui.row().classes("items-center w-full gap-x-6 gap-y-1"):
            ui.label(f"{texts.GAME_CODE}: {table.code}").classes("name")
            if not game.is_over:
                span = str(game.year) if game.years_a_round == 1 else texts.ROUND_YEARS.format(*_years(game))
                ui.label(f"{texts.ROUND_OF.format(len(game.rounds) + 1, rounds)} · {span}")
            self.countdown = ui.label("").classes("countdown").props("role=timer")
        if game.is_over:
            ui.label(texts.GAME_OVER).classes("done")
            if game.rounds:
                ui.link(texts.REPLAY, f"/play/replay/{table.code}")
            return
        if table.living:
            ui.label(texts.LIVING).props("role=status")
        elif game.groups:
            missing = [f"{game.name_of(code)} ({game.groups[code]})" for code in game.missing]
            words = texts.WAITING_FOR.format(", ".join(missing)) if missing else texts.ALL_DECIDED
            ui.label(words).classes("quiet" if missing else "done").props("role=status")
        kept = [f"{game.name_of(code)} ({name})" for code, name in self._kept(game)]
        if kept:
            ui.label(texts.KEPT.format(", ".join(kept))).classes("quiet")

    def _kept(self, game: Game) -> list[tuple[str, str]]:
        if not game.rounds:
            return []
        return [(code, game.rounds[-1].groups[code]) for code in game.rounds[-1].kept]

    @ui.refreshable_method
    def views(self) -> None:
        """What to look at."""
        with ui.element("div").classes("views").props('role=group aria-label="View"'):
            for name, title in texts.VIEWS_OF_PLAY.items():
                if name == "ours" and not self.nation:
                    continue
                button = ui.element("button").classes("chosen" if name == self.view else "")
                button.props(f"type=button aria-pressed={'true' if name == self.view else 'false'}")
                button.on("click", partial(self._choose_view, name))
                with button:
                    ui.label(title)
            if self.nation and not self.table.game.is_over:
                ui.link(texts.TO_DECISIONS, "#decide").classes("to-decisions")

    def _choose_view(self, name: str) -> None:
        self._look_at(name)
        self.views.refresh()

    def _look_at(self, name: str) -> None:
        self.view = name if name != "ours" or self.nation else "all"
        for place, element in self.places.items():
            element.set_visibility(place == self.view)
        if self.view == "map":
            self._show_stage()

    def _show_stage(self) -> None:
        if self.table.result is None or self.view != "map":
            return
        scene = boards.scene_so_far(self.table.result)
        if not hasattr(self, "stage"):
            with self.places["map"]:
                self.stage = Stage(scene, lambda _: None, lambda _: None, lambda _: None)
        self.stage.show(scene)
        self.stage.seek(max(0, scene["months"] - 12 * self.table.game.years_a_round))
        self.stage.play()

    @ui.refreshable_method
    def ours(self) -> None:
        """What the last round did to the own nation."""
        game, result = self.table.game, self.table.result
        if not self.nation or result is None:
            return
        year, before = game.lived, game.lived - game.years_a_round
        told = account.account(result, year, before, self.nation, game.name_of)
        ui.label(texts.YEAR_OF.format(year, game.name_of(self.nation))).classes("name")
        for line in told.lines:
            ui.label(line).classes("line")
        ui.label(texts.PARTNERS_AT.format(year)).classes("font-medium mt-2")
        ui.label(texts.PARTNERS_HINT).classes("quiet")
        with ui.element("div").classes("across"), ui.element("table").classes("board partners"):
            with ui.element("tr"):
                for place, head in enumerate(texts.PARTNER_HEADS):
                    is_number = 0 < place < len(texts.PARTNER_HEADS) - 1
                    with ui.element("th").props("scope=col").classes("number" if is_number else ""):
                        ui.label(head)
            for partner in told.partners:
                boards.partner_row(game, partner)
        with ui.element("div").classes("news-list"):
            boards.news_list(game, result)

    @ui.refreshable_method
    def heard(self) -> None:
        """News for all."""
        with ui.element("div").classes("news-list"):
            boards.news_list(self.table.game, self.table.result)

    @ui.refreshable_method
    def board(self) -> None:
        """How nations stand, year by year: the last one in full."""
        table = self.table
        groups = table.game.rounds[-1].groups if table.game.rounds else table.game.groups
        if table.scores:
            boards.board(
                table.game,
                table.scores,
                {**groups, **table.game.groups},
                self.aim or table.aim,
                self.nation,
                self._order,
            )

    def _chart(self) -> dict[str, Any]:
        return boards.chart_options(self.table.game, self.table.scores, self.aim or self.table.aim, self.nation)

    def _order(self, aim: str) -> None:
        """Order the board by another number, on this screen alone."""
        self.aim = aim
        self.board.refresh()
        self.chart.options.clear()
        self.chart.options.update(self._chart())
        self.chart.update()

    # the right side

    @ui.refreshable_method
    def hosting(self) -> None:
        """What the host alone can do."""
        game, table = self.table.game, self.table
        if not self.is_host:
            if table.orphan and self._at_the_server() and not game.is_over:
                ui.label(texts.TAKE_OVER_HINT).classes("quiet")
                ui.button(texts.TAKE_OVER, on_click=self._take_over).props("no-caps outline")
            return
        with ui.element("div").classes("host").props(f'role=group aria-label="{texts.HOST}"'):
            ui.label(texts.HOST).classes("font-medium").tooltip(texts.HOST_ONLY)
            if not game.is_over:
                words = texts.NEXT_YEAR.format(game.year)
                if game.years_a_round > 1:
                    words = texts.NEXT_YEARS.format(*_years(game))
                button = ui.button(words, on_click=self._asked_to_live).props("no-caps unelevated")
                button.set_enabled(not table.living)
                minutes = {n: texts.TIMER_MINUTES.format(n) if n else texts.TIMER_OFF for n in TIMES}
                timer = ui.select(minutes, value=table.minutes if table.minutes in minutes else 0,
                                  label=texts.TIMER, on_change=lambda event: self._timer(event.value))  # fmt: skip
                timer.classes("time").props("dense")
            aims = {name: f"{head} ({unit})" for name, (head, unit, _) in texts.MEASURES.items()}
            aim = ui.select(aims, value=table.aim, label=texts.AIM, on_change=lambda event: self._aim(event.value))
            aim.classes("aim").props("dense")
            for code, group in game.groups.items():
                with ui.element("div").classes("seat"):
                    ui.label(f"{game.name_of(code)}: {group}").classes("whose")
                    button = ui.button(texts.RELEASE, on_click=partial(self._release, code)).props("no-caps flat dense")
                    button.props["aria-label"] = f"{texts.RELEASE}: {game.name_of(code)}"
                    button.tooltip(texts.RELEASE_HINT.format(game.name_of(code)))
            if table.stored is not None:
                ui.label(texts.STORED_AS.format(table.stored)).classes("quiet")
            if game.rounds and not game.is_over:  # else there is nothing to play back
                with ui.element("div").classes("apart"):
                    button = ui.button(texts.END_GAME, on_click=lambda: ending.ask(
                        texts.END_GAME_SURE, texts.END_GAME_YES, texts.END_GAME_NO, self._end))  # fmt: skip
                    button.props("no-caps outline dense color=negative").set_enabled(not table.living)

    @ui.refreshable_method
    def side(self) -> None:
        """What is to be decided, or which nations there are to take."""
        game, before, self.panel = self.table.game, self.panel, None
        self.deciding.set_visibility(not game.is_over)
        if game.is_over:
            return
        if self.nation:
            self.panel = DecidePanel(self.table, self.nation, self._draw)
            self.panel.heading = before.heading if before is not None else self.panel.heading
            self.panel.build()
            leave = ui.button(texts.LEAVE_NATION, on_click=partial(self._release, self.nation))
            leave.props("no-caps flat dense").classes("quiet")
        else:
            self._take(game)

    def _take(self, game: Game) -> None:
        ui.label(texts.TAKE_HINT).classes("quiet")

        def named(event: Any) -> None:  # kept here: the panel is drawn again when somebody else takes a nation
            self.group = event.value or ""

        field = ui.input(texts.GROUP, value=self.group, on_change=named)
        field.props(f"maxlength={LONGEST_NAME} autocomplete=off").classes("w-full")
        self.rows = {}
        for code in game.nations:
            with ui.row().classes("items-center justify-between w-full no-wrap nation-row"):
                ui.label(game.name_of(code)).classes("font-medium")
                governed = ui.label("").classes("quiet")
                button = ui.button(texts.TAKE, on_click=partial(self._join, code)).props("no-caps outline dense")
                button.props["aria-label"] = f"{texts.TAKE}: {game.name_of(code)}"  # a name may hold anything
                self.rows[code] = governed, button
        self._taken()

    def _taken(self) -> None:
        """Which nations are free. Nothing is drawn anew: somebody may be typing, or about to press."""
        for code, (governed, button) in self.rows.items():
            group = self.table.game.groups.get(code)
            governed.set_text(texts.GOVERNED_BY.format(group) if group else "")
            button.set_visibility(group is None)

    async def _join(self, code: str) -> None:
        try:
            secret = self.table.join(code, self.group)
        except GameError as error:
            ui.notify(str(error), type="warning", close_button=True)
            return
        await self._keep(seat=secret)
        await self.table.save()

    async def _release(self, code: str) -> None:
        try:
            self.table.release(code)
        except GameError as error:
            ui.notify(str(error), type="warning", close_button=True)
            return
        self._draw()
        await self.table.save()

    def _at_the_server(self) -> bool:
        """Whether this visitor sits at the machine that serves, which is the teacher's."""
        request = self.client.request
        return request is not None and request.client is not None and request.client.host in LOOPBACK

    async def _take_over(self) -> None:
        if self.table.orphan and self._at_the_server():
            await self._keep(host=self.table.new_host())
            await self.table.save()

    async def _keep(self, **secrets: str) -> None:
        """Keep secrets in the browser, so that the page finds them when it is opened again."""
        self.secrets |= secrets
        self._draw()
        await self.client.run_javascript(kept_by_browser(self.table.code, **secrets) + "return true", timeout=10)

    def _timer(self, minutes: int) -> None:
        if self.is_host and minutes != self.table.minutes:
            self.table.set_minutes(minutes)

    def _aim(self, aim: str) -> None:
        if self.is_host and aim != self.table.aim:
            self.aim = ""
            self.table.set_aim(aim)

    async def _end(self) -> None:
        if self.is_host:
            self.table.end()
            self._draw()
            await self.table.save()

    async def _asked_to_live(self) -> None:
        """The host lets time go on; where groups still decide, that is asked first, as it cannot be taken back."""
        game = self.table.game
        year, names = game.year, [f"{game.name_of(code)} ({game.groups[code]})" for code in game.missing]
        if names:
            words = texts.LIVE_SURE.format(", ".join(names))
            ending.ask(words, texts.LIVE_YES, texts.LIVE_NO, partial(self._live, year))
        else:
            await self._live(year)

    async def _live(self, year: int) -> None:
        try:
            await self.table.advance(year)
        except Exception as error:  # whatever a run may raise must not end the game
            with self.client:
                ui.notify(texts.FAILED.format(error), type="negative", close_button=True, timeout=0)
        self._draw()


def _years(game: Game) -> tuple[int, int]:
    return game.year, game.year + game.years_a_round - 1
