#!/usr/bin/env python3
"""Compares the speed of a training alone with one that is tracked at seven places, which misbehave, and with one that
200 viewers of `unreel serve` watch.

    python3 Tests/Torture/watched_speed.py --programs .build/release --folder .torture --more ../shared/data

Trains the default network in turn, --count times each way. The machine should do nothing else. Says the median of the
paces, from the third step on, and of the processor time. The places and the viewers are played by this program on the
same cores, so what they take counts too.
"""

import json
import os
import shutil
import statistics
import subprocess
import threading
import time

from places import Places
from torture import arguments, clips, fail, row
from viewers import VIEWERS, Server

SHARE = 1 / 8


def measured(command, run, environment):
    """The seconds of a pair, and the processor seconds of the whole command."""
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
                               env={**os.environ, **environment})
    _, status, usage = os.wait4(process.pid, 0)
    if status:
        fail(f"{' '.join(map(str, command))} ended with {os.waitstatus_to_exitcode(status)}")
    lines = [json.loads(line) for line in (run / "metrics.jsonl").read_text().splitlines()]
    paces = [1 / line["pairs_per_second"] for line in lines if "loss" in line and "step" in line][2:]
    return statistics.mean(paces), usage.ru_utime + usage.ru_stime


def alone(chosen, command, run, number):
    return measured(command, run, {})


def tracked(chosen, command, run, number):
    """At all places, of whose answers one in eight is wrong."""
    disk = chosen.folder / "speed-disk"
    shutil.rmtree(disk, ignore_errors=True)
    disk.mkdir()
    places = Places(chosen.folder, seed=number, share=SHARE)
    settings = {**places.settings, "csv": "true", "tensorboard": "true", "copies": str(disk)}
    words = [word for name, value in settings.items() for word in ("--set", f"tracking.{name}={value}")]
    return measured(command + words, run, places.environment)


def viewed(chosen, command, run, number):
    """On the page of a server with 200 viewers."""
    run.parent.mkdir(exist_ok=True)
    server = Server(chosen, run.parent)
    watching = True

    def watch(client):
        client.settimeout(1)
        while watching:
            try:
                if not client.recv(1 << 16):
                    return
            except TimeoutError:
                pass

    def gather():
        # The run must be there before it can be watched.
        while watching and not (run / "metrics.jsonl").exists():
            time.sleep(0.2)
        for _ in range(VIEWERS):
            client = server.connect()
            client.sendall(f"GET /api/events?run={run.name} HTTP/1.1\r\nHost: localhost\r\n\r\n".encode())
            threading.Thread(target=watch, args=[client], daemon=True).start()

    threading.Thread(target=gather, daemon=True).start()
    found = measured(command, run, {})
    watching = False
    server.stop()
    return found


def main():
    chosen = arguments(__doc__, count=3)
    begin = time.monotonic()
    given = chosen.more and chosen.more / "ut_interaction"
    videos = given if given and given.exists() else clips(chosen, 60)
    frames = chosen.folder / "speed-frames"
    shutil.rmtree(frames, ignore_errors=True)
    subprocess.run([chosen.unreel, "prepare", videos, "-o", frames], check=True, stderr=subprocess.DEVNULL,
                   stdout=subprocess.DEVNULL)
    ways = {"alone": alone, "tracked": tracked, "viewed": viewed}
    found = {name: [] for name in ways}
    for number in range(chosen.count):
        for name, way in ways.items():
            run = chosen.folder / "speed-runs" / f"{name}-{number}"
            shutil.rmtree(run, ignore_errors=True)
            command = [chosen.unreel, "train", frames, "-o", run, "--max-steps", "24", "--set", "motion.enabled=false"]
            found[name].append(way(chosen, command, run, number))
            shutil.rmtree(run)
    pace, spent = ({name: statistics.median(each[column] for each in all) for name, all in found.items()}
                   for column in (0, 1))
    row("training alone, tracked at seven places that misbehave, and with 200 viewers, in turn",
        ", ".join(f"{name} {1 / pace[name]:.2f} pairs/s ({100 * (pace['alone'] / pace[name] - 1):+.1f} %), "
                  f"{spent[name]:.0f} s of processor time" for name in ways), begin)


if __name__ == "__main__":
    main()
