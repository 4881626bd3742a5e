"""Opens a finished run with pandas and numpy: python3 read_run.py RUN"""

import sys
from pathlib import Path

import numpy as np
import pandas as pd
from run_files import read_frames, read_table

run = Path(sys.argv[1])
frames, features = read_frames(run)  # features[i] belongs to frames.iloc[i]
videos = read_table(run / "collection" / "videos.csv")
nearest = np.load(run / "collection" / "nearest_frames.npy")  # rows of frames, -1: none

print(pd.crosstab(videos["cluster"], videos["category"]))
lengths = np.linalg.norm(features, axis=1, keepdims=True)
unit = features / np.where(lengths == 0, 1, lengths)  # a dot product of two rows: their cosine
row = len(frames) // 2
print("\nThe frame:", *frames.loc[row, ["video", "frame", "time_s", "picture"]])
print("The nearest frames of other videos, with their cosines:")
others = nearest[row][nearest[row] >= 0]
table = frames.loc[others, ["video", "frame", "time_s", "cluster"]]
print(table.assign(cosine=unit[others] @ unit[row]).to_string())
