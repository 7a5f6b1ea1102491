"""The Mesa face: a real model and real agents, with Mesa's own tools."""

import gc
import warnings
import weakref

import mesa
import numpy as np
import pytest
from blueprints import blueprint

from exchsim.engine.run import run
from exchsim.engine.setup import build
from exchsim.model.agents import Nation, Officer
from exchsim.model.exchange_model import ExchangeModel

pytestmark = pytest.mark.filterwarnings("error::FutureWarning", "error::DeprecationWarning")


class Frugal(Nation):
    """Three officers to the second nation, nothing else."""

    def plan(self):
        return {("BBB", "exchange_post"): 3} if self.iso3 == "AAA" else super().plan()


@pytest.fixture(scope="module")
def model():
    model = ExchangeModel(blueprint(months=30), seed=3)
    model.run_until("1982-01")
    return model


def test_stepping_gives_the_very_run_of_the_engine(model):
    b = blueprint(months=30)
    state = run(build(b, 3), model.month)
    for table in ("pairs", "nations", "people", "world_out"):
        assert getattr(state, table).tobytes() == getattr(model.state, table).tobytes(), table


def test_time_steps_and_the_end():
    model = ExchangeModel(blueprint(months=3), seed=1)
    assert model.date == "1980-01"
    model.run_until("1999-01")
    assert (model.date, model.steps, model.running) == ("1980-04", 3, False)
    model.step()
    assert model.date == "1980-04"


@pytest.mark.parametrize("date", ["1985-13", "foo", "", "1985-0"])
def test_an_impossible_date_is_refused(model, date):
    with pytest.raises(ValueError, match="give a month such as"):
        model.run_until(date)


def test_nations_are_mesa_agents(model):
    nations = model.agents_by_type[Nation]
    assert sorted(nations.get("iso3")) == ["AAA", "BBB", "CCC"]
    assert nations.agg("cadre", sum) == 950
    assert all(isinstance(nation, mesa.Agent) for nation in nations)
    assert 0 < model.nations["AAA"].trust_in("BBB") < 1
    assert model.nations["AAA"].interoperability_with("BBB") == model.nations["BBB"].interoperability_with("AAA")
    with pytest.raises(ValueError, match="ZZZ"):
        model.nations["AAA"].trust_in("ZZZ")


def test_a_nation_shows_its_partners_wishes_and_standing(model):
    nation, state = model.nations["AAA"], model.state
    assert nation.partners == {
        code: int(state.pairs["posts"][0, j]) for j, code in enumerate(("AAA", "BBB", "CCC"))
        if state.pairs["posts"][0, j] > 0
    }  # fmt: skip
    assert list(nation.partners.values()) == sorted(nation.partners.values(), reverse=True)
    assert sum(nation.wishes.values()) == pytest.approx(1.0)
    assert 0.0 < nation.standing < 1.0 and 0.0 <= nation.readiness <= 1.0 and 0.0 <= nation.leak_risk <= 1.0
    assert nation.threat_pressure >= 0.0 and nation.refused >= 0
    assert model.agents_by_type[Nation].agg("standing", max) == max(n.standing for n in model.nations.values())


def test_officers_are_views_for_agentset_operations(model):
    officers = model.officers
    assert len(officers) > 10
    assert all(isinstance(officer, mesa.Agent) for officer in officers)
    abroad = officers.select(lambda officer: officer.status == "abroad")
    assert 0 < len(abroad) < len(officers)
    groups = model.officers.groupby("status").groups
    assert set(groups) <= {"serving", "preparing", "abroad"}
    assert sum(map(len, groups.values())) == len(officers)
    assert len(model.officers.shuffle()) == len(model.officers.sort("unique_id")) == len(officers)
    assert len(model.officers.select(lambda officer: len(officer.languages) > 1)) > 0
    assert len(list(model.officers)) == len(officers)
    assert officers.agg("years_of_service", max) <= 36
    someone = next(iter(abroad))
    assert model.officer(someone.unique_id).row == someone.row
    assert someone.languages and someone.traits and someone.nation.iso3 in {"AAA", "BBB", "CCC"}
    assert len(model.nations["AAA"].officers) <= len(officers)
    assert not any(isinstance(agent, Officer) for agent in model.agents)
    with pytest.raises(KeyError, match="no serving officer"):
        model.officer(1)


def test_a_roll_call_shows_everybody_and_changes_nothing():
    plain, called = (ExchangeModel(blueprint(months=30), seed=3) for _ in range(2))
    for _ in range(20):
        plain.step()
        called.step()
        assert len(list(called.nations["CCC"].roll_call())) == called.nations["CCC"].cadre
    assert plain.state.pairs.tobytes() == called.state.pairs.tobytes()
    assert plain.state.world_out.tobytes() == called.state.world_out.tobytes()


def test_a_government_of_your_own():
    model = ExchangeModel(blueprint(months=30), seed=3, nation_class=Frugal)
    model.run_until("1981-06")
    assert model.nations["AAA"].posts == 3
    assert model.nations["AAA"].toward("BBB")["posts"] == 3
    assert model.nations["BBB"].posts > 0


@pytest.mark.parametrize(
    ("plan", "words"),
    [
        ({("ZZZ", "exchange_post"): 1}, "venue 'ZZZ'"),
        ({("AAA", "exchange_post"): 1}, "venue 'AAA'"),
        ({("BBB", "sabbatical"): 1}, "no programme 'sabbatical'"),
        ({("BBB", "exchange_post"): -1}, "whole number"),
        ({("BBB", "exchange_post"): 1.5}, "whole number"),
        ({("BBB", "exercise"): 1}, "gathering"),
    ],
)
def test_an_impossible_plan_is_refused(plan, words):
    class Wrong(Nation):
        def plan(self):
            return plan if self.iso3 == "AAA" else {}

    with pytest.raises(ValueError, match=words):
        ExchangeModel(blueprint(months=3), seed=1, nation_class=Wrong).step()


def test_data_collector(model):
    series = model.datacollector.get_model_vars_dataframe()
    assert len(series) == 24
    assert list(series["trust_allies"]) == pytest.approx(list(model.state.world_out["trust_allies"][:24]))
    agents = model.datacollector.get_agent_vars_dataframe()
    assert set(agents["iso3"]) == {"AAA", "BBB", "CCC"}


def test_levers_as_keywords():
    model = ExchangeModel(blueprint(months=3), seed=1, posts_share=0.0, staff_posts_share=0.0)
    model.step()
    assert all(nation.posts == 0 for nation in model.nations.values())
    with pytest.raises(TypeError, match="no such lever: poosts_share"):
        ExchangeModel(blueprint(months=3), poosts_share=0.1)


def test_mesa_batch_run_accepts_the_model():
    keywords = {"number_processes": 1, "data_collection_period": -1, "display_progress": False}
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # Mesa's own deprecation of batch_run's arguments
        rows = mesa.batch_run(
            ExchangeModel,
            parameters={"scenario": blueprint(months=6), "posts_share": [0.0, 0.02]},
            max_steps=6,
            **keywords,
        )
    filled = {row["posts_share"]: row["filled"] for row in rows}
    assert filled[0.02] > filled[0.0]


def test_solara_viz_accepts_the_model():
    pytest.importorskip("solara", reason="Mesa's visualisation needs the extra `mesa-visualisation`")
    from mesa.visualization import SolaraViz, make_plot_component

    model = ExchangeModel(blueprint(months=6), seed=1)
    SolaraViz(model, components=[make_plot_component("trust_allies")], model_params={"posts_share": 0.01})


def test_a_finished_model_is_forgotten():
    model = ExchangeModel(blueprint(months=3), seed=1)
    model.step()
    gone = weakref.ref(model)
    del model
    gc.collect()
    assert gone() is None


def test_the_event_log_of_officers_is_kept_on_request():
    silent, told = ExchangeModel("classroom", seed=3), ExchangeModel("classroom", seed=3, officers=True)
    for model in (silent, told):
        model.run_until("1981-01")
    assert silent.state.clock[0].events == 0 < told.state.clock[0].events
    assert np.array_equal(silent.state.nations, told.state.nations)
    asked = ExchangeModel({"extend": "classroom", "outputs": {"officers": True}}, seed=3)
    asked.run_until("1980-03")
    assert asked.state.clock[0].events > 0
