#!/usr/bin/env python3
"""How long many Regions take when each answer takes a while: `replication-lag` over a table in N Regions, and `failover` over
N Regions' hosts, against servers on this machine that answer nothing useful after a delay.

The slowest single source is one answer's delay; what stands beside it is what the program adds. `make bench` does not run
it: `python3 scripts/bench_regions.py` prints a table.
"""

from __future__ import annotations

import argparse
import os
import socket
import statistics
import subprocess
import sys
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
REGIONS = [f"{area}-{side}-{number}" for area in ("us", "eu", "ap", "sa") for side in ("east", "west", "south")
           for number in (1, 2)][:20]


class Slow(BaseHTTPRequestHandler):
    """Answers every request after a delay: 200 to /healthz, and to AWS's calls that there is no permission."""

    delay = 1.0
    protocol_version = "HTTP/1.1"

    def answer(self) -> None:
        self.rfile.read(int(self.headers.get("Content-Length") or 0))
        time.sleep(self.delay)
        is_health = self.path == "/healthz"
        body = b"" if is_health else b'{"__type":"AccessDeniedException","message":"no permission"}'
        self.send_response(200 if is_health else 400)
        self.send_header("Content-Type", "application/x-amz-json-1.0")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    do_GET = do_POST = answer  # noqa: N815, the library's names

    def log_message(self, *_):
        pass


def knows_no_name(names: socket.socket) -> None:
    """Answers every question that there is no such name."""
    while True:
        question, asker = names.recvfrom(512)
        names.sendto(question[:2] + b"\x81\x83" + question[4:6] + bytes(6) + question[12:], asker)


class Server(ThreadingHTTPServer):
    """Many connections at once."""

    request_queue_size = 1024
    daemon_threads = True


def seconds(program: Path, arguments: list, rounds: int) -> float:
    environment = {"PATH": os.environ.get("PATH", ""), "AWS_ACCESS_KEY_ID": "bench", "AWS_SECRET_ACCESS_KEY": "bench",
                   "AWS_REGION": "us-east-1", "AWS_EC2_METADATA_DISABLED": "true", "AWS_CONFIG_FILE": os.devnull,
                   "AWS_SHARED_CREDENTIALS_FILE": os.devnull}
    taken = []
    for _ in range(rounds):
        begun = time.monotonic()
        subprocess.run([program, *arguments, "--timeout", "60s", "--output", f"json={os.devnull}", "--quiet"],
                       env=environment, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        taken.append(time.monotonic() - begun)
    return statistics.median(taken)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--program", type=Path, default=ROOT / "target" / "release" / "chalkstore")
    parser.add_argument("--delay", type=float, default=1.0, help="seconds that each answer takes")
    parser.add_argument("--rounds", type=int, default=3)
    options = parser.parse_args()
    if not options.program.exists():
        print(f"bench_regions.py: {options.program} is not built: cargo build --release --locked", file=sys.stderr)
        return 1
    Slow.delay = options.delay
    server = Server(("127.0.0.1", 0), Slow)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    url = f"http://127.0.0.1:{server.server_address[1]}"
    names = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    names.bind(("127.0.0.1", 0))
    threading.Thread(target=knows_no_name, args=(names,), daemon=True).start()
    resolver = f"127.0.0.1:{names.getsockname()[1]}"
    print(f"each answer takes {options.delay} s; medians of {options.rounds}")
    print("Regions  replication-lag  failover")
    for count in (1, 2, 5, 10, 20):
        lag = ["replication-lag", "--table", "bench", "--endpoint-url", url]
        name = ["failover", "http://bench.example.com", "--endpoint-url", url, "--resolver", resolver]
        for region in REGIONS[:count]:
            lag += ["--region", region]
            name += ["--region-host", f"{region}={url}"]
        print(f"{count:7}  {seconds(options.program, lag, options.rounds):13.2f} s  "
              f"{seconds(options.program, name, options.rounds):6.2f} s", flush=True)
    server.shutdown()
    return 0


if __name__ == "__main__":
    sys.exit(main())
