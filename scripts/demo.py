#!/usr/bin/env python3
"""chalkstore at work on a real Valkey cluster, on this machine. `make demo` builds the program and runs this.

Six Valkey servers, and where they can be had an emulator of AWS and AWS's own DynamoDB Local, are started on free
loopback ports and stopped at the end, on Ctrl-C and on failure. Passwords and credentials are made up; nothing of the
machine's AWS configuration is used.
"""

from __future__ import annotations

import ctypes
import json
import os
import shlex
import shutil
import signal
import socket
import struct
import subprocess
import sys
import tempfile
import threading
import time
import urllib.error
import urllib.request
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PROGRAM = ROOT / os.environ.get("CARGO_TARGET_DIR", "target") / "release" / "chalkstore"
ZONES = ["us-east-1a", "us-east-1b", "us-east-1c"]
SLOTS = 16384
PASSWORD = "demo#only"
# The program sees nothing of the caller's environment but this.
ENVIRONMENT = {
    "PATH": os.environ.get("PATH", ""),
    "HOME": os.environ.get("HOME", "/"),
    "AWS_REGION": "us-east-1",
    "AWS_ACCESS_KEY_ID": "demo",
    "AWS_SECRET_ACCESS_KEY": "demo",
    "AWS_EC2_METADATA_DISABLED": "true",
    "AWS_CONFIG_FILE": os.devnull,
    "AWS_SHARED_CREDENTIALS_FILE": os.devnull,
    **{name: os.environ[name] for name in ("NO_COLOR", "CLICOLOR_FORCE", "TERM", "COLUMNS") if name in os.environ},
}


class Failure(Exception):
    """What went wrong, in one line."""


# --- Servers ---------------------------------------------------------------------------------------------


class Servers:
    """Every process that was started; leaving the block stops them."""

    def __init__(self, folder: Path):
        self.folder = folder
        self.processes = []

    def __enter__(self):
        return self

    def __exit__(self, *_):
        for process in self.processes:
            if process.poll() is None:
                process.terminate()
        for process in self.processes:
            try:
                process.wait(timeout=5)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()

    def start(self, name: str, port: int, manifest: dict, arguments: list, env: dict = None):
        folder = self.folder / f"{name}-{port}"
        folder.mkdir()
        with open(folder / "log", "wb") as log:
            process = subprocess.Popen(
                [*manifest["program"], *map(str, arguments)], cwd=folder, stdin=subprocess.DEVNULL, stdout=log,
                stderr=subprocess.STDOUT, env={**ENVIRONMENT, **manifest["env"], **(env or {})}, preexec_fn=live_no_longer_than_this)
        self.processes.append(process)
        return process, folder / "log"


def live_no_longer_than_this() -> None:
    """In the child: its own group, so that Ctrl-C reaches the demo alone; and killed when the demo is killed."""
    os.setsid()
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(1, signal.SIGKILL)


def fetch(name: str) -> dict:
    """How to start a server, fetched if it is not there yet."""
    done = subprocess.run([sys.executable, ROOT / "scripts" / "servers.py", "fetch", name], stdin=subprocess.DEVNULL,
                          stdout=subprocess.PIPE, stderr=None, text=True)
    if done.returncode != 0:
        raise Failure(f"{name} cannot be had")
    folder = done.stdout.strip().splitlines()[-1].split("\t")[1]
    return json.loads((Path(folder) / "server.json").read_text())


def free_ports(count: int) -> list:
    sockets = [socket.socket() for _ in range(count)]
    for one in sockets:
        one.bind(("127.0.0.1", 0))
    ports = [one.getsockname()[1] for one in sockets]
    for one in sockets:
        one.close()
    return ports


def wait_for(what: str, ready, process=None, log: Path = None, seconds: int = 60) -> None:
    deadline = time.monotonic() + seconds
    while not ready():
        if process is not None and process.poll() is not None:
            raise Failure(f"{what}: it ended: {log.read_text(errors='replace').strip().splitlines()[-1:]}")
        if time.monotonic() > deadline:
            raise Failure(f"{what}: not within {seconds} s")
        time.sleep(0.05)


# --- A Valkey cluster ------------------------------------------------------------------------------------


def ask(port: int, *words) -> str:
    """Sends one command and returns its answer as text, the items of an array each on a line."""
    with socket.create_connection(("127.0.0.1", port), timeout=5) as connection:
        stream = connection.makefile("rwb")
        for command in (["AUTH", PASSWORD], words):
            stream.write(b"*%d\r\n" % len(command))
            for word in command:
                word = str(word).encode()
                stream.write(b"$%d\r\n%s\r\n" % (len(word), word))
            stream.flush()
            answer = read_answer(stream, port, command[0])
        return answer


def read_answer(stream, port: int, command: str) -> str:
    line = stream.readline().decode().rstrip()
    if line.startswith("-"):
        raise Failure(f"Valkey on port {port} answers {line[1:]!r} to {command}")
    if line.startswith("$"):
        return stream.read(int(line[1:]) + 2).decode().rstrip("\r\n")
    if line.startswith("*"):
        return "\n".join(read_answer(stream, port, command) for _ in range(int(line[1:])))
    return line[1:]


def answers(port: int) -> bool:
    try:
        return ask(port, "PING") == "PONG"
    except (OSError, Failure, ValueError):
        return False


def start_cluster(servers: Servers) -> list:
    """Three shards with their primaries in three zones. Two replicas stand in the next zone, as they should; that of
    the first shard was put beside its primary. Returns the six ports."""
    manifest = fetch("valkey-9.1.2")
    ports = free_ports(12)
    ports, buses = ports[:6], ports[6:]
    for place, (port, bus) in enumerate(zip(ports, buses)):
        zone = ZONES[0] if place == 3 else ZONES[(place + place // 3) % 3]
        process, log = servers.start("valkey", port, manifest, [
            "--port", port, "--cluster-port", bus, "--bind", "127.0.0.1", "--cluster-enabled", "yes",
            "--cluster-node-timeout", 5000, "--repl-ping-replica-period", 1, "--availability-zone", zone, "--requirepass", PASSWORD,
            "--primaryauth", PASSWORD, "--save", "", "--appendonly", "no"])
        wait_for(f"Valkey on port {port}", lambda: answers(port), process, log)
    for shard, port in enumerate(ports[:3]):
        ask(port, "CLUSTER", "ADDSLOTSRANGE", shard * SLOTS // 3, (shard + 1) * SLOTS // 3 - 1)
        ask(port, "CLUSTER", "SET-CONFIG-EPOCH", shard + 1)
    for port, bus in zip(ports[1:], buses[1:]):
        ask(ports[0], "CLUSTER", "MEET", "127.0.0.1", port, bus)
    for port in ports:
        wait_for("the cluster's acquaintance", lambda: "handshake" not in (known := ask(port, "CLUSTER", "NODES"))
                 and len(known.splitlines()) == 6)
    for shard in range(3):
        ask(ports[3 + shard], "CLUSTER", "REPLICATE", ask(ports[shard], "CLUSTER", "MYID"))
    for port in ports:
        wait_for("the cluster's agreement", lambda: "cluster_state:ok" in ask(port, "CLUSTER", "INFO"))
    for port in ports[3:]:
        wait_for("replication", lambda: "master_link_status:up" in ask(port, "INFO", "replication"))
    # Clients are told of a replica once it has replicated something.
    wait_for("the replicas' announcement",
             lambda: all(str(port) in ask(ports[0], "CLUSTER", "SLOTS").splitlines() for port in ports))
    return ports


# --- AWS -------------------------------------------------------------------------------------------------


def start_aws(servers: Servers, name: str, arguments, env=lambda _: {}) -> str:
    """Starts an emulator and returns its address."""
    manifest = fetch(name)
    port = free_ports(1)[0]
    process, log = servers.start(name, port, manifest, arguments(port), env(port))
    url = f"http://127.0.0.1:{port}"

    def is_up() -> bool:
        try:
            urllib.request.urlopen(url, timeout=5).close()
        except urllib.error.HTTPError:
            return True
        except OSError:
            return False
        return True

    wait_for(name, is_up, process, log)
    return url


def call_aws(url: str, service: str, version: str, target: str, body: dict, region: str = "us-east-1") -> None:
    # The emulators read the Region and the account out of the header and check no signature.
    credential = f"demo/20260101/{region}/{service}/aws4_request"
    request = urllib.request.Request(url, data=json.dumps(body).encode(), headers={
        "Content-Type": f"application/x-amz-json-{version}",
        "X-Amz-Target": target,
        "X-Amz-Date": "20260101T000000Z",
        "Authorization": f"AWS4-HMAC-SHA256 Credential={credential}, SignedHeaders=host, Signature=0",
    })
    try:
        urllib.request.urlopen(request, timeout=30).close()
    except urllib.error.HTTPError as error:
        raise Failure(f"{target}: {error.read().decode(errors='replace')[:200]}") from error


def make_table(url: str, name: str) -> None:
    keys = (("pk", "HASH"), ("sk", "RANGE"))
    call_aws(url, "dynamodb", "1.0", "DynamoDB_20120810.CreateTable", {
        "TableName": name, "BillingMode": "PAY_PER_REQUEST",
        "AttributeDefinitions": [{"AttributeName": key, "AttributeType": "S"} for key, _ in keys],
        "KeySchema": [{"AttributeName": key, "KeyType": kind} for key, kind in keys],
    })


# --- Two Regions ------------------------------------------------------------------------------------------


class Regions:
    """What stands for two Regions on this machine: a host for each that answers /healthz, on addresses of its own, and a
    name server that leads the failover name to the first. Leaving the block stops them."""

    NAME = "chalk.example.com"
    ADDRESSES = {"us-east-1": "127.0.0.1", "us-west-2": "127.0.0.2"}

    def __enter__(self):
        self.servers = []
        self.port = 0
        for address in self.ADDRESSES.values():
            server = ThreadingHTTPServer((address, self.port), Healthy)
            self.port = server.server_address[1]
            self.servers.append(server)
        for server in self.servers:
            threading.Thread(target=server.serve_forever, daemon=True).start()
        self.names = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        self.names.bind(("127.0.0.1", 0))
        threading.Thread(target=self.answer_names, daemon=True).start()
        return self

    def __exit__(self, *_):
        self.names.close()
        for server in self.servers:
            server.shutdown()
            server.server_close()

    @property
    def resolver(self) -> str:
        return f"127.0.0.1:{self.names.getsockname()[1]}"

    def hosts(self) -> list:
        options = []
        for region, address in self.ADDRESSES.items():
            options += ["--region-host", f"{region}=http://{address}:{self.port}"]
        return options

    def answer_names(self) -> None:
        while True:
            try:
                question, asker = self.names.recvfrom(512)
            except OSError:
                return
            end = question.index(b"\0", 12) + 5
            is_address = question[end - 4:end - 2] == b"\0\1"
            answer = question[:2] + b"\x81\x80" + struct.pack(">HHHH", 1, is_address, 0, 0) + question[12:end]
            if is_address:
                answer += b"\xc0\x0c" + struct.pack(">HHIH", 1, 1, 60, 4) + socket.inet_aton(self.ADDRESSES["us-east-1"])
            self.names.sendto(answer, asker)


class Healthy(BaseHTTPRequestHandler):
    """Answers /healthz as a query server that is well."""

    def do_GET(self):  # noqa: N802, the library's name
        self.send_response(200 if self.path == "/healthz" else 404)
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, *_):
        pass


def route53(url: str, path: str, body: str = "", method: str = "POST") -> str:
    """One call to Route 53, which speaks XML. Gives the id of what was made."""
    head = "<?xml version='1.0'?>"
    request = urllib.request.Request(f"{url}/2013-04-01/{path}", data=(head + body).encode(), method=method, headers={
        "Content-Type": "application/xml",
        "X-Amz-Date": "20260101T000000Z",
        "Authorization": "AWS4-HMAC-SHA256 Credential=demo/20260101/us-east-1/route53/aws4_request, SignedHeaders=host, "
                         "Signature=0",
    })
    try:
        with urllib.request.urlopen(request, timeout=30) as answer:
            text = answer.read().decode()
    except urllib.error.HTTPError as error:
        raise Failure(f"Route 53 {path}: {error.read().decode(errors='replace')[:200]}") from error
    return text.partition("<Id>")[2].partition("</Id>")[0].rpartition("/")[2]


def make_failover(url: str, regions: Regions) -> list:
    """A failover pair as the guide describes it, but for one flaw: the health check of the primary is disabled. Gives the
    ids of the health checks, the primary's first."""
    space = "xmlns='https://route53.amazonaws.com/doc/2013-04-01/'"
    zone = route53(url, "hostedzone", f"<CreateHostedZoneRequest {space}><Name>example.com.</Name>"
                   "<CallerReference>demo</CallerReference></CreateHostedZoneRequest>")
    changes, checks = "", []
    for (region, address), role in zip(regions.ADDRESSES.items(), ("PRIMARY", "SECONDARY")):
        disabled = "true" if role == "PRIMARY" else "false"
        check = route53(url, "healthcheck", f"<CreateHealthCheckRequest {space}><CallerReference>{region}</CallerReference>"
                        f"<HealthCheckConfig><IPAddress>{address}</IPAddress><Port>{regions.port}</Port><Type>HTTP</Type>"
                        "<ResourcePath>/healthz</ResourcePath><RequestInterval>30</RequestInterval>"
                        f"<FailureThreshold>3</FailureThreshold><Disabled>{disabled}</Disabled></HealthCheckConfig>"
                        "</CreateHealthCheckRequest>")
        checks.append(check)
        changes += ("<Change><Action>CREATE</Action><ResourceRecordSet>"
                    f"<Name>{regions.NAME}.</Name><Type>A</Type><SetIdentifier>{region}</SetIdentifier>"
                    f"<Failover>{role}</Failover><TTL>60</TTL><ResourceRecords><ResourceRecord><Value>{address}</Value>"
                    f"</ResourceRecord></ResourceRecords><HealthCheckId>{check}</HealthCheckId></ResourceRecordSet></Change>")
    route53(url, f"hostedzone/{zone}/rrset/", f"<ChangeResourceRecordSetsRequest {space}><ChangeBatch><Changes>{changes}"
            "</Changes></ChangeBatch></ChangeResourceRecordSetsRequest>")
    return checks


def make_global_table(url: str, name: str) -> None:
    """A global table in two Regions, and an hour of what `CloudWatch` would tell of its replication: a calm one, but for
    two minutes."""
    regions = list(Regions.ADDRESSES)
    make_table(url, name)
    call_aws(url, "dynamodb", "1.0", "DynamoDB_20120810.UpdateTable", {
        "TableName": name, "ReplicaUpdates": [{"Create": {"RegionName": regions[1]}}]})
    now = int(time.time()) // 60 * 60
    for here, there in (regions, regions[::-1]):
        points = []
        for minute in range(70):
            milliseconds = 2300 if minute in (30, 31) and here == regions[0] else 400 + minute * 37 % 300
            points.append({"MetricName": "ReplicationLatency", "Timestamp": now - minute * 60, "Value": milliseconds,
                           "Dimensions": [{"Name": "TableName", "Value": name}, {"Name": "ReceivingRegion", "Value": there}]})
            points.append({"MetricName": "ConsumedWriteCapacityUnits", "Timestamp": now - minute * 60, "Value": 600,
                           "Dimensions": [{"Name": "TableName", "Value": name}, {"Name": "Source", "Value": "Customer"}]})
            # Sums of a minute: some tens of units a second.
            for metric, units in (("ConsumedReadCapacityUnits", 1800 + 60 * (minute * 7 % 23)),
                                  ("ConsumedWriteCapacityUnits", 1200)):
                points.append({"MetricName": metric, "Timestamp": now - minute * 60, "Value": units,
                               "Dimensions": [{"Name": "TableName", "Value": name}]})
        call_aws(url, "monitoring", "1.0", "GraniteServiceVersion20100801.PutMetricData",
                 {"Namespace": "AWS/DynamoDB", "MetricData": points}, region=here)


# --- The story -------------------------------------------------------------------------------------------


def tell(text: str) -> None:
    print(f"\n# {text}", flush=True)


def chalkstore(folder: Path, expected: int, *arguments: str, env: dict = None) -> None:
    """Runs the program as a person would, and shows what they would see."""
    print(f"$ chalkstore {shlex.join(arguments)}", flush=True)
    done = subprocess.run([PROGRAM, *arguments], cwd=folder, env={**ENVIRONMENT, **(env or {})}, stdin=subprocess.DEVNULL,
                          timeout=120)
    print(f"(exit code {done.returncode})", flush=True)
    if done.returncode != expected:
        raise Failure(f"chalkstore {arguments[0]} exits with {done.returncode}, not with {expected}")


def story(servers: Servers, folder: Path) -> None:
    tell("A query server's own validation accepts this URI, because it only insists on `clustered`.")
    chalkstore(folder, 1, "validate-uri", "rediss://:0/0?clustered=true#insecure")

    tell("Starting a Valkey 9.1.2 cluster: 3 shards, a replica each, in us-east-1a, us-east-1b and us-east-1c ...")
    ports = start_cluster(servers)
    print(f"# It is up, on the ports {', '.join(map(str, ports))} of 127.0.0.1.")

    tell("A URI for it, in a file because it has a password; but the password's raw `#` cuts the URI off.")
    (folder / "store.txt").write_text(f"redis://127.0.0.1:{ports[0]}/0?password={PASSWORD}&clustered=true\n")
    chalkstore(folder, 1, "validate-uri", "--uri-file", "store.txt", "--write-fixed", "fixed.txt")

    tell("The corrected URI was written to a file that only you can read. Is there a store behind it?")
    chalkstore(folder, 0, "validate-uri", "--uri-file", "fixed.txt", "--connect")

    tell("All is well, it seems: every slot is served. But what would 40 query servers do to it, and what would be left "
         "without a zone?")
    chalkstore(folder, 1, "topology", "--uri-file", "fixed.txt", "--policy", "zonal-affinity",
               "--query-servers", "us-east-1a=20,us-east-1b=20", "--output", "human", "--output", "svg=topology.svg",
               "--save-evidence", "topology.jsonl")
    tell("What was seen is in a file now. What would another policy do? No server is asked for that.")
    chalkstore(folder, 1, "topology", "--evidence", "topology.jsonl", "--policy", "uniform-random", "--quiet")

    tell("The other kind of online store is a DynamoDB table. The documentation's has 1,000 read and 500 write units at a "
         "target of 70 %: here it is as a workload. What does it come to, in which mode, for how much?")
    shutil.copy(ROOT / "docs" / "examples" / "online-store.toml", folder)
    chalkstore(folder, 0, "size", "--scenario", "online-store.toml", "--emit", "terraform=table.tf",
               "--output", "human", "--output", "json=size.json")
    print(f"# table.tf holds the recommended table, {len((folder / 'table.tf').read_text().splitlines())} lines of "
          "Terraform, in the order that a first apply needs.")

    # What follows is left out where it cannot be had, and the reason is told.
    try:
        url = start_aws(servers, "moto", lambda port: ["-H", "127.0.0.1", "-p", port])
    except Failure as failure:
        tell(f"Left out: setting a store up in AWS ({failure}).")
    else:
        set_up(folder, url)

        try:
            global_url = start_aws(servers, "ministack", lambda _: [], lambda port: {"GATEWAY_PORT": str(port)})
        except Failure as failure:
            tell(f"Left out: two Regions ({failure}).")
        else:
            replicate(folder, global_url)
            with Regions() as regions:
                lead_away(folder, url, global_url, regions)
                gate(folder, url, global_url, regions)

    missing = [program for program in ("npm", "java") if shutil.which(program) is None]
    if missing:
        tell(f"Left out: a DynamoDB table (DynamoDB Local needs {' and '.join(missing)}).")
        return
    try:
        url = start_aws(servers, "dynamodb-local",
                        lambda port: ["-inMemory", "-disableTelemetry", "-port", port])
    except Failure as failure:
        tell(f"Left out: a DynamoDB table ({failure}).")
        return
    make_table(url, "chalk_online_store")
    tell("A DynamoDB table as the online store, in AWS's own DynamoDB Local.")
    chalkstore(folder, 0, "validate-uri", "dynamodb:///chalk_online_store", "--connect", "--endpoint-url", url)
    tell("And one whose name nobody has made.")
    chalkstore(folder, 1, "validate-uri", "dynamodb:///chalk_online_stroe", "--connect", "--endpoint-url", url)


def set_up(folder: Path, url: str) -> None:
    """What is made in AWS, which moto stands for here: DynamoDB, Application Auto Scaling and Secrets Manager."""
    table = ["dynamodb", "chalk-online-store", "--layout", "documented", "--environment", "demo", "--endpoint-url", url]
    tell("That table, from nothing: what would be done, in which order, and what does it cost? Nothing is done yet.")
    chalkstore(folder, 0, "setup", *table, "--plan")
    tell("Now for real: the table, its scaling and its backups, one item that goes all the way, and the secret with its URI. The "
         "last line is what goes into the dashboard.")
    chalkstore(folder, 0, "setup", *table, "--yes", "--canary")
    tell("Once more: nothing differs, and nothing is called.")
    chalkstore(folder, 0, "setup", *table, "--yes", "--quiet")
    call_aws(url, "dynamodb", "1.0", "DynamoDB_20120810.UpdateTable",
             {"TableName": "chalk-online-store", "DeletionProtectionEnabled": False})
    tell("Somebody has switched its protection against deletion off. A pipeline learns of it by the exit code.")
    chalkstore(folder, 5, "create-table", *table[1:], "--plan", "--detailed-exitcode")
    tell("The cluster's URI becomes a secret, too, once the store behind it has been reached.")
    chalkstore(folder, 0, "setup", "valkey", "--uri-file", "fixed.txt", "--name", "online-store-uri", "--yes",
               "--endpoint-url", url)
    tell("The secret leads to the store.")
    chalkstore(folder, 0, "validate-uri", "--secret", "online-store-uri", "--connect", "--endpoint-url", url)


def lead_away(folder: Path, url: str, metrics_url: str, regions: Regions) -> None:
    """Failover between two Regions: records in moto, metrics and alarms in ministack, hosts and a name server here."""
    checks = make_failover(url, regions)
    for check in checks:
        call_aws(metrics_url, "monitoring", "1.0", "GraniteServiceVersion20100801.PutMetricAlarm", {
            "AlarmName": f"failover-{check}", "Namespace": "AWS/Route53", "MetricName": "HealthCheckStatus",
            "Dimensions": [{"Name": "HealthCheckId", "Value": check}], "Statistic": "Minimum", "Period": 60,
            "EvaluationPeriods": 1, "Threshold": 1, "ComparisonOperator": "LessThanThreshold"})
    env = {"AWS_ENDPOINT_URL": metrics_url, "AWS_ENDPOINT_URL_ROUTE_53": url}
    asked = [f"http://{regions.NAME}:{regions.port}", *regions.hosts(), "--resolver", regions.resolver]
    said = ["--deployed", "us-east-1=v12", "--deployed", "us-west-2=v12"]
    tell("The table has a replica in another Region, and there is a name that is to fail over: both Regions answer, the records "
         "are a pair. Would traffic move if us-east-1 died? There is one flaw.")
    chalkstore(folder, 1, "failover", *asked, *said, "--save-evidence", "failover.jsonl", env=env)
    tell("A disabled health check counts as healthy. What would become of 700 queries a second, as it stands?")
    chalkstore(folder, 1, "failover", "simulate", "--evidence", "failover.jsonl", "--read-qps", "700")
    route53(url, f"healthcheck/{checks[0]}", "<UpdateHealthCheckRequest xmlns='https://route53.amazonaws.com/doc/2013-04-01/'>"
            "<Disabled>false</Disabled></UpdateHealthCheckRequest>")
    tell("Switched on again. When would traffic move now, and what would a quicker check bring?")
    chalkstore(folder, 0, "failover", "simulate", *asked, *said, "--read-qps", "700", "--what-if", "interval=10,threshold=2",
               "--probe-error-rate", "0.01", "--output", "human", "--output", "svg=failover.svg", env=env)


def gate(folder: Path, url: str, metrics_url: str, regions: Regions) -> None:
    """Everything at once, as a pipeline asks for it before a rollout: the cluster, the failover name and what is promised."""
    hosts = "".join(f'{host.split("=", 1)[0]} = "{host.split("=", 1)[1]}"\n' for host in regions.hosts() if "=" in host)
    (folder / "chalkstore.toml").write_text(f"""\
[environments.demo.aws]
region = "us-east-1"

[environments.demo.online_store]
uri_file = "fixed.txt"

[environments.demo.topology]
policy = "ZONAL_AFFINITY"
query_servers = {{ us-east-1a = 20, us-east-1b = 20 }}

[environments.demo.table]
name = "chalk_online_store"
window = "1h"
replicas = ["us-west-2"]

[environments.demo.failover]
name = "http://{regions.NAME}:{regions.port}"
resolvers = ["{regions.resolver}"]
deployed = {{ us-east-1 = "v12", us-west-2 = "v12" }}

[environments.demo.failover.region_hosts]
{hosts}
[environments.demo.objectives]
rpo = "60s"
rto = "3m"
max_lag = "5s"

[[environments.demo.skip]]
check = "URI018"
reason = "the demo's store and its clients are on one machine"
""")
    kept = PROGRAM.parent.parent / "demo"
    kept.mkdir(parents=True, exist_ok=True)
    tell("All of it is written down in chalkstore.toml by now. What would a pipeline say before the next rollout?")
    chalkstore(folder, 1, "preflight", "--output", "human", "--output", "json=preflight.json", "--output",
               f"html={kept / 'preflight.html'}", env={"AWS_ENDPOINT_URL": metrics_url, "AWS_ENDPOINT_URL_ROUTE_53": url})


def replicate(folder: Path, url: str) -> None:
    """How far behind a global table's replicas are: ministack stands for DynamoDB and CloudWatch."""
    make_global_table(url, "chalk_online_store")
    tell("If us-east-1 died now, what would be lost? The last hour of a global table, and five items each way to measure it.")
    chalkstore(folder, 0, "replication-lag", "--table", "chalk_online_store", "--region", "us-east-1",
               "--region", "us-west-2", "--canary=5", "--endpoint-url", url)


def closing(folder: Path) -> None:
    """What it came to, and where to go on."""
    tell("That was it; the servers are stopped.")
    # There is none where the emulators of AWS could not be had.
    if (folder / "preflight.json").exists():
        counts = json.loads((folder / "preflight.json").read_text())["counts"]
        print(f"# Verdict of the last command: {counts['fail']} failed, {counts['unknown']} unknown, {counts['warn']} warnings; "
              "a pipeline would stop.")
        print(f"# Its report for a browser: {PROGRAM.parent.parent / 'demo' / 'preflight.html'}")
    print(f"# Now yours: {PROGRAM} init --environment production --region REGION --secret NAME")
    print(f"# Recipes for rollouts and outages: {ROOT / 'docs' / 'cookbook.md'}", flush=True)


def main() -> int:
    def stop(*_):
        raise KeyboardInterrupt

    for one in (signal.SIGTERM, signal.SIGHUP):
        signal.signal(one, stop)
    if not PROGRAM.exists():
        print(f"demo.py: {PROGRAM} is not built: run make demo", file=sys.stderr)
        return 1
    try:
        with tempfile.TemporaryDirectory(prefix="chalkstore-demo-") as name:
            with Servers(Path(name)) as servers:
                story(servers, Path(name))
            closing(Path(name))
    except (Failure, OSError, subprocess.TimeoutExpired) as failure:
        print(f"demo.py: {failure}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print("\ndemo.py: interrupted; the servers are stopped", file=sys.stderr)
        return 130
    return 0


if __name__ == "__main__":
    sys.exit(main())
