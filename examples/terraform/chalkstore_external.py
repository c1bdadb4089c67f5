#!/usr/bin/env python3
"""chalkstore for Terraform's `external` data source.

Reads a flat map of strings from standard input, runs chalkstore with them, and writes a flat map of strings:

    query     command       preflight (default) or check-table
              config        preflight: the file that describes the environments
              environments  preflight: their names, one a line
              table         check-table: the table
              region        check-table: its Region
              fail_on       fail (default), warn or never
              timeout       such as 30s
              program       the program; by default chalkstore on the PATH
    result    verdict       pass, fail, unknown or error
              exit_code     as `chalkstore --help` lists them
              summary       the counts in words
              problems      what did not pass, one line each: status[CODE] environment or table, part of it: what was seen
              failed, warned, unknown, passed, skipped   the counts

What chalkstore finds is a result; that it could not be run at all is an error, on standard error, with exit code 1.
"""

import json
import os
import subprocess
import sys

VERDICTS = {0: "pass", 1: "fail", 3: "unknown"}
# A result stands in Terraform's state.
LONGEST = 100
KNOWN = {"command", "config", "environments", "table", "region", "fail_on", "timeout", "program"}


def arguments(query: dict) -> list:
    unknown = set(query) - KNOWN
    if unknown:
        raise ValueError(f"the query has keys that nobody reads: {', '.join(sorted(unknown))}")
    command = query.get("command") or "preflight"
    options = ["--output=json", f"--fail-on={query.get('fail_on') or 'fail'}"]
    if query.get("timeout"):
        options.append(f"--timeout={query['timeout']}")
    if command == "preflight":
        options.append(f"--config={query.get('config') or 'chalkstore.toml'}")
        names = [name for name in query.get("environments", "").splitlines() if name]
    elif command == "check-table":
        if not query.get("table"):
            raise ValueError("check-table needs the query's key `table`")
        if query.get("region"):
            options.append(f"--region={query['region']}")
        names = [query["table"]]
    else:
        raise ValueError("the query's key `command` is preflight or check-table")
    # Behind `--` nothing is an option, whatever it begins with.
    return [query.get("program") or "chalkstore", command, *options, "--", *names]


def findings(report: dict) -> list:
    """Those of a report, and of each part of a report of several."""
    found = list(report.get("findings") or [])
    for part in report.get("results") or report.get("subjects") or []:
        found += findings(part)
    return found


def line(one: dict) -> str:
    """A finding, with what it is about: of several environments each has lines of its own."""
    about = ", ".join(dict.fromkeys(str(part) for part in (one.get("section"), one.get("subject")) if part))
    text = " ".join(f"{one['status']}[{one['code']}] {about}: {one.get('message', '')}".split())
    # A message quotes what a server sent, and Terraform prints it on somebody's terminal.
    return "".join(letter if letter.isprintable() else f"\\u{{{ord(letter):x}}}" for letter in text)


def result(code: int, report: dict) -> dict:
    counts = report.get("counts") or {}
    number = {status: int(counts.get(status) or 0) for status in ("fail", "warn", "unknown", "pass", "skip")}
    bad = [one for one in findings(report) if one.get("status") in ("fail", "warn", "unknown")]
    lines = [line(one) for one in bad]
    if len(lines) > LONGEST:
        lines = [*lines[:LONGEST], f"and {len(lines) - LONGEST} more"]
    words = [f"{number[status]} {word}" for status, word in
             (("fail", "failed"), ("warn", "warnings"), ("unknown", "unknown"), ("pass", "passed"), ("skip", "skipped"))
             if number[status]]
    return {
        "verdict": VERDICTS.get(code, "error"),
        "exit_code": str(code),
        "summary": ", ".join(words) or "nothing was checked",
        "problems": "\n".join(lines),
        "failed": str(number["fail"]),
        "warned": str(number["warn"]),
        "unknown": str(number["unknown"]),
        "passed": str(number["pass"]),
        "skipped": str(number["skip"]),
    }


def main() -> int:
    try:
        query = json.load(sys.stdin)
        if not isinstance(query, dict) or not all(isinstance(value, str) for value in query.values()):
            raise ValueError("a query is a flat map of strings")
        # A setting of the shell must not add a second format to what is read here.
        environment = {key: value for key, value in os.environ.items() if key != "CHALKSTORE_OUTPUT"}
        done = subprocess.run(arguments(query), env=environment, stdin=subprocess.DEVNULL, capture_output=True, text=True)
        if not done.stdout.strip():
            raise ValueError(done.stderr.strip() or f"chalkstore said nothing, and ended with {done.returncode}")
        json.dump(result(done.returncode, json.loads(done.stdout)), sys.stdout)
    except (OSError, ValueError) as problem:
        print(f"chalkstore: {problem}", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
