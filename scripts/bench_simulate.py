#!/usr/bin/env python3
"""Simulates the same trace with chalkstore and with AWS's own capacity mode evaluator, and compares time and result.

    bench_simulate.py EVALUATOR PYTHON [--days 7] [--bench PATH]

EVALUATOR is the folder `archived/capacity-mode-evaluator/src` of a checkout of awslabs/amazon-dynamodb-tools, PYTHON an
interpreter with pandas (2.2.1 is what its requirements pin). Without --bench, `cargo bench --bench simulate` is built.

Times are those of the estimate and of the simulation alone, without reading the file: the evaluator's as processor time,
because it takes seconds, and the best of ten simulations.

The trace is a sine day: 200 to 1,800 reads a second, writes a tenth of it, 3 % noise. Prices are those of us-east-1.
"""

import argparse
import json
import math
import os
import random
import subprocess
import tempfile
from datetime import datetime, timedelta, timezone
from pathlib import Path

READ_USD, WRITE_USD = 0.00013, 0.00065
METRICS = ["ConsumedReadCapacityUnits", "ConsumedWriteCapacityUnits"]

# Runs inside the evaluator's own interpreter.
EVALUATOR = """
import json, sys, time
sys.path.insert(0, sys.argv[1])
import pandas as pd
import metrics_estimates
frame = pd.read_csv(sys.argv[2])
frame["timestamp"] = pd.to_datetime(frame["timestamp"])
begun = time.process_time()
out = metrics_estimates.estimate(frame, 70, 70, 1, 1, 80000, 80000)
seconds = time.process_time() - begun
out["hour"] = out["timestamp"].dt.floor("h")
told = {"seconds": seconds}
for name in out["metric_name"].unique():
    of = out[out["metric_name"] == name]
    hours = of.groupby("hour")["estunit"]
    told[name] = {"mean": of["estunit"].mean(), "mean_hours": hours.mean().sum(), "max_hours": hours.max().sum(),
                  "scale_ins": int((of["estunit"].diff() < 0).sum())}
print(json.dumps(told))
"""


def write_trace(path: Path, days: int):
    """The long form, which both read."""
    chance, start = random.Random(1), datetime(2026, 1, 1, tzinfo=timezone.utc)
    with path.open("w") as file:
        file.write("metric_name,timestamp,name,unit\n")
        for metric, scale in zip(METRICS, [1.0, 0.1]):
            for minute in range(days * 1440):
                day = 1000 - 800 * math.cos(minute * math.tau / 1440)
                units = round(60 * day * scale * chance.gauss(1, 0.03))
                time = (start + timedelta(minutes=minute)).strftime("%Y-%m-%d %H:%M:%S+00:00")
                file.write(f"{metric},{time},t,{max(units, 0)}\n")


def built() -> str:
    """The benchmark's own program."""
    told = subprocess.run(
        ["cargo", "bench", "--locked", "--no-run", "--bench", "simulate", "--message-format", "json"],
        check=True, capture_output=True, text=True, cwd=Path(__file__).parent.parent,
    ).stdout
    messages = [json.loads(line) for line in told.splitlines()]
    return next(m["executable"] for m in messages if m.get("executable") and m["target"]["name"] == "simulate")


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("evaluator", type=Path)
    parser.add_argument("python")
    parser.add_argument("--days", type=int, default=7)
    parser.add_argument("--bench")
    args = parser.parse_args()
    bench = args.bench or built()
    with tempfile.TemporaryDirectory() as folder:
        trace = Path(folder, "trace.csv")
        write_trace(trace, args.days)
        command = [args.python, "-c", EVALUATOR, str(args.evaluator), str(trace)]
        theirs = json.loads(subprocess.run(command, check=True, capture_output=True, text=True).stdout)
        ours = json.loads(
            subprocess.run([bench], check=True, capture_output=True, text=True, env={**os.environ, "BENCH_TRACE": str(trace)}).stdout
        )
    print(f"{args.days} days: evaluator {theirs['seconds']:.2f} s, chalkstore {ours['simulate_ms']:.2f} ms,",
          f"{theirs['seconds'] * 1e3 / ours['simulate_ms']:,.0f} times as fast; reading the file {ours['read_ms']:.0f} ms")
    for metric, side, usd in zip(METRICS, ["read", "write"], [READ_USD, WRITE_USD]):
        own, used = theirs[metric], ours["outcome"][side]
        provisioned = used["provisioned"]
        print(f"{side:5}  evaluator: {own['mean_hours'] * usd:.2f} USD (by the hour's highest {own['max_hours'] * usd:.2f}),",
              f"mean {own['mean']:.1f} units, {own['scale_ins'] / args.days:.1f} scale-ins a day")
        print(f"{side:5} chalkstore: {provisioned['mean_unit_hours'] * usd:.2f} USD by the mean,",
              f"{provisioned['unit_hours'] * usd:.2f} by the hour's highest, mean {provisioned['mean_capacity']:.1f} units,",
              f"{provisioned['scale_ins'] / args.days:.1f} scale-ins a day, {provisioned['refused_decreases']} refusals,",
              f"throttled {used['throttled_units']:,.0f} of {used['served_units'] + used['throttled_units']:,.0f}")


if __name__ == "__main__":
    main()
