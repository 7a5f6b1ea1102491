"""How a command ends: exit codes, and errors as one clear message without a traceback."""

from __future__ import annotations

import sys
import traceback

import typer

from exchsim.cli.console import PipeClosedError, note

GOOD, FAILED, REFUSED, STOPPED, PIPE_CLOSED = 0, 1, 2, 130, 141

# The library's own errors, whose text says everything. By name, because importing them here would take long.
_CODES = {
    "exchsim.scenario.faults.ScenarioError": REFUSED,
    "exchsim.worlds.errors.WorldError": REFUSED,
    "exchsim.life.pick.LifeError": REFUSED,
    "exchsim.store.errors.StoreError": FAILED,
    "exchsim.sweep.folder.DamagedError": FAILED,
    "exchsim.sweep.pools.PoolLostError": FAILED,
}


class RefusedError(Exception):
    """Something a user gave cannot be used; the text names it, says what is allowed and what to do."""


class StoppedError(Exception):
    """The user stopped a command that leaves something behind on purpose; the text says what."""


def report(error: BaseException, debug: bool) -> int:
    """Say on standard error what went wrong; the exit code."""
    if isinstance(error, PipeClosedError):
        return PIPE_CLOSED
    if isinstance(error, KeyboardInterrupt | typer.Abort):
        note("stopped; nothing unfinished was left behind")
        return STOPPED
    if isinstance(error, StoppedError):
        note(str(error))
        return STOPPED
    code = _code(error)
    if code is not None:
        note(_message(error))
        return code
    if debug:
        note("".join(traceback.format_exception(error)).rstrip())
        return FAILED
    note(_unexpected(error))
    note("to see where it happened, run it again as: exchsim --debug …")
    return FAILED


def _code(error: BaseException) -> int | None:
    """Exit code of an error that explains itself; None for any other."""
    if isinstance(error, RefusedError) or _is_usage(error):
        return REFUSED
    kind = type(error)
    return _CODES.get(f"{kind.__module__}.{kind.__qualname__}")


def _is_usage(error: BaseException) -> bool:
    """Whether the parser refused the arguments. Its classes are click's, or typer's own copy of them."""
    return hasattr(error, "format_message") and hasattr(error, "exit_code")


def _message(error: BaseException) -> str:
    if not _is_usage(error):
        return str(error)
    context = getattr(error, "ctx", None)
    command = context.command_path if context is not None else "exchsim"
    text = " ".join(str(error.format_message()).split())  # type: ignore[attr-defined]
    return f"{text} See {command} --help" if text.endswith(("?", ".")) else f"{text}; see {command} --help"


def _unexpected(error: BaseException) -> str:
    text = " ".join(str(error).split())
    if isinstance(error, MemoryError):
        why = f" ({text})" if text else ""
        return f"not enough memory{why}; let one agent stand for more people: --set people_per_agent=10"
    return f"{type(error).__name__}: {text}" if text else type(error).__name__


def be_tolerant() -> None:
    """Show what the terminal's alphabet lacks as a question mark instead of failing."""
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure is not None:
            reconfigure(errors="replace")
