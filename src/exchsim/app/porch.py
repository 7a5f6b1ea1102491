"""What a browser sees until the classroom opens, while the engine is compiled: that it goes on, and for how long.

Plain HTTP of the standard library on the port that the server takes over; this machine alone is answered.
"""

from __future__ import annotations

import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from types import TracebackType

from exchsim.app import texts

# Stands in a page itself, so that it shows before anything else is fetched; style.css takes it away when there is
# a stage, or a word of what went wrong.
WAITING = '<div class="arriving" role="status"><b>{}</b><p>{}</p><p class="quiet">{}</p><i></i></div>'
UNAVAILABLE = 503  # the page knows by it that it is not yet the classroom that answers
_PAGE = """<!doctype html><html lang="en"><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>{title}</title><style>{style} body {{ font-family: system-ui, sans-serif; }}</style>{waiting}<script>
const said = document.createElement("p"), began = performance.now() - {passed} * 1000;
said.className = "quiet";
said.setAttribute("aria-live", "off");
document.querySelector(".arriving").append(said);
setInterval(() => said.textContent = "{seconds}".replace("{{}}", Math.floor((performance.now() - began) / 1000)), 1000);
const look = () => fetch("/favicon.ico").then((a) => a.status === {unavailable} || location.reload(), () => 0);
setInterval(look, 2000);
</script></html>"""


class Porch:
    """Answers at the port of the classroom as long as it is entered."""

    def __init__(self, port: int) -> None:
        """Nothing is answered before it is entered."""
        self._port, self._began = port, time.monotonic()
        self._style = Path(__file__).with_name("style.css").read_text(encoding="utf-8")

    def __enter__(self) -> Porch:
        porch = self

        class Answer(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                content = porch.page().encode()
                self.send_response(UNAVAILABLE)
                self.send_header("Content-Type", "text/html; charset=utf-8")
                self.send_header("Content-Length", str(len(content)))
                self.end_headers()
                self.wfile.write(content)

            def log_message(self, *_: object) -> None:
                """Nobody wants to read it."""

        self._server = ThreadingHTTPServer(("127.0.0.1", self._port), Answer)
        Thread(target=self._server.serve_forever, daemon=True).start()
        return self

    def __exit__(self, _: type[BaseException] | None, __: BaseException | None, ___: TracebackType | None) -> None:
        self._server.shutdown()
        self._server.server_close()

    def page(self) -> str:
        """The page."""
        return _PAGE.format(
            title=texts.TITLE, style=self._style, passed=f"{time.monotonic() - self._began:.0f}",
            waiting=WAITING.format(texts.TITLE, texts.PREPARED, texts.PREPARED_HOW), seconds=texts.SECONDS_PASSED,
            unavailable=UNAVAILABLE,
        )  # fmt: skip
