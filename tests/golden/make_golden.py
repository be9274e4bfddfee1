#!/usr/bin/env python3
"""Makes golden.json: what PyTorch says about activations, layers, costs, optimizers and a network.

Inputs are multiples of 1/64, which float32 holds exactly; PyTorch computes in float64. Run it with
PyTorch installed, anywhere: `python3 make_golden.py`. The tests only read the file.
"""
import json
import pathlib
import platform

import torch
from torch.nn import functional as F

torch.manual_seed(20)
torch.set_default_dtype(torch.float64)


def grid(*shape, reach=3.0):
    """Random multiples of 1/64 within ±reach."""
    return torch.round((torch.rand(*shape) * 2 - 1) * reach * 64) / 64


def numbers(tensor):
    return [float(f"{x:.10g}") for x in tensor.detach().flatten().tolist()]


def activations():
    functions = {
        "sigmoid": torch.sigmoid,
        "relu": torch.relu,
        "leaky_relu": lambda x: F.leaky_relu(x, 0.01),
        "tanh": torch.tanh,
        "gelu": F.gelu,
        "softmax": lambda x: torch.softmax(x, 1),
        "identity": lambda x: x,
    }
    result = {}
    for name, function in functions.items():
        x, dy = grid(4, 10, reach=5), grid(4, 10, reach=1)
        x[x == 0] = 1 / 64  # at a kink there is no slope to agree about
        x.requires_grad_()
        y = function(x)
        y.backward(dy)
        result[name] = {"x": numbers(x), "dy": numbers(dy), "y": numbers(y), "dx": numbers(x.grad)}
    return {"rows": 4, "width": 10, "functions": result}


def dense():
    x, weight, bias = grid(6, 19), grid(5, 19, reach=1), grid(5, reach=1)
    dz = grid(6, 5, reach=1)
    for tensor in (x, weight, bias):
        tensor.requires_grad_()
    z = F.linear(x, weight, bias)
    z.backward(dz)
    return {
        "rows": 6, "in": 19, "out": 5,
        "x": numbers(x), "weight": numbers(weight), "bias": numbers(bias), "dz": numbers(dz),
        "z": numbers(z), "dx": numbers(x.grad), "dweight": numbers(weight.grad),
        "dbias": numbers(bias.grad),
    }


COSTS = {
    "squared": lambda z, y: ((z - y) ** 2).sum(1).mean(),
    "softmax_cross_entropy": lambda z, y: F.cross_entropy(z, y),
    "sigmoid_cross_entropy": lambda z, y:
        F.binary_cross_entropy_with_logits(z, y, reduction="sum") / len(z),
}


def one_hot(rows, width):
    return F.one_hot(torch.randint(width, (rows,)), width).to(torch.float64)


def focal(z, y, gamma):
    """As torchvision's sigmoid_focal_loss without alpha, summed over outputs."""
    p = torch.sigmoid(z)
    entropy = F.binary_cross_entropy_with_logits(z, y, reduction="none")
    return ((1 - (p * y + (1 - p) * (1 - y))) ** gamma * entropy).sum() / len(z)


OTHER_COSTS = {
    "absolute": lambda z, y: F.l1_loss(z, y, reduction="sum") / len(z),
    "huber": lambda z, y: F.huber_loss(z, y, reduction="sum", delta=1.0) / len(z),
    "focal": lambda z, y: focal(z, y, 2.0),
}


def other_costs():
    torch.manual_seed(24)
    several = torch.randint(2, (7, 10)).to(torch.float64)  # yes or no of each output
    return costs(OTHER_COSTS, {"absolute": grid(7, 10), "huber": grid(7, 10), "focal": several})


def costs(functions, wanted):
    result = {}
    for name, cost in functions.items():
        z, y = grid(7, 10, reach=6), wanted.get(name)
        if y is None:
            y = one_hot(7, 10)
            y[0] = torch.full((10,), 1 / 16)  # not one-hot, and for softmax not even a distribution
        z.requires_grad_()
        c = cost(z, y)
        c.backward()
        result[name] = {"z": numbers(z), "y": numbers(y), "cost": c.item(), "dz": numbers(z.grad)}
    return {"rows": 7, "width": 10, "functions": result}


def optimizers():
    rates = {"rate": 0.0625, "decay": 0.03125, "momentum": 0.875, "beta1": 0.9, "beta2": 0.999,
             "epsilon": 1e-8}
    betas = {"betas": (rates["beta1"], rates["beta2"]), "eps": rates["epsilon"]}
    common = {"lr": rates["rate"], "weight_decay": rates["decay"]}
    makers = {
        "sgd": lambda w: torch.optim.SGD([w], **common),
        "momentum": lambda w: torch.optim.SGD([w], momentum=rates["momentum"], **common),
        "nesterov": lambda w: torch.optim.SGD([w], momentum=rates["momentum"], nesterov=True,
                                              **common),
        "adam": lambda w: torch.optim.Adam([w], **betas, **common),
        "adamw": lambda w: torch.optim.AdamW([w], **betas, **common),
    }
    start, gradients = grid(16, reach=1), [grid(16, reach=1) for _ in range(6)]
    result = {}
    for name, maker in makers.items():
        w = start.clone().requires_grad_()
        optimizer = maker(w)
        steps = []
        for gradient in gradients:
            w.grad = gradient.clone()
            optimizer.step()
            steps.append(numbers(w))
        result[name] = steps
    return {**rates, "start": numbers(start), "gradients": [numbers(g) for g in gradients],
            "functions": result}


def networks():
    widths, rows, steps, rate = [12, 7, 5, 3], 8, 5, 0.5
    names = ["hidden1", "hidden2", "output"]
    kinds = [("sigmoid", "sigmoid", "squared"), ("relu", "softmax", "softmax_cross_entropy"),
             ("tanh", "sigmoid", "sigmoid_cross_entropy"), ("gelu", "identity", "squared")]
    batches = [(grid(rows, widths[0], reach=1), one_hot(rows, widths[-1])) for _ in range(steps)]
    result = []
    for hidden, output, cost in kinds:
        params = {}
        for name, inputs, outputs in zip(names, widths, widths[1:]):
            params[name + ".weight"] = grid(outputs, inputs, reach=0.75).requires_grad_()
            params[name + ".bias"] = grid(outputs, reach=0.25).requires_grad_()

        def answer(x):
            for name in names:
                x = F.linear(x, params[name + ".weight"], params[name + ".bias"])
                if name != "output":
                    x = {"sigmoid": torch.sigmoid, "relu": torch.relu, "tanh": torch.tanh,
                         "gelu": F.gelu}[hidden](x)
            return torch.sigmoid(x) if cost == "squared" and output == "sigmoid" else x

        before = {name: numbers(p) for name, p in params.items()}
        optimizer = torch.optim.SGD(params.values(), lr=rate)
        seen, first = [], None
        for x, y in batches:
            optimizer.zero_grad()
            c = COSTS[cost](answer(x), y)
            c.backward()
            seen.append(c.item())
            first = first or {name: numbers(p.grad) for name, p in params.items()}
            optimizer.step()
        result.append({
            "hidden": hidden, "output": output, "cost": cost, "before": before,
            "first_gradients": first, "costs": seen,
            "after": {name: numbers(p) for name, p in params.items()},
        })
    return {"net": "-".join(map(str, widths)), "rows": rows, "rate": rate,
            "inputs": [numbers(x) for x, _ in batches], "targets": [numbers(y) for _, y in batches],
            "networks": result}


def layer_norm():
    torch.manual_seed(22)
    x, gain, bias, dy = grid(3, 4, 7), grid(7), grid(7), grid(3, 4, 7, reach=1)
    for tensor in (x, gain, bias):
        tensor.requires_grad_()
    y = F.layer_norm(x, (7,), gain, bias)
    y.backward(dy)
    return {
        "rows": 3, "frames": 4, "width": 7,
        "x": numbers(x), "gain": numbers(gain), "bias": numbers(bias), "dy": numbers(dy),
        "y": numbers(y), "dx": numbers(x.grad), "dgain": numbers(gain.grad),
        "dbias": numbers(bias.grad),
    }


def recurrent(layer, seed):
    """Two bidirectional layers over packed sequences; of the upper one every kind of output."""
    torch.manual_seed(seed)
    lengths, frames, features, hidden = [6, 3, 1, 5, 6], 6, 5, 4
    rows = len(lengths)
    real = (torch.arange(frames)[None, :] < torch.tensor(lengths)[:, None])[:, :, None]
    x = grid(rows, frames, features)
    x[x == 0] = 1 / 64  # a real frame is not all zero
    x = (x * real).requires_grad_()
    net = layer(features, hidden, num_layers=2, bidirectional=True, batch_first=True)
    for name, parameter in net.named_parameters():
        # PyTorch adds two biases up; here the one of the hidden state is none.
        parameter.data = grid(*parameter.shape, reach=0 if "bias_hh" in name else 1)
    learnt = {name: p for name, p in net.named_parameters() if "bias_hh" not in name}
    result = {
        "rows": rows, "frames": frames, "features": features, "hidden": hidden,
        "lengths": lengths, "x": numbers(x),
        "params": {name: numbers(p) for name, p in learnt.items()}, "outputs": {},
    }
    for kind in ("sequence", "last", "mean"):
        packed = torch.nn.utils.rnn.pack_padded_sequence(x, lengths, batch_first=True,
                                                         enforce_sorted=False)
        output, state = net(packed)
        h_n = state[0] if layer is torch.nn.LSTM else state
        sequence, _ = torch.nn.utils.rnn.pad_packed_sequence(output, batch_first=True)
        y = {"sequence": sequence, "last": torch.cat([h_n[2], h_n[3]], 1),
             "mean": sequence.sum(1) / torch.tensor(lengths)[:, None]}[kind]
        dy = grid(*y.shape, reach=1)
        net.zero_grad()
        x.grad = None
        y.backward(dy)
        result["outputs"][kind] = {
            "y": numbers(y), "dy": numbers(dy), "dx": numbers(x.grad * real),
            "gradients": {name: numbers(p.grad) for name, p in learnt.items()},
        }
    return result


def main():
    golden = {
        "made_with": {"torch": torch.__version__, "python": platform.python_version()},
        "activations": activations(),
        "dense": dense(),
        "costs": costs(COSTS, {}),
        "optimizers": optimizers(),
        "networks": networks(),
        "lstm": recurrent(torch.nn.LSTM, 21),
        "layer_norm": layer_norm(),
        "rnn": recurrent(torch.nn.RNN, 22),
        "other_costs": other_costs(),
    }
    path = pathlib.Path(__file__).parent / "golden.json"
    path.write_text(json.dumps(golden, separators=(",", ":")).replace('],"', '],\n"') + "\n")


if __name__ == "__main__":
    main()
