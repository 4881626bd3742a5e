"""What a tracked run's log and its places say of its steps. Standard library only."""

import csv
import json
import struct


def tracked_steps(run):
    """The steps of a training as its log has them, which may be being written: the number and the loss."""
    text = (run / "metrics.jsonl").read_text()
    lines = map(json.loads, text[:text.rfind("\n") + 1].splitlines())
    return [(line["step"], line["loss"]) for line in lines if "loss" in line and "step" in line]


def records(path):
    """The records of an event file of TensorBoard."""
    data, place = path.read_bytes(), 0
    while place < len(data):
        length, = struct.unpack_from("<Q", data, place)
        yield data[place + 12:place + 12 + length]
        place += length + 16


def fields(message):
    """The fields of a protobuf message: their numbers and values."""
    place = 0

    def number():
        nonlocal place
        value = shift = 0
        while True:
            byte = message[place]
            place, value, shift = place + 1, value | (byte & 127) << shift, shift + 7
            if byte < 128:
                return value

    while place < len(message):
        key = number()
        length = {0: None, 1: 8, 2: number() if key & 7 == 2 else 0, 5: 4}[key & 7]
        if length is None:
            yield key >> 3, number()
        else:
            yield key >> 3, message[place:place + length]
            place += length


def tensorboard_steps(folder, tag):
    """The steps of a scalar in TensorBoard's files, in the order of the files."""
    steps = []
    for path in sorted(folder.glob("*tfevents*")):
        for record in records(path):
            event = dict(fields(record))
            for value in fields(event.get(5, b"")):
                if dict(fields(value[1])).get(1) == tag.encode():
                    steps.append(event.get(2, 0))
    return steps


def table_steps(run):
    """The steps in the table of a run."""
    with open(run / "tracking/steps.csv", newline="") as file:
        return [(int(line["step"]), float(line["loss"])) for line in csv.DictReader(file)]
