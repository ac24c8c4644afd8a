#!/usr/bin/env python3
"""Makes test/fixtures/trajectories.json: training steps of the benchmark networks in JAX, float64 throughout.

usage: pip install jax, then python3 test/oracles/trajectories.py > test/fixtures/trajectories.json

Networks, losses and gradients are JAX's own (lax convolutions, automatic differentiation); optimisers are written here from
their papers. Weights and pictures come from a hash that both sides can count out, so that no file of weights is needed.
"""
import json
import sys

import jax
import jax.numpy as jnp
import numpy as np
from jax import lax

jax.config.update("jax_enable_x64", True)

STEPS = 20


def uniform(seed, count):
    """count numbers in [0, 1): C. Wellons' lowbias32 of i + seed * 0x9e3779b9, over 2^32."""
    x = np.arange(count, dtype=np.uint32) + np.uint32((seed * 0x9E3779B9) & 0xFFFFFFFF)
    x ^= x >> np.uint32(16)
    x *= np.uint32(0x7FEB352D)
    x ^= x >> np.uint32(15)
    x *= np.uint32(0x846CA68B)
    x ^= x >> np.uint32(16)
    return x.astype(np.float64) / 2**32


class Network:
    """Tensors in the order they are asked for; `apply` asks for them again in the same order."""

    def __init__(self, build, batch, inputs, optimizer):
        self.build, self.batch, self.inputs, self.optimizer = build, batch, inputs, optimizer
        self.names, self.values = [], []
        build(self._create, jnp.zeros((batch, *inputs)), lambda *_: None)

    def _create(self, role, shape):
        spread = 2 * uniform(len(self.values), int(np.prod(shape))) - 1
        if role == "kernel":
            area = int(np.prod(shape[:-2]))
            fan_in, fan_out = (shape[0] * shape[1],) * 2 if len(shape) == 3 else (area * shape[-2], area * shape[-1])
            value = spread * np.sqrt(6 / (fan_in + fan_out))
        else:
            value = {"scale": 1, "bias": 0, "mean": 0, "variance": 1}[role] + (0.1 * spread if role in ("scale", "bias") else 0 * spread)
        self.names.append(role)
        self.values.append(jnp.asarray(value.reshape(shape)))
        return self.values[-1]

    def apply(self, values, x):
        """Logits, and what the moving statistics become."""
        queue = list(range(len(values)))
        moved = {}

        def take(role, shape):
            index = queue.pop(0)
            assert self.names[index] == role and values[index].shape == tuple(shape)
            return values[index]

        def move(count_back, statistic, momentum):
            index = len(values) - len(queue) - count_back
            moved[index] = momentum * values[index] + (1 - momentum) * statistic

        return self.build(take, x, move), moved


def dense(take, x, units, bias=True):
    z = x @ take("kernel", (x.shape[-1], units))
    return z + take("bias", (units,)) if bias else z


def conv(take, x, filters, size, stride=1, padding="SAME", dilation=1, bias=True):
    w = take("kernel", (size, size, x.shape[-1], filters))
    z = lax.conv_general_dilated(x, w, (stride, stride), padding, rhs_dilation=(dilation, dilation), dimension_numbers=("NHWC", "HWIO", "NHWC"))
    return z + take("bias", (filters,)) if bias else z


def depthwise(take, x, size, stride=1, padding="SAME", dilation=1):
    channels = x.shape[-1]
    w = take("kernel", (size, size, channels)).reshape(size, size, 1, channels)
    z = lax.conv_general_dilated(x, w, (stride, stride), padding, rhs_dilation=(dilation, dilation), dimension_numbers=("NHWC", "HWIO", "NHWC"), feature_group_count=channels)
    return z + take("bias", (channels,))


def batch_norm(take, x, move, momentum=0.99, epsilon=0.001):
    axes = tuple(range(x.ndim - 1))
    mean, variance = x.mean(axes), x.var(axes)
    gamma, beta = take("scale", mean.shape), take("bias", mean.shape)
    take("mean", mean.shape), take("variance", mean.shape)
    move(2, mean, momentum), move(1, variance, momentum)
    return gamma * (x - mean) / jnp.sqrt(variance + epsilon) + beta


def layer_norm(take, x, epsilon=0.001):
    mean, variance = x.mean(-1, keepdims=True), x.var(-1, keepdims=True)
    return take("scale", x.shape[-1:]) * (x - mean) / jnp.sqrt(variance + epsilon) + take("bias", x.shape[-1:])


def max_pool(x, size, stride=None, padding="VALID"):
    return lax.reduce_window(x, -jnp.inf, lax.max, (1, size, size, 1), (1, stride or size, stride or size, 1), padding)


def average_pool(x, size, stride=None, padding="SAME"):
    window, strides = (1, size, size, 1), (1, stride or size, stride or size, 1)
    total = lax.reduce_window(x, 0.0, lax.add, window, strides, padding)
    return total / lax.reduce_window(jnp.ones_like(x), 0.0, lax.add, window, strides, padding)


def flat(x):
    return x.reshape(x.shape[0], -1)


relu = jax.nn.relu


def gelu(x):
    return jax.nn.gelu(x, approximate=False)


def mlp_small(take, x, move):
    return dense(take, relu(dense(take, x, 32)), 10)


def mlp_book(take, x, move):
    for _ in range(3):
        x = relu(dense(take, x, 500))
    return dense(take, x, 10)


def cnn28(take, x, move):
    x = max_pool(relu(conv(take, x, 16, 3)), 2)
    x = max_pool(relu(conv(take, x, 32, 3)), 2)
    return dense(take, relu(dense(take, flat(x), 64)), 10)


def cnn64(take, x, move):
    for filters in (32, 64, 128):
        x = max_pool(relu(batch_norm(take, conv(take, x, filters, 3), move)), 2)
    return dense(take, relu(dense(take, flat(x), 128)), 10)


def residual(take, x, move, filters, stride):
    norm = dict(momentum=0.9, epsilon=1e-5)
    z = relu(batch_norm(take, conv(take, x, filters, 3, stride, bias=False), move, **norm))
    z = batch_norm(take, conv(take, z, filters, 3, bias=False), move, **norm)
    if z.shape != x.shape:
        x = average_pool(x, stride) if stride > 1 else x
        x = batch_norm(take, conv(take, x, filters, 1, bias=False), move, **norm)
    return relu(z + x)


def res64(take, x, move):
    x = relu(batch_norm(take, conv(take, x, 24, 3, 2, bias=False), move, momentum=0.9, epsilon=1e-5))
    for filters, stride in ((24, 1), (48, 2), (96, 2), (128, 2)):
        x = residual(take, x, move, filters, stride)
    return dense(take, x.mean((1, 2)), 10)


def mixed(take, x, move):
    """What the benchmarks leave out: depthwise, dilation, padded pools, elu, gelu, layerNorm, a recurrent layer."""
    x = jax.nn.elu(depthwise(take, x, 3, 2))
    x = gelu(conv(take, x, 6, 3, padding="VALID", dilation=2))
    x = layer_norm(take, average_pool(x, 3, 2))
    x = max_pool(x, 3, 2, "SAME").reshape(x.shape[0], -1, 6)
    w, u, b = take("kernel", (6, 7)), take("kernel", (7, 7)), take("bias", (7,))
    h = jnp.zeros((x.shape[0], 7))
    for t in range(x.shape[1]):
        h = jnp.tanh(x[:, t] @ w + h @ u + b)
    return dense(take, h, 10)


def sgd(rate):
    def step(w, g, state, t, is_kernel):
        return w - rate * g, state

    return step


def adam(rate, epsilon=1e-7, decay=0.0):
    """Kingma and Ba 2015, algorithm 1; with decay AdamW, on kernels."""

    def step(w, g, state, t, is_kernel):
        m, v = state if state else (jnp.zeros_like(w), jnp.zeros_like(w))
        m, v = 0.9 * m + 0.1 * g, 0.999 * v + 0.001 * g * g
        kept = w - rate * decay * w if is_kernel else w
        return kept - rate * (m / (1 - 0.9**t)) / (jnp.sqrt(v / (1 - 0.999**t)) + epsilon), (m, v)

    return step


NETWORKS = {
    "mlp-small": Network(mlp_small, 32, (784,), sgd(0.1)),
    "mlp-book": Network(mlp_book, 100, (784,), adam(1e-4)),
    "cnn28": Network(cnn28, 64, (28, 28, 1), adam(1e-3)),
    "cnn64": Network(cnn64, 4, (64, 64, 3), adam(1e-3)),
    "res64": Network(res64, 4, (64, 64, 3), adam(2e-3, decay=0.05)),
    "mixed": Network(mixed, 6, (17, 15, 4), adam(1e-3)),
}


def trajectory(network):
    def cost(values, x, labels):
        logits, moved = network.apply(values, x)
        return -jnp.take_along_axis(jax.nn.log_softmax(logits), labels[:, None], 1).mean(), moved

    differentiate = jax.jit(jax.value_and_grad(cost, has_aux=True))
    values = list(network.values)
    states = [None] * len(values)
    losses = []
    for step in range(1, STEPS + 1):
        x = uniform(1000 + step, network.batch * int(np.prod(network.inputs))).reshape(network.batch, *network.inputs)
        labels = np.floor(10 * uniform(2000 + step, network.batch)).astype(np.int32)
        (loss, moved), gradients = differentiate(values, jnp.asarray(x), jnp.asarray(labels))
        losses.append(float(loss))
        for i, g in enumerate(gradients):
            if i in moved:
                values[i] = moved[i]
            else:
                values[i], states[i] = network.optimizer(values[i], g, states[i], step, network.names[i] == "kernel")
    tensors = [[float(value.sum()), float((value * value).sum())] for value in values]
    return {"losses": losses, "tensors": tensors}


def main():
    made_by = f"test/oracles/trajectories.py with jax {jax.__version__}, float64"
    runs = {}
    for name, network in NETWORKS.items():
        runs[name] = trajectory(network)
        print(name, runs[name]["losses"][0], runs[name]["losses"][-1], file=sys.stderr)
    json.dump({"made_by": made_by, "runs": runs}, sys.stdout, indent=1)
    print()


main()
