"""Many trainings beside each other: how many threads each takes, and that it does not matter."""

import importlib.util
import multiprocessing
import os
import subprocess
import sys
import threading
import unittest

import glia

HERE = os.path.dirname(os.path.abspath(__file__))
EXAMPLES = os.path.join(os.path.dirname(HERE), "examples")


LIMITS = ("GLIA_THREADS", "OMP_NUM_THREADS", "SLURM_CPUS_PER_TASK")


def has(*modules):
    return all(importlib.util.find_spec(module) for module in modules)


def said_by(code, **environment):
    """What a program prints, without this one's limits."""
    around = {k: v for k, v in os.environ.items() if k not in LIMITS}
    done = subprocess.run(
        [sys.executable, "-c", code], env={**around, **environment}, capture_output=True, text=True
    )
    if done.returncode != 0:
        raise AssertionError(done.stderr)
    return done.stdout.split()


USUAL = "from glia._threads import usual_threads\n"
PROCESSORS = len(os.sched_getaffinity(0))


@unittest.skipUnless(has("sklearn"), "scikit-learn is not installed")
class Threads(unittest.TestCase):
    def test_alone_it_takes_all_processors_that_it_is_allowed(self):
        self.assertEqual(said_by(USUAL + "print(usual_threads())"), [str(PROCESSORS)])
        for name in LIMITS:
            self.assertEqual(said_by(USUAL + "print(usual_threads())", **{name: "1"}), ["1"])
        limited = (
            "import numpy\nfrom threadpoolctl import threadpool_limits\n"
            "with threadpool_limits(1): print(usual_threads())\nprint(usual_threads())"
        )
        self.assertEqual(said_by(USUAL + limited), ["1", str(PROCESSORS)])

    def test_in_a_thread_beside_the_main_one_it_takes_one(self):
        told = []
        thread = threading.Thread(target=lambda: told.append(glia._threads.usual_threads()))
        thread.start()
        thread.join()
        self.assertEqual(told, [1])

    def test_in_joblibs_workers_it_takes_what_joblib_leaves_it(self):
        for backend, limit in (("loky", None), ("multiprocessing", None), ("threading", None)):
            code = (
                "from joblib import Parallel, delayed\n"
                f"print(*Parallel(n_jobs={PROCESSORS}, backend={backend!r})"
                "(delayed(usual_threads)() for _ in range(4)))"
            )
            self.assertEqual(said_by(USUAL + code), ["1"] * 4, backend)

    @unittest.skipUnless(PROCESSORS > 1, "one processor")
    def test_joblibs_inner_limit_counts(self):
        code = (
            "from joblib import Parallel, delayed, parallel_config\n"
            "with parallel_config('loky', n_jobs=2, inner_max_num_threads=2):\n"
            "    print(*Parallel()(delayed(usual_threads)() for _ in range(4)))"
        )
        self.assertEqual(said_by(USUAL + code), ["2"] * 4)

    def test_a_child_of_multiprocessing_takes_one(self):
        for method in ("fork", "spawn"):
            code = (
                "import multiprocessing\n"
                "if __name__ == '__main__':\n"
                f"    with multiprocessing.get_context({method!r}).Pool(2) as pool:\n"
                "        print(*pool.starmap(usual_threads, [()] * 4))"
            )
            self.assertEqual(said_by(USUAL + code), ["1"] * 4, method)

    def test_a_forked_child_learns_the_same(self):
        from sklearn.datasets import load_digits

        x, y = load_digits(return_X_y=True)
        model = glia.GliaClassifier((64,), epochs=2, random_state=1, n_threads=2).fit(x, y)

        def learn(queue):
            again = glia.GliaClassifier((64,), epochs=2, random_state=1, n_threads=2).fit(x, y)
            queue.put(b"".join(c.tobytes() for c in again.coefs_))

        context = multiprocessing.get_context("fork")
        queue = context.Queue()
        child = context.Process(target=learn, args=(queue,))
        child.start()
        self.assertEqual(queue.get(timeout=60), b"".join(c.tobytes() for c in model.coefs_))
        child.join()


class Examples(unittest.TestCase):
    """The same best model, whoever searched for it."""

    def told(self, name):
        around = {**os.environ, "PYTHONWARNINGS": "ignore"}
        done = subprocess.run(
            [sys.executable, os.path.join(EXAMPLES, name)],
            capture_output=True,
            text=True,
            env=around,
            timeout=300,
        )
        self.assertEqual(done.returncode, 0, done.stderr)
        return done.stdout.strip()

    @unittest.skipUnless(has("sklearn", "distributed", "optuna"), "Dask or Optuna is not installed")
    def test_joblib_dask_and_optuna_find_the_same(self):
        by_joblib = self.told("joblib_search.py")
        self.assertRegex(by_joblib, r"^best \{.*\}, right 0\.9\d+, coefficients [0-9a-f]{16}$")
        self.assertEqual(self.told("dask_search.py"), by_joblib)
        self.assertEqual(self.told("optuna_search.py"), by_joblib)


if __name__ == "__main__":
    unittest.main()
