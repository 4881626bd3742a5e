"""What monkey.py gives to Unreel: small originals, and what it breaks of them."""

import os
import shutil
import subprocess

from torture import must

# One epoch of a few steps, without motion and probes: a run takes a second or two.
QUICK = ["--set", "training.network=thesis-small", "--set", "motion.enabled=false", "--epochs", "1", "--batch", "4"]
SUFFIXES = {".avi", ".mp4", ".mkv", ".webm", ".mov", ".gif"}


def originals(chosen, folder):
    """Makes two categories of videos, a frame store and a run of them, once; the folder that they are copied from.

    - folder: where they are made and will be used: stores and runs know the place of their videos.
    """
    kept = chosen.folder / "monkey-originals"
    if kept.exists():
        return kept
    shutil.rmtree(folder, ignore_errors=True)
    encodings = [("avi", "mpeg4"), ("mp4", "libx264"), ("mkv", "mpeg2video")]
    for category, source in (("A", "testsrc2"), ("B", "mandelbrot")):
        (folder / "videos" / category).mkdir(parents=True)
        for number, (ending, codec) in enumerate(encodings):
            subprocess.run(
                ["ffmpeg", "-nostdin", "-v", "error", "-f", "lavfi", "-i", f"{source}=s=64x48:r=25", "-t", "1",
                 "-vf", f"hue=h={40 * number}", "-c:v", codec, folder / "videos" / category / f"{number}.{ending}"],
                check=True)
    if chosen.more and chosen.more.is_dir():
        more = sorted(path for path in chosen.more.rglob("*") if path.suffix in SUFFIXES and path.is_file()
                      and 1000 < path.stat().st_size < 100_000)
        for number, path in enumerate(more[::max(1, len(more) // 2)][:2]):
            shutil.copy(path, folder / "videos" / "AB"[number] / f"more{path.suffix}")
    (folder / "list.txt").write_text("A/0.avi\nB/1.mp4\n")
    must([chosen.unreel, "prepare", folder / "videos", "-o", folder / "store"])
    must([chosen.unreel, "run", folder / "videos", "-o", folder / "run", *QUICK])
    folder.rename(kept)
    return kept


def fresh(original, folder):
    """A copy of the originals for one command."""
    for path in [folder, *folder.rglob("*")] if folder.exists() else []:
        if path.is_dir() and not path.is_symlink():
            path.chmod(0o755)
    shutil.rmtree(folder, ignore_errors=True)
    shutil.copytree(original, folder)


def odd_paths(draw, here):
    """Makes one odd path below a folder; its words for the command line, as bytes."""
    folder = here / "odd"
    folder.mkdir(exist_ok=True)
    kind = draw.choice(["missing", "file", "folder", "unreadable", "readonly", "loop", "null", "full", "fifo",
                        "newline", "long", "longer", "bytes", "dash", "escape", "dots", "proc", "deep",
                        "videos", "run", "dangling"])
    path = folder / kind
    if kind == "file":
        path.write_text("a file\n")
    elif kind in ("folder", "unreadable", "readonly"):
        path.mkdir(exist_ok=True)
        path.chmod({"folder": 0o755, "unreadable": 0, "readonly": 0o555}[kind])
    elif os.path.lexists(path):
        pass  # Drawn before.
    elif kind == "loop":
        path.mkdir(exist_ok=True)
        os.symlink(path, path / "again")
        os.symlink("round", path / "round")
    elif kind == "fifo":
        os.mkfifo(path)
    elif kind == "dangling":
        os.symlink(folder / "nothing", path)
    special = {"null": b"/dev/null", "full": b"/dev/full", "dash": b"-odd",
               "dots": bytes(here / "videos" / ".." / "odd"), "proc": b"/proc/self/mem",
               "videos": bytes(here / "videos"), "run": bytes(here / "run"),
               "newline": bytes(folder / "new\nline"), "escape": bytes(folder / "red\033[31m\rx"),
               "bytes": bytes(folder) + b"/caf\xe9", "long": bytes(folder / ("n" * 255)),
               "longer": bytes(folder / ("n" * 300)), "deep": bytes(folder / "/".join(["d" * 200] * 25))}
    return special.get(kind, bytes(path))


def break_file(draw, path):
    """Breaks one file in one way."""
    data = bytearray(path.read_bytes())
    way = draw.choice(["cut", "empty", "magic", "bits", "zeros", "doubled", "text", "folder", "gone", "link"])
    if way in ("folder", "gone", "link"):
        path.unlink()
        if way == "folder":
            path.mkdir()
        elif way == "link":
            os.symlink(path, path)
        return way
    if way == "cut":
        data = data[:draw.randrange(len(data) + 1)]
    elif way == "empty":
        data = b""
    elif way == "magic":
        data[:8] = b"\x00\xffwrong!"
    elif way == "bits":
        for _ in range(draw.choice([1, 10, 100]) if data else 0):
            data[draw.randrange(len(data))] ^= 1 << draw.randrange(8)
    elif way == "zeros" and data:
        start = draw.randrange(len(data))
        data[start:] = bytes(len(data) - start)
    elif way == "doubled":
        data = data * 2
    elif way == "text":
        words = [b"nan", b"-1", b"1e300", b"[]", b"{", b"\xff\xfe", b"99999999999999999999", b"\r\n", b'"', b",", b": "]
        for _ in range(draw.choice([1, 5])):
            start = draw.randrange(len(data) + 1)
            data[start:start + draw.randrange(6)] = draw.choice(words)
    path.write_bytes(data)
    return way


def break_inputs(draw, here):
    """Breaks some files of the videos, the store or the run; what was done."""
    below = draw.choice([here / "videos", here / "store", here / "run", here / "run"])
    files = sorted(path for path in below.rglob("*") if path.is_file() and path.name not in (".lock", ".report.lock"))
    # Tables and settings as often as the many pictures.
    few = [path for path in files if path.suffix not in (".jpg", ".png", ".svg")]
    chosen = [draw.choice(draw.choice([files, few, few])) for _ in range(draw.choice([1, 1, 2, 3]))]
    return [f"{break_file(draw, path)} {path.relative_to(here)}" for path in dict.fromkeys(chosen)]
