"""What must hold after each command of monkey.py. Each check gives a list of faults, empty if all is well."""

import csv
import hashlib
import json
import re
import struct
import sys
import zlib

csv.field_size_limit(sys.maxsize)

# What a crash or an error that nobody explained looks like.
CRASHES = re.compile(
    r"Fatal error|runtime failure|terminate called|Stack dump|Crash|Traceback|Program crashed|Assertion|"
    r"AddressSanitizer|core dumped|corrupted|double free|what\(\):|\bat /\S+\.swift:\d+|NSCocoaErrorDomain|"
    r"Error Domain=|DecodingError|dyld|symbol lookup error")
# How a line begins that says why a command failed.
REASON = re.compile(r"(unreel|Error): ")


def said(code, errors, output):
    """Faults in what a command that ended by itself said."""
    faults = []
    for name, text in (("standard error", errors), ("standard output", output)):
        if found := CRASHES.search(text):
            faults.append(f"{name} looks like a crash: {line_at(text, found.start())}")
        if found := re.search(r"[\x00-\x08\x0b-\x1f\x7f]", text):
            faults.append(f"{name} has a control character: {line_at(text, found.start())!r}")
    reasons = [line for line in errors.splitlines() if REASON.match(line)]
    if code in (1, 2) and len(reasons) != 1:
        faults.append(f"{len(reasons)} lines say why, not one: {errors[-400:]!r}")
    if code in (1, 2) and reasons and not re.match(r"Help:|Usage:|  See ", errors.splitlines()[-1]):
        if not REASON.match(errors.splitlines()[-1]):
            faults.append(f"the last line does not say why: {errors.splitlines()[-1]!r}")
    return faults


def line_at(text, place):
    return text[text.rfind("\n", 0, place) + 1:].split("\n", 1)[0][:300]


def whole(path):
    """Why a file that Unreel wrote does not open; nothing if it does."""
    data = path.read_bytes()
    kind = path.suffix
    try:
        if path.name in ("metrics.jsonl", "motion.jsonl"):
            # Its last line may be cut.
            for line in data.split(b"\n")[:-1]:
                json.loads(line)
        elif kind == ".json":
            json.loads(data)
        elif kind == ".csv" and path.name != "ledger.partial.csv":
            rows = list(csv.reader(data.decode().splitlines(keepends=True), strict=True))
            assert rows and all(len(row) == len(rows[0]) for row in rows) and data.endswith(b"\n"), "a row is cut"
        elif kind == ".npy":
            size = 10 + struct.unpack("<H", data[8:10])[0]
            rows, columns = re.search(rb"'shape': \((\d+), (\d+)\)", data[:size]).groups()
            assert len(data) == size + 4 * int(rows) * int(columns), "it has another length than it says"
        elif kind == ".png":
            png(data)
        elif kind == ".jpg":
            assert data[:2] == b"\xff\xd8" and data[-2:] == b"\xff\xd9", "it has no end"
        elif kind in (".svg", ".html"):
            assert data.decode().rstrip().endswith(f"</{kind[1:]}>"), "it has no end"
        elif kind == ".h5":
            told = data[:512].decode().split("\n")
            assert told[0] == "unreel checkpoint" and told[1] == f"bytes {len(data) - 512}", "its head is wrong"
            assert told[2].rstrip("\0") == "sha256 " + hashlib.sha256(data[512:]).hexdigest(), "its SHA-256 is wrong"
        elif path.name == "latest":
            assert (path.parent / data.decode().strip()).is_file(), "it names no file"
    except (AssertionError, AttributeError, IndexError, ValueError, csv.Error, struct.error) as error:
        return f"{path} does not open: {error!r}"


def png(data):
    assert data[:8] == b"\x89PNG\r\n\x1a\n", "it is no PNG"
    place, kind = 8, b""
    while kind != b"IEND":
        length, kind = struct.unpack(">I4s", data[place:place + 8])
        body = data[place + 4:place + 8 + length]
        assert zlib.crc32(body) == struct.unpack(">I", data[place + 8 + length:place + 12 + length])[0], "a sum differs"
        place += 12 + length
    assert place == len(data), "something follows its end"


def left(folder, broken, cleanly, cut):
    """Faults in the files below a folder.

    - broken: files that the monkey broke, with their digests; those that are still the same are passed over.
    - cleanly: whether the last command had time to clean up after itself.
    - cut: whether it was stopped, after which an unfinished store is in its place.
    """
    faults = []
    for path in sorted(folder.rglob("*")):
        name = path.relative_to(folder)
        if path.is_symlink() or not path.is_file():
            if path.name == ".preparing" and cleanly and not cut:
                faults.append(f"{name} is left behind")
            continue
        if cleanly and re.search(r"\.tmp|\.partial$|~$", path.name):
            faults.append(f"{name} is left behind")
        elif ".preparing" not in path.parts and not re.search(r"\.tmp", path.name):
            # The name in it is of no use once the file is gone.
            if path.name == "latest" and broken:
                continue
            if broken.get(path) != digest(path) and (why := whole(path)):
                faults.append(why)
    return faults


def digest(path):
    try:
        return hashlib.sha256(path.read_bytes()).hexdigest()
    except OSError as error:
        return error.strerror


def snapshot(folder):
    """The digest of every file below a folder."""
    return {path: digest(path) for path in sorted(folder.rglob("*")) if path.is_file() and not path.is_symlink()}


def changed(before):
    """Faults where files are not as they were."""
    return [f"{path} was {'changed' if path.exists() else 'removed'}" for path, was in before.items()
            if digest(path) != was]
