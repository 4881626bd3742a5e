"""The command lines of monkey.py: every subcommand, with options drawn from its own help."""

import re
import subprocess

from monkey_inputs import QUICK, odd_paths

# Words that no option is made for, beside those that are.
ABSURD = ["-1", "0", "nan", "inf", "1e300", "-1e300", "99999999999999999999", "0x10", "", " ", "é😀", "\u202eRTL",
          "x" * 9000, "-", "--", "a\nb", "\033[31m\r\x07", "../..", "1,2", "a=b", "=", "training.margin=nan", "seed=-1",
          "auto", "all"]
SETTINGS = ["training.margin=1e300", "training.batch=0", "sampling.stride=0", "sampling.stride=3",
            "training.network=thesis", "training.network=residual>", "split.test_share=nan",
            "evaluation.perplexity=-1", "views.least_area=0",
            "training.temperature=0", "training.temperature=1e-300", "seed=18446744073709551616", "threads=0",
            "training.keep_last=-5", "training.checkpoint_minutes=0", "categories=[A]", "frames=..",
            "training.learning_rate=1e30", "timeout=0", "nothing", "=", "a=b=c", "training.objective=vicreg"]
RIGHT = {
    "seed": ["2", "18446744073709551615"], "split-seed": ["3"], "test-share": ["0.5", "0", "1"], "timeout": ["30"],
    "categories": ["A", "A,B", "all"], "preset": ["thesis", "paper-ls"], "max-steps": ["1", "2"],
    "epochs": ["1", "2"], "batch": ["2", "4", "1000"], "precision": ["fp32", "bf16", "auto"], "learning-rate": ["0.01"],
    "threads": ["1", "2"],
    "checkpoint-every": ["1"], "clusters": ["2", "auto", "1", "1000"], "checkpoint": ["latest", "1", "auto"],
    "feature-layer": ["auto", "norm", "fc7"], "group-by": ["appearance", "both", "motion"], "probe-frames": ["0", "10"],
    "split": ["1", "2"], "layers": ["last", "all"], "from": ["untrained", "trained"], "set": SETTINGS,
}
# Commands that work until a signal ends them.
ENDLESS = {b"serve"}
# Not drawn: it asks Google, and waits for an answer in a browser.
LEFT_OUT = {"sign-in"}
# Options that would take the run far beyond a second or two.
LARGE = {"epochs", "max-steps", "threads"}


def options(unreel):
    """The subcommands, and for each its options and whether they take a value, as its help has them."""
    def help_of(*words):
        return subprocess.run([unreel, *words, "--help"], capture_output=True, text=True, check=True).stdout

    listed = help_of().split("SUBCOMMANDS:")[1]
    commands = set(re.findall(r"^  ([\w-]+) ", listed.split("See '")[0], re.M)) - LEFT_OUT
    return {command: re.findall(r"^  (?:-\w, )?--([\w-]+)( <[^>]+>)?", help_of(command), re.M)
            for command in sorted(commands)}


def right(command, here):
    """A command that is right, and where it writes."""
    videos, store, run = here / "videos", here / "store", here / "run"
    return {
        "run": ["run", videos, "-o", here / "out", *QUICK],
        "prepare": ["prepare", videos, "-o", here / "out"],
        "train": ["train", store, "-o", here / "out", *QUICK],
        "evaluate": ["evaluate", run],
        "report": ["report", run],
        "compare": ["compare", run, "-o", here / "out.png"],
        "finetune": ["finetune", run, "--epochs", "1"],
        "demo": ["demo", "-o", here / "out", "--max-steps", "1", *QUICK],
        "transition": ["transition", f"{run}@1", run, "-o", here / "out.html"],
        "find": ["find", run, videos / "A" / "0.avi"],
        "serve": ["serve", here, "--port", "0"],
        "send": ["send", run, here / "list.txt"],
        "organize": ["organize", run, "--into", here / "out", "--link"],
        "doctor": ["doctor", here],
    }.get(command, [command, run])


def drawn(draw, known, here):
    """Draws a command: its words, and the right command beside it."""
    command = draw.choice([name for name in known for _ in range({"demo": 1, "doctor": 2}.get(name, 8))])
    # Continuing a finished run is a command of its own.
    sound = right(command, here)
    if command in ("run", "prepare", "train") and draw.random() < 0.4:
        place = here / ("store" if command == "prepare" else "run")
        sound = [place if word == here / "out" else word for word in sound]
    words = [bytes(word) if not isinstance(word, str) else word.encode() for word in sound]
    for _ in range(draw.choice([0, 0, 1, 1, 2, 3])):
        change = draw.choice(
            ["option", "option", "value", "path", "path", "absurd", "drop", "double", "unknown", "help"])
        if change in ("option", "value"):
            name, value = draw.choice(known[command])
            if name in ("help", "version"):
                continue
            words.append(b"--" + name.encode())
            if value and change == "option":
                words.append(value_of(draw, name, here))
            elif value and name not in LARGE:
                words.append(draw.choice(ABSURD).encode())
        elif change == "path":
            words[places(words, draw)] = odd_paths(draw, here)
        elif change == "absurd" and len(words) > 1:
            words[draw.randrange(1, len(words))] = draw.choice(ABSURD).encode()
        elif change == "drop" and len(words) > 1:
            del words[draw.randrange(1, len(words))]
        elif change == "double":
            words.append(draw.choice(words))
        elif change == "unknown":
            words.append(draw.choice([b"--nope", b"-x", b"--set", b"--output", b"extra", "--ünï".encode(), b"---"]))
        elif change == "help":
            words.append(draw.choice([b"--help", b"--version", b"-h", b"--json", b"--print-config"]))
    return words, sound


def value_of(draw, name, here):
    """A value that an option is made for, more or less."""
    if name in RIGHT:
        return draw.choice(RIGHT[name]).encode()
    if name == "test-list":
        return bytes(here / "list.txt")
    if name in ("config", "weights"):
        return bytes(here / "run" / {"config": "config.yaml", "weights": "checkpoints/epoch-0001.h5"}[name])
    return odd_paths(draw, here)


def places(words, draw):
    """The place of a word that is a path, or the last."""
    paths = [place for place, word in enumerate(words) if word.startswith(b"/")]
    return draw.choice(paths) if paths else len(words) - 1
