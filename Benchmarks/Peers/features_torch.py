"""Features of frames in PyTorch eager, channels-last, data in memory."""

import torch

import measuring
import thesis_torch

chosen = measuring.arguments(__doc__, batch=64, steps=8, warm_up=3, fp32=0)
torch.set_num_threads(measuring.threads())
number = torch.float32 if chosen.fp32 else torch.bfloat16
network = thesis_torch.made().to(number)
images = thesis_torch.images(chosen.batch // 2).to(number)
with torch.inference_mode():
    found = measuring.seconds(lambda: network(images), chosen.steps, chosen.warm_up)
measuring.tell(rates=[chosen.batch / value for value in found], version=f"PyTorch {torch.__version__}",
               threads=torch.get_num_threads())
