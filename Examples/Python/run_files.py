"""Reads the files of a finished run: the other examples here use it."""

import csv
from pathlib import Path

import numpy as np
import pandas as pd
import yaml

OWN_FILES = {
    name + end
    for name in ("store.json", "ledger.csv", "ledger.partial.csv", "views.png")
    for end in ("", ".tmp")
}


def read_table(path):
    """Reads a CSV file of a run. No text is taken for a missing value: a video may be called NA."""
    return pd.read_csv(path, keep_default_na=False)


def read_frames(run):
    """Returns the frames of a run with the path of each stored picture, and their features."""
    run, store = Path(run), frame_store(run)
    frames = read_table(run / "collection" / "frames.csv")
    folders = frame_folders(store)
    frames["picture"] = [
        str(store / folders[video] / f"query_frame_{number:05}.jpg")
        for video, number in zip(frames["video"], frames["frame"])
    ]
    return frames, np.load(run / "collection" / "features.npy")


def frame_store(run):
    """Returns the absolute path of a run's frame store: the setting `frames` in config.yaml."""
    text = (Path(run) / "config.yaml").read_text(encoding="utf-8")
    path = yaml.load(text, yaml.BaseLoader)["frames"]  # this loader makes texts of all values
    return (Path(run) / path).resolve()


def frame_folders(store):
    """Returns the folder of each video in a frame store, by the rules in docs/files.md."""
    with open(Path(store) / "ledger.csv", encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    names = names_in_store([row["video"] for row in rows])
    folders = {video: without_extension(name) for video, name in names.items()}
    while True:
        owners, parents = {}, set()
        for folder in folders.values():
            owners[folder] = owners.get(folder, 0) + 1
            parts = folder.split("/")
            parents.update("/".join(parts[:end]) for end in range(1, len(parts)))
        clashing = [
            video for video, folder in folders.items()
            if folder != names[video]
            and (owners[folder] > 1 or folder in parents or folder in OWN_FILES)
        ]
        if not clashing:
            break
        folders.update((video, names[video]) for video in clashing)
    folders.update((row["video"], row["folder"]) for row in rows if row.get("folder"))
    return folders


def names_in_store(videos):
    """Returns the names of videos; a first folder named like a file of the store is changed."""
    firsts = {video.split("/")[0] for video in videos}
    names = {}
    for video in videos:
        first, slash, rest = video.partition("/")
        taken = first in OWN_FILES
        while taken and (first in firsts or first in OWN_FILES):
            first += "_"
        names[video] = first + slash + rest
    return names


def without_extension(name):
    """Returns the name of a video without the extension of its file."""
    head, slash, file = name.rpartition("/")
    stem, dot, _ = file.rpartition(".")
    return head + slash + (stem if dot and stem else file)
