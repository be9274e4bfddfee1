"""TensorFlow: a piece of an epoch is one tf.function with a loop over its batches, the data beside
it in memory. The variant "xla" has it compiled by XLA."""
import numpy as np
import tensorflow as tf

import workloads

CALLS = 100


def variables(work):
    rng = np.random.default_rng(3)

    def filled(*shape, fan_in):
        return tf.Variable(rng.standard_normal(shape).astype(np.float32) / fan_in**0.5)

    def zeros(n):
        return tf.Variable(tf.zeros(n))

    found, sizes = [], work.sizes
    if work.kind == "lstm":
        h, sizes = work.hidden, (work.hidden, 10)
        found += [filled(40, 4 * h, fan_in=40), filled(h, 4 * h, fan_in=h), zeros(4 * h)]
    if work.kind == "lenet":
        sizes = (400, 120, 84, 10)
        found += [filled(5, 5, 1, 6, fan_in=25), zeros(6),
                  filled(5, 5, 6, 16, fan_in=150), zeros(16)]
    for i, o in zip(sizes, sizes[1:]):
        found += [filled(i, o, fan_in=i), zeros(o)]
    return found


class Peer:
    def __init__(self, work, threads, variant):
        tf.config.threading.set_intra_op_parallelism_threads(threads)
        tf.config.threading.set_inter_op_parallelism_threads(1)
        self.work, self.order = work, workloads.Order(work)
        inputs, labels = workloads.data(work)
        self.inputs, self.targets = tf.constant(inputs), tf.constant(workloads.one_hot(labels))
        self.p = variables(work)
        self.parameters = int(sum(np.prod(v.shape) for v in self.p))
        slots = {"sgd": 0, "momentum": 1, "adam": 2}[work.optimizer]
        self.slots = [[tf.Variable(tf.zeros_like(v)) for v in self.p] for _ in range(slots)]
        self.t = tf.Variable(0.0)
        compiled = tf.function(jit_compile=variant == "xla" or None)
        self.train_piece, self.answers = compiled(self.train_piece), compiled(self.forward)
        self.evaluation = compiled(self.evaluation)
        self.unit = {"train": self.train, "answer": self.answer,
                     "evaluate": self.evaluate}[work.does]
        self.some = self.inputs[:work.batch]
        self.test = self.inputs[:10000], self.targets[:10000]

    def forward(self, x):
        act = tf.sigmoid if self.work.activation == "sigmoid" else tf.nn.relu
        p = list(self.p)
        if self.work.kind == "lstm":
            x, p = self.last_state(x, *p[:3]), p[3:]
        if self.work.kind == "lenet":
            x = tf.reshape(x, (-1, 28, 28, 1))
            for padding in ("SAME", "VALID"):
                x = act(tf.nn.bias_add(tf.nn.conv2d(x, p[0], 1, padding), p[1]))
                x, p = tf.nn.max_pool2d(x, 2, 2, "VALID"), p[2:]
            x = tf.reshape(x, (-1, 400))
        while len(p) > 2:
            x, p = act(tf.nn.bias_add(x @ p[0], p[1])), p[2:]
        x = tf.nn.bias_add(x @ p[0], p[1])
        return act(x) if self.work.cost == "squared" else x

    def last_state(self, x, w, u, b):
        z = tf.tensordot(x, w, 1) + b
        hidden = cell = tf.zeros((x.shape[0], self.work.hidden))
        for frame in tf.unstack(z, axis=1):
            i, f, g, o = tf.split(frame + hidden @ u, 4, axis=1)
            cell = tf.sigmoid(f) * cell + tf.sigmoid(i) * tf.tanh(g)
            hidden = tf.sigmoid(o) * tf.tanh(cell)
        return hidden

    def batch_cost(self, x, y):
        a = self.forward(x)
        if self.work.cost == "squared":
            return tf.reduce_mean(tf.reduce_sum((a - y) ** 2, 1))
        return tf.reduce_mean(tf.nn.softmax_cross_entropy_with_logits(y, a))

    def train_piece(self, piece):
        for step in tf.range(tf.shape(piece)[0]):
            x, y = tf.gather(self.inputs, piece[step]), tf.gather(self.targets, piece[step])
            with tf.GradientTape() as tape:
                cost = self.batch_cost(x, y)
            self.apply(tape.gradient(cost, self.p))

    def apply(self, gradients):
        raw, rate = tf.raw_ops, tf.constant(self.work.rate)
        self.t.assign_add(1)
        for n, (v, g) in enumerate(zip(self.p, gradients)):
            slots = [slot[n].handle for slot in self.slots]
            if self.work.optimizer == "sgd":
                raw.ResourceApplyGradientDescent(var=v.handle, alpha=rate, delta=g)
            elif self.work.optimizer == "momentum":
                raw.ResourceApplyMomentum(var=v.handle, accum=slots[0], lr=rate, grad=g,
                                          momentum=tf.constant(0.9))
            else:
                raw.ResourceApplyAdam(var=v.handle, m=slots[0], v=slots[1], grad=g, lr=rate,
                                      beta1=tf.constant(0.9), beta2=tf.constant(0.999),
                                      epsilon=tf.constant(1e-8), beta1_power=0.9**self.t,
                                      beta2_power=0.999**self.t)

    def evaluation(self, x, y):
        a = self.forward(x)
        right = tf.argmax(a, 1) == tf.argmax(y, 1)
        return tf.reduce_sum((a - y) ** 2), tf.reduce_sum(tf.cast(right, tf.int32))

    def train(self):
        piece = self.order.next()
        self.train_piece(tf.constant(piece, tf.int32))
        self.t.numpy()  # waits
        return piece.size

    def answer(self):
        calls = CALLS if self.work.batch == 1 else 1
        for _ in range(calls):
            self.answers(self.some)
        return calls * self.work.batch

    def evaluate(self):
        self.evaluation(*self.test)[0].numpy()
        return 10000

    def cost(self):
        return float(self.batch_cost(self.inputs[:1000], self.targets[:1000]))


def peer(work, threads, variant):
    if work.kind == "table":
        raise SystemExit(f"{work.name}: only scikit-learn and PyTorch learn from tables here")
    return Peer(work, threads, variant)
