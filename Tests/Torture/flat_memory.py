#!/usr/bin/env python3
"""Holds that memory does not grow: over thousands of steps, and with ten times the videos.

    python3 Tests/Torture/flat_memory.py --programs .build/release --folder .torture
"""

import shutil
import subprocess
import time

from torture import SMALL, arguments, clips, fail, must, row

# In MiB: rows of ten times the videos, and what allocators keep of a judgement, which differs by up to 40.
GROWTH = 48
# In MiB: what the steps between two judgements may add. They add 0 in 2 000 steps.
STEPS_GROWTH = 8


def resident(process):
    """The process's memory in MiB, 0 once it has ended."""
    try:
        with open(f"/proc/{process.pid}/statm") as file:
            return int(file.read().split()[1]) * 4096 / 2**20
    except (FileNotFoundError, IndexError, ProcessLookupError):
        return 0


def steps(run):
    try:
        return (run / "metrics.jsonl").read_bytes().count(b"\n")
    except FileNotFoundError:
        return 0


def main():
    chosen = arguments(__doc__, count=3000)
    begin = time.monotonic()
    peaks = {}
    for count in (300, 3000):
        videos, frames, run = (chosen.folder / f"{name}-{count}" for name in ("clips", "memory-frames", "memory-run"))
        for folder in (frames, run):
            shutil.rmtree(folder, ignore_errors=True)
        clips(chosen, count)
        peaks["prepare", count] = must([chosen.unreel, "prepare", videos, "-o", frames])
        peaks["train", count] = must(
            [chosen.unreel, "train", frames, "-o", run, "--max-steps", "100", "--epochs", "100", *SMALL])
    run = chosen.folder / "memory-run-long"
    shutil.rmtree(run, ignore_errors=True)
    process = subprocess.Popen(
        [chosen.unreel, "train", chosen.folder / "memory-frames-300", "-o", run, "--max-steps", str(chosen.count),
         "--epochs", "1000", *SMALL], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    first = second = 0
    while process.poll() is None:
        done, memory = steps(run), resident(process)
        # The first two judgements, at steps 500 and 1 000, take memory that is used again from then on. The last
        # one, after the last step, takes memory for a moment: 421 MiB beside 385, of any version.
        if chosen.count * 11 // 20 <= done < chosen.count * 3 // 4:
            first = max(first, memory)
        elif chosen.count * 3 // 4 <= done < chosen.count - 1:
            second = max(second, memory)
        time.sleep(0.05)
    if process.returncode:
        fail(f"training ended with {process.returncode}")
    row(f"memory over {chosen.count} steps", f"at most {first:.0f} MiB from step {chosen.count * 11 // 20} to "
        f"{chosen.count * 3 // 4}, {second:.0f} MiB from then to the last", begin)
    found = ", ".join(f"{name} {peaks[name, 300]:.0f} → {peaks[name, 3000]:.0f} MiB" for name in ("prepare", "train"))
    row("peak memory with 300 and with 3 000 clips", found, begin)
    if second > first + STEPS_GROWTH:
        fail(f"memory grew by more than {STEPS_GROWTH} MiB in {chosen.count} steps")
    if any(peaks[name, 3000] > peaks[name, 300] + GROWTH for name in ("prepare", "train")):
        fail(f"memory grew by more than {GROWTH} MiB with the number of clips")


if __name__ == "__main__":
    main()
