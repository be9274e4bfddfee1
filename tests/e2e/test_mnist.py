"""What the project promises about the real 60,000 + 10,000 images."""
import concurrent.futures
import json
import os
import subprocess
import tempfile
import unittest

GLIA = os.environ["GLIA"]


def learn(seed, *options):
    """The test accuracy of one training."""
    with tempfile.TemporaryDirectory() as folder:
        done = subprocess.run(
            [GLIA, "train", "--net", "784-16-16-10", "--data", "mnist", "--json", "--threads", "1",
             "--seed", str(seed), "--out", f"{folder}/model.safetensors", *options],
            capture_output=True, text=True, timeout=900)
    if done.returncode:
        raise AssertionError(done.stderr)
    return json.loads(done.stdout.splitlines()[-1])["test_accuracy"]


def learn_thrice(*options):
    with concurrent.futures.ThreadPoolExecutor(os.cpu_count()) as pool:
        return list(pool.map(lambda seed: learn(seed, *options), (1, 2, 3)))


class Mnist(unittest.TestCase):
    def test_the_default_recipe(self):
        right = learn_thrice()
        self.assertGreaterEqual(sum(right) / 3, 0.960, right)
        self.assertGreaterEqual(min(right), 0.957, right)

    def test_twenty_epochs_without_weight_decay(self):
        right = learn_thrice("--epochs", "20", "--weight-decay", "0")
        self.assertGreaterEqual(sum(right) / 3, 0.952, right)

    def test_relu_and_cross_entropy(self):
        right = learn_thrice("--activation", "relu", "--cost", "softmax_cross_entropy")
        self.assertGreaterEqual(sum(right) / 3, 0.960, right)


if __name__ == "__main__":
    unittest.main()
