"""The compilers of the project: `rule` for scalar science, `kernel` for loops, `entry` for what Python calls.

Numba's own cache notices a change only in the file of the compiled function, not in the rules it calls. The
cache folder is therefore named after a hash of every source that is compiled: edit one rule and everything is
compiled again, edit nothing and nothing is.
"""

import hashlib
import os
import tempfile
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

import numba

COMPILED_SOURCES = ("enums.py", "_jit.py", "rng.py", "state", "rules", "kernels", "engine")


@cache
def source_hash() -> str:
    """Short hash of every file whose text can change compiled code."""
    package = Path(__file__).parent
    digest = hashlib.sha256()
    for name in COMPILED_SOURCES:
        path = package / name
        for file in sorted(path.rglob("*.py")) if path.is_dir() else [path]:
            digest.update(file.name.encode())
            digest.update(file.read_bytes())
    return digest.hexdigest()[:16]


@cache
def cache_directory() -> str:
    """Folder of the compile cache: below NUMBA_CACHE_DIR where set, else below the user's cache folder.

    Where that cannot be written, below the folder for temporary files.
    """
    root = os.environ.get("NUMBA_CACHE_DIR")
    home = Path(root) if root else Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "exchsim"
    # numba files compiled code by the path of its source, so each installation has a folder of its own
    place = hashlib.sha256(str(Path(__file__).parent).encode()).hexdigest()[:8]
    name = f"{source_hash()}-{place}"
    folder = home / name
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError:
        folder = Path(tempfile.gettempdir()) / "exchsim-cache" / name
    return str(folder)


def _compile(function: Callable[..., Any], **options: Any) -> Any:
    before = numba.config.CACHE_DIR  # other packages keep their own folder
    numba.config.CACHE_DIR = cache_directory()
    try:
        return numba.njit(cache=True, error_model="numpy", no_cfunc_wrapper=True, **options)(function)
    finally:
        numba.config.CACHE_DIR = before


def rule(function: Callable[..., Any]) -> Any:
    """Compile a pure scalar function."""
    return _compile(function)


def kernel(function: Callable[..., Any]) -> Any:
    """Compile a loop over tables. Only compiled code can call it: a wrapper for Python would cost compile time.

    A call from Python crashes. There use `entry`, or `in_python` for a kernel that itself calls nothing but rules.
    """
    return _compile(function, nogil=True, no_cpython_wrapper=True)


def in_python(function: Callable[..., Any]) -> Callable[..., Any]:
    """The plain Python form of a rule, or of a kernel that calls nothing but rules."""
    plain: Callable[..., Any] = getattr(function, "py_func", function)
    return plain


def entry(function: Callable[..., Any]) -> Any:
    """Compile a kernel that Python calls; it releases the GIL while it runs."""
    return _compile(function, nogil=True)
