"""Draws features as a network's are: rows of length 1, not negative, around some centres."""

import sys

import numpy

path, (rows, dimension, groups) = sys.argv[1], map(int, sys.argv[2:5])
draws = numpy.random.default_rng(20261125)
centres = draws.standard_normal((groups, dimension), dtype=numpy.float32)
features = numpy.empty((rows, dimension), numpy.float32)
for start in range(0, rows, 4096):
    block = features[start:start + 4096]
    group = draws.integers(0, groups, len(block))
    block[:] = centres[group] + draws.standard_normal(block.shape, dtype=numpy.float32)
    numpy.maximum(block, 0, out=block)
    block /= numpy.linalg.norm(block, axis=1, keepdims=True)
numpy.save(path, features)
