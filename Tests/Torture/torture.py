"""What the scripts of `make torture` share. Standard library only."""

import argparse
import hashlib
import os
import pathlib
import shutil
import subprocess
import sys
import time

# Small enough that most of a life goes into steps and checkpoints, not into one step.
SMALL = ["--preset", "paper-ls", "--set", "training.network=thesis-small", "--learning-rate", "0.01", "--batch", "8"]


def arguments(description, count, seed=None):
    parser = argparse.ArgumentParser(description=description, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--programs", type=pathlib.Path, required=True, help="where the programs were built")
    parser.add_argument("--folder", type=pathlib.Path, required=True, help="where everything is made")
    parser.add_argument("--count", type=int, default=count, help=f"how often (default: {count})")
    parser.add_argument("--more", type=pathlib.Path, help="a folder of more videos to mutate, where there is one")
    if seed is not None:
        parser.add_argument("--seed", type=int, default=seed, help=f"what is drawn (default: {seed})")
        parser.add_argument("--only", type=int, help="repeat the command of this number alone")
        parser.add_argument("--commands", dest="count", type=int, help="the same as --count")
    chosen = parser.parse_args()
    chosen.programs = chosen.programs.resolve()
    chosen.folder = chosen.folder.resolve()
    chosen.folder.mkdir(parents=True, exist_ok=True)
    chosen.unreel = chosen.programs / "unreel"
    return chosen


def clips(chosen, count):
    """A folder with a number of the miniature clips, spread over all categories; made once."""
    drawn = chosen.folder / "ucf101"
    subprocess.run([chosen.programs / "miniature-ucf101", drawn], check=True, stderr=subprocess.DEVNULL)
    every = sorted((drawn / "UCF-101").glob("*/*.avi"))
    folder = chosen.folder / f"clips-{count}"
    if not folder.exists():
        for clip in (every[index * len(every) // count] for index in range(count)):
            place = folder / clip.parent.name / clip.name
            place.parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(clip, place)
    return folder


def train(chosen, frames, run, epochs):
    """Begins a training with a checkpoint an epoch, or goes on with it once there is a run."""
    resume = ["--resume"] if (run / "config.yaml").exists() else []
    return [chosen.unreel, "train", frames, "-o", run, *resume, "--checkpoint-every", "1",
            "--epochs", str(epochs), *SMALL]


def quietly(command, **options):
    """Runs a command to its end; what it printed, and the most memory that it had, in MiB."""
    log = options.pop("log", None) or open(os.devnull, "wb")
    process = subprocess.Popen(command, stdout=log, stderr=subprocess.STDOUT, **options)
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    return process.returncode, usage.ru_maxrss / 1024


def must(command, **options):
    """Runs a command that must succeed; the most memory that it had, in MiB."""
    code, memory = quietly(command, **options)
    if code:
        fail(f"{' '.join(map(str, command))} ended with {code}")
    return memory


def kill_after(command, seconds, grows=None):
    """Starts a command and ends it with SIGKILL after a time; whether it was still alive then.

    The time is counted from when the file `grows` has grown, where one is named.
    """
    before = size(grows)
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    while grows and process.poll() is None and size(grows) <= before:
        time.sleep(0.002)
    try:
        code = process.wait(seconds)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
        return True
    if code:
        fail(f"{' '.join(map(str, command))} ended by itself with {code}")
    return False


def kill_while(command, is_time, seconds):
    """Starts a command and ends it with SIGKILL a time after something holds; whether it was still alive then."""
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    while process.poll() is None and not is_time():
        time.sleep(0.0005)
    time.sleep(seconds)
    if process.poll() is None:
        process.kill()
    if process.wait() > 0:
        fail(f"{' '.join(map(str, command))} ended by itself with {process.returncode}")
    return process.returncode < 0


def size(path):
    return path.stat().st_size if path and path.exists() else 0


def digests(folder):
    """SHA-256 of every file below a folder, hidden ones too, by its name."""
    return {
        str(path.relative_to(folder)): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def fail(reason):
    sys.exit(f"torture: {reason}")


def row(what, found, begin):
    seconds = round(time.monotonic() - begin)
    print(f"| {what} | {found} | {seconds // 60} min {seconds % 60:02} s |", flush=True)
