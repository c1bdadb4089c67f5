#!/usr/bin/env python3
"""How long many environments take, and how much memory, against a fake cluster (bench_peers.py).

    bench_preflight.py [PROGRAM]

Every environment looks at a store of six nodes, which answers at once: what is measured is the program.
"""

import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PEERS = ROOT / "scripts" / "bench_peers.py"


def measure(program: str, folder: str, port: int, count: int) -> tuple[float, float, int]:
    """Seconds, MiB at most, exit code."""
    text = "".join(
        f'[environments.e{n:03}.online_store]\nuri = "redis://127.0.0.1:{port}/0?clustered=true"\n' for n in range(count)
    )
    Path(folder, "chalkstore.toml").write_text(text)
    begun = time.monotonic()
    child = subprocess.Popen(
        [program, "preflight", "--output", "ndjson", "--timeout", "60s"], cwd=folder, stdout=subprocess.DEVNULL
    )
    _, status, usage = os.wait4(child.pid, 0)
    return time.monotonic() - begun, usage.ru_maxrss / 1024, os.waitstatus_to_exitcode(status)


def main() -> None:
    program = sys.argv[1] if len(sys.argv) > 1 else str(ROOT / "target" / "release" / "chalkstore")
    fake = subprocess.Popen([sys.executable, PEERS, "fake", "6"], stdout=subprocess.PIPE, text=True)
    try:
        port = int(fake.stdout.readline().split()[0])
        print("environments  seconds  MiB  exit")
        with tempfile.TemporaryDirectory() as folder:
            for count in (1, 10, 50, 200):
                seconds, mib, code = measure(program, folder, port, count)
                print(f"{count:12}  {seconds:7.2f}  {mib:3.0f}  {code:4}")
    finally:
        fake.terminate()
        fake.wait()


if __name__ == "__main__":
    main()
