"""t-SNE of a file of features by scikit-learn or openTSNE, at our settings; the divergence that is left."""

import sys
import time

import numpy

import measuring

library, path, perplexity = sys.argv[1], sys.argv[2], 30
features = numpy.load(path)


def scikit_learn():
    import sklearn
    from sklearn.manifold import TSNE

    embedding = TSNE(perplexity=perplexity, init="pca", max_iter=1000, n_jobs=measuring.threads(), random_state=0)
    embedding.fit_transform(features)
    return embedding.kl_divergence_, f"scikit-learn {sklearn.__version__}"


def open_tsne():
    import openTSNE

    embedding = openTSNE.TSNE(perplexity=perplexity, n_jobs=measuring.threads(), random_state=0).fit(features)
    return embedding.kl_divergence, f"openTSNE {openTSNE.__version__}"


work = {"scikit-learn": scikit_learn, "openTSNE": open_tsne}[library]
begin = time.perf_counter()
divergence, version = work()
measuring.tell(seconds=time.perf_counter() - begin, divergence=float(divergence), version=version)
