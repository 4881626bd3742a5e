#!/usr/bin/env python3
"""Ends training with SIGKILL at random moments, again and again, and compares its end with an
undisturbed one's: every checkpoint byte for byte, and the log but for its clocks.

    python3 Tests/Torture/kill_training.py --programs .build/release --folder .torture
"""

import json
import os
import random
import shutil
import time

from torture import arguments, clips, digests, fail, kill_after, kill_while, must, row, train

CLOCKS = {"pairs_per_second", "data_wait", "time"}


def log(run):
    lines = [json.loads(line) for line in (run / "metrics.jsonl").read_text().splitlines()]
    return [{name: value for name, value in line.items() if name not in CLOCKS} for line in lines]


def unfinished(run):
    """The half-written files beside the checkpoints; one that an earlier life left is told by its time."""
    try:
        return {(entry.name, entry.stat().st_mtime_ns) for entry in os.scandir(run / "checkpoints")
                if entry.name.endswith(".tmp")}
    except FileNotFoundError:
        return set()


def main():
    chosen = arguments(__doc__, count=200)
    begin = time.monotonic()
    moments = random.Random(20261125)
    videos, frames = clips(chosen, 12), chosen.folder / "kill-frames"
    whole, killed = chosen.folder / "kill-whole", chosen.folder / "kill-killed"
    for folder in (frames, whole, killed):
        shutil.rmtree(folder, ignore_errors=True)
    must([chosen.unreel, "prepare", videos, "-o", frames])

    # Epochs of a few steps, so that saving is a large share of the time.
    epochs = 2 * chosen.count
    must(train(chosen, frames, whole, epochs))
    kills = saving = 0
    while kills < chosen.count:
        command, left = train(chosen, frames, killed, epochs), unfinished(killed)
        if kills % 3 == 2:
            # Writing one takes some hundredths of a second, which moments drawn blindly do not meet.
            alive = kill_while(command, lambda: unfinished(killed) - left, moments.uniform(0, 0.03))
        else:
            # Every other of these is counted from its first step, or most would end before it on a busy
            # machine.
            grows = killed / "metrics.jsonl" if kills % 3 else None
            alive = kill_after(command, moments.uniform(0, 1.5), grows)
        if not alive:
            fail(f"training was at its end after {kills} kills of {chosen.count}")
        kills += 1
        saving += bool(unfinished(killed) - left)
    must(train(chosen, frames, killed, epochs))
    if digests(whole / "checkpoints") != digests(killed / "checkpoints"):
        fail(f"the checkpoints of {killed} are not those of {whole}")
    if log(whole) != log(killed):
        fail(f"the log of {killed} is not that of {whole}")
    if left := list(killed.rglob("*.tmp")):
        fail(f"left behind: {left}")
    warnings, steps = (sum(name in line for line in log(whole)) for name in ("warning", "loss"))
    row("`kill -9` while training, then the same command",
        f"{kills} kills, {saving} of them while a checkpoint was written; checkpoints equal to the byte, "
        f"{steps} steps and {warnings} warnings in the log, none missing or double",
        begin)


if __name__ == "__main__":
    main()
