"""PyAV with a process a core: decode, keep the same frames, scale, write JPEGs."""

import concurrent.futures
import pathlib
import sys

import av

import measuring


def extract(job):
    video, folder = job
    folder.mkdir(parents=True)
    queries = 0
    with av.open(str(video)) as container:
        container.streams.video[0].thread_count = 1
        for number, frame in enumerate(container.decode(video=0)):
            is_query = number % 10 == 0
            queries += is_query
            if is_query or (number % 10 == 1 and queries % 5 != 0):
                name = f"{'query' if is_query else 'next'}_frame_{number:05}.jpg"
                frame.to_image(width=227, height=227).save(folder / name, quality=95)


if __name__ == "__main__":
    videos, frames = map(pathlib.Path, sys.argv[1:3])
    jobs = [(video, frames / video.relative_to(videos).with_suffix("")) for video in sorted(videos.glob("*/*"))]
    with concurrent.futures.ProcessPoolExecutor(measuring.threads()) as pool:
        list(pool.map(extract, jobs))
    measuring.tell(version=f"PyAV {av.__version__}, {measuring.threads()} processes")
