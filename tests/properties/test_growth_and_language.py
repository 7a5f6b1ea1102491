"""Officers' growth, alumni, skill by domain and language policy: every lever in its direction."""

import numpy as np
import pytest
from blueprints import PROGRAMMES, blueprint

from exchsim._jit import in_python
from exchsim.engine.run import run
from exchsim.engine.setup import build
from exchsim.enums import Domain, Status, TourEnd
from exchsim.kernels.memory import trust_now

BASE = {"posts_share": 0.06, "hosting_share": 0.4}


def after(policy=None, params=None, months=60, seed=5, expenditure=2e11, **said):
    b = blueprint(months=months, expenditure=expenditure, policy={**BASE, **(policy or {})}, params=params, **said)
    return run(build(b, seed), b.end)


def babel(params, seed=5, policy=None):
    """Work that needs more language than anybody has."""
    hard = {"contact_misunderstandings_per_year": 6.0, "language_fit_tolerance": 5.0}
    b = blueprint(months=60, expenditure=2e11, policy={**BASE, **(policy or {})}, params={**hard, **params})
    b.programme_table["required_level"][:] = 4.5
    return run(build(b, seed), b.end)


def tours(state):
    log = state.tours[: state.clock[0].tours]
    return log[(log["began"] > state.clock[0].start) & (log["venue"] < len(state.nations))]


def abroad(state):
    """Tours begun in a foreign language, by who had none of it when chosen."""
    log = tours(state)
    return log[log["level_at_selection"] < 5.0]


def files(state):
    d = state.dossiers[: state.clock[0].files_high]
    return d[d["row"] >= 0]


def filled(state):
    return state.world_out["filled"].sum() / state.world_out["posts"].sum()


# language policy


def test_a_higher_target_raises_the_level_at_the_start_and_the_months_of_course():
    low, high = (abroad(after({"language_target": target}, languages=(0, 1, 0))) for target in (1.6, 3.0))
    assert high["level_at_start"].mean() > low["level_at_start"].mean() + 0.5
    assert (high["began"] - high["selected"]).mean() > (low["began"] - low["selected"]).mean()


def test_an_aptitude_cut_raises_aptitude_and_leaves_posts_empty():
    free, cut = after({"shortlist": 4.0}), after({"shortlist": 4.0, "aptitude_cut": 1.5})

    def aptitude(state):
        served = files(state)
        return served["aptitude"][served["tours"] > 0].mean()

    assert aptitude(cut) > aptitude(free) + 0.3
    assert filled(cut) < filled(free)


def test_refreshers_keep_languages():
    def kept(state):
        d = files(state)
        d = d[(d["tours"] > 0) & (state.people["status"][d["row"]] == Status.SERVING) & (d["language"][:, 0] >= 0)]
        return np.maximum(d["level"][:, 0], d["level"][:, 1]).mean()

    none, much = after(months=96), after({"refresher_hours_per_year": 160.0}, months=96)
    assert kept(much) > kept(none)
    assert much.nations_out["language_usd"].sum() > none.nations_out["language_usd"].sum()


def test_interpreters_lower_misunderstandings_as_long_as_there_is_money():
    hard = {"contact_misunderstandings_per_year": 6.0, "language_fit_tolerance": 5.0}

    def clashes(state):
        return state.world_out["misunderstandings"].sum() / state.world_out["filled"].sum()

    none, paid = (babel(hard, policy={"language_target": 1.6, "interpreter_coverage": part}) for part in (0.0, 1.0))
    assert clashes(paid) < 0.8 * clashes(none)
    assert none.nations_out["interpreter_usd"].sum() == 0.0
    assert paid.nations_out["interpreter_usd"].sum() > 0.0
    assert (paid.nations_out["interpreter_usd"] <= paid.nations_out["language_usd"]).all()
    assert (paid.nations_out["language_usd"] <= paid.nations_out["spent_usd"] + 1e-6).all()


def test_an_exhausted_purse_stops_interpreters():
    poor = {**BASE, "budget_share": 0.002, "language_target": 1.6}
    without = after(poor, expenditure=3e8)
    wanted = after({**poor, "interpreter_coverage": 1.0}, {"costs_interpreter_year_usd": 1e15}, expenditure=3e8)
    assert wanted.nations_out["interpreter_usd"].sum() == 0.0
    assert (wanted.world_out["misunderstandings"] == without.world_out["misunderstandings"]).all()


# officers


def test_strain_ends_tours_and_resilience_bears_it():
    harsh = {"contact_strain": 0.1}

    def broken(params):
        return (tours(babel(params))["end"] == TourEnd.BROKEN_OFF).sum()

    weak = broken({**harsh, "people_trait_mean": 0.3, "contact_intercultural_tact": 0.0})
    strong = broken({**harsh, "people_trait_mean": 0.9, "contact_intercultural_tact": 0.0})
    assert weak > 2 * strong
    assert broken({**harsh, "contact_strain": 0.0}) == 0


def test_intercultural_effects_have_their_sign():
    calm = {"contact_strain": 0.0, "people_growth_per_year": 0.3}

    def misunderstandings(tact):
        params = {**calm, "contact_intercultural_tact": tact, "contact_intercultural_ties": 0.0}
        return sum(babel(params, seed).world_out["misunderstandings"].sum() for seed in range(1, 5))

    assert misunderstandings(2.0) < 0.95 * misunderstandings(0.0)
    open_minded = after(params={**calm, "contact_intercultural_tact": 0.0, "contact_intercultural_ties": 2.0})
    closed = after(params={**calm, "contact_intercultural_tact": 0.0, "contact_intercultural_ties": 0.0})
    assert tours(open_minded)["ties"].sum() > tours(closed)["ties"].sum()


def test_out_of_sight_moves_promotions_of_those_abroad_and_of_nobody_else():
    def ranks(effect):
        state = after(params={"careers_out_of_sight": effect}, months=120)
        d = files(state)
        d = d[d["tours"] + (d["post"] >= 0) > 0]
        return state.people["rank"][d["row"]].mean()

    assert ranks(-0.5) <= ranks(0.0) <= ranks(0.3)
    assert ranks(-0.5) < ranks(0.3)


def test_recontact_keeps_ties_and_personal_trust_alive():
    none, much = after(months=120), after({"alumni_recontact": 1.0}, months=120)
    assert much.pairs["ties"].sum() > none.pairs["ties"].sum()
    month = int(none.clock[0].month)

    def trust(state):
        alumni = [d for d in files(state) if d.tours > 0 and d.post < 0 and d.host[0] >= 0]
        return np.mean([in_python(trust_now)(d, 0, month, state.params[0]) for d in alumni])

    assert trust(much) > trust(none)
    assert much.world_out["spent_usd"].sum() > none.world_out["spent_usd"].sum()


# skill


def test_a_course_makes_specialists_of_its_field():
    state = after({"mix_course": 1.0, "mix_exchange_post": 0.0, "domain_cyber": 1.0, "domain_peacekeeping": 0.0})
    log = tours(state)
    students = set(log["officer"][log["programme"] == PROGRAMMES.index("cyber_course")])
    known = [d for d in files(state) if d.uid in students]
    assert len(known) > 10
    assert np.mean([d.specialism == Domain.CYBER for d in known]) > 0.6


@pytest.mark.parametrize(
    ("domain", "course"), [(Domain.CYBER, "cyber_course"), (Domain.PEACEKEEPING, "peacekeeping_course")]
)
def test_courses_raise_the_national_skill_of_their_field(domain, course):
    quiet = {"mix_exchange_post": 0.0, "mix_leadership_course": 0.0, "mix_language_immersion": 0.0,
             "mix_virtual_exchange": 0.0, "mix_hybrid_exchange": 0.0, "exercise_activity": 0.0,
             "workshops_per_year": 0.0, "staff_posts_share": 0.0, "mix_course": 1.0,
             "language_target": 2.0}  # fmt: skip
    wishes = {f"domain_{d.name.lower()}": float(d == domain) for d in Domain}
    wanted = after({**quiet, **wishes}, {"people_skill_per_decade_of_spending": 0.05}, languages=(0, 0, 0), months=96)
    gain = wanted.nations["skill"][:, domain] - wanted.nations["skill"][:, Domain.CONVENTIONAL]
    assert (gain > 0.005).all()


def test_gatherings_raise_the_weaker_towards_the_best():
    quiet = {"posts_share": 0.0, "staff_posts_share": 0.0}

    def skill(events):
        policy = {**BASE, **quiet, "exercise_activity": events, "workshops_per_year": 2 * events}
        b = blueprint(months=11, expenditure=2e11, policy=policy, params={"people_gathering_practice": 0.05})
        state = build(b, 5)
        state.nations["skill"][:] = [[0.8] * 6, [0.7] * 6, [0.3] * 6]
        return run(state, b.end).nations["skill"]

    assert skill(0.0).tolist() == [[0.8] * 6, [0.7] * 6, [0.3] * 6]
    much = skill(4.0)
    best, weak = much[0] - 0.8, much[2] - 0.3
    assert (weak > 0.01).all() and (best > 0.0).all() and (best < 0.5 * weak).all()  # the best learns too, but less
    assert (much < 0.9).all()


def test_skill_fades_to_what_spending_keeps_up():
    quiet = {"posts_share": 0.0, "staff_posts_share": 0.0, "exercise_activity": 0.0, "workshops_per_year": 0.0}
    b = blueprint(months=240, policy=quiet, params={"costs_price_growth_per_year": 0.0})
    state = build(b, 1)
    base = state.nations["skill"].copy()
    state.nations["skill"][:] += 0.2
    state = run(state, b.end)
    left = state.nations["skill"] - base
    assert left == pytest.approx(0.2 * np.exp(-b.params["people_skill_fade_per_year"][0] * 19), abs=1e-9)


def test_yearly_table_has_skill_by_domain():
    state = after(months=24)
    last = state.nations_out[-1]
    by_domain = np.stack([last[f"skill_{d.name.lower()}"] for d in Domain], axis=1)
    assert by_domain.mean(axis=1) == pytest.approx(last["skill"])
    assert (by_domain == state.nations["skill"]).all()


def test_language_pool_counts_and_loses():
    idle = {"posts_share": 0.0, "staff_posts_share": 0.0, "workshops_per_year": 0.0, "exercise_activity": 0.0}
    state = after(months=72)
    pool = state.language_pool
    assert pool["working"][-1].sum() == state.linguists.sum() == state.nations_out["linguists"][-1].sum() > 0
    assert (pool["professional"] <= pool["working"]).all() and pool["professional"].sum() > 0
    assert (pool["lost"] >= 0).all() and pool["lost"].sum() > 0
    assert after(idle, months=24).language_pool["working"].sum() == 0


def test_only_those_who_cannot_work_with_the_staff_are_taught():
    """Each nation's staffs know the language of the nation before (level 2.7): enough at 2.5, not at 3."""

    def share_taught(target):
        went = tours(after({"language_target": target}))
        went = went[
            (went["programme"] == PROGRAMMES.index("exchange_post")) & (went["venue"] < 3) & (went["began"] >= 0)
        ]
        understood = went[(went["sender"] + 2) % 3 == went["venue"]]
        assert len(understood) > 20
        return (understood["began"] > understood["selected"]).mean()

    assert share_taught(2.5) == 0.0
    assert share_taught(3.0) > 0.5


def test_courses_are_no_longer_than_the_tour():
    """Nobody studies a year for half a year abroad."""
    policy = {"posts_share": 0.05, "tour_months": 6.0, "preparation_months_max": 24.0, "language_target": 4.0}
    log = tours(after(policy))
    posts = log[(log["programme"] == PROGRAMMES.index("exchange_post")) & (log["began"] >= 0)]
    assert len(posts) > 50
    assert 1 <= (posts["began"] - posts["selected"]).max() <= 6
