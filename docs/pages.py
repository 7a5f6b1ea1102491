"""Play the tutorials and how-to pages, and write into them what came out: `make docs`; a test compares.

In a page, a block `console` holds commands (`$ …`) and what they print; a block of `yaml` or `markdown` with a title
is a file that a reader makes; blocks of `python` are one program, and a block `text` right after one is what it prints.
Everything is played in one empty folder, in the order of the page, Python last. A comment
`<!-- picture: FILE -->` before an image says which file of that folder the image shows.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

DOCS = Path(__file__).resolve().parent
SITE = DOCS / "site"
BLOCK = re.compile(r"^```(console|yaml|markdown|python|text)([^\n]*)\n(.*?)^```$", re.M | re.S)
TITLE = re.compile(r'title="([^"]+)"')
PICTURE = re.compile(r"<!-- picture: (\S+) -->\s*!\[[^\]]*\]\(([^)]+)\)")
_MARK = "--- the next block of this page ---"


def played_pages() -> list[Path]:
    """Pages with something to play."""
    return sorted(path for path in SITE.rglob("*.md") if "```console" in path.read_text(encoding="utf-8"))


def play(text: str, folder: Path) -> str:
    """The text of a page with what its commands print now, played in an empty folder."""
    blocks = list(BLOCK.finditer(text))
    new: dict[int, str] = {}
    program: list[str] = []
    printing: list[tuple[int, int]] = []  # block of Python, block of text
    for place, block in enumerate(blocks):
        kind, info, body = block[1], block[2], block[3]
        title = TITLE.search(info)
        if kind == "console":
            new[place] = _console(body, folder)
        elif kind == "python":
            program.append(body)
            following = blocks[place + 1] if place + 1 < len(blocks) else None
            if following is not None and following[1] == "text" and not text[block.end() : following.start()].strip():
                printing.append((len(program) - 1, place + 1))
        elif title is not None:
            (folder / title[1]).write_text(body, encoding="utf-8")
    if program:
        said = _python(program, folder)
        new |= {place: said[number] for number, place in printing}
    parts, end = [], 0
    for place, block in enumerate(blocks):
        if place in new:
            parts += [text[end : block.start(3)], new[place]]
            end = block.end(3)
    return "".join([*parts, text[end:]])


def _console(body: str, folder: Path) -> str:
    """Commands of a block, each with what it prints; errors of a command are errors."""
    commands: list[list[str]] = []
    for line in body.splitlines():
        if line.startswith("$ "):
            commands.append([line])
        elif line.startswith("> ") and commands[-1][-1].endswith("\\"):
            commands[-1].append(line)
    lines = []
    for command in commands:
        lines += [*command, _run(["bash", "-c", "\n".join(line[2:] for line in command)], folder).rstrip("\n")]
    return "\n".join(line for line in lines if line) + "\n"


def _python(program: list[str], folder: Path) -> list[str]:
    script = f"\nprint({_MARK!r})\n".join(program)
    said = _run([sys.executable, "-c", script], folder).split(_MARK + "\n")
    return [part if part.endswith("\n") or not part else part + "\n" for part in said]


def _run(command: list[str], folder: Path) -> str:
    programs = folder / ".programs"
    if not programs.is_dir():
        programs.mkdir()
        (programs / "exchsim").write_text(f'#!/bin/sh\nexec "{sys.executable}" -m exchsim "$@"\n', encoding="utf-8")
        (programs / "exchsim").chmod(0o755)
    settings = {**os.environ, "PATH": f"{programs}:{os.environ['PATH']}", "PYTHONPATH": str(DOCS.parent / "src"),
                "COLUMNS": "100", "LC_ALL": "C.UTF-8"}  # fmt: skip
    done = subprocess.run(command, cwd=folder, env=settings, capture_output=True, text=True, timeout=300)
    if done.returncode:
        raise RuntimeError(f"{command[-1]}\n{done.stdout}{done.stderr}")
    return "\n".join(line.rstrip() for line in done.stdout.splitlines()) + ("\n" if done.stdout else "")


def without_chance(text: str) -> str:
    """A page without what differs from one machine or version to the next: times, sizes on disk, ids of runs."""
    text = re.sub(r"\b[0-9a-f]{12}\b", "ID", text)
    return re.sub(r"\b[\d.]+ (ms|s|min|seconds|minutes|kB|MB)\b", r"some \1", text)


def main() -> int:
    """Write what has changed, and its pictures."""
    for path in played_pages():
        text = path.read_text(encoding="utf-8")
        with tempfile.TemporaryDirectory() as folder:
            made = play(text, Path(folder))
            changed = without_chance(made) != without_chance(text)
            if changed:
                path.write_text(made, encoding="utf-8")
            for source, target in PICTURE.findall(text):
                if changed or not (path.parent / target).exists():
                    (path.parent / target).parent.mkdir(parents=True, exist_ok=True)
                    shutil.copyfile(Path(folder) / source, path.parent / target)
        print(f"{path.relative_to(DOCS)}: {'written anew' if changed else 'as it was'}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
