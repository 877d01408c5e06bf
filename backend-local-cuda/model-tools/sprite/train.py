"""Trains one of Sprite's networks. Plans by the clock and resumes after a kill.

    python train.py objects RUN --atlas atlas.npy --minutes 60
    python train.py scenes RUN --minutes 15
    python train.py lifter RUN --atlas atlas.npy --minutes 20

RUN/objects.pt, scenes.pt and lifter.pt hold everything needed to go on (written every two minutes), RUN/log.txt what happened. To train a finished
network longer, give larger minutes; the learning rate follows the new plan.
"""
import argparse
import math
import os
import time
from pathlib import Path

import numpy as np
import torch

import scenes
from network import Lifter, ObjectPainter, ScenePainter
from render import Renderer

SAVE_SECONDS = 120


def edges(a, b):
    """Mean absolute difference of the slopes of two pictures: what keeps outlines sharp."""
    return ((a.diff(dim=-1) - b.diff(dim=-1)).abs().mean() + (a.diff(dim=-2) - b.diff(dim=-2)).abs().mean())


class Muon(torch.optim.Optimizer):
    """Momentum whose update is made near-orthogonal by five Newton-Schulz steps (Jordan et al. 2024), convolutions seen as matrices.

    Updates are scaled to the size AdamW's usually have (Liu et al. 2025), so both optimisers share one learning rate.
    """

    def __init__(self, params, lr, momentum=.95, weight_decay=.01):
        super().__init__(params, dict(lr=lr, momentum=momentum, weight_decay=weight_decay))

    @staticmethod
    def orthogonal(matrix):
        a, b, c = 3.4445, -4.7750, 2.0315  # Quintic that drives singular values towards 1 quickly.
        tall = matrix.shape[0] > matrix.shape[1]
        x = matrix.T if tall else matrix
        x = x / (x.norm() + 1e-7)
        # Every iterate is a polynomial of the Gram matrix times x, so iterate on that small square only and multiply once at the end.
        gram, whole = x @ x.T, None
        for _ in range(5):
            factor = b * gram + c * gram @ gram
            factor.diagonal().add_(a)
            whole = factor if whole is None else factor @ whole
            gram = factor @ gram @ factor
        x = whole @ x
        return x.T if tall else x

    @torch.no_grad()
    def step(self):
        for group in self.param_groups:
            for weight in group["params"]:
                if weight.grad is None:
                    continue
                state = self.state[weight]
                mean = state.setdefault("mean", torch.zeros_like(weight))
                mean.lerp_(weight.grad, 1 - group["momentum"])
                update = weight.grad.lerp(mean, group["momentum"]).flatten(1)
                update = self.orthogonal(update) * .2 * max(update.shape) ** .5
                weight.mul_(1 - group["lr"] * group["weight_decay"]).add_(update.view(weight.shape), alpha=-group["lr"])


def optimisers(net, peak):
    """Matrices inside a network go to Muon; its edges, tables and vectors to AdamW. With the highest learning rate of each."""
    inner = [p for n, p in net.named_parameters() if p.ndim > 1 and not n.startswith(("enter", "leave", "place", "told"))]
    ids = {id(p) for p in inner}
    rest = [p for p in net.parameters() if id(p) not in ids]
    return [(Muon(inner, peak), peak), (torch.optim.AdamW(rest, betas=(.9, .98), weight_decay=.01), peak)]


class Objects:
    """Every object as often as every other, in an order drawn anew each round."""
    BATCH = 16

    def __init__(self, options):
        self.atlas = torch.from_numpy(np.load(options.atlas))
        self.net = ObjectPainter(len(self.atlas)).to(memory_format=torch.channels_last)
        self.waiting = []

    def begin(self):
        self.net.begin(self.atlas.float() / 255)

    def optimisers(self):
        rest = [p for n, p in self.net.named_parameters() if n != "codes.weight"]
        return [(torch.optim.AdamW(rest, betas=(.9, .98), weight_decay=0.), 1.5e-3),
                (torch.optim.SparseAdam([self.net.codes.weight], betas=(.8, .98)), 1.5e-2)]

    def loss(self):
        if len(self.waiting) < self.BATCH:
            self.waiting = torch.randperm(len(self.atlas)).tolist()
        chosen = torch.tensor([self.waiting.pop() for _ in range(self.BATCH)])
        wanted = self.atlas[chosen].float() / 255
        drawn = self.net(chosen)
        error = drawn - wanted
        return error.abs().mean() + (error ** 2).mean() * 2 + .5 * edges(drawn, wanted), (error.detach() ** 2).mean().item()


class Scenes:
    """Places at random, drawn on the fly. Three of four batches are small frames: cells look the same there and cost a quarter."""
    LARGE, SMALL = 3, 10

    def __init__(self, options):
        self.net, self.turn = ScenePainter().to(memory_format=torch.channels_last), 0

    def begin(self):
        pass

    def optimisers(self):
        return optimisers(self.net, 2.5e-3)

    def loss(self):
        self.turn += 1
        large = self.turn % 4 == 0
        size = scenes.FRAME_SIZES[self.turn // 4 % 2 if large else self.turn % 2]
        size, n = (size, self.LARGE) if large else (tuple(s // 32 * 16 for s in size), self.SMALL)
        place = torch.randint(0, len(scenes.PLACES), (n,))
        mood, noise = scenes.chance(n, size)
        wanted, drawn = scenes.scenes(place, mood, noise, size), self.net(place, mood, noise)
        error = drawn - wanted
        return error.abs().mean() + (error ** 2).mean() * 2 + .3 * edges(drawn, wanted), (error.detach() ** 2).mean().item()


class Lift:
    """Frames of drawn clips, a little spoilt as an encoder would; what is wanted is the objects' cover."""
    BATCH = 8

    def __init__(self, options):
        self.net, self.turn = Lifter().to(memory_format=torch.channels_last), 0
        self.renderer = Renderer(options.atlas, 30_000 + int(time.time()) % 9_000, shrink=2, side=128, pool=12)

    def begin(self):
        pass

    def optimisers(self):
        return optimisers(self.net, 2e-3)

    def spoilt(self, frames):
        n = len(frames)
        frames = frames * (1 + .15 * (torch.rand(n, 3, 1, 1) - .5)) + .06 * (torch.rand(n, 3, 1, 1) - .5)
        soft = torch.nn.functional.avg_pool2d(frames, 3, 1, 1)
        share = torch.rand(n, 1, 1, 1)
        return (frames * (1 - share) + soft * share + .03 * torch.rand(n, 1, 1, 1) * torch.randn_like(frames)).clamp(0, 1)

    def loss(self):
        self.turn += 1
        clips = self.renderer.clips(torch.rand(self.BATCH, 1), scenes.FRAME_SIZES[self.turn % 2])
        cover = clips.cover[:, 0].clamp(0, 1)
        found = self.net(self.spoilt(clips.frames[:, 0]))
        loss = torch.nn.functional.binary_cross_entropy(found.clamp(1e-4, 1 - 1e-4), cover)
        return loss + .5 * edges(found, cover), ((found.detach() - cover) ** 2).mean().item()


class Run:
    """One network in training, and how many seconds it has had."""

    def __init__(self, name: str, lesson, folder: Path):
        self.name, self.lesson, self.file, self.folder = name, lesson, folder / f"{name}.pt", folder
        self.optimisers, self.seconds, self.steps = lesson.optimisers(), 0., 0
        if self.file.exists():
            kept = torch.load(self.file)
            lesson.net.load_state_dict(kept["net"])
            for (optimiser, _), state in zip(self.optimisers, kept["optimisers"]):
                optimiser.load_state_dict(state)
            self.seconds, self.steps = kept["seconds"], kept["steps"]
        else:
            lesson.begin()
        torch.manual_seed(20_000 + self.steps)  # A resumed run goes on with other draws.

    def save(self):
        kept = dict(net=self.lesson.net.state_dict(), optimisers=[o.state_dict() for o, _ in self.optimisers], seconds=self.seconds, steps=self.steps)
        torch.save(kept, self.file.with_suffix(".new"))
        os.replace(self.file.with_suffix(".new"), self.file)

    def log(self, text):
        line = f"{time.strftime('%H:%M:%S')} {self.name} step {self.steps}, {self.seconds / 60:.1f} min: {text}"
        print(line, flush=True)
        with open(self.folder / "log.txt", "a") as out:
            out.write(line + "\n")

    def step(self, progress):
        factor = (.01 + .99 * (.5 + .5 * math.cos(math.pi * min(1., progress)))) * min(1., (self.steps + 1) / 50)
        for optimiser, peak in self.optimisers:
            optimiser.zero_grad()
            for group in optimiser.param_groups:
                group["lr"] = peak * factor
        loss, error = self.lesson.loss()
        loss.backward()
        for optimiser, _ in self.optimisers:
            optimiser.step()
        self.steps += 1
        return error

    def train(self, minutes):
        errors, saved = [], time.time()
        while self.seconds < minutes * 60:
            begun = time.time()
            errors.append(self.step(self.seconds / (minutes * 60)))
            self.seconds += time.time() - begun
            if len(errors) == 50:
                self.log(f"{-10 * math.log10(sum(errors) / len(errors)):.2f} dB")
                errors = []
            if time.time() - saved > SAVE_SECONDS:
                self.save()
                saved = time.time()
        self.save()
        self.log("done")


LESSONS = {"objects": Objects, "scenes": Scenes, "lifter": Lift}


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("network", choices=LESSONS)
    parser.add_argument("run", type=Path)
    parser.add_argument("--atlas", type=Path)
    parser.add_argument("--minutes", type=float, default=60)
    parser.add_argument("--threads", type=int, default=1)
    options = parser.parse_args()
    torch.set_num_threads(options.threads)
    options.run.mkdir(parents=True, exist_ok=True)
    Run(options.network, LESSONS[options.network](options), options.run).train(options.minutes)


if __name__ == "__main__":
    main()
