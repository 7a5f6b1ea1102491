"""Write what lessons come to, docs/lessons/ and docs/glossary.md. Run it with `make docs`; tests compare.

Running every lesson with ten kinds of luck takes a minute; with --pages alone, the numbers that are kept are used.
"""

from __future__ import annotations

import sys
from pathlib import Path

from exchsim.app.glossary import markdown
from exchsim.app.lessons import outcomes
from exchsim.app.lessons.pages import pages

DOCS = Path(__file__).resolve().parent


def main() -> int:
    """Write them."""
    if "--pages" not in sys.argv:
        outcomes.FILE.write_text(outcomes.written(outcomes.run_all()), encoding="utf-8")
    folder = DOCS / "lessons"
    folder.mkdir(exist_ok=True)
    for name, text in pages().items():
        (folder / name).write_text(text, encoding="utf-8")
    (DOCS / "glossary.md").write_text(markdown().rstrip("\n") + "\n", encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
