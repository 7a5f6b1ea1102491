"""What a hostile visitor tries: other sites' pages, web sockets past the door, paths, floods, script in every text."""

from __future__ import annotations

import http.client
import json
import os
import re
import socket
import subprocess
import sys
import time
import urllib.request
from dataclasses import dataclass
from pathlib import Path

import psutil
import pytest
import yaml
from test_door import asked, inside

from exchsim.app.door import LONGEST_BODY, MOST_TRIES, MOST_TRIES_OF_ALL, Door
from exchsim.app.server import _address

pytestmark = pytest.mark.xdist_group("browser")
OWNED = "window.owned=1"
TEXTS = (  # as an element, out of an attribute, out of a script, as a template of Vue, as a property of an element
    f"<img src=x onerror={OWNED}>", f"\"'><svg onload={OWNED}>", f"</script><script>{OWNED}</script>",
    "{{constructor.constructor('" + OWNED + "')()}}", f'x" innerHTML="<img src=x onerror={OWNED}>" y="',
)  # fmt: skip
EVIL = "http://evil.example"
SOCKET = "/_nicegui_ws/socket.io/?EIO=4&transport="


def hostile():
    """A scenario with script in every text that can be shown."""
    nations = {
        code: {"name": TEXTS[k], "armed_forces": 1000, "languages": {"mar": {"mother": 1.0}},
               "latitude": 45 + k, "longitude": 8 * k}
        for k, code in enumerate(("ARD", "BMR", "OSH", "DUN", "SAR"))
    }  # fmt: skip
    return {
        "title": " ".join(TEXTS[:3]), "description": TEXTS[0], "period": {"start": "1980-01", "end": "1984-12"},
        "people_per_agent": 1, "cadre_share": 0.2,
        "nations": {"invented": nations},
        "languages": {"mar": {"name": TEXTS[0], "class_hours": 1100}},
        "organisations": {"invented": {"ALLIANCE": {
            "name": TEXTS[1], "members": ["ARD", "BMR"], "working_languages": ["mar"], "headquarters": "BMR",
            "headquarters_posts": 20}}},
        "pacts": [{"nations": ["ARD", "BMR"]}],
        "events": [{"date": "1981-03", "kind": "rupture", "nation": "ARD", "other": "OSH"}],
        "policy": {"posts_share": 0.03, "hosting_share": 0.05, "budget_share": 0.02},
    }  # fmt: skip


@dataclass
class Served:
    """A classroom that is shared, with a hostile scenario, in a folder of its own."""

    port: int
    code: str
    folder: Path
    process: subprocess.Popen[bytes]

    def get(self, path, host="127.0.0.1", method="GET", body=None, **headers):
        """Status, headers and text of an answer."""
        connection = http.client.HTTPConnection(host, self.port, timeout=20)
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        connection.request(method, path, body, named)
        answer = connection.getresponse()
        found = answer.status, dict(answer.getheaders()), answer.read().decode(errors="replace")
        connection.close()
        return found

    def socket(self, host="127.0.0.1", **headers):
        """Status of the answer to a web socket that wants to be opened."""
        asked = {"Connection": "Upgrade", "Upgrade": "websocket", "Sec-WebSocket-Version": "13",
                 "Sec-WebSocket-Key": "dGhlIHNhbXBsZSBub25jZQ=="}  # fmt: skip
        connection = http.client.HTTPConnection(host, self.port, timeout=20)
        connection.request("GET", SOCKET + "websocket", headers=asked | headers)
        status = connection.getresponse().status
        connection.close()
        return status


@pytest.fixture(scope="module")
def served(tmp_path_factory):
    folder = tmp_path_factory.mktemp("class")
    (folder / "hostile.yaml").write_text(yaml.safe_dump(hostile()), encoding="utf-8")
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    environment = {name: value for name, value in os.environ.items() if not name.startswith(("PYTEST", "NICEGUI"))}
    said = folder.parent / "said.txt"  # a pipe that nobody reads would stop the server once it is full
    with said.open("wb") as told:
        process = subprocess.Popen(
            [sys.executable, "-m", "exchsim", "app", "hostile.yaml", "--port", str(port), "--no-open", "--share"],
            stdout=told, stderr=subprocess.STDOUT, env=environment, cwd=folder,
        )  # fmt: skip
    for _ in range(240):
        try:
            urllib.request.urlopen(f"http://127.0.0.1:{port}/", timeout=5).read()
            break
        except OSError:
            assert process.poll() is None, said.read_text()
            time.sleep(0.25)
    yield Served(port, re.search(r"code (\d{6})", said.read_text())[1], folder, process)
    process.terminate()
    process.wait(20)


def test_a_student_on_another_machine_comes_in_with_a_browser_and_sees_no_answers(served, browser):
    """The form as a browser sends it, over the address that is printed for the class."""
    here = served.folder.parent.joinpath("said.txt").read_text()
    address = re.search(r"Others come in at (http://([^:/]+):\d+)", here)
    if address[2].startswith("127.") or served.get("/", host=address[2])[0] != 401:
        pytest.skip("this machine has no address on a local network")
    context = browser.new_context(reduced_motion="reduce")
    page = context.new_page()
    page.goto(address[1])
    page.get_by_label("Code of the classroom").fill(served.code)
    page.get_by_role("button", name="Come in").click()
    page.locator(".stage .date").wait_for()
    page.goto(address[1] + "/teacher")
    page.get_by_text("Answers are shown on the machine that runs the classroom").wait_for()
    assert page.locator("table").count() == 0
    context.close()


def test_another_sites_page_does_not_reach_in():
    guard = Door(inside)
    local = {"client": "127.0.0.1", "host": "127.0.0.1:8080"}
    for origin in (EVIL, "null", "http://127.0.0.1:9999", "http://127.0.0.1", "http://[", "file://"):
        assert asked(guard, **local, origin=origin)[0] == 403
        assert asked(guard, **local, origin=origin, kind="websocket") == "websocket.close"
    assert asked(guard, **local, origin="http://127.0.0.1:8080")[2] == "inside"
    assert asked(guard, **local, origin="http://127.0.0.1:8080", kind="websocket") == "websocket.accept"
    shared = Door(inside, "012345")
    assert asked(shared, origin=EVIL, method="POST", path="/join", body=b"code=012345")[0] == 403


@pytest.mark.parametrize("host", ["evil.example", "127.0.0.1.evil.example:80", "localhost.evil.example", "", "[::1",
                                  "[evil]:80", "::2", "127.0.0.1@evil.example"])  # fmt: skip
def test_only_names_of_this_machine_are_its_own(host):
    assert asked(Door(inside), "127.0.0.1", host)[0] == 403


@pytest.mark.parametrize("host", ["[::1]:8080", "[::1]", "localhost", "127.0.0.1:1"])
def test_all_names_of_this_machine_are(host):
    assert asked(Door(inside), "127.0.0.1", host)[2] == "inside"


def test_many_who_guess_together_are_too_many_too(monkeypatch):
    from exchsim.app import door

    now = [0.0]
    monkeypatch.setattr(door.time, "monotonic", lambda: now[0])
    guard = Door(inside, "012345")
    tried = 0
    for k in range(200):
        for _ in range(MOST_TRIES):
            tried += asked(guard, f"10.0.1.{k}", method="POST", path="/join", body=b"code=999999")[0] == 401
    assert tried == MOST_TRIES_OF_ALL
    now[0] = 61.0
    assert asked(guard, method="POST", path="/join", body=b"code=012345")[0] == 303
    assert not guard._tries  # nothing is kept of those who have gone


def test_answers_tell_browsers_to_fetch_nothing_elsewhere(served):
    headers = served.get("/")[1]
    policy = headers["content-security-policy"]
    assert "default-src 'self'" in policy and f"ws://127.0.0.1:{served.port}" in policy
    assert "frame-ancestors 'self'" in policy and headers["x-content-type-options"] == "nosniff"


def test_neither_polling_nor_sockets_answer_another_site(served):
    assert served.get(SOCKET + "polling")[0] == 200
    assert served.socket() == 101
    assert served.get(SOCKET + "polling", Origin=EVIL)[0] == 403
    assert served.socket(Origin=EVIL) == 403
    assert served.get("/", Host="evil.example")[0] == 401  # asked for the code, as anybody from elsewhere


def test_from_elsewhere_nothing_is_open_without_the_code(served):
    here = _address()
    if here.startswith("127.") or not here[0].isdigit():
        pytest.skip("this machine has no other address")
    assert served.socket(here) == 403
    pages = ("/", "/play", "/play/ABCD", "/?name=classroom", SOCKET + "polling", "/_nicegui/x", "/favicon.ico")
    for path in pages:
        status, _, text = served.get(path, here)
        assert status == 401 and "hostile" not in text and OWNED not in text
    assert served.get("/", here, Cookie="exchsim_door=guess")[0] == 401
    for _ in range(MOST_TRIES):
        wrong = "000000" if served.code != "000000" else "111111"
        assert served.get("/join", here, "POST", f"code={wrong}")[0] == 401
    assert served.get("/join", here, "POST", f"code={served.code}")[0] == 429
    assert served.get("/")[0] == 200  # those inside notice nothing


SECRET = "/../../../../../../../../etc/passwd"


@pytest.mark.parametrize(
    "path",
    [
        SECRET, SECRET.replace("..", "%2e%2e"), SECRET.replace("../", "..%2f"), SECRET.replace("../", "..%5c"),
        SECRET.replace("../", "....//"), "/etc/passwd", "//etc/passwd", "/%00/etc/passwd", "/play" + SECRET,
        "/play/..%2f..%2fetc%2fpasswd", "/play/%00", "/?name=../../../../etc/passwd", "/?name=/etc/passwd%00",
        "/?key=../../etc/passwd", "/_nicegui/VERSION/static" + SECRET, "/_nicegui/VERSION/static/%2fetc%2fpasswd",
        "/_nicegui/VERSION/static" + SECRET.replace("../", "..%2f"), "/_nicegui/VERSION/libraries" + SECRET,
        "/_nicegui/VERSION/components" + SECRET, "/_nicegui/VERSION/resources/x" + SECRET,
        "/_nicegui/VERSION/esm/x" + SECRET, "/_nicegui/client/x/upload/..%2f..%2f1", "/docs", "/openapi.json",
    ],
)  # fmt: skip
def test_paths_lead_nowhere(served, path):
    from nicegui import __version__

    status, _, text = served.get(path.replace("VERSION", __version__))
    assert "root:" not in text and "Traceback" not in text
    assert status in (200, 400, 403, 404, 405) and (status != 200 or "nicegui" in text)


def upload_path(served):
    for _ in range(30):  # the first page may come without its screen, and say that it waits
        if found := re.search(r"/_nicegui/client/[0-9a-f-]{36}/upload/\d+", served.get("/")[2]):
            return found[0]
        time.sleep(0.5)
    raise AssertionError("no page came")


def form(size, name="mine.yaml"):
    head = f'--x\r\nContent-Disposition: form-data; name="f"; filename="{name}"\r\n\r\n'.encode()
    return head + b"a" * size + b"\r\n--x--\r\n"


MULTIPART = "multipart/form-data; boundary=x"


def test_a_flood_is_cut_off_with_and_without_a_length(served):
    path = upload_path(served)
    assert served.get(path, method="POST", body=form(1000), Content_Type=MULTIPART)[0] == 200
    assert served.get(path, method="POST", body=form(3 * LONGEST_BODY), Content_Type=MULTIPART)[0] == 413
    chunks = [form(3 * LONGEST_BODY)[k : k + 60_000] for k in range(0, 3 * LONGEST_BODY, 60_000)]
    connection = http.client.HTTPConnection("127.0.0.1", served.port, timeout=20)
    try:
        connection.request("POST", path, iter(chunks), {"Content-Type": MULTIPART}, encode_chunked=True)
        assert connection.getresponse().status == 413
    except ConnectionError:
        pass  # it hung up on us
    for lie in ("-1", "1e3", "9" * 400):
        assert served.get(path, method="POST", body=form(10), Content_Type=MULTIPART, Content_Length=lie)[0] >= 400
    assert served.get("/")[0] == 200


def test_a_socket_that_sends_too_much_is_closed(served):
    with socket.create_connection(("127.0.0.1", served.port), 20) as wire:
        wire.sendall(
            (f"GET {SOCKET}websocket HTTP/1.1\r\nHost: 127.0.0.1:{served.port}\r\nConnection: Upgrade\r\n"
             "Upgrade: websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n"
            ).encode()
        )  # fmt: skip
        assert b" 101 " in wire.recv(4096)
        size = 40_000_000
        closed = False
        try:
            wire.sendall(b"\x81\xff" + size.to_bytes(8, "big") + b"\0\0\0\0")
            for _ in range(0, size, 1_000_000):
                wire.sendall(b"4" * 1_000_000)
            while wire.recv(65536):
                pass
            closed = True
        except (ConnectionError, TimeoutError):
            closed = True
        assert closed
    assert served.get("/")[0] == 200


def test_names_of_uploaded_files_name_nothing(served):
    for name in ("../../../evil.yaml", "/tmp/evil.yaml", "..\\evil.yaml", "evil\0.yaml"):
        served.get(upload_path(served), method="POST", body=form(10, name), Content_Type=MULTIPART)
    assert not [path for path in served.folder.rglob("*") if "evil" in path.name]


def open_page(browser, served, path=""):
    context = browser.new_context(
        viewport={"width": 1440, "height": 900}, accept_downloads=True, reduced_motion="reduce"
    )
    page = context.new_page()
    page.dialogs = []
    page.on("dialog", lambda dialog: (page.dialogs.append(dialog.message), dialog.dismiss()))
    page.goto(f"http://127.0.0.1:{served.port}/{path}")
    return page


def unharmed(page):
    return page.evaluate("window.owned") is None and not page.dialogs


def test_script_in_names_is_text_wherever_it_is_shown(browser, served, tmp_path):
    page = open_page(browser, served)
    page.locator(".stage .date").wait_for()
    assert TEXTS[0] in page.locator(".bar").inner_text()
    for name in (TEXTS[0], TEXTS[3], TEXTS[4]):
        page.get_by_role("button", name=name, exact=True).dispatch_event("click")
        page.locator("aside .name", has_text=name).wait_for()
    page.locator(".stage .reach").first.dispatch_event("click")
    page.locator("aside .name", has_text="–").wait_for()
    for chart in page.locator(".chart").all():  # what is told of a point under the mouse
        chart.scroll_into_view_if_needed()
        chart.hover()
        page.wait_for_timeout(80)
    for tab in page.get_by_role("tab").all():
        tab.click()
        page.wait_for_timeout(150)
    page.get_by_role("tab", name="Lives").click()
    page.get_by_role("button", name="Who speaks most").click()
    page.wait_for_function("document.querySelector('.life').textContent.length > 200")
    assert unharmed(page)
    page.context.close()


def test_script_in_names_of_groups_is_text_in_a_game(browser, served):
    page = open_page(browser, served, "play")
    page.get_by_role("button", name="Open a new game").click()
    page.wait_for_url("**/play/*")
    page.get_by_label("Name of your group").fill(TEXTS[4][:40])
    page.get_by_role("button", name=f"Govern this nation: {TEXTS[4]}").click()
    page.get_by_text("Your decisions for").wait_for()
    page.get_by_role("button", name="Live the year 1981").click()
    page.get_by_role("button", name="Yes, live it now").click()
    page.get_by_role("button", name="Live the year 1982").wait_for()
    page.locator(".line").first.wait_for()  # what the round did shows itself first
    page.get_by_role("button", name="All nations").click()
    page.get_by_text("How nations stand at the end of 1981").wait_for()
    page.locator(".board .who").get_by_text(TEXTS[4]).first.wait_for()
    assert unharmed(page)
    page.context.close()
    written = {path.relative_to(served.folder).parts[0] for path in served.folder.rglob("*") if path.is_file()}
    assert written == {"hostile.yaml", "results"}  # a game was stored, and nothing else


def test_workers_that_are_killed_are_replaced_and_screens_go_on(browser, served):
    page, other = open_page(browser, served), open_page(browser, served)
    for each in (page, other):
        each.locator(".stage .date").wait_for()
    killed = [child for child in psutil.Process(served.process.pid).children() if "spawn_main" in str(child.cmdline())]
    assert killed
    for child in killed:
        child.kill()
    page.get_by_role("tab", name="Lives").click()
    page.get_by_role("button", name="Anyone").click()  # another run, which keeps officers
    page.wait_for_function("document.querySelector('.life').textContent.length > 200")
    other.get_by_role("button", name=TEXTS[0], exact=True).first.dispatch_event("click")
    other.locator("aside .name", has_text=TEXTS[0]).first.wait_for()
    for each in (page, other):
        each.context.close()


def test_what_one_group_has_not_decided_yet_no_other_browser_holds(browser, served):
    host, guest = (open_page(browser, served, "play") for _ in range(2))
    host.get_by_role("button", name="Open a new game").click()
    host.wait_for_url("**/play/*")
    code = re.search(r"/play/([A-Z]{4})", host.url)[1]
    guest.goto(f"http://127.0.0.1:{served.port}/play/{code}")
    for side, nation in ((host, TEXTS[0]), (guest, TEXTS[1])):
        side.get_by_label("Name of your group").fill(f"Those of {nation}"[:16])
        side.get_by_role("button", name=f"Govern this nation: {nation}").click()
        side.get_by_text("Your decisions for").wait_for()
    number = guest.locator("input.number").first
    number.fill("1.2345")
    number.press("Enter")
    held = "JSON.stringify(Object.values(mounted_app.elements).map((e) => [e.text, e.props]))"
    guest.wait_for_function(f"/1[.]2345|0[.]012345/.test({held})")
    host.wait_for_timeout(500)  # what would have reached the other as well
    assert "1.2345" not in host.evaluate(held) and "0.012345" not in host.evaluate(held)
    for side in (host, guest):
        side.context.close()


def test_what_an_address_says_is_no_script(browser, served):
    for path in (
        f"?name={TEXTS[0]}",
        f"?key={TEXTS[2]}",
        f"play/{TEXTS[0]}",
        f"{TEXTS[0]}",
        f"?name=javascript:{OWNED}",
    ):
        page = open_page(browser, served, path)
        page.wait_for_timeout(700)  # a key that is not kept leads to the first page
        page.wait_for_load_state("networkidle")
        assert unharmed(page)
        page.context.close()


# every element of the page is told what no element of the page would say
FORGED = """() => {
  const said = [null, {}, {month: "x"}, {month: 1e308}, {month: -5}, {code: "../x"}, {a: 1, b: []}, "x", [1e9]];
  let sent = 0;
  for (const [id, element] of Object.entries(mounted_app.elements))
    for (const event of element.events || [])
      for (const args of said) {
        window.socket.emit("event", {id: +id, client_id: window.clientId, listener_id: event.listener_id,
                                    args: [JSON.stringify(args)]});
        sent++;
      }
  return sent;
}"""


def test_a_made_up_event_of_a_browser_ends_nothing(browser, served):
    page = open_page(browser, served)
    page.locator(".stage .date").wait_for()
    sent = page.evaluate(FORGED)
    assert sent > 100
    other = open_page(browser, served)
    other.locator(".stage .date").wait_for()
    assert unharmed(other) and json.dumps(served.get("/")[0]) == "200"
    for opened in (page, other):
        opened.context.close()
