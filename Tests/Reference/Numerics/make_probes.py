"""Makes probes.json for Tests/NumericsTests with scikit-learn and NumPy, from digits.npy.

Run in this folder: python make_probes.py. Made with scikit-learn 1.9.1, NumPy 2.4.6.
"""

import json

import numpy as np
from sklearn.datasets import load_digits
from sklearn.linear_model import LogisticRegression
from sklearn.neighbors import NearestNeighbors
from sklearn.preprocessing import StandardScaler

TRAINING = 300
C = 1.0

points = np.load("digits.npy").astype(float)
truth = load_digits().target[:500]
training, held_out = points[:TRAINING], points[TRAINING:]
known, unknown = truth[:TRAINING], truth[TRAINING:]


def right(probabilities, count):
    order = np.argsort(-probabilities, axis=1, kind="stable")[:, :count]
    return float((order == unknown[:, None]).any(axis=1).mean())


scaler = StandardScaler().fit(training)
rows = scaler.transform(training)
fitted = LogisticRegression(C=C, tol=1e-10, max_iter=100_000).fit(rows, known)
likelihood = fitted.predict_log_proba(rows)[np.arange(TRAINING), known].sum()
loss = (-likelihood + (fitted.coef_**2).sum() / (2 * C)) / TRAINING
linear = fitted.predict_proba(scaler.transform(held_out))

search = NearestNeighbors(n_neighbors=20, metric="cosine", algorithm="brute").fit(training)
distances, positions = search.kneighbors(held_out)
votes = np.zeros((len(held_out), 10))
for row, (far, near) in enumerate(zip(distances, positions)):
    np.add.at(votes[row], known[near], np.exp((1 - far) / 0.07))
votes /= votes.sum(axis=1, keepdims=True)

with open("probes.json", "w") as file:
    json.dump(
        {
            "truth": truth.tolist(),
            "training": TRAINING,
            "loss": float(loss),
            "linear": linear.ravel().tolist(),
            "linearTop1": right(linear, 1),
            "linearTop5": right(linear, 5),
            "votes": votes.ravel().tolist(),
            "votesTop1": right(votes, 1),
            "votesTop5": right(votes, 5),
        },
        file,
    )
    file.write("\n")
