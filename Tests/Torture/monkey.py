#!/usr/bin/env python3
"""Runs commands that are drawn from a seed: options, paths, broken files, limits, signals, streams.

    python3 Tests/Torture/monkey.py --programs .build/release --folder .torture --seed 3
    python3 Tests/Torture/monkey.py --programs .build/release --folder .torture --seed 3 --only 17

Each command must end in time, with a documented exit code and one line that says why it failed. What it
left must open, the videos must be as they were, and the right command must then work in the same place.
A command depends on the seed and its number only, so --only repeats it. Standard library and ffmpeg.
"""

import collections
import os
import random
import resource
import shlex
import shutil
import signal
import subprocess
import threading
import time

import monkey_checks as checks
from monkey_commands import ENDLESS, drawn, options
from monkey_inputs import break_inputs, fresh, originals
from torture import arguments, fail, row

# Seconds; a demo on a busy machine takes the longest.
PATIENCE = 240
# After so many seconds, a signal ends what would work for ever.
ENDLESS_SECONDS = 4
# What the documentation says of signals. QUIT and the processor's time are the system's own: it ends the program.
ENDS = {signal.SIGINT: {130}, signal.SIGTERM: {143}, signal.SIGHUP: {129}, signal.SIGPIPE: set(),
        signal.SIGQUIT: {-signal.SIGQUIT}}
# Address space below which LibTorch isn't loaded, and around it.
LIMITS = [("NOFILE", [12, 16, 20, 30]), ("NPROC", [1, 5]), ("FSIZE", [0, 100, 4096, 100_000]), ("CPU", [1]),
          ("AS", [300 << 20, 800 << 20, 1500 << 20]), ("STACK", [256 << 10])]
ENVIRONMENTS = [
    {"HOME": None}, {"HOME": "/nowhere"}, {"TMPDIR": "/nowhere"}, {"LANG": "tr_TR.UTF-8", "LC_ALL": "xx"},
    {"TZ": "Nowhere/X"},
    {"TERM": "dumb", "COLUMNS": "1"}, {"COLUMNS": "-5"}, {"COLUMNS": "99999999999999999999"}, {"TERM": None},
    {"PATH": ""}, {"OMP_NUM_THREADS": "-3"}, {"COLUMNS": "0", "LINES": "0", "NO_COLOR": "1"}]

STREAMS = ["closed-in", "closed-out", "closed-err", "closed-all", "full-out", "full-err", "head", "gone-err"]


class Drawn:
    """One command with everything around it."""

    def __init__(self, seed, number, known, here):
        self.draw = draw = random.Random(f"{seed}-{number}")
        self.words, self.right = drawn(draw, known, here)
        self.broken = break_inputs(draw, here) if draw.random() < 0.25 else []
        self.environment = draw.choice(ENVIRONMENTS) if draw.random() < 0.2 else {}
        name, values = draw.choice(LIMITS)
        self.limit = (name, draw.choice(values)) if draw.random() < 0.15 else None
        self.streams = draw.choice(STREAMS) if draw.random() < 0.15 else ""
        self.signals = []
        if draw.random() < 0.25:
            for _ in range(draw.choice([1, 1, 2, 3])):
                moment = draw.choice([draw.uniform(0, 0.2), draw.uniform(0, 3)])
                self.signals.append((moment, draw.choice([*ENDS, "pause"])))
        self.twice = draw.random() < 0.07 and self.words[0] not in ENDLESS
        if self.words[0] in ENDLESS:
            self.signals.append((ENDLESS_SECONDS, signal.SIGTERM))
        self.nobody = os.geteuid() == 0 and draw.random() < 0.2

    def __str__(self):
        extra = {"broken": self.broken, "environment": self.environment, "limit": self.limit, "streams": self.streams,
                 "signals": self.signals, "twice": self.twice, "nobody": self.nobody}
        said = ", ".join(f"{name}: {value}" for name, value in extra.items() if value)
        words = [shlex.quote(word.decode(errors="backslashreplace")) for word in self.words]
        return f"{' '.join(words)[:1500]}   [{said}]"


def start(unreel, command, here):
    """Starts the program with its limits, streams and environment."""
    def prepare():
        # Python ignores SIGPIPE, a shell's background SIGINT and SIGQUIT, nohup SIGHUP; so would what they start.
        for number in ENDS:
            signal.signal(number, signal.SIG_DFL)
        if command.limit:
            kind = getattr(resource, f"RLIMIT_{command.limit[0]}")
            resource.setrlimit(kind, (command.limit[1], resource.getrlimit(kind)[1]))
        if command.nobody:
            os.setgroups([])
            os.setresgid(65534, 65534, 65534)
            os.setresuid(65534, 65534, 65534)
        for stream, number in (("in", 0), ("out", 1), ("err", 2)):
            if command.streams in (f"closed-{stream}", "closed-all"):
                os.close(number)

    environment = {**os.environ, "COLUMNS": "100"}
    for name, value in command.environment.items():
        environment.pop(name, None)
        if value is not None:
            environment[name] = value
    out, errors = Listener(), Listener()
    targets = {"stdin": subprocess.DEVNULL, "stdout": out.end, "stderr": errors.end}
    odd = None
    if command.streams.startswith("full"):
        odd = os.open("/dev/full", os.O_WRONLY)
    elif command.streams in ("head", "gone-err"):
        reader, odd = os.pipe()
        os.close(reader)
    if odd:
        targets["stdout" if command.streams in ("full-out", "head") else "stderr"] = odd
    process = subprocess.Popen(
        [unreel, *command.words], cwd=here / "odd", env=environment, preexec_fn=prepare, **targets)
    for end in (out.end, errors.end, *([odd] if odd else [])):
        os.close(end)
    return process, out, errors


class Listener:
    """Keeps what is written into a pipe; a file would be under the limits of who writes it."""

    def __init__(self):
        self.reader, self.end = os.pipe()
        self.pieces = []
        self.thread = threading.Thread(target=self.listen)
        self.thread.start()

    def listen(self):
        while piece := os.read(self.reader, 65536):
            self.pieces.append(piece)
        os.close(self.reader)

    def text(self):
        self.thread.join()
        return b"".join(self.pieces).decode(errors="replace")


def listens(process):
    """Whether a process handles SIGTERM already; one that has ended will not."""
    try:
        with open(f"/proc/{process.pid}/status") as file:
            caught = next(line for line in file if line.startswith("SigCgt:"))
    except (OSError, StopIteration):
        return True
    return int(caught.split()[1], 16) >> (signal.SIGTERM - 1) & 1 == 1


def send(process, signals):
    """Sends the signals at their moments; those that the process lived to see.

    Before it handles them, the system ends it as any program: the moments count from then.
    """
    while signals and process.poll() is None and not listens(process):
        time.sleep(0.002)
    begin, sent = time.monotonic(), []
    for moment, number in sorted(signals, key=lambda each: each[0]):
        try:
            process.wait(max(0, moment - (time.monotonic() - begin)))
            break
        except subprocess.TimeoutExpired:
            for each in [signal.SIGSTOP, signal.SIGCONT] if number == "pause" else [number]:
                process.send_signal(each)
                time.sleep(0.05 if number == "pause" else 0)
            if number != "pause":
                sent.append(number)
    return sent


def ended(process):
    """The exit code; nothing after too long a time. Seconds in which somebody else has stopped it do not count."""
    seconds = 0
    while seconds < PATIENCE:
        try:
            return process.wait(1)
        except subprocess.TimeoutExpired:
            with open(f"/proc/{process.pid}/stat") as file:
                seconds += file.read().rsplit(")", 1)[1].split()[0] != "T"
    process.kill()
    process.wait()


def judge(command, code, sent, streams):
    """Faults in how a command ended and what it said."""
    out, errors = (stream.text() for stream in streams)
    if code is None:
        return [f"no end after {PATIENCE} s: {errors[-300:]!r}"]
    allowed = {0, 1, 2}.union(*(ENDS[number] for number in sent))
    if command.limit and command.limit[0] == "CPU":
        allowed |= {-signal.SIGXCPU, -signal.SIGKILL}
    faults = [] if code in allowed else [f"exit code {code}, after the signals {sent}: {errors[-600:]!r}"]
    if not command.streams and not sent:
        faults += checks.said(code, errors, out)
    elif found := checks.CRASHES.search(errors):
        faults.append(checks.line_at(errors, found.start()))
    return faults


def afterwards(unreel, command, here, broken):
    """Faults of the right command, in the same place, with nothing in its way."""
    if command.nobody or command.right[0] in ("demo", "doctor"):
        return []
    right = list(command.right)
    if right[0] == "train" and (right[3] / "config.yaml").exists():
        right += ["--resume"]
    listener = Listener()
    process = subprocess.Popen(
        [unreel, *right], stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=listener.end)
    os.close(listener.end)
    is_endless = right[0].encode() in ENDLESS
    if is_endless:
        threading.Timer(ENDLESS_SECONDS, process.terminate).start()
    code, errors = ended(process), listener.text()
    if is_endless and code in ENDS[signal.SIGTERM]:
        code = 0
    if code is None:
        return [f"the right command afterwards: no end after {PATIENCE} s"]
    # What was made with other settings is refused, and files for a run that is tracked nowhere. What was broken may be.
    refused = code == 2 and any(
        words in errors
        for words in ("--change-settings", "other settings", "another -o", "differ", "no place is named"))
    faults = checks.said(code, errors, "")
    if code and not refused and not (broken and code in (1, 2)):
        faults.append(f"exit code {code}: {errors[-500:]!r}")
    faults += checks.left(here, broken, cleanly=code == 0, cut=False)
    return [f"the right command afterwards: {fault}" for fault in faults]


def attempt(chosen, number, known, source):
    """Runs one command; the command, its exit code and the faults."""
    here = chosen.folder / "monkey"
    fresh(source, here)
    (here / "odd").mkdir()
    whole = checks.snapshot(here)
    command = Drawn(chosen.seed, number, known, here)
    if command.nobody:
        for path in [here, *here.rglob("*")]:
            if not path.is_symlink() and path.parent != here / "odd":
                os.chown(path, 65534, 65534)
    broken = {path: checks.digest(path) for path, was in whole.items() if checks.digest(path) != was}
    inputs = checks.snapshot(here / "videos") | {here / "list.txt": checks.digest(here / "list.txt")}
    if command.words[0] in (b"train", b"evaluate", b"report", b"compare", b"finetune", b"doctor"):
        inputs |= checks.snapshot(here / "store")
    process, *streams = start(chosen.unreel, command, here)
    other = start(chosen.unreel, command, here) if command.twice else None
    sent = send(process, command.signals)
    code = ended(process)
    faults = judge(command, code, sent, streams)
    if other:
        second = ended(other[0])
        faults += [f"the second of two: {fault}" for fault in judge(command, second, [], other[1:])]
    hard = code is None or code < 0 or len(sent) > 1 or bool(command.limit and command.limit[0] == "CPU")
    faults += checks.left(here, broken, cleanly=not hard, cut=code != 0)
    faults += checks.changed(inputs)
    faults += afterwards(chosen.unreel, command, here, broken)
    return command, code, faults + checks.changed(inputs)


def main():
    chosen = arguments(__doc__, count=200, seed=1)
    begin = time.monotonic()
    if not shutil.which("ffmpeg"):
        return row("commands drawn at random", "skipped: ffmpeg is not installed here", begin)
    known, source = options(chosen.unreel), originals(chosen, chosen.folder / "monkey")
    numbers = range(chosen.count) if chosen.only is None else [chosen.only]
    codes, faulty = collections.Counter(), 0
    with open(chosen.folder / f"monkey-{chosen.seed}.log", "w" if chosen.only is None else "a") as log:
        for number in numbers:
            command, code, faults = attempt(chosen, number, known, source)
            codes[code] += 1
            print(f"{number}: {code}: {command}", *faults, sep="\n    ", file=log, flush=True)
            if faults:
                faulty += 1
                print(f"monkey --seed {chosen.seed} --only {number}: {command}", *faults, sep="\n    ", flush=True)
    counted = ", ".join(f"{codes[code]} ended with {code}" for code in sorted(codes, key=str))
    row(f"{len(numbers)} commands drawn at random, seed {chosen.seed}", f"{counted}; {faulty} with a fault", begin)
    if faulty:
        fail(f"{faulty} commands had faults, see {log.name}")


if __name__ == "__main__":
    main()
