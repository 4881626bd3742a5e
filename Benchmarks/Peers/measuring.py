"""What every peer's script shares: its arguments, its clock, and how it prints what it measured."""

import argparse
import json
import os
import time


def arguments(doc, **defaults):
    parser = argparse.ArgumentParser(description=doc.splitlines()[0])
    for name, value in defaults.items():
        parser.add_argument("--" + name.replace("_", "-"), type=type(value), default=value)
    return parser.parse_args()


def threads():
    return len(os.sched_getaffinity(0))


def seconds(work, count, warm_up):
    """How long each of `count` calls takes, after some that are not counted."""
    for _ in range(warm_up):
        work()
    found = []
    for _ in range(count):
        begin = time.perf_counter()
        work()
        found.append(time.perf_counter() - begin)
    return found


def tell(**found):
    print(json.dumps(found))
