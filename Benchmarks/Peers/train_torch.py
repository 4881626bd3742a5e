"""Training steps of the thesis's or the default network in PyTorch, channels-last, data in memory, no views."""

import importlib

import torch

import measuring

chosen = measuring.arguments(
    __doc__, network="thesis_torch", batch=32, steps=8, warm_up=3, compiled=0, fp32=0)
torch.set_num_threads(measuring.threads())
definition = importlib.import_module(chosen.network)
network = definition.made()
optimiser = torch.optim.SGD(
    network.parameters(), lr=0.001, momentum=0.9, weight_decay=definition.WEIGHT_DECAY, foreach=True)
images = definition.images(chosen.batch)


def loss_of(images):
    with torch.autocast("cpu", torch.bfloat16, enabled=not chosen.fp32):
        features = network(images)
    return definition.loss(features)


compute = torch.compile(loss_of) if chosen.compiled else loss_of


def step():
    optimiser.zero_grad(set_to_none=True)
    compute(images).backward()
    torch.nn.utils.clip_grad_norm_(network.parameters(), 5.0, foreach=True)
    optimiser.step()


found = measuring.seconds(step, chosen.steps, chosen.warm_up)
measuring.tell(rates=[chosen.batch / value for value in found], version=f"PyTorch {torch.__version__}",
               threads=torch.get_num_threads())
