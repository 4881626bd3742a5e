"""Holds a run against scikit-learn and SciPy.

    python check_run.py RUN

Computes every metric anew from RUN/evaluation/frames.csv, videos.csv, features.npy and, where there is
one, appearance.npy alone and compares metrics.json, but for videos' neighbours by motion; exits with 1 where a number differs by more
than 1e-9.
"""

import csv
import json
import pathlib
import sys
from collections import Counter, defaultdict

import numpy as np
from scipy.optimize import linear_sum_assignment
from scipy.stats import entropy
from sklearn import metrics
from sklearn.metrics.cluster import contingency_matrix


def scores(categories, clusters):
    table = contingency_matrix(categories, clusters)
    label_entropy = entropy(list(Counter(categories).values()), base=2)
    rows, columns = linear_sum_assignment(-table)
    return {
        "conditional_entropy_bits": label_entropy
        * (1 - metrics.homogeneity_score(categories, clusters)),
        "label_entropy_bits": label_entropy,
        "nmi": metrics.normalized_mutual_info_score(categories, clusters),
        "ari": metrics.adjusted_rand_score(categories, clusters),
        "purity": table.max(axis=0).sum() / table.sum(),
        "accuracy": table[rows, columns].sum() / table.sum(),
    }


def neighbour_accuracy(features, categories, groups):
    distances = metrics.pairwise_distances(features.astype(np.float64))
    groups = np.array(groups)
    distances[groups[:, None] == groups[None]] = np.inf
    nearest = distances.argmin(axis=1)
    return np.mean([categories[row] == categories[near] for row, near in enumerate(nearest)])


def main(run):
    with open(f"{run}/evaluation/frames.csv") as file:
        rows = list(csv.DictReader(file))
    features = np.load(f"{run}/evaluation/features.npy")
    assert features.shape[0] == len(rows) and features.dtype == np.float32
    with open(f"{run}/evaluation/videos.csv") as file:
        groups = {row["video"]: int(row["cluster"]) for row in csv.DictReader(file)}
    with open(f"{run}/evaluation/metrics.json") as file:
        found = json.load(file)

    categories = [row["category"] for row in rows]
    clusters = [int(row["cluster"]) for row in rows]
    videos = [row["video"] for row in rows]
    frames = scores(categories, clusters)
    frames["neighbour_accuracy"] = neighbour_accuracy(features, categories, videos)

    members = defaultdict(list)
    for index, video in enumerate(videos):
        members[video].append(index)
    shown = [categories[indices[0]] for indices in members.values()]
    made = pathlib.Path(run) / "evaluation" / "appearance.npy"
    appearance = np.load(made) if made.exists() else features
    means = np.stack([appearance[indices].astype(np.float64).mean(axis=0) for indices in members.values()])
    means /= np.linalg.norm(means, axis=1, keepdims=True)
    level = scores(shown, [groups[video] for video in members])
    seen = {"neighbour_accuracy": neighbour_accuracy(means, shown, range(len(shown)))}

    worst = 0
    for expected, own in [
        (frames, found), (level, found["video_level"]), (seen, found["video_level"]["appearance"])
    ]:
        for name, value in expected.items():
            worst = max(worst, abs(value - own[name]))
    print(f"{run}: {len(rows)} frames of {len(members)} videos, largest difference {worst:.1e}")
    return worst > 1e-9


sys.exit(1 if main(sys.argv[1]) else 0)
