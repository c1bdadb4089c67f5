#!/usr/bin/env python3
"""Measures `chalkstore size item` on generated items: how fast, and in how much memory.

    bench_items.py [--megabytes N] [--rounds N] [PART ...]

The parts, all of them by default:

    whole    the program on JSON lines from a file, through a pipe and packed with gzip, on all cores and on one
    memory   the peak memory at a tenth of the size and at all of it
    peers    the program against `json.loads` of every line in Python, and against `jq -c length`
    counts   instructions for each megabyte, where valgrind is installed

The lines are the mix of benches/items.rs: six single features, two entities, an embedding as a list and one as a
binary value of every ten. Programs that are compared run in turn, round after round; medians are printed.
"""

from __future__ import annotations

import argparse
import base64
import gzip
import math
import os
import random
import re
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PROGRAM = ROOT / os.environ.get("CARGO_TARGET_DIR", "target") / "release" / "chalkstore"
ENVIRONMENT = {"PATH": os.environ.get("PATH", ""), "HOME": os.environ.get("HOME", "/"), "NO_COLOR": "1"}
MB = 1_000_000

# What somebody writes who has no program for it: bytes of strings and numbers, roughly.
SIMPLE = """
import json, sys

def size(value):
    (kind, inner), = value.items()
    if kind in ("S", "N"):
        return len(inner.encode())
    if kind == "B":
        return len(inner) * 3 // 4
    if kind == "L":
        return 3 + sum(1 + size(one) for one in inner)
    if kind == "M":
        return 3 + sum(1 + len(name.encode()) + size(one) for name, one in inner.items())
    return sum(map(len, inner)) if isinstance(inner, list) else 1

total = 0
for line in sys.stdin.buffer:
    total += sum(len(name.encode()) + size(value) for name, value in json.loads(line).items())
print(total)
"""


# --- Items -----------------------------------------------------------------------------------------------


def item(number: int) -> str:
    place = number % 10
    if place < 6:
        return (f'{{"__id__":{{"S":"user.id:{number}"}},"__ns__":{{"S":"user.credit_score"}},'
                f'"v":{{"N":"{number % 850}"}},"__exp__":{{"N":"1790000000"}}}}')
    if place < 8:
        bio = "a sentence about this user, as long as such texts are. " * 4
        return (f'{{"pk":{{"S":"user#{number}"}},"sk":{{"S":"features#v1"}},'
                f'"name":{{"S":"Name of the user number {number}"}},"is_active":{{"BOOL":true}},'
                f'"score":{{"N":"0.{number}"}},"balance":{{"N":"-{number}.25"}},'
                f'"tags":{{"SS":["one","two","three-{number}"]}},"address":{{"M":{{"city":{{"S":"Zürich"}},'
                f'"zip":{{"S":"8001"}},"geo":{{"L":[{{"N":"47.3769"}},{{"N":"8.5417"}}]}}}}}},'
                f'"bio":{{"S":"{bio}"}},"gone":{{"NULL":true}}}}')
    if place == 8:
        numbers = ",".join(f'{{"N":"{math.sin(number + one)!r}"}}' for one in range(128))
        return f'{{"pk":{{"S":"user#{number}"}},"sk":{{"S":"embedding"}},"v":{{"L":[{numbers}]}}}}'
    blob = base64.b64encode(random.Random(number).randbytes(512)).decode()
    return f'{{"pk":{{"S":"user#{number}"}},"sk":{{"S":"blob"}},"v":{{"B":"{blob}"}}}}'


def write(path: Path, megabytes: int) -> None:
    """Lines of about so many megabytes. Eight megabytes of them are repeated, which nothing that reads them can use."""
    block, number = "", 0
    while len(block) < 8 * MB:
        block += "".join(item(one) + "\n" for one in range(number, number + 1000))
        number += 1000
    data = block.encode()
    with open(path, "wb") as file:
        for _ in range(max(1, round(megabytes * MB / len(data)))):
            file.write(data)


# --- Measuring -------------------------------------------------------------------------------------------


def run(argv: list, file: Path = None, piped: bool = False, cores: set = None) -> tuple:
    """Seconds on the clock, seconds of the processor, and the peak memory in MiB."""
    feeder = None
    source = open(file or os.devnull, "rb")
    if piped:
        feeder = subprocess.Popen(["cat"], stdin=source, stdout=subprocess.PIPE)
        source = feeder.stdout
    sink = open(os.devnull, "wb")
    actions = [(os.POSIX_SPAWN_DUP2, source.fileno(), 0), (os.POSIX_SPAWN_DUP2, sink.fileno(), 1)]
    before = os.sched_getaffinity(0)
    os.sched_setaffinity(0, cores or before)
    started = time.perf_counter()
    process = os.posix_spawn(shutil.which(str(argv[0])), [str(one) for one in argv], ENVIRONMENT, file_actions=actions)
    os.sched_setaffinity(0, before)
    source.close()
    peak = 0
    # The kernel's own peak of a child counts what it was before exec, too: this Python.
    status = Path(f"/proc/{process}/status")
    while (found := re.search(r"VmHWM:\s+(\d+)", status.read_text())) is not None:
        peak = max(peak, int(found[1]))
        time.sleep(0.005)
    _, code, usage = os.wait4(process, 0)
    elapsed = time.perf_counter() - started
    if feeder is not None:
        feeder.wait()
    sink.close()
    if code != 0:
        sys.exit(f"bench_items.py: {argv[0]} ended with status {os.waitstatus_to_exitcode(code)}")
    return elapsed, usage.ru_utime + usage.ru_stime, peak / 1024


def in_turn(rounds: int, megabytes: float, commands: dict) -> dict:
    """Runs each command once a round; nobody is always the first. Prints and returns what each takes."""
    seen = {name: [] for name in commands}
    for round_ in range(rounds):
        names = list(commands)
        for name in names[round_ % len(names):] + names[:round_ % len(names)]:
            seen[name].append(commands[name]())
    medians = {}
    for name, results in seen.items():
        clock, busy, peak = (statistics.median(result[place] for result in results) for place in range(3))
        medians[name] = clock
        print(f"  {name:<40} {megabytes / clock:>7,.0f} MB/s   {megabytes / busy:>7,.0f} MB per second of processor "
              f"time   peak {peak:>6.1f} MiB", flush=True)
    return medians


def sizer(*arguments: object) -> list:
    return [PROGRAM, "size", "item", *arguments, "--output", "json"]


def whole(file: Path, folder: Path, rounds: int) -> None:
    packed = folder / "items.jsonl.gz"
    with open(file, "rb") as source, gzip.open(packed, "wb", compresslevel=6) as sink:
        shutil.copyfileobj(source, sink, 1 << 20)
    megabytes = file.stat().st_size / MB
    one = {min(os.sched_getaffinity(0))}
    lines = [PROGRAM, "size", "item", "-", "--output", "ndjson"]
    print(f"\n{megabytes:,.0f} MB of JSON lines, {packed.stat().st_size / MB:,.0f} MB packed; "
          f"{len(os.sched_getaffinity(0))} cores (median of {rounds} rounds)")
    in_turn(rounds, megabytes, {
        "a file": lambda: run(sizer(file)),
        "a file, on one core": lambda: run(sizer(file), cores=one),
        "a pipe": lambda: run(sizer("-"), file, piped=True),
        "a pipe, a line for each item": lambda: run(lines, file, piped=True),
        "gzip, a file": lambda: run(sizer(packed)),
        "gzip, a pipe": lambda: run(sizer("-"), packed, piped=True),
        "gzip, a file, on one core": lambda: run(sizer(packed), cores=one),
    })


def memory(few: Path, many: Path) -> None:
    print("\npeak memory")
    for name, piped in (("a file", False), ("a pipe", True)):
        peaks = [run(sizer("-"), path, piped=piped)[2] for path in (few, many)]
        shown = ", ".join(f"{path.stat().st_size / MB:,.0f} MB in {peak:.1f} MiB" for path, peak in zip((few, many), peaks))
        print(f"  {name}: {shown}", flush=True)


def peers(file: Path, rounds: int) -> None:
    megabytes = file.stat().st_size / MB
    print(f"\n{megabytes:,.0f} MB of JSON lines on standard input (median of {rounds} rounds)")
    commands = {
        "chalkstore size item -": lambda: run(sizer("-"), file),
        "python3, json.loads and a simple sum": lambda: run([sys.executable, "-c", SIMPLE], file),
    }
    if shutil.which("jq"):
        commands["jq -c length (members, no size)"] = lambda: run(["jq", "-c", "length"], file)
    else:
        print("  (jq is not installed)")
    medians = in_turn(rounds, megabytes, commands)
    first = medians["chalkstore size item -"]
    for name, clock in list(medians.items())[1:]:
        print(f"  {name} takes {clock / first:,.0f} times as long")


def counts(folder: Path) -> None:
    valgrind = shutil.which("valgrind")
    if valgrind is None:
        print("\n(valgrind is not installed: no instruction counts)")
        return
    seen = []
    for megabytes in (8, 24):
        file = folder / f"{megabytes}.jsonl"
        write(file, megabytes)
        done = subprocess.run([valgrind, "--tool=callgrind", "--callgrind-out-file=/dev/null", *map(str, sizer(file))],
                              env=ENVIRONMENT, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL,
                              stderr=subprocess.PIPE, text=True)
        seen.append((file.stat().st_size, int(re.search(r"Collected : (\d+)", done.stderr)[1])))
    (few_bytes, few), (many_bytes, many) = seen
    print(f"\ninstructions (callgrind): {(many - few) / (many_bytes - few_bytes):.2f} for each byte of JSON lines")


def main() -> int:
    parts = ["whole", "memory", "peers", "counts"]
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--megabytes", type=int, default=1000, help="how many (default: 1000)")
    parser.add_argument("--rounds", type=int, default=3, help="rounds of each comparison (default: 3)")
    parser.add_argument("parts", nargs="*", metavar="PART", help=f"of {', '.join(parts)} (default: all)")
    given = parser.parse_args()
    unknown = set(given.parts) - set(parts)
    if unknown:
        parser.error(f"no such part: {', '.join(unknown)}")
    chosen = given.parts or parts
    if not PROGRAM.exists():
        print(f"bench_items.py: {PROGRAM} is not built: cargo build --release --locked", file=sys.stderr)
        return 1
    try:
        print(f"load before: {os.getloadavg()[0]:.1f}")
        with tempfile.TemporaryDirectory(prefix="chalkstore-bench-") as name:
            folder = Path(name)
            few, many = folder / "few.jsonl", folder / "many.jsonl"
            if set(chosen) - {"counts"}:
                write(few, given.megabytes // 10)
                write(many, given.megabytes)
            if "whole" in chosen:
                whole(many, folder, given.rounds)
            if "memory" in chosen:
                memory(few, many)
            if "peers" in chosen:
                peers(few, given.rounds)
            if "counts" in chosen:
                counts(folder)
    except OSError as failure:
        print(f"bench_items.py: {failure}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 130
    return 0


if __name__ == "__main__":
    sys.exit(main())
