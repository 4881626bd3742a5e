"""One `ffmpeg -threads 1` a core, each on clip after clip, with the same choice of frames."""

import concurrent.futures
import pathlib
import subprocess
import sys

import measuring

# Frames 10k; their successors unless k mod 5 is 4. Times anew, since ffmpeg refuses two that are equal.
CHOICE = r"select='eq(mod(n,10),0)+eq(mod(n,10),1)*lt(mod(n,50),40)',setpts=N/TB,scale=227:227"


def extract(video):
    folder = frames / video.relative_to(videos).with_suffix("")
    folder.mkdir(parents=True)
    subprocess.run(
        ["ffmpeg", "-v", "error", "-threads", "1", "-i", video, "-filter_threads", "1", "-vf", CHOICE,
         "-fps_mode", "passthrough", "-threads", "1", "-q:v", "2", folder / "%05d.jpg"], check=True)


videos, frames = map(pathlib.Path, sys.argv[1:3])
with concurrent.futures.ThreadPoolExecutor(measuring.threads()) as pool:
    list(pool.map(extract, sorted(videos.glob("*/*"))))
version = subprocess.run(["ffmpeg", "-version"], capture_output=True, text=True, check=True).stdout.split()[2]
measuring.tell(version=f"ffmpeg {version}, {measuring.threads()} processes")
