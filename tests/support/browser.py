#!/usr/bin/env python3
"""Opens HTML reports in a real headless Chromium and says what is wrong with them.

    browser.py CHROMIUM FOLDER FILE...

Prints a JSON object: for each file a list of what is wrong, empty where nothing is. Screenshots (wide and of a phone,
light and dark) and what would be printed are left in FOLDER. The browser is spoken to over a pipe, so nothing but
Python and Chromium is needed.
"""

from __future__ import annotations

import base64
import json
import os
import select
import subprocess
import sys
import tempfile
import time
from pathlib import Path

WIDE, PHONE = (1280, 900), (360, 740)
# What is left of A4 between the margins.
PAPER = (680, 962)
TALLEST = 6000
TIMEOUT_S = 120
FLAGS = [
    "--headless", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--no-first-run", "--hide-scrollbars",
    "--disable-extensions", "--disable-background-networking", "--disable-component-update", "--disable-sync",
    "--remote-debugging-pipe",
]

# Text on a ground of too little contrast, by WCAG 2 AA. What is drawn in SVG has its colours checked where they are made.
CONTRAST = """(() => {
  const parse = text => { const n = text.match(/[\\d.]+/g).map(Number); return n.length < 4 ? [...n, 1] : n; };
  const part = value => { value /= 255; return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4; };
  const luminance = ([r, g, b]) => 0.2126 * part(r) + 0.7152 * part(g) + 0.0722 * part(b);
  const found = new Set();
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const element = walker.currentNode.parentElement;
    if (!walker.currentNode.textContent.trim() || element.closest('svg')) continue;
    const style = getComputedStyle(element);
    let ground = element, color = null;
    while (ground) {
      const own = parse(getComputedStyle(ground).backgroundColor);
      if (own[3] === 1) { color = own; break; }
      ground = ground.parentElement;
    }
    const [one, other] = [luminance(parse(style.color)), luminance(color || [255, 255, 255, 1])];
    const contrast = (Math.max(one, other) + 0.05) / (Math.min(one, other) + 0.05);
    const size = parseFloat(style.fontSize), bold = parseInt(style.fontWeight) >= 700;
    if (contrast < (size >= 24 || bold && size >= 18.66 ? 3 : 4.5)) {
      found.add(`contrast ${contrast.toFixed(2)} of ${element.tagName} .${element.className}: ${walker.currentNode.textContent.trim().slice(0, 40)}`);
    }
  }
  return [...found];
})()"""

# What is folded away on paper, and dark.
PRINTED = """(() => {
  const found = [];
  for (const details of document.querySelectorAll('details:not(.as-table)')) {
    const last = details.lastElementChild;
    if (last.tagName !== 'SUMMARY' && !last.checkVisibility()) {
      found.push('folded on paper: ' + details.firstElementChild.textContent.slice(0, 60));
    }
  }
  const ground = getComputedStyle(document.body).backgroundColor;
  if (ground !== 'rgb(255, 255, 255)') found.push('paper is ' + ground);
  return found;
})()"""

TABLES = """[...document.querySelectorAll('table')].filter(table => !table.caption && !table.classList.contains('pairs')).length"""


class Browser:
    """A Chromium that is stopped at the end."""

    def __init__(self, program: str, profile: str):
        to_browser, self.write_fd = os.pipe()
        self.read_fd, from_browser = os.pipe()

        def place() -> None:
            # The browser reads from 3 and writes to 4.
            os.dup2(to_browser, 103)
            os.dup2(from_browser, 104)
            os.dup2(103, 3)
            os.dup2(104, 4)

        self.process = subprocess.Popen(
            [program, *FLAGS, f"--user-data-dir={profile}"], preexec_fn=place, close_fds=False,
            stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
            env={**os.environ, "HOME": profile, "XDG_RUNTIME_DIR": profile},
        )
        os.close(to_browser)
        os.close(from_browser)
        self.number = 0
        self.buffer = b""
        self.events: list[dict] = []

    def __enter__(self) -> Browser:
        return self

    def __exit__(self, *_: object) -> None:
        self.process.terminate()
        try:
            self.process.wait(20)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()

    def message(self, deadline: float) -> dict:
        while b"\0" not in self.buffer:
            if not select.select([self.read_fd], [], [], max(0.0, deadline - time.monotonic()))[0]:
                raise TimeoutError("Chromium does not answer")
            read = os.read(self.read_fd, 1 << 20)
            if not read:
                raise ConnectionError("Chromium went away")
            self.buffer += read
        first, self.buffer = self.buffer.split(b"\0", 1)
        return json.loads(first)

    def ask(self, method: str, session: str | None = None, **parameters: object) -> dict:
        self.number += 1
        asked = {"id": self.number, "method": method, "params": parameters}
        if session:
            asked["sessionId"] = session
        os.write(self.write_fd, json.dumps(asked).encode() + b"\0")
        deadline = time.monotonic() + TIMEOUT_S
        while True:
            message = self.message(deadline)
            if message.get("id") == self.number:
                if "error" in message:
                    raise RuntimeError(f"{method}: {message['error']}")
                return message["result"]
            self.events.append(message)

    def wait(self, method: str) -> None:
        deadline = time.monotonic() + TIMEOUT_S
        while not any(event.get("method") == method for event in self.events):
            self.events.append(self.message(deadline))


class Page:
    """One file in a page of its own."""

    def __init__(self, browser: Browser, file: Path):
        self.browser, self.file = browser, file
        browser.events.clear()
        target = browser.ask("Target.createTarget", url="about:blank")["targetId"]
        self.session = browser.ask("Target.attachToTarget", targetId=target, flatten=True)["sessionId"]
        for domain in ("Page", "Runtime", "Log", "Network", "Accessibility"):
            self.ask(f"{domain}.enable")

    def ask(self, method: str, **parameters: object) -> dict:
        return self.browser.ask(method, self.session, **parameters)

    def evaluate(self, script: str) -> object:
        answer = self.ask("Runtime.evaluate", expression=script, returnByValue=True)
        if "exceptionDetails" in answer:
            raise RuntimeError(f"{script[:60]}: {answer['exceptionDetails']}")
        return answer["result"].get("value")

    def look(self, size: tuple, scheme: str, media: str = "screen") -> None:
        width, height = size
        self.ask("Emulation.setDeviceMetricsOverride", width=width, height=height, deviceScaleFactor=1,
                 mobile=size == PHONE)
        self.ask("Emulation.setEmulatedMedia", media=media,
                 features=[{"name": "prefers-color-scheme", "value": scheme}])

    def press(self, key: str, code: int) -> None:
        text = {"text": "\r"} if key == "Enter" else {}
        for kind in ("keyDown", "keyUp"):
            self.ask("Input.dispatchKeyEvent", type=kind, key=key, code=key, windowsVirtualKeyCode=code, **text)

    def shoot(self, file: Path, width: int) -> None:
        height = min(TALLEST, int(self.evaluate("document.documentElement.scrollHeight")))
        clip = {"x": 0, "y": 0, "width": width, "height": height, "scale": 1}
        shot = self.ask("Page.captureScreenshot", format="png", captureBeyondViewport=True, clip=clip)
        file.write_bytes(base64.b64decode(shot["data"]))

    def overheard(self) -> list:
        """What the page asked for beyond itself, and what the console was told."""
        found = []
        for event in self.browser.events:
            method, told = event.get("method"), event.get("params", {})
            if method == "Network.requestWillBeSent" and told["request"]["url"].split("#")[0] != self.file.as_uri():
                found.append(f"asks for {told['request']['url']}")
            elif method == "Runtime.consoleAPICalled":
                found.append(f"console: {json.dumps(told['args'])}")
            elif method == "Runtime.exceptionThrown":
                found.append(f"exception: {json.dumps(told['exceptionDetails'])}")
            elif method == "Log.entryAdded":
                found.append(f"log: {told['entry']['text']}")
        return found

    def landmarks(self) -> list:
        found = []
        nodes = self.ask("Accessibility.getFullAXTree")["nodes"]
        roles: dict[str, list] = {}
        for node in nodes:
            if not node.get("ignored"):
                roles.setdefault(node["role"]["value"], []).append(node.get("name", {}).get("value", ""))
        for role in ("banner", "main", "contentinfo"):
            if len(roles.get(role, [])) != 1:
                found.append(f"{len(roles.get(role, []))} landmarks {role}")
        if self.evaluate("document.querySelectorAll('section').length") > 1 and len(roles.get("navigation", [])) != 1:
            found.append("no navigation")
        # Chromium calls an SVG with a role an image.
        for role in ("navigation", "region", "image", "img", "link", "heading", "table"):
            for name in roles.get(role, []):
                if not name.strip() and not (role == "table"):
                    found.append(f"a {role} without a name")
        # Who goes from landmark to landmark meets the subjects, and not each of their tables, which have the same names.
        sections = self.evaluate("document.querySelectorAll('section').length")
        if len(roles.get("region", [])) != sections:
            found.append(f"{len(roles.get('region', []))} regions for {sections} subjects: {sorted(roles['region'])}")
        return found

    def keyboard(self) -> list:
        found = []
        self.press("Tab", 9)
        focused = self.evaluate(
            "(() => { const e = document.activeElement, s = getComputedStyle(e), b = e.getBoundingClientRect();"
            " return [e.className, s.outlineStyle, parseFloat(s.outlineWidth), b.left, b.width]; })()")
        if focused[0] != "skip-link" or focused[3] < 0 or focused[4] < 10:
            found.append(f"the first Tab leads to {focused}")
        if focused[1] == "none" or focused[2] < 2:
            found.append(f"the focus is not seen: {focused}")
        self.press("Enter", 13)
        if not self.evaluate("location.hash === '#findings' && document.querySelector('main:target') !== null"):
            found.append("the skip link leads nowhere")
        return found


def check(browser: Browser, file: Path, folder: Path) -> list:
    page = Page(browser, file)
    page.look(WIDE, "light")
    page.ask("Page.navigate", url=file.as_uri())
    browser.wait("Page.loadEventFired")
    found = []
    if not page.evaluate("document.title").startswith("chalkstore ") or not page.evaluate("document.body.innerText"):
        found.append("it shows nothing")
    if page.evaluate(TABLES):
        found.append("a table without a caption")
    shots = [(WIDE, "light"), (WIDE, "dark"), (PHONE, "light"), (PHONE, "dark")]
    for size, scheme in shots:
        page.look(size, scheme)
        page.shoot(folder / f"{file.stem}-{size[0]}-{scheme}.png", size[0])
    # Everything that can be opened is, so that it is seen too.
    page.evaluate("document.querySelectorAll('details').forEach(one => { one.open = true; })")
    found += page.landmarks()
    for size, scheme in shots:
        page.look(size, scheme)
        found += [f"{scheme}: {one}" for one in page.evaluate(CONTRAST)]
        wide = page.evaluate("document.documentElement.scrollWidth")
        if wide > size[0]:
            found.append(f"{wide} pixels wide on {size[0]}")
    page.evaluate("document.querySelectorAll('details').forEach(one => { one.open = false; })")
    page.look(WIDE, "light")
    found += page.keyboard()
    # On paper it is light and open, also for somebody whose screen is dark.
    page.look(PAPER, "dark", "print")
    found += page.evaluate(PRINTED)
    wide = page.evaluate("document.documentElement.scrollWidth")
    if wide > PAPER[0]:
        found.append(f"{wide} pixels wide on paper of {PAPER[0]}")
    printed = page.ask("Page.printToPDF", printBackground=True, preferCSSPageSize=True)
    (folder / f"{file.stem}.pdf").write_bytes(base64.b64decode(printed["data"]))
    return found + page.overheard()


def main() -> None:
    program, folder, *files = sys.argv[1:]
    with tempfile.TemporaryDirectory(prefix="chalkstore-browser-", ignore_cleanup_errors=True) as profile:
        with Browser(program, profile) as browser:
            answer = {file: check(browser, Path(file).absolute(), Path(folder)) for file in files}
    json.dump(answer, sys.stdout)


if __name__ == "__main__":
    main()
