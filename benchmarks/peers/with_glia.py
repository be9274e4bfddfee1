"""Glia: its own benchmark program measures, once for every line "SECONDS" that is read. Started as
with_glia.py PROGRAM WORKLOAD THREADS, without any framework's Python; see worker.py."""
import json
import pathlib
import subprocess
import sys

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent))
import report


def once(program, workload, threads, seconds):
    """(value, the benchmark's own counters)"""
    done = subprocess.run(
        [program, f"--benchmark_filter=^{workload}/threads:{threads}/",
         f"--benchmark_min_time={seconds}", "--benchmark_format=json"],
        stdin=subprocess.DEVNULL, capture_output=True, text=True)
    if done.returncode or not done.stdout.strip():
        raise SystemExit(f"{program}: {done.stderr.strip() or 'it has no such workload'}")
    benchmark = json.loads(done.stdout)
    results, _ = report.results_of(benchmark)
    return results[0]["value"], report.runs_of(benchmark)[workload, threads][0]


def main():
    program, workload, threads = sys.argv[1], sys.argv[2], int(sys.argv[3])
    run = once(program, workload, threads, 0.01)[1]
    ready = {"parameters": int(run["parameters"]), "warm_up_seconds": 0, "note": None,
             "flops_per_sample": run["flops"] / run["items_per_second"]}
    if "cost_before" in run:
        ready["cost_before"] = run["cost_before"]
    print(json.dumps(ready), flush=True)
    for line in sys.stdin:
        value, run = once(program, workload, threads, float(line))
        print(json.dumps({"value": value, "cost_after": run.get("cost_after")}), flush=True)


if __name__ == "__main__":
    main()
