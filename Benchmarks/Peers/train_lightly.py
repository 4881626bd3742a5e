"""Training steps of lightly's SimCLR on the frames of a store: its data set, transform, head and loss, the default network.

As in lightly's tutorial, with a loader's process a core. A step of 128 pictures is 128 pairs, as ours.
"""

import sys
import time

import lightly
import torch
from lightly.data import LightlyDataset
from lightly.loss import NTXentLoss
from lightly.models.modules import SimCLRProjectionHead
from lightly.transforms import SimCLRTransform

import measuring
import residual_torch

folder = sys.argv.pop(1)
chosen = measuring.arguments(__doc__, batch=128, steps=8, warm_up=3, fp32=0)
torch.set_num_threads(measuring.threads())
network = residual_torch.made()
head = SimCLRProjectionHead(256, 256, 128)
criterion = NTXentLoss(temperature=0.2)
optimiser = torch.optim.SGD([*network.parameters(), *head.parameters()], lr=0.06, momentum=0.9, weight_decay=0.0001)
loader = torch.utils.data.DataLoader(
    LightlyDataset(folder, transform=SimCLRTransform(input_size=112)), batch_size=chosen.batch, shuffle=True,
    drop_last=True, num_workers=measuring.threads())


def batches():
    while True:
        yield from loader


source = batches()


def projected(images):
    with torch.autocast("cpu", torch.bfloat16, enabled=not chosen.fp32):
        images = images.contiguous(memory_format=torch.channels_last)
        return head(network.maps(images).mean((2, 3))).float()


def step():
    views = next(source)[0]
    loss = criterion(projected(views[0]), projected(views[1]))
    optimiser.zero_grad()
    loss.backward()
    optimiser.step()


found = measuring.seconds(step, chosen.steps, chosen.warm_up)
measuring.tell(rates=[chosen.batch / value for value in found], version=f"lightly {lightly.__version__}")
