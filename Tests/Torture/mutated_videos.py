#!/usr/bin/env python3
"""Prepares videos that were cut, flipped, zeroed and shuffled: no crash, no hang, a row each.

    python3 Tests/Torture/mutated_videos.py --programs .build/release --folder .torture --more VIDEOS

The same mutations for the same originals: miniature clips, and whatever is in VIDEOS.
"""

import csv
import random
import shutil
import time

from torture import arguments, clips, fail, quietly, row

LARGEST = 4_000_000


def cut(data, draw):
    return data[: draw.randrange(len(data))]


def beheaded(data, draw):
    return data[draw.randrange(min(len(data), 4096)):]


def flipped(data, draw):
    data = bytearray(data)
    for _ in range(draw.choice([1, 10, 100, 1000])):
        data[draw.randrange(len(data))] ^= 1 << draw.randrange(8)
    return bytes(data)


def flipped_header(data, draw):
    data = bytearray(data)
    for _ in range(draw.choice([1, 4, 16])):
        data[draw.randrange(min(len(data), 1024))] = draw.randrange(256)
    return bytes(data)


def zeroed(data, draw):
    start = draw.randrange(len(data))
    length = draw.randrange(1, len(data))
    return data[:start] + bytes(len(data[start:start + length])) + data[start + length:]


def swapped(data, draw):
    first, second = sorted(draw.randrange(len(data)) for _ in range(2))
    return data[second:] + data[first:second] + data[:first]


def doubled(data, draw):
    start = draw.randrange(len(data))
    return data[: start + draw.randrange(1, 65536)] + data[start:]


def main():
    chosen = arguments(__doc__, count=500)
    begin = time.monotonic()
    originals = sorted(clips(chosen, 12).rglob("*.avi"))
    if chosen.more and chosen.more.is_dir():
        originals += sorted(path for path in chosen.more.rglob("*") if path.is_file()
                            and path.suffix in {".avi", ".mp4", ".mkv", ".webm", ".mov", ".gif"}
                            and 1000 < path.stat().st_size < LARGEST)
    draw = random.Random(20261125)
    videos, frames = chosen.folder / "mutated", chosen.folder / "mutated-frames"
    for folder in (videos, frames):
        shutil.rmtree(folder, ignore_errors=True)
    mutations = [cut, beheaded, flipped, flipped_header, zeroed, swapped, doubled]
    for number in range(chosen.count):
        original, mutate = draw.choice(originals), mutations[number % len(mutations)]
        path = videos / mutate.__name__ / f"{number:04}{original.suffix}"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(mutate(original.read_bytes(), draw))
    with open(chosen.folder / "mutated.log", "wb") as log:
        code, memory = quietly([chosen.unreel, "prepare", videos, "-o", frames, "--timeout", "20"], log=log)
    if code:
        fail(f"prepare ended with {code}, see {log.name}")
    with open(frames / "ledger.csv", newline="") as file:
        rows = list(csv.DictReader(file))
    if len(rows) != chosen.count or any(row["status"] != "ok" and not row["reason"] for row in rows):
        fail(f"{len(rows)} rows for {chosen.count} videos, or a reason is missing")
    counts = {status: sum(row["status"] == status for row in rows) for status in ("ok", "partial", "skipped")}
    hung = sum("given up" in row["reason"] for row in rows)
    row("videos cut, flipped, zeroed, shuffled, through `prepare`",
        f"{chosen.count} of {len(originals)} originals: {counts['ok']} ok, {counts['partial']} partial, "
        f"{counts['skipped']} skipped, {hung} of them given up; peak memory {memory:.0f} MiB", begin)


if __name__ == "__main__":
    main()
