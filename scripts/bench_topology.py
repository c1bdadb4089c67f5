#!/usr/bin/env python3
"""Measures `chalkstore topology` against `redis-cli --cluster check` on real Valkey clusters, and against many nodes.

    bench_topology.py [--rounds N] [--shards N] [--delay-ms N] [PART ...]

The parts, all of them by default:

    live     the full report on a cluster of 60 nodes, against redis-cli
    far      the same through proxies that add 10 ms to every round trip
    frozen   the same with one node stopped by SIGSTOP
    sizes    the cost of 6, 60 and 300 nodes, which a program that knows their replies by heart stands for

Programs that are compared run in turn, round after round, so that whatever else the machine does meets all of
them; medians are printed, and the median of each round's ratios. Servers listen on loopback addresses alone, and
every process that was started is stopped at the end, on Ctrl-C and on failure.
"""

from __future__ import annotations

import argparse
import os
import re
import shutil
import signal
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from functools import partial
from pathlib import Path

from demo import Failure, Servers, fetch, free_ports, wait_for

HERE = Path(__file__).resolve().parent
PROGRAM = HERE.parent / os.environ.get("CARGO_TARGET_DIR", "target") / "release" / "chalkstore"
ENVIRONMENT = {"PATH": os.environ.get("PATH", ""), "HOME": os.environ.get("HOME", "/"), "NO_COLOR": "1"}
ZONES = ["us-east-1a", "us-east-1b", "us-east-1c"]
SLOTS = 16384
# redis-cli waits for a frozen node without end.
PATIENCE = 30


# --- A cluster -------------------------------------------------------------------------------------------


def ask(port: int, *commands: list) -> list:
    """Sends commands in one go and returns their answers as text; arrays are not read."""
    with socket.create_connection(("127.0.0.1", port), timeout=10) as connection:
        stream = connection.makefile("rwb")
        for words in commands:
            words = [str(word).encode() for word in words]
            stream.write(b"*%d\r\n" % len(words) + b"".join(b"$%d\r\n%s\r\n" % (len(word), word) for word in words))
        stream.flush()
        answers = []
        for words in commands:
            line = stream.readline().decode().rstrip()
            if line[:1] not in ("+", ":", "$"):
                raise Failure(f"port {port} answers {line!r} to {words}")
            answers.append(stream.read(int(line[1:]) + 2).decode().rstrip() if line[0] == "$" else line[1:])
        return answers


def answers(port: int) -> bool:
    try:
        return ask(port, ["PING"]) == ["PONG"]
    except (OSError, Failure, ValueError):
        return False


class Cluster:
    """`shards` primaries and two replicas of each, in three zones."""

    def __init__(self, servers: Servers, shards: int):
        manifest = fetch("valkey-9.1.2")
        count = shards * 3
        ports = free_ports(2 * count)
        self.ports, buses, self.processes = ports[:count], ports[count:], []
        for place, (port, bus) in enumerate(zip(self.ports, buses)):
            process, _ = servers.start("valkey", port, manifest, [
                "--port", port, "--cluster-port", bus, "--bind", "127.0.0.1", "--cluster-enabled", "yes",
                "--cluster-node-timeout", 5000, "--availability-zone", ZONES[(place + place // shards) % 3],
                "--repl-ping-replica-period", 1, "--repl-diskless-sync-delay", 0, "--save", "", "--appendonly", "no"])
            self.processes.append(process)
        for port, process in zip(self.ports, self.processes):
            wait_for(f"Valkey on port {port}", lambda: answers(port), seconds=120)
        for shard, port in enumerate(self.ports[:shards]):
            ask(port, ["CLUSTER", "ADDSLOTSRANGE", shard * SLOTS // shards, (shard + 1) * SLOTS // shards - 1],
                ["CLUSTER", "SET-CONFIG-EPOCH", shard + 1])
        for place, port in enumerate(self.ports[:-1]):
            ask(port, *(["CLUSTER", "MEET", "127.0.0.1", other, bus]
                        for other, bus in zip(self.ports[place + 1:], buses[place + 1:])))
        self.wait("acquaintance", ["CLUSTER", "NODES"],
                  lambda known: "handshake" not in known and len(known.splitlines()) == count)
        ids = [ask(port, ["CLUSTER", "MYID"])[0].strip() for port in self.ports[:shards]]
        for place, port in enumerate(self.ports[shards:]):
            ask(port, ["CLUSTER", "REPLICATE", ids[place % shards]])
        self.wait("agreement", ["CLUSTER", "INFO"], lambda told: "cluster_state:ok" in told)
        self.wait("replication", ["INFO", "replication"],
                  lambda told: "role:master" in told or "master_link_status:up" in told)
        self.wait("knowledge of replicas", ["CLUSTER", "NODES"],
                  lambda known: sum("slave" in line.split()[2] for line in known.splitlines()) == 2 * shards)

    def wait(self, what: str, command: list, is_so) -> None:
        for port in self.ports:
            wait_for(f"{what} of port {port}", lambda: is_so(ask(port, command)[0]), seconds=120)


class Proxies:
    """A proxy before every node, which the nodes announce as their own port."""

    def __init__(self, servers: Servers, cluster: Cluster):
        self.ports = free_ports(len(cluster.ports))
        self.servers, self.cluster, self.process = servers, cluster, None
        for port, proxy in zip(cluster.ports, self.ports):
            ask(port, ["CONFIG", "SET", "cluster-announce-port", proxy])
        cluster.wait("new ports", ["CLUSTER", "NODES"],
                     lambda known: {int(line.split()[1].split("@")[0].rsplit(":", 1)[1]) for line in known.splitlines()}
                     == set(self.ports))

    def delay(self, milliseconds: float) -> None:
        """Starts them anew."""
        self.stop()
        pairs = [f"{proxy}:{port}" for proxy, port in zip(self.ports, self.cluster.ports)]
        self.process, _ = start_peer(["proxy", str(milliseconds), *pairs], self.servers)
        # Replicas follow through them.
        self.cluster.wait("replication", ["INFO", "replication"],
                          lambda told: "role:master" in told or "master_link_status:up" in told)

    def stop(self) -> None:
        if self.process is not None:
            self.process.terminate()
            self.process.wait(timeout=10)
            self.process = None


def start_peer(arguments: list, servers: Servers) -> tuple:
    """Starts bench_peers.py, waits until it listens, and returns it and its first port."""
    process = subprocess.Popen([sys.executable, HERE / "bench_peers.py", *arguments], stdin=subprocess.DEVNULL,
                               stdout=subprocess.PIPE, text=True)
    servers.processes.append(process)
    port = process.stdout.readline()
    if not port:
        raise Failure("bench_peers.py does not start")
    return process, int(port)


# --- Measuring -------------------------------------------------------------------------------------------


def run(argv: list, environment: dict, limit: float = PATIENCE, statuses: tuple = (0, 1)) -> tuple:
    """Seconds on the clock, and of processor time; none where it had to be stopped at the limit."""
    started = time.perf_counter()
    process = subprocess.Popen(argv, env=environment, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL,
                               stderr=subprocess.DEVNULL)
    before = signal.signal(signal.SIGALRM, lambda *_: process.kill())
    signal.setitimer(signal.ITIMER_REAL, limit)
    _, status, usage = os.wait4(process.pid, 0)
    elapsed = time.perf_counter() - started
    signal.setitimer(signal.ITIMER_REAL, 0)
    signal.signal(signal.SIGALRM, before)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode == -signal.SIGKILL:
        return None, None
    # What cannot be read is quickly done, and measures nothing.
    if process.returncode not in statuses:
        raise Failure(f"{' '.join(map(str, argv))} ended with status {process.returncode}")
    return elapsed, usage.ru_utime + usage.ru_stime


def report(port: int, *options: str) -> list:
    return [PROGRAM, "topology", f"redis://127.0.0.1:{port}/0?clustered=true", "--fail-on", "never", *options]


class RedisCli:
    def __init__(self):
        manifest = fetch("redis-7.0.15")
        self.program, self.environment = manifest["cli"][0], {**ENVIRONMENT, **manifest["env"]}

    def check(self, port: int, limit: float = PATIENCE) -> tuple:
        return run([self.program, "--cluster", "check", f"127.0.0.1:{port}"], self.environment, limit)


def in_turn(rounds: int, commands: dict) -> dict:
    """Runs each command once a round; nobody is always the first. Returns the median of each, and of the ratios."""
    for command in commands.values():
        command()
    seen = {name: [] for name in commands}
    for round_ in range(rounds):
        names = list(commands)
        for name in names[round_ % len(names):] + names[:round_ % len(names)]:
            seen[name].append(commands[name]())
    first = next(iter(commands))
    medians = {}
    for name, pairs in seen.items():
        clock = [pair[0] * 1000 for pair in pairs]
        ratio = statistics.median(one / base[0] / 1000 for one, base in zip(clock, seen[first]))
        medians[name] = statistics.median(clock)
        print(f"  {name:<34} {medians[name]:>8.1f} ms   best {min(clock):>7.1f}   processor "
              f"{statistics.median(pair[1] for pair in pairs) * 1000:>7.1f} ms   {ratio:>6.2f} x", flush=True)
    return medians


def live(cluster: Cluster, cli: RedisCli, rounds: int) -> None:
    port = cluster.ports[0]
    print(f"\n{len(cluster.ports)} nodes of Valkey 9.1.2 on this machine (median of {rounds} rounds)")
    in_turn(rounds, {
        "chalkstore topology": lambda: run(report(port), ENVIRONMENT),
        "redis-cli --cluster check": lambda: cli.check(port),
    })
    instructions(report(port))


def instructions(argv: list, of: str = "of one report") -> None:
    valgrind = shutil.which("valgrind")
    if valgrind is None:
        print("  (valgrind is not installed: no instruction counts)")
        return
    done = subprocess.run([valgrind, "--tool=callgrind", "--callgrind-out-file=/dev/null", *argv, "--timeout", "60s",
                           "--node-timeout", "60s"], env=ENVIRONMENT, stdin=subprocess.DEVNULL,
                          stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True)
    count = int(re.search(r"Collected : (\d+)", done.stderr)[1])
    print(f"  instructions {of}: {count:,}")


def far(servers: Servers, cluster: Cluster, cli: RedisCli, rounds: int, delay: float) -> None:
    proxies = Proxies(servers, cluster)
    port = proxies.ports[0]
    medians = {}
    for milliseconds in (0, delay):
        proxies.delay(milliseconds)
        print(f"\n{len(cluster.ports)} nodes behind proxies that add {milliseconds:g} ms to every round trip "
              f"(median of {rounds} rounds)")
        medians[milliseconds] = in_turn(rounds, {
            "chalkstore topology": lambda: run(report(port), ENVIRONMENT),
            "redis-cli --cluster check": lambda: cli.check(port),
        })
    name = "chalkstore topology"
    if delay:
        print(f"  chalkstore waits for {(medians[delay][name] - medians[0][name]) / delay:.1f} round trips")
    for port in cluster.ports:
        ask(port, ["CONFIG", "SET", "cluster-announce-port", 0])
    cluster.wait("old ports", ["CLUSTER", "NODES"],
                 lambda known: {int(line.split()[1].split("@")[0].rsplit(":", 1)[1]) for line in known.splitlines()}
                 == set(cluster.ports))
    proxies.stop()


def frozen(cluster: Cluster, cli: RedisCli, rounds: int) -> None:
    port, victim = cluster.ports[0], cluster.processes[-1]
    print(f"\n{len(cluster.ports)} nodes, one of them stopped")
    victim.send_signal(signal.SIGSTOP)
    try:
        for options, limit in ((["--timeout", "1s"], 1.0), (["--timeout", "3s"], 3.0), ([], None)):
            # Three is what a node that does not answer comes to.
            clock = [run(report(port, *options), ENVIRONMENT, statuses=(3,))[0] for _ in range(max(3, rounds // 5))]
            beyond = "" if limit is None else f", --timeout and {(max(clock) - limit) * 1000:.0f} ms at most"
            shown = " ".join(options) or "by default (--node-timeout 2s)"
            print(f"  chalkstore topology {shown}: {statistics.median(clock) * 1000:.0f} ms{beyond}", flush=True)
        elapsed, _ = cli.check(port)
        told = f"no answer within {PATIENCE} s" if elapsed is None else f"{elapsed * 1000:.0f} ms"
        print(f"  redis-cli --cluster check: {told}", flush=True)
    finally:
        victim.send_signal(signal.SIGCONT)


def sizes(servers: Servers, rounds: int) -> None:
    print(f"\nfakes of clusters, one process for all nodes of each (median of {rounds} rounds)")
    ports = {count: start_peer(["fake", str(count)], servers)[1] for count in (6, 60, 300)}
    in_turn(rounds, {f"chalkstore topology, {count} nodes": partial(run, report(port), ENVIRONMENT)
                     for count, port in ports.items()})
    for count, port in ports.items():
        instructions(report(port), f"of {count} nodes")


def main() -> int:
    parts = ["live", "far", "frozen", "sizes"]
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=31, help="rounds of each comparison (default: 31)")
    parser.add_argument("--shards", type=int, default=20, help="shards of three nodes each (default: 20)")
    parser.add_argument("--delay-ms", type=float, default=10, help="what a round trip takes longer (default: 10)")
    parser.add_argument("parts", nargs="*", metavar="PART", help=f"of {', '.join(parts)} (default: all)")
    given = parser.parse_args()
    unknown = set(given.parts) - set(parts)
    if unknown:
        parser.error(f"no such part: {', '.join(unknown)}")
    chosen = given.parts or parts

    def stop(*_):
        raise KeyboardInterrupt

    for one in (signal.SIGTERM, signal.SIGHUP):
        signal.signal(one, stop)
    try:
        if not PROGRAM.exists():
            raise Failure(f"{PROGRAM} is not built: cargo build --release --locked")
        with tempfile.TemporaryDirectory(prefix="chalkstore-bench-") as name, Servers(Path(name)) as servers:
            if set(chosen) - {"sizes"}:
                cli, cluster = RedisCli(), Cluster(servers, given.shards)
                if "live" in chosen:
                    live(cluster, cli, given.rounds)
                if "far" in chosen:
                    far(servers, cluster, cli, given.rounds, given.delay_ms)
                if "frozen" in chosen:
                    frozen(cluster, cli, given.rounds)
            if "sizes" in chosen:
                sizes(servers, given.rounds)
    except (Failure, OSError, subprocess.TimeoutExpired) as failure:
        print(f"bench_topology.py: {failure}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 130
    return 0


if __name__ == "__main__":
    sys.exit(main())
