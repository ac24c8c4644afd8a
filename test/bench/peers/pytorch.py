"""One workload of `glassbox bench` in PyTorch, on the processor.

usage: pytorch.py WORKLOAD THREADS SECONDS
prints {"version", "rate"}: examples a second, of gemm GFLOP/s; the median of seven blocks
"""
import json
import statistics
import sys
import time

import torch
from torch import nn

workload, threads, seconds = sys.argv[1], int(sys.argv[2]), float(sys.argv[3])
torch.set_num_threads(threads)
torch.manual_seed(0)


def dense(*widths):
    layers = [layer for a, b in zip(widths, widths[1:]) for layer in (nn.Linear(a, b), nn.ReLU())]
    return nn.Sequential(*layers[:-1])


def normalized(inputs, filters):
    return [nn.Conv2d(inputs, filters, 3, padding=1), nn.BatchNorm2d(filters), nn.ReLU(), nn.MaxPool2d(2)]


class Residual(nn.Module):
    def __init__(self, inputs, filters, stride):
        super().__init__()
        self.body = nn.Sequential(
            nn.Conv2d(inputs, filters, 3, stride, 1, bias=False), nn.BatchNorm2d(filters), nn.ReLU(),
            nn.Conv2d(filters, filters, 3, 1, 1, bias=False), nn.BatchNorm2d(filters),
        )
        shrink = [nn.AvgPool2d(stride)] if stride > 1 else []
        widen = [nn.Conv2d(inputs, filters, 1, bias=False), nn.BatchNorm2d(filters)]
        self.skip = nn.Sequential(*shrink, *widen) if stride > 1 or inputs != filters else nn.Identity()

    def forward(self, x):
        return torch.relu(self.body(x) + self.skip(x))


def examples(count, *shape):
    return torch.rand(count, *shape), torch.randint(0, 10, (count,)), nn.CrossEntropyLoss()


def mlp_small():
    return dense(784, 32, 10), lambda p: torch.optim.SGD(p, 0.1), *examples(32, 784)


def mlp_book():
    return dense(784, 500, 500, 500, 10), lambda p: torch.optim.Adam(p, 1e-4), *examples(100, 784)


def cnn28():
    model = nn.Sequential(
        nn.Conv2d(1, 16, 3, padding=1), nn.ReLU(), nn.MaxPool2d(2), nn.Conv2d(16, 32, 3, padding=1), nn.ReLU(),
        nn.MaxPool2d(2), nn.Flatten(), dense(32 * 49, 64, 10),
    )
    return model, lambda p: torch.optim.Adam(p, 1e-3), *examples(64, 1, 28, 28)


def cnn64():
    blocks = [*normalized(3, 32), *normalized(32, 64), *normalized(64, 128)]
    model = nn.Sequential(*blocks, nn.Flatten(), dense(128 * 64, 128, 10))
    return model, lambda p: torch.optim.Adam(p, 1e-3), *examples(32, 3, 64, 64)


def res64():
    model = nn.Sequential(
        nn.Conv2d(3, 24, 3, 2, 1, bias=False), nn.BatchNorm2d(24), nn.ReLU(),
        Residual(24, 24, 1), Residual(24, 48, 2), Residual(48, 96, 2), Residual(96, 128, 2),
        nn.AdaptiveAvgPool2d(1), nn.Flatten(), nn.Linear(128, 10),
    )
    return model, lambda p: torch.optim.AdamW(p, 2e-3, weight_decay=0.05), *examples(32, 3, 64, 64)


def xor():
    model = nn.Sequential(nn.Linear(2, 2), nn.Sigmoid(), nn.Linear(2, 1), nn.Sigmoid())
    truths = torch.tensor([[0.0, 0.0], [0.0, 1.0], [1.0, 0.0], [1.0, 1.0]])
    answers = torch.tensor([[0.0], [1.0], [1.0], [0.0]])
    return model, lambda p: torch.optim.SGD(p, 0.5), truths, answers, nn.MSELoss()


def training(make):
    model, optimizer_of, inputs, answers, loss = make()
    optimizer = optimizer_of(model.parameters())

    def step():
        optimizer.zero_grad()
        loss(model(inputs), answers).backward()
        optimizer.step()

    return step, len(inputs)


def product():
    a, b = torch.rand(1024, 1024), torch.rand(1024, 1024)
    return lambda: a @ b, 2 * 1024**3 / 1e9


def timed(work, repeats):
    started = time.perf_counter()
    for _ in range(repeats):
        work()
    return (time.perf_counter() - started) / repeats


networks = {"mlp-small": mlp_small, "mlp-book": mlp_book, "cnn28": cnn28, "cnn64": cnn64, "res64": res64, "xor": xor}
work, amount = product() if workload == "gemm" else training(networks[workload])
timed(work, 3)
repeats = max(1, int(seconds / 7 / max(timed(work, 2), 1e-6)))
timed(work, repeats)
rate = amount / statistics.median(timed(work, repeats) for _ in range(7))
print(json.dumps({"version": torch.__version__, "rate": rate}))
