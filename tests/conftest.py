"""Options of the test suite, and the engine compiled once before the tests begin."""

import shutil

import pytest
from hypothesis import settings

settings.register_profile("patient", deadline=None)  # a busy machine is no fault
settings.load_profile("patient")

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")


def pytest_addoption(parser):
    parser.addoption("--run-slow", action="store_true", help="run the long statistics too")
    parser.addoption("--run-long", action="store_true", help="run what takes many minutes")
    parser.addoption("--run-kills", action="store_true", help="kill sweeps a hundred times more")
    parser.addoption("--regenerate", action="store_true", help="write the stored reference numbers anew")


def pytest_configure(config):
    if config.getoption("dist", "no") == "loadgroup" and not hasattr(pytest.Item, "_nodeid"):
        # pytest 9.2 overlooks what pytest-xdist 3.8 adds to names of tests, and browsers are driven two at a time
        raise pytest.UsageError("this pytest tears groups of tests apart: install the one that constraints.txt names")
    if not hasattr(config, "workerinput"):  # once, not in every worker
        from exchsim.engine.compile import compile_engine

        compile_engine(lambda: print("compiling the engine, once after a change of its sources …"))


def pytest_collection_modifyitems(config, items):
    for marker, option, what in (
        ("slow", "--run-slow", "long statistics"),
        ("long", "--run-long", "minutes long"),
        ("kills", "--run-kills", "many kills"),
    ):
        if not config.getoption(option):
            skip = pytest.mark.skip(reason=f"{what}: run with {option}")
            for item in items:
                if marker in item.keywords:
                    item.add_marker(skip)
    for item in items:
        if "browser" in getattr(item, "fixturenames", ()):  # a full machine may swallow a key: the summary counts these
            item.add_marker(pytest.mark.flaky(reruns=1))


@pytest.fixture(scope="session")
def browser():
    """One for all tests of a process: two that are driven at a time do not bear each other."""
    playwright = pytest.importorskip("playwright.sync_api", reason="browser tests need playwright")
    if CHROMIUM is None:
        pytest.skip("no Chromium on this machine")
    playwright.expect.set_options(timeout=30_000)
    with playwright.sync_playwright() as tool:
        started = tool.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield started
        started.close()
