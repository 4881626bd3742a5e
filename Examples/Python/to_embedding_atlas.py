"""Makes a table for Embedding Atlas: python3 to_embedding_atlas.py RUN TABLE.parquet"""

import sys
from pathlib import Path

import numpy as np
from run_files import read_frames

run, table = Path(sys.argv[1]), sys.argv[2]
frames, features = read_frames(run)
nearest = np.load(run / "collection" / "nearest_frames.npy")
lengths = np.linalg.norm(features, axis=1, keepdims=True)
unit = features / np.where(lengths == 0, 1, lengths)
frames["neighbors"] = [
    {"ids": others, "distances": 1 - unit[others] @ unit[row]}
    for row, others in enumerate(others[others >= 0] for others in nearest)
]
# How often a frame is among the nearest of others: the typical ones are shown at groups.
frames["importance"] = np.bincount(nearest[nearest >= 0], minlength=len(frames))
frames["picture"] = [{"bytes": Path(path).read_bytes(), "path": path} for path in frames["picture"]]
frames["cluster"] = frames["cluster"].astype(str)  # a cluster is a name, not a quantity
frames.to_parquet(table)
options = "--x x --y y --image picture --neighbors neighbors --pagerank importance"
print(f"embedding-atlas {table} {options}")
