#!/usr/bin/env python3
"""Times Unreel beside its peers, in turn in one run, and prints a table of ratios.

    python3 Benchmarks/compare.py --programs .build/release --folder .bench [--only NAME,…] [--rounds 5]

Every row is one kind of work. Its contestants are run one after the other, round by round (A B A B), so
that whatever else the machine does falls on all of them; medians and quartiles are over the rounds.
`make bench` installs the peers.
"""

import argparse
import collections
import itertools
import json
import os
import pathlib
import platform
import shutil
import statistics
import subprocess
import sys

PEERS = pathlib.Path(__file__).parent / "Peers"


def arguments():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--programs", type=pathlib.Path, required=True)
    parser.add_argument("--folder", type=pathlib.Path, required=True)
    parser.add_argument("--videos", type=pathlib.Path, help="clips of 320×240 to prepare and train on")
    parser.add_argument("--test-list", type=pathlib.Path, help="the held-out clips of the rows run, train and evaluate")
    parser.add_argument("--only", default="")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--batch", type=int, default=32)
    parser.add_argument("--steps", type=int, default=6)
    return parser.parse_args()


def output(command):
    """What a command prints, whose last line is JSON where it is a peer's."""
    outcome = subprocess.run(list(map(str, command)), capture_output=True, text=True)
    if outcome.returncode:
        sys.exit(f"{' '.join(map(str, command))}\n{outcome.stderr[-2000:]}")
    return outcome.stdout


def peer(chosen, script, *more):
    return json.loads(output([chosen.folder / "venv/bin/python", PEERS / script, *more]).splitlines()[-1])


def fresh(chosen):
    """A folder that is not there yet. None is removed before the end: just after, ext4 takes a
    millisecond to create a file."""
    numbers = itertools.count()
    path = next(path for path in (chosen.folder / f"made/{number}" for number in numbers) if not path.exists())
    path.parent.mkdir(parents=True, exist_ok=True)
    return path


class Contestant:
    """One program at one kind of work: `measure` gives a rate, and `more` what else is to be equal."""

    def __init__(self, name, measure):
        self.name, self.measure, self.rates, self.more = name, measure, [], []

    def run(self):
        # Ours waits until its files are on the disk; it must not wait for another's as well.
        os.sync()
        rate, more = self.measure()
        self.rates.append(rate)
        self.more.append(more)

    @property
    def rate(self):
        return statistics.median(self.rates)

    def text(self, unit):
        low, high = (statistics.quantiles(self.rates, n=4)[place] for place in (0, 2)) if len(
            self.rates) > 1 else (self.rate, self.rate)
        more = [value for value in self.more if value is not None]
        note = f"; {statistics.median(more):.4g}" if more else ""
        return f"{self.rate:.3g} {unit} ({low:.3g}–{high:.3g}{note})"


def own_training(chosen, precision, *more):
    def measure():
        run = fresh(chosen)
        output([chosen.programs / "unreel", "train", frames(chosen), "-o", run, *more,
                "--precision", precision, "--set", f"training.max_steps={chosen.steps + 3}",
                "--set", "training.epochs=1000", "--set", "training.keep_last=1", "--set", "motion.enabled=false"])
        lines = [json.loads(line) for line in (run / "metrics.jsonl").read_text().splitlines()]
        steps = [line for line in lines if "loss" in line][3:]
        rates = [step["pairs_per_second"] for step in steps]
        return statistics.median(rates), statistics.mean(step["data_wait"] for step in steps)
    return measure


def precisions(chosen):
    """What this processor computes in without emulating it, the fastest first."""
    fastest = json.loads(output([chosen.programs / "bench-parts", "product"]))["precision"]
    return ["bf16", "fp32"] if fastest == "bf16" else ["fp32"]


def peer_rates(chosen, script, *more):
    def measure():
        found = peer(chosen, script, *more, "--steps", chosen.steps)
        return statistics.median(found["rates"]), None
    return measure


def frames(chosen):
    place = chosen.folder / "frames"
    if not (place / "store.json").exists():
        output([chosen.programs / "unreel", "prepare", chosen.videos, "-o", place])
    return place


def clips(chosen):
    found = len(list(chosen.videos.glob("*/*")))
    if not found:
        sys.exit(f"{chosen.videos} has no folders of videos, which the other programs look for")
    return found


def preparation(chosen, prepare):
    """Clips a second of a whole program, from its start to its end, as who waits for it sees it."""
    def measure():
        place = fresh(chosen)
        begin = os.times().elapsed
        prepare(place)
        return clips(chosen) / (os.times().elapsed - begin), None
    return measure


def own_preparation(chosen):
    return preparation(
        chosen, lambda place: output([chosen.programs / "unreel", "prepare", chosen.videos, "-o", place]))


def peer_preparation(chosen, script):
    return preparation(chosen, lambda place: peer(chosen, script, chosen.videos, place))


def features(chosen, rows, dimension, groups):
    """Rows around some centres, as features of frames are; the same ones each time."""
    place = chosen.folder / f"features-{rows}-{dimension}.npy"
    if not place.exists():
        output([chosen.folder / "venv/bin/python", PEERS / "draw_features.py", place, rows, dimension, groups])
    return place


def own_features(chosen):
    def measure():
        found = json.loads(output([chosen.programs / "bench-parts", "features", chosen.steps]))
        return statistics.median(found["rates"]), None
    return measure


def products(chosen):
    """Pairs a second of a network that were nothing but matrix products, 14.5 GFLOP a pair."""
    def measure():
        found = json.loads(output([chosen.programs / "bench-parts", "product"]))
        return found["speed"] / 14.5e9, None
    return measure


def own_discovery(chosen, result, *more):
    def measure():
        found = json.loads(output([chosen.programs / "bench-parts", *more]))
        return 1 / found["seconds"], found[result]
    return measure


def peer_discovery(chosen, script, result, *more):
    def measure():
        found = peer(chosen, script, *more)
        return 1 / found["seconds"], found[result]
    return measure


class Stages:
    """Whole runs from the videos to the map, whose stages are rows of their own. A run is measured once for all of them."""

    def __init__(self, run):
        self.run, self.runs, self.asked = run, [], collections.Counter()

    def rate(self, stage):
        """Runs an hour, if there were nothing but this stage, and the conditional entropy of the held-out frames."""
        def measure():
            number = self.asked[stage]
            self.asked[stage] += 1
            if number == len(self.runs):
                self.runs.append(self.run())
            return 3600 / self.runs[number][stage], self.runs[number]["bits"]
        return measure


def own_stages(chosen, precision):
    def run():
        place, unreel = fresh(chosen), chosen.programs / "unreel"
        begin = os.times().elapsed
        output([unreel, "prepare", chosen.videos, "-o", place / "frames"])
        prepared = os.times().elapsed
        output([unreel, "train", place / "frames", "-o", place / "run", "--test-list", chosen.test_list,
                "--precision", precision])
        trained = os.times().elapsed
        output([unreel, "evaluate", place / "run"])
        evaluated = os.times().elapsed
        output([unreel, "report", place / "run"])
        metrics = json.loads((place / "run/evaluation/metrics.json").read_text())
        return {"run": os.times().elapsed - begin, "train": trained - prepared, "evaluate": evaluated - trained,
                "bits": metrics["conditional_entropy_bits"]}
    return Stages(run)


def peer_stages(chosen, precision):
    def run():
        found = peer(chosen, "run_python.py", chosen.videos, chosen.test_list, precision)
        evaluation = found["seconds"] - found["extraction"] - found["training"]
        return {"run": found["seconds"], "train": found["training"], "evaluate": evaluation, "bits": found["bits"]}
    return Stages(run)


def rows(chosen):
    """Name, unit, and contestants of each row, ours first."""
    native = precisions(chosen)
    for precision in native:
        yield f"training-{precision}", "pairs/s", lambda precision=precision: trainings(
            chosen, precision, native[0])
        yield f"default-{precision}", "pairs/s", lambda precision=precision: default_trainings(chosen, precision)
    if chosen.test_list:
        own, script = own_stages(chosen, native[0]), peer_stages(chosen, native[0])
        # The second row is the time to quality: both train to the end, and the entropy that is left stands beside the rate.
        for stage in ["run", "train", "evaluate"]:
            yield stage, "runs/h", lambda stage=stage: [
                Contestant("Unreel", own.rate(stage)),
                Contestant("a script of PyAV, PyTorch and scikit-learn", script.rate(stage))]
    yield "features", "frames/s", lambda: [
        Contestant("Unreel, from bytes", own_features(chosen)),
        *(Contestant(f"PyTorch eager, {precision}",
                     peer_rates(chosen, "features_torch.py", "--fp32", int(precision == "fp32")))
          for precision in native)]
    yield "prepare", "clips/s", lambda: [
        Contestant("Unreel", own_preparation(chosen)),
        Contestant("OpenCV's loop", peer_preparation(chosen, "prepare_opencv.py")),
        Contestant("one ffmpeg a core", peer_preparation(chosen, "prepare_ffmpeg.py")),
        Contestant("PyAV, a process a core", peer_preparation(chosen, "prepare_pyav.py"))]
    yield "map-100000", "maps/s", lambda: maps(chosen, features(chosen, 100_000, 50, 101), ["openTSNE"])
    yield "map", "maps/s", lambda: maps(chosen, features(chosen, 6000, 50, 30))
    yield "clusters", "clusterings/s", lambda: clusterings(
        chosen, features(chosen, 100_000, 4096, 101), 25, ["scikit-learn", "faiss"])
    # faiss ends at a higher inertia, whatever its iterations; our first one is below that.
    yield "clusters-to-faiss-inertia", "clusterings/s", lambda: clusterings(
        chosen, features(chosen, 100_000, 4096, 101), 1, ["faiss"])


def trainings(chosen, precision, fastest):
    options = ["--batch", chosen.batch, "--fp32", int(precision == "fp32")]
    contestants = [
        Contestant("Unreel, from the frame store",
                   own_training(chosen, precision, "--preset", "paper-ls", "--batch", chosen.batch)),
        Contestant("PyTorch eager", peer_rates(chosen, "train_torch.py", *options)),
        Contestant("PyTorch torch.compile", peer_rates(chosen, "train_torch.py", *options, "--compiled", 1)),
        Contestant("Keras on TensorFlow, fp32", peer_rates(chosen, "train_keras.py", "--batch", chosen.batch))]
    if precision == fastest:
        contestants.append(Contestant("a matrix product's speed", products(chosen)))
    return contestants


def default_trainings(chosen, precision):
    """The default at its full size of pictures: ours with decoding and views, the others with data in memory."""
    options = ["--network", "residual_torch", "--batch", 128, "--fp32", int(precision == "fp32")]
    return [
        Contestant("Unreel, from the frame store", own_training(chosen, precision, "--set", "training.first_side=0")),
        Contestant("PyTorch eager", peer_rates(chosen, "train_torch.py", *options)),
        Contestant("PyTorch torch.compile", peer_rates(chosen, "train_torch.py", *options, "--compiled", 1)),
        Contestant("lightly's SimCLR, with its transforms",
                   # Its loaders have a few batches ready at first.
                   peer_rates(chosen, "train_lightly.py", frames(chosen), *options[2:], "--warm-up", 8))]


def maps(chosen, path, libraries=("scikit-learn", "openTSNE")):
    return [
        Contestant("Unreel", own_discovery(chosen, "divergence", "map", path)),
        *(Contestant(library, peer_discovery(chosen, "map_peer.py", "divergence", library, path))
          for library in libraries)]


def clusterings(chosen, path, iterations, libraries):
    """One start each; ours of so many iterations, the peers' of 25."""
    return [
        Contestant("Unreel", own_discovery(chosen, "inertia", "cluster", path, 101, 1, iterations)),
        *(Contestant(library, peer_discovery(chosen, "cluster_peer.py", "inertia", library, path, 101, 1, 25))
          for library in libraries)]


def main():
    chosen = arguments()
    only = set(filter(None, chosen.only.split(",")))
    print(f"{platform.processor() or platform.machine()}, {len(os.sched_getaffinity(0))} cores, "
          f"{chosen.rounds} rounds", file=sys.stderr)
    print("| work | contestant | median (quartiles) | ours is |\n| --- | --- | --- | --- |")
    for name, unit, contestants in rows(chosen):
        if only and name not in only:
            continue
        found = contestants()
        for _ in range(chosen.rounds):
            for contestant in found:
                contestant.run()
        for contestant in found:
            ratio = found[0].rate / contestant.rate
            print(f"| {name} | {contestant.name} | {contestant.text(unit)} | {ratio:.2f} × |", flush=True)
    shutil.rmtree(chosen.folder / "made", ignore_errors=True)


if __name__ == "__main__":
    main()
