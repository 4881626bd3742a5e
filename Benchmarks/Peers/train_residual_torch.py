"""Training steps of the default network in PyTorch, channels-last, data in memory, no views."""

import torch

import measuring
import residual_torch

chosen = measuring.arguments(__doc__, batch=128, steps=8, warm_up=3, compiled=0, fp32=0)
torch.set_num_threads(measuring.threads())
network = residual_torch.made()
optimiser = torch.optim.SGD(network.parameters(), lr=0.001, momentum=0.9, weight_decay=0.0001, foreach=True)
images = residual_torch.images(chosen.batch)


def loss_of(images):
    with torch.autocast("cpu", torch.bfloat16, enabled=not chosen.fp32):
        features = network(images)
    return residual_torch.contrast(features)


compute = torch.compile(loss_of) if chosen.compiled else loss_of


def step():
    optimiser.zero_grad(set_to_none=True)
    compute(images).backward()
    torch.nn.utils.clip_grad_norm_(network.parameters(), 5.0, foreach=True)
    optimiser.step()


found = measuring.seconds(step, chosen.steps, chosen.warm_up)
measuring.tell(rates=[chosen.batch / value for value in found], version=f"PyTorch {torch.__version__}",
               threads=torch.get_num_threads())
