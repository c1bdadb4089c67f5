#!/usr/bin/env python3
"""Measures the built program: how fast it works through a long batch, in how much memory, and how soon it starts.

    bench_cli.py [--lines N] [--rounds N]

Commands that are compared run in turn, round after round, so that whatever else the machine does meets all of
them; medians are printed, and the median of each round's ratios. Where valgrind is installed, instructions are
counted too: they are nearly the same on every run.
"""

from __future__ import annotations

import argparse
import os
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
GOOD_URI = "rediss://cache.internal:6379/0?password=s3cretToken&clustered=true"
BATCH = [str(PROGRAM), "validate-uri", "-", "--output", "ndjson", "--fail-on", "never"]

# The same shapes as in benches/uri.rs: four good ones to one with a single fault.
GOOD = [
    "rediss://cache-{n}.internal:6379/0?password=s3cretToken{n}&clustered=true",
    "redis://10.{a}.{b}.7:6379/0?clustered=false",
    "rediss://clustercfg.chalk-{n}.abc123.use1.cache.amazonaws.com:6379?clustered=true#insecure",
    "dynamodb:///chalk_online_store_{n}",
    "valkeys://bob@cache-{n}.prod.internal:6380/0?password=a%26b%23c{n}&clustered=true",
    "rediss://[2001:db8::{b:x}]:6379/0?clustered=true",
    "rediss://chalk-{n}.eastus.redis.azure.net:10000/0?password=Zm9v{n}&clustered=true",
    "valkey://valkey-{n}.store.svc.cluster.local:6379?clustered=true",
]
FAULTY = [
    "redis://cache-{n}.internal:6379/0?pasword=hunter{n}&clustered=true",
    "rediss://cache-{n}.internal:6379/0?clustered=yes",
    "rediss://:0/0?clustered=true#insecure",
    "rediss://cache-{n}.internal:6379/0?password=a#b{n}&clustered=true",
    "redis://:hunter{n}@cache-{n}.internal:6379/0?clustered=true",
    "dynamodb://chalk_online_store_{n}",
    "reddis://cache-{n}.internal:6379/0?clustered=true",
    "rediss://cache-{n}.internal:65536/0?clustered=true",
]


def write_batch(path: Path, lines: int, faulty: bool = True) -> None:
    with open(path, "w") as file:
        for number in range(lines):
            shape = GOOD[number % 8]
            if faulty and number % 5 == 4:
                shape = FAULTY[number // 5 % 8]
            file.write(shape.format(n=number, a=number // 250 % 250, b=number % 250) + "\n")


def run(argv: list, stdin: Path = None) -> tuple:
    """Seconds on the clock, seconds of processor time, and the peak memory in KiB."""
    source = os.open(stdin or os.devnull, os.O_RDONLY)
    sink = os.open(os.devnull, os.O_WRONLY)
    files = [(os.POSIX_SPAWN_DUP2, source, 0), (os.POSIX_SPAWN_DUP2, sink, 1), (os.POSIX_SPAWN_DUP2, sink, 2)]
    started = time.perf_counter()
    process = os.posix_spawn(argv[0], argv, os.environ, file_actions=files)
    # The kernel's own peak of a child counts what it was before exec, too: this Python.
    peak = 0
    status = f"/proc/{process}/status"
    while stdin is not None:
        try:
            found = re.search(r"VmHWM:\s+(\d+)", Path(status).read_text())
        except OSError:
            break
        if found is None:
            break
        peak = max(peak, int(found[1]))
        time.sleep(0.01)
    _, code, usage = os.wait4(process, 0)
    elapsed = time.perf_counter() - started
    os.close(source)
    os.close(sink)
    if code != 0:
        sys.exit(f"bench_cli.py: {' '.join(argv)} ended with status {code}")
    return elapsed, usage.ru_utime + usage.ru_stime, peak


def batches(folder: Path, lines: int, rounds: int) -> None:
    print(f"\nvalidate-uri - --output ndjson, from a file to /dev/null (median of {rounds}, best)")
    few, many = folder / "few", folder / "many"
    write_batch(few, lines // 10)
    write_batch(many, lines)
    peaks = {}
    for path, count in ((few, lines // 10), (many, lines)):
        results = [run(BATCH, path) for _ in range(rounds)]
        elapsed = [result[0] for result in results]
        busy = statistics.median(result[1] for result in results)
        peaks[count] = statistics.median(result[2] for result in results)
        print(f"  {count:>9,} URIs  {count / statistics.median(elapsed):>11,.0f}/s  best {count / min(elapsed):>11,.0f}/s"
              f"  {count / busy:>11,.0f} per second of processor time  peak memory {peaks[count] / 1024:.1f} MiB")
    few_peak, many_peak = peaks[lines // 10], peaks[lines]
    print(f"  ten times the lines take {many_peak / few_peak:.2f} times the memory")
    print(f"\npeak memory of {lines:,} URIs, by format")
    for format_ in ("human", "ndjson", "github", "markdown", "junit", "sarif", "json", "openmetrics", "html"):
        _, _, peak = run([*BATCH[:3], "--output", format_, "--fail-on", "never"], many)
        print(f"  {format_:<9} {peak / 1024:>7,.0f} MiB")


def starts(folder: Path, rounds: int) -> None:
    source, hello = folder / "hello.rs", folder / "hello"
    source.write_text('fn main() { println!("hello"); }\n')
    commands = {"/bin/true": ["/bin/true"]}
    if shutil.which("rustc"):
        subprocess.run(["rustc", "-O", "-o", hello, source], check=True)
        commands["hello world in Rust"] = [str(hello)]
    commands["chalkstore --version"] = [str(PROGRAM), "--version"]
    commands["chalkstore validate-uri URI"] = [str(PROGRAM), "validate-uri", GOOD_URI]
    compare(commands, rounds)
    aws = shutil.which("aws")
    if aws and subprocess.run([aws, "--version"], capture_output=True).returncode == 0:
        compare({"chalkstore --version": [str(PROGRAM), "--version"], "aws --version": [aws, "--version"]},
                max(5, rounds // 20))
    else:
        print("  (aws is not installed)")


def compare(commands: dict, rounds: int) -> None:
    print(f"\nstart-up (median of {rounds} rounds)")
    for argv in commands.values():
        run(argv)
    elapsed = {name: [] for name in commands}
    for round_ in range(rounds):
        names = list(commands)
        # Nobody is always the first.
        for name in names[round_ % len(names):] + names[:round_ % len(names)]:
            elapsed[name].append(run(commands[name])[0])
    first = next(iter(commands))
    for name, seconds in elapsed.items():
        ratio = statistics.median(one / base for one, base in zip(seconds, elapsed[first]))
        print(f"  {name:<28} {statistics.median(seconds) * 1000:>8.2f} ms  {ratio:>7.2f} x {first}")


def instructions(folder: Path) -> None:
    valgrind = shutil.which("valgrind")
    if valgrind is None:
        print("\n(valgrind is not installed: no instruction counts)")
        return
    print("\ninstructions (callgrind)")

    def count(argv: list, stdin: Path = Path(os.devnull)) -> int:
        with open(stdin) as source:
            done = subprocess.run(
                [valgrind, "--tool=callgrind", "--callgrind-out-file=/dev/null", *argv], stdin=source,
                stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True)
        return int(re.search(r"Collected : (\d+)", done.stderr)[1])

    print(f"  chalkstore --version         {count([str(PROGRAM), '--version']):>12,}")
    print(f"  chalkstore validate-uri URI  {count([str(PROGRAM), 'validate-uri', GOOD_URI]):>12,}")
    for name, faulty in (("mix", True), ("good", False)):
        few, many = folder / f"{name}-few", folder / f"{name}-many"
        write_batch(few, 2_000, faulty)
        write_batch(many, 12_000, faulty)
        per_uri = (count(BATCH, many) - count(BATCH, few)) / 10_000
        print(f"  per URI of a batch ({name})   {per_uri:>{15 - len(name)},.0f}")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--lines", type=int, default=2_000_000, help="lines of the long batch (default: 2,000,000)")
    parser.add_argument("--rounds", type=int, default=200, help="rounds of the start-up comparison (default: 200)")
    given = parser.parse_args()
    if not PROGRAM.exists():
        sys.exit(f"bench_cli.py: {PROGRAM} is not built: cargo build --release --locked")
    print(f"{PROGRAM.stat().st_size / 1e6:.1f} MB  {PROGRAM}")
    with tempfile.TemporaryDirectory(prefix="chalkstore-bench-") as name:
        batches(Path(name), given.lines, rounds=5)
        starts(Path(name), given.rounds)
        instructions(Path(name))


if __name__ == "__main__":
    main()
