#!/usr/bin/env python3
"""What ./bench found: medians, the part of the machine's peak, the change since the last time.

report.py RESULT.json [T99.json] [--history FILE] [--json] [--commit NAME]

RESULT.json is what Google Benchmark wrote, with repetitions; T99.json what t99.py did. The history
is a file of JSON lines, one a run; a run is compared with the last one on the same processor.
"""
import argparse
import datetime
import json
import pathlib
import re
import statistics

# Everything else is counted in samples a second.
UNITS = {"W4": "sequences/s", "W5-seed": "us", "W5-lenet": "us", "T99": "s", "eval": "ms"}
ORDER = ("W1a", "W1b", "W2", "W3", "W4", "W6", "W5-seed", "W5-lenet", "T99", "eval", "infer-seed",
         "infer-lenet")
PEAK = "fma-peak"


def unit_of(workload):
    return UNITS.get(workload, "sequences/s" if workload.startswith("grow-frames") else "samples/s")


def is_rate(unit):
    return unit.endswith("/s")


def speedup(unit, now, before):
    """How many times as fast as before: 1.1 is a tenth faster, for rates and for times."""
    return now / before if is_rate(unit) else before / now


def place(result):
    """Where it stands in a table: repetitions come in a drawn order."""
    workload = result["workload"]
    at = ORDER.index(workload) if workload in ORDER else len(ORDER)
    return at, workload, result["threads"]


def runs_of(benchmark):
    """{(workload, threads): [Google Benchmark's repetitions]}, in the order of the file."""
    runs = {}
    for run in benchmark["benchmarks"]:
        name = re.match(r"([^/]+)/threads:(\d+)", run["name"])
        if not name or run.get("run_type", "iteration") != "iteration":
            continue
        if run.get("error_occurred"):
            raise SystemExit(f"{run['name']} failed: {run.get('error_message', 'no reason given')}")
        runs.setdefault((name[1], int(name[2])), []).append(run)
    return runs


def peaks_of(runs):
    """The best of all tries: what else ran on the machine can only have made it smaller."""
    return {threads: max(run["flops"] for run in tries)
            for (workload, threads), tries in runs.items() if workload == PEAK}


def results_of(benchmark):
    """One object for each workload and number of threads; `low` and `high` are the extremes."""
    runs = runs_of(benchmark)
    peaks = peaks_of(runs)
    results = []
    for (workload, threads), tries in runs.items():
        if workload == PEAK:
            continue
        unit = unit_of(workload)
        values = [run["items_per_second"] if is_rate(unit) else run["real_time"] for run in tries]
        flops = statistics.median(run.get("flops", 0) for run in tries)
        results.append({
            "workload": workload, "threads": threads, "value": statistics.median(values),
            "unit": unit,
            "peak_fraction": flops / peaks[threads] if threads in peaks and flops else None,
            "low": min(values), "high": max(values)})
    return results, peaks


def entry_of(benchmark, extra, cpu, commit):
    results, peaks = results_of(benchmark)
    now = datetime.datetime.now(datetime.timezone.utc).isoformat(timespec="seconds")
    return {"date": now, "commit": commit, "cpu": cpu, "peak": {str(n): peaks[n] for n in peaks},
            "results": sorted(results + extra, key=place)}


def last_of_same_cpu(history, cpu):
    """The newest entry of the history file, or None. Lines that are no entries are passed over."""
    try:
        lines = history.read_text(encoding="utf-8").splitlines()
    except FileNotFoundError:
        return None
    for line in reversed(lines):
        try:
            entry = json.loads(line)
            if entry["cpu"] == cpu and entry["results"]:
                return entry
        except (ValueError, KeyError, TypeError):
            continue
    return None


def change(result, before):
    """The speed-up since the entry `before`, or None where it has no such workload."""
    for old in before["results"] if before else []:
        if (old["workload"], old["threads"]) == (result["workload"], result["threads"]):
            return speedup(result["unit"], result["value"], old["value"])
    return None


def number(value):
    return f"{value:,.0f}" if value >= 1000 else f"{value:.3g}"


def percent(part, sign=""):
    return "" if part is None else f"{100 * part:{sign}.0f} %"


def table(entry, before):
    lines = [f"{entry['cpu']}, commit {entry['commit']}"]
    for threads, flops in entry["peak"].items():
        lines.append(f"FMA peak, {threads} thread{'s' if threads != '1' else ''}: "
                     f"{flops / 1e9:.0f} GFLOP/s")
    lines.append("")
    form = "{:<12} {:>7} {:>12} {:<12} {:>8} {:>8} {:>8}"
    lines.append(form.format("workload", "threads", "median", "", "spread", "of peak", "change"))
    for result in entry["results"]:
        spread = (result["high"] - result["low"]) / result["value"]
        faster = change(result, before)
        lines.append(form.format(
            result["workload"], result["threads"], number(result["value"]), result["unit"],
            percent(spread), percent(result["peak_fraction"]),
            "" if faster is None else percent(faster - 1, "+")).rstrip())
    lines.append("")
    lines.append(f"change: in speed, since {before['date']} ({before['commit']})" if before else
                 "change: none to show, this is the first run on this processor")
    return "\n".join(lines)


def json_lines(entry):
    kept = ("workload", "threads", "value", "unit", "peak_fraction")
    return "\n".join(json.dumps({key: result[key] for key in kept}) for result in entry["results"])


def cpu_name():
    try:
        found = re.search(r"^model name\s*: (.*)$", pathlib.Path("/proc/cpuinfo").read_text(), re.M)
        return found[1].strip() if found else "unknown processor"
    except OSError:
        return "unknown processor"


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("results", nargs="+", type=pathlib.Path)
    parser.add_argument("--history", type=pathlib.Path)
    parser.add_argument("--commit", default="unknown")
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args()
    benchmark = json.loads(options.results[0].read_text(encoding="utf-8"))
    extra = [json.loads(line) for file in options.results[1:]
             for line in file.read_text(encoding="utf-8").splitlines()]
    entry = entry_of(benchmark, extra, cpu_name(), options.commit)
    before = last_of_same_cpu(options.history, entry["cpu"]) if options.history else None
    print(json_lines(entry) if options.json else table(entry, before))
    if options.history:
        options.history.parent.mkdir(parents=True, exist_ok=True)
        with options.history.open("a", encoding="utf-8") as file:
            file.write(json.dumps(entry) + "\n")


if __name__ == "__main__":
    main()
