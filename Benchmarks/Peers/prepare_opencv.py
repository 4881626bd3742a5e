"""The thesis's way: read each clip with OpenCV, keep one frame in ten and its successor, write JPEGs.

One process, as the thesis had it; OpenCV's and FFmpeg's own threads as they are by default.
"""

import pathlib
import sys

import cv2

import measuring


def extract(video, folder):
    folder.mkdir(parents=True)
    capture = cv2.VideoCapture(str(video))
    number = queries = 0
    while True:
        is_there, frame = capture.read()
        if not is_there:
            return
        is_query = number % 10 == 0
        if is_query:
            queries += 1
        if is_query or (number % 10 == 1 and queries % 5 != 0):
            name = f"{'query' if is_query else 'next'}_frame_{number:05}.jpg"
            cv2.imwrite(str(folder / name), cv2.resize(frame, (227, 227)), [cv2.IMWRITE_JPEG_QUALITY, 95])
        number += 1


videos, frames = map(pathlib.Path, sys.argv[1:3])
for video in sorted(videos.glob("*/*")):
    extract(video, frames / video.relative_to(videos).with_suffix(""))
measuring.tell(version=f"OpenCV {cv2.__version__}")
