#!/usr/bin/env python3
"""The README's picture of a report: what `make demo` left in target/demo, as a browser shows it.

    pictures.py [REPORT [FOLDER]]

Writes preflight.png (the verdict and what was found) into docs/images. Its other pictures are text, which `make generate`
writes.
Chromium is the one in CHALKSTORE_CHROMIUM or on the PATH (Debian: apt-get install chromium).
"""

import base64
import os
import shutil
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT / "tests" / "support"))
from browser import Browser, Page  # noqa: E402

SIZE = (1200, 900)
# A picture in a repository stays in its history.
LARGEST = 200_000
NAMES = ("chromium", "chromium-browser", "google-chrome", "chrome")


def shoot(page: Page, file: Path) -> None:
    clip = {"x": 0, "y": 0, "width": SIZE[0], "height": SIZE[1], "scale": 1}
    shot = page.ask("Page.captureScreenshot", format="png", captureBeyondViewport=True, optimizeForSpeed=False, clip=clip)
    data = base64.b64decode(shot["data"])
    if len(data) > LARGEST:
        raise ValueError(f"{file.name} would have {len(data)} bytes; {LARGEST} are the most")
    file.write_bytes(data)
    print(f"{file}: {len(data)} bytes")


def take(report: Path, folder: Path, program: str) -> None:
    with tempfile.TemporaryDirectory(prefix="chalkstore-pictures-", ignore_cleanup_errors=True) as profile:
        with Browser(program, profile) as browser:
            page = Page(browser, report)
            page.look(SIZE, "light")
            page.ask("Page.navigate", url=report.as_uri())
            browser.wait("Page.loadEventFired")
            shoot(page, folder / "preflight.png")


def main() -> int:
    given = [Path(argument).resolve() for argument in sys.argv[1:]]
    target = ROOT / os.environ.get("CARGO_TARGET_DIR", "target")
    report = given[0] if given else target / "demo" / "preflight.html"
    folder = given[1] if len(given) > 1 else ROOT / "docs" / "images"
    program = os.environ.get("CHALKSTORE_CHROMIUM") or next(filter(None, map(shutil.which, NAMES)), None)
    try:
        if not program:
            raise ValueError("no chromium (Debian: apt-get install chromium); CHALKSTORE_CHROMIUM names one elsewhere")
        if not report.exists():
            raise ValueError(f"{report} is not there: run make demo")
        folder.mkdir(parents=True, exist_ok=True)
        take(report, folder, program)
    except (OSError, RuntimeError, ValueError) as problem:
        print(f"pictures.py: {problem}", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
