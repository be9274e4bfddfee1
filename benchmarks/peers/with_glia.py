"""Glia: its own benchmark program measures, once for every line "SECONDS" that is read; for T99 it
is `glia train`. Started as with_glia.py PROGRAM WORKLOAD THREADS, without any framework's Python;
see worker.py."""
import json
import pathlib
import subprocess
import sys
import tempfile

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent))
import report
import t99


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


def parameters(glia):
    """How many numbers T99's network learns."""
    if not t99.has_preset(glia):
        raise SystemExit(f"{glia}: it has no preset {t99.PRESET}")
    with tempfile.TemporaryDirectory() as folder:
        model = folder + "/flash.safetensors"
        subprocess.run([glia, "train", "--preset", t99.PRESET, "--data", "mnist", "--json",
                        "--epochs", "1", "--train-size", "64", "--out", model],
                       stdout=subprocess.DEVNULL, check=True)
        said = subprocess.run([glia, "info", model, "--json"], capture_output=True, text=True,
                              check=True)
    return json.loads(said.stdout)["parameters"]


def learn(glia, threads):
    print(json.dumps({"parameters": parameters(glia), "warm_up_seconds": 0, "note": None}),
          flush=True)
    for seed, _ in enumerate(sys.stdin, 1):
        seconds, accuracy = t99.train(glia, threads, seed)
        print(json.dumps({"value": seconds, "accuracy": accuracy}), flush=True)


def main():
    program, workload, threads = sys.argv[1], sys.argv[2], int(sys.argv[3])
    if workload == "T99":
        return learn(program, threads)
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
