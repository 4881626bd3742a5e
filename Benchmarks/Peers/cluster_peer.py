"""K-means of a file of features by scikit-learn or faiss; the inertia that is left."""

import sys
import time

import numpy

import measuring

library, path, clusters, starts, iterations = sys.argv[1], sys.argv[2], *map(int, sys.argv[3:6])
features = numpy.load(path)


def scikit_learn():
    import sklearn
    from sklearn.cluster import KMeans

    found = KMeans(clusters, n_init=starts, max_iter=iterations, random_state=0).fit(features)
    return found.inertia_, f"scikit-learn {sklearn.__version__}"


def faiss_():
    import faiss

    found = faiss.Kmeans(features.shape[1], clusters, niter=iterations, nredo=starts, seed=0,
                         max_points_per_centroid=len(features))
    found.train(features)
    distances, _ = found.index.search(features, 1)
    return distances.astype(float).sum(), f"faiss {faiss.__version__}"


work = {"scikit-learn": scikit_learn, "faiss": faiss_}[library]
begin = time.perf_counter()
inertia, version = work()
measuring.tell(seconds=time.perf_counter() - begin, inertia=float(inertia), version=version)
