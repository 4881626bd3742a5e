#!/usr/bin/env python3
"""Lets `prepare`, `train` and `report` meet a full disk, a real one of a few megabytes.

    python3 Tests/Torture/full_disk.py --programs .build/release --folder .torture

Each ends with exit code 1 and names the file and what is missing, leaves what was whole and nothing
half-made, and goes on once there is room, to the same bytes as with room from the start. Mounts a
tmpfs, as root or in a name space of its own; says so where it may do neither.
"""

import os
import shutil
import subprocess
import sys
import time

from torture import arguments, clips, digests, fail, must, row, train


def mount(size, disk, *more):
    subprocess.run(["mount", "-t", "tmpfs", "-o", ",".join([*more, f"size={size}k"]), "tmpfs", disk], check=True)


def refused(command, disk):
    """Runs a command that must meet the full disk; what it said."""
    outcome = subprocess.run(command, capture_output=True, text=True)
    said = outcome.stderr.splitlines()[-1]
    if outcome.returncode != 1 or "No space left on device; make room" not in said or str(disk) not in said:
        fail(f"{' '.join(map(str, command))} ended with {outcome.returncode}: {said}")
    if left := list(disk.rglob("*.tmp")):
        fail(f"left behind: {left}")
    return said


def main():
    chosen = arguments(__doc__, count=1)
    begin = time.monotonic()
    disk, room = chosen.folder / "disk", chosen.folder / "room"
    if os.geteuid() != 0:
        alone = ["unshare", "--map-root-user", "--mount"]
        if subprocess.run([*alone, "true"], capture_output=True).returncode == 0:
            os.execvp(alone[0], [*alone, sys.executable, *sys.argv])
        return row("a full disk", "skipped: a disk can't be mounted here", begin)
    for folder in (disk, room):
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir()
    videos = clips(chosen, 60)

    def prepare(place):
        return [chosen.unreel, "prepare", videos, "-o", place / "frames"]

    frames = room / "frames"
    must(prepare(room))
    must(train(chosen, frames, room / "run", 1))
    mount(1000, disk)
    try:
        refused(prepare(disk), disk)
        mount(100_000, disk, "remount")
        must(prepare(disk))
        if digests(disk / "frames") != digests(room / "frames"):
            fail("the frames are not those of a disk with room")
        shutil.rmtree(disk / "frames")

        must(train(chosen, frames, disk / "run", 1))
        before = digests(disk / "run/checkpoints")
        mount(12_000, disk, "remount")
        must(train(chosen, frames, room / "run", 3))
        refused(train(chosen, frames, disk / "run", 3), disk)
        if digests(disk / "run/checkpoints") != before:
            fail("the older checkpoint is not what it was")
        mount(200_000, disk, "remount")
        must(train(chosen, frames, disk / "run", 3))
        if digests(disk / "run/checkpoints") != digests(room / "run/checkpoints"):
            fail("the checkpoints are not those of a disk with room")

        must([chosen.unreel, "evaluate", disk / "run"])
        must([chosen.unreel, "report", disk / "run"])
        page = (disk / "run/report.html").read_bytes()
        used = shutil.disk_usage(disk).used // 1024
        mount(used + 8, disk, "remount")
        refused([chosen.unreel, "report", disk / "run"], disk)
        if (disk / "run/report.html").read_bytes() != page:
            fail("the older report is not what it was")
        mount(200_000, disk, "remount")
        must([chosen.unreel, "report", disk / "run"])
    finally:
        subprocess.run(["umount", disk], check=True)
    row("a full disk while frames, a checkpoint and a report are written",
        "each named with what is missing; what was whole stayed; once there was room, the same bytes", begin)


if __name__ == "__main__":
    main()
