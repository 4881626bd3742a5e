"""Weights and pictures as closed formulas: the same numbers as Tests/TestSupport/Formula.swift."""

import numpy as np


def mixed(stream, count):
    """32 mixed bits for each of the indices 0 ..< count: Ellis's lowbias32."""
    with np.errstate(over="ignore"):
        x = np.arange(count, dtype=np.uint32) * np.uint32(0x9E3779B1)
        x += np.uint32((stream * 0x85EBCA6B) & 0xFFFFFFFF)
        x ^= x >> np.uint32(16)
        x *= np.uint32(0x7FEB352D)
        x ^= x >> np.uint32(15)
        x *= np.uint32(0x846CA68B)
        x ^= x >> np.uint32(16)
    return x


def values(stream, count, scale=1.0):
    """Numbers evenly spread over -scale ..< scale, exact to the last bit of a float32."""
    return ((mixed(stream, count) >> np.uint32(8)).astype(np.float32) * np.float32(2**-23) - np.float32(1)) * np.float32(
        scale
    )


def weights(shapes, bias_scale):
    """Kernels with the spread that keeps activations from vanishing (He 2015), and biases."""
    filled = []
    for number, shape in enumerate(shapes):
        inputs = int(np.prod(shape[1:]))
        kernel = values(2 * number, int(np.prod(shape)), np.sqrt(6 / inputs)).reshape(shape)
        filled.append((kernel, values(2 * number + 1, shape[0], bias_scale)))
    return filled


def picture(scene, noise, side):
    """Bytes, height x width x (red, green, blue): half even blocks of a scene, half noise."""
    blocks = -(-side // 11)
    grid = (mixed(1000 + scene, blocks * blocks * 3) >> np.uint32(25)).reshape(blocks, blocks, 3)
    grid = grid.repeat(11, axis=0).repeat(11, axis=1)[:side, :side]
    grain = (mixed(100_000 + noise, side * side * 3) >> np.uint32(25)).reshape(side, side, 3)
    return (grid + grain).astype(np.uint8)
