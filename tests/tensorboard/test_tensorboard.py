"""What `glia train --log tensorboard:DIR` writes, as TensorBoard itself reads it."""
import json
import pathlib
import sys
import unittest

from tensorboard.backend.event_processing.plugin_event_accumulator import EventAccumulator
from tensorboard.backend.event_processing.plugin_event_multiplexer import EventMultiplexer

sys.path.append(str(pathlib.Path(__file__).resolve().parent.parent / "e2e"))

from cli import CliTest  # noqa: E402


class TensorBoard(CliTest):
    def train(self, log, *words):
        said = self.ok("train", "--data-dir", self.data, "--epochs", 5, "--validation", 0.2,
                       "--out", self.dir / "out.safetensors", "--log", f"tensorboard:{log}",
                       "--json", *words)
        return [json.loads(line) for line in said.splitlines()][:-1]

    def test_it_reads_each_run(self):
        epochs = self.train(self.dir / "runs")
        runs = EventMultiplexer().AddRunsFromDirectory(str(self.dir / "runs")).Reload()
        self.assertEqual(set(runs.Runs()), {"train", "validation", "test"})
        for run, cost, accuracy in (("train", "cost", "train_accuracy"),
                                    ("validation", "validation_cost", "validation_accuracy"),
                                    ("test", "test_cost", "test_accuracy")):
            for tag, name in (("cost", cost), ("accuracy", accuracy)):
                # What the page shows: TensorBoard has made tensors of the scalars.
                events = runs.Tensors(run, tag)
                self.assertEqual([event.step for event in events], [1, 2, 3, 4, 5])
                for event, epoch in zip(events, epochs, strict=True):
                    self.assertAlmostEqual(event.tensor_proto.float_val[0], epoch[name], places=6)
                times = [event.wall_time for event in events]
                self.assertEqual(times, sorted(times))

    def test_a_record_that_is_damaged_is_seen(self):
        self.train(self.dir / "damaged")
        path = next((self.dir / "damaged" / "train").iterdir())
        whole = EventAccumulator(str(path)).Reload()
        self.assertEqual(len(whole.Tensors("cost")), 5)
        data = bytearray(path.read_bytes())
        data[-8] ^= 1
        path.write_bytes(data)
        steps = len(EventAccumulator(str(path)).Reload().Tensors("cost"))
        self.assertEqual(steps, 4, "the last record has another check sum")


if __name__ == "__main__":
    unittest.main()
