#!/usr/bin/env python3
"""What the program may cost: crates, bytes, start-up. More than that is a decision, not an accident.

    budget.py debug|release PROGRAM

`make test` holds the debug build to it, `make dist` what is released. A budget that has to grow is changed here, with
the reason in the commit, and docs/performance.md with it.
"""

import resource
import subprocess
import sys
import tempfile
from pathlib import Path

HERE = Path(__file__).resolve().parent.parent

# Crates that are compiled into the program, for any system it is meant for, its own included.
CRATES = 360
# Bytes of the program without symbols, and seconds of processor time until `--version` is told. The debug build is not
# optimised, so that its figures are larger; they show what grows all the same.
BUDGETS = {
    "debug": {"bytes": 115_000_000, "seconds": 0.025},
    "release": {"bytes": 45_000_000, "seconds": 0.009},
}
# The fewest of so many starts count: other work can only make them slower.
STARTS = 30


def crates() -> int:
    command = ["cargo", "tree", "--locked", "--edges", "normal", "--target", "all", "--prefix", "none"]
    listed = subprocess.run(command, cwd=HERE, check=True, capture_output=True, text=True).stdout
    return len({line.removesuffix(" (*)") for line in listed.splitlines() if line})


def stripped(program: Path) -> int:
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder) / "program"
        subprocess.run(["strip", "-o", copy, program], check=True)
        return copy.stat().st_size


def start_up(program: Path) -> float:
    def once() -> float:
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        subprocess.run([program, "--version"], check=True, stdout=subprocess.DEVNULL)
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime

    return min(once() for _ in range(STARTS))


def main() -> int:
    if len(sys.argv) != 3 or sys.argv[1] not in BUDGETS:
        print(__doc__, file=sys.stderr)
        return 2
    program, budget = Path(sys.argv[2]), BUDGETS[sys.argv[1]]
    rows = [
        ("crates", crates(), CRATES, "{:,}"),
        ("bytes without symbols", stripped(program), budget["bytes"], "{:,}"),
        ("seconds of processor time to start", start_up(program), budget["seconds"], "{:.4f}"),
    ]
    for what, found, most, form in rows:
        told = "more than its budget" if found > most else "within its budget"
        print(f"{what}: {form.format(found)}, {told} of {form.format(most)}")
    return int(any(found > most for _, found, most, _ in rows))


if __name__ == "__main__":
    sys.exit(main())
