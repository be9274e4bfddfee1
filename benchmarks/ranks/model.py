"""What a step should send, and how fast several machines should be: formulas, no measurement."""
import dataclasses
import math

LEAF = 16  # samples: the least that a process or a thread takes
MOST = 256  # machines that are thought of


def laid_out(shapes):
    """How many numbers the parameters are as they lie while training, outputs in sixteens."""
    return sum(-(-shape[0] // LEAF) * LEAF * math.prod(shape[1:]) for shape in shapes)


def sent(numbers, batch, ranks):
    """Bytes that all processes together send in a step: sums to the owners of the parameters;
    what became of these to everyone, with 16 bytes for each sample and each process. For ranks
    and runs of 16 samples in powers of two; without clipping and batch norm."""
    return (ranks - 1) * (4 * numbers + 4 * numbers + 16 * batch + 16 * ranks)


@dataclasses.dataclass(frozen=True)
class Network:
    """Latency is of one message, in seconds; rate in bytes a second, each way at once."""
    name: str
    latency: float
    rate: float


@dataclasses.dataclass(frozen=True)
class Machine:
    """A step of b samples takes it `fixed` + `sample`·b seconds."""
    fixed: float
    sample: float
    threads: int

    @classmethod
    def through(cls, threads, batches, seconds):
        """The one whose steps of two sizes take so long."""
        (small, large), (less, more) = batches, seconds
        sample = (more - less) / (large - small)
        if sample * small > less:  # a step cannot cost less than nothing beside its samples
            sample = less / small
        return cls(less - sample * small, sample, threads)

    def step(self, batch):
        """A thread has whole leaves; the one with most of them is waited for."""
        leaves = -(-batch // (LEAF * self.threads))
        return self.fixed + self.sample * LEAF * self.threads * leaves


def step(machine, network, numbers, batch, ranks):
    """Seconds: nothing that is sent is hidden behind what is computed. The sums leave at once, the
    rest goes around in a ring."""
    if ranks == 1:
        return machine.step(batch)
    own = -(-batch // (LEAF * ranks)) * LEAF
    return (machine.step(own) + ranks * network.latency
            + sent(numbers, batch, ranks) / ranks / network.rate)


def speed(machine, network, numbers, batch, ranks, weak=False):
    """Times as fast as one machine; with `weak` each machine brings a batch of its own."""
    whole = batch * ranks if weak else batch
    return (machine.step(batch) / batch
            / (step(machine, network, numbers, whole, ranks) / whole))


def pays_up_to(*what, weak=False):
    """The largest power of two of machines up to which doubling them pays: those that come bring
    at least half of what they would alone."""
    ranks = 1
    while ranks < MOST:
        gain = speed(*what, 2 * ranks, weak=weak) - speed(*what, ranks, weak=weak)
        if gain < ranks / 2:
            break
        ranks *= 2
    return ranks
