#!/usr/bin/env python3
"""Makes pictures.json: what PyTorch says about the layers and networks that look at pictures.

Like make_golden.py, whose helpers it takes: `python3 make_pictures.py`, with PyTorch installed.
"""
import json
import pathlib
import platform

import torch
from torch import nn
from torch.nn import functional as F

from make_golden import grid, numbers

torch.set_default_dtype(torch.float64)


def backward(y, dy, **tensors):
    y.backward(dy)
    result = {"y": numbers(y), "dy": numbers(dy)}
    for name, tensor in tensors.items():
        result[name] = numbers(tensor)
        result["d" + name] = numbers(tensor.grad)
    return result


def convolutions():
    result = []
    for channels, height, width, out, kernel, stride, padding in [
        (1, 7, 6, 4, 5, 1, 0), (3, 4, 5, 5, 3, 1, 1), (2, 6, 7, 3, 3, 2, 1), (2, 2, 3, 17, 1, 1, 0),
    ]:
        x = grid(2, channels, height, width, reach=1).requires_grad_()
        weight = grid(out, channels, kernel, kernel, reach=1).requires_grad_()
        bias = grid(out, reach=1).requires_grad_()
        y = F.conv2d(x, weight, bias, stride=stride, padding=padding)
        result.append({
            "rows": 2, "in": [channels, height, width],
            "attributes": {"out": out, "kernel": kernel, "stride": stride, "padding": padding},
            **backward(y, grid(*y.shape, reach=1), x=x, weight=weight, bias=bias),
        })
    return result


def pools():
    result = []
    for name, function in [("max_pool", F.max_pool2d), ("average_pool", F.avg_pool2d)]:
        for size, stride in [(2, 2), (3, 2)]:
            x = grid(2, 2, 7, 8).requires_grad_()
            y = function(x, size, stride)
            result.append({"name": name, "rows": 2, "in": [2, 7, 8],
                           "attributes": {"size": size, "stride": stride},
                           **backward(y, grid(*y.shape, reach=1), x=x)})
    return result


def batch_norm():
    rows, channels = 19, 2
    layer = nn.BatchNorm2d(channels)
    with torch.no_grad():
        layer.weight.copy_(grid(channels, reach=2))
        layer.bias.copy_(grid(channels, reach=1))
        layer.running_mean.copy_(grid(channels, reach=1))
        layer.running_var.copy_(grid(channels, reach=1).abs() + 0.5)
    before = {"scale": numbers(layer.weight), "shift": numbers(layer.bias),
              "mean": numbers(layer.running_mean), "variance": numbers(layer.running_var)}
    x = grid(rows, channels, 2, 3).requires_grad_()
    y = layer(x)
    found = backward(y, grid(*y.shape, reach=1), x=x)
    found.update(dscale=numbers(layer.weight.grad), dshift=numbers(layer.bias.grad))
    after = {"mean": numbers(layer.running_mean), "variance": numbers(layer.running_var)}
    layer.eval()
    return {"rows": rows, "in": [channels, 2, 3], "before": before, "after": after, **found,
            "y_later": numbers(layer(x))}


class Small(nn.Module):
    """conv batchnorm relu maxpool residual(conv batchnorm) relu avgpool dense"""

    def __init__(self):
        super().__init__()
        self.conv1, self.norm1 = nn.Conv2d(2, 5, 3, padding=1), nn.BatchNorm2d(5)
        self.conv2, self.norm2 = nn.Conv2d(5, 5, 3, padding=1), nn.BatchNorm2d(5)
        self.output = nn.Linear(5, 3)

    def forward(self, x):
        x = F.max_pool2d(torch.relu(self.norm1(self.conv1(x))), 2)
        x = torch.relu(x + self.norm2(self.conv2(x)))
        return self.output(x.mean((2, 3)))


def network():
    net = Small()
    names = {"norm1": "conv1.norm", "norm2": "conv2.norm", "conv1": "conv1", "conv2": "conv2",
             "output": "output"}
    kinds = {"running_mean": "mean", "running_var": "variance"}

    def state():
        found = {}
        for name, tensor in net.state_dict().items():
            layer, kind = name.split(".")
            if kind == "num_batches_tracked":
                continue
            if layer.startswith("norm"):
                kind = {"weight": "scale", "bias": "shift", **kinds}[kind]
            found[f"{names[layer]}.{kind}"] = numbers(tensor)
        return found

    with torch.no_grad():
        for parameter in net.parameters():
            parameter.copy_(grid(*parameter.shape, reach=0.5))
    before = state()
    optimizer = torch.optim.SGD(net.parameters(), lr=0.125, momentum=0.875)
    rows = 18
    batches = [(grid(rows, 2, 4, 6, reach=1), torch.randint(3, (rows,))) for _ in range(3)]
    costs = []
    for x, labels in batches:
        optimizer.zero_grad()
        cost = F.cross_entropy(net(x), labels)
        cost.backward()
        optimizer.step()
        costs.append(cost.item())
    net.eval()
    return {
        "net": "conv(5,3x3,same) batchnorm relu maxpool(2) residual(conv(5,3x3,same) batchnorm) "
               "relu avgpool dense(3)",
        "in": [2, 4, 6], "rows": rows, "rate": 0.125, "momentum": 0.875,
        "inputs": [numbers(x) for x, _ in batches],
        "labels": [labels.tolist() for _, labels in batches],
        "before": before, "costs": costs, "after": state(),
        "logits": numbers(net(batches[0][0])),
    }


def main():
    torch.manual_seed(21)
    golden = {
        "made_with": {"torch": torch.__version__, "python": platform.python_version()},
        "convolutions": convolutions(),
        "pools": pools(),
        "batch_norm": batch_norm(),
        "network": network(),
    }
    path = pathlib.Path(__file__).parent / "pictures.json"
    path.write_text(json.dumps(golden, separators=(",", ":")).replace('],"', '],\n"') + "\n")


if __name__ == "__main__":
    main()
