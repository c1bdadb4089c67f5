#!/usr/bin/env python3
"""What bench_topology.py measures against, beside real servers. It prints its first port once it listens, on loopback
alone.

    bench_peers.py proxy MILLISECONDS LISTEN:SERVER ...
    bench_peers.py fake NODES

`proxy` stands before servers and makes every round trip longer: what a client sends is held back for so long. The
kernel accepts connections before a proxy knows of them, so what connecting would take longer is added to the first
thing that a client sends.

`fake` is a cluster with a node on each of as many free ports, three to a shard. It knows its replies by heart, so that
little of the time is its own.
"""

import asyncio
import socket
import sys
from functools import partial

SLOTS = 16384
ZONES = ["us-east-1a", "us-east-1b", "us-east-1c"]


# --- A proxy ---------------------------------------------------------------------------------------------


class Near(asyncio.Protocol):
    """The side of the client."""

    def __init__(self, delay: float, port: int):
        self.delay, self.port, self.server, self.held = delay, port, None, []

    def connection_made(self, transport):
        self.transport, self.loop = transport, asyncio.get_running_loop()
        self.not_before = self.loop.time() + 2 * self.delay
        self.opening = self.loop.create_task(self.open())

    async def open(self):
        try:
            self.server, _ = await self.loop.create_connection(lambda: Far(self.transport), "127.0.0.1", self.port)
        except OSError:
            self.transport.abort()
            return
        for data in self.held:
            self.server.write(data)

    def data_received(self, data):
        # Nothing overtakes what came before it.
        self.not_before = max(self.not_before, self.loop.time() + self.delay)
        self.loop.call_at(self.not_before, self.send, data)

    def send(self, data):
        if self.server is None:
            self.held.append(data)
        else:
            self.server.write(data)

    def connection_lost(self, _):
        if self.server is not None:
            self.server.close()


class Far(asyncio.Protocol):
    """The side of the server."""

    def __init__(self, client):
        self.client = client

    def data_received(self, data):
        self.client.write(data)

    def connection_lost(self, _):
        self.client.close()


# --- A fake ----------------------------------------------------------------------------------------------


def bulk(text) -> bytes:
    data = str(text).encode()
    return b"$%d\r\n%s\r\n" % (len(data), data)


def array(items) -> bytes:
    return b"*%d\r\n" % len(items) + b"".join(items)


def flat(fields: dict) -> bytes:
    """A map as RESP2 has it."""
    return array([part for key, value in fields.items()
                  for part in (bulk(key), value if isinstance(value, bytes) else bulk(value))])


def number(value: int) -> bytes:
    return b":%d\r\n" % value


class Cluster:
    """The replies of a cluster like a real one of Valkey 9.1.2."""

    def __init__(self, ports: list):
        self.ports, self.shards = ports, len(ports) // 3
        self.ids = [f"{place:040x}" for place in range(len(ports))]
        shards = [array([bulk("slots"), array([number(slot) for slot in self.slots(shard)]),
                         bulk("nodes"), array([self.member(shard * 3 + place) for place in range(3)]),
                         bulk("id"), bulk(self.ids[shard * 3][::-1])]) for shard in range(self.shards)]
        rows = [array([*map(number, self.slots(shard)), *(self.listed(shard * 3 + place) for place in range(3))])
                for shard in range(self.shards)]
        info = {
            "server": "# Server\r\nredis_version:7.2.4\r\nserver_name:valkey\r\nvalkey_version:9.1.2\r\n"
                      "valkey_release_stage:ga\r\nserver_mode:cluster\r\nos:Linux 6.1 x86_64\r\narch_bits:64\r\n"
                      "process_id:1\r\nuptime_in_seconds:1000\r\navailability_zone:{zone}\r\n",
            "clients": "# Clients\r\nconnected_clients:1\r\ncluster_connections:{links}\r\nmaxclients:10000\r\n",
            "memory": "# Memory\r\nused_memory:2000000\r\nmaxmemory:0\r\n",
            "persistence": "# Persistence\r\nloading:0\r\nasync_loading:0\r\n",
            "replication": "# Replication\r\n{replication}",
        }
        lines = [self.line(place) for place in range(len(ports))]
        self.replies = []
        for place in range(len(ports)):
            words = {"zone": self.zone(place), "links": 2 * len(ports) - 2, "replication": self.replication(place)}
            nodes = "".join([*lines[:place], self.line(place, "myself,"), *lines[place + 1:]])
            # Each node begins with another shard.
            turned = shards[place % self.shards:] + shards[:place % self.shards]
            self.replies.append({
                b"PING": b"+PONG\r\n",
                b"CLUSTER SHARDS": array(turned),
                b"CLUSTER SLOTS": array(rows),
                b"CLUSTER NODES": bulk(nodes),
                b"CLUSTER INFO": bulk(f"cluster_state:ok\r\ncluster_slots_assigned:16384\r\ncluster_slots_ok:16384\r\n"
                                      f"cluster_slots_pfail:0\r\ncluster_slots_fail:0\r\n"
                                      f"cluster_known_nodes:{len(ports)}\r\ncluster_size:{self.shards}\r\n"),
                **{f"INFO {section}".encode(): bulk(text.format(**words)) for section, text in info.items()},
                b"CONFIG GET cluster-*": flat({
                    "cluster-node-timeout": 15000, "cluster-require-full-coverage": "yes",
                    "cluster-allow-reads-when-down": "no", "cluster-replica-validity-factor": 10,
                    "cluster-replica-no-failover": "no", "cluster-allow-replica-migration": "yes",
                    "cluster-migration-barrier": 1}),
                b"CONFIG GET repl-ping-replica-period": flat({"repl-ping-replica-period": 10}),
            })

    def slots(self, shard: int) -> tuple:
        return shard * SLOTS // self.shards, (shard + 1) * SLOTS // self.shards - 1

    def zone(self, place: int) -> str:
        return ZONES[(place + place // 3) % 3]

    def member(self, place: int) -> bytes:
        return flat({"id": self.ids[place], "port": number(self.ports[place]), "ip": "127.0.0.1",
                     "endpoint": "127.0.0.1", "role": "replica" if place % 3 else "master",
                     "replication-offset": number(1000), "health": "online", "availability-zone": self.zone(place)})

    def listed(self, place: int) -> bytes:
        zone = flat({"availability-zone": self.zone(place)})
        return array([bulk("127.0.0.1"), number(self.ports[place]), bulk(self.ids[place]), zone])

    def line(self, place: int, myself: str = "") -> str:
        port, shard = self.ports[place], place // 3
        first, last = self.slots(shard)
        role = f"slave {self.ids[shard * 3]}" if place % 3 else "master -"
        slots = "" if place % 3 else f" {first}-{last}"
        return f"{self.ids[place]} 127.0.0.1:{port}@{port + 10000} {myself}{role} 0 1 {shard + 1} connected{slots}\n"

    def replication(self, place: int) -> str:
        if place % 3:
            return (f"role:slave\r\nmaster_host:127.0.0.1\r\nmaster_port:{self.ports[place - place % 3]}\r\n"
                    "master_link_status:up\r\nmaster_last_io_seconds_ago:1\r\nmaster_sync_in_progress:0\r\n"
                    "slave_repl_offset:1000\r\nconnected_slaves:0\r\nmaster_repl_offset:1000\r\n")
        replicas = "".join(f"slave{index}:ip=127.0.0.1,port={self.ports[place + 1 + index]},state=online,offset=1000,"
                           "lag=1,type=replica\r\n" for index in range(2))
        return f"role:master\r\nconnected_slaves:2\r\n{replicas}master_repl_offset:1000\r\n"


class Node(asyncio.Protocol):
    def __init__(self, replies: dict):
        self.replies, self.arrived = replies, b""

    def connection_made(self, transport):
        self.transport = transport

    def data_received(self, data):
        """Commands are lists of strings without line ends."""
        lines = (self.arrived + data).split(b"\r\n")
        at, out = 0, []
        while at < len(lines) - 1:
            end = at + 1 + 2 * int(lines[at][1:])
            if end >= len(lines):
                break
            out.append(self.replies.get(b" ".join(lines[at + 2:end:2]), b"-ERR unknown command\r\n"))
            at = end
        self.arrived = b"\r\n".join(lines[at:])
        self.transport.write(b"".join(out))


def listener(port: int = 0) -> socket.socket:
    return socket.create_server(("127.0.0.1", port), backlog=1024)


async def main() -> None:
    what, *rest = sys.argv[1:]
    if what == "proxy":
        pairs = [tuple(map(int, pair.split(":"))) for pair in rest[1:]]
        sockets = [listener(port) for port, _ in pairs]
        makes = [partial(Near, float(rest[0]) / 1000, server) for _, server in pairs]
    else:
        sockets = [listener() for _ in range(int(rest[0]))]
        makes = [partial(Node, replies) for replies in Cluster([one.getsockname()[1] for one in sockets]).replies]
    for one, make in zip(sockets, makes):
        await asyncio.get_running_loop().create_server(make, sock=one)
    print(sockets[0].getsockname()[1], flush=True)
    await asyncio.Event().wait()


if __name__ == "__main__":
    asyncio.run(main())
