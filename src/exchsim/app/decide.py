"""The panel in which a group decides: what it may move, what that asks for, what it is expected to cost."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from typing import Any

from nicegui import background_tasks, ui

from exchsim.app import texts
from exchsim.app.decisions import BONDS, HEADINGS, RELATIONS, GameError, Plan, check
from exchsim.app.levers import Lever
from exchsim.app.money import Estimate
from exchsim.app.pacts import SIGNS_FROM, broken_off, in_force, offered_to, trust_in
from exchsim.app.tables import Table

_LEAST_USD = 5000.0  # costs below show as 0.00 million


class DecidePanel:
    """What one group tries out and decides. Nobody else sees it."""

    def __init__(self, table: Table, nation: str, sent: Callable[[], Any]) -> None:
        """sent: told when the group has decided."""
        self.table, self.nation, self.sent = table, nation, sent
        self.plan = table.draft(nation)
        self.heading = "posts"
        self.estimate: Estimate | None = None
        self._levers: dict[str, Lever] = {}
        self._asked = 0
        self.heard = offered_to(table.game, nation)
        self._explained = False

    def build(self) -> None:
        """Draw it."""
        game = self.table.game
        ui.label(texts.DECIDE_FOR.format(f"{game.name_of(self.nation)}, {game.year}")).classes("name")
        self._budget()
        tabs = ui.tabs(on_change=lambda event: setattr(self, "heading", event.value))
        with tabs.classes("w-full headings").props("dense no-caps align=left"):
            for heading, title in texts.HEADINGS.items():
                ui.tab(heading, title)
        with ui.tab_panels(tabs, value=self.heading, animated=False, keep_alive=True).classes("w-full"):
            for heading in texts.HEADINGS:
                with ui.tab_panel(heading).classes("p-0 pt-2"):
                    ui.label(texts.HEADING_HINTS[heading]).classes("quiet")
                    if heading == "partners":
                        self._partners()
                    for name in HEADINGS[heading]:
                        self._lever(name)
        with ui.element("div").classes("send"):
            ui.button(texts.SEND_DECISIONS, on_click=self._sent).props("no-caps unelevated")
            ui.button(texts.AS_BEFORE, on_click=self._back).props("no-caps flat")
            self._state()
        self._ask()

    def refresh(self) -> None:
        """Somebody else has done something: offers may have come, or the own decision is known from another screen."""
        self._state.refresh()
        if (
            heard := offered_to(self.table.game, self.nation)
        ) != self.heard:  # else a chip would go while it is pressed
            self.heard = heard
            self._partners.refresh()

    def _lever(self, name: str) -> None:
        usual = self._usual(name)
        lever = Lever(name, self.plan.levers[name], partial(self._moved, name), usual)
        self._levers[name] = lever
        lever.show(self.plan.levers[name], usual, self._note(name))

    def _usual(self, name: str) -> float:
        """What went on in the round before."""
        return replace(self.table.game, waiting={}).lever(self.nation, name)

    def _note(self, name: str) -> str:
        if name != "posts_share" or self.estimate is None:
            return ""
        return texts.OFFICERS_ARE.format(self.estimate.wanted)

    @ui.refreshable_method
    def _budget(self) -> None:
        """Money and what is expected of it; red where it does not reach for what can be sent."""
        found = self.estimate
        with ui.element("div").classes("budget over" if found is not None and found.is_over else "budget"):
            if found is None:
                ui.label(texts.RECKONING).classes("quiet")
                return
            title = texts.BUDGET.format(self.table.game.year, found.total_usd / 1e6, found.budget_usd / 1e6)
            ui.label(title).classes("font-medium").props("role=status")
            whole = max(found.total_usd, found.budget_usd, 1.0)
            with ui.element("div").classes("bars").props("aria-hidden=true"):
                for name, usd in found.costs_usd.items():
                    ui.element("div").classes(f"part {name}").style(f"width:{100 * usd / whole:.1f}%")
                ui.element("div").classes("limit").style(f"left:{100 * found.budget_usd / whole:.1f}%")
            with ui.element("div").classes("costs"):
                for name, usd in found.costs_usd.items():
                    if usd < _LEAST_USD:
                        continue
                    with ui.element("span"):
                        ui.element("i").classes(f"part {name}")
                        ui.label(f"{texts.COSTS[name]} {usd / 1e6:.2f}")
            sent = sum(found.posts.values())
            if found.wanted > sent + 0.5:
                ui.label(texts.BUDGET_SHORT.format(found.wanted, sent))
                if found.filled_usd > found.total_usd + 0.02 * found.budget_usd:
                    ui.label(texts.BUDGET_FILLED.format(found.filled_usd / 1e6)).classes("quiet")
            elif round(sent) > round(found.wanted):
                ui.label(texts.BUDGET_MORE.format(sent, found.wanted))
            else:
                ui.label(texts.BUDGET_FITS.format(sent))
            if found.refused >= 0.5:
                ui.label(texts.BUDGET_REFUSED.format(found.refused))
            if found.is_over:
                ui.label(texts.BUDGET_OVER).classes("warn")
            with ui.element("details").props("open" if self._explained else "") as more:
                with ui.element("summary").on("click", self._explain):
                    ui.label(texts.BUDGET_WHY)
                price = texts.PRICE_OF_POST.format(found.post_month_usd)
                ui.label(f"{texts.BUDGET_HINT} {price[:1].upper()}{price[1:]}.")
            more.classes("quiet")

    def _explain(self) -> None:
        """How the money is reckoned is opened, or closed: it stays so when the budget is drawn again."""
        self._explained = not self._explained

    @ui.refreshable_method
    def _partners(self) -> None:
        """Where officers would go, and agreements with each other nation."""
        game, result = self.table.game, self.table.result
        assert result is not None
        held, cut = in_force(result, game.lived), broken_off(game, game.lived)
        trust, wanted = trust_in(result, game.lived, self.nation), offered_to(game, self.nation)
        now = result.pairs[(result.pairs["year"] == game.lived) & (result.pairs["sender"] == self.nation)]
        people = float(result.names.people_per_agent)
        posts = {str(code): float(n) * people for code, n in zip(now["host"], now["posts"], strict=True)}
        for other in sorted(trust, key=lambda code: -trust[code]):
            with ui.element("div").classes("partner"):
                with ui.element("div").classes("top"):
                    ui.label(game.name_of(other)).classes("font-medium")
                    ui.label(texts.TRUSTS_YOU.format(trust[other])).classes("quiet")
                planned = self.estimate.posts.get(other, 0.0) if self.estimate is not None else posts.get(other, 0.0)
                ui.label(texts.WOULD_GO.format(planned, posts.get(other, 0.0)))
                for who, kind in wanted:
                    if who == other and (self.nation, other, kind) not in held:
                        ui.label(texts.BOND_WANTED.format(texts.BONDS[kind])).classes("wanted")
                with ui.element("div").classes("bonds"):
                    self._bonds(other, held, (self.nation, other) in cut)
        ui.label(texts.BONDS_RULE.format(SIGNS_FROM)).classes("quiet")

    def _bonds(self, other: str, held: set[tuple[str, str, str]], cut: bool) -> None:
        if cut:
            offered = (other, RELATIONS) in self.plan.offers
            self._chip(other, RELATIONS, False, texts.MAKING_UP if offered else texts.MAKE_UP, offered)
            return
        for kind in BONDS:
            there, name = (self.nation, other, kind) in held, texts.BONDS[kind]
            chosen = (other, kind) in (self.plan.ends if there else self.plan.offers)
            words = (texts.BOND_ENDING if chosen else texts.BOND_HELD) if there else (
                texts.BOND_OFFERED if chosen else texts.BOND_OFFER
            )  # fmt: skip
            self._chip(other, kind, there, words.format(name), chosen, texts.BOND_HINTS[kind], there)
        breaks = (other, RELATIONS) in self.plan.ends
        self._chip(other, RELATIONS, True, texts.BREAKING if breaks else texts.BREAK_OFF, breaks)

    def _chip(
        self, other: str, kind: str, ends: bool, words: str, chosen: bool, hint: str = "", held: bool = False
    ) -> None:
        looks = f"chip {'chosen' if chosen else ''} {'held' if held else ''} {'ends' if ends and chosen else ''}"
        name = self.table.game.name_of(other)
        button = ui.element("button").classes(looks)
        button.props(f"type=button aria-pressed={'true' if chosen else 'false'}")
        button.props["aria-label"] = f"{words}: {name}"  # a name may hold anything
        if hint:
            button.props["title"] = hint
        button.on("click", partial(self._bond, other, kind, ends))
        with button:
            ui.label(words)

    def _bond(self, other: str, kind: str, ends: bool) -> None:
        changed = self.plan.with_bond(other, kind, ends)
        try:
            check(changed, self.nation, self.table.game.nations)
        except GameError as error:
            ui.notify(str(error), type="warning", close_button=True)
            return
        self._is(changed)
        self._partners.refresh()
        self._ask()

    def _moved(self, name: str, value: float) -> None:
        self._is(replace(self.plan, levers={**self.plan.levers, name: value}))
        self._ask()

    def _is(self, plan: Plan) -> None:
        self.plan = plan
        self.table.drafts[self.nation] = plan
        self._state.refresh()

    def _ask(self) -> None:
        """Have the plan reckoned, beside everything else; only the last one that was asked is shown."""
        self._asked += 1
        background_tasks.create(self._reckon(self._asked))

    async def _reckon(self, asked: int) -> None:
        found = await self.table.estimate(self.nation, self.plan)
        if asked != self._asked or self._levers["posts_share"].is_deleted:
            return
        self.estimate = found
        self._budget.refresh()
        self._partners.refresh()
        shares = self._levers["posts_share"]
        shares.show(self.plan.levers["posts_share"], self._usual("posts_share"), self._note("posts_share"))

    @ui.refreshable_method
    def _state(self) -> None:
        """Whether it is decided."""
        waiting = self.table.game.waiting.get(self.nation)
        decided = waiting is not None and self.nation not in self.table.drafts
        ui.label(texts.DECIDED if decided else texts.UNSENT).classes("done" if decided else "quiet").props(
            "role=status"
        )

    async def _sent(self) -> None:
        try:
            self.table.decide(self.nation, self.plan)
        except GameError as error:
            ui.notify(str(error), type="warning", close_button=True)
            return
        self._state.refresh()
        self.sent()
        await self.table.save()

    def _back(self) -> None:
        """All levers as they were in the round before; offers stand, nothing is ended."""
        last = self.table.game.last_plan(self.nation)
        offers = last.offers if last is not None else ()
        self._is(Plan({name: self._usual(name) for name in self.plan.levers}, offers))
        for name, lever in self._levers.items():
            lever.show(self.plan.levers[name], self._usual(name), self._note(name))
        self._partners.refresh()
        self._ask()
