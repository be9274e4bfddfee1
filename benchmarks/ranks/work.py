"""What is taught: the same networks, batches and optimizers for Glia and for PyTorch."""
import array
import dataclasses
import math
import random
import wave

BATCH = 128  # samples, eight runs of 16
LENET = ("conv(6,5x5,same) relu maxpool(2) conv(16,5x5) relu maxpool(2) "
         "dense(120) relu dense(84) relu dense(10)")


@dataclasses.dataclass(frozen=True)
class Work:
    name: str
    peer: str  # its name in peers/workloads.py
    words: tuple  # for glia train
    samples: int  # of an epoch, 0: all…
    epochs: int  # …in which a clock runs
    steps: tuple = (10, 50)  # of two runs whose messages are counted
    recordings: bool = False

    def train(self, recordings, batch, samples, epochs):
        data = f"speech:{recordings}" if self.recordings else "mnist"
        return (*self.words, "--weight-decay", 0, "--schedule", "constant", "--data", data,
                "--batch", batch, "--train-size", samples, "--epochs", epochs)

    def timed(self, recordings, batch):
        return self.train(recordings, batch, self.samples, self.epochs)

    def few(self, recordings, steps):
        return self.train(recordings, BATCH, steps * BATCH, 1)


def _by_cross_entropy(net, optimizer, rate):
    return ("--net", net, "--cost", "softmax_cross_entropy", "--optimizer", optimizer,
            "--rate", rate)


ALL = (
    Work("784-16-16-10", "W1b", ("--net", "784-16-16-10", "--rate", 0.1), 60000, 10),
    Work("784-512-512-10", "W2",
         (*_by_cross_entropy("784-512-512-10", "momentum", 0.01), "--activation", "relu"),
         30000, 1),
    Work("LeNet", "W3", _by_cross_entropy(LENET, "adam", 0.001), 30000, 1),
    Work("LSTM", "W4", _by_cross_entropy("lstm(128,last) dense(10)", "adam", 0.001), 640, 8,
         steps=(1, 5), recordings=True),
)


def record(folder):
    """640 made-up recordings to learn from: ten tones in noise."""
    folder.mkdir()
    for digit in range(10):
        for index in (0, 5, *range(10, 74)):  # the first tests, the second validates
            chance = random.Random(100 * digit + index)
            sound = array.array("h", (int(8000 * math.sin(t * (0.2 + 0.15 * digit))
                                          + chance.gauss(0, 3000)) for t in range(5600)))
            with wave.open(str(folder / f"{digit}_tone_{index}.wav"), "wb") as file:
                file.setparams((1, 2, 8000, 0, "NONE", ""))
                file.writeframes(sound.tobytes())
    return folder
