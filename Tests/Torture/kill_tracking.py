#!/usr/bin/env python3
"""Ends a tracked training with SIGKILL, again and again, while rows and files are on their way to seven places that
misbehave; in the end every place must have every step once and in order, and every file whole.

    python3 Tests/Torture/kill_tracking.py --programs .build/release --folder .torture

One request of eight goes wrong: it is answered with 429, 500, 503 or nonsense, is slow, or is cut before, in or after
what it does. For the lives 40 to 59 of every 80 there is no network at all.
"""

import json
import os
import random
import shutil
import subprocess
import time

from places import Places
from torture import arguments, clips, fail, kill_after, must, row, train
from tracked import table_steps, tensorboard_steps, tracked_steps

SHARE = 1 / 8
SENT = 20_000_000


def check_rows(run, places, steps):
    """Each place has each step once and in order."""
    if table_steps(run) != steps:
        fail("steps.csv does not have the steps of the log")
    numbers = [step for step, _ in steps]
    if tensorboard_steps(run / "tensorboard", "training/loss") != numbers:
        fail("TensorBoard's file does not have the steps of the log")
    if len(places.mlflow.runs) != 1:
        fail(f"MLflow has {len(places.mlflow.runs)} runs")
    rows = [line for line in places.mlflow.runs[0]["rows"].values() if line["key"] == "training/loss"]
    if [(line["step"], line["value"]) for line in rows] != steps:
        fail("MLflow does not have the steps of the log")
    if len(places.google.sheets) != 1:
        fail(f"there are {len(places.google.sheets)} spreadsheets")
    sheets = [sheet for sheet in next(iter(places.google.sheets.values())).values() if sheet["cells"]]
    if len(sheets) != 1 or list(sheets[0]["cells"]) != list(range(len(sheets[0]["cells"]))):
        fail("the sheet has gaps, or there are two")
    rows = [cells for number, cells in sheets[0]["cells"].items() if number and cells[1] is not None]
    if [cells[1] for cells in rows] != list(range(1, len(rows) + 1)) or any(cells[3] != "yes" for cells in rows):
        fail("the sheet does not have each epoch once, saved")
    return len(rows), len(sheets[0]["cells"])


def check_files(run, places, disk, sent):
    """Each place has each file whole."""
    here = {f"checkpoints/{path.name}": path.read_bytes() for path in (run / "checkpoints").glob("*.h5")}
    here |= {f"sent/{path.name}": path.read_bytes() for path in sent}
    drive = [(file["name"], file["content"]) for file in places.google.files.values()
             if file["kind"] == "application/octet-stream"]
    if len(dict(drive)) != len(drive):
        fail("a file is twice in Drive")
    there = {
        "the folder": {str(path.relative_to(disk / run.name)): path.read_bytes()
                       for path in (disk / run.name).rglob("*") if path.is_file()},
        "S3": {name.removeprefix(f"/bucket/kept/{run.name}/"): body for name, (body, _) in places.store.objects.items()},
        "Drive": dict(drive),
    }
    for place, files in there.items():
        files = {name: body for name, body in files.items() if name != "unreel-run.txt"}
        if files != here:
            fail(f"{place} has {sorted(files)} and not {sorted(here)}, or other bytes")
    artifacts = {name.split("artifacts/", 1)[1]: body for name, body in places.mlflow.artifacts.items()}
    for name, body in here.items():
        if name in artifacts and artifacts[name] != body:
            fail(f"MLflow has other bytes of {name}")
    return len(here)


def waiting(run):
    """The places that do not have everything yet."""
    last = json.loads((run / "tracking/events.jsonl").read_text().splitlines()[-1])["n"]
    names = ["csv", "tensorboard", "copies", "s3", "mlflow", "google-sheets", "google-drive"]
    state = {name: json.loads((run / f"tracking/{name}.json").read_text()) for name in names}
    return [name for name in names if state[name]["delivered"] < last]


def main():
    chosen = arguments(__doc__, count=200)
    begin = time.monotonic()
    moments = random.Random(20261129)
    videos, frames = clips(chosen, 12), chosen.folder / "kill-frames"
    run, disk = chosen.folder / "kill-tracked", chosen.folder / "kill-disk"
    for folder in (frames, run, disk):
        shutil.rmtree(folder, ignore_errors=True)
    disk.mkdir()
    must([chosen.unreel, "prepare", videos, "-o", frames])
    places = Places(disk.parent, seed=20261129, share=SHARE)
    os.environ.update(places.environment)
    settings = {**places.settings, "csv": "true", "tensorboard": "true", "copies": str(disk)}
    settings = [word for name, value in settings.items() for word in ("--set", f"tracking.{name}={value}")]

    epochs, sent, kills = 2 * chosen.count, [], 0
    while kills < chosen.count:
        places.offline = kills % 80 in range(40, 60)
        if kills % 10 == 9:
            # A file that takes several pieces, on its way beside what waits.
            file = chosen.folder / f"sent-{len(sent)}.bin"
            file.write_bytes(moments.randbytes(SENT))
            sent.append(file)
            send = subprocess.Popen([chosen.unreel, "send", run, file], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
            time.sleep(moments.uniform(0, 0.5))
            send.kill()
            send.wait()
        elif not kill_after(train(chosen, frames, run, epochs) + settings, moments.uniform(0, 1.5),
                            run / "tracking/events.jsonl"):
            fail(f"the training was at its end after {kills} kills")
        kills += 1
    places.offline = False

    must(train(chosen, frames, run, epochs) + settings)
    for attempt in range(40):
        # A life may end before the file was noted: so the same command once more. A file that is there is not sent
        # twice, which the counts below tell.
        late = [chosen.unreel, "send", run, *sent]
        subprocess.run(late, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        if not (late := waiting(run)):
            break
    else:
        fail(f"{late} did not get everything")
    steps = tracked_steps(run)
    iterations, rows = check_rows(run, places, steps)
    files = check_files(run, places, disk, sent)
    for name in ("hidden", "1//refresh", "ya29.token"):
        for path in [*run.glob("*.yaml"), *run.glob("*.jsonl"), *(run / "tracking").glob("*.json*")]:
            if name in path.read_text():
                fail(f"{path} has a secret in it")
    row("`kill -9` while rows and files go to seven places, then the same command",
        f"{kills} kills, {places.requests} requests, {places.faults} of them failed; {len(steps)} steps and "
        f"{iterations} epochs once and in order everywhere, {files} files whole in each of three places", begin)


if __name__ == "__main__":
    main()
