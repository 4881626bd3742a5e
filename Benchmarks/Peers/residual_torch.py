"""The default network and a training step of it in PyTorch."""

import torch
from torch import nn
from torch.nn import functional as F

import thesis_torch


def convolution(inputs, outputs, side, stride=1):
    return nn.Sequential(nn.Conv2d(inputs, outputs, side, stride, side // 2), nn.BatchNorm2d(outputs))


class Block(nn.Module):
    """A basic block (He et al. 2016); a convolution of one pixel adapts its input where the shapes differ."""

    def __init__(self, inputs, outputs, stride):
        super().__init__()
        self.first = convolution(inputs, outputs, 3, stride)
        self.second = convolution(outputs, outputs, 3)
        self.shortcut = nn.Sequential(nn.Conv2d(inputs, outputs, 1, stride), nn.BatchNorm2d(outputs)) \
            if stride > 1 else nn.Identity()

    def forward(self, maps):
        return F.relu(self.second(F.relu(self.first(maps))) + self.shortcut(maps))


class Network(nn.Module):
    """As in Sources/Networks/Architectures/Architectures.swift, with the projection of InfoNCE."""

    def __init__(self):
        super().__init__()
        self.maps = nn.Sequential(
            convolution(3, 32, 5, 2), nn.MaxPool2d(3, 2, ceil_mode=True), nn.ReLU(), Block(32, 32, 1),
            Block(32, 64, 2), Block(64, 128, 2), Block(128, 256, 2))
        self.projection = nn.Sequential(nn.Linear(256, 256), nn.BatchNorm1d(256), nn.ReLU(), nn.Linear(256, 128))

    def forward(self, images):
        return F.normalize(self.projection(self.maps(images).mean((2, 3))).float())


def made():
    torch.manual_seed(0)
    return Network().to(memory_format=torch.channels_last)


WEIGHT_DECAY = 0.0001


def loss(features, temperature=0.2):
    """InfoNCE over the batch, both ways (Chen et al. 2020)."""
    count = len(features)
    logits = (features @ features.T / temperature).masked_fill(torch.eye(count, dtype=torch.bool), -1e9)
    return F.cross_entropy(logits, torch.arange(count).roll(count // 2))


def images(pairs):
    return thesis_torch.images(pairs, side=112)
