"""Makes a dataset of FiftyOne, kept under a name: python3 to_fiftyone.py RUN NAME"""

import sys

import fiftyone as fo
import fiftyone.brain as fob
from run_files import read_frames

frames, features = read_frames(sys.argv[1])
dataset = fo.Dataset(sys.argv[2], persistent=True)
dataset.add_samples(
    fo.Sample(
        filepath=row.picture,
        tags=[row.part] if row.part else [],
        video=row.video,
        frame=row.frame,
        time_s=row.time_s,
        category=fo.Classification(label=row.category) if row.category else None,
        cluster=fo.Classification(label=str(row.cluster)),
    )
    for row in frames.itertuples()
)
fob.compute_visualization(dataset, points=frames[["x", "y"]].to_numpy(), brain_key="map")
fob.compute_similarity(dataset, embeddings=features, metric="cosine", brain_key="features")
print(f"fiftyone app launch {sys.argv[2]}")
