"""`exchsim app` says what it cannot do, before it does anything."""

import socket

import pytest

from exchsim.cli.main import main

pytest.importorskip("nicegui", reason="the classroom needs the extra `app`")


def test_a_port_that_is_taken_is_refused(capsys):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        assert main(["app", "classroom", "--port", str(port), "--no-open"]) == 2
    assert f"--port = {port}: another program answers there already" in capsys.readouterr().err


def test_an_unknown_scenario_is_refused(capsys):
    assert main(["app", "clasroom"]) == 2
    assert "did you mean classroom?" in capsys.readouterr().err
