"""Has Keras itself load a checkpoint and compute the features that Unreel computed.

    KERAS_BACKEND=torch python check_keras.py RUN

RUN is a run's folder after `unreel run`. Needs Keras 3, a backend of it, Pillow and NumPy. The
network is Keras's own layers in Keras's order (height, width, channel), written out from
METHOD.md; the weights are what its `load_weights` finds in the newest checkpoint. Prints how far
its features are from evaluation/features.npy or appearance.npy, and fails where that is far.
"""

import csv
import pathlib
import sys

import keras
import numpy as np
from keras import layers, ops
from PIL import Image

FRAMES = 48


def response_norm(name):
    def compute(x):
        squares = ops.pad(ops.square(x), [[0, 0], [0, 0], [0, 0], [2, 2]])
        sums = sum(squares[..., start : start + x.shape[-1]] for start in range(5))
        return x / (1 + 1e-4 / 5 * sums) ** 0.75

    return layers.Lambda(compute, name=name)


def network():
    def convolution(name, filters, side, stride=1, groups=1, padding="valid"):
        return layers.Conv2D(
            filters, side, stride, padding, groups=groups, activation="relu", name=name, data_format="channels_last"
        )

    return keras.Sequential(
        [
            layers.Input((227, 227, 3)),
            convolution("conv1", 96, 7, stride=2),
            layers.MaxPooling2D(3, 2, name="pool1"),
            response_norm("norm1"),
            convolution("conv2", 384, 5, stride=2, groups=2),
            # From 26 to 13: "same" lets the last window hang over the edge, as rounding up does.
            layers.MaxPooling2D(3, 2, padding="same", name="pool2"),
            response_norm("norm2"),
            convolution("conv3", 512, 3, padding="same"),
            convolution("conv4", 512, 3, groups=2, padding="same"),
            convolution("conv5", 384, 3, groups=2, padding="same"),
            layers.MaxPooling2D(3, 2, name="pool5"),
            layers.Flatten(name="flatten"),
            layers.Dense(4096, activation="relu", name="fc6"),
            layers.Dense(4096, activation="relu", name="fc7"),
            layers.UnitNormalization(axis=-1, name="norm"),
        ]
    )


def picture(run, row):
    video = pathlib.PurePath(row["video"]).with_suffix("")
    path = run / "frames" / video / f"query_frame_{int(row['frame']):05}.jpg"
    return np.asarray(Image.open(path), dtype=np.float32)[..., ::-1] - np.array([103.939, 116.779, 128.68], np.float32)


def main(run):
    model = network()
    checkpoint = run / "checkpoints" / (run / "checkpoints" / "latest").read_text().strip()
    model.load_weights(checkpoint)
    with open(run / "evaluation" / "frames.csv") as file:
        rows = list(csv.DictReader(file))
    # Where motion was learned, what the network made of the frames lies beside what they are grouped by.
    made = run / "evaluation" / "appearance.npy"
    expected = np.load(made if made.exists() else run / "evaluation" / "features.npy")
    assert len(rows) == len(expected)
    chosen = np.linspace(0, len(rows) - 1, FRAMES).astype(int)
    found = model.predict(np.stack([picture(run, rows[row]) for row in chosen]), batch_size=16, verbose=0)
    deviation = np.abs(found - expected[chosen]).max() / np.abs(expected).max()
    # How far apart the frames' features are says how much that proves.
    spread = np.abs(expected - expected.mean(axis=0)).max() / np.abs(expected).max()
    print(f"Keras {keras.__version__} loaded {checkpoint.name}: {FRAMES} frames, deviation {deviation:.1e}, spread {spread:.1e}")
    if not deviation < 1e-4:
        sys.exit("the features differ")


main(pathlib.Path(sys.argv[1]))
