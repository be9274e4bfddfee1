"""What ./bench says about numbers that are given: medians, parts of the peak, changes."""
import ast
import json
import os
import pathlib
import subprocess
import sys
import tempfile
import unittest

ROOT = pathlib.Path(os.environ["GLIA_ROOT"])
BENCHMARKS = ROOT / "benchmarks"
sys.path[:0] = [str(BENCHMARKS), str(BENCHMARKS / "peers"), str(BENCHMARKS / "ranks")]
import model
import report
import table
import turns


def run(name, **numbers):
    return {"name": name, "run_type": "iteration", **numbers}


def benchmark():
    """As Google Benchmark writes it: repetitions in a drawn order, aggregates between them."""
    runs = [run("W1a/threads:1/real_time", items_per_second=n, flops=2.0 * n)
            for n in (100.0, 600.0, 200.0)]
    runs += [run("W5-seed/threads:1/real_time", real_time=t, flops=50.0) for t in (2.0, 9.0, 4.0)]
    runs.insert(1, run("fma-peak/threads:1/iterations:1/real_time", flops=800.0))
    runs.insert(4, run("fma-peak/threads:1/iterations:1/real_time", flops=1000.0))
    runs.append({"name": "W1a/threads:1/real_time_median", "run_type": "aggregate",
                 "items_per_second": 1e9})
    return {"benchmarks": runs[::-1]}


class Report(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = pathlib.Path(folder.name)
        self.history = self.folder / "new/history.jsonl"

    def entry(self, cpu="this", extra=()):
        return report.entry_of(benchmark(), list(extra), cpu, "abc")

    def test_medians_extremes_and_parts_of_the_best_peak(self):
        first, second = self.entry()["results"]
        self.assertEqual((first["workload"], first["threads"], first["unit"]),
                         ("W1a", 1, "samples/s"))
        self.assertEqual((first["value"], first["low"], first["high"]), (200, 100, 600))
        self.assertEqual(first["peak_fraction"], 0.4)
        self.assertEqual((second["workload"], second["value"], second["unit"]),
                         ("W5-seed", 4, "us"))

    def test_a_workload_without_a_peak_has_no_part_of_it(self):
        runs = [run("W4/threads:2/real_time", items_per_second=5.0, flops=1.0)]
        results, _ = report.results_of({"benchmarks": runs})
        self.assertIsNone(results[0]["peak_fraction"])
        self.assertEqual(results[0]["unit"], "sequences/s")

    def test_a_failed_benchmark_is_named(self):
        runs = [run("W2/threads:1/real_time", error_occurred=True, error_message="no memory")]
        with self.assertRaisesRegex(SystemExit, "W2/threads:1.*no memory"):
            report.results_of({"benchmarks": runs})

    def test_change_is_in_speed_for_rates_and_for_times(self):
        before = self.entry()
        before["results"][0]["value"] = 160  # a rate that rose to 200
        before["results"][1]["value"] = 5  # a time that fell to 4
        changes = [report.change(result, before) for result in self.entry()["results"]]
        self.assertEqual(changes, [1.25, 1.25])
        self.assertIsNone(report.change({"workload": "W9", "threads": 1}, before))
        self.assertIn("+25 %", report.table(self.entry(), before))

    def test_compares_with_the_last_run_on_the_same_processor(self):
        history = self.folder / "history.jsonl"
        entries = [self.entry("this"), self.entry("this"), self.entry("other")]
        entries[1]["date"] = "the last"
        lines = [json.dumps(entry) for entry in entries] + ['{"cut off', "[]"]
        history.write_text("\n".join(lines))
        self.assertEqual(report.last_of_same_cpu(history, "this")["date"], "the last")
        self.assertIsNone(report.last_of_same_cpu(history, "a third"))
        self.assertIsNone(report.last_of_same_cpu(self.folder / "none", "this"))

    def test_json_is_one_object_a_line_and_the_run_enters_the_history(self):
        results, t99 = self.folder / "ours.json", self.folder / "t99.json"
        results.write_text(json.dumps(benchmark()))
        t99.write_text(json.dumps({"workload": "T99", "threads": 2, "value": 3.5, "unit": "s",
                                   "peak_fraction": None, "low": 3, "high": 4}) + "\n")
        command = [sys.executable, BENCHMARKS / "report.py", results, t99, "--json", "--commit",
                   "abc", "--history", self.history]
        for times in (1, 2):
            said = subprocess.run(command, capture_output=True, text=True, check=True).stdout
            lines = [json.loads(line) for line in said.splitlines()]
            self.assertEqual([line["workload"] for line in lines], ["W1a", "W5-seed", "T99"])
            self.assertEqual(set(lines[0]),
                             {"workload", "threads", "value", "unit", "peak_fraction"})
            self.assertEqual(len(self.history.read_text().splitlines()), times)


class Peers(unittest.TestCase):
    def entry(self):
        def result(peer, workload, value, unit, **more):
            return {"peer": peer, "workload": workload, "threads": 1, "value": value,
                    "unit": unit, "note": None, **more}
        return {"cpu": "this", "date": "today", "rounds": 5, "seconds": 1, "peak": {"1": 1e9},
                "results": [result("glia", "W1a", 5000, "samples/s", flops_per_sample=1e5),
                            result("slow", "W1a", 50, "samples/s"),
                            result("fast", "W1a", 2500, "samples/s"),
                            result("glia", "W5-seed", 4, "us", flops_per_sample=1e3),
                            result("fast", "W5-seed", 2, "us", note="called from Python")]}

    def test_ratios_to_the_fastest_for_rates_and_for_times(self):
        text = table.ratios(self.entry())
        self.assertIn("| W1a | 1 | 5,000 samples/s | 50 % | fast 2,500 | **2.0** | 100 | 2.0 |",
                      text)
        self.assertIn("| W5-seed | 1 | 4 us | 25 % | fast 2 | **0.50** |  | 0.50 |", text)
        self.assertIn("- fast, W5-seed: called from Python", text)

    def test_seconds_to_99_of_100_say_how_many_images_were_read(self):
        entry = self.entry()
        for peer, seconds in (("glia", 2.0), ("other", 9.0)):
            entry["results"].append({
                "peer": peer, "workload": "T99", "threads": 1, "value": seconds,
                "mean": seconds + 1, "unit": report.unit_of("T99"), "note": None,
                "accuracies": [0.99, 0.992]})
        text = table.ratios(entry)
        self.assertIn("| T99 | 1 | 2 s |  | other 9 | **4.5** |", text)
        self.assertIn("- other, T99, 1 thread: 99.10 % of the test images right, mean of 2 seeds "
                      "(99.00 to 99.20 %); 9.00 s in the median, 10.00 s in the mean", text)

    def worker(self, code):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        worker = turns.Worker("one", [sys.executable, "-c", code], [min(os.sched_getaffinity(0))],
                              pathlib.Path(folder.name, "log"))
        self.addCleanup(worker.end)
        return worker

    def test_a_worker_gets_ready_and_measures_when_told(self):
        worker = self.worker("import os\nprint('{\"parameters\": %d}' % len(os.sched_getaffinity(0))"
                             ", flush=True)\nfor line in iter(input, ''): "
                             "print('{\"value\": %s}' % line, flush=True)")
        worker.get_ready()
        self.assertEqual(worker.ready["parameters"], 1)
        self.assertEqual(worker.measure(2.5), 2.5)
        self.assertEqual(worker.accuracies, [])

    def test_a_worker_that_learns_says_how_much_it_reads(self):
        worker = self.worker("print('{\"parameters\": 1}', flush=True)\n"
                             "for line in iter(input, ''): "
                             "print('{\"value\": 3, \"accuracy\": 0.5}', flush=True)")
        worker.get_ready()
        self.assertEqual([worker.measure(1), worker.measure(1)], [3, 3])
        self.assertEqual(worker.accuracies, [0.5, 0.5])

    def test_a_worker_that_fails_says_why(self):
        worker = self.worker("raise SystemExit('no such framework')")
        with self.assertRaisesRegex(turns.Failed, "one: no such framework"):
            worker.get_ready()


class Ranks(unittest.TestCase):
    """What benchmarks/ranks.py predicts of machines whose batch of 1024 takes a second."""

    machine = model.Machine.through(1, (512, 1024), (0.5, 1.0))

    def test_a_step_goes_through_both_measurements(self):
        machine = model.Machine.through(1, (128, 256), (3.0, 5.0))
        self.assertEqual([machine.step(128), machine.step(256)], [3, 5])

    def test_a_network_that_costs_nothing_pays_for_each_run_of_16_samples(self):
        free = model.Network("free", 0, float("inf"))
        self.assertEqual(model.pays_up_to(self.machine, free, 10000, 1024), 64)
        self.assertEqual(model.speed(self.machine, free, 10000, 1024, 64), 64)
        self.assertEqual(model.pays_up_to(self.machine, free, 10000, 16, weak=True), model.MOST)

    def test_a_slow_one_pays_for_nobody(self):
        self.assertEqual(
            model.pays_up_to(self.machine, model.Network("late", 1, 1e9), 10000, 1024), 1)
        self.assertEqual(
            model.pays_up_to(self.machine, model.Network("slow", 0, 1e4), 10000, 1024), 1)


class Scripts(unittest.TestCase):
    def test_they_are_python_and_shell(self):
        for file in sorted(BENCHMARKS.rglob("*.py")) + [BENCHMARKS / "peers/run"]:
            with self.subTest(file=file.name):
                ast.parse(file.read_text(encoding="utf-8"))
        subprocess.run(["bash", "-n", ROOT / "bench"], check=True)

    def test_words_that_bench_does_not_know_get_its_usage(self):
        done = subprocess.run([ROOT / "bench", "--jsno"], capture_output=True, text=True)
        self.assertEqual(done.returncode, 2)
        self.assertIn("./bench --json", done.stdout)


if __name__ == "__main__":
    unittest.main()
