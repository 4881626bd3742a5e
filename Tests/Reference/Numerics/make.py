"""Makes the fixtures of Tests/NumericsTests with scikit-learn, SciPy and NumPy.

Run in this folder: python make.py. Made with scikit-learn 1.9.1, SciPy 1.17.1, NumPy 2.4.6.
"""

import json

import numpy as np
from scipy.optimize import linear_sum_assignment
from scipy.stats import entropy
from sklearn import metrics
from sklearn.cluster import KMeans
from sklearn.datasets import load_digits
from sklearn.decomposition import PCA
from sklearn.manifold import TSNE, trustworthiness
from sklearn.metrics.cluster import contingency_matrix
from sklearn.neighbors import NearestNeighbors


def write(name, content):
    with open(name, "w") as file:
        json.dump(content, file)
        file.write("\n")


def digits():
    # A little noise, so that no two distances are equal.
    values = load_digits().data[:500]
    return (values + np.random.default_rng(0).normal(0, 1e-2, values.shape)).astype(np.float32)


def kmeans():
    cases = []
    for seed, (rows, dimension, clusters, spread) in enumerate(
        [(80, 3, 4, 1.0), (120, 11, 7, 0.3), (60, 2, 12, 2.0), (40, 5, 5, 0.0)]
    ):
        draw = np.random.default_rng(seed)
        centres = draw.normal(0, 2, (clusters, dimension))
        # Far from the origin, where 32 bits are short; the last case has duplicates only.
        points = centres[draw.integers(clusters, size=rows)] + 100
        points += spread * draw.normal(0, 1, points.shape)
        points = points.astype(np.float32)
        start = points[draw.choice(rows, clusters, replace=False)].copy()
        # A centre that no row is nearest to: it has to be relocated.
        if seed == 2:
            start[0] += 1000
        weights = draw.integers(1, 4, rows).astype(float)
        found = KMeans(clusters, init=start, n_init=1).fit(points.astype(np.float64), None, weights)
        cases.append(
            {
                "rows": rows,
                "dimension": dimension,
                "clusters": clusters,
                "points": points.ravel().tolist(),
                "start": start.ravel().tolist(),
                "weights": weights.tolist(),
                "assignments": found.labels_.tolist(),
                "centres": found.cluster_centers_.ravel().tolist(),
                "inertia": found.inertia_,
                "iterations": found.n_iter_,
            }
        )
    write("kmeans.json", cases)


def scores():
    cases = []
    for seed, (items, clusters, categories, agreement) in enumerate(
        [(200, 6, 6, 0.0), (200, 6, 6, 0.6), (300, 12, 5, 0.4), (150, 3, 9, 0.8), (50, 1, 4, 0.0)]
    ):
        draw = np.random.default_rng(seed)
        truth = draw.integers(categories, size=items)
        found = draw.integers(clusters, size=items)
        follows = draw.random(items) < agreement
        found[follows] = (truth[follows] * 5 + 1) % clusters
        table = contingency_matrix(found, truth)
        rows, columns = linear_sum_assignment(-table)
        sizes = table.sum(axis=1)
        cases.append(
            {
                "clusters": found.tolist(),
                "categories": truth.tolist(),
                "conditionalEntropyBits": float(
                    sum(n / items * entropy(row, base=2) for n, row in zip(sizes, table))
                ),
                "labelEntropyBits": float(entropy(table.sum(axis=0), base=2)),
                "homogeneity": metrics.homogeneity_score(truth, found),
                "nmi": metrics.normalized_mutual_info_score(truth, found),
                "ari": metrics.adjusted_rand_score(truth, found),
                "purity": float(table.max(axis=1).sum() / items),
                "accuracy": float(table[rows, columns].sum() / items),
            }
        )
    write("scores.json", cases)


def neighbours():
    points = digits()[:200]
    # Videos of different lengths, and one that comes back later.
    videos = np.repeat(np.arange(12), [3, 30, 1, 20, 16, 10, 20, 25, 15, 20, 20, 20])
    videos[190:] = 1
    distances = ((points[:, None].astype(float) - points[None]) ** 2).sum(axis=2)
    distances[videos[:, None] == videos[None]] = np.inf
    found = NearestNeighbors(n_neighbors=7).fit(points.astype(float)).kneighbors()[1]
    write(
        "neighbours.json",
        {
            "videos": videos.tolist(),
            "nearestOfOthers": distances.argmin(axis=1).tolist(),
            "seven": found.ravel().tolist(),
        },
    )


def maps():
    points = digits()
    np.save("digits.npy", points)
    centred = points.astype(float) - points.astype(float).mean(axis=0)
    left, singular, _ = np.linalg.svd(centred, full_matrices=False)
    initial = PCA(2, svd_solver="full").fit_transform(points.astype(float))
    initial = (initial / initial[:, 0].std() * 1e-4).astype(np.float32)
    tsne = TSNE(init=initial, learning_rate="auto", perplexity=30, random_state=0)
    embedding = tsne.fit_transform(points)
    np.save("initial.npy", np.ascontiguousarray(initial))
    np.save("embedding.npy", embedding.astype(np.float32))
    write(
        "maps.json",
        {
            "singularValues": singular[:10].tolist(),
            "firstRow": np.abs(left[0, :10] * singular[:10]).tolist(),
            "divergence": tsne.kl_divergence_,
            "trustworthiness": trustworthiness(points.astype(float), embedding),
            "trustworthiness12": trustworthiness(points.astype(float), embedding, n_neighbors=12),
        },
    )


kmeans()
scores()
neighbours()
maps()
