"""Fits 784-32-10 to MNIST in scikit-learn: Adam 1e-3, batches of 200, no regularisation.

usage: scikit_learn.py FOLDER EPOCHS
prints {"version", "seconds", "accuracy"}: of `fit` alone, without reading; the test pictures' accuracy
"""
import gzip
import json
import os
import sys
import time
import warnings

import numpy
import sklearn
from sklearn.neural_network import MLPClassifier

folder, epochs = sys.argv[1], int(sys.argv[2])
# Glassbox keeps the last 5,000 for validation, so nobody here learns from more.
TRAIN = 55_000


def read(name, header):
    path = os.path.join(folder, name)
    with gzip.open(path + ".gz") if os.path.exists(path + ".gz") else open(path, "rb") as file:
        return numpy.frombuffer(file.read(), numpy.uint8, offset=header)


def split(name):
    labels = read(f"{name}-labels-idx1-ubyte", 8)
    return (read(f"{name}-images-idx3-ubyte", 16).reshape(len(labels), -1) / 255).astype(numpy.float32), labels


inputs, labels = split("train")
network = MLPClassifier((32,), alpha=0, batch_size=200, max_iter=epochs, n_iter_no_change=epochs + 1, random_state=1)
warnings.simplefilter("ignore")  # that it has not converged
started = time.perf_counter()
network.fit(inputs[:TRAIN], labels[:TRAIN])
seconds = time.perf_counter() - started
print(json.dumps({"version": sklearn.__version__, "seconds": seconds, "accuracy": network.score(*split("t10k"))}))
