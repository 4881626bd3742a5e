"""What `unreel run` does, as a script of PyAV, PyTorch, torchvision and scikit-learn: frames, training, clusters, scores, map.

Trains the default network with InfoNCE on two frames of a video for as many pairs as ours. Scores frames and baselines as ours
does: K-means of ten starts, conditional entropy, nearest frames of other videos. What it leaves out: motion, checkpoints,
copies, probes, figures.
"""

import concurrent.futures
import pathlib
import sys
import time

import av
import numpy
import torch
from sklearn.cluster import KMeans
from sklearn.decomposition import PCA
from sklearn.manifold import TSNE
from torch.nn import functional as F
from torchvision.transforms import v2

import measuring
import residual_torch

SIDE, BATCH, EPOCHS, MOST_STEPS, DISTANCE = 112, 128, 16, 600, 4


def extracted(video):
    with av.open(str(video)) as container:
        container.streams.video[0].thread_count = 1
        return [frame.to_image(width=227, height=227) for number, frame in enumerate(container.decode(video=0))
                if number % 10 == 0]


class Pairs(torch.utils.data.Dataset):
    """A frame and one of the next frames of its video, each as a random view."""

    view = v2.Compose([
        v2.RandomResizedCrop(SIDE, scale=(0.3, 1)), v2.RandomHorizontalFlip(),
        v2.RandomApply([v2.ColorJitter(0.4, 0.4, 0.4, 0.12)], 0.8), v2.RandomGrayscale(0.2),
        v2.RandomApply([v2.GaussianBlur(9)], 0.3), v2.PILToTensor()])

    def __init__(self, videos):
        self.videos = videos
        self.places = [(video, frame) for video, frames in enumerate(videos) for frame in range(len(frames))]

    def __len__(self):
        return len(self.places)

    def __getitem__(self, index):
        video, frame = self.places[index]
        frames = self.videos[video]
        other = min(frame + int(torch.randint(1, DISTANCE + 1, ())), len(frames) - 1)
        return self.view(frames[frame]), self.view(frames[other])


def prepared(pixels):
    return (pixels.float() - 110).contiguous(memory_format=torch.channels_last)


def entropy(clusters, labels):
    """The conditional entropy of the label given the cluster, in bits."""
    table = numpy.zeros((clusters.max() + 1, labels.max() + 1))
    numpy.add.at(table, (clusters, labels), 1)
    share = table / table.sum()
    given = table / table.sum(1, keepdims=True).clip(1)
    return -(share * numpy.log2(given, where=given > 0, out=numpy.zeros_like(given))).sum()


def neighbours(features, labels, groups):
    """The share of frames whose nearest frame of another video has the same label."""
    features = features - features.mean(0)
    squares = (features ** 2).sum(1)
    distances = squares - 2 * features @ features.T
    distances[groups[:, None] == groups] = numpy.inf
    return (labels[distances.argmin(1)] == labels).mean()


def main():
    folder, tested = pathlib.Path(sys.argv[1]), set(pathlib.Path(sys.argv[2]).read_text().split())
    precision = sys.argv[3]
    begin = time.perf_counter()
    torch.set_num_threads(measuring.threads())
    paths = sorted(path for path in folder.glob("*/*") if path.is_file())
    with concurrent.futures.ProcessPoolExecutor(measuring.threads()) as pool:
        videos = list(pool.map(extracted, paths))
    extraction = time.perf_counter() - begin
    names = [str(path.relative_to(folder)) for path in paths]
    kinds = sorted({path.parent.name for path in paths})
    held = [name in tested for name in names]

    pairs = Pairs([frames for frames, is_held in zip(videos, held) if not is_held])
    loader = torch.utils.data.DataLoader(
        pairs, batch_size=BATCH, shuffle=True, drop_last=True, num_workers=measuring.threads(), persistent_workers=True)
    steps = min(EPOCHS * len(loader), MOST_STEPS)
    network = residual_torch.made()
    optimiser = torch.optim.SGD(network.parameters(), lr=0.06, momentum=0.9, weight_decay=0.0001)
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimiser, 0.06, total_steps=steps, pct_start=0.1)
    done = 0
    while done < steps:
        for first, second in loader:
            with torch.autocast("cpu", torch.bfloat16, enabled=precision == "bf16"):
                features = network(prepared(torch.cat([first, second])))
            optimiser.zero_grad()
            residual_torch.loss(features).backward()
            torch.nn.utils.clip_grad_norm_(network.parameters(), 5.0)
            optimiser.step()
            schedule.step()
            done += 1
            if done == steps:
                break
    training = time.perf_counter() - begin - extraction

    def features_of(network, frames):
        network.eval()
        found = []
        with torch.no_grad():
            for start in range(0, len(frames), 64):
                pixels = torch.stack([v2.functional.pil_to_tensor(frame.resize((SIDE, SIDE)))
                                      for frame in frames[start:start + 64]])
                with torch.autocast("cpu", torch.bfloat16, enabled=precision == "bf16"):
                    maps = network.maps(prepared(pixels)).mean((2, 3))
                found.append(F.normalize(maps.float()))
        return torch.cat(found).numpy()

    frames = [frame for frames, is_held in zip(videos, held) if is_held for frame in frames]
    groups = numpy.repeat(numpy.arange(sum(held)), [len(frames) for frames, is_held in zip(videos, held) if is_held])
    kind_of = numpy.array([kinds.index(path.parent.name) for path, is_held in zip(paths, held) if is_held])
    labels = kind_of[groups]
    small = numpy.stack([numpy.asarray(frame.resize((32, 32))).reshape(-1) / 255 for frame in frames]).astype("float32")
    scores = {}
    for name, found in {
            "learned": features_of(network, frames), "untrained": features_of(residual_torch.made(), frames),
            "pixels": small, "components": PCA(50, random_state=0).fit_transform(small)}.items():
        clusters = KMeans(len(kinds), n_init=10, random_state=0).fit_predict(found)
        scores[name] = (float(entropy(clusters, labels)), float(neighbours(found, labels, groups)))
    everything = features_of(network, [frame for frames in videos for frame in frames])
    KMeans(len(kinds), n_init=10, random_state=0).fit(everything)
    TSNE(init="pca", n_jobs=measuring.threads(), random_state=0).fit_transform(
        PCA(50, random_state=0).fit_transform(everything))
    measuring.tell(seconds=time.perf_counter() - begin, extraction=extraction, training=training, steps=steps,
                   bits=scores["learned"][0], neighbours=scores["learned"][1], scores=scores)


if __name__ == "__main__":
    main()
