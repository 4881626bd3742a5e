#!/usr/bin/env python3
"""Ends `unreel prepare` with SIGKILL at random moments, again and again, and compares every finished
store with an undisturbed one, file by file.

    python3 Tests/Torture/kill_preparing.py --programs .build/release --folder .torture
"""

import random
import shutil
import time

from torture import arguments, clips, digests, fail, kill_after, must, row


def main():
    chosen = arguments(__doc__, count=200)
    begin = time.monotonic()
    moments = random.Random(20261125)
    videos = clips(chosen, 3000)
    whole, killed = chosen.folder / "prepare-whole", chosen.folder / "prepare-killed"
    shutil.rmtree(whole, ignore_errors=True)
    must([chosen.unreel, "prepare", videos, "-o", whole])
    expected = digests(whole)
    kills = stores = 0
    while kills < chosen.count:
        shutil.rmtree(killed, ignore_errors=True)
        while kills < chosen.count and kill_after(
                [chosen.unreel, "prepare", videos, "-o", killed], moments.uniform(0.05, 1.0)):
            kills += 1
        must([chosen.unreel, "prepare", videos, "-o", killed])
        stores += 1
        if digests(killed) != expected:
            fail(f"{killed} is not {whole}")
    row("`kill -9` while preparing, then the same command",
        f"{kills} kills over {stores} stores of 3 000 clips; each of {len(expected)} files equal to the byte",
        begin)


if __name__ == "__main__":
    main()
