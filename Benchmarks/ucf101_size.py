#!/usr/bin/env python3
"""Runs the steps of Unreel on a collection of UCF101's size, and measures them.

    python3 Benchmarks/ucf101_size.py --programs .build/release --folder .bench/ucf101

Draws the clips that are not there yet, then prepares, trains for no epoch, which is the sampler
audit and a first checkpoint, and evaluates, each from the start. Prints a row a step: wall and
processor time, and the most memory that the process had at once (wait4's ru_maxrss).
"""

import argparse
import csv
import json
import os
import pathlib
import shutil
import subprocess
import sys
import time

CLIPS = 13_320


def measured(command):
    """Runs a command; its wall seconds, processor seconds and peak memory in MiB."""
    print("$", " ".join(map(str, command)), file=sys.stderr, flush=True)
    begin = time.monotonic()
    process = subprocess.Popen(command)
    _, status, usage = os.wait4(process.pid, 0)
    seconds = time.monotonic() - begin
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        sys.exit(f"{command[0]} {command[1]} ended with {process.returncode}")
    return seconds, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024


def number(value):
    """A number as the README has it: 13 320."""
    return f"{value:,.0f}".replace(",", " ")


def rows(path):
    with open(path, newline="") as file:
        return list(csv.DictReader(file))


def prepared(frames):
    ledger = rows(frames / "ledger.csv")
    good = [row for row in ledger if row["status"] == "ok"]
    if len(good) != CLIPS:
        sys.exit(f"{len(good)} of {len(ledger)} clips are ok, not {CLIPS}")
    queries, successors = (sum(int(row[name]) for row in good) for name in ("queries", "successors"))
    return f"{number(CLIPS)} clips, {number(queries)} queries, {number(successors)} successors"


def trained(run):
    parts = [row["part"] for row in rows(run / "split.csv")]
    audit = json.loads((run / "sampling.json").read_text())
    return (f"audit of {number(audit['pairs']['count'])} pairs, {number(parts.count('training'))} videos;"
            f" {len(audit['warnings'])} warnings")


def evaluated(run):
    metrics = json.loads((run / "evaluation/metrics.json").read_text())
    return (f"{number(metrics['frames'])} frames of {number(metrics['videos'])} videos,"
            f" {metrics['clusters']} clusters")


def span(seconds):
    seconds = round(seconds)
    return f"{seconds} s" if seconds < 60 else f"{seconds // 60} min {seconds % 60:02} s"


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--programs", type=pathlib.Path, required=True, help="where unreel was built")
    parser.add_argument("--folder", type=pathlib.Path, required=True, help="where everything is made")
    parser.add_argument("--only", choices=["prepare", "train", "evaluate"],
                        help="measure one step on what an earlier run left")
    chosen = parser.parse_args()
    unreel, folder = chosen.programs / "unreel", chosen.folder
    tested, frames, run = folder / "ucfTrainTestlist/testlist01.txt", folder / "frames", folder / "run"
    folder.mkdir(parents=True, exist_ok=True)
    subprocess.run([chosen.programs / "miniature-ucf101", folder], check=True)

    steps = {
        "prepare": ([unreel, "prepare", "--ucf101", folder / "UCF-101", "-o", frames],
                    [frames], lambda: prepared(frames)),
        "train": ([unreel, "train", frames, "-o", run, "--preset", "paper-ls", "--test-list", tested,
                   "--epochs", "0"],
                  [run], lambda: trained(run)),
        "evaluate": ([unreel, "evaluate", run],
                     [run / "evaluation"], lambda: evaluated(run)),
    }
    table = []
    for name, (command, made, describe) in steps.items():
        if chosen.only in (None, name):
            for path in made:
                shutil.rmtree(path, ignore_errors=True)
            wall, processor, memory = measured(command)
            table.append((name, describe(), span(wall), span(processor), f"{number(memory)} MiB"))

    print("| step | what | wall time | processor time | peak memory |")
    print("| --- | --- | --- | --- | --- |")
    for row in table:
        print("|", " | ".join(row), "|")


if __name__ == "__main__":
    main()
