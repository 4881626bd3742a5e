"""Makes a table for Embedding Atlas: python3 to_embedding_atlas.py RUN TABLE.parquet"""

import sys
from pathlib import Path

import numpy as np
from run_files import read_frames

run, table = Path(sys.argv[1]), sys.argv[2]
frames, _ = read_frames(run)
nearest = np.load(run / "collection" / "nearest_frames.npy")
frames["neighbors"] = [
    {"ids": row[row >= 0].tolist(), "distances": list(range(sum(row >= 0)))} for row in nearest
]
frames["picture"] = [{"bytes": Path(path).read_bytes(), "path": path} for path in frames["picture"]]
for column in ("cluster", "frame"):
    frames[column] = frames[column].astype(str)  # a cluster is a name, not a quantity
frames.to_parquet(table)
print(f"embedding-atlas {table} --x x --y y --image picture --neighbors neighbors")
