"""scikit-learn's MLPClassifier: dense networks only, always with cross-entropy behind a softmax,
also where the workload has a squared cost behind sigmoids. Of a table MLPRegressor, whose cost is
half of ours."""
import warnings

from sklearn.metrics import log_loss, mean_squared_error
from sklearn.neural_network import MLPClassifier, MLPRegressor

import workloads


class Peer:
    def __init__(self, work):
        if work.kind not in ("dense", "table") or work.does != "train":
            raise SystemExit(f"{work.name}: scikit-learn trains dense networks only")
        warnings.simplefilter("ignore")
        self.work = work
        self.inputs, self.labels = workloads.data(work)
        self.table = work.kind == "table"
        self.net = (MLPRegressor if self.table else MLPClassifier)(
            hidden_layer_sizes=work.sizes[1:-1],
            activation="logistic" if work.activation == "sigmoid" else "relu",
            solver="sgd", alpha=0, batch_size=work.batch, learning_rate_init=work.rate,
            momentum=0.9 if work.optimizer == "momentum" else 0, nesterovs_momentum=False,
            random_state=1)
        if work.cost == "squared" and not self.table:
            self.note = "cross-entropy in place of the squared cost"
        self.at, self.size = 0, min(work.samples, work.steps * work.batch)
        first = slice(0, work.batch)
        classes = {} if self.table else {"classes": range(10)}
        self.net.partial_fit(self.inputs[first], self.labels[first], **classes)
        self.parameters = sum(x.size for x in self.net.coefs_ + self.net.intercepts_)

    def unit(self):
        """partial_fit goes over what it gets once, shuffled."""
        if self.at + self.size > self.work.samples:
            self.at = 0
        rows = slice(self.at, self.at + self.size)
        self.net.partial_fit(self.inputs[rows], self.labels[rows])
        self.at += self.size
        return self.size

    def cost(self):
        if self.table:
            return mean_squared_error(self.labels[:1000], self.net.predict(self.inputs[:1000]))
        some = self.net.predict_proba(self.inputs[:1000])
        return log_loss(self.labels[:1000], some, labels=range(10))


def peer(work, threads, variant):
    return Peer(work)  # its products run on as many threads as OMP_NUM_THREADS says
