"""One process of several that teach networks by PyTorch's DistributedDataParallel over Gloo, as
torchrun starts them: with_ddp.py THREADS SECONDS WORKLOAD…

Prints an object for each workload: seconds of a step, bytes that went over the loopback interface
in it, and a digest of the parameters after STEPS steps.
"""
import dataclasses
import hashlib
import json
import os
import pathlib
import sys
import time

import torch

HERE = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent / "peers"))
import launch
import with_torch
import workloads

STEPS = 40
WARM = 10  # of them, before a clock runs
workloads.IMAGES = 6000  # enough to shuffle


def sent():
    lines = pathlib.Path("/proc/self/net/dev").read_text().splitlines()
    return launch.loopback(next(line for line in lines if "lo:" in line))


def work_of(name, batch):
    """One of the peers' workloads, with this batch; an LSTM over as many frames as Glia hears."""
    work = dataclasses.replace(workloads.find(name), batch=batch)
    return dataclasses.replace(work, frames=64) if work.kind == "lstm" else work


class Learner:
    def __init__(self, work, threads, rank, ranks):
        self.peer = with_torch.Peer(work, threads, "plain")
        if ranks > 1:
            self.peer.net = torch.nn.parallel.DistributedDataParallel(self.peer.net)
        own = work.batch // ranks
        self.own = slice(rank * own, (rank + 1) * own)
        self.batches = iter(())

    def learn(self, steps):
        peer = self.peer
        for _ in range(steps):
            rows = next(self.batches, None)
            if rows is None:
                self.batches = iter(torch.from_numpy(peer.order.next()))
                rows = next(self.batches)
            own = rows[self.own]
            x, y = peer.inputs.index_select(0, own), peer.targets.index_select(0, own)
            peer.optimizer.zero_grad()
            peer.batch_loss(x, y).backward()
            peer.optimizer.step()

    def digest(self):
        numbers = [p.detach().numpy().tobytes() for p in self.peer.net.parameters()]
        return hashlib.sha256(b"".join(numbers)).hexdigest()


def measure(name, batch, threads, seconds, rank, ranks):
    learner = Learner(work_of(name, batch), threads, rank, ranks)
    learner.learn(WARM)
    began = time.perf_counter()
    learner.learn(STEPS - WARM)
    each = (time.perf_counter() - began) / (STEPS - WARM)
    digest = learner.digest()
    steps = torch.tensor([max(10, int(seconds / each))])
    if ranks > 1:
        torch.distributed.broadcast(steps, 0)
    before, began = sent(), time.perf_counter()
    learner.learn(int(steps))
    took, after = time.perf_counter() - began, sent()
    return {"workload": name, "step": took / int(steps), "digest": digest,
            "bytes": (after - before) / int(steps)}


def main():
    threads, seconds, batch, *names = sys.argv[1:]
    rank, ranks = int(os.environ["RANK"]), int(os.environ["WORLD_SIZE"])
    if ranks > 1:
        torch.distributed.init_process_group("gloo")
    for name in names:
        found = measure(name, int(batch), int(threads), float(seconds), rank, ranks)
        if rank == 0:
            print(json.dumps(found), flush=True)
    if ranks > 1:
        torch.distributed.destroy_process_group()


if __name__ == "__main__":
    main()
