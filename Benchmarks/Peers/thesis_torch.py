"""The thesis's network and a training step of it in PyTorch."""

import torch
from torch import nn
from torch.nn import functional as F


class Network(nn.Module):
    """Redondo-Cabrera and López-Sastre's, train_test_Ls_loss.prototxt; images are 3 × 227 × 227."""

    def __init__(self):
        super().__init__()
        self.maps = nn.Sequential(
            nn.Conv2d(3, 96, 7, 2), nn.MaxPool2d(3, 2, ceil_mode=True), nn.ReLU(), nn.LocalResponseNorm(5),
            nn.Conv2d(96, 384, 5, 2, groups=2), nn.MaxPool2d(3, 2, ceil_mode=True), nn.ReLU(),
            nn.LocalResponseNorm(5),
            nn.Conv2d(384, 512, 3, padding=1), nn.ReLU(),
            nn.Conv2d(512, 512, 3, padding=1, groups=2), nn.ReLU(),
            nn.Conv2d(512, 384, 3, padding=1, groups=2), nn.MaxPool2d(3, 2, ceil_mode=True), nn.ReLU())
        self.rows = nn.Sequential(nn.LazyLinear(4096), nn.ReLU(), nn.Linear(4096, 4096), nn.ReLU())

    def forward(self, images):
        return F.normalize(self.rows(self.maps(images).flatten(1)).float())


def made():
    torch.manual_seed(0)
    network = Network()
    network(torch.zeros(1, 3, 227, 227))
    network.to(memory_format=torch.channels_last)
    for name, weights in network.named_parameters():
        nn.init.constant_(weights, 0.1) if name.endswith("bias") else nn.init.normal_(weights, std=0.01)
    return network


WEIGHT_DECAY = 0.005


def loss(features):
    """The contrastive loss; every fifth pair is negative."""
    count = len(features) // 2
    is_positive = torch.tensor([0.0 if index % 5 == 4 else 1.0 for index in range(count)])
    anchors, partners = features.chunk(2)
    squares = (anchors - partners).square().sum(1)
    distances = squares.clamp_min(1e-12).sqrt()
    return (is_positive * squares + (1 - is_positive) * (1 - distances).clamp_min(0).square()).mean() / 2


def images(pairs, side=227):
    """Pictures that are in memory already, as bytes around their mean."""
    generator = torch.Generator().manual_seed(1)
    pixels = torch.randint(0, 256, (2 * pairs, 3, side, side), generator=generator).float() - 118
    return pixels.contiguous(memory_format=torch.channels_last)
