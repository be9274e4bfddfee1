"""PyTorch: the plain loop over tensors in memory ("torch"), or with torch.compile ("compiled")."""
import time

import torch
from torch import nn

import workloads

CALLS = 100  # of a single sample, in one unit
STEPS = 500  # at most in one unit


class LastState(nn.Module):
    def __init__(self, hidden):
        super().__init__()
        self.lstm = nn.LSTM(40, hidden, batch_first=True)
        # PyTorch adds two biases where one does; the second stays zero.
        nn.init.zeros_(self.lstm.bias_hh_l0)
        self.lstm.bias_hh_l0.requires_grad = False
        self.dense = nn.Linear(hidden, 10)

    def forward(self, x):
        return self.dense(self.lstm(x)[0][:, -1])


def network(work):
    if work.kind == "lstm":
        return LastState(work.hidden)
    if work.kind == "lenet":
        return nn.Sequential(
            nn.Unflatten(1, (1, 28, 28)),
            nn.Conv2d(1, 6, 5, padding=2), nn.ReLU(), nn.MaxPool2d(2),
            nn.Conv2d(6, 16, 5), nn.ReLU(), nn.MaxPool2d(2), nn.Flatten(),
            nn.Linear(400, 120), nn.ReLU(), nn.Linear(120, 84), nn.ReLU(), nn.Linear(84, 10))
    if work.kind == "flash":
        return nn.Sequential(
            nn.Conv2d(1, 8, 5, stride=2), nn.BatchNorm2d(8), nn.ReLU(),
            nn.Conv2d(8, 16, 3), nn.MaxPool2d(2), nn.BatchNorm2d(16), nn.ReLU(), nn.Flatten(),
            nn.Linear(400, 64), nn.ReLU(), nn.Linear(64, 10))
    layers = []
    for i, o in zip(work.sizes, work.sizes[1:]):
        layers += [nn.Linear(i, o), nn.Sigmoid() if work.activation == "sigmoid" else nn.ReLU()]
    ends = work.cost == "squared" and work.kind != "table"  # in an activation
    return nn.Sequential(*(layers if ends else layers[:-1]))


def optimizer(work, parameters):
    if work.optimizer == "adam":
        return torch.optim.Adam(parameters, lr=work.rate, fused=True)
    momentum = 0.9 if work.optimizer == "momentum" else 0
    return torch.optim.SGD(parameters, lr=work.rate, momentum=momentum, fused=True)


class Peer:
    def __init__(self, work, threads, variant):
        torch.set_num_threads(threads)
        torch.manual_seed(1)
        self.work, self.order = work, workloads.Order(work, most=STEPS)
        inputs, labels = workloads.data(work)
        self.inputs = torch.from_numpy(inputs)
        squared = work.cost == "squared"
        if work.kind == "table":
            self.targets = torch.from_numpy(labels[:, None])
        else:
            self.targets = torch.from_numpy(workloads.one_hot(labels) if squared else labels)
        self.net = network(work)
        learnt = [p for p in self.net.parameters() if p.requires_grad]
        self.parameters = sum(p.numel() for p in learnt)
        self.optimizer = optimizer(work, learnt)
        if squared:
            self.loss = lambda x, y: ((self.net(x) - y) ** 2).sum(1).mean()
        else:
            self.loss = lambda x, y: nn.functional.cross_entropy(self.net(x), y)
        self.batch_loss, self.answers = self.loss, self.net
        if variant == "compiled":
            if work.kind == "lstm":
                self.note = "torch.compile leaves nn.LSTM as it is"
            self.batch_loss, self.answers = torch.compile(self.loss), torch.compile(self.net)
        self.unit = {"train": self.train, "answer": self.answer,
                     "evaluate": self.evaluate}[work.does]
        self.some = self.inputs[:work.batch]

    def train(self):
        piece = torch.from_numpy(self.order.next())
        for rows in piece:
            x, y = self.inputs.index_select(0, rows), self.targets.index_select(0, rows)
            self.optimizer.zero_grad()
            self.batch_loss(x, y).backward()
            self.optimizer.step()
        return piece.numel()

    @torch.inference_mode()
    def answer(self):
        calls = CALLS if self.work.batch == 1 else 1
        for _ in range(calls):
            self.answers(self.some)
        return calls * self.work.batch

    @torch.inference_mode()
    def evaluate(self):
        cost, right, rows = 0.0, 0, self.work.batch
        for begin in range(0, 10000, rows):
            outputs = self.answers(self.inputs[begin:begin + rows])
            targets = self.targets[begin:begin + rows]
            cost += ((outputs - targets) ** 2).sum().item()
            right += (outputs.argmax(1) == targets.argmax(1)).sum().item()
        return 10000

    @torch.inference_mode()
    def cost(self):
        return self.loss(self.inputs[:1000], self.targets[:1000]).item()


class Learner:
    """T99: the recipe of Glia's preset `flash`, again for every seed."""

    def __init__(self, work, threads, variant):
        torch.set_num_threads(threads)
        self.work, self.digits = work, workloads.digits()
        self.net = network(work).to(memory_format=torch.channels_last)
        self.parameters = sum(p.numel() for p in self.net.parameters())
        self.batch_loss = self.loss
        if variant == "compiled":  # once for whole batches, once for the last of an epoch
            self.batch_loss = torch.compile(self.loss, dynamic=False)

    def loss(self, x, y):
        return nn.functional.cross_entropy(self.net(x), y, label_smoothing=self.work.smoothing)

    def begin(self, seed):
        """New weights as Glia draws them: normal, with variance 2/inputs (He)."""
        torch.manual_seed(seed)
        for layer in self.net:
            if isinstance(layer, nn.BatchNorm2d):
                layer.reset_parameters()
            elif isinstance(layer, (nn.Conv2d, nn.Linear)):
                nn.init.kaiming_normal_(layer.weight)
                nn.init.zeros_(layer.bias)
        self.net.train()
        self.optimizer = optimizer(self.work, self.net.parameters())

    def train(self, images, labels):
        """All epochs. Pictures are moved an epoch at once, and stay bytes until their batch."""
        work, samples = self.work, len(images)
        framed = nn.functional.pad(torch.from_numpy(images), (1, 1, 1, 1))
        moved = framed.unfold(1, 28, 1).unfold(2, 28, 1)  # views: [sample][down][right]
        targets = torch.from_numpy(labels).long()
        steps, step = work.epochs * -(-samples // work.batch), 0
        for _ in range(work.epochs):
            order = torch.randperm(samples)
            down, right = torch.randint(3, (2, samples))
            epoch = moved[order, down, right].unsqueeze(1)
            for x, y in zip(epoch.split(work.batch), targets[order].split(work.batch)):
                self.optimizer.param_groups[0]["lr"] = workloads.one_cycle(work, step, steps)
                self.optimizer.zero_grad()
                self.batch_loss(self.floats(x), y).backward()
                self.optimizer.step()
                step += 1

    @staticmethod
    def floats(x):
        return x.to(torch.float32, memory_format=torch.channels_last).mul_(1 / 255)

    def warm_up(self):
        images, labels = self.digits["train"]
        few = 3 * self.work.batch + len(images) % self.work.batch
        self.begin(0)
        self.train(images[:few], labels[:few])

    def learn(self, seed):
        self.begin(seed)
        began = time.perf_counter()
        self.train(*self.digits["train"])
        seconds = time.perf_counter() - began
        return seconds, self.accuracy(*self.digits["t10k"])

    @torch.inference_mode()
    def accuracy(self, images, labels):
        self.net.eval()
        answers = self.net(self.floats(torch.from_numpy(images).unsqueeze(1))).argmax(1)
        return (answers == torch.from_numpy(labels)).sum().item() / len(labels)


def peer(work, threads, variant):
    return (Learner if work.does == "learn" else Peer)(work, threads, variant)
