"""A training: the same bits as anywhere else, and in Python's hands."""

import os
import pickle
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
import time
import unittest
import warnings

import numpy as np
from common import bits, cloud_data, cloud_trainer

import glia


def command_line():
    return os.environ.get("GLIA") or shutil.which("glia")


class SameBits(unittest.TestCase):
    @unittest.skipUnless(command_line(), "GLIA names no program glia")
    def test_as_glia_train_with_the_same_settings(self):
        digits = glia.load_dataset("mnist")
        said = {"epochs": 2, "batch": 50, "rate": 2, "optimizer": "momentum", "seed": 7}
        with tempfile.TemporaryDirectory() as folder:
            path = os.path.join(folder, "digits.safetensors")
            options = [f"--{name}={value}" for name, value in said.items()]
            subprocess.run(
                [command_line(), "train", "--net=784-16-10", "--data=mnist", "--activation=tanh",
                 "--train-size=2000", "--out", path, *options],
                check=True, capture_output=True,
            )  # fmt: skip
            wanted = glia.Model.load(path)
        data = digits.train.first(2000)
        model = glia.Model("784-16-10", data, activation="tanh", seed=7)
        trainer = glia.Trainer(model, data, **said)
        trainer.run()
        self.assertEqual(bits(trainer.model), bits(wanted))

    def test_however_it_is_cut_and_whatever_threads_there_are(self):
        whole = cloud_trainer(engine=glia.Engine(threads=1))
        self.assertEqual(whole.run(), "finished")
        for threads in (2, 3):
            trainer = cloud_trainer(engine=glia.Engine(threads=threads))
            self.assertEqual(trainer.run(steps=7), "budget")
            self.assertEqual(trainer.step, 7)
            self.assertEqual(trainer.run(epochs=1), "budget")
            self.assertEqual(trainer.progress.epoch_fraction, 0)
            self.assertEqual(trainer.run(seconds=0.001), trainer.run(seconds=0))
            trainer.run()
            self.assertEqual(bits(trainer.model), bits(whole.model))

    def test_from_a_checkpoint(self):
        whole = cloud_trainer()
        whole.run()
        first = cloud_trainer()
        first.run(steps=33)
        with tempfile.TemporaryDirectory() as folder:
            first.checkpoint().save(folder)
            kept = glia.Checkpoint.load(folder)
        for checkpoint in (kept, pickle.loads(pickle.dumps(first.checkpoint()))):
            second = glia.Trainer(checkpoint.model, cloud_data(), **checkpoint.recipe)
            self.assertEqual(second.resume(checkpoint), [])
            second.run()
            self.assertEqual(bits(second.model), bits(whole.model))

    def test_from_a_snapshot(self):
        trainer = cloud_trainer()
        trainer.run(steps=20)
        moment = trainer.snapshot()
        trainer.run(steps=20)
        wanted = bits(trainer.model)
        trainer.restore(moment)
        self.assertEqual(trainer.step, 20)
        trainer.run(steps=20)
        self.assertEqual(bits(trainer.model), wanted)

    def test_from_a_journal(self):
        edited = cloud_trainer()
        edited.run(steps=5)
        edited.edit("hidden1.weight", (3, 1), 0.25, hold=True)
        edited.submit(glia.Edit("learning_rate", value=0.5))
        edited.run(steps=5)
        self.assertEqual(edited.model.parameters["hidden1.weight"][3, 1], 0.25)
        edited.release("hidden1.weight", 3 * 2 + 1)
        edited.run()
        self.assertNotEqual(edited.model.parameters["hidden1.weight"][3, 1], 0.25)
        self.assertEqual([entry.step for entry in edited.journal], [5, 5, 10])
        again = cloud_trainer()
        again.replay(pickle.loads(pickle.dumps(edited.journal)))
        again.run()
        self.assertEqual(bits(again.model), bits(edited.model))


class InPythonsHands(unittest.TestCase):
    def test_callbacks_are_told(self):
        epochs, moments = [], []
        trainer = cloud_trainer(epochs=3, engine=glia.Engine(1))
        trainer.run(on_epoch=epochs.append, on_progress=moments.append)
        self.assertEqual([report.epoch for report in epochs], [1, 2, 3])
        self.assertEqual([r.cost for r in epochs], [r.cost for r in trainer.reports])
        self.assertTrue(all(isinstance(moment, glia.Progress) for moment in moments))

    def test_validation_and_test_stand_in_the_reports(self):
        data, others = cloud_data(), cloud_data(90, seed=5)
        model = glia.Model("8", data)
        trainer = glia.Trainer(model, data, validation=others, test=others, epochs=2)
        trainer.run()
        last = trainer.reports[-1]
        self.assertEqual(last.validation.cost, last.test.cost)
        self.assertEqual(last.validation.cost, trainer.evaluate(others).cost)
        self.assertEqual(last.validation.cost, trainer.model.evaluate(others).cost)

    def test_what_a_callback_raises_comes_out_and_the_training_can_go_on(self):
        def stop(report):
            if report.epoch == 2:
                raise LookupError("enough")

        trainer, whole = cloud_trainer(), cloud_trainer()
        with self.assertRaisesRegex(LookupError, "enough"):
            trainer.run(on_epoch=stop)
        self.assertEqual(len(trainer.reports), 2)
        while trainer.run() == "cancelled":
            pass
        whole.run()
        self.assertEqual(bits(trainer.model), bits(whole.model))

    def test_a_callback_may_look_at_its_trainer_but_not_run_it(self):
        trainer, seen = cloud_trainer(epochs=2), []

        def look(report):
            seen.append((trainer.step, trainer.progress.step, bits(trainer.model)))
            with self.assertRaisesRegex(glia.Error, "called by a callback"):
                trainer.run()

        trainer.run(on_epoch=look)
        self.assertEqual(seen[-1][2], bits(trainer.model))

    def test_other_threads_run_meanwhile_and_are_answered(self):
        trainer, steps = cloud_trainer(epochs=10**6), []
        worker = threading.Thread(target=lambda: steps.append(trainer.run()))
        worker.start()
        counted = 0
        while trainer.step < 100 and counted < 10**7:
            counted += 1
        trainer.edit("hidden1.bias", 0, 0.5)
        moved = trainer.step
        while trainer.step == moved:
            time.sleep(0.01)
        self.assertGreater(trainer.evaluate(cloud_data()).samples, 0)
        trainer.cancel()
        worker.join(timeout=30)
        self.assertEqual(steps, ["cancelled"])
        self.assertEqual(len(trainer.journal), 1)

    def test_a_computation_of_python_goes_on_while_it_trains(self):
        trainer = cloud_trainer(epochs=10**6)
        worker = threading.Thread(target=lambda: trainer.run(seconds=0.6))
        worker.start()
        begun, turns = time.monotonic(), 0
        while worker.is_alive() and time.monotonic() - begun < 30:
            turns += 1
        worker.join()
        self.assertGreater(turns, 10_000)

    def test_control_c_stops_it_and_keeps_what_was_learnt(self):
        # A shell has its background jobs ignore it.
        before = signal.signal(signal.SIGINT, signal.default_int_handler)
        self.addCleanup(signal.signal, signal.SIGINT, before)
        trainer = cloud_trainer(epochs=10**6)
        timer = threading.Timer(0.3, lambda: os.kill(os.getpid(), signal.SIGINT))
        timer.start()
        with self.assertRaises(KeyboardInterrupt):
            trainer.run(seconds=60)
        self.assertGreater(trainer.step, 0)
        before = trainer.step
        self.assertEqual(trainer.run(steps=10), "budget")
        self.assertEqual(trainer.step, before + 10)

    def test_it_outlives_what_it_was_made_of(self):
        import gc

        trainer = cloud_trainer(engine=glia.Engine(threads=2))
        probe = glia.Probe(trainer, "hidden1.activation")
        gc.collect()
        trainer.run(steps=3)
        del trainer
        gc.collect()
        probe.request()
        self.assertIsNone(probe.read())

    def test_every_setting_of_a_recipe_is_a_keyword_argument(self):
        recipe = cloud_trainer(optimizer="adamw", weight_decay=0.01).recipe
        self.assertEqual(set(recipe), {s.name for s in glia.settings() if s.of_recipe})
        self.assertEqual((recipe["optimizer"], recipe["weight_decay"]), ("adamw", 0.01))
        again = cloud_trainer(**recipe)
        self.assertEqual(again.recipe, recipe)

    def test_notes_are_warnings(self):
        data = glia.Dataset.rows([[0.0], [1]], [[5.0], [9]])
        model = glia.Model("1-3-1", data, output="sigmoid")
        with warnings.catch_warnings(record=True) as told:
            warnings.simplefilter("always")
            trainer = glia.Trainer(model, data)
        self.assertEqual([str(one.message) for one in told], trainer.notes)
        with warnings.catch_warnings():
            warnings.simplefilter("error")
            with self.assertRaises(UserWarning):
                glia.Trainer(model, data)


class Forked(unittest.TestCase):
    """A child of a process that forks has none of its threads."""

    def run_forked(self, work):
        child = os.fork()
        if child == 0:
            code = 1
            try:
                signal.alarm(60)
                code = work() or 0
            finally:
                os._exit(code)
        return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])

    def test_a_child_trains_and_goes_on_with_what_it_has_got(self):
        engine = glia.Engine(threads=2)
        begun = cloud_trainer(engine=engine)
        begun.run(steps=10)
        whole = cloud_trainer()
        whole.run()
        wanted = bits(whole.model)

        def work():
            new = cloud_trainer(engine=engine)
            new.run()
            begun.run()
            return 0 if bits(new.model) == bits(begun.model) == wanted else 2

        self.assertEqual(self.run_forked(work), 0)

    def test_what_another_thread_was_at_is_refused_with_a_reason(self):
        trainer = cloud_trainer(epochs=10**6)
        worker = threading.Thread(target=trainer.run)
        worker.start()
        while trainer.step < 10:
            pass
        time.sleep(0.05)

        def work():
            try:
                trainer.run(steps=1)
            except glia.Error as error:
                return 0 if "forked" in str(error) else 2
            return 3

        told = self.run_forked(work)
        trainer.cancel()
        worker.join()
        self.assertEqual(told, 0)


if __name__ == "__main__":
    unittest.main()
