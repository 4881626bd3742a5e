#!/usr/bin/env python3
"""Lets `prepare`, `train`, `report` and the queue of tracking meet a full disk, a real one of a few megabytes.

    python3 Tests/Torture/full_disk.py --programs .build/release --folder .torture

Each ends with exit code 1 and names the file and what is missing, leaves what was whole and nothing
half-made, and goes on once there is room, to the same bytes as with room from the start. A training whose queue of
tracking has no room goes on, and its places get every step once there is. Mounts a
tmpfs, as root or in a name space of its own; says so where it may do neither.
"""

import os
import shutil
import subprocess
import sys
import time

from torture import arguments, clips, digests, fail, must, row, train
from tracked import table_steps, tensorboard_steps, tracked_steps


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


def fill_queue(chosen, frames, run):
    """Trains while the disk under the queue is full, and then has room; how many steps were taken without room."""
    queue, said, begun = run / "tracking", run.parent / "queue.log", run.parent / "queue"
    must([*train(chosen, frames, run, 1), "--set", "tracking.csv=true", "--set", "tracking.tensorboard=true"])
    shutil.copytree(queue, begun)
    mount(8 * len(list(begun.iterdir())) + sum(path.stat().st_size for path in begun.iterdir()) // 1024 + 16, queue)
    shutil.copytree(begun, queue, dirs_exist_ok=True)
    try:
        with open(said, "w") as log:
            process = subprocess.Popen(train(chosen, frames, run, 12), stdout=log, stderr=log)
            while process.poll() is None and "No space left on device" not in said.read_text():
                time.sleep(0.05)
            full = len(tracked_steps(run))
            # Many more events than are written at once.
            while process.poll() is None and len(tracked_steps(run)) < full + 100:
                time.sleep(0.05)
            if process.poll() is not None:
                fail(f"the training ended with {process.returncode} before there was room: {said.read_text()[-500:]}")
            mount(8000, queue, "remount")
            if process.wait():
                fail(f"the training ended with {process.returncode}: {said.read_text()[-500:]}")
        steps = tracked_steps(run)
        if table_steps(run) != steps or tensorboard_steps(run / "tensorboard", "training/loss") != [n for n, _ in steps]:
            fail("a place does not have every step once")
        return len(steps) - full
    finally:
        subprocess.run(["umount", queue], check=True)


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
    begin_of_queue = time.monotonic()
    steps = fill_queue(chosen, frames, room / "queued")
    row("a full disk under the queue of tracking",
        f"{steps} steps were taken without room or after; each is in both places once", begin_of_queue)
    row("a full disk while frames, a checkpoint and a report are written",
        "each named with what is missing; what was whole stayed; once there was room, the same bytes", begin)


if __name__ == "__main__":
    main()
