"""Makes the fixtures of Tests/NetworksTests and Tests/TrainingTests with PyTorch and NumPy.

Run in this folder: python make.py. Made with PyTorch 2.15.0, NumPy 2.4.6. Everything is
computed in float64 from float32 weights, so that the differences are the library's alone.
"""

import json

import numpy as np
import torch
import torch.nn.functional as F

import formula

THESIS = dict(
    side=227,
    convolutions=[(96, 3, 7), (384, 48, 5), (512, 384, 3), (512, 256, 3), (384, 256, 3)],
    linears=[(4096, 384 * 6 * 6), (4096, 4096)],
)
NARROW = dict(
    side=99,
    convolutions=[(8, 3, 7), (16, 4, 5), (16, 16, 3), (16, 8, 3), (12, 8, 3)],
    linears=[(32, 12 * 2 * 2), (24, 32)],
)


def write(name, content):
    with open(name, "w") as file:
        json.dump(content, file)
        file.write("\n")


def short(array):
    """Numbers that read back as the same float32, in as few digits as that takes."""
    return [float(str(value)) for value in np.asarray(array, dtype=np.float32).ravel()]


def tensors(network, bias_scale):
    shapes = [(o, i, k, k) for o, i, k in network["convolutions"]] + network["linears"]
    return [torch.from_numpy(array).double() for pair in formula.weights(shapes, bias_scale) for array in pair]


def images(pictures):
    """Blue, green, red, less the authors' mean."""
    mean = torch.tensor([103.939, 116.779, 128.68], dtype=torch.float32).double()
    blue_first = np.stack(pictures)[..., ::-1].copy()
    return (torch.from_numpy(blue_first).double() - mean).permute(0, 3, 1, 2)


def activations(x, w):
    """Every layer's output, by name."""
    out = {"input": x}

    def step(name, value):
        out[name] = value
        return value

    def norm(name, x):
        return step(name, F.local_response_norm(x, 5, alpha=1e-4, beta=0.75, k=1.0))

    def pool(name, x):
        return step(name, F.max_pool2d(x, 3, 2, ceil_mode=True))

    def relu(name, x):
        return step(name, F.relu(x))

    x = relu("relu1", step("conv1", F.conv2d(x, w[0], w[1], stride=2)))
    x = norm("norm1", pool("pool1", x))
    x = relu("relu2", step("conv2", F.conv2d(x, w[2], w[3], stride=2, groups=2)))
    x = norm("norm2", pool("pool2", x))
    x = relu("relu3", step("conv3", F.conv2d(x, w[4], w[5], padding=1)))
    x = relu("relu4", step("conv4", F.conv2d(x, w[6], w[7], padding=1, groups=2)))
    x = relu("relu5", step("conv5", F.conv2d(x, w[8], w[9], padding=1, groups=2)))
    x = pool("pool5", x).flatten(1)
    x = relu("relu6", step("fc6", F.linear(x, w[10], w[11])))
    x = relu("relu7", step("fc7", F.linear(x, w[12], w[13])))
    step("norm", F.normalize(x, dim=1))
    return out


def summary(array, stream):
    """What tests compare of an array that is too long to keep."""
    flat = np.asarray(array, dtype=np.float64).ravel()
    places = formula.mixed(5000 + stream, 64).astype(np.uint64) % flat.size
    places[0], places[-1] = 0, flat.size - 1
    return {
        "count": flat.size,
        "samples": short(flat[places]),
        "largest": np.abs(flat).max(),
        "mean": flat.mean(),
        "meanMagnitude": np.abs(flat).mean(),
        "sumOfSquares": (flat**2).sum(),
        # A number that changes wherever two elements change places.
        "projection": (flat * formula.values(6000 + stream, flat.size)).sum(),
    }


def forward():
    pictures = [formula.picture(number, number, THESIS["side"]) for number in range(2)]
    with torch.no_grad():
        found = activations(images(pictures), tensors(THESIS, 10.0))
    layers = []
    for number, (name, value) in enumerate(found.items()):
        layers.append({"layer": name} | summary(value, number))
        live = (value > 0).double().mean().item()
        print(f"{name:6} rms {value.square().mean().sqrt().item():9.4f}, above 0: {live:.2f}")
    write("activations.json", layers)


def response_norms():
    cases = []
    for number, (shape, size, alpha, beta, k, spread) in enumerate(
        [
            ((2, 7, 5, 3), 5, 1e-4, 0.75, 1.0, 150.0),
            ((3, 3, 3, 5), 5, 0.4, 0.75, 1.0, 2.0),  # fewer channels than the window
            ((2, 1, 3, 3), 5, 0.4, 0.75, 2.0, 2.0),
            ((1, 33, 3, 1), 5, 2e-2, 0.75, 1.0, 5.0),  # wider than a vector register
            ((2, 17, 1, 5), 3, 0.3, 0.5, 2.0, 2.0),
            ((3, 5, 3, 3), 7, 0.3, 1.2, 0.5, 2.0),
        ]
    ):
        draw = np.random.default_rng(number)
        given = draw.normal(0, spread, shape).astype(np.float32)
        upstream = draw.normal(0, 1, shape).astype(np.float32)
        x = torch.from_numpy(given).double().requires_grad_()
        y = F.local_response_norm(x, size, alpha=alpha, beta=beta, k=k)
        y.backward(torch.from_numpy(upstream).double())
        cases.append(
            {
                "shape": shape,
                "size": size,
                "alpha": alpha,
                "beta": beta,
                "k": k,
                "input": short(given),
                "upstream": short(upstream),
                "output": short(y.detach()),
                "gradient": short(x.grad),
            }
        )
    write("response-norms.json", cases)


def contrast(anchors, partners, is_positive, margin):
    """Hadsell, Chopra, LeCun 2006: the derivative of a length at 0 is PyTorch's subgradient, 0."""
    y = torch.tensor(is_positive, dtype=torch.float64)
    d = torch.linalg.vector_norm(anchors - partners, dim=1)
    return (y * d**2 + (1 - y) * F.relu(margin - d) ** 2).sum() / (2 * len(is_positive))


def contrasts():
    cases = []
    for number, margin in enumerate([1.0, 0.6]):
        draw = np.random.default_rng(number)
        rows = np.abs(draw.normal(0, 1, (12, 9)))
        others = np.abs(draw.normal(0, 1, (12, 9)))
        others[0:2] = rows[0:2]  # d = 0
        others[2:4] = rows[2:4] + 1e-3 * draw.normal(0, 1, (2, 9))
        rows, others = (x / np.linalg.norm(x, axis=1, keepdims=True) for x in (rows, others))
        # At the margin, and past it.
        angles = [2 * np.arcsin(margin / 2)] * 2 + [np.pi / 2] * 2
        rows[4:8], others[4:8] = 0, 0
        for row, angle in zip(range(4, 8), angles):
            rows[row, 3] = 1
            others[row, 3], others[row, 6] = np.cos(angle), np.sin(angle)
        rows, others = rows.astype(np.float32), others.astype(np.float32)
        is_positive = [row % 2 == 0 for row in range(12)]
        a = torch.from_numpy(rows).double().requires_grad_()
        b = torch.from_numpy(others).double().requires_grad_()
        loss = contrast(a, b, is_positive, margin)
        loss.backward()
        cases.append(
            {
                "margin": margin,
                "columns": 9,
                "isPositive": is_positive,
                "anchors": short(rows),
                "partners": short(others),
                "loss": loss.item(),
                "anchorGradient": short(a.grad),
                "partnerGradient": short(b.grad),
            }
        )
    write("contrasts.json", cases)


def quadruplet(anchors, successors, laters, others, margin):
    """Redondo-Cabrera and López-Sastre 2019, the hinge for every tuple by itself."""
    near = (anchors - successors).square().sum(1)
    later, other = (anchors - laters).square().sum(1), (anchors - others).square().sum(1)
    return (near + F.relu(later - other + margin)).mean()


def quadruplets():
    cases = []
    for number, margin in enumerate([0.5, 0.2]):
        draw = np.random.default_rng(20 + number)
        frames = np.abs(draw.normal(0, 1, (4, 12, 9)))
        frames[1, 0:4] = frames[0, 0:4]  # a successor that is its anchor
        frames[2, 0:3] = frames[0, 0:3]  # a later frame that is its anchor: past the hinge
        frames[3, 3:5] = frames[2, 3:5]  # another video's frame that is the later frame
        frames = (frames / np.linalg.norm(frames, axis=2, keepdims=True)).astype(np.float32)
        given = [torch.from_numpy(rows).double().requires_grad_() for rows in frames]
        loss = quadruplet(*given, margin)
        loss.backward()
        open_hinges = (
            ((given[0] - given[2]).square().sum(1) - (given[0] - given[3]).square().sum(1) + margin) > 0
        ).sum()
        print(f"margin {margin}: {open_hinges} of 12 hinges open")
        cases.append(
            {
                "margin": margin,
                "columns": 9,
                "frames": [short(rows) for rows in frames],
                "loss": loss.item(),
                "gradients": [short(rows.grad) for rows in given],
            }
        )
    write("quadruplets.json", cases)


def row_norms():
    draw = np.random.default_rng(7)
    rows = draw.normal(0, 1, (5, 8))
    # Zeros, and lengths far above, just above and below the least one that is divided by, 1e-6.
    for row, length in enumerate([0, 50, 2e-6, 5e-7]):
        rows[row] *= length / np.linalg.norm(rows[row])
    rows = rows.astype(np.float32)
    upstream = draw.normal(0, 1, rows.shape).astype(np.float32)
    x = torch.from_numpy(rows).double().requires_grad_()
    y = F.normalize(x, dim=1, eps=1e-6)
    y.backward(torch.from_numpy(upstream).double())
    write(
        "row-norms.json",
        {
            "shape": rows.shape,
            "input": short(rows),
            "upstream": short(upstream),
            "output": short(y.detach()),
            "gradient": short(x.grad),
        },
    )


class CaffeSGD:
    """Caffe's sgd_solver.cpp: ClipGradients, Regularize, ComputeUpdateValue, then Net::Update."""

    def __init__(self, data, momentum=0.9, weight_decay=0.005, clip_gradients=5.0):
        self.data = data  # kernel, bias, kernel, bias, …
        self.history = [np.zeros_like(blob) for blob in data]
        self.momentum, self.weight_decay, self.clip_gradients = momentum, weight_decay, clip_gradients

    def step(self, diffs, base_lr):
        l2norm = np.sqrt(sum((diff**2).sum() for diff in diffs))
        if l2norm > self.clip_gradients:
            diffs = [diff * (self.clip_gradients / l2norm) for diff in diffs]
        for index, (blob, diff) in enumerate(zip(self.data, diffs)):
            lr_mult, decay_mult = (1, 1) if index % 2 == 0 else (2, 0)
            diff = diff + self.weight_decay * decay_mult * blob
            self.history[index] = self.momentum * self.history[index] + lr_mult * base_lr * diff
            blob -= self.history[index]
        return l2norm


def solver():
    draw = np.random.default_rng(3)
    # The last step is at another rate: the history holds the rates of its own steps.
    rates = [0.1, 0.1, 0.1, 0.1, 0.01]
    start = [draw.normal(0, 1, shape).astype(np.float32) for shape in [(4, 3, 3, 3), (4,), (5, 16), (5,)]]
    sgd = CaffeSGD([blob.astype(np.float64) for blob in start])
    steps = []
    for number, rate in enumerate(rates):
        # Their norm is below the clip in some steps, above it in others.
        diffs = [draw.normal(0, [0.2, 2.0][number % 2], blob.shape).astype(np.float32) for blob in start]
        norm = sgd.step([diff.astype(np.float64) for diff in diffs], rate)
        steps.append(
            {
                "rate": rate,
                "norm": norm,
                "gradients": [short(diff) for diff in diffs],
                "weights": [short(blob) for blob in sgd.data],
                "velocities": [short(blob) for blob in sgd.history],
            }
        )
    write("solver.json", {"start": [short(blob) for blob in start], "steps": steps})


def descend(name, frames, scenes_of, objective, rate):
    """Twenty steps of the narrow network; every fifth batch is the same.

    frames: rows of a batch; scenes_of: a batch's number to the scene that every row shows.
    """
    weights = tensors(NARROW, 10.0)
    sgd = CaffeSGD([weight.numpy() for weight in weights], clip_gradients=CLIP)
    losses, norms = [], []
    for step in range(20):
        scenes = scenes_of(step % 5)
        pictures = [
            formula.picture(scene, frames * (step % 5) + number, NARROW["side"]) for number, scene in enumerate(scenes)
        ]
        for weight in weights:
            weight.requires_grad_()
            weight.grad = None
        loss = objective(activations(images(pictures), weights)["norm"])
        loss.backward()
        with torch.no_grad():
            norms.append(sgd.step([weight.grad.numpy() for weight in weights], rate))
        losses.append(loss.item())
    print(name, "losses", np.round(losses, 5))
    print(name, "norms", np.round(norms, 3))
    write(
        name,
        {
            "rate": rate,
            "clipNorm": CLIP,
            "losses": losses,
            "gradientNorms": norms,
            "velocities": [summary(history, number) for number, history in enumerate(sgd.history)],
        },
    )


def training():
    pairs = 10
    is_positive = [pair % 5 != 4 for pair in range(pairs)]

    def scenes(batch):
        first = [pairs * batch + pair for pair in range(pairs)]
        # A successor shows the same scene, a negative another one.
        return first + [scene if positive else scene + 7 for scene, positive in zip(first, is_positive)]

    descend("training.json", 2 * pairs, scenes, lambda rows: contrast(rows[:pairs], rows[pairs:], is_positive, 1.0), 0.05)


def quadruplet_training():
    tuples = 5

    def scenes(batch):
        first = [tuples * batch + number for number in range(tuples)]
        # Successor and later frame show the anchor's scene, the fourth frame another one.
        return first * 3 + [scene + 7 for scene in first]

    descend("quadruplet-training.json", 4 * tuples, scenes, lambda rows: quadruplet(*rows.split(tuples), 0.5), 0.02)


CLIP = 0.5

if __name__ == "__main__":
    torch.set_num_threads(1)
    response_norms()
    contrasts()
    quadruplets()
    row_norms()
    solver()
    training()
    quadruplet_training()
    forward()
