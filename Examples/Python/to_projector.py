"""Makes a folder for TensorBoard's embedding projector: python3 to_projector.py RUN FOLDER"""

import math
import sys
from pathlib import Path

import numpy as np
from PIL import Image
from run_files import read_frames

LARGEST = 8192  # pixels: a larger sprite is more than many browsers draw

frames, features = read_frames(sys.argv[1])
folder = Path(sys.argv[2])
folder.mkdir(parents=True)

across = math.ceil(math.sqrt(len(frames)))
side = min(64, LARGEST // across)
sprite = Image.new("RGB", (across * side, across * side))
for number, path in enumerate(frames["picture"]):
    with Image.open(path) as picture:
        place = (number % across * side, number // across * side)
        sprite.paste(picture.convert("RGB").resize((side, side)), place)
sprite.save(folder / "sprite.png")

columns = ["video", "category", "part", "cluster", "frame", "time_s"]
rows = frames[columns].replace(r"[\t\r\n]", " ", regex=True)  # the format has no quotation marks
lines = ["\t".join(map(str, row)) for row in [columns, *rows.itertuples(index=False)]]
(folder / "metadata.tsv").write_text("\n".join(lines) + "\n", encoding="utf-8")

config = ""
plane = frames[["x", "y"]].assign(z=0).to_numpy()  # the projector shows nothing of two columns
for name, values in (("features", features), ("map", plane)):
    np.savetxt(folder / f"{name}.tsv", values, fmt="%.6g", delimiter="\t")
    config += f"""embeddings {{
  tensor_name: "{name}" tensor_path: "{name}.tsv" metadata_path: "metadata.tsv"
  sprite {{ image_path: "sprite.png" single_image_dim: {side} single_image_dim: {side} }}
}}
"""
(folder / "projector_config.pbtxt").write_text(config)
print(f"tensorboard --logdir {folder}")
