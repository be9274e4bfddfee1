"""JAX: a piece of an epoch is one compiled scan over its batches, the parameters are donated."""
from functools import partial

import jax
import jax.numpy as jnp
import numpy as np

import workloads

CALLS = 100


def parameters(work, rng):
    """Weights as they lie best for XLA on a processor: [in][out], pictures with channels last."""
    def filled(*shape, fan_in):
        return jnp.asarray(rng.standard_normal(shape) / np.sqrt(fan_in), jnp.float32)

    def dense(sizes):
        return [(filled(i, o, fan_in=i), jnp.zeros(o)) for i, o in zip(sizes, sizes[1:])]

    if work.kind == "lstm":
        h = work.hidden
        return {"input": filled(40, 4 * h, fan_in=40), "hidden": filled(h, 4 * h, fan_in=h),
                "bias": jnp.zeros(4 * h), "dense": dense((h, 10))}
    if work.kind == "lenet":
        return {"conv": [(filled(5, 5, 1, 6, fan_in=25), jnp.zeros(6)),
                         (filled(5, 5, 6, 16, fan_in=150), jnp.zeros(16))],
                "dense": dense((400, 120, 84, 10))}
    return {"dense": dense(work.sizes)}


def halve(x):
    n, h, w, c = x.shape
    return x.reshape(n, h // 2, 2, w // 2, 2, c).max((2, 4))


def last_state(p, x):
    h = p["hidden"].shape[0]
    inputs = jnp.swapaxes(x @ p["input"] + p["bias"], 0, 1)

    def frame(state, z):
        hidden, cell = state
        i, f, g, o = jnp.split(z + hidden @ p["hidden"], 4, axis=1)
        cell = jax.nn.sigmoid(f) * cell + jax.nn.sigmoid(i) * jnp.tanh(g)
        return (jax.nn.sigmoid(o) * jnp.tanh(cell), cell), None

    zero = jnp.zeros((x.shape[0], h))
    return jax.lax.scan(frame, (zero, zero), inputs)[0][0]


def forward(work, p, x):
    act = jax.nn.sigmoid if work.activation == "sigmoid" else jax.nn.relu
    if work.kind == "lstm":
        x = last_state(p, x)
    if work.kind == "lenet":
        x = x.reshape(-1, 28, 28, 1)
        for (w, b), padding in zip(p["conv"], ("SAME", "VALID")):
            x = jax.lax.conv_general_dilated(x, w, (1, 1), padding,
                                             dimension_numbers=("NHWC", "HWIO", "NHWC"))
            x = halve(act(x + b))
        x = x.reshape(x.shape[0], -1)
    for w, b in p["dense"][:-1]:
        x = act(x @ w + b)
    w, b = p["dense"][-1]
    return act(x @ w + b) if work.cost == "squared" else x @ w + b


def cost(work, p, x, y):
    a = forward(work, p, x)
    if work.cost == "squared":
        return ((a - y) ** 2).sum(1).mean()
    return -(y * jax.nn.log_softmax(a)).sum(1).mean()


def step(work, p, moments, t, gradient):
    """The optimizer, as the textbooks have it."""
    each = jax.tree.map
    if work.optimizer == "sgd":
        return each(lambda p, g: p - work.rate * g, p, gradient), moments
    if work.optimizer == "momentum":
        v = each(lambda v, g: 0.9 * v + g, moments[0], gradient)
        return each(lambda p, v: p - work.rate * v, p, v), (v,)
    m = each(lambda m, g: 0.9 * m + 0.1 * g, moments[0], gradient)
    v = each(lambda v, g: 0.999 * v + 0.001 * g * g, moments[1], gradient)
    rate = work.rate * jnp.sqrt(1 - 0.999**t) / (1 - 0.9**t)
    return each(lambda p, m, v: p - rate * m / (jnp.sqrt(v) + 1e-8), p, m, v), (m, v)


@partial(jax.jit, static_argnums=0, donate_argnums=1)
def train(work, state, inputs, targets, piece):
    def batch(state, rows):
        p, moments, t = state
        gradient = jax.grad(partial(cost, work))(p, inputs[rows], targets[rows])
        p, moments = step(work, p, moments, t, gradient)
        return (p, moments, t + 1), None

    return jax.lax.scan(batch, state, piece)[0]


@partial(jax.jit, static_argnums=0)
def answer(work, p, x):
    return forward(work, p, x)


@partial(jax.jit, static_argnums=0)
def evaluate(work, p, x, y):
    a = forward(work, p, x)
    return ((a - y) ** 2).sum(), (a.argmax(1) == y.argmax(1)).sum()


class Peer:
    def __init__(self, work):
        self.work, self.order = work, workloads.Order(work)
        inputs, labels = workloads.data(work)
        self.inputs, self.targets = jnp.asarray(inputs), jnp.asarray(workloads.one_hot(labels))
        p = parameters(work, np.random.default_rng(3))
        self.parameters = sum(x.size for x in jax.tree.leaves(p))
        moments = {"sgd": 0, "momentum": 1, "adam": 2}[work.optimizer]
        zeros = tuple(jax.tree.map(jnp.zeros_like, p) for _ in range(moments))
        self.state = (p, zeros, jnp.float32(1))
        self.unit = {"train": self.train, "answer": self.answer,
                     "evaluate": self.evaluate}[work.does]
        self.some = self.inputs[:work.batch]
        self.test = self.inputs[:10000], self.targets[:10000]

    def train(self):
        piece = self.order.next()
        self.state = train(self.work, self.state, self.inputs, self.targets,
                           jnp.asarray(piece, jnp.int32))
        jax.block_until_ready(self.state)
        return piece.size

    def answer(self):
        calls = CALLS if self.work.batch == 1 else 1
        for _ in range(calls):
            answer(self.work, self.state[0], self.some).block_until_ready()
        return calls * self.work.batch

    def evaluate(self):
        jax.block_until_ready(evaluate(self.work, self.state[0], *self.test))
        return 10000

    def cost(self):
        return float(cost(self.work, self.state[0], self.inputs[:1000], self.targets[:1000]))


def peer(work, threads, variant):
    if work.kind == "table":
        raise SystemExit(f"{work.name}: only scikit-learn and PyTorch learn from tables here")
    return Peer(work)  # XLA takes as many threads as the process has cores
