"""Goes from a row to the video, frame and second, and back: python3 trace_frame.py RUN ROW"""

import json
import sys
from pathlib import Path

from run_files import frame_store, read_frames

run, row = sys.argv[1], int(sys.argv[2])
frames, _ = read_frames(run)
video, number, second, picture = frames.loc[row, ["video", "frame", "time_s", "picture"]]
store = json.loads((frame_store(run) / "store.json").read_text(encoding="utf-8"))
original = Path(store["videos"]) / video
print(f"row {row}: {original}, frame {number}, second {second}, picture {picture}")

from_picture = frames.index[frames["picture"] == picture]
from_frame = frames.index[(frames["video"] == video) & (frames["frame"] == number)]
from_second = (frames["time_s"] - second).abs()[frames["video"] == video].idxmin()
print("back again:", from_picture.item(), from_frame.item(), from_second)
