"""Training steps of the thesis's network in PyTorch, bfloat16, channels-last, data in memory."""

import torch

import measuring
import thesis_torch

chosen = measuring.arguments(__doc__, batch=32, steps=8, warm_up=3, compiled=0, fp32=0)
torch.set_num_threads(measuring.threads())
network = thesis_torch.made()
optimiser = torch.optim.SGD(network.parameters(), lr=0.001, momentum=0.9, weight_decay=0.005, foreach=True)
images = thesis_torch.images(chosen.batch)
is_positive = torch.tensor([0.0 if index % 5 == 4 else 1.0 for index in range(chosen.batch)])


def loss_of(images):
    with torch.autocast("cpu", torch.bfloat16, enabled=not chosen.fp32):
        features = network(images)
    return thesis_torch.contrastive(features, is_positive)


compute = torch.compile(loss_of) if chosen.compiled else loss_of


def step():
    optimiser.zero_grad(set_to_none=True)
    compute(images).backward()
    torch.nn.utils.clip_grad_norm_(network.parameters(), 5.0, foreach=True)
    optimiser.step()


found = measuring.seconds(step, chosen.steps, chosen.warm_up)
measuring.tell(rates=[chosen.batch / value for value in found], version=f"PyTorch {torch.__version__}",
               threads=torch.get_num_threads())
