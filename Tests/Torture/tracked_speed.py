#!/usr/bin/env python3
"""Compares the speed of a training that is tracked at seven places, which misbehave, with one that is not tracked.

    python3 Tests/Torture/tracked_speed.py --programs .build/release --folder .torture --more ../shared/data

Trains the default network in turn without and with tracking, --count times each. The machine should do nothing else:
says the median of the seconds from the first step to the last, and of the processor time. The places are played by this
program on the same cores, so what they take counts too.
"""

import json
import os
import shutil
import statistics
import subprocess
import time

from places import Places
from torture import arguments, clips, fail, row

SHARE = 1 / 8


def measured(command, run, environment):
    """The seconds from the first step to the last, and the processor seconds of the whole command."""
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
                               env={**os.environ, **environment})
    _, status, usage = os.wait4(process.pid, 0)
    if status:
        fail(f"{' '.join(map(str, command))} ended with {os.waitstatus_to_exitcode(status)}")
    lines = [json.loads(line) for line in (run / "metrics.jsonl").read_text().splitlines()]
    # The first steps warm up.
    paces = [1 / line["pairs_per_second"] for line in lines if "loss" in line and "step" in line][2:]
    return statistics.mean(paces), usage.ru_utime + usage.ru_stime


def main():
    chosen = arguments(__doc__, count=3)
    begin = time.monotonic()
    given = chosen.more and chosen.more / "ut_interaction"
    videos = given if given and given.exists() else clips(chosen, 60)
    frames, disk = chosen.folder / "speed-frames", chosen.folder / "speed-disk"
    for folder in (frames, disk):
        shutil.rmtree(folder, ignore_errors=True)
    disk.mkdir()
    subprocess.run([chosen.unreel, "prepare", videos, "-o", frames], check=True, stderr=subprocess.DEVNULL,
                   stdout=subprocess.DEVNULL)
    found = {False: [], True: []}
    for number in range(chosen.count):
        for is_tracked in (False, True):
            run = chosen.folder / f"speed-run-{number}-{is_tracked}"
            shutil.rmtree(run, ignore_errors=True)
            command = [chosen.unreel, "train", frames, "-o", run, "--max-steps", "24", "--set", "motion.enabled=false"]
            environment = {}
            if is_tracked:
                places = Places(disk.parent, seed=number, share=SHARE)
                settings = {**places.settings, "csv": "true", "tensorboard": "true", "copies": str(disk)}
                command += [word for name, value in settings.items() for word in ("--set", f"tracking.{name}={value}")]
                environment = places.environment
            found[is_tracked].append(measured(command, run, environment))
            shutil.rmtree(run)
    (plain, plain_time), (told, told_time) = (
        [statistics.median(column) for column in zip(*found[is_tracked])] for is_tracked in (False, True))
    row("training with and without seven places that misbehave, in turn",
        f"{1 / plain:.2f} pairs/s without, {1 / told:.2f} with ({100 * (plain / told - 1):+.1f} %); processor time "
        f"{plain_time:.0f} s and {told_time:.0f} s", begin)


if __name__ == "__main__":
    main()
