"""Trains Sprite: first on single frames, then on frames that continue two earlier ones. Plans by the clock and resumes after a kill.

    python train.py RUN_DIR --single-minutes 120 --context-minutes 120

The run directory holds `checkpoint.pt` (everything needed to go on; written every two minutes), `log.txt` and sample sheets. Both phases are planned
in minutes of training, not in steps, because the machine is shared. To train a finished run longer, pass larger minutes and the same directory.
"""
import argparse
import math
import os
import time
from pathlib import Path

import torch
import torch.nn as nn

from network import Denoiser
from render import FRAME_COUNTS, FRAME_SIZES, Renderer, sheet
from sample import clip, encode

BATCH = 40  # Small: the machine sees few frames, so steps are worth more than smooth gradients.
CONTEXT_NOISE = .3  # Up to this much noise on the context frames, so that sampling forgives its own mistakes.
FIRST_FRAMES = .5  # Share of context-phase samples that have no earlier frame; the first frame decides what the clip shows.
# Motions in the first phase (order of render.MOTIONS): mostly upright objects of the two plain sizes, from which shapes are learned fastest.
SINGLE_MOTIONS = (4., 2., 2., 2., 2., 1., 1., 1.)
SAVE_SECONDS = 120
# (learning rate at the start, at the end) as a factor of PEAK. The first phase stays high: the second goes on from it and cools down.
RATES = {"single": (1., .5), "context": (.8, .02)}
PEAK = 1.5e-3


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
    def step(self, closure=None):
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


def optimisers(net: nn.Module):
    """Matrices inside the network go to Muon; edges, embeddings and vectors to AdamW."""
    edge = ("enter", "leave", "words", "object_tokens")
    inner = [p for n, p in net.named_parameters() if p.ndim > 1 and not n.startswith(edge)]
    ids = {id(p) for p in inner}
    rest = [p for p in net.parameters() if id(p) not in ids]
    return [Muon(inner, PEAK), torch.optim.AdamW(rest, lr=PEAK, betas=(.9, .95), weight_decay=0.)]


def captions(renderer, motion_weights=None):
    """(what is drawn, what the network is told).

    Motion and size are each unsaid in a tenth of the clips, which are then drawn still or big; the place is untold in a tenth and nothing at all is told
    in another tenth (for guidance), whatever is drawn.
    """
    drawn = renderer.captions(BATCH, motion_weights)
    drawn[:, 2:] *= torch.rand(BATCH, 2) >= .1
    told = drawn.clone()
    told[:, 1] *= torch.rand(BATCH) >= .1
    return drawn, told * (torch.rand(BATCH, 1) >= .1)


def single_batch(renderer, size):
    phase = torch.rand(BATCH)
    drawn, told = captions(renderer, SINGLE_MOTIONS)
    return renderer.clips(phase.view(-1, 1), size, drawn).frames[:, 0], told, phase, torch.zeros(BATCH, 6, *size)


def context_batch(renderer, size):
    counts = torch.tensor(FRAME_COUNTS)[torch.randint(0, len(FRAME_COUNTS), (BATCH,))]
    frame = (torch.rand(BATCH) * counts).long()
    frame[torch.rand(BATCH) < FIRST_FRAMES] = 0
    phases = (frame.view(-1, 1) + torch.tensor([-2, -1, 0])).clamp(min=0) / (counts.view(-1, 1) - 1)
    drawn, told = captions(renderer)
    frames = renderer.clips(phases, size, drawn).frames
    context = frames[:, :2].reshape(BATCH, 6, *size)
    context = context + torch.rand(BATCH, 1, 1, 1) * CONTEXT_NOISE * torch.randn_like(context)
    context[frame == 0] = 0
    return frames[:, 2], told, phases[:, 2], context


def loss_of(net, batch):
    """Rectified flow: straight line from noise to frame, the network names the frame; the weight makes it a loss on the velocity."""
    clean, told, phase, context = batch
    time_ = torch.sigmoid(torch.randn(BATCH) - .4)
    t = time_.view(-1, 1, 1, 1)
    guess = net(t * clean + (1 - t) * torch.randn_like(clean), time_, told, phase, context)
    error = (guess - clean) ** 2
    return (error / (1 - t).clamp(min=.1) ** 2).mean(), error.mean().item()


class Run:
    """One training run: network, averaged network, optimisers, and how many seconds each phase has had."""

    def __init__(self, folder: Path):
        self.folder, self.file = folder, folder / "checkpoint.pt"
        self.net = Denoiser().to(memory_format=torch.channels_last)
        self.average = Denoiser().to(memory_format=torch.channels_last)
        self.average.load_state_dict(self.net.state_dict())
        self.optimisers = optimisers(self.net)
        self.seconds, self.steps = {"single": 0., "context": 0.}, 0
        if self.file.exists():
            kept = torch.load(self.file)
            self.net.load_state_dict(kept["net"])
            self.average.load_state_dict(kept["average"])
            for optimiser, state in zip(self.optimisers, kept["optimisers"] or []):
                optimiser.load_state_dict(state)
            self.seconds, self.steps = kept["seconds"], kept["steps"]
        torch.manual_seed(10_000 + self.steps)
        self.renderer = Renderer(20_000 + self.steps)  # A resumed run draws new clips instead of repeating the first.

    def save(self):
        kept = dict(net=self.net.state_dict(), average=self.average.state_dict(), optimisers=[o.state_dict() for o in self.optimisers],
                    seconds=self.seconds, steps=self.steps)
        torch.save(kept, self.file.with_suffix(".new"))
        os.replace(self.file.with_suffix(".new"), self.file)

    def log(self, text):
        line = f"{time.strftime('%H:%M:%S')} {text}"
        print(line, flush=True)
        with open(self.folder / "log.txt", "a") as out:
            out.write(line + "\n")

    def step(self, phase, progress):
        high, low = RATES[phase]
        rate = PEAK * (low + (high - low) * (.5 + .5 * math.cos(math.pi * progress))) * min(1., (self.steps + 1) / 100)
        size = FRAME_SIZES[self.steps % len(FRAME_SIZES)]
        batch = (single_batch if phase == "single" else context_batch)(self.renderer, size)
        loss, error = loss_of(self.net, batch)
        for optimiser in self.optimisers:
            optimiser.zero_grad()
            for group in optimiser.param_groups:
                group["lr"] = rate
        loss.backward()
        nn.utils.clip_grad_norm_(self.net.parameters(), 1.)
        for optimiser in self.optimisers:
            optimiser.step()
        self.steps += 1
        with torch.no_grad():
            keep = min(.99, self.steps / (self.steps + 20))  # short: a run here has few steps
            for a, b in zip(self.average.parameters(), self.net.parameters()):
                a.lerp_(b, 1 - keep)
        return loss.item(), error

    def phase(self, name, minutes, stop_at):
        totals, saved = [], time.time()
        while self.seconds[name] < minutes * 60 and time.time() < stop_at:
            begun = time.time()
            totals.append(self.step(name, self.seconds[name] / (minutes * 60)))
            self.seconds[name] += time.time() - begun
            if len(totals) == 50:
                loss, error = (sum(x) / len(totals) for x in zip(*totals))
                self.log(f"{name} step {self.steps} loss {loss:.4f} mse {error:.5f} trained {self.seconds[name] / 60:.1f} min")
                totals = []
            if time.time() - saved > SAVE_SECONDS:
                self.save()
                saved = time.time()
            if self.steps % 800 == 0:
                self.sketch(name)
        self.save()

    @torch.no_grad()
    def sketch(self, phase):
        """A sheet of samples for the eye. In the first phase every frame stands alone."""
        prompts = [("cat", "grass", "right", "big"), ("rocket", "night", "up", "big"), ("boat", "sea", "left", "big"), ("pizza", "pink", "spinning", "big"),
                   ("robot", "white", "growing", "small"), ("bus", "desert", "still", "big"), ("panda", "snow", "down", "small"), ("fish", "sky", "right", "small")]
        state = torch.random.get_rng_state()
        torch.manual_seed(1)
        frames = clip(self.average, encode(prompts), FRAME_SIZES[1], 8, continued=phase == "context")
        torch.random.set_rng_state(state)
        sheet(frames).save(self.folder / f"sample-{self.steps:06d}.png")


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("run", type=Path)
    parser.add_argument("--single-minutes", type=float, default=120)
    parser.add_argument("--context-minutes", type=float, default=120)
    parser.add_argument("--stop-after", type=float, default=1e9, help="minutes of wall clock after which to stop whatever the plan says")
    parser.add_argument("--threads", type=int, default=2)
    options = parser.parse_args()
    torch.set_num_threads(options.threads)
    stop_at = time.time() + options.stop_after * 60
    options.run.mkdir(parents=True, exist_ok=True)
    run = Run(options.run)
    run.phase("single", options.single_minutes, stop_at)
    run.phase("context", options.context_minutes, stop_at)
    run.log(f"done: {run.steps} steps of {BATCH}, {run.seconds}")


if __name__ == "__main__":
    main()
